"""The search of ``graph.cycles.shortest_cycles`` in compiled code, with the same steps."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def shortest_through(  # type: ignore[no-untyped-def]
    first, heads, steps, back_first, tails, back_steps, before, after, roots, order, most
) -> None:
    """Lower each bound to the length of the shortest cycle through its row.

    Args:
        first: the first arc of each row, and the count of arcs after the last.
        heads: row at the end of each arc; arcs are sorted by the row at their start.
        steps: length of each arc, whole; the sum of all fits four times into 64 bits.
        back_first: the first incoming arc of each row, and the count after the last.
        tails: row at the start of each incoming arc; they are sorted by the row at their end.
        back_steps: length of each of them.
        before: length of the way from some landmarks to each row.
        after: the same from each row to them.
        roots: two rows, before and after, that all cycles through each row pass.
        order: the rows to search.
        most: for each row a length that some cycle through it has, or more than any has.
    """
    count = len(most)
    least = np.zeros(count, np.int64)
    # Both sides of the search in one array each: a search begins with a new stamp.
    found, came_by = np.zeros((2, count), np.int64), np.zeros((2, count), np.int64)
    seen, settled = np.full((2, count), -1, np.int64), np.full(count, -1, np.int64)
    wholes, lengths, rows = _heap(len(heads)), _heap(len(heads)), _heap(len(heads))
    waiting, reached = np.zeros(2, np.int64), np.zeros(2, np.int64)
    for stamp in range(len(order)):
        start = order[stamp]
        known = max(least[roots[0, start]], least[roots[1, start]])
        if known >= most[start]:
            least[start] = most[start]
            continue
        best, middle = most[start], -1
        waiting[:], reached[:] = 0, 0
        settled[start] = stamp
        marks = (found, came_by, seen, settled, wholes, lengths, rows, waiting)
        on, back = (first, heads, steps, after, before), (back_first, tails, back_steps)
        best, middle = _go_on(*on, start, 0, 0, start, stamp, best, middle, *marks)
        best, middle = _go_on(*back, before, after, start, 0, 1, start, stamp, best, middle, *marks)
        while waiting[0] > 0 and waiting[1] > 0:
            # Take the next row, on the side on which fewer wait.
            side = 0 if waiting[0] <= waiting[1] else 1
            reached[side] = wholes[side, 0]
            length, row = lengths[side, 0], rows[side, 0]
            if reached[side] >= best:
                break
            waiting[side] -= 1
            _pop(wholes, lengths, rows, side, waiting[side])
            if settled[row] == stamp:
                continue
            settled[row] = stamp
            gone, come = before[row] - before[start], after[start] - after[row]
            left = max(gone, come) if side == 0 else max(-come, -gone)
            if length + reached[1 - side] - max(left, 0) >= best:
                continue
            if side == 0:
                best, middle = _go_on(*on, row, length, 0, start, stamp, best, middle, *marks)
            else:
                best, middle = _go_on(
                    *back, before, after, row, length, 1, start, stamp, best, middle, *marks
                )
        most[start] = least[start] = best
        for side in range(2):
            row = middle
            while row >= 0 and row != start:
                most[row] = min(most[row], best)
                row = came_by[side, row]


@_compiled
def _go_on(  # type: ignore[no-untyped-def]
    first,
    ends,
    steps,
    left,
    gone,
    row,
    length,
    side,
    start,
    stamp,
    best,
    middle,
    found,
    came_by,
    seen,
    settled,
    wholes,
    lengths,
    rows,
    waiting,
):
    """Go on from a row on one side; return the best length and where the sides met for it."""
    for place in range(first[row], first[row + 1]):
        other, total = ends[place], length + steps[place]
        if settled[other] == stamp:
            continue
        if seen[side, other] == stamp and total >= found[side, other]:
            continue
        rest = max(left[other] - left[start], gone[start] - gone[other])
        whole = total + max(rest, 0)
        if whole < best:
            seen[side, other] = stamp
            found[side, other] = total
            came_by[side, other] = row
            _push(wholes, lengths, rows, side, waiting[side], whole, total, other)
            waiting[side] += 1
            if seen[1 - side, other] == stamp and total + found[1 - side, other] < best:
                best, middle = total + found[1 - side, other], other
    return best, middle


@_compiled
def _heap(arcs):  # type: ignore[no-untyped-def]
    """Return room for what waits: each arc is looked at once on a side at most."""
    return np.empty((2, arcs + 1), np.int64)


@_compiled
def _push(wholes, lengths, rows, side, size, whole, length, row):  # type: ignore[no-untyped-def]
    """Add to the heap of one side, which holds ``size``."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if wholes[side, above] <= whole:
            break
        wholes[side, place] = wholes[side, above]
        lengths[side, place] = lengths[side, above]
        rows[side, place] = rows[side, above]
        place = above
    wholes[side, place], lengths[side, place], rows[side, place] = whole, length, row


@_compiled
def _pop(wholes, lengths, rows, side, size):  # type: ignore[no-untyped-def]
    """Take the least from the heap of one side, which holds ``size`` then."""
    whole, length, row = wholes[side, size], lengths[side, size], rows[side, size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and wholes[side, below + 1] < wholes[side, below]:
            below += 1
        if wholes[side, below] >= whole:
            break
        wholes[side, place] = wholes[side, below]
        lengths[side, place] = lengths[side, below]
        rows[side, place] = rows[side, below]
        place = below
    wholes[side, place], lengths[side, place], rows[side, place] = whole, length, row
