"""What was computed, as statements about the map's own parts: answers as RDF, with PROV."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from graph.errors import UsageError
from graph.estimates import Interval
from graph.exporters.export_source import ExportSource
from graph.ontology.neighbours import ANSWER
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.rdf.query import ANSWERS_GRAPH
from graph.rdf.turtle_writing import Statement, to_turtle
from graph.turtle.document import Iri, Literal, Term
from graph.vocabulary import LOOP, MAP, PREFIXES, PROV, RDF, RDFS, XSD

_NAMESPACE = ANSWERS_GRAPH + "/"
_HEAD = """\
# Answers that loopmap computed from a map. No part of the map: loopmap never reads them as input.
# The same map, standpoint, draws and seed give the same bytes. When they were made stands here
# only if SOURCE_DATE_EPOCH says so.

"""


def to_answers_turtle(export: ExportSource) -> str:
    """Return the answer to what blocks the loop as Turtle, the same bytes for the same question.

    Args:
        export: its study and answer count.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    statements = answer_statements_of(export.answer)
    return _HEAD + to_turtle(statements, {"": MAP, "answer": _NAMESPACE, **_others()})


def _others() -> dict[str, str]:
    return {name: address for name, address in PREFIXES.items() if name}


def answer_statements_of(answer: CriticalPath) -> list[Statement]:
    """Return an answer as statements: one node for the answer, one for each part's standing.

    Args:
        answer: what blocks the loop.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    node = _answer_node(answer)
    found = list(_of_answer(node, answer))
    for item in answer.components:
        found += _of_standing(node, item)
    return found


def _answer_node(answer: CriticalPath) -> Iri:
    asked = (
        answer.ontology,
        answer.setting,
        answer.as_of,
        answer.draws,
        answer.seed,
        answer.evidence_only,
        answer.conditioning is None,
        answer.suppositions,
    )
    return Iri(f"{_NAMESPACE}{sha256(repr(asked).encode()).hexdigest()[:16]}")


def _of_answer(node: Iri, answer: CriticalPath) -> Iterator[Statement]:
    made, source = Iri(node + "-computing"), Iri(f"urn:sha256:{answer.ontology}")
    yield node, Iri(RDF + "type"), Iri(ANSWER)
    yield node, Iri(RDFS + "label"), Literal("what blocks the loop", RDF + "langString", "en")
    yield node, Iri(PROV + "wasDerivedFrom"), source
    yield node, Iri(PROV + "wasGeneratedBy"), made
    yield made, Iri(RDF + "type"), Iri(PROV + "Activity")
    yield made, Iri(PROV + "used"), source
    yield source, Iri(RDF + "type"), Iri(PROV + "Entity")
    when = _when()
    if when is not None:
        yield node, Iri(PROV + "generatedAtTime"), Literal(when, XSD + "dateTime")
    yield node, Iri(LOOP + "mapDigest"), Literal(answer.ontology, XSD + "string")
    yield node, Iri(LOOP + "computedForSetting"), Literal(answer.setting, XSD + "string")
    if answer.as_of:
        yield node, Iri(LOOP + "computedAsOf"), Literal(answer.as_of, XSD + "string")
    yield node, Iri(LOOP + "draws"), _whole(answer.draws)
    if answer.seed is not None:
        yield node, Iri(LOOP + "seed"), _whole(answer.seed)
    yield (
        node,
        Iri(LOOP + "evidenceOnly"),
        Literal(str(answer.evidence_only).lower(), XSD + "boolean"),
    )
    for supposed in answer.suppositions:
        yield node, Iri(LOOP + "supposed"), Literal(supposed, XSD + "string")
    yield from _interval(node, "computedPeriodDays", answer.period_days)
    yield from _interval(node, "computedPace", answer.pace)
    for part in answer.critical_cycle:
        yield node, Iri(LOOP + "bindsNow"), _part(part)


def _of_standing(node: Iri, item: ComponentResult) -> Iterator[Statement]:
    name = item.id if "/" not in item.id else sha256(item.id.encode()).hexdigest()[:16]
    standing = Iri(f"{node}-{name}")
    yield standing, Iri(RDF + "type"), Iri(LOOP + "ComputedStanding")
    yield standing, Iri(LOOP + "standingIn"), node
    yield standing, Iri(LOOP + "standingOf"), _part(item.id)
    yield standing, Iri(LOOP + "computedStatus"), Literal(item.status, XSD + "string")
    if item.acceleration is not None:
        yield from _interval(standing, "computedSpeedup", item.acceleration)
    yield standing, Iri(LOOP + "blockingShare"), _number(item.blocks)
    if item.criticality is not None:
        yield standing, Iri(LOOP + "criticalProbability"), _number(item.criticality)
    if item.next_bottleneck is not None:
        for part in item.next_bottleneck.takes_over:
            yield standing, Iri(LOOP + "bindsNext"), _part(part)


def _interval(node: Iri, name: str, value: Interval) -> Iterator[Statement]:
    ends = ((value.median, ""), (value.low, "Low"), (value.high, "High"))
    for number, end in ends:
        if number is not None:
            yield node, Iri(LOOP + name + end), _number(number)


def _part(identifier: str) -> Iri:
    return Iri(identifier if ":" in identifier else MAP + identifier)


def _whole(number: int) -> Term:
    return Literal(str(number), XSD + "integer")


def _number(number: float) -> Term:
    # Twelve digits: more than is known, and the same on every machine.
    return Literal(f"{number:.12g}", XSD + "double")


def _when() -> str | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"SOURCE_DATE_EPOCH is '{epoch}'; it must be a number of seconds since 1970."
        ) from None
