"""The map as a still picture that needs no program and can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from graph.exporters.geometry import curve_path, number, shape_path
from graph.exporters.labels import LABEL_OFFSET, LABEL_SIZE, LINE_HEIGHT, fitted
from graph.exporters.layout import COLUMN_PITCH, Position
from graph.exporters.map_edges import CRITICAL_COLOUR, MapEdge
from graph.exporters.map_payload import LegendEntry, MapNode, MapPayload
from graph.exporters.marks import STYLES, Mark
from graph.exporters.safe_text import escaped
from graph.exporters.theme import LIGHT, Theme

#: Free room around the components.
_MARGIN = 110

#: Room below the lowest component for its label.
_LABEL_ROOM = 84

_LEGEND_ROW = 34
_LEGEND_TEXT = 18
_TITLE_SIZE = 26
_TITLE_ROOM = 54
_REMARK_SIZE = 18
_REMARK_ROOM = 26


def to_svg(payload: MapPayload, title: str, theme: Theme = LIGHT, remark: str = "") -> str:
    """Return the map as SVG.

    The picture has a title and a description that says the answer in words; every component and
    dependency says what it is. Equal maps give equal text.

    Args:
        payload: what to draw.
        title: stands above the picture.
        theme: light or dark.
        remark: stands below the title and ends the description; nothing if empty.
    """
    frame = _Frame(payload, _REMARK_ROOM if remark else 0)
    described = f"{payload.alt} {remark}" if remark else payload.alt
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" '
        f'viewBox="{frame.view_box}" width="{number(frame.width)}" '
        f'height="{number(frame.height)}" font-family="Helvetica, Arial, sans-serif">',
        f'<title id="title">{escaped(title)}</title>',
        f'<desc id="description">{escaped(described)}</desc>',
        *_arrow_heads(theme),
        f'<rect x="{number(frame.left)}" y="{number(frame.top)}" width="{number(frame.width)}" '
        f'height="{number(frame.height)}" fill="{theme.paper}"/>',
        *_titles(payload, frame, title, theme),
        *_remark(frame, remark, theme),
        *_edges(payload, theme),
        *(line for node in payload.nodes for line in _node(node, theme)),
        *_legend(frame, payload.legend, theme),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


class _Frame:
    """Extent of the picture: the map, its title above and its legend below."""

    def __init__(self, payload: MapPayload, remark_room: float) -> None:
        across = [node.x for node in payload.nodes] or [0.0]
        down = [node.y for node in payload.nodes] or [0.0]
        headers = [header.y for header in payload.headers] or [min(down)]
        # A short legend entry must fit even under a map of one column.
        self.left = min(across) - _MARGIN
        self.width = max(max(across) + _MARGIN - self.left, 3.0 * COLUMN_PITCH)
        self.per_row = max(1, int(self.width // (2.2 * COLUMN_PITCH)))
        rows = -(-len(payload.legend) // self.per_row)
        self.top = min(headers) - LABEL_SIZE - _TITLE_ROOM - remark_room
        self.legend_top = max(down) + _LABEL_ROOM + _LEGEND_ROW
        self.height = self.legend_top + rows * _LEGEND_ROW - self.top

    @property
    def view_box(self) -> str:
        return " ".join(map(number, (self.left, self.top, self.width, self.height)))


def _arrow_heads(theme: Theme) -> Iterator[str]:
    yield "<defs>"
    for name, colour in (("arrow", theme.line), ("arrow-critical", CRITICAL_COLOUR)):
        yield (
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" '
            f'markerHeight="11" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0,0 L10,5 L0,10 Z" fill="{colour}"/></marker>'
        )
    yield "</defs>"


def _titles(payload: MapPayload, frame: _Frame, title: str, theme: Theme) -> Iterator[str]:
    shown = fitted(title, frame.width - 40, _TITLE_SIZE)
    yield (
        f'<text x="{number(frame.left + 20)}" y="{number(frame.top + 36)}" '
        f'font-size="{_TITLE_SIZE}" font-weight="bold" fill="{theme.ink}">{escaped(shown)}</text>'
    )
    for header in payload.headers:
        yield (
            f'<text x="{number(header.x)}" y="{number(header.y)}" text-anchor="middle" '
            f'font-size="{LABEL_SIZE}" font-weight="bold" fill="{theme.faint}">'
            f"{escaped(header.title)}</text>"
        )


def _remark(frame: _Frame, remark: str, theme: Theme) -> Iterator[str]:
    if remark:
        shown = fitted(remark, frame.width - 40, _REMARK_SIZE)
        yield (
            f'<text x="{number(frame.left + 20)}" y="{number(frame.top + 36 + _REMARK_ROOM)}" '
            f'font-size="{_REMARK_SIZE}" fill="{theme.ink}">{escaped(shown)}</text>'
        )


def _edges(payload: MapPayload, theme: Theme) -> Iterator[str]:
    places = {node.id: Position(node.x, node.y) for node in payload.nodes}
    # The critical cycle comes last and so lies on top.
    for edge in sorted(payload.edges, key=lambda edge: (edge.hit, edge.id)):
        path = curve_path(places[edge.source], places[edge.target], edge.curve)
        yield _edge(edge, path, theme)


def _edge(edge: MapEdge, path: str, theme: Theme) -> str:
    colour = CRITICAL_COLOUR if edge.hit else theme.line
    head = "arrow-critical" if edge.hit else "arrow"
    dashes = ' stroke-dasharray="7 6"' if edge.dashes else ""
    opacity = ' opacity="0.15"' if edge.dim else "" if edge.hit else ' opacity="0.6"'
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(edge.width)}"'
        f'{dashes}{opacity} marker-end="url(#{head})"><title>{escaped(edge.title)}</title></path>'
    )


def _node(node: MapNode, theme: Theme) -> Iterator[str]:
    fill = theme.paper if node.hollow else node.fill
    outline = _outline(node, theme)
    dashes = ' stroke-dasharray="5 4"' if node.assumed else ""
    yield f'<g opacity="{number(node.opacity)}">' if node.opacity < 1 else "<g>"
    yield f"<title>{escaped(node.title)}</title>"
    yield (
        f'<path d="{shape_path(node.shape, Position(node.x, node.y))}" fill="{fill}" '
        f'stroke="{outline}" stroke-width="{number(node.border_width)}"{dashes}/>'
    )
    for index, line in enumerate(node.label.split("\n")):
        baseline = node.y + LABEL_OFFSET + LABEL_SIZE * 0.8 + index * LINE_HEIGHT
        yield (
            f'<text x="{number(node.x)}" y="{number(baseline)}" text-anchor="middle" '
            f'font-size="{LABEL_SIZE}" fill="{theme.ink}" stroke="{theme.paper}" '
            f'stroke-width="4" paint-order="stroke">{escaped(line)}</text>'
        )
    yield "</g>"


def _outline(node: MapNode, theme: Theme) -> str:
    if not theme.outline_lift or node.critical:
        return node.border
    return theme.faint if node.mark == Mark.UNKNOWN else node.fill


def _legend(frame: _Frame, entries: tuple[LegendEntry, ...], theme: Theme) -> Iterator[str]:
    pitch = frame.width / frame.per_row
    for index, entry in enumerate(entries):
        row, column = divmod(index, frame.per_row)
        place = Position(frame.left + 30 + column * pitch, frame.legend_top + row * _LEGEND_ROW)
        words = fitted(f"{entry.phrase} ({entry.count})", pitch - 60, _LEGEND_TEXT)
        yield _legend_sign(entry, place, theme)
        yield (
            f'<text x="{number(place.x + 24)}" y="{number(place.y + 6)}" '
            f'font-size="{_LEGEND_TEXT}" fill="{theme.ink}">{escaped(words)}</text>'
        )


def _legend_sign(entry: LegendEntry, place: Position, theme: Theme) -> str:
    colour = theme.faint if entry.key in ("feedback", "hollow", "assumed") else entry.colour
    if entry.key in ("critical", "feedback"):
        dashes = ' stroke-dasharray="7 4"' if entry.key == "feedback" else ""
        width = 5 if entry.key == "critical" else 2
        return (
            f'<path d="M{number(place.x - 14)},{number(place.y)} h28" stroke="{colour}" '
            f'stroke-width="{width}"{dashes} fill="none"/>'
        )
    mark = next((mark for mark in STYLES if mark.value == entry.key), None)
    shape = STYLES[mark].shape if mark else "square" if entry.key == "hollow" else "dot"
    hollow = mark in (None, Mark.UNKNOWN)
    fill = theme.paper if hollow else entry.colour
    outline = theme.faint if hollow else entry.colour
    dashes = ' stroke-dasharray="4 3"' if entry.key == "assumed" else ""
    return (
        f'<path d="{shape_path(shape, place, 10)}" fill="{fill}" stroke="{outline}" '
        f'stroke-width="2"{dashes}/>'
    )
