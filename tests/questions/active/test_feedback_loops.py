"""Which feedback loops are active: by hand, and against an enumeration of all simple cycles."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import edge, small_map

from graph.model import Dependency, NamedLoop
from graph.questions.active.feedback_loops import LoopState, _Search, feedback_loops
from graph.vocabulary import Kind

TRIANGLE = (edge("a", "b"), edge("b", "c"), edge("c", "a"))


def test_a_loop_all_of_whose_parts_are_accelerated_is_active():
    """It is as fast as its slowest part, which is named."""
    found = feedback_loops(small_map("abc", edges=TRIANGLE), {"a": 4.0, "b": 2.0, "c": 3.0})
    (cycle,) = found.active_cycles
    assert cycle.components == ("b", "c", "a")
    assert (cycle.least_acceleration, cycle.weakest, cycle.missing) == (2.0, "b", None)
    assert found.all_listed


def test_a_loop_that_lacks_one_part_names_it():
    """All but one accelerated is nearly active; the least is taken over the others."""
    found = feedback_loops(small_map("abc", edges=TRIANGLE), {"a": 4.0, "b": 2.0})
    assert found.active_cycles == ()
    (cycle,) = found.nearly_active_cycles
    assert (cycle.missing, cycle.least_acceleration, cycle.weakest) == ("c", 2.0, "b")


@pytest.mark.parametrize("accelerations", [{}, {"a": 4.0}])
def test_a_loop_that_lacks_two_parts_is_neither(accelerations):
    """Nothing is listed where two or more parts are not accelerated."""
    found = feedback_loops(small_map("abc", edges=TRIANGLE), accelerations)
    assert (found.active_cycles, found.nearly_active_cycles) == ((), ())


def test_loops_are_ranked_by_their_slowest_part():
    """The loop through c (3x) comes before the one through b (2x), though b's has the 9x part."""
    edges = (edge("a", "b"), edge("b", "a"), edge("a", "c"), edge("c", "a"))
    found = feedback_loops(small_map("abc", edges=edges), {"a": 9.0, "b": 2.0, "c": 3.0})
    assert [cycle.weakest for cycle in found.active_cycles] == ["c", "b"]


@pytest.mark.parametrize(
    ("kind", "closes"),
    [
        (Kind.GATES, True),
        (Kind.IMPROVES, True),
        (Kind.VERIFIES, False),
        (Kind.BYPASSES, False),
    ],
)
def test_waiting_and_improving_close_a_loop_checking_and_bypassing_do_not(kind, closes):
    """A cycle consists of Gates and Improves dependencies."""
    model = small_map("ab", edges=(edge("a", "b"), edge("b", "a", kind)))
    assert bool(feedback_loops(model, {"a": 2.0, "b": 2.0}).active_cycles) is closes


def test_two_edges_between_the_same_parts_are_one_step():
    """A part that both waits and is improved gives one loop, not two."""
    edges = (edge("a", "b"), edge("a", "b", Kind.IMPROVES), edge("b", "a"))
    assert len(feedback_loops(small_map("ab", edges=edges), {"a": 2, "b": 2}).active_cycles) == 1


def test_a_part_that_feeds_itself_is_a_loop_only_if_it_is_accelerated():
    """A self-loop of a part that is not accelerated has nothing accelerated on it."""
    model = small_map("a", edges=(edge("a", "a"),))
    assert feedback_loops(model, {"a": 2.0}).active_cycles[0].components == ("a",)
    assert feedback_loops(model, {}).nearly_active_cycles == ()


def test_an_edge_to_something_that_is_no_component_is_no_step():
    """Resources and stocks are not on a feedback loop."""
    model = small_map("a", edges=(edge("a", "chips"), edge("chips", "a")))
    assert feedback_loops(model, {"a": 2.0}).active_cycles == ()


def named(*members: str) -> NamedLoop:
    """Return a loop with a name through these components."""
    return NamedLoop("named", "A loop", members)


@pytest.mark.parametrize(
    ("fast", "state", "missing"),
    [
        ("abc", LoopState.ACTIVE, ()),
        ("ac", LoopState.NEARLY, ("b",)),
        ("a", LoopState.NOT_ACTIVE, ("b", "c")),
        ("", LoopState.NOT_ACTIVE, ("a", "b", "c")),
    ],
)
def test_a_named_loop_is_active_nearly_active_or_neither(fast, state, missing):
    """Its parts come in the order of the cycle, wherever the map lists them."""
    model = small_map("abc", edges=TRIANGLE, loops=[named("c", "b", "a")])
    (loop,) = feedback_loops(model, dict.fromkeys(fast, 2.0)).named
    assert (loop.state, loop.missing, loop.components) == (state, missing, ("a", "b", "c"))
    assert loop.is_cycle
    assert loop.least_acceleration == (2.0 if fast else None)


def test_a_named_loop_that_no_cycle_passes_through_is_told_apart():
    """Two cycles that share a part are no one cycle through all three."""
    edges = (edge("a", "b"), edge("b", "a"), edge("a", "c"), edge("c", "a"))
    model = small_map("abc", edges=edges, loops=[named("a", "b", "c")])
    (loop,) = feedback_loops(model, dict.fromkeys("abc", 2.0)).named
    assert not loop.is_cycle


def test_an_empty_map_has_no_loops():
    """Nothing is found, and everything was looked at."""
    found = feedback_loops(small_map(""), {})
    assert (found.named, found.active_cycles, found.all_listed) == ((), (), True)


def test_too_many_cycles_are_not_all_listed_and_that_is_said():
    """Among twelve parts that all feed each other there are millions; those listed are real."""
    names = "abcdefghijkl"
    edges = [edge(a, b) for a in names for b in names if a != b]
    found = feedback_loops(small_map(names, edges=edges), dict.fromkeys(names, 2.0))
    assert not found.all_listed
    assert all(len(set(item.components)) == len(item.components) for item in found.active_cycles)


def test_a_search_that_is_given_up_says_so(monkeypatch):
    """With leave for two partial paths a triangle cannot be followed to its end."""
    monkeypatch.setattr("graph.questions.active.feedback_loops.SEARCH_LIMIT", 2)
    monkeypatch.setattr("graph.questions.active.feedback_loops._Search.all_cycles", lambda _: None)
    found = feedback_loops(small_map("abc", edges=TRIANGLE), dict.fromkeys("abc", 2.0))
    assert not found.all_listed


NAMES = "abcdef"


def rings_among(pairs):
    """Every simple cycle, found by trying all orders of all sets of names."""
    return [
        ring
        for count in range(1, len(NAMES) + 1)
        for ring in itertools.permutations(NAMES, count)
        if ring[0] == min(ring)
        and all((a, b) in pairs for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
    ]


@settings(max_examples=60, deadline=None)
@given(
    pairs=st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14),
    fast=st.dictionaries(st.sampled_from(NAMES), st.floats(1.1, 9.0), max_size=6),
)
@pytest.mark.parametrize("searched_by_ourselves", [False, True])
def test_the_loops_found_are_those_of_a_full_enumeration(pairs, fast, searched_by_ourselves):
    """Active: all parts accelerated. Nearly: all but one. Both as trying every order shows."""
    edges: list[Dependency] = [edge(*pair) for pair in sorted(pairs)]
    with pytest.MonkeyPatch.context() as patch:
        if searched_by_ourselves:
            patch.setattr(_Search, "all_cycles", lambda _: None)
        found = feedback_loops(small_map(NAMES, edges=edges), fast)
    all_cycles = [frozenset(ring) for ring in rings_among(pairs)]

    def members(cycles):
        return sorted(sorted(cycle.components) for cycle in cycles)

    active = [cycle for cycle in all_cycles if cycle <= fast.keys()]
    nearly = [cycle for cycle in all_cycles if len(cycle) > 1 and len(cycle - fast.keys()) == 1]
    assert members(found.active_cycles) == sorted(map(sorted, active))
    assert found.all_listed == (len(nearly) <= 40)
    if found.all_listed:
        assert members(found.nearly_active_cycles) == sorted(map(sorted, nearly))
    for listed in (found.active_cycles, found.nearly_active_cycles):
        least = [cycle.least_acceleration for cycle in listed]
        assert least == sorted(least, reverse=True)
