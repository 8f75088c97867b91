"""The dependencies as they are drawn: which are dashed, bent or thick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.exporters.layout import Layout, label_lines
from graph.exporters.routing import Join, Part, Route, routes
from graph.model import Dependency, LoopModel
from graph.questions.critical_path.answer import CriticalPath
from graph.records import record
from graph.vocabulary import Kind, MetricName

#: Colour of the critical cycle.
CRITICAL_COLOUR = "#D55E00"


@record
class MapEdge:
    """One dependency as it is drawn.

    Attributes:
        id: of the dependency.
        source: id of the component at its start; ``target`` of that at its end.
        kind: what it means.
        width: 5 on the critical cycle, else 1.2.
        route: where it bends on its way past other components; empty for a straight line.
        hit: whether it is on the critical cycle.
        feedback: whether it reaches later generations of models, or improves work; drawn dashed.
        title: what to show on pointing at it, plain text in lines.
    """

    id: str
    source: str
    target: str
    kind: str
    width: float
    route: Route
    hit: bool
    feedback: bool
    title: str


def map_edges(model: LoopModel, result: CriticalPath | None, layout: Layout) -> tuple[MapEdge, ...]:
    """Return the dependencies between components, sorted by id.

    Args:
        model: the map that was asked.
        result: what blocks it; ``None`` if the map has no answer.
        layout: places of the components.
    """
    hits = frozenset() if result is None else critical_dependencies(result)
    drawn = {
        identifier: edge
        for identifier, edge in sorted(model.dependencies.items())
        if {edge.source, edge.target} <= layout.positions.keys()
    }
    parts = (
        Part(key, place, "\n".join(label_lines(model.label(key))))
        for key, place in layout.positions.items()
    )
    joins = (Join(edge.id, edge.source, edge.target) for edge in drawn.values())
    ways = routes(tuple(parts), tuple(joins))
    edges, lags = [], lags_of(model)
    for identifier, edge in drawn.items():
        hit, lag = identifier in hits, lags[identifier]
        edges.append(
            MapEdge(
                id=identifier,
                source=edge.source,
                target=edge.target,
                kind=edge.kind.value,
                width=5.0 if hit else 1.2,
                route=ways[identifier],
                hit=hit,
                feedback=lag >= 1 or edge.kind is Kind.IMPROVES,
                title=_title(model, edge, lag),
            )
        )
    return tuple(edges)


_VERBS: Mapping[Kind, str] = {
    Kind.GATES: "must be done before",
    Kind.IMPROVES: "speeds up",
    Kind.VERIFIES: "checks",
    Kind.BYPASSES: "goes round",
}


def _title(model: LoopModel, edge: Dependency, lag: float) -> str:
    verb = _VERBS[edge.kind]
    words = f"{model.label(edge.source)} {verb} {model.label(edge.target)}"
    if delay := delay_of(model, edge.id):
        words += f", {delay:g} day{'' if delay == 1 else 's'} after its end"
    if lag:
        words += f", {model.words.counted(lag)} later"
    return f"{words}\n{edge.reason}" if edge.reason else words


def lag_of(model: LoopModel, dependency_id: str) -> float:
    """Return how many generations back a dependency reaches; 0 if unsaid.

    That is what is written on it, or for what is ordered ahead what follows from its lead time as
    a frontier lab knows it, to a tenth of a generation.
    """
    return _lag(model, dependency_id, lambda: estimate_loop(model))


def lags_of(model: LoopModel) -> dict[str, float]:
    """Return how many generations back every dependency reaches, by its id, as ``lag_of`` does."""
    # Looking through all dates of the evidence takes longer than everything else here.
    estimates = lru_cache(maxsize=1)(lambda: estimate_loop(model))
    return {identifier: _lag(model, identifier, estimates) for identifier in model.dependencies}


def _lag(model: LoopModel, dependency_id: str, estimates: Callable[[], LoopEstimates]) -> float:
    dependency = model.dependencies.get(dependency_id)
    if dependency is not None and dependency.ordered_at_rate is not None:
        followed = estimates().get(dependency_id, MetricName.LAG)
        return round(followed.median, 1) if followed else 0.0
    return _said_of(model, dependency_id, MetricName.LAG)


def delay_of(model: LoopModel, dependency_id: str) -> float:
    """Return how many days pass on a dependency, as written on it; 0 if unsaid."""
    return _said_of(model, dependency_id, MetricName.DELAY_DAYS)


def _said_of(model: LoopModel, dependency_id: str, metric: MetricName) -> float:
    said = (
        observation.value
        for observation in model.observations_by_subject.get(dependency_id, ())
        if observation.metric == metric and observation.direct
    )
    return next(said, 0.0)


def critical_dependencies(result: CriticalPath) -> frozenset[str]:
    """Return the ids of the dependencies along the critical cycle, of parallel ones the binding.

    Args:
        result: what blocks the map.
    """
    return frozenset(result.critical_dependencies)
