"""Every number of the map as the evidence has it, and what it shows of each component."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from graph.estimates import Estimate
from graph.evidence.dates import Calendar, period_of
from graph.evidence.derived import derived_pool
from graph.evidence.following import FOLLOWING, Formula, Key, followed_pool, formula_of
from graph.evidence.pooling import Admission, Pool, Pooling
from graph.evidence.standpoint import Standpoint, refuse_unknown_setting
from graph.model import LoopModel, Observation
from graph.statistics.scales import probability_below, to_scale
from graph.vocabulary import MetricName

#: What the work takes without AI, and how it hangs together. The date of such a number says when
#: somebody wrote it down, not since when it is so.
TIMELESS = frozenset(
    {
        MetricName.BASELINE_DAYS,
        MetricName.FLOOR_DAYS,
        MetricName.DAYS_PER_ROUND,
        MetricName.FLOOR_SHARE,
        MetricName.COUNT,
        MetricName.CAPACITY,
        MetricName.LAG,
        MetricName.RESERVE,
        MetricName.BOOKED_AHEAD_DAYS,
        MetricName.DELAY_DAYS,
        MetricName.REWORK_SHARE,
    }
)


def estimate_loop(
    model: LoopModel,
    standpoint: Standpoint | None = None,
    *,
    without_sources: frozenset[str] = frozenset(),
    without_observations: frozenset[str] = frozenset(),
    timeless_from_today: bool = False,
) -> LoopEstimates:
    """Return the estimates of a map, seen from one standpoint.

    Nothing is pooled until it is asked for.

    Args:
        model: the map.
        standpoint: whose loop, and when; the default is a frontier lab with all that is known.
        without_sources: ids of sources to leave out, as if they had never been published.
        without_observations: ids of observations to leave out likewise.
        timeless_from_today: whether what is known today of ``TIMELESS`` numbers stands in where
            nothing dated was known yet; otherwise no past loop could be timed at all.

    Raises:
        UsageError: the date is none, or the map knows no such setting.
    """
    chosen = standpoint or Standpoint()
    refuse_unknown_setting(model, chosen.setting)
    estimates = LoopEstimates(model, chosen, without_sources, without_observations)
    if timeless_from_today and chosen.as_of is not None:
        today = Standpoint(chosen.setting)
        estimates.today = LoopEstimates(model, today, without_sources, without_observations)
    return estimates


class LoopEstimates:
    """The estimates of a map, each pooled on first request and kept.

    Attributes:
        standpoint: whose loop, and when.
        as_of: the day used, as ``2026-08-15``: the one asked for, else the newest in the
            evidence; ``None`` if nothing is dated.
        today: what stands in for ``TIMELESS`` numbers that were not known yet; ``None`` if
            nothing does.
    """

    def __init__(
        self,
        model: LoopModel,
        standpoint: Standpoint,
        without_sources: frozenset[str],
        without_observations: frozenset[str],
    ) -> None:
        calendar = Calendar(model)
        period = period_of(standpoint.as_of)
        day = calendar.last_day(period) if period else calendar.newest_known_day
        admission = Admission(model, calendar, day, without_sources, without_observations)
        self._model = model
        self._admission = admission
        self._pooling = Pooling(admission, standpoint.setting)
        self._pools: dict[tuple[str, str], Pool | None] = {}
        self._calendar, self._day = calendar, day
        self.today: LoopEstimates | None = None
        self.standpoint = standpoint
        self.as_of = day.isoformat() if day else None

    def get(self, subject: str, metric: MetricName | str) -> Estimate | None:
        """Return what the evidence says about one number; ``None`` if that is nothing."""
        pool = self.pool(subject, metric)
        return pool.estimate if pool else None

    def pool(self, subject: str, metric: MetricName | str) -> Pool | None:
        """Return the evidence on one number with the weight of each observation.

        A component's acceleration is worked out from its parts where no evidence gives it; its
        days, and the lag of what is ordered ahead, where the map says from what they follow.

        Returns:
            ``None`` if there is no observation at all. The pool's estimate is ``None`` if there
            are some and none of them can be used.
        """
        key = (subject, str(metric))
        if key not in self._pools:
            self._pools[key] = self._pooled(*key)
        return self._pools[key]

    def refusal(self, observation_id: str) -> str | None:
        """Return why an observation may not weigh anywhere; ``None`` if it may.

        It was not known yet, is withdrawn, replaced or left out.
        """
        return self._admission.refusal(self._model.observations[observation_id])

    def _pooled(self, subject: str, metric: str) -> Pool | None:
        observations = [
            observation
            for observation in self._model.observations_by_subject.get(subject, ())
            if observation.metric == metric
        ]
        direct = self._pooling.pool(subject, metric, observations) if observations else None
        if metric in FOLLOWING:
            followed = followed_pool(self._model, Key(subject, metric), direct, self.pool)
            if followed is not None:
                return followed
        if self.today and metric in TIMELESS and self._only_later(observations):
            return self.today.pool(subject, metric)
        if metric != MetricName.SPEEDUP or subject not in self._model.components:
            return direct
        if direct and direct.estimate and direct.estimate.assumed_share < 1:
            return direct
        return derived_pool(subject, direct, self.pool, self._model.observations) or direct

    def stands_in(self, subject: str, metric: MetricName | str) -> bool:
        """Return whether a number was not known yet, so that what is known today stands in."""
        pool = self.pool(subject, metric)
        if pool and metric in FOLLOWING and pool.inputs:
            return any(self.stands_in(item.subject, item.metric) for item in pool.inputs)
        return bool(pool and self.today and pool is self.today.pool(subject, metric))

    def formula(self, key: Key) -> Formula | None:
        """Return the formula by which a number follows from others; ``None`` if it does not."""
        return formula_of(self._model, key, lambda item: self.get(*item))

    def _only_later(self, observations: list[Observation]) -> bool:
        """Return whether everything that is dated became known after the day asked about."""
        days = [day for item in observations if (day := self._calendar.known_day(item))]
        return self._day is not None and bool(days) and min(days) > self._day


def weighing_sources(model: LoopModel, pools: Iterable[Pool]) -> tuple[str, ...]:
    """Return the sources that carry weight in some of the pools, sorted by id.

    Assumptions have no source and are not among them.
    """
    observations = (
        model.observations[identifier]
        for pool in pools
        for identifier in pool.weighing_observation_ids
    )
    return tuple(sorted({item.source for item in observations if item.source}))


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
    return sides and sides[1]


def _sides(acceleration: Estimate) -> tuple[float, float] | None:
    """Return P(a < 1) and P(a > 1)."""
    if acceleration.deviation == 0:
        return float(acceleration.median < 1), float(acceleration.median > 1)
    position = to_scale(acceleration.scale, acceleration.median)
    unchanged = to_scale(acceleration.scale, 1.0)
    if position is None or unchanged is None:
        return None
    towards = acceleration.spread_below if unchanged < position else acceleration.spread_above
    slowed = probability_below(unchanged, position, towards)
    return slowed, 1 - slowed
