"""Improvement that acts at once: the differential equations, each draw with its own steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.generation_time import take_rows
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

    def keep(self, mask: NDArray[np.bool_], whole: Loop) -> _Running:
        rows = self.rows[mask]
        return _Running(
            rows,
            take_rows(whole, rows),
            self.height[mask],
            self.time[mask],
            self.step[mask],
            self.upcoming[mask],
        )


def integrate(
    loop: Loop, draws: int, grid: Floats, *, tolerance: float = STEP_TOLERANCE
) -> ContinuousPath:
    """Return the stocks at the grid times, by Runge-Kutta steps of fourth order in ln S.

    A draw steps from grid time to grid time and halves its step where growth bends faster than
    the step can follow; what one draw does depends on no other. A draw whose steps shrink to
    nothing while its growth rate still rises has run away: its pole lies one reciprocal rate of
    rise ahead, as on a hyperbola.

    Args:
        loop: the equations.
        draws: how many.
        grid: times, rising from 0.
        tolerance: see :data:`STEP_TOLERANCE`.
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
                running = running.keep(~stopped, loop)
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
