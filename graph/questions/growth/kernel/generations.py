"""Improvement that waits: components change only when a generation completes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.generation_time import GenerationState, GenerationTime, take_rows
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

#: Beyond this height a ceiling is reached to the last digit.
_HIGHEST = 700.0
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(32)


def height_step(loop: Loop, height: Floats, log_work: Floats) -> Floats:
    """Return y after work W = effort * years at constant effort.

    Without a ceiling S^beta grows by beta W. With falling returns the same holds in y with
    beta ln S_max - 1. With falling growth, W = integral of ln S_max S^beta dy, solved by Newton.
    Heights y and ln W have the shape (draws, stocks).
    """
    free = power_step(height, loop.difficulty, log_work)
    if not loop.has_ceiling:
        return free
    finite, top = loop.tops()
    if loop.returns_fall:
        held = power_step(height, loop.difficulty * top - 1.0, log_work - np.log(top))
        held = np.minimum(np.nan_to_num(held, nan=_HIGHEST, posinf=_HIGHEST), _HIGHEST)
    else:
        held = _growth_ceiling_step(height, loop.difficulty, top, log_work)
    return np.where(finite, held, free)


def power_step(log_stock: Floats, exponent: Floats, log_work: Floats) -> Floats:
    """Return ln S after S^beta has grown by beta W; W is added to ln S when beta is 0.

    With beta below 0 the stock becomes infinite once W is large enough (``inf``).

    >>> float(power_step(np.zeros(1), np.ones(1), np.zeros(1))[0]).__round__(6)
    0.693147
    """
    beta = np.broadcast_to(exponent, np.broadcast_shapes(log_stock.shape, np.shape(exponent)))
    safe = np.where(beta == 0.0, 1.0, beta)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        rising = np.logaddexp(safe * log_stock, np.log(np.abs(safe)) + log_work) / safe
        used = 1.0 - np.exp(np.log(np.abs(safe)) + log_work - safe * log_stock)
        falling = np.where(used > 0.0, log_stock + np.log(np.maximum(used, 0.0)) / safe, np.inf)
        level = log_stock + np.exp(log_work)
    return np.asarray(np.where(beta > 0.0, rising, np.where(beta < 0.0, falling, level)))


def _growth_ceiling_step(height: Floats, beta: Floats, top: Floats, log_work: Floats) -> Floats:
    start = -top * np.expm1(-height)
    work = np.exp(np.minimum(log_work - np.log(top) - beta * start, _HIGHEST))
    ahead = np.minimum(work, _HIGHEST)
    for _ in range(60):
        done, slope = _work_done(height, ahead, beta, top)
        better = np.clip(ahead - (done - work) / slope, 0.0, ahead)
        if np.all(ahead - better <= 1e-13 * (1.0 + ahead)):
            break
        ahead = better
    return np.minimum(height + ahead, _HIGHEST)


def _work_done(height: Floats, ahead: Floats, beta: Floats, top: Floats) -> tuple[Floats, Floats]:
    """Return the integral of (S/S_start)^beta over y, and its last value (both relative)."""
    near = np.minimum(ahead, 30.0)
    points = near[..., None] * (_NODES + 1.0) / 2.0
    depth = (beta * top * np.exp(-height))[..., None]
    inside = (np.exp(-depth * np.expm1(-points)) * _NODE_WEIGHTS).sum(axis=-1) * near / 2.0
    slope = np.exp(-depth[..., 0] * np.expm1(-ahead))
    return np.asarray(inside + (ahead - near) * slope), np.asarray(slope)


#: ln S beyond this is no longer a number that means anything; draws are held there and counted.
LOG_STOCK_CAP = 1e300
#: A generation shorter than this part of the horizon no longer moves the clock.
_SHORTEST_GENERATION = 1e-13


@record(slots=False)
class GenerationPath:
    """Every completed generation of every draw; ``nan`` after a draw has passed the horizon.

    Attributes:
        times: when generation k began, shape (generations + 1, draws), years.
        heights: y at those times, shape (generations + 1, draws, stocks).
        log_efforts: ln of the mean growth before difficulty, shape (generations, draws, stocks).
        crowded: draws whose generations grew so short that their number has no bound.
    """

    times: Floats
    heights: Floats
    log_efforts: Floats
    crowded: NDArray[np.bool_]

    def of(self, rows: NDArray[np.intp]) -> GenerationPath:
        """Return the generations of some draws."""
        return GenerationPath(
            self.times[:, rows],
            self.heights[:, rows],
            self.log_efforts[:, rows],
            self.crowded[rows],
        )


def run_generations(
    loop: Loop, draws: int, horizon: float, generation_time: GenerationTime, most: int
) -> GenerationPath:
    """Return the generations up to the first completion at or after the horizon.

    Within a generation the accelerations stand still, so each stock takes an exact step:
    S^beta grows by beta * effort * years. The horizon is in years; a draw with more generations
    than *most* counts as crowded.

    Raises:
        ValueError: a generation takes a negative time, or no number of years.
    """
    size = len(loop.weights)
    rows, current = np.arange(draws), loop
    time, height = np.zeros(draws), np.zeros((draws, size))
    times, heights, efforts = [time], [height], [np.empty((0, draws, size))]
    crowded = np.zeros(draws, bool)
    while len(rows) and len(times) <= most:
        log_a = current.log_accelerations(height, time)
        state = GenerationState(rows, time, current.log_stocks(height), log_a)
        years = generation_time.years(state)
        if not np.all(years >= 0.0):
            raise ValueError("A generation cannot take less than no time.")
        effort = _mean_log_effort(current, log_a, time, years)
        after = np.nan_to_num(_worked(current, height, effort, years), nan=LOG_STOCK_CAP)
        time, height = time + years, np.minimum(after, LOG_STOCK_CAP)
        times.append(_spread(time, rows, (draws,)))
        heights.append(_spread(height, rows, (draws, size)))
        efforts.append(_spread(effort, rows, (draws, size))[None])
        stalled = (time < horizon) & (years <= _SHORTEST_GENERATION * horizon)
        crowded[rows[stalled]] = True
        going = (time < horizon) & ~stalled
        if not going.all():
            rows, time, height = rows[going], time[going], height[going]
            current = take_rows(loop, rows)
    crowded[rows] = True
    return GenerationPath(np.array(times), np.array(heights), np.concatenate(efforts), crowded)


def _worked(loop: Loop, height: Floats, effort: Floats, years: Floats) -> Floats:
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return height_step(loop, height, effort + np.log(years)[:, None])


def _spread(values: Floats, rows: NDArray[np.intp], shape: tuple[int, ...]) -> Floats:
    if len(rows) == shape[0]:
        return values
    whole = np.full(shape, np.nan)
    whole[rows] = values
    return whole


def _mean_log_effort(loop: Loop, log_a: Floats, time: Floats, years: Floats) -> Floats:
    lift = loop.lift(log_a)
    start = loop.effort_of(lift, time)
    if loop.resources is None:
        return np.broadcast_to(start, (len(time), start.shape[-1]))
    middle = loop.effort_of(lift, time + 0.5 * years)
    end = loop.effort_of(lift, time + years)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (np.exp(start - middle) + 4.0 + np.exp(end - middle)) / 6.0
        # A stock that does not grow at all has -inf everywhere, and no ratio.
        return np.where(np.isneginf(middle), middle, middle + np.log(mean))


@record(slots=False)
class Seen:
    """The loop at given times.

    Attributes:
        heights: y, shape (times, draws, stocks).
        acting_heights: y when the last generation completed, the same shape.
        acting_times: when that was, shape (times, draws).
    """

    heights: Floats
    acting_heights: Floats
    acting_times: Floats


def between_generations(loop: Loop, path: GenerationPath, times: Floats) -> Seen:
    """Return the stocks and the last completed generation at rising times.

    The times have the shape (times,), or (times, draws) if each draw has its own.
    """
    when_looked = times[:, None] if times.ndim == 1 else times
    starts = np.where(np.isnan(path.times), np.inf, path.times)
    begun = np.zeros((len(times), starts.shape[1]), np.intp)
    for start in starts[1:]:
        begun += start[None, :] <= when_looked
    last = np.minimum(begun, len(path.log_efforts) - 1)
    column = np.arange(starts.shape[1])
    heights, acting, when = [], [], []
    for index, time in enumerate(times):
        then, height = starts[begun[index], column], path.heights[begun[index], column]
        effort = path.log_efforts[last[index], column]
        since = np.where(begun[index] == last[index], np.maximum(time - then, 0.0), 0.0)
        moved = _worked(loop, height, effort, since)
        heights.append(np.where((since > 0.0)[:, None], moved, height))
        acting.append(height)
        when.append(then)
    return Seen(np.array(heights), np.array(acting), np.array(when))
