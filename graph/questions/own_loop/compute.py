"""What blocks a loop of one's own, step by step, and how that moved from quarter to quarter."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from graph.estimates import Basis, Estimate, Interval
from graph.evidence.standpoint import Standpoint
from graph.loop.answer import Answer, heading
from graph.loop.study import Study
from graph.model import Observation
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.part import Part
from graph.records import record
from graph.vocabulary import MetricName

#: Quarters that are told, the newest.
MOST_QUARTERS = 12
#: How the name of a number begins that other loops lend to one's own.
BORROWED = "borrowed-"
#: What is measured again in every quarter.
_TIMES = (MetricName.PASS_TIME, MetricName.QUEUE_TIME)
_MARKED, _WAITING = "ai-marked-share", "waiting-share"
_MONTHS = 3
#: For so many months a quarter that is over still tells of now.
_MONTHS_OF_NOW = 15


class Rests(StrEnum):
    """What a number of one's own loop rests on."""

    MEASURED = "measured"
    BORROWED = "borrowed"
    DERIVED = "derived"
    STATED = "stated"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a step of a round is."""

    WORK = "work"
    WAITING = "waiting"


@record
class Step(Part):
    """Work in a part, or waiting for it.

    Attributes:
        kind: which of the two.
        days: of the calendar in a round.
        share: of all days of the slowest way round, 0 to 1.
        rests: what the number rests on.
    """

    kind: Kind
    days: Interval
    share: float
    rests: Rests


@record
class Faster(Part):
    """A part that AI makes faster, and what of that the loop has.

    Attributes:
        speedup: days without AI / days now.
        used: the part of the speed-up that the loop uses, as a speed-up.
        rests: what the speed-up rests on.
    """

    speedup: Interval
    used: float | None
    rests: Rests


@record
class Quarter:
    """The loop as it was measured in a quarter.

    Attributes:
        quarter: ``2026-Q2``.
        as_of: the last month or day that counts.
        days: of the calendar that a round takes: waiting and work of the slowest way round, added
            up, with the interval of that sum.
        period_days: from one round to the next.
        binds: the step that takes most of those days.
        waiting_share: of the days of the typical round, the share that is waiting.
        measured_waiting: from first commit to merge, summed over all changes; ``None`` if not
            measured in the quarter.
        ai_marked_share: of the changes; a lower bound. ``None`` likewise.
    """

    quarter: str
    as_of: str
    days: Interval
    period_days: Interval
    binds: Step
    waiting_share: float
    measured_waiting: Interval | None
    ai_marked_share: Interval | None


@record
class OwnLoop(Answer):
    """What blocks a loop of one's own.

    Attributes:
        days: of the calendar that a round takes: waiting and work of the slowest way round, added
            up, with the interval of that sum.
        period_days: from one round to the next.
        pace: period without AI / period now.
        lag: how many rounds are under way at once on the slowest way round.
        steps: of the slowest way round, the longest first.
        other_steps: of the parts beside it.
        faster: parts that AI makes faster.
        quarters: the oldest first; none if nothing was measured by quarter.
        suppositions: what is supposed, as written.
        told_of: the quarter that all of this is of, where none of the last year could be measured;
            ``None`` if it is of now.
    """

    days: Interval
    period_days: Interval
    pace: Interval
    lag: float
    steps: tuple[Step, ...]
    other_steps: tuple[Step, ...]
    faster: tuple[Faster, ...]
    quarters: tuple[Quarter, ...]
    suppositions: tuple[str, ...] = ()
    told_of: str | None = None


def own_loop(study: Study, *, draws: int = 0, seed: int = 0) -> OwnLoop:
    """Return what blocks a loop of one's own, now and by quarter.

    A quarter is told if days of work or waiting were measured in it. It sees what was known when
    it was over, so that the newest number of each part counts.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: for intervals, for each quarter; 0 for the central estimates alone.
        seed: of the draws.

    Raises:
        LoopmapError: the loop has no period.
    """
    ends = _ends_of_quarters(study)
    old = _old(study, ends)
    if old is not None:
        study = Study(study.model, Standpoint(study.standpoint.setting, ends[old]))
    result = critical_path(study, draws=draws, seed=seed)
    steps = _steps(study, result)
    around = set(result.critical_cycle)
    return OwnLoop(
        *heading(study, draws=draws, seed=seed),
        days=result.days_around,
        period_days=result.period_days,
        pace=result.pace,
        lag=result.critical_cycle_lag,
        steps=tuple(step for step in steps if step.id in around),
        other_steps=tuple(step for step in steps if step.id not in around),
        faster=tuple(
            Faster(
                item.id,
                item.label,
                item.acceleration,
                item.useful_speedup,
                _rests(study.estimate(item.id, MetricName.SPEEDUP)),
            )
            for item in result.components
            if item.acceleration is not None
        ),
        quarters=tuple(_quarters(study, ends, draws, seed)),
        suppositions=result.suppositions,
        told_of=old,
    )


def _steps(study: Study, result: CriticalPath) -> list[Step]:
    """Work in every part and the waiting for it, the longest first."""
    around = set(result.critical_cycle)
    found = [
        (item.id, item.label, Kind.WORK, item.days, _rests_of_work(study, item.id))
        for item in result.components
    ]
    found += [
        (
            item.id, item.label, Kind.WAITING, item.waiting_days,
            _rests(study.estimate(item.id, item.told_by)),
        )
        for item in result.waiting
    ]  # fmt: skip
    whole = sum(days.median for id_, _, _, days, _ in found if id_ in around)
    steps = [
        Step(id_, label, kind, days, days.median / whole if whole > 0 else 0.0, rests)
        for id_, label, kind, days, rests in found
    ]
    return sorted(steps, key=lambda step: (-step.days.median, step.id, step.kind))


def _rests_of_work(study: Study, identifier: str) -> Rests:
    if identifier in study.model.told_as_now:
        return _rests(study.estimate(identifier, MetricName.PASS_TIME))
    return _rests(study.estimate(identifier, MetricName.BASELINE_DAYS))


def _rests(estimate: Estimate | None) -> Rests:
    """What an estimate rests on, in the words of somebody who measures their own loop."""
    if estimate is None:
        return Rests.UNKNOWN
    if any(name.startswith(BORROWED) for name in estimate.observation_ids[:1]):
        return Rests.BORROWED
    return {
        Basis.MEASURED: Rests.MEASURED,
        Basis.DERIVED: Rests.DERIVED,
        Basis.ASSUMED: Rests.ASSUMED,
    }.get(estimate.basis, Rests.STATED)


# ---- Quarter by quarter ----


def _ends_of_quarters(study: Study) -> dict[str, str]:
    """The quarters in which days were measured, with the last month of each that counts."""
    ends: dict[str, str] = {}
    for one in study.model.observations.values():
        if one.metric in _TIMES and one.as_of is not None and _is_measured(study, one):
            name = quarter_of(one.as_of)
            ends[name] = max(ends.get(name, ""), one.as_of)
    return ends


def quarters_measured(study: Study) -> tuple[str, ...]:
    """Return the quarters in which days of a loop of one's own were measured, the oldest first.

    A map of several settings is of no such loop, whatever was measured on it.
    """
    return tuple(sorted(_ends_of_quarters(study))) if study.model.words.setting else ()


def is_own(study: Study) -> bool:
    """Return whether a map is of a loop of one's own: measured by quarter, or lent numbers."""
    lent = any(one.startswith(BORROWED) for one in study.model.observations)
    return bool((study.model.words.setting and lent) or quarters_measured(study))


def _old(study: Study, ends: dict[str, str]) -> str | None:
    """The newest quarter, if it was over more than a year before the day asked about."""
    now = study.estimates.as_of
    if not ends or now is None:
        return None
    newest = max(ends)
    months = [int(text[:4]) * 12 + int(text[5:7] or 12) for text in (now, ends[newest])]
    return newest if months[0] - months[1] > _MONTHS_OF_NOW else None


def _quarters(study: Study, ends: dict[str, str], draws: int, seed: int) -> Iterable[Quarter]:
    measured = [one for one in study.model.observations.values() if _is_measured(study, one)]
    for name in sorted(ends)[-MOST_QUARTERS:]:
        then = Study(study.model, Standpoint(study.standpoint.setting, ends[name]))
        result = critical_path(then, draws=draws, seed=seed)
        around = set(result.critical_cycle)
        steps = [step for step in _steps(then, result) if step.id in around]
        whole = sum(step.days.median for step in steps)
        waiting = sum(step.days.median for step in steps if step.kind is Kind.WAITING)
        yield Quarter(
            name,
            ends[name],
            result.days_around,
            result.period_days,
            steps[0],
            waiting / whole if whole > 0 else 0.0,
            _told(measured, name, _WAITING),
            _told(measured, name, _MARKED),
        )


def quarter_of(date: str) -> str:
    """Return the quarter that a month or day lies in.

    >>> quarter_of("2026-08"), quarter_of("2026-12-31")
    ('2026-Q3', '2026-Q4')
    """
    year, _, rest = date.partition("-")
    return f"{year}-Q{(int(rest[:2]) + _MONTHS - 1) // _MONTHS}"


def _is_measured(study: Study, one: Observation) -> bool:
    """Whether a number was measured in a part of the loop, in a month that is told."""
    grade = study.model.grades.get(one.grade or "")
    return (
        grade is not None
        and grade.basis == Basis.MEASURED
        and one.as_of is not None
        and len(one.as_of) >= len("2026-01")
        and not one.retracted
        and (not one.settings or study.standpoint.setting in one.settings)
    )


def _told(measured: Iterable[Observation], quarter: str, metric: str) -> Interval | None:
    """A number of a quarter as its source tells it; of several the first by name."""
    found = [
        one
        for one in measured
        if one.metric == metric and one.as_of is not None and quarter_of(one.as_of) == quarter
    ]
    first = min(found, key=lambda one: one.id, default=None)
    return Interval(first.value, first.low, first.high) if first is not None else None
