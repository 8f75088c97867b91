"""Drawn times of a loop, and what is asked of them: periods, critical cycles, less work somewhere.

The draws are solved in blocks. How they are divided follows from the loop and their number alone,
and the first block is solved before all others, which begin with the cycles that it found: so the
answer has the same digits wherever the blocks are solved, and in whatever order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import (
    LEAST_COLUMNS,
    Array,
    Truth,
    Whole,
    block_columns,
    part_of,
    same_in_all,
)
from graph.loop.block_solver import Asked, Block, SolvedBlock, solve_block, solve_block_apart
from graph.loop.points import Repeats
from graph.loop.sampled_solver import SampledSolver
from graph.records import record
from graph.workers import current_workers

#: Draws of a block at most, so that there are enough blocks to be shared out.
_MOST_OF_A_BLOCK = 1024


@record(slots=False)
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


@record(slots=False)
class _Tables:
    """Drawn times, of which some columns may be the same as others.

    Attributes:
        days: one row per node, one column per draw.
        lags: one row per arc, or a single column where all draws have the same.
        delays: likewise.
        first: one column of each that is different; ``None`` if all are.
    """

    days: Array
    lags: Array
    delays: Array
    first: Whole | None

    def cut(self, table: Array, columns: slice) -> Array:
        """Return of one of the tables, or of one like them, columns that are different."""
        if self.first is None or table.shape[1] == 1:
            return part_of(table, columns)
        return table.take(self.first[columns], axis=1)

    @property
    def asked(self) -> tuple[Array, ...]:
        """All of them, to be compared."""
        tables = self.days, self.lags, self.delays
        return tables if self.first is None else (*tables, self.first.astype(np.float64))


@record(slots=False)
class _Saved:
    """Work that is saved at single nodes.

    Attributes:
        days: how many days are saved, a column per different draw; if blocking shares are asked
            for, how many are left at least, a column per draw.
        asked: for which nodes and different draws to answer.
    """

    days: Array
    asked: Truth


@record(slots=False)
class _Uncut:
    """A block of draws that is not cut out of its tables yet.

    Attributes:
        asked: what is asked of it.
        tables: of all draws.
        columns: which of the different draws.
        hints: for each way, in the shape of the answer; see :class:`Block`.
        saved: work saved at single nodes, if that is asked.
        solved: the different draws as they are, likewise.
    """

    asked: Asked
    tables: _Tables
    columns: slice
    hints: tuple[Whole | None, ...]
    saved: _Saved | None
    solved: SolvedDraws | None

    def block(self) -> Block:
        """Return the block."""
        tables, columns = self.tables, self.columns
        days = tables.cut(tables.days, columns)
        periods, cycles = np.zeros(0), np.zeros(0, dtype=np.intp)
        if self.solved:
            periods, cycles = self.solved.periods[columns], self.solved.cycles[columns]
        less = self._less(days, periods)
        return Block(
            self.asked,
            days,
            tables.cut(tables.lags, columns),
            tables.cut(tables.delays, columns),
            tuple(None if item is None else item[..., columns] for item in self.hints),
            less.days,
            less.asked,
            periods,
            cycles,
        )

    def _less(self, days: Array, periods: Array) -> _Saved:
        if self.saved is None:
            return _Saved(np.zeros((0, 0)), np.zeros((0, 0), dtype=bool))
        asked = self.saved.asked[:, self.columns]
        if self.asked is not Asked.BLOCKING_SHARES:
            return _Saved(self.saved.days[:, self.columns], asked)
        less = days - self.tables.cut(self.saved.days, self.columns)
        return _Saved(less, asked & (less > 0) & (periods > 0))


def _solved_apart(solver: SampledSolver, blocks: Sequence[_Uncut]) -> Iterator[SolvedBlock]:
    """Yield the answers to blocks, each cut out by whoever solves it if they see the tables."""
    workers = current_workers()
    if workers.near is workers:
        return workers.run(_solve_uncut, solver, blocks, len(blocks))
    return workers.run(solve_block_apart, solver, (one.block() for one in blocks), len(blocks))


def _solve_uncut(solver: SampledSolver, uncut: _Uncut) -> SolvedBlock:
    return solve_block_apart(solver, uncut.block())


class SampledTimes:
    """One set of drawn times for a loop.

    Attributes:
        count: how many draws.
    """

    def __init__(
        self,
        solver: SampledSolver,
        days: Array,
        lags: Array,
        delays: Array,
        question: str = "",
        repeats: Repeats | None = None,
    ) -> None:
        """Keep the times.

        Args:
            solver: of the loop.
            days: one row per node, one column per draw.
            lags: one row per arc of the loop.
            delays: likewise.
            question: a name for what is asked, if the solver is to remember which cycles answered
                it, for the next time that it is asked with other numbers.
            repeats: which columns are the same as others, and so are solved once.
        """
        self._question = question
        self._repeats = repeats if repeats and len(repeats.place) == days.shape[1] else None
        self._tables = _Tables(
            days,
            same_in_all(lags),
            same_in_all(delays),
            self._repeats.first if self._repeats else None,
        )
        self.count = len(self._repeats.first) if self._repeats else days.shape[1]
        self._solver = solver

    def _for_all(self, found: Array) -> Array:
        """Return what was found for different draws for all of them."""
        return found if self._repeats is None else found.take(self._repeats.place, axis=-1)

    @cached_property
    def periods(self) -> Array:
        """Days per round, without looking for what ties: quicker where nothing else is asked."""
        asked = self._tables.asked
        periods = self._solver.cache.periods(self._question, asked)
        if periods is None:
            parts = self._answers(Asked.PERIODS, self._question, (self.count,))
            periods = np.concatenate([part.periods for part in parts])
            if self._question:
                self._solver.cache.keep_periods(self._question, asked, periods)
        return self._for_all(periods)

    @cached_property
    def solved(self) -> SolvedDraws:
        """The critical cycles, of all combinations of alternatives the quickest."""
        found = self._solved_once
        if self._repeats is None:
            return found
        place = self._repeats.place
        return SolvedDraws(
            found.periods[place],
            found.cycles[place],
            found.is_critical[:, place],
            found.may_matter[:, place],
        )

    @cached_property
    def _solved_once(self) -> SolvedDraws:
        parts = list(self._answers(Asked.CYCLES, self._question, (self.count,)))
        return SolvedDraws(
            np.concatenate([part.periods for part in parts]),
            np.concatenate([part.cycles for part in parts]),
            np.concatenate([part.is_critical for part in parts], axis=1),
            np.concatenate([part.may_matter for part in parts], axis=1),
        )

    def periods_with_less(self, less: Array, asked: Truth) -> Array:
        """Return the period if one node alone took so many days less, for each node and draw.

        Args:
            less: days saved, one row per node and one column per draw.
            asked: for which nodes and draws to answer.

        Returns:
            An array of the same shape; the period as it is where it was not asked for.
        """
        if self._repeats:
            less, asked = less[:, self._repeats.first], asked[:, self._repeats.first]
        found = np.repeat(self._solved_once.periods[np.newaxis], len(less), axis=0)
        self._fill(found, Asked.PERIODS_WITH_LESS, _Saved(less, asked))
        return self._for_all(found)

    def blocking_shares(self, floors: Array) -> Array:
        """Return ``1 - period with a node at its floor / period``, for each node and draw.

        Args:
            floors: days that each node cannot go under, one row per node and one column per draw.

        Returns:
            0 where less work at the node alone cannot lower the period.
        """
        found = np.zeros((len(floors), self.count))
        self._fill(found, Asked.BLOCKING_SHARES, _Saved(floors, self._solved_once.may_matter))
        return self._for_all(found)

    def _fill(self, table: Array, asked: Asked, saved: _Saved) -> None:
        """Put answers with less work somewhere into a table, for the nodes and draws asked for."""
        question = self._question and f"{self._question} with less"
        parts = self._answers(asked, question, table.shape, saved)
        for columns, part in zip(self._blocks, parts, strict=True):
            # A view, so that what is set in it is set in the whole.
            table[:, columns][part.may_matter] = part.periods

    @cached_property
    def _blocks(self) -> tuple[slice, ...]:
        """How the draws are divided: a few first, the others in equal blocks."""
        size = min(_MOST_OF_A_BLOCK, block_columns(len(self._solver.loop.arcs)))
        if self.count <= size:
            return (slice(0, self.count),)
        count = -(-(self.count - LEAST_COLUMNS) // size)
        ends = np.linspace(LEAST_COLUMNS, self.count, count + 1).astype(int).tolist()
        return tuple(slice(*ends) for ends in zip([0, *ends], ends, strict=False))

    def _answers(
        self,
        asked: Asked,
        question: str,
        shape: tuple[int, ...],
        saved: _Saved | None = None,
    ) -> Iterator[SolvedBlock]:
        """Yield the answers to all blocks, and learn from each."""
        solver = self._solver
        ways = range(len(solver.ways))
        hints = [solver.cache.cycles(question, way, shape) if question else None for way in ways]
        before_less = self._solved_once if saved else None
        first, *others = (
            _Uncut(asked, self._tables, columns, tuple(hints), saved, before_less)
            for columns in self._blocks
        )
        found = solve_block(solver, first.block())
        answered = [[item] for item in found.hints]
        yield found
        if others:
            before, known = solver.knowledge, solver.copy_for(solver.loop)
            for part in _solved_apart(known, others):
                to_here = solver.learn(before, part.learned)
                for way, item in enumerate(part.hints):
                    answered[way].append(None if item is None else to_here.pools[way][item])
                yield _renumbered(part, to_here.cycles)
        if question:
            self._keep(question, answered, hints)

    def _keep(
        self, question: str, answered: list[list[Whole | None]], hints: list[Whole | None]
    ) -> None:
        """Keep which cycles answered, in the order of the blocks."""
        for way, (parts, before) in enumerate(zip(answered, hints, strict=True)):
            if before is None or all(part is None for part in parts):
                continue
            found = (
                before[..., columns] if part is None else part
                for columns, part in zip(self._blocks, parts, strict=True)
            )
            self._solver.cache.keep_cycles(question, way, np.concatenate(list(found), axis=-1))


def _renumbered(part: SolvedBlock, numbers: Whole) -> SolvedBlock:
    """Return a block with its cycles numbered otherwise."""
    return replace(part, cycles=numbers[part.cycles])
