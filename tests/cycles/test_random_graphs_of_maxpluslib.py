"""The 275 random graphs of MaxPlusLib, rebuilt from their seeds and solved exactly."""

import gc
import itertools
from fractions import Fraction

import pytest
from published import read
from random_graphs import random_graph, raw_outputs

from graph.cycles.cycle_ratio import maximum_cycle_ratio, minimum_cycle_ratio

DATA = read("maxpluslib-random-graphs.json")


@pytest.fixture
def no_garbage_collection():
    """A hundred thousand dependencies make the collector search for cycles that are not there."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("seed", [0, 1])
def test_the_generator_begins_as_published(seed):
    """The first five outputs of the seed."""
    assert (
        list(itertools.islice(raw_outputs(seed), 5))
        == (DATA["check_values"][f"first_outputs_seed_{seed}"])
    )


def test_the_first_small_graph_is_rebuilt_arc_by_arc():
    """Nine nodes and the twelve arcs given."""
    graph = random_graph(10, 10, 0)
    expected = DATA["check_values"]["small_graph_seed_0"]
    assert len(graph.nodes) == expected["nodes"]
    found = [[arc.tail, arc.head, arc.delay, arc.lag] for arc in graph.arcs]
    assert found == expected["arcs_from_to_weight_lag_in_thousandths"]


def check_size(graph, row):
    """Compare a rebuilt graph with the published counts and sums."""
    weights, lags = sum(arc.delay for arc in graph.arcs), sum(arc.lag for arc in graph.arcs)
    assert [len(graph.nodes), len(graph.arcs), weights, lags] == row[1:5]


def test_the_minimum_ratio_of_250_small_graphs():
    """Each equals the published value to its six digits and the exact fraction beside it."""
    rows = DATA["small_minimum"]
    assert len(rows) == 250
    for row in rows:
        graph = random_graph(10, 10, row[0])
        check_size(graph, row)
        period = minimum_cycle_ratio(graph).period
        assert period == Fraction(row[6])
        assert float(period) == pytest.approx(row[5], abs=1e-4)


@pytest.mark.usefixtures("no_garbage_collection")
@pytest.mark.parametrize("row", DATA["big_maximum"], ids=lambda row: f"seed-{row[0]}")
def test_the_maximum_ratio_of_a_big_graph(row):
    """Up to 1,000 nodes and 100,000 dependencies: exact, and as published to its six digits."""
    graph = random_graph(1000, 100_000, row[0])
    check_size(graph, row)
    period = maximum_cycle_ratio(graph).period
    assert period == Fraction(row[6])
    assert float(period) == pytest.approx(row[5], abs=1e-2)
