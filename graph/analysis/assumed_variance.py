"""How much of an answer's variance comes from numbers that are assumptions."""

from __future__ import annotations

import numpy as np

from graph.analysis.draws import Array, Draws
from graph.analysis.study import Study
from graph.vocabulary import MetricName


def first_order_variances(scores: Array, answer: Array) -> Array:
    """Return the part of an answer's variance that is linear in each score.

    ``cov(z_i, y)^2``, less what chance alone brings on average, ``(var(y) - cov^2) / N``; 0 at
    least.

    Args:
        scores: independent standard normal scores, one row per number.
        answer: one finite value per draw.

    >>> z = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
    >>> first_order_variances(z, 2 * z[0]).tolist()
    [4.0, 0.0]
    """
    count = answer.size
    centred = answer - answer.mean()
    slopes = (scores - scores.mean(axis=1, keepdims=True)) @ centred / count
    chance = (centred @ centred / count - slopes**2) / count
    found: Array = np.maximum(slopes**2 - chance, 0.0)
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
    if not draws.numbers or not np.isfinite(answer).all() or np.ptp(answer) == 0:
        return None
    own = first_order_variances(draws.own_scores, answer)
    assumed = np.array([_assumed(study, item.subject, item.metric) for item in draws.numbers])
    speedups = np.array([item.metric == MetricName.SPEEDUP for item in draws.numbers])
    common = float(first_order_variances(draws.common_scores[np.newaxis], answer)[0])
    part = own * speedups
    weight = part if part.sum() > 0 else speedups.astype(float)
    total = own.sum() + (common if weight.sum() > 0 else 0.0)
    if total <= 0:
        return None
    lent = common * (assumed @ weight) / weight.sum() if weight.sum() > 0 else 0.0
    return float(min(1.0, (own @ assumed + lent) / total))


def _assumed(study: Study, subject: str, metric: str) -> float:
    estimate = study.estimate(subject, metric)
    return estimate.assumed_share if estimate else 1.0
