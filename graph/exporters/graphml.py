"""The map as GraphML, which networkx, Gephi, Cytoscape and yEd read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.exporters.export_source import ExportSource
from graph.exporters.layout import stages
from graph.exporters.map_edges import critical_dependencies, delay_of, lags_of
from graph.exporters.safe_text import xml_text
from graph.loop.network import map_network
from graph.model import LoopModel
from graph.questions.critical_path.answer import ComponentResult

if TYPE_CHECKING:
    from graph.loop.network import Network

Attribute = str | int | float | bool


def to_graphml(export: ExportSource) -> str:
    """Return the map as GraphML: what the files say, the places, and the answer if there is one.

    Nodes carry label, family, x, y and, where known, status, days, baseline_days, floor_days,
    acceleration, critical and blocking_share; edges kind, lag, delay_days and critical. What is
    unknown is left out. Where anything is supposed, the graph says what, and from which standpoint.

    Args:
        export: what to export.
    """
    import networkx

    graph = map_network(export.study.model)
    _add_places(graph, export.study.model)
    _add_answer(graph, export)
    _add_suppositions(graph, export)
    _clean(graph)
    lines = networkx.generate_graphml(graph, prettyprint=True)
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *lines)) + "\n"


def _add_places(graph: Network, model: LoopModel) -> None:
    for identifier, place in stages(model).positions.items():
        graph.nodes[identifier].update(x=place.x, y=place.y)
    lags = lags_of(model)
    for edge in model.dependencies.values():
        graph.edges[edge.source, edge.target, edge.id]["lag"] = lags[edge.id]
        graph.edges[edge.source, edge.target, edge.id]["delay_days"] = delay_of(model, edge.id)


def _add_answer(graph: Network, export: ExportSource) -> None:
    answer = export.answer_if_any
    if answer is None:
        return
    cycle = frozenset(answer.critical_cycle)
    for item in answer.components:
        graph.nodes[item.id].update(_standing(item, item.id in cycle))
    hits = critical_dependencies(answer)
    for edge in export.study.model.dependencies.values():
        graph.edges[edge.source, edge.target, edge.id]["critical"] = edge.id in hits
    graph.graph.update(
        setting=answer.setting,
        ontology=answer.ontology,
        period_days=answer.period_days.median,
        pace=answer.pace.median,
    )
    if answer.as_of:
        graph.graph["as_of"] = answer.as_of


def _add_suppositions(graph: Network, export: ExportSource) -> None:
    if not export.supposed:
        return
    study = export.study
    # Set here as well, since a map may have suppositions and no answer.
    graph.graph.update(
        supposed=export.supposed, setting=study.standpoint.setting, ontology=study.model.digest
    )
    if study.estimates.as_of:
        graph.graph["as_of"] = study.estimates.as_of


def _standing(item: ComponentResult, critical: bool) -> dict[str, Attribute]:
    known: dict[str, Attribute] = {
        "status": item.status,
        "days": item.days.median,
        "baseline_days": item.baseline_days.median,
        "floor_days": item.floor_days,
        "critical": critical,
        "blocking_share": item.blocking_share,
        "sources": item.source_count,
    }
    if item.acceleration is not None:
        known["acceleration"] = item.acceleration.median
    return known


def _clean(graph: Network) -> None:
    # An id or a text may hold signs that XML cannot.
    groups = [attributes for _, attributes in graph.nodes(data=True)]
    groups += [graph.graph]
    groups += [attributes for _, _, attributes in graph.edges(data=True)]
    for attributes in groups:
        for key, value in attributes.items():
            if isinstance(value, str):
                attributes[key] = xml_text(value)
