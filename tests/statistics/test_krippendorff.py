"""Krippendorff's alpha against the examples that he and others have published."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.estimates import NORMAL_95
from graph.statistics.krippendorff import Level, krippendorff_alpha

#: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C: four observers,
#: twelve units, some of them not rated.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)

#: Three coders and fifteen units, the worked example of the encyclopaedia's article.
THREE_CODERS = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)

#: Section B of the same paper by Krippendorff: two observers, twelve units, five categories.
TWO_OBSERVERS = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")


def units_of(rows: tuple[str, ...]) -> list[tuple[float, ...]]:
    """Return what each unit got, from a row of marks per rater."""
    columns = zip(*(row.split() for row in rows), strict=True)
    marks = "abcde"
    return [
        tuple(float(marks.index(mark) if mark in marks else mark) for mark in column if mark != ".")
        for column in columns
    ]


@pytest.mark.parametrize(
    ("rows", "level", "published"),
    [
        (FOUR_OBSERVERS, Level.NOMINAL, 0.743),
        (FOUR_OBSERVERS, Level.ORDINAL, 0.815),
        (FOUR_OBSERVERS, Level.INTERVAL, 0.849),
        (THREE_CODERS, Level.NOMINAL, 0.691),
        (THREE_CODERS, Level.INTERVAL, 0.811),
        (TWO_OBSERVERS, Level.NOMINAL, 0.692),
    ],
)
def test_the_published_examples(rows: tuple[str, ...], level: Level, published: float) -> None:
    """As printed, to three decimals."""
    found = krippendorff_alpha(units_of(rows), level)
    assert found is not None
    assert found.value == pytest.approx(published, abs=5e-4)


def test_by_hand_on_three_units() -> None:
    """Units (0 0), (0 1), (1 1): o_01 + o_10 = 2, n = 6, n_0 = n_1 = 3: 1 - 5 * 2 / 18 = 4/9."""
    for level in Level:
        found = krippendorff_alpha([(0, 0), (0, 1), (1, 1)], level)
        assert found is not None
        assert found.value == pytest.approx(4 / 9)
        assert (found.low, found.high, found.unit_count) == (None, None, 3)


def test_the_interval_is_that_of_the_jackknife() -> None:
    """Units (0 0), (0 1), (1 1), (1 1): alpha without each of them in turn, by hand."""
    units = [(0, 0), (0, 1), (1, 1), (1, 1)]
    found = krippendorff_alpha(units, Level.NOMINAL)
    assert found is not None
    # (01 11 11): n = 6, n_0 = 1, n_1 = 5: 1 - 5 * 2 / 10 = 0. (00 11 11): 1. (00 01 11): 4/9.
    left_out = [0.0, 1.0, 4 / 9, 4 / 9]
    middle = sum(left_out) / 4
    error = math.sqrt(3 / 4 * sum((item - middle) ** 2 for item in left_out))
    # All four: n = 8, n_0 = 3, n_1 = 5: 1 - 7 * 2 / 30.
    assert found.value == pytest.approx(1 - 14 / 30)
    assert found.low == pytest.approx(found.value - NORMAL_95 * error)
    assert found.high == 1.0


def test_where_nothing_can_be_told_apart_there_is_no_alpha() -> None:
    """One and the same rating throughout, single ratings, or none at all."""
    assert krippendorff_alpha([(2, 2), (2, 2)], Level.ORDINAL) is None
    assert krippendorff_alpha([(1,), (2,)], Level.ORDINAL) is None
    assert krippendorff_alpha([], Level.INTERVAL) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12))
def test_order_and_names_of_raters_do_not_matter(pairs: list[tuple[int, int]]) -> None:
    """Alpha knows neither who rated nor in which order; and it never exceeds 1."""
    one = krippendorff_alpha(pairs, Level.ORDINAL)
    other = krippendorff_alpha([pair[::-1] for pair in reversed(pairs)], Level.ORDINAL)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.value == pytest.approx(other.value)
        assert one.value <= 1
