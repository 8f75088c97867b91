"""Components, resources, stocks, named loops and domains; dependencies and their groups."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypedDict, TypeVar

from graph.errors import Place, Severity
from graph.model import (
    Alternative,
    Component,
    Dependency,
    Described,
    Domain,
    NamedLoop,
    Stock,
)
from graph.ontology.names import did_you_mean, nearest, prefixed
from graph.ontology.roles import TYPE, Role, class_local_name
from graph.ontology.statements import Statement
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import LOOP, RDFS, SKOS, Family, Kind, word

OfMap = TypeVar("OfMap", bound=Described)
_FAMILIES = {family.value.capitalize(): family for family in Family}
_ORIGINS = ("essay", "implied", "added", "reference")
_FAMILY_LIST = ", ".join(f"loop:{name}" for name in _FAMILIES)


def build_components(context: Context) -> dict[str, Component]:
    """Return the components, by id."""
    built = (_component(thing) for thing in context.things(Role.COMPONENT))
    return {component.id: component for component in built if component}


def _component(thing: Thing) -> Component | None:
    column = thing.reference(Property.COLUMN, Role.COLUMN)
    family = _family(thing, needed=not thing.said(Property.COLUMN))
    component = Component(
        thing.id,
        thing.label(),
        family,
        thing.text(SKOS + "definition"),
        thing.references(Property.PHASE, Role.PHASE),
        thing.references(Property.NEEDS_SKILL, Role.SKILL),
        thing.references(Property.IN_DOMAIN, Role.DOMAIN),
        thing.texts(SKOS + "note"),
        thing.place,
        thing.references(Property.ROUNDS_OF, Role.DRIVER),
        thing.references(Property.SIDE_BY_SIDE, Role.DRIVER),
        column,
    )
    return component if family or column else None


def _family(thing: Thing, *, needed: bool) -> Family | None:
    found: dict[Family, Statement] = {}
    for statement in thing.said(TYPE):
        if isinstance(statement.value, Iri):
            name = class_local_name(thing.context.statements, statement.value)
            if name in _FAMILIES:
                found.setdefault(_FAMILIES[name], statement)
    if not found and not needed:
        return None
    if not found:
        thing.complain(
            "family-missing",
            "it is a component, but of no family.",
            f"Give it one of the classes {_FAMILY_LIST}; or a column of your own: loop:column "
            ":checking ;",
            predicate=TYPE,
        )
        return None
    (family, first), *others = found.items()
    if thing.context.findings.excused(thing.name):
        return family
    for other, second in others:
        thing.complain(
            "family-twice",
            f"it is of the family {other.value} here and of {family.value} at {first.place}.",
            "Keep one of the two.",
            about=second,
        )
    return family


def build_described(
    context: Context,
    role: Role,
    record: Callable[[str, str, str | None, Place | None], OfMap],
) -> dict[str, OfMap]:
    """Return the members of a role that have a label, a definition and no more, by id."""
    return {
        thing.id: record(thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place)
        for thing in context.things(role)
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


_KINDS = {kind.value: kind for kind in Kind}
_KIND_LIST = ", ".join(f"loop:{kind.value.capitalize()}" for kind in Kind)


def build_dependencies(context: Context) -> dict[str, Dependency]:
    """Return the dependencies, by id."""
    built = (_dependency(thing) for thing in context.things(Role.DEPENDENCY))
    return {dependency.id: dependency for dependency in built if dependency}


def _dependency(thing: Thing) -> Dependency | None:
    has_name = thing.named()
    kind = _kind(thing)
    source = thing.required_reference(
        Property.FROM,
        "Say what is waited for: loop:from :some-component ;",
        Role.COMPONENT,
        Role.RESOURCE,
    )
    target = thing.required_reference(
        Property.TO, "Say what waits: loop:to :some-component ;", Role.COMPONENT
    )
    more = _more(thing) if thing.has_any(_MORE) else {}
    if not has_name or kind is None or source is None or target is None:
        return None
    resources = thing.context.ids(Role.RESOURCE)
    statement = thing.only(Property.FROM) if resources and kind is Kind.GATES else None
    if statement and statement.value in resources:
        thing.complain(
            "gate-from-resource",
            "a resource takes no days, so nothing can wait for it to finish.",
            "Let the dependency start at a component, and name the resource with loop:uses.",
            about=statement,
        )
    return Dependency(thing.id, source, target, kind, place=thing.place, **more)


class _More(TypedDict, total=False):
    """What few dependencies say besides, by the names that the record has for it."""

    label: str | None
    reason: str | None
    resources: tuple[str, ...]
    stock: str | None
    lead_time_of: tuple[str, ...]
    ordered_at_rate: str | None


_LABEL, _REASON = RDFS + "label", RDFS + "comment"
#: The properties that say it.
_MORE = frozenset(
    {
        _LABEL,
        _REASON,
        Property.USES,
        Property.ACCUMULATES_IN,
        Property.LEAD_TIME_OF,
        Property.ORDERED_AT_RATE,
    }
)


def _more(thing: Thing) -> _More:
    return {
        "label": thing.text(_LABEL),
        "reason": thing.text(_REASON),
        "resources": thing.references(Property.USES, Role.RESOURCE),
        "stock": thing.reference(Property.ACCUMULATES_IN, Role.STOCK),
        "lead_time_of": thing.references(Property.LEAD_TIME_OF, Role.COMPONENT),
        "ordered_at_rate": thing.reference(Property.ORDERED_AT_RATE, Role.DRIVER),
    }


@lru_cache(maxsize=64)
def _kind_named(iri: str) -> Kind | None:
    return _KINDS.get(word(iri)) if iri.startswith(LOOP) else None


def _kind(thing: Thing) -> Kind | None:
    statement = thing.only(Property.KIND)
    if statement is None:
        thing.missing(Property.KIND, f"Write one of {_KIND_LIST}.")
        return None
    value = statement.value
    kind = _kind_named(value) if isinstance(value, Iri) else None
    if kind is None:
        near = nearest(word(value), _KINDS) if isinstance(value, Iri) else ()
        question = did_you_mean(tuple(f"loop:{name.capitalize()}" for name in near[:1]))
        name = prefixed(value) if isinstance(value, Iri) else "no name"
        thing.complain(
            "kind-unknown",
            f"loop:kind is {name}.",
            f"{question}Write one of {_KIND_LIST}.",
            about=statement,
            meant=LOOP + near[0].capitalize() if near else None,
        )
    return kind


def build_alternatives(
    context: Context, dependencies: dict[str, Dependency]
) -> dict[str, Alternative]:
    """Return the groups of alternatives, by id; members are named from either side."""
    members: dict[str, set[str]] = {}
    for thing in context.things(Role.DEPENDENCY):
        for group in thing.references(Property.MEMBER_OF, Role.ALTERNATIVE):
            members.setdefault(group, set()).add(thing.id)
    for thing in context.things(Role.ALTERNATIVE):
        members.setdefault(thing.id, set()).update(
            thing.references(Property.MEMBER, Role.DEPENDENCY)
        )
    built: dict[str, Alternative] = {}
    group_of: dict[str, str] = {}
    for thing in context.things(Role.ALTERNATIVE):
        ids = tuple(sorted(members.get(thing.id, ())))
        _check_members(thing, ids, dependencies, group_of)
        built[thing.id] = Alternative(
            thing.id, thing.label(), ids, thing.text(RDFS + "comment"), thing.place
        )
    return built


def _odd_member(thing: Thing, dependencies: dict[str, Dependency]) -> Statement | None:
    """Return the member that leads elsewhere than most; of as many as that, the last."""
    said = [one for one in thing.said(Property.MEMBER) if word(str(one.value)) in dependencies]
    goals = [dependencies[word(str(one.value))].target for one in said]
    odd = [one for one, goal in zip(said, goals, strict=True) if goals.count(goal) * 2 <= len(said)]
    return odd[-1] if odd else None


def _check_members(
    thing: Thing,
    ids: tuple[str, ...],
    dependencies: dict[str, Dependency],
    group_of: dict[str, str],
) -> None:
    known = [dependencies[name] for name in ids if name in dependencies]
    told = any(
        thing.context.findings.has(name, Property.MEMBER_OF)
        for name in thing.context.roles.of(Role.DEPENDENCY)
    )
    if len(ids) < 2 and not told:
        thing.complain(
            "alternative-too-small",
            f"a group of alternatives needs two members or more; it has {len(ids)}.",
            "Name its dependencies with loop:member.",
            predicate=Property.MEMBER,
        )
    targets = sorted({dependency.target for dependency in known})
    if len(targets) > 1:
        thing.complain(
            "alternative-targets-differ",
            f"its members lead to {' and '.join(targets)}.",
            "Let all members of the group lead to the same component.",
            about=_odd_member(thing, dependencies),
        )
    for dependency in known:
        if dependency.kind is not Kind.GATES:
            thing.complain(
                "alternative-not-gate",
                f"its member {dependency.id} is of the kind {dependency.kind.value}.",
                "Only dependencies of the kind loop:Gates can stand in for each other.",
            )
        earlier = group_of.setdefault(dependency.id, thing.id)
        if earlier != thing.id:
            thing.complain(
                "alternative-overlap",
                f"its member {dependency.id} belongs to {earlier} as well.",
                "Let each dependency belong to one group.",
            )
