"""Numbers that a newer one stands for by what they say of themselves, and that count beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.checks.dates import is_later
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.statements import Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri, Literal
from graph.vocabulary import CITO, DCTERMS, RDFS

_REPLACED = DCTERMS + "isReplacedBy"
#: By what one label tells another edition of a number from the rest of it.
_EDITION = re.compile(
    r"[,;]?\s*\(?\b(?:as (?P<first>first) (?:published|reported|told|measured|estimated)"
    r"|(?P<ordinal>first|second|third|fourth|earlier|later|old|new|revised|corrected)"
    r" (?:version|edition|estimate|draft|print)(?: of the \w+)?"
    r"|(?:suite|version|edition|revision|draft|release) (?P<number>\d+(?:\.\d+)*))\)?",
    re.IGNORECASE,
)
_ORDER = {"first": 1, "earlier": 0, "old": 0, "second": 2, "third": 3, "fourth": 4}
_UNNAMED, _NEWER = 2, 5
#: What a text says of a number that is to count no more.
_NOT_COUNTED = re.compile(
    r"\b(?:weighs nothing|counts no more|no longer counts|(?:is|was|has been) superseded)\b",
    re.IGNORECASE,
)


def check_superseded(context: Context, own: Statements, model: LoopModel) -> None:
    """Note numbers in force that are an older edition of another, or say that they do not count.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    editions: dict[tuple[object, ...], list[Thing]] = {}
    for thing, found in own_numbers(context, own, model):
        if found.replaced_by or found.retracted:
            continue
        if not context.findings.has(thing.name, _REPLACED):
            _check_words(thing)
            editions.setdefault(_same(found), []).append(thing)
    for things in editions.values():
        by_label: dict[str, list[Thing]] = {}
        for thing in things if len(things) > 1 else ():
            label = _text(thing, RDFS + "label")
            if label:
                by_label.setdefault(_EDITION.sub("", label), []).append(thing)
        for found_so in by_label.values():
            if len(found_so) > 1:
                _check_editions(found_so, model)


def _same(found: Observation) -> tuple[object, ...]:
    return (found.subject, found.metric, found.settings, found.lab, found.rater, found.notion)


def _text(thing: Thing, predicate: str) -> str:
    said = thing.said(predicate)
    value = said[0].value if said else None
    return value.lexical if isinstance(value, Literal) else ""


def _check_words(thing: Thing) -> None:
    for predicate in (Property.CAVEAT, RDFS + "label"):
        found = _NOT_COUNTED.search(_text(thing, predicate))
        if found is not None:
            thing.complain(
                "superseded-in-force",
                f"it says of itself that it {found[0].lower()}, and it counts.",
                "Name the number that stands for it (dcterms:isReplacedBy), or take it out of "
                "what counts (loop:retracted true).",
                about=thing.said(predicate)[0],
                severity=Severity.WARNING,
            )
            return


def _check_editions(things: Sequence[Thing], model: LoopModel) -> None:
    """Note the older of two editions of one number, both of which count."""
    in_order = sorted(things, key=lambda one: (_edition(one), one.place is None, one.place))
    newest = in_order[-1]
    dated = model.observations[newest.id].as_of
    for thing in in_order[:-1]:
        as_of = model.observations[thing.id].as_of
        apart = is_later(dated, as_of) or is_later(as_of, dated)
        if apart or _edition(thing) == _edition(newest) or _linked(thing, newest):
            continue
        thing.complain(
            "superseded-in-force",
            f"{newest.id} ({newest.place}) is a later edition of the same number, by its label, "
            "and both count.",
            f"Write dcterms:isReplacedBy :{newest.id} here, or tell the two apart in their labels.",
            about=thing.said(RDFS + "label")[0],
            severity=Severity.WARNING,
        )


def _edition(thing: Thing) -> tuple[int, ...]:
    """Return where an edition stands in the row of its like, by the words of its label."""
    found = _EDITION.search(_text(thing, RDFS + "label"))
    if found is None:
        return (_UNNAMED,)
    if found["number"]:
        return tuple(int(part) for part in found["number"].split("."))
    return (_ORDER.get((found["first"] or found["ordinal"]).lower(), _NEWER),)


def _linked(thing: Thing, other: Thing) -> bool:
    links = (Property.SAME_FACT_AS, CITO + "confirms", CITO + "disputes")
    pairs = ((thing, other), (other, thing))
    return any(
        Iri(goal.name) in {statement.value for statement in start.said(link)}
        for start, goal in pairs
        for link in links
    )
