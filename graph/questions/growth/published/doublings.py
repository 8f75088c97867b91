"""One doubling after another: each as fast as the loop is when it begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.next_generation import loop_gain
from graph.questions.growth.kernel.power_mean import FloatArray

#: ln 2, the height of a doubling.
LOG_2 = float(np.log(2.0))


@dataclass(frozen=True)
class DoublingPath:
    """The time every doubling of one stock takes.

    Attributes:
        durations: shape (doublings, draws), years; ``inf`` once the ceiling is reached.
        elapsed: when doubling k is complete, shape (doublings + 1, draws), from 0.
        loop_gains: gamma at the start of each doubling, shape (doublings, draws).
    """

    durations: FloatArray
    elapsed: FloatArray
    loop_gains: FloatArray

    def quickest(self, window: int) -> FloatArray:
        """Return the shortest time in which that many successive doublings fall, shape (draws,).

        ``inf`` if a draw never makes that many.
        """
        with np.errstate(invalid="ignore"):
            spans = self.elapsed[window:] - self.elapsed[:-window]
        whole = np.where(np.isfinite(self.elapsed[window:]), spans, np.inf)
        result: FloatArray = whole.min(axis=0, initial=np.inf)
        return result


def run_doublings(loop: Loop, draws: int, count: int) -> DoublingPath:
    """Return the doublings of a loop with one stock and no resource.

    From one doubling to the next the growth rate changes by 2^gamma, with the loop gain gamma at
    the start of the later one; a power law is followed exactly.

    Args:
        loop: the equations.
        draws: how many.
        count: how many doublings, 1 or more.

    Raises:
        ValueError: the loop has several stocks, or a resource that grows with time.
    """
    if len(loop.weights) != 1 or loop.resources is not None:
        raise ValueError("Doublings are counted for one stock without outside resources.")
    start = np.zeros((draws, 1))
    log_rate = np.log(loop.growth_rates(start, np.zeros(draws)))[:, 0]
    durations, gammas = [], []
    for index in range(count):
        height, inside = _height_at(loop, index * LOG_2, draws)
        gains = loop.gains(height, np.zeros(draws))
        gamma = np.where(inside, loop_gain(gains.feedback, gains.difficulty), -np.inf)
        if index:
            log_rate = log_rate + LOG_2 * gamma
        gammas.append(gamma)
        with np.errstate(over="ignore"):
            durations.append(LOG_2 * np.exp(-log_rate))
    lengths = np.array(durations)
    elapsed = np.concatenate([np.zeros((1, draws)), np.cumsum(lengths, axis=0)])
    return DoublingPath(lengths, elapsed, np.array(gammas))


def _height_at(loop: Loop, log_stock: float, draws: int) -> tuple[FloatArray, NDArray[np.bool_]]:
    top = loop.log_ceilings
    inside = np.broadcast_to(log_stock < top, (draws, 1))
    part = np.where(inside & np.isfinite(top), log_stock / top, 0.0)
    height = np.where(np.isfinite(top), -np.log1p(-part), log_stock)
    return np.broadcast_to(height, (draws, 1)), inside[:, 0]
