"""Improvement that waits: components change only when a generation completes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.ceiling_steps import height_step
from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.generation_time import GenerationState, GenerationTime
from graph.questions.growth.kernel.power_mean import FloatArray
from graph.questions.growth.kernel.rows import take_rows

#: ln S beyond this is no longer a number that means anything; draws are held there and counted.
LOG_STOCK_CAP = 1e300
#: A generation shorter than this part of the horizon no longer moves the clock.
_SHORTEST_GENERATION = 1e-13


@dataclass(frozen=True)
class GenerationPath:
    """Every completed generation of every draw; ``nan`` after a draw has passed the horizon.

    Attributes:
        times: when generation k began, shape (generations + 1, draws), years.
        heights: y at those times, shape (generations + 1, draws, stocks).
        log_efforts: ln of the mean growth before difficulty, shape (generations, draws, stocks).
        crowded: draws whose generations grew so short that their number has no bound.
    """

    times: FloatArray
    heights: FloatArray
    log_efforts: FloatArray
    crowded: NDArray[np.bool_]


def run_generations(
    loop: Loop, draws: int, horizon: float, generation_time: GenerationTime, most: int
) -> GenerationPath:
    """Return the generations up to the first completion at or after the horizon.

    Within a generation the accelerations stand still, so each stock takes an exact step:
    S^beta grows by beta * effort * years.

    Args:
        loop: the equations.
        draws: how many.
        horizon: years.
        generation_time: how long each generation takes.
        most: generations after which a draw counts as crowded.

    Raises:
        ValueError: a generation takes a negative time, or no number of years.
    """
    size = len(loop.weights)
    rows, current = np.arange(draws), loop
    time, height = np.zeros(draws), np.zeros((draws, size))
    times, heights, efforts = [time], [height], [np.empty((0, draws, size))]
    crowded = np.zeros(draws, bool)
    while len(rows) and len(times) <= most:
        step = _generation(current, rows, time, height, generation_time)
        time, height = time + step.years, step.height
        times.append(_spread(time, rows, (draws,)))
        heights.append(_spread(height, rows, (draws, size)))
        efforts.append(_spread(step.effort, rows, (draws, size))[None])
        stalled = (time < horizon) & (step.years <= _SHORTEST_GENERATION * horizon)
        crowded[rows[stalled]] = True
        going = (time < horizon) & ~stalled
        if not going.all():
            rows, time, height = rows[going], time[going], height[going]
            current = take_rows(loop, rows)
    crowded[rows] = True
    return GenerationPath(np.array(times), np.array(heights), np.concatenate(efforts), crowded)


@dataclass(frozen=True)
class _Generation:
    """One generation of some draws: how long it takes and what it leaves."""

    years: FloatArray
    effort: FloatArray
    height: FloatArray


def _generation(
    loop: Loop,
    rows: NDArray[np.intp],
    time: FloatArray,
    height: FloatArray,
    generation_time: GenerationTime,
) -> _Generation:
    log_a = loop.log_accelerations(height, time)
    state = GenerationState(rows, time, loop.log_stocks(height), log_a)
    years = generation_time.years(state)
    if not np.all(years >= 0.0):
        raise ValueError("A generation cannot take less than no time.")
    effort = _mean_log_effort(loop, log_a, time, years)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        after = height_step(loop, height, effort + np.log(years)[:, None])
    after = np.minimum(np.nan_to_num(after, nan=LOG_STOCK_CAP), LOG_STOCK_CAP)
    return _Generation(years, effort, after)


def _spread(values: FloatArray, rows: NDArray[np.intp], shape: tuple[int, ...]) -> FloatArray:
    if len(rows) == shape[0]:
        return values
    whole = np.full(shape, np.nan)
    whole[rows] = values
    return whole


def _mean_log_effort(
    loop: Loop, log_a: FloatArray, time: FloatArray, years: FloatArray
) -> FloatArray:
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
