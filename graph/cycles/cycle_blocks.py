"""The shortest cycle through each row of nodes, in arrays for blocks of rows at once.

As ``graph.cycles.shortest_cycles`` it goes from a row on and back at once, guided by the same ways,
but step by step for all rows of a block together. A cycle has a row from which neither way is
longer than half of it, so that nothing farther is gone on from.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.cycles.policy_arrays import Whole, arcs_of
from graph.records import record

#: Numbers in a table of one length for each row of a block and each row, 8 bytes each.
_TABLE = 1_000_000


def lengths_by_blocks(
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
        bounds: a length that some cycle through each row has, or more than any has; four times
            the largest fits 64 bits.

    >>> there_and_back = [[(3, 1, 0)], [(4, 0, 1)]]
    >>> lengths_by_blocks(there_and_back, ([0, 1], [0, 1]), [0, 1], ([0, 3], [0, 4]), [9, 9])
    [7, 7]
    """
    search = _BlockSearch(_ways(leaving), *map(_whole, guides))
    most, least = _whole(bounds), np.zeros(len(bounds), dtype=np.int64)
    before, after = map(_whole, roots)
    waiting = _whole(order)
    size = max(1, _TABLE // max(1, len(bounds)))
    for first in range(0, len(waiting), size):
        block = waiting[first : first + size]
        known = np.maximum(least[before[block]], least[after[block]])
        open_rows = block[known < most[block]]
        search.through(open_rows, most)
        least[block] = most[block]
    found: list[int] = most.tolist()
    return found


def _whole(values: Sequence[int]) -> Whole:
    return np.array(values, dtype=np.int64)


@record
class _Ways:
    """Arcs by the row at one of their ends.

    Attributes:
        first: the first of each row, and their count after the last.
        others: the row at the other end.
        steps: their lengths.
    """

    first: Whole
    others: Whole
    steps: Whole


def _ways(leaving: Sequence[Sequence[tuple[int, int, int]]]) -> tuple[_Ways, _Ways]:
    """Return the arcs by the row at their start, and by that at their end."""
    first = np.cumsum([0, *map(len, leaving)], dtype=np.int64)
    heads = _whole([head for out in leaving for _, head, _ in out])
    steps = _whole([length for out in leaving for length, _, _ in out])
    tails = np.repeat(np.arange(len(leaving)), np.diff(first))
    back = np.argsort(heads, kind="stable")
    back_first = np.searchsorted(heads[back], np.arange(len(leaving) + 1))
    return _Ways(first, heads, steps), _Ways(back_first, tails[back], steps[back])


class _BlockSearch:
    """Searches from all rows of a block, each with lengths of its own in a table."""

    def __init__(self, ways: tuple[_Ways, _Ways], before: Whole, after: Whole) -> None:
        """Take the arcs on and back, and the guides."""
        self._ways = ways
        self._before, self._after = before, after
        self._far = np.iinfo(np.int64).max // 2

    def through(self, rows: Whole, most: Whole) -> None:
        """Lower each bound to the length of the shortest cycle through its row.

        Args:
            rows: to search from.
            most: for each row of all a length that some cycle through it has, or more than any has.
        """
        count = len(self._before)
        tables = [np.full(len(rows) * count, self._far) for _ in range(2)]
        starts = np.arange(len(rows)) * count + rows
        for table in tables:
            table[starts] = 0
        fronts = [starts, starts]
        while len(fronts[0]) or len(fronts[1]):
            for side in range(2):
                if len(fronts[side]):
                    fronts[side] = self._step(side, fronts[side], tables, rows, most)

    def _step(
        self, side: int, front: Whole, tables: list[Whole], rows: Whole, most: Whole
    ) -> Whole:
        """Go one arc on from places of the table that got shorter; return those that do now.

        Args:
            side: 0 on, 1 back.
            front: places of the table: row of the block times all rows, plus row.
            tables: the lengths known, on and back.
            rows: that the block searches from.
            most: length of the shortest cycle known through each of all; made less where it can be.
        """
        count, near, far = len(self._before), tables[side], tables[1 - side]
        number, row = np.divmod(front, count)
        length, start = near[front], rows[number]
        near_enough = np.flatnonzero(2 * length <= most[start])
        row, length = row[near_enough], length[near_enough]
        ways = self._ways[side]
        sizes = ways.first[row + 1] - ways.first[row]
        arcs = arcs_of(row, ways.first)
        total, other = np.repeat(length, sizes) + ways.steps[arcs], ways.others[arcs]
        start = np.repeat(start[near_enough], sizes)
        place = np.repeat(front[near_enough] - row, sizes) + other
        shorter = np.flatnonzero((total < near[place]) & (total < most[start]))
        start, total, other, place = (values[shorter] for values in (start, total, other, place))
        # The way from there back to the start is this long at least.
        likely = np.flatnonzero(total + self._rest(side, other, start) < most[start])
        start, total, other, place = (values[likely] for values in (start, total, other, place))
        np.minimum.at(near, place, total)
        met = np.flatnonzero(far[place] < self._far)
        round_trip = total[met] + far[place[met]]
        # The cycle passes both.
        np.minimum.at(most, start[met], round_trip)
        np.minimum.at(most, other[met], round_trip)
        return np.unique(place)

    def _rest(self, side: int, rows: Whole, starts: Whole) -> Whole:
        gone = self._before[starts] - self._before[rows]
        left = self._after[rows] - self._after[starts]
        if side:
            gone, left = -left, -gone
        rest: Whole = np.maximum(np.maximum(gone, left), 0)
        return rest
