"""Drawn days, lags and delays of one loop, solved for all draws, and again with changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import CHUNK, Array, Truth, Whole
from graph.cycles.batch.cycle_pool import BatchRatios, Prepared
from graph.loop.sampled_solver import SampledSolver


@dataclass(frozen=True)
class SolvedDraws:
    """The critical cycle of each draw.

    Attributes:
        periods: days per round; infinite is no answer and never occurs, 0 if nothing is a cycle.
        cycles: for each draw the number of its critical cycle in ``SampledSolver.cycles``; among
            several the one with the fewest arcs through the first node on any of them.
        is_critical: whether each node (row) is on a critical cycle in each draw.
        may_matter: whether less work at the node alone could lower the period: it is on a critical
            cycle, or on that of another combination of alternatives.
    """

    periods: Array
    cycles: Whole
    is_critical: Truth
    may_matter: Truth


class SampledTimes:
    """One set of drawn times for a loop.

    Attributes:
        count: how many draws.
    """

    def __init__(
        self, solver: SampledSolver, days: Array, lags: Array, delays: Array, question: str = ""
    ) -> None:
        """Keep the times.

        Args:
            solver: of the loop.
            days: one row per node, one column per draw.
            lags: one row per arc of the loop.
            delays: likewise.
            question: a name for what is asked, if the solver is to remember which cycles answered
                it, for the next time that it is asked with other numbers.
        """
        self._question = question
        self.count = days.shape[1]
        self._solver = solver
        self._days, self._lags, self._delays = days, lags, delays
        self._prepared: dict[int, Prepared] = {}
        self._found: dict[int, BatchRatios] = {}

    def _prepare(self, number: int) -> Prepared:
        if number not in self._prepared:
            way = self._solver.ways[number]
            pool, rows, tails = way.pool, way.rows, way.tails
            weights, lags = [], []
            for part in _chunks(self.count):
                weights.append(pool.prepare(self._days[tails, part] + self._delays[rows, part]))
                lags.append(pool.prepare(self._lags[rows, part]))
            self._prepared[number] = Prepared(
                np.concatenate(weights, axis=1), np.concatenate(lags, axis=1)
            )
        return self._prepared[number]

    @cached_property
    def periods(self) -> Array:
        """Days per round, without looking for what ties: quicker where nothing else is asked."""
        asked = (self._days, self._lags, self._delays)
        periods = self._solver.cache.periods(self._question, asked)
        if periods is None:
            periods = self._periods()
            if self._question:
                self._solver.cache.keep_periods(self._question, asked, periods)
        return periods

    def _periods(self) -> Array:
        solver = self._solver
        periods = np.full(self.count, np.inf)
        left = np.arange(self.count)
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            parts = (prepared.take(left[part]) for part in _chunks(len(left)))
            solved = self._solved(number, parts, left)
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = left[solver.use_options(solver.numbers(way, solved.cycles))]
            if not len(left):
                break
        return periods

    def _solved(
        self, number: int, parts: Iterator[Prepared], draws: Whole, with_ties: bool = False
    ) -> BatchRatios:
        """Solve a way for some draws, those cycles tried first that were critical last time."""
        pool = self._solver.ways[number].pool
        if not self._question:
            return pool.solve(parts, with_ties)
        hints = self._solver.cache.cycles(self._question, number, (self.count,))
        solved = pool.solve(parts, with_ties, hints[draws])
        hints = hints.copy()
        hints[draws] = solved.cycles
        self._solver.cache.keep_cycles(self._question, number, hints)
        return solved

    @cached_property
    def solved(self) -> SolvedDraws:
        """The critical cycles, of all combinations of alternatives the quickest."""
        solver = self._solver
        periods = np.full(self.count, np.inf)
        cycles = np.full(self.count, -1, dtype=np.intp)
        shape = (len(solver.loop.nodes), self.count)
        critical, may_matter = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        left = np.arange(self.count)
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            parts = (prepared.take(left[part]) for part in _chunks(len(left)))
            solved = self._solved(number, parts, left, with_ties=True)
            self._found[number] = solved
            found = solver.numbers(way, solved.cycles)
            members = solver.members(found)
            for tie in solved.ties:
                found[tie.places] = solver.number(way, tie.arcs)
                members[np.ix_(np.array(tie.nodes), tie.places)] = True
            better = solved.ratios < periods[left]
            places = left[better]
            periods[places], cycles[places] = solved.ratios[better], found[better]
            critical[:, places] = members[:, better]
            may_matter[:, left] |= members
            left = left[solver.use_options(found)]
            if not len(left):
                break
        return SolvedDraws(periods, cycles, critical, may_matter)

    def periods_with_less(self, less: Array, asked: Truth) -> Array:
        """Return the period if one node alone took so many days less, for each node and draw.

        Args:
            less: days saved, one row per node and one column per draw.
            asked: for which nodes and draws to answer.

        Returns:
            An array of the same shape; the period as it is where it was not asked for.
        """
        periods = np.repeat(self.solved.periods[np.newaxis], len(less), axis=0)
        nodes, draws = np.nonzero(asked)
        periods[nodes, draws] = self._with_less(nodes, draws, less)
        return periods

    def _with_less(self, nodes: Whole, draws: Whole, less: Array) -> Array:
        solver = self._solver
        periods = np.full(len(nodes), np.inf)
        left = np.arange(len(nodes))
        for number, way in enumerate(solver.ways):
            changed = (
                self._changed(number, nodes[left[part]], draws[left[part]], less)
                for part in _chunks(len(left))
            )
            solved = self._solved_with_less(number, changed, nodes[left], draws[left], less.shape)
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = left[solver.use_options(solver.numbers(way, solved.cycles))]
            if not len(left):
                break
        return periods

    def _solved_with_less(
        self,
        number: int,
        parts: Iterator[Prepared],
        nodes: Whole,
        draws: Whole,
        shape: tuple[int, ...],
    ) -> BatchRatios:
        pool = self._solver.ways[number].pool
        if not self._question:
            return pool.solve(parts)
        question = f"{self._question} with less"
        hints = self._solver.cache.cycles(question, number, shape)
        solved = pool.solve(parts, hints=hints[nodes, draws])
        hints = hints.copy()
        hints[nodes, draws] = solved.cycles
        self._solver.cache.keep_cycles(question, number, hints)
        return solved

    def _changed(self, number: int, nodes: Whole, draws: Whole, less: Array) -> Prepared:
        """Return the prepared times, in each column those of one draw with one node changed."""
        pool = self._solver.ways[number].pool
        changed = self._prepare(number).take(draws)
        saved = less[nodes, draws]
        for node in np.unique(nodes):
            # The nodes come in order, so that the columns of each lie side by side.
            columns = slice(*np.searchsorted(nodes, (node, node + 1)))
            for row in pool.rows_from(int(node)):
                changed.weights[row, columns] -= saved[columns]
        return changed


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, count, CHUNK):
        yield slice(start, min(count, start + CHUNK))
