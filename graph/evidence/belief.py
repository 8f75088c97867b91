"""A normal belief on a metric's scale, with what each observation brought to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.estimates import NORMAL_95, Basis, Estimate
from graph.evidence.scaled import ScaledObservation
from graph.model import Grade, Metric
from graph.statistics.scales import from_scale

_BASIS_ORDER = tuple(Basis)


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of one number.

    Attributes:
        mean: on the metric's scale; not a number for an exact value that has no place there.
        variance: on that scale; 0 if the number is exact.
        shares: the part of each observation in it, by id; they sum to 1.
        tau_squared: variance between sources beyond their own errors.
        as_written: the number as the evidence writes it, where pooling did not move it, so that
            it comes back without rounding; always given if the number is exact.
        borrowed_from: id of the setting that stands in, if any.
    """

    mean: float
    variance: float
    shares: Mapping[str, float]
    tau_squared: float = 0.0
    as_written: float | None = None
    borrowed_from: str | None = None

    def lent(self, setting: str, transfer_deviation: float) -> Belief:
        """Return the belief as it stands in for another setting: wider by the transfer."""
        transfer = 0.0 if math.isnan(self.mean) else transfer_deviation**2
        return replace(
            self,
            variance=self.variance + transfer,
            borrowed_from=self.borrowed_from or setting,
        )

    def scaled_down(self, kept: float) -> dict[str, float]:
        """Return the shares when the belief keeps only a part of the whole."""
        return {identifier: kept * share for identifier, share in self.shares.items()}


def belief_of(scaled: ScaledObservation) -> Belief:
    """Return what a single observation makes one believe: its value with its own spread."""
    observation = scaled.observation
    return Belief(
        mean=math.nan if scaled.mean is None else scaled.mean,
        variance=0.0 if scaled.exact else scaled.variance,
        shares={observation.id: 1.0},
        as_written=observation.value if scaled.exact or not scaled.shifted else None,
    )


def estimate_of(
    belief: Belief,
    metric: Metric,
    scaled_by_id: Mapping[str, ScaledObservation],
    grades: Mapping[str, Grade],
) -> Estimate:
    """Return a belief as an estimate in the metric's unit.

    Args:
        belief: its shares name observations in *scaled_by_id*.
        metric: gives unit and scale.
        scaled_by_id: the observations pooled.
        grades: the grades of those observations.

    Returns:
        Median with 5th and 95th percentile; no percentiles and deviation 0 if exact.
    """
    heaviest = heaviest_first(belief.shares)
    used = [scaled_by_id[identifier] for identifier in heaviest]
    deviation = math.sqrt(belief.variance)
    reach = NORMAL_95 * deviation
    written = belief.as_written
    return Estimate(
        median=from_scale(metric.scale, belief.mean) if written is None else written,
        low=from_scale(metric.scale, belief.mean - reach) if deviation else None,
        high=from_scale(metric.scale, belief.mean + reach) if deviation else None,
        unit=metric.unit,
        scale=metric.scale,
        deviation=deviation,
        basis=_best_basis(used, grades),
        observation_ids=heaviest,
        source_count=len({s.observation.source for s in used if s.observation.source}),
        assumed_share=min(1.0, sum(belief.shares[s.observation.id] for s in used if s.assumed)),
    )


def heaviest_first(shares: Mapping[str, float]) -> tuple[str, ...]:
    """Return the ids that carry weight, heaviest first, ties by id."""
    carrying = [identifier for identifier, share in shares.items() if share > 0]
    return tuple(sorted(carrying, key=lambda identifier: (-shares[identifier], identifier)))


def _best_basis(used: list[ScaledObservation], grades: Mapping[str, Grade]) -> Basis:
    found = [
        Basis.ASSUMED if scaled.assumed else grades[scaled.observation.grade].basis
        for scaled in used
    ]
    return min(found, key=_BASIS_ORDER.index, default=Basis.ASSUMED)
