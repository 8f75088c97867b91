"""How fast AI gets better at a domain's benchmark, and whether the scores foretell it."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum

import numpy as np

from graph.estimates import Interval
from graph.evidence.dates import DAYS_PER_YEAR
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.model import Domain, Observation
from graph.records import record
from graph.statistics.rank_correlation import correlation_interval, rank_correlation

#: Resamples of the domains for the difference of two correlations.
_RESAMPLES = 1000


@record
class Progress:
    """The course of one domain's benchmark.

    Attributes:
        domain: its id.
        observations: ids in the order of time.
        first_date: of the first result.
        first: the first result, a share.
        last_date: of the last result.
        last: the last result.
        log_odds_per_year: (ln odds last - ln odds first) / years; ``None`` if it has no speed.
        reason_left_out: why it has none.
    """

    domain: str
    observations: tuple[str, ...]
    first_date: str | None
    first: float | None
    last_date: str | None
    last: float | None
    log_odds_per_year: float | None
    reason_left_out: str | None


class Verdict(StrEnum):
    """What the test shows."""

    CANNOT_TELL = "the data cannot tell"
    WEAKEST = "the weakest property predicts better"
    MEAN = "the mean predicts better"


@record
class PredictionTest:
    """Whether the weakest property foretells the speed of progress better than the mean.

    Attributes:
        domains: ids of the domains that it rests on.
        weakest: rank correlation of the weakest score with the speed; ``None`` if undefined.
        mean: rank correlation of the mean score with the speed, likewise.
        power_mean: rank correlation of the feedback quality used for the ranking, likewise.
        difference: of the first two, over resampled domains; ``None`` if undefined.
        verdict: what that shows.
    """

    domains: tuple[str, ...]
    weakest: Interval | None
    mean: Interval | None
    power_mean: Interval | None
    difference: Interval | None
    verdict: Verdict


def progress_of(study: Study) -> tuple[Progress, ...]:
    """Return the course of every domain that has a trajectory, by id of the domain."""
    observed = Observed(study)
    found = [item for item in study.model.domains.values() if item.trajectory]
    return tuple(_progress(study, observed, item) for item in sorted(found, key=lambda d: d.id))


def _progress(study: Study, observed: Observed, domain: Domain) -> Progress:
    known = [study.model.observations[name] for name in domain.trajectory]
    dated = sorted(
        (day, item.id, item)
        for item in known
        if study.estimates.refusal(item.id) is None and (day := observed.day_of(item))
    )
    names = tuple(name for _, name, _ in dated)
    if not dated:
        return Progress(domain.id, (), None, None, None, None, None, "no dated result is known yet")
    (start, _, first), (end, _, last) = dated[0], dated[-1]
    reason = _reason(first, last, start, end)
    speed = None if reason else _speed(first.value, last.value, (end - start).days)
    return Progress(
        domain.id, names, start.isoformat(), first.value, end.isoformat(), last.value, speed, reason
    )


def _reason(first: Observation, last: Observation, start: date, end: date) -> str | None:
    if start == end:
        return "fewer than two dates"
    if first.metric != last.metric:
        return "the results are of different metrics"
    if not (0 < first.value < 1 and 0 < last.value < 1):
        return "a result of 0 or 1 has no odds"
    return None


def _speed(first: float, last: float, days: int) -> float:
    """Return the change of the log odds per year.

    >>> round(_speed(0.5, 0.9, 365) / (DAYS_PER_YEAR / 365), 3)  # ln 9
    2.197
    """
    change = math.log(last / (1 - last)) - math.log(first / (1 - first))
    return change * DAYS_PER_YEAR / days


@record
class Predictors:
    """What is compared with the speed, for one domain.

    Attributes:
        weakest: its weakest score.
        mean: its mean score.
        power_mean: its feedback quality.
    """

    weakest: float
    mean: float
    power_mean: float


def prediction_test(
    progress: tuple[Progress, ...], predictors: dict[str, Predictors], seed: int
) -> PredictionTest:
    """Return whether the weakest property foretells progress better than the mean.

    Args:
        progress: of each domain with a trajectory; those without a speed are left out.
        predictors: by domain; domains without all scores are left out.
        seed: of the resampling.

    Returns:
        A verdict other than "cannot tell" only if the correlation that is the greater one and
        the difference both keep away from 0 over their whole intervals.
    """
    pairs = {
        item.domain: (predictors[item.domain], item.log_odds_per_year)
        for item in progress
        if item.log_odds_per_year is not None and item.domain in predictors
    }
    speeds = [speed for _, speed in pairs.values()]
    weakest = [one.weakest for one, _ in pairs.values()]
    mean = [one.mean for one, _ in pairs.values()]
    power = [one.power_mean for one, _ in pairs.values()]
    by_weakest, by_mean, by_power = (
        correlation_interval(rank_correlation(values, speeds), len(speeds))
        for values in (weakest, mean, power)
    )
    difference = _difference(weakest, mean, speeds, seed)
    verdict = _verdict(by_weakest, by_mean, difference)
    return PredictionTest(tuple(pairs), by_weakest, by_mean, by_power, difference, verdict)


def _difference(
    weakest: list[float], mean: list[float], speeds: list[float], seed: int
) -> Interval | None:
    """Return the difference of the two correlations with its percentiles over resamples.

    A resample in which a correlation is undefined counts as no difference: it tells nothing.
    """
    centre = _gap(weakest, mean, speeds)
    if centre is None:
        return None
    random = np.random.default_rng(seed)
    gaps = []
    for picks in random.integers(0, len(speeds), (_RESAMPLES, len(speeds))).tolist():
        chosen = ([values[pick] for pick in picks] for values in (weakest, mean, speeds))
        gaps.append(_gap(*chosen) or 0.0)
    low, high = np.quantile(gaps, [0.05, 0.95])
    return Interval(centre, float(low), float(high))


def _gap(weakest: list[float], mean: list[float], speeds: list[float]) -> float | None:
    one, other = rank_correlation(weakest, speeds), rank_correlation(mean, speeds)
    return None if one is None or other is None else one - other


def _verdict(
    weakest: Interval | None, mean: Interval | None, difference: Interval | None
) -> Verdict:
    if _above_zero(weakest) and _above_zero(difference):
        return Verdict.WEAKEST
    if _above_zero(mean) and difference is not None and (difference.high or 0) < 0:
        return Verdict.MEAN
    return Verdict.CANNOT_TELL


def _above_zero(interval: Interval | None) -> bool:
    return interval is not None and interval.low is not None and interval.low > 0
