"""Times the draws of large random maps, with the peak of memory.

Run with ``python tests/benchmarks/bench_large_draws.py``. Every part has two uncertain numbers, its
days and its speed-up, and four dependencies. ``lagged`` has short critical cycles; ``ring`` has one
through nearly all parts; in ``layers`` each part waits for the four of the layer before, so that
the critical cycle goes through every layer and every part on it has detours. Each map is a process
of its own, so that its memory is its own. The peer finds the period of a single draw by bisection
with ``networkx.negative_edge_cycle``, in the same process, scaled up to all draws and to the
blocking shares of the parts on the critical cycle. What more processes bring times
``bench_workers.py``.
"""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# As the command does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/helpers"), str(ROOT / "tests/benchmarks")]

from bench_draws import Peer  # noqa: E402
from peak import peak_megabytes  # noqa: E402
from uncertain_maps import about, edge, uncertain_map  # noqa: E402

from graph.loop.sampled import draw_loop  # noqa: E402
from graph.loop.study import Study  # noqa: E402
from graph.model import LoopModel  # noqa: E402

DRAWS = 1024
MAPS = tuple(
    (shape, parts) for shape in ("lagged", "ring", "layers") for parts in (100, 300, 1000, 3000)
)
#: Parts up to which the peer is waited for.
PEER_UP_TO = 1000


@dataclass(frozen=True)
class Ends:
    """A dependency of a random map."""

    head: int
    lag: float | None


def made(shape: str, parts: int) -> LoopModel:
    """Return a random map, the same every time."""
    chance = random.Random(1)
    names = [f"part-{number:06d}" for number in range(parts)]
    numbers = {
        name: {
            "baseline-days": (chance.lognormvariate(2, 1), 0.4),
            "speedup": (chance.lognormvariate(0.5, 0.5), 0.3),
        }
        for name in names
    }
    edges, lags = [], []
    for tail in range(parts):
        for place in range(4):
            ends = _ends(shape, parts, tail, place, chance)
            name = f"edge-{tail}-{place}"
            edges.append(edge(names[tail], names[ends.head], name))
            if ends.lag is not None:
                lags.append(about(name, "lag", ends.lag))
    return uncertain_map(numbers, edges, lags)


def _ends(shape: str, parts: int, tail: int, place: int, chance: random.Random) -> Ends:
    if shape == "layers":
        head = (tail // 4 * 4 + 4 + place) % parts
        return Ends(head, 1.0 if head < tail else None)
    if shape == "ring" and place == 0:
        head = (tail + 1) % parts
        return Ends(head, 1.0 if head == 0 else None)
    head = chance.randrange(parts)
    lagged = shape == "lagged" or head <= tail
    return Ends(head, float(chance.randint(1, 3)) if lagged else None)


def measure(shape: str, parts: int) -> None:
    """Print processor seconds and megabytes of ours, and processor seconds of the peer."""
    study = Study(made(shape, parts))
    start = time.process_time()
    drawn = draw_loop(study, DRAWS, seed=0)
    assert drawn.period_days.size == DRAWS
    middle = time.process_time()
    assert drawn.blocking_shares.shape[1] == DRAWS
    end = time.process_time()
    peak = peak_megabytes()
    peer = 0.0
    if parts <= PEER_UP_TO:
        begun = time.process_time()
        found = Peer(drawn, 0, set()).period()
        assert math.isclose(found, drawn.period_days[0], rel_tol=1e-5)
        solved = DRAWS + int(np.count_nonzero(drawn.is_critical))
        peer = (time.process_time() - begun) * solved
    print(middle - start, end - middle, peak, peer)


def large_maps() -> None:
    """Print a line for each map."""
    before: dict[str, tuple[int, float]] = {}
    for shape, parts in MAPS:
        command = [sys.executable, __file__, shape, str(parts)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        periods, blocking, peak, peer = map(float, said.split())
        total = periods + blocking
        line = (
            f"{shape:<7} {parts:>5,} parts: periods {periods:6.2f} s, blocking shares "
            f"{blocking:6.2f} s, {peak:5.0f} MB"
        )
        if shape in before:
            fewer, less = before[shape]
            line += f", exponent {math.log(total / less) / math.log(parts / fewer):.2f}"
        if peer:
            line += f", networkx {peer:,.0f} s, ratio {peer / total:,.0f}"
        before[shape] = parts, total
        print(line, flush=True)


def main() -> None:
    """Measure one map, if named; else all."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    large_maps()


if __name__ == "__main__":
    main()
