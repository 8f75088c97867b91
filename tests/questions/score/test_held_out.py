"""Speed-ups foretold by all sources but their own."""

from __future__ import annotations

import math

import pytest
from score_maps import speedup, study

from graph.model import Observation
from graph.questions.score import held_out
from graph.questions.score.held_out import (
    HeldOut,
    held_out_by,
    outside_speedups,
    speedup_score,
    with_complete_pooling,
    without_pooling,
)
from graph.vocabulary import Bound

#: Trials have a default deviation of 0.2 on the small map.
ERROR = 0.2

ROWS = (
    speedup("a", "coding", math.e, "first"),
    speedup("b", "coding", math.e**3, "second"),
    speedup("c", "review", math.e**2, "third"),
)


def of(rows: tuple[HeldOut, ...], name: str) -> HeldOut:
    """The row of one speed-up."""
    return next(row for row in rows if row.observation_id == name)


def test_without_pooling_only_the_same_part_tells():
    """Coding is 1 and 3 in logs: each is foretold by the other, with both errors of 0.2."""
    rows = held_out_by(outside_speedups(study(*ROWS)), without_pooling)

    assert (of(rows, "a").mean, of(rows, "b").mean) == pytest.approx((3, 1))
    assert of(rows, "a").truth == pytest.approx(1)
    assert of(rows, "a").deviation == pytest.approx(ERROR * math.sqrt(2))


def test_a_part_without_another_source_is_foretold_unchanged_and_wide():
    """Review: 0, with the root mean square of 1 and 3, root 5, and its own error."""
    row = of(held_out_by(outside_speedups(study(*ROWS)), without_pooling), "c")

    assert row.mean == 0
    assert row.deviation == pytest.approx(math.sqrt(5 + ERROR**2))


def test_complete_pooling_takes_all_parts_as_one():
    """1 and 3 foretell review at 2, half way.

    They differ by more than their errors: tau^2 is (3-1)^2/2 - 0.04 = 1.96, the mean has
    (1.96 + 0.04)/2 = 1, the report 0.04: 3 in all.
    """
    row = of(held_out_by(outside_speedups(study(*ROWS)), with_complete_pooling), "c")

    assert row.mean == pytest.approx(2)
    assert row.deviation == pytest.approx(math.sqrt(1 + 1.96 + 0.04))


def test_no_row_of_the_same_source_helps():
    """A second row of the first source changes nothing in how that source is foretold."""
    more = (*ROWS, speedup("d", "coding", math.e**9, "first"))
    few, many = (
        of(held_out_by(outside_speedups(study(*rows)), with_complete_pooling), "a")
        for rows in (ROWS, more)
    )

    assert few == many


def test_limits_assumptions_and_exact_numbers_are_not_held_out():
    """Only reports with a value and a source."""
    limit = Observation(
        "limit", "coding", "speedup", 3.0, bound=Bound.LOWER, source="x", grade="trial",
        notion="serial-speed",
    )  # fmt: skip
    ours = Observation("ours", "coding", "speedup", 2.0, reasoning="We think so.")
    written = Observation("written", "review", "speedup", 2.0, direct=True, exact=True)

    found = outside_speedups(study(*ROWS, limit, ours, written))

    assert [item.observation.id for item in found] == ["a", "b", "c"]


def test_a_map_whose_parts_stand_alone_says_so():
    """Both rivals are scored, and that the map has no model of its own is said."""
    score = speedup_score(study(*ROWS))

    assert score.count == 3
    assert "pooled alone" in (score.obstacle or "")
    assert [item.name for item in score.methods] == [held_out.NO_POOLING, held_out.COMPLETE_POOLING]


def test_a_model_that_knows_the_truth_beats_both(monkeypatch):
    """Told the truth with the report's own error: all intervals hold, and the gain is above 0."""
    own = tuple(
        HeldOut(item.observation.id, item.mean, ERROR, item.mean)
        for item in outside_speedups(study(*ROWS))
    )
    monkeypatch.setattr(held_out, "held_out_by_model", lambda _: own)
    score = speedup_score(study(*ROWS))
    first, *rivals = score.methods

    assert score.obstacle is None
    assert first.name == held_out.MODEL
    assert first.coverage.median == 1
    assert first.score == pytest.approx(math.log(2 * math.pi) / 2 + math.log(ERROR))
    assert all(item.gain.median > 0 for item in rivals)


def test_one_source_cannot_be_foretold_from_others():
    """A sentence, and no score."""
    score = speedup_score(study(ROWS[0]))

    assert (score.methods, score.count) == ((), 1)
    assert "two or more sources" in (score.obstacle or "")
