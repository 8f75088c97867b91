"""Observations of one metric taken into the joint model, and the pools that come out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.estimates import NORMAL_95, Basis, Estimate, Interval
from graph.evidence.joint_model import JointModel, JointReport
from graph.evidence.joint_prior import JointPrior, Scope
from graph.evidence.pooling import Pool, Pooling, Weight
from graph.evidence.scaled import SERIAL_SPEED, ScaledObservation, own_deviation
from graph.evidence.weighing import nearest_setting
from graph.model import LoopModel, Metric, Observation
from graph.statistics.scales import from_scale

#: A weight below this is not worth telling.
_TOLD_WEIGHT = 0.02

_BASIS_ORDER = tuple(Basis)


@dataclass
class _Gathered:
    """The observations of a metric, sorted out."""

    reports: list[JointReport] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)


class JointEstimates:
    """The pools of one metric, estimated for all parts at once.

    Args:
        pooling: knows the observations, from one standpoint.
        model: the map.
        metric: the metric.
        prior: what ties its observations together.
        scope: which of them count.
    """

    def __init__(
        self, pooling: Pooling, model: LoopModel, metric: Metric, prior: JointPrior, scope: Scope
    ) -> None:
        self._pooling = pooling
        self._model = model
        self._metric = metric
        self._scope = scope
        self.prior = prior

    @cached_property
    def _gathered(self) -> _Gathered:
        gathered = _Gathered()
        scaled = [
            self._pooling.scaled(item, self._metric)
            for item in self._model.observations.values()
            if item.metric == self._metric.id and item.subject in self._model.components
        ]
        spreads = _reported_spreads(scaled)
        by_part: dict[str, list[ScaledObservation]] = {}
        for item in scaled:
            by_part.setdefault(item.observation.subject, []).append(item)
        for part, members in by_part.items():
            if not any(s.observation.direct or s.exact for s in members):
                self._gather(part, members, spreads, gathered)
        return gathered

    def _gather(
        self,
        part: str,
        members: Sequence[ScaledObservation],
        spreads: Mapping[str, float],
        gathered: _Gathered,
    ) -> None:
        reasons = {
            s.observation.id: reason
            for s in members
            if (reason := self._pooling.refusal(s, self._metric) or self._unplaced(s))
        }
        admitted = [s for s in members if s.observation.id not in reasons]
        judged = self._judgement(admitted, reasons)
        evidence = _told_once([s for s in admitted if not s.assumed], reasons)
        if judged or any(not s.is_limit for s in evidence):
            gathered.families[part] = self._model.components[part].group
        if not self._scope.other_settings:
            evidence = [s for s in evidence if self._of_the_setting(s)]
        kept = [*evidence, *(judged if self._scope.judgements else ())]
        gathered.reasons.update(reasons)
        if part in gathered.families:
            gathered.reports += [self._report(s, spreads) for s in kept]

    def _unplaced(self, scaled: ScaledObservation) -> str | None:
        if scaled.mean is None:
            return f"{scaled.observation.value:g} has no place on a {self._metric.scale} scale"
        notion = scaled.notion
        if notion is not None and notion not in self.prior.notions:
            return f"nothing says how {notion} differs from serial speed"
        return None

    def _judgement(
        self, admitted: Sequence[ScaledObservation], reasons: dict[str, str]
    ) -> list[ScaledObservation]:
        """Return the one judgement of ours that counts: of the nearest setting, the newest."""
        chain = self._pooling.chain
        found: list[ScaledObservation] = []
        for setting in chain:
            here = [
                s
                for s in admitted
                if s.assumed and not s.is_limit and nearest_setting(s, chain) == setting.id
            ]
            if here and not found:
                found = [max(here, key=self._pooling.newness)]
        for s in admitted:
            if s.assumed and s not in found:
                of = f" that {found[0].observation.id} takes the place of" if found else ""
                reasons[s.observation.id] = f"an assumption{of}"
        if not self._scope.judgements:
            for s in found:
                reasons[s.observation.id] = "our own judgement, and only evidence is asked for"
        return found

    def _of_the_setting(self, scaled: ScaledObservation) -> bool:
        observation = scaled.observation
        here = not observation.settings or self._pooling.chain[0].id in observation.settings
        return here and scaled.notion in (None, SERIAL_SPEED)

    def _report(self, scaled: ScaledObservation, spreads: Mapping[str, float]) -> JointReport:
        observation = scaled.observation
        grade = self._pooling.grade(observation)
        position = (scaled.mean or 0.0) + scaled.bias
        deviation = own_deviation(observation, self._metric, grade, position)
        if scaled.reported is None:
            deviation = max(deviation, spreads.get(observation.grade, 0.0))
        return JointReport(
            observation=observation,
            position=position,
            deviation=deviation,
            grade=grade,
            notion=scaled.notion or SERIAL_SPEED,
            age_years=self._pooling.age_years(observation),
            assumed=scaled.assumed,
            bias=self._metric.overstated and not scaled.assumed,
        )

    @cached_property
    def solved(self) -> JointModel:
        """The model with the observations that count."""
        gathered = self._gathered
        return JointModel(
            gathered.reports, gathered.families, self.prior, self._pooling.chain[0].id
        )

    def holds(self, part: str) -> bool:
        """Return whether a part is estimated here."""
        return part in self._gathered.families

    def has_evidence(self, part: str) -> bool:
        """Return whether somebody other than us gave this part a number, in any setting."""
        return part in self._observed

    @cached_property
    def _observed(self) -> frozenset[str]:
        return frozenset(
            item.observation.subject
            for item in self._gathered.reports
            if not item.assumed and not item.is_limit
        )

    @cached_property
    def _by_id(self) -> dict[str, JointReport]:
        return {item.observation.id: item for item in self.solved.reports}

    @cached_property
    def _refused(self) -> dict[str, list[Weight]]:
        found: dict[str, list[Weight]] = {}
        for name, reason in sorted(self._gathered.reasons.items()):
            subject = self._model.observations[name].subject
            found.setdefault(subject, []).append(Weight(name, 0.0, None, None, reason))
        return found

    def sources(self) -> tuple[str, ...]:
        """Return the sources whose observations count, sorted by id."""
        found = {item.observation.source for item in self.solved.reports}
        return tuple(sorted(source for source in found if source))

    def without_source(self, source: str) -> dict[str, Interval]:
        """Return every part as it would be if a source had never been published.

        In closed form: nothing is solved anew (``Posterior.without``).
        """
        solved, scale = self.solved, self._metric.scale
        then = solved.without_source(source)
        found = {}
        for part, mean, deviation in zip(
            solved.parts, then.means.tolist(), then.deviations.tolist(), strict=True
        ):
            reach = NORMAL_95 * deviation
            ends = (from_scale(scale, mean + step) for step in (0.0, -reach, reach))
            found[part] = Interval(*ends)
        return found

    def borrowed_across(self, part: str) -> tuple[str, ...]:
        """Return across what the observations of a part were borrowed, the most weighty first."""
        found: dict[str, float] = {}
        weights = self.solved.weights(part)
        for report in self.solved.reports:
            if report.observation.subject == part and not report.assumed:
                for crossing in self._borrowed(report, part):
                    weight = abs(weights[report.observation.id])
                    found[crossing] = found.get(crossing, 0.0) + weight
        return tuple(sorted(found, key=lambda name: (-found[name], name)))

    def left_open(self) -> JointEstimates:
        """Return the same without an opinion on how the setting asked about differs.

        Its offset is then 0, as uncertain as evidence from another setting counts elsewhere.
        """
        setting = self._pooling.chain[0]
        prior = self.prior.left_open(setting.id, setting.transfer_deviation)
        return JointEstimates(self._pooling, self._model, self._metric, prior, self._scope)

    def pool(self, part: str, alone: Pool) -> Pool:
        """Return the pool of a part.

        Args:
            part: one that is held.
            alone: its observations pooled by themselves, for what stands beside the estimate.
        """
        solved = self.solved
        weights = solved.weights(part)
        told = self._told(solved, part, weights)
        own = [item for item in told if item.weight and not _from_elsewhere(item)]
        estimate = self._as_estimate(solved, part, weights, own or told)
        settings = {
            one
            for report in solved.reports
            if report.observation.subject == part and not report.assumed
            for one in (report.observation.settings or (self._pooling.chain[0].id,))
        }
        elsewhere = bool(settings) and self._pooling.chain[0].id not in settings
        return Pool(
            subject=part,
            metric=self._metric.id,
            estimate=estimate,
            heterogeneity=solved.source_deviation,
            weights=told,
            judgement=alone.judgement,
            notion=SERIAL_SPEED,
            other_notions=alone.other_notions,
            borrowed_from=min(settings) if elsewhere else None,
            prior_weight=1 - sum(weights.values()),
        )

    def estimate(self, part: str) -> Estimate:
        """Return the number of a part that is held."""
        solved = self.solved
        weights = solved.weights(part)
        return self._as_estimate(solved, part, weights, self._told(solved, part, weights))

    def _as_estimate(
        self, solved: JointModel, part: str, weights: Mapping[str, float], used: Sequence[Weight]
    ) -> Estimate:
        mean, deviation = solved.mean(part), solved.deviation(part)
        reach, scale = NORMAL_95 * deviation, self._metric.scale
        by_id = self._by_id
        carrying = [by_id[item.observation_id] for item in used if item.observation_id in by_id]
        prior = abs(1 - sum(weights.values()))
        total = prior + sum(abs(x) for x in weights.values())
        assumed = prior + sum(abs(x) for name, x in weights.items() if by_id[name].assumed)
        bases = [Basis.ASSUMED if x.assumed else x.grade.basis for x in carrying]
        own = [x for x in carrying if x.observation.subject == part]
        if not own:
            bases = [Basis.DERIVED]
        elif part not in self._observed:
            # What is only judged is assumed, however much others say of those who judge.
            assumed = total
        return Estimate(
            median=from_scale(scale, mean),
            low=from_scale(scale, mean - reach),
            high=from_scale(scale, mean + reach),
            unit=self._metric.unit,
            scale=scale,
            deviation=deviation,
            basis=min(bases, key=_BASIS_ORDER.index, default=Basis.ASSUMED),
            observation_ids=tuple(item.observation.id for item in carrying),
            source_count=len({x.observation.source for x in carrying} - {None}),
            assumed_share=min(1.0, assumed / total) if total else 1.0,
        )

    def _told(
        self, solved: JointModel, part: str, weights: Mapping[str, float]
    ) -> tuple[Weight, ...]:
        entries = []
        for name, weight in weights.items():
            report = self._by_id[name]
            observation = report.observation
            if observation.subject != part and abs(weight) < _TOLD_WEIGHT:
                continue
            entries.append(
                Weight(
                    name,
                    weight,
                    solved.freed_of_offsets[name],
                    report.deviation,
                    borrowed=self._borrowed(report, part),
                )
            )
        entries.sort(key=lambda item: (-abs(item.weight), item.observation_id))
        return (*entries, *self._refused.get(part, ()))

    def _borrowed(self, report: JointReport, part: str) -> tuple[str, ...]:
        """Return across what an observation was borrowed: part, setting, notion."""
        settings = report.observation.settings
        crossings = (
            ("part", report.observation.subject != part),
            ("setting", bool(settings) and self._pooling.chain[0].id not in settings),
            ("notion", report.notion != SERIAL_SPEED),
        )
        return tuple(name for name, crossed in crossings if crossed)


def _from_elsewhere(item: Weight) -> bool:
    return "part" in item.borrowed


def _reported_spreads(scaled: Sequence[ScaledObservation]) -> dict[str, float]:
    """Return for each grade the median error of those of its reports that give one."""
    found: dict[str, list[float]] = {}
    for item in scaled:
        if item.reported is not None and not item.assumed:
            found.setdefault(item.observation.grade, []).append(item.reported)
    from statistics import median

    return {grade: median(errors) for grade, errors in found.items()}


def _told_once(
    evidence: Sequence[ScaledObservation], reasons: dict[str, str]
) -> list[ScaledObservation]:
    """Return one observation of each fact: the one with the least spread, the rest set aside."""
    kept: list[ScaledObservation] = []
    for item in sorted(evidence, key=lambda s: (s.variance, s.observation.id)):
        other = next((k for k in kept if _same_fact(k.observation, item.observation)), None)
        if other is None:
            kept.append(item)
        else:
            reasons[item.observation.id] = f"tells the same fact as {other.observation.id}"
    return kept


def _same_fact(one: Observation, other: Observation) -> bool:
    return other.id in one.same_fact_as or one.id in other.same_fact_as
