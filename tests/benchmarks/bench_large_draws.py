"""Times the draws of large random maps: periods, then blocking shares, with the peak of memory.

Run with ``python tests/benchmarks/bench_large_draws.py``. Every part has two uncertain numbers, its
days and its speed-up, and four dependencies. ``lagged`` has short critical cycles; ``ring`` has one
through nearly all parts, and so a period to be found anew for every part and draw. Each map is a
process of its own, so that its memory is its own. The ratios are of time for maps of more parts.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/helpers")]

from uncertain_maps import about, edge, uncertain_map  # noqa: E402

from graph.loop.sampled import draw_loop  # noqa: E402
from graph.loop.study import Study  # noqa: E402
from graph.model import LoopModel  # noqa: E402

DRAWS = 1024
MAPS = (("lagged", 300), ("lagged", 1000), ("ring", 100), ("ring", 300))


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
            if shape == "layers":
                head = (tail // 4 * 4 + 4 + place) % parts
                name = f"edge-{tail}-{place}"
                edges.append(edge(names[tail], names[head], name))
                if head < tail:
                    lags.append(about(name, "lag", 1.0))
                continue
            along = shape == "ring" and place == 0
            head = (tail + 1) % parts if along else chance.randrange(parts)
            name = f"edge-{tail}-{place}"
            edges.append(edge(names[tail], names[head], name))
            if shape == "lagged" or head <= tail:
                lags.append(about(name, "lag", 1.0 if along else float(chance.randint(1, 3))))
    return uncertain_map(numbers, edges, lags)


def measure(shape: str, parts: int) -> None:
    """Print seconds for the periods, for the blocking shares, and megabytes at the peak."""
    study = Study(made(shape, parts))
    start = time.process_time()
    drawn = draw_loop(study, DRAWS, seed=0)
    assert drawn.period_days.size == DRAWS
    middle = time.process_time()
    assert drawn.blocking_shares.shape[1] == DRAWS
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(middle - start, end - middle, peak)


def main() -> None:
    """Print a line for each map."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    before: dict[str, float] = {}
    for shape, parts in MAPS:
        command = [sys.executable, __file__, shape, str(parts)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        periods, blocking, peak = map(float, said.split())
        total = periods + blocking
        grown = f", ratio {total / before[shape]:.1f}" if shape in before else ""
        before[shape] = total
        print(
            f"{shape:<7} {parts:>5,} parts: periods {periods:.2f} s, "
            f"blocking shares {blocking:.2f} s, {peak:.0f} MB{grown}"
        )


if __name__ == "__main__":
    main()
