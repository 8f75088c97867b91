"""Arrays settle loops whose nodes follow each other in a long order, in few rounds of their own."""

import random
from unittest.mock import patch

import pytest
from backends import using

from graph.cycles import howard_part
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.howard_part import Part
from graph.cycles.integer_graph import scale
from graph.cycles.marked_graph import Arc, MarkedGraph


def long_loop(count, seed):
    """A ring whose last arc has a lag of 3, and chords; those that lead back have one of 1 to 3."""
    draw = random.Random(seed)
    ring = [Arc(node, (node + 1) % count, 3 * (node == count - 1)) for node in range(count)]
    ends = [(draw.randrange(count), draw.randrange(count)) for _ in range(3 * count)]
    chords = [Arc(a, b, 0 if a < b else draw.randint(1, 3)) for a, b in ends]
    days = tuple(draw.randint(1, 300) for _ in range(count))
    return MarkedGraph(tuple(map(str, range(count))), days, (*ring, *chords))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_four_rounds_settle_a_thousand_nodes_in_a_row_and_lists_are_not_asked(seed):
    """Changed all together they would need hundreds of rounds; lists are the oracle."""
    graph = long_loop(1000, seed)
    with using("lists"):
        expected = maximum_cycle_ratio(graph)
    asked = AssertionError("Lists were asked.")
    with (
        using("arrays"),
        patch.object(howard_part, "FLOAT_ROUND_CAP", 4),
        patch.object(Part, "_improve_exactly", side_effect=asked),
    ):
        found = maximum_cycle_ratio(graph)
    assert (found.period, found.cycle) == (expected.period, expected.cycle)


def test_numbers_of_many_arcs_are_packed_unless_one_does_not_fit():
    """8 bytes each in arrays; 10 to the 30 days stay what they are."""
    small = MarkedGraph(("a",), (2,), (Arc(0, 0, 1, delay=3),))
    large = MarkedGraph(("a",), (10**30,), (Arc(0, 0, 1, delay=3),))
    with using("arrays"):
        fits, does_not = scale(small), scale(large)
        assert (fits.weights.itemsize, fits.weights.tolist()) == (8, [5])
        assert does_not.weights == (10**30 + 3,)
