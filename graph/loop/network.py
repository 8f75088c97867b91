"""The map and its loop as networkx graphs, for all that networkx answers better than we do.

What can be reached, strongly connected parts, simple cycles, neighbourhoods, drawing: with the
graph in hand each is one call of networkx. It serves maps of ordinary size, up to some 2,000
components, where a call takes a tenth of a second at most; the greatest ratio over all cycles,
which networkx does not have, and what is asked thousands of times come from ``graph.cycles``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from graph.loop.central import central_loop
from graph.loop.study import Study
from graph.model import Dependency, LoopModel
from graph.vocabulary import Kind

if TYPE_CHECKING:
    import networkx as nx

    #: Nodes are named by the ids of components and resources, edges keyed by those of dependencies.
    Network = nx.MultiDiGraph[str]

#: The kind of the edge by which a component with a limited capacity waits for itself.
CAPACITY = "capacity"


def map_network(model: LoopModel) -> Network:
    """Return the components and dependencies as a directed graph with parallel edges.

    Nodes carry ``label`` and ``family``, edges ``kind``, ``label`` and ``reason``. What is unsaid
    is left out. Ends that are no components are nodes of the family "resource".

    Args:
        model: the map.

    >>> from graph.model import Component
    >>> from graph.vocabulary import Family
    >>> parts = {"a": Component("a", "A", Family.CODING), "b": Component("b", "B", Family.REVIEW)}
    >>> edges = {"a-b": Dependency("a-b", "a", "b", Kind.GATES)}
    >>> list(map_network(LoopModel(parts, edges, {})).edges(keys=True, data="kind"))
    [('a', 'b', 'a-b', 'gates')]
    """
    import networkx as nx

    network: Network = nx.MultiDiGraph()
    for component in model.components.values():
        network.add_node(component.id, label=component.label, family=component.group)
    for item in model.dependencies.values():
        for end in (item.source, item.target):
            if end not in network:
                network.add_node(end, label=model.label(end), family="resource")
        network.add_edge(item.source, item.target, key=item.id, **_said(item))
    return network


def _said(item: Dependency) -> dict[str, str]:
    said = {"kind": item.kind.value, "label": item.label, "reason": item.reason}
    return {key: value for key, value in said.items() if value}


def loop_network(study: Study) -> Network:
    """Return the map's graph with the times of the loop at the central estimate.

    Besides what the map says, components that take part in the loop carry ``days``,
    ``baseline_days`` and ``floor_days``, and the Gates dependencies between them ``lag`` (rounds)
    and ``delay_days``. A capacity is an edge from a component to itself, keyed by the component's
    id, of the kind "capacity", whose lag is the capacity. Of dependencies with the same
    ``alternatives`` the loop needs one.

    Args:
        study: the map, the standpoint and what is supposed.

    Raises:
        OntologyError: work is redone as fast as it gets done, so that no pass ever ends.
    """
    network = map_network(study.model)
    loop = central_loop(study)
    for part in loop.components:
        network.nodes[part.id].update(
            days=float(part.days),
            baseline_days=float(part.baseline_days),
            floor_days=float(part.floor_days),
        )
    for arc in loop.arcs:
        tail, head = loop.nodes[arc.tail], loop.nodes[arc.head]
        if not network.has_edge(tail, head, arc.key):
            network.add_edge(tail, head, key=arc.key, kind=CAPACITY)
        network.edges[tail, head, arc.key].update(lag=float(arc.lag), delay_days=float(arc.delay))
    for group in study.model.alternatives.values():
        for key in group.dependency_ids:
            item = study.model.dependencies[key]
            network.edges[item.source, item.target, key]["alternatives"] = group.id
    return network


def joined(model: LoopModel, kinds: Collection[Kind]) -> nx.DiGraph[str]:
    """Return which components some kinds of dependencies join, each pair once, sorted by id.

    Args:
        model: the map.
        kinds: of the dependencies that count.

    >>> sorted(joined(LoopModel({}, {}, {}), [Kind.GATES]))
    []
    """
    import networkx as nx

    known = model.components
    pairs = {
        (item.source, item.target)
        for item in model.dependencies.values()
        if item.kind in kinds and item.source in known and item.target in known
    }
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(sorted(known))
    network.add_edges_from(sorted(pairs))
    return network
