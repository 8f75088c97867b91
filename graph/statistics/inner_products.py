"""Sums of products over draws, to the same last digit wherever they are taken.

A matrix library adds up in an order that follows from how many threads it takes. NumPy's own loops
have one order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def inner(table: Array, values: Array) -> Array:
    """Return for each row of a table the sum of its products with some values.

    Args:
        table: shape (rows, draws).
        values: one per draw.

    >>> inner(np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([10.0, 1.0])).tolist()
    [12.0, 3.0]
    """
    found: Array = np.einsum("ij,j->i", table, values)
    return found


def inner_of_two(one: Array, other: Array) -> float:
    """Return the sum of the products of two rows of numbers.

    >>> inner_of_two(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    11.0
    """
    return float(np.einsum("j,j->", one, other))


def mixed(weights: Array, table: Array) -> Array:
    """Return for each draw the sum of its column, each row times its weight.

    >>> mixed(np.array([1.0, -1.0]), np.array([[1.0, 2.0], [0.0, 3.0]])).tolist()
    [1.0, -1.0]
    """
    found: Array = np.einsum("i,ij->j", weights, table)
    return found
