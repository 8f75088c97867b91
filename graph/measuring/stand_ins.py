"""What stands in for numbers of one's own loop that nobody measured: borrowed, or assumed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Final

from graph.editing.paragraphs import Paragraph, dated, english, number, said
from graph.estimates import Estimate
from graph.measuring.evidence_file import HEAD, rounded, term
from graph.ontology.roles import TYPE
from graph.ontology.terms import Property
from graph.questions.own_loop.compute import BORROWED
from graph.records import record
from graph.turtle.document import Iri, Literal
from graph.vocabulary import (
    ABOUT,
    DCTERMS,
    LOOP,
    MAP,
    MEASURED,
    PREFIXES,
    RDFS,
    RESULT,
    SOURCE,
    XSD,
)

#: The level of the intervals here: nine cases in ten, as of estimates.
_LEVEL: Final = 0.9
#: The map that numbers are borrowed from, as a source.
SHIPPED: Final = "loopmap-shipped-map"
#: How the names of such numbers begin.
STANDS_IN: Final = ("assumed-", BORROWED)
_NOTE: Final = (
    "# What stands in for numbers that nobody measured. A number of your own in loop.ttl, or a\n"
    "# measured one, takes its place, and it is gone from here with the next measurement.\n"
)


@record
class StandIn:
    """A number that is assumed.

    Attributes:
        subject: id of the part or dependency.
        metric: the ontology's word.
        value: in the metric's unit.
        low: below which it lies in one case of twenty.
        high: above which it lies in one of twenty.
        reasoning: why.
    """

    subject: str
    metric: str
    value: float
    low: float
    high: float
    reasoning: str


#: In the order of the map.
ASSUMED: Final = (
    StandIn(
        "coding", "pass-time", 1.0, 0.25, 4.0,
        "A day from the first commit of a change to the last, more or less: chosen, not measured. "
        "Change it in loop.ttl: loop:passTime 2 ;",
    ),
    StandIn(
        "tests", "pass-time", 0.02, 0.005, 0.1,
        "Half an hour of machine time, more or less; it goes on while people read.",
    ),
    StandIn(
        "review", "pass-time", 0.02, 0.005, 0.08,
        "Half an hour of reading at one sitting, more or less. A git history shows the wait until "
        "the merge, and not the reading in it.",
    ),
    StandIn(
        "review", "queue-time", 0.5, 0.1, 2.5,
        "Half a day until somebody has read a change and merged it, more or less.",
    ),
    StandIn(
        "release", "pass-time", 0.02, 0.005, 0.08,
        "Half an hour of work for one change in a release, more or less.",
    ),
    StandIn(
        "release-gates-coding", "lag", 3.0, 1.0, 10.0,
        "Some changes are under way at once.",
    ),
)  # fmt: skip


def stand_ins_text(
    known: Collection[tuple[str, str]] = (),
    subjects: Collection[str] | None = None,
    borrowed: Iterable[Borrowed] = (),
) -> str:
    """Return what stands in, as a Turtle text with its digest.

    Args:
        known: subject and metric of what was measured, or written by a person.
        subjects: ids of the parts and dependencies that the map has; ``None`` for all.
        borrowed: what other loops tell.
    """

    def wanted(subject: str, metric: str) -> bool:
        return (subject, metric) not in known and (subjects is None or subject in subjects)

    paragraphs: list[Paragraph] = []
    lent = [one for one in borrowed if wanted(one.subject, one.metric)]
    if lent:
        paragraphs.append(_shipped_map(max(one.as_of or "" for one in lent)))
    paragraphs += [_borrowed(one) for one in lent]
    paragraphs += [_assumed(one) for one in ASSUMED if wanted(one.subject, one.metric)]
    namespaces: set[str] = set().union(*(one.namespaces for one in paragraphs))
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in namespaces}
    body = _NOTE + "\n" + "".join(f"@prefix {key}: <{iri}> .\n" for key, iri in prefixes.items())
    body += "".join("\n" + one.text(prefixes) for one in paragraphs)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return HEAD.format(method="nobody", digest=digest) + body


@record
class Borrowed:
    """A number of the loops of others.

    Attributes:
        subject: id of the part it is lent to.
        metric: the ontology's word.
        estimate: what the shipped map holds of it.
        setting: whose loops those are, as people call it.
        as_of: the newest day of that evidence.
        count: of the observations behind it.
    """

    subject: str
    metric: str
    estimate: Estimate
    setting: str
    as_of: str | None
    count: int


def _shipped_map(as_of: str) -> Paragraph:
    return Paragraph(
        Iri(MAP + SHIPPED),
        said(
            (TYPE, Iri(LOOP + "Source")),
            (DCTERMS + "title", english("The map that loopmap ships")),
            (DCTERMS + "issued", dated(as_of) if as_of else None),
            (Property.SOURCE_KIND, Literal("export", XSD + "string")),
        ),
    )


def _borrowed(one: Borrowed) -> Paragraph:
    estimate = one.estimate
    known = estimate.low is not None and estimate.high is not None
    return Paragraph(
        Iri(f"{MAP}{BORROWED}{one.subject}-{one.metric}"),
        said(
            (TYPE, Iri(LOOP + "Evidence")),
            (RDFS + "label", english(f"{one.subject}: {_words(one.metric)}, borrowed")),
            (ABOUT, Iri(MAP + one.subject)),
            (MEASURED, Iri(LOOP + term(one.metric))),
            (RESULT, number(rounded(estimate.median))),
            (Property.LOW, number(rounded(estimate.low)) if estimate.low is not None else None),
            (Property.HIGH, number(rounded(estimate.high)) if estimate.high is not None else None),
            (Property.INTERVAL_LEVEL, number(_LEVEL) if known else None),
            (Property.AS_OF, dated(one.as_of) if one.as_of else None),
            (Property.NOTION, Iri(LOOP + "SerialSpeed") if one.metric == "speedup" else None),
            (Property.GRADE, Iri(LOOP + "ModelEstimate")),
            (SOURCE, Iri(MAP + SHIPPED)),
            (
                Property.CAVEAT,
                english(
                    f"Borrowed, not measured here: what {one.count} observations of other loops "
                    f"({one.setting}) come to. How much AI speeds up your own coding is not known."
                ),
            ),
        ),
    )


def _assumed(one: StandIn) -> Paragraph:
    return Paragraph(
        Iri(f"{MAP}assumed-{one.subject}-{one.metric}"),
        said(
            (TYPE, Iri(LOOP + "Evidence")),
            (RDFS + "label", english(f"{one.subject}: {_words(one.metric)}, assumed")),
            (ABOUT, Iri(MAP + one.subject)),
            (MEASURED, Iri(LOOP + term(one.metric))),
            (RESULT, number(one.value)),
            (Property.LOW, number(one.low)),
            (Property.HIGH, number(one.high)),
            (Property.INTERVAL_LEVEL, number(_LEVEL)),
            (Property.GRADE, Iri(LOOP + "OurAssumption")),
            (Property.REASONING, english(one.reasoning)),
        ),
    )


def _words(metric: str) -> str:
    return metric.replace("-", " ")
