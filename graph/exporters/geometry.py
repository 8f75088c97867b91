"""Lines and shapes of a still picture, as the path data of SVG."""

from __future__ import annotations

import math

from graph.exporters.labels import NODE_RADIUS
from graph.exporters.layout import Position

#: How far lines stay away from the middle of a component at their start and at their end.
_TRIM_START = NODE_RADIUS + 2
_TRIM_END = NODE_RADIUS + 5


def curve_path(source: Position, target: Position, bend: float) -> str:
    """Return a line between two components as a quadratic curve.

    The line keeps away from both middles, and bends to the left of its direction by ``bend``
    times its length; two that run against each other so bend apart. A line from a component to
    itself is a loop above it.

    Args:
        source: where it starts.
        target: where it ends.
        bend: share of its length; 0 for a straight line.
    """
    if source == target:
        return _own_loop(source)
    across, down = target.x - source.x, target.y - source.y
    middle = Position(
        (source.x + target.x) / 2 + down * bend,
        (source.y + target.y) / 2 - across * bend,
    )
    start = _towards(source, middle, _TRIM_START)
    end = _towards(target, middle, _TRIM_END)
    return f"M{_xy(start)} Q{_xy(middle)} {_xy(end)}"


def _own_loop(place: Position) -> str:
    left, right = place.x - NODE_RADIUS, place.x + NODE_RADIUS
    top = place.y - 3.2 * NODE_RADIUS
    return (
        f"M{number(left)},{number(place.y - 8)} C{number(left - 20)},{number(top)} "
        f"{number(right + 20)},{number(top)} {number(right)},{number(place.y - 10)}"
    )


def _towards(place: Position, goal: Position, distance: float) -> Position:
    across, down = goal.x - place.x, goal.y - place.y
    length = math.hypot(across, down) or 1.0
    share = min(distance / length, 1.0)
    return Position(place.x + across * share, place.y + down * share)


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
