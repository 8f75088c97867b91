"""The search of ``graph.cycles.shortest_cycles`` in compiled code, with the same steps."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))


@_compiled
def shortest_through(  # type: ignore[no-untyped-def]
    first, heads, steps, back_first, tails, back_steps, roots, order, most
) -> None:
    """Lower each bound to the length of the shortest cycle through its row.

    Args:
        first: the first arc of each row, and the count of arcs after the last.
        heads: row at the end of each arc; arcs are sorted by the row at their start, and by length.
        steps: length of each arc, whole; no way is so long that it does not fit 64 bits.
        back_first: the first incoming arc of each row, and the count after the last.
        tails: row at the start of each of these; they are sorted likewise by the row at their end.
        back_steps: length of each of them.
        roots: two rows, before and after, that all cycles through each row pass.
        order: the rows to search.
        most: for each row a length that some cycle through it has, or more than any has.
    """
    count = len(most)
    least = np.zeros(count, np.int64)
    # Both sides of the search in one array each: a search begins with a new stamp.
    found, came_by = np.zeros((2, count), np.int64), np.zeros((2, count), np.int32)
    seen, settled = np.full((2, count), -1, np.int32), np.full(count, -1, np.int32)
    # Each arc is looked at once on a side at most.
    lengths = np.empty((2, len(heads) + 1), np.int64)
    rows = np.empty((2, len(heads) + 1), np.int32)
    waiting, reached = np.zeros(2, np.int64), np.zeros(2, np.int64)
    marks = (found, came_by, seen, settled, least, lengths, rows, waiting)
    for stamp in range(len(order)):
        start = order[stamp]
        known = max(least[roots[0, start]], least[roots[1, start]])
        if known >= most[start]:
            least[start] = most[start]
            continue
        best, middle = most[start], -1
        waiting[:], reached[:] = 0, 0
        settled[start] = stamp
        on, back = (first, heads, steps), (back_first, tails, back_steps)
        best, middle = _go_on(*on, start, 0, 0, 0, stamp, best, middle, *marks)
        best, middle = _go_on(*back, start, 0, 0, 1, stamp, best, middle, *marks)
        while waiting[0] > 0 and waiting[1] > 0:
            # Take the next row, on the side on which fewer wait.
            side = 0 if waiting[0] <= waiting[1] else 1
            length, row = lengths[side, 0], rows[side, 0]
            reached[side] = length
            if length + reached[1 - side] >= best:
                break
            waiting[side] -= 1
            _pop(lengths, rows, side, waiting[side])
            if settled[row] == stamp:
                continue
            settled[row] = stamp
            rest = (row, length, reached[1 - side], side, stamp, best, middle)
            if side == 0:
                best, middle = _go_on(*on, *rest, *marks)
            else:
                best, middle = _go_on(*back, *rest, *marks)
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
    row,
    length,
    reached,
    side,
    stamp,
    best,
    middle,
    found,
    came_by,
    seen,
    settled,
    least,
    lengths,
    rows,
    waiting,
):
    """Go on from a row on one side; return the best length and where the sides met for it."""
    # From a row that the other side has not settled the rest is what that has reached at least.
    room = best - length - reached
    for place in range(first[row], first[row + 1]):
        if steps[place] >= room:
            break
        other, total = ends[place], length + steps[place]
        if settled[other] == stamp or least[other] >= best:
            continue
        if seen[side, other] == stamp and total >= found[side, other]:
            continue
        seen[side, other] = stamp
        found[side, other] = total
        came_by[side, other] = row
        _push(lengths, rows, side, waiting[side], total, other)
        waiting[side] += 1
        if seen[1 - side, other] == stamp and total + found[1 - side, other] < best:
            best, middle = total + found[1 - side, other], other
    return best, middle


@_compiled
def _push(lengths, rows, side, size, length, row):  # type: ignore[no-untyped-def]
    """Add to the heap of one side, which holds ``size``."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if lengths[side, above] <= length:
            break
        lengths[side, place], rows[side, place] = lengths[side, above], rows[side, above]
        place = above
    lengths[side, place], rows[side, place] = length, row


@_compiled
def _pop(lengths, rows, side, size):  # type: ignore[no-untyped-def]
    """Take the least from the heap of one side, which holds ``size`` then."""
    length, row = lengths[side, size], rows[side, size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and lengths[side, below + 1] < lengths[side, below]:
            below += 1
        if lengths[side, below] >= length:
            break
        lengths[side, place], rows[side, place] = lengths[side, below], rows[side, below]
        place = below
    lengths[side, place], rows[side, place] = length, row
