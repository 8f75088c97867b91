"""Project networks from the literature: critical paths are the special case of one loop."""

from fractions import Fraction

import pytest
from published import FOLDER, graph_of, number, read

from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.elasticity import blocking_shares
from graph.cycles.latency import latency
from graph.cycles.slack import slacks

PROJECTS = sorted(path.name for path in (FOLDER / "psplib-j30").glob("*.json"))
DRAG = read("drag-example.json")


def test_all_twenty_projects_are_there():
    """Twenty instances of the set j30."""
    assert len(PROJECTS) == 20


@pytest.mark.parametrize("name", PROJECTS)
def test_the_period_with_a_return_arc_is_the_published_path_length(name):
    """The longest path, and the period once the end leads back to the start with a lag of 1."""
    data = read(f"psplib-j30/{name}")
    expected = number(data["answer"]["mpm_time"])
    assert latency(graph_of(data)).days == expected
    assert maximum_cycle_ratio(graph_of(data, returning=True)).period == expected


@pytest.mark.parametrize("name", PROJECTS)
def test_both_floats_of_the_loop_are_the_total_float_of_the_path(name):
    """One-off float and permanent slack equal the total float of every activity."""
    data = read(f"psplib-j30/{name}")
    graph = graph_of(data, returning=True)
    found = slacks(graph, maximum_cycle_ratio(graph))
    floats = latency(graph_of(data)).total_float
    assert found.permanent == floats
    assert found.one_off == floats


def test_the_published_drag_is_blocking_share_times_period():
    """All five drags, and 0 for the activities with float."""
    graph = graph_of(DRAG, returning=True)
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == DRAG["computed"]["period_with_return_arc"]
    shares = dict(zip(graph.nodes, blocking_shares(graph, ratio), strict=True))
    assert shares == {n: number(v) for n, v in DRAG["computed"]["blocking_share"].items()}
    for name, drag in DRAG["answer"]["drag"].items():
        assert shares[name] * ratio.period == drag


def test_the_published_floats_and_path_of_the_drag_example():
    """The path A to E, and floats of 15, 5 and 20 days."""
    graph = graph_of(DRAG)
    way = latency(graph)
    assert list(way.path) == DRAG["answer"]["critical_path"]
    assert way.days == DRAG["computed"]["duration"]
    floats = dict(zip(graph.nodes, way.total_float, strict=True))
    expected = dict.fromkeys(DRAG["answer"]["critical_path"], Fraction(0))
    assert floats == {**expected, **DRAG["answer"]["total_float"]}
