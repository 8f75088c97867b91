"""Times large loops: whole commands by size, the kernels, one pass, and reading, beside peers.

Run with ``python tests/benchmarks/bench_large_loops.py``. All figures are processor seconds: of
whole processes for commands, whose bytecode and compiled kernels are kept from a run before, and
after load for all else. Memory is the peak of a process of its own, as it tells it at its end.

Of the two kinds of large loop ``random_lags`` is the hard one: no order of its own, a lag on every
dependency. ``random_loop`` is the easy one. "kernel" is the search and its proof on arrays that are
there, as compiled libraries are timed; "solve" is all that a question waits for, with the numbers
of Python in and out; "parts" is done once a loop.
"""

from __future__ import annotations

import importlib.util
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench_cycle_ratio import random_lags, random_loop
from peak import peak_megabytes
from rdflib import Graph

from graph.cycles.fast.switch import SWITCH, is_installed
from graph.cycles.howard import CycleSolver
from graph.cycles.howard_part import FLOAT_ROUND_CAP, FLOAT_TOLERANCE
from graph.cycles.integer_graph import IntegerGraph, scale
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.one_pass import one_pass
from graph.cycles.part_arrays import Numbers
from graph.ontology.reading import read_ontology

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ROOT = Path(__file__).parents[2]
#: The command line, and what it took at its peak as the last words on standard error.
COMMAND = f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
from peak import peak_megabytes
from graph.cli import main
try:
    main()
finally:
    print(peak_megabytes(), file=sys.stderr)
"""
#: Nodes, dependencies and seed of the large loops.
MILLION = (250_000, 1_000_000, 3)


def turtle_of(graph: MarkedGraph) -> str:
    """Return a loop as a map, with whole days."""
    parts = (
        f':{name} a loop:Coding ; rdfs:label "{name}" ; loop:baselineDays {math.ceil(days)} .\n'
        for name, days in zip(graph.nodes, graph.days, strict=True)
    )
    arcs = (
        f":d{number} a loop:Dependency ; loop:from :{graph.nodes[arc.tail]} ; "
        f"loop:to :{graph.nodes[arc.head]} ; loop:kind loop:Gates ; loop:lag {arc.lag} .\n"
        for number, arc in enumerate(graph.arcs)
    )
    return HEAD + "".join((*parts, *arcs))


def like_a_circuit(nodes: int, arcs: int) -> MarkedGraph:
    """Return a ring with chords to near nodes, most of them without a lag."""
    draw = np.random.RandomState(1)
    ends = [(node, (node + 1) % nodes) for node in range(nodes)]
    for tail in draw.randint(0, nodes, arcs - nodes).tolist():
        step = 1 + int(draw.exponential(200))
        ends.append((tail, (tail + (step if draw.rand() < 0.5 else -step)) % nodes))
    lags = [int(head <= tail or draw.rand() < 0.35) for tail, head in ends]
    links = tuple(Arc(*pair, lag) for pair, lag in zip(ends, lags, strict=True))
    days = tuple(int(days) for days in draw.randint(1, 300, nodes))
    return MarkedGraph(tuple(f"p{node:05}" for node in range(nodes)), days, links)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of the processor, and megabytes at its peak."""

    seconds: float
    megabytes: float

    def __str__(self) -> str:
        """Return both."""
        return f"{self.seconds:.2f} s, {self.megabytes:.0f} MB"


def command(text: str, fast: str, bytecode: str) -> Cost:
    """Return what the whole command takes on a map.

    Args:
        text: the map.
        fast: whether compiled kernels are used: ``on`` or ``off``.
        bytecode: folder in which Python keeps it from run to run.
    """
    usual = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    kept = {"PYTHONPYCACHEPREFIX": bytecode, SWITCH: fast, "LOOPMAP_CACHE": "off"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "map.ttl")
        file.write_text(text, encoding="utf-8")
        words = ["critical-path", "--ontology", str(file), "--draws", "0"]
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *words],
            cwd=ROOT,
            env={**usual, **kept},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = process.stderr.read().split() if process.stderr else []
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("The command failed.")
    return Cost(used.ru_utime + used.ru_stime, float(said[-1]))


def least(times: int, work: Callable[[], object]) -> float:
    """Return the fewest of several processor times, in seconds."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def commands(bytecode: str) -> None:
    """Print whole commands: random loops of three sizes, and something like a circuit."""
    # Smaller ones load no kernels, and the first to load them would be timed with their compiling.
    command(turtle_of(random_lags(10_000, 40_000, 5)), "on", bytecode)
    for make in (random_loop, random_lags):
        for fast in ("on", "off"):
            sizes = (1_000, 3_000, 10_000)
            found = [command(turtle_of(make(size, 4 * size, 5)), fast, bytecode) for size in sizes]
            growth = math.log(found[-1].seconds / found[0].seconds)
            power = growth / math.log(sizes[-1] / sizes[0])
            print(f"critical-path, {make.__name__}, 1,000 / 3,000 / 10,000 parts x 4, fast {fast}:")
            print(f"  {'; '.join(map(str, found))}; exponent {power:.2f}")
    circuit = turtle_of(like_a_circuit(20_349, 34_563))
    for fast in ("on", "off"):
        cost = command(circuit, fast, bytecode)
        print(f"critical-path, 20,349 parts and 34,563 dependencies, fast {fast}: {cost}")


def ratio(name: str, fast: str) -> None:
    """Print the search for the greatest ratio of a million dependencies of a kind, after load."""
    os.environ[SWITCH] = fast
    make = {one.__name__: one for one in (random_lags, random_loop)}[name]
    small = scale(make(13_000, 52_000, 1))
    CycleSolver(small).solve(small.weights)
    scaled = scale(make(*MILLION))
    start = time.process_time()
    solver = CycleSolver(scaled)
    made = time.process_time() - start
    seconds = least(3, lambda: solver.solve(scaled.weights))
    peak = peak_megabytes()
    print(f"ratio of 1,000,000 dependencies, {name}, fast {fast}: solve {seconds:.2f} s", end="")
    print(f", parts {made:.2f} s, {peak:.0f} MB", end="")
    if fast == "on":
        print(f"; kernel {kernel(solver, scaled):.2f} s", end="")
    print()


def kernel(solver: CycleSolver, scaled: IntegerGraph) -> float:
    """Return the seconds of search and proof for the largest part, on arrays that are there."""
    part = max(solver._parts, key=lambda one: len(one.arcs))
    weights, arrays = Numbers.of(scaled.weights, part.arcs), part._arrays
    arrays.steepest(weights, arrays.heaviest(weights), 1, FLOAT_TOLERANCE)

    def search() -> None:
        policy = arrays.heaviest(weights)
        arrays.steepest(weights, policy, FLOAT_ROUND_CAP, FLOAT_TOLERANCE)

    return least(3, search)


def ratios() -> None:
    """Print the same for both kinds and both ways, each in a process of its own."""
    for name in ("random_lags", "random_loop"):
        for fast in ("on", "off") if is_installed() else ("off",):
            subprocess.run([sys.executable, __file__, "ratio", name, fast], cwd=ROOT, check=True)


def one_pass_beside_rustworkx() -> None:
    """Print starts and floats of a million nodes, and what rustworkx takes for the same."""
    draw, nodes = np.random.RandomState(1), 1_000_000
    ends = draw.randint(0, nodes, (2, 4 * nodes))
    ends = np.sort(ends[:, ends[0] != ends[1]], axis=0)
    tails, heads = draw.permutation(nodes)[ends]
    days = draw.randint(1, 100, nodes)
    for fast in ("on", "off") if is_installed() else ("off",):
        os.environ[SWITCH] = fast
        one_pass(tails[:9], heads[:9], days[tails[:9]], days)
        seconds = least(3, lambda: one_pass(tails, heads, days[tails], days))
        print(f"one pass, 1,000,000 nodes, {len(tails):,} arcs, fast {fast}: {seconds:.2f} s")
    del os.environ[SWITCH]
    if importlib.util.find_spec("rustworkx") is None:
        print("rustworkx is not installed: no peer to time")
        return
    import rustworkx as rx

    def theirs() -> None:
        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(nodes))
        weights = days[tails].tolist()
        graph.add_edges_from(list(zip(tails.tolist(), heads.tolist(), weights, strict=True)))
        order = rx.topological_sort(graph)
        early, ahead = [0] * nodes, days.tolist()
        for node in order:
            for _, head, weight in graph.out_edges(node):
                early[head] = max(early[head], early[node] + weight)
        for node in reversed(order):
            for _, head, weight in graph.out_edges(node):
                ahead[node] = max(ahead[node], weight + ahead[head])

    print(f"rustworkx, graph and floats: {least(1, theirs):.2f} s")


def reading_beside_rdflib() -> None:
    """Print 100,000 triples to a checked model, and rdflib's parse of the same text alone."""
    text = turtle_of(random_loop(7_500, 15_500, 1))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "map.ttl")
        file.write_text(text, encoding="utf-8")
        ours = least(2, lambda: read_ontology([file]))
    parsed = Graph()
    theirs = least(1, lambda: parsed.parse(data=text, format="turtle"))
    print(f"{len(parsed):,} triples to a model: {ours:.2f} s; rdflib's parse alone {theirs:.2f} s")
    print(f"ratio: {theirs / ours:.2f} times faster")


if __name__ == "__main__":
    if sys.argv[1:2] == ["ratio"]:
        ratio(*sys.argv[2:])
    else:
        reading_beside_rdflib()
        one_pass_beside_rustworkx()
        ratios()
        with tempfile.TemporaryDirectory() as kept:
            commands(kept)
