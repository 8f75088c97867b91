"""Rows of nodes and the arcs between them as arrays, for the compiled search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.cycles.fast.shortest_cycle_kernel import shortest_through

_Whole = NDArray[np.int64]
_Ways = Sequence[Sequence[tuple[int, int]]]


def compiled_lengths(
    on: _Ways,
    back: _Ways,
    roots: tuple[Sequence[int], Sequence[int]],
    order: Sequence[int],
    bounds: Sequence[int],
) -> list[int]:
    """Return the length of the shortest cycle through each row.

    Args:
        on: for each row the lengths of its arcs to other rows, and these rows, by length.
        back: the same for the arcs that come to it.
        roots: for each row one before and one after it that all cycles through it pass.
        order: the rows to search; others keep their bound.
        bounds: a length that some cycle through each row has, or more than any has.
    """
    most = _whole(bounds)
    shortest_through(*_flat(on), *_flat(back), np.array(roots, dtype=np.int64), _whole(order), most)
    lengths: list[int] = most.tolist()
    return lengths


def _flat(ways: _Ways) -> tuple[_Whole, _Whole, _Whole]:
    """Return where the ways of each row begin, the rows at their ends, and their lengths."""
    first = np.cumsum([0, *map(len, ways)], dtype=np.int64)
    flat = np.array([way for out in ways for way in out], dtype=np.int64).reshape(-1, 2)
    return first, flat[:, 1].copy(), flat[:, 0].copy()


def _whole(values: Sequence[int]) -> _Whole:
    return np.array(values, dtype=np.int64)
