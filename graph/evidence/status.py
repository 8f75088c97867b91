"""What the evidence shows of a component's acceleration, and on whose word."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from graph.estimates import Estimate
from graph.evidence.joint_prior import Scope
from graph.evidence.loop_estimates import LoopEstimates
from graph.evidence.pooling import Pool
from graph.model import LoopModel
from graph.statistics.scales import probability_below, to_scale
from graph.vocabulary import MetricName

if TYPE_CHECKING:
    from graph.evidence.joint_estimates import JointEstimates

#: The share of person-time at automation level 5: fully autonomous.
AUTONOMY_METRIC = "full-autonomy-share"

#: What holds where the ontology sets no threshold.
DEFAULT_THRESHOLDS = {
    "slowed-probability": 0.9,
    "accelerated-probability": 0.9,
    "autonomous-time-share": 0.5,
}

#: What others observed, and of that what they observed of this very thing.
EVIDENCE = Scope(judgements=False)
EVIDENCE_OF_THE_SETTING = Scope(judgements=False, other_settings=False)


class Status(StrEnum):
    """What is known of a component's acceleration, and on whose word."""

    UNKNOWN = "unknown"
    SLOWED = "slowed"
    UNPROVEN = "unproven"
    JUDGED = "accelerated-on-judgement"
    BORROWED = "accelerated-by-borrowed-evidence"
    ACCELERATED = "accelerated"
    AUTONOMOUS = "autonomous"

    @property
    def is_accelerated(self) -> bool:
        """Whether it counts as accelerated, on whosever word."""
        return self in _ACCELERATED


_ACCELERATED = frozenset({Status.JUDGED, Status.BORROWED, Status.ACCELERATED, Status.AUTONOMOUS})


def status_of(model: LoopModel, estimates: LoopEstimates, component_id: str) -> Status:
    """Return where a component stands, from its acceleration a.

    By evidence alone: slowed if P(a < 1), accelerated if P(a > 1) reaches its threshold. It is
    accelerated by evidence of the setting if that still holds without what was observed in other
    settings and notions, else by borrowed evidence. With our own judgement besides, P(a > 1) over
    the threshold is acceleration on judgement alone. A number written on the component itself, and
    one that stands alone, is taken as it is.

    Args:
        model: its thresholds are used, ``DEFAULT_THRESHOLDS`` where it has none.
        estimates: from one standpoint.
        component_id: any; without evidence it is unknown.
    """
    if component_id not in estimates.statuses:
        estimates.statuses[component_id] = _status(model, estimates, component_id).value
    return Status(estimates.statuses[component_id])


def _status(model: LoopModel, estimates: LoopEstimates, component_id: str) -> Status:
    pool = estimates.pool(component_id, MetricName.SPEEDUP)
    if pool is None or pool.estimate is None:
        return Status.UNKNOWN
    thresholds = {**DEFAULT_THRESHOLDS, **model.thresholds}
    joint = estimates.joint(MetricName.SPEEDUP, EVIDENCE) if pool.is_joint else None
    if joint and joint.has_evidence(component_id):
        shown = _shown(joint, estimates, component_id, thresholds)
        if shown is not None:
            return _autonomous(shown, estimates, component_id, thresholds)
    found = _by_sides(_sides(pool.estimate), thresholds)
    if found is Status.ACCELERATED and (pool.is_joint or _on_judgement(model, pool)):
        return Status.JUDGED
    if found is Status.SLOWED and pool.is_joint:
        return Status.UNPROVEN
    return _autonomous(found, estimates, component_id, thresholds)


def _shown(
    joint: JointEstimates,
    estimates: LoopEstimates,
    component_id: str,
    thresholds: dict[str, float],
) -> Status | None:
    """Return what evidence alone shows; ``None`` if that is nothing."""
    by_evidence = _by_sides(_sides(joint.estimate(component_id)), thresholds)
    if by_evidence is not Status.ACCELERATED:
        return by_evidence if by_evidence is Status.SLOWED else None
    own = estimates.joint(MetricName.SPEEDUP, EVIDENCE_OF_THE_SETTING)
    if own is None or not own.has_evidence(component_id):
        return Status.BORROWED
    alone = _by_sides(_sides(own.estimate(component_id)), thresholds)
    return alone if alone is Status.ACCELERATED else Status.BORROWED


def _autonomous(
    found: Status, estimates: LoopEstimates, component_id: str, thresholds: dict[str, float]
) -> Status:
    if found is not Status.ACCELERATED:
        return found
    autonomy = estimates.get(component_id, AUTONOMY_METRIC)
    if autonomy is not None and autonomy.median >= thresholds["autonomous-time-share"]:
        return Status.AUTONOMOUS
    return found


def _on_judgement(model: LoopModel, pool: Pool) -> bool:
    """Return whether more than half of a number that stands alone is judged by us from afar."""
    estimate = pool.estimate
    if estimate is None or estimate.assumed_share <= 0.5:
        return False
    return not any(model.observations[name].direct for name in estimate.observation_ids)


def _by_sides(sides: Sides | None, thresholds: dict[str, float]) -> Status:
    if sides is None:
        return Status.UNPROVEN
    if sides.slower >= thresholds["slowed-probability"]:
        return Status.SLOWED
    accelerated = sides.faster >= thresholds["accelerated-probability"]
    return Status.ACCELERATED if accelerated else Status.UNPROVEN


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
    return sides and sides.faster


class Sides(NamedTuple):
    """The probabilities that an acceleration is below and above 1."""

    slower: float
    faster: float


def _sides(acceleration: Estimate) -> Sides | None:
    if acceleration.deviation == 0:
        return Sides(float(acceleration.median < 1), float(acceleration.median > 1))
    position = to_scale(acceleration.scale, acceleration.median)
    unchanged = to_scale(acceleration.scale, 1.0)
    if position is None or unchanged is None:
        return None
    towards = acceleration.spread_below if unchanged < position else acceleration.spread_above
    slower = probability_below(unchanged, position, towards)
    return Sides(slower, 1 - slower)
