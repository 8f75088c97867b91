"""Products, inverses and factors of matrices, to the same last digit for any number of threads.

A matrix library shares large products out among its threads, and adds up in an order that follows
from how many there are. A product of tiles it leaves whole; what is larger is put together from
tiles here, in one order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Rows and columns of a tile: OpenBLAS shares out products of more than 64 * 64 * 64 numbers.
TILE = 64
#: Rows and columns up to which NumPy's own products, inverses and factors came out the same for any
#: number of threads.
_WHOLE = 96


def product(one: Array, other: Array) -> Array:
    """Return the product of two matrices, or of two stacks of them.

    Args:
        one: shape (..., rows, inner).
        other: shape (..., inner, columns).

    >>> product(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])).tolist()
    [[11.0]]
    """
    rows, inner, columns = one.shape[-2], one.shape[-1], other.shape[-1]
    if max(rows, inner, columns) <= _WHOLE:
        whole: Array = one @ other
        return whole
    shape = np.broadcast_shapes(one.shape[:-2], other.shape[:-2])
    found: Array = np.zeros((*shape, rows, columns))
    for top in range(0, rows, TILE):
        for left in range(0, columns, TILE):
            place = (..., slice(top, top + TILE), slice(left, left + TILE))
            for start in range(0, inner, TILE):
                within = slice(start, start + TILE)
                found[place] += one[..., place[1], within] @ other[..., within, place[2]]
    return found


def applied(matrices: Array, vector: Array) -> Array:
    """Return the product of a matrix, or of each of a stack of them, with one vector.

    >>> applied(np.array([[1.0, 2.0]]), np.array([3.0, 4.0])).tolist()
    [11.0]
    """
    if max(matrices.shape[-2:]) <= _WHOLE:
        whole: Array = matrices @ vector
        return whole
    found: Array = np.einsum("...ij,j->...i", matrices, vector)
    return found


def inverse(matrices: Array) -> Array:
    """Return the inverse of a symmetric positive definite matrix, or of each of a stack of them.

    >>> inverse(np.array([[2.0, 0.0], [0.0, 4.0]])).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    count = matrices.shape[-1]
    if count <= _WHOLE:
        found: Array = np.linalg.inv(matrices).astype(np.float64, copy=False)
        return found
    half = count // 2
    corner, side, rest = _quarters(matrices, half)
    inner = inverse(corner)
    carried = product(side, inner)
    last = inverse(rest - product(carried, np.swapaxes(side, -1, -2)))
    crossed = product(np.swapaxes(carried, -1, -2), last)
    found = np.empty(matrices.shape)
    found[..., :half, :half] = inner + product(crossed, carried)
    found[..., :half, half:] = -crossed
    found[..., half:, :half] = -np.swapaxes(crossed, -1, -2)
    found[..., half:, half:] = last
    return found


def solved(matrix: Array, other: Array) -> Array:
    """Return the inverse of a symmetric positive definite matrix times another matrix.

    >>> solved(np.array([[2.0]]), np.array([[8.0]])).tolist()
    [[4.0]]
    """
    if len(matrix) > _WHOLE:
        return product(inverse(matrix), other)
    found: Array = np.linalg.solve(matrix, other).astype(np.float64, copy=False)
    return found


def log_determinant(matrices: Array) -> Array:
    """Return the logarithm of the determinant of each of a stack of positive definite matrices.

    >>> log_determinant(np.eye(2)[np.newaxis]).tolist()
    [0.0]
    """
    count = matrices.shape[-1]
    if count <= _WHOLE:
        found: Array = np.linalg.slogdet(matrices)[1]
        return found
    corner, side, rest = _quarters(matrices, count // 2)
    carried = product(side, inverse(corner))
    left = rest - product(carried, np.swapaxes(side, -1, -2))
    return log_determinant(corner) + log_determinant(left)


def triangular_factor(matrix: Array) -> Array:
    """Return the lower triangular matrix whose product with its own transpose is a given one.

    Args:
        matrix: symmetric and positive definite.

    Raises:
        numpy.linalg.LinAlgError: it is not positive definite.

    >>> triangular_factor(np.array([[4.0, 2.0], [2.0, 2.0]])).tolist()
    [[2.0, 0.0], [1.0, 1.0]]
    """
    count = len(matrix)
    if count <= _WHOLE:
        found: Array = np.linalg.cholesky(matrix).astype(np.float64, copy=False)
        return found
    half = count // 2
    corner, side, rest = _quarters(matrix, half)
    found = np.zeros(matrix.shape)
    found[:half, :half] = first = triangular_factor(corner)
    # Side times the inverse of the corner times the factor is side times the factor's inverse.
    found[half:, :half] = below = product(product(side, inverse(corner)), first)
    found[half:, half:] = triangular_factor(rest - product(below, below.T))
    return found


def _quarters(matrices: Array, half: int) -> tuple[Array, Array, Array]:
    """Return of symmetric matrices the first corner, what stands below it, and the last corner."""
    return (
        matrices[..., :half, :half],
        matrices[..., half:, :half],
        matrices[..., half:, half:],
    )
