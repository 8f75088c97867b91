"""The map as a viewer draws it: plain records in which every number is finite."""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.estimates import Interval
from graph.evidence.status import Status
from graph.exporters.layout import Layout, label_lines, stages, title_over
from graph.exporters.map_edges import MapEdge, map_edges
from graph.exporters.marks import STYLES, Mark, held_by_people, marks
from graph.model import LoopModel
from graph.number_words import MISSING, interval_of
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.records import record

#: Outline of components on the critical cycle, and of those that a reader selects.
CRITICAL_BORDER = "#B03A00"
SELECTED_BORDER = "#0050FF"

#: From this share of assumption on, an outline is dashed.
_MOSTLY_ASSUMED = 0.5


@record
class MapNode:
    """One component as it is drawn.

    Attributes:
        id: of the component.
        label: in lines, ready to be drawn.
        name: the label on one line.
        status: what the evidence shows of its acceleration.
        mark: what it is on the map; fixes colour, shape and sign.
        fill, border: colours.
        shape: the viewer's word for it.
        glyph: the same as a sign.
        border_width: 4 on the critical cycle, 2 otherwise.
        hollow: whether nothing is known of its acceleration: draw it without filling.
        assumed: whether its numbers are mostly our assumptions: draw its outline dashed.
        critical: whether it is on the critical cycle.
        x, y: its place in the map's own pixels.
        title: what to show on pointing at it, plain text in lines.
        group: how many components it stands for, if it is no single one; else 0.
    """

    id: str
    label: str
    name: str
    status: str
    mark: str
    fill: str
    border: str
    shape: str
    glyph: str
    border_width: float
    hollow: bool
    assumed: bool
    critical: bool
    x: float
    y: float
    title: str
    group: int = 0


@record
class MapHeader:
    """The title above a stage with its word, and the ids of the components that stand in it."""

    key: str
    title: str
    x: float
    y: float
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many those are."""
        return len(self.ids)


@record
class LegendEntry:
    """What a sign on the map means, and how often it stands there.

    Attributes:
        key: the mark, or "critical", "feedback", "assumed".
        glyph: the sign in running text.
        colour: of the sign.
        phrase: its meaning.
        ids: of the components (or dependencies) of which it is so, whatever else they are: one
            on the critical cycle is drawn as that, and counted with those sped up as well if it is.
    """

    key: str
    glyph: str
    colour: str
    phrase: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many those are."""
        return len(self.ids)

    @property
    def of_dependencies(self) -> bool:
        """Whether it is said of lines, not of shapes."""
        return self.key in _OF_LINES


#: What is said of dependencies.
_OF_LINES = ("critical", "feedback")


@record
class MapPayload:
    """Everything that a viewer needs to draw the map.

    Attributes:
        layout: name of the layout; what a person moved is kept under it.
        nodes: sorted by id.
        edges: sorted by id; the id is the dependency's.
        headers: from left to right.
        legend: only what occurs, in a fixed order.
        alt: the answer in words, for people who do not see the picture.
        critical_cycle: ids in order.
    """

    layout: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    headers: tuple[MapHeader, ...]
    legend: tuple[LegendEntry, ...]
    alt: str
    critical_cycle: tuple[str, ...]


def map_payload(
    model: LoopModel, result: CriticalPath, held: frozenset[str] | None = None
) -> MapPayload:
    """Return the map of an answer, ready to be drawn.

    Args:
        model: the map that was asked.
        result: what blocks it, from the same map.
        held: ids of the components that people hold, as in :func:`marks`.
    """
    by_people = held_by_people(model, result) if held is None else held
    placed = stages(model)
    marked = marks(model, result, by_people)
    nodes = tuple(
        _node(model, item, marked[item.id], placed, result)
        for item in sorted(result.components, key=lambda item: item.id)
    )
    edges = map_edges(model, result, placed)
    return MapPayload(
        layout=placed.name,
        nodes=nodes,
        edges=edges,
        headers=_headers(placed),
        legend=_legend(nodes, edges, by_people),
        alt=alt_text(model, result),
        critical_cycle=result.critical_cycle,
    )


def bare_payload(model: LoopModel) -> MapPayload:
    """Return a map that has no answer, such as one whose loop is not closed: parts and lines.

    Args:
        model: any map; one without components gives an empty picture.
    """
    placed = stages(model)
    style = STYLES[Mark.UNKNOWN]
    nodes = tuple(
        MapNode(
            id=item.id,
            label="\n".join(label_lines(item.label)),
            name=item.label,
            status=Status.UNKNOWN.value,
            mark=Mark.UNKNOWN.value,
            fill=style.fill,
            border=style.edge,
            shape=style.shape,
            glyph=style.glyph,
            border_width=2.0,
            hollow=True,
            assumed=False,
            critical=False,
            x=placed.positions[item.id].x,
            y=placed.positions[item.id].y,
            title=f"{item.label}\n{style.glyph} no answer yet\n{title_over(item, model)}",
        )
        for item in sorted(model.components.values(), key=lambda item: item.id)
    )
    return MapPayload(
        layout=placed.name,
        nodes=nodes,
        edges=map_edges(model, None, placed),
        headers=_headers(placed),
        legend=(),
        alt=(
            f"Map of {len(nodes)} parts and {len(model.dependencies)} dependencies between them. "
            "It has no answer yet."
        ),
        critical_cycle=(),
    )


def _headers(placed: Layout) -> tuple[MapHeader, ...]:
    return tuple(
        MapHeader(str(column.stage), column.title, column.x, column.y, column.component_ids)
        for column in placed.columns
    )


def _node(
    model: LoopModel,
    item: ComponentResult,
    mark: Mark,
    layout: Layout,
    result: CriticalPath,
) -> MapNode:
    style = STYLES[mark]
    critical = item.id in result.critical_cycle
    place = layout.positions[item.id]
    return MapNode(
        id=item.id,
        label="\n".join(label_lines(item.label)),
        name=item.label,
        status=item.status,
        mark=mark.value,
        fill=style.fill,
        border=CRITICAL_BORDER if critical else style.edge,
        shape=style.shape,
        glyph=style.glyph,
        border_width=4.0 if critical else 2.0,
        hollow=item.acceleration is None,
        assumed=item.assumed >= _MOSTLY_ASSUMED,
        critical=critical,
        x=place.x,
        y=place.y,
        title=_title(model, item, mark) + _waiting(item, result),
    )


def _title(model: LoopModel, item: ComponentResult, mark: Mark) -> str:
    style = STYLES[mark]
    stage = title_over(model.components[item.id], model)
    sources = f"{item.source_count} source{'' if item.source_count == 1 else 's'}"
    faster = interval_of(item.acceleration, "x") if item.acceleration else MISSING
    return (
        f"{item.label}\n{style.glyph} {style.phrase}\n"
        f"{stage}: {interval_of(item.days)} days, AI speed-up {faster}, {sources}"
    )


def _waiting(item: ComponentResult, result: CriticalPath) -> str:
    found = next((one for one in result.waiting if one.id == item.id), None)
    if found is None:
        return ""
    days = "without end" if found.without_end else f"{interval_of(found.waiting_days)} days"
    return f"\nbefore it, work waits {days}"


def _legend(
    nodes: tuple[MapNode, ...], edges: tuple[MapEdge, ...], held: frozenset[str]
) -> tuple[LegendEntry, ...]:
    carrying = {
        Mark.BINDING: [node.id for node in nodes if node.critical],
        Mark.ACCELERATED: [node.id for node in nodes if Status(node.status).is_accelerated],
        Mark.SLOWED: [node.id for node in nodes if node.status == Status.SLOWED],
        Mark.HUMAN: [node.id for node in nodes if node.id in held],
        Mark.UNKNOWN: [node.id for node in nodes if node.hollow],
    }
    entries = [
        LegendEntry(
            mark.value,
            style.glyph,
            style.edge if mark is Mark.UNKNOWN else style.fill,
            style.phrase,
            tuple(carrying.get(mark, [node.id for node in nodes if node.mark == mark.value])),
        )
        for mark, style in STYLES.items()
    ]
    grey = STYLES[Mark.UNKNOWN].edge
    lines = (
        ("critical", "━", "thick: the slowest loop, every number at its centre", "hit"),
        ("feedback", "┄", "dashed line: feeds later work", "feedback"),
    )
    for key, glyph, phrase, name in lines:
        ids = tuple(edge.id for edge in edges if getattr(edge, name))
        colour = STYLES[Mark.BINDING].fill if key == "critical" else grey
        entries.append(LegendEntry(key, glyph, colour, phrase, ids))
    assumed = tuple(node.id for node in nodes if node.assumed)
    entries.append(
        LegendEntry("assumed", "◌", grey, "dashed outline: mostly our own view", assumed)
    )
    return tuple(entry for entry in entries if entry.ids)


def alt_text(model: LoopModel, result: CriticalPath) -> str:
    """Return the answer that the picture shows, in words.

    Args:
        model: the map that was asked.
        result: what blocks it.
    """
    sentences = [
        f"Map of {len(model.components)} parts of {model.words.loop} and "
        f"{len(model.dependencies)} dependencies between them.",
        f"The loop takes {interval_of(_finite(result.period_days))} days per "
        f"{model.words.round_in_full}, {interval_of(_finite(result.pace), 'x')} the pace without "
        "AI.",
    ]
    if result.critical_cycle:
        around = [model.label(item) for item in (*result.critical_cycle, result.critical_cycle[0])]
        sentences.append(f"The slowest loop, once around: {' → '.join(around)}.")
    return " ".join(sentences)


def _finite(interval: Interval) -> Interval | None:
    return interval if math.isfinite(interval.median) else None


def by_id(payload: MapPayload) -> Mapping[str, MapNode]:
    """Return the nodes by their ids."""
    return {node.id: node for node in payload.nodes}
