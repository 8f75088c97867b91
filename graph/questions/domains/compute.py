"""Which domains talk back as code does: ranks, what holds each back, and what it would give."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from graph.errors import UsageError
from graph.estimates import Estimate, Interval
from graph.loop.answer import heading
from graph.loop.study import Study
from graph.model import Domain, LoopModel, Metric
from graph.questions.domains.acceptability import DrawPlan, Ranking, anchor_at
from graph.questions.domains.answer import DomainResult, Domains, Score
from graph.questions.domains.feedback_quality import DEFAULT_EXPONENT, placing
from graph.questions.domains.gains import LoopGain, gain_finder
from graph.questions.domains.progress import Predictors, prediction_test, progress_of
from graph.questions.domains.rank_tiers import DEFAULT_PROBABILITY, rank_tiers
from graph.questions.domains.scores import feedback_properties, raters_and_agreements, score_table
from graph.questions.domains.second_rater import (
    DEFAULT_PAIRS,
    property_agreements,
    rule_scores,
    with_measured_spreads,
)

#: What a domain is called that serves as the yardstick.
_REFERENCE = "reference"


def domains(
    study: Study,
    *,
    draws: int = 1024,
    seed: int = 0,
    exponent: float = DEFAULT_EXPONENT,
    weights: Mapping[str, float] | None = None,
    new_file: str | None = None,
) -> Domains:
    """Return where every domain of a map stands, the best feedback first.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: how many; 0 for the central scores alone.
        seed: of the draws.
        exponent: of the power mean; minus infinity for the weakest property alone.
        weights: by property, 0 or more; ``None`` draws them evenly, and those not named weigh 1.
        new_file: the file whose domains are new, if any.

    Returns:
        No domains if the map has none. A domain with missing scores is ranked with these open
        over their whole scale.

    Raises:
        UsageError: the exponent or a weight makes no sense.
    """
    if not (math.isfinite(exponent) or exponent == -math.inf):
        raise UsageError("The exponent must be a number, or -inf for the weakest property alone.")
    all_weights = _weights(study.model, weights)
    fixed = tuple(all_weights.values()) if all_weights else None
    plan = DrawPlan(exponent, fixed, draws, seed)
    ruled = rule_scores(study)
    agreed = property_agreements(study, ruled, _threshold(study.model, "pairs-for-spread"))
    ranking = Ranking(with_measured_spreads(study, score_table(study), agreed), plan)
    probability = _threshold(study.model, "rank-tier-probability")
    tiers = _tiers(ranking, probability)
    gain_of = gain_finder(study, draws, seed)
    found = [
        _domain(study, ranking, study.model.domains[name], gain_of, new_file, tiers.get(name))
        for name in ranking.table.domains
    ]
    last = len(found) + 1
    raters, agreements = raters_and_agreements(study)
    progress = progress_of(study)
    return Domains(
        *heading(study, draws=draws, seed=seed, of_loop=False),
        exponent=exponent,
        weights=all_weights,
        reference=_reference(study.model),
        properties=tuple(item.id for item in ranking.table.properties),
        domains=tuple(
            sorted(found, key=lambda item: (item.rank or last, item.expected_rank or last, item.id))
        ),
        raters=raters,
        agreements=agreements,
        rule_scores=ruled,
        property_agreements=agreed,
        pairs_for_spread=_threshold(study.model, "pairs-for-spread"),
        rank_tier_probability=probability,
        progress=progress,
        test=prediction_test(progress, _predictors(ranking), seed),
        suppositions=tuple(map(str, study.suppositions)),
        labels={
            item.id: item.label
            for group in (study.model.components, study.model.skills)
            for item in group.values()
        },
    )


#: What holds where the ontology sets no threshold.
_THRESHOLDS = {
    "pairs-for-spread": float(DEFAULT_PAIRS),
    "rank-tier-probability": DEFAULT_PROBABILITY,
}


def _threshold(model: LoopModel, name: str) -> float:
    return model.thresholds.get(name, _THRESHOLDS[name])


def _tiers(ranking: Ranking, probability: float) -> dict[str, int]:
    """Return the tier of every domain that has a rank over the draws."""
    if ranking.drawn is None:
        return {}
    tiers = rank_tiers(ranking.drawn.expected_ranks, ranking.drawn.wins, probability)
    placed = zip(ranking.table.domains, tiers, strict=True)
    return {name: tier for name, tier in placed if ranking.places[name] is not None}


def _weights(model: LoopModel, asked: Mapping[str, float] | None) -> dict[str, float] | None:
    if not asked:
        return None
    known = [item.id for item in feedback_properties(model)]
    for name, value in asked.items():
        if name not in known:
            raise UsageError(f"There is no property '{name}'. Choose among: {', '.join(known)}.")
        if not 0 <= value < float("inf"):
            raise UsageError(f"The weight of {name} must be a finite number of 0 or more.")
    weights = {name: asked.get(name, 1.0) for name in known}
    if not any(weights.values()):
        raise UsageError("At least one property must have a weight above 0.")
    return weights


def _reference(model: LoopModel) -> str | None:
    found = (item.id for item in model.domains.values() if item.origin == _REFERENCE)
    return next(found, None)


def _predictors(ranking: Ranking) -> dict[str, Predictors]:
    found = {}
    for domain in ranking.table.domains:
        known = [score for score in ranking.table.central(domain) if score is not None]
        close = ranking.central(domain)
        if close is not None:
            found[domain] = Predictors(min(known), sum(known) / len(known), close)
    return found


def _domain(
    study: Study,
    ranking: Ranking,
    domain: Domain,
    gain_of: Callable[[tuple[str, ...]], LoopGain],
    new_file: str | None,
    rank_tier: int | None,
) -> DomainResult:
    model, table, drawn = study.model, ranking.table, ranking.drawn
    central = dict(
        zip((item.id for item in table.properties), table.central(domain.id), strict=True)
    )
    place = placing(central, {item.id: item.label for item in table.properties})
    weakest = _weakest(table.central(domain.id))
    reference = _reference(model)
    index = table.domains.index(domain.id)
    taught = set(model.domains[reference].skills) if reference else set()
    transferring = tuple(skill for skill in domain.skills if skill in taught)
    needed = {skill for name in domain.serves for skill in model.components[name].skills}
    whole = None not in central.values()
    lifts = [ranking.lift(domain.id, (column,)) for column in weakest] if whole else []
    feedback_quality = ranking.feedback_quality_range(domain.id)
    return DomainResult(
        id=domain.id,
        label=domain.label,
        definition=domain.definition,
        origin=domain.origin,
        is_new=new_file is not None and domain.place is not None and domain.place.file == new_file,
        rank=ranking.places[domain.id],
        rank_range=ranking.rank_range(domain.id),
        expected_rank=None if drawn is None else float(drawn.expected_ranks[index]),
        rank_shares=() if drawn is None else tuple(map(float, drawn.shares[index])),
        rank_tier=rank_tier,
        feedback_quality=feedback_quality,
        behind_code=_distance(ranking, feedback_quality, reference),
        at_least_code=ranking.at_least(domain.id, reference) if reference else None,
        scores=tuple(map(_score, table.properties, table.row(domain.id))),
        missing=tuple(name for name, score in central.items() if score is None),
        weakest=tuple(table.properties[column].id for column in weakest),
        weakest_score=table.central(domain.id)[weakest[0]] if weakest else None,
        lift_one=max(lifts, key=lambda item: item.feedback_quality, default=None),
        lift_all=ranking.lift(domain.id, weakest) if lifts else None,
        tier=place.tier,
        tier_reason=place.reason,
        skills=domain.skills,
        transferring_skills=transferring,
        skills_in_use=tuple(skill for skill in transferring if skill in needed),
        channels=tuple(model.channels[name].label for name in domain.channels),
        gain=gain_of(domain.serves),
    )


def _score(metric: Metric, cell: Estimate | None) -> Score:
    top = len(metric.anchors) - 1
    return Score(
        metric.id,
        metric.label,
        None if cell is None else _within(cell, top),
        top,
        anchor_at(metric, cell.median if cell else None),
        cell.observation_ids if cell else (),
    )


def _within(cell: Estimate, top: int) -> Interval:
    """Return a score whose percentiles keep within the scale."""
    low = None if cell.low is None else max(0.0, cell.low)
    high = None if cell.high is None else min(float(top), cell.high)
    return Interval(cell.median, low, high)


def _weakest(scores: tuple[float | None, ...]) -> tuple[int, ...]:
    known = [score for score in scores if score is not None]
    if not known:
        return ()
    least = min(known)
    return tuple(column for column, score in enumerate(scores) if score == least)


def _distance(ranking: Ranking, own: Interval | None, reference: str | None) -> float | None:
    yardstick = ranking.feedback_quality_range(reference) if reference else None
    return None if own is None or yardstick is None else yardstick.median - own.median
