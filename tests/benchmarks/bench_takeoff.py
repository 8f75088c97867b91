"""How long growth on the shipped map takes: 1,000 draws of 10 years, timed by the critical cycle.

Run with ``python tests/benchmarks/bench_takeoff.py``. Beside it stand the times that published
models' own code took per 1,000 runs, recorded once; each ran its own model, not this map.
"""

from __future__ import annotations

import time

from bench_growth import RECORDED

from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.questions.growth.compute import prepare
from graph.questions.growth.critical_cycle_path import LoopPeriod
from graph.questions.growth.kernel.run import simulate
from graph.questions.growth.kernel_input import growth_input, schools
from graph.questions.growth.substitution import Plan

DRAWS = 1000
YEARS = 10.0


def main() -> None:
    """Print the times of both schools, and of improvement that acts at once."""
    study = Study(read_ontology([shipped_ontology()]))
    prepared = prepare(study, DRAWS, 0)
    # The loop without growth is what critical-path times; it is solved before the clock starts.
    _ = prepared.drawn.now, prepared.drawn.baseline_period_days
    best = float("inf")
    for school in schools(study):
        for continuous in (False, True):
            wall, used = _timed(prepared, school, continuous)
            kind = "acting at once" if continuous else "by generations"
            print(f"{school.name}, {kind}: {used:.2f} CPU s for {DRAWS:,} draws, {wall:.2f} s wall")
            if not continuous:
                best = min(best, used)
    thousand = best * 1000.0 / DRAWS
    for name, recorded in RECORDED:
        print(f"  {name}: {recorded} recorded; {recorded / thousand:,.1f} times ours")
    print("Target: 10 years, 1,000 draws on the shipped map under 0.5 s.")


def _timed(prepared, school, continuous):
    started, used = time.perf_counter(), time.process_time()
    period = None if continuous else LoopPeriod(prepared.drawn, prepared.elasticities)
    growth = growth_input(prepared, school, generation_time=period)
    simulate(growth, Plan(YEARS, continuous).grid)
    return time.perf_counter() - started, time.process_time() - used


if __name__ == "__main__":
    main()
