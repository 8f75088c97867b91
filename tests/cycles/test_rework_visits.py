"""Expected visits with rework: (I - A)^-1 1, and refusal where work never ends."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.rework import ReworkError, visits
from graph.errors import UsageError


def test_the_two_component_example():
    """v1 = 1 + v2/2 and v2 = 1 + 2/5 v1 give 15/8 and 7/4."""
    found = visits(("i", "j"), {("i", "j"): 0.5, ("j", "i"): 0.4})
    assert found == {"i": Fraction(15, 8), "j": Fraction(7, 4)}


def test_without_rework_each_component_is_visited_once():
    """No share, or a share of 0: one visit, exactly."""
    assert visits(("a", "b"), {}) == {"a": 1, "b": 1}
    assert visits(("a", "b"), {("a", "b"): 0}) == {"a": 1, "b": 1}


def test_own_rework_is_a_geometric_series():
    """A quarter redone each time: 1 / (1 - 1/4)."""
    assert visits(("a",), {("a", "a"): 0.25}) == {"a": Fraction(4, 3)}


@st.composite
def shares(draw):
    """Up to six components with any shares between them."""
    count = draw(st.integers(1, 6))
    node = st.integers(0, count - 1)
    share = st.sampled_from([0.1, 0.25, 0.5, 0.9]) | st.integers(0, 1)
    return count, draw(st.dictionaries(st.tuples(node, node), share, max_size=12))


@settings(max_examples=80, deadline=None)
@given(shares())
def test_visits_solve_the_equation_or_the_spectral_radius_is_one_or_more(case):
    """It holds that v = 1 + A v exactly, or the eigenvalues say that work never ends."""
    count, table = case
    names = [f"n{node}" for node in range(count)]
    matrix = np.zeros((count, count))
    for (row, column), share in table.items():
        matrix[row, column] = share
    radius = max(abs(np.linalg.eigvals(matrix)))
    named = {(names[row], names[column]): share for (row, column), share in table.items()}
    # Eigenvalues of a defective matrix are known to the sixth root of rounding only.
    if radius < 1 - 1e-2:
        found = visits(names, named)
        for name in names:
            back = sum(
                Fraction(str(share)) * found[cause]
                for (who, cause), share in named.items()
                if who == name
            )
            assert found[name] == 1 + back >= 1
    elif radius > 1 + 1e-2:
        with pytest.raises(ReworkError):
            visits(names, named)


def test_a_loop_that_never_ends_is_named_and_an_innocent_one_is_not():
    """Two components redo all of each other's work; a third only half of its own."""
    table = {("a", "b"): 1, ("b", "a"): 1, ("c", "c"): 0.5}
    with pytest.raises(ReworkError, match="a, b") as failure:
        visits(("a", "b", "c"), table)
    assert failure.value.members == (("a", "b"),)
    assert failure.value.exit_code == 1


def test_a_spectral_radius_of_exactly_one_never_ends():
    """Half of each other's work twice over: 2 * 1/2 = 1."""
    table = {("a", "a"): 0.5, ("a", "b"): 0.5, ("b", "a"): 0.5, ("b", "b"): 0.5}
    with pytest.raises(ReworkError):
        visits(("a", "b"), table)


def test_more_components_than_are_solved_exactly():
    """A ring of 40 that redoes half of the next one's work: v = 1 + v/2 = 2 everywhere."""
    names = [f"n{node}" for node in range(40)]
    found = visits(names, {(name, names[node - 1]): 0.5 for node, name in enumerate(names)})
    assert [float(value) for value in found.values()] == pytest.approx([2.0] * 40)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({("a", "x"): 0.5}, "no such component"),
        ({("x", "a"): 0.5}, "no such component"),
        ({("a", "a"): -0.1}, "0 or more"),
        ({("a", "a"): float("nan")}, "0 or more"),
        ({("a", "a"): float("inf")}, "0 or more"),
    ],
)
def test_shares_that_make_no_sense_are_refused(table, words):
    """Unknown components and impossible shares."""
    with pytest.raises(UsageError, match=words):
        visits(("a",), table)


@settings(max_examples=60, deadline=None)
@given(shares())
def test_shares_that_add_up_to_less_than_one_always_end(case):
    """The remedy that the message gives: less than 1 into every component is enough."""
    count, table = case
    into = dict.fromkeys(range(count), Fraction(0))
    for (one, _), share in table.items():
        into[one] += Fraction(str(share))
    names = [f"n{node}" for node in range(count)]
    lowered = {
        (names[one], names[cause]): Fraction(str(share)) / (into[one] + Fraction(1, 100))
        for (one, cause), share in table.items()
    }

    assert min(visits(names, lowered).values()) >= 1


def test_two_sets_are_told_apart_and_a_way_between_them_is_none():
    """All of a comes back for a, all of b for b; what a does to b closes no circle."""
    table = {("a", "a"): 1, ("b", "b"): 1, ("b", "a"): 0.5}
    with pytest.raises(ReworkError) as failure:
        visits(("a", "b"), table)
    assert failure.value.members == (("a",), ("b",))


@pytest.mark.parametrize(("share", "ends"), [(0.99, True), (1.01, False)])
def test_a_large_ring_is_judged_as_a_small_one(share, ends):
    """Around a ring of 300 each redoes the next one's work: v = 1 + 0.99 v = 100, or never."""
    names = [f"n{node:03}" for node in range(300)]
    table = {(name, names[node - 1]): share for node, name in enumerate(names)}
    if ends:
        assert [float(one) for one in visits(names, table).values()] == pytest.approx([100] * 300)
    else:
        with pytest.raises(ReworkError) as failure:
            visits(names, table)
        assert failure.value.members == (tuple(names),)
