"""Random-effects pooling: one mean from several effects that differ by more than their errors."""

from __future__ import annotations

from collections.abc import Sequence

from graph.records import record

#: Newton steps allowed; each at least halves what a far start is short of.
_STEP_LIMIT = 1_000

#: How closely the weighted sum of squares must meet its expectation, relative to it.
_TOLERANCE = 1e-12


@record
class Effect:
    """A mean with its variance, on the metric's scale."""

    mean: float
    variance: float


@record
class PooledEffect:
    """What several effects say together.

    Attributes:
        mean: the weighted mean.
        variance: of that mean: 1 over the sum of 1/(variance + tau squared).
        tau_squared: variance between the effects beyond their own.
        weights: the weight of each effect in the order given; they sum to 1.
    """

    mean: float
    variance: float
    tau_squared: float
    weights: tuple[float, ...]


def tau_squared(effects: Sequence[Effect]) -> float:
    """Return the variance between effects by Paule and Mandel's rule.

    It is the t >= 0 at which the sum of (x - mean)^2 / (v + t) is the number of effects less 1.
    That sum falls with t and is convex, so Newton's steps from 0 approach t from below.

    Source: R. Paule, J. Mandel, Consensus values and weighting factors, J. Res. NBS 87 (1982);
    step of R. DerSimonian, R. Kacker, Contemporary Clinical Trials 28 (2007).

    Variances are above 0. The result is 0 for fewer than two effects, and where the effects agree
    within their errors.

    >>> round(tau_squared([Effect(0.0, 1.0), Effect(4.0, 1.0)]), 9)
    7.0
    """
    freedom = len(effects) - 1
    between = 0.0
    for _ in range(_STEP_LIMIT if freedom > 0 else 0):
        weights = [1 / (effect.variance + between) for effect in effects]
        mean = _weighted_mean(effects, weights)
        squares = [(effect.mean - mean) ** 2 for effect in effects]
        excess = sum(w * square for w, square in zip(weights, squares, strict=True)) - freedom
        if excess <= _TOLERANCE * freedom:
            break
        between += excess / sum(w * w * square for w, square in zip(weights, squares, strict=True))
    return between


def pool_effects(effects: Sequence[Effect]) -> PooledEffect:
    """Return the random-effects mean: weights 1/(variance + tau squared).

    Variances are above 0. A single effect is returned unchanged, with tau squared 0.

    Raises:
        ValueError: there is no effect.

    >>> pool_effects([Effect(2.0, 1.0), Effect(2.0, 1.0)])
    PooledEffect(mean=2.0, variance=0.5, tau_squared=0.0, weights=(0.5, 0.5))
    """
    if not effects:
        raise ValueError("Pooling needs at least one effect.")
    if len(effects) == 1:
        return PooledEffect(effects[0].mean, effects[0].variance, 0.0, (1.0,))
    between = tau_squared(effects)
    weights = [1 / (effect.variance + between) for effect in effects]
    total = sum(weights)
    shares = tuple(weight / total for weight in weights)
    return PooledEffect(_weighted_mean(effects, weights), 1 / total, between, shares)


def _weighted_mean(effects: Sequence[Effect], weights: Sequence[float]) -> float:
    return sum(w * effect.mean for w, effect in zip(weights, effects, strict=True)) / sum(weights)
