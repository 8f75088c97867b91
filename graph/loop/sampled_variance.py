"""How much of an answer's variance comes from numbers that are assumptions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.estimates import Basis, Interval
from graph.loop.sample import Array, Draws
from graph.loop.sampled import draw_loop, interval_of_draws
from graph.loop.study import Study
from graph.records import record
from graph.statistics.inner_products import inner, inner_of_two
from graph.vocabulary import MetricName
from graph.workers import near_workers, parts_of


def first_order_variances(scores: Array, answer: Array, different: int | None = None) -> Array:
    """Return the part of an answer's variance that is linear in each score.

    ``cov(z_i, y)^2``, less what chance alone brings on average, ``(var(y) - cov^2) / N``. A number
    that brings nothing comes out above or below 0 by chance, so that sums over many do not drift.

    Args:
        scores: independent standard normal scores, one row per number.
        answer: one finite value per draw.
        different: how many draws are different, if some are the same as others.

    >>> z = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
    >>> first_order_variances(z, 2 * z[0]).tolist()
    [4.0, -1.0]
    """
    return _variances(
        _Regression(lambda rows: scores[rows], answer - answer.mean()), len(scores), different
    )


def _variances(regression: _Regression, rows: int, different: int | None) -> Array:
    centred = regression.answer
    count = centred.size
    workers, parts = near_workers(rows * count), parts_of(rows)
    found = workers.run(_products, regression, parts, len(parts))
    slopes = np.concatenate([*found, np.zeros(0)]) / count
    chance = (inner_of_two(centred, centred) / count - slopes**2) / (different or count)
    variances: Array = slopes**2 - chance
    return variances


@record
class _Regression:
    """What gives scores row by row, and an answer of mean 0."""

    scores: Callable[[slice], Array]
    answer: Array


def _products(regression: _Regression, rows: slice) -> Array:
    # Scores of conditioned draws have lost some of their variance.
    return inner(standardised(regression.scores(rows)), regression.answer)


def standardised(scores: Array) -> Array:
    """Return scores of mean 0 and variance 1, row by row; a row that does not vary stays 0.

    >>> standardised(np.array([[0.0, 4.0], [1.0, 1.0]])).tolist()
    [[-1.0, 1.0], [0.0, 0.0]]
    """
    centred = scores - scores.mean(axis=1, keepdims=True)
    deviations = centred.std(axis=1, keepdims=True)
    found: Array = np.divide(centred, deviations, out=np.zeros_like(centred), where=deviations > 0)
    return found


def assumed_variance_share(draws: Draws, study: Study, answer: Array) -> float | None:
    """Return the share of an answer's variance that comes from assumptions, 0 to 1.

    Each number's first-order variance counts by the share of its weight that is assumption. What
    the common capability factor brings is split among the speed-ups by their own parts.

    Args:
        draws: the scores.
        study: gives the assumed share of each number; what is supposed has no variance.
        answer: one value per draw.

    Returns:
        ``None`` if the answer does not vary, or not finitely.
    """
    assumed = np.array([_assumed(study, item.subject, item.metric) for item in draws.numbers])
    return variance_share(draws, answer, assumed)


def variance_share(draws: Draws, answer: Array, parts: Array) -> float | None:
    """Return the share of an answer's variance that belongs to a kind of numbers, 0 to 1.

    Args:
        draws: the scores.
        answer: one value per draw.
        parts: how much of each number, 0 to 1, is of that kind.

    Returns:
        ``None`` if the answer does not vary, or not finitely.
    """
    shares = number_shares(draws, answer)
    return None if shares is None else min(1.0, max(0.0, inner_of_two(shares, parts)))


def number_shares(draws: Draws, answer: Array) -> Array | None:
    """Return the share of an answer's variance that each number brings; they sum to 1.

    First order only. A number that brings nothing may come out a little below 0. What the common
    capability factor brings is split among the speed-ups by their own parts; what speed-ups that
    are estimated together have in common counts for each of them.

    Args:
        draws: the scores.
        answer: one value per draw.

    Returns:
        ``None`` if the answer does not vary, or not finitely.
    """
    if not draws.numbers or not np.isfinite(answer).all() or np.ptp(answer) == 0:
        return None
    different = len(draws.repeats.first) if draws.repeats else None
    # Worked out here, so that nobody who looks at some rows has to.
    together = draws.joint.place if draws.joint and draws.joint_scores.size else {}
    centred = answer - answer.mean()
    own = _variances(_Regression(draws.own_or_joint, centred), len(draws.numbers), different)
    speedups = np.array(
        [
            item.metric == MetricName.SPEEDUP and row not in together
            for row, item in enumerate(draws.numbers)
        ]
    )
    if speedups.any():
        shared = draws.common_scores[np.newaxis]
        common = float(first_order_variances(shared, answer, different)[0])
        part = np.maximum(own, 0.0) * speedups
        weight = part if part.sum() > 0 else speedups.astype(float)
        own = own + common * weight / weight.sum()
    total = own.sum()
    return own / total if total > 0 else None


def _assumed(study: Study, subject: str, metric: str) -> float:
    estimate = study.estimate(subject, metric)
    return estimate.assumed_share if estimate else 1.0


@record
class SampledPace:
    """The pace over the draws.

    Attributes:
        pace: 5th, 50th and 95th percentile.
        variance_shares: the part of the variance of ``ln pace`` that rests on each kind of
            evidence; they sum to 1, and there is none if the pace does not vary.
        number_shares: the same by subject and metric, where it is above 0.
    """

    pace: Interval
    variance_shares: dict[str, float]
    number_shares: dict[tuple[str, str], float]


def sampled_pace(study: Study, draws: int, seed: int) -> SampledPace:
    """Return the pace over the draws, and what its variance rests on.

    A number's first-order variance counts as assumed by the share of its weight that is
    assumption, the rest by its best kind.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    drawn = draw_loop(study, draws, seed)
    with np.errstate(divide="ignore"):
        answer = np.log(drawn.pace)
    shares = number_shares(drawn.draws, answer)
    if shares is None:
        return SampledPace(interval_of_draws(drawn.pace), {}, {})
    return SampledPace(
        pace=interval_of_draws(drawn.pace),
        variance_shares={
            basis.value: inner_of_two(shares, _parts(study, drawn.draws, basis)) for basis in Basis
        },
        number_shares={
            (item.subject, item.metric): float(share)
            for item, share in zip(drawn.draws.numbers, shares, strict=True)
            if share > 0
        },
    )


def _parts(study: Study, draws: Draws, basis: Basis) -> Array:
    """Return how much of each number drawn is of one kind, 0 to 1."""
    parts = np.zeros(len(draws.numbers))
    for row, item in enumerate(draws.numbers):
        estimate = study.estimate(item.subject, item.metric)
        assumed = estimate.assumed_share if estimate else 1.0
        if basis is Basis.ASSUMED:
            parts[row] += assumed
        if estimate and estimate.basis is basis:
            parts[row] += 1 - assumed
    return parts
