"""Times the draws of the shipped map against a loop over draws with networkx.

Run with ``python tests/benchmarks/bench_draws.py``. Ratios are of times in this one run. The peer
finds each period by bisection with ``networkx.negative_edge_cycle``, once for the period and once
more for each component on the critical cycle; it is timed on a few draws and scaled up.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from graph.files import shipped_ontology
from graph.loop.sampled import LoopDraws, draw_loop
from graph.loop.study import Study
from graph.ontology.reading import read_ontology

DRAWS = 8192
#: Draws on which networkx is timed.
PEER_DRAWS = 3
#: How closely networkx brackets a period, relative to it.
PEER_TOLERANCE = 1e-6


def answer(study: Study, draws: int) -> LoopDraws:
    """Return period, criticality and blocking shares of all draws."""
    drawn = draw_loop(study, draws, seed=0)
    assert drawn.period_days.size == draws
    assert drawn.criticality
    assert drawn.blocking_shares.shape[1] == draws
    return drawn


class Peer:
    """One draw as a networkx graph; parallel dependencies are told apart by extra nodes."""

    def __init__(self, drawn: LoopDraws, draw: int, dropped: set[str]) -> None:
        uncertain, loop = drawn.uncertain, drawn.loop
        self.own = 0.0
        self.edges = []
        for row, arc in enumerate(loop.arcs):
            lag, delay = uncertain.lags[row, draw], uncertain.delays[row, draw]
            if arc.key in dropped:
                continue
            if arc.tail == arc.head:
                self.own = max(self.own, (uncertain.days[arc.tail, draw] + delay) / lag)
            else:
                self.edges.append((arc.tail, arc.head, delay, lag))
        self.days = uncertain.days[:, draw].copy()
        self.floors = uncertain.floor_days[:, draw]

    def has_slower_cycle(self, period: float) -> bool:
        """Return whether some cycle takes longer per round than this."""
        graph = nx.DiGraph()
        for number, (tail, head, delay, lag) in enumerate(self.edges):
            weight = period * lag - delay - self.days[tail]
            if graph.has_edge(tail, head):
                graph.add_edge(tail, ("via", number), weight=weight)
                graph.add_edge(("via", number), head, weight=0.0)
            else:
                graph.add_edge(tail, head, weight=weight)
        return nx.negative_edge_cycle(graph)

    def period(self) -> float:
        """Return the period by bisection."""
        low, high = 0.0, float(self.days.sum() * 2 + 1)
        while high - low > PEER_TOLERANCE * high:
            middle = (low + high) / 2
            low, high = (middle, high) if self.has_slower_cycle(middle) else (low, middle)
        return max(low, self.own)

    def period_at_floor(self, node: int) -> float:
        """Return the period if one component took only its floor."""
        kept, self.days[node] = self.days[node], self.floors[node]
        period = self.period()
        self.days[node] = kept
        return period


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the shortest of several durations, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def peer_seconds(drawn: LoopDraws) -> float:
    """Return what networkx takes per draw, the alternatives of the central estimate taken."""
    dropped = {key for group in drawn.loop.groups for key in group[1:]}
    start = time.perf_counter()
    for draw in range(PEER_DRAWS):
        peer = Peer(drawn, draw, dropped)
        period = peer.period()
        assert period >= drawn.period_days[draw] * (1 - 1e-5)
        for node in np.flatnonzero(drawn.is_critical[:, draw]):
            peer.period_at_floor(int(node))
    return (time.perf_counter() - start) / PEER_DRAWS


def main() -> None:
    """Print the times and their ratio."""
    study = Study(read_ontology((shipped_ontology(),)))
    drawn = answer(study, 64)
    for draws in (1024, DRAWS):
        print(f"{draws:>6,} draws: {best_of(5, lambda n=draws: answer(study, n)):.3f} s")
    ours = best_of(5, lambda: answer(study, DRAWS))
    theirs = peer_seconds(drawn) * DRAWS
    print(f"networkx loop over {DRAWS:,} draws: {theirs:,.0f} s, scaled up from {PEER_DRAWS}")
    print(f"ratio: {theirs / ours:,.0f} times faster")


if __name__ == "__main__":
    main()
