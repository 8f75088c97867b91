"""Cold start of ``loopmap critical-path`` beside importing rdflib and networkx alone.

``uv run python tests/benchmarks/bench_cold_start.py`` prints medians of processor time and peak
memory, and ratios of them in this one run: without draws and with 1,024 of them; with the answer
in the cache, with the map in it alone, and with nothing. Compiled bytecode is cached on both sides.
The target is 1.2 times the imports for an answer without draws, and 1.5 times with 1,024.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANSWER = [sys.executable, "-m", "graph", "critical-path", "--draws"]
PEER = [sys.executable, "-c", "import rdflib, networkx"]
ROUNDS = 9


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Start:
    """A command to be timed."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    asked_before: bool = True

    def cost(self) -> Cost:
        """Run it once, as a process of its own."""
        if not self.asked_before:
            answers = Path(self.environment["XDG_CACHE_HOME"], "loopmap", "answers")
            shutil.rmtree(answers, ignore_errors=True)
        probe = (
            "import resource, subprocess, sys;"
            "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
            "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-S", "-c", probe, *self.command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, kilobytes = done.stdout.split()
        return Cost(float(seconds), int(kilobytes) / 1024)


def starts(cache: str) -> list[Start]:
    """Return the imports alone, and the answers, all with bytecode and maps in one folder."""
    ours = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    ours |= {"PYTHONPYCACHEPREFIX": cache, "XDG_CACHE_HOME": cache, "LOOPMAP_CACHE": "on"}
    found = [Start("import rdflib, networkx", PEER, ours)]
    for draws in ("0", "1024"):
        command = [*ANSWER, draws]
        found += [
            Start(f"{draws} draws, map read before", command, ours, asked_before=False),
            Start(f"{draws} draws, asked before", command, ours),
            Start(f"{draws} draws, cache off", command, {**ours, "LOOPMAP_CACHE": "off"}),
        ]
    return found


def main() -> None:
    """Take all in turn, so that each meets the same load."""
    with tempfile.TemporaryDirectory() as cache:
        all_starts = starts(cache)
        # The first run of each compiles, and keeps the map.
        for start in all_starts:
            start.cost()
        rounds = [[start.cost() for start in all_starts] for _ in range(ROUNDS)]
    for what in ("seconds", "megabytes"):
        peer, *_ = medians = [
            statistics.median(getattr(cost, what) for cost in costs)
            for costs in zip(*rounds, strict=True)
        ]
        print(what)
        for start, value in zip(all_starts, medians, strict=True):
            print(f"  {start.name:<28} {value:8.3f}   ratio {value / peer:.2f}")


if __name__ == "__main__":
    main()
