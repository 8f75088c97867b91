"""Sweeps over the arcs of one graph for many columns at once, in compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.cycles.fast.switch import can_keep_compiled

_compiled = njit(cache=can_keep_compiled(__file__))

#: Columns worked on side by side, so that their potentials stay in the processor's cache.
_BLOCK = 64


@_compiled
def raise_once(into, first, tails, gains, potentials) -> None:  # type: ignore[no-untyped-def]
    """Raise the potentials along every arc, node by node, with the additions of plain NumPy.

    Args:
        into: arcs sorted by the node at their end.
        first: the first of them for each node, and the count of arcs after the last.
        tails: node at the start of each arc.
        gains: of each arc (row) in each column.
        potentials: of each node (row) in each column; changed in place.
    """
    columns = gains.shape[1]
    for start in range(0, columns, _BLOCK):
        end = min(columns, start + _BLOCK)
        for head in range(len(first) - 1):
            row = potentials[head, start:end]
            for place in range(first[head], first[head + 1]):
                arc = into[place]
                gain = gains[arc, start:end]
                tail = potentials[tails[arc], start:end]
                for column in range(end - start):
                    value = tail[column] + gain[column]
                    if value > row[column]:
                        row[column] = value


@_compiled
def latest(into, first, tails, gains, potentials):  # type: ignore[no-untyped-def]
    """Return for each node and column the arc by which it is reached latest, the first of several.

    Args:
        into: as above.
        first: likewise.
        tails: likewise.
        gains: likewise.
        potentials: likewise.
    """
    count, columns = potentials.shape
    found = np.zeros((count, columns), np.int64)
    for start in range(0, columns, _BLOCK):
        end = min(columns, start + _BLOCK)
        best = np.empty(end - start)
        for head in range(count):
            best[:] = -np.inf
            found[head, start:end] = into[first[head]]
            for place in range(first[head], first[head + 1]):
                arc = into[place]
                for column in range(end - start):
                    value = potentials[tails[arc], start + column] + gains[arc, start + column]
                    if value > best[column]:
                        best[column] = value
                        found[head, start + column] = arc
    return found
