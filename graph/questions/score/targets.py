"""What the map is to be able to do, said before it was tried, and whether it can."""

from __future__ import annotations

from collections.abc import Sequence

from graph.estimates import Interval
from graph.questions.score.answer import (
    Assumptions,
    ReleaseScore,
    Rival,
    SeriesScore,
    SpeedupScore,
    Target,
)

RELEASES = "releases"
SPEEDUPS = "outside speed-ups"
SERIES = "dated series"
ASSUMED = "assumptions"

#: Next generations: skill over the better naive rival, share of 90 % intervals that held, gaps.
_RELEASE_SKILL = 0.10
_RELEASE_COVERAGE = (0.80, 0.97)
_RELEASE_GAPS = 25

#: Outside speed-ups: share of 90 % intervals that held, and on how many.
_SPEEDUP_COVERAGE = (0.85, 0.95)
_SPEEDUP_COUNT = 60

#: Dated series: better than both rivals on so many of so many.
_SERIES_WON = 6
_SERIES_COUNT = 8

#: Shares that rest on assumption at most.
_CRITICAL_DAYS_ASSUMED = 0.50
_VARIANCE_ASSUMED = 0.25


def all_targets(
    releases: ReleaseScore,
    speedups: SpeedupScore,
    series: Sequence[SeriesScore],
    no_series: str | None,
    assumptions: Assumptions,
) -> tuple[Target, ...]:
    """Return every target: the missed first, then what cannot be said yet, then the met.

    Args:
        releases: how the next generations were forecast.
        speedups: how outside speed-ups were foretold.
        series: how dated series were forecast.
        no_series: why none was, if none was.
        assumptions: how much rests on assumption.
    """
    found = (
        *_of_releases(releases),
        *_of_speedups(speedups),
        *_of_series(series, no_series),
        *_of_assumptions(assumptions),
    )
    return tuple(sorted(found, key=lambda item: (item.met is not False, item.met is not None)))


def _of_releases(score: ReleaseScore) -> tuple[Target, ...]:
    skill = _least_skill(score.methods)
    coverage = score.methods[0].coverage if score.methods else None
    count = len(score.forecasts)
    return (
        _target(
            RELEASES,
            "skill over the better naive forecast of the next gap",
            "skill",
            skill,
            f"{_RELEASE_SKILL:.2f} or more",
            None if skill is None else skill.median >= _RELEASE_SKILL,
            score.obstacle or "the naive forecasts were nearly as good, or better",
        ),
        _target(
            RELEASES,
            "gaps inside their 90 % interval",
            "share",
            coverage,
            "80 to 97 %",
            None if coverage is None else _inside(coverage.median, _RELEASE_COVERAGE),
            score.obstacle or _too(coverage, _RELEASE_COVERAGE, count),
        ),
        _target(
            RELEASES,
            "gaps forecast",
            "count",
            Interval(float(count)),
            f"{_RELEASE_GAPS} or more",
            _enough(count, _RELEASE_GAPS),
            score.obstacle or "the map knows too few dated generations since 2024",
        ),
    )


def _of_speedups(score: SpeedupScore) -> tuple[Target, ...]:
    own = score.methods[0] if score.obstacle is None else None
    gain = min((item.gain for item in score.methods if item.gain), key=_median, default=None)
    coverage = own.coverage if own else None
    return (
        _target(
            SPEEDUPS,
            "speed-ups inside their 90 % interval",
            "share",
            coverage,
            "85 to 95 %",
            None if coverage is None else _inside(coverage.median, _SPEEDUP_COVERAGE),
            score.obstacle or _too(coverage, _SPEEDUP_COVERAGE, score.count),
        ),
        _target(
            SPEEDUPS,
            "mean log score gained over the better naive pooling",
            "log units",
            gain if own else None,
            "above 0",
            gain.median > 0 if own and gain else None,
            score.obstacle or "a naive way foretold them as well, or better",
        ),
        _target(
            SPEEDUPS,
            "speed-ups held out",
            "count",
            Interval(float(score.count)),
            f"{_SPEEDUP_COUNT} or more",
            _enough(score.count, _SPEEDUP_COUNT),
            score.obstacle
            if not score.count and score.obstacle
            else "the map holds too few speed-ups of sources",
        ),
    )


def _of_series(series: Sequence[SeriesScore], obstacle: str | None) -> tuple[Target, ...]:
    scored = [item for item in series if item.origins]
    won = sum(item.beats_rivals is True for item in scored)
    lost = [item.series for item in scored if not item.beats_rivals]
    short = [item.series for item in series if not item.origins]
    why = []
    if lost:
        why.append(f"a naive way did as well or better on {'; '.join(lost)}")
    if short:
        why.append(f"too few values: {'; '.join(short)}")
    return (
        _target(
            SERIES,
            "series on which it beats no change and a straight line",
            "count",
            Interval(float(won)) if scored else None,
            f"{_SERIES_WON} or more of {_SERIES_COUNT}",
            won >= _SERIES_WON if scored else None,
            obstacle or ". ".join(why) or "the map holds no dated series",
        ),
        _target(
            SERIES,
            "series long enough to be scored",
            "count",
            Interval(float(len(scored))),
            f"{_SERIES_COUNT} or more",
            _enough(len(scored), _SERIES_COUNT),
            obstacle
            or f"of {len(series)} series of six dated values or more, {len(short)} give "
            "fewer than five forecasts",
        ),
    )


def _of_assumptions(found: Assumptions) -> tuple[Target, ...]:
    rows = (
        (
            "days on the slowest loop that are our own view",
            found.critical_days_share,
            _CRITICAL_DAYS_ASSUMED,
            "too few days without AI and speed-ups of the parts on it are measured",
        ),
        (
            "doubt about the pace that is about our own view",
            found.variance_share,
            _VARIANCE_ASSUMED,
            "the numbers that move the pace most are assumptions",
        ),
    )
    return tuple(
        _target(
            ASSUMED,
            what,
            "share",
            None if value is None else Interval(value),
            f"{most * 100:.0f} % or less",
            None if value is None else value <= most,
            found.obstacle or (why if value is not None else "nothing in it is uncertain"),
        )
        for what, value, most, why in rows
    )


def _target(
    part: str, what: str, unit: str, value: Interval | None, aim: str, met: bool | None, why: str
) -> Target:
    return Target(part, what, unit, value, aim, met, "" if met else why)


def _least_skill(methods: Sequence[Rival]) -> Interval | None:
    return min((item.skill for item in methods if item.skill), key=_median, default=None)


def _enough(count: int, wanted: int) -> bool | None:
    """Return whether there are enough; ``None`` of none: a map without such data missed nothing."""
    return count >= wanted if count else None


def _median(interval: Interval) -> float:
    return interval.median


def _inside(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _too(coverage: Interval | None, ends: tuple[float, float], count: int) -> str:
    if coverage is None or _inside(coverage.median, ends):
        return ""
    held = f"{round(coverage.median * count)} of {count} held"
    return f"the intervals are too {'narrow' if coverage.median < ends[0] else 'wide'}: {held}"
