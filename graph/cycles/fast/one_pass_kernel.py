"""The critical path method in compiled code: one pass forward, one back."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def sorted_by_tail(tails, count):  # type: ignore[no-untyped-def]
    """Return the first place of each node's arcs, and the arcs sorted by the node at their start.

    Args:
        tails: node at the start of each arc.
        count: of the nodes.
    """
    first = np.zeros(count + 1, np.int64)
    for tail in tails:
        first[tail + 1] += 1
    for node in range(count):
        first[node + 1] += first[node]
    arcs, place = np.empty(len(tails), np.int64), first[:-1].copy()
    for arc in range(len(tails)):
        arcs[place[tails[arc]]] = arc
        place[tails[arc]] += 1
    return first, arcs


@_compiled
def starts_and_ends(order, first, heads, weights, days):  # type: ignore[no-untyped-def]
    """Return the earliest start of each node, the longest way to the end, and the free float.

    Args:
        order: the nodes so that every arc leads forward.
        first: the first arc of each node, and the count of arcs after the last.
        heads: node at the end of each arc; arcs are sorted by the node at their start.
        weights: of the arcs, whole.
        days: of the nodes, whole.
    """
    count = len(order)
    early, ahead, free = np.zeros(count, np.int64), days.copy(), np.zeros(count, np.int64)
    for node in order:
        for arc in range(first[node], first[node + 1]):
            end = early[node] + weights[arc]
            if end > early[heads[arc]]:
                early[heads[arc]] = end
    length = 0
    for place in range(count - 1, -1, -1):
        node = order[place]
        longest, least = days[node], -1
        for arc in range(first[node], first[node + 1]):
            head = heads[arc]
            if arc == first[node] or weights[arc] + ahead[head] > longest:
                longest = weights[arc] + ahead[head]
            room = early[head] - early[node] - weights[arc]
            if least < 0 or room < least:
                least = room
        ahead[node], free[node] = longest, least
        length = max(length, longest)
    for node in range(count):
        if free[node] < 0:
            free[node] = length - early[node] - days[node]
    return early, ahead, free
