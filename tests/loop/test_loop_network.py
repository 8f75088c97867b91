"""The loop as a networkx graph, and our answers against those of networkx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from all_cycles import graphs
from hypothesis import given, settings
from small_maps import assumed, edge, exactly, small_map

from graph.cycles.deadlock import find_deadlocks
from graph.cycles.latency import latency
from graph.cycles.marked_graph import exact
from graph.cycles.ordering import strongly_connected, topological_order
from graph.loop.network import joined, loop_network
from graph.loop.study import Study
from graph.model import Alternative
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.solved_loop import solve_loop
from graph.vocabulary import Kind

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"


@pytest.fixture(scope="module")
def worked():
    """The worked loop as a graph."""
    return loop_network(Study(read_ontology((WORKED,))))


def test_components_carry_their_times(worked):
    """Coding took 12 days and takes 12 / 6 = 2; nothing was said of a floor, so it is 0."""
    assert worked.nodes["C"] == {
        "label": "Coding",
        "family": "coding",
        "days": 2.0,
        "baseline_days": 12.0,
        "floor_days": 0.0,
    }


def test_dependencies_carry_lag_and_delay_under_their_ids(worked):
    """Two ideas are in flight from evals to coding, and nothing waits between them."""
    attributes = worked.edges["E", "C", "E-gates-C"]

    assert (attributes["kind"], attributes["lag"], attributes["delay_days"]) == ("gates", 2.0, 0.0)


def test_a_capacity_is_an_edge_from_a_component_to_itself(worked):
    """Each of the five does one thing at a time."""
    own = [edge for edge in worked.edges(keys=True, data="kind") if edge[3] == "capacity"]

    assert own == [(name, name, name, "capacity") for name in "CDEIR"]
    assert {worked.edges[edge[:3]]["lag"] for edge in own} == {1.0}


def test_networkx_finds_the_period_of_the_worked_loop_from_the_graph_alone(worked):
    """10 days a round: the greatest quotient of days and lag over all its simple cycles."""
    lag = {(tail, head): lag for tail, head, lag in worked.edges(data="lag")}
    ratios = {
        frozenset(ring): sum(worked.nodes[name]["days"] for name in ring)
        / sum(lag[pair] for pair in zip(ring, [*ring[1:], ring[0]], strict=True))
        for ring in nx.simple_cycles(nx.DiGraph(worked))
    }

    assert max(ratios.values()) == 10.0
    assert ratios[frozenset("IED")] == 10.0


def test_what_is_unknown_is_left_out():
    """A part without days has no times, nor has a dependency on it; Improves has none ever."""
    edges = (edge("a", "b"), edge("b", "a", Kind.IMPROVES))
    network = loop_network(Study(small_map("ab", [exactly("a", "baseline-days", 3.0)], edges)))

    assert network.nodes["a"]["days"] == 3.0
    assert "days" not in network.nodes["b"]
    assert all("lag" not in attributes for *_, attributes in network.edges(data=True))
    assert {kind for *_, kind in network.edges(data="kind")} == {"gates", "improves"}


def test_dependencies_of_which_one_is_needed_name_their_group():
    """Whoever asks for the period must take one of them."""
    days = [exactly(name, "baseline-days", 1.0) for name in "ab"]
    edges = (edge("a", "b"), edge("b", "a"), edge("b", "b"))
    model = small_map("ab", days, edges)
    group = Alternative("either", "Either", tuple(item.id for item in edges[:2]))
    network = loop_network(Study(model.__class__(**{**vars(model), "alternatives": {"e": group}})))

    named = {key for *_, key, name in network.edges(keys=True, data="alternatives") if name}
    assert named == {edges[0].id, edges[1].id}


def test_pairs_are_joined_once_by_the_kinds_asked_for():
    """Parallel dependencies are one edge; other kinds and ends that are no parts are left out."""
    edges = (edge("b", "a"), edge("b", "a", Kind.IMPROVES), edge("a", "b", Kind.BYPASSES))
    network = joined(small_map("ab", (), edges), (Kind.GATES, Kind.IMPROVES))

    assert list(network) == ["a", "b"]
    assert list(network.edges) == [("b", "a")]


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_our_parts_and_orders_are_those_of_networkx(graph):
    """The same strongly connected sets, what is reached first; an order if there is no cycle."""
    successors = [[] for _ in graph.nodes]
    for arc in graph.arcs:
        successors[arc.tail].append(arc.head)
    network = nx.DiGraph()
    network.add_nodes_from(range(len(graph.nodes)))
    network.add_edges_from((arc.tail, arc.head) for arc in graph.arcs)
    found = strongly_connected(successors)
    order = topological_order(successors)

    assert set(found) == {tuple(sorted(part)) for part in nx.strongly_connected_components(network)}
    place = {node: number for number, part in enumerate(found) for node in part}
    assert all(place[tail] >= place[head] for tail, head in network.edges)
    assert (order is not None) == nx.is_directed_acyclic_graph(network)
    if order is not None:
        rank = {node: number for number, node in enumerate(order)}
        assert all(rank[tail] < rank[head] for tail, head in network.edges)


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_one_pass_is_the_longest_path_of_networkx(graph):
    """Turned the plain way round, the days of a component on the edges that leave it."""
    passing = nx.MultiDiGraph()
    passing.add_nodes_from(range(len(graph.nodes)))
    for arc in graph.arcs:
        if not arc.lag:
            days = exact(graph.days[arc.tail]) + exact(arc.delay)
            passing.add_edge(arc.tail, arc.head, weight=days)
    for node, days in enumerate(graph.days):
        passing.add_edge(node, "end", weight=exact(days))

    if nx.is_directed_acyclic_graph(passing):
        assert find_deadlocks(graph) == ()
        assert latency(graph).days == nx.dag_longest_path_length(passing)
    else:
        assert find_deadlocks(graph) != ()


def test_the_period_that_is_shown_is_the_one_in_the_graph():
    """On a map of two parts with a floor: 4 days and 2 days in one loop of lag 1."""
    numbers = [exactly("a", "baseline-days", 8.0), exactly("b", "baseline-days", 2.0)]
    numbers += [assumed("s", "a", "speedup", 4.0), exactly("a", "floor-days", 4.0)]
    back = edge("b", "a")
    numbers.append(exactly(back.id, "lag", 1.0))
    study = Study(small_map("ab", numbers, (edge("a", "b"), back)))
    network = loop_network(study)

    assert solve_loop(study).ratio.period == 6
    assert [network.nodes[name]["days"] for name in "ab"] == [4.0, 2.0]
    assert network.nodes["a"]["floor_days"] == 4.0
