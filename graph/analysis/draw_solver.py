"""The period of a loop for many draws at once, the quickest alternative taken in each draw."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.analysis.alternatives import ENUMERATION_LIMIT, choose_alternatives
from graph.analysis.cycle_pool import Array, CyclePool, LagFreeCycleError, Whole
from graph.analysis.timed_loop import TimedLoop


@dataclass(frozen=True)
class SolvedDraws:
    """The critical cycle of each draw.

    Attributes:
        periods: days per round.
        cycles: for each draw the number of its critical cycle in ``DrawSolver.cycles``.
    """

    periods: Array
    cycles: Whole


@dataclass(frozen=True)
class _Way:
    """One combination of alternatives.

    Attributes:
        rows: the arcs of the loop that are left.
        tails: the node at the start of each of them.
        pool: solves the graph of those arcs.
    """

    rows: Whole
    tails: Whole
    pool: CyclePool


class DrawSolver:
    """Answers "what is the period?" for many draws of days, lags and delays at once.

    Attributes:
        loop: the loop that gives the structure.
        cycles: the cycles that were critical in some draw, as arc indices of the loop, in order.
    """

    def __init__(self, loop: TimedLoop) -> None:
        """Prepare the loop.

        Raises:
            LagFreeCycleError: no combination of alternatives can start.
        """
        self.loop = loop
        self.cycles: list[tuple[int, ...]] = []
        self._known: dict[tuple[int, ...], int] = {}
        members = {key for group in loop.groups for key in group}
        self._optional = np.array([arc.key in members for arc in loop.arcs], dtype=bool)
        self._ways = tuple(self._prepared(members))
        if not self._ways:
            raise LagFreeCycleError("A cycle of dependencies has no lag, so it can never start.")

    def _prepared(self, members: set[str]) -> Iterator[_Way]:
        for choice in self._choices():
            dropped = members.difference(choice)
            rows = [row for row, arc in enumerate(self.loop.arcs) if arc.key not in dropped]
            arcs = [self.loop.arcs[row] for row in rows]
            links = [(arc.tail, arc.head) for arc in arcs]
            try:
                pool = CyclePool(len(self.loop.nodes), links, [arc.lag > 0 for arc in arcs])
            except LagFreeCycleError:
                continue
            yield _Way(np.array(rows, np.intp), np.array([t for t, _ in links], np.intp), pool)

    def _choices(self) -> Iterator[tuple[str, ...]]:
        """Return all combinations, or those that differ in one group from the central choice."""
        groups = self.loop.groups
        if math.prod(map(len, groups)) <= ENUMERATION_LIMIT:
            yield from itertools.product(*groups)
            return
        central = choose_alternatives(self.loop.now, groups).chosen
        yield central
        for position, group in enumerate(groups):
            for key in group:
                if key != central[position]:
                    yield (*central[:position], key, *central[position + 1 :])

    def solve(self, days: Array, lags: Array, delays: Array) -> SolvedDraws:
        """Return the period of each draw, of all combinations of alternatives the least.

        Args:
            days: one row per node, one column per draw.
            lags: one row per arc of the loop.
            delays: likewise.
        """
        count = days.shape[1]
        periods, cycles = np.full(count, np.inf), np.full(count, -1, dtype=np.intp)
        left = np.arange(count)
        for way in self._ways:
            chosen: Whole | slice = left if len(left) < count else slice(None)
            weights = days[:, chosen][way.tails] + delays[:, chosen][way.rows]
            solved = way.pool.solve(weights, lags[:, chosen][way.rows])
            numbers = self._numbers(way, solved.cycles)
            better = solved.ratios < periods[left]
            periods[left[better]] = solved.ratios[better]
            cycles[left[better]] = numbers[better]
            # A critical cycle without any alternative on it stays, whatever is chosen.
            left = left[self._uses_alternatives()[numbers]]
            if not len(left):
                break
        return SolvedDraws(periods, cycles)

    def _uses_alternatives(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        # The last entry answers for draws without any cycle, number -1.
        return np.array([*(self._optional[list(arcs)].any() for arcs in self.cycles), False])

    def _numbers(self, way: _Way, numbers: Whole) -> Whole:
        """Return the numbers of the cycles of a way's pool among those of the loop."""
        table = np.full(len(way.pool.cycles) + 1, -1, dtype=np.intp)
        for number in np.unique(numbers):
            if number >= 0:
                table[number] = self._number(
                    tuple(int(way.rows[arc]) for arc in way.pool.cycles[number])
                )
        return table[numbers]

    def _number(self, arcs: tuple[int, ...]) -> int:
        if arcs not in self._known:
            self._known[arcs] = len(self.cycles)
            self.cycles.append(arcs)
        return self._known[arcs]

    def nodes_of(self, number: int) -> tuple[str, ...]:
        """Return the ids on a cycle, in order, the first in the loop's order first."""
        tails = [self.loop.arcs[arc].tail for arc in self.cycles[number]]
        first = tails.index(min(tails))
        return tuple(self.loop.nodes[node] for node in tails[first:] + tails[:first])
