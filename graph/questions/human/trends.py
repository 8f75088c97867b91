"""How fast people's part changes, on the logit scale, from dated observations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date

from graph.estimates import Basis, Interval, Scale
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.scaled import scale_observation
from graph.evidence.status import DEFAULT_THRESHOLDS
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.model import Component, Grade, Metric, Observation
from graph.questions.human.answer import Direction, HumanTrend
from graph.statistics.trend import Point, Trend, fit_trend
from graph.vocabulary import Bound, MetricName

#: Metrics that tell AI's part in the work (true) or people's (false), the most telling first.
TELLS_AI_PART: Mapping[str, bool] = {
    MetricName.AI_SHARE_OF_DECISIONS.value: True,
    MetricName.AI_SHARE_OF_PERSON_TIME.value: True,
    "full-autonomy-share": True,
    "autonomy-share": True,
    "collaboration-share": True,
    "ai-share-of-tasks": True,
    "human-read-share": False,
    "intervention-rate": False,
    "delegable-share": True,
    "preference-after-human-error": True,
    "preference-after-good-step": True,
    "coverage-share": True,
    "agreement-rate": True,
    MetricName.AI_SHARE_OF_LINES.value: True,
}


def human_trends(study: Study) -> tuple[HumanTrend, ...]:
    """Return how people's part changes, the fastest falling first.

    Each trend is of one component, one metric and one setting. Where sources give two dates or
    more, they alone count; else our own judgements do, and the source count is 0. Limits are no
    points of a line.
    """
    observed = study.of_evidence(Observed)
    found = (
        trend
        for component in study.model.components.values()
        for metric_id in TELLS_AI_PART
        if (metric := study.model.metrics.get(metric_id)) and metric.scale is Scale.LOGIT
        for trend in _trend(study, observed, component, metric)
    )
    return tuple(
        sorted(found, key=lambda item: (item.change_per_year.median, item.id, item.metric))
    )


def _trend(
    study: Study, observed: Observed, component: Component, metric: Metric
) -> Iterator[HumanTrend]:
    series = _series(observed, component.id, metric.id)
    if not series:
        return
    tells_ai = TELLS_AI_PART[metric.id]
    slope = fit_trend([_point(study, day, item, metric) for day, item in series])
    if slope is None:
        return
    low, high = slope.change - slope.reach, slope.change + slope.reach
    (first_day, first), (last_day, last) = series[0], series[-1]
    yield HumanTrend(
        id=component.id,
        label=component.label,
        metric=metric.label,
        setting=observed.setting_of(first) or "",
        first_date=first.as_of or first_day.isoformat(),
        first_human_share=1 - first.value if tells_ai else first.value,
        last_date=last.as_of or last_day.isoformat(),
        last_human_share=1 - last.value if tells_ai else last.value,
        change_per_year=Interval(slope.change, low, high),
        odds_factor_per_year=Interval(_factor(slope.change), _factor(low), _factor(high)),
        probability_falling=slope.probability_falling,
        direction=_direction(study, slope),
        observation_count=len(series),
        source_count=len({item.source for _, item in series if item.source}),
    )


def _series(observed: Observed, subject: str, metric: str) -> list[tuple[date, Observation]]:
    """Return the dated observations of the first setting that has any at two dates."""
    dated = [
        (day, item)
        for item in observed.of(subject)
        if item.metric == metric
        and item.bound is Bound.EXACT
        and 0 <= item.value <= 1
        and (day := observed.day_of(item))
    ]
    dated.sort(key=lambda entry: (entry[0], entry[1].id))
    for setting in observed.chain:
        here = [entry for entry in dated if observed.setting_of(entry[1]) == setting]
        sourced = [entry for entry in here if entry[1].source]
        own = [entry for entry in here if not entry[1].source]
        for series in (sourced, own):
            if len({day for day, _ in series}) > 1:
                return series
    return []


def _point(study: Study, day: date, item: Observation, metric: Metric) -> Point:
    grade = study.model.grades.get(item.grade) or Grade(item.grade, item.grade, Basis.JUDGED)
    scaled = scale_observation(item, metric, grade, age_years=0.0)
    position = scaled.mean or 0.0
    years = day.toordinal() / DAYS_PER_YEAR
    return Point(years, -position if TELLS_AI_PART[metric.id] else position, scaled.variance)


def _factor(change: float) -> float:
    return math.exp(min(change, 700.0))


def _direction(study: Study, slope: Trend) -> Direction:
    threshold = {**DEFAULT_THRESHOLDS, **study.model.thresholds}["accelerated-probability"]
    if slope.probability_falling >= threshold:
        return Direction.FALLING
    if 1 - slope.probability_falling >= threshold:
        return Direction.RISING
    return Direction.NOT_SHOWN
