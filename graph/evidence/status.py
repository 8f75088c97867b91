"""Where a component stands: shown accelerated, shown slowed, not shown either way, or unknown."""

from __future__ import annotations

from enum import StrEnum

from graph.estimates import Estimate
from graph.evidence.loop_estimates import LoopEstimates
from graph.model import LoopModel
from graph.statistics.scales import probability_below, to_scale
from graph.vocabulary import MetricName

#: The share of person-time at automation level 5: fully autonomous.
AUTONOMY_METRIC = "full-autonomy-share"

#: What holds where the ontology sets no threshold.
DEFAULT_THRESHOLDS = {
    "slowed-probability": 0.9,
    "accelerated-probability": 0.9,
    "autonomous-time-share": 0.5,
}


class Status(StrEnum):
    """What the evidence shows of a component's acceleration."""

    UNKNOWN = "unknown"
    SLOWED = "slowed"
    UNPROVEN = "unproven"
    ACCELERATED = "accelerated"
    AUTONOMOUS = "autonomous"


def status_of(model: LoopModel, estimates: LoopEstimates, component_id: str) -> Status:
    """Return where a component stands, from its pooled acceleration a.

    Slowed if P(a < 1), accelerated if P(a > 1) reaches its threshold; autonomous if, besides
    being accelerated, the share of person-time at level AL5 reaches its own; unproven otherwise.

    Args:
        model: its thresholds are used, ``DEFAULT_THRESHOLDS`` where it has none.
        estimates: from one standpoint.
        component_id: any; without evidence it is unknown.
    """
    acceleration = estimates.get(component_id, MetricName.SPEEDUP)
    if acceleration is None:
        return Status.UNKNOWN
    thresholds = {**DEFAULT_THRESHOLDS, **model.thresholds}
    sides = _sides(acceleration)
    if sides is None:
        return Status.UNPROVEN
    slowed, accelerated = sides
    if slowed >= thresholds["slowed-probability"]:
        return Status.SLOWED
    if accelerated < thresholds["accelerated-probability"]:
        return Status.UNPROVEN
    autonomy = estimates.get(component_id, AUTONOMY_METRIC)
    if autonomy is not None and autonomy.median >= thresholds["autonomous-time-share"]:
        return Status.AUTONOMOUS
    return Status.ACCELERATED


def probability_faster(acceleration: Estimate) -> float | None:
    """Return the probability that an acceleration exceeds 1.

    ``P(a > 1)`` under the normal distribution on the estimate's scale; 1 or 0 if it is exact.

    Returns:
        ``None`` if the number has no place on its scale.

    >>> from graph.estimates import Basis, Scale
    >>> probability_faster(Estimate(1.0, 0.5, 2.0, "ratio", Scale.LOG, 0.4, Basis.JUDGED))
    0.5
    """
    sides = _sides(acceleration)
    return None if sides is None else sides[1]


def _sides(acceleration: Estimate) -> tuple[float, float] | None:
    """Return P(a < 1) and P(a > 1)."""
    if acceleration.deviation == 0:
        return float(acceleration.median < 1), float(acceleration.median > 1)
    position = to_scale(acceleration.scale, acceleration.median)
    unchanged = to_scale(acceleration.scale, 1.0)
    if position is None or unchanged is None:
        return None
    slowed = probability_below(unchanged, position, acceleration.deviation)
    return slowed, 1 - slowed
