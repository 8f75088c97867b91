"""The answers of past years, on maps whose numbers are known by heart."""

import pytest
from judged_loops import judged, loop
from small_maps import assumed, edge, exactly, small_map

from graph.errors import UsageError
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.questions.history.compute import history
from graph.reports.history import history_report
from graph.reports.report import to_markdown


def test_each_year_sees_what_was_known_at_its_end():
    """Coding at 1, 2 and 4x: 20 d, 6+8 = 14 d, 3+8 = 11 d."""
    study = loop(
        judged("coding", 2022, 1.0), judged("coding", 2023, 2.0), judged("coding", 2024, 4.0)
    )
    result = history(study)
    periods = {row.year: row.period_days.median for row in result.years}

    assert periods == pytest.approx({2022: 20, 2023: 14, 2024: 11, 2025: 11, 2026: 11})
    assert [row.as_of for row in result.years[:2]] == ["2022-12-31", "2023-12-31"]


def test_days_that_nobody_had_written_down_yet_are_taken_as_known_today():
    """The days are of 2026; without them no earlier loop could be timed. Two numbers stand in."""
    result = history(loop(judged("coding", 2022, 2.0)))

    assert [row.standing_in for row in result.years] == [2, 2, 2, 2, 0]
    assert result.years[0].pace.median == pytest.approx(20 / 14)


def test_a_number_that_was_dated_then_is_not_replaced_by_todays():
    """Review took 10 d by what was known in 2023, and takes 8 d by what is known now."""
    early = assumed(
        "review-then", "review", "baseline-days", 10.0, as_of="2023", grade="our-assumption"
    )
    result = history(loop(judged("coding", 2022, 1.0), early))
    periods = {row.year: row.period_days.median for row in result.years}

    assert periods == pytest.approx({2022: 20, 2023: 22, 2024: 22, 2025: 22, 2026: 20})


def test_what_merely_became_known_is_told_from_what_changed():
    """Review gets its first number, 2x, in 2024: the pace rises to 20/16, by knowledge alone."""
    result = history(loop(judged("coding", 2022, 1.0), judged("review", 2024, 2.0)))
    year = next(row for row in result.years if row.year == 2024)

    assert year.newly_known == ("review",)
    assert year.central_pace == pytest.approx(20 / 16)
    assert year.central_pace_without_newly_known == pytest.approx(1.0)


def test_the_bottleneck_moves_when_another_cycle_takes_over():
    """Training of 9 d alone binds once coding and review together take less."""
    model = small_map(
        ("coding", "review", "training"),
        (
            exactly("coding", "baseline-days", 12.0),
            exactly("review", "baseline-days", 2.0),
            exactly("training", "baseline-days", 9.0),
            judged("coding", 2022, 1.0),
            judged("coding", 2024, 3.0),
        ),
        (
            edge("coding", "review"),
            edge("review", "coding"),
            edge("coding", "training"),
            edge("training", "training"),
        ),
        lags=("review-gates-coding", "training-gates-training"),
    )
    result = history(Study(model))

    assert [(row.year, row.cycle_changed) for row in result.years] == [
        (2022, None),
        (2023, False),
        (2024, True),
    ]
    assert [row.blockers[0].id for row in result.years] == ["coding", "coding", "training"]


def test_undated_evidence_has_no_history():
    """Where nothing is dated the message says what is missing."""
    model = small_map(
        ("coding",),
        (exactly("coding", "baseline-days", 12.0),),
        (edge("coding", "coding"),),
        lags=("coding-gates-coding",),
    )

    with pytest.raises(UsageError, match="Nothing on this map is dated"):
        history(Study(model))


def test_a_date_before_2022_has_no_history():
    """The years begin in 2022."""
    with pytest.raises(UsageError, match="2022"):
        history(loop(judged("coding", 2020, 1.0), as_of="2021"))


def test_the_same_seed_gives_the_same_history():
    """Every year is drawn from the same seed."""
    study = loop(*[judged("coding", year, 1.5, deviation=0.3) for year in range(2022, 2026)])

    assert history(study, draws=64, seed=3) == history(study, draws=64, seed=3)


QUARTERS = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:coding a loop:Coding ; rdfs:label "Coding" .
:review a loop:Review ; rdfs:label "Review" .
:on a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:back a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:board a loop:Source ; dcterms:title "Board" ; loop:sourceKind "tracker" ;
    dcterms:issued "2026-11-20"^^xsd:date .
"""


def measured(name: str, part: str, days: float, day: str) -> str:
    """A measured pass time in Turtle, that replaces what was measured the quarter before."""
    return (
        f":{part}-{name} a loop:Evidence ; sosa:hasFeatureOfInterest :{part} ; "
        f'sosa:observedProperty loop:PassTime ; sosa:hasSimpleResult {days} ; loop:asOf "{day}"'
        "^^xsd:date ; loop:grade loop:Telemetry ; prov:hadPrimarySource :board .\n"
    )


def test_quarters_are_told_apart_from_the_first_that_is_dated(tmp_path):
    """Coding took 8 days in the last quarter of 2025 and 2 in the second of 2026.

    No quarter before the first date, none left out between; what a tracker wrote down in November
    counts from the quarter that it is of.
    """
    text = QUARTERS + measured("q4", "coding", 8, "2025-12-31")
    text += measured("q4", "review", 4, "2025-12-31") + measured("q2", "coding", 2, "2026-06-30")
    path = tmp_path / "own.ttl"
    path.write_text(text, encoding="utf-8")
    study = Study(read_ontology([path]))

    result = history(study, by="quarter")

    assert [row.period for row in result.years] == ["2025 Q4", "2026 Q1", "2026 Q2"]
    assert [row.as_of for row in result.years][:2] == ["2025-12-31", "2026-03-31"]
    assert result.years[0].period_days.median == pytest.approx(12)
    assert result.years[1].period_days.median == pytest.approx(12)
    assert 4 + 2 < result.years[2].period_days.median < 12
    assert [row.blockers[0].id for row in result.years[:2]] == ["coding", "coding"]
    assert [row.period for row in history(study).years] == ["2025", "2026"]
    report = to_markdown(history_report(result))
    assert "Quarter by quarter" in report
    assert "2025 Q4" in report


def test_a_step_that_there_is_not_is_refused(tmp_path):
    """Years or quarters, said in the message."""
    path = tmp_path / "own.ttl"
    text = QUARTERS + measured("q4", "coding", 8, "2025-12-31")
    path.write_text(text + measured("q4", "review", 4, "2025-12-31"), encoding="utf-8")

    with pytest.raises(UsageError, match="Write year or quarter"):
        history(Study(read_ontology([path])), by="month")
