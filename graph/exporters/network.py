"""The map as a networkx graph: components are nodes, dependencies are edges with their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Dependency, LoopModel

if TYPE_CHECKING:
    import networkx

    #: A directed graph with parallel edges, its nodes named by component ids.
    Network = networkx.MultiDiGraph[str]


def network(model: LoopModel) -> Network:
    """Return the components and dependencies as a directed graph with parallel edges.

    Nodes carry ``label`` and ``family``; edges have the dependency's id as their key and carry
    ``kind``, ``label`` and ``reason``. What is unsaid is left out. Ends that are no components
    (resources) are nodes of the family "resource".

    Args:
        model: the map.

    >>> from graph.model import Component, Dependency
    >>> from graph.vocabulary import Family, Kind
    >>> parts = {"a": Component("a", "A", Family.CODING), "b": Component("b", "B", Family.REVIEW)}
    >>> edges = {"a-b": Dependency("a-b", "a", "b", Kind.GATES)}
    >>> list(network(LoopModel(parts, edges, {})).edges(keys=True))
    [('a', 'b', 'a-b')]
    """
    import networkx

    graph: Network = networkx.MultiDiGraph()
    for component in model.components.values():
        graph.add_node(component.id, label=component.label, family=component.family.value)
    for dependency in model.dependencies.values():
        for end in (dependency.source, dependency.target):
            if end not in graph:
                graph.add_node(end, label=model.label(end), family="resource")
        graph.add_edge(dependency.source, dependency.target, key=dependency.id, **_said(dependency))
    return graph


def _said(dependency: Dependency) -> dict[str, str]:
    said = {
        "kind": dependency.kind.value,
        "label": dependency.label,
        "reason": dependency.reason,
    }
    return {key: value for key, value in said.items() if value}
