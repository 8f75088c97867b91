"""The growth kernel: from stocks, components and a generation time to a path and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop, loop_of
from graph.questions.growth.kernel.generation_time import GenerationTime, take_rows
from graph.questions.growth.kernel.generations import between_generations, run_generations
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.next_generation import loop_gain, loop_ratio
from graph.questions.growth.kernel.power_mean import Floats

#: A step changes ln S by no more than this beyond what its middle slopes agree on.
STEP_TOLERANCE = 1e-3
#: A step shorter than this part of the horizon means that the growth rate has no bound.
_SHORTEST_STEP = 1e-10


@dataclass(frozen=True)
class ContinuousPath:
    """The stocks along the grid.

    Attributes:
        heights: y at the grid times, shape (times, draws, stocks); see ``Loop.log_stocks``.
        pole_times: when a draw ran away, shape (draws,); ``nan`` if it did not.
        unresolved: draws that needed shorter steps than there are, without running away.
    """

    heights: Floats
    pole_times: Floats
    unresolved: NDArray[np.bool_]


@dataclass
class _Running:
    """The draws that have not reached the end, and where each stands."""

    rows: NDArray[np.intp]
    loop: Loop
    height: Floats
    time: Floats
    step: Floats
    upcoming: NDArray[np.intp]


def integrate(
    loop: Loop, draws: int, grid: Floats, *, tolerance: float = STEP_TOLERANCE
) -> ContinuousPath:
    """Return the stocks at the grid times, by Runge-Kutta steps of fourth order in ln S.

    A draw steps from grid time to grid time and halves its step where growth bends faster than
    the step can follow; what one draw does depends on no other. A draw whose steps shrink to
    nothing while its growth rate still rises has run away: its pole lies one reciprocal rate of
    rise ahead, as on a hyperbola.

    The times of the grid rise from 0; for the tolerance see :data:`STEP_TOLERANCE`.
    """
    size = len(loop.weights)
    path = ContinuousPath(
        np.zeros((len(grid), draws, size)), np.full(draws, np.nan), np.zeros(draws, bool)
    )
    widest = float(np.diff(grid).max())
    rows = np.arange(draws)
    running = _Running(
        rows,
        loop,
        np.zeros((draws, size)),
        np.zeros(draws),
        np.full(draws, widest),
        np.ones(draws, np.intp),
    )
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        while len(running.rows):
            stopped = _advance(running, path, grid, widest, tolerance)
            if stopped.sum() * 5 >= len(stopped):
                rows, going = running.rows[~stopped], ~stopped
                running = _Running(
                    rows,
                    take_rows(loop, rows),
                    running.height[going],
                    running.time[going],
                    running.step[going],
                    running.upcoming[going],
                )
            elif stopped.any():
                running.step[stopped] = 0.0
    return path


def _advance(
    running: _Running, path: ContinuousPath, grid: Floats, widest: float, tolerance: float
) -> NDArray[np.bool_]:
    over = running.upcoming >= len(grid)
    target = grid[np.minimum(running.upcoming, len(grid) - 1)]
    left = target - running.time
    landing = running.step >= left * (1.0 - 1e-9)
    step = np.where(landing, left, running.step)
    change, error = _runge_kutta(running.loop, running.height, running.time, step)
    good = (error <= tolerance) & ~over
    running.height = np.where(good[:, None], running.height + change, running.height)
    running.time = np.where(good, np.where(landing, target, running.time + step), running.time)
    easy = error * 16.0 <= tolerance
    longer = np.where(easy, np.minimum(running.step * 2.0, widest), running.step)
    running.step = np.where(good, longer, step / 2.0)
    landed = good & landing
    path.heights[running.upcoming[landed], running.rows[landed]] = running.height[landed]
    running.upcoming = running.upcoming + landed
    endless = ~good & ~over & (running.step < _SHORTEST_STEP * grid[-1])
    if endless.any():
        _give_up(running, path, endless)
        running.upcoming = np.where(endless, len(grid), running.upcoming)
    return np.asarray(running.upcoming >= len(grid))


def _runge_kutta(loop: Loop, height: Floats, time: Floats, step: Floats) -> tuple[Floats, Floats]:
    h = step[:, None]
    first = loop.height_rate(height, time)
    second = loop.height_rate(height + 0.5 * h * first, time + 0.5 * step)
    third = loop.height_rate(height + 0.5 * h * second, time + 0.5 * step)
    last = loop.height_rate(height + h * third, time + step)
    error = (np.abs(third - second) * h).max(axis=-1)
    change = h / 6.0 * (first + 2.0 * (second + third) + last)
    return change, np.where(np.isfinite(change).all(axis=-1), error, np.inf)


def _give_up(running: _Running, path: ContinuousPath, endless: NDArray[np.bool_]) -> None:
    rows = running.rows[endless]
    loop = take_rows(running.loop, np.flatnonzero(endless))
    height, time = running.height[endless], running.time[endless]
    rates = loop.growth_rates(height, time)
    gains = loop.gains(height, time)
    bend = np.einsum("dmn,dn->dm", gains.feedback, rates) - gains.difficulty * rates
    fastest = rates.argmax(axis=-1)[:, None]
    rise = np.take_along_axis(bend, fastest, axis=-1)[:, 0]
    path.pole_times[rows] = np.where(rise > 0.0, time + 1.0 / rise, np.nan)
    path.unresolved[rows] = ~(rise > 0.0)
    for row, start, last in zip(rows, running.upcoming[endless], height, strict=True):
        path.heights[start:, row] = last


#: What ln S is set to after a draw has run away; the draw is flagged, never dropped.
RUNAWAY_LOG_STOCK = 1e6
#: A loop gain this close to 0 changes growth by about one per cent per e-fold: exponential.
_LEVEL_GAIN = 0.01
#: Less than this part of the way to a ceiling left means that the ceiling binds.
_CEILING_NEAR = 0.05


class Regime(StrEnum):
    """What growth a draw is in at the end of its run."""

    FIZZLES = "fizzles"
    EXPONENTIAL = "exponential"
    SUPER_EXPONENTIAL = "super-exponential"
    SUPER_EXPONENTIAL_TO_A_FLOOR = "super-exponential until the floor of the generation time"
    BOUNDED = "bounded by a resource or ceiling"
    RUNS_AWAY = "runs away in finite time"


@dataclass(frozen=True)
class Grid:
    """When to step and when to look.

    Attributes:
        horizon: length of the run, years, above 0.
        step: longest step, years, above 0; rounded so that the horizon is a whole number of steps.
        every: every how many steps the series has a point, 1 or more.
        most_generations: a draw with more generations than this before the horizon runs away.
    """

    horizon: float
    step: float = 0.05
    every: int = 1
    most_generations: int = 20_000

    @property
    def times(self) -> Floats:
        """The times of the series, from 0 to the horizon."""
        if not (self.horizon > 0.0 and self.step > 0.0 and self.every > 0):
            raise ValueError("Horizon, step and the spacing of the series must be above 0.")
        count = max(1, round(self.horizon / self.step / self.every)) * self.every
        return np.linspace(0.0, self.horizon, count + 1)


@dataclass(frozen=True)
class GrowthRun:
    """The path of every draw.

    Attributes:
        times: shape (times,), years since the start.
        log_stocks: ln S, shape (times, draws, stocks); after a draw ran away the last value, or
            ``RUNAWAY_LOG_STOCK`` if that is more.
        growth_rates: d ln S / dt, the same shape, per year; held after a draw ran away.
        log_paces: ln A of each stock against no AI, the same shape.
        log_accelerations: ln a as the components run, shape (times, draws, components).
        log_odds: logit of the automation shares, the same shape, or ``None`` without shares.
        log_resources: ln C, shape (times, draws, resources), or ``None``.
        loop_ratios: R_loop, shape (times, draws).
        loop_gains: gamma, shape (times, draws).
        regimes: one :class:`Regime` per draw.
        pole_times: when a draw ran away, shape (draws,); ``nan`` if it did not.
        unresolved: draws the steps could not follow; counted, and held where they were.
        generation_times: when generation k was complete, shape (generations, draws), ``nan`` after
            the horizon; or ``None`` for improvement that acts at once.
        generation_log_stocks: ln S at those times, shape (generations, draws, stocks), or ``None``.
    """

    times: Floats
    log_stocks: Floats
    growth_rates: Floats
    log_paces: Floats
    log_accelerations: Floats
    log_odds: Floats | None
    log_resources: Floats | None
    loop_ratios: Floats
    loop_gains: Floats
    regimes: tuple[Regime, ...]
    pole_times: Floats
    unresolved: NDArray[np.bool_]
    generation_times: Floats | None = None
    generation_log_stocks: Floats | None = None

    @property
    def ran_away(self) -> NDArray[np.bool_]:
        """Which draws ran away in finite time, shape (draws,)."""
        return np.asarray(np.isfinite(self.pole_times))

    def regime_counts(self) -> dict[Regime, int]:
        """Return how many draws ended in each regime, all regimes listed."""
        return {regime: self.regimes.count(regime) for regime in Regime}


@dataclass(frozen=True)
class _Track:
    """Where each draw stands at the times of the series, and what its components know."""

    heights: Floats
    acting_heights: Floats
    acting_times: Floats
    pole_times: Floats
    unresolved: NDArray[np.bool_]
    generation_times: Floats | None = None
    generation_heights: Floats | None = None


def simulate(growth: GrowthInput, grid: Grid, *, tolerance: float = STEP_TOLERANCE) -> GrowthRun:
    """Return the path of every draw, its verdict and what was censored.

    Without a generation time improvements act at once and d ln S_m/dt = g A^lambda C^zeta S^-beta
    is integrated; with one, components change only when a generation completes, and no draw
    diverges in finite time as long as a generation has a floor.

    Every draw is there, whatever became of it: see ``regimes``, ``pole_times`` and ``unresolved``.
    For the tolerance of the steps see :data:`STEP_TOLERANCE`.

    Raises:
        ValueError: the grid or the generation time makes no sense.
    """
    loop = loop_of(growth)
    if growth.generation_time is None:
        path = integrate(loop, growth.draws, grid.times, tolerance=tolerance)
        chosen = path.heights[:: grid.every]
        times = np.repeat(grid.times[:: grid.every, None], growth.draws, axis=1)
        track = _Track(chosen, chosen, times, path.pole_times, path.unresolved)
    else:
        track = _generation_track(loop, growth.generation_time, growth.draws, grid)
    return _run_along(loop, growth, grid.times[:: grid.every], track)


def at_start(growth: GrowthInput) -> GrowthRun:
    """Return the loop as it stands at the start, without running it: a series of one time."""
    loop = loop_of(growth)
    height, time = np.zeros((1, growth.draws, len(loop.weights))), np.zeros((1, growth.draws))
    never = np.full(growth.draws, np.nan)
    track = _Track(height, height, time, never, np.zeros(growth.draws, bool))
    return _run_along(loop, growth, np.zeros(1), track)


def _generation_track(loop: Loop, timed: GenerationTime, draws: int, grid: Grid) -> _Track:
    path = run_generations(loop, draws, grid.horizon, timed, grid.most_generations)
    times = grid.times[:: grid.every]
    seen = between_generations(loop, path, times)
    floor = np.broadcast_to(timed.floor_years, (draws,))
    end = np.nanmax(path.times, axis=0)
    poles = np.where(path.crowded & (floor <= 0.0), end, np.nan)
    unresolved = path.crowded & (floor > 0.0)
    return _Track(
        seen.heights,
        seen.acting_heights,
        seen.acting_times,
        poles,
        unresolved,
        path.times[1:],
        path.heights[1:],
    )


def _run_along(loop: Loop, growth: GrowthInput, times: Floats, track: _Track) -> GrowthRun:
    away = times[:, None] >= np.nan_to_num(track.pole_times, nan=np.inf)
    looks = [_look(loop, track, index, times[index]) for index in range(len(times))]
    columns: dict[str, Any] = {
        name: None if first is None else np.array([look[name] for look in looks])
        for name, first in looks[0].items()
    }
    reached = columns["log_stocks"]
    reached = np.where(away[..., None], np.maximum(reached, RUNAWAY_LOG_STOCK), reached)
    levels = track.generation_heights
    return GrowthRun(
        **{**columns, "log_stocks": reached},
        times=times,
        regimes=_regimes(loop, growth, columns["loop_gains"][-1], track),
        pole_times=track.pole_times,
        unresolved=track.unresolved,
        generation_times=track.generation_times,
        generation_log_stocks=None if levels is None else np.array([*map(loop.log_stocks, levels)]),
    )


def _look(loop: Loop, track: _Track, index: int, time: float) -> dict[str, Floats | None]:
    """Return everything of interest at one time, under the names of the run's series."""
    height, acting = track.heights[index], track.acting_heights[index]
    then, now = track.acting_times[index], np.full(len(height), time)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        log_a = loop.log_accelerations(acting, then)
        gains = loop.gains(acting, then)
        return {
            "log_stocks": loop.log_stocks(height),
            "growth_rates": loop.growth_under(log_a, height, now),
            "log_paces": loop.log_pace(log_a),
            "log_accelerations": log_a,
            "log_odds": loop.log_odds(acting, then),
            "log_resources": loop.log_resources(now),
            "loop_ratios": loop_ratio(gains.feedback, gains.difficulty),
            "loop_gains": loop_gain(gains.feedback, gains.difficulty),
        }


def _regimes(loop: Loop, growth: GrowthInput, gain: Floats, track: _Track) -> tuple[Regime, ...]:
    draws = growth.draws
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        end = loop.gains(track.acting_heights[-1], track.acting_times[-1])
    free_gain = loop_gain(end.free_feedback, end.free_difficulty)
    left = loop.ceiling_left(track.heights[-1]).min(axis=-1)
    away = np.isfinite(track.pole_times)
    bounded = (left < _CEILING_NEAR) | ((gain < -_LEVEL_GAIN) & (free_gain > _LEVEL_GAIN))
    rising = gain > _LEVEL_GAIN
    floor = growth.generation_time.floor_years if growth.generation_time else np.zeros(1)
    floored = np.broadcast_to(floor > 0.0, (draws,))
    names = np.full(draws, Regime.EXPONENTIAL, dtype=object)
    names[gain < -_LEVEL_GAIN] = Regime.FIZZLES
    names[rising] = Regime.SUPER_EXPONENTIAL
    names[rising & floored] = Regime.SUPER_EXPONENTIAL_TO_A_FLOOR
    names[bounded] = Regime.BOUNDED
    names[away] = Regime.RUNS_AWAY
    return tuple(names)
