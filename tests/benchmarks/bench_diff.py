"""``loopmap diff`` beside two runs of ``critical-path``, and what common draws are worth.

``uv run python tests/benchmarks/bench_diff.py`` prints processor time of the comparison of the
shipped map with itself after one number was changed, as a ratio to answering the two maps one after
the other, and the standard error of the difference of the periods with common and separate draws.
"""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import replace

import numpy as np

from graph.comparing.answer_changes import compare_answers
from graph.files import shipped_ontology
from graph.loop.paired_draws import pair, undrawn
from graph.loop.sampled import draw_loop
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path

ROUNDS = 5
DRAWS = 1024


def main() -> None:
    """Compare, and answer alone, in turn."""
    os.environ["LOOPMAP_CACHE"] = "off"
    before = read_ontology([shipped_ontology()])
    numbers = dict(before.observations)
    key = "code-review-days-per-round"
    numbers[key] = replace(numbers[key], value=numbers[key].value * 1.1)
    after = replace(before, observations=numbers)
    together, apart = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        compare_answers(Study(before), Study(after), draws=DRAWS, everything=False)
        together.append(time.process_time() - start)
        start = time.process_time()
        for model in (before, after):
            critical_path(Study(model), draws=DRAWS)
        apart.append(time.process_time() - start)
    print(f"two answers alone      {statistics.median(apart):.2f} s")
    print(f"the same compared      {statistics.median(together):.2f} s")
    print(f"ratio                  {statistics.median(together) / statistics.median(apart):.2f}")
    sides = undrawn(Study(before)), undrawn(Study(after))
    common = pair(*sides, draws=DRAWS, seed=0)
    gaps = [
        np.subtract(*(draw_loop(side, DRAWS, 0).period_days for side in reversed(pairing)))
        for pairing in (sides, (Study(before), Study(after)))
    ]
    errors = [gap.std(ddof=1) / DRAWS**0.5 for gap in gaps]
    print(f"draws at the same point on both sides: {common:.0%}")
    print("standard error of the difference of the periods:")
    print(f"  {errors[0]:.4f} d with common draws, {errors[1]:.4f} d with separate ones")
    print(f"  {errors[1] / errors[0]:.0f} times less")


if __name__ == "__main__":
    main()
