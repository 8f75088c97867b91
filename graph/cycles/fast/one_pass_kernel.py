"""The critical path method in compiled code: one pass forward, one back."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def times_of(tails, heads, weights, days, times, links):  # type: ignore[no-untyped-def]
    """Return for each node its earliest start, its longest way to the end, and its free float.

    It mostly waits for memory: what is asked of a node lies together, in as few bytes as will do,
    and nothing is branched on that cannot be foreseen.

    Args:
        tails: node at the start of each arc.
        heads: node at its end.
        weights: of the arcs, whole.
        days: of the nodes, whole.
        times: two zeros for each node, whole; no way is so long that it does not fit.
        links: room for two whole numbers for each arc, as large.

    Returns:
        Also how many nodes lie on no cycle; fewer than there are mean that the rest is not valid.
    """
    count, far = len(days), np.iinfo(np.int64).max
    # For each node its earliest start so far, and how many arcs to it are still to be seen.
    ends = _sorted_by_tail(tails, heads, weights, times, links)
    order = np.empty(count + 1, np.int32)
    filled = 0
    for node in range(count):
        order[filled] = node
        filled += times[node, 1] == 0
    done = 0
    while done < filled:
        node = order[done]
        done += 1
        start = times[node, 0]
        for place in range(ends[node - 1] if node else 0, ends[node]):
            head = links[place, 0]
            times[head, 0] = max(times[head, 0], start + links[place, 1])
            missing = times[head, 1] - 1
            times[head, 1] = missing
            # Written over by the next one unless it was the last of its arcs.
            order[filled] = head
            filled += missing == 0
    free, length = np.empty(count, np.int64), 0
    # From here on the second number is the longest way to the end.
    for turn in range(filled - 1, -1, -1):
        node = order[turn]
        longest, least, start = days[node], far, times[node, 0]
        for place in range(ends[node - 1] if node else 0, ends[node]):
            head, step = links[place, 0], links[place, 1]
            longest = max(longest, step + times[head, 1])
            least = min(least, times[head, 0] - start - step)
        times[node, 1], free[node] = longest, least
        length = max(length, longest)
    early, ahead = times[:, 0].astype(np.int64), times[:, 1].astype(np.int64)
    for node in range(count):
        if free[node] == far:
            free[node] = length - early[node] - days[node]
    return early, ahead, free, filled


@_compiled
def _sorted_by_tail(tails, heads, weights, times, links):  # type: ignore[no-untyped-def]
    """Sort the arcs by the node at their start; return where those of each end."""
    ends = np.zeros(len(times), np.int32)
    for arc in range(len(tails)):
        ends[tails[arc]] += 1
        times[heads[arc], 1] += 1
    total = 0
    for node in range(len(times)):
        first = total
        total += ends[node]
        ends[node] = first
    for arc in range(len(tails)):
        place = ends[tails[arc]]
        links[place, 0], links[place, 1] = heads[arc], weights[arc]
        ends[tails[arc]] = place + 1
    return ends
