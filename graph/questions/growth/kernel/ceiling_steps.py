"""Exact steps of a stock under constant effort, with difficulty and with either kind of ceiling."""

from __future__ import annotations

import numpy as np

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.power_mean import FloatArray

#: Beyond this height a ceiling is reached to the last digit.
_HIGHEST = 700.0
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(32)


def height_step(loop: Loop, height: FloatArray, log_work: FloatArray) -> FloatArray:
    """Return y after work W = effort * years at constant effort.

    Without a ceiling S^beta grows by beta W. With falling returns the same holds in y with
    beta ln S_max - 1. With falling growth, W = integral of ln S_max S^beta dy, solved by Newton.

    Args:
        loop: the equations.
        height: y, shape (draws, stocks).
        log_work: ln W, the same shape.
    """
    free = power_step(height, loop.difficulty, log_work)
    if not loop.has_ceiling:
        return free
    finite = np.isfinite(loop.log_ceilings)
    top = np.where(finite, loop.log_ceilings, 1.0)
    if loop.returns_fall:
        held = power_step(height, loop.difficulty * top - 1.0, log_work - np.log(top))
        held = np.minimum(np.nan_to_num(held, nan=_HIGHEST, posinf=_HIGHEST), _HIGHEST)
    else:
        held = _growth_ceiling_step(height, loop.difficulty, top, log_work)
    return np.where(finite, held, free)


def power_step(log_stock: FloatArray, exponent: FloatArray, log_work: FloatArray) -> FloatArray:
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


def _growth_ceiling_step(
    height: FloatArray, beta: FloatArray, top: FloatArray, log_work: FloatArray
) -> FloatArray:
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


def _work_done(
    height: FloatArray, ahead: FloatArray, beta: FloatArray, top: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the integral of (S/S_start)^beta over y, and its last value (both relative)."""
    near = np.minimum(ahead, 30.0)
    points = near[..., None] * (_NODES + 1.0) / 2.0
    depth = (beta * top * np.exp(-height))[..., None]
    inside = (np.exp(-depth * np.expm1(-points)) * _NODE_WEIGHTS).sum(axis=-1) * near / 2.0
    slope = np.exp(-depth[..., 0] * np.expm1(-ahead))
    return np.asarray(inside + (ahead - near) * slope), np.asarray(slope)
