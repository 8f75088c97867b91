"""The loop carried forward to a horizon: at the central estimate, or over all draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.cycles.batch.columns import Array, Truth
from graph.estimates import Interval
from graph.loop.central import TimedLoop
from graph.loop.growth_rates import GrowthRates
from graph.loop.sample import Draws
from graph.loop.sampled import draw_loop, interval_of_draws, ratio
from graph.loop.sampled_solver import DrawSolver
from graph.loop.sampled_times import DrawnTimes, SolvedDraws
from graph.loop.study import Study
from graph.loop.uncertain_loop import UncertainLoop, uncertain_loop
from graph.questions.next.months import Months
from graph.questions.next.walk import (
    Walk,
    central_rates,
    days_after,
    drawn_rates,
    walk,
)


@dataclass(frozen=True)
class LookAhead:
    """One way of looking ahead; a single column stands for the central estimate.

    Attributes:
        uncertain: the loop now.
        solver: of it.
        rates: of the growth of ln S per year, a row per component.
        walk: what binds in every month.
        before: periods without AI.
        final: what binds when every component of which anything is known takes only its floor.
    """

    uncertain: UncertainLoop
    solver: DrawSolver
    rates: Array
    walk: Walk
    before: Array
    final: SolvedDraws

    @property
    def is_central(self) -> bool:
        """Whether it is the central estimate alone."""
        return self.uncertain.count == 1

    def interval(self, values: Array) -> Interval:
        """Return percentiles over the draws; the central value alone without draws."""
        return Interval(float(values[0])) if self.is_central else interval_of_draws(values)

    def pace(self, periods: Array) -> Array:
        """Return period without AI / period."""
        return ratio(self.before, periods)

    def days_at(self, step: int) -> Array:
        """Return the days of all components (rows) in a month."""
        return days_after(self.uncertain, self.rates, self.walk.months.years[step])


def known_speedups(loop: TimedLoop) -> Truth:
    """Return for which components any acceleration is known; the others do not grow."""
    return np.array([item.speedup is not None for item in loop.components], dtype=bool)


def look_ahead(study: Study, loop: TimedLoop, rates: GrowthRates, months: Months) -> LookAhead:
    """Return the way ahead at the central estimate."""
    none = np.zeros((0, 1))
    uncertain = uncertain_loop(study, loop, Draws(0, 1, 0.0, (), none, none[:1], none))
    known = known_speedups(loop)
    grown = central_rates(rates, known, loop.nodes)
    return _look(uncertain, DrawSolver(loop), grown, known, months)


def look_ahead_drawn(
    study: Study,
    rates: GrowthRates,
    months: Months,
    count: int,
    seed: int,
) -> LookAhead:
    """Return the way ahead of all draws.

    Levels and rates are drawn jointly; any two rates are correlated as any two speed-ups are.
    """
    timed = len(study.model.components)
    drawn = draw_loop(study, count, seed, further=timed + 1)
    nodes, draws = drawn.loop.nodes, drawn.draws
    known = known_speedups(drawn.loop)
    scores = draws.further_scores[: len(nodes) + 1]
    grown = drawn_rates(rates, known, nodes, scores, draws.capability_correlation)
    return _look(drawn.uncertain, drawn.solver, grown, known, months)


def _look(
    uncertain: UncertainLoop,
    solver: DrawSolver,
    rates: Array,
    known: Truth,
    months: Months,
) -> LookAhead:
    def solve(days: Array) -> SolvedDraws:
        return DrawnTimes(solver, days, uncertain.lags, uncertain.delays).solved

    return LookAhead(
        uncertain,
        solver,
        rates,
        walk(uncertain, solver, rates, months),
        solve(uncertain.baseline_days).periods,
        solve(np.where(known[:, np.newaxis], uncertain.floor_days, uncertain.days)),
    )
