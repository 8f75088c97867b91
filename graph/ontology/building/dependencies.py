"""Dependencies, and the groups of which the earliest suffices."""

from __future__ import annotations

from graph.model import Alternative, Dependency
from graph.ontology.names import did_you_mean, nearest, prefixed
from graph.ontology.roles import Role
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import LOOP, RDFS, Kind, word

_KINDS = {kind.value: kind for kind in Kind}
_KIND_LIST = ", ".join(f"loop:{kind.value.capitalize()}" for kind in Kind)


def build_dependencies(context: Context) -> dict[str, Dependency]:
    """Return the dependencies, by id."""
    built = (_dependency(thing) for thing in context.things(Role.DEPENDENCY))
    return {dependency.id: dependency for dependency in built if dependency}


def _dependency(thing: Thing) -> Dependency | None:
    has_name = thing.named()
    kind = _kind(thing)
    source = thing.reference(Property.FROM, Role.COMPONENT, Role.RESOURCE)
    target = thing.reference(Property.TO, Role.COMPONENT)
    if source is None:
        thing.missing(Property.FROM, "Say what is waited for: loop:from :some-component ;")
    if target is None:
        thing.missing(Property.TO, "Say what waits: loop:to :some-component ;")
    label = thing.text(RDFS + "label")
    reason = thing.text(RDFS + "comment")
    resources = thing.references(Property.USES, Role.RESOURCE)
    stock = thing.reference(Property.ACCUMULATES_IN, Role.STOCK)
    if not has_name or kind is None or source is None or target is None:
        return None
    _check_source(thing, kind)
    return Dependency(thing.id, source, target, kind, label, reason, resources, stock, thing.place)


def _kind(thing: Thing) -> Kind | None:
    statement = thing.only(Property.KIND)
    if statement is None:
        thing.missing(Property.KIND, f"Write one of {_KIND_LIST}.")
        return None
    value = statement.value
    kind = _KINDS.get(word(value)) if isinstance(value, Iri) and value.startswith(LOOP) else None
    if kind is None:
        near = nearest(word(value), _KINDS) if isinstance(value, Iri) else ()
        question = did_you_mean(tuple(f"loop:{name.capitalize()}" for name in near[:1]))
        name = prefixed(value) if isinstance(value, Iri) else "no name"
        thing.complain(
            "kind-unknown",
            f"loop:kind is {name}.",
            f"{question}Write one of {_KIND_LIST}.",
            about=statement,
        )
    return kind


def _check_source(thing: Thing, kind: Kind) -> None:
    statement = thing.only(Property.FROM)
    if kind is not Kind.GATES or statement is None:
        return
    if thing.context.roles.by_subject.get(str(statement.value)) is Role.RESOURCE:
        thing.complain(
            "gate-from-resource",
            "a resource takes no days, so nothing can wait for it to finish.",
            "Let the dependency start at a component, and name the resource with loop:uses.",
            about=statement,
        )


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


def _check_members(
    thing: Thing,
    ids: tuple[str, ...],
    dependencies: dict[str, Dependency],
    group_of: dict[str, str],
) -> None:
    known = [dependencies[name] for name in ids if name in dependencies]
    if len(ids) < 2:
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
