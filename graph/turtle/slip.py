"""One kind of slip: how it looks in the text, and how it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

#: A number as Turtle writes it.
NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"


class Told(NamedTuple):
    """How a slip is told, once its text is known.

    Attributes:
        message: what is wrong.
        remedy: what to write instead.
        replacement: what to put in its place, if that is certain.
    """

    message: str
    remedy: str
    replacement: str | None = None


class Slip(NamedTuple):
    """A kind of slip.

    Attributes:
        code: name of the rule.
        pattern: how it looks within its line.
        tell: words for one match.
    """

    code: str
    pattern: re.Pattern[str]
    tell: Callable[[re.Match[str]], Told]


def write(message: str, better: str) -> Told:
    """Return words that name what to write, and put it in the place of the slip.

    >>> write("It is long.", "1").remedy
    'Write 1.'
    """
    return Told(message, f"Write {better}.", better)


def in_words(
    message: str, remedy: str, replacement: str | None = None
) -> Callable[[re.Match[str]], Told]:
    """Return what tells a slip in the same words each time, but for what its pattern found.

    Args:
        message: what is wrong; ``{word}`` stands for the group of that name, ``{0}`` for all.
        remedy: what to write instead, likewise.
        replacement: what to put in its place, likewise, if that is certain.

    >>> in_words("`{word}` is no value.", "Leave it out.")(re.match("(?P<word>null)", "null"))
    Told(message='`null` is no value.', remedy='Leave it out.', replacement=None)
    """

    def tell(match: re.Match[str]) -> Told:
        found = match.groupdict()
        better = None if replacement is None else replacement.format(match[0], **found)
        return Told(message.format(match[0], **found), remedy.format(match[0], **found), better)

    return tell


def slip(code: str, pattern: str, tell: Callable[[re.Match[str]], Told]) -> Slip:
    """Return a kind of slip by its look.

    Args:
        code: name of the rule.
        pattern: a regular expression for one line; a group ``at`` names the part it is about.
        tell: the words for one match.
    """
    return Slip(code, re.compile(pattern), tell)
