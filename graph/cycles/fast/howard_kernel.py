"""Howard's policy iteration in compiled code, with the steps of ``graph.cycles.howard``."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def improve(  # type: ignore[no-untyped-def]
    works, lags, heads, first, back_arcs, back_tails, back_first, policy, rounds, tolerance
):
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

    Returns:
        A node of the policy's steepest cycle.
    """
    count = len(policy)
    gains = np.empty(len(works))
    values = np.empty(count)
    best = -np.inf
    for _ in range(rounds):
        root, rate = _steepest(works, lags, heads, policy)
        # The same cycle added up from another of its nodes differs in the last digit.
        if rate < best - tolerance:
            return root
        best = max(best, rate)
        for arc in range(len(works)):
            gains[arc] = works[arc] - rate * lags[arc]
        _evaluate(gains, heads, back_arcs, back_tails, back_first, policy, root, values)
        if not _sweep(gains, heads, first, policy, values, tolerance):
            return root
    return _steepest(works, lags, heads, policy)[0]


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
):
    """Give each node what it gains on its way to the root; turn the others towards it.

    Returns:
        All nodes, each after the one to which its policy leads.
    """
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
            return order
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
    return order


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


@_compiled
def losses_of(  # type: ignore[no-untyped-def]
    gains, wrapped, heads, first, back_arcs, back_tails, back_first, policy, root, largest, tight
):
    """Return whether no arc is better than a policy, and mark the arcs on which nothing is lost.

    Every difference is there twice: as a float that is wrong by less than a known doubt, and as the
    true whole number but for multiples of 2 to the 64. With a doubt far below that, the float
    says which multiple it is: together they are exact.

    Args:
        gains: what each arc gains, as floats.
        wrapped: the same, whole, the remainder by 2 to the 64.
        heads: node at the end of each arc; arcs are sorted by the node at their start.
        first: the first arc of each node, and the count of arcs after the last.
        back_arcs: arcs sorted by the node at their end.
        back_tails: the node at the start of each of them.
        back_first: the first of them for each node, and the count of arcs after the last.
        policy: the arc chosen at each node; nodes that do not lead to the root are turned to it.
        root: a node of the policy's steepest cycle.
        largest: no product in a gain is larger.
        tight: where the marks are set, one per arc.

    Returns:
        Also ``False`` if the doubt is too large to tell.
    """
    count = len(policy)
    values, exact = np.empty(count), np.zeros(count, np.int64)
    order = _evaluate(gains, heads, back_arcs, back_tails, back_first, policy, root, values)
    farthest = 0.0
    for node in order[1:]:
        farthest = max(farthest, abs(values[node]))
    doubt = (4 * count + 32) * (8 * largest + farthest) / 2.0**53 + 1
    if doubt >= 2.0**60:
        return False
    for node in order[1:]:
        arc = policy[node]
        exact[node] = exact[heads[arc]] + wrapped[arc]
    for node in range(count):
        for arc in range(first[node], first[node + 1]):
            more = values[heads[arc]] + gains[arc] - values[node]
            if more > doubt:
                return False
            if more >= -doubt:
                whole = exact[heads[arc]] + wrapped[arc] - exact[node]
                if whole > 0:
                    return False
                tight[arc] = whole == 0
    return True
