"""Everything that is wrong in some files, found in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from graph.errors import Problem
from graph.ontology.checks.completeness import check_completeness, lint_literals
from graph.ontology.reading import Reading, build_model, context_of, read_documents
from graph.ontology.statements import Findings, Statements
from graph.ontology.terms import Property, lint_reused_terms, lint_unread


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


def check(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> CheckResult:
    """Return every problem in some files: what reading finds, slips in words, what is missing.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
    """
    reading = read_documents(paths, stdin=stdin)
    own = Statements(reading.documents)
    return CheckResult(
        find_faults(reading).problems,
        len(reading.documents),
        own.triple_count,
        len(own.by_subject),
    )


def find_faults(reading: Reading) -> Findings:
    """Return everything that is wrong in some documents, beside the vocabulary they need."""
    statements, own = Statements(reading.all_documents), Statements(reading.documents)
    findings = Findings()
    context = context_of(statements, findings)
    build_model(context)
    lint_literals(own, findings)
    lint_reused_terms(own, findings)
    written = {str(one.value) for one in statements.with_predicate(Property.WRITTEN_AS)}
    lint_unread(own, written, findings)
    check_completeness(context, own)
    return findings
