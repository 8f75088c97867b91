"""Components, resources, stocks, named loops and domains; and the numbers written on things."""

from __future__ import annotations

from graph.errors import Severity
from graph.model import (
    Component,
    Domain,
    FeedbackChannel,
    NamedLoop,
    Observation,
    Resource,
    Skill,
    Stock,
)
from graph.ontology.building.lists import Lists
from graph.ontology.names import one_of, prefixed
from graph.ontology.ranges import WrittenNumber
from graph.ontology.roles import TYPE, Role, class_local_name
from graph.ontology.statements import Statement
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import SKOS, Family, MetricName

_FAMILIES = {family.value.capitalize(): family for family in Family}
_ORIGINS = ("essay", "implied", "added", "reference")
_FAMILY_LIST = ", ".join(f"loop:{name}" for name in _FAMILIES)


def build_components(context: Context) -> dict[str, Component]:
    """Return the components, by id."""
    built = (_component(thing) for thing in context.things(Role.COMPONENT))
    return {component.id: component for component in built if component}


def _component(thing: Thing) -> Component | None:
    family = _family(thing)
    component = Component(
        thing.id,
        thing.label(),
        family or Family.CODING,
        thing.text(SKOS + "definition"),
        thing.references(Property.PHASE, Role.PHASE),
        thing.references(Property.NEEDS_SKILL, Role.SKILL),
        thing.references(Property.IN_DOMAIN, Role.DOMAIN),
        thing.texts(SKOS + "note"),
        thing.place,
    )
    return component if family else None


def _family(thing: Thing) -> Family | None:
    found: dict[Family, Statement] = {}
    for statement in thing.said(TYPE):
        if isinstance(statement.value, Iri):
            name = class_local_name(thing.context.statements, statement.value)
            if name in _FAMILIES:
                found.setdefault(_FAMILIES[name], statement)
    if not found:
        thing.complain(
            "family-missing",
            "it is a component, but of no family.",
            f"Give it one of the classes {_FAMILY_LIST}.",
            predicate=TYPE,
        )
        return None
    (family, first), *others = found.items()
    for other, second in others:
        thing.complain(
            "family-twice",
            f"it is of the family {other.value} here and of {family.value} at {first.place}.",
            "Keep one of the two.",
            about=second,
        )
    return family


def build_resources(context: Context) -> dict[str, Resource]:
    """Return the resources, by id."""
    return {
        thing.id: Resource(thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place)
        for thing in context.things(Role.RESOURCE)
    }


def build_stocks(context: Context) -> dict[str, Stock]:
    """Return the stocks, by id."""
    return {
        thing.id: Stock(
            thing.id,
            thing.label(),
            thing.text(SKOS + "definition"),
            thing.references(Property.FED_BY, Role.COMPONENT),
            thing.place,
        )
        for thing in context.things(Role.STOCK)
    }


def build_loops(context: Context) -> dict[str, NamedLoop]:
    """Return the loops that have a name, by id."""
    return {
        thing.id: NamedLoop(
            thing.id,
            thing.label(),
            thing.references(Property.THROUGH, Role.COMPONENT),
            thing.text(SKOS + "definition"),
            thing.place,
        )
        for thing in context.things(Role.LOOP)
    }


def build_skills(context: Context) -> dict[str, Skill]:
    """Return the skills, by id."""
    return {
        thing.id: Skill(thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place)
        for thing in context.things(Role.SKILL)
    }


def build_channels(context: Context) -> dict[str, FeedbackChannel]:
    """Return the feedback channels, by id."""
    return {
        thing.id: FeedbackChannel(
            thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place
        )
        for thing in context.things(Role.CHANNEL)
    }


def build_domains(context: Context) -> dict[str, Domain]:
    """Return the domains, by id."""
    return {thing.id: _domain(thing) for thing in context.things(Role.DOMAIN)}


def _domain(thing: Thing) -> Domain:
    origin = thing.text(Property.NAMED_IN)
    if origin is not None and origin not in _ORIGINS:
        thing.complain(
            "word-unknown",
            f'loop:namedIn is "{origin}".',
            "Write one of " + ", ".join(f'"{word}"' for word in _ORIGINS) + ".",
            about=thing.said(Property.NAMED_IN)[0],
        )
    channels = thing.references(Property.CHANNEL, Role.CHANNEL)
    if not thing.said(Property.CHANNEL):
        thing.complain(
            "domain-without-channel",
            "this domain has no feedback channel, so nothing says how it talks back.",
            "Name one that is defined as a loop:FeedbackChannel: loop:channel :test-suite ;",
            predicate=Property.CHANNEL,
            severity=Severity.WARNING,
        )
    return Domain(
        thing.id,
        thing.label(),
        thing.text(SKOS + "definition"),
        thing.references(Property.EXERCISES, Role.SKILL),
        channels,
        thing.references(Property.SERVES, Role.COMPONENT),
        origin,
        thing.place,
        thing.references(Property.TRAJECTORY, Role.EVIDENCE),
    )


def build_direct_numbers(context: Context, lists: Lists) -> dict[str, Observation]:
    """Return the numbers written directly on things as assumptions of ours, by id.

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
            for number in carried:
                observation = _direct_number(thing, number)
                if observation is not None:
                    found[observation.id] = observation
    return found


def _direct_number(thing: Thing, number: WrittenNumber) -> Observation | None:
    read = thing.number(number.property, number.allowed)
    if read is None:
        return None
    statement, value = read
    return Observation(
        f"{thing.id}.{number.metric}",
        thing.id,
        number.metric,
        value,
        direct=True,
        exact=number.exact or (number.metric == MetricName.FLOOR_DAYS and value == 0),
        place=statement.place,
    )


def _note_misplaced(context: Context, number: WrittenNumber) -> None:
    for statement in context.statements.with_predicate(number.property):
        role = context.roles.by_subject.get(statement.triple.subject)
        if role is None or role is Role.UNCLEAR or role in number.roles:
            continue
        thing = Thing(context, statement.triple.subject, role)
        thing.complain(
            "property-misplaced",
            f"{prefixed(number.property)} is written on {one_of([role])}.",
            f"It belongs on {one_of(number.roles)}.",
            about=statement,
        )
