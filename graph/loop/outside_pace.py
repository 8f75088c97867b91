"""What others say the pace of the whole loop is, beside the map's own: a check, never an input."""

from __future__ import annotations

import math

from graph.estimates import NORMAL_95, Interval
from graph.evidence.pooling import Pool, Weight, chain_from
from graph.loop.study import Study
from graph.model import Metric, Observation
from graph.records import record
from graph.vocabulary import Bound, MetricName

#: The subject of observations of the whole loop.
WHOLE_LOOP = "whole-loop"

#: What can be held against the map's pace: the pace itself, then the slope of capability indices.
PACE_METRICS = (str(MetricName.OVERALL_PACE), "slope-ratio")

#: The level of every interval that loopmap shows.
_LEVEL = 0.9


@record
class OutsideEstimate:
    """One number for the pace of the whole loop, with its distance from the map's pace.

    Attributes:
        observation_id: which observation.
        metric: what was measured, as a word; only ``overall-pace`` means what the map means.
        metric_label: the same in words.
        value: as its source writes it, with 5th and 95th percentile: as written if the source
            gives those two, else from its interval or its grade's spread, and its age; a limit
            has none.
        bound: whether it is the value or only a limit to it.
        as_of: what the number is of.
        grade: the study design as a word.
        source: id of the source; ``None`` for our own judgement.
        source_title: of the source.
        publisher: of the source.
        quote: the source's own words.
        caveat: what to keep in mind.
        ratio: the map's pace divided by it.
        deviations: ``ln ratio`` over the joint standard deviation of both; ``None`` if neither
            has any.
        agrees: whether the two intervals overlap; for a limit, whether the map's interval
            reaches the side it allows.
    """

    observation_id: str
    metric: str
    metric_label: str
    value: Interval
    bound: str
    as_of: str | None
    grade: str
    source: str | None
    source_title: str | None
    publisher: str | None
    quote: str | None
    caveat: str | None
    ratio: float | None
    deviations: float | None
    agrees: bool


def outside_estimates(study: Study, pace: Interval) -> tuple[OutsideEstimate, ...]:
    """Return what is said of the whole loop's pace, each beside the map's own.

    Only what was known on the study's date and is about its setting counts (or about the setting
    it borrows from, if nothing else is known). Nothing is pooled and no number is moved: each
    stands as its source wrote it. Our own newest judgement comes last.

    Args:
        study: the map and the standpoint.
        pace: the map's own pace, above 0; with percentiles if there were draws.

    Returns:
        The pace before slopes of indices, newest first; nothing if nothing is said.
    """
    found: list[OutsideEstimate] = []
    for metric in PACE_METRICS:
        pool = study.estimates.pool(WHOLE_LOOP, metric)
        if pool is not None:
            found += [_beside(study, item, pace) for item in _standing(study, pool)]
    # Sorting is stable: first by date, newest first, then ours behind all others.
    found.sort(key=lambda item: item.as_of or "", reverse=True)
    found.sort(key=lambda item: (item.source is None, PACE_METRICS.index(item.metric)))
    return tuple(found)


def _standing(study: Study, pool: Pool) -> list[Weight]:
    """Return what others say in the nearest setting, and of our own judgements the newest."""
    ours = set(pool.judgement.observation_ids) if pool.judgement else set()
    said = {item.observation_id: item for item in pool.weights}
    others = [
        study.model.observations[identifier]
        for identifier in said
        if study.model.observations[identifier].source
        and study.estimates.refusal(identifier) is None
    ]
    for setting in chain_from(study.model, study.standpoint.setting):
        here = [item for item in others if not item.settings or setting.id in item.settings]
        if here:
            ours.update(item.id for item in here)
            break
    return [item for identifier, item in said.items() if identifier in ours]


def _beside(study: Study, weight: Weight, pace: Interval) -> OutsideEstimate:
    model = study.model
    observation = model.observations[weight.observation_id]
    metric = model.metrics.get(observation.metric) or Metric(
        observation.metric, observation.metric, "ratio"
    )
    source = model.sources.get(observation.source or "")
    value = _with_spread(observation, weight.deviation or 0.0)
    comparable = observation.value > 0 and 0 < pace.median < math.inf
    ratio = pace.median / observation.value if comparable else None
    joint = math.hypot(weight.deviation or 0.0, _spread(pace))
    return OutsideEstimate(
        observation_id=observation.id,
        metric=metric.id,
        metric_label=metric.label,
        value=value,
        bound=observation.bound.value,
        as_of=observation.as_of,
        grade=observation.grade,
        source=observation.source,
        source_title=source.title if source else None,
        publisher=source.publisher if source else None,
        quote=observation.quote,
        caveat=observation.caveat,
        ratio=ratio,
        deviations=math.log(ratio) / joint if ratio is not None and joint else None,
        agrees=_agrees(observation.bound, pace, value),
    )


def _with_spread(observation: Observation, deviation: float) -> Interval:
    value = observation.value
    if observation.bound is not Bound.EXACT:
        return Interval(value)
    if None not in (observation.low, observation.high) and observation.interval_level == _LEVEL:
        return Interval(value, observation.low, observation.high)
    if deviation == 0 or value <= 0:
        return Interval(value)
    factor = math.exp(min(NORMAL_95 * deviation, 500.0))
    return Interval(value, value / factor, value * factor)


def _spread(pace: Interval) -> float:
    """Return the standard deviation of the logarithm; 0 without percentiles."""
    if not pace.low or not pace.high or pace.high == math.inf:
        return 0.0
    return math.log(pace.high / pace.low) / (2 * NORMAL_95)


def _agrees(bound: Bound, pace: Interval, value: Interval) -> bool:
    reaches = bound is Bound.UPPER or pace.ends.high >= value.ends.low
    return reaches and (bound is Bound.LOWER or pace.ends.low <= value.ends.high)
