"""Which RDF format a text is in, and what it says where it is not Turtle."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from graph.errors import Place, Problem
from graph.rdf.endings import ENDINGS, Format
from graph.records import record
from graph.turtle.document import Blank, Document, Iri, Literal, Term, Triple
from graph.turtle.reading import read_turtle
from graph.vocabulary import RDF, XSD

if TYPE_CHECKING:
    import rdflib

Statements = list[tuple[Iri | Blank, Iri, Term]]

_PARSERS = {
    Format.N_QUADS: "nquads",
    Format.TRIG: "trig",
    Format.JSON_LD: "json-ld",
    Format.RDF_XML: "xml",
}
#: What the program that wrote a file of a format should have called it.
_USUAL = {Format.JSON_LD: ".jsonld", Format.RDF_XML: ".owl", Format.OWL_XML: ".owx"}
_BEFORE_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.S
)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?(RDF|Ontology)[\s>/]")
_OUTSIDE_ENTITY = re.compile(
    r"<!ENTITY\s+(?:%\s+)?[^\s\"']+\s+(?:SYSTEM|PUBLIC)\b|<!DOCTYPE[^\[>]*\b(?:SYSTEM|PUBLIC)\b"
)


@record(slots=False)
class PlacelessDocument(Document):
    """A document of a format whose reader keeps no lines: problems name file and subject."""

    def place(self, offset: int) -> Place:  # noqa: ARG002 (the signature of a document)
        """Return the file alone: line 0 stands for no line."""
        return Place(self.file, 0, 0)

    def line(self, number: int) -> str:  # noqa: ARG002 (the signature of a document)
        """Return no text."""
        return ""


def format_of(text: str, name: str) -> Format:
    """Return the format of a text: what it shows itself to be, else what its name says.

    >>> format_of('{"@graph": []}', "map.txt").value
    'JSON-LD'
    >>> format_of(":a :b :c .", "map.owl").value
    'Turtle'
    """
    head = text[:200_000].removeprefix("\ufeff").lstrip()
    named = ENDINGS.get(PurePath(name).suffix.lower(), Format.TURTLE)
    if head.startswith(("<?xml", "<!DOCTYPE", "<!--")) or _ROOT.match(head):
        root = _ROOT.match(head, _BEFORE_ROOT.match(head).end())  # type: ignore[union-attr]
        return Format.OWL_XML if root and root[2] == "Ontology" else Format.RDF_XML
    if head.startswith("{") and named is not Format.TRIG and re.match(r'\{\s*("|\})', head):
        return Format.JSON_LD
    if head.startswith("[") and re.match(r"\[\s*(\{|\])", head) and _is_json(text):
        return Format.JSON_LD
    if named in (Format.JSON_LD, Format.RDF_XML):
        return Format.TURTLE
    return named


def _is_json(text: str) -> bool:
    try:
        json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        return False
    return True


def read_text(text: str, file: str) -> Document:
    """Return what a text of any RDF format says; Turtle and N-Triples with the place of each term.

    Args:
        text: decoded.
        file: the name by which messages call it; of its ending only ``.ttl`` must be true.

    Returns:
        The document; of N-Quads and TriG the statements of all graphs together.
    """
    found = format_of(text, file)
    if found in (Format.TURTLE, Format.N_TRIPLES):
        return read_turtle(text, file)
    refusal = _refusal(text, file, found)
    if refusal is not None:
        return PlacelessDocument(file, "", (), problems=(refusal,))
    try:
        return PlacelessDocument(file, "", placeless(_parsed(text, found)))
    except Exception as error:  # noqa: BLE001 (parsers of other people raise what they like)
        return PlacelessDocument(file, "", (), problems=(_broken(error, file, found, text),))


def _refusal(text: str, file: str, found: Format) -> Problem | None:
    ending = PurePath(file).suffix.lower()
    if found is Format.OWL_XML:
        return _problem(
            "format-unknown",
            file,
            "this is OWL/XML, which loopmap does not read.",
            "Save it as Turtle or RDF/XML; in Protégé: File, Save as.",
        )
    if ending == ".ttl":
        better = PurePath(file).with_suffix(_USUAL[found]).name
        return _problem(
            "format-not-as-named",
            file,
            f"this is {found.value}, and its name says Turtle.",
            f"Rename it to {better}; loopmap reads it then. Or convert it to Turtle, for example "
            "with rdfpipe of rdflib.",
        )
    if found is Format.RDF_XML and _OUTSIDE_ENTITY.search(text):
        return _problem(
            "format-reaches-out",
            file,
            "this RDF/XML asks for another file (an external entity), which is never read.",
            "Take the entity out, or write what it stands for in its place.",
        )
    if found is Format.JSON_LD:
        remote = _remote_context(text)
        if remote is not None:
            return _problem(
                "format-reaches-out",
                file,
                f"its @context stands elsewhere ({remote}), and nothing is ever fetched.",
                "Put the context itself into the file, or expand the JSON-LD before.",
            )
    return None


def _remote_context(text: str) -> str | None:
    try:
        waiting: list[Any] = [json.loads(text.removeprefix("\ufeff"))]
    except (ValueError, RecursionError):
        return None
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            waiting.extend(current)
        elif isinstance(current, dict):
            for key, value in current.items():
                if key == "@import" and isinstance(value, str):
                    return value
                if key == "@context":
                    several = value if isinstance(value, list) else [value]
                    for one in several:
                        if isinstance(one, str):
                            return one
                waiting.append(value)
    return None


def _broken(error: Exception, file: str, found: Format, text: str) -> Problem:
    line = column = 0
    if isinstance(error, json.JSONDecodeError):
        line, column, why = error.lineno, error.colno, error.msg
    else:
        said = str(getattr(error, "getMessage", lambda: error)()).strip().splitlines()
        why = said[0] if said else type(error).__name__
        where = getattr(error, "getLineNumber", None)
        if where is not None:
            line = where() or 0
            column = (error.getColumnNumber() or 0) + 1  # type: ignore[attr-defined]
    lines = text.splitlines()
    return Problem(
        "format-broken",
        f"this {found.value} cannot be read: {why}.",
        "Correct it where it was written, or write it anew.",
        place=Place(file, line, column),
        source_line=lines[line - 1] if 0 < line <= len(lines) else None,
    )


def _problem(code: str, file: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, remedy, place=Place(file, 0, 0))


def _parsed(text: str, found: Format) -> Statements:
    import rdflib

    graph = rdflib.Dataset(default_union=True)
    with rdflib_as_written():
        graph.parse(data=text, format=_PARSERS[found], publicID="urn:loopmap:file#")
    return [_statement(*quad[:3]) for quad in graph.quads((None, None, None, None))]


@contextmanager
def rdflib_as_written() -> Iterator[None]:
    """Let rdflib keep numbers as they are written, and be quiet about those that are none."""
    import rdflib

    logger, was = logging.getLogger("rdflib.term"), rdflib.NORMALIZE_LITERALS
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        logger.setLevel(level)
        rdflib.NORMALIZE_LITERALS = was


def _statement(
    subject: rdflib.term.Node, predicate: rdflib.term.Node, value: rdflib.term.Node
) -> tuple[Iri | Blank, Iri, Term]:
    node = _term(subject)
    assert not isinstance(node, Literal)  # noqa: S101 (RDF has no literal subjects)
    return node, Iri(str(predicate)), _term(value)


def _term(node: rdflib.term.Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.BNode):
        return Blank(f"_:{node}")
    if isinstance(node, rdflib.Literal):
        datatype = str(node.datatype or XSD + "string")
        language = node.language.lower() if node.language else None
        return Literal(str(node), f"{RDF}langString" if language else datatype, language)
    return Iri(str(node))


def placeless(statements: Statements) -> tuple[Triple, ...]:
    """Return statements as triples in an order of their own, each with offsets none other has.

    Blank nodes are named after what is said of them, so that the same statements give the same
    triples whatever labels a program made up.
    """
    names = _blank_names(statements)

    def named(term: Any) -> Any:
        return names.get(term, term) if isinstance(term, Blank) else term

    found = {(named(s), p, named(o)) for s, p, o in statements}
    ordered = sorted(found, key=lambda one: (one[0], one[1], type(one[2]).__name__, repr(one[2])))
    return tuple(
        Triple(subject, predicate, value, 3 * at, 3 * at + 1, 3 * at + 2)
        for at, (subject, predicate, value) in enumerate(ordered)
    )


def _blank_names(statements: Statements) -> dict[Blank, Blank]:
    from hashlib import sha256

    around: dict[Blank, list[tuple[str, str, Term]]] = {}
    for subject, predicate, value in statements:
        if isinstance(subject, Blank):
            around.setdefault(subject, []).append((">", predicate, value))
        if isinstance(value, Blank):
            around.setdefault(value, []).append(("<", predicate, subject))
    color = dict.fromkeys(around, "")
    count = 0
    while len(set(color.values())) > count and count < len(color):
        count = len(set(color.values()))
        color = {
            node: sha256(
                repr(
                    (
                        color[node],
                        sorted(
                            (way, link, color[term] if isinstance(term, Blank) else repr(term))
                            for way, link, term in said
                        ),
                    )
                ).encode()
            ).hexdigest()
            for node, said in around.items()
        }
    ordered = sorted(color, key=lambda node: (color[node], node))
    return {node: Blank(f"_:n{number}") for number, node in enumerate(ordered)}
