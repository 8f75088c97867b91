"""Many sets of numbers for one graph, side by side: a row per arc, a column per set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.records import record

Array = NDArray[np.float64]
Whole = NDArray[np.intp]
Truth = NDArray[np.bool_]

#: Columns worked on side by side; so many rows of numbers still fit into the processor's cache.
CHUNK = 2048
#: Numbers of one table worked on at a time: large graphs take fewer columns, so that memory is
#: bounded by blocks and not by the draws.
BLOCK_NUMBERS = 2_000_000
#: The fewest columns of a block; below, Python's own steps take longer than the numbers.
LEAST_COLUMNS = 128
#: Numbers of a table that the processor keeps near beside a few others, and the fewest columns.
_NEAR_NUMBERS, _LEAST_NEAR = 256_000, 16


def block_columns(rows: int) -> int:
    """Return how many columns of so many rows are worked on side by side.

    >>> block_columns(10), block_columns(2_000), block_columns(10**6)
    (2048, 1000, 128)
    """
    return min(CHUNK, max(LEAST_COLUMNS, BLOCK_NUMBERS // max(rows, 1)))


def near_columns(rows: int) -> int:
    """Return how many columns of so many rows the processor keeps near.

    >>> near_columns(1_000), near_columns(100_000)
    (256, 16)
    """
    return max(_LEAST_NEAR, _NEAR_NUMBERS // max(rows, 1))


@dataclass
class Columns:
    """Sets of numbers in work. There may be more rows than arcs; they come after them.

    Attributes:
        weights: of the arcs.
        lags: of the arcs; a single column where all columns have the same.
        ratios: the greatest ratio known for each column.
        cycles: number of the cycle that has it; -1 if there is none.
        potentials: latest known start of each node, one row per node.
        places: where each column belongs in the answer.
    """

    weights: Array
    lags: Array
    ratios: Array
    cycles: Whole
    potentials: Array
    places: Whole

    @property
    def count(self) -> int:
        """How many columns."""
        return len(self.places)

    def without_numbers(self) -> Columns:
        """Return what was found alone, so that the rest need not be kept."""
        none = np.zeros((0, self.count))
        return Columns(none, none, self.ratios, self.cycles, none, self.places)

    def take(self, numbers: Whole) -> Columns:
        """Return copies of some columns."""
        return Columns(
            self.weights.take(numbers, axis=1),
            some_columns(self.lags, numbers),
            self.ratios.take(numbers),
            self.cycles.take(numbers),
            self.potentials.take(numbers, axis=1),
            self.places.take(numbers),
        )


def some_columns(table: Array, chosen: Whole) -> Array:
    """Return some columns of a table; a single column stands for any number of them.

    >>> some_columns(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1])).tolist()
    [[2.0], [4.0]]
    >>> some_columns(np.array([[1.0], [3.0]]), np.array([5, 7])).tolist()
    [[1.0], [3.0]]
    """
    return table if table.shape[1] == 1 else table.take(chosen, axis=1)


def part_of(table: Array, part: slice) -> Array:
    """Return columns of a table that lie side by side; a single column stands for any number."""
    return table if table.shape[1] == 1 else table[:, part]


def same_in_all(table: Array) -> Array:
    """Return a table of which all columns are the same as a single column, any other as it is.

    >>> same_in_all(np.array([[1.0, 1.0], [3.0, 3.0]])).tolist()
    [[1.0], [3.0]]
    """
    if table.shape[1] < 2:
        return table
    first, second = table[:, :1], table[:, 1:2]
    # Two columns tell nearly always, without a look at all of them.
    if table.strides[1] == 0 or ((first == second).all() and (table == first).all()):
        return first
    return table


def regrouped(parts: Sequence[Columns]) -> Iterator[Columns]:
    """Yield the columns of all parts, small parts put together, none above the usual size."""
    group: list[Columns] = []
    for part in parts:
        most = block_columns(len(part.weights))
        if group and sum(item.count for item in group) + part.count > most:
            yield _joined(group)
            group = []
        group.append(part)
    if group:
        yield _joined(group)


def _joined(parts: Sequence[Columns]) -> Columns:
    if len(parts) == 1:
        return parts[0]
    return Columns(
        np.concatenate([part.weights for part in parts], axis=1),
        _joined_lags(parts),
        np.concatenate([part.ratios for part in parts]),
        np.concatenate([part.cycles for part in parts]),
        np.concatenate([part.potentials for part in parts], axis=1),
        np.concatenate([part.places for part in parts]),
    )


def _joined_lags(parts: Sequence[Columns]) -> Array:
    # Parts of one table have all a single column, or none has.
    single = all(part.lags.shape[1] == 1 for part in parts)
    if single and all((part.lags == parts[0].lags).all() for part in parts):
        return parts[0].lags
    each = (np.broadcast_to(part.lags, (len(part.lags), part.count)) for part in parts)
    return np.concatenate(list(each), axis=1)


def distinct(values: Whole) -> Whole:
    """Return the different values in order.

    ``np.unique`` loads masked arrays, which takes longer than it does in a short answer.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    return distinct_places(values).kinds


@record
class Distinct:
    """The different values of an array.

    Attributes:
        kinds: the values, in order.
        first: where each of them stands first.
        place: for every value of the array its place among those.
    """

    kinds: NDArray[Any]
    first: Whole
    place: Whole


def distinct_places(values: NDArray[Any]) -> Distinct:
    """Return the different values in order, and where they stand.

    >>> found = distinct_places(np.array([3, 1, 3]))
    >>> found.kinds.tolist(), found.first.tolist(), found.place.tolist()
    ([1, 3], [1, 0], [1, 0, 1])
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.ones(len(values), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    place = np.empty(len(values), dtype=np.intp)
    place[order] = np.cumsum(begins) - 1
    return Distinct(ordered[begins], order[begins], place)
