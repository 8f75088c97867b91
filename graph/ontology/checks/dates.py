"""Dates that cannot be: still to come, before their time, or out of order with one another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from graph.errors import Severity
from graph.model import LoopModel, Observation, Source
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import DCTERMS

_ISSUED, _MODIFIED = DCTERMS + "issued", DCTERMS + "modified"
_REPLACED = DCTERMS + "isReplacedBy"
#: Nothing of a loop of development was measured before there were computers.
_FIRST_YEAR = 1950
#: So many years before most of its like, and so many from its nearest, a number is out of its time.
_YEARS_BEFORE, _YEARS_ALONE = 8.0, 2.0
#: So many numbers make a time that one can be out of.
_OTHERS = 5
#: So many years a number is after its only source where the date of the source is the slip.
_FAR_BEHIND = 3.0
#: A correction may be of a slightly older time than what it corrects.
_NEARLY = 0.5
_ARXIV = re.compile(r"arxiv\.org/[a-z]+/(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.\d")
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>20[0-3]\d)(?P<mark>[/-]?)(?P<month>0[1-9]|1[0-2]|(?<=[/-])[1-9](?=[/-]\d))"
    r"(?:(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|(?<=[/-])[1-9]))?(?!\d)"
)


def check_dates(context: Context, own: Statements, model: LoopModel, today: str) -> None:
    """Note dates that cannot be meant.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
        today: the date beyond which nothing can have been observed.
    """
    sources = [one for one in context.things(Role.SOURCE) if one.name in own.by_subject]
    observed = [one.thing for one in own_numbers(context, own, model)]
    for thing in context.things(Role.EVIDENCE):
        if thing.name in own.by_subject:
            _check_to_come(thing, (Property.AS_OF,), today)
    for thing in sources:
        _check_to_come(thing, (_ISSUED, _MODIFIED), today)
        _check_source(thing, model)
    _check_ages(observed, model)
    _note_newer_than_sources(observed, model)
    for thing in observed:
        _check_successor(thing, model)
    _check_quoting(observed, model)


def is_later(date: str | None, other: str | None) -> bool:
    """Return whether one date is certainly later than another.

    A year or a month means any of its days, so dates are compared as far as both are precise.

    Args:
        date: a year, month or day as written, or nothing.
        other: the same.

    >>> is_later("2026-09", "2026-08-15"), is_later("2026", "2026-08-15"), is_later(None, "2026")
    (True, False, False)
    """
    if not date or not other:
        return False
    common = min(len(date), len(other))
    return date[:common] > other[:common]


class _Span(NamedTuple):
    """The time that a date leaves open, in years."""

    begin: float
    end: float

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


def _span(date: str) -> _Span:
    """Return what time a year, month or day may mean.

    >>> _span("2026"), _span("2026-07")
    (_Span(begin=2026.0, end=2027.0), _Span(begin=2026.5, end=2026.5833333333333))
    """
    year, month, day = (*map(int, date[:10].split("-")), 0, 0)[:3]
    begin = year + max(0, month - 1) / 12 + max(0, day - 1) / 372
    return _Span(begin, begin + (1 / 372 if day else 1 / 12 if month else 1.0))


def _told(thing: Thing, *predicates: str) -> bool:
    return any(thing.context.findings.has(thing.name, one) for one in predicates)


def _check_to_come(thing: Thing, predicates: tuple[str, ...], today: str) -> None:
    for predicate in predicates:
        for statement in thing.said(predicate):
            value = statement.value
            if isinstance(value, Literal) and is_later(value.lexical[:10], today):
                thing.complain(
                    "date-to-come",
                    f"{prefixed(predicate)} is {value.lexical}, which is still to come "
                    f"(today is {today}).",
                    "Correct the date; what is expected belongs into a scenario.",
                    about=statement,
                    severity=Severity.WARNING,
                )


def _check_source(thing: Thing, model: LoopModel) -> None:
    """Note a source that is kept up from before it was there, or lies on a page of later."""
    source = model.sources.get(thing.id)
    if source is None or _told(thing, _ISSUED, _MODIFIED):
        return
    if is_later(source.issued, source.modified):
        thing.complain(
            "modified-before-issued",
            f"dcterms:modified is {source.modified}, and it was published only then: "
            f"dcterms:issued is {source.issued}.",
            "Exchange the two, or correct one of them.",
            about=thing.said(_MODIFIED)[0],
            severity=Severity.WARNING,
        )
        return
    dated = _date_of_address(source)
    if dated is not None and is_later(dated, source.issued):
        thing.complain(
            "issued-before-address",
            f"dcterms:issued is {source.issued}, and by its address the page is of {dated}.",
            f'Correct the date: write "{dated}"^^xsd:{_datatype(dated)}, or correct the address.',
            about=thing.said(_ISSUED)[0],
            severity=Severity.WARNING,
        )


def _datatype(date: str) -> str:
    return {4: "gYear", 7: "gYearMonth"}.get(len(date), "date")


def _date_of_address(source: Source) -> str | None:
    """Return the date that an address begins or ends with, as far as it is written there."""
    address = source.address or ""
    if found := _ARXIV.search(address):
        return f"20{found['year']}-{found['month']}"
    if found := _IN_ADDRESS.search(address):
        parts = (found["year"], found["month"], found["day"])
        return "-".join(one.zfill(2) for one in parts if one)
    return None


def _check_ages(things: Sequence[Thing], model: LoopModel) -> None:
    """Note numbers of a time in which nobody else has measured the like."""
    of: dict[str, list[float]] = {}
    for thing in things:
        observation = model.observations[thing.id]
        if observation.as_of:
            of.setdefault(observation.metric, []).append(_span(observation.as_of).middle)
    every = sorted(year for found in of.values() for year in found)
    usual = {
        metric: median(found if len(found) > _OTHERS else every) for metric, found in of.items()
    }
    for thing in things:
        observation = model.observations[thing.id]
        if observation.as_of is None or _told(thing, Property.AS_OF):
            continue
        year = _span(observation.as_of).middle
        if year < _FIRST_YEAR:
            _note_age(thing, observation, "when nothing of this could be measured")
            continue
        like = of[observation.metric]
        behind = usual[observation.metric] - year
        if len(every) <= _OTHERS or behind < _YEARS_BEFORE:
            continue
        near = sum(abs(other - year) < _YEARS_ALONE for other in like) - 1
        if not near:
            what = f"numbers of {observation.metric}" if len(like) > _OTHERS else "numbers"
            when = int(usual[observation.metric])
            _note_age(thing, observation, f"and most other {what} are of about {when}")


def _note_age(thing: Thing, observation: Observation, why: str) -> None:
    said = thing.said(Property.AS_OF)
    if said:
        thing.complain(
            "date-before-its-time",
            f"loop:asOf is {observation.as_of}, {why}.",
            "Correct the date, if a digit of it is wrong.",
            about=said[0],
            severity=Severity.WARNING,
        )


def _note_newer_than_sources(things: Sequence[Thing], model: LoopModel) -> None:
    """Note numbers that are newer than their source; of several, the date of the source."""
    newer: dict[str, list[Thing]] = {}
    older: set[str] = set()
    for thing in things:
        observation = model.observations[thing.id]
        source = model.sources.get(observation.source or "")
        if source is None:
            continue
        if is_later(observation.as_of, source.modified or source.issued):
            newer.setdefault(source.id, []).append(thing)
        else:
            older.add(source.id)
    for name, found in newer.items():
        reported = found[0].context.thing(Role.SOURCE, name)
        if _told(reported, _ISSUED, _MODIFIED):
            # The date of the source is told to be wrong already.
            continue
        found = [thing for thing in found if not _told(thing, Property.AS_OF)]
        gap = _least_gap(found, model, name)
        if found and name not in older and (len(found) > 1 or gap >= _FAR_BEHIND):
            _note_early_source(reported, found, model)
            continue
        for thing in found:
            _note_newer_than_source(thing, model)


def _least_gap(things: Sequence[Thing], model: LoopModel, name: str) -> float:
    """Return by how many years the numbers are newer than their source, at least."""
    source = model.sources[name]
    published = _span(source.modified or source.issued or "").middle
    dates = [model.observations[thing.id].as_of for thing in things]
    return min((_span(date).middle - published for date in dates if date), default=0.0)


def _note_early_source(source: Thing, newer: Sequence[Thing], model: LoopModel) -> None:
    """Note a source that is dated before everything it is said to report."""
    published = source.said(_MODIFIED) or source.said(_ISSUED)
    first = min(model.observations[thing.id].as_of or "" for thing in newer)
    record = model.sources[source.id]
    what = f"the {len(newer)} numbers that it is" if len(newer) > 1 else "the number that it is"
    source.complain(
        "newer-than-source",
        f"it was published {record.modified or record.issued}, and {what} the source of "
        f"{'are' if len(newer) > 1 else 'is'} of a later time, the earliest of {first}.",
        "Correct its date; of a source that is kept up, give the date of the edition that was "
        "read (dcterms:modified).",
        about=published[0],
        severity=Severity.WARNING,
    )


def _note_newer_than_source(thing: Thing, model: LoopModel) -> None:
    observation = model.observations[thing.id]
    source = model.sources[observation.source or ""]
    thing.complain(
        "newer-than-source",
        f"loop:asOf is {observation.as_of}, and its source {source.id} was published "
        f"{source.modified or source.issued}: nothing can report what came after it.",
        "Correct one of the two; of a source that is kept up, give the date of the edition that "
        "was read (dcterms:modified).",
        about=thing.said(Property.AS_OF)[0],
        severity=Severity.WARNING,
    )


def _check_successor(thing: Thing, model: LoopModel) -> None:
    """Note a number that is replaced by one of an older time."""
    found = model.observations[thing.id]
    successor = model.observations.get(found.replaced_by or "")
    if successor is None or not found.as_of or not successor.as_of:
        return
    if not is_later(found.as_of, successor.as_of) or _told(thing, Property.AS_OF):
        return
    # Where the successor is the one out of its time, that is told there.
    if thing.context.findings.has(_name(thing, _REPLACED), Property.AS_OF):
        return
    if _span(found.as_of).begin - _span(successor.as_of).end > _NEARLY:
        thing.complain(
            "replaced-by-older",
            f"it is of {found.as_of}, and {successor.id}, which is said to replace it, is older: "
            f"of {successor.as_of}.",
            "Let the older be replaced by the newer, or correct one of the two dates (loop:asOf).",
            about=thing.said(_REPLACED)[0],
            severity=Severity.WARNING,
        )


def _name(thing: Thing, predicate: str) -> str:
    found: Sequence[Statement] = thing.said(predicate)
    return str(found[0].value) if found else ""


def _check_quoting(things: Sequence[Thing], model: LoopModel) -> None:
    """Note a page that quotes what was published after it, once, at the date of the page."""
    for thing in things:
        found = model.observations[thing.id]
        sources: Mapping[str, Source] = model.sources
        quoting, quoted = sources.get(found.quoted_by or ""), sources.get(found.source or "")
        if quoting is None or quoted is None:
            continue
        page, other = (thing.context.thing(Role.SOURCE, one.id) for one in (quoting, quoted))
        if _told(page, _ISSUED, _MODIFIED) or _told(other, _ISSUED, _MODIFIED):
            continue
        date = quoting.modified or quoting.issued
        if is_later(quoted.issued, date):
            page.complain(
                "quoted-before-published",
                f"it was published {date}, and is said to quote {quoted.id}, which was published "
                f"only {quoted.issued} ({thing.place}).",
                "Correct one of the two dates (dcterms:issued), or name the page that quotes it.",
                about=(page.said(_MODIFIED) or page.said(_ISSUED))[0],
                severity=Severity.WARNING,
            )
