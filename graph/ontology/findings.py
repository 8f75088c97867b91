"""Where the problems of one reading gather, each with its place and its line."""

from __future__ import annotations

from typing import NamedTuple

from graph.errors import Problem, Severity
from graph.turtle.document import Document


class Mark(NamedTuple):
    """A point in the text of a document."""

    document: Document
    offset: int


class Finding(NamedTuple):
    """A problem, with the subject and the property it is about as IRIs, where it is about one."""

    problem: Problem
    focus: str | None
    predicate: str | None


class Findings:
    """Gathers problems; of several about one and the same value only the first is kept."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._marked_values: set[tuple[str, int]] = set()
        self._told: set[tuple[str, str]] = set()

    def add(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        subject: str | None = None,
        at: Mark | None = None,
        severity: Severity = Severity.ERROR,
        focus: str | None = None,
        predicate: str | None = None,
        about_value: bool = False,
    ) -> None:
        """Keep a problem, unless it is about a value that has one already."""
        if at is not None and about_value:
            key = (at.document.file, at.offset)
            if key in self._marked_values:
                return
            self._marked_values.add(key)
        place = at.document.place(at.offset) if at else None
        line = at.document.line(place.line) if at and place else None
        problem = Problem(code, message, remedy, subject, place, line, severity)
        self._findings.append(Finding(problem, focus, predicate))
        if focus is not None and predicate is not None:
            self._told.add((focus, predicate))

    def tell(self, focus: str, *predicates: str) -> None:
        """Count these properties of a subject as told: a problem asks whether they are meant."""
        self._told.update((focus, predicate) for predicate in predicates)

    def has(self, focus: str, predicate: str) -> bool:
        """Return whether a problem is known about this property of this subject.

        What is missing is not told where a misspelt or unusable value has been told already.
        """
        return (focus, predicate) in self._told

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the order of reading the files."""
        return tuple(sorted(self._findings, key=lambda finding: finding.problem.sort_key))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems alone, in the order of reading the files."""
        return tuple(finding.problem for finding in self.findings)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the answer."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that stand beside the answer, and advice."""
        return tuple(found for found in self.problems if found.severity is not Severity.ERROR)
