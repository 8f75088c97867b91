"""The words of Turtle: one regular expression that cuts a text into tokens."""

from __future__ import annotations

import re
from typing import Final

NAME: Final = 1
NUMBER: Final = 2
MARK: Final = 3
STRING: Final = 4
IRI: Final = 5
WORD: Final = 6
BLANK: Final = 7
AT: Final = 8
TYPE_MARK: Final = 9
BAD_STRING: Final = 10
BAD_IRI: Final = 11
END: Final = 12
BAD: Final = 13

# Letters beyond ASCII are let through here and checked name by name (see graph.turtle.terms): they
# belong to no other token, and a set of a few ASCII characters compiles in no time.
_NOT = r"\x00-,./:-@\[\\\]^`{-\xb6\xb8-\xbf"
_CHAR = f"[^{_NOT}]"
_START = rf"[^{_NOT}0-9_\-]"
_LETTER = rf"[^{_NOT}\-]"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_DOTTED = rf"{_START}{_CHAR}*+(?:\.+{_CHAR}++)*"
_LOCAL = rf"(?:{_LETTER}|:|{_PLX})(?:{_CHAR}++|:|{_PLX})*+(?:\.+(?:{_CHAR}++|:|{_PLX})++)*"
_NAME = rf"(?:{_DOTTED})?:(?:{_LOCAL})?"
#: The prefix of a name, and a name without escapes or further colons; each stops where a plain one
#: stops, so that what follows tells whether it is one.
PLAIN_PREFIX = rf"{_START}{_CHAR}*+"
PLAIN_NAME = rf"(?:{PLAIN_PREFIX})?:{_LETTER}{_CHAR}*+(?:\.++{_CHAR}++)*+"
#: An absolute or relative IRI between its brackets, likewise.
ADDRESS = r"<(?:[^\x00-\x20<>\"{}|^`\\]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"
#: A number, likewise.
FIGURES = r"[+-]?(?:[0-9]++(?:\.[0-9]++|\.(?=[eE][+-]?[0-9]))?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?"
#: A quoted text, closed, as a regular expression.
TEXT = "|".join(
    rf"{q}{q}{q}[^{q}\\]*+(?:(?:\\.|{q}{{1,2}}(?!{q}))[^{q}\\]*+)*+{q}{q}{q}"
    rf"|{q}(?!{q}{q})[^{q}\\\r\n]*+(?:\\[^\r\n][^{q}\\\r\n]*+)*+{q}"
    for q in ('"', "'")
)
_LANGUAGE = r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
#: The language or the datatype of a text, likewise.
SUFFIX = rf"{_LANGUAGE}|\^\^(?:{ADDRESS}|{_NAME})"
# An unclosed text on one line leaves a separator at the end of the line to the grammar.
_BAD_STRING = r"(?:\"\"\"|''').*+|[\"'][^\r\n]*?(?=[ \t]+[;,.][ \t]*(?:[\r\n]|\Z)|[\r\n]|\Z)"
_BAD_IRI = r"<[^\s<>]*+>|<[^<>\"\r\n]*+>|<[^\s<>\"]*+"
#: White space and comments, likewise; there may be none.
SPACE = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"

_TOKEN = re.compile(
    rf"{SPACE}(?:({_NAME})|({FIGURES})|([;,.\[\]()])|((?:{TEXT})(?:{SUFFIX})?)|({ADDRESS})"
    rf"|({_DOTTED})|(_:{_LETTER}{_CHAR}*+(?:\.+{_CHAR}++)*)|({_LANGUAGE})|(\^\^)"
    rf"|({_BAD_STRING})|({_BAD_IRI})|(\Z)|(.))",
    re.DOTALL,
)
_PARTS = re.compile(rf"({TEXT})(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>.+))?", re.DOTALL)


class Tokens:
    """A text cut into tokens, in parallel lists that end with tokens of the kind ``END``.

    Attributes:
        text: the text itself.
        kinds: what each token is.
        texts: each token as it is written.
        starts: the offset of each token.
    """

    __slots__ = ("kinds", "starts", "text", "texts")

    def __init__(self, text: str, start: int = 0) -> None:
        """Cut a text, from an offset on at which no token has begun."""
        self.text = text
        kinds: list[int] = []
        texts: list[str] = []
        starts: list[int] = []
        add_kind, add_text, add_start = kinds.append, texts.append, starts.append
        for match in _TOKEN.finditer(text, start):
            kind = match.lastindex or END
            add_kind(kind)
            add_text(match[kind])
            add_start(match.start(kind))
        # Looking two tokens ahead never needs a check of the length.
        kinds += [END] * 4
        texts += [""] * 4
        starts += [len(text)] * 4
        self.kinds, self.texts, self.starts = kinds, texts, starts

    def end_before(self, at: int) -> int:
        """Return the offset just after the token that precedes token ``at``.

        >>> Tokens("<a> <b>").end_before(1)
        3
        """
        return self.starts[at - 1] + len(self.texts[at - 1]) if at else 0

    def first_in_line(self, at: int) -> bool:
        r"""Return whether only white space stands before token ``at`` on its line.

        >>> Tokens("<a>\n <b> <c>").first_in_line(1), Tokens("<a>\n <b> <c>").first_in_line(2)
        (True, False)
        """
        return at == 0 or "\n" in self.text[self.end_before(at) : self.starts[at]]

    def apart(self, at: int) -> bool:
        r"""Return whether a blank line or a comment separates token ``at`` from the one before.

        >>> Tokens("<a>\n\n<b>").apart(1), Tokens("<a>\n<b>").apart(1)
        (True, False)
        """
        between = self.text[self.end_before(at) : self.starts[at]]
        return between.count("\n") > 1

    def indent(self, at: int) -> int:
        r"""Return how far token ``at`` is indented; 0 if another token precedes it on its line.

        >>> Tokens("<a>\n  <b>").indent(1)
        2
        """
        if not self.first_in_line(at):
            return 0
        start = self.starts[at]
        return start - self.text.rfind("\n", self.end_before(at), start) - 1 if at else start

    def same_line(self, at: int, other: int) -> bool:
        r"""Return whether two tokens, the first one first, begin on the same line.

        >>> Tokens("<a> <b>\n<c>").same_line(0, 1), Tokens("<a> <b>\n<c>").same_line(0, 2)
        (True, False)
        """
        return "\n" not in self.text[self.starts[at] : self.starts[other]]


def length_at(text: str, offset: int) -> int:
    r"""Return how many characters the token at an offset has, on the line where it begins.

    Args:
        text: of a whole file.
        offset: index of the first character of a token; before white space or at the end of the
            text there is none, which counts as one character.

    >>> length_at(":a rdfs:label 1", 3), length_at(":a ", 2), length_at(":a", 2)
    (10, 1, 1)
    """
    match = _TOKEN.match(text, offset)
    if match is None or not match.lastindex or match.start(match.lastindex) != offset:
        return 1
    return max(1, len(match[match.lastindex].split("\n", 1)[0].rstrip("\r")))


def string_parts(token: str) -> tuple[str, str | None, str | None]:
    """Return the quoted text of a string token, its language and its datatype as written.

    >>> string_parts('"x"@en')
    ('"x"', 'en', None)
    >>> string_parts('"1"^^<http://a/b>')
    ('"1"', None, '<http://a/b>')
    """
    if "\\" not in token and token[-1] == token[0]:
        return token, None, None
    match = _PARTS.fullmatch(token)
    if match is None:
        return token, None, None
    return match[1], match["language"], match["datatype"]
