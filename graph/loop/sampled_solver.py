"""The period of a loop for many draws at once, the quickest alternative taken in each draw."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.cycles.alternatives import ENUMERATION_LIMIT, choose_alternatives
from graph.cycles.batch.bellman_ford import LagFreeCycleError
from graph.cycles.batch.columns import Array, Truth, Whole, block_columns
from graph.cycles.batch.cycle_pool import BatchRatios, CyclePool, Prepared
from graph.loop.central import CentralLoop
from graph.loop.sample import Repeats


@dataclass(frozen=True)
class Way:
    """One combination of alternatives.

    Attributes:
        rows: the arcs of the loop that are left.
        tails: the node at the start of each of them.
        pool: solves the graph of those arcs.
        numbers: of cycles of the pool, once they are known among those of the loop.
    """

    rows: Whole
    tails: Whole
    pool: CyclePool
    numbers: dict[int, int] = field(default_factory=dict)

    def copy(self) -> Way:
        """Return a way that learns by itself."""
        return Way(self.rows, self.tails, self.pool.copy(), self.numbers.copy())


class QuestionCache:
    """What answered named questions last, so that the same ones are answered sooner next time."""

    def __init__(self) -> None:
        self._cycles: dict[tuple[str, int], Whole] = {}
        self._answers: dict[str, tuple[tuple[Array, ...], Array]] = {}

    def copy(self) -> QuestionCache:
        """Return a cache that keeps by itself."""
        other = QuestionCache()
        other._cycles, other._answers = self._cycles.copy(), self._answers.copy()
        return other

    def cycles(self, question: str, way: int, shape: tuple[int, ...]) -> Whole:
        """Return which cycle of a way's pool answered a question last; -1 where none is known."""
        found = self._cycles.get((question, way))
        return np.full(shape, -1, np.intp) if found is None or found.shape != shape else found

    def keep_cycles(self, question: str, way: int, cycles: Whole) -> None:
        """Keep which cycle of a way's pool answered a question."""
        self._cycles[question, way] = cycles

    def periods(self, question: str, asked: tuple[Array, ...]) -> Array | None:
        """Return the periods last answered to a question if the same numbers were asked then."""
        last, periods = self._answers.get(question, ((), None))
        return periods if all(map(_same, last, asked)) else None

    def keep_periods(self, question: str, asked: tuple[Array, ...], periods: Array) -> None:
        """Keep the periods that answer a question."""
        self._answers[question] = asked, periods


class SampledSolver:
    """Prepares a loop for many draws of days, lags and delays; remembers the critical cycles.

    Attributes:
        loop: the loop that gives the structure.
        ways: the combinations of alternatives that can start.
        cycles: the cycles that were critical in some draw, as arc indices of the loop, in order.
        cache: what answered earlier questions.
    """

    def __init__(self, loop: CentralLoop) -> None:
        """Prepare the loop.

        Raises:
            LagFreeCycleError: no combination of alternatives can start.
        """
        self.loop = loop
        self.cycles: list[tuple[int, ...]] = []
        self._known: dict[tuple[int, ...], int] = {}
        members = {key for group in loop.groups for key in group}
        self._optional = np.array([arc.key in members for arc in loop.arcs], dtype=bool)
        # The last entries answer for draws without any cycle, number -1.
        self._uses_options = [False]
        self._members = [np.zeros(len(loop.nodes), dtype=bool)]
        self.ways = tuple(self._prepared_ways(members))
        self.cache = QuestionCache()
        if not self.ways:
            raise LagFreeCycleError

    def copy_for(self, loop: CentralLoop) -> SampledSolver:
        """Return a solver of a loop of the same structure that knows the same cycles.

        What either learns from then on stays its own.
        """
        other = copy(self)
        other.loop = loop
        other.cycles, other._known = self.cycles.copy(), self._known.copy()
        other._uses_options, other._members = self._uses_options.copy(), self._members.copy()
        other.cache = self.cache.copy()
        other.ways = tuple(way.copy() for way in self.ways)
        return other

    def _prepared_ways(self, members: set[str]) -> Iterator[Way]:
        for choice in self._choices():
            dropped = members.difference(choice)
            rows = [row for row, arc in enumerate(self.loop.arcs) if arc.key not in dropped]
            arcs = [self.loop.arcs[row] for row in rows]
            links = [(arc.tail, arc.head) for arc in arcs]
            try:
                pool = CyclePool(len(self.loop.nodes), links, [arc.lag > 0 for arc in arcs])
            except LagFreeCycleError:
                continue
            yield Way(np.array(rows, np.intp), np.array([t for t, _ in links], np.intp), pool)

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

    def nodes_of(self, number: int) -> tuple[str, ...]:
        """Return the ids on a cycle, in order, the first in the loop's order first."""
        tails = [self.loop.arcs[arc].tail for arc in self.cycles[number]]
        first = tails.index(min(tails))
        return tuple(self.loop.nodes[node] for node in tails[first:] + tails[:first])

    def numbers(self, way: Way, numbers: Whole) -> Whole:
        """Return the numbers of cycles of a way's pool among those of the loop."""
        wanted = np.unique(numbers)
        table = np.full(int(wanted.max(initial=-1)) + 2, -1, dtype=np.intp)
        for number in wanted[wanted >= 0].tolist():
            if number not in way.numbers:
                way.numbers[number] = self.number(way, way.pool.arcs_of(number))
            table[number] = way.numbers[number]
        found: Whole = table[numbers]
        return found

    def number(self, way: Way, arcs: Sequence[int]) -> int:
        """Return the number of a cycle given by arcs of a way; a new one is remembered."""
        rows = tuple(int(way.rows[arc]) for arc in arcs)
        if rows not in self._known:
            self._known[rows] = len(self.cycles)
            self.cycles.append(rows)
            members = np.zeros(len(self.loop.nodes), dtype=bool)
            members[[self.loop.arcs[row].tail for row in rows]] = True
            self._members.insert(-1, members)
            self._uses_options.insert(-1, bool(self._optional[list(rows)].any()))
        return self._known[rows]

    def members(self, numbers: Whole) -> Truth:
        """Return which nodes (rows) are on the cycle of each number (columns)."""
        return np.array(self._members)[numbers].T

    def use_options(self, numbers: Whole) -> Truth:
        """Return for each number whether an alternative is on that cycle.

        Where none is, the cycle stays whatever is chosen, and no other choice is quicker.
        """
        found: Truth = np.array(self._uses_options)[numbers]
        return found


def _same(one: Array, other: Array) -> bool:
    return one is other or np.array_equal(one, other)


#: Components times draws up to which it is kept which cycle answered what.
MOST_CACHED = 200_000


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
        if self._repeats:
            first = self._repeats.first
            days, lags, delays = days[:, first], lags[:, first], delays[:, first]
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
            for part in _chunks(self.count, len(rows)):
                weights.append(pool.prepare(self._days[tails, part] + self._delays[rows, part]))
                lags.append(pool.prepare(self._lags[rows, part]))
            self._prepared[number] = Prepared(
                np.concatenate(weights, axis=1), np.concatenate(lags, axis=1)
            )
        return self._prepared[number]

    def _for_all(self, found: Array) -> Array:
        """Return what was found for different draws for all of them."""
        return found if self._repeats is None else found[..., self._repeats.place]

    @cached_property
    def periods(self) -> Array:
        """Days per round, without looking for what ties: quicker where nothing else is asked."""
        asked = (self._days, self._lags, self._delays)
        periods = self._solver.cache.periods(self._question, asked)
        if periods is None:
            periods = self._periods()
            if self._question:
                self._solver.cache.keep_periods(self._question, asked, periods)
        return self._for_all(periods)

    def _periods(self) -> Array:
        solver = self._solver
        periods = np.full(self.count, np.inf)
        left = np.arange(self.count)
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            parts = (prepared.take(left[part]) for part in _chunks(len(left), len(way.rows)))
            solved = self._solved(number, parts, self._question, (left,), (self.count,))
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = left[solver.use_options(solver.numbers(way, solved.cycles))]
            if not len(left):
                break
        return periods

    def _solved(
        self,
        number: int,
        parts: Iterator[Prepared],
        question: str,
        places: tuple[Whole, ...],
        shape: tuple[int, ...],
        *,
        with_ties: bool = False,
    ) -> BatchRatios:
        """Solve a way at some places, those cycles tried first that were critical last time."""
        pool = self._solver.ways[number].pool
        if not question:
            return pool.solve(parts, with_ties)
        hints = self._solver.cache.cycles(question, number, shape)
        solved = pool.solve(parts, with_ties, hints[places])
        hints = hints.copy()
        hints[places] = solved.cycles
        self._solver.cache.keep_cycles(question, number, hints)
        return solved

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
        solver = self._solver
        periods = np.full(self.count, np.inf)
        cycles = np.full(self.count, -1, dtype=np.intp)
        shape = (len(solver.loop.nodes), self.count)
        critical, may_matter = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        left = np.arange(self.count)
        for number, way in enumerate(solver.ways):
            prepared = self._prepare(number)
            parts = (prepared.take(left[part]) for part in _chunks(len(left), len(way.rows)))
            solved = self._solved(
                number, parts, self._question, (left,), (self.count,), with_ties=True
            )
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
        if self._repeats:
            less, asked = less[:, self._repeats.first], asked[:, self._repeats.first]
        periods = np.repeat(self._solved_once.periods[np.newaxis], len(less), axis=0)
        nodes, draws = np.nonzero(asked)
        periods[nodes, draws] = self._with_less(nodes, draws, less)
        return self._for_all(periods)

    def _with_less(self, nodes: Whole, draws: Whole, less: Array) -> Array:
        solver = self._solver
        question = self._question and f"{self._question} with less"
        periods = np.full(len(nodes), np.inf)
        left = np.arange(len(nodes))
        for number, way in enumerate(solver.ways):
            changed = (
                self._changed(number, nodes[left[part]], draws[left[part]], less)
                for part in _chunks(len(left), len(way.rows))
            )
            places = nodes[left], draws[left]
            solved = self._solved(number, changed, question, places, less.shape)
            periods[left] = np.minimum(periods[left], solved.ratios)
            left = left[solver.use_options(solver.numbers(way, solved.cycles))]
            if not len(left):
                break
        return periods

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


def _chunks(count: int, rows: int) -> Iterator[slice]:
    size = block_columns(rows)
    for start in range(0, count, size):
        yield slice(start, min(count, start + size))
