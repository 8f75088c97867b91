"""What can go wrong, and how it is told: problems are collected, located and come with a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from graph.records import record

#: What there is to say of a loop in which everything takes no time at all.
NO_TIME = "The critical cycle takes no time at all, so there is no pace to speak of."


class Severity(StrEnum):
    """How bad a problem is.

    An error stops the answer, a warning stands beside it, advice says what would make the map
    easier to read or to check.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@record(order=True)
class Place:
    """Where something stands: a file, a line and a column, both counted from 1.

    Attributes:
        file: its path, as given or found.
        line: from 1; 0 for no line, where the file is of a format whose readers keep none.
        column: from 1.

    >>> str(Place("review.ttl", 12, 5))
    'review.ttl:12:5'
    """

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@record
class Problem:
    """One thing that is wrong in what a person wrote.

    Attributes:
        code: the stable name of the rule, in words joined by hyphens (``lag-negative``).
        message: what is wrong, in plain words, without the place.
        remedy: what to write instead.
        subject: the component, dependency or observation it is about, if known.
        place: where it stands, if known.
        source_line: the text of that line, for the reader's eye.
        severity: whether it stops the answer.
        length: how many characters of the line, from the column on, it is about: 1 or more.
        replacement: what to put in the place of these characters, where the remedy is certain
            enough to be one keystroke away (the first "did you mean"); else ``None``.

    >>> print(Problem("lag-negative", "the lag is -1.", "Write a lag of 0 or more.", "a-to-b",
    ...               Place("loop.ttl", 3, 40)))
    loop.ttl:3:40: error: a-to-b: the lag is -1. Write a lag of 0 or more. [lag-negative]
    """

    code: str
    message: str
    remedy: str
    subject: str | None = None
    place: Place | None = None
    source_line: str | None = None
    severity: Severity = Severity.ERROR
    length: int = 1
    replacement: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        who = f"{self.subject}: " if self.subject else ""
        return f"{where}{self.severity.value}: {who}{self.message} {self.remedy} [{self.code}]"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of reading: by file, line, column, then rule and subject."""
        place = self.place or Place("", 0, 0)
        return (place.file, place.line, place.column, self.code, self.subject or "")


class LoopmapError(Exception):
    """Anything loopmap refuses to do, with a message for the person at the keyboard."""

    exit_code = 2


class UsageError(LoopmapError):
    """The command was given something that makes no sense; the message says what would."""


class ProblemsError(LoopmapError):
    """Carries every problem found, sorted by place.

    Attributes:
        problems: all of them, errors and warnings.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.sort_key))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnreadableError(ProblemsError):
    """The input could not be read at all: no such file, not Turtle, not UTF-8 (exit code 2)."""


class OntologyError(ProblemsError):
    """The input was read, and what it says cannot be used as it stands (exit code 1)."""

    exit_code = 1
