"""Labels cut into lines that fit between two columns of the map."""

from __future__ import annotations

from graph.exporters.layout import COLUMN_PITCH

#: Size of labels in the map's own pixels, and the distance of their lines.
LABEL_SIZE = 20
LINE_HEIGHT = 24

#: Half the height of a component's shape.
NODE_RADIUS = 18

#: From a component's middle down to the top of its label.
LABEL_OFFSET = NODE_RADIUS + 5

#: Widest label: two neighbours stay apart.
LABEL_WIDTH = COLUMN_PITCH - 13

_MOST_LINES = 2
_NARROW = frozenset("iljtfI.,:;'|!()[] -")
_WIDE = frozenset("mwMWQO@%&—")


def text_width(text: str, size: float = LABEL_SIZE) -> float:
    """Return how wide a sans-serif text is at most, roughly.

    Every sign counts 0.56 of the size, narrow ones 0.34, wide ones and signs beyond Latin 0.9,
    capitals 0.7.

    >>> text_width("an", 100), text_width("Mi", 100)
    (112.0, 124.0)
    """
    return round(sum(map(_sign_width, text)) * size, 6)


def _sign_width(sign: str) -> float:
    if sign in _NARROW:
        return 0.34
    if sign in _WIDE or ord(sign) > 0x24F:
        return 0.9
    return 0.7 if sign.isupper() else 0.56


def label_lines(label: str) -> tuple[str, ...]:
    """Return a label in at most two lines, evenly filled; what does not fit ends in "…".

    >>> label_lines("Coding"), label_lines("Electricians and other trades")
    (('Coding',), ('Electricians and', 'other trades'))
    """
    words = label.split() or [""]
    if text_width(" ".join(words)) <= LABEL_WIDTH:
        return (" ".join(words),)
    if len(words) == 1:
        return (fitted(words[0], LABEL_WIDTH),)
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    best = min(cuts, key=_unevenness)
    return tuple(fitted(line, LABEL_WIDTH) for line in best)


def _unevenness(lines: tuple[str, str]) -> tuple[float, float]:
    first, second = map(text_width, lines)
    return (max(0.0, first - LABEL_WIDTH), max(first, second))


def fitted(text: str, width: float, size: float = LABEL_SIZE) -> str:
    """Return as much of a text as fits, with "…" where something is left out."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
