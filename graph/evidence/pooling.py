"""From the observations of one thing and metric to its pool."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from graph.estimates import Basis, Estimate
from graph.evidence.dates import Calendar, age_years
from graph.evidence.scaled import (
    SERIAL_SPEED,
    ScaledObservation,
    mean_on_scale,
    scale_observation,
)
from graph.evidence.weighing import (
    Belief,
    Kinship,
    Weighing,
    belief_of,
    estimate_of,
    heaviest_first,
    nearest_setting,
)
from graph.model import Grade, LoopModel, Metric, Notion, Observation, Setting
from graph.records import record
from graph.vocabulary import Bound, MetricName


@record
class Weight:
    """What one observation counts for.

    Attributes:
        observation_id: which one.
        weight: its part of the estimate, 0 to 1; the weights of a pool with an estimate sum to 1.
        mean_on_scale: its value on the metric's scale less its grade's bias; ``None`` if it has
            no place there.
        deviation: its own standard deviation on that scale with its grade's uncertainty and its
            age, before any difference between sources; 0 if it is taken as exact.
        reason_excluded: why it weighs nothing, in plain words; ``None`` if it was let in.
        borrowed: across what it was borrowed: "part", "setting", "notion"; empty if it is about
            the very number.
    """

    observation_id: str
    weight: float
    mean_on_scale: float | None
    deviation: float | None
    reason_excluded: str | None = None
    borrowed: tuple[str, ...] = ()


@record
class Pool:
    """All the evidence on one metric of one thing, seen from one standpoint.

    Attributes:
        subject: id of the thing.
        metric: the metric as a word.
        estimate: what the evidence comes to; ``None`` if that is nothing (unknown).
        heterogeneity: tau, the standard deviation between sources beyond their own errors, on
            the metric's scale; 0 for one source, ``None`` without an estimate or if derived.
        weights: every observation of the thing and metric, heaviest first.
        judgement: what our own assumption alone says, to show beside the estimate.
        notion: which notion of acceleration this is; ``None`` for every other metric.
        other_notions: the pools of the other notions, by rank; never mixed into this one.
        borrowed_from: id of the setting whose evidence stands in, if the asked one has none.
        derived: whether it was worked out from other metrics (see ``inputs``).
        inputs: the pools it was worked out from.
        note: what a reader must know about how it came about, if anything.
        prior_weight: the part of the estimate that is neither evidence nor judgement but what was
            taken to be so before; ``None`` where numbers stand alone.
    """

    subject: str
    metric: str
    estimate: Estimate | None
    heterogeneity: float | None
    weights: tuple[Weight, ...]
    judgement: Estimate | None = None
    notion: str | None = None
    other_notions: tuple[Pool, ...] = ()
    borrowed_from: str | None = None
    derived: bool = False
    inputs: tuple[Pool, ...] = ()
    note: str | None = None
    prior_weight: float | None = None

    @property
    def is_joint(self) -> bool:
        """Whether it was estimated together with the other parts of the map."""
        return self.prior_weight is not None

    @property
    def weighing_observation_ids(self) -> tuple[str, ...]:
        """The observations that carry weight, heaviest first."""
        return self.estimate.observation_ids if self.estimate else ()


_LIMITS_UNKNOWN = "There are only limits and no value: unknown."
_LIMITS_NARROW = "The evidence gives only limits; they narrow what we assume or borrow."


class Pooling:
    """Pools the observations of one thing and metric, from one standpoint.

    Args:
        admission: which observations may weigh, on which map; their age is counted from its day.
        setting: id of the setting asked about.

    Attributes:
        chain: the setting asked about, then those it borrows from.
    """

    def __init__(self, admission: Admission, setting: str) -> None:
        self._admission = admission
        self._model, self._calendar = admission.model, admission.calendar
        self.chain = chain_from(admission.model, setting)

    def pool(self, subject: str, metric_id: str, observations: Sequence[Observation]) -> Pool:
        """Return the pool of observations that are all about one subject and metric."""
        metric = self._model.metrics.get(metric_id) or Metric(metric_id, metric_id, "")
        if len(observations) == 1 and self._stands_alone(observations[0], metric_id):
            alone = self._of_one(subject, metric, observations[0])
            if alone is not None:
                return alone
        scaled = [self.scaled(observation, metric) for observation in observations]
        reasons = {s.observation.id: reason for s in scaled if (reason := self.refusal(s, metric))}
        admitted = [s for s in scaled if s.observation.id not in reasons]
        bench = _Bench(self, subject, metric, scaled, Kinship(observations))
        if metric_id == MetricName.SPEEDUP:
            return self._by_notion(bench, admitted, reasons)
        return bench.pool(admitted, reasons)

    def stated(self, metric_id: str, observations: Sequence[Observation]) -> float | None:
        """Return a number that somebody stated as exact, and nobody else; ``None`` if it is not.

        It is the median of the pool, without the pool.
        """
        if len(observations) != 1 or not observations[0].exact:
            return None
        alone = self._stands_alone(observations[0], metric_id)
        return observations[0].value if alone else None

    def _stands_alone(self, observation: Observation, metric_id: str) -> bool:
        """Return whether somebody wrote just this number on the subject itself, for all settings.

        A speed-up has a notion besides, and others of it.
        """
        return (
            observation.direct
            and observation.bound is Bound.EXACT
            and not observation.settings
            and metric_id != MetricName.SPEEDUP
            and math.isfinite(observation.value)
            and self._admission.refusal(observation) is None
        )

    def _of_one(self, subject: str, metric: Metric, observation: Observation) -> Pool | None:
        """Return the pool of a number that stands alone; ``None`` if it has no place to weigh at.

        It is what ``_Bench`` gives, without the work; most numbers of large maps are such.
        """
        name, grade = observation.id, self.grade(observation)
        if observation.exact:
            estimate, mean = (
                _as_stated(observation, metric),
                mean_on_scale(observation, metric, grade),
            )
            deviation = 0.0
        else:
            scaled = self.scaled(observation, metric)
            if scaled.mean is None:
                return None
            grades = {observation.grade: grade}
            estimate = estimate_of(belief_of(scaled), metric, {name: scaled}, grades)
            mean, deviation = scaled.mean, math.sqrt(scaled.variance)
        weight = Weight(name, 1.0, mean, None if mean is None else deviation)
        return Pool(subject, metric.id, estimate, 0.0, (weight,), estimate)

    def grade(self, observation: Observation) -> Grade:
        """Return an observation's grade; a plain judgement with the default spread if unknown."""
        grade = observation.grade
        return self._model.grades.get(grade) or Grade(
            grade, grade, Basis.ASSUMED if observation.source is None else Basis.JUDGED
        )

    def newness(self, scaled: ScaledObservation) -> tuple[bool, date, bool, str]:
        """Order assumptions: dated before undated before those written on the subject itself."""
        observation = scaled.observation
        own = self._calendar.own_day(observation)
        return (not observation.direct, own or date.min, bool(observation.settings), observation.id)

    def _by_notion(
        self, bench: _Bench, admitted: Sequence[ScaledObservation], refused: Mapping[str, str]
    ) -> Pool:
        """Return the pool of the preferred notion, with those of the others beside it."""
        notions = self._model.notions
        chosen = _preferred_notion(admitted, self.chain, notions)
        others = tuple(
            bench.pool([s for s in admitted if s.observation.notion == name], {}, notion=name)
            for name in _other_notions(admitted, chosen, notions)
        )
        reasons = dict(refused)
        for s in admitted:
            # An assumption that names no notion is about the component, and yields to any evidence.
            if s.notion != chosen and not (s.assumed and s.observation.notion is None):
                reasons[s.observation.id] = f"another notion of acceleration: {s.notion}"
        kept = [s for s in admitted if s.observation.id not in reasons]
        return bench.pool(kept, reasons, notion=chosen, others=others)

    def scaled(self, observation: Observation, metric: Metric) -> ScaledObservation:
        """Return an observation on its metric's scale, aged by the standpoint's day."""
        age = self.age_years(observation)
        return scale_observation(observation, metric, self.grade(observation), age)

    def age_years(self, observation: Observation) -> float:
        """Return how old an observation is on the standpoint's day, 0 or more."""
        return age_years(self._calendar.own_day(observation), self._admission.day)

    def stands(self, observation: Observation) -> bool:
        """Return whether it is neither withdrawn, replaced nor left out, whatever the date."""
        return self._admission.counts_from(observation, date.min)

    def refusal(self, scaled: ScaledObservation, metric: Metric) -> str | None:
        """Return why an observation weighs nothing, whatever else there is; ``None`` if it may."""
        observation = scaled.observation
        if refusal := self._admission.refusal(observation):
            return refusal
        if not math.isfinite(observation.value):
            return "not a number that can be pooled"
        if scaled.mean is None and (scaled.is_limit or not scaled.exact):
            return f"{observation.value:g} has no place on a {metric.scale.value} scale"
        if metric.id == MetricName.SPEEDUP and scaled.notion is None:
            return "it does not say which notion of acceleration it is of"
        return None


def _as_stated(observation: Observation, metric: Metric) -> Estimate:
    """Return the estimate that is one exact number, written on the subject itself."""
    return Estimate(
        median=observation.value,
        low=None,
        high=None,
        unit=metric.unit,
        scale=metric.scale,
        deviation=0.0,
        basis=Basis.ASSUMED,
        observation_ids=(observation.id,),
        source_count=1 if observation.source else 0,
    )


class _Bench:
    """What all pools of one thing and metric share."""

    def __init__(
        self,
        pooling: Pooling,
        subject: str,
        metric: Metric,
        scaled: Sequence[ScaledObservation],
        kinship: Kinship,
    ) -> None:
        self._pooling = pooling
        self._subject = subject
        self._metric = metric
        self._by_id = {s.observation.id: s for s in scaled}
        self._grades = {s.observation.grade: pooling.grade(s.observation) for s in scaled}
        self._kinship = kinship

    def pool(
        self,
        admitted: Sequence[ScaledObservation],
        refused: Mapping[str, str],
        *,
        notion: str | None = None,
        others: tuple[Pool, ...] = (),
    ) -> Pool:
        """Return the pool of the admitted observations, listing the refused ones beside them."""
        weighing = Weighing(admitted, self._kinship, self._pooling.chain, self._pooling.newness)
        belief = weighing.belief()
        estimate = self._estimate(belief)
        # Of most numbers there is nothing but our own assumption: then both are one.
        judged = weighing.judgement()
        judgement = estimate if judged == belief else self._estimate(judged)
        of_limits = _LIMITS_NARROW if belief else _LIMITS_UNKNOWN
        return Pool(
            subject=self._subject,
            metric=self._metric.id,
            estimate=estimate,
            heterogeneity=math.sqrt(belief.tau_squared) if belief else None,
            weights=self._weights(admitted, belief, {**weighing.reasons, **refused}),
            judgement=judgement,
            notion=notion,
            other_notions=others,
            borrowed_from=belief.borrowed_from if belief else None,
            note=of_limits if weighing.limits_only else None,
        )

    def _estimate(self, belief: Belief | None) -> Estimate | None:
        if belief is None:
            return None
        return estimate_of(belief, self._metric, self._by_id, self._grades)

    def _weights(
        self,
        admitted: Sequence[ScaledObservation],
        belief: Belief | None,
        reasons: Mapping[str, str],
    ) -> tuple[Weight, ...]:
        shares = belief.shares if belief else {}
        heaviest = heaviest_first(shares)
        weightless = {s.observation.id for s in admitted} | set(reasons)
        weights = []
        for name in (*heaviest, *sorted(weightless - set(heaviest))):
            scaled = self._by_id[name]
            error = 0.0 if scaled.exact else math.sqrt(scaled.variance)
            deviation = None if scaled.mean is None else error
            share, reason = shares.get(name, 0.0), reasons.get(name)
            weights.append(Weight(name, share, scaled.mean, deviation, reason))
        return tuple(weights)


def chain_from(model: LoopModel, setting: str) -> tuple[Setting, ...]:
    """Return a setting and those it borrows from in turn, each once."""
    chain: list[Setting] = []
    following: str | None = setting
    while following is not None and following not in {link.id for link in chain}:
        link = model.settings.get(following) or Setting(following, following)
        chain.append(link)
        following = link.borrows_from
    return tuple(chain)


def _preferred_notion(
    admitted: Sequence[ScaledObservation],
    chain: Sequence[Setting],
    notions: Mapping[str, Notion],
) -> str | None:
    """Return the notion that stands for a component's acceleration.

    The best rank for which there is evidence with a value, in the first setting of the chain
    that has any; a setting with an assumption ends the search there. Where there are only limits,
    the best rank among them.

    Returns:
        ``None`` if no observation is of a ranked notion.
    """
    ranked = {
        s.observation.id: notion
        for s in admitted
        if (notion := _notion(s.notion, notions)) and notion.rank is not None
    }
    for setting in chain:
        here = [
            s
            for s in admitted
            if s.observation.id in ranked
            and nearest_setting(s, chain) == setting.id
            and not s.is_limit
        ]
        evidence = [s for s in here if not s.assumed]
        if here:
            return min((ranked[s.observation.id] for s in evidence or here), key=_rank).id
    return min(ranked.values(), key=_rank).id if ranked else None


def _other_notions(
    admitted: Sequence[ScaledObservation], chosen: str | None, notions: Mapping[str, Notion]
) -> tuple[str, ...]:
    """Return the notions besides the chosen one for which there is evidence, by rank."""
    found = {
        scaled.observation.notion
        for scaled in admitted
        if not scaled.assumed and scaled.observation.notion not in (None, chosen)
    }
    known = [notion for name in found if (notion := _notion(name, notions))]
    return tuple(notion.id for notion in sorted(known, key=_rank))


def _notion(name: str | None, notions: Mapping[str, Notion]) -> Notion | None:
    """Return a notion by name; one the map does not define has no rank, save serial speed."""
    if name is None:
        return None
    return notions.get(name) or Notion(name, name, 1 if name == SERIAL_SPEED else None)


def _rank(notion: Notion) -> tuple[bool, int, str]:
    return (notion.rank is None, notion.rank or 0, notion.id)


@record(slots=False)
class Admission:
    """Tells of each observation whether it may weigh, and if not, why.

    Attributes:
        model: all observations, also the replacing ones.
        calendar: when each became known.
        day: what became known after it does not exist; ``None`` lets every date in.
        without_sources: sources to be left out.
        without_observations: observations to be left out.
    """

    model: LoopModel
    calendar: Calendar
    day: date | None
    without_sources: frozenset[str]
    without_observations: frozenset[str]

    def refusal(self, observation: Observation) -> str | None:
        """Return why an observation weighs nothing; ``None`` if it may weigh.

        A replacement counts only if it was itself known, is not withdrawn and is not left out:
        before that day the old number was the number.
        """
        if self._left_out(observation):
            return "left out on request"
        if observation.retracted:
            return "withdrawn by its source"
        if not self._known(observation):
            return f"not known yet on {self.day}"
        newer = self.model.observations.get(observation.replaced_by or "")
        if newer is None or newer.retracted or self._left_out(newer) or not self._known(newer):
            return None
        return f"replaced by {newer.id}"

    def counts_from(self, observation: Observation, day: date) -> bool:
        """Return whether an observation counts that is known from a day of its own."""
        if self._left_out(observation) or observation.retracted:
            return False
        newer = self.model.observations.get(observation.replaced_by or "")
        if newer is not None and not newer.retracted and not self._left_out(newer):
            return False
        return self.day is None or day <= self.day

    def _left_out(self, observation: Observation) -> bool:
        return (
            observation.id in self.without_observations
            or observation.source in self.without_sources
        )

    def _known(self, observation: Observation) -> bool:
        if self.day is None:
            return True
        known = self.calendar.known_day(observation)
        return known is None or known <= self.day
