"""The equations followed through time, draw by draw, no step striding over a corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.generation_time import take_rows
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

#: A step changes ln S by no more than this beyond what its middle slopes agree on.
STEP_TOLERANCE = 1e-3
#: A step shorter than this part of the horizon means that the growth rate has no bound.
_SHORTEST_STEP = 1e-10
#: A step is not cut at a corner to less than this part of the horizon.
_SHORTEST_CUT = 1e-8
#: Outside growth that bends so near to a grid time, as part of the horizon, bends there.
_SAME_TIME = 1e-9


@record(slots=False)
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
    corners: Floats | None

    def left(self, going: NDArray[np.bool_]) -> _Running:
        """Return the draws that are still going."""
        return _Running(
            self.rows[going],
            take_rows(self.loop, np.flatnonzero(going)),
            self.height[going],
            self.time[going],
            self.step[going],
            self.upcoming[going],
            None if self.corners is None else self.corners[going],
        )


@record(slots=False)
class _Steps:
    """What a run is stepped by.

    Attributes:
        grid: the times to land on, shape (times, draws) or (times, 1), rising.
        widest: the longest step, shape (draws,) or (1,).
        length: the longest run, years.
        tolerance: see :data:`STEP_TOLERANCE`.
    """

    grid: Floats
    widest: Floats
    length: float
    tolerance: float

    def at(self, index: NDArray[np.intp], rows: NDArray[np.intp]) -> Floats:
        """Return the time of a grid index for each draw."""
        column = rows if self.grid.shape[1] > 1 else np.zeros_like(rows)
        return np.asarray(self.grid[np.minimum(index, len(self.grid) - 1), column])

    def widest_of(self, rows: NDArray[np.intp]) -> Floats:
        """Return the longest step of each draw."""
        return self.widest if len(self.widest) == 1 else self.widest[rows]


def integrate(
    loop: Loop,
    draws: int,
    grid: Floats,
    *,
    tolerance: float = STEP_TOLERANCE,
    start: Floats | None = None,
) -> ContinuousPath:
    """Return the stocks at the grid times, by Runge-Kutta steps of fourth order in ln S.

    A draw steps from grid time to grid time, halves its step where growth bends faster than
    the step can follow, and cuts it where a curve has a corner or outside growth changes, so that
    no step strides over one; what one draw does depends on no other. A draw whose steps shrink to
    nothing while its growth rate still rises has run away: its pole lies one reciprocal rate of
    rise ahead, as on a hyperbola.

    Args:
        loop: the equations.
        draws: how many draws.
        grid: rising times, shape (times,), or (times, draws) if each draw has its own.
        tolerance: see :data:`STEP_TOLERANCE`.
        start: heights at the first time, shape (draws, stocks); ``None`` for 0.
    """
    size = len(loop.weights)
    own = grid[:, None] if grid.ndim == 1 else grid
    chosen, whole = np.arange(len(own)), own
    if grid.ndim == 1 and loop.resources is not None:
        chosen, whole = _with_bends(grid, loop.resources.corners[0])
    steps = _Steps(whole, np.diff(own, axis=0).max(axis=0), float(own[-1].max()), tolerance)
    path = ContinuousPath(
        np.zeros((len(whole), draws, size)), np.full(draws, np.nan), np.zeros(draws, bool)
    )
    height = np.zeros((draws, size)) if start is None else start
    path.heights[0] = height
    running = _Running(
        np.arange(draws),
        loop,
        height,
        np.array(np.broadcast_to(own[0], (draws,))),
        np.array(np.broadcast_to(steps.widest, (draws,))),
        np.ones(draws, np.intp),
        loop.corners(draws),
    )
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        while len(running.rows):
            stopped = _advance(running, path, steps)
            if stopped.sum() * 5 >= len(stopped):
                running = running.left(~stopped)
            elif stopped.any():
                running.step[stopped] = 0.0
    return ContinuousPath(path.heights[chosen], path.pole_times, path.unresolved)


def _with_bends(grid: Floats, bends: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return where the grid's times stand among them and the bends, and all of those."""
    inside = bends[(bends > grid[0]) & (bends < grid[-1])]
    near = np.abs(inside[:, None] - grid[None, :]).min(axis=1, initial=np.inf)
    whole = np.union1d(grid, inside[near > _SAME_TIME * grid[-1]])
    return np.searchsorted(whole, grid), whole[:, None]


def _advance(running: _Running, path: ContinuousPath, steps: _Steps) -> NDArray[np.bool_]:
    last = len(steps.grid)
    over = running.upcoming >= last
    target = steps.at(running.upcoming, running.rows)
    left = target - running.time
    landing = running.step >= left * (1.0 - 1e-9)
    step = np.where(landing, left, running.step)
    change, error = _runge_kutta(running.loop, running.height, running.time, step)
    part = _part_before_corner(running, change)
    cut = (part * step > _SHORTEST_CUT * steps.length) & (part < 1.0)
    good = (error <= steps.tolerance) & ~over & ~cut
    running.height = np.where(good[:, None], running.height + change, running.height)
    running.time = np.where(good, np.where(landing, target, running.time + step), running.time)
    easy = error * 16.0 <= steps.tolerance
    widest = steps.widest_of(running.rows)
    longer = np.where(easy, np.minimum(running.step * 2.0, widest), running.step)
    shorter = np.where(cut & (error <= steps.tolerance), part * step, step / 2.0)
    running.step = np.where(good, longer, shorter)
    landed = good & landing
    path.heights[running.upcoming[landed], running.rows[landed]] = running.height[landed]
    running.upcoming = running.upcoming + landed
    endless = ~good & ~over & (running.step < _SHORTEST_STEP * steps.length)
    if endless.any():
        _give_up(running, path, endless)
        running.upcoming = np.where(endless, last, running.upcoming)
    return np.asarray(running.upcoming >= last)


def _part_before_corner(running: _Running, change: Floats) -> Floats:
    """Return the part of each step that ends at the next corner, shape (draws,); 1 without one."""
    if running.corners is None:
        return np.ones(len(change))
    height = running.height[..., None]
    ahead = np.where(running.corners > height, running.corners - height, np.inf)
    parts = ahead.min(axis=-1) / np.where(change > 0.0, change, np.nan)
    return np.asarray(np.nan_to_num(np.fmin(parts, 1.0), nan=1.0).min(axis=-1))


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
