"""The greatest cycle ratio of many graphs at once that differ only in their numbers.

For each column of numbers a lower bound comes from the cycles known so far; a sweep over the
arcs, all columns side by side, then either proves that no cycle is slower or shows a slower one,
which joins the pool. Few cycles are ever critical, so this ends soon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

import numpy as np

from graph.cycles.batch.bellman_ford import Gains, LagFreeCycleError, SweepGraph
from graph.cycles.batch.columns import (
    LEAST_COLUMNS,
    Array,
    Columns,
    Truth,
    Whole,
    block_columns,
    distinct,
    near_columns,
    regrouped,
    some_columns,
)
from graph.cycles.batch.known_cycles import KnownCycles, LearnedCycles
from graph.cycles.batch.series_reduction import reduce_series
from graph.cycles.batch.ties import Tie, tied_rows, ties_of
from graph.cycles.cycle_ratio import CycleRatio, maximum_cycle_ratio
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.records import record

#: Rounds of sweeping before the columns left are solved in whole numbers; of large graphs fewer.
ROUNDS = 60
#: Rounds in which nothing is proven until one column is solved in whole numbers.
MOST_STALLED = 6
#: Weights of columns not proven yet that are held at once; beyond, they are settled first, so that
#: memory is bounded by blocks and not by the draws.
MOST_LEFT = 2_000_000
#: Nodes after folding above which one column is solved in whole numbers while no cycle is known.
_MANY_NODES = 100
#: Cycles of the pool that give the first bound, and how often the rows of the graph all of theirs
#: are at most; more cost more than they save.
POOL_USED, POOL_ROWS = 48, 16


@record(slots=False)
class BatchRatios:
    """The greatest cycle ratio of each column.

    Attributes:
        ratios: days per round; 0 if the graph has no cycle.
        cycles: for each column the number of a cycle in the pool that attains it; -1 if none.
        ties: the columns in which more than one cycle attains it.
    """

    ratios: Array
    cycles: Whole
    ties: tuple[Tie, ...] = ()


@record(slots=False)
class Prepared:
    """Numbers for one graph after folding: a row per arc left, then one per cycle of its own.

    Attributes:
        weights: a column per set of numbers.
        lags: likewise, or a single column where all have the same.
    """

    weights: Array
    lags: Array

    def take(self, columns: Whole) -> Prepared:
        """Return some of the columns."""
        return Prepared(self.weights.take(columns, axis=1), some_columns(self.lags, columns))


@record(slots=False)
class SavedWork:
    """Single nodes that take less, each in a column by itself.

    Attributes:
        nodes: in order.
        columns: of the numbers in which no node takes less.
        less: what is saved there.
    """

    nodes: Whole
    columns: Whole
    less: Array

    def part(self, places: slice) -> SavedWork:
        """Return some of them that lie side by side."""
        return SavedWork(self.nodes[places], self.columns[places], self.less[places])

    def by_node(self) -> Iterator[tuple[int, slice]]:
        """Yield each node with its places, which lie side by side."""
        for node in distinct(self.nodes).tolist():
            yield node, slice(*np.searchsorted(self.nodes, (node, node + 1)))


@record(slots=False)
class _Found:
    """What is known of some columns so far."""

    solved: list[Columns]
    ties: list[Tie]


class CyclePool:
    """Solves one graph for many columns of weights and lags, and remembers critical cycles."""

    def __init__(
        self, node_count: int, links: Sequence[tuple[int, int]], has_lag: Sequence[bool]
    ) -> None:
        """Prepare the graph.

        Args:
            node_count: nodes are 0 to ``node_count - 1``.
            links: tail and head of each arc.
            has_lag: whether each arc may have a lag above 0.

        Raises:
            LagFreeCycleError: a cycle has no arc that may have a lag.
        """
        self._links = tuple(links)
        self._reduced = reduced = reduce_series(node_count, links)
        lagged = list(has_lag)
        for fold in reduced.folds:
            lagged.append(lagged[fold.first] or lagged[fold.second])
        if not all(lagged[arc] for arc in reduced.self_arcs):
            raise LagFreeCycleError
        self._sweeps = SweepGraph(
            reduced.tails, reduced.heads, [lagged[arc] for arc in reduced.arcs]
        )
        self._arc_count = len(reduced.arcs)
        # What each row stands for: first the arcs left, then the cycles of their own.
        self._paths = [reduced.unfolded(arc) for arc in (*reduced.arcs, *reduced.self_arcs)]
        self._cycles = KnownCycles(self._paths)
        for row in range(self._arc_count, len(self._paths)):
            self._cycles.number((row,))
        self._own = self._cycles.size
        # Ties that were met, by their rows: what they are follows from the graph alone.
        self._met: dict[bytes, Tie | None] = {}

    def copy(self) -> CyclePool:
        """Return a pool of the same graph that knows the same cycles and learns by itself."""
        other = copy(self)
        other._cycles = self._cycles.copy()
        return other

    @property
    def size(self) -> int:
        """How many cycles it knows."""
        return self._cycles.size

    @property
    def columns_at_once(self) -> int:
        """How many columns are now best solved side by side; that changes what is quicker alone."""
        rows = len(self._paths)
        return near_columns(rows) if self._sweeps.few_ask else block_columns(rows)

    @property
    def knowledge(self) -> tuple[int, ...]:
        """How often each cycle that it knows was critical."""
        return self._cycles.wins

    def learned(self, before: Sequence[int]) -> LearnedCycles:
        """Return what it learned since its knowledge was this."""
        return self._cycles.learned(before)

    def often_critical(self, most: int) -> LearnedCycles:
        """Return the cycles of more than one row that were critical most often, so many at most."""
        numbers = self._cycles.favourites(self._own, POOL_ROWS * len(self._paths))[:most]
        wins = self.knowledge
        return LearnedCycles(
            tuple(self._cycles[number].rows for number in numbers),
            tuple(wins[number] for number in numbers),
        )

    def begin_with(self, cycles: LearnedCycles) -> None:
        """Learn cycles of a pool of the same graph that were critical often."""
        before = self.knowledge
        wins = (*(0 for _ in before), *cycles.wins)
        self.learn(before, LearnedCycles(cycles.rows, wins))

    def learn(self, before: Sequence[int], learned: LearnedCycles) -> Whole:
        """Learn what another pool of the same graph learned that began with the same knowledge.

        Args:
            before: what both knew.
            learned: what the other learned.

        Returns:
            The number here of each cycle of the other, and -1 for -1 at the end.
        """
        return self._cycles.learn(before, learned)

    def arcs_of(self, cycle: int) -> tuple[int, ...]:
        """Return the arcs of a cycle of the pool in order, the one of smallest index first."""
        return self._cycles[cycle].arcs

    def prepare(self, rows: Array) -> Array:
        """Return weights, or lags, folded for this graph.

        Args:
            rows: one row per arc, one column per set. Weights are 0 or more; lags are above 0 on
                arcs that may have a lag, and 0 on the others.
        """
        reduced = self._reduced
        left = [*reduced.arcs, *reduced.self_arcs]
        if not reduced.folds:
            return rows if left == list(range(len(rows))) else rows[left]
        table = np.empty((len(rows) + len(reduced.folds), rows.shape[1]))
        table[: len(rows)] = rows
        for row, fold in enumerate(reduced.folds, len(rows)):
            np.add(table[fold.first], table[fold.second], out=table[row])
        return table[left]

    def solve(self, parts: Iterable[Prepared], hints: Whole | None = None) -> BatchRatios:
        """Return the greatest ratio of weight to lag over all cycles, for each column.

        A column's ratio is the same to the last digit whatever other columns there are, in
        whatever parts, and whatever the pool knows.

        Args:
            parts: the columns in parts of a handy size.
            hints: for each column the number of a cycle that may well attain it, -1 for none.
                They make it quicker and change nothing.
        """
        found = _Found([], [])
        left: list[Columns] = []
        count = 0
        for prepared in parts:
            columns = self._bounded(prepared, count, hints)
            count += columns.count
            if self._sweeps.node_count > _MANY_NODES and self._cycles.size == self._own:
                # To find a slow cycle takes many sweeps, and most columns have much the same one.
                self._solve_first(columns)
                self._try(columns, columns.cycles[:1])
            left += self._step(columns, found)
            if sum(rest.weights.size for rest in left) > MOST_LEFT:
                # The last few wait for those of the next part, since few take as long as many.
                left = self._settled(left, found, LEAST_COLUMNS)
        self._settled(left, found, 0)
        return self._answer(count, found)

    def _settled(self, left: list[Columns], found: _Found, few: int) -> list[Columns]:
        """Sweep until so few columns are left unproven; where nothing moves, in whole numbers."""
        stalled = 0
        for _ in range(ROUNDS):
            before = sum(rest.count for rest in left)
            if before <= few:
                return left
            left = [rest for part in regrouped(left) for rest in self._step_on(part, found)]
            stalled = stalled + 1 if sum(rest.count for rest in left) == before else 0
            if stalled == MOST_STALLED:
                left, stalled = self._one_exactly(left, found), 0
        for part in left:
            for columns in self._finish(part):
                self._keep(columns, self._sweeps.gains(columns), found)
        return []

    def _one_exactly(self, left: Sequence[Columns], found: _Found) -> list[Columns]:
        """Solve one column in whole numbers, and try its cycle in the others."""
        first, *others = left
        self._solve_first(first)
        for part in left:
            self._try(part, first.cycles[:1])
        return [*self._step(first, found), *others]

    def _try(self, columns: Columns, numbers: Whole) -> None:
        """Take cycles in all columns where they are slower than what is known; -1 is none."""
        self._cycles.attempt(columns, numbers[numbers >= 0].tolist())

    def _step(self, columns: Columns, found: _Found) -> list[Columns]:
        """Sweep once, keep what is proven, and return the rest."""
        gains = self._sweeps.gains(columns)
        proven = self._sweeps.sweep(gains, columns.potentials)
        if proven.all():
            self._keep(columns, gains, found)
            return []
        done, left = np.flatnonzero(proven), np.flatnonzero(~proven)
        if not len(done):
            return [columns]
        self._keep(columns.take(done), gains.take(done), found)
        return [columns.take(left)]

    def _step_on(self, columns: Columns, found: _Found) -> list[Columns]:
        """Look for slower cycles where a sweep left something unproven, and sweep once more."""
        self._improve(columns, self._sweeps.gains(columns))
        return self._step(columns, found)

    def _keep(self, columns: Columns, gains: Gains, found: _Found) -> None:
        """Keep what is proven, and what ties.

        Of cycles that tie, whichever was met first gives the ratio, and added up in another order
        the same sum may differ in the last digit. So it is taken from one of them that does not
        depend on what was met before.
        """
        ratios = columns.weights[self._arc_count :] / columns.lags[self._arc_count :]
        lengths = self._cycles.lengths(columns.cycles)
        rows = tied_rows(self._sweeps, columns, gains, ratios, lengths)
        if rows[1].any():
            ties = ties_of(rows, columns.places, self._paths, self._links, self._met)
            place = {int(item): number for number, item in enumerate(columns.places)}
            for tie in ties:
                chosen = np.array([place[int(item)] for item in tie.places], dtype=np.intp)
                self._cycles.take_equal(columns, chosen, self._cycles.number(tie.rows))
            found.ties.extend(ties)
        self._cycles.count_wins(columns.cycles)
        found.solved.append(columns.without_numbers())

    def _answer(self, count: int, found: _Found) -> BatchRatios:
        ratios, cycles = np.zeros(count), np.full(count, -1, dtype=np.intp)
        # What was found later for a column stands after what was found before, and replaces it.
        for columns in found.solved:
            ratios[columns.places], cycles[columns.places] = columns.ratios, columns.cycles
        return BatchRatios(ratios, cycles, tuple(found.ties))

    def likely(self, prepared: Prepared, saved: SavedWork) -> Whole:
        """Return which of the cycles known best is slowest where a node takes less, as a hint.

        Args:
            prepared: numbers in which no node takes less.
            saved: the nodes that take less, and in which columns.

        Returns:
            The number of a cycle for each of those nodes and columns; -1 if none is known.
        """
        numbers = self._favourites()
        found = np.full(len(saved.nodes), -1, dtype=np.intp)
        if not numbers or not len(found):
            return found
        tables = prepared.weights, prepared.lags
        work, lag = (self._cycles.sums(table, numbers) for table in tables)
        passed = np.zeros((len(numbers), len(self._paths)))
        for line, number in zip(passed, numbers, strict=True):
            line[list(self._cycles[number].rows)] = 1.0
        cycles = np.array(numbers, dtype=np.intp)
        for node, places in saved.by_node():
            columns = saved.columns[places]
            often = passed[:, list(self.rows_from(node))].sum(axis=1, keepdims=True)
            ratios = work.take(columns, axis=1)
            ratios -= often * saved.less[places]
            ratios /= some_columns(lag, columns)
            found[places] = cycles[ratios.argmax(axis=0)]
        return found

    def rows_from(self, node: int) -> tuple[int, ...]:
        """Return the rows of prepared numbers that hold the weight of the arcs out of a node."""
        return tuple(self._rows_from.get(node, ()))

    @cached_property
    def _rows_from(self) -> dict[int, dict[int, None]]:
        found: dict[int, dict[int, None]] = {}
        for row, path in enumerate(self._paths):
            for arc in path:
                found.setdefault(self._links[arc][0], {})[row] = None
        return found

    def _bounded(self, prepared: Prepared, first_place: int, hints: Whole | None) -> Columns:
        """Return columns with the greatest ratio of the cycles that are tried first."""
        count = prepared.weights.shape[1]
        places = np.arange(first_place, first_place + count)
        columns = Columns(
            prepared.weights,
            prepared.lags,
            np.zeros(count),
            np.full(count, -1, dtype=np.intp),
            np.zeros((self._sweeps.node_count, count)),
            places,
        )
        self._try_own(columns)
        wanted = np.full(count, -1, dtype=np.intp) if hints is None else hints[places]
        hinted = wanted >= 0
        if not hinted.any():
            self._cycles.attempt(columns, self._favourites())
            return columns
        self._cycles.take(columns, np.flatnonzero(hinted), wanted[hinted])
        if not hinted.all():
            rest = columns.take(np.flatnonzero(~hinted))
            self._cycles.attempt(rest, self._favourites())
            columns.ratios[~hinted], columns.cycles[~hinted] = rest.ratios, rest.cycles
        return columns

    def _try_own(self, columns: Columns) -> None:
        """Take the slowest of the cycles that are a single row after folding, if there is any."""
        if not self._own:
            return
        ratios = columns.weights[self._arc_count :] / columns.lags[self._arc_count :]
        np.maximum(columns.ratios, ratios.max(axis=0), out=columns.ratios)
        # The own cycles come first in the pool, in the order of their rows.
        np.copyto(columns.cycles, ratios.argmax(axis=0), where=columns.ratios > 0)

    def _favourites(self) -> list[int]:
        return self._cycles.favourites(self._own, POOL_ROWS * len(self._paths))[:POOL_USED]

    def _improve(self, columns: Columns, gains: Gains) -> None:
        """Look for slower cycles along the arcs by which the potentials were last reached."""
        work, lag, steps = self._sweeps.critical_walk(columns, gains)
        ratio = np.divide(work, lag, out=np.zeros(columns.count), where=lag > 0)
        better = np.flatnonzero(ratio > columns.ratios)
        if len(better):
            self._cycles.take(columns, better, self._cycles.numbers(steps[:, better]))

    def _finish(self, columns: Columns) -> Iterator[Columns]:
        """Solve a column in whole numbers, see which others its cycle solves, and so on."""
        rest = columns
        while rest.count:
            self._solve_first(rest)
            done = self._with_cycle(rest, int(rest.cycles[0]))
            done[0] = True
            yield rest.take(np.flatnonzero(done))
            rest = rest.take(np.flatnonzero(~done))

    def _with_cycle(self, columns: Columns, number: int) -> Truth:
        """Take a cycle where it is slower than what was known; return what is proven then."""
        self._try(columns, np.array([number]))
        return self._sweeps.sweep(self._sweeps.gains(columns), columns.potentials)

    def _solve_first(self, columns: Columns) -> None:
        """Solve the first column in whole numbers."""
        exact = exact_ratio(self._sweeps, columns.weights[:, 0], columns.lags[:, 0])
        if exact is not None and float(exact.period) > columns.ratios[0]:
            number = np.array([self._cycles.number(exact.cycle)])
            self._cycles.take(columns, np.zeros(1, dtype=np.intp), number)


def exact_ratio(graph: SweepGraph, weights: Array, lags: Array) -> CycleRatio | None:
    """Return the greatest cycle ratio of one column; ``None`` if the graph has no cycle.

    Args:
        graph: the graph of the arcs.
        weights: of the arcs, and of whatever comes after them.
        lags: likewise.
    """
    names = tuple(map(str, range(graph.node_count)))
    ends = zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)
    arcs = tuple(
        Arc(tail, head, lag, weight)
        for (tail, head), lag, weight in zip(ends, lags.tolist(), weights.tolist(), strict=False)
    )
    return maximum_cycle_ratio(MarkedGraph(names, (0,) * len(names), arcs))
