"""One block of draws solved: the quickest alternative taken in each draw.

What comes out depends on the block and on the cycles that the solver knew before, on nothing else:
a block may be solved here, in another process or on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

import numpy as np

from graph.cycles.batch.columns import Array, Truth, Whole, block_columns, part_of
from graph.cycles.batch.cycle_pool import BatchRatios, Prepared, SavedWork
from graph.loop.sampled_solver import Learned, SampledSolver
from graph.records import record


class Asked(StrEnum):
    """What is asked of a block."""

    PERIODS = "periods"
    CYCLES = "cycles"
    PERIODS_WITH_LESS = "periods with less"
    BLOCKING_SHARES = "blocking shares"


@record(slots=False)
class Block:
    """Some draws of the times of a loop.

    Attributes:
        asked: what is asked of them.
        days: one row per node, one column per draw.
        lags: one row per arc of the loop; a single column where all draws have the same.
        delays: likewise.
        hints: for each way the number of a cycle of its pool that may well answer, per draw or,
            with less, per node and draw; ``None`` where none is known.
        less: days saved at each node, if asked for the periods with less or for blocking shares.
        less_asked: for which nodes and draws to answer then.
        periods: as they are, if asked for those with less or for blocking shares.
        cycles: the number of the critical cycle of each draw, likewise.
    """

    asked: Asked
    days: Array
    lags: Array
    delays: Array
    hints: tuple[Whole | None, ...]
    less: Array
    less_asked: Truth
    periods: Array
    cycles: Whole


@record(slots=False)
class SolvedBlock:
    """The answer to a block.

    Attributes:
        periods: per draw or, with less, for each node and draw asked for, node by node; if
            blocking shares were asked for, those.
        cycles: the number of the critical cycle of each draw, if asked for.
        is_critical: whether each node (row) is on a critical cycle in each draw, if asked for.
        may_matter: whether less work at the node alone could lower the period, if asked for; with
            less, for which nodes and draws there is an answer.
        hints: for each way the number of the cycle that answered, in the shape of the block's.
        learned: the cycles that became known; the numbers above count on from those known before.
    """

    periods: Array
    cycles: Whole
    is_critical: Truth
    may_matter: Truth
    hints: tuple[Whole | None, ...]
    learned: Learned


def solve_block_apart(solver: SampledSolver, block: Block) -> SolvedBlock:
    """Return the answer to a block, and leave the solver as it was."""
    return solve_block(solver.copy_for(solver.loop), block)


def solve_block(solver: SampledSolver, block: Block) -> SolvedBlock:
    """Return the answer to a block; the solver then knows the cycles that were critical in it."""
    before = solver.knowledge
    work = _BlockTimes(solver, block)
    answer = {
        Asked.PERIODS: work.periods,
        Asked.CYCLES: work.cycles,
        Asked.PERIODS_WITH_LESS: work.periods_with_less,
        Asked.BLOCKING_SHARES: work.blocking_shares,
    }[block.asked]()
    return SolvedBlock(*answer.parts, tuple(work.hints), solver.learned(before))


@record(slots=False)
class _Answer:
    periods: Array
    cycles: Whole
    is_critical: Truth
    may_matter: Truth

    @property
    def parts(self) -> tuple[Array, Whole, Truth, Truth]:
        return self.periods, self.cycles, self.is_critical, self.may_matter

    @staticmethod
    def of(periods: Array) -> _Answer:
        none = np.zeros((0, 0), dtype=bool)
        return _Answer(periods, np.zeros(0, dtype=np.intp), none, none)


class _BlockTimes:
    """The times of a block, folded for each way once they are asked for."""

    def __init__(self, solver: SampledSolver, block: Block) -> None:
        self._solver = solver
        self._block = block
        self._count = block.days.shape[1]
        self.hints: list[Whole | None] = [None] * len(solver.ways)

    def _prepare(self, number: int) -> Prepared:
        way, block = self._solver.ways[number], self._block
        weights, lags = [], []
        for part in _chunks(self._count, len(way.rows)):
            rows = block.days[way.tails, part]
            rows += part_of(block.delays, part)[way.rows]
            weights.append(way.pool.prepare(rows))
        if block.lags.shape[1] == 1:
            lags.append(way.pool.prepare(block.lags[way.rows]))
        else:
            for part in _chunks(self._count, len(way.rows)):
                lags.append(way.pool.prepare(block.lags[way.rows, part]))
        return Prepared(_side_by_side(weights), _side_by_side(lags))

    def _parts(self, number: int, prepared: Prepared, left: Whole) -> Iterator[Prepared]:
        """Yield the columns that are left, in parts of a handy size."""
        for part in self._handy(number, len(left)):
            chosen = left[part]
            # All of them at once need not be copied.
            yield prepared if len(chosen) == prepared.weights.shape[1] else prepared.take(chosen)

    def _handy(self, number: int, count: int) -> Iterator[slice]:
        """Yield parts of so many columns, each of the size that is handy once it is its turn."""
        pool, start = self._solver.ways[number].pool, 0
        while start < count:
            end = min(count, start + pool.columns_at_once)
            yield slice(start, end)
            start = end

    def _solved(
        self,
        number: int,
        parts: Iterator[Prepared],
        places: Whole | tuple[Whole, Whole],
        likely: Whole | None = None,
    ) -> BatchRatios:
        """Solve a way at some places, those cycles tried first that answered last time.

        Where none did, those that are likely to are tried.
        """
        pool = self._solver.ways[number].pool
        hints = self._block.hints[number]
        if hints is None:
            return pool.solve(parts, likely)
        before = hints[places]
        tried = before if likely is None else np.where(before < 0, likely, before)
        solved = pool.solve(parts, tried)
        self.hints[number] = answered = hints.copy()
        answered[places] = solved.cycles
        return solved

    def periods(self) -> _Answer:
        """Return the periods, without looking for what ties."""
        solver = self._solver
        periods = np.full(self._count, np.inf)
        left = np.arange(self._count)
        for number in range(len(solver.ways)):
            prepared = self._prepare(number)
            parts = self._parts(number, prepared, left)
            solved = self._solved(number, parts, left)
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = self._with_options(number, left, solved.cycles)
            if not len(left):
                break
        return _Answer.of(periods)

    def _with_options(self, number: int, left: Whole, cycles: Whole) -> Whole:
        """Return what is left for the next way: where the cycle found hangs on an alternative."""
        solver = self._solver
        if number + 1 == len(solver.ways):
            return left[:0]
        return left[solver.use_options(solver.numbers(solver.ways[number], cycles))]

    def cycles(self) -> _Answer:
        """Return the critical cycles, of all combinations of alternatives the quickest."""
        solver = self._solver
        periods = np.full(self._count, np.inf)
        cycles = np.full(self._count, -1, dtype=np.intp)
        shape = (len(solver.loop.nodes), self._count)
        critical, may_matter = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        left = np.arange(self._count)
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            parts = self._parts(number, prepared, left)
            solved = self._solved(number, parts, left)
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
        return _Answer(periods, cycles, critical, may_matter)

    def periods_with_less(self) -> _Answer:
        """Return the periods if one node alone took less, for each node and draw asked for."""
        solver = self._solver
        nodes, draws = np.nonzero(self._block.less_asked)
        periods = self._by_detours()[nodes, draws]
        left = np.flatnonzero(np.isnan(periods))
        periods[left] = np.inf
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            saved = SavedWork(nodes[left], draws[left], self._block.less[nodes[left], draws[left]])
            changed = (
                self._changed(number, prepared, saved.part(part))
                for part in self._handy(number, len(left))
            )
            likely = way.pool.likely(prepared, saved)
            solved = self._solved(number, changed, (saved.nodes, saved.columns), likely)
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = self._with_options(number, left, solved.cycles)
            if not len(left):
                break
        none = np.zeros((0, 0), dtype=bool)
        return _Answer(periods, np.zeros(0, dtype=np.intp), none, self._block.less_asked)

    def blocking_shares(self) -> _Answer:
        """Return ``1 - period with less / period``, for each node and draw asked for."""
        found, block = self.periods_with_less(), self._block
        periods = np.broadcast_to(block.periods, block.less_asked.shape)[block.less_asked]
        return replace(found, periods=np.maximum(1 - found.periods / periods, 0.0))

    def _by_detours(self) -> Array:
        """Return what is known of the periods with less without solving for each; else ``nan``."""
        block, solver = self._block, self._solver
        detours = solver.detours
        arcs = {number: solver.cycles[number] for number in set(block.cycles.tolist()) - {-1}}
        if detours is None or not detours.repays(block.cycles, arcs):
            return np.full(block.less.shape, np.nan)
        # Only large loops have detours.
        from graph.cycles.batch.detours import Drawn

        way = solver.ways[0]
        found = []
        for start in range(0, self._count, detours.columns):
            part = slice(start, start + detours.columns)
            weights = block.days[way.tails, part]
            weights += part_of(block.delays, part)[way.rows]
            drawn = Drawn(
                weights,
                part_of(block.lags, part)[way.rows],
                block.periods[part],
                block.cycles[part],
                arcs,
                block.less[:, part],
            )
            found.append(detours.periods(drawn))
        return _side_by_side(found)

    def _changed(self, number: int, prepared: Prepared, saved: SavedWork) -> Prepared:
        """Return the prepared times, in each column those of one draw with one node changed."""
        pool = self._solver.ways[number].pool
        changed = prepared.take(saved.columns)
        for node, places in saved.by_node():
            for row in pool.rows_from(node):
                changed.weights[row, places] -= saved.less[places]
        return changed


def _side_by_side(tables: list[Array]) -> Array:
    """Return tables joined; a single one need not be copied."""
    return tables[0] if len(tables) == 1 else np.concatenate(tables, axis=1)


def _chunks(count: int, rows: int) -> Iterator[slice]:
    size = block_columns(rows)
    for start in range(0, count, size):
        yield slice(start, min(count, start + size))
