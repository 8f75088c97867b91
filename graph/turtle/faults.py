"""The list of syntax errors found in one text, in offsets; it becomes problems at the end."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import Problem
from graph.turtle.document import Document

#: How many problems of one file are told.
LIMIT = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error before its line is known.

    Attributes:
        code: name of the rule, as in :class:`graph.errors.Problem`.
        offset: index in the text of the character to point at.
        message: what is wrong.
        remedy: what to write instead.
    """

    code: str
    offset: int
    message: str
    remedy: str


class TooManyFaultsError(Exception):
    """Ends the reading of a text in which too much is wrong."""


class Faults:
    """Collects the faults of one text, up to :data:`LIMIT`."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._more_at: int | None = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, fault: Fault) -> None:
        """Keep a fault.

        Raises:
            TooManyFaultsError: there are :data:`LIMIT` faults already.

        >>> faults = Faults()
        >>> faults.add(Fault("syntax-unexpected", 0, "A bracket.", "Remove it."))
        >>> len(faults.problems(Document("a.ttl", "]", ())))
        1
        """
        if len(self._found) == LIMIT:
            self._more_at = fault.offset
            raise TooManyFaultsError
        self._found.append(fault)

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """Return the faults as problems of a document, in the order of its lines.

        >>> Faults().problems(Document("a.ttl", "", ()))
        ()
        """
        found = sorted(self._found, key=lambda fault: (fault.offset, fault.code))
        if self._more_at is not None:
            found.append(_more(self._more_at))
        return tuple(_problem(fault, document) for fault in found)


def _more(offset: int) -> Fault:
    return Fault(
        "syntax-too-many",
        offset,
        f"There are more problems; only the first {LIMIT} are listed.",
        "Correct these first, then read the file again.",
    )


def _problem(fault: Fault, document: Document) -> Problem:
    place = document.place(fault.offset)
    line = document.line(place.line)
    return Problem(fault.code, fault.message, fault.remedy, None, place, line)
