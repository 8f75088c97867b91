"""A map as it stands at one moment, unsaved text included: findings, and what each name means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from graph.model import LoopModel
from graph.ontology.checks.check import CheckResult, check_reading
from graph.ontology.reading import (
    KeptDocuments,
    Reading,
    collect_documents,
    context_of,
)
from graph.ontology.roles import TYPE, Role, Roles
from graph.ontology.statements import Findings, Statements
from graph.records import collection_paused, record
from graph.turtle.document import Document, Literal
from graph.vocabulary import LOOP, MAP, RDFS, SKOS

#: What a thing is called by, and what says what it is; the first that is there counts.
_LABELS = (RDFS + "label", SKOS + "prefLabel", "http://purl.org/dc/terms/title")
_DEFINITIONS = (SKOS + "definition", RDFS + "comment")


@record(slots=False)
class CheckedMap:
    """The documents of a map and what is wrong in them.

    Attributes:
        reading: the documents.
        result: the findings of ``check``.
    """

    reading: Reading
    result: CheckResult


def check_map(
    paths: Sequence[Path], unsaved: Mapping[str, str | None], kept: KeptDocuments
) -> CheckedMap:
    """Return a map with its findings.

    Args:
        paths: its files and folders.
        unsaved: texts by file that take the place of what is on the disk.
        kept: documents from before, so that only what changed is read again.
    """
    reading = collect_documents(paths, unsaved=unsaved, kept=kept)
    with collection_paused():
        result = check_reading(reading)
    if reading.documents and not any(map(_is_ours, reading.documents)):
        # An editor opens any Turtle; of what has no word of ours only the syntax is ours to judge.
        result = replace(result, problems=reading.problems, unreadable=bool(reading.problems))
    return CheckedMap(reading, result)


def _is_ours(document: Document) -> bool:
    ours = (LOOP, MAP)
    return any(
        str(term).startswith(ours) for triple in document.triples for term in triple[:3]
    ) or (any(namespace.startswith(ours) for namespace in document.prefixes.values()))


@record(slots=False)
class MapState:
    """A map as it stands at one moment.

    Attributes:
        checked: its documents and findings.
        statements: what they say; of broken documents what could be read.
        roles: what each subject is.
        model: what is computed with; ``None`` while an error stands in the way.
    """

    checked: CheckedMap
    statements: Statements
    roles: Roles
    model: LoopModel | None

    @property
    def digest(self) -> str:
        """What tells this content from any other."""
        return self.checked.reading.digest

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files of the map and those of the vocabulary."""
        return self.checked.reading.all_documents

    def document(self, file: str) -> Document | None:
        """Return the document of a file, by the name that messages give it."""
        return next((found for found in self.documents if found.file == file), None)

    def text(self, iri: str, properties: Sequence[str]) -> str | None:
        """Return the first text among some properties of a thing, the English one if there is."""
        for name in properties:
            found = [one.value for one in self.statements.of(iri, name)]
            texts = [value for value in found if isinstance(value, Literal)]
            if texts:
                return min(texts, key=lambda text: text.language not in ("en", None)).lexical
        return None

    def label(self, iri: str) -> str | None:
        """Return what people call a thing, if it says so."""
        return self.text(iri, _LABELS)

    def definition(self, iri: str) -> str | None:
        """Return what a thing is, in a sentence, if it says so."""
        return self.text(iri, _DEFINITIONS)

    def classes(self, iri: str) -> tuple[str, ...]:
        """Return the classes that a thing is said to belong to."""
        return tuple(map(str, self.statements.iris(iri, TYPE)))

    def with_superclasses(self, classes: Sequence[str]) -> frozenset[str]:
        """Return classes with all that they are below."""
        return self.statements.with_superclasses(classes)

    def role(self, iri: str) -> Role | None:
        """Return what a thing is to the reading, if it is one of its kinds."""
        return self.roles.by_subject.get(iri)

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The things of each class, those of the classes below it among them."""
        above: dict[tuple[str, ...], frozenset[str]] = {}
        found: dict[str, list[str]] = {}
        for subject in self.statements.by_subject:
            if subject.startswith("_:"):
                continue
            direct = self.classes(subject)
            if direct not in above:
                above[direct] = self.with_superclasses(direct)
            for name in above[direct]:
                found.setdefault(name, []).append(subject)
        return {name: tuple(subjects) for name, subjects in found.items()}


def understand(checked: CheckedMap) -> MapState:
    """Return what a map says: of one with errors as much as could be read."""
    examined = checked.result.examined
    if examined is not None:
        return MapState(checked, examined.statements, examined.roles, examined.model)
    statements = Statements(checked.reading.all_documents)
    return MapState(checked, statements, context_of(statements, Findings()).roles, None)
