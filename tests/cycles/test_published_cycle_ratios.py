"""Every published graph and matrix, reproduced exactly."""

import pytest
from published import CMLIB, HAND, MATRICES, graph_of, graph_of_matrix, number, optional, read

from graph.cycles.certificate import certificate, verify
from graph.cycles.critical_graph import critical_graph
from graph.cycles.cycle_ratio import (
    maximum_cycle_ratio,
    minimum_cycle_ratio,
    node_periods,
    periods_by_component,
)
from graph.cycles.deadlock import DeadlockError, find_deadlocks
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.slack import slacks


def rotations(cycle):
    """All ways to begin a cycle."""
    return [tuple(cycle[turn:] + cycle[:turn]) for turn in range(len(cycle))]


@pytest.mark.parametrize(
    "data",
    [*(read(f"cmlib/{name}.json") for name in CMLIB), read("maxplus-jl-flow-shop.json")],
    ids=lambda data: data["id"],
)
def test_the_period_and_critical_cycle_of_a_published_graph(data):
    """Period as published, on one of the published critical cycles, with a valid certificate."""
    graph = graph_of(data)
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == number(data["answer"]["period"])
    assert 1 / ratio.period == number(data["answer"].get("throughput", 1 / ratio.period))
    assert any(ratio.nodes in rotations(c) for c in data["computed"]["critical_cycles"])
    assert verify(graph, certificate(graph, ratio)) == ()


def test_two_critical_cycles_tie_in_the_channel_decoder():
    """Both are in the critical graph; the one through CE, the first node, is shown."""
    data = read("cmlib/channel-decoder.json")
    graph = graph_of(data)
    ratio = maximum_cycle_ratio(graph)
    critical = critical_graph(graph, ratio)
    assert {graph.nodes[node] for node in critical.nodes} == {"DM", "CE"}
    assert len(critical.arcs) == 3
    assert ratio.nodes == ("CE", "DM")


def test_the_published_deadlock_is_refused_by_name():
    """The ring A, B, C has no lag: it is refused, and one lag would do."""
    data = read("cmlib/deadlock.json")
    with pytest.raises(DeadlockError, match="A -> B -> C -> A") as failure:
        maximum_cycle_ratio(graph_of(data))
    (deadlock,) = failure.value.deadlocks
    assert list(deadlock.cycle) == data["answer"]["zero_lag_cycle"]
    assert (len(deadlock.arcs), deadlock.exact) == (1, True)
    assert find_deadlocks(graph_of(data)) == (deadlock,)


@pytest.mark.parametrize("data", MATRICES)
def test_eigenvalue_and_cycle_time_vector_of_a_published_matrix(data):
    """The period is the eigenvalue; each row settles to its entry of the cycle-time vector."""
    graph = graph_of_matrix(data)
    answer = data["answer"]
    period = maximum_cycle_ratio(graph).period
    assert period == number(answer["period"])
    vector = answer.get("cycle_time_vector", [answer["period"]] * len(graph.nodes))
    assert node_periods(graph) == tuple(map(number, vector))


@pytest.mark.parametrize(
    "data", [row for row in MATRICES if "eigenvector" in row.values[0]["answer"]]
)
def test_a_published_eigenvector_differs_from_ours_by_a_constant(data):
    """Where the critical graph is one piece that reaches everything the eigenvector is unique."""
    graph = graph_of_matrix(data)
    # A start does not count the delay into the node, an eigenvector is the start itself.
    starts = maximum_cycle_ratio(graph).potentials
    vector = list(map(number, data["answer"]["eigenvector"]))
    assert len({start - entry for start, entry in zip(starts, vector, strict=True)}) == 1


@pytest.mark.parametrize(
    "data", [row for row in MATRICES if "eigenpairs" in row.values[0]["answer"]]
)
def test_every_published_eigenvalue_is_the_period_of_a_component(data):
    """Each eigenvalue belongs to one strongly connected part."""
    periods = {part.period for part in periods_by_component(graph_of_matrix(data))}
    for pair in data["answer"]["eigenpairs"]:
        assert number(pair["eigenvalue"]) in periods


@pytest.mark.parametrize(
    "data",
    [
        row
        for row in MATRICES
        if {"generalised_eigenvector", "cycle_time_vector"} <= set(row.values[0]["answer"])
    ],
)
def test_published_generalised_eigenvectors_hold_with_our_cycle_times(data):
    """In each row max over j of (entry_ij - c_j + v_j) = v_i, with c as we compute it."""
    vector = [optional(value) for value in data["answer"]["generalised_eigenvector"]]
    times = node_periods(graph_of_matrix(data))
    for row, value in zip(data["matrix"], vector, strict=True):
        found = [
            number(entry) - times[column] + vector[column]
            for column, entry in enumerate(row)
            if entry is not None
        ]
        assert max(found) == value


def test_a_lag_of_three_tenths_and_a_second_component():
    """Greatest ratio 10/3, least 1, as published."""
    data = HAND["graph-1"]
    graph = graph_of(data)
    answer = data["answer"]
    greatest, least = maximum_cycle_ratio(graph), minimum_cycle_ratio(graph)
    assert greatest.period == number(answer["maximum_cycle_ratio"])
    assert list(greatest.nodes) == answer["critical_cycle_maximum"]
    assert least.period == number(answer["minimum_cycle_ratio"])
    assert list(least.nodes) == answer["critical_cycle_minimum"]


def test_cycle_means_are_ratios_with_every_lag_one():
    """Mean 5/2; the published vector counts the cycles ahead, so the arcs are turned round."""
    data = HAND["graph-1"]
    graph = graph_of(data)
    unit = MarkedGraph(
        graph.nodes, graph.days, tuple(Arc(a.tail, a.head, 1, a.delay) for a in graph.arcs)
    )
    ratio = maximum_cycle_ratio(unit)
    assert ratio.period == number(data["answer"]["maximum_cycle_mean"])
    assert list(ratio.nodes) == data["answer"]["critical_cycle_mean"]
    turned = MarkedGraph(
        graph.nodes, graph.days, tuple(Arc(a.head, a.tail, 1, a.delay) for a in graph.arcs)
    )
    vector = tuple(map(number, data["answer"]["cycle_mean_vector"]))
    assert node_periods(turned) == vector


def test_a_graph_without_a_cycle_has_no_period():
    """None, and no number that could be taken for one."""
    graph = graph_of(HAND["graph-2"])
    assert maximum_cycle_ratio(graph) is None
    assert minimum_cycle_ratio(graph) is None
    assert periods_by_component(graph) == ()
    assert node_periods(graph) == (None, None)


def test_seventy_five_arcs_with_many_parallels():
    """5,830,000 exactly, on the self arc of node 36; the self arc of 37 ties."""
    data = HAND["graph-3"]
    graph = graph_of(data)
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == number(data["answer"]["maximum_cycle_ratio"])
    assert list(ratio.nodes) == data["answer"]["critical_cycle_maximum"]
    tying = critical_graph(graph, ratio).nodes
    assert {graph.nodes[node] for node in tying} >= {"36", "37"}


def test_nodes_on_no_cycle_have_no_slack_of_their_own():
    """Inputs and outputs of the railway could be slower without limit."""
    graph = graph_of(read("cmlib/railroad.json"))
    found = slacks(graph, maximum_cycle_ratio(graph))
    for name in ("l", "s"):
        node = graph.nodes.index(name)
        assert found.permanent[node] is None
        assert found.one_off[node] is None
