"""Components, resources, stocks and named loops; and the numbers written directly on things."""

from __future__ import annotations

from graph.model import Component, NamedLoop, Observation, Resource, Stock
from graph.ontology.names import one_of, prefixed
from graph.ontology.ranges import DIRECT_NUMBERS, DIRECT_ROLES
from graph.ontology.roles import TYPE, Role, class_local_name
from graph.ontology.statements import Statement
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import LOOP, SKOS, Family, MetricName

_FAMILIES = {family.value.capitalize(): family for family in Family}
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
        thing.references(LOOP + "phase", Role.PHASE),
        thing.references(LOOP + "needsSkill", Role.SKILL),
        thing.references(LOOP + "inDomain", Role.DOMAIN),
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
            thing.references(LOOP + "fedBy", Role.COMPONENT),
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
            thing.references(LOOP + "through", Role.COMPONENT),
            thing.text(SKOS + "definition"),
            thing.place,
        )
        for thing in context.things(Role.LOOP)
    }


def build_direct_numbers(context: Context) -> dict[str, Observation]:
    """Return the numbers written directly on things as assumptions of ours, by id."""
    _note_misplaced(context)
    found: dict[str, Observation] = {}
    for role, numbers in DIRECT_NUMBERS.items():
        used = [number for number in numbers if LOOP + number.term in context.statements.predicates]
        for thing in context.things(role) if used else ():
            for number in used:
                read = thing.number(LOOP + number.term, number.allowed)
                if read is None:
                    continue
                statement, value = read
                exact = number.exact or (number.metric == MetricName.FLOOR_DAYS and value == 0)
                observation = Observation(
                    f"{thing.id}.{number.metric}",
                    thing.id,
                    str(number.metric),
                    value,
                    direct=True,
                    exact=exact,
                    place=statement.place,
                )
                found[observation.id] = observation
    return found


def _note_misplaced(context: Context) -> None:
    for term, roles in DIRECT_ROLES.items():
        if LOOP + term not in context.statements.predicates:
            continue
        for statement in context.statements.with_predicate(LOOP + term):
            role = context.roles.by_subject.get(statement.triple.subject)
            if role is None or role is Role.UNCLEAR or role in roles:
                continue
            thing = Thing(context, statement.triple.subject, role)
            thing.complain(
                "property-misplaced",
                f"{prefixed(LOOP + term)} is written on {one_of([role])}.",
                f"It belongs on {one_of(roles)}.",
                about=statement,
            )
