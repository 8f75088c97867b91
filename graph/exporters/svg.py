"""The map as a still picture that needs no program and can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from graph.exporters.layout import (
    COLUMN_PITCH,
    LABEL_OFFSET,
    LABEL_SIZE,
    LINE_HEIGHT,
    NODE_RADIUS,
    Position,
    fitted,
)
from graph.exporters.map_edges import CRITICAL_COLOUR, MapEdge
from graph.exporters.map_payload import LegendEntry, MapNode, MapPayload
from graph.exporters.marks import LIGHT, STYLES, Mark, Theme
from graph.exporters.routing import Route, towards
from graph.exporters.safe_text import escaped

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
_CAPTION_SIZE = 16


def to_svg(
    payload: MapPayload, title: str, theme: Theme = LIGHT, remark: str = "", caption: str = ""
) -> str:
    """Return the map as SVG.

    The picture has a title and a description that says the answer in words; every component and
    dependency says what it is. Equal maps give equal text.

    Args:
        payload: what to draw.
        title: stands above the picture.
        theme: light or dark.
        remark: stands below the title and ends the description; nothing if empty.
        caption: stands at the foot: from which map and how, for whoever sees the picture alone.
    """
    frame = _Frame(payload, _REMARK_ROOM if remark else 0, _REMARK_ROOM if caption else 0)
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
        *_caption(frame, caption, theme),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


class _Frame:
    """Extent of the picture: the map, its title above and its legend below."""

    def __init__(self, payload: MapPayload, remark_room: float, caption_room: float) -> None:
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
        self.foot = self.legend_top + rows * _LEGEND_ROW
        self.height = self.foot + caption_room - self.top

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


def _caption(frame: _Frame, caption: str, theme: Theme) -> Iterator[str]:
    if caption:
        shown = fitted(caption, frame.width - 40, _CAPTION_SIZE)
        yield (
            f'<text x="{number(frame.left + 20)}" y="{number(frame.foot + 6)}" '
            f'font-size="{_CAPTION_SIZE}" fill="{theme.faint}">{escaped(shown)}</text>'
        )


def _edges(payload: MapPayload, theme: Theme) -> Iterator[str]:
    places = {node.id: Position(node.x, node.y) for node in payload.nodes}
    # The critical cycle comes last and so lies on top.
    for edge in sorted(payload.edges, key=lambda edge: (edge.hit, edge.id)):
        path = line_path(places[edge.source], places[edge.target], edge.route)
        yield _edge(edge, path, theme)


def _edge(edge: MapEdge, path: str, theme: Theme) -> str:
    colour = CRITICAL_COLOUR if edge.hit else theme.line
    head = "arrow-critical" if edge.hit else "arrow"
    dashes = ' stroke-dasharray="7 6"' if edge.feedback else ""
    opacity = "" if edge.hit else ' opacity="0.6"'
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(edge.width)}"'
        f'{dashes}{opacity} marker-end="url(#{head})"><title>{escaped(edge.title)}</title></path>'
    )


def _node(node: MapNode, theme: Theme) -> Iterator[str]:
    fill = theme.paper if node.hollow else node.fill
    outline = _outline(node, theme)
    dashes = ' stroke-dasharray="5 4"' if node.assumed else ""
    yield "<g>"
    yield f"<title>{escaped(node.title)}</title>"
    yield (
        f'<path d="{shape_path(node.shape, Position(node.x, node.y))}" fill="{fill}" '
        f'stroke="{outline}" stroke-width="{number(node.border_width)}"{dashes}/>'
    )
    lines = [(index, escaped(line)) for index, line in enumerate(node.label.split("\n"))]
    # The outline is a text of its own below the letters: not every renderer knows paint-order, and
    # one that does not would draw the outline over them.
    outlined = f'fill="none" stroke="{theme.paper}" stroke-width="4" aria-hidden="true"'
    for look in (outlined, f'fill="{theme.ink}"'):
        for index, line in lines:
            baseline = node.y + LABEL_OFFSET + LABEL_SIZE * 0.8 + index * LINE_HEIGHT
            yield (
                f'<text x="{number(node.x)}" y="{number(baseline)}" text-anchor="middle" '
                f'font-size="{LABEL_SIZE}" {look}>{line}</text>'
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


#: How far lines stay away from the middle of a component at their start and at their end.
_TRIM_START = NODE_RADIUS + 2
_TRIM_END = NODE_RADIUS + 5


def line_path(source: Position, target: Position, route: Route) -> str:
    """Return a line between two components, which keeps away from the middles of both.

    A line from a component to itself is a loop above it.

    Args:
        source: where it starts.
        target: where it ends.
        route: its bends on the way.
    """
    if source == target:
        return _own_loop(source)
    start = towards(source, route[0].corner if route else target, _TRIM_START)
    end = towards(target, route[-1].corner if route else source, _TRIM_END)
    bends = (f" L{_xy(bend.before)} Q{_xy(bend.corner)} {_xy(bend.after)}" for bend in route)
    return f"M{_xy(start)}{''.join(bends)} L{_xy(end)}"


def _own_loop(place: Position) -> str:
    left, right = place.x - NODE_RADIUS, place.x + NODE_RADIUS
    top = place.y - 3.2 * NODE_RADIUS
    return (
        f"M{number(left)},{number(place.y - 8)} C{number(left - 20)},{number(top)} "
        f"{number(right + 20)},{number(top)} {number(right)},{number(place.y - 10)}"
    )


def shape_path(shape: str, place: Position, radius: float = NODE_RADIUS) -> str:
    """Return the outline of a shape around a place; what is not an angular shape is a circle.

    Args:
        shape: the viewer's word: triangle, triangleDown, square, diamond, hexagon, dot.
        place: its middle.
        radius: half its height.
    """
    corners = _CORNERS.get(shape)
    if corners is None:
        side = number(radius)
        start = f"{number(place.x - radius)},{number(place.y)}"
        turn = f"a{side},{side} 0 1 0"
        return f"M{start} {turn} {number(2 * radius)},0 {turn} {number(-2 * radius)},0 Z"
    points = (
        f"{number(place.x + across * radius)},{number(place.y + down * radius)}"
        for across, down in corners
    )
    return "M" + " L".join(points) + " Z"


#: Corners by shape, in units of the radius.
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "triangle": ((0, -1.1), (1.1, 0.85), (-1.1, 0.85)),
    "triangleDown": ((0, 1.1), (1.1, -0.85), (-1.1, -0.85)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "hexagon": ((-1, 0), (-0.5, -0.87), (0.5, -0.87), (1, 0), (0.5, 0.87), (-0.5, 0.87)),
}


def _xy(place: Position) -> str:
    return f"{number(place.x)},{number(place.y)}"


def number(value: float) -> str:
    """Return a coordinate with at most one decimal.

    >>> number(2.0), number(-0.04), number(1.25)
    ('2', '0', '1.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
