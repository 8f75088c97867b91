"""Standard output and error that can take every sign, whatever encoding they have."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from typing import TextIO

#: The name of the error handler that writes a plain sign for one that an encoding lacks.
_HANDLER = "loopmap-plain-signs"

#: What is written in place of a sign that an encoding lacks.
_PLAIN = {
    "–": "-", "—": "-", "−": "-", "‑": "-", "×": "x", "…": "...", "→": "->", "←": "<-", "↔": "<->",
    "≤": "<=", "≥": ">=", "≈": "~", "≠": "!=", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    "·": ".", "•": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u2068": "", "\u2069": "", "√": "sqrt", "∞": "infinity", "∼": "~",
}  # fmt: skip


def plain_sign(sign: str) -> str:
    """Return what stands for a sign where an encoding lacks it: "?" if nothing is near.

    >>> plain_sign("–"), plain_sign("é"), plain_sign("評")
    ('-', 'e', '?')
    """
    if sign in _PLAIN:
        return _PLAIN[sign]
    near = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return near or "?"


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain_sign, error.object[error.start : error.end])), error.end


def holds_every_sign(stream: TextIO) -> bool:
    """Return whether a stream can write any text as it is."""
    try:
        name = codecs.lookup(stream.encoding or "").name
    except (LookupError, AttributeError):
        return False
    return name.startswith("utf")


def make_writable(*streams: TextIO) -> None:
    """Let streams write a plain sign for every sign that their encoding lacks.

    Without it an answer with one dash ends in an error where a console has a code page.
    """
    codecs.register_error(_HANDLER, _plain_signs)
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not holds_every_sign(stream):
            reconfigure(errors=_HANDLER)


def make_standard_streams_writable() -> None:
    """Do so for standard output and error, where there are any."""
    make_writable(*(stream for stream in (sys.stdout, sys.stderr) if stream is not None))
