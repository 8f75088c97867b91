"""The points of the draws: scores made row by row, of those points alone that stand for the map."""

from __future__ import annotations

from collections import deque
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Distinct, distinct_places
from graph.loop.study import Study
from graph.records import record
from graph.statistics.sobol import Net, scrambled_net, unpacked_net
from graph.workers import near_workers, parts_of

#: Scores that are kept for studies that are compared: 100 megabytes.
_MOST_SHARED = 12_500_000

#: Scores that are kept for the next question about the same map: 8 megabytes.
_MOST_KEPT = 1_000_000

#: Rows of points whose direction numbers are kept for another time: 130 kilobytes.
_MOST_KEPT_ROWS = 1_000

Array = NDArray[np.float64]


@record(slots=False)
class Repeats:
    """Which draws are the same as others, so that they are solved once.

    Attributes:
        first: one column of each that is different.
        place: for every column its place among those.
    """

    first: NDArray[np.intp]
    place: NDArray[np.intp]


@record(slots=False)
class ChosenPoints:
    """Which of the points drawn stand for a map, and by how much they were moved.

    Attributes:
        numbers: of a point for each draw, in order; a point may be there more than once.
        shift: by how much the rows of ``Draws.table`` are moved, one number each.
    """

    numbers: NDArray[np.intp]
    shift: Array

    @cached_property
    def met(self) -> Distinct:
        """The different points, and which of them stands for each draw."""
        return distinct_places(self.numbers)

    @property
    def repeats(self) -> Repeats | None:
        """Which draws are the same as others; ``None`` if none is."""
        met = self.met
        return Repeats(met.first, met.place) if len(met.first) < len(self.numbers) else None

    def same_as(self, other: ChosenPoints | None) -> bool:
        """Return whether the same points were chosen and moved alike."""
        return (
            other is not None
            and np.array_equal(self.numbers, other.numbers)
            and np.array_equal(self.shift, other.shift)
        )


def share_scores(*studies: Study) -> None:
    """Let studies that are asked one after the other draw their scores once, however many."""
    shared = ScoresCache(studies[0], most=_MOST_SHARED)
    for study in studies:
        study.keep_for_evidence(ScoresCache, shared)


@record(slots=False)
class _Scores:
    """Scores, and what they were made of."""

    key: tuple[int, int, int]
    chosen: ChosenPoints | None
    table: Array


class ScoresCache:
    """The scores last drawn for a map: with another supposition on top they are the same."""

    def __init__(self, study: Study, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._nets = study.kept_draws.nets
        # Key and scores in one, so that no thread ever sees the one without the other.
        self._last: _Scores | None = None

    def scores(self, rows: int, count: int, seed: int, chosen: ChosenPoints | None) -> Array:
        """Return scores that are not to be written to.

        Args:
            rows: how many.
            count: of points.
            seed: of theirs.
            chosen: which of them stand for the draws; without it each for itself.
        """
        key, last = (rows, count, seed), self._last
        if last is not None and last.key == key:
            if last.chosen is None:
                return last.table if chosen is None else _moved(last.table, chosen)
            if last.chosen.same_as(chosen):
                return last.table
        scores = _drawn(self._net(*key), chosen)
        scores.flags.writeable = False
        if scores.size <= self._most:
            self._last = _Scores(key, chosen, scores)
        return scores

    def _net(self, rows: int, count: int, seed: int) -> Net:
        packed = self._nets.get((rows, count, seed))
        if packed is not None:
            return unpacked_net(packed, rows, count, seed)
        net = scrambled_net(rows, count, seed)
        if rows <= _MOST_KEPT_ROWS:
            self._nets[rows, count, seed] = net.packed()
        return net


def _moved(scores: Array, chosen: ChosenPoints) -> Array:
    """Return the columns of the points chosen, the rows that are weighed moved."""
    found: Array = scores[:, chosen.numbers]
    found[: chosen.shift.size] += chosen.shift[:, np.newaxis]
    return found


@record(slots=False)
class _Drawing:
    """Scores that are to be made."""

    net: Net
    chosen: ChosenPoints | None
    table: Array


def _drawn(net: Net, chosen: ChosenPoints | None) -> Array:
    """Return the scores of the points chosen, or of all."""
    columns = net.count if chosen is None else chosen.numbers.size
    workers = near_workers(net.dimensions * columns)
    drawing = _Drawing(net, chosen, workers.table(net.dimensions, columns))
    parts = parts_of(net.dimensions)
    deque(workers.run(_draw_rows, drawing, parts, len(parts)), maxlen=0)
    return drawing.table


def _draw_rows(drawing: _Drawing, rows: slice) -> None:
    table, chosen = drawing.table[rows], drawing.chosen
    if chosen is None:
        drawing.net.fill(table, first=rows.start)
        return
    met = chosen.met
    made = np.empty((len(table), len(met.kinds)))
    drawing.net.fill(made, met.kinds, rows.start)
    shift = chosen.shift[rows]
    made[: shift.size] += shift[:, np.newaxis]
    made.take(met.place, axis=1, out=table)


@record(slots=False)
class _Moving:
    """Rows that are to be moved, and where they are to stand then."""

    before: Array
    shift: Array
    after: Array


def moved_rows(table: Array, shift: Array) -> Array:
    """Return a table with each of its rows moved by so much."""
    workers, parts = near_workers(table.size), parts_of(len(table))
    moving = _Moving(table, shift, workers.table(*table.shape))
    deque(workers.run(_move_rows, moving, parts, len(parts)), maxlen=0)
    return moving.after


def _move_rows(moving: _Moving, rows: slice) -> None:
    np.add(moving.before[rows], moving.shift[rows, np.newaxis], out=moving.after[rows])
