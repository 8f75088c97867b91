"""What a text writes in Turtle 1.2: each told once, and blanked so that the rest can be read."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from graph.turtle.faults import Fault
from graph.turtle.messages import Wording
from graph.turtle.tokens import TEXT

_CODE = "syntax-turtle-1-2"

VERSION: Final = Wording(
    _CODE,
    "Turtle 1.2: `VERSION` is not read; this file is read as Turtle 1.1.",
    "Remove this declaration.",
)
REIFIED: Final = Wording(
    _CODE,
    "Turtle 1.2: statements about statements in `<< >>` are not read.",
    "Give the statement a name of its own, as a loop:Dependency or loop:Evidence has, and write "
    "what is said of it about that name.",
)
ANNOTATION: Final = Wording(
    _CODE,
    "Turtle 1.2: annotations in `{{| |}}` are not read.",
    "Give the statement a name of its own, as a loop:Dependency or loop:Evidence has, and write "
    "what is said of it about that name.",
)
REIFIER: Final = Wording(
    _CODE,
    "Turtle 1.2: a name for a statement, written after `~`, is not read.",
    "Remove the `~` and the name after it.",
)
DIRECTION: Final = Wording(
    _CODE,
    "Turtle 1.2: a direction of writing after a language (`--ltr`, `--rtl`) is not read.",
    "Keep the language alone, as in `@ar`.",
)

#: Without one of these a text holds nothing of Turtle 1.2, which is quick to see, the more as each
#: begins with a plain sign.
_HINT = re.compile(r"<<|\{\||~|--|v(?i:ersion)|V(?i:ersion)")
_QUOTED = r"\"[^\"\\\r\n]*\"|'[^'\\\r\n]*'"
_NAME = r"<[^<>\s]*>|_:[\w.\-]*\w|[\w.\-]*:[\w\-]*"
_SCAN = re.compile(
    rf"\\.|#[^\r\n]*|(?P<version>@version\s+(?:{_QUOTED})\s*\.|(?<![\w:@.\-])version\s+(?:{_QUOTED}))"
    rf"|{TEXT}|<[^<>\s]*>|(?P<opened><<)|(?P<closed>>>)|(?P<begun>\{{\|)|(?P<ended>\|\}})"
    rf"|(?P<reifier>~(?!\s*[\d.])\s*(?:{_NAME})?)|(?P<direction>(?<=@)[A-Za-z]+(?:-[A-Za-z0-9]+)*--[A-Za-z]+)",
    re.DOTALL | re.IGNORECASE,
)
_DOT_AFTER = re.compile(r"\s*\.")


class Older(NamedTuple):
    """A text without what is new in Turtle 1.2.

    Attributes:
        text: of the same length, so that every offset still holds.
        faults: one for each construct that was taken out, in order.
    """

    text: str
    faults: tuple[Fault, ...]


class _Open(NamedTuple):
    """A bracket of Turtle 1.2 that waits for its other half."""

    start: int
    closing: str
    wording: Wording


def without_newer(text: str) -> Older:
    """Return a text without the constructs of Turtle 1.2, and a fault for each of them.

    What stands within one of them is not told on its own. A bracket without its other half is
    left where it is. Statements that are a subject or an object leave the blank node ``[]``.

    Args:
        text: of Turtle, in whatever state.

    >>> without_newer('<a> <b> "c"@ar--rtl .').text
    '<a> <b> "c"@ar      .'
    >>> without_newer("<a> <b> 1 {| <c> 2 |} .").text
    '<a> <b> 1             .'
    >>> without_newer('<a> <b> "{| |}" . # << >>').faults
    ()
    """
    if _HINT.search(text) is None:
        return Older(text, ())
    faults: list[Fault] = []
    pieces: list[str] = []
    done, depth = 0, list[_Open]()
    for match in _SCAN.finditer(text):
        found = match.lastgroup
        start, end, wording = match.start(), match.end(), None
        if found == "opened":
            depth.append(_Open(start, "closed", REIFIED))
        elif found == "begun":
            depth.append(_Open(start, "ended", ANNOTATION))
        elif found in ("closed", "ended") and depth and depth[-1].closing == found:
            opened = depth.pop()
            start, wording = opened.start, opened.wording
        elif found == "version":
            wording = VERSION
        elif found == "reifier" and text[:start].rpartition("\n")[2].strip():
            wording = REIFIER
        elif found == "direction":
            start, wording = text.index("--", start), DIRECTION
        if wording is None or depth:
            continue
        faults.append(wording.at(start))
        left, end = _left(text, start, end, wording)
        pieces += [text[done:start], left, _blank(text[start + len(left) : end])]
        done = end
    pieces.append(text[done:])
    return Older("".join(pieces), tuple(faults))


def _left(text: str, start: int, end: int, wording: Wording) -> tuple[str, int]:
    """Return what takes the place of a construct, and where it ends.

    Statements about statements may stand alone; nothing is left of those, nor of their full stop.
    """
    if wording is not REIFIED:
        return "", end
    dot = _DOT_AFTER.match(text, end)
    if dot and text[:start].rstrip()[-1:] in ("", "."):
        return "", dot.end()
    return "[]", end


def _blank(text: str) -> str:
    """Return white space of the same length with the same ends of lines."""
    return re.sub(r"[^\r\n]", " ", text)
