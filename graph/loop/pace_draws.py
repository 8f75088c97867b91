"""The pace over the draws, and what its variance rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.estimates import Basis, Interval
from graph.loop.assumed_variance import number_shares
from graph.loop.sample import Array, Draws
from graph.loop.sampled import draw_loop, interval_of_draws
from graph.loop.study import Study


@dataclass(frozen=True, slots=True)
class DrawnPace:
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


def drawn_pace(study: Study, draws: int, seed: int) -> DrawnPace:
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
        return DrawnPace(interval_of_draws(drawn.pace), {}, {})
    return DrawnPace(
        pace=interval_of_draws(drawn.pace),
        variance_shares={
            basis.value: float(shares @ _parts(study, drawn.draws, basis)) for basis in Basis
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
