"""What a person meant by what Turtle cannot read: slips known by their look, with their remedy.

A fault is first told as the grammar sees it ("`x` cannot stand here"). Where the text at its place
looks like a known slip, such as a number with its unit, the slip is told instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.turtle.faults import Fault
from graph.turtle.slip import Slip
from graph.turtle.suffix_slips import SUFFIX_SLIPS
from graph.turtle.value_slips import VALUE_SLIPS
from graph.turtle.word_slips import WORD_SLIPS

_SLIPS = (*VALUE_SLIPS, *SUFFIX_SLIPS, *WORD_SLIPS)

#: How far from a fault the slip may begin and end.
_NEAR = 120
GENERIC = frozenset(
    {
        "syntax-unexpected",
        "syntax-unexpected-word",
        "syntax-missing-comma",
        "syntax-missing-object",
        "syntax-missing-semicolon",
        "syntax-literal-predicate",
        "syntax-unterminated-string",
        "syntax-unterminated-iri",
        "syntax-bad-name",
        "syntax-bad-datatype",
        "syntax-turtle-1-2",
        "syntax-undefined-prefix",
        "syntax-missing-iri",
        "syntax-missing-predicate",
        "syntax-bad-prefix",
    }
)


def meant(fault: Fault, text: str) -> Fault:
    r"""Return a fault as the slip that it is, if the text at its place looks like one.

    Args:
        fault: as the grammar tells it.
        text: the whole text.

    Returns:
        The slip, at the place where it begins; else the fault as it was.

    >>> meant(Fault("syntax-unexpected-word", 16, "", ""), ":a loop:low 1.91x ;").remedy
    'Write 1.91 alone; the metric says the unit.'
    >>> meant(Fault("syntax-unexpected", 2, "?", "!"), ":a ] .").message
    '?'
    """
    if fault.code not in GENERIC:
        return fault
    # A slip is short; a line may be as long as a file.
    begin = max(text.rfind("\n", 0, fault.offset) + 1, fault.offset - _NEAR)
    end = text.find("\n", fault.offset, fault.offset + _NEAR)
    line = text[begin : end if end != -1 else fault.offset + _NEAR]
    column = fault.offset - begin
    if fault.code == "syntax-missing-iri":
        # It is told where the address belongs, before the space in front of what stands there.
        column += len(line[column:]) - len(line[column:].lstrip())
    for slip in _SLIPS:
        if fault.code == "syntax-undefined-prefix" and slip.code == "syntax-class-without-a":
            # A property whose prefix is misspelt looks like a name, and its value like a class.
            continue
        for match in slip.pattern.finditer(line):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if start <= column <= match.end() and (
                column < match.end() or column == len(line.rstrip())
            ):
                return _told(slip, match, begin)
            if start > column:
                break
    return fault


def slips_in(line: str, begin: int) -> Iterator[Fault]:
    """Return every slip that a line looks like, the more special first.

    Args:
        line: without its end.
        begin: its offset in the text.
    """
    for slip in _SLIPS:
        for match in slip.pattern.finditer(line):
            yield _told(slip, match, begin)


def _told(slip: Slip, match: re.Match[str], begin: int) -> Fault:
    told = slip.tell(match)
    blank = len(match[0]) - len(match[0].lstrip())
    start, end = match.start() + blank, match.end()
    if "at" in match.re.groupindex:
        start, end = match.span("at")
    return Fault(slip.code, begin + start, told.message, told.remedy, told.replacement, end - start)
