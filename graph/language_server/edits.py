"""Changes that an editor makes at its user's wish: another name, another layout, a remedy.

Nothing is written here: each function returns what the editor is to change in its own texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lsprotocol import types

from graph.editing.map_text import MapText
from graph.editing.rename import Renamed, rename
from graph.editing.writing import FileChange
from graph.errors import ProblemsError, UsageError
from graph.files import shipped_ontology
from graph.language_server.findings import remedy_of
from graph.language_server.maps_in_view import MapInView
from graph.language_server.open_texts import OpenText, OpenTexts, uri_of
from graph.language_server.source_text import Encoding, SourceText
from graph.ontology.inputs import InputFile
from graph.ontology.reading import Reading
from graph.turtle.document import Document
from graph.turtle.edit import Replacement
from graph.turtle.format import format_turtle
from graph.turtle.reading import read_turtle
from graph.vocabulary import MAP, word


def text_edits(
    replacements: Iterable[Replacement], source: SourceText, encoding: Encoding
) -> list[types.TextEdit]:
    """Return replacements, in offsets without a byte order mark, for an editor."""
    width = source.mark_width
    return [
        types.TextEdit(source.range(one.start + width, one.end + width, encoding), one.text)
        for one in sorted(replacements)
    ]


def smallest_change(old: str, new: str) -> tuple[Replacement, ...]:
    r"""Return what makes one text of another, line by line, so that a cursor stays in its place.

    >>> smallest_change("a\nb\nc\n", "a\nB\nc\n")
    (Replacement(start=2, end=4, text='B\n'),)
    >>> smallest_change("a", "a")
    ()
    """
    from difflib import SequenceMatcher

    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Replacement(starts[a], starts[b], "".join(after[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def formatting(text: OpenText, encoding: Encoding) -> list[types.TextEdit]:
    """Return what lays out a text in the one way.

    Raises:
        ProblemsError: it is no Turtle, and stays as it is.
        DiffersError: laid out it would say something else; a defect of the layout.
    """
    document = read_turtle(text.text, text.file, text.uri)
    if document.problems:
        raise ProblemsError(document.problems)
    laid_out = format_turtle(document, text.uri)
    return text_edits(smallest_change(text.text, laid_out), text.source, encoding)


def quick_fixes(
    text: OpenText, given: Sequence[types.Diagnostic], encoding: Encoding
) -> list[types.CodeAction]:
    """Return one action for each finding whose remedy can be put in as it is.

    A finding of a text that has changed in that place since has none.

    Args:
        text: as it stands in the editor.
        given: findings, with their places as the editor moved them while its user typed.
        encoding: the unit of columns.
    """
    found = []
    for diagnostic in given:
        remedy = remedy_of(diagnostic)
        if remedy is None:
            continue
        ends = (diagnostic.range.start, diagnostic.range.end)
        start, end = (text.source.offset(place, encoding) for place in ends)
        if text.source.text[start:end] != remedy.found:
            continue
        shown = remedy.replacement.strip() or "nothing"
        edit = types.TextEdit(diagnostic.range, remedy.replacement)
        found.append(
            types.CodeAction(
                title=f"Write {shown} instead of {remedy.found.strip() or 'nothing'}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=True,
                edit=types.WorkspaceEdit(changes={text.uri: [edit]}),
            )
        )
    return found


def renaming(
    view: MapInView,
    reading: Reading,
    texts: OpenTexts,
    sources: Mapping[str, SourceText],
    iri: str,
    new: str,
    encoding: Encoding,
) -> types.WorkspaceEdit:
    """Return what gives a thing another name in every file of its map, open or not.

    Args:
        view: the map.
        reading: its documents at this moment.
        texts: the open files.
        sources: the texts of the map, by what messages call their files.
        iri: of the thing.
        new: its new id; a colon before it does not matter.
        encoding: the unit of columns.

    Raises:
        UsageError: it is no thing of the map, the name is taken or no name, or a file holds errors
            of syntax, so that names in it could be missed.
    """
    if not iri.startswith(MAP):
        raise UsageError(f"{word(iri)} is a word of the vocabulary, and keeps its name.")
    if reading.problems:
        first = reading.problems[0]
        raise UsageError(f"Mend this first, or a name might be missed: {first}")
    for document in reading.documents:
        if not document.text and any(iri in triple[:3] for triple in document.triples):
            raise UsageError(
                f"{document.file} names it too and is no Turtle, so that it cannot be changed at "
                "its place. Rename it there with the program that wrote it, then here."
            )
    text = _map_text(view, reading)
    renamed = rename(text, word(iri), new.strip().removeprefix(":"))
    # Proves, by reading what would come of it, that nothing else changes.
    text.outcome()
    fresh = MAP + new.strip().removeprefix(":")
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile]
    changes = []
    for path, document in text.documents.items():
        found = text.editor(path).rename(iri, fresh).replacements
        if found:
            edits = text_edits(found, sources[document.file], encoding)
            changes.append(_edit_of(document.file, edits, texts))
    changes += (_table_edit(table, texts, encoding) for table in _tables(renamed))
    return types.WorkspaceEdit(document_changes=changes)


def _edit_of(
    file: str, edits: Sequence[types.TextEdit], texts: OpenTexts
) -> types.TextDocumentEdit:
    text = texts.by_file(file)
    uri, version = (text.uri, text.version) if text else (uri_of(file), None)
    name = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    return types.TextDocumentEdit(name, list(edits))


def _tables(renamed: Renamed) -> Iterable[FileChange]:
    return (table for table in renamed.tables if table.old is not None and table.new is not None)


def _table_edit(table: FileChange, texts: OpenTexts, encoding: Encoding) -> types.TextDocumentEdit:
    old, new = ((data or b"").decode("utf-8", "replace") for data in (table.old, table.new))
    source = SourceText(old)
    replacements = smallest_change(old, new)
    edits = [
        types.TextEdit(source.range(one.start, one.end, encoding), one.text) for one in replacements
    ]
    return _edit_of(str(table.path), edits, texts)


def _map_text(view: MapInView, reading: Reading) -> MapText:
    shipped = shipped_ontology()
    roots = tuple(path if path.is_dir() else path.parent for path in view.paths)
    if shipped.name == "_ontology" and any(root.resolve() == shipped for root in roots):
        raise UsageError("The map inside an installed package is not changed; copy the folder.")
    files: dict[Path, InputFile] = {}
    documents: dict[Path, Document] = {}
    for document in reading.documents:
        path = Path(document.file).resolve()
        data = document.text.encode("utf-8", "surrogatepass")
        files[path] = InputFile(path.name, document.file, data, document.text)
        documents[path] = document
    return MapText(tuple(root.resolve() for root in roots), files, documents, reading.vocabulary)
