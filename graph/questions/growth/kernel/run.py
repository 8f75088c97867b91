"""The growth kernel: from stocks, components and a generation time to a path and a verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop, loop_of
from graph.questions.growth.kernel.generation_time import GenerationTime, take_rows
from graph.questions.growth.kernel.generations import (
    GenerationPath,
    between_generations,
    run_generations,
)
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.integration import STEP_TOLERANCE, integrate
from graph.questions.growth.kernel.next_generation import loop_gain, loop_ratio
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

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


@record(slots=False)
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


@record(slots=False)
class GrowthRun:
    """The path of every draw.

    Attributes:
        times: shape (times,), years since the start; (times, draws) if each draw has its own.
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
        generation_path: the generations themselves, or ``None``.
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
    generation_path: GenerationPath | None = None

    @property
    def ran_away(self) -> NDArray[np.bool_]:
        """Which draws ran away in finite time, shape (draws,)."""
        return np.asarray(np.isfinite(self.pole_times))

    def regime_counts(self) -> dict[Regime, int]:
        """Return how many draws ended in each regime, all regimes listed."""
        return {regime: self.regimes.count(regime) for regime in Regime}


@record(slots=False)
class _Track:
    """Where each draw stands at the times of the series, and what its components know."""

    heights: Floats
    acting_heights: Floats
    acting_times: Floats
    pole_times: Floats
    unresolved: NDArray[np.bool_]
    generations: GenerationPath | None = None


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


def zoom(
    growth: GrowthInput,
    run: GrowthRun,
    rows: NDArray[np.intp],
    log_stocks: Floats,
    times: Floats,
) -> GrowthRun:
    """Return some draws of a run over times of their own, without a regime.

    Args:
        growth: what was run.
        run: the run.
        rows: which draws, shape (rows,).
        log_stocks: ln S at the first time, shape (rows, stocks).
        times: rising, within the run, shape (times, rows).

    Returns:
        The run, whose times have the shape (times, rows).
    """
    loop, never = take_rows(loop_of(growth), rows), np.full(len(rows), np.nan)
    if run.generation_path is not None:
        seen = between_generations(loop, run.generation_path.of(rows), times)
        lost = np.zeros(len(rows), bool)
        track = _Track(seen.heights, seen.acting_heights, seen.acting_times, never, lost)
    else:
        path = integrate(loop, len(rows), times, start=loop.height_of(log_stocks))
        track = _Track(path.heights, path.heights, times, path.pole_times, path.unresolved)
    return _run_along(loop, None, times, track)


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
        path,
    )


def _run_along(loop: Loop, growth: GrowthInput | None, times: Floats, track: _Track) -> GrowthRun:
    """Return everything of interest at the times of a track; no regimes without an input."""
    when = times[:, None] if times.ndim == 1 else times
    away = when >= np.nan_to_num(track.pole_times, nan=np.inf)
    looks = [_look(loop, track, index, times[index]) for index in range(len(times))]
    columns: dict[str, Any] = {
        name: None if first is None else np.array([look[name] for look in looks])
        for name, first in looks[0].items()
    }
    reached = columns["log_stocks"]
    reached = np.where(away[..., None], np.maximum(reached, RUNAWAY_LOG_STOCK), reached)
    path = track.generations
    return GrowthRun(
        **{**columns, "log_stocks": reached},
        times=times,
        regimes=() if growth is None else _regimes(loop, growth, columns["loop_gains"][-1], track),
        pole_times=track.pole_times,
        unresolved=track.unresolved,
        generation_times=None if path is None else path.times[1:],
        generation_log_stocks=None
        if path is None
        else np.array([*map(loop.log_stocks, path.heights[1:])]),
        generation_path=path,
    )


def _look(loop: Loop, track: _Track, index: int, time: Floats) -> dict[str, Floats | None]:
    """Return everything of interest at one time, under the names of the run's series."""
    height, acting = track.heights[index], track.acting_heights[index]
    then, now = track.acting_times[index], np.array(np.broadcast_to(time, (len(height),)))
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
    draws = len(gain)
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
