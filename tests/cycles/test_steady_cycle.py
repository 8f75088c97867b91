"""What a change at one node does to the period, without a search, against the search."""

from fractions import Fraction

import pytest
from all_cycles import ring_with_chords

from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.marked_graph import Arc, MarkedGraph


@pytest.mark.parametrize("block", range(10))
def test_a_period_given_without_a_search_is_that_of_the_search(block):
    """For random loops, every node and several days, shorter and longer: equal, or no answer."""
    answered = 0
    for seed in range(block * 20, block * 20 + 20):
        graph = ring_with_chords(seed)
        steady = maximum_cycle_ratio(graph).workings.steady
        for node in range(len(graph.nodes)):
            for days in (0, Fraction(1, 7), 1.5, 3, 21, 400):
                found = steady.period(node, days)
                if found is not None:
                    answered += 1
                    changed = graph.with_days({node: days})
                    assert found == maximum_cycle_ratio(changed).period
    # Far from always silent: most of some 900 questions have an answer.
    assert answered > 400


def two_cycles(first, second):
    """Return two nodes that wait for themselves and for each other, with these days."""
    arcs = (Arc(0, 0, 1), Arc(1, 1, 1), Arc(0, 1, 0), Arc(1, 0, 2))
    return maximum_cycle_ratio(MarkedGraph(("a", "b"), (first, second), arcs)).workings.steady


def test_the_period_falls_with_the_critical_cycle_as_long_as_it_binds():
    """Days 6 and 2: cycles of 6, 2 and (6 + 2) / 2 = 4. With a at 5 days a still binds: 5."""
    assert two_cycles(6, 2).period(0, 5) == 5


def test_there_is_no_answer_where_another_cycle_takes_over():
    """With a at 1 day the others bind: 2 days at b, and (1 + 2) / 2; that takes a search."""
    assert two_cycles(6, 2).period(0, 1) is None


def test_a_node_beside_the_critical_cycle_may_get_slower_within_its_slack():
    """With b at 5 days: cycles of 5 and (6 + 5) / 2 = 5.5, both below 6. At 7 it binds itself."""
    assert two_cycles(6, 2).period(1, 5) == 6
    assert two_cycles(6, 2).period(1, 7) is None


def test_less_work_beside_the_critical_cycle_changes_nothing():
    """No days at b leave the 6 days of a."""
    assert two_cycles(6, 2).period(1, 0) == 6


def test_a_cycle_in_another_part_may_take_over():
    """Two loops that nothing joins, of 6 and of 4 days: with a at 5 still a, at 3 no answer."""
    graph = MarkedGraph(("a", "b"), (6, 4), (Arc(0, 0, 1), Arc(1, 1, 1)))
    steady = maximum_cycle_ratio(graph).workings.steady
    assert steady.period(0, 5) == 5
    assert steady.period(0, 3) is None
    assert steady.period(1, 7) is None
