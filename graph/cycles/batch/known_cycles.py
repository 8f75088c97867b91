"""The cycles of one graph that were critical so far, and their ratios in many columns at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Array, Columns, Whole, distinct_places
from graph.records import record

#: Ratios of cycles that are equal but for rounding, and for the margin by which one is proven to be
#: the greatest, differ by less than this part.
_ROUNDED = 2e-11


@record
class KnownCycle:
    """A cycle, in order, the smallest number first.

    Attributes:
        arcs: in the graph.
        rows: after folding.
    """

    arcs: tuple[int, ...]
    rows: tuple[int, ...]


@record
class LearnedCycles:
    """What became known.

    Attributes:
        rows: of each new cycle, in order.
        wins: how often each cycle was critical, the old ones first.
    """

    rows: tuple[tuple[int, ...], ...]
    wins: tuple[int, ...]


class KnownCycles:
    """Cycles with a number each, from 0 on in the order in which they became known.

    A ratio is added up in the order of the cycle's rows, however the cycle was found, so that the
    same numbers give the same ratio to the last digit.
    """

    def __init__(self, paths: Sequence[tuple[int, ...]]) -> None:
        """Begin without any.

        Args:
            paths: the arcs of the graph that each row stands for.
        """
        self._paths = paths
        # Where nothing was folded, rows and arcs are the same.
        self._all_single = all(path == (row,) for row, path in enumerate(paths))
        self._known: list[KnownCycle] = []
        self._wins: list[int] = []
        self._by_rows: dict[frozenset[int], int] = {}
        self._by_key: dict[int, int] = {}
        # Of as many cycles as were asked about so far, and of none at the end.
        self._lengths: Whole = np.zeros(1, dtype=np.intp)
        self._keys = _keys(len(paths))

    @property
    def size(self) -> int:
        """How many are known."""
        return len(self._known)

    def __getitem__(self, number: int) -> KnownCycle:
        return self._known[number]

    def copy(self) -> KnownCycles:
        """Return the same cycles; what either learns from then on stays its own."""
        other = KnownCycles.__new__(KnownCycles)
        other._paths = self._paths
        other._lengths = self._lengths
        other._all_single, other._keys = self._all_single, self._keys
        other._known, other._wins = self._known.copy(), self._wins.copy()
        other._by_rows, other._by_key = self._by_rows.copy(), self._by_key.copy()
        return other

    def number(self, rows: Iterable[int]) -> int:
        """Return the number of a cycle given by its rows in order; a new one becomes known."""
        # Wherever a walk met the cycle, it begins in the same place.
        cycle = _turned(tuple(rows))
        key = frozenset(cycle)
        if key not in self._by_rows:
            arcs = cycle
            if not self._all_single:
                arcs = _turned(
                    tuple(itertools.chain.from_iterable(map(self._paths.__getitem__, cycle)))
                )
            self._by_rows[key] = len(self._known)
            self._known.append(KnownCycle(arcs, cycle))
            self._wins.append(0)
        return self._by_rows[key]

    def numbers(self, steps: Whole) -> Whole:
        """Return the numbers of cycles walked backwards, one column each, -1 after the end."""
        keys = self._keys[steps].sum(axis=0, dtype=np.uint64)
        met = distinct_places(keys)
        numbers = np.empty(len(met.kinds), dtype=np.intp)
        for kind, (key, column) in enumerate(zip(met.kinds.tolist(), met.first, strict=True)):
            known = self._by_key.get(key)
            if known is None:
                rows = steps[::-1, column]
                known = self.number(rows[rows >= 0].tolist())
                self._by_key[key] = known
            numbers[kind] = known
        found: Whole = numbers[met.place]
        return found

    def lengths(self, numbers: Whole) -> Whole:
        """Return how many rows each cycle has; 0 for number -1."""
        if len(self._lengths) != self.size + 1:
            known = [len(known.rows) for known in self._known[len(self._lengths) - 1 :]]
            self._lengths = np.array([*self._lengths[:-1].tolist(), *known, 0], dtype=np.intp)
        found: Whole = self._lengths[numbers]
        return found

    def count_wins(self, numbers: Whole) -> None:
        """Count how often each cycle was critical; -1 counts for none."""
        for number, wins in enumerate(np.bincount(numbers + 1)[1:].tolist()):
            self._wins[number] += wins

    @property
    def wins(self) -> tuple[int, ...]:
        """How often each cycle was critical."""
        return tuple(self._wins)

    def learned(self, before: Sequence[int]) -> LearnedCycles:
        """Return what became known since the wins were these."""
        old = [*before, *(0 for _ in range(self.size - len(before)))]
        return LearnedCycles(
            tuple(known.rows for known in self._known[len(before) :]),
            tuple(now - was for now, was in zip(self._wins, old, strict=True)),
        )

    def learn(self, before: Sequence[int], learned: LearnedCycles) -> Whole:
        """Learn what others learned that began with the same cycles.

        Args:
            before: the wins of the cycles that both knew.
            learned: what the others learned.

        Returns:
            The number here of each of their cycles, and -1 for -1 at the end.
        """
        numbers = [*range(len(before)), *map(self.number, learned.rows)]
        for number, wins in zip(numbers, learned.wins, strict=True):
            self._wins[number] += wins
        return np.array([*numbers, -1], dtype=np.intp)

    def favourites(self, first: int, most_rows: int) -> list[int]:
        """Return the cycles from some number on, those that were critical most often first.

        Where each column has a cycle of its own, those of others are no help: as soon as any was
        critical, those are left out that were not so twice.

        Args:
            first: the number.
            most_rows: of all those cycles together.
        """
        wins, numbers = self._wins, range(first, self.size)
        again = [number for number in numbers if wins[number] > 1]
        known = again if any(wins[first:]) else numbers
        found = sorted(known, key=lambda number: (-wins[number], number))
        rows = itertools.accumulate(len(self._known[number].rows) for number in found)
        return list(itertools.compress(found, (count <= most_rows for count in rows)))

    def sums(self, table: Array, numbers: Sequence[int]) -> Array:
        """Return the sum of a table's rows along each of some cycles, a row per cycle."""
        found = np.empty((len(numbers), table.shape[1]))
        for line, number in zip(found, numbers, strict=True):
            first, *others = self._known[number].rows
            line[:] = table[first]
            for row in others:
                line += table[row]
        return found

    def attempt(self, columns: Columns, numbers: Iterable[int]) -> None:
        """Take cycles in all columns where they are slower than what is known."""
        for number in numbers:
            first, *others = self._known[number].rows
            work, lag = columns.weights[first], columns.lags[first]
            for row in others:
                work, lag = work + columns.weights[row], lag + columns.lags[row]
            ratio = work / lag
            better = ratio > columns.ratios
            np.copyto(columns.ratios, ratio, where=better)
            np.copyto(columns.cycles, number, where=better)

    def take(self, columns: Columns, chosen: Whole, numbers: Whole) -> None:
        """Take a cycle in each of some columns where it is slower than what is known.

        Args:
            columns: with what is known.
            chosen: which of them.
            numbers: for each of those the cycle.
        """
        ratios = self._ratios(columns, chosen, numbers)
        better = ratios > columns.ratios[chosen]
        columns.ratios[chosen[better]] = ratios[better]
        columns.cycles[chosen[better]] = numbers[better]

    def take_equal(self, columns: Columns, chosen: Whole, number: int) -> None:
        """Take a cycle in each of some columns where it is as slow as what is known.

        Args:
            columns: with what is known.
            chosen: which of them.
            number: of the cycle.
        """
        numbers = np.full(len(chosen), number, dtype=np.intp)
        ratios = self._ratios(columns, chosen, numbers)
        equal = ratios >= columns.ratios[chosen] * (1 - _ROUNDED)
        columns.ratios[chosen[equal]] = ratios[equal]
        columns.cycles[chosen[equal]] = number

    def _ratios(self, columns: Columns, chosen: Whole, numbers: Whole) -> Array:
        present = np.bincount(numbers, minlength=self.size)
        kinds = np.flatnonzero(present)
        if len(kinds) == 1:
            return self._ratios_of_one(columns, chosen, int(kinds[0]))
        which = np.empty(self.size, dtype=np.intp)
        which[kinds] = np.arange(len(kinds))
        which = which[numbers]
        cycles = [self._known[number].rows for number in kinds.tolist()]
        weights, lags = columns.weights.reshape(-1), columns.lags.reshape(-1)
        # Where all columns have the same lags, there is one column of them.
        width = columns.lags.shape[1]
        column = chosen if width > 1 else np.zeros_like(chosen)
        work, lag = np.zeros(len(chosen)), np.zeros(len(chosen))
        # Rows beyond the end of a shorter cycle are left out.
        for step in itertools.zip_longest(*cycles, fillvalue=-1):
            rows = np.array(step, dtype=np.intp)[which]
            places, of_lags = rows * columns.count + chosen, rows * width + column
            if -1 in step:
                there = np.flatnonzero(rows >= 0)
                work[there] += weights[places[there]]
                lag[there] += lags[of_lags[there]]
            else:
                work += weights[places]
                lag += lags[of_lags]
        ratios: Array = work / lag
        return ratios

    def _ratios_of_one(self, columns: Columns, chosen: Whole, number: int) -> Array:
        """Return the ratios of one cycle, added up in the same order."""
        # Whole rows need not be copied.
        is_all = np.array_equal(chosen, np.arange(columns.count))
        at: Whole | slice = slice(None) if is_all else chosen
        single = columns.lags.shape[1] == 1
        of_lags = slice(None) if single else at
        work, lag = np.zeros(len(chosen)), np.zeros(1 if single else len(chosen))
        for row in self._known[number].rows:
            work += columns.weights[row, at]
            lag += columns.lags[row, of_lags]
        ratios: Array = work / lag
        return ratios


def _turned(cycle: tuple[int, ...]) -> tuple[int, ...]:
    """Return the same cycle with its smallest number first."""
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]


def _keys(count: int) -> NDArray[np.uint64]:
    """Return so many numbers that look as if drawn at random, the same every time, and a 0.

    Splitmix64 (G. Steele, D. Lea, C. Flood, 2014): to load NumPy's generators takes longer.
    """
    mixed = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    return np.append(mixed, np.uint64(0))
