"""Cold start of ``loopmap critical-path --draws 0`` beside importing rdflib and networkx alone.

``uv run python tests/benchmarks/bench_cold_start.py`` prints medians of time and peak memory, and
their ratios. The target is a ratio of at most 2 for both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = [sys.executable, "-m", "graph", "critical-path", "--draws", "0"]
PEER = [sys.executable, "-c", "import rdflib, networkx"]
ROUNDS = 7


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    megabytes: float


def cost_of(command: list[str]) -> Cost:
    """Run a command once, as a process of its own."""
    probe = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-S", "-c", probe, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return Cost(time.perf_counter() - start, int(done.stdout) / 1024)


def main() -> None:
    """Take both commands in turn, so that both meet the same load."""
    cost_of(OURS), cost_of(PEER)
    ours, peer = zip(*((cost_of(OURS), cost_of(PEER)) for _ in range(ROUNDS)), strict=True)
    for what in ("seconds", "megabytes"):
        mine = statistics.median(getattr(cost, what) for cost in ours)
        theirs = statistics.median(getattr(cost, what) for cost in peer)
        print(
            f"{what:<10} critical-path {mine:8.2f}   imports {theirs:8.2f}   "
            f"ratio {mine / theirs:.2f} (target: at most 2)"
        )


if __name__ == "__main__":
    main()
