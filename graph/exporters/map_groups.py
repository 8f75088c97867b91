"""Large maps: families as groups that open, so that no map is a tangle of lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.exporters.layout import COLUMN_PITCH, ROW_PITCH
from graph.exporters.map_edges import MapEdge
from graph.exporters.map_payload import CRITICAL_BORDER, MapHeader, MapNode, MapPayload
from graph.exporters.marks import STYLES, Mark
from graph.number_words import count_of
from graph.records import record

#: From so many parts on a map is drawn in groups.
GROUPED_FROM = 300

#: Up to so many parts of the slowest loop stand outside of their groups.
_MOST_CRITICAL = 24

#: Parts of an open family below each other, before it takes another column.
_MOST_ROWS = 18

#: How high the groups stand above the parts: on a bow, so that no line between two of them runs
#: through a third.
_BOW, _ABOVE = 460.0, 150.0

#: Begins the id of a group; no component's id has such a sign.
GROUP_PREFIX = "family:"


def is_large(payload: MapPayload) -> bool:
    """Return whether a map has too many parts to be drawn one by one."""
    return len(payload.nodes) >= GROUPED_FROM


def grouped(
    payload: MapPayload, opened: frozenset[str], kept: frozenset[str] = frozenset()
) -> MapPayload:
    """Return a map with its families as groups, but for those opened.

    Args:
        payload: the whole map.
        opened: keys of the families whose parts are drawn one by one.
        kept: ids of parts that are drawn wherever they belong, such as the one looked at.

    Returns:
        A group stands for the parts that are not drawn; lines between groups are drawn once, and
        from a part to a group only where the part is kept, or an open family were all lines.
        Small slowest loops are always drawn part by part.
    """
    if len(payload.critical_cycle) <= _MOST_CRITICAL:
        kept |= frozenset(payload.critical_cycle)
    families = [_Family.of(header, opened, kept) for header in payload.headers]
    by_id = {node.id: node for node in payload.nodes}
    nodes: list[MapNode] = []
    headers: list[MapHeader] = []
    home: dict[str, str] = {}
    left = 0.0
    for number, family in enumerate(families):
        middle = left + (family.columns - 1) * COLUMN_PITCH / 2
        high = -_ABOVE - _BOW * math.sin(math.pi * (number + 0.5) / len(families))
        if family.hidden:
            nodes.append(_group(family, [by_id[one] for one in family.hidden], middle, high))
            home |= dict.fromkeys(family.hidden, family.id)
        nodes += _placed(family, by_id, left)
        headers.append(replace(family.header, x=middle, y=-_ABOVE / 2))
        left += (family.columns + 0.4) * COLUMN_PITCH
    drawn = sorted(nodes, key=lambda node: node.id)
    edges = tuple(_lines(payload.edges, home, kept, {node.id: node.name for node in drawn}))
    return replace(
        payload,
        layout="groups",
        nodes=tuple(drawn),
        edges=edges,
        headers=tuple(header for header in headers if header.key in opened),
    )


@record
class _Family:
    """A family with the parts that are drawn one by one, and those that its group stands for."""

    header: MapHeader
    shown: tuple[str, ...]
    hidden: tuple[str, ...]

    @classmethod
    def of(cls, header: MapHeader, opened: frozenset[str], kept: frozenset[str]) -> _Family:
        if header.key in opened:
            return cls(header, header.ids, ())
        shown = tuple(one for one in header.ids if one in kept)
        return cls(header, shown, tuple(one for one in header.ids if one not in kept))

    @property
    def id(self) -> str:
        return f"{GROUP_PREFIX}{self.header.key}"

    @property
    def columns(self) -> int:
        return max(1, -(-len(self.shown) // _MOST_ROWS))


def _placed(family: _Family, by_id: dict[str, MapNode], left: float) -> Iterator[MapNode]:
    for index, identifier in enumerate(family.shown):
        column, row = divmod(index, _MOST_ROWS)
        # Every other column half a row lower, as names are wider than columns.
        y = row * ROW_PITCH + (column % 2) * ROW_PITCH / 2
        yield replace(by_id[identifier], x=left + column * COLUMN_PITCH, y=y)


def _group(family: _Family, members: list[MapNode], x: float, y: float) -> MapNode:
    critical = sum(node.critical for node in members)
    faster = sum(node.mark == Mark.ACCELERATED for node in members)
    style = STYLES[Mark.BINDING if critical else Mark.UNKNOWN]
    told = [f"{critical} on the slowest loop"] if critical else []
    told += [f"{faster} sped up by AI"] if faster else []
    count = count_of(len(members), "part")
    inside = f"{count}: {', '.join(told)}" if told else count
    return MapNode(
        id=family.id,
        label=f"{family.header.title}\n{count}",
        name=family.header.title,
        status="",
        mark=(Mark.BINDING if critical else Mark.UNKNOWN).value,
        fill=style.fill,
        border=CRITICAL_BORDER if critical else style.edge,
        shape="square",
        glyph=style.glyph,
        border_width=4.0 if critical else 2.0,
        hollow=not critical,
        assumed=False,
        critical=bool(critical),
        x=x,
        y=y,
        title=f"{family.header.title}\n{inside}\nClick to open",
        group=len(members),
    )


def _lines(
    edges: Iterable[MapEdge], home: dict[str, str], kept: frozenset[str], names: dict[str, str]
) -> Iterator[MapEdge]:
    between: dict[tuple[str, str], list[MapEdge]] = {}
    for edge in edges:
        ends = (home.get(edge.source, edge.source), home.get(edge.target, edge.target))
        grouped_ends = [one for one in ends if one.startswith(GROUP_PREFIX)]
        within = len(grouped_ends) == 2 and ends[0] == ends[1]
        outwards = len(grouped_ends) == 1 and not kept & {*ends}
        if not within and not outwards:
            between.setdefault(ends, []).append(edge)
    for (source, target), found in sorted(between.items()):
        first = found[0]
        alone = (source, target) == (first.source, first.target)
        if alone:
            yield from (replace(edge, route=()) for edge in found)
            continue
        yield replace(
            first,
            id=f"{source}>{target}",
            source=source,
            target=target,
            kind="gates" if any(edge.kind == "gates" for edge in found) else first.kind,
            route=(),
            hit=any(edge.hit for edge in found),
            feedback=all(edge.feedback for edge in found),
            title=(
                f"{count_of(len(found), 'dependency', 'dependencies')} from {names[source]} "
                f"to {names[target]}"
            ),
        )
