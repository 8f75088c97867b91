"""Numbers that follow from others: what they need, and what they overrule.

Baseline days follow from days per round, rounds and lines side by side; floor days from a share of
the baseline; the lag of what is ordered ahead from its lead time. Where a number is told both ways,
the one that says how it comes about stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.errors import Place, Severity
from graph.model import Component, Dependency, Observation
from graph.ontology.checks.consistency import InForce, Records, metrics_of
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import Kind, MetricName

#: What stands, what it overrules, and how a message says so.
_STANDS = (
    (
        MetricName.DAYS_PER_ROUND,
        MetricName.BASELINE_DAYS,
        "baseline days follow from its days per round",
    ),
    (MetricName.FLOOR_SHARE, MetricName.FLOOR_DAYS, "floor days follow from its floor share"),
    (MetricName.RESERVE, MetricName.LAG, "lag follows from its lead time"),
)


#: What says that a lag follows from a lead time.
_OF_LEAD_TIMES = frozenset({Property.ORDERED_AT_RATE, Property.LEAD_TIME_OF})
_NUMBERS_OF_LEAD_TIMES = frozenset({MetricName.RESERVE, MetricName.BOOKED_AHEAD_DAYS})


class _Need(NamedTuple):
    """A number that another one needs, and whether it is there."""

    known: bool
    predicate: str
    remedy: str


def check_following(context: Context, records: Records, numbers: InForce) -> None:
    """Note what numbers that follow from others lack, and numbers that are told both ways."""
    used: set[str] = set()
    told, predicates = metrics_of(numbers), context.statements.predicates
    for component in records.components.values():
        if component.rounds_of or component.side_by_side or MetricName.DAYS_PER_ROUND in told:
            used.update(component.rounds_of, component.side_by_side)
            _check_rounds(context, records, numbers, component)
    if not (predicates.isdisjoint(_OF_LEAD_TIMES) and told.isdisjoint(_NUMBERS_OF_LEAD_TIMES)):
        for dependency in records.dependencies.values():
            if dependency.ordered_at_rate:
                used.add(dependency.ordered_at_rate)
            _check_lead_time(context, records, numbers, dependency)
    for name in sorted(used & {thing.id for thing in context.things(Role.DRIVER)}):
        if (name, MetricName.COUNT) not in numbers:
            context.thing(Role.DRIVER, name).missing(
                records.lists.property_of(MetricName.COUNT),
                "Say how many: loop:count 12 ; or evidence of loop:Count about it.",
            )
    _check_told_once(context, records, numbers)


def followed(records: Records, numbers: InForce) -> InForce:
    """Return the numbers in force with those that follow from others, which overrule their like.

    Of several numbers for the same the one is taken that gives the most days.
    """
    found, told = dict(numbers), metrics_of(numbers)
    for name, component in records.components.items():
        if component.rounds_of:
            _add_rounds(found, numbers, component)
        if MetricName.FLOOR_SHARE in told and (name, MetricName.FLOOR_SHARE) in numbers:
            # A share of the days is never above them, so there is nothing to hold against them.
            found.pop((name, MetricName.FLOOR_DAYS), None)
    for gate in records.gates if MetricName.RESERVE in told else ():
        lag = _lag(found, gate)
        if lag is not None:
            found[gate.id, MetricName.LAG] = [lag]
    return found


def _add_rounds(
    found: dict[tuple[str, str], list[Observation]], numbers: InForce, component: Component
) -> None:
    """Put in the days without AI that follow from days per round, if all of them are told."""
    name = component.id
    per_round = _most(numbers, name, MetricName.DAYS_PER_ROUND)
    rounds = [_most(numbers, item, MetricName.COUNT) for item in component.rounds_of]
    lines = [_least(numbers, item, MetricName.COUNT) for item in component.side_by_side]
    parts = _all_known([per_round, *rounds, *lines])
    if parts:
        above = math.prod(item.value for item in parts[: len(rounds) + 1])
        below = math.prod(item.value for item in parts[len(rounds) + 1 :])
        found[name, MetricName.BASELINE_DAYS] = [
            _following(name, MetricName.BASELINE_DAYS, above / below, parts[0].place)
        ]


def _following(name: str, metric: str, value: float, place: Place | None) -> Observation:
    return Observation(f"{name}.{metric}", name, metric, value, place=place)


def _lag(numbers: InForce, gate: Dependency) -> Observation | None:
    reserve = _most(numbers, gate.id, MetricName.RESERVE)
    rate = _most(numbers, gate.ordered_at_rate or "", MetricName.COUNT)
    parts = [_most(numbers, item, MetricName.BASELINE_DAYS) for item in gate.lead_time_of]
    booked = _most(numbers, gate.id, MetricName.BOOKED_AHEAD_DAYS)
    days = _all_known([*parts, booked] if booked or not parts else parts)
    if reserve is None or rate is None or not days:
        return None
    value = reserve.value * rate.value * sum(item.value for item in days)
    return _following(gate.id, MetricName.LAG, value, reserve.place)


def _most(numbers: InForce, name: str, metric: str) -> Observation | None:
    return max(numbers.get((name, metric), ()), key=lambda item: item.value, default=None)


def _least(numbers: InForce, name: str, metric: str) -> Observation | None:
    return min(numbers.get((name, metric), ()), key=lambda item: item.value, default=None)


def _all_known(found: Sequence[Observation | None]) -> list[Observation]:
    """Return all of them, or none if one is missing."""
    known = [item for item in found if item is not None]
    return known if len(known) == len(found) else []


def _check_rounds(
    context: Context, records: Records, numbers: InForce, component: Component
) -> None:
    per_round = (component.id, MetricName.DAYS_PER_ROUND) in numbers
    thing = context.thing(Role.COMPONENT, component.id)
    if per_round and not thing.said(Property.ROUNDS_OF):
        thing.missing(
            Property.ROUNDS_OF,
            "Days per round need the driver that says how many rounds there are: "
            "loop:roundsOf :rounds-of-change ;",
        )
    if not per_round and (component.rounds_of or component.side_by_side):
        thing.complain(
            "rounds-unused",
            "it names what multiplies or divides its days per round, and has none of these.",
            f"Give {prefixed(records.lists.property_of(MetricName.DAYS_PER_ROUND))}, or take "
            "loop:roundsOf and loop:sideBySide away.",
            predicate=Property.ROUNDS_OF,
            severity=Severity.WARNING,
        )


def _check_lead_time(
    context: Context, records: Records, numbers: InForce, dependency: Dependency
) -> None:
    thing = context.thing(Role.DEPENDENCY, dependency.id)
    rate, parts = thing.said(Property.ORDERED_AT_RATE), thing.said(Property.LEAD_TIME_OF)
    reserve = (dependency.id, MetricName.RESERVE) in numbers
    booked = (dependency.id, MetricName.BOOKED_AHEAD_DAYS) in numbers
    if not (rate or parts or reserve or booked):
        return
    if dependency.kind is not Kind.GATES:
        thing.complain(
            "lead-time-not-gate",
            f"it is of the kind {dependency.kind.value}, and only what gates has a lag that could "
            "follow from a lead time.",
            "Let it be loop:kind loop:Gates, or take the lead time away.",
        )
        return
    _ask(
        thing,
        _Need(
            bool(rate),
            Property.ORDERED_AT_RATE,
            "A lead time becomes a lag by the generations a year that one reckons with: "
            "loop:orderedAtRate :generations-a-year ;",
        ),
        _Need(
            reserve,
            records.lists.property_of(MetricName.RESERVE),
            "Say how far ahead of the lead time is ordered: loop:reserve 1 ; if just in time.",
        ),
        _Need(
            bool(parts) or booked,
            Property.LEAD_TIME_OF,
            "Say what the lead time is: loop:leadTimeOf :some-component ; or "
            "loop:bookedAheadDays 90 ;",
        ),
    )
    for name in dependency.lead_time_of:
        known = {MetricName.BASELINE_DAYS, MetricName.DAYS_PER_ROUND}
        if name in records.components and not any((name, one) in numbers for one in known):
            context.thing(Role.COMPONENT, name).missing(
                records.lists.property_of(MetricName.BASELINE_DAYS),
                f"The lead time of {dependency.id} is made of the days it takes without AI: "
                "loop:baselineDays 10 ;",
            )


def _ask(thing: Thing, *needs: _Need) -> None:
    for need in needs:
        if not need.known:
            thing.missing(need.predicate, need.remedy)


def _check_told_once(context: Context, records: Records, numbers: InForce) -> None:
    roles: Iterable[tuple[str, Role]] = [
        *((name, Role.COMPONENT) for name in records.components),
        *((name, Role.DEPENDENCY) for name in records.dependencies),
    ]
    told = metrics_of(numbers)
    twice = [one for one in _STANDS if one[0] in told and one[1] in told]
    for name, role in roles if twice else ():
        for stands, overruled, why in twice:
            if (name, stands) in numbers and (name, overruled) in numbers:
                _note_overruled(context.thing(role, name), numbers, overruled, why)


def _note_overruled(thing: Thing, numbers: InForce, metric: str, why: str) -> None:
    first = numbers[thing.id, metric][0]
    thing.complain(
        "number-overruled",
        f"its {why}, so the {first.value:g} told at {first.place} changes no answer.",
        "Take one of the two away.",
        severity=Severity.WARNING,
    )
