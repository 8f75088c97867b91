"""What a text holds that no Turtle is: markers of a merge, comments of other languages.

Each is told once, and blanked so that the rest can be read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

from graph.turtle.faults import Fault
from graph.turtle.messages import Wording
from graph.turtle.tokens import TEXT

MERGE: Final = Wording(
    "syntax-merge-marker",
    "This line is left from a merge{which}.",
    "Keep one of the two sides, and remove the lines <<<<<<<, |||||||, ======= and >>>>>>>.",
)
COMMENT: Final = Wording(
    "syntax-foreign-comment",
    "`{mark}` begins no comment in Turtle.",
    "Begin the comment with #.",
)

_MARKER = re.compile(r"^(?:(<{7})|(\|{7})|(={7})|(>{7}))(?=[ \t\r]|$)[^\r\n]*", re.MULTILINE)
_WHICH = {1: ": one side begins", 2: ": what both came from begins"}
_WHICH |= {3: ": the other side begins", 4: ": the other side ends"}
#: Without one of these a text holds nothing foreign. Each begins with a plain sign, for which a
#: text is searched ten times faster than for a beginning of a line.
_HINT = re.compile(
    r"<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\||//(?<!\S//)|/\*(?<!\S/\*)|--(?<!\S--)|%(?<!\S%)|<!--"
)
_SCAN = re.compile(
    rf"\\.|#[^\r\n]*|{TEXT}|(?P<xml><!--.*?(?:-->|\Z))|<[^<>\s]*>"
    r"|(?P<block>(?<!\S)/\*.*?(?:\*/|\Z))|(?P<line>(?<!\S)//(?!\S*>)[^\r\n]*)"
    r"|(?P<dashes>(?<!\S)--(?=\s)[^\r\n]*)",
    re.DOTALL,
)
_MARKS = {"xml": "<!--", "block": "/*", "line": "//", "dashes": "--"}


class Own(NamedTuple):
    """A text without what is foreign to Turtle.

    Attributes:
        text: of the same length and with the same lines, so that every offset still holds.
        faults: one for each construct that was taken out, in order.
    """

    text: str
    faults: tuple[Fault, ...]


def without_foreign(text: str) -> Own:
    r"""Return a text without markers of a merge and comments of other languages.

    Of a merge the first side is kept; the other side, and what both came from, are blanked.

    Args:
        text: of Turtle, in whatever state.

    >>> own = without_foreign("<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n3")
    >>> own.text.split(), len(own.faults)
    (['1', '3'], 3)
    >>> without_foreign("<a> <b> 1 . // one").text.rstrip()
    '<a> <b> 1 .'
    >>> without_foreign('<http://a//b> <b> "//" . # //').faults
    ()
    """
    if _HINT.search(text) is None:
        return Own(text, ())
    text, faults = _without_merge(text)
    pieces: list[str] = []
    done = 0
    for match in _SCAN.finditer(text):
        if match.lastgroup in _MARKS:
            faults.append(COMMENT.at(match.start(), mark=_MARKS[match.lastgroup]))
            pieces += [text[done : match.start()], _blank(match[0])]
            done = match.end()
    pieces.append(text[done:])
    return Own("".join(pieces), tuple(faults))


def _without_merge(text: str) -> tuple[str, list[Fault]]:
    faults: list[Fault] = []
    pieces: list[str] = []
    done, kept = 0, True
    for match in _MARKER.finditer(text):
        number = match.lastindex or 0
        faults.append(MERGE.at(match.start(), which=_WHICH[number]))
        before = text[done : match.start()]
        pieces += [before if kept else _blank(before), _blank(match[0])]
        done, kept = match.end(), number in (1, 4)
    # A side that never ends is kept: the rest of the file may stand behind it.
    pieces.append(text[done:])
    return "".join(pieces), faults


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


_LINES = re.compile(
    r"(?:^(?:[ \t]*\d+[:.|)]?[ \t]+|[>+|](?!\d))[^\r\n]*(?:\r?\n|\Z)){2,}", re.MULTILINE
)
_LINE_MARK = re.compile(r"^(?:[ \t]*(?P<number>\d+)[:.|)]?(?=[ \t])|[>+|](?!\d))", re.MULTILINE)
_MARKED: Final = Wording(
    "syntax-list-mark",
    "Signs or numbers of lines, as of a mail, a patch or a listing, stand before these lines.",
    "Remove `{mark}` before each of them.",
)


def without_line_marks(text: str) -> Own:
    r"""Return a text without numbers or signs that stand before several lines in a row.

    >>> own = without_line_marks("> :a\n>  :b 1 .\n")
    >>> own.text.split(), len(own.faults)
    ([':a', ':b', '1', '.'], 1)
    >>> without_line_marks("1 2\n5 6\n").faults
    ()
    """
    faults: list[Fault] = []
    for run in _LINES.finditer(text):
        marks = list(_LINE_MARK.finditer(text, *run.span()))
        numbers = [int(one["number"] or 0) for one in marks]
        if numbers[0] and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        for mark in marks:
            text = text[: mark.start()] + _blank(mark[0]) + text[mark.end() :]
        start = marks[0].end() - len(marks[0][0].lstrip())
        faults.append(replace(_MARKED.at(start, mark=marks[0][0].strip()), length=1))
    return Own(text, tuple(faults))
