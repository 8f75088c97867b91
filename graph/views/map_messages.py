"""What the map in the browser is sent, in three parts: a part that is as before is not sent again.

What there is and where changes only with the files, how each part stands with every answer, and
what is picked out with every click.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.exporters.map_payload import CRITICAL_BORDER, MapPayload
from graph.exporters.marks import STYLES, Mark, MarkStyle
from graph.reports.plain import Plain


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


def map_message(payload: MapPayload, key: str, height: int) -> dict[str, Plain]:
    """Return what there is and where: the same for every answer that one map gives.

    Args:
        payload: what to draw.
        key: what tells this map from every other; answers are drawn on the map of their key.
        height: of the map in pixels.
    """
    return {
        "key": key,
        "layout": payload.layout,
        "height": height,
        "headers": [{"title": item.title, "x": item.x, "y": item.y} for item in payload.headers],
        "nodes": [
            {"id": node.id, "label": node.label, "name": node.name, "x": node.x, "y": node.y}
            for node in payload.nodes
        ],
        "edges": [
            {
                "id": edge.id,
                "from": edge.source,
                "to": edge.target,
                "title": edge.title,
                "dashes": edge.dashes,
                "gates": edge.kind == "gates",
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
        "curves": [round(edge.curve, 3) for edge in edges],
    }


def _style(style: MarkStyle) -> dict[str, Plain]:
    return {
        "shape": style.shape,
        "fill": style.fill,
        "border": style.edge,
        "glyph": style.glyph,
        "phrase": style.phrase,
    }
