"""An oracle for small loops: every simple cycle, parallel dependencies told apart."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from hypothesis import strategies as st

from graph.cycles.integer_graph import Links
from graph.cycles.marked_graph import Arc, MarkedGraph, exact


@dataclass(frozen=True)
class Cycle:
    """A simple cycle with the sums over it."""

    arcs: tuple[int, ...]
    nodes: tuple[int, ...]
    days: Fraction
    delays: Fraction
    lag: Fraction

    @cached_property
    def work(self) -> Fraction:
        """Days and delays together."""
        return self.days + self.delays

    @cached_property
    def ratio(self) -> Fraction:
        """Days per round."""
        return self.work / self.lag


def all_cycles(graph: MarkedGraph) -> list[Cycle]:
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
    days = [exact(value) for value in graph.days]
    delays = [exact(arc.delay) for arc in graph.arcs]
    lags = [exact(arc.lag) for arc in graph.arcs]
    cycles = []
    for arcs in found:
        nodes = tuple(graph.arcs[arc].tail for arc in arcs)
        sums = (sum(days[node] for node in nodes), sum(delays[arc] for arc in arcs))
        cycles.append(Cycle(arcs, nodes, *sums, sum(lags[arc] for arc in arcs)))
    return cycles


def period(graph: MarkedGraph) -> Fraction:
    """Return the greatest ratio by enumeration; every cycle must have a lag."""
    return max(cycle.ratio for cycle in all_cycles(graph))


#: Few values, so that ties are frequent, and decimals that no float holds.
FEW_DAYS = st.sampled_from([0, 1, 2, 3, 4, 0.1, 0.3, 2.5])
ALL_DAYS = FEW_DAYS | st.floats(0, 1e9, allow_nan=False) | st.sampled_from([1e-9, 1e9])
DELAYS = (0, 0, 0, 0, 1, 4, 0.1, 1e-9)
WHOLE_LAGS = (0, 1, 2, 3)
REAL_LAGS = (0, 0.3, 1, 1.7, 1e-6, 250.0)


@st.composite
def graphs(
    draw: st.DrawFn,
    days: st.SearchStrategy[float] = FEW_DAYS,
    lags: Sequence[float] = WHOLE_LAGS,
) -> MarkedGraph:
    """Any graph of up to six nodes: it may be open, have no cycle, or never start."""
    count = draw(st.integers(1, 6))
    arcs = [Arc(*arc) for arc in draw(_chords(count, lags, 12))]
    names = tuple("abcdef"[:count])
    return MarkedGraph(names, tuple(draw(days) for _ in names), tuple(arcs))


@st.composite
def loops(
    draw: st.DrawFn,
    days: st.SearchStrategy[float] = FEW_DAYS,
    lags: Sequence[float] = WHOLE_LAGS,
) -> MarkedGraph:
    """A strongly connected loop that can start: a ring, capacities, chords, parallels, delays."""
    count = draw(st.integers(1, 5))
    tokens, slots = draw(st.integers(1, 3)), draw(st.integers(0, 2**count - 1))
    ring = [Arc(node, (node + 1) % count, 0) for node in range(count - 1)]
    ring.append(Arc(count - 1, 0, tokens))
    capacities = [Arc(node, node, 1 + node % 2) for node in range(count) if slots >> node & 1]
    # Whatever leads backwards needs a lag, else the loop could never start.
    chords = [
        Arc(tail, head, lag if tail < head else lag or 1, delay)
        for tail, head, lag, delay in draw(_chords(count, lags, 7))
    ]
    arcs = [*ring, *capacities, *chords]
    random.Random(draw(st.integers(0, 99))).shuffle(arcs)
    names = tuple("abcde"[:count])
    return MarkedGraph(names, tuple(draw(days) for _ in names), tuple(arcs))


def _chords(
    count: int, lags: Sequence[float], most: int
) -> st.SearchStrategy[list[tuple[int, int, float, float]]]:
    """Draw arcs as tail, head, lag and delay; one number stands for all four, which is quick."""
    every = list(itertools.product(range(count), range(count), lags, DELAYS))
    return st.lists(st.integers(0, len(every) - 1).map(every.__getitem__), max_size=most)


def ring_with_chords(seed):
    """Return a ring of nodes with as many chords; back in the order of the ring means a lag."""
    chance = random.Random(seed)
    count = chance.randint(2, 14)
    ends = [(node, (node + 1) % count) for node in range(count)]
    ends += [(chance.randrange(count), chance.randrange(count)) for _ in range(count)]
    arcs = tuple(
        Arc(tail, head, 0 if tail < head else chance.randint(1, 3), chance.choice((0, 0, 1, 2.5)))
        for tail, head in ends
    )
    days = tuple(chance.choice((0, 1, 2, Fraction(7, 3), 20)) for _ in range(count))
    return MarkedGraph(tuple(f"n{node}" for node in range(count)), days, arcs)


def least_length(start: int, links: Links, lengths: Sequence[int]) -> int | None:
    """The least sum of lengths over the cycles through a node: one plain search, nothing left out.

    By Dijkstra (1959), from the node until it comes again; lengths are 0 or more.
    """
    heap = [(lengths[arc], head) for arc, head in links[start]]
    heapq.heapify(heap)
    seen = set()
    while heap:
        length, node = heapq.heappop(heap)
        if node == start:
            return length
        if node not in seen:
            seen.add(node)
            for arc, head in links[node]:
                heapq.heappush(heap, (length + lengths[arc], head))
    return None
