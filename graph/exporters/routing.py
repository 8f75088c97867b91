"""How far a line must bend so as not to seem to pass through a component that it passes by."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from graph.exporters.layout import COLUMN_PITCH, ROW_PITCH, Position

#: Nearer to the middle of a component a line seems to pass through it.
_TOO_NEAR = 23.0

#: Distance of the points that are looked at along a line.
_STEP = 24.0

#: Bends that are tried besides the wanted one, as shares of the length; below 0 to the right.
_OTHER_BENDS = tuple(step * 0.03 for step in range(-10, 11) if step)

#: Lines between the same two components differ in their bends by at least this.
_APART = 0.07

#: No handle lies farther aside than this, so that long lines stay on the map.
_FARTHEST_ASIDE = 260.0


class Crowd:
    """Where the components stand, to be asked who is near."""

    def __init__(self, positions: Mapping[str, Position]) -> None:
        self._known: dict[tuple[Position, Position, float], frozenset[str]] = {}
        self._cells: dict[tuple[int, int], list[tuple[str, Position]]] = {}
        for identifier, place in positions.items():
            self._cells.setdefault(_cell(place), []).append((identifier, place))

    def _near(self, point: Position) -> Iterator[str]:
        left, top = point.x / COLUMN_PITCH, point.y / ROW_PITCH
        # A component nearer than half a pitch is in one of the four cells around the point.
        for column in (math.floor(left), math.ceil(left)):
            for row in (math.floor(top), math.ceil(top)):
                for identifier, place in self._cells.get((column, row), ()):
                    if math.hypot(place.x - point.x, place.y - point.y) < _TOO_NEAR:
                        yield identifier

    def passed_by(self, source: Position, target: Position, bend: float) -> frozenset[str]:
        """Return the ids of the components that a line seems to pass through, ends included.

        Args:
            source: where the line starts.
            target: where it ends.
            bend: share of its length by which its middle handle lies aside, to the left.
        """
        key = (source, target, bend)
        if key not in self._known:
            self._known[key] = frozenset(self._met(source, target, bend))
        return self._known[key]

    def _met(self, source: Position, target: Position, bend: float) -> set[str]:
        across, down = target.x - source.x, target.y - source.y
        handle = Position(
            (source.x + target.x) / 2 + down * bend, (source.y + target.y) / 2 - across * bend
        )
        found: set[str] = set()
        steps = max(2, math.ceil(math.hypot(across, down) / _STEP))
        for step in range(1, steps):
            found.update(self._near(_on_curve(source, handle, target, step / steps)))
        return found


@lru_cache(maxsize=4)
def crowd_of(positions: tuple[tuple[str, Position], ...]) -> Crowd:
    """Return the crowd of some places, kept for the next picture of the same map."""
    return Crowd(dict(positions))


def bend_around(
    crowd: Crowd,
    ends: frozenset[str],
    source: Position,
    target: Position,
    wanted: float,
    taken: Sequence[float] = (),
) -> float:
    """Return how far a line should bend: as wanted, unless that leads through other components.

    Args:
        crowd: all components.
        ends: ids of the two that the line joins.
        source: where it starts.
        target: where it ends.
        wanted: bend to take if it is clear.
        taken: bends of the lines that join the two already, as seen from ``source``.

    Returns:
        The bend nearest to the wanted one among those that pass through the fewest others. Bends
        of long lines are kept small.
    """
    length = math.hypot(target.x - source.x, target.y - source.y)
    most = _FARTHEST_ASIDE / max(length, 1.0)
    wished = min(wanted, most)
    tries = [bend for bend in (wished, *_OTHER_BENDS) if abs(bend) <= most]
    tries = [bend for bend in tries if all(abs(bend - other) >= _APART for other in taken)]
    tries.sort(key=lambda bend: abs(bend - wished))
    if not tries:
        return free_bend(wished, taken)
    best, fewest = tries[0], len(crowd.passed_by(source, target, tries[0]) - ends)
    for bend in tries[1:]:
        if fewest == 0:
            break
        count = len(crowd.passed_by(source, target, bend) - ends)
        if count < fewest:
            best, fewest = bend, count
    return best


def free_bend(wanted: float, taken: Sequence[float]) -> float:
    """Return the first bend from the wanted one on that keeps apart from those taken.

    >>> free_bend(0.25, [0.25])
    0.35
    """
    bend = wanted
    while any(abs(bend - other) < _APART for other in taken):
        bend = round(bend + 0.1, 6)
    return bend


def _cell(place: Position) -> tuple[int, int]:
    return (round(place.x / COLUMN_PITCH), round(place.y / ROW_PITCH))


def _on_curve(start: Position, handle: Position, end: Position, share: float) -> Position:
    rest = 1 - share
    return Position(
        rest * rest * start.x + 2 * rest * share * handle.x + share * share * end.x,
        rest * rest * start.y + 2 * rest * share * handle.y + share * share * end.y,
    )
