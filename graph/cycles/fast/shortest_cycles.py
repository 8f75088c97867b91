"""Rows of nodes and the arcs between them as arrays, for the compiled search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.cycles.fast.shortest_cycle_kernel import shortest_through

_Whole = NDArray[np.int64]


def compiled_lengths(
    leaving: Sequence[Sequence[tuple[int, int, int]]],
    roots: tuple[Sequence[int], Sequence[int]],
    order: Sequence[int],
    guides: tuple[Sequence[int], Sequence[int]],
    bounds: Sequence[int],
) -> list[int]:
    """Return the length of the shortest cycle through each row.

    Args:
        leaving: for each row its arcs to other rows: length, row, arc.
        roots: for each row one before and one after it that all cycles through it pass.
        order: the rows to search; others keep their bound.
        guides: lengths of the ways from some landmarks to each row, and from it to them.
        bounds: a length that some cycle through each row has, or more than any has.
    """
    first = np.cumsum([0, *map(len, leaving)], dtype=np.int64)
    heads = np.array([head for out in leaving for _, head, _ in out], dtype=np.int64)
    steps = np.array([length for out in leaving for length, _, _ in out], dtype=np.int64)
    tails = np.repeat(np.arange(len(leaving)), np.diff(first))
    back = np.argsort(heads, kind="stable")
    back_first = np.searchsorted(heads[back], np.arange(len(leaving) + 1))
    most = np.array(bounds, dtype=np.int64)
    ways = (first, heads, steps, back_first, tails[back], steps[back])
    before, after = map(_whole, guides)
    shortest_through(*ways, before, after, np.array(roots, dtype=np.int64), _whole(order), most)
    return [int(length) for length in most.tolist()]


def _whole(values: Sequence[int]) -> _Whole:
    return np.array(values, dtype=np.int64)
