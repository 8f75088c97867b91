"""Times the maximum cycle ratio and the full report, against enumeration with networkx.

Run with ``python tests/benchmarks/bench_cycle_ratio.py``. Ratios are of times in this one run.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable

import networkx as nx

from graph.cycles.breakpoints import breakpoints
from graph.cycles.critical_graph import hard_blockers, joint_blockers
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.elasticity import blocking_shares, elasticities
from graph.cycles.fast.switch import SWITCH, is_installed
from graph.cycles.howard import CycleSolver
from graph.cycles.integer_graph import scale
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.runners_up import runners_up
from graph.cycles.slack import slacks

#: Enumeration is given up after this many cycles, and the count said.
CYCLE_LIMIT = 400_000


def random_loop(nodes: int, arcs: int, seed: int) -> MarkedGraph:
    """Return a ring with capacities and chords; chords that lead backwards carry a lag."""
    draw = random.Random(seed)
    ring = [Arc(node, (node + 1) % nodes, int(node == nodes - 1) * 3) for node in range(nodes)]
    rest = []
    for _ in range(arcs - nodes):
        tail, head = draw.randrange(nodes), draw.randrange(nodes)
        rest.append(Arc(tail, head, 0 if tail < head else draw.randint(1, 3)))
    days = tuple(draw.uniform(1, 300) for _ in range(nodes))
    return MarkedGraph(tuple(f"n{node:05}" for node in range(nodes)), days, (*ring, *rest))


def random_lags(nodes: int, arcs: int, seed: int) -> MarkedGraph:
    """Return a graph whose arcs all carry a lag of 1 to 10, without order of its own."""
    draw = random.Random(seed)
    rest = [
        Arc(draw.randrange(nodes), draw.randrange(nodes), draw.randint(1, 10)) for _ in range(arcs)
    ]
    days = tuple(draw.uniform(1, 300) for _ in range(nodes))
    return MarkedGraph(tuple(f"n{node:05}" for node in range(nodes)), days, tuple(rest))


def full_report(graph: MarkedGraph) -> None:
    """Period, critical graph, shares, slack, runners-up and the blockers' breakpoints."""
    ratio = maximum_cycle_ratio(graph)
    if ratio is None:
        return
    slacks(graph, ratio)
    joint_blockers(graph, ratio)
    elasticities(graph, ratio)
    blocking_shares(graph, ratio)
    runners_up(graph, ratio, 10)
    for node in hard_blockers(graph, ratio):
        breakpoints(graph, ratio, [node])


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the shortest of several durations, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def against_enumeration() -> None:
    """Compare with networkx on 25 nodes and 100 dependencies, which drops parallel ones."""
    # An instance whose cycles can all be listed within seconds; many such have millions.
    graph = random_lags(25, 100, 1)
    plain = nx.DiGraph()
    for arc in graph.arcs:
        weight = graph.days[arc.tail] / arc.lag
        plain.add_edge(arc.tail, arc.head, days=graph.days[arc.tail], lag=arc.lag, rank=weight)

    def enumerate_cycles() -> int:
        count = 0
        for cycle in itertools.islice(nx.simple_cycles(plain), CYCLE_LIMIT):
            edges = zip(cycle, cycle[1:] + cycle[:1], strict=True)
            days = lag = 0.0
            for edge in edges:
                days += plain.edges[edge]["days"]
                lag += plain.edges[edge]["lag"]
            count += 1
        return count

    start = time.perf_counter()
    count = enumerate_cycles()
    theirs = time.perf_counter() - start
    ours = best_of(20, lambda: maximum_cycle_ratio(graph))
    report = best_of(5, lambda: full_report(graph))
    limited = "all" if count < CYCLE_LIMIT else "only the first"
    print(
        f"25 nodes, 100 dependencies: networkx lists {limited} {count:,} cycles in {theirs:.2f} s"
    )
    print(f"  ratio alone {ours * 1e3:.2f} ms: {theirs / ours:,.0f} times faster")
    print(f"  full report {report * 1e3:.2f} ms: {theirs / report:,.0f} times faster")


def by_size() -> None:
    """Print times for growing loops, with and without an order of their own."""
    for make in (random_loop, random_lags):
        print(f"{make.__name__}: ratio, slack, full report, in ms")
        for nodes, arcs, times in (
            (30, 90, 10),
            (50, 150, 10),
            (1000, 4000, 3),
            (10_000, 40_000, 1),
        ):
            graph = make(nodes, arcs, 5)
            ratio = best_of(times, lambda graph=graph: maximum_cycle_ratio(graph))
            line = f"  {nodes:>6} nodes {arcs:>6} dependencies {ratio * 1e3:10.2f}"
            if nodes <= 1000:
                found = maximum_cycle_ratio(graph)
                slack = best_of(times, lambda graph=graph, found=found: slacks(graph, found))
                blockers = len(hard_blockers(graph, found))
                line += f" {slack * 1e3:10.2f}"
                if blockers < 100:
                    report = best_of(min(times, 5), lambda graph=graph: full_report(graph))
                    line += f" {report * 1e3:10.2f} ({blockers} hard blockers)"
            print(line)


def compiled_against_plain() -> None:
    """Compare the search with and without numba, on loops that are scaled already."""
    if not is_installed():
        print("numba is not installed: no compiled kernels to time")
        return
    for kind, graph in (
        ("order of its own", random_loop(50_000, 200_000, 3)),
        ("no order", random_lags(50_000, 200_000, 3)),
    ):
        scaled = scale(graph)
        solver = CycleSolver(scaled)
        solver.solve(scaled.weights)  # what is compiled is kept from here on
        fast = best_of(2, lambda s=scaled, found=solver: found.solve(s.weights))
        os.environ[SWITCH] = "off"
        plain = best_of(2, lambda s=scaled, found=solver: found.solve(s.weights))
        del os.environ[SWITCH]
        print(f"200,000 dependencies, {kind}: compiled {fast:.2f} s, plain {plain:.2f} s")
        print(f"ratio: {plain / fast:.1f} times faster")


if __name__ == "__main__":
    against_enumeration()
    by_size()
    compiled_against_plain()
