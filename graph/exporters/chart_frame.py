"""The frame of a still chart: title, axes with round numbers, notes and caption, all as plain SVG.

Every look is an attribute: renderers that know no style sheet draw the same as browsers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from graph.exporters.layout import Position, text_width
from graph.exporters.marks import Theme
from graph.exporters.safe_text import escaped
from graph.exporters.svg import number
from graph.records import record

WIDTH = 900.0
MARGIN = 28.0

_TITLE, _NOTE, TEXT = 22.0, 15.0, 14.0
_LINE = 1.35


@record
class Words:
    """What stands around a chart.

    Attributes:
        title: above it.
        described: the chart in words, for whoever does not see it.
        notes: below it, each a paragraph.
    """

    title: str
    described: str
    notes: tuple[str, ...]


def framed(words: Words, height: float, theme: Theme, body: Iterator[str]) -> str:
    """Return a whole picture.

    Args:
        words: around the chart.
        height: of the chart itself; its drawing begins at 0 and lies below the title.
        theme: light or dark.
        body: draws the chart, in a field of ``WIDTH`` times ``height``.
    """
    room = WIDTH - 2 * MARGIN
    title = wrapped(words.title, room, _TITLE)
    notes = [line for note in words.notes if note for line in wrapped(note, room, _NOTE)]
    head = MARGIN + len(title) * _TITLE * _LINE + 14
    foot = head + height + 24
    whole = math.ceil(foot + len(notes) * _NOTE * _LINE + MARGIN / 2)
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" '
        f'viewBox="0 0 {number(WIDTH)} {number(whole)}" width="{number(WIDTH)}" '
        f'height="{number(whole)}" font-family="Helvetica, Arial, sans-serif">',
        f'<title id="title">{escaped(words.title)}</title>',
        f'<desc id="description">{escaped(words.described)}</desc>',
        f'<rect x="0" y="0" width="{number(WIDTH)}" height="{number(whole)}" '
        f'fill="{theme.paper}"/>',
        *(
            text(
                line, MARGIN, MARGIN + (index + 0.8) * _TITLE * _LINE, theme.ink, _TITLE, bold=True
            )
            for index, line in enumerate(title)
        ),
        f'<g transform="translate(0 {number(head)})">',
        *body,
        "</g>",
        *(
            text(line, MARGIN, foot + (index + 0.8) * _NOTE * _LINE, theme.faint, _NOTE)
            for index, line in enumerate(notes)
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Return a text in lines that fit; a single word that does not stands alone.

    >>> wrapped("one two three", 60, 10)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def text(
    words: str,
    x: float,
    y: float,
    colour: str,
    size: float = TEXT,
    *,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """Return words whose baseline is at a height."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" '
        f'font-size="{number(size)}"{weight} fill="{colour}">{escaped(words)}</text>'
    )


def rule(place: Position, right: float, down: float, colour: str, *, dashed: bool = False) -> str:
    """Return a thin straight line from a place, so far to the right and so far down."""
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{number(place.x)},{number(place.y)} l{number(right)},{number(down)}" '
        f'fill="none" stroke="{colour}" stroke-width="1"{dashes}/>'
    )


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers that cover a range evenly: steps of 1, 2 or 5 of some power of ten.

    Args:
        low: where the range begins.
        high: where it ends, above ``low``.
        most: how many steps at most.

    >>> ticks(0, 0.17), ticks(0.9, 2.1, 4)
    ((0.0, 0.05, 0.1, 0.15, 0.2), (0.5, 1.0, 1.5, 2.0, 2.5))
    """
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * index, 10) for index in range(first, last + 1))


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two: the first at 0, the second at 1.

    >>> mixed("#000000", "#ffffff", 0.5), mixed("#102030", "#ffffff", 0)
    ('#808080', '#102030')
    """
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
