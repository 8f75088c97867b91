"""What things say of each other that cannot both be: successors, series, twins, the unnamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import DCTERMS, MAP, PROV, word

_QUOTED = "quoted"
#: Kinds of thing that are there for others to name, and how one says so.
_NAMED_BY = {
    Role.SUPPOSITION: "no scenario supposes it (loop:supposes)",
    Role.RESOURCE: "no dependency uses it (loop:uses)",
    Role.SKILL: "nothing needs or exercises it (loop:needsSkill, loop:exercises)",
    Role.CHANNEL: "no domain has it (loop:channel)",
    Role.STOCK: "nothing accumulates in it (loop:accumulatesIn)",
    Role.DRIVER: "nothing is counted by it (loop:roundsOf, loop:sideBySide, loop:orderedAtRate)",
    Role.SOURCE: "no number rests on it (prov:hadPrimarySource)",
}


def check_related(context: Context, own: Statements, model: LoopModel) -> None:
    """Note things that deny each other, and things that nothing names.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    for thing, found in own_numbers(context, own, model):
        _check_successor(thing, found, model)
        _check_reading(thing, found)
        _check_grounds(thing, found, model)
    for thing in context.things(Role.DOMAIN):
        if thing.name in own.by_subject:
            _check_trajectory(thing, model)
    _note_twin_scenarios(context, own, model)
    _note_unnamed(context, own)


def _check_successor(thing: Thing, found: Observation, model: LoopModel) -> None:
    """Note a number that is replaced by one of another thing or metric."""
    successor = model.observations.get(found.replaced_by or "")
    if successor is None:
        return
    for what, one, other in (
        ("about", found.subject, successor.subject),
        ("of the metric", found.metric, successor.metric),
    ):
        if one != other:
            thing.complain(
                "successor-of-another",
                f"it is {what} {one}, and {successor.id}, which is said to replace it, is {what} "
                f"{other}.",
                f"Name the newer number {what} {one}{_offer(found, model)}.",
                about=thing.said(DCTERMS + "isReplacedBy")[0],
                severity=Severity.WARNING,
            )
            return


def _offer(found: Observation, model: LoopModel) -> str:
    """Return the names of the newer numbers of the same thing and metric, in brackets."""
    newer = sorted(
        one.id
        for one in model.observations.values()
        if (one.subject, one.metric) == (found.subject, found.metric)
        and one.id != found.id
        and not one.direct
        and not one.replaced_by
    )
    return f" ({', '.join(f':{name}' for name in newer[:3])})" if newer else ""


def _check_reading(thing: Thing, found: Observation) -> None:
    """Note a number of which a page that quotes its source was read, and the source as well."""
    if found.quoted_by is None or found.read_as == _QUOTED:
        return
    said = thing.said(Property.READ_AS) or thing.said(Property.QUOTED_BY)
    told = f"loop:{found.read_as.capitalize()}" if found.read_as else "not given"
    thing.complain(
        "quoted-and-read",
        f"loop:quotedBy names the page that was read in place of its source, and loop:readAs is "
        f"{told}.",
        "Write loop:readAs loop:Quoted, or take loop:quotedBy away if the source itself was read.",
        about=said[0],
        severity=Severity.WARNING,
    )


def _check_grounds(thing: Thing, found: Observation, model: LoopModel) -> None:
    """Note a number that is derived from one that was withdrawn."""
    if found.retracted or found.replaced_by:
        return
    for statement in thing.said(PROV + "wasDerivedFrom"):
        ground = model.observations.get(word(str(statement.value)))
        if ground is not None and ground.retracted:
            thing.complain(
                "rests-on-retracted",
                f"it is derived from {ground.id}, which was retracted ({ground.place}).",
                "Derive it from a number that stands, or take that one out.",
                about=statement,
                severity=Severity.WARNING,
            )


def _check_trajectory(thing: Thing, model: LoopModel) -> None:
    """Note a point of a domain's trajectory that is of another series than the others."""
    points = [
        (statement, found)
        for statement in thing.said(Property.TRAJECTORY)
        if (found := model.observations.get(word(str(statement.value)))) is not None
    ]
    series = Counter((found.subject, found.metric) for _, found in points)
    if len(series) < 2:
        return
    most = max(series.values())
    # Of as many as that, what is about the domain itself is meant.
    usual = max(series, key=lambda one: (series[one] == most, one[0] == thing.id))
    for statement, found in points:
        if (found.subject, found.metric) != usual:
            thing.complain(
                "trajectory-mixed",
                f"{found.id} is a number of {found.subject} ({found.metric}), and the other points "
                f"of this trajectory are of {usual[0]} ({usual[1]}).",
                f"Name numbers of one thing and metric alone: {usual[0]}, {usual[1]}.",
                about=statement,
                severity=Severity.WARNING,
            )


def _note_twin_scenarios(context: Context, own: Statements, model: LoopModel) -> None:
    """Note scenarios that suppose the same numbers."""
    seen: dict[object, Thing] = {}
    things = sorted(context.things(Role.SCENARIO), key=lambda one: (one.place is None, one.place))
    for thing in things:
        scenario = model.scenarios.get(thing.id)
        if scenario is None or not scenario.suppositions or thing.name not in own.by_subject:
            continue
        key = frozenset((one.subject, one.metric, one.value) for one in scenario.suppositions)
        first = seen.setdefault(key, thing)
        if first is not thing:
            context.findings.excuse(thing.name)
            thing.complain(
                "scenario-twice",
                f"{prefixed(first.name)} at {first.place} supposes the same numbers.",
                "Take one of the two away, or suppose other numbers here.",
                severity=Severity.WARNING,
            )


def _note_unnamed(context: Context, own: Statements) -> None:
    """Note things that are there to be named by others, and that nothing names."""
    if context.findings.errors:
        # A misspelt name elsewhere may be the very one.
        return
    named: Mapping[str, object] = dict.fromkeys(own.objects)
    for role, why in _NAMED_BY.items():
        things = context.things(role)
        # Where none of them is named they are a list for later, and none is left out.
        if role is not Role.SUPPOSITION and not any(Iri(one.name) in named for one in things):
            continue
        for thing in things:
            if not thing.name.startswith(MAP) or thing.name not in own.by_subject:
                continue
            if Iri(thing.name) in named or context.findings.excused(thing.name):
                continue
            supposed = role is Role.SUPPOSITION
            thing.complain(
                "thing-unused",
                f"{why}, so that it changes no answer.",
                "Name it where it belongs, or take it away.",
                severity=Severity.WARNING if supposed else Severity.ADVICE,
            )
