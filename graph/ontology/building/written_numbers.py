"""Numbers written directly on things, and the intervals that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.model import Observation
from graph.ontology.building.lists import Lists
from graph.ontology.literals import written
from graph.ontology.names import one_of, prefixed
from graph.ontology.ranges import LEVEL, WrittenNumber
from graph.ontology.roles import Role
from graph.ontology.statements import Statement
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import MetricName

#: The days of a component, of which it has one: what an interval on it belongs to.
_DAYS = (MetricName.BASELINE_DAYS, MetricName.PASS_TIME, MetricName.DAYS_PER_ROUND)

_ENDS = (Property.LOW, Property.HIGH)


class _Read(NamedTuple):
    """A number as it was read: by which property, where, and how much."""

    number: WrittenNumber
    statement: Statement
    value: float


def build_direct_numbers(context: Context, lists: Lists) -> dict[str, Observation]:
    """Return the numbers written directly on things as assumptions of ours, by id.

    ``loop:low`` and ``loop:high`` beside them are the interval of a component's days, or of the
    one number that another thing has; such a number is not exact.

    Args:
        context: the statements and where problems go.
        lists: by which property each metric is written, and on what.
    """
    used = [
        number
        for number in lists.written.values()
        if number.property in context.statements.predicates
    ]
    for number in used:
        _note_misplaced(context, number)
    found: dict[str, Observation] = {}
    for role in {role: None for number in used for role in number.roles}:
        carried = [number for number in used if role in number.roles]
        for thing in context.things(role):
            for item in _numbers_on(thing, carried):
                made = _observation(thing, item)
                found[made.id] = made
    for thing in _with_ends(context):
        carried = [number for number in used if thing.role in number.roles]
        found.update(_with_interval(thing, _numbers_on(thing, carried), found))
    return found


def _with_ends(context: Context) -> Iterator[Thing]:
    """Yield every thing but evidence on which an end of an interval is written, each once."""
    ends = (one for end in _ENDS for one in context.statements.with_predicate(end))
    for name in dict.fromkeys(str(one.triple.subject) for one in ends):
        role = context.roles.by_subject.get(name)
        if role not in (None, Role.EVIDENCE, Role.SUPPOSITION, Role.UNCLEAR):
            yield Thing(context, name, role)


def _numbers_on(thing: Thing, carried: Sequence[WrittenNumber]) -> list[_Read]:
    found = []
    for number in carried:
        read = thing.number(number.property, number.allowed)
        if read is not None:
            found.append(_Read(number, *read))
    return found


def _observation(thing: Thing, read: _Read) -> Observation:
    number, statement, value = read
    metric = number.metric
    return Observation(
        f"{thing.id}.{metric}",
        thing.id,
        metric,
        value,
        direct=True,
        exact=number.exact or (value == 0 and metric == MetricName.FLOOR_DAYS),
        place=statement.place,
    )


def _with_interval(
    thing: Thing, read: Sequence[_Read], found: Mapping[str, Observation]
) -> dict[str, Observation]:
    """Return the one number that an interval on a thing belongs to, with it, by its id."""
    end = next(one for one in _ENDS if thing.said(one))
    days = [item for item in read if item.number.metric in _DAYS]
    meant = days if thing.role is Role.COMPONENT and days else read
    if len(meant) != 1:
        names = " and ".join(prefixed(item.number.property) for item in meant)
        thing.complain(
            "interval-of-nothing" if not meant else "interval-of-several",
            f"{prefixed(end)} is the end of an interval, and no number stands beside it."
            if not meant
            else f"{prefixed(end)} may belong to {names}.",
            "Write the number as well, such as loop:baselineDays 5 ;"
            if not meant
            else "Keep one of them here, and write the other as a loop:Evidence with its interval.",
            about=thing.said(end)[0],
        )
        return {}
    item = meant[0]
    low, high = (thing.number(one, item.number.allowed) for one in _ENDS)
    level = thing.plain_number(Property.INTERVAL_LEVEL, LEVEL)
    name = prefixed(item.number.property)
    for lower, upper, ends in (
        (low, (item.statement, item.value), ("loop:low", name)),
        ((item.statement, item.value), high, (name, "loop:high")),
    ):
        if lower and upper and lower[1] > upper[1]:
            thing.complain(
                "interval-disordered",
                f"{ends[0]}, {written(lower[0].value)}, is above {ends[1]}, "
                f"{written(upper[0].value)}.",
                "Put them in order: low, the number, high.",
                about=lower[0] if ends[0] == "loop:low" else upper[0],
            )
    name = f"{thing.id}.{item.number.metric}"
    return {
        name: replace(
            found[name],
            low=low[1] if low else None,
            high=high[1] if high else None,
            interval_level=0.9 if level is None else level,
            exact=False,
        )
    }


def _note_misplaced(context: Context, number: WrittenNumber) -> None:
    right, predicate, roles = {*number.roles, Role.UNCLEAR}, number.property, context.roles
    for name, said in context.statements.by_subject.items():
        if predicate not in said:
            continue
        role = roles.by_subject.get(name, Role.UNCLEAR)
        for statement in said[predicate] if role not in right else ():
            Thing(context, name, role).complain(
                "property-misplaced",
                f"{prefixed(predicate)} is written on {one_of([role])}.",
                f"It belongs on {one_of(number.roles)}.",
                about=statement,
            )
