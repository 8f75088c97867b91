"""Where names stand: definitions, references, and what a file or a map is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from graph.language_server.open_texts import uri_of
from graph.language_server.source_text import Encoding, SourceText
from graph.ontology.roles import TYPE, Role
from graph.records import record
from graph.turtle.document import Blank, Document, Iri, Literal, Triple
from graph.turtle.tokens import length_at
from graph.vocabulary import RDFS, SKOS, word

#: Names found in a map, at most.
_MOST = 300

_KINDS = {
    Role.COMPONENT: types.SymbolKind.Class,
    Role.DEPENDENCY: types.SymbolKind.Interface,
    Role.EVIDENCE: types.SymbolKind.Number,
    Role.SUPPOSITION: types.SymbolKind.Number,
    Role.METRIC: types.SymbolKind.Property,
    Role.SOURCE: types.SymbolKind.File,
    Role.DOMAIN: types.SymbolKind.Namespace,
    Role.SCENARIO: types.SymbolKind.Package,
    Role.LOOP: types.SymbolKind.Event,
    Role.DRIVER: types.SymbolKind.Variable,
}


class Occurrence(NamedTuple):
    """A place where a name stands.

    Attributes:
        document: the file.
        start: offset of the name in its text, a byte order mark not counted.
        end: the offset after it.
        defines: whether it is the subject of a statement that says what it is.
    """

    document: Document
    start: int
    end: int
    defines: bool

    def location(self, sources: Mapping[str, SourceText], encoding: Encoding) -> types.Location:
        """Return the place for an editor."""
        source = sources[self.document.file]
        width = source.mark_width
        where = source.range(self.start + width, self.end + width, encoding)
        return types.Location(uri_of(self.document.file), where)


def occurrences(documents: Iterable[Document], iri: str) -> tuple[Occurrence, ...]:
    """Return every place of a name, in the order of the files.

    Where one subject or property has several values it is written once, and stands here once.

    >>> from graph.turtle.reading import read_turtle
    >>> text = "<urn:a> a <urn:b> ; <urn:c> 1 . <urn:d> <urn:c> <urn:a> ."
    >>> [(one.start, one.defines) for one in occurrences([read_turtle(text, "f")], "urn:a")]
    [(0, True), (48, False)]
    """
    # Other formats are read without places.
    written = (document for document in documents if document.text)
    return tuple(one for document in written for one in _in(document, iri))


def _in(document: Document, iri: str) -> Iterator[Occurrence]:
    found: dict[int, bool] = {}
    for triple in document.triples:
        if triple.subject == iri and not isinstance(triple.subject, Blank):
            at = triple.subject_at
            found[at] = found.get(at, False) or triple.predicate == TYPE
        if triple.predicate == iri:
            found.setdefault(triple.predicate_at, False)
        if triple.object == iri and isinstance(triple.object, Iri):
            found.setdefault(triple.object_at, False)
    for start, defines in sorted(found.items()):
        yield Occurrence(document, start, start + length_at(document.text, start), defines)


def definitions(documents: Iterable[Document], iri: str) -> tuple[Occurrence, ...]:
    """Return where it is said what a thing is; else where anything is said of it."""
    found = occurrences(documents, iri)
    defining = tuple(one for one in found if one.defines)
    subjects = {
        (one.document.file, triple.subject_at)
        for one in found
        for triple in one.document.triples
        if triple.subject == iri
    }
    return defining or tuple(one for one in found if (one.document.file, one.start) in subjects)


@record(slots=False)
class Paragraph:
    """What a file says of one thing in one place.

    Attributes:
        subject: the thing.
        start: offset of its name.
        end: offset after the last that is said of it.
        label: what people call it, if that is said here.
        class_: its first class, if that is said here.
    """

    subject: str
    start: int
    end: int
    label: str | None
    class_: str | None


def paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """Return what a file is about, in order.

    >>> from graph.turtle.reading import read_turtle
    >>> [one.subject for one in paragraphs(read_turtle("<urn:a> <urn:b> [ <urn:c> 1 ] .", "f"))]
    ['urn:a']
    """
    groups: list[list[Triple]] = []
    last = -1
    placed = document.triples if document.text else ()
    for triple in sorted(placed, key=lambda one: one.object_at):
        if not isinstance(triple.subject, Blank) and triple.subject_at != last:
            last = triple.subject_at
            groups.append([])
        if groups:
            groups[-1].append(triple)
    return tuple(_paragraph(document, group) for group in groups)


def _paragraph(document: Document, group: Sequence[Triple]) -> Paragraph:
    subject = str(group[0].subject)
    own = [triple for triple in group if triple.subject == subject]
    texts = (one.object for one in own if one.predicate in (RDFS + "label", SKOS + "prefLabel"))
    label = next((text.lexical for text in texts if isinstance(text, Literal)), None)
    class_ = next((str(one.object) for one in own if one.predicate == TYPE), None)
    end = max(one.object_at + length_at(document.text, one.object_at) for one in group)
    return Paragraph(subject, group[0].subject_at, end, label, class_)


def document_symbols(
    document: Document, source: SourceText, roles: Mapping[str, Role], encoding: Encoding
) -> list[types.DocumentSymbol]:
    """Return what a file is about for the outline of an editor."""
    width = source.mark_width
    found = []
    for one in paragraphs(document):
        name_end = one.start + length_at(document.text, one.start)
        found.append(
            types.DocumentSymbol(
                name=word(one.subject) or one.subject,
                detail=one.label or (word(one.class_) if one.class_ else None),
                kind=_KINDS.get(roles.get(one.subject, Role.UNCLEAR), types.SymbolKind.Object),
                range=source.range(one.start + width, max(one.end, name_end) + width, encoding),
                selection_range=source.range(one.start + width, name_end + width, encoding),
            )
        )
    return found


def workspace_symbols(
    documents: Iterable[Document],
    query: str,
    sources: Mapping[str, SourceText],
    roles: Mapping[str, Role],
    encoding: Encoding,
) -> list[types.WorkspaceSymbol]:
    """Return the things of a map whose name or label holds the letters of a query in order.

    Names that hold the query as it is come first, then labels that do.
    """
    found: list[tuple[int, int, str, types.WorkspaceSymbol]] = []
    wanted = query.strip().removeprefix(":").casefold()
    for document in documents:
        for one in paragraphs(document):
            name = word(one.subject) or one.subject
            rank = match_rank(wanted, name, one.label or "")
            if rank is None or one.class_ is None:
                continue
            end = one.start + length_at(document.text, one.start)
            where = Occurrence(document, one.start, end, True).location(sources, encoding)
            kind = _KINDS.get(roles.get(one.subject, Role.UNCLEAR), types.SymbolKind.Object)
            symbol = types.WorkspaceSymbol(where, name, kind, container_name=one.label)
            found.append((rank, len(name), name, symbol))
    found.sort(key=lambda one: one[:3])
    return [symbol for *_, symbol in found[:_MOST]]


def match_rank(wanted: str, name: str, label: str) -> int | None:
    """Return how well a name fits what is typed, 0 the best; ``None`` if it does not.

    >>> match_rank("rev", "code-review", ""), match_rank("cdrv", "code-review", "")
    (1, 3)
    >>> match_rank("rev", "review", ""), match_rank("x", "review", "Review")
    (0, None)
    """
    name, label = name.casefold(), label.casefold()
    if name.startswith(wanted):
        return 0
    if wanted in name:
        return 1
    if wanted in label:
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in wanted) else None
