"""How sure it is what the loop gains by some components, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import Array
from graph.estimates import Interval
from graph.loop.sampled import LoopDraws, draw_loop, interval_of_draws, ratio
from graph.loop.study import Study

#: Periods that differ by less than this, relative to their size, are equal.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class GainRanges:
    """What the loop gains over the draws.

    Attributes:
        at_double_speed: times as fast as now if each component took half its days, but no less
            than its floor.
        at_floor: the same if each took only its floor.
        probability: share of the draws in which that gains anything.
    """

    at_double_speed: Interval
    at_floor: Interval
    probability: float


class DrawnGains:
    """Answers for sets of components, each set solved once; now and then on the same draws."""

    def __init__(self, study: Study, draws: int, seed: int) -> None:
        """Keep what is asked; nothing is drawn before the first question.

        Args:
            study: the map, the standpoint and what is supposed; the map has a period.
            draws: how many, 1 or more.
            seed: of the draws.
        """
        self._study, self._draws, self._seed = study, draws, seed
        self._known: dict[frozenset[str], GainRanges] = {}

    @cached_property
    def _loop(self) -> LoopDraws:
        return draw_loop(self._study, self._draws, self._seed)

    def ranges(self, components: tuple[str, ...]) -> GainRanges:
        """Return median, 5th and 95th percentile of the gain by some components.

        Args:
            components: ids of timed components, one or more.
        """
        key = frozenset(components)
        if key not in self._known:
            rows = sorted(self._loop.loop.index[name] for name in key)
            uncertain = self._loop.uncertain
            floor = uncertain.floor_days[rows]
            halved = np.maximum(floor, uncertain.days[rows] / 2)
            most = self._gains(rows, floor)
            self._known[key] = GainRanges(
                interval_of_draws(self._gains(rows, halved)),
                interval_of_draws(most),
                float((most > 1).mean()),
            )
        return self._known[key]

    def _gains(self, rows: list[int], days: Array) -> Array:
        changed = self._loop.uncertain.days.copy()
        changed[rows] = days
        now, then = self._loop.period_days, self._loop.solve(changed).periods
        # Sums of the same days in another order differ in their last digits; that is no gain.
        gains = ratio(now, np.where(np.isclose(then, now, rtol=_ROUNDING, atol=0.0), now, then))
        return np.maximum(gains, 1.0)
