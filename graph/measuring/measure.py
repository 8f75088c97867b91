"""Measuring: a source, a map and how time is counted, to everything that the source says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from graph.errors import LoopmapError
from graph.measuring.clock import Counting, day_of
from graph.measuring.event import Event
from graph.measuring.facts import Facts
from graph.measuring.facts_in_memory import facts_in_memory
from graph.measuring.landing import Landing
from graph.measuring.measurement import (
    LeftOut,
    Measured,
    Measurement,
    Provenance,
    Refusal,
)
from graph.measuring.measures import WHOLE, Recorded, judge
from graph.measuring.period import Period
from graph.measuring.source import Records, Source, TableSource
from graph.measuring.stages import ONLY_BY_NAME, Role, Stage, guess
from graph.records import record

_Told = TypeVar("_Told", Measurement, Refusal)


@record
class Measuring:
    """What measuring came to.

    Attributes:
        measured: the numbers, and what is refused.
        stages: what each stage was taken for, guesses included.
        rows: how many rows each stage has, where that was counted.
        guessed: the stages that no file of the user's says anything of.
        correctable: whether only its user can say what the stages are.
    """

    measured: Measured
    stages: tuple[Stage, ...]
    rows: Mapping[str, int]
    guessed: tuple[str, ...]
    correctable: bool = False


@dataclass
class _Seen:
    """What goes by while events are read: which stages, and what the source knows of its items."""

    rows: dict[str, int]
    queued: set[str]
    reviews: bool = False
    marks: bool = False
    whole_way: bool = False


def measure(
    source: Source | TableSource,
    landing: Landing,
    counting: Counting,
    told: Mapping[str, Stage] | None = None,
    *,
    name: str | None = None,
) -> Measuring:
    """Return what a source says about the parts of a map.

    Args:
        source: of events, in memory or in a database.
        landing: the map.
        counting: how time is counted.
        told: what its user says the stages are; the others are guessed from their words.
        name: of the source on the map, if not the one that it gives itself.

    Raises:
        UnreadableError: a file of the source cannot be used.
        UsageError: a library is missing.
    """
    one = _in_database if isinstance(source, TableSource) else _in_memory
    found = one(source, landing, counting, told or {})  # type: ignore[arg-type]
    provenance = found.measured.provenance
    if name is None or name == provenance.name:
        return found
    return replace(
        found, measured=replace(found.measured, provenance=replace(provenance, name=name))
    )


def _in_memory(
    source: Source, landing: Landing, counting: Counting, told: Mapping[str, Stage]
) -> Measuring:
    stages = {one.name: _on_map(one, landing, told) for one in source.stages}
    records = _about_the_map(source.read(), source.stages, stages, landing)
    seen = _Seen({}, set(), whole_way=records.whole_way)
    facts = facts_in_memory(_watched(records.events, seen), stages, counting)
    recorded = _recorded(stages, seen, facts)
    judged = judge(facts, landing, counting, recorded, source.provenance.method)
    refused = {(one.subject, one.metric, one.period) for one in records.refused}
    kept = tuple(one for one in judged.measurements if refused.isdisjoint(_ways_to_refuse(one)))
    measured = Measured(
        _dated(source, facts),
        (*kept, *records.measurements),
        judged.whole,
        (*records.refused, *judged.refusals),
        judged.disagreements,
        _most_first((*records.left_out, *facts.left_out)),
        tuple(records.notes),
    )
    guessed = tuple(one.name for one in source.stages if one.name not in told)
    return Measuring(measured, tuple(stages.values()), seen.rows, guessed)


def _ways_to_refuse(one: Measurement) -> Iterator[tuple[str, str, Period | None]]:
    """By what a source can refuse a number: of its part or the whole loop, its period or all."""
    for subject in (one.subject, WHOLE):
        for period in (one.period, None):
            yield (subject, one.metric, period)


def _in_database(
    source: TableSource, landing: Landing, counting: Counting, told: Mapping[str, Stage]
) -> Measuring:
    from graph.measuring.database import need_ibis

    need_ibis()
    from graph.measuring.facts_in_sql import facts_by_query

    with source.opened() as events:
        rows = events.stage_rows()
        stages = {name: told.get(name) or guess(name, landing) for name in rows}
        facts = facts_by_query(events.database, events.table, stages, counting)
        queued = set(rows) if events.queued else set()
        recorded = _recorded(
            stages, _Seen(rows, queued, events.reviews, events.marks, whole_way=True), facts
        )
        judged = judge(facts, landing, counting, recorded, source.provenance.method)
        measured = Measured(
            _dated(source, facts),
            judged.measurements,
            judged.whole,
            judged.refusals,
            judged.disagreements,
            _most_first((*events.left_out, *facts.left_out)),
            events.notes,
        )
    guessed = tuple(name for name in rows if name not in told)
    return Measuring(measured, tuple(stages.values()), rows, guessed, correctable=True)


def _on_map(stage: Stage, landing: Landing, told: Mapping[str, Stage]) -> Stage:
    """What a stage that the source knows is on the map: as its user says, else by its words."""
    if stage.name in told:
        return told[stage.name]
    hints = (stage.part or "").split("|")
    found = next((hint for hint in hints if hint in landing.parts), None)
    if stage.part is None or found is not None:
        return replace(stage, part=found)
    if hints[-1] == ONLY_BY_NAME:
        why = f"the map has no part {' or '.join(hints[:-1])}"
        return Stage(stage.name, None, Role.LEFT_OUT, why)
    return replace(guess(hints[0], landing, stage.role), name=stage.name)


def _about_the_map(
    records: Records, known: Iterable[Stage], stages: Mapping[str, Stage], landing: Landing
) -> Records:
    """Return what a source tells by itself, about the parts that its stages are on the map.

    What is about a part that the map does not have is left out.
    """
    parts = {one.part: stages[one.name].part for one in known if one.part is not None}
    absent = {hint for hint, part in parts.items() if part is None}

    def moved(one: _Told) -> _Told:
        subject = parts.get(one.subject) or one.subject
        if isinstance(one, Measurement):
            return replace(one, subject=subject, label=one.label or landing.label(subject))
        return replace(one, subject=subject)

    return replace(
        records,
        refused=tuple(moved(one) for one in records.refused if one.subject not in absent),
        measurements=tuple(moved(one) for one in records.measurements if one.subject not in absent),
    )


def _watched(events: Iterable[Event], seen: _Seen) -> Iterator[Event]:
    for event in events:
        seen.rows[event.stage] = seen.rows.get(event.stage, 0) + 1
        if event.queued is not None:
            seen.queued.add(event.stage)
        seen.reviews = seen.reviews or event.reviewed is not None
        seen.marks = seen.marks or event.ai is not None
        yield event


def _recorded(stages: Mapping[str, Stage], seen: _Seen, facts: Facts) -> Recorded:
    """What the source tells: waiting where a stage says so, or where any pass waited."""
    known = [one for one in stages.values() if one.name in seen.rows and one.part is not None]
    waiting = {one.part for one in known if one.role is Role.WAITING or one.name in seen.queued}
    waiting |= {one.part for one in facts.parts if one.waits and one.waits.total > 0}
    work = {one.part for one in known if one.role is Role.WORK}
    return Recorded(
        frozenset(part for part in waiting if part), frozenset(part for part in work if part),
        seen.reviews, seen.marks, seen.whole_way,
    )  # fmt: skip


def _dated(source: Source | TableSource, facts: Facts) -> Provenance:
    """Return where numbers come from, with what tells its input apart and the days of it.

    The days are those of the records where the source does not say others.
    """
    provenance = replace(source.provenance, identifiers=source.identifiers)
    if not facts.rows or not facts.last:
        return provenance
    return replace(
        provenance,
        first_day=provenance.first_day or day_of(facts.first).isoformat(),
        last_day=provenance.last_day or day_of(facts.last).isoformat(),
    )


def _most_first(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted((one for one in left_out if one.count), key=lambda one: -one.count))


class NothingMeasuredError(LoopmapError):
    """The records could be read, and nothing of them may or can be told (exit code 1)."""

    exit_code = 1


def refuse_nothing(measured: Measured, source: str) -> None:
    """Refuse measurements that are none.

    Raises:
        NothingMeasuredError: nothing could be measured; the message says why.
    """
    if measured.measurements:
        return
    # What there is too little of says more than what is never recorded.
    told = sorted(measured.refusals, key=lambda one: one.code == "not-recorded")
    reasons = list(dict.fromkeys(_sentence(one) for one in told))
    reasons += [f"{one.count:,} rows {one.reason} were left out." for one in measured.left_out]
    listed = " ".join(reasons[:3]) or "It holds no row of work on a part of the map."
    raise NothingMeasuredError(f"Nothing can be measured from {source}. {listed}")


def _sentence(refusal: Refusal) -> str:
    when = f" in {refusal.period}" if refusal.period else ""
    return f"{refusal.metric.replace('-', ' ')} of {refusal.subject}{when}: {refusal.reason}"
