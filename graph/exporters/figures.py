"""Figures for a paper beside the map: where each part stands, and the pace in years to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.estimates import Interval
from graph.exporters.chart_frame import MARGIN, WIDTH, Words, framed, mixed, rule, text, ticks
from graph.exporters.layout import Position, fitted
from graph.exporters.marks import LIGHT, Theme
from graph.exporters.svg import number
from graph.number_words import percent, percent_of_runs, significant
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.growth.answer import SeriesPoint, Takeoff
from graph.records import record
from graph.reports.charts import DARK_PALETTE, LIGHT_PALETTE, Palette, Standing, standings
from graph.reports.growth import headline

#: Bars of the figure of standing, and their measures.
_BARS = 15
_BAR, _PITCH = 16.0, 25.0
_NAMES = 270.0
_VALUES = 245.0

#: The field of one school's pace.
_FIELD = 300.0
_LEFT, _BETWEEN = 58.0, 40.0


def standing_svg(
    answer: CriticalPath, theme: Theme = LIGHT, remark: str = "", caption: str = ""
) -> str:
    """Return which parts hold the loop up most, as bars with their numbers.

    Args:
        answer: what blocks the loop.
        theme: light or dark.
        remark: what is supposed; nothing if empty.
        caption: from which map and how, and how to cite it.
    """
    found, words = standings(answer, _BARS), answer.words
    over = "mean over the runs" if answer.draws else "at central numbers"
    axis = f"how much shorter {words.a_round} is with the part at its minimum time ({over})"
    told = "; ".join(_said(item, answer.draws) for item in found) or "no single part"
    colour = (
        "The darker a bar, the more often its part is on the slowest loop."
        if theme is LIGHT
        else "The lighter a bar, the more often its part is on the slowest loop."
    )
    around = Words(
        f"What holds {words.loop} up",
        f"Bars: {axis}. {told}.{_after(remark)}",
        (colour if answer.draws else "", remark, caption),
    )
    body = _bars(found, answer.draws, axis, theme) if found else _nothing(theme)
    return framed(around, max(len(found), 1) * _PITCH + 46, theme, body)


def _said(item: Standing, draws: int) -> str:
    often = f", on the slowest loop in {percent_of_runs(item.criticality, draws)}" if draws else ""
    return f"{item.label} {item.share_words}{often}"


def _after(remark: str) -> str:
    return f" {remark}" if remark else ""


def _nothing(theme: Theme) -> Iterator[str]:
    yield text("No single part holds the loop up; several do together.", MARGIN, 20, theme.ink)


def _bars(found: Sequence[Standing], draws: int, axis: str, theme: Theme) -> Iterator[str]:
    palette = _palette(theme)
    left, room = MARGIN + _NAMES, WIDTH - 2 * MARGIN - _NAMES - _VALUES
    marks = ticks(0.0, max(item.share for item in found), 4)
    scale, foot = room / marks[-1], len(found) * _PITCH
    for mark in marks:
        # Only at the foot: lines across would run through the numbers.
        begin = 0.0 if mark == 0 else foot - 6
        yield rule(Position(left + mark * scale, begin), 0, foot - begin, theme.faint)
        yield text(percent(mark), left + mark * scale, foot + 18, theme.ink, anchor="middle")
    for index, item in enumerate(found):
        top = index * _PITCH + (_PITCH - _BAR) / 2
        base = top + _BAR * 0.8
        fill = mixed(palette.faint, palette.strong, item.criticality)
        value = item.share_words
        if draws:
            value += f" · on the slowest loop in {percent_of_runs(item.criticality, draws)}"
        yield text(fitted(item.label, _NAMES - 12, 14), left - 10, base, theme.ink, anchor="end")
        yield (
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(item.share * scale)}" '
            f'height="{number(_BAR)}" fill="{fill}" stroke="{theme.faint}" stroke-width="0.5"/>'
        )
        yield text(value, left + item.share * scale + 8, base, theme.ink)
    yield text(axis, WIDTH / 2, foot + 40, theme.ink, anchor="middle")


def growth_svg(answer: Takeoff, theme: Theme = LIGHT, remark: str = "", caption: str = "") -> str:
    """Return the pace over the years to come, a field for each school, with its bands.

    Args:
        answer: what happens when AI improves the rest of the machinery.
        theme: light or dark.
        remark: what is supposed; nothing if empty.
        caption: from which map and how, and how to cite it.
    """
    band = " and where 9 of 10 runs lie" if answer.draws else ""
    around = Words(
        "The pace in years to come, against no AI",
        f"{headline(answer)}{_after(remark)}",
        (f"Lines: the middle{band}. {headline(answer)}", remark, caption),
    )
    fields = _fields(answer)
    body = _growth(fields, theme) if fields else _nothing_builds_up(theme)
    return framed(around, _FIELD + 96 if fields else 30, theme, body)


def _nothing_builds_up(theme: Theme) -> Iterator[str]:
    yield text("Nothing builds up on this map: the pace stays as it is.", MARGIN, 20, theme.ink)


@record
class _Field:
    school: str
    points: tuple[SeriesPoint, ...]


def _fields(answer: Takeoff) -> list[_Field]:
    return [
        _Field(item.school, tuple(one for one in answer.series if one.school == item.school))
        for item in answer.schools
    ]


@record
class _Scale:
    """Where years and paces lie in a field that ends at ``_FIELD``."""

    left: float
    width: float
    years: float
    paces: tuple[float, ...]

    def across(self, year: float) -> float:
        return self.left + self.width * year / self.years

    def down(self, pace: float) -> float:
        low, high = self.paces[0], self.paces[-1]
        return 30 + (_FIELD - 30) * (1 - (min(max(pace, low), high) - low) / (high - low))


def _growth(fields: Sequence[_Field], theme: Theme) -> Iterator[str]:
    ends = [
        end
        for field in fields
        for point in field.points
        for interval in (point.pace, point.pace_without_recursion)
        for end in interval.ends
    ]
    # From the pace without AI on, so that a small gain looks small.
    paces = ticks(min(1.0, *ends), max(1.2, *ends))
    years = max(max(point.year for field in fields for point in field.points), 1e-9)
    width = (WIDTH - 2 * MARGIN - _LEFT - _BETWEEN * (len(fields) - 1)) / len(fields)
    for index, field in enumerate(fields):
        scale = _Scale(MARGIN + _LEFT + index * (width + _BETWEEN), width, years, paces)
        yield from _field(field, scale, theme, first=index == 0)
    yield from _key(theme)


def _field(field: _Field, scale: _Scale, theme: Theme, *, first: bool) -> Iterator[str]:
    palette = _palette(theme)
    for pace in scale.paces:
        yield rule(Position(scale.left, scale.down(pace)), scale.width, 0, theme.line, dashed=True)
        if first:
            at = scale.down(pace) + 5
            yield text(f"{significant(pace)}x", scale.left - 8, at, theme.ink, anchor="end")
    for year in ticks(0, scale.years, 5):
        if year <= scale.years:
            x = scale.across(year)
            yield text(significant(year), x, _FIELD + 18, theme.ink, anchor="middle")
    middle = scale.left + scale.width / 2
    yield text(field.school, middle, 16, theme.ink, anchor="middle", bold=True)
    yield text("years from now", middle, _FIELD + 40, theme.ink, anchor="middle")
    for colour, dashed, intervals in (
        (palette.off, True, [one.pace_without_recursion for one in field.points]),
        (palette.on, False, [one.pace for one in field.points]),
    ):
        yield from _fan([one.year for one in field.points], intervals, scale, colour, dashed)


def _fan(
    years: Sequence[float],
    intervals: Sequence[Interval],
    scale: _Scale,
    colour: str,
    dashed: bool,
) -> Iterator[str]:
    def way(paces: Sequence[float], order: Sequence[float]) -> str:
        places = zip(order, paces, strict=True)
        return " L".join(f"{number(scale.across(x))},{number(scale.down(y))}" for x, y in places)

    lows, highs = zip(*(one.ends for one in intervals), strict=True)
    if lows != highs:
        back = way(lows[::-1], years[::-1])
        yield f'<path d="M{way(highs, years)} L{back} Z" fill="{colour}" fill-opacity="0.2"/>'
    dashes = ' stroke-dasharray="7 5"' if dashed else ""
    yield (
        f'<path d="M{way([one.median for one in intervals], years)}" fill="none" '
        f'stroke="{colour}" stroke-width="2.5"{dashes}/>'
    )


def _key(theme: Theme) -> Iterator[str]:
    palette = _palette(theme)
    top = _FIELD + 70
    for x, colour, dashes, words in (
        (MARGIN + _LEFT, palette.on, "", "improvements act back on the loop"),
        (WIDTH / 2, palette.off, ' stroke-dasharray="7 5"', "nothing acts back"),
    ):
        yield (
            f'<path d="M{number(x)},{number(top)} h34" fill="none" stroke="{colour}" '
            f'stroke-width="2.5"{dashes}/>'
        )
        yield text(words, x + 44, top + 5, theme.ink)


def _palette(theme: Theme) -> Palette:
    return LIGHT_PALETTE if theme is LIGHT else DARK_PALETTE
