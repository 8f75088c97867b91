"""One-sided evidence: "at least" and "at most" narrow a normal belief without being values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.statistics.random_effects import Effect

#: Sweeps over all bounds; a handful is enough, and with a single bound the first is exact.
_SWEEP_LIMIT = 200

_TOLERANCE = 1e-12

#: No limit leaves less of the variance than this part, so that nothing is divided by 0.
_SMALLEST_REST = 1e-15

#: Below this the normal density divided by the probability is taken from its series.
_FAR_TAIL = -30.0


@dataclass(frozen=True, slots=True)
class Limit:
    """A report that the number lies above (or below) a position, itself known with an error.

    Attributes:
        position: on the metric's scale.
        variance: of the report, on that scale; above 0.
        lower: whether the number is said to lie above the position.
    """

    position: float
    variance: float
    lower: bool


@dataclass(frozen=True, slots=True)
class BoundedEffect:
    """A belief after the limits.

    Attributes:
        effect: mean and variance after them.
        kept_share: the part of the precision that the belief before them still carries.
        limit_shares: the part that each limit brings, in the order given.
    """

    effect: Effect
    kept_share: float
    limit_shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """What one limit contributes, as a normal factor: precision, and precision times mean."""

    precision: float = 0.0
    shift: float = 0.0


def apply_limits(prior: Effect, limits: Sequence[Limit]) -> BoundedEffect:
    """Return a normal belief after one-sided reports, by matching moments.

    Each report multiplies the belief by Phi((theta - L)/s) for a lower limit L with error s, and
    by Phi((U - theta)/s) for an upper one. Every factor is replaced by the normal factor that
    gives the same mean and variance beside all others, until nothing changes (expectation
    propagation; T. Minka, 2001). With one limit the two moments are exact.

    The prior is the belief from values alone; limits have variances above 0. It stays unchanged if
    its variance is 0, if there are no limits, or if all are met from far away.

    >>> after = apply_limits(Effect(0.0, 1.0), [Limit(0.0, 1e-12, lower=True)]).effect
    >>> round(after.mean, 4)  # the half-normal mean, sqrt(2/pi)
    0.7979
    """
    untouched = BoundedEffect(prior, 1.0, (0.0,) * len(limits))
    if prior.variance == 0 or not limits:
        return untouched
    sites = [_Site()] * len(limits)
    belief = prior
    for _ in range(_SWEEP_LIMIT):
        before = belief
        for index, limit in enumerate(limits):
            sites[index] = _refined(limit, _product(prior, sites[:index] + sites[index + 1 :]))
            belief = _product(prior, sites)
        step = abs(belief.mean - before.mean) / math.sqrt(belief.variance)
        if step < _TOLERANCE and math.isclose(
            before.variance, belief.variance, rel_tol=_TOLERANCE, abs_tol=0.0
        ):
            break
    if all(site == _Site() for site in sites):
        return untouched
    shares = tuple(site.precision * belief.variance for site in sites)
    return BoundedEffect(belief, 1 - sum(shares), shares)


def _product(prior: Effect, sites: Sequence[_Site]) -> Effect:
    precision = 1 / prior.variance + sum(site.precision for site in sites)
    shift = prior.mean / prior.variance + sum(site.shift for site in sites)
    return Effect(shift / precision, 1 / precision)


def _refined(limit: Limit, rest: Effect) -> _Site:
    """Return the factor that, beside the rest, has the moments of the probit factor."""
    sign = 1.0 if limit.lower else -1.0
    spread = math.sqrt(rest.variance + limit.variance)
    distance = sign * (rest.mean - limit.position) / spread
    pull, curvature = _pull(distance)
    if pull == 0:
        return _Site()
    slope = curvature / spread**2
    left = max(1 - rest.variance * slope, _SMALLEST_REST)
    precision = slope / left
    mean = rest.mean + sign * rest.variance * pull / spread
    shift = mean * (1 / rest.variance + precision) - rest.mean / rest.variance
    return _Site(precision, shift)


def _pull(distance: float) -> tuple[float, float]:
    """Return the normal density over the normal probability below, and minus its slope (0 to 1)."""
    if distance < _FAR_TAIL:
        pull = -distance / (1 - 1 / distance**2 + 3 / distance**4)
        return pull, 1 - 1 / distance**2 + 6 / distance**4
    density = math.exp(-0.5 * distance**2) / math.sqrt(2 * math.pi)
    pull = density / (0.5 * math.erfc(-distance / math.sqrt(2)))
    return pull, pull * (distance + pull)
