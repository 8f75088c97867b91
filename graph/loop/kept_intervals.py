"""Intervals of tables of draws, worked out anew only for the rows that have changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.cycles.batch.columns import Array
from graph.estimates import Interval
from graph.loop.sampled import intervals_of_draws
from graph.loop.study import Study

#: Numbers of a table up to which it is kept.
_MOST_KEPT = 200_000


@dataclass(frozen=True)
class _Kept:
    table: Array
    intervals: tuple[Interval, ...]


class KeptIntervals:
    """The intervals last worked out for a map: a supposition changes those of few rows."""

    def __init__(self, _: Study) -> None:
        self._kept: dict[str, _Kept] = {}

    def intervals(self, name: str, table: Array) -> tuple[Interval, ...]:
        """Return the interval of each row.

        Args:
            name: which table it is.
            table: a row per component and a column per draw.
        """
        kept = self._kept.get(name)
        if kept is None or kept.table.shape != table.shape:
            found = list(intervals_of_draws(table))
        else:
            found = list(kept.intervals)
            changed = np.flatnonzero((kept.table != table).any(axis=1))
            anew = intervals_of_draws(table[changed]) if len(changed) else []
            for row, interval in zip(changed.tolist(), anew, strict=True):
                found[row] = interval
        if table.size <= _MOST_KEPT:
            self._kept[name] = _Kept(table, tuple(found))
        return tuple(found)
