"""The map in the browser: it draws what an exporter worked out, and says what was clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import streamlit as st

from graph.exporters.html import route_script, viewer_script
from graph.exporters.map_groups import GROUP_PREFIX
from graph.exporters.map_payload import CRITICAL_BORDER, MapPayload
from graph.exporters.marks import STYLES, Mark, MarkStyle
from graph.exporters.routing import plain_route
from graph.records import record
from graph.reports.plain import Plain
from graph.views import session
from graph.views.components import asset, component
from graph.views.ontology_files import chosen_paths, why_read_only
from graph.vocabulary import Kind

#: Key of the map's state in the session.
MAP_KEY = "map"

#: The scripts of the map, in the order in which they are joined.
_SCRIPTS = ("map_style.js", "map_frame.js", "map_controls.js", "map_drawing.js", "bridge.js")


def show_map(
    payload: MapPayload,
    focus: Focus,
    *,
    key: str,
    height: int,
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
    """
    _bridge()(
        key=MAP_KEY,
        data=map_message(payload, key, height, why_read_only(chosen_paths())),
        height="content",
        on_selected_change=take_click,
        on_opened_change=take_opening,
        on_drawn_change=take_drawing,
    )
    with st.container(gap=None):
        component("answer")(key="map-answer", data=answer_message(payload, key), height=1)
        component("focus")(key="map-focus", data=focus.to_plain(), height=1)
        _library()(key="map-library", height=1)


def mount_history() -> None:
    """Let Back and Forward walk through what was looked at and supposed, on every page."""
    component("history")(key="history", height=1)


def take_click() -> None:
    """Look at what was clicked on the map: a component, a dependency, or nothing; for callbacks."""
    click, model = _reported("selected"), session.current_model()
    if (group := click.get("group")) is not None:
        session.turn_family(str(group).removeprefix(GROUP_PREFIX))
    elif (edge := click.get("edge")) in model.dependencies:
        session.choose_dependency(str(edge))
    else:
        found = click.get("id")
        session.choose_component(str(found) if found in model.components else None)


def take_opening() -> None:
    """Open the page of the component that was clicked twice; for callbacks."""
    found = _reported("opened").get("id")
    if found in session.current_model().components:
        session.choose_component(str(found))
        session.open_page("component")


def take_drawing() -> None:
    """Ask for the dependency that was drawn, on the page where it can be written; for callbacks."""
    drawn, known = _reported("drawn"), session.current_model().components
    source, target = drawn.get("from"), drawn.get("to")
    if source in known and target in known:
        ends = {"source": str(source), "target": str(target)}
        session.begin_form("dependency", {**ends, "kind": Kind.GATES.value})


def _reported(name: str) -> Mapping[str, object]:
    state = st.session_state.get(MAP_KEY)
    value = state.get(name) if state is not None else None
    return value if isinstance(value, Mapping) else {}


@lru_cache(maxsize=1)
def _library() -> Callable[..., object]:
    script = viewer_script() + "\nexport default function () {}\n"
    return st.components.v2.component("loopmap_library", js=script)


@lru_cache(maxsize=1)
def _bridge() -> Callable[..., object]:
    return st.components.v2.component(
        "loopmap_map",
        html=asset("bridge.html"),
        css=asset("bridge.css"),
        js="\n".join((route_script(), *map(asset, _SCRIPTS))),
    )


@record
class Focus:
    """What is picked out on the map; small, because it is sent at every click.

    Attributes:
        selected: id of the component looked at, if any.
        edge: id of the dependency looked at, if any.
        depth: how many dependencies away from the component what is lit may lie.
        members: ids that the lens shows; ``None`` for all.
        compared: ids of the dependencies on the critical cycle compared with.
    """

    selected: str | None = None
    edge: str | None = None
    depth: int = 1
    members: frozenset[str] | None = None
    compared: frozenset[str] = frozenset()

    def to_plain(self) -> dict[str, Plain]:
        """Return the focus as JSON can hold it, in a fixed order."""
        return {
            "selected": self.selected,
            "edge": self.edge,
            "depth": self.depth,
            "members": None if self.members is None else [*sorted(self.members)],
            "compared": [*sorted(self.compared)],
        }


def map_message(
    payload: MapPayload, key: str, height: int, read_only: str | None = None
) -> dict[str, Plain]:
    """Return what there is and where: the same for every answer that one map gives.

    Args:
        payload: what to draw.
        key: what tells this map from every other; answers are drawn on the map of their key.
        height: of the map in pixels.
        read_only: why nothing can be drawn into the map; ``None`` if it can.
    """
    grouped = payload.layout == "groups"
    return {
        "key": key,
        "grouped": grouped,
        "layout": payload.layout,
        "height": height,
        "read_only": read_only,
        "headers": [
            {
                "key": item.key,
                "title": item.title,
                "x": item.x,
                "y": item.y,
                "ids": [] if grouped else [*item.ids],
            }
            for item in payload.headers
        ],
        "nodes": [
            {
                "id": node.id,
                "label": node.label,
                "name": node.name,
                "x": node.x,
                "y": node.y,
                **({"group": node.group} if node.group else {}),
            }
            for node in payload.nodes
        ],
        "edges": [
            {
                "id": edge.id,
                "from": edge.source,
                "to": edge.target,
                "title": edge.title,
                "dashes": edge.feedback,
                "gates": edge.kind == "gates",
                "route": plain_route(edge.route),
            }
            for edge in payload.edges
        ],
    }


def answer_message(payload: MapPayload, key: str) -> dict[str, Plain]:
    """Return how each part stands, in the order of the map's nodes and edges.

    Args:
        payload: what to draw.
        key: that of the map it is drawn on.
    """
    nodes, edges = payload.nodes, payload.edges
    occurring = {node.mark for node in nodes}
    return {
        "key": key,
        "alt": payload.alt,
        "start": next(iter(payload.critical_cycle), None),
        "critical_border": CRITICAL_BORDER,
        "marks": {mark: _style(STYLES[Mark(mark)]) for mark in sorted(occurring)},
        "mark": [node.mark for node in nodes],
        "critical": [index for index, node in enumerate(nodes) if node.critical],
        "hollow": [index for index, node in enumerate(nodes) if node.hollow],
        "assumed": [index for index, node in enumerate(nodes) if node.assumed],
        # The last line; those before it are the name and the mark.
        "words": [node.title.rpartition("\n")[2] for node in nodes],
        "hits": [index for index, edge in enumerate(edges) if edge.hit],
        "legend": [
            {
                "key": entry.key,
                "glyph": entry.glyph,
                "colour": entry.colour,
                "phrase": entry.phrase,
                "lines" if entry.of_dependencies else "nodes": [*entry.ids],
            }
            for entry in payload.legend
        ],
    }


def _style(style: MarkStyle) -> dict[str, Plain]:
    return {
        "shape": style.shape,
        "fill": style.fill,
        "border": style.edge,
        "glyph": style.glyph,
        "phrase": style.phrase,
    }
