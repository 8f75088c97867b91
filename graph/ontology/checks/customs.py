"""What a map says of all numbers or parts but one: there it was left out, or is another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.checks.unfinished import is_unfinished
from graph.ontology.names import one_of, prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import ABOUT, DCTERMS, MEASURED, RDFS, word

#: So many others make a custom.
_OTHERS = 8


def _any(_: Observation) -> bool:
    return True


def _reported(found: Observation) -> bool:
    return found.source is not None


def _between(found: Observation) -> bool:
    return found.low is not None or found.high is not None


#: What may be left out, and of which numbers of one metric it is asked.
_OF_METRIC: Sequence[tuple[str, Callable[[Observation], bool]]] = (
    (RDFS + "label", _any),
    (Property.SETTING, _any),
    (Property.LAB, _reported),
    (Property.RATER, _any),
)
#: The same of the numbers of one file, and of those of the whole map.
_OF_MANY: Sequence[tuple[str, Callable[[Observation], bool], str]] = (
    (RDFS + "label", _reported, "reported numbers"),
    (Property.INTERVAL_LEVEL, _between, "numbers with an interval"),
)


#: Of how sound a check is, what is observed of the component that checks speaks as well.
_ANYWHERE = frozenset({"verifier-soundness"})
#: So many other numbers of a metric say what kind of thing it is told of: first of what the others
#: are, and what this one is; else of what the others are. What nobody says of a whole loop is
#: seldom said of a part, and what is measured of a part may be measured of a domain too.
_OTHERS_OF = {
    (Role.COMPONENT, Role.DOMAIN): 18,
    (Role.COMPONENT, Role.DEPENDENCY): 10,
    (Role.DOMAIN, Role.DEPENDENCY): 10,
    (Role.COMPONENT, Role.LOOP): 12,
    (Role.DOMAIN, Role.LOOP): 12,
}
_OTHERS_OF_ROLE = {Role.LOOP: 2, Role.COMPONENT: 5, Role.DOMAIN: 5, Role.DEPENDENCY: 3}
#: So many others of a row of names say what all of them are numbers of.
_ROW = 5


def check_customs(context: Context, own: Statements, model: LoopModel) -> None:
    """Note the one number of a metric, a file or the map that lacks what all others of it say.

    So is the one component of the map without a phase.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    _note_odd_subjects(context, own, model)
    _note_out_of_series(context, own, model)
    if context.findings.errors:
        return
    by_metric: dict[str, list[Thing]] = {}
    by_file: dict[str, list[Thing]] = {}
    unscored: list[Thing] = []
    for thing, found in own_numbers(context, own, model):
        if thing.place is not None:
            by_metric.setdefault(found.metric, []).append(thing)
            by_file.setdefault(thing.place.file, []).append(thing)
            metric = model.metrics.get(found.metric)
            if metric is None or not metric.anchors:
                # Many scores rest on one text, and say no more than where they stand in it.
                unscored.append(thing)
    for metric_id, things in by_metric.items():
        _note_odd_part(things, metric_id)
        for predicate, asked in _OF_METRIC:
            among = [one for one in things if asked(model.observations[one.id])]
            _note_left_out(among, predicate, f"numbers of {metric_id}")
    for things in by_file.values():
        _note_left_out(things, DCTERMS + "isReplacedBy", "numbers of this file")
        _note_left_out(things, RDFS + "label", "numbers of this file")
    for things, whose in (
        *((things, "of this file") for things in by_file.values()),
        (unscored, "of the map"),
    ):
        for predicate, asked, what in _OF_MANY:
            among = [one for one in things if asked(model.observations[one.id])]
            _note_left_out(among, predicate, f"{what} {whose}")
    components = [one for one in context.things(Role.COMPONENT) if one.name in own.by_subject]
    _note_left_out(components, Property.PHASE, "components of the map")


def _note_left_out(things: Sequence[Thing], predicate: str, what: str) -> None:
    lacking = [thing for thing in things if not thing.said(predicate) and not is_unfinished(thing)]
    if len(lacking) != 1 or len(things) <= _OTHERS:
        return
    (thing,) = lacking
    if not thing.context.findings.has(thing.name, predicate):
        thing.complain(
            "left-out",
            f"{prefixed(predicate)} is given on all {len(things) - 1} other {what}, and not here.",
            f"Give {prefixed(predicate)} here too.",
            predicate=predicate,
            severity=Severity.ADVICE,
        )


def _note_odd_part(things: Sequence[Thing], metric_id: str) -> None:
    """Note the one number of a metric that is of another thing than all others of it."""
    said = [(thing, one) for thing in things for one in thing.said(ABOUT)]
    counted = Counter(str(one.value) for _, one in said)
    if len(counted) != 2 or len(said) <= _OTHERS:
        return
    usual, odd = (name for name, _ in counted.most_common())
    thing, statement = next(found for found in said if str(found[1].value) == odd)
    roles = thing.context.roles.by_subject
    if counted[odd] > 1 or roles.get(odd) is not roles.get(usual) or word(odd) in thing.id:
        return
    if not thing.context.findings.has(thing.name, ABOUT):
        thing.complain(
            "unlike-others",
            f"it is of {prefixed(odd)}, and all {counted[usual]} other numbers of {metric_id} are "
            f"of {prefixed(usual)}.",
            f"Write {prefixed(usual)}, or say in its name or label that it is of another part.",
            about=statement,
            severity=Severity.ADVICE,
        )


def _note_odd_subjects(context: Context, own: Statements, model: LoopModel) -> None:
    """Note the one number of a metric that is told of another kind of thing than all others."""
    by_metric: dict[str, dict[Role, list[Thing]]] = {}
    for thing in context.things(Role.EVIDENCE):
        found, about = model.observations.get(thing.id), thing.said(ABOUT)
        role = context.roles.by_subject.get(str(about[0].value)) if about else None
        if role not in (None, Role.UNCLEAR) and found is not None and found.metric not in _ANYWHERE:
            by_metric.setdefault(found.metric, {}).setdefault(role, []).append(thing)
    for metric, roles in by_metric.items():
        odd = _odd_role(roles)
        if odd is None:
            continue
        thing, others = roles[odd][0], sorted(role for role in roles if role is not odd)
        told = context.findings.has
        if thing.name not in own.by_subject or any(
            told(thing.name, one) for one in (MEASURED, ABOUT)
        ):
            continue
        count = sum(len(roles[role]) for role in others)
        rest = f"all {count} other numbers" if count > 1 else "the one other number"
        thing.complain(
            "metric-of-wrong-kind",
            f"it is told of {one_of([odd])}, and {rest} of the metric {metric} "
            f"{'are' if count > 1 else 'is'} of {one_of(others)}.",
            f"Name {one_of(others)} (sosa:hasFeatureOfInterest), or another metric.",
            about=thing.said(ABOUT)[0],
            severity=Severity.WARNING,
        )


def _odd_role(roles: Mapping[Role, Sequence[Thing]]) -> Role | None:
    """Return the kind of thing that only one number of a metric is told of, if that is odd."""
    for odd, things in roles.items():
        others = {role: len(found) for role, found in roles.items() if role is not odd}
        if len(things) > 1 or not others or (odd is Role.LOOP and Role.LOOP in others):
            continue
        least = [_OTHERS_OF.get((role, odd), _OTHERS_OF_ROLE.get(role, _OTHERS)) for role in others]
        if sum(others.values()) >= max(least):
            return odd
    return None


def _note_out_of_series(context: Context, own: Statements, model: LoopModel) -> None:
    """Note the one number of a row of names in a file that is of another metric or thing."""
    rows: dict[tuple[str, ...], list[Thing]] = {}
    for thing in context.things(Role.EVIDENCE):
        if thing.id in model.observations and thing.place is not None:
            parts = thing.id.split("-")
            rows.setdefault((thing.place.file, parts[0]), []).append(thing)
            if len(parts) > 1:
                rows.setdefault((thing.place.file, parts[0], parts[-1]), []).append(thing)
    for things in rows.values():
        if len(things) > _ROW:
            found = [model.observations[one.id] for one in things]
            _note_other(things, MEASURED, [one.metric for one in found], own)
            _note_other(things, ABOUT, [one.subject for one in found], own)


def _note_other(
    things: Sequence[Thing], predicate: str, said: Sequence[str], own: Statements
) -> None:
    counted = Counter(said)
    usual, count = counted.most_common(1)[0]
    if count != len(things) - 1:
        return
    at = next(at for at, one in enumerate(said) if one != usual)
    thing, words = things[at], {*said[at].split("-")} - {*usual.split("-")}
    found, has = thing.said(predicate), thing.context.findings.has
    told = has(thing.name, ABOUT) or has(thing.name, MEASURED)
    # A name that says what it is a number of is no slip.
    if words & {*thing.id.split("-")} or thing.name not in own.by_subject:
        return
    if len(found) != 1 or told:
        return
    meant = things[said.index(usual)].said(predicate)[0]
    thing.complain(
        "name-disagrees",
        f"{prefixed(predicate)} is {prefixed(str(found[0].value))}, and of all "
        f"{count} other numbers in this file whose names begin and end like its own it is "
        f"{prefixed(str(meant.value))}.",
        f"Write {prefixed(str(meant.value))}, or give it a name of its own (loopmap rename).",
        about=found[0],
        severity=Severity.WARNING,
        meant=str(meant.value),
    )
