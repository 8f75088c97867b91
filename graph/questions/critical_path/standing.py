"""Where the evidence puts a component: its status, and what of its doubt is assumption."""

from __future__ import annotations

from typing import NamedTuple

from graph.estimates import Estimate
from graph.evidence.status import Status, status_of
from graph.loop.central import TimedComponent
from graph.loop.study import Study
from graph.vocabulary import MetricName


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
    return status(study, identifier).is_accelerated


class NumbersBehind(NamedTuple):
    """The numbers that a component's days are made of; ``None`` for one that is unknown."""

    speedup: Estimate | None
    baseline: Estimate | None
    floor: Estimate | None

    def assumed_share(self, item: TimedComponent) -> float:
        """Return the share of the uncertainty of ``ln d`` that is assumption, 0 to 1.

        The days are ``d0 / S`` or the floor; each number's variance counts by the share of its
        weight that is assumption. Where nothing is uncertain, assumptions count alike.

        Args:
            item: the component with its times.
        """
        at_floor = item.speedup is not None and item.days == item.floor_days and item.days > 0
        used = (self.floor,) if at_floor else (self.baseline, self.speedup)
        parts = [part for part in used if part is not None]
        if not parts:
            return 1.0
        total = sum(part.deviation**2 for part in parts)
        if total == 0:
            return sum(part.assumed_share for part in parts) / len(parts)
        return sum(part.deviation**2 * part.assumed_share for part in parts) / total


def numbers_behind(study: Study, item: TimedComponent) -> NumbersBehind:
    """Return the numbers that a component's days are made of, supposed or by the evidence."""
    return NumbersBehind(
        study.estimate(item.id, MetricName.SPEEDUP),
        study.estimate(item.id, MetricName.BASELINE_DAYS),
        study.estimate(item.id, MetricName.FLOOR_DAYS),
    )


def assumed_share(study: Study, item: TimedComponent) -> float:
    """Return the share of the uncertainty of ``ln d`` of a component that is assumption."""
    return numbers_behind(study, item).assumed_share(item)
