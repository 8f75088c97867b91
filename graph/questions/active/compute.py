"""Which parts of the loop are already active, on what evidence, and which loops end to end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.evidence.pooling import Pool
from graph.evidence.status import (
    AUTONOMY_METRIC,
    DEFAULT_THRESHOLDS,
    EVIDENCE,
    Status,
    probability_faster,
)
from graph.loop.answer import heading
from graph.loop.automation import automation_level, pooled_share
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.loop.years import YearOfStudy, past_years_of, years_of
from graph.questions.active.answer import (
    Active,
    ActiveComponent,
    ActiveYear,
    ComponentYear,
    Counts,
    EvidenceAlone,
    Footing,
    NotionPool,
    WholeLoopShare,
)
from graph.questions.active.feedback_loops import FeedbackLoops, feedback_loops
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.critical_path.solved_loop import why_no_period
from graph.questions.critical_path.standing import is_accelerated, status
from graph.vocabulary import MetricName

#: An acceleration rests on our assumption if at least this part of its weight is assumption.
_MOSTLY = 0.5

#: What is observed of the whole loop and bears on this question.
_WHOLE_LOOP_METRICS = (
    MetricName.AI_SHARE_OF_PERSON_TIME,
    "collaboration-share",
    "autonomy-share",
    AUTONOMY_METRIC,
)

_FOOTINGS = tuple(Footing)


def active(study: Study, *, blocking: CriticalPath | None = None) -> Active:
    """Return which parts of the loop are accelerated, and which loops are active end to end.

    Args:
        study: the map, the standpoint and what is supposed.
        blocking: what blocks the loop of this study, if that was worked out before.

    Returns:
        Every component with its pooled acceleration a, P(a > 1), what it rests on, how much AI
        does of it and how much of it the loop uses. Where nothing closes a loop, the use is
        unknown and the reason is given. Nothing is drawn: the intervals are those of the evidence.

    Raises:
        LoopmapError: a cycle can never start, or work is redone faster than it gets done.
    """
    unknown_because = None
    if blocking is None and (unknown_because := why_no_period(study)) is None:
        blocking = critical_path(study)
    results = {item.id: item for item in blocking.components} if blocking else {}
    components = tuple(
        _component(study, identifier, results.get(identifier))
        for identifier in study.model.components
    )
    thresholds = {**DEFAULT_THRESHOLDS, **study.model.thresholds}
    loops = _loops(study)
    now = years_of(study)[-1:]
    rows_before = study.of_evidence(_rows_before)
    return Active(
        *heading(study),
        counts=_counts(item.footing for item in components),
        components=tuple(sorted(components, key=_rank)),
        loops=loops,
        accelerated_probability=thresholds["accelerated-probability"],
        whole_loop=study.of_evidence(_whole_loop),
        by_year=(*study.of_evidence(_years_before), *(_year(year, loops) for year in now)),
        history=tuple(
            row
            for identifier in study.model.components
            for row in (
                *rows_before[identifier],
                *(_component_year(year, identifier) for year in now),
            )
        ),
        use_unknown_because=unknown_because,
        suppositions=tuple(map(str, study.suppositions)),
    )


def footing(study: Study, component_id: str) -> Footing:
    """Return whether a component is accelerated, and on what that rests.

    What stands alone is shown by evidence if at least half of its weight is no assumption of ours.
    """
    found = status(study, component_id)
    if not found.is_accelerated:
        return Footing(found.value)
    if study.supposed(component_id, MetricName.SPEEDUP) is not None:
        return Footing.SUPPOSED
    if found is Status.BORROWED:
        return Footing.BY_BORROWED_EVIDENCE
    estimate = study.estimate(component_id, MetricName.SPEEDUP)
    pool = study.estimates.pool(component_id, MetricName.SPEEDUP)
    assumed = estimate is None or estimate.assumed_share >= _MOSTLY
    if found is Status.JUDGED or (assumed and not (pool and pool.is_joint)):
        return Footing.ON_ASSUMPTION
    return Footing.BY_EVIDENCE


def _by_evidence(study: Study, component_id: str) -> EvidenceAlone | None:
    """Return what others observed of a component, our judgements left out."""
    joint = study.estimates.joint(MetricName.SPEEDUP, EVIDENCE)
    if joint is None or not joint.has_evidence(component_id):
        return None
    estimate = joint.estimate(component_id)
    across = joint.borrowed_across(component_id)
    # The yardstick among settings differs from nothing.
    setting = study.model.settings.get(study.standpoint.setting)
    hangs = "setting" in across and bool(setting and setting.transfer_deviation)
    opened = joint.left_open().estimate(component_id) if hangs else None
    return EvidenceAlone(
        estimate.interval,
        probability_faster(estimate) or 0.0,
        across,
        probability_faster(opened) if opened else None,
    )


def _component(study: Study, identifier: str, result: ComponentResult | None) -> ActiveComponent:
    component = study.model.components[identifier]
    estimate = study.estimate(identifier, MetricName.SPEEDUP)
    pool = study.estimates.pool(identifier, MetricName.SPEEDUP)
    effective = result.acceleration if result else None
    supposed = study.supposed(identifier, MetricName.SPEEDUP) is not None
    return ActiveComponent(
        id=identifier,
        label=component.label,
        family=study.model.group_label(component),
        status=status(study, identifier).value,
        footing=footing(study, identifier),
        by_evidence=None if supposed else _by_evidence(study, identifier),
        acceleration=estimate.interval if estimate else None,
        probability_faster=probability_faster(estimate) if estimate else None,
        basis=estimate.basis if estimate else None,
        assumed_share=estimate.assumed_share if estimate else None,
        observation_count=len(estimate.observation_ids) if estimate else 0,
        source_count=estimate.source_count if estimate else 0,
        notion=_notion(study, pool) if estimate and not supposed else None,
        borrowed_from=pool.borrowed_from if pool and not supposed else None,
        our_judgement=pool.judgement.interval if pool and pool.judgement else None,
        other_notions=_other_notions(study, pool),
        ai_share_of_lines=pooled_share(study, identifier, MetricName.AI_SHARE_OF_LINES),
        ai_share_of_person_time=pooled_share(study, identifier, MetricName.AI_SHARE_OF_PERSON_TIME),
        ai_share_of_decisions=pooled_share(study, identifier, MetricName.AI_SHARE_OF_DECISIONS),
        automation_level=automation_level(study, identifier),
        effective_acceleration=effective.median if effective else None,
        useful_speedup=result.useful_speedup if result else None,
        absorption=result.absorption.value if result else None,
    )


def _other_notions(study: Study, pool: Pool | None) -> tuple[NotionPool, ...]:
    return tuple(
        NotionPool(
            _notion(study, other) or "no notion",
            other.estimate.interval,
            len(other.estimate.observation_ids),
            other.estimate.source_count,
            other.estimate.basis,
        )
        for other in (pool.other_notions if pool else ())
        if other.estimate
    )


def _notion(study: Study, pool: Pool | None) -> str | None:
    if pool is None or pool.notion is None:
        return None
    known = study.model.notions.get(pool.notion)
    return known.label if known else pool.notion


def _counts(footings: Iterable[Footing]) -> Counts:
    found = Counter(footings)
    return Counts(
        shown_by_evidence=found[Footing.BY_EVIDENCE],
        shown_by_borrowed_evidence=found[Footing.BY_BORROWED_EVIDENCE],
        on_our_assumption=found[Footing.ON_ASSUMPTION],
        supposed=found[Footing.SUPPOSED],
        unproven=found[Footing.UNPROVEN],
        slowed=found[Footing.SLOWED],
        unknown=found[Footing.UNKNOWN],
    )


def _rank(item: ActiveComponent) -> tuple[int, float, float, str]:
    return (
        _FOOTINGS.index(item.footing),
        -(item.probability_faster or 0.0),
        -(item.acceleration.median if item.acceleration else 0.0),
        item.id,
    )


def _loops(study: Study) -> FeedbackLoops:
    accelerations = {
        identifier: estimate.median
        for identifier in study.model.components
        if (estimate := study.estimate(identifier, MetricName.SPEEDUP)) is not None
        and is_accelerated(study, identifier)
    }
    return feedback_loops(study.model, accelerations)


def _year(year: YearOfStudy, loops: FeedbackLoops) -> ActiveYear:
    study = year.study
    return ActiveYear(
        year.year,
        year.as_of,
        _counts(footing(study, identifier) for identifier in study.model.components),
        loops.active_names,
        len(loops.active_cycles),
    )


def _years_before(study: Study) -> tuple[ActiveYear, ...]:
    """Return the ends of the past years, of which nothing is supposed."""
    return tuple(_year(year, _loops(year.study)) for year in past_years_of(study))


def _rows_before(study: Study) -> dict[str, tuple[ComponentYear, ...]]:
    """Return the same component by component."""
    return {
        identifier: tuple(_component_year(year, identifier) for year in past_years_of(study))
        for identifier in study.model.components
    }


def _component_year(year: YearOfStudy, identifier: str) -> ComponentYear:
    study = year.study
    estimate = study.estimate(identifier, MetricName.SPEEDUP)
    return ComponentYear(
        id=identifier,
        label=study.model.components[identifier].label,
        year=year.year,
        as_of=year.as_of,
        status=status(study, identifier).value,
        footing=footing(study, identifier),
        acceleration=estimate.interval if estimate else None,
        probability_faster=probability_faster(estimate) if estimate else None,
        ai_share_of_person_time=pooled_share(study, identifier, MetricName.AI_SHARE_OF_PERSON_TIME),
    )


def _whole_loop(study: Study) -> tuple[WholeLoopShare, ...]:
    observed = Observed(study)
    found = (
        _newest_share(study, observed, loop, metric)
        for loop in study.model.loops
        for metric in _WHOLE_LOOP_METRICS
    )
    return tuple(share for share in found if share is not None)


def _newest_share(
    study: Study, observed: Observed, loop: str, metric: str
) -> WholeLoopShare | None:
    dated = [
        (day, item.id, item)
        for item in observed.of(loop)
        if item.metric == metric and item.source and (day := observed.day_of(item))
    ]
    if not dated:
        return None
    _, _, newest = max(dated, key=lambda entry: entry[:2])
    source = study.model.sources.get(newest.source or "")
    label = study.model.metrics[metric].label if metric in study.model.metrics else metric
    title = source.title if source else str(newest.source)
    return WholeLoopShare(label, newest.value, newest.bound, newest.as_of, title)
