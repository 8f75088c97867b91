"""Formulas of the pages as MathML, which browsers draw by themselves."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

_BLOCK = re.compile(r"^\$\$\n(?P<formula>.*?)\n\$\$$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<![\\$\w])\$(?P<formula>[^$\n]+)\$(?![\w$])")
_FENCE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


def with_formulas(markdown: str) -> str:
    """Return a page whose ``$...$`` and ``$$`` blocks are MathML; code stays as it is.

    >>> with_formulas("a `$HOME` and $x$").startswith("a `$HOME` and <math")
    True
    """
    pieces = _FENCE.split(markdown)
    return "".join(
        piece if number % 2 else _INLINE.sub(_inline, _BLOCK.sub(_block, piece))
        for number, piece in enumerate(pieces)
    )


def _block(match: re.Match[str]) -> str:
    return f'<div class="formula">{convert(match["formula"], display="block")}</div>'


def _inline(match: re.Match[str]) -> str:
    return str(convert(match["formula"]))
