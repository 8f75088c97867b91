"""Medians with intervals that suppose no distribution, and Wilson's shares."""

from __future__ import annotations

from itertools import product
from math import comb, sqrt

import pytest

from graph.statistics.order_statistics import median_of, median_ranks, share_of


@pytest.mark.parametrize("count", [6, 7, 10, 25, 101, 2000])
def test_ranks_are_the_narrowest_that_cover_enough(count):
    """By summing binomials exactly: the ranks cover 95 %, and one rank further in does not."""
    ranks = median_ranks(count)
    below = sum(comb(count, k) for k in range(ranks.low)) * 2  # P(B <= low - 1), both sides
    further = below + 2 * comb(count, ranks.low)

    assert below * 20 <= 2**count < further * 20
    assert ranks.high == count + 1 - ranks.low
    assert ranks.level == pytest.approx(1 - below / 2**count)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_so_few_values_have_no_interval(count):
    """With five, all of them lie on one side of the median in 2 of 32 cases, more than 5 %."""
    assert median_ranks(count).low is None
    assert median_of(range(count)).low is None


def test_interval_covers_what_it_says_by_enumeration():
    """Of all ways in which 8 values fall below or above the median, 254 of 256 are covered."""
    ranks = median_ranks(8)
    covered = sum(ranks.low <= sum(below) <= ranks.high - 1 for below in product((0, 1), repeat=8))

    assert (ranks.low, ranks.high) == (1, 8)
    assert covered == 254


def test_median_of_an_even_count_lies_between_the_middle_two():
    """1, 2, 4, 8 have the median 3."""
    assert median_of([1, 2, 4, 8]).value == 3


@pytest.mark.parametrize(("hits", "count"), [(1, 10), (5, 10), (9, 10), (37, 250)])
def test_ends_of_a_share_solve_wilsons_equation(hits, count):
    """At both ends the share lies 1.96 standard deviations away, reckoned with the end's own."""
    share = share_of(hits, count)
    for end in (share.low, share.high):
        assert abs(share.value - end) == pytest.approx(1.959964 * sqrt(end * (1 - end) / count))


def test_a_share_of_none_or_all_stays_within_its_bounds():
    """0 of 10 and 10 of 10 end at 0 and 1; the other end is z²/(n + z²) away."""
    assert share_of(0, 10).low == 0
    assert share_of(10, 10).high == 1
    assert share_of(0, 10).high == pytest.approx(3.8415 / 13.8415, rel=1e-4)
