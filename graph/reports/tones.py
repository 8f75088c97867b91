"""What kind of thing a cell says, so that a terminal may tell it apart by colour as well.

The words say it alone; colour is never the only sign of anything.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Tone(StrEnum):
    """How far a cell can be relied on, or what became of it."""

    HEADING = "heading"
    SHOWN = "shown"
    BORROWED = "borrowed"
    OURS = "ours"
    NOISE = "noise"
    MISSED = "missed"


#: What our own words mean where they are the whole of a cell, or begin it before a comma.
_WORDS = {
    "evidence": Tone.SHOWN,
    "a source": Tone.SHOWN,
    "measured": Tone.SHOWN,
    "stated": Tone.SHOWN,
    "met": Tone.SHOWN,
    "won": Tone.SHOWN,
    "accelerated-by-evidence": Tone.SHOWN,
    "borrowed evidence": Tone.BORROWED,
    "judged": Tone.BORROWED,
    "derived": Tone.BORROWED,
    "our view": Tone.OURS,
    "assumed": Tone.OURS,
    "our-assumption": Tone.OURS,
    "supposed": Tone.OURS,
    "unknown": Tone.NOISE,
    "within noise": Tone.NOISE,
    "no change": Tone.NOISE,
    "none": Tone.NOISE,
    "-": Tone.NOISE,
    "MISSED": Tone.MISSED,
    "LOST": Tone.MISSED,
    "lost": Tone.MISSED,
}

#: Columns whose shares say how much of a number is our own view.
_SHARES_OF_OURS = frozenset({"our view", "assumed"})

_PERCENT = re.compile(r"(\d+(?:\.\d+)?) %")


def tone_of(cell: str, column: str) -> Tone | None:
    """Return what kind of thing a cell says; ``None`` if it is neither.

    Args:
        cell: its text.
        column: what stands above it.

    >>> tone_of("our view, no source", "known from"), tone_of("100 %", "our view")
    (<Tone.OURS: 'ours'>, <Tone.OURS: 'ours'>)
    >>> tone_of("89 %", "shortens loop by") is None
    True
    """
    share = _PERCENT.fullmatch(cell) if column in _SHARES_OF_OURS else None
    if share is not None:
        return Tone.OURS if float(share.group(1)) >= 50 else Tone.SHOWN
    return _WORDS.get(cell.partition(",")[0])


#: Of a terminal's own colours the few that can be read on dark and on light.
_CODES = {
    Tone.HEADING: "1",
    Tone.SHOWN: "32",
    Tone.BORROWED: "36",
    Tone.OURS: "33",
    Tone.NOISE: "2",
    Tone.MISSED: "1;31",
}


def painted(text: str, tone: Tone | None) -> str:
    r"""Return text in the colour of a tone, the spaces around it left as they are.

    >>> painted(" met ", Tone.SHOWN)
    ' \x1b[32mmet\x1b[0m '
    """
    inner = text.strip(" ")
    if tone is None or not inner:
        return text
    start = text.index(inner)
    after = text[start + len(inner) :]
    return f"{text[:start]}\x1b[{_CODES[tone]}m{inner}\x1b[0m{after}"


#: The head of a finding: its place, how bad it is, what is wrong.
_FINDING = re.compile(r"^(?P<place>(?:\S.*?: )?)(?P<word>error|warning|advice): ", re.MULTILINE)
_BY_WORD = {"error": Tone.MISSED, "warning": Tone.OURS, "advice": Tone.BORROWED}


def painted_finding(text: str) -> str:
    r"""Return a finding with the word for how bad it is in colour.

    >>> painted_finding("a.ttl:3:1: error: wrong")
    'a.ttl:3:1: \x1b[1;31merror\x1b[0m: wrong'
    """
    return _FINDING.sub(
        lambda found: f"{found['place']}{painted(found['word'], _BY_WORD[found['word']])}: ",
        text,
        count=1,
    )
