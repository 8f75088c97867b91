"""How wide a text stands on a terminal, and text that keeps to one line and to its place."""

from __future__ import annotations

import re
import unicodedata

#: Left as they are: the marks that begin and end an isolated name.
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"

#: Words of a language written from right to left, with single spaces between them.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+"
    "(?: [\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+)*"
)

#: Where a line may end: between words, but not before a per cent sign.
_BREAK = re.compile(r"\s+(?!%)")

#: Signs that move the cursor, end a line or turn the direction of what follows.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
)


def one_line(text: str) -> str:
    r"""Return text on one line in which no sign acts on the terminal.

    Line breaks, tabs and control signs become a space. Words of a language written from right to
    left are isolated, so that they do not reorder the numbers and names beside them.

    >>> one_line("first\nsecond\tthird\x1b[31m")
    'first second third [31m'
    """
    if text.isascii() and text.isprintable():
        return text
    clean = _UNSAFE.sub(" ", text).strip()
    return _RIGHT_TO_LEFT.sub(lambda run: _ISOLATE + run.group() + _END_OF_ISOLATE, clean)


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Signs of East Asian scripts take two, marks that combine with another none.

    >>> display_width("abc"), display_width("評価")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return text with spaces behind it, or before it, up to a width.

    >>> padded("評価", 6) + "|", padded("12", 4, right=True)
    ('評価  |', '  12')
    """
    space = " " * max(width - display_width(text), 0)
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """Return text that ends in "…" where it is wider than it may be.

    >>> cut("Institutional trust", 10)
    'Instituti…'
    """
    if display_width(text) <= width:
        return text
    end, used = 0, 1
    while end < len(text) and used + _columns(text[end]) <= width:
        used += _columns(text[end])
        end += 1
    kept = text[:end].rstrip()
    # An isolate that was opened must be closed, or the rest of the line belongs to it.
    open_isolate = kept.count(_ISOLATE) > kept.count(_END_OF_ISOLATE)
    return kept + "…" + (_END_OF_ISOLATE if open_isolate else "")


def wrapped(
    text: str, width: int, *, first: str = "", following: str = "", break_words: bool = True
) -> list[str]:
    """Return a text in lines of at most a width, broken between words where that is possible.

    A number stays with its per cent sign.

    Args:
        text: words with spaces between them.
        width: of a line, with what it begins with.
        first: what the first line begins with.
        following: what the others begin with.
        break_words: whether a word that is wider than a line is broken; else it sticks out.

    >>> wrapped("days gained at 2x", 8), wrapped("a loop 5 % shorter", 9)
    (['days', 'gained', 'at 2x'], ['a loop', '5 %', 'shorter'])
    """
    if display_width(first) + display_width(text) <= width:
        return [first + text] if text else []
    lines: list[str] = []
    start, line = first, ""
    for word in _BREAK.split(text.strip()):
        if line and display_width(f"{start}{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(start + line)
            start = following
        room = max(width - display_width(start), 1)
        *pieces, line = _pieces(word, room) if break_words else [word]
        for piece in pieces:
            lines.append(start + piece)
            start = following
    return [*lines, start + line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and display_width(pieces[-1]) + _columns(sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces
