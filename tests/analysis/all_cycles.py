"""An oracle for small loops: every simple cycle, parallel dependencies told apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from graph.analysis.timed_graph import Arc, TimedGraph, exact


@dataclass(frozen=True)
class Cycle:
    """A simple cycle with the sums over it."""

    arcs: tuple[int, ...]
    nodes: tuple[int, ...]
    days: Fraction
    delays: Fraction
    lag: Fraction

    @property
    def work(self) -> Fraction:
        """Days and delays together."""
        return self.days + self.delays

    @property
    def ratio(self) -> Fraction:
        """Days per round."""
        return self.work / self.lag


def all_cycles(graph: TimedGraph) -> list[Cycle]:
    """Walk every path that returns to its least node."""
    leaving: list[list[tuple[int, int]]] = [[] for _ in graph.nodes]
    for index, arc in enumerate(graph.arcs):
        leaving[arc.tail].append((index, arc.head))
    found: list[tuple[int, ...]] = []

    def walk(start: int, node: int, path: tuple[int, ...], seen: frozenset[int]) -> None:
        for arc, head in leaving[node]:
            if head == start:
                found.append((*path, arc))
            elif head > start and head not in seen:
                walk(start, head, (*path, arc), seen | {head})

    for start in range(len(graph.nodes)):
        walk(start, start, (), frozenset({start}))
    return [_summed(graph, arcs) for arcs in found]


def _summed(graph: TimedGraph, arcs: tuple[int, ...]) -> Cycle:
    nodes = tuple(graph.arcs[arc].tail for arc in arcs)
    return Cycle(
        arcs,
        nodes,
        sum((exact(graph.days[node]) for node in nodes), Fraction(0)),
        sum((exact(graph.arcs[arc].delay) for arc in arcs), Fraction(0)),
        sum((exact(graph.arcs[arc].lag) for arc in arcs), Fraction(0)),
    )


def period(graph: TimedGraph) -> Fraction:
    """Return the greatest ratio by enumeration; every cycle must have a lag."""
    return max(cycle.ratio for cycle in all_cycles(graph))


#: Days and delays: few values, so that ties are frequent, and decimals that no float holds.
FEW_DAYS = st.integers(0, 4) | st.sampled_from([0.1, 0.3, 2.5])
ALL_DAYS = FEW_DAYS | st.floats(0, 1e9, allow_nan=False) | st.sampled_from([1e-9, 1e9])
WHOLE_LAGS = st.integers(0, 3)
REAL_LAGS = st.sampled_from([0, 0.3, 1, 1.7, 1e-6, 250.0])


@st.composite
def graphs(
    draw: st.DrawFn,
    days: st.SearchStrategy[float] = FEW_DAYS,
    lags: st.SearchStrategy[float] = WHOLE_LAGS,
) -> TimedGraph:
    """Any graph of up to six nodes: it may be open, have no cycle, or never start."""
    count = draw(st.integers(1, 6))
    node = st.integers(0, count - 1)
    arcs = draw(st.lists(st.builds(Arc, node, node, lags, st.just(0) | days), max_size=12))
    return TimedGraph(tuple("abcdef"[:count]), tuple(draw(days) for _ in range(count)), tuple(arcs))


@st.composite
def loops(
    draw: st.DrawFn,
    days: st.SearchStrategy[float] = FEW_DAYS,
    lags: st.SearchStrategy[float] = WHOLE_LAGS,
) -> TimedGraph:
    """A strongly connected loop that can start: a ring, capacities, chords, parallels, delays."""
    count = draw(st.integers(1, 5))
    node = st.integers(0, count - 1)
    chords = draw(st.lists(st.tuples(node, node, lags, st.just(0) | days), max_size=7))
    ring = [
        Arc(n, (n + 1) % count, 0 if n < count - 1 else draw(st.integers(1, 3)))
        for n in range(count)
    ]
    capacities = [Arc(n, n, draw(st.integers(1, 2))) for n in draw(st.sets(node))]
    # Whatever leads backwards needs a lag, else the loop could never start.
    others = [Arc(u, v, lag if u < v else lag or 1, delay) for u, v, lag, delay in chords]
    arcs = draw(st.permutations([*ring, *capacities, *others]))
    return TimedGraph(tuple("abcde"[:count]), tuple(draw(days) for _ in range(count)), tuple(arcs))
