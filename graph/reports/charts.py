"""Charts of answers as Vega-Lite specifications: period, standing, growth and one generation."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from graph.estimates import Interval
from graph.number_words import names
from graph.questions.critical_path.answer import (
    CertificateRecord,
    CriticalPath,
)
from graph.questions.growth.answer import SeriesPoint, Takeoff
from graph.records import record
from graph.reports.standing import shortens


@record
class Palette:
    """Colours that stand out from a page, and that people with any colour vision tell apart.

    Attributes:
        on: of what acts back.
        off: of what does not.
        ink: of lines and letters.
        faint: of the least critical bar.
        strong: of the most critical bar.
    """

    on: str
    off: str
    ink: str
    faint: str
    strong: str


LIGHT_PALETTE = Palette("#0072B2", "#767676", "#1A1A1A", "#C6DBEF", "#08306B")
DARK_PALETTE = Palette("#56B4E9", "#A0A0A0", "#FAFAFA", "#2F4A5F", "#B5DFFF")

#: Parts critical in fewer draws than this are left out of the bars.
_LEAST_CRITICALITY = 0.05

_HEIGHT = 260


@record
class Chart:
    """A chart with the words that stand beside it.

    Attributes:
        title: what it shows.
        note: one sentence below it.
        spec: Vega-Lite, with the values inside.
    """

    title: str
    note: str
    spec: dict[str, Any]


def period_chart(result: CriticalPath) -> Chart:
    """Return the period without AI, now, and with all that is accelerated at its floor."""
    periods = [("without AI", result.baseline_period_days), ("now", result.period_days)]
    rows = [{"when": name, **_ends(interval)} for name, interval in periods]
    note = "Middle, and where 9 of 10 runs lie; without runs the central numbers."
    y = {"field": "when", "type": "nominal", "sort": None, "title": None}
    spec = _intervals(
        rows, y, f"days per {result.words.round_in_full}", {"value": LIGHT_PALETTE.on}
    )
    return Chart("Period of the loop", note, spec)


#: So many parts are shown.
_PARTS = 15


def standing_chart(result: CriticalPath) -> Chart:
    """Return how much of the period each part blocks, the greatest first."""
    rows = [
        {"part": item.label, "share": item.share, "criticality": item.criticality}
        for item in standings(result, _PARTS)
    ]
    x = {"field": "share", "type": "quantitative", "axis": {"format": "%"}}
    colour = {
        "field": "criticality",
        "type": "quantitative",
        "title": "on the slowest loop in",
        "scale": {"domain": [0, 1], "range": [LIGHT_PALETTE.faint, LIGHT_PALETTE.strong]},
    }
    spec = {
        "data": {"values": rows},
        "height": {"step": 18},
        "width": 420,
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "y": {"field": "part", "type": "nominal", "sort": None, "title": None},
            "x": {
                **x,
                "title": f"how much shorter {result.words.a_round} is with the part at its minimum "
                "time",
            },
            "color": colour,
        },
    }
    over = "The mean over the runs" if result.draws else "At central numbers"
    return Chart(
        "What holds the loop up",
        f"{over}; the colour: in how many runs it is on the slowest loop.",
        spec,
    )


@record
class Standing:
    """How much one part holds the loop up.

    Attributes:
        label: of the part.
        share: by how much a round is shorter with the part at its minimum time, 0 to 1.
        criticality: share of the runs in which it is on the slowest loop, 0 to 1; 0 without runs.
        share_words: the share as it is told, without the digits that are noise.
    """

    label: str
    share: float
    criticality: float
    share_words: str


def standings(result: CriticalPath, parts: int) -> tuple[Standing, ...]:
    """Return the parts that hold the loop up most, the greatest first.

    Args:
        result: what blocks the loop.
        parts: how many at most; those that block nothing are left out.
    """
    ranked = sorted(result.components, key=lambda item: (-item.blocks, item.id))
    return tuple(
        Standing(item.label, item.blocks, item.criticality or 0.0, shortens(item))
        for item in ranked[:parts]
        if item.blocks > 0
    )


def _ends(interval: Interval) -> dict[str, float]:
    low, high = interval.ends
    return {"low": low, "middle": interval.median, "high": high}


def _intervals(
    rows: list[dict[str, Any]], y: dict[str, Any], title: str, colour: dict[str, Any]
) -> dict[str, Any]:
    x = {"type": "quantitative", "title": title, "scale": {"zero": True}}
    reach = {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "color": colour}
    middle = {"x": {**x, "field": "middle"}, "y": y, "color": colour}
    layers = [
        {"mark": {"type": "rule", "size": 3}, "encoding": reach},
        {
            "mark": {"type": "point", "filled": True, "size": 90, "tooltip": True},
            "encoding": middle,
        },
    ]
    return {"data": {"values": rows}, "height": {"step": 30}, "width": 420, "layer": layers}


def pace_chart(result: Takeoff, palette: Palette = LIGHT_PALETTE) -> Chart:
    """Return the pace over time with its band, with improvements acting back and without."""
    rows = [
        {**_band(point, interval), "recursion": name}
        for point in result.series
        for name, interval in (("on", point.pace), ("off", point.pace_without_recursion))
    ]
    colour = {
        "field": "recursion",
        "type": "nominal",
        "title": "improvements act back",
        "scale": {"domain": ["on", "off"], "range": [palette.on, palette.off]},
    }
    note = "Middle, and where 9 of 10 runs lie; off: nothing acts back."
    return Chart("Pace against no AI", note, _fan(rows, "pace (times)", colour))


def ratio_chart(result: Takeoff, palette: Palette = LIGHT_PALETTE) -> Chart:
    """Return the return of progress over time with the line at 1 and what published models say."""
    rows = [_band(point, point.loop_ratio) for point in result.series]
    spec = _fan(rows, "return of progress", {"value": palette.on})
    at_one = [item.source for item in result.published if item.source and item.value == 1]
    # Two names at one height would hide each other.
    said = "; ".join(["1: growth feeds itself", *at_one])
    marks = [{"y": 1.0, "text": said, "kind": "limit"}]
    marks += [
        {"y": item.value, "text": f"{item.value:g} {item.source}", "kind": "published"}
        for item in result.published
        if item.value != 1
    ]
    spec["spec"]["layer"] += _rules(marks, palette.ink)
    note = (
        "The loop sustains itself above 1. Dashed: what models of the whole loop say, no input to "
        "the map's answer; the caveats stand in the table below."
    )
    return Chart("Return of progress over time", note, spec)


def generation_chart(result: CriticalPath, palette: Palette = LIGHT_PALETTE) -> Chart | None:
    """Return the parts of one generation as bars from start to end, stronger where more critical.

    ``None`` if the answer carries no certificate to take the starts from.
    """
    if result.certificate is None:
        return None
    bars = _bars(result, result.certificate)
    window = _window(bars, result)
    rows = [row for row in bars if row["end"] > window[0]]
    earlier = tuple(row["part"] for row in bars if row["end"] <= window[0])
    note = "Starts and lengths at central numbers; the colour is over all runs."
    if earlier:
        note += f" Done long before for its sake: {names(earlier, 5)}."
    return Chart(f"One {result.words.round_in_full}", note, _bar_spec(rows, window, palette))


def _bars(result: CriticalPath, proof: CertificateRecord) -> list[dict[str, Any]]:
    starts = {name: float(Fraction(text)) for name, text in proof.potentials.items()}
    shown = [
        item
        for item in result.components
        if (item.criticality or 0.0) >= _LEAST_CRITICALITY or item.id in result.critical_cycle
    ]
    first = min((starts[item] for item in result.critical_cycle), default=0.0)
    central = {name: float(Fraction(text)) for name, text in proof.days.items()}
    return [
        {
            "part": item.label,
            "start": starts[item.id] - first,
            "end": starts[item.id] - first + central.get(item.id, item.days.median),
            "criticality": item.criticality or float(item.id in result.critical_cycle),
        }
        for item in shown
    ]


def _bar_spec(rows: list[dict[str, Any]], window: list[float], palette: Palette) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "height": {"step": 16},
        "width": 760,
        "mark": {"type": "bar", "tooltip": True, "clip": True},
        "encoding": {
            "y": {
                "field": "part",
                "type": "nominal",
                "sort": {"field": "start"},
                "title": None,
                "axis": {"labelLimit": 260, "labelOverlap": False, "labelFlush": False},
            },
            "x": {
                "field": "start",
                "type": "quantitative",
                "title": "days from the start of the slowest loop",
                "scale": {"domain": window, "nice": False},
            },
            "x2": {"field": "end"},
            "color": {
                "field": "criticality",
                "type": "quantitative",
                "title": "on the slowest loop in",
                "scale": {"domain": [0, 1], "range": [palette.faint, palette.strong]},
            },
        },
    }


def _window(rows: list[dict[str, Any]], result: CriticalPath) -> list[float]:
    """Return the days to show: a round before the critical cycle to the last end."""
    last = max((row["end"] for row in rows), default=1.0)
    return [-float(result.central_period_days or result.period_days.median), last]


def _rules(marks: list[dict[str, Any]], ink: str) -> list[dict[str, Any]]:
    """Return horizontal lines with their names, the same in every facet."""
    y = {"field": "y", "type": "quantitative"}
    dash = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": ["limit", "published"], "range": [[1, 0], [4, 4]]},
        "legend": None,
    }
    text = {"field": "text", "type": "nominal"}
    label = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "x": 4,
        "dy": -3,
        "fontSize": 10,
        "limit": 400,
    }
    data = {"values": marks}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": ink},
            "encoding": {"y": y, "strokeDash": dash},
        },
        {"data": data, "mark": {**label, "color": ink}, "encoding": {"y": y, "text": text}},
    ]


def _band(point: SeriesPoint, interval: Interval) -> dict[str, float | str]:
    return {"school": point.school, "year": point.year, **_ends(interval)}


def _fan(
    rows: Iterable[dict[str, float | str]], title: str, colour: dict[str, Any]
) -> dict[str, Any]:
    x = {"field": "year", "type": "quantitative", "title": "years from now"}
    y = {"type": "quantitative", "title": title}
    band = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    line = {"x": x, "y": {**y, "field": "middle"}, "color": colour}
    layers = [
        {"mark": {"type": "area", "opacity": 0.25}, "encoding": band},
        {"mark": {"type": "line", "tooltip": True}, "encoding": line},
    ]
    return {
        "data": {"values": list(rows)},
        "facet": {"column": {"field": "school", "type": "nominal", "title": None}},
        "spec": {"height": _HEIGHT, "width": 420, "layer": layers},
    }
