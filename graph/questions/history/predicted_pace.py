"""The pace of a later day if every acceleration moved on at its rate, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.estimates import Interval
from graph.loop.growth_rates import GrowthRate
from graph.loop.sampled import draw_loop, interval_of_draws, ratio
from graph.loop.study import Study


def predicted_pace(
    study: Study, rates: Mapping[str, GrowthRate], years: float, *, draws: int, seed: int
) -> Interval:
    """Return the pace so many years on: ``S -> S * exp(years * max(0, rate))``, rates drawn.

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
        moves = np.maximum(0.0, rate.rate + rate.deviation * random.standard_normal(draws))
        if row is not None:
            speedups[row] = speedups[row] * np.exp(years * moves)
    later = drawn.uncertain.with_speedups(speedups)
    periods = drawn.periods(later.days)
    return interval_of_draws(ratio(drawn.baseline_period_days, periods))
