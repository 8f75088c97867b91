"""The map as pyvis builds it for the network viewer; the only place that knows pyvis."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graph.exporters.labels import LABEL_SIZE, NODE_RADIUS
from graph.exporters.map_edges import MapEdge
from graph.exporters.map_payload import MapNode, MapPayload
from graph.reports.plain import Plain

#: The viewer's program inside pyvis.
_BUNDLE = "templates/lib/vis-9.1.2/vis-network.min.js"

#: From this number of components on, lines are hidden while the map is moved.
_MANY = 500


@dataclass(frozen=True, slots=True)
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
            node.id, label=node.label, shape=node.shape, color=_colours(node), **_looks(node)
        )
    for edge in payload.edges:
        built.add_edge(edge.source, edge.target, **_edge_looks(edge))
    return VisNetwork(built.nodes, built.edges, _options(len(payload.nodes)))


def _colours(node: MapNode) -> dict[str, Plain]:
    return {
        "background": node.fill,
        "border": node.border,
        "highlight": {"background": node.highlight_fill, "border": node.highlight_border},
        "hover": {"background": node.hover_fill, "border": node.hover_border},
    }


def _looks(node: MapNode) -> dict[str, Plain]:
    return {
        "title": node.title,
        "x": node.x,
        "y": node.y,
        "size": NODE_RADIUS,
        "opacity": node.opacity,
        "borderWidth": node.border_width,
        "borderWidthSelected": node.border_width + 2,
        "shapeProperties": {"borderDashes": [5, 4] if node.assumed else False},
        "hollow": node.hollow,
        "mark": node.mark,
    }


def _edge_looks(edge: MapEdge) -> dict[str, Plain]:
    bent: dict[str, Plain] = {"enabled": True, "type": "curvedCW", "roundness": edge.curve}
    return {
        "id": edge.id,
        "title": edge.title,
        "width": edge.width,
        "dashes": [7, 6] if edge.dashes else False,
        "smooth": bent if edge.curve else {"enabled": False},
        "hit": edge.hit,
        "dim": edge.dim,
    }


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


def viewer_script() -> str:
    """Return the viewer's program, as pyvis brings it along."""
    # Found without importing pyvis, which would load far more than this file.
    found = find_spec("pyvis")
    folder = Path(found.origin).parent if found and found.origin else Path()
    return (folder / _BUNDLE).read_text(encoding="utf-8")
