"""Loops with several columns of numbers, for holding the batch solver against the exact one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from all_cycles import loops
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.loop.central import CentralLoop, TimedComponent

#: Few values, so that cycles tie often; and values that are never equal.
DAYS = st.sampled_from([0.0, 1.0, 2.0, 2.0, 3.0, 0.1, 0.3]) | st.floats(0.01, 1000)
LAGS = st.sampled_from([1.0, 2.0, 0.5, 1.7]) | st.floats(0.05, 30)


@dataclass(frozen=True)
class DrawnLoop:
    """A loop, and columns of days, lags and delays for it."""

    loop: CentralLoop
    days: NDArray[np.float64]
    lags: NDArray[np.float64]
    delays: NDArray[np.float64]

    def graph(self, column: int) -> MarkedGraph:
        """Return one column as a graph with all alternatives in it."""
        arcs = tuple(
            Arc(arc.tail, arc.head, float(lag), float(delay), arc.key)
            for arc, lag, delay in zip(
                self.loop.arcs, self.lags[:, column], self.delays[:, column], strict=True
            )
        )
        return MarkedGraph(self.loop.nodes, tuple(map(float, self.days[:, column])), arcs)


def central_loop_of(graph: MarkedGraph, groups: tuple[tuple[str, ...], ...] = ()) -> CentralLoop:
    """Return a loop whose components all run at their baseline, with the arcs of a graph."""
    components = tuple(
        TimedComponent(name, Fraction(1), Fraction(1), Fraction(0), None, Fraction(1), None)
        for name in graph.nodes
    )
    return CentralLoop(components, graph.arcs, groups)


@st.composite
def drawn_loops(draw: st.DrawFn, columns: int = 4) -> DrawnLoop:
    """Any small loop that can start, with columns of numbers of its own."""
    graph = draw(loops())
    arcs = tuple(
        Arc(arc.tail, arc.head, float(arc.lag), 0, f"arc-{number}")
        for number, arc in enumerate(graph.arcs)
    )
    into: dict[int, list[str]] = {}
    for arc in arcs:
        into.setdefault(arc.head, []).append(arc.key)
    groups = [tuple(keys[:2]) for keys in into.values() if len(keys) > 2 and draw(st.booleans())]
    loop = central_loop_of(MarkedGraph(graph.nodes, graph.days, arcs), tuple(groups[:2]))
    return DrawnLoop(
        loop,
        table(draw, DAYS, len(graph.nodes), columns),
        np.array([[draw(LAGS) if arc.lag else 0.0 for _ in range(columns)] for arc in arcs]),
        table(draw, st.just(0.0) | DAYS, len(arcs), columns),
    )


def table(
    draw: st.DrawFn, values: st.SearchStrategy[float], rows: int, columns: int
) -> NDArray[np.float64]:
    """Return a table of drawn numbers."""
    row = st.lists(values, min_size=columns, max_size=columns)
    return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))
