"""Everything behind one number: each observation, its weight, and the number without its source."""

from __future__ import annotations

from pathlib import PurePath

from graph.errors import Place
from graph.estimates import Basis, Estimate, Interval
from graph.evidence.loop_estimates import weighing_sources
from graph.evidence.pooling import Pool, Weight
from graph.evidence.status import AUTONOMY_METRIC
from graph.loop.study import Study
from graph.model import LoopModel, Observation
from graph.records import record
from graph.vocabulary import MetricName

#: The numbers that a stock brings to the question of growth.
OF_STOCKS = frozenset(
    {
        "growth-rate",
        "returns-to-effort",
        "rising-difficulty",
        "stock-ceiling",
        "returns-to-inputs",
        "input-growth-rate",
        "input-share",
        "staff-growth-rate",
    }
)

#: Metrics whose observations are pooled into one number; of all others each stands alone.
POOLED_METRICS = (
    frozenset(map(str, MetricName))
    - {
        str(MetricName.OVERALL_PACE),
        str(MetricName.TIME_HORIZON_50),
        str(MetricName.TIME_HORIZON_80),
    }
    | {AUTONOMY_METRIC}
    | OF_STOCKS
)


@record
class WithoutSource:
    """What a number would be if one source had never been published.

    Attributes:
        source: its id.
        title: its title.
        value: the number then; ``None`` if nothing would be known.
        change: number then / number now - 1; ``None`` if there is no such ratio.
    """

    source: str
    title: str
    value: Interval | None
    change: float | None


@record
class OtherNotion:
    """The pool of another notion of acceleration, which is never mixed in.

    Attributes:
        notion: which, as a word.
        value: its number with its 5th and 95th percentile; ``None`` if unknown.
        source_count: different sources behind it.
    """

    notion: str
    value: Interval | None
    source_count: int


@record
class Provenance:
    """Everything behind one number.

    Attributes:
        subject: id of the thing it is about.
        subject_label: what people call that thing.
        metric: what it is, as a word.
        metric_label: the same in words.
        unit: as a word.
        pooled: whether the observations are pooled into one number; if not, each stands alone.
        value: the number with its 5th and 95th percentile; ``None`` if unknown or not pooled.
        supposed: what is supposed instead, if anything.
        basis: the best kind of evidence that carries weight.
        source_count: different sources that carry weight.
        assumed_share: the part of the weight that is assumption, 0 to 1.
        heterogeneity: spread between sources beyond their own errors, on the metric's scale.
        notion: which notion of acceleration it is of, for speed-ups.
        other_notions: the pools of the others.
        borrowed_from: id of the setting that stands in, if this one has no evidence.
        derived_from_metrics: the metrics it was worked out from, if it was.
        note: what a reader must know about how it came about.
        prior_weight: the part of the number that is what was taken to be so before any evidence;
            ``None`` where numbers stand alone.
        judgement: what our own assumption alone says.
        judgement_apart: whether its interval and the pooled one have no value in common.
        observations: all of them, heaviest first.
        without_sources: the number without each source that carries weight.
    """

    subject: str
    subject_label: str
    metric: str
    metric_label: str
    unit: str
    pooled: bool
    value: Interval | None
    supposed: float | None
    basis: str | None
    source_count: int
    assumed_share: float | None
    heterogeneity: float | None
    notion: str | None
    other_notions: tuple[OtherNotion, ...]
    borrowed_from: str | None
    derived_from_metrics: tuple[str, ...]
    note: str | None
    prior_weight: float | None
    judgement: Interval | None
    judgement_apart: bool
    observations: tuple[ObservationRow, ...]
    without_sources: tuple[WithoutSource, ...]


def provenance_of(study: Study, subject: str, metric: str, *, leave_out: bool = True) -> Provenance:
    """Return everything behind one number.

    Args:
        study: the map, the standpoint and what is supposed.
        subject: id of a component, dependency or other thing.
        metric: as a word.
        leave_out: whether to work out the number without each of its sources.

    Returns:
        With nothing observed: a value of ``None`` and no observations.
    """
    pool = study.estimates.pool(subject, metric)
    known = study.model.metrics.get(metric)
    pooled = metric in POOLED_METRICS or bool(known and known.anchors)
    estimate = pool.estimate if pool and pooled else None
    supposed = study.supposed(subject, metric)
    if supposed is None and study.moved(subject, metric):
        # It follows from a number that is supposed.
        estimate = study.estimate(subject, metric)
    judgement = pool.judgement if pool and pooled else None
    return Provenance(
        subject=subject,
        subject_label=study.model.label(subject),
        metric=metric,
        metric_label=known.label if known else metric,
        unit=known.unit if known else "",
        pooled=pooled,
        value=estimate.interval if estimate else None,
        supposed=supposed,
        basis=estimate.basis.value if estimate else None,
        source_count=estimate.source_count if estimate else 0,
        assumed_share=estimate.assumed_share if estimate else None,
        heterogeneity=pool.heterogeneity if pool and pooled else None,
        notion=pool.notion if pool else None,
        other_notions=_other_notions(pool),
        borrowed_from=pool.borrowed_from if pool and pooled else None,
        derived_from_metrics=tuple(item.metric for item in pool.inputs) if pool else (),
        note=pool.note if pool and pooled else None,
        prior_weight=pool.prior_weight if pool and pooled else None,
        judgement=judgement.interval if judgement else None,
        judgement_apart=are_apart(estimate, judgement),
        observations=tuple(
            observation_row(study.model, item, pooled=pooled)
            for item in (pool.weights if pool else ())
        ),
        without_sources=_without_each(study, pool) if pool and pooled and leave_out else (),
    )


def are_apart(one: Estimate | None, other: Estimate | None) -> bool:
    """Return whether the intervals of two estimates have no value in common."""
    if one is None or other is None:
        return False
    (low, high), (least, most) = map(_ends, (one, other))
    return high < least or most < low


def _other_notions(pool: Pool | None) -> tuple[OtherNotion, ...]:
    return tuple(
        OtherNotion(
            item.notion or "",
            item.estimate.interval if item.estimate else None,
            item.estimate.source_count if item.estimate else 0,
        )
        for item in (pool.other_notions if pool else ())
    )


def _without_each(study: Study, pool: Pool) -> tuple[WithoutSource, ...]:
    now = pool.estimate
    rows = []
    for source in weighing_sources(study.model, [pool]):
        then = _without(study, pool, source)
        has_ratio = now is not None and then is not None and now.median != 0
        known = study.model.sources.get(source)
        rows.append(
            WithoutSource(
                source,
                known.title if known else source,
                then,
                then.median / now.median - 1 if has_ratio and now and then else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-abs(row.change or 0.0), row.source)))


def _without(study: Study, pool: Pool, source: str) -> Interval | None:
    joint = study.estimates.joint(pool.metric) if pool.is_joint else None
    if joint:
        return joint.without_source(source)[pool.subject]
    then = study.without(source).estimates.get(pool.subject, pool.metric)
    return then.interval if then else None


def _ends(estimate: Estimate) -> tuple[float, float]:
    low, high, median = estimate.low, estimate.high, estimate.median
    return median if low is None else low, median if high is None else high


@record
class ObservationRow:
    """One observation, with what it counts for in a number.

    Attributes:
        id: of the observation.
        subject: id of what it is about.
        metric: what it measures, as a word.
        value: in that metric's unit.
        low: lower end of the source's own interval, if given.
        high: upper end, likewise.
        interval_level: the level of that interval; ``None`` without one.
        weight: its part of the number: by how much the number moves, on its scale, if this moves
            by 1; below 0 if it speaks more of what is taken off than of the number itself; ``None``
            if nothing is pooled.
        borrowed: across what it was borrowed: part, setting, notion.
        reason_excluded: why it weighs nothing, if it does not.
        settings: whose loop it is about; empty if it holds for all.
        notion: the notion of acceleration, for speed-ups.
        bound: whether it is the value or a limit.
        grade: the study design as a word.
        basis: what kind of evidence that design gives.
        sample_size: as the source words it.
        as_of: what the number is of.
        source: id of the source; ``None`` for an assumption of ours.
        source_title: of the source.
        publisher: of the source.
        issued: when the source came out.
        address: where the source is found.
        read_as: read, quoted or recalled.
        quote: the source's own words.
        caveat: what to keep in mind.
        reasoning: why we assume it.
        derived_from: ids of what it was worked out from.
        disputes: ids of observations it contradicts, either way round.
        same_fact_as: ids of observations of the same fact.
        replaced_by: id of what supersedes it.
        place: file and line.
        page_unknown: whether the address is only that of the site the source is on.
        quoted_by: title of the page that quotes the source, where only that page was read.
        quoted_at: address of that page.
        unconfirmed: whether no copy that could be read holds the number.
        study_bias: how far this report lies above the truth on the metric's scale; ``None`` if
            nothing is said beside its grade.
        study_bias_deviation: standard deviation of that bias.
    """

    id: str
    subject: str
    metric: str
    value: float
    low: float | None
    high: float | None
    interval_level: float | None
    weight: float | None
    borrowed: tuple[str, ...]
    reason_excluded: str | None
    settings: tuple[str, ...]
    notion: str | None
    bound: str
    grade: str
    basis: str
    sample_size: str | None
    as_of: str | None
    source: str | None
    source_title: str | None
    publisher: str | None
    issued: str | None
    address: str | None
    read_as: str | None
    quote: str | None
    caveat: str | None
    reasoning: str | None
    derived_from: tuple[str, ...]
    disputes: tuple[str, ...]
    same_fact_as: tuple[str, ...]
    replaced_by: str | None
    place: str | None
    page_unknown: bool
    quoted_by: str | None
    quoted_at: str | None
    unconfirmed: bool
    study_bias: float | None
    study_bias_deviation: float | None


def observation_row(model: LoopModel, weight: Weight, *, pooled: bool) -> ObservationRow:
    """Return an observation with what it counts for."""
    observation = model.observations[weight.observation_id]
    source = model.sources.get(observation.source or "")
    quoting = model.sources.get(observation.quoted_by or "")
    grade = model.grades.get(observation.grade)
    has_interval = observation.low is not None or observation.high is not None
    return ObservationRow(
        id=observation.id,
        subject=observation.subject,
        metric=observation.metric,
        value=observation.value,
        low=observation.low,
        high=observation.high,
        interval_level=observation.interval_level if has_interval else None,
        weight=weight.weight if pooled else None,
        borrowed=weight.borrowed if pooled else (),
        reason_excluded=weight.reason_excluded if pooled else None,
        settings=observation.settings,
        notion=observation.notion,
        bound=observation.bound.value,
        grade=observation.grade,
        basis=(grade.basis if grade else Basis.ASSUMED).value,
        sample_size=observation.sample_size,
        as_of=observation.as_of,
        source=observation.source,
        source_title=source.title if source else None,
        publisher=source.publisher if source else None,
        issued=source.issued if source else None,
        address=source.address if source else None,
        read_as=observation.read_as,
        quote=observation.quote,
        caveat=observation.caveat,
        reasoning=observation.reasoning,
        derived_from=observation.derived_from,
        disputes=disputed(model, observation),
        same_fact_as=observation.same_fact_as,
        replaced_by=observation.replaced_by,
        place=short_place(observation.place),
        page_unknown=source.page_unknown if source else False,
        quoted_by=quoting.title if quoting else None,
        quoted_at=quoting.address if quoting else None,
        unconfirmed=observation.unconfirmed,
        study_bias=observation.study_bias,
        study_bias_deviation=observation.study_bias_deviation,
    )


def disputed(model: LoopModel, observation: Observation) -> tuple[str, ...]:
    """Return the ids of the observations that one contradicts or is contradicted by."""
    against = {item.id for item in model.observations.values() if observation.id in item.disputes}
    return tuple(sorted(against.union(observation.disputes)))


def short_place(place: Place | None) -> str | None:
    """Return the folder, file and line of a place, the same on every machine.

    >>> short_place(Place("/home/me/ontology/evidence/review.ttl", 12))
    'evidence/review.ttl:12'
    """
    if place is None:
        return None
    return f"{'/'.join(PurePath(place.file).parts[-2:])}:{place.line}"
