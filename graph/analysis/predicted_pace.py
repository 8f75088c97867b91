"""The pace of a later day if every acceleration moved on at its rate, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.analysis.loop_draws import draw_loop, interval_of_draws, ratio
from graph.analysis.speedup_rates import SpeedupRate
from graph.analysis.study import Study
from graph.estimates import Interval


def predicted_pace(
    study: Study, rates: Mapping[str, SpeedupRate], years: float, *, draws: int, seed: int
) -> Interval:
    """Return the pace so many years on: ``S -> S * exp(years * rate)``, the rates drawn too.

    Args:
        study: what is known at the start.
        rates: by component; those without one stay as they are.
        years: 0 or more.
        draws: 1 or more.
        seed: of the draws and of the rates.
    """
    drawn = draw_loop(study, draws, seed)
    random = np.random.default_rng([seed, 1])
    speedups = drawn.uncertain.speedups.copy()
    for identifier, rate in sorted(rates.items()):
        row = drawn.loop.index.get(identifier)
        moves = rate.rate + rate.deviation * random.standard_normal(draws)
        if row is not None:
            speedups[row] = speedups[row] * np.exp(years * moves)
    later = drawn.uncertain.with_speedups(speedups)
    periods = drawn.solve(later.days).periods
    return interval_of_draws(ratio(drawn.baseline_period_days, periods))
