"""The critical cycle of a large part in arrays: floats propose it, whole numbers confirm it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from graph.cycles import policy_arrays
from graph.cycles.changed_weights import ChangedWeights
from graph.cycles.fast.switch import is_wanted
from graph.cycles.policy_arrays import Floats, Ways, Whole
from graph.records import record

#: Gains from here on cannot be told apart but for multiples of 2 to the 64.
_TOO_LARGE = 2**120

#: How often nodes look ahead before the search, and how many steps.
_LOOKS_AHEAD, _STEPS_AHEAD = 2, 16


@record
class ProvenCycle:
    """A cycle than which none is steeper.

    Attributes:
        work: the weights on it, summed.
        lag: the lags on it, summed.
        arcs: its arcs, in order.
        tight: the arcs on which nothing is lost.
    """

    work: int
    lag: int
    arcs: Whole
    tight: Whole


@record
class PartArrays:
    """One strongly connected part as arrays; arcs are numbered node by node.

    Attributes:
        ways: its arcs.
        lags: of the arcs, whole, 0 or more.
    """

    ways: Ways
    lags: Numbers

    @staticmethod
    def of(heads: Sequence[int], lags: Sequence[int], counts: Sequence[int]) -> PartArrays:
        """Return the part with these heads and lags of its arcs, so many of each node."""
        return PartArrays(Ways.of(heads, counts), Numbers.of(lags))

    def heaviest(self, weights: Numbers) -> Whole:
        """Return the heaviest arc of each node, the first of those that are so but for rounding."""
        shares = weights.shares
        best = np.maximum.reduceat(shares, self.ways.first[:-1])
        chosen = np.flatnonzero(shares == best[self.ways.tails])[::-1]
        policy = np.empty(len(best), dtype=np.int64)
        policy[self.ways.tails[chosen]] = chosen
        return policy

    def to_begin_with(self, weights: Numbers) -> Whole:
        """Return a policy from which the search goes on: the heaviest arcs, or better ones.

        Where nearly every arc has a lag, to look some steps ahead spares the search most of its
        rounds. Where many have none, ways of far more steps than that decide; and compiled rounds
        take no longer than to look ahead.
        """
        policy, lags = self.heaviest(weights), self.lags.shares
        if 10 * int(np.count_nonzero(lags)) >= 9 * len(lags) and not is_wanted(len(lags)):
            for _ in range(_LOOKS_AHEAD):
                policy_arrays.look_ahead(weights.shares, lags, self.ways, policy, _STEPS_AHEAD)
        return policy

    def steepest(
        self, weights: Numbers, policy: Whole, rounds: int, tolerance: float
    ) -> ProvenCycle | None:
        """Return a cycle of greatest ratio, found in floats and proven in whole numbers.

        Args:
            weights: of the arcs.
            policy: the arc chosen at each node to begin with; it is made better where it can be.
            rounds: the most rounds.
            tolerance: what a better arc has to gain, as a part of the largest weight.

        Returns:
            ``None`` if floats could not tell, or the numbers are too large for the proof.
        """
        shares = (weights.shares, self.lags.shares)
        if is_wanted(len(self.ways.heads)):
            # It loads numba.
            from graph.cycles.fast.howard_kernel import improve

            root = int(improve(*shares, *self.ways.arrays, policy, rounds, tolerance))
        else:
            root = policy_arrays.improve(*shares, self.ways, policy, rounds, tolerance)
        arcs = policy[_round_trip(self.ways.heads[policy].tolist(), root)]
        work, lag = sum(weights.at(arcs)), sum(self.lags.at(arcs))
        tight = self.confirm(weights, policy, root, work, lag)
        return None if tight is None else ProvenCycle(work, lag, arcs, tight)

    def confirm(
        self, weights: Numbers, policy: Whole, root: int, work: int, lag: int
    ) -> Whole | None:
        """Return the arcs on which nothing is lost if no cycle is steeper than work / lag.

        Args:
            weights: of the arcs.
            policy: the arc chosen at each node; nodes that do not lead to the root are turned.
            root: a node of the policy's cycle that has this work and lag.
            work: the weights on it, summed.
            lag: the lags on it, summed; more than 0.

        Returns:
            ``None`` if some cycle may be steeper, or if the numbers are too large to tell.
        """
        largest = weights.largest * lag + abs(work) * self.lags.largest
        if largest >= _TOO_LARGE:
            return None
        gains = weights.floats * float(lag) - float(work) * self.lags.floats
        wrapped = weights.wrapped * _wrapped([lag]) - _wrapped([work]) * self.lags.wrapped
        tight = np.zeros(len(gains), dtype=np.bool_)
        rest = (policy, root, float(largest), tight)
        if is_wanted(len(gains)):
            from graph.cycles.fast.howard_kernel import losses_of

            proven = losses_of(gains, wrapped, *self.ways.arrays, *rest)
        else:
            proven = policy_arrays.losses_of(gains, wrapped, self.ways, *rest)
        return np.flatnonzero(tight) if proven else None


def _round_trip(ahead: Sequence[int], root: int) -> list[int]:
    """Return the nodes from the root on until it comes again."""
    nodes = [root]
    while (node := ahead[nodes[-1]]) != root:
        nodes.append(node)
    return nodes


@record(slots=False)
class Numbers:
    """Whole numbers of any size, and the same in arrays.

    Attributes:
        values: the numbers, in an array where they fit 64 bits.
        largest: the largest, whatever its sign; 1 if all are 0.
    """

    values: Sequence[int] | Whole
    largest: int

    @staticmethod
    def of(values: Sequence[int], places: Sequence[int] | None = None) -> Numbers:
        """Return the numbers, at least one; only those at some places if places are given."""
        try:
            # What is packed already is looked at where it lies.
            whole = np.asarray(values, dtype=np.int64)
        except OverflowError:
            if places is None:
                return Numbers(values, max(max(values), -min(values)))
            # Only others than these may be too large, and these may all be 0.
            return Numbers.of([values[place] for place in places])
        whole = whole if places is None else whole[np.asarray(places, dtype=np.int64)]
        return Numbers(whole, max(int(whole.max()), -int(whole.min())) or 1)

    def changed(self, times: int, places: Whole, numbers: Sequence[int]) -> Numbers | None:
        """Return a multiple of the numbers, with others at some places.

        Returns:
            ``None`` if some do not fit 64 bits.
        """
        most = max((self.largest * times, *map(abs, numbers)))
        if not isinstance(self.values, np.ndarray) or most >= 2**63:
            return None
        whole = self.values * times
        whole[places] = numbers
        return Numbers(whole, max(int(whole.max()), -int(whole.min())) or 1)

    def at(self, places: Whole) -> list[int]:
        """Return those at some places, as Python has them."""
        if isinstance(self.values, np.ndarray):
            found: list[int] = self.values[places].tolist()
            return found
        return [self.values[place] for place in places.tolist()]

    @cached_property
    def floats(self) -> Floats:
        """The same, rounded.

        Raises:
            OverflowError: the largest is too large for a float.
        """
        return np.array(self.values, dtype=np.float64)

    @cached_property
    def shares(self) -> Floats:
        """Each as a part of the largest; they may be too large for a float themselves."""
        if self.largest < 2**1000:
            return self.floats / float(self.largest)
        return np.array([value / self.largest for value in self.values])

    @cached_property
    def wrapped(self) -> Whole:
        """The remainders by 2 to the 64, as signed numbers."""
        return self.values if isinstance(self.values, np.ndarray) else _wrapped(self.values)


class PartNumbers:
    """Makes numbers of the weights of a whole graph for the arcs of one part of it."""

    def __init__(self, arcs: Sequence[int]) -> None:
        """Keep the arcs.

        Args:
            arcs: of the part, by their indices in the graph.
        """
        self._arcs = arcs
        whole = np.asarray(arcs, dtype=np.int64)
        self._order = np.argsort(whole)
        self._ordered = whole[self._order]
        self._known: tuple[Sequence[int], Numbers] | None = None

    def of(self, weights: Sequence[int]) -> Numbers:
        """Return the numbers of the part; of a few changed weights by what is known of the rest."""
        if isinstance(weights, ChangedWeights):
            inside, places = self._places(weights.changes)
            values = [weights.changes[arc] for arc in inside]
            changed = self._known_of(weights.known).changed(weights.times, places, values)
            if changed is not None:
                return changed
        return Numbers.of(weights, self._arcs)

    def _known_of(self, weights: Sequence[int]) -> Numbers:
        """Return the numbers of weights that are asked about again and again."""
        if self._known is None or self._known[0] is not weights:
            self._known = weights, Numbers.of(weights, self._arcs)
        return self._known[1]

    def _places(self, arcs: Iterable[int]) -> tuple[list[int], Whole]:
        """Return those of some arcs that lie in the part, and their places in it."""
        asked = np.array(list(arcs), dtype=np.int64)
        ordered = self._ordered
        places = np.searchsorted(ordered, asked)
        inside = (places < len(ordered)) & (ordered[np.minimum(places, len(ordered) - 1)] == asked)
        return asked[inside].tolist(), self._order[places[inside]]


def whole_array(values: Sequence[int]) -> Whole:
    """Return whole numbers as an array.

    Raises:
        OverflowError: one does not fit 64 bits.
    """
    return np.array(values, dtype=np.int64)


def _wrapped(values: Sequence[int]) -> Whole:
    """Return the remainders by 2 to the 64, as signed numbers."""
    rest = np.array([value & (2**64 - 1) for value in values], dtype=np.uint64)
    return rest.view(np.int64)
