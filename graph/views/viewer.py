"""The map in the browser: it draws what an exporter worked out, and says what was clicked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from graph.exporters.map_payload import MapPayload
from graph.views.map_messages import Focus, answer_message, map_message

#: Key of the map's state in the session.
MAP_KEY = "map"

#: The scripts of the map, in the order in which they are joined.
_SCRIPTS = ("map_style.js", "map_frame.js", "map_controls.js", "bridge.js")


def show_map(
    payload: MapPayload,
    focus: Focus,
    *,
    key: str,
    height: int,
    on_select: Callable[[], None],
) -> None:
    """Mount the map.

    Four parts, because Streamlit sends a part again only if it has changed: the library never
    does, the map only with the files, the answer when something else is supposed, and the focus
    at every click.

    Args:
        payload: what to draw.
        focus: what to pick out.
        key: what tells this map from every other: the ontology's digest.
        height: of the map in pixels.
        on_select: called when a component is chosen, before the page runs again.
    """
    # Four pixels more than the canvas, or its lower border is cut off.
    _bridge()(
        key=MAP_KEY,
        data=map_message(payload, key, height),
        height=height + 4,
        on_selected_change=on_select,
    )
    with st.container(gap=None):
        _answer()(key="map-answer", data=answer_message(payload, key), height=1)
        _focus()(key="map-focus", data=focus.to_plain(), height=1)
        _library()(key="map-library", height=1)


def selected_on_map() -> str | None:
    """Return the id that the map last reported as chosen; ``None`` for none."""
    state = st.session_state.get(MAP_KEY)
    value = state.get("selected") if state is not None else None
    return value if isinstance(value, str) else None


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
        "loopmap_map",
        html=_asset("bridge.html"),
        css=_asset("bridge.css"),
        js="\n".join(_asset(name) for name in _SCRIPTS),
    )


@lru_cache(maxsize=1)
def _answer() -> Callable[..., object]:
    return st.components.v2.component("loopmap_answer", js=_asset("answer.js"))


@lru_cache(maxsize=1)
def _focus() -> Callable[..., object]:
    return st.components.v2.component("loopmap_focus", js=_asset("focus.js"))


def _asset(name: str) -> str:
    return files("graph.views").joinpath("assets", name).read_text(encoding="utf-8")
