"""Columns in which more than one cycle is critical."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from graph.cycles.batch.bellman_ford import Gains, SweepGraph
from graph.cycles.batch.columns import Array, Columns, Truth, Whole
from graph.cycles.ordering import shortest_cycle, strongly_connected
from graph.records import record

#: Ratios that differ by less than this part count as equal.
EQUAL = 1e-10
#: Patterns of rows that are remembered at most.
_MOST_MET = 1000
_NOWHERE: Whole = np.zeros(0, dtype=np.intp)


@record(slots=False)
class Tie:
    """Several critical cycles at once.

    Attributes:
        places: the columns in which they tie.
        nodes: all nodes on any of them.
        arcs: one of them, in order: through the first node of all, with the fewest arcs.
        rows: the same cycle after folding.
    """

    places: Whole
    nodes: tuple[int, ...]
    arcs: tuple[int, ...]
    rows: tuple[int, ...]


def tied_rows(
    sweeps: SweepGraph, columns: Columns, gains: Gains, own_ratios: Array, lengths: Whole
) -> tuple[Truth, Truth]:
    """Return which rows are critical, and in which columns that is more than one cycle.

    Args:
        sweeps: the graph after folding.
        columns: with proven potentials.
        gains: of their arcs.
        own_ratios: of the rows that are cycles by themselves.
        lengths: how many rows the cycle known to be critical has, per column.
    """
    on_cycles = sweeps.on_cycles(sweeps.tight(columns, gains))
    own = own_ratios >= columns.ratios * (1 - EQUAL)
    rows = np.concatenate([on_cycles, own])
    return rows, rows.sum(axis=0) != lengths


def ties_of(
    tied: tuple[Truth, Truth],
    places: Whole,
    paths: Sequence[tuple[int, ...]],
    links: Sequence[tuple[int, int]],
    met: dict[bytes, Tie | None],
) -> list[Tie]:
    """Return the ties, the columns with the same critical rows together.

    Args:
        tied: what ``tied_rows`` gave.
        places: where each column belongs.
        paths: the arcs that each row stands for.
        links: tail and head of each arc.
        met: ties of this graph by their pattern of rows, in whatever columns; new ones are added.
    """
    rows, several = tied
    chosen = np.flatnonzero(several)
    if not len(chosen):
        return []
    packed = np.ascontiguousarray(np.packbits(rows[:, chosen], axis=0).T)
    alike: dict[bytes, list[int]] = {}
    for column, packed_rows in zip(chosen.tolist(), packed, strict=True):
        alike.setdefault(packed_rows.tobytes(), []).append(column)
    ties = []
    for pattern, columns in alike.items():
        if pattern not in met:
            if len(met) >= _MOST_MET:
                met.clear()
            critical = np.flatnonzero(rows[:, columns[0]]).tolist()
            met[pattern] = _tie(critical, paths, links)
        found = met[pattern]
        if found is not None:
            ties.append(replace(found, places=places[columns]))
    return ties


def _tie(
    critical: Sequence[int],
    paths: Sequence[tuple[int, ...]],
    links: Sequence[tuple[int, int]],
) -> Tie | None:
    """Return the tie of these rows, in no columns yet."""
    arcs = sorted({arc for row in critical for arc in paths[row]})
    nodes = sorted({node for arc in arcs for node in links[arc]})
    place = {node: position for position, node in enumerate(nodes)}
    leaving: list[list[tuple[int, int]]] = [[] for _ in nodes]
    for arc in arcs:
        tail, head = links[arc]
        leaving[place[tail]].append((arc, place[head]))
    sets = strongly_connected([[head for _, head in out] for out in leaving])
    part = {node: number for number, members in enumerate(sets) for node in members}
    on_cycles = sorted(
        node for node, out in enumerate(leaving) if any(part[head] == part[node] for _, head in out)
    )
    if not on_cycles:
        return None
    cycle = shortest_cycle(on_cycles[0], leaving) or ()
    step = {arc: number for number, arc in enumerate(cycle)}
    rows = [row for row in critical if all(arc in step for arc in paths[row])]
    rows.sort(key=lambda row: step[paths[row][0]])
    return Tie(_NOWHERE, tuple(nodes[node] for node in on_cycles), cycle, tuple(rows))
