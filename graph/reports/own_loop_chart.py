"""A chart of a measured loop by quarter: the share of waiting, and of changes marked with AI."""

from __future__ import annotations

from typing import Any

from graph.estimates import Interval
from graph.questions.own_loop.compute import OwnLoop
from graph.reports.charts import LIGHT_PALETTE, Chart, Palette
from graph.reports.own_loop import NOT_CAUSAL, binding_step

_HEIGHT = 220
_WAITING, _MARKED = "waiting, first commit to merge", "marked with AI, at least"


def quarters_chart(result: OwnLoop, palette: Palette = LIGHT_PALETTE) -> Chart | None:
    """Return both shares by quarter, with their intervals; ``None`` with fewer than two quarters.

    What takes most of the days stands in the words that a bar or point shows.

    Args:
        result: what blocks a loop of one's own.
        palette: of the page.
    """
    if len(result.quarters) < 2:
        return None
    rows = [
        {"quarter": one.quarter, "what": what, "blocks most": binding_step(one), **_ends(share)}
        for one in result.quarters
        for what, share in ((_WAITING, one.measured_waiting), (_MARKED, one.ai_marked_share))
        if share is not None
    ]
    if not rows:
        return None
    return Chart(
        "Waiting and marks of AI by quarter",
        f"With intervals at 95 %. {NOT_CAUSAL}",
        _spec(rows, palette),
    )


def _ends(share: Interval) -> dict[str, float]:
    return {"share": share.median, **share.ends._asdict()}


def _spec(rows: list[dict[str, Any]], palette: Palette) -> dict[str, Any]:
    x = {"field": "quarter", "type": "ordinal", "title": None}
    scale = {"domain": [_WAITING, _MARKED], "range": [palette.off, palette.on]}
    colour = {"field": "what", "type": "nominal", "title": None, "scale": scale}
    side = {"field": "what", "type": "nominal"}
    percent = {"format": "%"}
    return {
        "data": {"values": rows},
        "height": _HEIGHT,
        "width": {"step": 34},
        "encoding": {"x": x, "xOffset": side, "color": colour},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {
                    "y": {
                        "field": "low",
                        "type": "quantitative",
                        "title": "share",
                        "axis": percent,
                        "scale": {"domain": [0, 1]},
                    },
                    "y2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "tooltip": True},
                "encoding": {
                    "y": {"field": "share", "type": "quantitative"},
                    "shape": side,
                    "tooltip": [
                        {"field": "quarter", "type": "ordinal"},
                        {"field": "what", "type": "nominal"},
                        {"field": "share", "type": "quantitative", "format": ".0%"},
                        {"field": "blocks most", "type": "nominal"},
                    ],
                },
            },
        ],
    }
