"""Strongly connected sets and topological orders in compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def strongly_connected_labels(first, heads):  # type: ignore[no-untyped-def]
    """Return for each node the number of its strongly connected set: Tarjan without recursion.

    Args:
        first: the first arc of each node, and the count of arcs after the last.
        heads: node at the end of each arc; arcs are sorted by the node at their start.
    """
    count = len(first) - 1
    number, low = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    labels = np.full(count, -1, np.int64)
    place = first[:-1].copy()
    trail, waiting = np.empty(count, np.int64), np.empty(count, np.int64)
    visited, open_count, found = 0, 0, 0
    for root in range(count):
        if number[root] >= 0:
            continue
        depth = 0
        trail[0] = root
        number[root] = low[root] = visited
        visited += 1
        waiting[open_count] = root
        open_count += 1
        while depth >= 0:
            node = trail[depth]
            if place[node] < first[node + 1]:
                other = heads[place[node]]
                place[node] += 1
                if number[other] < 0:
                    number[other] = low[other] = visited
                    visited += 1
                    waiting[open_count] = other
                    open_count += 1
                    depth += 1
                    trail[depth] = other
                elif labels[other] < 0:
                    low[node] = min(low[node], number[other])
                continue
            depth -= 1
            if depth >= 0:
                low[trail[depth]] = min(low[trail[depth]], low[node])
            if low[node] == number[node]:
                member = -1
                while member != node:
                    open_count -= 1
                    member = waiting[open_count]
                    labels[member] = found
                found += 1
    return labels


@_compiled
def topological_order(first, heads, counts):  # type: ignore[no-untyped-def]
    """Return the nodes so that every arc that counts leads forward; fewer if some form a cycle.

    Args:
        first: the first arc of each node, and the count of arcs after the last.
        heads: node at the end of each arc; arcs are sorted by the node at their start.
        counts: whether each arc counts.
    """
    count = len(first) - 1
    missing = np.zeros(count, np.int64)
    for arc in range(len(heads)):
        if counts[arc]:
            missing[heads[arc]] += 1
    order = np.empty(count, np.int64)
    filled = 0
    for node in range(count):
        if missing[node] == 0:
            order[filled] = node
            filled += 1
    done = 0
    while done < filled:
        node = order[done]
        done += 1
        for arc in range(first[node], first[node + 1]):
            if counts[arc]:
                head = heads[arc]
                missing[head] -= 1
                if missing[head] == 0:
                    order[filled] = head
                    filled += 1
    return order[:filled]
