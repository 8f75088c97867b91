"""The map as one page that works anywhere: no network, no other file, no stray script."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.exporters.export_source import Material
from graph.exporters.map_payload import LegendEntry, by_id
from graph.exporters.safe_text import xml_text
from graph.exporters.vis_network import viewer_script, vis_network
from graph.reports.numbers import MISSING, interval_of, percent

if TYPE_CHECKING:
    import jinja2

_ASSETS = Path(__file__).with_name("assets")


@dataclass(frozen=True, slots=True)
class PageRow:
    """One line of the table that says what the picture shows."""

    label: str
    standing: str
    days: str
    acceleration: str
    blocks: str
    sources: int


def to_html(material: Material) -> str:
    """Return the map as a page with a picture to move about in, a legend and a table.

    The page may run nothing but its own two scripts, which its content security policy names by
    their digests, and may fetch nothing at all.

    Args:
        material: what to show.
    """
    style, script, viewer = _asset("map.css"), _asset("map.js"), viewer_script()
    payload = material.payload
    network = vis_network(payload)
    answer = material.answer
    return _template().render(
        title=material.headline,
        policy=_policy(style, script, viewer),
        style=style,
        script=script,
        viewer=viewer,
        alt=payload.alt,
        remark=material.remark,
        legend=payload.legend,
        sign_class=_sign_class,
        rows=_rows(material),
        setting=answer.setting,
        as_of=answer.as_of or "no date",
        ontology=answer.ontology,
        draws=answer.draws,
        seed=answer.seed,
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


def _rows(material: Material) -> list[PageRow]:
    nodes = by_id(material.payload)
    return [
        PageRow(
            item.label,
            " ".join(nodes[item.id].title.split("\n")[1:2]),
            interval_of(item.days),
            interval_of(item.acceleration, "x") if item.acceleration else MISSING,
            percent(item.blocking_share),
            item.source_count,
        )
        for item in material.answer.components
    ]


def _sign_class(entry: LegendEntry) -> str:
    return f"sign sign-{entry.key}"


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


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    import jinja2

    surroundings = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: xml_text(value) if type(value) is str else value,
    )
    return surroundings.from_string(_asset("map.html"))
