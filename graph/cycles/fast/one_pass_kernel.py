"""The critical path method in compiled code: one pass forward, one back."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def times_of(tails, heads, weights, days):  # type: ignore[no-untyped-def]
    """Return for each node its earliest start, its longest way to the end, and its free float.

    Args:
        tails: node at the start of each arc.
        heads: node at its end.
        weights: of the arcs, whole.
        days: of the nodes, whole.

    Returns:
        Also how many nodes lie on no cycle; fewer than there are mean that the rest is not valid.
    """
    count = len(days)
    first, ends, steps, missing = _sorted_by_tail(tails, heads, weights, count)
    early, order = np.zeros(count, np.int64), np.empty(count, np.int32)
    filled = 0
    for node in range(count):
        if missing[node] == 0:
            order[filled] = node
            filled += 1
    done = 0
    while done < filled:
        node = order[done]
        done += 1
        for place in range(first[node], first[node + 1]):
            head = ends[place]
            early[head] = max(early[head], early[node] + steps[place])
            missing[head] -= 1
            if missing[head] == 0:
                order[filled] = head
                filled += 1
    ahead, free = days.copy(), np.empty(count, np.int64)
    length = 0
    for place in range(filled - 1, -1, -1):
        node = order[place]
        longest, least = days[node], -1
        for arc in range(first[node], first[node + 1]):
            head = ends[arc]
            longest = max(longest, steps[arc] + ahead[head])
            room = early[head] - early[node] - steps[arc]
            if least < 0 or room < least:
                least = room
        ahead[node], free[node] = longest, least
        length = max(length, longest)
    for node in range(count):
        if free[node] < 0:
            free[node] = length - early[node] - days[node]
    return early, ahead, free, filled


@_compiled
def _sorted_by_tail(tails, heads, weights, count):  # type: ignore[no-untyped-def]
    """Return the arcs by the node at their start, and how many enter each node."""
    first, missing = np.zeros(count + 1, np.int32), np.zeros(count, np.int32)
    for arc in range(len(tails)):
        first[tails[arc] + 1] += 1
        missing[heads[arc]] += 1
    for node in range(count):
        first[node + 1] += first[node]
    ends, steps = np.empty(len(tails), np.int32), np.empty(len(tails), np.int64)
    place = first[:-1].copy()
    for arc in range(len(tails)):
        where = place[tails[arc]]
        ends[where], steps[where] = heads[arc], weights[arc]
        place[tails[arc]] += 1
    return first, ends, steps, missing
