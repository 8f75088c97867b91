"""Many sets of numbers for one graph, side by side: a row per arc, a column per set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]
Truth = NDArray[np.bool_]

#: Columns worked on side by side; so many rows of numbers still fit into the processor's cache.
CHUNK = 2048
#: Numbers of one table worked on at a time: large graphs take fewer columns, so that memory is
#: bounded by blocks and not by the draws.
BLOCK_NUMBERS = 1_000_000
#: The fewest columns of a block; below, Python's own steps take longer than the numbers.
LEAST_COLUMNS = 128


def block_columns(rows: int) -> int:
    """Return how many columns of so many rows are worked on side by side.

    >>> block_columns(10), block_columns(2_000), block_columns(10**6)
    (2048, 500, 128)
    """
    return min(CHUNK, max(LEAST_COLUMNS, BLOCK_NUMBERS // max(rows, 1)))


@dataclass
class Columns:
    """Sets of numbers in work. There may be more rows than arcs; they come after them.

    Attributes:
        weights: of the arcs.
        lags: of the arcs.
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

    def take(self, chosen: Truth) -> Columns:
        """Return copies of the chosen columns."""
        numbers = np.flatnonzero(chosen)
        return Columns(
            self.weights.take(numbers, axis=1),
            self.lags.take(numbers, axis=1),
            self.ratios.take(numbers),
            self.cycles.take(numbers),
            self.potentials.take(numbers, axis=1),
            self.places.take(numbers),
        )


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
        np.concatenate([part.lags for part in parts], axis=1),
        np.concatenate([part.ratios for part in parts]),
        np.concatenate([part.cycles for part in parts]),
        np.concatenate([part.potentials for part in parts], axis=1),
        np.concatenate([part.places for part in parts]),
    )
