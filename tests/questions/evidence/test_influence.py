"""Every answer says how it would be if a source had never been published."""

from __future__ import annotations

import pytest
from evidence_maps import LOOP, observed, study_of
from shipped_map import shipped_model

from graph.errors import OntologyError
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.questions.evidence.influence import answers_of, influences

TRIAL = observed("trial", "coding", "Speedup", 4, "trial-report")
GUESS = observed("guess", "coding", "Speedup", 2)


def test_a_source_that_alone_speeds_up_a_part_moves_the_pace_by_what_it_brought(tmp_path):
    """With the trial 12/4 + 8 = 11 d, without it the guess stands: 12/2 + 8 = 14 d.

    The pace falls from 20/11 to 20/14, that is to 11/14 of it.
    """
    (found,) = influences(study_of(tmp_path, TRIAL, GUESS))

    assert found.source == "trial-report"
    assert (found.title, found.publisher) == ("A trial", "An institute")
    assert found.answers.period_days == pytest.approx(14)
    assert found.pace_change == pytest.approx(11 / 14 - 1)
    assert found.period_change == pytest.approx(14 / 11 - 1)
    assert found.numbers == found.alone_in == ("coding.speedup",)
    assert found.unknown_without == ()
    assert not found.moves_critical_cycle


def test_without_its_only_source_a_number_is_unknown_and_said_to_be(tmp_path):
    """No guess behind the trial: coding runs at its 12 d, the loop takes 20 d, the pace is 1."""
    (found,) = influences(study_of(tmp_path, TRIAL))

    assert found.unknown_without == ("coding.speedup",)
    assert found.answers.pace == 1.0
    assert found.answers.ceiling is None
    assert found.ceiling_change is None


def test_a_source_that_is_confirmed_by_another_moves_nothing(tmp_path):
    """Two trials that both say 4: without either the other says the same."""
    other = observed("again", "coding", "Speedup", 4, "poll-report")
    found = influences(study_of(tmp_path, TRIAL, other))

    assert [item.pace_change for item in found] == pytest.approx([0, 0])
    assert all(item.alone_in == () for item in found)


def test_sources_come_with_the_most_moving_first(tmp_path):
    """Review of 8/2 = 4 d by the poll: leaving it out adds 4 d to 7; the trial adds 9."""
    poll = observed("poll", "review", "Speedup", 2, "poll-report")
    found = influences(study_of(tmp_path, poll, TRIAL))

    assert [item.source for item in found] == ["trial-report", "poll-report"]
    assert found[0].period_change == pytest.approx(9 / 7)
    assert found[1].period_change == pytest.approx(4 / 7)


def test_a_source_without_which_there_is_no_loop_is_told_as_that(tmp_path):
    """The days of both parts come from one source: without it nothing turns."""
    loop = LOOP.replace("; loop:baselineDays 12 ", "").replace("; loop:baselineDays 8 ", "")
    parts = [
        observed("days-of-coding", "coding", "BaselineDays", 12, "trial-report"),
        observed("days-of-review", "review", "BaselineDays", 8, "trial-report"),
    ]
    (found,) = influences(study_of(tmp_path, *parts, loop=loop))

    assert found.answers is None
    assert "no cycle" in found.obstacle
    assert found.pace_change is None
    assert found.moves_critical_cycle
    assert found.size == float("inf")


def test_what_is_supposed_hangs_on_no_source(tmp_path):
    """With the speed-up supposed to be 3 the trial weighs in nothing."""
    from graph.model import Supposition

    study = study_of(tmp_path, TRIAL).supposing((Supposition("coding", "speedup", 3.0),))

    assert influences(study) == ()


def test_a_source_that_weighs_nowhere_changes_nothing(tmp_path):
    """Asked about by name, it is answered with no change, not left out."""
    (found,) = influences(study_of(tmp_path, TRIAL), ("poll-report",))

    assert found.numbers == ()
    assert found.pace_change == found.period_change == 0.0


def test_a_map_without_a_loop_has_no_influences(tmp_path):
    """The reason is told as for any other question."""
    chain = LOOP.split(":review-gates-coding")[0]

    with pytest.raises(OntologyError, match="no cycle"):
        influences(study_of(tmp_path, TRIAL, loop=chain))


def test_leaving_a_source_out_of_the_shipped_map_is_the_map_without_its_rows():
    """The answers are those of a map from which the source's observations were deleted.

    The date stays that of the whole map in both.
    """
    from dataclasses import replace

    model = shipped_model()
    study = Study(model, Standpoint(as_of="2026-11-22"))
    found = influences(study, ("sourcerock-gas-engine-backlog",))[0]
    kept = {
        key: item
        for key, item in model.observations.items()
        if item.source != "sourcerock-gas-engine-backlog"
    }
    assert len(kept) < len(model.observations)
    smaller = Study(replace(model, observations=kept), Standpoint(as_of="2026-11-22"))

    assert found.answers == answers_of(smaller)
