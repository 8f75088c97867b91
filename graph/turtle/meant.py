"""Slips that are known by their look, such as a number with its unit, with their remedies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.turtle.faults import Fault
from graph.turtle.slip import Slip
from graph.turtle.suffix_slips import SUFFIX_SLIPS
from graph.turtle.value_slips import VALUE_SLIPS
from graph.turtle.word_slips import WORD_SLIPS

_SLIPS = (*VALUE_SLIPS, *SUFFIX_SLIPS, *WORD_SLIPS)


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
