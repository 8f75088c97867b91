"""Characters that nobody sees: told, and left out so that the rest can be read."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from graph.turtle.faults import Fault
from graph.turtle.tokens import TEXT

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029\x0b\x0c\x85"
_SIGNS = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x01-\x08\x0e-\x1f\x7f"
_ODD = rf"\x1b\[[0-9;?]*[A-Za-z]|[{_SPACES}{_SIGNS}]"
_HINT = re.compile(f"[{_SPACES}{_SIGNS}]")
_SCAN = re.compile(rf"#[^\r\n]*|{TEXT}|<[^<>\s]*>|(?P<odd>{_ODD})", re.DOTALL)
_IS_SPACE = re.compile(f"[{_SPACES}]")


class Visible(NamedTuple):
    """A text without what nobody sees.

    Attributes:
        text: of the same length and with the same lines.
        faults: one for each stretch of lines that held such characters.
    """

    text: str
    faults: tuple[Fault, ...]


def without_invisible(text: str) -> Visible:
    r"""Return a text without invisible characters, but for those of texts, addresses and comments.

    A space of another kind becomes a plain one; what stands within a word is left out, and the
    word filled up with spaces behind it. Lines that follow one another, as of a block that was
    copied from a page, are told once.

    Args:
        text: of Turtle, in whatever state.

    >>> seen = without_invisible(":a\u00a0:b :\u200bc .")
    >>> seen.text, len(seen.faults)
    (':a :b :c  .', 1)
    >>> without_invisible('"\u00a0" # \u00a0').faults
    ()
    """
    if _HINT.search(text) is None:
        return Visible(text, ())
    faults: list[Fault] = []
    pieces: list[str] = []
    done, last = 0, -2
    for match in _SCAN.finditer(text):
        if match["odd"] is None:
            continue
        start, end = match.span()
        if start < done:
            continue
        line = text.count("\n", 0, start)
        if line > last + 1 or last < 0:
            faults.append(_told(match))
        last = line
        word = re.compile(r"\S*").match(text, end)
        stop = word.end() if word is not None and not _is_space(text, start) else end
        rest = re.sub(_ODD, "", text[end:stop])
        pieces += [text[done:start], rest, " " * (stop - start - len(rest))]
        done = stop
    pieces.append(text[done:])
    return Visible("".join(pieces), tuple(faults))


def _is_space(text: str, at: int) -> bool:
    """Return whether a character is a space, and not between the digits of a number."""
    between = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    return not between and _IS_SPACE.match(text[at]) is not None


def _told(match: re.Match[str]) -> Fault:
    sign = match[0][0]
    name = unicodedata.name(sign, "control character").lower()
    name = {"zero width no-break space": "byte order mark"}.get(name, name)
    return Fault(
        "syntax-bad-character",
        match.start(),
        f"An invisible character stands here: {name} (U+{ord(sign):04X}).",
        "Remove it, or write a plain space instead.",
        " ",
        len(match[0]),
    )
