"""What a map says of all numbers of one kind but one: there it was probably left out."""

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


#: What may be left out, and of which numbers it is asked.
_ASKED: Sequence[tuple[str, Callable[[Observation], bool]]] = (
    (RDFS + "label", _any),
    (Property.SETTING, _any),
    (Property.LAB, lambda one: one.source is not None),
    (Property.RATER, _any),
)


def check_customs(context: Context, own: Statements, model: LoopModel) -> None:
    """Note the one number of a metric that lacks what all others of it say.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    if context.findings.errors:
        return
    by_metric: dict[str, list[Thing]] = {}
    by_file: dict[str, list[Thing]] = {}
    for thing in context.things(Role.EVIDENCE):
        found = model.observations.get(thing.id)
        if found is not None and thing.name in own.by_subject and thing.place is not None:
            by_metric.setdefault(found.metric, []).append(thing)
            by_file.setdefault(thing.place.file, []).append(thing)
    for metric, things in by_metric.items():
        for predicate, asked in _ASKED:
            among = [one for one in things if asked(model.observations[one.id])]
            _note_left_out(among, predicate, f"numbers of {metric}")
    for things in by_file.values():
        _note_left_out(things, DCTERMS + "isReplacedBy", "numbers of this file")


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
