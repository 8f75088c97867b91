"""Days told as they are now, and intervals written on a thing: what follows from them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from turtle_maps import HEAD, loopmap

from graph.errors import UsageError
from graph.evidence.standpoint import Standpoint
from graph.loop.sampled import draw_loop
from graph.loop.study import Study
from graph.loop.variance import contributions
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.questions.explain.compute import explain

MORE = (
    HEAD
    + """@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:on a loop:Dependency ; loop:from :coding ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:tracker a loop:Source ; dcterms:title "Tracker" ; loop:sourceKind "tracker" ;
    dcterms:issued "2026-11-01"^^xsd:date .
"""
)


def study_of(tmp_path, numbers, further="", **standpoint):
    """Return the study of one part with these numbers."""
    path = tmp_path / "now.ttl"
    path.write_text(
        f'{MORE}:coding a loop:Coding ; rdfs:label "Coding"@en ; {numbers} .\n{further}', "utf-8"
    )
    return Study(read_ontology([path]), **standpoint)


def seen(name, metric, value, day, further=""):
    """Return a measured number in Turtle."""
    return (
        f":{name} a loop:Evidence ; sosa:hasFeatureOfInterest :coding ; "
        f"sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult {value} ; "
        f'loop:asOf "{day}"^^xsd:date ; loop:grade loop:Telemetry ; '
        f"prov:hadPrimarySource :tracker {further}.\n"
    )


def test_an_interval_on_a_component_is_that_of_its_days(tmp_path):
    """4 to 6 about 5 stays 4 to 6, in the estimate and in the draws; it was 1.9 to 13 once."""
    study = study_of(tmp_path, "loop:baselineDays 5 ; loop:low 4 ; loop:high 6")
    estimate = study.estimate("coding", "baseline-days")
    (part,) = critical_path(study, draws=2048).components

    assert (estimate.low, estimate.high) == (pytest.approx(4), pytest.approx(6))
    assert part.days.low == pytest.approx(4, rel=0.01)
    assert part.days.high == pytest.approx(6, rel=0.01)


def test_the_interval_belongs_to_the_days_not_to_the_speed_up(tmp_path):
    """Of several numbers on a component the days are meant; another thing has but one."""
    study = study_of(
        tmp_path,
        "loop:passTime 5 ; loop:low 4 ; loop:high 6 ; loop:intervalLevel 0.5 ; loop:speedup 2",
        ':rounds a loop:Driver ; rdfs:label "R"@en ; loop:count 12 ; loop:low 10 ; loop:high 15 .',
    )
    by_id = study.model.observations

    assert (by_id["coding.pass-time"].low, by_id["coding.pass-time"].high) == (4, 6)
    assert by_id["coding.pass-time"].interval_level == 0.5
    assert by_id["coding.speedup"].low is None
    assert (by_id["rounds.count"].low, by_id["rounds.count"].high) == (10, 15)


def test_days_now_times_the_speed_up_are_the_days_without_ai(tmp_path):
    """3 days now, 4x faster: 12 without AI, 3 now, whatever the speed-up is unsure of."""
    study = study_of(tmp_path, "loop:passTime 3 ; loop:low 3 ; loop:high 3.0001 ; loop:speedup 4")
    result = critical_path(study)
    drawn = draw_loop(study, 256, 1)

    assert result.component("coding").baseline_days.median == 12
    assert result.period_days.median == 3
    assert np.allclose(drawn.uncertain.days, 3, rtol=1e-3)
    assert np.allclose(drawn.uncertain.baseline_days, 3 * drawn.uncertain.speedups, rtol=1e-3)


def test_the_variances_of_both_add_up_on_the_log_scale(tmp_path):
    """Ln 12 +- hypot of the two deviations; ours has 0.6 where nothing else is told."""
    z = 1.6448536269514722
    study = study_of(tmp_path, "loop:passTime 3 ; loop:low 1.5 ; loop:high 6 ; loop:speedup 4")
    estimate = study.estimate("coding", "baseline-days")
    deviation = math.hypot(math.log(2) / z, 0.6)

    assert estimate.deviation == pytest.approx(deviation, rel=1e-6)
    assert estimate.low == pytest.approx(12 * math.exp(-z * deviation), rel=1e-6)


def test_without_a_speed_up_the_days_were_what_they_are(tmp_path):
    """Nothing is known of a speed-up: 3 days without AI too, and the part counts as unknown."""
    result = critical_path(study_of(tmp_path, "loop:passTime 3"))

    assert result.component("coding").baseline_days.median == 3
    assert result.unknown_components == ("coding",)


def test_another_speed_up_supposed_leaves_the_days_without_ai(tmp_path):
    """12 days without AI at 4x; at 6x they would be 2 now, and no more than 12 without."""
    study = study_of(tmp_path, "loop:passTime 3 ; loop:speedup 4")
    for supposed, before, now in (
        ("coding.speedup=6", 12, 2),
        ("coding.speedup=1", 12, 12),
        ("coding.pass-time=6", 24, 6),
        ("coding.baseline-days=20", 20, 5),
    ):
        result = critical_path(study.supposing(supposed)).component("coding")
        drawn = draw_loop(study.supposing(supposed), 64, 1)

        assert (result.baseline_days.median, result.days.median) == (before, now), supposed
        assert (drawn.uncertain.days <= drawn.uncertain.baseline_days * 6.01).all()
    faster = draw_loop(study.supposing("coding.speedup=6"), 64, 1).uncertain
    usual = draw_loop(study, 64, 1).uncertain
    assert np.allclose(faster.baseline_days, usual.baseline_days)


def test_what_the_speed_up_is_unsure_of_moves_the_pace_alone(tmp_path):
    """Moved up and down, the speed-up moves the pace in proportion and the days not at all."""
    study = study_of(
        tmp_path,
        "loop:passTime 3 ; loop:speedup 4",
        ':review a loop:Review ; rdfs:label "R"@en ; loop:baselineDays 5 .\n'
        ":to a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .\n"
        ":back a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; "
        "loop:lag 1 .\n",
    )
    rows = {(row.subject, row.metric): row for row in contributions(study)}
    row = rows["coding", "speedup"]

    # 3 + 5 days now, whatever it is; 12 + 5 without AI, 12 moving with the speed-up.
    assert row.pace_high == pytest.approx((12 * math.exp(0.6) + 5) / 8, rel=1e-6)
    assert row.pace_low == pytest.approx((12 * math.exp(-0.6) + 5) / 8, rel=1e-6)


def test_stated_days_stand_before_days_now(tmp_path):
    """Both told: 8 without AI is used, and explain does not hide the other."""
    study = study_of(tmp_path, "loop:baselineDays 8 ; loop:passTime 2 ; loop:speedup 4")

    assert critical_path(study).component("coding").baseline_days.median == 8
    assert study.model.told_as_now == frozenset()
    with pytest.raises(UsageError, match="changes nothing"):
        study.supposing("coding.pass-time=1")


def test_explain_gives_the_formula(tmp_path):
    """Where the days without AI come from is told, input by input."""
    study = study_of(tmp_path, "loop:passTime 3 ; loop:speedup 4")
    (number,) = explain(study, "coding.baseline-days").numbers

    assert number.note == "It follows from other numbers: coding.pass-time x coding.speedup."


def test_a_part_told_as_now_had_its_days_before_anything_was_dated(tmp_path):
    """Days now, undated, of a part that got 4x faster in 2025: 12 days at the end of 2024, not 3.

    The speed-up was first seen in 2025, so that the loop of 2024 ran without it.
    """
    faster = seen("faster", "Speedup", 4, "2025-06-01", "; loop:notion loop:SerialSpeed ")
    study = study_of(tmp_path, "loop:passTime 3", faster, standpoint=Standpoint(as_of="2024"))
    now = study_of(tmp_path, "loop:passTime 3", faster)
    without = critical_path(now).component("coding").baseline_days.median

    assert critical_path(now).component("coding").days.median == pytest.approx(3)
    assert critical_path(study).component("coding").days.median == pytest.approx(without)
    assert without > 5


def test_a_tracker_was_there_to_be_known_when_the_work_was_done(tmp_path):
    """Taken down in November, of the second quarter: known at the end of the second quarter."""
    quarters = seen("q1", "PassTime", 2, "2026-03-31") + seen("q2", "PassTime", 8, "2026-06-30")
    early = study_of(
        tmp_path, "loop:speedup 2", quarters, standpoint=Standpoint(as_of="2026-03-31")
    )

    assert critical_path(early).period_days.median == pytest.approx(2)


@pytest.mark.parametrize(("more", "warned"), [("", True), ("loop:queueTime 1 ;", False)])
def test_a_load_needs_a_capacity_unless_the_waiting_is_told(tmp_path, more, warned):
    """The remedy that the warning offers, waiting, takes it away."""
    study_of(tmp_path, f"loop:passTime 2 ; {more} loop:load 0.8")
    told = loopmap("check", "--all", tmp_path / "now.ttl")

    assert ("load-without-capacity" in told.out + told.err) is warned
