"""One-sided evidence: "at least" and "at most" narrow a normal belief without being values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.records import record
from graph.statistics.random_effects import Effect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Sweeps over all bounds; a handful is enough, and with a single bound the first is exact.
_SWEEP_LIMIT = 200

_TOLERANCE = 1e-12

#: No limit leaves less of the variance than this part, so that nothing is divided by 0.
_SMALLEST_REST = 1e-15

#: Below this the normal density divided by the probability is taken from its series.
_FAR_TAIL = -30.0


@record
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


@record
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


@record
class Site:
    """What one limit contributes, as a normal factor.

    Attributes:
        precision: of the factor; 0 if the limit says nothing.
        shift: that precision times the factor's mean.
    """

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
    sites = [Site()] * len(limits)
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
    if all(site == Site() for site in sites):
        return untouched
    shares = tuple(site.precision * belief.variance for site in sites)
    return BoundedEffect(belief, 1 - sum(shares), shares)


def sites_of(
    means: Sequence[float], covariance: NDArray[np.float64], limits: Sequence[Limit]
) -> tuple[Site, ...]:
    """Return what each limit says, where every limit is about an unknown of its own.

    The unknowns are jointly normal; a limit on one then says something about all. As for
    ``apply_limits``, each factor is refined beside all others until nothing changes.

    Args:
        means: of the unknowns, one per limit.
        covariance: of them.
        limits: in the same order.

    Returns:
        One normal factor per limit, of precision 0 where a limit is met from far away.
    """
    import numpy as np

    sites = [Site()] * len(limits)
    belief = np.array(means, dtype=float), np.array(covariance, dtype=float)
    for _ in range(_SWEEP_LIMIT):
        before = belief
        for index, limit in enumerate(limits):
            rest = _cavity(float(belief[0][index]), float(belief[1][index, index]), sites[index])
            if rest is None:
                continue
            site = _refined(limit, rest)
            belief = _moved(belief, index, sites[index], site)
            sites[index] = site
        if np.abs(belief[0] - before[0]).max(initial=0.0) < _TOLERANCE:
            break
    return tuple(sites)


def _cavity(mean: float, variance: float, site: Site) -> Effect | None:
    """Return a marginal without one factor; ``None`` if nothing is unknown about it."""
    if variance <= _SMALLEST_REST:
        return None
    precision = 1 / variance - site.precision
    return Effect((mean / variance - site.shift) / precision, 1 / precision)


def _moved(
    belief: tuple[NDArray[np.float64], NDArray[np.float64]], index: int, old: Site, new: Site
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a joint normal after one factor was replaced, by a step of rank one."""
    means, covariance = belief
    more, shift = new.precision - old.precision, new.shift - old.shift
    column = covariance[:, index]
    factor = 1 / (1 + more * column[index])
    step = factor * (shift - more * means[index])
    return means + step * column, covariance - more * factor * column[:, None] * column[None, :]


def _product(prior: Effect, sites: Sequence[Site]) -> Effect:
    precision = 1 / prior.variance + sum(site.precision for site in sites)
    shift = prior.mean / prior.variance + sum(site.shift for site in sites)
    return Effect(shift / precision, 1 / precision)


def _refined(limit: Limit, rest: Effect) -> Site:
    """Return the factor that, beside the rest, has the moments of the probit factor."""
    sign = 1.0 if limit.lower else -1.0
    spread = math.sqrt(rest.variance + limit.variance)
    distance = sign * (rest.mean - limit.position) / spread
    pull, curvature = _pull(distance)
    if pull == 0:
        return Site()
    slope = curvature / spread**2
    left = max(1 - rest.variance * slope, _SMALLEST_REST)
    precision = slope / left
    mean = rest.mean + sign * rest.variance * pull / spread
    shift = mean * (1 / rest.variance + precision) - rest.mean / rest.variance
    return Site(precision, shift)


def _pull(distance: float) -> tuple[float, float]:
    """Return the normal density over the normal probability below, and minus its slope (0 to 1)."""
    if distance < _FAR_TAIL:
        pull = -distance / (1 - 1 / distance**2 + 3 / distance**4)
        return pull, 1 - 1 / distance**2 + 6 / distance**4
    density = math.exp(-0.5 * distance**2) / math.sqrt(2 * math.pi)
    pull = density / (0.5 * math.erfc(-distance / math.sqrt(2)))
    return pull, pull * (distance + pull)
