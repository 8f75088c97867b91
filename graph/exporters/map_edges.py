"""The dependencies as they are drawn: which are dashed, bent, thick or faded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.exporters.layout import COLUMN_PITCH, ROW_PITCH, Layout, Position
from graph.model import Dependency, LoopModel
from graph.questions.critical_path.answer import CriticalPath
from graph.vocabulary import Kind, MetricName

#: Colour of the critical cycle.
CRITICAL_COLOUR = "#D55E00"

#: On maps with more components lines are not led around them: nobody could follow them anyway.
_MOST_ROUTED = 400

#: How far an edge bends, as a share of its length, if it bends.
_BEND = 0.25

#: Edges within a column bend, so as not to run through the components between.
_SAME_COLUMN = COLUMN_PITCH * 0.3


@dataclass(frozen=True, slots=True)
class MapEdge:
    """One dependency as it is drawn.

    Attributes:
        id: of the dependency.
        source: id of the component at its start; ``target`` of that at its end.
        kind: what it means.
        width: 5 on the critical cycle, else 1.2.
        dashes: whether the line is dashed: it feeds back.
        curve: how far it bends to the left, as a share of its length; 0 for a straight line,
            below 0 to the right.
        hit: whether it is on the critical cycle.
        dim: whether the lens leaves it out.
        feedback: whether it reaches later generations of models, or improves work.
        title: what to show on pointing at it, plain text in lines.
    """

    id: str
    source: str
    target: str
    kind: str
    width: float
    dashes: bool
    curve: float
    hit: bool
    dim: bool
    feedback: bool
    title: str


def map_edges(
    model: LoopModel, result: CriticalPath, layout: Layout, focus: frozenset[str]
) -> tuple[MapEdge, ...]:
    """Return the dependencies between components, sorted by id.

    Args:
        model: the map that was asked.
        result: what blocks it.
        layout: places of the components.
        focus: ids of the components that the lens shows.
    """
    hits = critical_dependencies(model, result)
    bends = _Bends(model, layout)
    edges: dict[str, MapEdge] = {}
    # The critical cycle comes first and so gets the clearest ways.
    for identifier in sorted(model.dependencies, key=lambda key: (key not in hits, key)):
        edge = model.dependencies[identifier]
        ends = {edge.source, edge.target}
        if ends <= layout.positions.keys():
            hit = identifier in hits
            dim = not hit and not ends <= focus
            edges[identifier] = _edge(model, edge, bends.bend(edge), hit, dim)
    return tuple(edges[identifier] for identifier in sorted(edges))


class _Bends:
    """How far each line bends; lines between the same two components bend apart."""

    def __init__(self, model: LoopModel, layout: Layout) -> None:
        self._model = model
        self._places = layout.positions
        many = len(layout.positions) > _MOST_ROUTED
        self._crowd = None if many else crowd_of(tuple(layout.positions.items()))
        self._taken: dict[frozenset[str], list[float]] = {}

    def bend(self, edge: Dependency) -> float:
        source, target = self._places[edge.source], self._places[edge.target]
        ends = frozenset({edge.source, edge.target})
        # Seen from the other end, a line bends to the other side.
        side = 1 if edge.source <= edge.target else -1
        taken = [side * bend for bend in self._taken.setdefault(ends, [])]
        bent = is_feedback(self._model, edge) or abs(source.x - target.x) < _SAME_COLUMN
        wanted = _BEND if bent else 0.0
        if self._crowd is None or source == target:
            bend = free_bend(wanted, taken)
        else:
            bend = bend_around(self._crowd, ends, source, target, wanted, taken)
        self._taken[ends].append(side * bend)
        return round(bend, 3)


def is_feedback(model: LoopModel, edge: Dependency) -> bool:
    """Return whether a dependency reaches later generations of models, or improves work."""
    return lag_of(model, edge.id) >= 1 or edge.kind is Kind.IMPROVES


def _edge(model: LoopModel, edge: Dependency, curve: float, hit: bool, dim: bool) -> MapEdge:
    feedback = is_feedback(model, edge)
    return MapEdge(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        kind=edge.kind.value,
        width=5.0 if hit else 1.2,
        dashes=feedback,
        curve=curve,
        hit=hit,
        dim=dim,
        feedback=feedback,
        title=_title(model, edge, lag_of(model, edge.id)),
    )


_VERBS: Mapping[Kind, str] = {
    Kind.GATES: "must be done before",
    Kind.IMPROVES: "speeds up",
    Kind.VERIFIES: "checks",
    Kind.BYPASSES: "goes round",
}


def _title(model: LoopModel, edge: Dependency, lag: float) -> str:
    verb = _VERBS[edge.kind]
    words = f"{model.label(edge.source)} {verb} {model.label(edge.target)}"
    if lag:
        words += f", {lag:g} generation{'' if lag == 1 else 's'} later"
    return f"{words}\n{edge.reason}" if edge.reason else words


def lag_of(model: LoopModel, dependency_id: str) -> float:
    """Return how many generations back a dependency reaches, as written on it; 0 if unsaid."""
    said = (
        observation.value
        for observation in model.observations_by_subject.get(dependency_id, ())
        if observation.metric == MetricName.LAG and observation.direct
    )
    return next(said, 0.0)


def critical_dependencies(model: LoopModel, result: CriticalPath) -> frozenset[str]:
    """Return the ids of the dependencies along the critical cycle.

    Of several between the same two components it is the one with the smallest lag; alternatives
    not taken are left out.
    """
    cycle = result.critical_cycle
    steps = frozenset(pairwise((*cycle, *cycle[:1])))
    not_taken = {
        identifier
        for group, taken in result.alternatives_taken.items()
        if group in model.alternatives
        for identifier in model.alternatives[group].dependency_ids
        if identifier != taken
    }
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for edge in model.dependencies.values():
        step = (edge.source, edge.target)
        if edge.kind is Kind.GATES and step in steps and edge.id not in not_taken:
            candidate = (lag_of(model, edge.id), edge.id)
            best[step] = min(best.get(step, candidate), candidate)
    return frozenset(identifier for _, identifier in best.values())


#: Nearer to the middle of a component a line seems to pass through it.
_TOO_NEAR = 22.0

#: Distance of the points that are looked at along a line.
_STEP = 12.0

#: Lines bend by no more than this share of their length, and so many bends to each side are tried.
_MOST_BEND = 0.4
_TRIES = 40

#: Lines between the same two components differ in their bends by at least this.
_APART = 0.07

#: No handle lies farther aside than this, so that long lines stay on the map.
_FARTHEST_ASIDE = 330.0


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
        handle = handle_of(source, target, bend)
        found: set[str] = set()
        length = math.hypot(target.x - source.x, target.y - source.y)
        steps = max(2, math.ceil(length / _STEP))
        for step in range(1, steps):
            found.update(self._near(point_on_curve(source, handle, target, step / steps)))
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
    most = min(_MOST_BEND, _FARTHEST_ASIDE / max(length, 1.0))
    wished = min(wanted, most)
    tries = [wished, *(most * step / _TRIES for step in range(-_TRIES, _TRIES + 1) if step)]
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


def handle_of(source: Position, target: Position, bend: float) -> Position:
    """Return the handle of a line's curve: beside its middle, by a share of its length.

    >>> handle_of(Position(0, 0), Position(10, 0), 0.5)
    Position(x=5.0, y=-5.0)
    """
    across, down = target.x - source.x, target.y - source.y
    return Position(
        (source.x + target.x) / 2 + down * bend, (source.y + target.y) / 2 - across * bend
    )


def point_on_curve(start: Position, handle: Position, end: Position, share: float) -> Position:
    """Return a point of a quadratic curve: (1-s)^2 start + 2 s (1-s) handle + s^2 end.

    >>> point_on_curve(Position(0, 0), Position(5, 10), Position(10, 0), 0.5)
    Position(x=5.0, y=5.0)
    """
    rest = 1 - share
    return Position(
        rest * rest * start.x + 2 * rest * share * handle.x + share * share * end.x,
        rest * rest * start.y + 2 * rest * share * handle.y + share * share * end.y,
    )
