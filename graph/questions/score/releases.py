"""The next generation of each lab, forecast on the day of a generation from the gaps before it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev

from graph.estimates import Interval
from graph.evidence.dates import DAYS_PER_YEAR, period_of
from graph.loop.outside_pace import WHOLE_LOOP
from graph.loop.study import Study
from graph.questions.score.answer import ReleaseForecast, ReleaseScore
from graph.questions.score.methods import TriedMethod, compared
from graph.questions.score.numbers import (
    ForecastMetric,
    MissingNumberError,
    ReleaseNumbers,
    release_numbers,
)
from graph.records import record
from graph.statistics.conjugate import Prior, forecast
from graph.statistics.forecast import Forecast
from graph.statistics.scales import to_scale
from graph.vocabulary import Bound

#: Forecasts are made from this day on: before, hardly a gap was known.
FIRST_ORIGIN = date(2024, 1, 1)

#: Fewest gaps of a lab's own from which the rival makes a curve; with fewer it takes all labs'.
LEAST_OWN_GAPS = 3

#: Fewest gaps of any lab from which a curve can be made at all.
_LEAST_GAPS = 2

OWN_PAST = "log-normal of the lab's own past gaps, of all labs' where it has fewer than 3"
ALL_PAST = "log-normal of all labs' past gaps"
MODEL = "labs together, with a trend"


@record
class Release:
    """A dated release with its score on the index."""

    lab: str
    day: date
    index: float


@record
class Gap:
    """The time between two generations of one lab.

    Attributes:
        lab: whose.
        start: day of the earlier generation.
        end: day of the later one.
    """

    lab: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """Between the two, above 0."""
        return (self.end - self.start).days


def releases_of(study: Study) -> tuple[Release, ...]:
    """Return the dated releases that the map knows on its date, by day."""
    found = []
    for item in study.model.observations_by_subject.get(WHOLE_LOOP, ()):
        period = period_of(item.as_of)
        usable = item.metric == ForecastMetric.CAPABILITY_INDEX and item.bound is Bound.EXACT
        if period is None or period.first != period.last or not usable:
            continue
        if item.lab and study.estimates.refusal(item.id) is None:
            found.append(Release(item.lab, period.first, item.value))
    return tuple(sorted(found, key=lambda one: (one.day, one.lab, -one.index)))


def generations(
    releases: Iterable[Release], step: float, merged_days: float
) -> dict[str, tuple[date, ...]]:
    """Return the days of each lab's generations.

    A release is a generation if it raises its lab's own best index by *step* or more. One within
    *merged_days* after a generation belongs to it and raises its index only. What comes later
    never changes what counted before.

    Args:
        releases: in any order.
        step: points, above 0.
        merged_days: 0 or more.

    >>> days = [date(2024, 1, 1), date(2024, 1, 8), date(2024, 7, 1)]
    >>> points = [100.0, 103.0, 103.2]
    >>> made = [Release("A", *pair) for pair in zip(days, points, strict=True)]
    >>> generations(made, 0.5, 10)
    {'A': (datetime.date(2024, 1, 1),)}
    """
    days: dict[str, list[date]] = {}
    best: dict[str, float] = {}
    for item in sorted(releases, key=lambda one: (one.day, one.lab, -one.index)):
        known = days.setdefault(item.lab, [])
        belongs = bool(known) and (item.day - known[-1]).days <= merged_days
        if not belongs and item.index >= best.get(item.lab, -math.inf) + step:
            known.append(item.day)
            best[item.lab] = item.index
        elif belongs:
            best[item.lab] = max(best[item.lab], item.index)
    return {lab: tuple(known) for lab, known in sorted(days.items())}


def gaps_between(by_lab: dict[str, tuple[date, ...]]) -> tuple[Gap, ...]:
    """Return the gaps between the generations of each lab, by the day they ended."""
    found = [Gap(lab, start, end) for lab, days in by_lab.items() for start, end in pairwise(days)]
    return tuple(sorted(found, key=lambda gap: (gap.end, gap.lab)))


def forecast_by_labs(
    known: Sequence[Gap], lab: str, origin: date, numbers: ReleaseNumbers
) -> Forecast:
    """Return the forecast of the logarithm of a lab's next gap.

    ``ln days = level + trend * years since the origin + the lab's own + error``: normal priors on
    level, trend and each lab, the scatter unknown, so that the next is Student's t.

    Args:
        known: gaps that had ended by the origin.
        lab: whose next generation is asked for.
        origin: the day of its last one.
        numbers: what is expected before any gap is seen.
    """
    labs = sorted({gap.lab for gap in known} | {lab})
    expected = to_scale(numbers.gap.scale, numbers.gap.median) or 0.0

    def row(of: str, years: float) -> list[float]:
        return [1.0, years, *(1.0 if name == of else 0.0 for name in labs)]

    prior = Prior(
        means=(expected, numbers.trend.median, *(0.0 for _ in labs)),
        deviations=(
            numbers.gap.deviation,
            numbers.trend.deviation,
            *(numbers.lab_scatter for _ in labs),
        ),
        scatter=numbers.scatter,
        weight=numbers.weight,
    )
    rows = [row(gap.lab, (gap.start - origin).days / DAYS_PER_YEAR) for gap in known]
    return forecast(prior, rows, [math.log(gap.days) for gap in known], row(lab, 0.0))


def forecast_by_past(known: Sequence[Gap]) -> Forecast | None:
    """Return the log-normal of past gaps: mean and deviation of their logarithms.

    Returns:
        ``None`` with fewer than two gaps, or if all are equal.
    """
    logs = [math.log(gap.days) for gap in known]
    if len(logs) < _LEAST_GAPS or len(set(logs)) == 1:
        return None
    return Forecast(fmean(logs), stdev(logs))


def release_score(study: Study) -> ReleaseScore:
    """Return how well each lab's next generation was forecast since 2024.

    Every forecast is made on the day of a generation from the gaps that had ended by then. Whether
    a release counted is judged by today's scores, which were estimated later.
    """
    try:
        numbers = release_numbers(study)
    except MissingNumberError as error:
        return ReleaseScore(f"Nothing can be scored: {error}.")
    releases = releases_of(study)
    by_lab = generations(releases, numbers.step, numbers.merged_days)
    gaps = gaps_between(by_lab)
    tried = [found for gap in gaps if (found := _tried(gap, gaps, numbers))]
    labs, count = tuple(by_lab), sum(map(len, by_lab.values()))
    if not tried:
        known = f"{len(releases)} dated releases, {len(gaps)} gaps between generations"
        obstacle = f"No gap can be forecast from those before it: {known}."
        return ReleaseScore(obstacle, labs, count, labs)
    methods = tuple(
        TriedMethod(
            name,
            tuple(one.forecasts[place] for one in tried),
            tuple(one.actual for one in tried),
        )
        for place, name in enumerate((MODEL, OWN_PAST, ALL_PAST))
    )
    return ReleaseScore(
        obstacle=None,
        labs=labs,
        generations=count,
        waiting=labs,
        methods=compared(methods),
        forecasts=tuple(map(_told, tried)),
    )


@record
class _Tried:
    gap: Gap
    known: int
    forecasts: tuple[Forecast, Forecast, Forecast]

    @property
    def actual(self) -> float:
        return math.log(self.gap.days)


def _tried(gap: Gap, gaps: Sequence[Gap], numbers: ReleaseNumbers) -> _Tried | None:
    if gap.start < FIRST_ORIGIN:
        return None
    known = [one for one in gaps if one.end <= gap.start]
    own = [one for one in known if one.lab == gap.lab]
    by_all = forecast_by_past(known)
    if by_all is None:
        return None
    by_own = (forecast_by_past(own) if len(own) >= LEAST_OWN_GAPS else None) or by_all
    model = forecast_by_labs(known, gap.lab, gap.start, numbers)
    return _Tried(gap, len(known), (model, by_own, by_all))


def _told(one: _Tried) -> ReleaseForecast:
    model, *rivals = one.forecasts
    return ReleaseForecast(
        lab=one.gap.lab,
        origin=one.gap.start.isoformat(),
        came=one.gap.end.isoformat(),
        days=float(one.gap.days),
        forecast=Interval(*map(math.exp, (model.location, model.low, model.high))),
        covered=model.covers(one.actual),
        score=model.ranked_probability_score(one.actual),
        rival_scores=tuple(item.ranked_probability_score(one.actual) for item in rivals),
        gaps_known=one.known,
    )
