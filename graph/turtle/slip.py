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


def slip(code: str, pattern: str, tell: Callable[[re.Match[str]], Told]) -> Slip:
    """Return a kind of slip by its look.

    Args:
        code: name of the rule.
        pattern: a regular expression for one line; a group ``at`` names the part it is about.
        tell: the words for one match.
    """
    return Slip(code, re.compile(pattern), tell)
