"""What a domain would give the loop, through the components that it serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import Array
from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.loop.days import days_at, sampled_days
from graph.loop.sampled import LoopDraws, draw_loop, interval_of_draws, ratio
from graph.loop.study import Study
from graph.questions.critical_path.solved_loop import SolvedLoop, solve_loop
from graph.records import record


@record
class LoopGain:
    """What the loop gains if a domain becomes code-like.

    Attributes:
        components: ids of the components it serves that the loop times.
        on_critical_cycle: which of them lie on the critical cycle now.
        pace_at_double_speed: at the central estimate, times as fast as now if each took half its
            days, but no less than its floor; ``None`` if the map has no period.
        pace_at_floor: times as fast as now if each took only its floor: the most there is.
        note: what that means, in one line.
        pace_at_double_speed_range: the first of these paces over the draws; ``None`` without
            draws, without a period, or if it serves nothing that the loop times.
        pace_at_floor_range: the second, likewise.
        gain_probability: share of the draws in which it gives anything at all; likewise.
    """

    components: tuple[str, ...]
    on_critical_cycle: tuple[str, ...]
    pace_at_double_speed: float | None
    pace_at_floor: float | None
    note: str
    pace_at_double_speed_range: Interval | None = None
    pace_at_floor_range: Interval | None = None
    gain_probability: float | None = None


def gain_finder(
    study: Study, draws: int = 0, seed: int = 0
) -> Callable[[tuple[str, ...]], LoopGain]:
    """Return a function from components to what the loop gains by them; it is solved anew.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: for the ranges; 0 gives the central estimate alone.
        seed: of the draws.
    """
    try:
        solved = solve_loop(study)
    except LoopmapError:
        why = "the map has no loop that can be timed"
        return lambda components: LoopGain(components, (), None, None, why)
    if not draws:
        return lambda components: _gain(solved, components)
    drawn = _DrawnGains(study, draws, seed)
    return lambda components: drawn.with_ranges(_gain(solved, components))


def _gain(solved: SolvedLoop, components: tuple[str, ...]) -> LoopGain:
    index = solved.loop.index
    served = tuple(name for name in components if name in index)
    timed = [solved.loop.components[index[name]] for name in served]
    now = solved.ratio.period
    halved = solved.solver.period(
        {index[item.id]: days_at(item.days, item.floor_days, 2) for item in timed}
    )
    least = solved.solver.period({index[item.id]: item.floor_days for item in timed})
    double = float(now / halved) if halved else None
    most = float(now / least) if least else None
    critical = tuple(name for name in served if name in solved.ratio.nodes)
    return LoopGain(served, critical, double, most, _note(components, critical, double, most))


def _note(
    components: tuple[str, ...],
    critical: tuple[str, ...],
    double: float | None,
    most: float | None,
) -> str:
    if not components:
        return "serves no part of the loop"
    if most is not None and most <= 1:
        return "feeds nothing that holds the loop up at central numbers"
    if double is not None and double <= 1:
        return "helps only beyond twice the speed"
    return "feeds what holds the loop up" if critical else "feeds what holds the loop up in part"


#: Periods that differ by less than this, relative to their size, are equal.
_ROUNDING = 1e-12


class _DrawnGains:
    """Gains over the draws; each set of components is solved once, and nothing before the first."""

    def __init__(self, study: Study, draws: int, seed: int) -> None:
        self._study, self._draws, self._seed = study, draws, seed
        self._known: dict[frozenset[str], tuple[Array, Array]] = {}

    @cached_property
    def _loop(self) -> LoopDraws:
        return draw_loop(self._study, self._draws, self._seed)

    def with_ranges(self, gain: LoopGain) -> LoopGain:
        """Return a gain with median, 5th and 95th percentile over the draws."""
        if not gain.components:
            return gain
        key = frozenset(gain.components)
        if key not in self._known:
            rows = sorted(self._loop.loop.index[name] for name in key)
            uncertain = self._loop.uncertain
            floor = uncertain.floor_days[rows]
            halved = sampled_days(uncertain.days[rows], floor, 2)
            self._known[key] = self._gains(rows, halved), self._gains(rows, floor)
        double, most = self._known[key]
        return replace(
            gain,
            pace_at_double_speed_range=interval_of_draws(double),
            pace_at_floor_range=interval_of_draws(most),
            gain_probability=float((most > 1).mean()),
        )

    def _gains(self, rows: list[int], days: Array) -> Array:
        changed = self._loop.uncertain.days.copy()
        changed[rows] = days
        now, then = self._loop.period_days, self._loop.solve(changed).periods
        # Sums of the same days in another order differ in their last digits; that is no gain.
        gains = ratio(now, np.where(np.isclose(then, now, rtol=_ROUNDING, atol=0.0), now, then))
        return np.maximum(gains, 1.0)
