"""Percentiles against NumPy's own, to the last digit, and where there is little between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.statistics.inner_products import inner, inner_of_two, mixed
from graph.statistics.percentiles import percentiles_of

SHARES = (0.0, 0.05, 0.123, 0.5, 0.95, 1.0)


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 3), st.integers(1, 70)),
        elements=st.floats(-1e300, 1e300),
    )
)
def test_they_are_those_of_numpy_to_the_last_digit(table: np.ndarray) -> None:
    """Ties, single draws and shares that fall on a draw among them."""
    with np.errstate(over="ignore", invalid="ignore"):
        found, expected = percentiles_of(table, SHARES), np.quantile(table, SHARES, axis=1)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("count", [64, 1000, 1024, 65_537])
def test_they_are_those_of_numpy_with_many_draws(count: int) -> None:
    """Numbers of all sizes, a row by itself and rows in blocks."""
    random = np.random.default_rng(count)
    table = random.lognormal(size=(2, 4, count)) * 10.0 ** random.integers(-9, 9, (2, 4, 1))
    expected = np.quantile(table, SHARES, axis=2)
    np.testing.assert_array_equal(percentiles_of(table, SHARES), expected)
    np.testing.assert_array_equal(percentiles_of(table[1, 2], SHARES), expected[:, 1, 2])


def test_the_table_stays_as_it_is() -> None:
    """Nothing is put in order where it stands."""
    table = np.array([[3.0, 1.0, 2.0]])
    assert percentiles_of(table, (0.5,)).tolist() == [[2.0]]
    assert table.tolist() == [[3.0, 1.0, 2.0]]


def test_sums_of_products_are_those_of_the_definition() -> None:
    """1 * 4 + 2 * 5 + 3 * 6 = 32, by rows and by columns; and a row is the same among others."""
    one, other = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    assert inner_of_two(one, other) == 32
    assert inner(np.array([one, other]), other).tolist() == [32, 77]
    assert mixed(np.array([2.0, -1.0]), np.array([one, other])).tolist() == [-2, -1, 0]
    table = np.random.default_rng(0).normal(size=(9, 5001))
    alone = [inner(table[row : row + 1], table[3])[0] for row in range(9)]
    assert inner(table, table[3]).tolist() == alone
