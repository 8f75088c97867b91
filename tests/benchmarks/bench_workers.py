"""Times 8,192 draws of the shipped map in one process and in two, and what the machine allows.

Run with ``python tests/benchmarks/bench_workers.py [TURNS]``. Whole commands, their map in the
cache and no answer kept. One process, two processes, and two copies of the one process that know
nothing of each other take turns. The ratio of the clock cannot be more than what the two copies
reach: twice the seconds of one, divided by those until both are done. On a machine that others use
that is far below 2, and differs from turn to turn; so ratios are of one turn each, and the best
and the median of them are told. Beside them stand processor seconds, which say more there: those of
the first process, during which others wait, and those of the processes that share the rest. From
them follows the ratio on two processors that nobody else uses.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRAWS = "8192"
COMMANDS = ("what-if", "next", "critical-path")
TURNS = 5

#: Runs a command, and tells at the end what it took of the processor here and in its children.
TOLD = """
import resource, sys
from graph.cli.application import run
code = run(sys.argv[1:])
used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(*(one.ru_utime + one.ru_stime for one in used), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Took:
    """What one command took.

    Attributes:
        clock: seconds until it was done.
        first: processor seconds of its first process.
        others: of those that it shared the work with.
        answer: what it printed.
    """

    clock: float
    first: float
    others: float
    answer: bytes


@dataclass(frozen=True)
class Turn:
    """One process, two, and two copies of one, one after the other."""

    one: Took
    two: Took
    copies: float

    @property
    def ratio(self) -> float:
        """How much sooner two are done."""
        return self.one.clock / self.two.clock

    @property
    def bound(self) -> float:
        """How much sooner two copies are done than one after the other."""
        return 2 * self.one.clock / self.copies

    @property
    def undisturbed(self) -> float:
        """The ratio by processor seconds: the first process, then two that share the rest."""
        return self.one.first / (self.two.first + self.two.others / 2)


class Runs:
    """Runs commands with a cache of their own."""

    def __init__(self, cache: str) -> None:
        self._cache = Path(cache)
        one = {f"{kind}_NUM_THREADS": "1" for kind in ("OPENBLAS", "OMP", "MKL")}
        self._environment = {**os.environ, **one, "LOOPMAP_CACHE": "on", "XDG_CACHE_HOME": cache}

    def took(self, name: str, workers: int) -> Took:
        """Return what a command took."""
        start = time.perf_counter()
        (said,) = self._said(self._begun(name, workers))
        clock = time.perf_counter() - start
        first, others = map(float, said[1].split()[-2:])
        return Took(clock, first, others, said[0])

    def copies(self, name: str) -> float:
        """Return the seconds until two copies of a command are done, begun together."""
        start = time.perf_counter()
        self._said(self._begun(name, 1), self._begun(name, 1))
        return time.perf_counter() - start

    def turn(self, name: str) -> Turn:
        """Return one turn of all three."""
        found = Turn(self.took(name, 1), self.took(name, 2), self.copies(name))
        assert found.one.answer == found.two.answer
        return found

    def _begun(self, name: str, workers: int) -> subprocess.Popen[bytes]:
        # Maps stay in the cache, whole answers do not: each is worked out.
        shutil.rmtree(self._cache / "loopmap" / "answers", ignore_errors=True)
        asked = [name, "--draws", DRAWS, "-f", "json", "--workers", str(workers)]
        return subprocess.Popen(
            [sys.executable, "-c", TOLD, *asked],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @staticmethod
    def _said(*begun: subprocess.Popen[bytes]) -> list[tuple[bytes, bytes]]:
        said = [one.communicate() for one in begun]
        assert not any(one.returncode for one in begun), said[0][1].decode()
        return said


def main() -> None:
    """Print the ratios of each command, the best and the median of all turns."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    with tempfile.TemporaryDirectory() as cache:
        runs = Runs(cache)
        for name in COMMANDS:
            # Fills the cache.
            runs.took(name, 1)
            found = [runs.turn(name) for _ in range(turns)]
            print(f"{name} --draws {DRAWS}, equal bytes, {turns} turns: best and median")
            for title, ratios in (
                ("one process / two, of the clock", [turn.ratio for turn in found]),
                ("two copies side by side, the bound", [turn.bound for turn in found]),
                ("one / two, by processor seconds", [turn.undisturbed for turn in found]),
            ):
                print(f"  {title:<36} {max(ratios):.2f} {statistics.median(ratios):.2f}")
            one = min(turn.one.first for turn in found)
            two = min((turn.two for turn in found), key=lambda took: took.first + took.others)
            print(
                f"  processor seconds: {one:.2f} in one; in two {two.first:.2f} of the first and "
                f"{two.others:.2f} shared",
                flush=True,
            )


if __name__ == "__main__":
    main()
