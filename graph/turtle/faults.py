"""The syntax errors of one text: collected as offsets, told as problems, shown with their line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from graph.errors import Problem
from graph.records import record
from graph.turtle.document import Document, Triple
from graph.turtle.tokens import length_at

#: How many problems of one file are told.
LIMIT = 200


@record
class Fault:
    """A syntax error before its line is known.

    Attributes:
        code: name of the rule, as in :class:`graph.errors.Problem`.
        offset: index in the text of the character to point at.
        message: what is wrong.
        remedy: what to write instead.
        replacement: what to put in the place of the token, if that is certain enough.
        length: of what it is about, in characters; ``None`` for the token that stands there.
    """

    code: str
    offset: int
    message: str
    remedy: str
    replacement: str | None = None
    length: int | None = None


_BASE = re.compile(r"^[ \t]*@?base\s*<", re.IGNORECASE | re.MULTILINE)


class Piece(NamedTuple):
    """What came of reading a piece of a text.

    Attributes:
        faults: what is wrong in it.
        triples: what it says.
    """

    faults: Sequence[Fault]
    triples: Sequence[Triple]


class TooManyFaultsError(Exception):
    """Ends the reading of a text in which too much is wrong."""


class Faults:
    """Collects the faults of one text, up to :data:`LIMIT`."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._more_at: int | None = None

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def found(self) -> tuple[Fault, ...]:
        """The faults as the grammar tells them."""
        return tuple(self._found)

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

    def take_back(self) -> None:
        """Forget the last fault: it follows from another one.

        >>> faults = Faults()
        >>> faults.add(Fault("syntax-unexpected", 0, "A bracket.", "Remove it."))
        >>> faults.take_back()
        >>> faults.found
        ()
        """
        self._found.pop()

    def problems(self, document: Document, readable: str = "") -> tuple[Problem, ...]:
        """Return the faults as problems of a document, in the order of its lines.

        Args:
            document: its text, and what was read of it.
            readable: the text as the grammar read it, without what is foreign to Turtle; as it is
                if empty.

        >>> Faults().problems(Document("a.ttl", "", ()))
        ()
        """
        found = self._as_meant(document, readable or document.text)
        if self._more_at is not None:
            found.append(
                Fault(
                    "syntax-too-many",
                    self._more_at,
                    f"There are more problems; only the first {LIMIT} are listed.",
                    "Correct these first, then read the file again.",
                )
            )
        places = [document.place(fault.offset) for fault in found]
        return tuple(
            Problem(
                fault.code,
                fault.message,
                fault.remedy,
                None,
                place,
                document.line(place.line),
                length=fault.length or length_at(document.text, fault.offset),
                replacement=fault.replacement,
            )
            for fault, place in zip(found, places, strict=True)
        )

    def _as_meant(self, document: Document, text: str) -> list[Fault]:
        if not self._found:
            return []
        # Only when something is wrong: the patterns of slips take time to load.
        from graph.turtle.reading import read_piece
        from graph.turtle.repair import repaired

        based = _BASE.search(text) is not None

        def read(piece: str) -> Piece:
            return read_piece(piece, document.prefixes, based=based)

        apart = [one for one in self._found if one.code in _APART]
        others = [one for one in self._found if one.code not in _APART]
        return _once(document.text, [*apart, *repaired(text, others, read)])


#: What was taken out of the text before the grammar read it.
_APART = frozenset(
    {
        "syntax-merge-marker",
        "syntax-foreign-comment",
        "syntax-turtle-1-2",
        "syntax-bad-character",
        "syntax-list-mark",
    }
)
_FOLLOWING = frozenset(
    {"syntax-unexpected", "syntax-unexpected-word", "syntax-missing-comma", "syntax-missing-object"}
)


def _once(text: str, faults: list[Fault]) -> list[Fault]:
    """Return the faults in order, without those that follow from another one."""
    found: list[Fault] = []
    reached = told = -1
    for fault in sorted(faults, key=lambda one: (one.offset, one.code)):
        # What follows on a line behind words that are no Turtle follows from them.
        if told >= 0 and fault.code in _FOLLOWING and "\n" not in text[told : fault.offset]:
            continue
        if fault.offset >= reached:
            found.append(fault)
        if fault.length is not None or fault.code == "syntax-unexpected-word":
            told = fault.offset
        if fault.length is not None:
            reached = max(reached, fault.offset + fault.length)
    return found


_WIDTH = 100
_TAB = 4
# Control characters would steer the terminal, halves of characters cannot be printed at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


def frame(problem: Problem) -> str:
    """Return a problem as a few lines of plain text.

    Args:
        problem: what to show; without a place, or without the text of its line, only the message
            and the remedy appear.

    Returns:
        The message, the line with its number and a mark under the column, the remedy with the
        code; without an end of line.

    >>> from graph.errors import Place
    >>> print(frame(Problem("syntax-missing-dot", "No full stop.", "Put one.", None,
    ...     Place("a.ttl", 12, 8), ":a :b 1")))
    a.ttl:12:8: error: No full stop.
       |
    12 | :a :b 1
       |        ^
    help: Put one. [syntax-missing-dot]
    """
    where = f"{problem.place}: " if problem.place else ""
    who = f"{problem.subject}: " if problem.subject else ""
    lines = [_safe(f"{where}{problem.severity.value}: {who}{problem.message}")]
    if problem.place is not None and problem.place.line and problem.source_line is not None:
        lines += _excerpt(problem.source_line, problem.place.line, problem.place.column)
    lines.append(_safe(f"help: {problem.remedy} [{problem.code}]"))
    return "\n".join(lines)


def _excerpt(source: str, line: int, column: int) -> list[str]:
    number = str(line)
    margin = " " * len(number)
    before, after = _clip(source[: column - 1], source[column - 1 :])
    mark = " " * sum(map(_columns, before))
    return [f"{margin} |", f"{number} | {(before + after).rstrip()}", f"{margin} | {mark}^"]


def _clip(before: str, after: str) -> tuple[str, str]:
    """Return both sides of the mark, tabs replaced and cut to the width."""
    # What lies far to the left cannot be seen; it is dropped before the tabs are measured.
    before = _safe(before[-4 * _WIDTH :]).expandtabs(_TAB)
    after = _safe(after[: 2 * _WIDTH]).replace("\t", " " * _TAB)
    if len(before) + len(after) <= _WIDTH:
        return before, after
    room = max(_WIDTH - len(after), _WIDTH * 2 // 3)
    if len(before) > room:
        before = "…" + before[len(before) - room + 1 :]
    rest = _WIDTH - len(before)
    return before, after if len(after) <= rest else after[: rest - 1] + "…"


def _safe(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
