"""The draws weighed by what was seen of the period itself: the gaps between releases.

A map of assumed days says how long a generation takes; how long generations took has been seen.
Each observed gap is a report on the period, now or without AI, and every draw counts by how well
its own periods agree with all of them. The draws that then stand for the map are taken in
proportion to those weights, so that whoever asks anything asks the same draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from graph.estimates import NORMAL_95, Interval, Scale
from graph.evidence.dates import DatedObservation
from graph.evidence.scaled import own_deviation
from graph.loop.kept_draws import KeptConditioning
from graph.loop.study import Study
from graph.model import Grade, Metric
from graph.records import record
from graph.statistics.inner_products import inner, inner_of_two, mixed
from graph.statistics.percentiles import percentiles_of
from graph.statistics.scales import from_scale

#: The thing of which the gaps between releases are observed.
WHOLE_LOOP = "whole-loop"

#: Days from one generation of models to the next, as seen.
GAP_METRIC = "generation-gap-days"

#: How far the definition of a generation alone moves such a number, on the log scale.
DEFINITION_METRIC = "generation-definition-deviation"

#: How much faster the loop ran with AI already in the year in which it stands for none.
EARLY_HELP_METRIC = "ai-help-in-reference-year"

#: A gap says something of the period now if it is at most so many years old.
_NOW_YEARS = 1.0

#: The draws that count must be worth so many independent ones, or all that were asked for.
LEAST_EFFECTIVE = 400

#: Points that are drawn at most to get there.
MOST_POINTS = 1 << 17

#: Points of the first look.
FIRST_POINTS = 2048

#: Points around the gaps to begin with: a second, larger look costs more than these.
POINTS_TO_BEGIN_WITH = 4096

#: A mean score counts if it is so many of its standard errors away from 0.
_STANDS_OUT = 3.0

Array = NDArray[np.float64]
Columns = NDArray[np.intp]


class When(StrEnum):
    """Which period a gap speaks of."""

    NOW = "now"
    WITHOUT_AI = "without AI"


@record
class GapReport:
    """What one observed gap says of a period.

    Attributes:
        observation_id: which one.
        when: of which period it speaks.
        days: what it says, with the interval that its own error and the definition give.
        position: logarithm of the days.
        deviation: on that scale.
    """

    observation_id: str
    when: When
    days: Interval
    position: float
    deviation: float


@record(slots=False)
class Conditioning:
    """Which of the points drawn stand for the map.

    Attributes:
        reports: the gaps they were weighed by.
        points: how many were drawn.
        shift: by how much the scores of each row of the draws were moved.
        chosen: the number of a point for each draw asked for, in order; points that agree well
            stand there more than once.
        effective_number: how many independent draws the weighed ones are worth.
        prior_period_days: the period now before weighing.
        prior_pace: the pace before weighing.
    """

    reports: tuple[GapReport, ...]
    points: int
    shift: Array
    chosen: Columns
    effective_number: float
    prior_period_days: Interval
    prior_pace: Interval

    def packed(self) -> KeptConditioning:
        """Return it as plain numbers, for another time."""
        return KeptConditioning(
            points=self.points,
            shift=tuple(self.shift.tolist()),
            chosen=tuple(self.chosen.tolist()),
            effective_number=self.effective_number,
            prior_period_days=self.prior_period_days,
            prior_pace=self.prior_pace,
        )


def unpacked(reports: tuple[GapReport, ...], kept: KeptConditioning) -> Conditioning:
    """Return what was packed.

    Args:
        reports: the gaps it was weighed by.
        kept: the rest of it.
    """
    return Conditioning(
        reports=reports,
        points=kept.points,
        shift=np.array(kept.shift),
        chosen=np.array(kept.chosen, dtype=np.intp),
        effective_number=kept.effective_number,
        prior_period_days=kept.prior_period_days,
        prior_pace=kept.prior_pace,
    )


def gap_reports(study: Study) -> tuple[GapReport, ...]:
    """Return what the observed gaps between releases say of the period.

    A gap counts from its own date, since a release is public on its day. Those of the last year
    speak of the period now. Those of the year for which the map says how much AI already helped
    speak of the period without AI, lengthened by that, whatever date is asked about.

    Returns:
        Nothing if the map has no gaps, if it does not say how much their definition moves them, or
        if they are of another setting.
    """
    estimates = study.estimates
    definition = estimates.get(WHOLE_LOOP, DEFINITION_METRIC)
    if definition is None or not study.standpoint.conditioned:
        return ()
    # What the loop takes without AI does not hang on the date that is asked about.
    of_today = estimates.today or estimates
    early = of_today.dated(WHOLE_LOOP, EARLY_HELP_METRIC)
    found = []
    for gap in of_today.dated(WHOLE_LOOP, GAP_METRIC):
        helped = [one for one in early if one.day.year == gap.day.year]
        if helped:
            found.append(_report(study, gap, definition.median, helped[-1]))
    without_ai = {report.observation_id for report in found if report}
    for gap in estimates.dated(WHOLE_LOOP, GAP_METRIC):
        if gap.observation.id not in without_ai and gap.age_years <= _NOW_YEARS:
            found.append(_report(study, gap, definition.median, None))
    return tuple(report for report in found if report)


def _report(
    study: Study, gap: DatedObservation, definition: float, helped: DatedObservation | None
) -> GapReport | None:
    if gap.observation.value <= 0:
        return None
    own = _deviation(study, gap)
    position, variance = math.log(gap.observation.value), own**2 + definition**2
    if helped is not None and helped.observation.value > 0:
        position += math.log(helped.observation.value)
        variance += _deviation(study, helped) ** 2
    deviation = math.sqrt(variance)
    low, middle, high = (
        from_scale(Scale.LOG, position + sign * NORMAL_95 * deviation) for sign in (-1, 0, 1)
    )
    return GapReport(
        gap.observation.id,
        When.NOW if helped is None else When.WITHOUT_AI,
        Interval(middle, low, high),
        position,
        deviation,
    )


def _deviation(study: Study, dated: DatedObservation) -> float:
    observation = dated.observation
    metric = study.model.metrics.get(observation.metric) or Metric(observation.metric, "", "")
    grade = study.model.grades.get(observation.grade) or Grade(
        observation.grade, observation.grade, study.estimates.basis_of(observation)
    )
    return own_deviation(observation, metric, grade, math.log(observation.value))


@record(slots=False)
class Looked:
    """A number of points with what came of them.

    Attributes:
        now: days per generation now, one per point.
        without_ai: likewise without AI.
        scores: the standard normal scores the points were made of, before any shift; a row per
            number.
    """

    now: Array
    without_ai: Array
    scores: Array


#: Gives so many points, their scores moved by a shift (one per row) or, without one, as they are.
Look = Callable[[int, Array | None], Looked]


def condition(reports: tuple[GapReport, ...], count: int, look: Look) -> Conditioning:
    """Return which points stand for the map, after weighing.

    The weight of a point is ``exp(-sum ((ln period - ln gap) / deviation)^2 / 2)``; the effective
    number is ``(sum w)^2 / sum w^2``. Where the gaps lie far from what the map expects, few points
    count. So a first look finds where they lie, and points are drawn around there: their scores are
    moved by the shift m that the weighed first look shows, and each weight is multiplied by
    ``exp(-m.z - m.m/2)``, which takes that back exactly (importance sampling). Points are
    doubled until the effective number reaches ``LEAST_EFFECTIVE``, or the draws asked for if
    they are fewer. Then *count* points are taken at even steps of the summed weights (systematic
    resampling; J. Carpenter, P. Clifford, P. Fearnhead, 1999), in the order of their periods.

    Args:
        reports: at least one.
        count: draws asked for, 1 or more.
        look: gives points; the first of them stay the same when more are asked for.
    """
    first = look(FIRST_POINTS, None)
    shift = shift_towards(reports, first)
    wanted = min(LEAST_EFFECTIVE, count)
    points = count if count < LEAST_EFFECTIVE else max(count, POINTS_TO_BEGIN_WITH)
    while True:
        found = look(points, shift)
        weights = weights_of(reports, found, shift)
        effective = effective_number(weights)
        if effective >= wanted or points * 2 > MOST_POINTS:
            break
        # As many doublings at once as this look says are missing, so that few are looked at twice.
        missing = math.ceil(math.log2(wanted / effective))
        points = min(points << missing, MOST_POINTS)
    return Conditioning(
        reports=reports,
        points=points,
        shift=shift,
        chosen=even_steps(weights, found.now, count),
        effective_number=effective,
        prior_period_days=_interval(first.now),
        prior_pace=_interval(first.without_ai / first.now),
    )


def weights_of(reports: tuple[GapReport, ...], found: Looked, shift: Array) -> Array:
    """Return how much each point counts, summing to 1, once its shift is taken back.

    Args:
        reports: the gaps that were seen.
        found: points whose scores were moved by *shift*.
        shift: a row per number.
    """
    moved = mixed(shift, found.scores) + 0.5 * inner_of_two(shift, shift)
    return _normalised(_logs(reports, found) - moved)


def effective_number(weights: Array) -> float:
    """Return how many independent draws weighed points are worth: ``1 / sum w^2``.

    >>> effective_number(np.array([0.5, 0.5]))
    2.0
    """
    return 1 / inner_of_two(weights, weights)


def shift_towards(reports: tuple[GapReport, ...], first: Looked) -> Array:
    """Return the weighed means of scores; 0 where they do not stand out from chance.

    Args:
        reports: the gaps that were seen.
        first: points as they are, without any shift.
    """
    scores, weights = first.scores, _normalised(_logs(reports, first))
    means = inner(scores, weights)
    errors = np.sqrt(inner((scores - means[:, None]) ** 2, weights**2))
    found: Array = np.where(np.abs(means) > _STANDS_OUT * errors, means, 0.0)
    return found


def _logs(reports: tuple[GapReport, ...], found: Looked) -> Array:
    """Return the logarithms of how well the points agree with the gaps."""
    with np.errstate(divide="ignore"):
        logs = {When.NOW: np.log(found.now), When.WITHOUT_AI: np.log(found.without_ai)}
    total = np.zeros(found.now.size)
    for report in reports:
        total -= 0.5 * ((logs[report.when] - report.position) / report.deviation) ** 2
    return total


def _normalised(logs: Array) -> Array:
    densities: Array = np.exp(logs - logs.max())
    weights: Array = densities / densities.sum()
    return weights


def even_steps(weights: Array, periods: Array, count: int) -> Columns:
    """Return so many points at even steps of their summed weights, in the order of periods.

    >>> even_steps(np.array([0.75, 0.25]), np.array([1.0, 2.0]), 4).tolist()
    [0, 0, 0, 1]
    """
    order = np.argsort(periods, kind="stable")
    steps = (np.arange(count) + 0.5) / count
    places = np.searchsorted(np.cumsum(weights[order]), steps).clip(max=weights.size - 1)
    found: Columns = np.sort(order[places])
    return found


def _interval(values: Array) -> Interval:
    low, median, high = percentiles_of(values, (0.05, 0.5, 0.95))
    return Interval(float(median), float(low), float(high))
