"""What the loop looks like between two generations: stocks move on, components stand still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.questions.growth.kernel.ceiling_steps import height_step
from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.generations import GenerationPath
from graph.questions.growth.kernel.power_mean import FloatArray


@dataclass(frozen=True)
class Seen:
    """The loop at given times.

    Attributes:
        heights: y, shape (times, draws, stocks).
        acting_heights: y when the last generation completed, the same shape.
        acting_times: when that was, shape (times, draws).
    """

    heights: FloatArray
    acting_heights: FloatArray
    acting_times: FloatArray


def between_generations(loop: Loop, path: GenerationPath, times: FloatArray) -> Seen:
    """Return the stocks and the last completed generation at the times asked for.

    Args:
        loop: the equations.
        path: the generations of every draw.
        times: rising, shape (times,).
    """
    starts = np.where(np.isnan(path.times), np.inf, path.times)
    begun = np.zeros((len(times), starts.shape[1]), np.intp)
    for start in starts[1:]:
        begun += start[None, :] <= times[:, None]
    last = np.minimum(begun, len(path.log_efforts) - 1)
    column = np.arange(starts.shape[1])
    heights, acting, when = [], [], []
    for index, time in enumerate(times):
        then, height = starts[begun[index], column], path.heights[begun[index], column]
        effort = path.log_efforts[last[index], column]
        since = np.where(begun[index] == last[index], np.maximum(time - then, 0.0), 0.0)
        heights.append(_moved_on(loop, height, effort, since))
        acting.append(height)
        when.append(then)
    return Seen(np.array(heights), np.array(acting), np.array(when))


def _moved_on(loop: Loop, height: FloatArray, effort: FloatArray, since: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        moved = height_step(loop, height, effort + np.log(since)[:, None])
    return np.where((since > 0.0)[:, None], moved, height)
