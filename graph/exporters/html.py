"""The map as one page that works anywhere: no network, no other file, no stray script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.exporters.export_source import ExportSource
from graph.exporters.layout import LABEL_SIZE, NODE_RADIUS
from graph.exporters.map_payload import SELECTED_BORDER, MapPayload, by_id
from graph.exporters.marks import Theme
from graph.exporters.quarters_figure import quarters_svg
from graph.exporters.routing import plain_route
from graph.exporters.safe_text import xml_text
from graph.number_words import MISSING, interval_of
from graph.questions.critical_path.answer import PartWaiting
from graph.records import record
from graph.reports.charts import Palette
from graph.reports.critical_path import critical_path_report
from graph.reports.own_loop import page_blocks, page_summary, title_of
from graph.reports.plain import Plain
from graph.reports.report import Paragraph
from graph.reports.standing import shortens

if TYPE_CHECKING:
    import jinja2


_ASSETS = Path(__file__).with_name("assets")

#: The colours that the page's own style defines.
_PAGE = Theme(
    "page", "var(--paper)", "var(--ink)", "var(--faint)", "var(--line)", outline_lift=False
)
_PAGE_PALETTE = Palette("var(--on)", "var(--off)", "var(--ink)", "var(--line)", "var(--ink)")


def to_html(export: ExportSource) -> str:
    """Return the map as a page with a picture to move about in, a legend and a table.

    The page may run nothing but its own two scripts, which its content security policy names by
    their digests, and may fetch nothing at all.

    Args:
        export: what to show.
    """
    style, viewer = _asset("map.css"), viewer_script()
    script = route_script() + _asset("map.js")
    payload = export.payload
    network = vis_network(payload)
    answer = export.answer
    own = export.own_loop
    return _template().render(
        title=title_of(own) if own else export.headline,
        policy=_policy(style, script, viewer),
        style=style,
        script=script,
        viewer=viewer,
        alt=payload.alt,
        said=page_summary(own) if own else (_said(export),),
        quarters=_quarters(export) if own and own.quarters else "",
        blocks=page_blocks(own) if own else (),
        told_of=own.told_of if own else None,
        caption=export.caption,
        remark=export.remark,
        legend=payload.legend,
        rows=_rows(export),
        waits=bool(answer.waiting),
        draws=answer.draws,
        data={
            "nodes": network.nodes,
            "edges": network.edges,
            "options": network.options,
            "headers": [
                {"title": header.title, "x": header.x, "y": header.y} for header in payload.headers
            ],
            "start": next(iter(payload.critical_cycle), None),
        },
    )


def _quarters(export: ExportSource) -> str:
    """Return the figure of quarters in the colours of the page, light or dark as its reader has it.

    It is plain SVG whose every text is escaped.
    """
    return quarters_svg(export.own_loop, _PAGE, palette=_PAGE_PALETTE)


def _said(export: ExportSource) -> str:
    """Return the answer in sentences, as the command prints it first."""
    report = critical_path_report(export.answer)
    return next((block.text for block in report.blocks if isinstance(block, Paragraph)), "")


def _rows(export: ExportSource) -> list[dict[str, str | int]]:
    # The table that says what the picture shows.
    nodes = by_id(export.payload)
    waits = {one.id: one for one in export.answer.waiting}
    return [
        {
            "label": item.label,
            "standing": " ".join(nodes[item.id].title.split("\n")[1:2]),
            "days": interval_of(item.days),
            "waits": _waits(waits.get(item.id)),
            "acceleration": interval_of(item.acceleration, "x") if item.acceleration else MISSING,
            "blocks": shortens(item),
            "sources": item.source_count,
        }
        for item in export.answer.components
    ]


def _waits(waiting: PartWaiting | None) -> str:
    if waiting is None:
        return "-"
    return "without end" if waiting.without_end else interval_of(waiting.waiting_days)


def _policy(style: str, *scripts: str) -> str:
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _readable(text: str) -> str:
    """Return a text as a browser takes it; a number and its per cent stay on one line."""
    return xml_text(text).replace(" %", "\u00a0%")


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    import jinja2

    surroundings = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _readable(value) if type(value) is str else value,
    )
    return surroundings.from_string(_asset("map.html"))


#: The viewer's program inside pyvis.
_BUNDLE = "templates/lib/vis-9.1.2/vis-network.min.js"

#: From this number of components on, lines are hidden while the map is moved.
_MANY = 500


@record
class VisNetwork:
    """The nodes, edges and options as the network viewer takes them."""

    nodes: list[dict[str, Plain]]
    edges: list[dict[str, Plain]]
    options: dict[str, Plain]


def vis_network(payload: MapPayload) -> VisNetwork:
    """Return the map for the network viewer, with fixed places and nothing left to chance.

    Args:
        payload: what to draw.
    """
    from pyvis.network import Network

    # A network of one's own: pyvis would take options as text and spoil it.
    built = Network(directed=True)
    for node in payload.nodes:
        built.add_node(
            node.id,
            label=node.label,
            shape=node.shape,
            color={
                "background": node.fill,
                "border": node.border,
                "highlight": {"background": node.fill, "border": SELECTED_BORDER},
                "hover": {"background": node.fill, "border": node.border},
            },
            title=node.title,
            x=node.x,
            y=node.y,
            size=NODE_RADIUS,
            opacity=1.0,
            borderWidth=node.border_width,
            borderWidthSelected=node.border_width + 2,
            shapeProperties={"borderDashes": [5, 4] if node.assumed else False},
            hollow=node.hollow,
            mark=node.mark,
        )
    for edge in payload.edges:
        built.add_edge(
            edge.source,
            edge.target,
            id=edge.id,
            title=edge.title,
            width=edge.width,
            dashes=[7, 6] if edge.feedback else False,
            smooth={"enabled": False},
            route=plain_route(edge.route),
            hit=edge.hit,
            dim=False,
        )
    return VisNetwork(built.nodes, built.edges, _options(len(payload.nodes)))


def _options(count: int) -> dict[str, Plain]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"font": {"size": LABEL_SIZE, "face": "Helvetica, Arial, sans-serif"}},
        "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
        "interaction": {
            "hover": True,
            "keyboard": False,
            "multiselect": False,
            "hideEdgesOnDrag": count >= _MANY,
            "hideEdgesOnZoom": count >= _MANY,
        },
    }


def route_script() -> str:
    """Return what teaches the viewer lines that bend on their way."""
    return _asset("routes.js")


def viewer_script() -> str:
    """Return the viewer's program, as pyvis brings it along.

    Raises:
        UsageError: pyvis is not installed.
    """
    # Found without importing pyvis, which would load far more than this file.
    found = find_spec("pyvis")
    if found is None or found.origin is None:
        raise UsageError(
            "The page needs pyvis, which is not installed: pip install pyvis. The other formats do "
            "without it."
        )
    folder = Path(found.origin).parent
    return (folder / _BUNDLE).read_text(encoding="utf-8")
