"""The even points and the normal quantile against SciPy, the standard library and their laws."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statistics import sobol
from graph.statistics.sobol import (
    MOST_DIMENSIONS,
    bits_from_points,
    direction_bits,
    normal_quantile,
    normal_scores,
    scrambled_net,
    unpacked_net,
)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(0, 9), st.integers(0, 1000))
def test_every_row_has_one_score_in_each_of_n_equal_ranges(
    dimensions: int, exponent: int, seed: int
) -> None:
    """With n = 2^k points each row holds one point between any i/n and (i + 1)/n."""
    count = 1 << exponent
    scores = normal_scores(dimensions, count, seed)
    below = np.vectorize(NormalDist().cdf)(scores)
    cells = np.sort(np.floor(below * count).astype(int), axis=1)
    assert (cells == np.arange(count)).all()


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_the_first_dimensions_fill_the_square_evenly(pair: tuple[int, int]) -> None:
    """Each of 8 x 8 squares holds 1024/64 = 16 points, as in any (t, m, 2)-net with t <= 4."""
    scores = normal_scores(3, 1024, 7)[list(pair)]
    cells = np.floor(np.vectorize(NormalDist().cdf)(scores) * 8).astype(int)
    counts = np.bincount(cells[0] * 8 + cells[1], minlength=64)
    assert set(counts) == {16}


def test_direction_numbers_are_those_of_scipys_own_points() -> None:
    """Read from the table or recovered from SciPy's unscrambled points: the same bits."""
    assert (direction_bits(300, 12) == bits_from_points(300, 12)).all()


def test_without_the_table_the_same_points_come_from_scipy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If SciPy moves its table nothing changes but the time it takes."""
    expected = normal_scores(20, 64, 3)
    monkeypatch.setattr(sobol, "_table", lambda: None)
    assert normal_scores(20, 64, 3).tobytes() == expected.tobytes()


def test_a_table_that_cannot_be_read_counts_as_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A damaged file is no reason to fail."""
    (tmp_path / "stats").mkdir()
    (tmp_path / "stats" / "_sobol_direction_numbers.npz").write_bytes(b"no table")

    class Found:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(sobol, "find_spec", lambda _: Found())
    assert sobol._table() is None


def test_more_dimensions_than_directions_are_filled_at_random() -> None:
    """Beyond the table the scores are still standard normal and differ from row to row."""
    scores = normal_scores(MOST_DIMENSIONS + 2, 2, 0)
    assert np.isfinite(scores).all()
    assert scores[-1, 0] != scores[-2, 0]


def test_a_number_of_points_that_is_no_power_of_two_is_a_beginning() -> None:
    """The first 100 of 128 points are what one gets when asking for 100."""
    assert (normal_scores(5, 100, 1) == normal_scores(5, 128, 1)[:, :100]).all()


def test_further_dimensions_leave_the_first_ones_alone() -> None:
    """The first five rows of nine are the five rows."""
    assert (normal_scores(5, 64, 1) == normal_scores(9, 64, 1)[:5]).all()


def test_no_dimension_gives_no_row() -> None:
    """Nothing uncertain: an empty table with a column per draw."""
    assert normal_scores(0, 8, 0).shape == (0, 8)


def test_normal_quantile_equals_the_standard_library() -> None:
    """Over the centre, the sides and the tails, to rounding."""
    below = [*np.linspace(0.001, 0.999, 333), *(10.0**-k for k in range(1, 300, 7)), 1 - 1e-12]
    expected = [NormalDist().inv_cdf(value) for value in below]
    np.testing.assert_allclose(normal_quantile(np.array(below)), expected, rtol=1e-14, atol=1e-16)


def test_normal_quantile_is_odd_and_keeps_the_shape() -> None:
    """Q(1 - p) = -Q(p); a table stays a table, longer than one block."""
    table = np.linspace(0.01, 0.99, 40_000).reshape(200, 200)
    found = normal_quantile(table)
    assert found.shape == table.shape
    np.testing.assert_allclose(found, -normal_quantile(1 - table), atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 300), st.integers(0, 50), st.data())
def test_some_rows_of_some_points_are_those_of_all(
    dimensions: int, count: int, seed: int, data: st.DataObject
) -> None:
    """Whatever rows and points are asked for, in any order and more than once; kept or new."""
    whole, net = normal_scores(dimensions, count, seed), scrambled_net(dimensions, count, seed)
    first = data.draw(st.integers(0, dimensions - 1))
    rows = data.draw(st.integers(1, dimensions - first))
    points = np.array(data.draw(st.lists(st.integers(0, count - 1), min_size=1)), dtype=np.intp)
    found = np.empty((rows, len(points)))
    for one in (net, unpacked_net(net.packed(), dimensions, count, seed)):
        one.fill(found, points, first)
        assert (found == whole[first : first + rows, points]).all()


@pytest.mark.parametrize("first", [MOST_DIMENSIONS - 1, MOST_DIMENSIONS + 1])
def test_rows_beyond_the_direction_numbers_can_be_made_apart(first: int) -> None:
    """Two rows from the last one with direction numbers on, and two of those at random."""
    whole, net = normal_scores(MOST_DIMENSIONS + 4, 6, 1), scrambled_net(MOST_DIMENSIONS + 4, 6, 1)
    found = np.empty((2, 3))
    net.fill(found, np.array([5, 0, 5]), first)
    assert (found == whole[first : first + 2, [5, 0, 5]]).all()
