"""How true the map has been, in words: the misses first, then each kind of forecast."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from graph.estimates import Interval
from graph.number_words import (
    MISSING,
    count_of,
    interval_of,
    names,
    or_dash,
    percent,
    share_interval,
    significant,
)
from graph.questions.score.answer import (
    Assumptions,
    ReleaseForecast,
    ReleaseScore,
    Rival,
    Score,
    SeriesScore,
    SpeedupScore,
    Target,
)
from graph.questions.score.back_test import BackTest
from graph.reports.heading import facts, over_draws, remarks
from graph.reports.report import Column, Listing, Report, Table, left, make_report, right, table_of

#: Rows shown of the long tables; the rest is in the JSON.
_ROWS = 10

#: Rows of the first screen.
_FIRST_ROWS = 6

_VERDICTS = {True: "met", False: "MISSED", None: "open"}


def score_report(result: Score) -> Report:
    """Return how true the map has been as a report for people."""
    return make_report(
        "How true the map has been",
        _headline(result),
        _targets(result.targets),
        details=(
            facts(result, ("Runs", over_draws(result)), supposed=result.suppositions),
            _reasons(result.targets),
            *_releases(result.releases),
            _speedups(result.speedups),
            _series(result.series) if result.series else None,
            _assumptions(result.assumptions) if result.assumptions.parts else None,
            _judged(result.back_tests) if result.back_tests else None,
            _remarks(result),
        ),
    )


def _remarks(result: Score) -> Listing:
    return remarks(
        "A score is the continuous ranked probability score on the scale named, 0 at best, or "
        "minus the log of the density where it says so; lower is better. Skill over a rival "
        "is 1 less the ratio of the scores: 1 is perfect, at 0 the rival is as good.",
        "Intervals of coverage are exact binomial ones, those of skill and gain from leaving "
        "out one forecast after the other; forecasts are taken as independent, which those of "
        "one lab or one series are not quite.",
        "Which releases count as generations is judged by scores estimated later; the days "
        "and the gaps known on each day are those of the time."
        if result.releases.forecasts
        else None,
        "Of records the day of the next one is taken as known when its height is forecast."
        if result.series
        else None,
    )


def _headline(result: Score) -> str:
    verdicts = [item.met for item in result.targets]
    said = [f"{verdicts.count(False)} of {len(verdicts)} targets are missed"]
    if verdicts.count(None):
        said.append(f"{verdicts.count(None)} cannot be judged yet")
    said.append(f"{verdicts.count(True)} met")
    return f"{', '.join(said)}. {_gaps_in_short(result.releases)} {_series_in_short(result.series)}"


def _gaps_in_short(score: ReleaseScore) -> str:
    skills = [item.skill for item in score.methods if item.skill]
    if not skills:
        return f"The next generation of a lab: {_small(score.obstacle or MISSING)}"
    worst = min(skills, key=lambda skill: skill.median)
    better = "better" if worst.median > 0 else "no better"
    return (
        f"The days to a lab's next generation were forecast {better} than by the better naive way: "
        f"a skill of {interval_of(worst)} on {count_of(len(score.forecasts), 'gap')}, where 1 is "
        "perfect."
    )


def _series_in_short(series: Sequence[SeriesScore]) -> str:
    scored = [item for item in series if item.origins]
    if not scored:
        return "No dated series is long enough to be scored."
    won = sum(item.beats_rivals is True for item in scored)
    return (
        "The next value of dated series was forecast better than by no change and by a straight "
        f"line on {won} of {len(scored)}."
    )


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _targets(targets: Sequence[Target]) -> Table:
    return table_of(
        "Targets, the missed ones first",
        targets,
        (left("Verdict"), lambda item: _VERDICTS[item.met]),
        (left("of"), lambda item: item.part),
        (left("what"), lambda item: item.what),
        (right("reached"), _value),
        (right("wanted"), lambda item: item.aim),
        row_limit=_FIRST_ROWS,
    )


def _reasons(targets: Sequence[Target]) -> Listing | None:
    points = tuple(
        f"{_VERDICTS[item.met]}, {item.what}: {_small(item.why)}" for item in targets if item.why
    )
    return Listing("Why they are missed or open", points) if points else None


def _value(item: Target) -> str:
    if item.value is None:
        return MISSING
    if item.unit == "share":
        return share_interval(item.value)
    if item.unit == "count":
        return significant(item.value.median)
    return interval_of(item.value)


def _releases(score: ReleaseScore) -> tuple[Table | None, ...]:
    if not score.forecasts:
        return ()
    waiting = (
        f"{count_of(len(score.waiting), 'lab')} ({names(score.waiting)}) have had no further "
        "generation yet: those gaps are open and are not scored."
    )
    methods = _methods(
        f"The next generation of {count_of(len(score.labs), 'lab')}: "
        f"{count_of(len(score.forecasts), 'gap')} between {score.generations} generations",
        score.methods,
        "log days",
        waiting,
    )
    worst = sorted(score.forecasts, key=lambda item: (item.covered, -item.score))
    return methods, _gaps(worst)


def _gaps(worst: Sequence[ReleaseForecast]) -> Table:
    return table_of(
        "Forecast gaps, the missed and the worst first",
        worst,
        (left("Lab"), lambda item: item.lab),
        (left("forecast on"), lambda item: item.origin),
        (right("gaps known"), lambda item: str(item.gaps_known)),
        (right("days forecast"), lambda item: interval_of(item.forecast)),
        (right("days it took"), lambda item: significant(item.days)),
        (right("score"), lambda item: significant(item.score)),
        (right("best rival's"), lambda item: significant(min(item.rival_scores))),
        (left("held"), lambda item: "yes" if item.covered else "MISSED"),
        row_limit=_ROWS,
    )


def _speedups(score: SpeedupScore) -> Table | None:
    if not score.methods:
        return None
    return _methods(
        f"Outside speed-ups without their own source: {count_of(score.count, 'report')}",
        score.methods,
        "minus log density",
        score.obstacle or "",
        from_zero=False,
    )


def _methods(
    title: str, methods: Sequence[Rival], unit: str, note: str, *, from_zero: bool = True
) -> Table:
    gained = right("skill over it") if from_zero else right("gained over it")
    cells: tuple[tuple[Column, Callable[[Rival], str]], ...] = (
        (left("Forecast by"), lambda item: item.name),
        (right(f"score, {unit}"), lambda item: significant(item.score)),
        (right("inside 90 % intervals"), lambda item: share_interval(item.coverage)),
        (gained, lambda item: or_dash(interval_of, item.skill if from_zero else item.gain)),
    )
    return table_of(title, methods, *cells, note=note)


def _series(series: Sequence[SeriesScore]) -> Table:
    def over(place: int) -> Callable[[SeriesScore], str]:
        def cell(item: SeriesScore) -> str:
            skill: Interval | None = item.methods[place].skill if item.methods else None
            return or_dash(interval_of, skill)

        return cell

    return table_of(
        "Dated series: the next value from those before it, lost ones first",
        sorted(series, key=lambda item: (item.beats_rivals is not False, item.origins == 0)),
        (left("Series"), lambda item: item.series),
        (right("values"), lambda item: str(item.points)),
        (right("forecasts"), lambda item: str(item.origins) if item.origins else "too few"),
        (left("scale"), lambda item: item.scale),
        (right("inside 90 %"), lambda item: _coverage(item.methods)),
        (right("skill over no change"), over(1)),
        (right("over a straight line"), over(2)),
        (left("verdict"), lambda item: _SERIES_VERDICTS[item.beats_rivals]),
        note="Won: a skill above 0 over both. Where an interval holds 0, chance alone could have "
        "done it. A series is scored from nine values on: four to see a line, five to forecast.",
    )


_SERIES_VERDICTS = {True: "won", False: "LOST", None: "not scored"}


def _coverage(methods: Sequence[Rival]) -> str:
    return share_interval(methods[0].coverage) if methods else "-"


def _assumptions(found: Assumptions) -> Table:
    return table_of(
        "Days on the slowest loop that rest on our own view",
        found.parts,
        (left("Part"), lambda item: item.label),
        (right("days on the slowest loop"), lambda item: significant(item.critical_days)),
        (right("our view"), lambda item: percent(item.assumed)),
        (
            right("of them our view"),
            lambda item: significant(item.critical_days * item.assumed),
        ),
        row_limit=_ROWS,
    )


def _judged(tests: Sequence[BackTest]) -> Table:
    return table_of(
        "Appendix: a year's speed-ups predicted from the year before",
        tests,
        (left("For"), lambda item: item.predicted_for),
        (left("known until"), lambda item: item.known_until),
        (right("parts"), lambda item: str(len(item.predictions))),
        (right("only judged by us"), lambda item: str(item.assumed_count)),
        (right("inside 90 %"), lambda item: or_dash(percent, item.coverage)),
        (right("off by a factor of"), lambda item: _factor(item.mean_absolute_log_error)),
        (
            right("no change is off by"),
            lambda item: _factor(item.no_change_mean_absolute_log_error),
        ),
        (right("without a number before"), lambda item: str(len(item.unforeseen))),
        note="Most of it holds our judgements against our own later ones, which is no test of the "
        "map and no target.",
    )


def _factor(log_error: float | None) -> str:
    return or_dash(significant, None if log_error is None else math.exp(log_error))
