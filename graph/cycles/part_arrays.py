"""The critical cycle of a large part in arrays: floats propose it, whole numbers confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from graph.cycles.fast.switch import is_wanted

#: Doubts from here on leave the confirmation to plain Python: differences of whole numbers are
#: known but for multiples of 2 to the 64, and a doubt far below tells which.
MOST_DOUBT = 2**60

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


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
        lags: of the arcs, whole, 0 or more.
        lag_shares: the same divided by the largest.
        heads: node at the end of each arc.
        first: the first arc of each node, and the count of arcs after the last.
        back_arcs: arcs sorted by the node at their end.
        back_tails: the node at the start of each of them.
        back_first: the first of them for each node, and the count of arcs after the last.
    """

    lags: Sequence[int]
    lag_shares: Floats
    heads: Whole
    first: Whole
    back_arcs: Whole
    back_tails: Whole
    back_first: Whole

    @staticmethod
    def of(
        heads: Sequence[int], lags: Sequence[int], leaving: Sequence[Sequence[tuple[int, int]]]
    ) -> PartArrays:
        """Return the part with these heads and lags of its arcs, and these arcs of each node."""
        counts = [len(out) for out in leaving]
        first = np.concatenate(([0], np.cumsum(counts)))
        ends = np.array(heads, dtype=np.int64)
        back = np.argsort(ends, kind="stable")
        tails = np.repeat(np.arange(len(counts)), counts)
        back_first = np.searchsorted(ends[back], np.arange(len(counts) + 1))
        return PartArrays(lags, _shares(lags), ends, first, back, tails[back], back_first)

    @property
    def _ways(self) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        return self.heads, self.first, self.back_arcs, self.back_tails, self.back_first

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
        shares = _shares(weights)
        steps = _steps(len(weights))
        root = int(steps.improve(shares, self.lag_shares, *self._ways, found, rounds, tolerance))
        policy[:] = found.tolist()
        nodes = [root]
        ahead = self.heads[found].tolist()
        while (node := ahead[nodes[-1]]) != root:
            nodes.append(node)
        work = sum(weights[policy[node]] for node in nodes)
        lag = sum(self.lags[policy[node]] for node in nodes)
        tight = self.confirm(weights, policy, root, work, lag)
        if tight is None:
            return None
        return ProvenCycle(work, lag, tuple(nodes), tuple(policy), tuple(tight))

    def confirm(
        self, weights: Sequence[int], policy: list[int], root: int, work: int, lag: int
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
        count = len(policy)
        largest = max(map(abs, weights)) * lag + abs(work) * max(self.lags)
        # A value adds up at most ``count`` gains, each rounded, and each sum rounded again.
        doubt = ((4 * count + 16) * (count + 1) * largest >> 52) + 1
        if doubt >= MOST_DOUBT:
            return None
        gains = np.array(weights, float) * float(lag) - float(work) * np.array(self.lags, float)
        wrapped = _wrapped(weights) * _wrapped([lag]) - _wrapped([work]) * _wrapped(self.lags)
        turned, tight = np.array(policy, dtype=np.int64), np.zeros(len(weights), dtype=np.bool_)
        ways = self._ways
        proven = _steps(len(weights)).losses_of(
            gains, wrapped, *ways, turned, root, float(doubt), tight
        )
        policy[:] = turned.tolist()
        return [int(arc) for arc in np.flatnonzero(tight).tolist()] if proven else None


def _steps(arc_count: int) -> ModuleType:
    """Return the module with the steps for so many arcs, compiled or in arrays."""
    if is_wanted(arc_count):
        # It loads numba.
        from graph.cycles.fast import howard_kernel

        return howard_kernel
    from graph.cycles import policy_arrays

    return policy_arrays


def _shares(values: Sequence[int]) -> Floats:
    """Return each number as a part of the largest; whole numbers may be too large for a float."""
    largest = max(map(abs, values)) or 1
    if largest < 2**1000:
        return np.array(values, float) / float(largest)
    return np.array([value / largest for value in values])


def _wrapped(values: Sequence[int]) -> Whole:
    """Return the remainders by 2 to the 64, as signed numbers."""
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        rest = np.array([value & (2**64 - 1) for value in values], dtype=np.uint64)
        return rest.view(np.int64)
