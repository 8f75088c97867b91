"""A figure of a measured loop by quarter: its days, what blocks most, waiting and marks of AI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from graph.errors import UsageError
from graph.estimates import Interval
from graph.exporters.chart_frame import MARGIN, WIDTH, Words, framed, rule, text, ticks, wrapped
from graph.exporters.layout import Position, fitted, text_width
from graph.exporters.marks import LIGHT, Theme
from graph.exporters.svg import number
from graph.number_words import interval_of, percent, significant
from graph.questions.own_loop.compute import OwnLoop, Quarter
from graph.reports.charts import DARK_PALETTE, LIGHT_PALETTE, Palette
from graph.reports.own_loop import NOT_CAUSAL, binding_step, left_out, moved

_LEFT = 92.0
#: Heads and feet of the two fields, the strip between them, and the whole.
_DAYS = (30.0, 150.0)
_STRIP = (166.0, 212.0)
_SHARES = (254.0, 394.0)
_HEIGHT = 458.0
_NAME, _SMALL_NAME = 14.0, 11.0
_DOT = 5.0
_MOST_LINES = 3

_WAITING, _MARKED = "waiting, first commit to merge", "marked with AI, at least"


def quarters_svg(
    result: OwnLoop | None,
    theme: Theme = LIGHT,
    remark: str = "",
    caption: str = "",
    palette: Palette | None = None,
) -> str:
    """Return the quarters of a measured loop in one picture.

    Args:
        result: what blocks it; ``None`` if nothing was measured.
        theme: light or dark.
        remark: what is supposed; nothing if empty.
        caption: from which map and how, and how to cite it.
        palette: of points; that of the theme if ``None``.

    Raises:
        UsageError: no days were measured in any quarter.
    """
    if result is None or not result.quarters:
        raise UsageError(
            "No days were measured in any quarter on this map, so there is no figure of quarters. "
            "'loopmap measure PATH' makes a map on which there are."
        )
    colours = palette or (LIGHT_PALETTE if theme is LIGHT else DARK_PALETTE)
    said = "; ".join(map(_said, result.quarters))
    notes = (
        "Lines: where 9 of 10 runs lie for days, at 95 % for shares."
        + left_out(result)
        + " "
        + NOT_CAUSAL,
        remark,
    )
    words = Words(
        "How it moved, quarter by quarter",
        f"{said}. {moved(result)} {remark}".strip(),
        (*notes, caption),
    )
    return framed(words, _HEIGHT, theme, _body(result, theme, colours))


def _said(one: Quarter) -> str:
    waiting, marked = (
        "not measured" if share is None else percent(share.median)
        for share in (one.measured_waiting, one.ai_marked_share)
    )
    return (
        f"{one.quarter}: {interval_of(one.days)} days, blocked most by {binding_step(one)}; "
        f"waiting {waiting}, marked with AI {marked}"
    )


def _body(result: OwnLoop, theme: Theme, colours: Palette) -> Iterator[str]:
    quarters = result.quarters
    pitch = (WIDTH - 2 * MARGIN - _LEFT) / len(quarters)
    middles = [MARGIN + _LEFT + (index + 0.5) * pitch for index in range(len(quarters))]
    head = f"days of {result.words.a_round}, its steps added up"
    yield text(head, MARGIN + _LEFT, 14, theme.ink, bold=True)
    marks = ticks(0.0, max(max(one.days.ends) for one in quarters) or 1.0, 4)
    yield from _axis(_DAYS, marks, significant, theme)
    days = [one.days for one in quarters]
    yield from _points(days, middles, _DAYS, marks[-1], colours.ink, round_=True)
    yield from _strip(quarters, pitch, theme)
    yield text("share of waiting, and of changes marked with AI", MARGIN + _LEFT, 238, theme.ink,
               bold=True)  # fmt: skip
    yield from _axis(_SHARES, (0.0, 0.25, 0.5, 0.75, 1.0), percent, theme)
    aside = min(pitch / 6, 12.0)
    for shares, colour, shift, round_ in (
        ([one.measured_waiting for one in quarters], colours.off, -aside, False),
        ([one.ai_marked_share for one in quarters], colours.on, aside, True),
    ):
        places = [middle + shift for middle in middles]
        yield from _points(shares, places, _SHARES, 1.0, colour, round_=round_)
    for middle, one in zip(middles, quarters, strict=True):
        yield text(one.quarter, middle, _SHARES[1] + 20, theme.ink, anchor="middle")
    yield from _key(result, theme, colours)


def _axis(
    field: tuple[float, float], marks: Sequence[float], said: Callable[[float], str], theme: Theme
) -> Iterator[str]:
    for mark in marks:
        y = _down(mark, field, marks[-1])
        room = WIDTH - 2 * MARGIN - _LEFT
        yield rule(Position(MARGIN + _LEFT, y), room, 0, theme.line, dashed=mark > 0)
        yield text(said(mark), MARGIN + _LEFT - 8, y + 5, theme.ink, anchor="end")


def _points(
    values: Sequence[Interval | None],
    across: Sequence[float],
    field: tuple[float, float],
    most: float,
    colour: str,
    *,
    round_: bool,
) -> Iterator[str]:
    for value, x in zip(values, across, strict=True):
        if value is None:
            continue
        low, high = (_down(end, field, most) for end in value.ends)
        if low != high:
            yield (
                f'<path d="M{number(x)},{number(low)} V{number(high)}" fill="none" '
                f'stroke="{colour}" stroke-width="2"/>'
            )
        yield _sign(x, _down(value.median, field, most), colour, round_=round_)


def _sign(x: float, y: float, colour: str, *, round_: bool) -> str:
    if round_:
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_DOT)}" fill="{colour}"/>'
    return (
        f'<rect x="{number(x - _DOT)}" y="{number(y - _DOT)}" width="{number(2 * _DOT)}" '
        f'height="{number(2 * _DOT)}" fill="{colour}"/>'
    )


def _strip(quarters: Sequence[Quarter], pitch: float, theme: Theme) -> Iterator[str]:
    """Draw what blocks most as a band, named once for as long as it stays the same."""
    top, foot = _STRIP
    yield text("blocks most", MARGIN + _LEFT - 8, (top + foot) / 2 + 5, theme.ink, anchor="end")
    left = MARGIN + _LEFT
    for name, run in groupby(quarters, key=binding_step):
        width = pitch * len(list(run))
        yield (
            f'<rect x="{number(left + 1)}" y="{number(top)}" width="{number(width - 2)}" '
            f'height="{number(foot - top)}" fill="{theme.line}" fill-opacity="0.25"/>'
        )
        lines, size = [name], _NAME
        if text_width(name, size) > width - 8:
            lines, size = wrapped(name, width - 8, _SMALL_NAME)[:_MOST_LINES], _SMALL_NAME
        y = (top + foot - (len(lines) - 1) * size * 1.2) / 2 + size * 0.35
        for line in lines:
            words = fitted(line, width - 4, size)
            yield text(words, left + width / 2, y, theme.ink, size, anchor="middle")
            y += size * 1.2
        left += width


def _key(result: OwnLoop, theme: Theme, colours: Palette) -> Iterator[str]:
    y = _SHARES[1] + 50
    waiting = any(one.measured_waiting for one in result.quarters)
    marked = any(one.ai_marked_share for one in result.quarters)
    for x, colour, words, round_, measured in (
        (MARGIN + _LEFT, colours.off, _WAITING, False, waiting),
        (WIDTH / 2, colours.on, _MARKED, True, marked),
    ):
        yield _sign(x + _DOT, y, colour, round_=round_)
        yield text(words if measured else f"{words}: not measured", x + 20, y + 5, theme.ink)


def _down(value: float, field: tuple[float, float], most: float) -> float:
    top, foot = field
    return foot - (foot - top) * min(max(value / most, 0.0), 1.0)
