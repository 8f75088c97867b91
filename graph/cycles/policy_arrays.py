"""Howard's policy iteration on whole arrays at once, for loops too small for compiled code.

``graph.cycles.howard_part`` goes from node to node, so that each has the gains of those before it.
Here all nodes change to their best arcs together. Two things keep the rounds few: an arc that
closes a much steeper cycle is taken alone, before others follow a rate that is too low; and where
few arcs are better, what they gain is handed on to the nodes before them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.records import record

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
#: Doubts from here on leave the proof to whole numbers of any size: differences are known but
#: for multiples of 2 to the 64, and a doubt far below tells which.
MOST_DOUBT = 2.0**60

#: A cycle is much steeper if its rate is so many times the present one.
_MUCH_STEEPER = 1.1
#: Better arcs, as a part of the nodes, up to which what they gain is handed on.
_FEW_BETTER = 0.05
#: Most arcs looked at while it is handed on, as a part of all; a step counts some besides.
_MOST_HANDED_ON, _STEP = 2, 200
#: Nodes from which on arrays are quicker to go on from than one node after the other.
_MANY = 24

_Number = TypeVar("_Number", np.float64, np.int64)


@record(slots=False)
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
        return _tree(self.back_first, self.back_tails, self.back_arcs)

    @cached_property
    def from_zero(self) -> Whole:
        """For each node the arc by which a way of few arcs comes from node 0."""
        return _tree(self.first, self.heads, np.arange(len(self.heads)))


def arcs_of(nodes: Whole, first: Whole) -> Whole:
    """Return the places of the arcs of some nodes, one node after the other.

    >>> arcs_of(np.array([0, 2]), np.array([0, 2, 3, 5])).tolist()
    [0, 1, 3, 4]
    """
    sizes = first[nodes + 1] - first[nodes]
    before = np.cumsum(sizes) - sizes
    return np.repeat(first[nodes] - before, sizes) + np.arange(int(sizes.sum()))


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
    search = _Search(works, lags, ways, policy)
    best = -np.inf
    for _ in range(rounds):
        cycles = _cycles(ways.heads[policy])
        root, rate = cycles.steepest(works[policy], lags[policy])
        # The same cycle added up from another of its nodes differs in the last digit.
        if rate < best - tolerance:
            return root
        best = max(best, rate)
        _turn_towards(root, policy, cycles.do_not_lead_to(root), ways)
        if not search.goes_on(root, rate, tolerance):
            return root
    return _cycles(ways.heads[policy]).steepest(works[policy], lags[policy])[0]


def look_ahead(works: Floats, lags: Floats, ways: Ways, policy: Whole, steps: int) -> None:
    """Have each node choose, in place, the arc by which most is gained within some steps.

    What a lag costs is the ratio of the policy's steepest cycle.

    Args:
        works: weight of each arc, as floats of any one unit.
        lags: lag of each arc, likewise.
        ways: the arcs.
        policy: the arc chosen at each node.
        steps: how far ahead, 1 or more.

    >>> policy = np.array([1, 2])
    >>> look_ahead(np.array([1.0, 2, 9]), np.ones(3), Ways.of([1, 0, 1], [2, 1]), policy, 2)
    >>> policy.tolist()
    [0, 2]
    """
    rate = _cycles(ways.heads[policy]).steepest(works[policy], lags[policy])[1]
    gains, first = works - rate * lags, ways.first[:-1]
    values = np.zeros(len(policy))
    for _ in range(steps):
        gained = gains + values[ways.heads]
        values = np.maximum.reduceat(gained, first)
    # Of equal arcs of a node the first is written last.
    chosen = np.flatnonzero(gained == values[ways.tails])[::-1]
    policy[ways.tails[chosen]] = chosen


@record
class _Cycles:
    """The cycles that a policy goes round.

    Attributes:
        on: the nodes on any.
        ends: for each node one of the cycle that its way ends in.
        least: for each node on one the least node of the same.
    """

    on: Whole
    ends: Whole
    least: Whole

    def steepest(self, works: Floats, lags: Floats) -> tuple[int, float]:
        """Return a node of the steepest cycle, and its ratio, by weight and lag at each node."""
        own = self.least[self.on]
        work, lag = (np.bincount(own, values[self.on]) for values in (works, lags))
        roots = np.unique(own)
        rates = work[roots] / lag[roots]
        place = int(rates.argmax())
        return int(roots[place]), float(rates[place])

    def do_not_lead_to(self, root: int) -> Truth:
        """Return for each node whether its way ends in another cycle than that of the root."""
        marks: Truth = self.least[self.ends] != self.least[root]
        return marks


def _cycles(ahead: Whole) -> _Cycles:
    """Return the cycles that nodes go round if each goes on to the one ahead."""
    ends, least = ahead, np.arange(len(ahead))
    step = 1
    while step < len(ahead):
        least = np.minimum(least, least[ends])
        ends, step = ends[ends], 2 * step
    on_cycle = np.zeros(len(ahead), dtype=np.bool_)
    on_cycle[ends] = True
    return _Cycles(np.flatnonzero(on_cycle), ends, least)


@record
class _Search:
    """A policy and the arcs that may make it better.

    Attributes:
        works: weight of each arc.
        lags: lag of each arc.
        ways: the arcs.
        policy: the arc chosen at each node; changed in place.
    """

    works: Floats
    lags: Floats
    ways: Ways
    policy: Whole

    def goes_on(self, root: int, rate: float, tolerance: float) -> bool:
        """Make the policy better where it can be; return whether it could.

        Args:
            root: a node of its steepest cycle, to which all nodes lead.
            rate: the ratio of that cycle.
            tolerance: what a better arc has to gain.
        """
        heads, tails, policy = self.ways.heads, self.ways.tails, self.policy
        gains = self.works - rate * self.lags
        tree = _Tree.of(_way(heads, policy, root))
        values = tree.sums(gains[policy], root)
        more = values[heads] + gains - values[tails]
        # Values are as many roundings wrong as there are doublings in them.
        least = tolerance + 2**-52 * len(tree.jumps) * float(np.abs(values).max())
        better = np.flatnonzero(more > least)
        if not len(better):
            return False
        closing = self._closing(tree, better, more / (_MUCH_STEEPER - 1), abs(rate), root)
        if closing is not None:
            policy[tails[closing]] = closing
            return True
        best = np.maximum.reduceat(more, self.ways.first[:-1])
        chosen = better[more[better] == best[tails[better]]][::-1]
        # Of equal arcs of a node the first is written last.
        policy[tails[chosen]] = chosen
        if len(better) < _FEW_BETTER * len(policy):
            self._hand_on(np.unique(tails[better]), values, gains, least)
        return True

    def _closing(
        self, tree: _Tree, better: Whole, gained: Floats, least: float, root: int
    ) -> int | None:
        """Return the arc that closes the cycle on which most is gained for its lag.

        Args:
            tree: the ways to the root.
            better: the arcs to look at.
            gained: on each arc.
            least: what must be gained, more than that.
            root: of the tree.
        """
        lags = tree.sums(self.lags[self.policy], root)
        tails, heads = self.ways.tails[better], self.ways.heads[better]
        # The lag of the cycle, if it is one.
        lag = lags[heads] - lags[tails] + self.lags[better]
        likely = np.flatnonzero((lag > 0) & (gained[better] > least * lag))
        likely = likely[tree.passes(heads[likely], tails[likely])]
        if not len(likely):
            return None
        return int(better[likely[(gained[better[likely]] / lag[likely]).argmax()]])

    def _hand_on(self, front: Whole, values: Floats, gains: Floats, least: float) -> None:
        """Let nodes before those that gained gain too, until none does or it takes too long."""
        ways, policy = self.ways, self.policy
        values = values.copy()
        values[front] = gains[policy[front]] + values[ways.heads[policy[front]]]
        left = _MOST_HANDED_ON * len(gains)
        while len(front) and left > 0:
            places = arcs_of(front, ways.back_first)
            left -= len(places) + _STEP
            arcs, tails = ways.back_arcs[places], ways.back_tails[places]
            found = gains[arcs] + values[ways.heads[arcs]]
            gained = np.flatnonzero(found > values[tails] + least)
            gained = gained[np.argsort(found[gained], kind="stable")]
            arcs, tails = arcs[gained], tails[gained]
            values[tails], policy[tails] = found[gained], arcs
            front = np.unique(tails)


@record
class _Tree:
    """The ways of all nodes to one root.

    Attributes:
        jumps: where each node is 1, 2, 4, ... steps ahead; the root stays where it is.
        steps: how many steps each is from the root.
    """

    jumps: Sequence[Whole]
    steps: Whole

    @staticmethod
    def of(ahead: Whole) -> _Tree:
        """Return the tree in which each node goes on to the one ahead, and the root to itself."""
        jumps = [ahead]
        steps = (ahead != np.arange(len(ahead))).astype(np.int64)
        while True:
            steps = steps + steps[jumps[-1]]
            farther = jumps[-1][jumps[-1]]
            if np.array_equal(farther, jumps[-1]):
                return _Tree(jumps, steps)
            jumps.append(farther)

    def sums(self, numbers: NDArray[_Number], root: int) -> NDArray[_Number]:
        """Return the sum of the numbers on the way of each node, without that of the root."""
        values = numbers.copy()
        values[root] = 0
        for jump in self.jumps:
            values = values + values[jump]
        return values

    def passes(self, starts: Whole, nodes: Whole) -> Truth:
        """Return for each start whether its way passes the node beside it."""
        ahead = self.steps[starts] - self.steps[nodes]
        places = starts.copy()
        for power, jump in enumerate(self.jumps):
            on = np.flatnonzero((ahead >> power) & 1)
            places[on] = jump[places[on]]
        marks: Truth = (ahead >= 0) & (places == nodes)
        return marks


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
    _turn_towards(root, policy, _cycles(heads[policy]).do_not_lead_to(root), ways)
    tree = _Tree.of(_way(heads, policy, root))
    values, exact = tree.sums(gains[policy], root), tree.sums(wrapped[policy], root)
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


def _way(heads: Whole, policy: Whole, root: int) -> Whole:
    """Return the node ahead of each; the root stays where it is."""
    ahead = heads[policy]
    ahead[root] = root
    return ahead


def _turn_towards(root: int, policy: Whole, astray: Truth, ways: Ways) -> None:
    """Change the policy of all nodes that do not lead to the root's cycle.

    Each takes a way of few arcs to node 0, and goes on from there to the root, until it comes to
    a node that leads there.
    """
    if not astray.any():
        return
    policy[astray] = ways.to_zero[astray]
    node = root
    while astray[0] and node != 0:
        arc = int(ways.from_zero[node])
        node = int(ways.tails[arc])
        if astray[node]:
            policy[node] = arc


def _tree(first: Whole, others: Whole, arcs: Whole) -> Whole:
    """Return the arc by which each node is come to first, going out from node 0."""
    came_by = np.full(len(first) - 1, -1)
    reached = np.zeros(1, dtype=np.int64)
    while len(reached):
        if len(reached) < _MANY:
            reached = _after_few(reached, first, others, arcs, came_by)
            continue
        places = arcs_of(reached, first)
        places = places[(came_by[others[places]] < 0) & (others[places] > 0)][::-1]
        # Of several arcs to a node the first is written last.
        came_by[others[places]] = arcs[places]
        reached = np.unique(others[places])
    return came_by


def _after_few(reached: Whole, first: Whole, others: Whole, arcs: Whole, came_by: Whole) -> Whole:
    found = []
    for node in reached.tolist():
        start, end = int(first[node]), int(first[node + 1])
        for place, other in enumerate(others[start:end].tolist(), start):
            if other and came_by[other] < 0:
                came_by[other] = arcs[place]
                found.append(other)
    return np.array(found, dtype=np.int64)
