"""Whether all rework ends is seen while reading, before anything is computed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.rework import ReworkError, visits
from graph.ontology.checks.endless_rework import endless_rework

HALF = Fraction(1, 2)


@st.composite
def shares(draw: st.DrawFn) -> dict[tuple[str, str], Fraction]:
    """Shares between up to seven components."""
    node = st.sampled_from("abcdefg"[: draw(st.integers(1, 7))])
    share = st.sampled_from(["0", "0.1", "0.25", "0.5", "0.75", "0.9", "1.5"]).map(Fraction)
    return draw(st.dictionaries(st.tuples(node, node), share, max_size=14))


@settings(max_examples=150, deadline=None)
@given(shares())
def test_it_agrees_with_the_count_of_visits(table: dict[tuple[str, str], Fraction]) -> None:
    """The visits are finite exactly if nothing is endless, and the same components are named."""
    names = sorted({name for pair in table for name in pair})
    try:
        visits(names, table)
        expected: tuple[tuple[str, ...], ...] = ()
    except ReworkError as error:
        expected = error.members
    assert endless_rework(table) == expected


@settings(max_examples=60, deadline=None)
@given(shares())
def test_shares_that_add_up_to_less_than_one_always_end(
    table: dict[tuple[str, str], Fraction],
) -> None:
    """The remedy that the message gives: less than 1 into every component is enough."""
    into: dict[str, Fraction] = {}
    for (one, _), share in table.items():
        into[one] = into.get(one, Fraction(0)) + share
    lowered = {
        (one, cause): share / (into[one] + Fraction(1, 100))
        for (one, cause), share in table.items()
    }
    assert endless_rework(lowered) == ()


def test_exactly_all_of_the_work_coming_back_never_ends() -> None:
    """Half of a's work from each of a and b, and likewise for b: the radius is 1 exactly."""
    table = {(one, cause): HALF for one in "ab" for cause in "ab"}
    assert endless_rework(table) == (("a", "b"),)


def test_two_sets_are_told_apart_and_a_way_between_them_is_none() -> None:
    """All of a comes back for a, all of b for b; what a does to b closes no circle."""
    table = {("a", "a"): Fraction(1), ("b", "b"): Fraction(1), ("b", "a"): HALF}
    assert endless_rework(table) == (("a",), ("b",))


@pytest.mark.parametrize(("share", "ends"), [("0.99", True), ("1.01", False)])
def test_a_large_ring_is_judged_as_a_small_one(share: str, ends: bool) -> None:
    """Around a ring of 300 the shares multiply: below 1 each ends, above 1 each never does."""
    names = [f"n{node:03}" for node in range(300)]
    table = {(name, names[node - 1]): Fraction(share) for node, name in enumerate(names)}
    assert endless_rework(table) == (() if ends else (tuple(names),))
