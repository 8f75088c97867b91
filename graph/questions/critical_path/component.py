"""Where one component stands: how much of its acceleration the loop uses, and what it blocks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.estimates import Estimate, Interval
from graph.evidence.loop_estimates import Status, status_of
from graph.loop.central import TimedComponent
from graph.loop.study import Study
from graph.questions.critical_path.answer import Absorption, ComponentStanding, NextBottleneck
from graph.vocabulary import MetricName

#: The metrics that a component's days are made of.
_METRICS = (MetricName.SPEEDUP, MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS)


@dataclass(frozen=True, slots=True)
class Blocking:
    """What one component holds up.

    Attributes:
        share: by how much the period falls if it takes only its floor.
        days_gained_at_double_speed: by how many days if it is twice as fast.
        next_bottleneck: what binds once it is fast enough.
    """

    share: Fraction
    days_gained_at_double_speed: Fraction
    next_bottleneck: NextBottleneck | None


def status(study: Study, identifier: str) -> Status:
    """Return the status; a supposed speed-up counts as if it were known for certain."""
    supposed = study.supposed(identifier, MetricName.SPEEDUP)
    if supposed is None:
        return status_of(study.model, study.estimates, identifier)
    if supposed == 1:
        return Status.UNPROVEN
    return Status.ACCELERATED if supposed > 1 else Status.SLOWED


def is_accelerated(study: Study, identifier: str) -> bool:
    """Return whether the evidence, or what is supposed, shows the component accelerated."""
    return status(study, identifier) in (Status.ACCELERATED, Status.AUTONOMOUS)


def takes_part_in_ceiling(study: Study, item: TimedComponent) -> bool:
    """Return whether a component counts among those that AI accelerates now."""
    return is_accelerated(study, item.id)


def standing(
    study: Study,
    item: TimedComponent,
    elasticity: Fraction,
    blocking: Blocking | None,
    permanent_slack: Fraction | None,
    one_off_float: Fraction | None,
    system_gain: Fraction,
) -> ComponentStanding:
    """Return where a component stands.

    Args:
        study: the map, the standpoint and what is supposed.
        item: its days.
        elasticity: its share of the critical cycle's days.
        blocking: what it holds up; ``None`` if it is not on every critical cycle.
        permanent_slack: in days; ``None`` if it is on no cycle.
        one_off_float: in days; ``None`` likewise.
        system_gain: how much longer the period would be without its acceleration, as a share.
    """
    component = study.model.components[item.id]
    estimates = tuple(study.estimate(item.id, metric) for metric in _METRICS)
    acceleration = item.acceleration
    return ComponentStanding(
        id=item.id,
        label=component.label,
        family=component.family.value,
        status=status(study, item.id).value,
        absorption=_absorption(study, item, permanent_slack, system_gain),
        acceleration=None if acceleration is None else Interval(float(acceleration)),
        useful_speedup=_useful(item, permanent_slack),
        system_gain=None if acceleration is None else float(system_gain),
        baseline_days=Interval(float(item.baseline_days)),
        days=Interval(float(item.days)),
        floor_days=float(item.floor_days),
        elasticity=float(elasticity),
        blocking_share=float(blocking.share) if blocking else 0.0,
        days_gained_at_double_speed=float(blocking.days_gained_at_double_speed)
        if blocking
        else 0.0,
        permanent_slack_days=None if permanent_slack is None else float(permanent_slack),
        one_off_float_days=None if one_off_float is None else float(one_off_float),
        criticality=None,
        next_bottleneck=blocking.next_bottleneck if blocking and blocking.share else None,
        evidence_count=_evidence_count(study, estimates),
        source_count=_source_count(study, item.id),
        assumed=assumed_share(study, item),
    )


def _useful(item: TimedComponent, slack: Fraction | None) -> float | None:
    """Return ``min(S, d0 / (d + sigma))``; 1 for a component that the loop never waits for."""
    acceleration = item.acceleration
    if acceleration is None:
        return None
    if slack is None:
        return 1.0
    room = item.days + slack
    return float(min(acceleration, item.baseline_days / room)) if room else float(acceleration)


def _absorption(
    study: Study, item: TimedComponent, slack: Fraction | None, system_gain: Fraction
) -> Absorption:
    if not is_accelerated(study, item.id):
        return Absorption.NOT_SHOWN
    if system_gain == 0:
        return Absorption.FULLY
    return Absorption.LOAD_BEARING if slack == 0 else Absorption.PARTLY


def _evidence_count(study: Study, estimates: tuple[Estimate | None, ...]) -> int:
    used = {
        identifier for estimate in estimates if estimate for identifier in estimate.observation_ids
    }
    known = study.model.observations
    return sum(1 for identifier in used if identifier in known and known[identifier].source)


def _source_count(study: Study, identifier: str) -> int:
    speedup = study.estimate(identifier, MetricName.SPEEDUP)
    return speedup.source_count if speedup else 0


def assumed_share(study: Study, item: TimedComponent) -> float:
    """Return the share of the uncertainty of ``ln d`` that is assumption, 0 to 1.

    The days are ``d0 / S`` or the floor; each number's variance counts by the share of its weight
    that is assumption. Where nothing is uncertain, assumptions count alike.
    """
    if item.speedup is not None and item.days == item.floor_days and item.days > 0:
        metrics: tuple[MetricName, ...] = (MetricName.FLOOR_DAYS,)
    else:
        metrics = (MetricName.BASELINE_DAYS, MetricName.SPEEDUP)
    parts = [part for metric in metrics if (part := study.estimate(item.id, metric)) is not None]
    if not parts:
        return 1.0
    total = sum(part.deviation**2 for part in parts)
    if total == 0:
        return sum(part.assumed_share for part in parts) / len(parts)
    return sum(part.deviation**2 * part.assumed_share for part in parts) / total
