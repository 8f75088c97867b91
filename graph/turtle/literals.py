"""The text between quotes: its escapes, and where one of them is wrong."""

from __future__ import annotations

import re

_NAMED = {
    "t": "\t",
    "b": "\b",
    "n": "\n",
    "r": "\r",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\"'\\])|(.))",
    re.DOTALL,
)


def body(quoted: str) -> str:
    '''Return what stands between the quotes, escapes as written.

    >>> body("""'x'"""), body("""\'\'\'a'b\'\'\'""")
    ('x', "a'b")
    '''
    width = quote_width(quoted)
    return quoted[width:-width]


def quote_width(quoted: str) -> int:
    """Return how many quotes open a text: 1 or 3.

    >>> quote_width("''"), quote_width("''''''")
    (1, 3)
    """
    return 3 if len(quoted) > 5 and quoted[:3] in ('"""', "'''") else 1


def bad_escape_at(written: str) -> int | None:
    r"""Return the index of the first escape that means no character, or ``None``.

    >>> bad_escape_at(r"a\tb"), bad_escape_at(r"a\qb"), bad_escape_at(r"\ud800")
    (None, 1, 0)
    """
    return next((match.start() for match in _ESCAPE.finditer(written) if not _valid(match)), None)


def _valid(match: re.Match[str]) -> bool:
    if match[3]:
        return True
    digits = match[1] or match[2]
    if digits is None:
        return False
    code = int(digits, 16)
    return code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def unescape(written: str) -> str:
    r"""Return a text with its escapes replaced; all of them must be right.

    >>> unescape(r"a\tb\u00e9")
    'a\tbé'
    """
    return _ESCAPE.sub(_character, written)


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _NAMED[match[3]]
