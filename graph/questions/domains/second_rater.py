"""A second rater that judges nothing: scores by rule from what is measured, and the agreement."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.estimates import NORMAL_95, Estimate, Interval
from graph.loop.study import Study
from graph.model import Metric, Observation
from graph.questions.domains.scores import ScoreTable, feedback_properties, scores_by_rater
from graph.records import record
from graph.statistics.krippendorff import Level, krippendorff_alpha

#: What the second rater is called.
RULE_RATER = "loopmap's rule"

#: With fewer pairs of scores on measured numbers the assumed spread stays: the spread that n pairs
#: give is itself uncertain by 1 / sqrt(2 n) of it, 22 % at ten. The map may say else.
DEFAULT_PAIRS = 10

#: A score is a whole step, so that nobody can be surer of it than this: 1 / sqrt(12), the deviation
#: of what is rounded to steps.
LEAST_SPREAD = 12**-0.5

#: The grade whose spread is assumed.
SINGLE_RATER = "single-rater-judgement"


@record
class RuleScore:
    """A score that follows from a measured number.

    Attributes:
        domain: whose.
        property: which.
        rater: who gave it: a rule.
        score: 0 to the top of the scale.
        metric: what was measured.
        value: how much, in the metric's unit.
        unit: of the value.
        observation_id: where it stands.
        is_sourced: whether the number has a source of its own; if not, it was counted from a list
            that the first rater made, and is no independent measurement.
        rule: the cuts, in words.
    """

    domain: str
    property: str
    rater: str
    score: int
    metric: str
    value: float
    unit: str
    observation_id: str
    is_sourced: bool
    rule: str


@record
class PropertyAgreement:
    """How far raters and rule agree on one property.

    Attributes:
        property: its name as a word.
        label: what people call it.
        metric: the measured number from which the rule scores; ``None`` if there is no rule.
        pair_count: pairs of a judged score and one by rule.
        sourced_pair_count: those on a number that has a source of its own.
        level: on which level of measurement scores are compared.
        alpha: Krippendorff's alpha over raters and rule, with its 5th and 95th percentile by the
            jackknife; ``None`` if it is undefined, without ends if there are too few pairs.
        same_share: part of the pairs that are equal; ``None`` without pairs.
        within_one_share: part of them that differ by one step at most; likewise.
        mean_difference: score by rule less the judged one, on average; likewise.
        assumed_spread: standard deviation of a single rating, as assumed, in steps.
        spread: the one used.
        is_spread_measured: whether it comes from the pairs; else it is the assumption.
    """

    property: str
    label: str
    metric: str | None
    pair_count: int
    sourced_pair_count: int
    level: str
    alpha: Interval | None
    same_share: float | None
    within_one_share: float | None
    mean_difference: float | None
    assumed_spread: float
    spread: float
    is_spread_measured: bool


@record
class _Pair:
    """A judged score and one by rule, of one domain."""

    judged: float
    ruled: RuleScore

    @property
    def gap(self) -> float:
        return self.ruled.score - self.judged


def rule_scores(study: Study) -> tuple[RuleScore, ...]:
    """Return the scores that follow from measured numbers, by domain and property.

    The cuts stand with the property in the ontology. Where a domain has several numbers the
    best score counts: a domain is as good a habitat as its best harness. A limit is scored as if it
    were the value.

    Args:
        study: what is known by its date.
    """
    found = []
    for name in sorted(study.model.domains):
        known = [
            item
            for item in study.model.observations_by_subject.get(name, ())
            if study.estimates.refusal(item.id) is None
        ]
        scored = (_by_rule(study, name, item, known) for item in feedback_properties(study.model))
        found += [item for item in scored if item is not None]
    return tuple(found)


def _by_rule(
    study: Study, domain: str, about: Metric, known: Sequence[Observation]
) -> RuleScore | None:
    rule = about.rule
    if rule is None:
        return None
    numbers = [item for item in known if item.metric == rule.metric]
    if not numbers:
        return None
    best = max(numbers, key=lambda item: (rule.score(item.value), item.id))
    metric = study.model.metrics.get(rule.metric)
    unit = metric.unit if metric else ""
    side = "at most" if rule.cuts[0] > rule.cuts[-1] else "at least"
    cuts = ", ".join(f"{step} from {side} {cut:,.10g}" for step, cut in enumerate(rule.cuts, 1))
    return RuleScore(
        domain=domain,
        property=about.id,
        rater=RULE_RATER,
        score=rule.score(best.value),
        metric=rule.metric,
        value=best.value,
        unit=unit,
        observation_id=best.id,
        is_sourced=best.source is not None,
        rule=f"{cuts} {unit}".rstrip(),
    )


def property_agreements(
    study: Study, ruled: Sequence[RuleScore], pairs_needed: float = DEFAULT_PAIRS
) -> tuple[PropertyAgreement, ...]:
    """Return how far raters and rule agree, property by property.

    If both scatter alike and independently around what is so, their difference d has twice the
    variance of either: the spread of a single rating is ``sqrt(mean d^2 / 2)``, and never less
    than a step's own. It replaces the assumed one where enough pairs rest on numbers
    with sources of their own.

    Args:
        study: gives the judged scores.
        ruled: those by rule.
        pairs_needed: for the spread, 1 or more.
    """
    grade = study.model.grades.get(SINGLE_RATER)
    assumed = grade.default_deviation if grade else 0.0
    judged = scores_by_rater(study)
    return tuple(
        _agreement(item, _pairs(item.id, judged, ruled), assumed, pairs_needed)
        for item in feedback_properties(study.model)
    )


def _pairs(
    name: str, judged: Mapping[str, Mapping[tuple[str, str], float]], ruled: Sequence[RuleScore]
) -> list[_Pair]:
    return [
        _Pair(scores[item.domain, name], item)
        for item in ruled
        if item.property == name
        for _, scores in sorted(judged.items())
        if (item.domain, name) in scores
    ]


def _agreement(
    about: Metric, pairs: list[_Pair], assumed: float, needed: float
) -> PropertyAgreement:
    count = len(pairs)
    gaps = [pair.gap for pair in pairs]
    sourced = [pair.gap for pair in pairs if pair.ruled.is_sourced]
    measured = len(sourced) >= needed
    spread = assumed
    if measured:
        mean_square = math.fsum(gap**2 for gap in sourced) / len(sourced)
        spread = max(LEAST_SPREAD, math.sqrt(mean_square / 2))
    return PropertyAgreement(
        property=about.id,
        label=about.label,
        metric=about.rule.metric if about.rule else None,
        pair_count=count,
        sourced_pair_count=len(sourced),
        level=Level.ORDINAL.value,
        alpha=_alpha(pairs),
        same_share=sum(abs(gap) < 0.5 for gap in gaps) / count if count else None,
        within_one_share=sum(abs(gap) <= 1 for gap in gaps) / count if count else None,
        mean_difference=math.fsum(gaps) / count if count else None,
        assumed_spread=assumed,
        spread=spread,
        is_spread_measured=measured,
    )


def _alpha(pairs: Sequence[_Pair]) -> Interval | None:
    """Return alpha over the domains, each with what its raters and the rule gave."""
    units: dict[str, list[float]] = {}
    for pair in pairs:
        units.setdefault(pair.ruled.domain, [float(pair.ruled.score)]).append(pair.judged)
    found = krippendorff_alpha(list(units.values()), Level.ORDINAL)
    return None if found is None else Interval(found.value, found.low, found.high)


def with_measured_spreads(
    study: Study, table: ScoreTable, agreements: Sequence[PropertyAgreement]
) -> ScoreTable:
    """Return the scores with the spread that rater and rule show, where enough pairs tell it.

    Only scores that rest on a single rating are touched; what widens them with age stays.

    Args:
        study: names the grade of each score.
        table: the scores.
        agreements: by property.
    """
    factors = {
        item.property: item.spread / item.assumed_spread
        for item in agreements
        if item.is_spread_measured and item.assumed_spread > 0
    }
    columns = [item.id for item in table.properties]
    cells = tuple(
        tuple(
            _respread(study, cell, factors.get(name))
            for cell, name in zip(row, columns, strict=True)
        )
        for row in table.cells
    )
    return replace(table, cells=cells)


def _respread(study: Study, cell: Estimate | None, factor: float | None) -> Estimate | None:
    if cell is None or factor is None or len(cell.observation_ids) != 1:
        return cell
    if study.model.observations[cell.observation_ids[0]].grade != SINGLE_RATER:
        return cell
    deviation = cell.deviation * factor
    reach = NORMAL_95 * deviation
    return replace(cell, deviation=deviation, low=cell.median - reach, high=cell.median + reach)
