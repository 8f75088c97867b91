"""One column of many, solved by itself in whole numbers."""

from __future__ import annotations

from graph.cycles.batch.bellman_ford import SweepGraph
from graph.cycles.batch.columns import Array
from graph.cycles.cycle_ratio import CycleRatio, maximum_cycle_ratio
from graph.cycles.marked_graph import Arc, TimedGraph


def exact_ratio(graph: SweepGraph, weights: Array, lags: Array) -> CycleRatio | None:
    """Return the greatest cycle ratio of one column; ``None`` if the graph has no cycle.

    Args:
        graph: the graph of the arcs.
        weights: of the arcs, and of whatever comes after them.
        lags: likewise.
    """
    names = tuple(map(str, range(graph.node_count)))
    ends = zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)
    arcs = tuple(
        Arc(tail, head, lag, weight)
        for (tail, head), lag, weight in zip(ends, lags.tolist(), weights.tolist(), strict=False)
    )
    return maximum_cycle_ratio(TimedGraph(names, (0,) * len(names), arcs))
