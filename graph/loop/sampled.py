"""Period, pace, ceiling and blockers of a loop, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from graph.cycles.batch.columns import Array, Truth
from graph.estimates import Interval
from graph.loop.central import TimedLoop, timed_loop
from graph.loop.kept_solver import MOST_HINTS, KeptSolver
from graph.loop.sample import CAPABILITY_CORRELATION, Draws, draw
from graph.loop.sampled_solver import DrawSolver
from graph.loop.sampled_times import DrawnTimes, SolvedDraws
from graph.loop.study import Study
from graph.loop.uncertain_loop import UncertainLoop, uncertain_loop

#: Low, median and high of an interval, as shares of the draws.
_PERCENTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class CycleShare:
    """How often a cycle is the critical one.

    Attributes:
        nodes: its ids in order, the first of the map first.
        probability: share of the draws; over all cycles they sum to 1.
    """

    nodes: tuple[str, ...]
    probability: float


class LoopDraws:
    """A loop solved for all draws. What is asked for is worked out once and kept.

    Attributes:
        draws: the scores of the uncertain numbers.
        uncertain: the loop with its times drawn.
        solver: the solver, with the cycles found so far.
    """

    def __init__(self, draws: Draws, uncertain: UncertainLoop, solver: DrawSolver) -> None:
        self.draws = draws
        self.uncertain = uncertain
        self.solver = solver

    @property
    def loop(self) -> TimedLoop:
        """The loop at the central estimate."""
        return self.uncertain.loop

    @cached_property
    def now(self) -> SolvedDraws:
        """The critical cycle of each draw."""
        return self._times.solved

    @cached_property
    def _times(self) -> DrawnTimes:
        return self._times_for("now", self.uncertain.days)

    def solve(self, days: Array) -> SolvedDraws:
        """Return the critical cycles if the components took other days, one row per component."""
        return self.times(days).solved

    def periods(self, days: Array) -> Array:
        """Return the periods alone, which is quicker; one row of days per component."""
        return self.times(days).periods

    def times(self, days: Array) -> DrawnTimes:
        """Return the drawn times with other days, ready for questions about single components."""
        return DrawnTimes(self.solver, days, self.uncertain.lags, self.uncertain.delays)

    def _times_for(self, question: str, days: Array) -> DrawnTimes:
        uncertain = self.uncertain
        kept = question if days.size <= MOST_HINTS else ""
        return DrawnTimes(self.solver, days, uncertain.lags, uncertain.delays, kept)

    @property
    def period_days(self) -> Array:
        """Days per round now."""
        return self.now.periods

    @cached_property
    def baseline_period_days(self) -> Array:
        """Days per round without AI."""
        return self._times_for("baseline", self.uncertain.baseline_days).periods

    @property
    def pace(self) -> Array:
        """Period without AI / period now."""
        return ratio(self.baseline_period_days, self.period_days)

    def ceiling_period_days(self, nodes: Sequence[int]) -> Array:
        """Return the period if the components at these indices took only their floors."""
        days = self.uncertain.days.copy()
        days[list(nodes)] = self.uncertain.floor_days[list(nodes)]
        return self._times_for("ceiling", days).periods

    @property
    def is_critical(self) -> Truth:
        """Whether each component (row) is on a critical cycle in each draw (column)."""
        return self.now.is_critical

    @property
    def criticality(self) -> dict[str, float]:
        """Share of the draws in which each component is on a critical cycle."""
        shares = self.is_critical.mean(axis=1)
        return dict(zip(self.loop.nodes, map(float, shares), strict=True))

    @cached_property
    def cycle_shares(self) -> tuple[CycleShare, ...]:
        """How often each cycle is the critical one, the most frequent first, ties by id."""
        cycles = self.now.cycles
        counts = np.bincount(cycles[cycles >= 0], minlength=len(self.solver.cycles))
        shares: dict[tuple[str, ...], float] = {}
        for number in np.flatnonzero(counts):
            nodes = self.solver.nodes_of(int(number))
            shares[nodes] = shares.get(nodes, 0.0) + float(counts[number])
        found = (CycleShare(nodes, value / len(cycles)) for nodes, value in shares.items())
        return tuple(sorted(found, key=lambda item: (-item.probability, item.nodes)))

    @cached_property
    def blocking_shares(self) -> Array:
        """``B_v = 1 - period(d_v -> u_v) / period``, one row per component."""
        less = self.uncertain.days - self.uncertain.floor_days
        asked = self.now.may_matter & (less > 0) & (self.period_days > 0)
        periods = self._times.periods_with_less(less, asked)
        left = np.divide(periods, self.period_days, out=np.ones(less.shape), where=asked)
        shares: Array = np.maximum(1 - left, 0.0)
        return shares


def ratio(above: Array, below: Array) -> Array:
    """Return a ratio draw by draw; infinite where nothing is below.

    >>> ratio(np.array([3.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [1.5, inf]
    """
    shape = np.broadcast_shapes(above.shape, below.shape)
    found: Array = np.divide(above, below, out=np.full(shape, np.inf), where=below > 0)
    return found


def interval_of_draws(values: Array) -> Interval:
    """Return the median with the 5th and 95th percentile.

    >>> interval_of_draws(np.arange(101.0))
    Interval(median=50.0, low=5.0, high=95.0)
    >>> interval_of_draws(np.full(3, np.inf)).high
    inf
    """
    # Between infinite values there is nothing to interpolate: the nearest draw is taken.
    method: Literal["linear", "nearest"] = "linear" if np.isfinite(values).all() else "nearest"
    low, median, high = np.quantile(values, _PERCENTILES, method=method)
    return Interval(float(median), float(low), float(high))


def intervals_of_draws(table: Array) -> list[Interval]:
    """Return the same for each row of a table, all rows at once.

    >>> intervals_of_draws(np.array([np.arange(101.0), np.full(101, np.inf)]))[1].low
    inf
    """
    finite = np.isfinite(table).all(axis=1)
    bounds = np.empty((len(table), 3))
    if finite.any():
        bounds[finite] = np.quantile(table[finite], _PERCENTILES, axis=1).T
    intervals = [Interval(median, low, high) for low, median, high in bounds.tolist()]
    for row in np.flatnonzero(~finite):
        intervals[row] = interval_of_draws(table[row])
    return intervals


def draw_loop(
    study: Study,
    count: int,
    seed: int,
    capability_correlation: float = CAPABILITY_CORRELATION,
    further: int = 0,
) -> LoopDraws:
    """Return the loop of a study with all its uncertain numbers drawn.

    The same seed gives the same draws, with and without suppositions on top of the study.

    Args:
        study: the map, the standpoint and what is supposed.
        count: draws, 1 or more.
        seed: 0 or more.
        capability_correlation: between any two speed-ups on the log scale, 0 to 1.
        further: rows of further scores, for numbers that the study does not hold.

    Raises:
        LoopmapError: a cycle can never start, or in some draw work is redone without end.
    """
    loop = timed_loop(study)
    draws = draw(study, count, seed, capability_correlation, further)
    solver = study.of_evidence(KeptSolver).solver(loop)
    return LoopDraws(draws, uncertain_loop(study, loop, draws), solver)
