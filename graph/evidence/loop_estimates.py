"""Every number of the map as the evidence has it, and what it shows of each component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.estimates import Basis, Estimate
from graph.evidence.dates import Calendar, DatedObservation, age_years, period_of
from graph.evidence.derived import derivable, derived_pool
from graph.evidence.following import (
    Formula,
    Key,
    followable,
    followed_pool,
    formula_of,
    may_follow,
)
from graph.evidence.joint_prior import Scope, joint_prior
from graph.evidence.pooling import Admission, Pool, Pooling
from graph.evidence.standpoint import Standpoint, refuse_unknown_setting
from graph.model import LoopModel, Observation
from graph.vocabulary import MetricName

if TYPE_CHECKING:
    from graph.evidence.joint_estimates import JointEstimates

#: The metrics that are estimated for all parts at once, where the map says how they hang together.
JOINT = frozenset({MetricName.SPEEDUP})

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
        MetricName.QUEUE_TIME,
        MetricName.LOAD,
        MetricName.ITEMS_IN_PROGRESS,
        MetricName.VARIABILITY,
        MetricName.LAG,
        MetricName.RESERVE,
        MetricName.BOOKED_AHEAD_DAYS,
        MetricName.DELAY_DAYS,
        MetricName.REWORK_SHARE,
        "generation-definition-deviation",
    }
)


#: Stands for a pool that nobody asked for yet.
_NOT_ASKED = object()


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
    chosen = (standpoint or Standpoint()).on(model)
    refuse_unknown_setting(model, chosen.setting)
    estimates = LoopEstimates(model, chosen, without_sources, without_observations)
    if timeless_from_today and chosen.as_of is not None:
        today = replace(chosen, as_of=None)
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
        statuses: where parts stand, as words, as far as somebody asked.
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
        self._joints: dict[tuple[str, Scope], JointEstimates | None] = {}
        self._calendar, self._day = calendar, day
        # Of most maps hardly any number follows from others: then none is asked whether it does.
        self._following = followable(model.metrics_told)
        self._knowable = model.metrics_told | self._following | derivable(model.metrics_told)
        self._with_all_sources: LoopEstimates | None = None
        self.today: LoopEstimates | None = None
        self.statuses: dict[str, str] = {}
        self.standpoint = standpoint
        self.as_of = day.isoformat() if day else None

    def without(self, sources: frozenset[str]) -> LoopEstimates:
        """Return the same estimates of a world in which more sources were never published.

        What no observation of theirs has a part in is not pooled again.

        Args:
            sources: their ids.
        """
        admission = self._admission
        left = LoopEstimates(
            self._model,
            self.standpoint,
            admission.without_sources | sources,
            admission.without_observations,
        )
        left._with_all_sources = self
        left.today = self.today.without(sources) if self.today else None
        return left

    def get(self, subject: str, metric: MetricName | str) -> Estimate | None:
        """Return what the evidence says about one number; ``None`` if that is nothing."""
        pool = self.pool(subject, metric)
        return pool.estimate if pool else None

    def median(self, subject: str, metric: MetricName | str) -> float | None:
        """Return the central value of one number alone; ``None`` if nothing is known.

        No pool is made for a number that is as somebody wrote it, as most of large maps are.
        """
        if metric not in self._knowable:
            return None
        if (subject, metric) not in self._pools and self._is_its_own(subject, metric):
            written = self._model.observations_by_number.get((subject, metric))
            stated = self._pooling.stated(metric, written) if written else None
            if stated is not None:
                return stated
        estimate = self.get(subject, metric)
        return None if estimate is None else estimate.median

    def _is_its_own(self, subject: str, metric: str) -> bool:
        """Return whether nothing but observations of a number itself can tell it."""
        if self.today is not None or self._with_all_sources is not None:
            return False
        return metric not in self._following or not may_follow(self._model, Key(subject, metric))

    def may_know(self, metric: str) -> bool:
        """Return whether the map tells anything from which some number of a metric is known."""
        return metric in self._knowable

    def pool(self, subject: str, metric: MetricName | str) -> Pool | None:
        """Return the evidence on one number with the weight of each observation.

        A component's acceleration is worked out from its parts where no evidence gives it; its
        days, and the lag of what is ordered ahead, where the map says from what they follow.

        Returns:
            ``None`` if there is no observation at all. The pool's estimate is ``None`` if there
            are some and none of them can be used.
        """
        found = self._pools.get((subject, metric), _NOT_ASKED)
        if isinstance(found, Pool) or found is None:
            return found
        if metric not in self._knowable:
            return None
        key = (subject, str(metric))
        pool = self._pools[key] = self._pooled(*key)
        return pool

    def remember(
        self, pools: Mapping[tuple[str, str], Pool | None], statuses: Mapping[str, str]
    ) -> None:
        """Take numbers, and statuses of parts, as they were worked out before.

        Args:
            pools: by subject and metric, of this very map, from this standpoint, by this code.
            statuses: by part, as words.
        """
        self._pools.update(pools)
        self.statuses.update(statuses)

    def known_pools(self) -> dict[tuple[str, str], Pool | None]:
        """Return the numbers that were asked for so far, by subject and metric.

        Returns:
            Nothing where none of them is estimated together with others: those that stand alone
            are worked out as quickly as they are read.
        """
        jointly = any(pool and pool.is_joint for pool in self._pools.values())
        return dict(self._pools) if jointly else {}

    def refusal(self, observation_id: str) -> str | None:
        """Return why an observation may not weigh anywhere; ``None`` if it may.

        It was not known yet, is withdrawn, replaced or left out.
        """
        return self._admission.refusal(self._model.observations[observation_id])

    def joint(self, metric: str, scope: Scope | None = None) -> JointEstimates | None:
        """Return what estimates a metric for all parts at once.

        Args:
            metric: as a word.
            scope: which observations count; that of the standpoint unless another is asked for.

        Returns:
            ``None`` if the map does not say how the metric's observations hang together.
        """
        asked = scope or Scope(judgements=not self.standpoint.evidence_only)
        key = (metric, asked)
        if key not in self._joints:
            self._joints[key] = self._jointly_estimated(metric, asked)
        return self._joints[key]

    def _jointly_estimated(self, metric: str, scope: Scope) -> JointEstimates | None:
        known = self._model.metrics.get(metric)
        prior = joint_prior(self._model, metric, self._pooling.stands) if known else None
        if known is None or prior is None:
            return None
        # Loads NumPy, which a map of numbers that stand alone does not need.
        from graph.evidence.joint_estimates import JointEstimates

        return JointEstimates(self._pooling, self._model, known, prior, scope)

    def _jointly(self, subject: str, metric: str, alone: Pool | None) -> Pool | None:
        """Return the pool of a number that is estimated together with others, if it is."""
        if alone is None or subject not in self._model.components or metric not in JOINT:
            return None
        joint = self.joint(metric)
        return joint.pool(subject, alone) if joint and joint.holds(subject) else None

    def _is_shared(self, subject: str, metric: str) -> bool:
        """Return whether a number is the same with all sources.

        Speed-ups hang together; what follows from other numbers is shared if all of those are.
        """
        if metric == MetricName.SPEEDUP or self._with_all_sources is None:
            return False
        gone, observations = self._admission.without_sources, self._model.observations
        for item in self._model.observations_by_subject.get(subject, ()):
            newer = observations.get(item.replaced_by or "")
            if item.metric == metric and (
                item.source in gone or (newer is not None and newer.source in gone)
            ):
                return False
        if metric not in self._following:
            return True
        known = self._with_all_sources.pool(subject, metric)
        inputs = known.inputs if known else ()
        return all(self.pool(one.subject, one.metric) is one for one in inputs)

    def _pooled(self, subject: str, metric: str) -> Pool | None:
        if self._with_all_sources is not None and self._is_shared(subject, metric):
            return self._with_all_sources.pool(subject, metric)
        direct = self._told(subject, metric)
        if metric in self._following and self.follows(subject, metric):
            followed = followed_pool(self._model, Key(subject, metric), direct, self.pool)
            if followed is not None:
                return followed
        if self.today and not self.follows(subject, metric):
            return self.today.pool(subject, metric)
        if self.today and metric in TIMELESS and self._only_later(subject, metric):
            return self.today.pool(subject, metric)
        if metric != MetricName.SPEEDUP or subject not in self._model.components:
            return direct
        together = self._jointly(subject, metric, direct)
        if together and self._observed(metric, subject):
            return together
        if not together and direct and direct.estimate and direct.estimate.assumed_share < 1:
            return direct
        derived = derived_pool(subject, direct, self._part_of_speedup, self._model.observations)
        return self._if_evidence(derived) or together or direct

    def _part_of_speedup(self, subject: str, metric: str) -> Pool | None:
        """Return a part that a speed-up is worked out from.

        Days without AI that follow from days now need the speed-up themselves: no such part, and
        neither has a floor a whole that it could be a share of.
        """
        of_now = subject in self._model.told_as_now
        if of_now and metric in (MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS):
            floors = self._model.observations_by_subject.get(subject, ())
            told = any(one.metric == metric == MetricName.FLOOR_DAYS for one in floors)
            # A floor without its whole: the speed-up stays unknown rather than overstated.
            return self._told(subject, metric) if told else None
        return self.pool(subject, metric)

    def _told(self, subject: str, metric: str) -> Pool | None:
        observations = self._model.observations_by_number.get((subject, metric))
        return self._pooling.pool(subject, metric, observations) if observations else None

    def _if_evidence(self, derived: Pool | None) -> Pool | None:
        """Return what was derived, unless only evidence is asked for and it rests on more."""
        if derived is None or derived.estimate is None or not self.standpoint.evidence_only:
            return derived
        return derived if derived.estimate.assumed_share == 0 else None

    def _observed(self, metric: str, subject: str) -> bool:
        joint = self.joint(metric)
        return bool(joint and joint.has_evidence(subject))

    def dated(self, subject: str, metric: str) -> tuple[DatedObservation, ...]:
        """Return the observations of a number one by one, the oldest first.

        They count from the day they are of, whenever somebody wrote them down: for what was public
        when it happened. What is withdrawn, replaced or left out, undated, or of another setting
        does not count.
        """
        found = []
        for item in self._model.observations_by_subject.get(subject, ()):
            day = self._calendar.own_day(item)
            here = not item.settings or self.standpoint.setting in item.settings
            if item.metric == metric and here and day and self._admission.counts_from(item, day):
                found.append(DatedObservation(item, day, age_years(day, self._day)))
        return tuple(sorted(found, key=lambda one: (one.day, one.observation.id)))

    def basis_of(self, observation: Observation) -> Basis:
        """Return what kind of evidence an observation is, by its grade."""
        return self._pooling.grade(observation).basis

    def stands_in(self, subject: str, metric: MetricName | str) -> bool:
        """Return whether a number was not known yet, so that what is known today stands in."""
        pool = self.pool(subject, metric)
        if pool and metric in self._following and pool.inputs:
            return any(self.stands_in(item.subject, item.metric) for item in pool.inputs)
        return bool(pool and self.today and pool is self.today.pool(subject, metric))

    def follows(self, subject: str, metric: str) -> bool:
        """Return whether a number may follow from others on the date that is asked about.

        Days told as they are now say what the work took without AI by the speed-up of now: on an
        earlier date today's result stands in, unless a pass time was dated by then.
        """
        if metric != MetricName.BASELINE_DAYS or subject not in self._model.told_as_now:
            return True
        if self.today is None or self._day is None:
            return True
        passes = (
            self._calendar.known_day(item)
            for item in self._model.observations_by_subject.get(subject, ())
            if item.metric == MetricName.PASS_TIME
        )
        return any(day and day <= self._day for day in passes)

    def formula(self, key: Key) -> Formula | None:
        """Return the formula by which a number follows from others; ``None`` if it does not."""
        if not self.follows(*key):
            return None
        return formula_of(self._model, key, lambda item: self.get(*item))

    def _only_later(self, subject: str, metric: str) -> bool:
        """Return whether everything that is dated became known after the day asked about."""
        days = [
            day
            for item in self._model.observations_by_subject.get(subject, ())
            if item.metric == metric and (day := self._calendar.known_day(item))
        ]
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
