"""The critical cycle of a large part: compiled floats propose it, whole numbers confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Whole
from graph.cycles.fast.howard_kernel import improve, losses_of

#: Doubts from here on leave the confirmation to plain Python: differences of whole numbers are
#: known but for multiples of 2 to the 64, and a doubt far below tells which.
MOST_DOUBT = 2**60


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One strongly connected part as arrays; arcs are numbered node by node.

    Attributes:
        heads: node at the end of each arc.
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
    def of(heads: Sequence[int], leaving: Sequence[Sequence[tuple[int, int]]]) -> CompiledPart:
        """Return the part with these heads of its arcs; ``leaving`` says how many each node has."""
        counts = [len(out) for out in leaving]
        first = np.concatenate(([0], np.cumsum(counts)))
        ends = np.array(heads, dtype=np.intp)
        back = np.argsort(ends, kind="stable")
        tails = np.repeat(np.arange(len(counts)), counts)
        back_first = np.searchsorted(ends[back], np.arange(len(counts) + 1))
        return CompiledPart(ends, first, back, tails[back], back_first)

    def propose(
        self,
        works: Sequence[float],
        lags: Sequence[float],
        policy: Sequence[int],
        rounds: int,
        tolerance: float,
    ) -> list[int]:
        """Return a policy whose steepest cycle is, but for rounding, the steepest of all.

        Args:
            works: weight of each arc, divided by the largest.
            lags: lag of each arc, divided by the largest.
            policy: the arc chosen at each node to begin with; it is left as it is.
            rounds: the most rounds.
            tolerance: what a better arc has to gain.
        """
        found = np.array(policy)
        ways = (self.heads, self.first, self.back_arcs, self.back_tails, self.back_first)
        improve(np.array(works), np.array(lags), *ways, found, rounds, tolerance)
        return [int(arc) for arc in found.tolist()]

    def confirm(
        self,
        weights: Sequence[int],
        lags: Sequence[int],
        policy: list[int],
        root: int,
        work: int,
        lag: int,
    ) -> list[int] | None:
        """Return the arcs on which nothing is lost if no cycle is steeper than work / lag.

        Args:
            weights: of the arcs.
            lags: of the arcs.
            policy: the arc chosen at each node; nodes that do not lead to the root are turned.
            root: a node of the policy's cycle that has this work and lag.
            work: the weights on it, summed.
            lag: the lags on it, summed; more than 0.

        Returns:
            ``None`` if some cycle may be steeper, or if the numbers are too large to tell.
        """
        count = len(policy)
        largest = max(map(abs, weights)) * lag + abs(work) * max(lags)
        # A value adds up at most ``count`` gains, each rounded, and each sum rounded again.
        doubt = ((4 * count + 16) * (count + 1) * largest >> 52) + 1
        if doubt >= MOST_DOUBT:
            return None
        gains = np.array(weights, float) * float(lag) - float(work) * np.array(lags, float)
        wrapped = _wrapped(weights) * _wrapped([lag]) - _wrapped([work]) * _wrapped(lags)
        turned, tight = np.array(policy), np.zeros(len(weights), dtype=np.bool_)
        ways = (self.heads, self.first, self.back_arcs, self.back_tails, self.back_first)
        proven = losses_of(gains, wrapped, *ways, turned, root, float(doubt), tight)
        policy[:] = turned.tolist()
        return [int(arc) for arc in np.flatnonzero(tight).tolist()] if proven else None


def _wrapped(values: Sequence[int]) -> NDArray[np.int64]:
    """Return the remainders by 2 to the 64, as signed numbers."""
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        rest = np.array([value & (2**64 - 1) for value in values], dtype=np.uint64)
        return rest.view(np.int64)
