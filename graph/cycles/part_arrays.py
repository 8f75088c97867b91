"""The critical cycle of a large part in arrays: floats propose it, whole numbers confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.cycles import policy_arrays
from graph.cycles.fast.switch import is_wanted
from graph.cycles.policy_arrays import Floats, Ways, Whole

#: Gains from here on cannot be told apart but for multiples of 2 to the 64.
_TOO_LARGE = 2**120


@dataclass(frozen=True, slots=True)
class ProvenCycle:
    """A cycle than which none is steeper.

    Attributes:
        work: the weights on it, summed.
        lag: the lags on it, summed.
        nodes: its nodes, in order.
        policy: the arc chosen at each node.
        tight: the arcs on which nothing is lost.
    """

    work: int
    lag: int
    nodes: tuple[int, ...]
    policy: tuple[int, ...]
    tight: tuple[int, ...]


@dataclass(frozen=True, slots=True)
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

    def heaviest(self, weights: Sequence[int]) -> list[int]:
        """Return the heaviest arc of each node, the first of those that are so but for rounding."""
        shares = Numbers.of(weights).shares
        best = np.maximum.reduceat(shares, self.ways.first[:-1])
        chosen = np.flatnonzero(shares == best[self.ways.tails])[::-1]
        policy = np.empty(len(best), dtype=np.int64)
        policy[self.ways.tails[chosen]] = chosen
        found: list[int] = policy.tolist()
        return found

    def steepest(
        self, weights: Sequence[int], policy: list[int], rounds: int, tolerance: float
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
        found = np.array(policy, dtype=np.int64)
        works = Numbers.of(weights)
        if is_wanted(len(weights)):
            # It loads numba.
            from graph.cycles.fast.howard_kernel import improve

            ways = self.ways.arrays
            root = int(improve(works.shares, self.lags.shares, *ways, found, rounds, tolerance))
        else:
            root = policy_arrays.improve(
                works.shares, self.lags.shares, self.ways, found, rounds, tolerance
            )
        policy[:] = found.tolist()
        nodes = [root]
        ahead = self.ways.heads[found].tolist()
        while (node := ahead[nodes[-1]]) != root:
            nodes.append(node)
        work = sum(weights[policy[node]] for node in nodes)
        lag = sum(self.lags.values[policy[node]] for node in nodes)
        tight = self.confirm(works, policy, root, work, lag)
        if tight is None:
            return None
        return ProvenCycle(work, lag, tuple(nodes), tuple(policy), tuple(tight))

    def confirm(
        self, weights: Numbers, policy: list[int], root: int, work: int, lag: int
    ) -> list[int] | None:
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
        turned = np.array(policy, dtype=np.int64)
        tight = np.zeros(len(weights.values), dtype=np.bool_)
        if is_wanted(len(weights.values)):
            from graph.cycles.fast.howard_kernel import losses_of

            ways = self.ways.arrays
            proven = losses_of(gains, wrapped, *ways, turned, root, float(largest), tight)
        else:
            proven = policy_arrays.losses_of(
                gains, wrapped, self.ways, turned, root, float(largest), tight
            )
        policy[:] = turned.tolist()
        if not proven:
            return None
        arcs: list[int] = np.flatnonzero(tight).tolist()
        return arcs


@dataclass(frozen=True)
class Numbers:
    """Whole numbers of any size, and the same in arrays.

    Attributes:
        values: the numbers.
        largest: the largest, whatever its sign; 1 if all are 0.
    """

    values: Sequence[int]
    largest: int

    @staticmethod
    def of(values: Sequence[int]) -> Numbers:
        """Return the numbers, at least one."""
        return Numbers(values, max(max(values), -min(values)) or 1)

    @cached_property
    def floats(self) -> Floats:
        """The same, rounded.

        Raises:
            OverflowError: the largest is too large for a float.
        """
        small = self.largest < 2**63
        return self.wrapped.astype(np.float64) if small else np.array(self.values, float)

    @cached_property
    def shares(self) -> Floats:
        """Each as a part of the largest; they may be too large for a float themselves."""
        if self.largest < 2**1000:
            return self.floats / float(self.largest)
        return np.array([value / self.largest for value in self.values])

    @cached_property
    def wrapped(self) -> Whole:
        """The remainders by 2 to the 64, as signed numbers."""
        return _wrapped(self.values)


def _wrapped(values: Sequence[int]) -> Whole:
    """Return the remainders by 2 to the 64, as signed numbers."""
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        rest = np.array([value & (2**64 - 1) for value in values], dtype=np.uint64)
        return rest.view(np.int64)
