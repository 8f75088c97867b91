"""Which uncertain numbers make the pace uncertain, and what they rest on."""

from __future__ import annotations

import math

import pytest
from evidence_maps import observed, study_of

from graph.estimates import NORMAL_95
from graph.loop.variance import contributions, shares_by_basis

#: From 2 to 8 at the level of 0.9: a deviation of ln 2 / 1.645 on the log scale, plus the grade's.
WIDE = "; loop:low 2 ; loop:high 8 ; loop:intervalLevel 0.9 "

ALONE = """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:capacity 1 .
:coding-gates-coding a loop:Dependency ;
    loop:from :coding ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
"""


def test_the_pace_of_a_single_part_is_its_speed_up_and_so_is_its_spread(tmp_path):
    """Pace = d0 / (d0/S) = S: one deviation of ln 2/1.645 down and up, all of the variance.

    The days without AI cancel, so that they have no part in it.
    """
    guess = observed("guess", "coding", "Speedup", 4, more=WIDE)
    days = observed("days", "coding", "BaselineDays", 10, more=WIDE.replace("2", "5"))
    (found,) = contributions(
        study_of(tmp_path, guess, days.replace("high 8", "high 20"), loop=ALONE)
    )
    factor = math.exp(math.log(2) / NORMAL_95)

    assert (found.subject, found.metric) == ("coding", "speedup")
    assert found.variance_share == pytest.approx(1)
    assert found.pace_low == pytest.approx(4 / factor, rel=1e-5)
    assert found.pace_high == pytest.approx(4 * factor, rel=1e-5)


def test_equal_numbers_on_one_cycle_share_the_variance_equally(tmp_path):
    """Two parts of 10 d with the same uncertain speed-up are interchangeable: half each."""
    loop = """
:a a loop:Coding ; rdfs:label "A"@en .
:b a loop:Coding ; rdfs:label "B"@en .
:a-gates-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
:b-gates-a a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
"""
    parts = [observed(f"days-{x}", x, "BaselineDays", 10) for x in "ab"]
    parts += [observed(f"guess-{x}", x, "Speedup", 4, more=WIDE) for x in "ab"]
    found = contributions(study_of(tmp_path, *parts, loop=loop))
    speed = [item for item in found if item.metric == "speedup"]

    assert speed[0].variance_share == pytest.approx(speed[1].variance_share)
    assert sum(item.variance_share for item in found) == pytest.approx(1)


def test_what_never_binds_makes_nothing_uncertain(tmp_path):
    """A part of 0.001 d beside one of 12 d, each alone in its cycle, cannot move the pace."""
    loop = ALONE + ALONE.replace("coding", "idle").replace('"Coding"', '"Idle"')
    parts = [
        observed("days", "coding", "BaselineDays", 12),
        observed("idle-days", "idle", "BaselineDays", 0.001),
        observed("guess", "coding", "Speedup", 4, more=WIDE),
        observed("idle-guess", "idle", "Speedup", 4, more=WIDE),
    ]
    found = contributions(study_of(tmp_path, *parts, loop=loop))

    assert {item.subject for item in found} == {"coding"}


def test_an_uncertain_lag_is_moved_too(tmp_path):
    """A longer lag makes the long cycle quicker, while review alone stays at its 8 d."""
    loop = """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 ; loop:speedup 4 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 ; loop:capacity 1 .
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-gates-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 2 .
"""
    lag = observed(
        "lag", "review-gates-coding", "Lag", 2,
        more="; loop:low 1 ; loop:high 4 ; loop:intervalLevel 0.9 ",
    )  # fmt: skip
    found = contributions(study_of(tmp_path, lag, loop=loop))

    assert ("review-gates-coding", "lag") in {(item.subject, item.metric) for item in found}


def test_nothing_uncertain_gives_nothing(tmp_path):
    """With every number supposed there is no variance to share out."""
    from graph.model import Supposition

    study = study_of(tmp_path).supposing(
        (Supposition("coding", "baseline-days", 12.0), Supposition("review", "baseline-days", 8.0),
         Supposition("review-gates-coding", "lag", 1.0))
    )  # fmt: skip
    found = contributions(study)

    assert found == ()
    assert shares_by_basis(found) == {}


def test_the_parts_by_kind_of_evidence_sum_to_one(tmp_path):
    """A trial and a guess share the variance; measured and assumed both have a part."""
    trial = observed("trial", "coding", "Speedup", 4, "trial-report", WIDE)
    guess = observed("guess", "review", "Speedup", 4, more=WIDE)
    shares = shares_by_basis(contributions(study_of(tmp_path, trial, guess)))

    assert sum(shares.values()) == pytest.approx(1)
    assert shares["measured"] > 0.1
    assert shares["assumed"] > 0.1
    assert shares["judged"] == shares["stated"] == shares["derived"] == 0
