"""What contradicts itself, and what rests on what: nothing is dropped and nothing made up."""

from __future__ import annotations

from evidence_maps import LOOP, observed, study_of

from graph.questions.evidence.compute import (
    conflicts,
    coverage,
    disagreements,
    evidence,
    number_bases,
)

NARROW_4 = "; loop:low 3.9 ; loop:high 4.1 ; loop:intervalLevel 0.9 "
NARROW_1 = "; loop:low 0.99 ; loop:high 1.01 ; loop:intervalLevel 0.9 "
TRIAL = observed("trial", "coding", "Speedup", 4, "trial-report", NARROW_4)


def test_a_declared_dispute_is_listed_once(tmp_path):
    """Both sides declare it; both stay; one line."""
    first = observed(
        "first", "coding", "AcceptanceRate", 0.2, "trial-report", "; cito:disputes :second "
    )
    second = observed(
        "second", "coding", "AcceptanceRate", 0.6, "poll-report", "; cito:disputes :first "
    )
    (found,) = conflicts(study_of(tmp_path, first, second))

    assert found.kind == "disputes"
    assert {found.first, found.second} == {"first", "second"}
    assert {found.first_value, found.second_value} == {0.2, 0.6}


def test_two_reports_that_cannot_both_be_right_are_found(tmp_path):
    """3.9 to 4.1 against 0.99 to 1.01: both weigh, and nobody has said so."""
    other = observed("other", "coding", "Speedup", 1, "poll-report", NARROW_1)
    (found,) = conflicts(study_of(tmp_path, TRIAL, other))

    assert found.kind == "apart"
    assert {found.first_source, found.second_source} == {"trial-report", "poll-report"}
    assert found.first_as_of == "2026-01"


def test_reports_that_overlap_are_no_conflict(tmp_path):
    """4 and 4.05 with intervals that meet."""
    other = observed("other", "coding", "Speedup", 4.05, "poll-report", NARROW_4)

    assert conflicts(study_of(tmp_path, TRIAL, other)) == ()


def test_a_withdrawn_side_ends_the_dispute(tmp_path):
    """What its source took back contradicts nothing any more."""
    first = observed(
        "first", "coding", "AcceptanceRate", 0.2, "trial-report", "; cito:disputes :second "
    )
    second = observed(
        "second", "coding", "AcceptanceRate", 0.6, "poll-report", "; loop:retracted true "
    )

    assert conflicts(study_of(tmp_path, first, second)) == ()


def test_a_judgement_that_the_evidence_rules_out_is_listed_first(tmp_path):
    """The trial says 3.9 to 4.1, we judged 0.99 to 1.01: apart. Neither is moved."""
    guess = observed("guess", "coding", "Speedup", 1, more=NARROW_1)
    mild = observed("mild", "review", "Speedup", 4, more=NARROW_4)
    near = observed("near", "review", "Speedup", 4, "poll-report", NARROW_4)
    found = disagreements(study_of(tmp_path, TRIAL, guess, mild, near))

    assert [(item.subject, item.apart) for item in found] == [("coding", True), ("review", False)]
    assert found[0].judgement.median == 1.0
    assert abs(found[0].pooled.median - 4) < 0.01


def test_an_assumption_alone_is_no_disagreement(tmp_path):
    """There is nothing to compare it with."""
    assert disagreements(study_of(tmp_path, observed("guess", "coding", "Speedup", 1))) == ()


def test_coverage_counts_every_component_once(tmp_path):
    """Coding is measured, review unknown; the days of both and the lag are assumed."""
    found = coverage(study_of(tmp_path, TRIAL))

    assert found.component_count == sum(found.components.values()) == 2
    assert found.components["measured"] == found.components["unknown"] == 1
    assert found.components["stated"] == found.components["judged"] == 0
    assert found.evidenced_components == 1
    assert found.numbers["measured"] == 1
    assert found.numbers["assumed"] == sum(found.numbers.values()) - 1
    assert found.single_source_numbers == 1
    assert found.readings == {"read": 1}


def test_a_guess_is_no_evidence_of_a_speed_up(tmp_path):
    """Review's speed-up is assumed: known, counted as assumed, and not as more than that."""
    found = coverage(study_of(tmp_path, TRIAL, observed("guess", "review", "Speedup", 2)))

    assert found.components["assumed"] == 1
    assert found.evidenced_components == 1


def test_coverage_of_an_earlier_date_knows_no_more_than_was_known(tmp_path):
    """The trial came out in January 2026: at the end of 2025 coding was unknown."""
    found = coverage(study_of(tmp_path, TRIAL, as_of="2025"))

    assert found.components["unknown"] == 2
    assert found.left_out == 1
    assert sum(found.ages.values()) == 0


def test_ages_count_from_the_date_asked_about(tmp_path):
    """An observation of January 2026 is 11 months old at the end of the year."""
    found = coverage(study_of(tmp_path, TRIAL, as_of="2026-12"))

    assert found.ages["6 to 12 months"] == 1
    assert sum(found.ages.values()) == 1


def test_a_number_of_two_sources_is_not_told_as_resting_on_one(tmp_path):
    """Two sources weigh, so neither stands alone."""
    other = observed("other", "coding", "Speedup", 4, "poll-report")
    (speed,) = (
        item for item in number_bases(study_of(tmp_path, TRIAL, other)) if item.metric == "speedup"
    )

    assert speed.source_count == 2
    assert not speed.single_source
    assert set(speed.sources) == {"trial-report", "poll-report"}


def test_a_map_that_does_not_turn_is_reviewed_all_the_same(tmp_path):
    """No period, no influence; the coverage stands and the obstacle is told."""
    chain = LOOP.split(":review-gates-coding")[0]
    found = evidence(study_of(tmp_path, TRIAL, loop=chain))

    assert found.answers is None
    assert "no cycle" in found.obstacle
    assert found.sources == found.contributions == found.outside == ()
    assert found.coverage.component_count == 2
    assert found.badge == "evidence: 1 of 2 speed-ups beyond assumption, as of 2026-01-15"


def test_what_only_others_quote_and_what_nobody_found_is_counted(tmp_path):
    """Of three reports one names the page that quotes it, and one stands in no copy."""
    told = observed("told", "review", "PassTime", 3, "poll-report", "; loop:quotedBy :trial-report")
    lost = observed("lost", "review", "PassTime", 4, "poll-report", "; loop:unconfirmed true")
    found = coverage(study_of(tmp_path, TRIAL, told, lost))

    assert found.readings == {"read": 3}
    assert (found.quoting_pages, found.unconfirmed) == (1, 1)
