"""What follows from one slip is told as that slip: the one small change that makes a block read.

The grammar tells where it cannot go on, which is often behind the slip, and often more than once.
Here changes are tried on the block with the faults, the likelier first. The first one after which
nothing is wrong with the block any more is what was meant, and all that is told of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from graph.turtle import repair_messages as words
from graph.turtle.broken_block import MOST_READ, BrokenBlock, Read
from graph.turtle.faults import Fault

#: Longer blocks are left as the grammar tells them.
_LONGEST_BLOCK = 8_000
#: Faults that are what the grammar takes them for only if nothing else mends the block.
_DOUBTFUL = frozenset(
    {
        "syntax-bad-datatype",
        "syntax-bad-name",
        "syntax-bad-prefix",
        "syntax-comma-for-semicolon",
        "syntax-early-dot",
        "syntax-extra-bracket",
        "syntax-literal-predicate",
        "syntax-literal-subject",
        "syntax-missing-bracket",
        "syntax-missing-comma",
        "syntax-missing-dot",
        "syntax-missing-iri",
        "syntax-missing-predicate",
        "syntax-missing-semicolon",
        "syntax-relative-iri",
        "syntax-turtle-1-2",
        "syntax-unexpected",
        "syntax-unexpected-word",
        "syntax-unterminated-iri",
        "syntax-unterminated-string",
        "syntax-wrong-bracket",
    }
)
_MOST_CHANGES = 6
#: What stands before a missing value, and is hardly a property.
_NO_PROPERTY = re.compile(
    r"(?:^|(?<=\s))(?::[\w-]+|\w+:(?:[A-Z][\w-]*|\w*-[\w-]*|\w+:[\w-]+)|[\"'][^\n]*)\Z"
)
_NO_NAME = re.compile(r"[\w-]+:(?=[\s;,.])")
_BLOCK = re.compile(r"^(?=[^\s#;,\])])", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#.*", re.MULTILINE)
_DECLARATION = re.compile(r"@|prefix\b|base\b", re.IGNORECASE)
_TWO_NAMES = re.compile(r"[\w-]*:[\w-]*[ \t]+(?:a\b|[\w-]*:[\w-])")
_FIRST_LINE = re.compile(r"(?:[\w.-]*:[\w%\\]|<)\S*[ \t]+[^\s\"']+[ \t]+\S")


def repaired(text: str, faults: Sequence[Fault], read: Read) -> list[Fault]:
    """Return the faults of a text, those of a block as one where one change mends it.

    Args:
        text: the whole text.
        faults: as the grammar tells them.
        read: reads a piece of the text under its prefixes.
    """
    starts = [*_starts(text), len(text)]
    found: list[Fault] = []
    left = MOST_READ

    def block_of(fault: Fault) -> int:
        return bisect_right(starts, min(fault.offset, max(0, len(text) - 1))) - 1

    for number, group in groupby(sorted(faults, key=lambda one: one.offset), key=block_of):
        own = list(group)
        start, end = starts[number], starts[min(number + 1, len(starts) - 1)]
        if not _is_doubtful(own, text, start) or end - start > _LONGEST_BLOCK or left < 0:
            found += own
            continue
        told, cost = _mended(text, start, end, own, read)
        left -= cost
        found += told
    return found


def _is_doubtful(faults: Sequence[Fault], text: str, start: int) -> bool:
    """Return whether the faults of a block may be others than the grammar takes them for."""
    first, offset = faults[0].code, faults[0].offset
    if len(faults) == 1 and faults[0].length is not None:
        return False
    if first == "syntax-missing-object":
        return len(faults) > 1 or _NO_PROPERTY.search(text, start, offset) is not None
    # The prefix of a datatype that is none, or of no name, is not worth declaring.
    odd = first == "syntax-undefined-prefix" and (
        text.endswith("^^", 0, offset) or _NO_NAME.match(text, offset) is not None
    )
    return len(faults) > 1 or odd or first in _DOUBTFUL


def _starts(text: str) -> list[int]:
    """Return where the blocks of a text begin.

    A line that is no statement belongs to the block that it breaks: the one that has no end yet,
    or the next one.
    """
    starts = [0]
    for match in _BLOCK.finditer(text):
        last = _COMMENT.sub("", text[starts[-1] : match.start()]).rstrip()
        if last and not last.endswith(".") and not _DECLARATION.match(last):
            alone = "\n" not in last and last[-1] not in ";," and not _TWO_NAMES.match(last)
            if alone or not _FIRST_LINE.match(text, match.start()):
                continue
        starts.append(match.start())
    return starts


def _mended(
    text: str, start: int, end: int, faults: Sequence[Fault], read: Read
) -> tuple[list[Fault], int]:
    """Return what is to be told of a block, and how many characters were read to find that out."""
    told: list[Fault] = []
    moved: list[tuple[int, int]] = []
    cost, with_vocabulary = 0, False

    def in_text(fault: Fault) -> Fault:
        offset = fault.offset
        for place, by in reversed(moved):
            offset -= by if offset > place else 0
        return replace(fault, offset=offset)

    while faults and len(told) < _MOST_CHANGES:
        block = BrokenBlock(text, start, end, faults, read)
        best, with_vocabulary = block.best(), block.with_vocabulary
        cost += block.cost
        if best is None:
            break
        told.append(in_text(best.told))
        by = len(best.text) - (best.end - best.start)
        text, end = text[: best.start] + best.text + text[best.end :], end + by
        moved.append((best.start, by))
        faults = [
            replace(fault, offset=fault.offset + start) for fault in read(text[start:end]).faults
        ]
    for fault in faults:
        told.append(in_text(_without_property(fault, text, start) if with_vocabulary else fault))
    return told, cost


def _without_property(fault: Fault, text: str, start: int) -> Fault:
    """Return a missing value as the missing property that it is, if a value stands there."""
    if fault.code != "syntax-missing-object":
        return fault
    value = _NO_PROPERTY.search(text, start, fault.offset)
    if value is None or text[: value.start()].rpartition("\n")[2].strip():
        return fault
    return words.absent_property(value.start(), value[0])
