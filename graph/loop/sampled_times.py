"""Drawn times of a loop, and what is asked of them: periods, critical cycles, less work somewhere.

The draws are solved in blocks. How they are divided follows from the loop and their number alone,
and the first block is solved before all others, which begin with the cycles that it found: so the
answer has the same digits wherever the blocks are solved, and in whatever order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    some_columns,
)
from graph.loop.block_solver import Asked, Block, SolvedBlock, solve_block, solve_block_apart
from graph.loop.points import Repeats
from graph.loop.sampled_solver import SampledSolver
from graph.workers import current_workers

#: Draws of a block at most, so that there are enough blocks to be shared out.
_MOST_OF_A_BLOCK = 1024


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
        lags, delays = same_in_all(lags), same_in_all(delays)
        if self._repeats:
            first = self._repeats.first
            days, lags, delays = (
                days[:, first],
                some_columns(lags, first),
                some_columns(delays, first),
            )
        self.count = days.shape[1]
        self._solver = solver
        self._days, self._lags, self._delays = days, lags, delays

    def _for_all(self, found: Array) -> Array:
        """Return what was found for different draws for all of them."""
        return found if self._repeats is None else found[..., self._repeats.place]

    @cached_property
    def periods(self) -> Array:
        """Days per round, without looking for what ties: quicker where nothing else is asked."""
        asked = (self._days, self._lags, self._delays)
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
        periods = np.repeat(self._solved_once.periods[np.newaxis], len(less), axis=0)
        question = self._question and f"{self._question} with less"
        parts = self._answers(Asked.PERIODS_WITH_LESS, question, less.shape, less, asked)
        for columns, part in zip(self._blocks, parts, strict=True):
            # A view, so that what is set in it is set in the whole.
            periods[:, columns][asked[:, columns]] = part.periods
        return self._for_all(periods)

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
        less: Array | None = None,
        less_asked: Truth | None = None,
    ) -> Iterator[SolvedBlock]:
        """Yield the answers to all blocks, and learn from each."""
        solver = self._solver
        ways = range(len(solver.ways))
        hints = [solver.cache.cycles(question, way, shape) if question else None for way in ways]
        none = np.zeros((0, self.count))
        with_less = less is not None
        less = none if less is None else less
        less_asked = none.astype(bool) if less_asked is None else less_asked

        def block(columns: slice) -> Block:
            return Block(
                asked,
                self._days[:, columns],
                part_of(self._lags, columns),
                part_of(self._delays, columns),
                tuple(None if item is None else item[..., columns] for item in hints),
                less[:, columns],
                less_asked[:, columns],
                self._solved_once.periods[columns] if with_less else none[0:0, 0],
                self._solved_once.cycles[columns] if with_less else none[0:0, 0].astype(np.intp),
            )

        first, *others = self._blocks
        found = solve_block(solver, block(first))
        answered = [[item] for item in found.hints]
        yield found
        if others:
            before, known = solver.knowledge, solver.copy_for(solver.loop)
            blocks = (block(columns) for columns in others)
            for part in current_workers().run(solve_block_apart, known, blocks, len(others)):
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
