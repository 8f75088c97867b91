"""The critical path method on arrays, for graphs of many nodes."""

from __future__ import annotations

import numpy as np

from graph.cycles.fast.switch import is_wanted
from graph.cycles.policy_arrays import Whole, arcs_of
from graph.records import record

#: Arcs that the compiled pass can number: in 32 bits, since it mostly waits for memory.
_MOST_ARCS = 2**31

#: Nodes that wait next up to which Python's own lists are quicker than arrays.
_FEW = 24


@record
class OnePass:
    """The times of one pass through a graph without cycles, in whole numbers.

    Attributes:
        early: earliest start of each node.
        ahead: length of the longest way from the start of each node to the end.
        free: how late each may be without any successor noticing; without one, without the end.
    """

    early: Whole
    ahead: Whole
    free: Whole


def one_pass(tails: Whole, heads: Whole, weights: Whole, days: Whole) -> OnePass | None:
    """Return the times of all nodes.

    Args:
        tails: node at the start of each arc.
        heads: node at its end.
        weights: time from the start of the one to the start of the other at least, 0 or more.
        days: time that each node takes, 0 or more; all sums fit into 64 bits.

    Returns:
        ``None`` if the arcs form a cycle.

    >>> ends = np.array([0]), np.array([1])
    >>> one_pass(*ends, np.array([2]), np.array([2, 3])).early.tolist()
    [0, 2]
    """
    count = len(days)
    if is_wanted(len(tails)) and len(tails) < _MOST_ARCS:
        # It loads numba.
        from graph.cycles.fast.one_pass_kernel import times_of

        largest = count * int(weights.max(initial=0)) + int(days.max(initial=0))
        kind = np.int32 if largest < 2**31 else np.int64
        tables = np.zeros((count, 2), dtype=kind), np.empty((len(tails), 2), dtype=kind)
        early, ahead, free, settled = times_of(tails, heads, weights, days, *tables)
        return OnePass(early, ahead, free) if settled == count else None
    levels = levels_of(tails, heads, count)
    return None if levels is None else _by_levels(levels, tails, heads, weights, days)


def levels_of(tails: Whole, heads: Whole, count: int) -> list[Whole] | None:
    """Return the nodes in levels: those that wait for none, then those that wait for these only.

    Returns:
        ``None`` if the arcs form a cycle.

    >>> [level.tolist() for level in levels_of(np.array([0, 1]), np.array([1, 2]), 4)]
    [[0, 3], [1], [2]]
    """
    by_tail = np.argsort(tails, kind="stable")
    ends = heads[by_tail]
    first = np.concatenate(([0], np.cumsum(np.bincount(tails, minlength=count))))
    missing = np.bincount(heads, minlength=count)
    level = np.flatnonzero(missing == 0)
    levels: list[Whole] = []
    while len(level):
        levels.append(level)
        if len(level) <= _FEW:
            level = _after_few(level, first, ends, missing)
            continue
        reached, times = np.unique(ends[arcs_of(level, first)], return_counts=True)
        missing[reached] -= times
        level = reached[missing[reached] == 0]
    return levels if sum(map(len, levels)) == count else None


def _after_few(level: Whole, first: Whole, ends: Whole, missing: Whole) -> Whole:
    found = []
    for node in level.tolist():
        for end in ends[first[node] : first[node + 1]].tolist():
            missing[end] -= 1
            if not missing[end]:
                found.append(end)
    return np.array(sorted(found), dtype=np.int64)


def _by_levels(
    levels: list[Whole], tails: Whole, heads: Whole, weights: Whole, days: Whole
) -> OnePass:
    """Return the times level by level, all nodes of one together."""
    count = len(days)
    nodes = np.concatenate(levels) if levels else np.zeros(0, dtype=np.int64)
    rank = np.empty(count, dtype=np.int64)
    rank[nodes] = np.arange(count)
    own_days = days[nodes]
    early = np.zeros(count, dtype=np.int64)
    for some in _steps(levels, rank[heads]):
        values = early[rank[tails[some.arcs]]] + weights[some.arcs]
        early[some.nodes] = np.maximum.reduceat(values, some.first)
    ahead = own_days.copy()
    for some in reversed(_steps(levels, rank[tails])):
        values = weights[some.arcs] + ahead[rank[heads[some.arcs]]]
        ahead[some.nodes] = np.maximum.reduceat(values, some.first)
    length = int(ahead.max(initial=0))
    free = length - early - own_days
    by_tail = np.argsort(rank[tails], kind="stable")
    if len(by_tail):
        room = early[rank[heads[by_tail]]] - early[rank[tails[by_tail]]] - weights[by_tail]
        owners, first = np.unique(rank[tails[by_tail]], return_index=True)
        free[owners] = np.minimum.reduceat(room, first)
    return OnePass(early[rank], ahead[rank], free[rank])


@record
class _Step:
    """The arcs of the nodes of one level that have any.

    Attributes:
        nodes: those nodes, by rank.
        arcs: their arcs, node by node.
        first: where the arcs of each begin.
    """

    nodes: Whole
    arcs: Whole
    first: Whole


def _steps(levels: list[Whole], owners: Whole) -> list[_Step]:
    """Return the arcs by the level of the nodes that own them, given by rank."""
    arcs = np.argsort(owners, kind="stable")
    nodes, first = np.unique(owners[arcs], return_index=True)
    ends = np.append(first, len(arcs))
    borders = np.searchsorted(nodes, np.cumsum([0, *map(len, levels)]))
    return [
        _Step(nodes[low:high], arcs[ends[low] : ends[high]], first[low:high] - ends[low])
        for low, high in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True)
        if low < high
    ]
