"""Published instances, written as Turtle and asked on the command line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from published import CMLIB, FOLDER, HAND, MATRICES, graph_of, graph_of_matrix, number, read
from turtle_maps import Map, answer, loopmap

from graph.cycles.marked_graph import Arc, MarkedGraph, exact

PROJECTS = sorted(path.name for path in (FOLDER / "psplib-j30").glob("*.json"))
DRAG = read("drag-example.json")
WORKED = read("worked-loop.json")


def written(tmp_path, graph, capacities=False, **more):
    """Write a graph into a file and return its path."""
    path = tmp_path / "map.ttl"
    path.write_text(Map(graph, **more).text(capacities=capacities), encoding="utf-8")
    return path


def rotations(cycle):
    """All ways to begin a cycle."""
    return [list(cycle[turn:]) + list(cycle[:turn]) for turn in range(len(cycle))]


@pytest.mark.parametrize("capacities", [False, True], ids=["self-dependencies", "capacities"])
@pytest.mark.parametrize(
    "data",
    [*(read(f"cmlib/{name}.json") for name in CMLIB), read("maxplus-jl-flow-shop.json")],
    ids=lambda data: data["id"],
)
def test_a_published_graph_has_its_published_period(tmp_path, data, capacities):
    """Period and critical cycle as published, whichever way a capacity is written.

    No component is accelerated, so that the period without AI is the same and the pace is 1.
    """
    result = answer(written(tmp_path, graph_of(data), capacities))

    assert result["period_days"]["median"] == pytest.approx(float(number(data["answer"]["period"])))
    assert result["pace"]["median"] == 1
    assert any(
        result["critical_cycle"] in rotations(cycle)
        for cycle in data["computed"]["critical_cycles"]
    )


@pytest.mark.parametrize("command", ["critical-path", "check"])
def test_the_published_deadlock_is_refused_with_its_members(tmp_path, command):
    """A ring without a lag cannot start: exit code 1, file, line, members and remedy."""
    data = read("cmlib/deadlock.json")
    path = written(tmp_path, graph_of(data))

    said = loopmap(command, path) if command == "check" else loopmap(command, "-o", path)

    text = said.out if command == "check" else said.err
    assert said.code == 1
    assert "A -> B -> C -> A" in text
    assert f"{path}:" in text
    assert "loop:lag 1" in text


@pytest.mark.parametrize("data", MATRICES)
def test_a_published_matrix_has_its_eigenvalue_as_period(tmp_path, data):
    """All work stands on delays; thirds and sevenths are written as decimals of 16 digits."""
    result = answer(written(tmp_path, graph_of_matrix(data)))

    assert result["period_days"]["median"] == pytest.approx(
        float(number(data["answer"]["period"])), rel=1e-14
    )


@pytest.mark.parametrize(
    "data", [row for row in MATRICES if "eigenpairs" in row.values[0]["answer"]]
)
def test_every_published_eigenvalue_is_the_period_of_a_part(tmp_path, data):
    """Parts that do not hang together in both directions have periods of their own."""
    parts = answer(written(tmp_path, graph_of_matrix(data)))["parts"]

    for pair in data["answer"]["eigenpairs"]:
        assert any(
            part["period_days"] == pytest.approx(float(number(pair["eigenvalue"])))
            for part in parts
        )


def test_a_published_lag_of_three_tenths_can_be_supposed_but_not_written(tmp_path):
    """Generations in work are counted, so that a lag in a file is whole; one supposed need not be.

    Written: exit code 1, and the remedy. Supposed: the published ratio of 10/3.
    """
    data = HAND["graph-1"]
    graph = graph_of(data)
    broken = next(index for index, arc in enumerate(graph.arcs) if exact(arc.lag).denominator > 1)
    refused = loopmap("critical-path", "--draws", "0", "-o", written(tmp_path, graph))
    whole = tuple(
        Arc(arc.tail, arc.head, 1 if index == broken else arc.lag, arc.delay)
        for index, arc in enumerate(graph.arcs)
    )
    path = written(tmp_path, MarkedGraph(graph.nodes, graph.days, whole))
    result = answer(path, "--set", f"dependency-{broken}.lag=0.3")

    assert refused.code == 1
    assert "0.3" in refused.err
    assert "whole number" in refused.err
    assert result["period_days"]["median"] == pytest.approx(10 / 3)
    assert result["critical_cycle"] == data["answer"]["critical_cycle_maximum"]


def test_a_published_graph_without_a_cycle_is_refused(tmp_path):
    """No cycle, no period: exit code 1 and what to add, never a number."""
    said = loopmap("critical-path", "-o", written(tmp_path, graph_of(HAND["graph-2"])))

    assert said.code == 1
    assert said.out == ""
    assert "no cycle" in said.err
    assert "loop:lag" in said.err


def test_a_published_graph_of_75_arcs_with_many_parallels(tmp_path):
    """5,830,000 exactly; parallel dependencies are all kept."""
    result = answer(written(tmp_path, graph_of(HAND["graph-3"])))

    assert result["period_days"]["median"] == float(
        HAND["graph-3"]["answer"]["maximum_cycle_ratio"]
    )


@pytest.mark.parametrize("capacities", [False, True], ids=["self-dependencies", "capacities"])
def test_the_worked_loop_with_its_baselines_and_speed_ups(tmp_path, capacities):
    """13.5 days before, 10 now, a pace of 1.35; blocking shares and slacks as by hand."""
    graph = graph_of(WORKED, "durations_before")
    result = answer(written(tmp_path, graph, capacities, speedups={"C": "6"}))
    parts = {item["id"]: item for item in result["components"]}
    expected = WORKED["answer"]

    assert result["baseline_period_days"]["median"] == 13.5
    assert result["period_days"]["median"] == 10
    assert result["pace"]["median"] == 1.35
    for node in graph.nodes:
        assert parts[node]["blocking_share"] == pytest.approx(
            float(number(expected["blocking_share"][node]))
        )
        assert parts[node]["permanent_slack_days"] == pytest.approx(
            float(number(expected["permanent_slack"][node]))
        )


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_with_a_return_dependency_takes_its_published_time(tmp_path, name):
    """Latency of one pass and period of the loop are both the published path length."""
    data = read(f"psplib-j30/{name}")
    result = answer(written(tmp_path, graph_of(data, returning=True)))

    assert result["latency_days"] == data["answer"]["mpm_time"]
    assert result["period_days"]["median"] == data["answer"]["mpm_time"]
    source, sink = data["return_arc"]["to"], data["return_arc"]["from"]
    assert (result["latency_path"][0], result["latency_path"][-1]) == (source, sink)


@pytest.mark.parametrize("name", PROJECTS[::5])
def test_a_project_without_its_return_dependency_is_refused(tmp_path, name):
    """A project that is done once has no period."""
    said = loopmap("critical-path", "-o", written(tmp_path, graph_of(read(f"psplib-j30/{name}"))))

    assert said.code == 1
    assert "no cycle" in said.err


def test_the_published_drag_is_blocking_share_times_period(tmp_path):
    """All drags and floats of the published example, through the file and the JSON."""
    result = answer(written(tmp_path, graph_of(DRAG, returning=True)))
    parts = {item["id"]: item for item in result["components"]}

    assert result["critical_cycle"] in rotations(DRAG["answer"]["critical_path"])
    for node, drag in DRAG["answer"]["drag"].items():
        assert parts[node]["blocking_share"] * 65 == pytest.approx(drag)
    for node, spare in DRAG["answer"]["total_float"].items():
        assert parts[node]["permanent_slack_days"] == spare
        assert parts[node]["one_off_float_days"] == spare


def test_the_printed_proof_of_a_published_period_can_be_checked_by_hand(tmp_path):
    """Potentials and period of ``--certificate`` satisfy every dependency in exact fractions."""
    graph = graph_of(read("maxplus-jl-flow-shop.json"))
    proof = answer(written(tmp_path, graph), "--certificate")["certificate"]
    start = {name: Fraction(value) for name, value in proof["potentials"].items()}
    period = Fraction(proof["period"])
    waits = [
        start[graph.nodes[arc.head]]
        - start[graph.nodes[arc.tail]]
        - exact(graph.days[arc.tail])
        - exact(arc.delay)
        + period * exact(arc.lag)
        for arc in graph.arcs
    ]

    assert period == Fraction(339, 20)
    assert min(waits) == 0
