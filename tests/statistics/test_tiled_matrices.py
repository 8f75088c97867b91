"""Matrices put together from tiles: what they are by definition, and the same for any threads."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from graph.statistics.tiled_matrices import (
    Array,
    inverse,
    log_determinant,
    product,
    triangular_factor,
)

#: Hashes what comes of 200 rows with 20,000 draws: far beyond what a matrix library leaves whole.
_HASHED = """
import numpy as np
from tests.statistics.test_tiled_matrices import digest
print(digest())
"""


def second_differences(count: int) -> Array:
    """Return the matrix with 2 along the middle and -1 beside it."""
    matrix: Array = 2 * np.eye(count) - np.eye(count, k=1) - np.eye(count, k=-1)
    return matrix


def digest() -> str:
    """Return a digest of everything that is put together from tiles, of one large input."""
    wave = np.sin(np.arange(200 * 2000, dtype=np.float64).reshape(200, 2000) ** 1.01)
    squares = product(wave, wave.T) + np.eye(200)
    found = (
        squares,
        inverse(squares),
        triangular_factor(squares),
        log_determinant(squares[np.newaxis]),
        product(squares, wave),
    )
    return hashlib.sha256(b"".join(table.tobytes() for table in found)).hexdigest()


@pytest.mark.parametrize("count", [3, 97, 200])
def test_second_differences_have_their_known_inverse_and_determinant(count: int) -> None:
    """Of the n second differences the inverse is ``min(i, j) (n + 1 - max(i, j)) / (n + 1)``.

    The determinant is ``n + 1``.
    """
    matrix = second_differences(count)
    expected = [
        [
            float(Fraction(min(i, j) * (count + 1 - max(i, j)), count + 1))
            for j in range(1, count + 1)
        ]
        for i in range(1, count + 1)
    ]
    assert inverse(matrix) == pytest.approx(np.array(expected), rel=1e-9)
    assert inverse(np.stack([matrix, 2 * matrix]))[1] == pytest.approx(
        np.array(expected) / 2, rel=1e-9
    )
    assert np.exp(log_determinant(matrix[np.newaxis])) == pytest.approx([count + 1])


@pytest.mark.parametrize("count", [3, 97, 200])
def test_a_factor_is_triangular_and_its_square_is_the_matrix(count: int) -> None:
    """Of second differences the k-th diagonal entry is ``root((k + 1) / k)``."""
    factor = triangular_factor(second_differences(count))
    places = np.arange(1, count + 1)
    assert np.diagonal(factor) == pytest.approx(np.sqrt((places + 1) / places))
    assert (np.triu(factor, 1) == 0).all()
    assert factor @ factor.T == pytest.approx(second_differences(count), abs=1e-12)


def test_products_of_whole_numbers_are_exact_beyond_a_tile() -> None:
    """Row i times column j is ``sum_k (i + k)(k - j)``, which Python's own numbers give."""
    rows, inner, columns = 70, 130, 101
    one = np.array([[float(i + k) for k in range(inner)] for i in range(rows)])
    other = np.array([[float(k - j) for j in range(columns)] for k in range(inner)])
    expected = [
        [float(sum((i + k) * (k - j) for k in range(inner))) for j in range(columns)]
        for i in range(rows)
    ]
    assert product(one, other).tolist() == expected


def test_threads_of_the_matrix_library_change_no_byte() -> None:
    """One process with one thread of OpenBLAS, one with two."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _HASHED],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": os.getcwd()},
            stdout=subprocess.PIPE,
        )
        for threads in ("1", "2")
    ]
    one, two = (process.communicate()[0] for process in running)
    assert len(one.strip()) == 64
    assert one == two
