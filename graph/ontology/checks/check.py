"""Everything that is wrong in some files, found in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from graph.errors import Problem, UnreadableError
from graph.files import shipped_ontology
from graph.ontology.building.model import build_model
from graph.ontology.checks.reused_terms import lint_literals, lint_reused_terms
from graph.ontology.checks.shapes import check_shapes
from graph.ontology.findings import Findings
from graph.ontology.inputs import SHAPES
from graph.ontology.reading import read_documents
from graph.ontology.statements import Statements
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle


@dataclass(frozen=True)
class CheckResult:
    """What was checked, and what was found.

    Attributes:
        problems: errors and warnings, in the order of reading the files.
        file_count: how many files were given; the shipped vocabulary does not count.
        triple_count: how many statements they hold.
        subject_count: how many things those are about.
    """

    problems: tuple[Problem, ...]
    file_count: int
    triple_count: int
    subject_count: int


def check(
    paths: Sequence[str | Path], *, stdin: TextIO | None = None, with_shapes: bool = True
) -> CheckResult:
    """Return every problem in some files: what reading finds, slips in words, and the shapes.

    A fault that both reading and the shapes see is told once.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        with_shapes: whether the shapes are run; without them the check is several times faster.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
    """
    reading = read_documents(paths, stdin=stdin)
    statements = Statements((*reading.documents, *reading.vocabulary))
    findings = Findings()
    build_model(statements, findings)
    own = Statements(reading.documents)
    lint_literals(own, findings)
    if with_shapes:
        lint_reused_terms(own, findings)
        check_shapes(statements, _shapes(paths), findings, reading.documents)
    return CheckResult(
        findings.problems, len(reading.documents), own.triple_count, len(own.by_subject)
    )


def _shapes(paths: Sequence[str | Path]) -> list[Document]:
    """Return the shapes in the folders given, else the shipped ones."""
    own = [Path(path) / SHAPES for path in paths if (Path(path) / SHAPES).is_file()]
    documents = []
    for path in own or [shipped_ontology() / SHAPES]:
        document = read_turtle(path.read_text(encoding="utf-8-sig"), str(path))
        if document.problems:
            raise UnreadableError(document.problems)
        documents.append(document)
    return documents
