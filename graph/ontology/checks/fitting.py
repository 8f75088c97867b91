"""Whether a thing fits what is said of it: its class its properties, its name its ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from graph.errors import Severity
from graph.ontology.names import one_of, prefixed
from graph.ontology.roles import CLASS_ROLES, TYPE, Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import CITO, DCTERMS, LOOP, OWL, PROV, RDFS, SOURCE, Kind, word

#: So many properties of one other kind of thing say that the class is wrong, and not they.
_MANY = 2
#: Properties by which nothing can stand to itself; ``loop:`` ones all are.
_NEVER_ITSELF = frozenset(
    {
        DCTERMS + "isReplacedBy",
        PROV + "wasDerivedFrom",
        SOURCE,
        RDFS + "subClassOf",
        CITO + "disputes",
        CITO + "confirms",
    }
)
_NAMED_AFTER = re.compile(
    r"(?P<tail>.+?)-(?P<verb>gates|improves|verifies|bypasses)(?:-to)?-(?P<head>.+)"
)


def check_fitting(context: Context, own: Statements) -> None:
    """Note things that do not fit what is said of them.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
    """
    domains = _domains(context.statements)
    for name, said in own.by_subject.items():
        _note_itself(context, name, said.values())
        role = context.roles.by_subject.get(name)
        if role is not None and role is not Role.UNCLEAR:
            _check_class(Thing(context, name, role), domains)


def _domains(statements: Statements) -> Mapping[str, frozenset[Role]]:
    """Return which kinds of thing have each property, where the vocabulary says so."""
    found: dict[str, frozenset[Role]] = {}
    for name, said in statements.by_subject.items():
        classes: set[str] = set()
        for statement in said.get(RDFS + "domain", ()):
            union = statements.of(str(statement.value), OWL + "unionOf")
            if union:
                members = statements.items(str(union[0].value))
                classes.update(str(one.value) for one in members)
            else:
                classes.add(str(statement.value))
        local = {one[len(LOOP) :] for one in classes if one.startswith(LOOP)}
        if local and local <= CLASS_ROLES.keys():
            found[name] = frozenset(CLASS_ROLES[one] for one in local)
    return found


def _check_class(thing: Thing, domains: Mapping[str, frozenset[Role]]) -> None:
    misfits = [
        predicate
        for predicate in thing.predicates
        if predicate in domains and thing.role not in domains[predicate]
    ]
    if not misfits:
        return
    wanted = frozenset.intersection(*(domains[one] for one in misfits))
    typed = thing.said(TYPE)
    if len(misfits) < _MANY or not wanted or not typed:
        for predicate in misfits:
            _note_misplaced(thing, predicate, domains[predicate])
        return
    findings = thing.context.findings
    findings.drop([one for one in findings.findings if thing.name in (one.focus, one.value)])
    classes = sorted(name for name, role in CLASS_ROLES.items() if role in wanted)
    listed = ", ".join(f"loop:{name}" for name in classes)
    thing.complain(
        "class-unfit",
        f"it is {one_of([thing.role])} here, and {' and '.join(map(prefixed, misfits[:3]))} "
        f"belong on {one_of(sorted(wanted))}.",
        f"Write the class {listed}." if len(classes) == 1 else f"Write one of {listed}.",
        about=typed[0],
        meant=LOOP + classes[0] if len(classes) == 1 else None,
    )


def _note_misplaced(thing: Thing, predicate: str, roles: Iterable[Role]) -> None:
    if thing.context.findings.has(thing.name, predicate):
        return
    thing.complain(
        "property-misplaced",
        f"{prefixed(predicate)} is written on {one_of([thing.role])}.",
        f"It belongs on {one_of(sorted(roles))}.",
        about=thing.said(predicate)[0],
        severity=Severity.WARNING,
    )


def _note_itself(context: Context, name: str, said: Iterable[Iterable[Statement]]) -> None:
    for found in said:
        for statement in found:
            predicate = statement.triple.predicate
            own = predicate.startswith(LOOP) or predicate in _NEVER_ITSELF
            if own and statement.value == name and isinstance(statement.value, Iri):
                role = context.roles.by_subject.get(name, Role.UNCLEAR)
                Thing(context, name, role).complain(
                    "names-itself",
                    f"{prefixed(predicate)} names {prefixed(name)} itself.",
                    "Name another thing, or take it away.",
                    about=statement,
                )


def lint_dependency_names(context: Context, own: Statements) -> None:
    """Note dependencies whose name tells other ends, or another kind, than they have.

    Asked before the loop is looked at, so that a knot that follows from it is not told as well.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
    """
    parts = {thing.id for thing in context.things(Role.COMPONENT)}
    kinds = {kind.value for kind in Kind}
    for thing in context.things(Role.DEPENDENCY):
        named = _NAMED_AFTER.fullmatch(thing.id)
        if named is None or not {named["tail"], named["head"]} <= parts:
            continue
        said = [thing.said(one) for one in (Property.FROM, Property.TO, Property.KIND)]
        if thing.name not in own.by_subject or any(len(found) != 1 for found in said):
            continue
        told = [word(str(found[0].value)) for found in said]
        # What is no component, or no kind, is told as such.
        if {*told[:2]} <= parts and told[2] in kinds:
            _check_name(thing, named, told)


def _check_name(thing: Thing, named: re.Match[str], told: Sequence[str]) -> None:
    source, target, kind = told
    meant = (named["tail"], named["head"])
    if (source, target) == meant:
        if kind != named["verb"]:
            _note_name(thing, Property.KIND, f"loop:{named['verb'].capitalize()}")
    elif (target, source) == meant:
        thing.complain(
            "name-disagrees",
            f"its name says that it leads from {meant[0]} to {meant[1]}, and loop:from and loop:to "
            "say the reverse.",
            "Exchange loop:from and loop:to, or rename it (loopmap rename).",
            about=thing.said(Property.FROM)[0],
            severity=Severity.WARNING,
        )
    else:
        at = 0 if source != meant[0] else 1
        _note_name(thing, (Property.FROM, Property.TO)[at], f":{meant[at]}")


def _note_name(thing: Thing, predicate: str, meant: str) -> None:
    value = prefixed(str(thing.said(predicate)[0].value))
    thing.complain(
        "name-disagrees",
        f"{prefixed(predicate)} is {value}, and its name says {meant}.",
        f"Write {meant}, or rename it (loopmap rename).",
        about=thing.said(predicate)[0],
        severity=Severity.WARNING,
    )
