"""Measurements as a Turtle file of evidence: the same numbers, the same bytes.

One block an observation, in a stable order, no blank node, no time of writing. The file is ours as
long as nobody edits it: its first line holds a digest of the rest, and a file without that line, or
with another text than it speaks of, is never written over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from graph.editing.map_text import is_identifier
from graph.editing.paragraphs import Paragraph, Properties, dated, english, number, plain, said
from graph.editing.writing import FileChange
from graph.errors import UsageError
from graph.measuring.measurement import LEVEL, Measured, Measurement, Provenance
from graph.ontology.roles import TYPE
from graph.ontology.terms import Property
from graph.turtle.document import Iri, Literal
from graph.turtle.spelling import spell
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
    Bound,
)

#: Significant digits of a number that is written: more would be noise, and differ by engine.
DIGITS: Final = 4
_REPLACED: Final = DCTERMS + "isReplacedBy"
HEAD: Final = "# Measured by {method}; digest of what follows: {digest}\n"
_MARK: Final = re.compile(r"# Measured by [^\n]*; digest of what follows: ([0-9a-f]{64})\r?\n")
_NOTE: Final = (
    "# Measured again, this file is written anew. Write what is yours into another file;\n"
    "# a number there replaces one here by dcterms:isReplacedBy.\n"
)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BOUNDS: Final = {
    Bound.LOWER: Iri(LOOP + "LowerBound"),
    Bound.UPPER: Iri(LOOP + "UpperBound"),
}


def rounded(value: float) -> float:
    """Return a number to the digits that are written.

    >>> rounded(1.23456), rounded(0.0), rounded(123456.0)
    (1.235, 0.0, 123500.0)
    """
    return float(f"{value:.{DIGITS}g}")


def evidence_change(measured: Measured, path: Path, label: str | None = None) -> FileChange | None:
    """Return the change that writes measurements to a file; ``None`` if it stands so already.

    Args:
        measured: what a source says.
        path: of the file, which need not exist.
        label: as messages call it; the path itself without it.

    Raises:
        UsageError: the file was written by a person, or edited since it was measured; or two
            measurements are of the same thing, metric and period.
    """
    old = path.read_bytes() if path.exists() else None
    if old is not None:
        refuse_foreign(path, old)
    new = evidence_text(measured).encode()
    return None if old == new else FileChange(path, label or str(path), old, new)


def refuse_foreign(path: Path, old: bytes) -> None:
    """Refuse a file that no measurement wrote, or that was edited since.

    Raises:
        UsageError: it is such a file; the message says what to do instead.
    """
    text = old.decode("utf-8", "replace")
    head = _MARK.match(text)
    if head is None:
        raise UsageError(
            f"{path} is there already and was not written by a measurement. Name another: --out."
        )
    if hashlib.sha256(text[head.end() :].encode()).hexdigest() != head[1]:
        raise UsageError(
            f"{path} was edited since it was measured, and measuring again would lose that. Name "
            "another file with --out, or move the edited paragraphs into a file of their own."
        )


def evidence_text(measured: Measured) -> str:
    """Return measurements as a Turtle text: source, then numbers by part, metric and period.

    Raises:
        UsageError: two measurements are of the same thing, metric and period, or the source's name
            is no identifier.
    """
    if not is_identifier(measured.provenance.name):
        raise UsageError(
            f"'{measured.provenance.name}' is no name for a source: use small letters, digits and "
            "hyphens, beginning with a letter."
        )
    ordered = sorted(measured.measurements, key=_key)
    _refuse_doubles(ordered)
    replaced = {
        _name(second, measured.provenance): _name(first, measured.provenance)
        for first, second in pairwise(ordered)
        if _key(first)[:2] == _key(second)[:2]
    }
    paragraphs = [_source(measured.provenance)]
    paragraphs += [_observation(one, measured.provenance) for one in ordered]
    namespaces: set[str] = set().union(*(one.namespaces for one in paragraphs))
    if replaced:
        namespaces.add(DCTERMS)
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in namespaces}
    body = _NOTE + "\n" + "".join(f"@prefix {key}: <{iri}> .\n" for key, iri in prefixes.items())
    for paragraph in paragraphs:
        body += "\n" + paragraph.text(prefixes)
        older = replaced.get(paragraph.subject)
        if older is not None:
            body += _replacement(older, paragraph.subject, prefixes)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return HEAD.format(method=_clean(measured.provenance.method), digest=digest) + body


def _key(one: Measurement) -> tuple[str, str, str]:
    return (one.subject, one.metric, one.period.start.isoformat())


def _refuse_doubles(ordered: Sequence[Measurement]) -> None:
    for first, second in pairwise(ordered):
        if _key(first) == _key(second):
            raise UsageError(
                f"Two numbers are given for {first.metric} of {first.subject} in {first.period}: "
                f"{rounded(first.value):g} and {rounded(second.value):g}. Tell them apart, or "
                "leave one out."
            )


def _name(one: Measurement, provenance: Provenance) -> Iri:
    return Iri(f"{MAP}{provenance.name}-{one.subject}-{one.metric}-{one.period.word}")


def _source(provenance: Provenance) -> Paragraph:
    properties = said(
        (TYPE, Iri(LOOP + "Source")),
        (DCTERMS + "title", english(_clean(provenance.title))),
        (DCTERMS + "publisher", _optional(provenance.publisher)),
        # Records are kept from their first day on, and this is the edition of the last.
        (DCTERMS + "issued", _day(provenance.first_day or provenance.last_day)),
        (DCTERMS + "modified", _day(provenance.last_day)),
        (Property.ADDRESS, _optional(provenance.address)),
        (Property.SOURCE_KIND, None if provenance.address else plain(provenance.kind)),
        # Of the source, and not of each number: what is over stays as it is, whatever comes later.
        (DCTERMS + "identifier", [plain(one) for one in provenance.identifiers] or None),
    )
    return Paragraph(Iri(MAP + provenance.name), properties)


def _observation(one: Measurement, provenance: Provenance) -> Paragraph:
    metric = one.metric.replace("-", " ")
    label = f"{one.label or one.subject}: {metric}, {one.period}"
    known = one.low is not None and one.high is not None
    properties: Properties = said(
        (TYPE, Iri(LOOP + "Evidence")),
        (RDFS + "label", english(_clean(label))),
        (ABOUT, Iri(MAP + one.subject)),
        (MEASURED, Iri(LOOP + term(one.metric))),
        (RESULT, number(rounded(one.value))),
        (Property.LOW, number(rounded(one.low)) if one.low is not None else None),
        (Property.HIGH, number(rounded(one.high)) if one.high is not None else None),
        (Property.INTERVAL_LEVEL, number(LEVEL) if known else None),
        (Property.SAMPLE_SIZE, plain(f"{one.count:,} {one.counted}")),
        (Property.AS_OF, dated(one.period.as_of)),
        (Property.BOUND, _BOUNDS.get(one.bound)),
        (Property.GRADE, Iri(LOOP + term(one.grade))),
        (SOURCE, Iri(MAP + provenance.name)),
        (Property.CAVEAT, [english(_clean(text)) for text in _caveats(one)]),
    )
    return Paragraph(_name(one, provenance), properties)


def _caveats(one: Measurement) -> tuple[str, ...]:
    still = (f"The period was not over: records to {one.period.until}.",)
    return (
        f"Measured: {one.definition}",
        f"How: {one.obtained}",
        *one.caveats,
        *(still if one.period.is_open else ()),
    )


def _replacement(older: Iri, newer: Iri, prefixes: Mapping[str, str]) -> str:
    """What makes the number of a period give way to the next, said beside the newer one.

    The block of a period that is over stays as it is, whatever comes later.
    """
    named = (spell(term, prefixes) for term in (older, Iri(_REPLACED), newer))
    return " ".join(named) + " .\n"


def term(word: str) -> str:
    """Return a word as a term of the vocabulary: ``queue-time`` is ``QueueTime``."""
    return "".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _day(text: str | None) -> Literal | None:
    return dated(text) if text else None


def _optional(text: str | None) -> Literal | None:
    return plain(_clean(text)) if text else None


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()
