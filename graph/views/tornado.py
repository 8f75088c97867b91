"""Which number moves the answer most: a bar for each, from its low end to its high end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.loop.variance import Contribution
from graph.model import LoopModel
from graph.reports.numbers import percent, times
from graph.views.escaping import escaped
from graph.views.labels import thing_label


@dataclass(frozen=True, slots=True)
class Bar:
    """One number's reach.

    Attributes:
        name: of the number.
        low: the pace with it one standard deviation lower.
        high: the pace with it one standard deviation higher.
        share: its part of the variance.
        basis: what it rests on.
    """

    name: str
    low: float
    high: float
    share: float
    basis: str


def bars(model: LoopModel, contributions: Sequence[Contribution], limit: int = 12) -> list[Bar]:
    """Return the numbers that move the pace most, the strongest first."""
    return [
        Bar(
            f"{thing_label(model, item.subject)}: {_metric(model, item.metric)}",
            item.pace_low,
            item.pace_high,
            item.variance_share,
            item.basis,
        )
        for item in contributions[:limit]
    ]


def tornado_html(items: Sequence[Bar], centre: float) -> str:
    """Return the bars as a table: name, bar, both ends in figures, share of the variance.

    Args:
        items: the bars, strongest first.
        centre: the pace with every number at its centre.
    """
    ends = [end for item in items for end in (item.low, item.high)] + [centre]
    least, most = min(ends), max(ends)
    width = (most - least) or 1.0
    rows = "".join(_row(item, least, width, centre) for item in items)
    style = "padding:0.3rem 0.6rem;font-weight:600"
    heads = "".join(
        f'<th scope="col" style="text-align:{side};{style}">{head}</th>'
        for head, side in (
            ("Number", "left"),
            ("Pace from one deviation below to one above", "left"),
            ("From, to", "right"),
            ("Variance", "right"),
            ("Rests on", "left"),
        )
    )
    return (
        '<div style="overflow-x:auto" role="region" tabindex="0" aria-label="What moves the pace">'
        '<table style="width:100%;border-collapse:collapse;font-size:0.875rem">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(item: Bar, least: float, width: float, centre: float) -> str:
    start = 100 * (min(item.low, item.high) - least) / width
    length = max(0.8, 100 * abs(item.high - item.low) / width)
    middle = 100 * (centre - least) / width
    # Plain boxes, because Streamlit takes drawings out of a page's markup.
    bar = (
        '<div aria-hidden="true" style="position:relative;height:14px">'
        f'<div style="position:absolute;left:{start:.1f}%;width:{length:.1f}%;top:2px;'
        'height:10px;background:#0072B2"></div>'
        f'<div style="position:absolute;left:{middle:.1f}%;width:2px;top:0;height:14px;'
        'background:currentColor"></div></div>'
    )
    cell = "padding:0.3rem 0.6rem;border-bottom:1px solid rgba(128,128,128,0.25)"
    return (
        f'<tr><td style="{cell}">{escaped(item.name)}</td>'
        f'<td style="{cell};width:40%">{bar}</td>'
        f'<td style="{cell};text-align:right;white-space:nowrap">'
        f"{escaped(times(item.low))} – {escaped(times(item.high))}</td>"
        f'<td style="{cell};text-align:right">{escaped(percent(item.share))}</td>'
        f'<td style="{cell}">{escaped(item.basis)}</td></tr>'
    )


def _metric(model: LoopModel, metric: str) -> str:
    found = model.metrics.get(metric)
    return found.label if found else metric
