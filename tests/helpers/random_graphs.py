"""Rebuilds the 275 random graphs of MaxPlusLib, as ``tests/known_answers/README.md`` says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.cycles.marked_graph import Arc, MarkedGraph

#: Weights and lags are given in thousandths; their ratio does not change if both are kept so.
BOUND = 100_000


def raw_outputs(seed: int, block: int = 1 << 16) -> Iterator[int]:
    """Yield the 32-bit outputs of the Mersenne Twister started by one integer."""
    state = np.random.RandomState(seed)
    while True:
        yield from state.randint(0, 1 << 32, size=block, dtype=np.uint64).tolist()


def random_graph(nodes: int, edges: int, seed: int) -> MarkedGraph:
    """Rebuild one graph; weights are delays."""
    draw = raw_outputs(seed, 4 * edges if edges > 100 else 64).__next__
    count = nodes // 2 + draw() % (nodes // 2)
    size = min(edges // 2 + draw() % (edges // 2), count * (count - 1))
    used: set[tuple[int, int]] = set()
    arcs = []
    for _ in range(size):
        pair = (draw() % count, draw() % count)
        while pair in used:
            pair = (draw() % count, draw() % count)
        used.add(pair)
        weight = draw() % BOUND
        arcs.append(Arc(*pair, lag=draw() % BOUND, delay=weight))
    tails = {tail for tail, _ in used}
    for node in range(count):
        if node not in tails:
            head = draw() % count
            weight = draw() % BOUND
            arcs.append(Arc(node, head, lag=draw() % BOUND, delay=weight))
    return MarkedGraph(tuple(map(str, range(count))), (0,) * count, tuple(arcs))
