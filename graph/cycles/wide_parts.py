"""The strongly connected parts of a large graph, made of arrays instead of one object per arc."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from graph.cycles.fast.switch import is_wanted
from graph.cycles.howard_part import Part
from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.one_pass import levels_of
from graph.cycles.policy_arrays import Truth, Whole


def wide_parts(graph: IntegerGraph) -> tuple[Part, ...] | None:
    """Return the parts that hold a cycle.

    Returns:
        ``None`` if some arcs without lag form a cycle.
    """
    count = len(graph.names)
    tails, heads = np.array(graph.tails, dtype=np.int64), np.array(graph.heads, dtype=np.int64)
    by_tail = np.argsort(tails, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(tails, minlength=count))))
    labels = _labels(first, heads[by_tail])
    inside = labels[tails] == labels[heads]
    try:
        lags = np.array(graph.lags, dtype=np.int64)
    except OverflowError:
        lags = None
    zero = np.array([not lag for lag in graph.lags]) if lags is None else lags == 0
    without_lag = inside & zero
    order = _order(first, heads[by_tail], without_lag[by_tail])
    if len(order) < count:
        return None
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    # Arcs by part, then by the place of their tail, as they come; nodes likewise.
    arcs = np.flatnonzero(inside)
    arcs = arcs[np.lexsort((rank[tails[arcs]], labels[tails[arcs]]))]
    nodes = order[np.argsort(labels[order], kind="stable")]
    numbers = np.arange(labels.max() + 2)
    arc_ends = np.searchsorted(labels[tails[arcs]], numbers)
    node_ends = np.searchsorted(labels[nodes], numbers)
    place = np.empty(count, dtype=np.int64)
    place[nodes] = np.arange(count) - node_ends[labels[nodes]]
    parts = []
    for label in np.flatnonzero(np.diff(arc_ends)).tolist():
        own_arcs = arcs[arc_ends[label] : arc_ends[label + 1]]
        own_nodes = nodes[node_ends[label] : node_ends[label + 1]]
        counts = np.bincount(place[tails[own_arcs]], minlength=len(own_nodes))
        part = Part(
            nodes=_packed(own_nodes),
            arcs=_packed(own_arcs),
            heads=_packed(place[heads[own_arcs]]),
            lags=_those_at(graph.lags, lags, own_arcs),
            counts=_packed(counts),
        )
        parts.append(part)
    return tuple(parts)


def _packed(values: Whole) -> Sequence[int]:
    """Return the numbers in the least room in which they are still Python's own."""
    found = array("q")
    found.frombytes(values.astype(np.int64).tobytes())
    return found


def _those_at(values: Sequence[int], whole: Whole | None, places: Whole) -> Sequence[int]:
    """Return the numbers at some places, from the array of them if they fit one."""
    if whole is not None:
        return _packed(whole[places])
    return [values[place] for place in places.tolist()]


def arcs_on_cycles(graph: IntegerGraph, arcs: Sequence[int]) -> list[int]:
    """Return those of some arcs, in their order, that lie on a cycle of such arcs."""
    count, chosen = len(graph.names), np.array(arcs, dtype=np.int64)
    tails = np.array([graph.tails[arc] for arc in arcs], dtype=np.int64)
    heads = np.array([graph.heads[arc] for arc in arcs], dtype=np.int64)
    by_tail = np.argsort(tails, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(tails, minlength=count))))
    labels = _labels(first, heads[by_tail])
    found: list[int] = chosen[labels[tails] == labels[heads]].tolist()
    return found


def _labels(first: Whole, heads: Whole) -> Whole:
    """Return for each node the number of its strongly connected set."""
    if is_wanted(len(heads)):
        # It loads numba.
        from graph.cycles.fast.order_kernel import strongly_connected_labels

        labels: Whole = strongly_connected_labels(first, heads)
        return labels
    # SciPy takes longer to load than all else where it is not needed.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = len(first) - 1
    links = csr_array((np.ones(len(heads), dtype=np.int8), heads, first), shape=(count, count))
    return connected_components(links, connection="strong")[1].astype(np.int64)


def _order(first: Whole, heads: Whole, counts: Truth) -> Whole:
    """Return the nodes so that every arc that counts leads forward; fewer if some form a cycle."""
    if is_wanted(len(heads)):
        from graph.cycles.fast.order_kernel import topological_order

        order: Whole = topological_order(first, heads, counts)
        return order
    tails = np.repeat(np.arange(len(first) - 1), np.diff(first))
    levels = levels_of(tails[counts], heads[counts], len(first) - 1)
    return np.concatenate(levels) if levels else np.zeros(0, dtype=np.int64)
