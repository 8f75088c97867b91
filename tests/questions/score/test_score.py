"""The whole answer: targets with the missed first, what rests on assumption, and maps without."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import median

import pytest
from score_maps import study
from shipped_map import shipped_model
from small_maps import edge, exactly, seen, small_map

from graph.cli.application import run
from graph.loop.study import study_of
from graph.questions.score.assumptions import assumptions
from graph.questions.score.compute import score
from graph.questions.score.releases import gaps_between, generations, releases_of
from graph.reports.score import score_report
from graph.reports.terminal_text import to_text


@cache
def shipped():
    """The answer for the shipped map, from few draws."""
    return score(study_of(shipped_model()), draws=64, seed=1)


def test_the_missed_targets_come_first():
    """False before unknown before true, in the answer and in the table."""
    order = [item.met for item in shipped().targets]

    assert order == sorted(order, key=(False, None, True).index)
    assert all(bool(item.why) == (item.met is not True) for item in shipped().targets)
    text = to_text(score_report(shipped()), every_row=True)
    assert text.index("MISSED") < text.index("\nmet")


def test_the_shipped_map_forecasts_the_gaps_that_were_counted_elsewhere():
    """29 gaps of five labs that ended in 2024 to 2026 were counted from the same table by others.

    Three of them began in 2023 (OpenAI, Anthropic and Meta), so 26 begin in 2024 or later.
    """
    found = shipped().releases

    assert len(found.forecasts) == 26
    assert found.labs == ("Anthropic", "Google", "Meta", "OpenAI", "xAI")


def test_the_gaps_have_the_medians_that_were_counted_elsewhere():
    """An earlier count of the same table: gaps and their median by the year in which they ended.

    9 with 130 days in 2024, 15 with 87 in 2025, 5 with 84 in the first months of 2026.
    """
    releases = releases_of(study_of(shipped_model()))
    gaps = gaps_between(generations(releases, 0.5, 10))
    by_year = {
        year: [gap.days for gap in gaps if gap.end.year == year] for year in (2024, 2025, 2026)
    }

    assert {year: len(found) for year, found in by_year.items()} == {2024: 9, 2025: 15, 2026: 5}
    medians = {year: median(found) for year, found in by_year.items()}
    assert medians == {2024: 130, 2025: 87, 2026: 84}


def test_of_days_that_are_exact_assumptions_all_rests_on_assumption():
    """Coding 12 d and review 8 d, written down and exact: 20 d, always critical, none measured.

    The pace does not vary, so no share of its variance is known.
    """
    found = assumptions(study(), 8, 0)

    assert found.obstacle is None
    assert {item.id: item.critical_days for item in found.parts} == {"coding": 12, "review": 8}
    assert found.critical_days_share == 1
    assert found.variance_share is None


def test_days_that_are_never_critical_do_not_count():
    """Training of 9 d alone is no part of the 20 d around coding and review."""
    model = small_map(
        ("coding", "review", "training"),
        (
            exactly("coding", "baseline-days", 12.0),
            exactly("review", "baseline-days", 8.0),
            exactly("training", "baseline-days", 9.0),
        ),
        (
            edge("coding", "review"),
            edge("review", "coding"),
            edge("coding", "training"),
            edge("training", "training"),
        ),
        lags=("review-gates-coding", "training-gates-training"),
    )
    found = assumptions(study_of(model), 8, 0)

    assert {item.id for item in found.parts} == {"coding", "review"}


def test_measured_days_rest_on_no_assumption():
    """Coding's 12 d measured, review's 8 d written down: 8 of 20 days, 40 %."""
    base = study().model
    measured = seen("trial", "coding", "baseline-days", 12.0, low=11.999, high=12.001)
    kept = {key: item for key, item in base.observations.items() if item.subject != "coding"}
    model = replace(base, observations={**kept, "trial": measured})

    found = assumptions(study_of(model), 64, 0)

    assert found.critical_days_share == pytest.approx(8 / 20, abs=1e-3)


def test_without_draws_nothing_is_said_of_assumptions():
    """A sentence, and no number."""
    found = assumptions(study(), 0, 0)

    assert (found.critical_days_share, found.variance_share, found.parts) == (None, None, ())
    assert "draws" in (found.obstacle or "")


def test_a_map_without_such_data_says_what_is_missing(tmp_path, capsys):
    """Exit code 0, every target open or judged, and what to write."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix loop: <https://w3id.org/loopmap#> .\n@prefix : <https://w3id.org/loopmap/map/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        ':coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 ; loop:speedup 6 .\n'
        ":again a loop:Dependency ; loop:from :coding ; loop:to :coding ; loop:kind loop:Gates ; "
        "loop:lag 1 .\n",
        encoding="utf-8",
    )
    code = run(["score", "--ontology", str(path), "--draws", "8"])
    words = capsys.readouterr().out.split()

    assert code == 0
    assert "does not state whole-loop.prior-release-gap" in " ".join(words)
    assert "ontology/evidence/forecasting.ttl" in "".join(words)


def test_what_is_supposed_moves_no_past_forecast():
    """The past is not supposed: the same releases and series, whatever coding is set to."""
    model = shipped_model()
    supposed = score(study_of(model, suppose="coding.speedup=9"), draws=64, seed=1)

    assert supposed.releases == shipped().releases
    assert supposed.series == shipped().series
    assert supposed.suppositions == ("coding.speedup=9",)
