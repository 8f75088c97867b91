"""The map in the browser: it draws what an exporter worked out, and says what was clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from graph.exporters.map_payload import MapPayload
from graph.reports.plain import Plain

#: Key of the map's state in the session.
MAP_KEY = "map"


@dataclass(frozen=True, slots=True)
class Focus:
    """What is picked out on the map; small, because it is sent at every click.

    Attributes:
        selected: id of the component looked at, if any.
        members: ids that the lens shows; ``None`` for all.
        compared: ids of the dependencies on the critical cycle compared with.
    """

    selected: str | None = None
    members: frozenset[str] | None = None
    compared: frozenset[str] = frozenset()

    def to_plain(self) -> dict[str, Plain]:
        """Return the focus as JSON can hold it, in a fixed order."""
        return {
            "selected": self.selected,
            "members": None if self.members is None else [*sorted(self.members)],
            "compared": [*sorted(self.compared)],
        }


def show_map(
    payload: MapPayload, focus: Focus, *, height: int, on_select: Callable[[], None]
) -> None:
    """Mount the map.

    Three parts, because Streamlit sends a part again only if it has changed: the library never
    does, the map only with the answer, and the focus at every click.

    Args:
        payload: what to draw.
        focus: what to pick out.
        height: of the map in pixels.
        on_select: called when a component is chosen, before the page runs again.
    """
    # Four pixels more than the canvas, or its lower border is cut off.
    _bridge()(
        key=MAP_KEY,
        data=map_data(payload, height),
        height=height + 4,
        on_selected_change=on_select,
    )
    with st.container(gap=None):
        _focus()(key="map-focus", data=focus.to_plain(), height=1)
        _library()(key="map-library", height=1)


def selected_on_map() -> str | None:
    """Return the id that the map last reported as chosen; ``None`` for none."""
    state = st.session_state.get(MAP_KEY)
    value = state.get("selected") if state is not None else None
    return value if isinstance(value, str) else None


def map_data(payload: MapPayload, height: int) -> dict[str, Plain]:
    """Return what the browser needs of a payload, without what it can work out itself."""
    return {
        "layout": payload.layout,
        "height": height,
        "alt": payload.alt,
        "start": next(iter(payload.critical_cycle), None),
        "headers": [{"title": item.title, "x": item.x, "y": item.y} for item in payload.headers],
        "nodes": [
            {
                "id": node.id,
                "label": node.label,
                "title": node.title,
                "shape": node.shape,
                "fill": node.fill,
                "border": node.border,
                "critical": node.critical,
                "hollow": node.hollow,
                "assumed": node.assumed,
                "x": node.x,
                "y": node.y,
            }
            for node in payload.nodes
        ],
        "edges": [
            {
                "id": edge.id,
                "from": edge.source,
                "to": edge.target,
                "title": edge.title,
                "dashes": edge.dashes,
                "curve": round(edge.curve, 3),
                "hit": edge.hit,
                "gates": edge.kind == "gates",
            }
            for edge in payload.edges
        ],
    }


@lru_cache(maxsize=1)
def _library() -> Callable[..., object]:
    # Found without importing pyvis, which would load far more than this file.
    found = find_spec("pyvis")
    folder = Path(found.origin).parent if found and found.origin else Path()
    bundle = folder / "templates/lib/vis-9.1.2/vis-network.min.js"
    script = bundle.read_text(encoding="utf-8") + "\nexport default function () {}\n"
    return st.components.v2.component("loopmap_library", js=script)


@lru_cache(maxsize=1)
def _bridge() -> Callable[..., object]:
    return st.components.v2.component(
        "loopmap_map", html=_asset("bridge.html"), css=_asset("bridge.css"), js=_asset("bridge.js")
    )


@lru_cache(maxsize=1)
def _focus() -> Callable[..., object]:
    return st.components.v2.component("loopmap_focus", js=_asset("focus.js"))


def _asset(name: str) -> str:
    return files("graph.views").joinpath("assets", name).read_text(encoding="utf-8")
