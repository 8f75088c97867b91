"""The dependencies as they are drawn: which are dashed, bent, thick or faded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from graph.exporters.layout import COLUMN_PITCH, Layout
from graph.exporters.routing import bend_around, crowd_of, free_bend
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
