"""The pace of many components at once: the weighted power mean and what holds it back."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Draws on the first axis, where there are draws; length 1 there holds for every draw.
Floats = NDArray[np.float64]

#: Exponents closer to zero than this are Cobb-Douglas; the difference is below rounding.
_ZERO_EXPONENT = 1e-8
#: Exponentials of numbers up to this size neither overflow nor vanish.
_SAFE_EXPONENT = 600.0
#: Below this size e^x - 1 is worth computing as such.
_NEAR_ONE = 0.1


def log_power_mean(log_values: ArrayLike, weights: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return ln M_q along the last axis, M_q = (sum of w a^q)^(1/q).

    Works on logarithms, so an infinitely fast component (``inf``) is a value like any other.

    Args:
        log_values: ln a, shape (..., components).
        weights: shape (..., components), 0 or more, summing to 1.
        exponent: q, scalar or shape (...): -inf weakest link, -1 Amdahl, 0 Cobb-Douglas,
            1 linear, inf the strongest.

    Returns:
        Shape (...); components of weight 0 count for nothing, whatever their value.

    >>> float(np.exp(log_power_mean(np.log([1.0, 4.0]), [0.5, 0.5], -1.0))).__round__(6)
    1.6
    """
    values, weight = np.asarray(log_values, float), np.asarray(weights, float)
    power = np.asarray(exponent, float)
    size = np.abs(power)
    if size.min(initial=1.0) > _ZERO_EXPONENT and size.max(initial=1.0) < np.inf:
        return _log_mean_of_powers(values, weight, power)
    shape = np.broadcast_shapes(values.shape[:-1], weight.shape[:-1], power.shape)
    count = values.shape[-1]
    values = np.broadcast_to(values, (*shape, count)).reshape(-1, count)
    weight = np.broadcast_to(weight, (*shape, count)).reshape(-1, count)
    flat = np.broadcast_to(power, shape).ravel()
    result = np.empty(flat.shape)
    level = np.abs(flat) <= _ZERO_EXPONENT
    for chosen, mean in (
        (np.isneginf(flat), _log_lowest),
        (np.isposinf(flat), lambda values, weight, _: -_log_lowest(-values, weight, _)),
        (level, lambda values, weight, _: _weighted_sum(np.where(weight > 0, values, 0), weight)),
        (np.isfinite(flat) & ~level, _log_mean_of_powers),
    ):
        if chosen.any():
            result[chosen] = mean(values[chosen], weight[chosen], flat[chosen])
    return result.reshape(shape)


def power_mean(values: ArrayLike, weights: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return M_q of accelerations; the arguments are as in :func:`log_power_mean`, without logs.

    >>> float(power_mean([np.inf, 1.0], [0.9, 0.1], -1.0)).__round__(9)
    10.0
    """
    with np.errstate(divide="ignore"):
        return np.exp(log_power_mean(np.log(np.asarray(values, float)), weights, exponent))


def bottleneck_shares(log_values: ArrayLike, weights: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return b_i = w_i a_i^q / sum of w a^q: the elasticity of the pace to each component.

    Args:
        log_values: ln a, shape (..., components).
        weights: as in :func:`log_power_mean`.
        exponent: q, finite or infinite; with infinite q the shares of ties are equal.

    Returns:
        Shape (..., components), summing to 1.

    >>> bottleneck_shares(np.log([1.0, 4.0]), [0.5, 0.5], -1.0).round(6).tolist()
    [0.8, 0.2]
    """
    values, weight = np.asarray(log_values, float), np.asarray(weights, float)
    power = np.asarray(exponent, float)[..., None]
    with np.errstate(invalid="ignore"):
        tilt = np.where(power == 0.0, 0.0, power * values)
    tilt = np.where(weight > 0.0, np.nan_to_num(tilt, nan=0.0), -np.inf)
    top = tilt.max(axis=-1, keepdims=True)
    ties = tilt == top
    with np.errstate(invalid="ignore"):
        part = np.where(np.isfinite(power), weight * np.exp(np.where(ties, 0.0, tilt - top)), 0.0)
    part = np.where(np.isfinite(power), part, _tied(values, weight, power))
    shares: Floats = part / part.sum(axis=-1, keepdims=True)
    return shares


def gain_if_free(share: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return how much faster everything were if a component took no time: (1 - b)^(1/q).

    Args:
        share: bottleneck share b of the component, 0 to 1.
        exponent: q; for q of 0 or more the gain has no limit and is infinite where b > 0.

    >>> float(gain_if_free(0.9, -1.0)).__round__(9)
    10.0
    """
    part, power = np.asarray(share, float), np.asarray(exponent, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.exp(np.log1p(-part) / power)
    return np.where(part == 0.0, 1.0, np.where(power < 0.0, gain, np.inf))


def reallocated_exponent(substitution: ArrayLike) -> Floats:
    """Return q = rho / (1 - rho): the CES of exponent rho when labour moves to where it helps.

    Args:
        substitution: rho, below 1; -inf gives -1, Amdahl's law.

    >>> float(reallocated_exponent(-1.0))
    -0.5
    """
    rho = np.asarray(substitution, float)
    return np.where(np.isneginf(rho), -1.0, rho / (1.0 - np.where(np.isneginf(rho), 0.0, rho)))


def exponent_from_limits(first: float, second: float) -> float:
    """Return rho with first^rho + second^rho = 1: a CES of two inputs known by its two limits.

    Args:
        first: how many times more comes out when the second input alone stays as it is; above 1.
        second: the same for the first input; above 1.

    Returns:
        rho below 0.

    Raises:
        ValueError: a limit is 1 or less, so no such CES exists.

    >>> round(exponent_from_limits(2.0, 2.0), 9)
    -1.0
    """
    if min(first, second) <= 1.0:
        raise ValueError("Both limits must be above 1.")
    low, high = -1.0, -1e-12
    while first**low + second**low > 1.0:
        low *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if first**middle + second**middle < 1.0 else (low, middle)
    return (low + high) / 2.0


def _log_lowest(values: Floats, weight: Floats, _: Floats) -> Floats:
    return np.asarray(np.where(weight > 0.0, values, np.inf).min(axis=-1))


def _log_mean_of_powers(values: Floats, weight: Floats, power: Floats) -> Floats:
    tilt = power[..., None] * values
    lowest, highest = tilt.min(initial=0.0), tilt.max(initial=0.0)
    if lowest > -_NEAR_ONE and highest < _NEAR_ONE:
        # Weights sum to 1, so this is the same sum without the loss of digits near q = 0.
        return np.asarray(np.log1p(_weighted_sum(np.expm1(tilt), weight)) / power)
    if lowest > -_SAFE_EXPONENT and highest < _SAFE_EXPONENT:
        return np.asarray(np.log(_weighted_sum(np.exp(tilt), weight)) / power)
    tilt = np.where(weight > 0.0, tilt, -np.inf)
    top = tilt.max(axis=-1)
    shift = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        summed = np.log(_weighted_sum(np.exp(tilt - shift[..., None]), weight))
    return np.asarray((shift + summed) / power)


def _weighted_sum(values: Floats, weight: Floats) -> Floats:
    if weight.size == weight.shape[-1]:
        return np.asarray(values @ weight.ravel())
    return np.asarray(np.einsum("...i,...i->...", values, weight))


def _tied(values: Floats, weight: Floats, power: Floats) -> Floats:
    sign = np.where(np.isposinf(power), -1.0, 1.0)
    held = np.where(weight > 0.0, sign * values, np.inf)
    return np.asarray((held == held.min(axis=-1, keepdims=True)) & (weight > 0.0), dtype=np.float64)
