"""All statements of a map or of answers, blank nodes told apart by file: what SPARQL asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from graph.errors import UsageError
from graph.ontology.neighbours import is_answer
from graph.ontology.reading import read_documents
from graph.ontology.statements import Statements
from graph.rdf.formats import read_text
from graph.rdf.turtle_writing import Statement
from graph.turtle.document import Document


def statements_of(documents: Iterable[Document]) -> list[Statement]:
    """Return the statements of some documents."""
    by_subject = Statements(tuple(documents)).by_subject
    return [
        (one.triple.subject, one.triple.predicate, one.triple.object)
        for said in by_subject.values()
        for found in said.values()
        for one in found
    ]


def map_statements(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> list[Statement]:
    """Return what files say, with the vocabulary they need; they need not make a whole map.

    Raises:
        UnreadableError: something could not be read; all such problems at once.
    """
    return statements_of(read_documents(paths, stdin=stdin).all_documents)


def answer_statements(paths: Sequence[str | Path]) -> list[Statement]:
    """Return what files of computed answers say.

    Raises:
        UsageError: a file cannot be read, or holds no answers.
    """
    documents = []
    for path in paths:
        try:
            document = read_text(Path(path).read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"Cannot read '{path}': {error}.") from None
        if document.problems or not is_answer(document):
            raise UsageError(
                f"'{path}' holds no answers. `loopmap export ttl --output {path}` writes them."
            )
        documents.append(document)
    return statements_of(documents)
