"""Howard's policy iteration in compiled code, with the steps of ``graph.cycles.howard``."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.batch.columns import Array, Whole
from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def improve(  # type: ignore[no-untyped-def]
    works, lags, heads, first, back_arcs, back_tails, back_first, policy, rounds, tolerance
) -> None:
    """Improve a policy in place until no arc is better by more than the tolerance.

    Args:
        works: weight of each arc, as floats of any one unit.
        lags: lag of each arc, likewise.
        heads: node at the end of each arc; arcs are sorted by the node at their start.
        first: the first arc of each node, and the count of arcs after the last.
        back_arcs: arcs sorted by the node at their end.
        back_tails: the node at the start of each of them.
        back_first: the first of them for each node, and the count of arcs after the last.
        policy: the arc chosen at each node.
        rounds: the most rounds.
        tolerance: what a better arc has to gain.
    """
    count = len(policy)
    gains = np.empty(len(works))
    values = np.empty(count)
    best = -np.inf
    for _ in range(rounds):
        root, rate = _steepest(works, lags, heads, policy)
        if rate < best:
            return
        best = rate
        for arc in range(len(works)):
            gains[arc] = works[arc] - rate * lags[arc]
        _evaluate(gains, heads, back_arcs, back_tails, back_first, policy, root, values)
        if not _sweep(gains, heads, first, policy, values, tolerance):
            return


@_compiled
def _steepest(works, lags, heads, policy):  # type: ignore[no-untyped-def]
    """Return a node of the steepest cycle that the policy goes round, and its ratio."""
    count = len(policy)
    seen = np.full(count, -1, np.int64)
    root, rate = 0, -np.inf
    for start in range(count):
        node = start
        while seen[node] < 0:
            seen[node] = start
            node = heads[policy[node]]
        if seen[node] != start:
            continue
        work, lag, other = 0.0, 0.0, node
        while True:
            work += works[policy[other]]
            lag += lags[policy[other]]
            other = heads[policy[other]]
            if other == node:
                break
        if work / lag > rate:
            root, rate = node, work / lag
    return root, rate


@_compiled
def _evaluate(  # type: ignore[no-untyped-def]
    gains, heads, back_arcs, back_tails, back_first, policy, root, values
) -> None:
    """Give each node what it gains on its way to the root; turn the others towards it."""
    count = len(policy)
    after = np.full(count, -1, np.int64)
    followers = np.full(count, -1, np.int64)
    for node in range(count - 1, -1, -1):
        head = heads[policy[node]]
        after[node] = followers[head]
        followers[head] = node
    reached = np.zeros(count, np.bool_)
    order = np.empty(count, np.int64)
    order[0], values[root], reached[root] = root, 0.0, True
    filled, spread, turned = 1, 0, 0
    while turned < filled:
        # Whatever follows the policy comes first; only then are nodes turned.
        while spread < filled:
            node = order[spread]
            spread += 1
            other = followers[node]
            while other >= 0:
                if not reached[other]:
                    reached[other] = True
                    values[other] = values[node] + gains[policy[other]]
                    order[filled] = other
                    filled += 1
                other = after[other]
        if filled == count:
            return
        node = order[turned]
        turned += 1
        for place in range(back_first[node], back_first[node + 1]):
            tail, arc = back_tails[place], back_arcs[place]
            if not reached[tail]:
                reached[tail] = True
                policy[tail] = arc
                values[tail] = values[node] + gains[arc]
                order[filled] = tail
                filled += 1


@_compiled
def _sweep(gains, heads, first, policy, values, tolerance):  # type: ignore[no-untyped-def]
    """Take better arcs where there are any, from the end of each round to its start."""
    improved = False
    for node in range(len(policy) - 1, -1, -1):
        best = values[node] + tolerance
        for arc in range(first[node], first[node + 1]):
            value = values[heads[arc]] + gains[arc]
            if value > best:
                best = value
                values[node] = value
                policy[node] = arc
                improved = True
    return improved


def proposed_policy(
    works: Array, lags: Array, tails: Whole, heads: Whole, policy: Whole, rounds: int, tol: float
) -> Whole:
    """Return a policy whose steepest cycle is, but for rounding, the steepest of all.

    Args:
        works: weight of each arc, the largest about 1.
        lags: lag of each arc, the largest about 1.
        tails: node at the start of each arc, in ascending order; every node has one.
        heads: node at the end of each arc.
        policy: the arc chosen at each node to begin with; it is left as it is.
        rounds: the most rounds.
        tol: what a better arc has to gain.

    >>> one, two = np.array([1.0, 0.5]), np.array([0, 0])
    >>> proposed_policy(one, np.ones(2), two, two, np.array([1]), 9, 1e-11).tolist()
    [0]
    """
    found = policy.copy()
    ends = np.arange(len(policy) + 1)
    back = np.argsort(heads, kind="stable")
    first, back_first = np.searchsorted(tails, ends), np.searchsorted(heads[back], ends)
    improve(works, lags, heads, first, back, tails[back], back_first, found, rounds, tol)
    return found
