"""The files of a map as texts that can be changed, and what they say together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path

from graph.editing.journal import Edit, forget_last, remember
from graph.editing.writing import FileChange, locked, refuse_place, write_changes
from graph.errors import OntologyError, Problem, UsageError
from graph.files import seen_from_here, shipped_ontology
from graph.model import LoopModel
from graph.ontology.inputs import InputFile, find_inputs
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.reading import build_model, context_of, read_documents
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Findings, Statements
from graph.ontology.things import Context
from graph.records import record
from graph.turtle.document import Document, Iri
from graph.turtle.edit import Change, Editor, edited
from graph.turtle.reading import read_turtle
from graph.vocabulary import MAP, RDFS, word

_BOM = b"\xef\xbb\xbf"


class WouldBreakError(OntologyError):
    """With the change the map would have errors that it has not now; nothing was written."""

    exit_code = 2


@record
class Said:
    """What the files say together.

    Attributes:
        model: the map.
        context: statements and roles.
        errors: what stands in the way of an answer.
    """

    model: LoopModel
    context: Context
    errors: tuple[Problem, ...]


def _said(documents: Iterable[Document]) -> Said:
    findings = Findings()
    context = context_of(Statements(tuple(documents)), findings)
    model = build_model(context)
    return Said(model, context, findings.errors)


@dataclass
class MapText:
    """The files of one map, read, with the changes that are to be made.

    Attributes:
        roots: the folders that the map's files lie in; nothing is written elsewhere.
        files: the files by their path, links followed.
        documents: what they say, by the same path.
        vocabulary: the documents of the shipped vocabulary that the files do not bring.
    """

    roots: tuple[Path, ...]
    files: dict[Path, InputFile]
    documents: dict[Path, Document]
    vocabulary: tuple[Document, ...]
    _changes: dict[Path, Change] = field(default_factory=dict)
    _paragraphs: dict[Path, list[str]] = field(default_factory=dict)
    _namespaces: dict[Path, set[str]] = field(default_factory=dict)
    _editors: dict[Path, Editor] = field(default_factory=dict)
    _replaced: list[FileChange] = field(default_factory=list)
    _after: LoopModel | None = None
    _documents_after: tuple[Document, ...] = ()

    @property
    def root(self) -> Path:
        """The first folder of the map, under which its edits are kept, from the very top on.

        A path below it is so the same wherever it is looked for, also of a file that is not there.
        """
        return self.roots[0].absolute()

    @cached_property
    def said(self) -> Said:
        """What the files say as they are."""
        return _said((*self.documents.values(), *self.vocabulary))

    @property
    def after(self) -> LoopModel:
        """The map with the changes that ``outcome`` proved; as it is before it was asked."""
        return self._after or self.said.model

    @property
    def documents_after(self) -> tuple[Document, ...]:
        """The files with the changes that ``outcome`` proved; as they are before it was asked."""
        return self._documents_after or tuple(self.documents.values())

    # Finding things

    def iri_of(self, name: str, *roles: Role) -> Iri:
        """Return what a name means: an id, a prefixed or full name, or a label.

        Args:
            name: as typed.
            roles: the kinds of thing that are meant; of any kind without one.

        Raises:
            UsageError: nothing or several things are called so; the message says what is near.
        """
        wanted = name.strip().removeprefix(":")
        by_subject = self.said.context.roles.by_subject
        known = [iri for iri, role in by_subject.items() if not roles or role in roles]
        for candidate in (MAP + wanted, wanted):
            if candidate in known:
                return Iri(candidate)
        by_word = {word(iri): iri for iri in known}
        if wanted in by_word:
            return Iri(by_word[wanted])
        labelled = [iri for iri in known if wanted.casefold() in self._labels(iri)]
        if len(labelled) == 1:
            return Iri(labelled[0])
        what = " or ".join(roles) or "thing"
        if labelled:
            raise UsageError(f"'{name}' may mean {' or '.join(map(word, labelled))}. Use one id.")
        near = did_you_mean(nearest(wanted, by_word))
        raise UsageError(f"There is no {what} '{name}' on the map. {near}".rstrip())

    def _labels(self, iri: str) -> set[str]:
        found = self.said.context.statements.of(iri, RDFS + "label")
        return {str(getattr(one.value, "lexical", "")).casefold() for one in found}

    def free_iri(self, identifier: str) -> Iri:
        """Return the IRI for a new thing.

        Raises:
            UsageError: the name is taken, or is not made of small letters, digits and hyphens.
        """
        if not is_identifier(identifier):
            raise UsageError(
                f"'{identifier}' is no name for a thing: use small letters, digits and hyphens, "
                "beginning with a letter, such as prompt-review."
            )
        statements = self.said.context.statements
        taken = statements.by_subject.get(MAP + identifier)
        if taken or MAP + identifier in statements.objects:
            place = next(iter(taken.values()))[0].place if taken else "another file"
            raise UsageError(f"The name '{identifier}' is taken already ({place}).")
        return Iri(MAP + identifier)

    def path_of(self, subject: str) -> Path:
        """Return the file in which it is said what a thing is."""
        said = self.said.context.statements.by_subject.get(subject, {})
        statement = next(iter(said.get(TYPE) or next(iter(said.values()), [])), None)
        for path, document in self.documents.items():
            if statement is not None and document is statement.document:
                return path
        raise UsageError(f"{word(subject)} stands in no file of this map that can be changed.")

    def index_of(self, subject: str, predicate: str, path: Path) -> list[int]:
        """Return the statements of a file about a subject with a property."""
        triples = self.documents[path].triples
        return [
            at
            for at, one in enumerate(triples)
            if one.subject == subject and one.predicate == predicate
        ]

    # Changing

    def editor(self, path: Path) -> Editor:
        """Return what makes changes to a file."""
        if path not in self._editors:
            self._editors[path] = Editor(self.documents[path])
        return self._editors[path]

    def change(self, path: Path, change: Change) -> None:
        """Note a change to be made to a file."""
        self._changes[path] = self._changes.get(path, Change()) + change

    def append(self, path: Path, paragraph: str, namespaces: Iterable[str]) -> None:
        """Note a paragraph to be put at the end of a file, old or new."""
        self._paragraphs.setdefault(path, []).append(paragraph.strip("\n"))
        self._namespaces.setdefault(path, set()).update(namespaces)

    def replace_file(self, change: FileChange) -> None:
        """Note a Turtle file that is written as a whole, such as one of an import."""
        self._replaced.append(change)

    def new_path(self, name: str | Path) -> Path:
        """Return where a file of the map is, or is to be.

        Args:
            name: relative to the map's folder, or a path to a file in it.

        Raises:
            UsageError: it would lie outside.
        """
        given = Path(name)
        beside = given if given.is_absolute() or given.exists() else self.root / given
        return refuse_place(beside, self.roots)

    def prefixes_for(self, path: Path, namespaces: Iterable[str]) -> dict[str, str]:
        """Return the prefixes with which a paragraph for a file can be written."""
        wanted = set(namespaces)
        if path in self.documents:
            return self.editor(path).prefixes_with(wanted)
        return Editor(Document("new", "", ())).prefixes_with(wanted)

    def outcome(self) -> tuple[FileChange, ...]:
        """Return every file before and after the changes noted, proved and checked.

        Raises:
            WouldBreakError: the map would have errors that it has not now.
        """
        after = dict(self.documents)
        changes = []
        for path in sorted({*self._changes, *self._paragraphs}):
            document = self.documents.get(path, Document(str(seen_from_here(path)), "", ()))
            change = self._changes.get(path, Change())
            if path in self._paragraphs:
                editor = self.editor(path) if path in self.documents else Editor(document)
                text = "\n\n".join(self._paragraphs[path]) + "\n"
                change = change + editor.append(text, self._namespaces[path])
            text = edited(document, change)
            if text == document.text:
                continue
            after[path] = read_turtle(text, document.file)
            file = self.files.get(path)
            bom = _BOM if file is not None and file.data.startswith(_BOM) else b""
            changes.append(
                FileChange(path, document.file, file.data if file else None, bom + text.encode())
            )
        for one in self._replaced:
            after[one.path] = read_turtle((one.new or b"").decode(), one.label)
            changes.append(one)
        self._documents_after = tuple(after.values())
        self._refuse_new_errors(after)
        return tuple(changes)

    def _refuse_new_errors(self, after: dict[Path, Document]) -> None:
        found = _said((*after.values(), *self.vocabulary))
        self._after = found.model
        if not found.errors:
            return
        known = {(one.code, one.subject, one.message) for one in self.said.errors}
        new = [one for one in found.errors if (one.code, one.subject, one.message) not in known]
        if new:
            raise WouldBreakError(new)

    def subjects_in(self, path: Path) -> set[str]:
        """Return of what a file speaks; of nothing if the map has no such file."""
        document = self.documents.get(path)
        return {str(triple.subject) for triple in document.triples} if document else set()


def is_identifier(text: str) -> bool:
    """Return whether a text can be the name of a thing on the map.

    >>> is_identifier("prompt-review"), is_identifier("Prompt review")
    (True, False)
    """
    return (
        text.isascii()
        and text[:1].isalpha()
        and text == text.lower()
        and text.replace("-", "").isalnum()
        and not text.endswith("-")
    )


def read_map_text(paths: Sequence[str | Path]) -> MapText:
    """Return the files of a map as texts that can be changed.

    Args:
        paths: folders and files.

    Raises:
        UnreadableError: something could not be read or is not Turtle.
        UsageError: the map comes from standard input.
    """
    if any(str(path) == "-" for path in paths):
        raise UsageError("What comes from standard input cannot be changed. Name a file.")
    reading = read_documents(paths)
    inputs = find_inputs(paths)
    roots = tuple(path if path.is_dir() else path.parent for path in map(Path, paths))
    packaged = shipped_ontology()
    if packaged.name == "_ontology" and any(root.resolve() == packaged for root in roots):
        raise UsageError(
            "The map inside an installed package is not changed: copy the folder "
            f"{packaged}, and name the copy with --ontology."
        )
    by_label = {document.file: document for document in reading.documents}
    files = {refuse_place(Path(file.label), roots): file for file in inputs.files}
    for path, file in files.items():
        if by_label[file.label].text != file.text.removeprefix("\ufeff"):
            raise UsageError(f"{path} is being changed by another program. Try again.")
    documents = {path: by_label[file.label] for path, file in files.items()}
    return MapText(roots, files, documents, reading.vocabulary)


def new_map_text(folder: Path) -> MapText:
    """Return a map that has no file yet, to be written into a folder."""
    reading = read_documents(("-",), stdin=StringIO(f"@prefix : <{MAP}> .\n"))
    return MapText((folder,), {}, {}, reading.vocabulary)


@contextmanager
def editing(paths: Sequence[str | Path]) -> Iterator[MapText]:
    """Read a map for a change, and keep other writers out until the body is done.

    Args:
        paths: folders and files.
    """
    folders = [path if path.is_dir() else path.parent for path in map(Path, paths)]
    with locked([folder for folder in folders if folder.is_dir()]):
        yield read_map_text(paths)


@record
class Outcome:
    """What an edit did, or would do.

    Attributes:
        edit: what it is called, and the files before and after.
        written: whether it was written.
        undoable: whether ``undo`` takes it back.
        notes: what the person should know besides.
    """

    edit: Edit
    written: bool
    undoable: bool
    notes: tuple[str, ...] = ()

    def diff(self) -> str:
        """Return all changes as unified diffs."""
        return "\n".join(change.diff() for change in self.edit.changes)


def carry_out(
    text: MapText,
    title: str,
    *,
    dry_run: bool = False,
    notes: Iterable[str] = (),
    further: Iterable[FileChange] = (),
) -> Outcome:
    """Write the changes noted in a map, unless they are only to be shown.

    Args:
        text: read by ``editing``.
        title: the command, as people call it.
        dry_run: whether nothing is written.
        notes: what the person should know besides.
        further: changes of files that are no Turtle.

    Raises:
        WouldBreakError: the map would have errors that it has not now.
        ChangedMeanwhileError: a file differs from what was read.
        UsageError: a file cannot be written.
    """
    edit = Edit(title, (*text.outcome(), *further))
    if dry_run or not edit.changes:
        return Outcome(edit, False, False, tuple(notes))
    return Outcome(edit, True, write_edit(text.root, edit), tuple(notes))


def write_edit(root: Path, edit: Edit) -> bool:
    """Write an edit and keep it for an undo; return whether it can be undone."""
    folders = {_existing(change.path.parent) for change in edit.changes}
    with locked(folders):
        undoable = remember(root, edit)
        try:
            write_changes(edit.changes)
        except BaseException:
            if undoable:
                forget_last(root)
            raise
    return undoable


def _existing(folder: Path) -> Path:
    while not folder.is_dir():
        folder = folder.parent
    return folder
