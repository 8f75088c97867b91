"""A number that was written comes back as it was written, also from draws."""

from __future__ import annotations

import pytest
from small_maps import assumed, edge, exactly, small_map

from graph.loop.study import Study
from graph.questions.critical_path.compute import critical_path


@pytest.fixture(scope="module")
def answer():
    """A takes 3 days and is 1.5 times as fast, both uncertain; B takes 3 days exactly."""
    ways = [edge("a", "b"), edge("b", "a")]
    numbers = [
        assumed("a-days", "a", "baseline-days", 3.0, grade="our-assumption"),
        assumed("a-speed", "a", "speedup", 1.5, grade="our-assumption", notion="serial-speed"),
        exactly("b", "baseline-days", 3.0),
    ]
    return critical_path(Study(small_map("ab", numbers, ways, lags=[ways[1].id])), draws=64)


def test_the_median_of_an_uncertain_number_is_what_was_stated(answer):
    """Not the 3.0005 of so many draws; its ends come from the draws."""
    days = answer.component("a").baseline_days

    assert days.median == 3.0
    assert days.low < 3.0 < days.high


def test_the_median_of_a_speed_up_without_a_floor_is_what_was_stated(answer):
    """3 days at 1.5 times the speed are 2: their quotient is the speed-up again."""
    assert answer.component("a").acceleration.median == pytest.approx(1.5, rel=1e-12)


def test_a_number_that_is_exact_has_no_width(answer):
    """3 days now and before, at every percentile."""
    part = answer.component("b")

    assert (part.days.low, part.days.median, part.days.high) == (3.0, 3.0, 3.0)
    assert part.baseline_days == part.days
