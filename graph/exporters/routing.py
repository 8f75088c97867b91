"""Ways for lines past the marks and labels of the components that they do not join."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from graph.exporters.layout import (
    COLUMN_PITCH,
    LABEL_OFFSET,
    LINE_HEIGHT,
    NODE_RADIUS,
    Position,
    text_width,
)
from graph.records import record
from graph.reports.plain import Plain

#: Lines keep this far from marks and labels, and cut corners by no more than the second number.
_CLEARANCE = 5.0
_CORNER_CUT = 2.5

#: Steps from corner to corner that are longer are tried only if there is no way without them; a
#: line may always run straight to its end.
_REACH = 330.0

#: What else counts as so many pixels of way: a corner, and running over one's own label.
_CORNER_COST = 14.0
_OWN_LABEL_COST = 70.0

#: A stretch that another line takes already counts as so much longer.
_SHARED_COST = 0.12

#: How much more the way that is left counts than that taken: a line may come out up to so many
#: times as long as the shortest, is hardly ever longer in fact, and is found four times as fast.
_EAGERNESS = 1.3

#: On maps with more components lines are not led round them: nobody could follow them anyway.
_MOST_ROUTED = 200

#: Lines between the same two components pass points so far beside the straight between them, and
#: at least the second number from each other.
_ASIDES = tuple(side * step * 34.0 for step in range(1, 8) for side in (1, -1))
_APART = 16.0

_HAIR = 0.01

#: Lines are straight this near to the middles of the components that they join.
_END_ROOM = NODE_RADIUS + 6.0


@record
class Bend:
    """A rounded corner of a line: it leaves the straight at one point and is back at another.

    Attributes:
        before: where the curve begins.
        corner: its handle, as of a quadratic curve.
        after: where it ends.
    """

    before: Position
    corner: Position
    after: Position

    @property
    def numbers(self) -> tuple[float, ...]:
        """The three places as x and y, one after another."""
        return tuple(
            number
            for place in (self.before, self.corner, self.after)
            for number in (place.x, place.y)
        )


@record
class Part:
    """What is drawn of a component: its mark and the lines of its label below."""

    id: str
    place: Position
    label: str


@record
class Join:
    """A line to be drawn from one component to another."""

    id: str
    source: str
    target: str


Route = tuple[Bend, ...]


@record
class _Box:
    owner: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, start: Position, end: Position) -> bool:
        """Whether a straight line passes through the inside (Liang and Barsky's clipping)."""
        first, last = 0.0, 1.0
        across, down = end.x - start.x, end.y - start.y
        for step, near, far in (
            (across, self.left - start.x, self.right - start.x),
            (down, self.top - start.y, self.bottom - start.y),
        ):
            if step == 0:
                if near >= 0 or far <= 0:
                    return False
                continue
            enter, leave = (near / step, far / step) if step > 0 else (far / step, near / step)
            first, last = max(first, enter), min(last, leave)
            if first >= last:
                return False
        return True

    def corners(self) -> tuple[Position, ...]:
        """The corners a hair outside, so that lines through them pass by."""
        left, right = self.left - _HAIR, self.right + _HAIR
        top, bottom = self.top - _HAIR, self.bottom + _HAIR
        return tuple(Position(x, y) for x in (left, right) for y in (top, bottom))


@lru_cache(maxsize=4)
def routes(parts: tuple[Part, ...], joins: tuple[Join, ...]) -> Mapping[str, Route]:
    """Return the way of every line, by its id; one without bends runs straight.

    Every line takes a short way that passes through no other component's mark or label, round
    their corners. Lines between the same two components take different ways. On maps with more
    than 200 components all run straight.

    Args:
        parts: all components.
        joins: the lines, each between two of them; those before get the clearest ways. A line from
            a component to itself has no way.
    """
    crowd = _Crowd(parts if len(parts) <= _MOST_ROUTED else ())
    places = {part.id: part.place for part in parts}
    found: dict[str, Route] = {}
    taken: dict[frozenset[str], list[_Way]] = {}
    for join in joins:
        if join.source == join.target:
            found[join.id] = ()
            continue
        one = _End(join.source, places[join.source])
        other = _End(join.target, places[join.target])
        before = taken.setdefault(frozenset({join.source, join.target}), [])
        way = crowd.way(one, other, before)
        before.append(way)
        found[join.id] = _rounded(way)
    return found


_Way = tuple[Position, ...]


@record
class _End:
    """Where a way begins or ends: in a component, or at a free point if the id is ``None``."""

    id: str | None
    place: Position


def plain_route(route: Route) -> list[Plain]:
    """Return a route as lists of six numbers, for a viewer."""
    return [[round(number, 1) for number in bend.numbers] for bend in route]


class _Crowd:
    """The marks and labels of all components, and the corners that lines may turn at."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._columns: dict[int, list[_Box]] = {}
        self._labels = {part.id: _label_box(part) for part in parts}
        boxes = [box for part in parts for box in (_mark_box(part), self._labels[part.id])]
        for box in boxes:
            for column in range(_column(box.left), _column(box.right) + 1):
                self._columns.setdefault(column, []).append(box)
        corners = dict.fromkeys(corner for box in boxes for corner in box.corners())
        self._corners = sorted(one for one in corners if not any(self._met(one, one, ())))
        self._known: dict[tuple[Position, float], tuple[Position, ...]] = {}
        self._used: dict[tuple[Position, Position], int] = {}

    def way(self, one: _End, other: _End, taken: Sequence[_Way]) -> _Way:
        """Return a short way that keeps apart from those taken, both ends included."""
        found = self._aside(one, other, taken) if taken else self._search(one, other)
        way = found or (one.place, other.place)
        for step in pairwise(way):
            self._used[_step(*step)] = self._used.get(_step(*step), 0) + 1
        return way

    def _aside(self, one: _End, other: _End, taken: Sequence[_Way]) -> _Way:
        # Seen from the other end, what lies on the left lies on the right.
        first, last = sorted((one.place, other.place))
        length = _distance(first, last) or 1.0
        across, down = (last.x - first.x) / length, (last.y - first.y) / length
        middle = Position((first.x + last.x) / 2, (first.y + last.y) / 2)
        points = [Position(middle.x + down * aside, middle.y - across * aside) for aside in _ASIDES]
        apart = [point for point in points if all(_off(point, way) >= _APART for way in taken)]
        for point in apart:
            if any(self._met(point, point, ())):
                continue
            there = self._search(one, _End(None, point))
            back = self._search(_End(None, point), other)
            if there and back:
                return (*there, *back[1:])
        return (one.place, *apart[:1], other.place)

    def _search(self, one: _End, other: _End) -> _Way | None:
        """Return a cheap way by the corners in between; ``None`` if there is none."""
        return self._within(_REACH, one, other) or self._within(math.inf, one, other)

    def _within(self, reach: float, one: _End, other: _End) -> _Way | None:
        # The A* search: ways are looked at in the order of their cost and of what is left.
        labels = [self._labels[end.id] for end in (one, other) if end.id in self._labels]
        start, goal = one.place, other.place
        costs = {start: 0.0}
        came: dict[Position, Position] = {}
        queue = [(_distance(start, goal), start)]
        done: set[Position] = set()
        while queue:
            _, here = heapq.heappop(queue)
            if here == goal:
                return _back(came, start, goal)
            if here in done:
                continue
            done.add(here)
            for there in self._reached(here, reach, one, other):
                known = costs.get(there, math.inf)
                if there in done or costs[here] + _distance(here, there) >= known:
                    continue
                cost = costs[here] + self._cost(here, there, labels)
                cost += 0.0 if there == goal else _CORNER_COST
                if cost < known:
                    costs[there], came[there] = cost, here
                    left = _EAGERNESS * _distance(there, goal)
                    heapq.heappush(queue, (cost + left, there))
        return None

    def _reached(self, here: Position, reach: float, one: _End, other: _End) -> Iterator[Position]:
        own = {one.id} if here == one.place else set[str | None]()
        if not any(self._met(here, other.place, own | {other.id})):
            yield other.place
        if own:
            yield from self._seen(here, reach, own)
            return
        if (here, reach) not in self._known:
            self._known[here, reach] = tuple(self._seen(here, reach, own))
        yield from self._known[here, reach]

    def _seen(self, here: Position, reach: float, own: Container[str | None]) -> Iterator[Position]:
        left = bisect_left(self._corners, here.x - reach, key=_across)
        right = bisect_right(self._corners, here.x + reach, key=_across)
        for corner in self._corners[left:right]:
            near = 0 < _distance(here, corner) <= reach
            if near and not any(self._met(here, corner, own)):
                yield corner

    def _met(self, start: Position, end: Position, own: Container[str | None]) -> Iterator[_Box]:
        left, right = (start.x, end.x) if start.x <= end.x else (end.x, start.x)
        top, bottom = (start.y, end.y) if start.y <= end.y else (end.y, start.y)
        for column in range(_column(left), _column(right) + 1):
            for box in self._columns.get(column, ()):
                # Most boxes lie above or below, which is told faster than by clipping.
                beside = box.bottom < top or box.top > bottom or box.right < left
                if not beside and box.owner not in own and box.meets(start, end):
                    yield box

    def _cost(self, here: Position, there: Position, own: Sequence[_Box]) -> float:
        shared = self._used.get(_step(here, there), 0)
        length = _distance(here, there) * (1 + _SHARED_COST * shared)
        return length + _OWN_LABEL_COST * sum(label.meets(here, there) for label in own)


def _mark_box(part: Part) -> _Box:
    half = NODE_RADIUS + _CLEARANCE
    x, y = part.place.x, part.place.y
    return _Box(part.id, x - half, y - half, x + half, y + half)


def _label_box(part: Part) -> _Box:
    lines = part.label.split("\n")
    half = max(map(text_width, lines)) / 2 + _CLEARANCE
    top = part.place.y + LABEL_OFFSET
    bottom = top + len(lines) * LINE_HEIGHT + _CLEARANCE
    return _Box(part.id, part.place.x - half, top - _CLEARANCE, part.place.x + half, bottom)


def _rounded(way: _Way) -> Route:
    bends = []
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        # A quadratic curve cuts its corner by half the sine of half the turn, times its arms.
        turn = _angle(corner, after) - _angle(before, corner)
        arm = 2 * _CORNER_CUT / max(abs(math.sin(turn / 2)), 0.02)
        arms = [
            min(arm, room / 2, max(room - _END_ROOM, 0.0) if end in (way[0], way[-1]) else room)
            for end, room in ((end, _distance(corner, end)) for end in (before, after))
        ]
        leaving, back = towards(corner, before, arms[0]), towards(corner, after, arms[1])
        bends.append(Bend(leaving, corner, back))
    return tuple(bends)


def _back(came: Mapping[Position, Position], start: Position, goal: Position) -> _Way:
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _off(point: Position, way: _Way) -> float:
    """Return how far a point is from a way."""
    return min(_distance(point, _nearest(point, *step)) for step in pairwise(way))


def _nearest(point: Position, start: Position, end: Position) -> Position:
    length = _distance(start, end) or 1.0
    across, down = (end.x - start.x) / length, (end.y - start.y) / length
    along = (point.x - start.x) * across + (point.y - start.y) * down
    return towards(start, end, max(0.0, along))


def _step(one: Position, other: Position) -> tuple[Position, Position]:
    return (one, other) if one <= other else (other, one)


def _across(place: Position) -> float:
    return place.x


def _column(x: float) -> int:
    return math.floor(x / COLUMN_PITCH)


def _distance(one: Position, other: Position) -> float:
    return math.hypot(other.x - one.x, other.y - one.y)


def _angle(one: Position, other: Position) -> float:
    return math.atan2(other.y - one.y, other.x - one.x)


def towards(place: Position, goal: Position, distance: float) -> Position:
    """Return the point so far from a place on the way to a goal, at most the goal itself."""
    share = min(distance / (_distance(place, goal) or 1.0), 1.0)
    return Position(place.x + (goal.x - place.x) * share, place.y + (goal.y - place.y) * share)
