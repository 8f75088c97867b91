"""Files to a frozen model: the one way in for everything that loopmap computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from graph.errors import OntologyError, UnreadableError
from graph.files import shipped_ontology
from graph.model import LoopModel
from graph.ontology.building.model import build_model
from graph.ontology.findings import Findings
from graph.ontology.inputs import InputFile, find_inputs
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle
from graph.vocabulary import LOOP

#: The files of the shipped vocabulary, each with a term by which one knows that it is there.
VOCABULARY = {
    "loop.ttl": LOOP + "Component",
    "terms.ttl": LOOP + "Gates",
    "metrics.ttl": LOOP + "LabourUplift",
}


@dataclass(frozen=True)
class Reading:
    """Files as documents, before anything is made of what they say.

    Attributes:
        documents: the documents of the files given, in order.
        vocabulary: the documents of the shipped vocabulary, where the files do not bring it.
        digest: SHA-256 over names and bytes of all of them.
    """

    documents: tuple[Document, ...]
    vocabulary: tuple[Document, ...]
    digest: str


def read_ontology(
    paths: Sequence[str | Path], *, stdin: TextIO | None = None, with_vocabulary: bool = True
) -> LoopModel:
    """Return what Turtle files say about a loop, checked.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        with_vocabulary: whether the shipped vocabulary is added where the files do not bring it.

    Returns:
        The model; its notices are the warnings.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
        OntologyError: what was read cannot be used; all problems at once, warnings among them.
    """
    reading = read_documents(paths, stdin=stdin, with_vocabulary=with_vocabulary)
    findings = Findings()
    model = build_model(Statements((*reading.documents, *reading.vocabulary)), findings)
    if findings.errors:
        raise OntologyError(findings.problems)
    return replace(
        model,
        digest=reading.digest,
        files=tuple(document.file for document in reading.documents),
        notices=findings.warnings,
    )


def read_documents(
    paths: Sequence[str | Path], *, stdin: TextIO | None = None, with_vocabulary: bool = True
) -> Reading:
    """Return the documents that the paths name, and the vocabulary they need.

    Args:
        paths: folders, files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        with_vocabulary: whether the shipped vocabulary is added where the files do not bring it.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
    """
    inputs = find_inputs(paths, stdin)
    documents = [read_turtle(file.text, file.label) for file in inputs.files]
    problems = list(inputs.problems)
    for document in documents:
        problems.extend(document.problems)
    if problems:
        raise UnreadableError(problems)
    missing = _missing_vocabulary(documents) if with_vocabulary else ()
    added = find_inputs(missing)
    vocabulary = [read_turtle(file.text, file.label) for file in added.files]
    problems = [*added.problems, *(one for document in vocabulary for one in document.problems)]
    if problems:
        raise UnreadableError(problems)
    return Reading(tuple(documents), tuple(vocabulary), _digest([*inputs.files, *added.files]))


def _missing_vocabulary(documents: Sequence[Document]) -> list[Path]:
    anchors = set(VOCABULARY.values())
    found = {
        triple.subject
        for document in documents
        for triple in document.triples
        if triple[0] in anchors and triple[1] == TYPE
    }
    return [shipped_ontology() / name for name, term in VOCABULARY.items() if term not in found]


def _digest(files: Sequence[InputFile]) -> str:
    total = sha256()
    for name, data in sorted((file.name, file.data) for file in files):
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
