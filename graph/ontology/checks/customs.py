"""What a map says of all numbers or components but one: there it was probably left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import DCTERMS, RDFS

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
    (Property.READ_AS, _reported, "reported numbers"),
    (Property.INTERVAL_LEVEL, _between, "numbers with an interval"),
)


def check_customs(context: Context, own: Statements, model: LoopModel) -> None:
    """Note the one number of a metric, a file or the map that lacks what all others of it say.

    So is the one component of the map without a phase.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    if context.findings.errors:
        return
    by_metric: dict[str, list[Thing]] = {}
    by_file: dict[str, list[Thing]] = {}
    unscored: list[Thing] = []
    for thing in context.things(Role.EVIDENCE):
        found = model.observations.get(thing.id)
        if found is not None and thing.name in own.by_subject and thing.place is not None:
            by_metric.setdefault(found.metric, []).append(thing)
            by_file.setdefault(thing.place.file, []).append(thing)
            metric = model.metrics.get(found.metric)
            if metric is None or not metric.anchors:
                # Many scores rest on one text, and say no more than where they stand in it.
                unscored.append(thing)
    for metric_id, things in by_metric.items():
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
    lacking = [thing for thing in things if not thing.said(predicate)]
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
