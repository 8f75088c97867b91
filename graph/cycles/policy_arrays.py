"""Howard's policy iteration on whole arrays at once, for loops too small for compiled code.

All nodes change to their best arcs together, while ``graph.cycles.howard`` goes from node to node
and has each gain from those before it. That takes more rounds, each a small part of the time,
unless the order within a round is long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
#: Doubts from here on leave the proof to whole numbers of any size: differences are known but
#: for multiples of 2 to the 64, and a doubt far below tells which.
MOST_DOUBT = 2.0**60

_Number = TypeVar("_Number", np.float64, np.int64)


@dataclass(frozen=True)
class Ways:
    """The arcs of a strongly connected part, sorted by the node at their start and at their end.

    Attributes:
        heads: node at the end of each arc; arcs are sorted by the node at their start.
        first: the first arc of each node, and the count of arcs after the last.
        back_arcs: arcs sorted by the node at their end.
        back_tails: the node at the start of each of them.
        back_first: the first of them for each node, and the count of arcs after the last.
    """

    heads: Whole
    first: Whole
    back_arcs: Whole
    back_tails: Whole
    back_first: Whole

    @staticmethod
    def of(heads: Sequence[int], counts: Sequence[int]) -> Ways:
        """Return the ways by the heads of the arcs, and how many arcs each node has."""
        first = np.concatenate(([0], np.cumsum(counts)))
        ends = np.asarray(heads, dtype=np.int64)
        back = np.argsort(ends, kind="stable")
        tails = np.repeat(np.arange(len(counts)), counts)
        back_first = np.searchsorted(ends[back], np.arange(len(counts) + 1))
        return Ways(ends, first, back, tails[back], back_first)

    @property
    def arrays(self) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        """All of them, in the order above."""
        return self.heads, self.first, self.back_arcs, self.back_tails, self.back_first

    @cached_property
    def tails(self) -> Whole:
        """The node at the start of each arc."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @cached_property
    def to_zero(self) -> Whole:
        """For each node the arc by which a way of few arcs leads on to node 0."""
        places = (self.back_first, self.back_tails, self.back_arcs)
        return np.array(_tree(*(array.tolist() for array in places)), dtype=np.int64)

    @cached_property
    def from_zero(self) -> Sequence[int]:
        """For each node the arc by which a way of few arcs comes from node 0."""
        return _tree(self.first.tolist(), self.heads.tolist(), range(len(self.heads)))


def improve(
    works: Floats, lags: Floats, ways: Ways, policy: Whole, rounds: int, tolerance: float
) -> int:
    """Improve a policy in place until no arc is better by more than the tolerance.

    Args:
        works: weight of each arc, as floats of any one unit.
        lags: lag of each arc, likewise.
        ways: the arcs.
        policy: the arc chosen at each node.
        rounds: the most rounds.
        tolerance: what a better arc has to gain.

    Returns:
        A node of the policy's steepest cycle.
    """
    heads = ways.heads
    best = -np.inf
    for _ in range(rounds):
        ends = _ends(heads[policy])
        root, rate = _steepest(works[policy], lags[policy], heads[policy], ends)
        # The same cycle added up from another of its nodes differs in the last digit.
        if rate < best - tolerance:
            return root
        best = max(best, rate)
        gains = works - rate * lags
        _turn_towards(root, policy, ends, ways)
        values = _sums(gains[policy], _way(heads, policy, root), root)
        if not _take_better(gains + values[heads], values + tolerance, ways, policy):
            return root
    return _steepest(works[policy], lags[policy], heads[policy], _ends(heads[policy]))[0]


def losses_of(
    gains: Floats,
    wrapped: Whole,
    ways: Ways,
    policy: Whole,
    root: int,
    largest: float,
    tight: Truth,
) -> bool:
    """Return whether no arc is better than a policy, and mark the arcs on which nothing is lost.

    Every difference is there twice: as a float that is wrong by less than a known doubt, and as the
    true whole number but for multiples of 2 to the 64. Together they are exact.

    Args:
        gains: what each arc gains, as floats.
        wrapped: the same, whole, the remainder by 2 to the 64.
        ways: the arcs.
        policy: the arc chosen at each node; nodes that do not lead to the root are turned to it.
        root: a node of the policy's steepest cycle.
        largest: no product in a gain is larger.
        tight: where the marks are set, one per arc.

    Returns:
        Also ``False`` if the doubt is too large to tell.
    """
    heads, tails = ways.heads, ways.tails
    _turn_towards(root, policy, _ends(heads[policy]), ways)
    way = _way(heads, policy, root)
    values, exact = _sums(gains[policy], way, root), _sums(wrapped[policy], way, root)
    doubt = doubt_of(len(policy), largest, float(np.abs(values).max()))
    more = values[heads] + gains - values[tails]
    near = np.flatnonzero(more >= -doubt)
    whole = exact[heads[near]] + wrapped[near] - exact[tails[near]]
    if doubt >= MOST_DOUBT or (more > doubt).any() or (whole > 0).any():
        return False
    tight[near] = whole == 0
    return True


def doubt_of(count: int, largest: float, farthest: float) -> float:
    """Return more than a difference of two values and a gain is wrong by.

    Each gain is two products that are wrong by a few parts in 2 to the 53, and each of at most
    ``count`` sums is rounded once.

    Args:
        count: of the nodes, and so the most gains in a value.
        largest: no product in a gain is larger.
        farthest: no value is larger.
    """
    return (4 * count + 32) * (8 * largest + farthest) / 2**53 + 1


def _ends(ahead: Whole) -> Whole:
    """Return for each node one of the cycle that its way ends in."""
    step = 1
    while step < len(ahead):
        ahead, step = ahead[ahead], 2 * step
    return ahead


def _steepest(works: Floats, lags: Floats, ahead: Whole, ends: Whole) -> tuple[int, float]:
    """Return a node of the steepest cycle that the policy goes round, and its ratio."""
    on_cycle = np.zeros(len(ahead), dtype=np.bool_)
    on_cycle[ends] = True
    nodes = np.flatnonzero(on_cycle)
    steps = dict(
        zip(
            nodes.tolist(),
            zip(ahead[nodes].tolist(), works[nodes].tolist(), lags[nodes].tolist(), strict=True),
            strict=True,
        )
    )
    root, rate = 0, -np.inf
    while steps:
        start, (node, work, lag) = steps.popitem()
        while node != start:
            node, more_work, more_lag = steps.pop(node)
            work, lag = work + more_work, lag + more_lag
        if work / lag > rate:
            root, rate = start, work / lag
    return root, rate


def _way(heads: Whole, policy: Whole, root: int) -> Whole:
    """Return the node ahead of each; the root stays where it is."""
    ahead = heads[policy]
    ahead[root] = root
    return ahead


def _sums(gains: NDArray[_Number], ahead: Whole, root: int) -> NDArray[_Number]:
    """Return what each node gains on its way to the root, twice as far in each step."""
    values = gains.copy()
    values[root] = 0
    while True:
        farther = ahead[ahead]
        values = values + values[ahead]
        if np.array_equal(farther, ahead):
            return values
        ahead = farther


def _take_better(candidates: Floats, least: Floats, ways: Ways, policy: Whole) -> bool:
    """Give each node the best arc if that is better than the least; return whether any is."""
    best = np.maximum.reduceat(candidates, ways.first[:-1])
    better = best > least
    chosen = np.flatnonzero((candidates == best[ways.tails]) & better[ways.tails])[::-1]
    # Of equal arcs the first is written last.
    policy[ways.tails[chosen]] = chosen
    return bool(better.any())


def _turn_towards(root: int, policy: Whole, ends: Whole, ways: Ways) -> None:
    """Change the policy of all nodes that do not lead to the root's cycle.

    Each takes a way of few arcs to node 0, and goes on from there to the root, until it comes to
    a node that leads there.
    """
    leads = np.zeros(len(policy), dtype=np.bool_)
    node = root
    while not leads[node]:
        leads[node] = True
        node = int(ways.heads[policy[node]])
    astray = ~leads[ends]
    if not astray.any():
        return
    policy[astray] = ways.to_zero[astray]
    node = root
    while astray[0] and node != 0:
        arc = ways.from_zero[node]
        node = int(ways.tails[arc])
        if astray[node]:
            policy[node] = arc


def _tree(first: Sequence[int], others: Sequence[int], arcs: Sequence[int]) -> list[int]:
    """Return the arc by which each node is come to first, going out from node 0."""
    came_by = [-1] * (len(first) - 1)
    reached = [0]
    for node in reached:
        for place in range(first[node], first[node + 1]):
            other = others[place]
            if other and came_by[other] < 0:
                came_by[other] = arcs[place]
                reached.append(other)
    return came_by
