"""Draws weighed by observed gaps between releases: closed forms, laws, and what does not count."""

from __future__ import annotations

import dataclasses
import io
import math
from collections.abc import Callable

import numpy as np
import pytest

from graph.estimates import Interval, Scale
from graph.evidence.standpoint import Standpoint
from graph.loop.conditioning import (
    LEAST_EFFECTIVE,
    Array,
    Conditioning,
    GapReport,
    Looked,
    When,
    condition,
    gap_reports,
)
from graph.loop.sampled import conditioning_of, draw_loop
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation
from graph.ontology.reading import read_ontology
from graph.questions.what_if.compute import what_if
from graph.statistics.sobol import normal_scores

LOOP = """
@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 90 ; loop:speedup 1.5 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 60 .
:whole-loop a loop:FeedbackLoop ; rdfs:label "Whole loop"@en .
:a a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:b a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
"""
# At the centre: 90/1.5 + 60 = 120 days now, 150 without AI.


def report(days: float, deviation: float, when: When = When.NOW) -> GapReport:
    """Return a report of so many days."""
    return GapReport("gap", when, Interval(days), math.log(days), deviation)


def log_normal(points: int, shift: Array | None) -> Looked:
    """Return periods that are log-normal around 100 days with deviation 0.3, 150 without AI."""
    scores = normal_scores(1, points, 0)
    moved = 0.3 * (scores[0] + (0.0 if shift is None else shift[0]))
    return Looked(100 * np.exp(moved), 150 * np.exp(moved), scores)


def chosen_periods(found: Conditioning) -> Array:
    """Return the periods now of the points that stand for the map."""
    return log_normal(found.points, found.shift).now[found.chosen]


def test_a_report_on_the_period_is_the_normal_normal_model() -> None:
    """Ln period ~ N(ln 100, 0.09), a report of 80 days with deviation 0.3: halfway, half as wide.

    The posterior has mean ln 100 + (ln 80 - ln 100) / 2 = ln 89.44 and variance 0.045.
    """
    found = condition((report(80, 0.3),), 8192, log_normal)
    logs = np.log(chosen_periods(found))
    assert logs.mean() == pytest.approx(math.log(89.442719), abs=2e-3)
    assert logs.var() == pytest.approx(0.045, rel=0.01)


def test_the_effective_number_has_its_closed_form() -> None:
    """For normal x and a normal report the effective share is known.

    E[w]^2 / E[w^2] for ln w = -x^2 / (2 v), x ~ N(0, s^2): with s^2 = v = 0.09 it is
    (v/(v + s^2)) / sqrt(v/(v + 2 s^2)) = 0.5 / sqrt(1/3) = 0.8660.
    """
    found = condition((report(100, 0.3),), 8192, log_normal)
    assert found.effective_number / found.points == pytest.approx(0.5 / math.sqrt(1 / 3), abs=2e-3)


def test_a_report_that_says_nothing_changes_nothing() -> None:
    """A report of endless deviation leaves every point once, and all of them count."""
    found = condition((report(80, 1e9),), 256, log_normal)
    assert found.chosen.tolist() == list(range(256))
    assert found.effective_number == pytest.approx(256)


def test_points_are_added_until_enough_count() -> None:
    """A sharp report far out needs more points; the number asked for comes out all the same."""
    found = condition((report(60, 0.05),), 1024, log_normal)
    assert found.points > 1024
    assert found.effective_number >= LEAST_EFFECTIVE
    assert len(found.chosen) == 1024


def test_a_report_without_ai_speaks_of_that_period() -> None:
    """Both periods move together here: 150 days reported without AI leave the period now alone."""
    found = condition((report(150, 0.1, When.WITHOUT_AI),), 4096, log_normal)
    assert np.median(chosen_periods(found)) == pytest.approx(100, rel=0.01)


@pytest.fixture
def with_gaps() -> Callable[..., LoopModel]:
    """Make the small loop with uncertain days and what was seen of it."""

    def make(*observations: Observation, **changes: object) -> LoopModel:
        model = read_ontology(["-"], stdin=io.StringIO(LOOP))
        uncertain = [
            Observation(
                "days", "review", "baseline-days", 60.0, 30.0, 120.0, grade="our-assumption"
            )
        ]
        kept = [item for item in model.observations.values() if item.subject != "review"]
        found = {item.id: item for item in (*kept, *uncertain, *observations)}
        return dataclasses.replace(
            model,
            observations=dict(sorted(found.items())),
            metrics={
                **model.metrics,
                "generation-definition-deviation": Metric("d", "d", "log units", Scale.IDENTITY),
            },
            **changes,  # type: ignore[arg-type]
        )

    return make


def gap(identifier: str, days: float, as_of: str, **changes: object) -> Observation:
    """Return an observed gap with a deviation of 0.1."""
    spread = math.exp(0.1 * 1.6448536269514722)
    changes.setdefault("grade", "telemetry")
    return Observation(
        identifier, "whole-loop", "generation-gap-days", days, days / spread, days * spread,
        as_of=as_of, source="table", **changes,  # type: ignore[arg-type]
    )  # fmt: skip


DEFINITION = Observation(
    "definition", "whole-loop", "generation-definition-deviation", 0.1, as_of="2026-10-01"
)


def help_in(year: str, ratio: float) -> Observation:
    """Return how much AI already helped in a year."""
    return Observation("help", "whole-loop", "ai-help-in-reference-year", ratio, as_of=year)


def test_gaps_become_reports(with_gaps: Callable[..., LoopModel]) -> None:
    """The newest gap speaks of now, that of the reference year of the loop without AI.

    100 days with own deviation 0.1 and 0.1 for the definition: 0.141; the reference year's 130 days
    stand for 130 x 1.2 = 156 without AI; a gap in between says nothing.
    """
    model = with_gaps(
        DEFINITION,
        help_in("2023", 1.2),
        gap("early", 130.0, "2023"),
        gap("between", 110.0, "2024-06-30"),
        gap("late", 100.0, "2026-09-01"),
    )
    found = {item.observation_id: item for item in gap_reports(Study(model))}
    assert set(found) == {"early", "late"}
    assert found["late"].when is When.NOW
    assert found["late"].deviation == pytest.approx(math.sqrt(0.02))
    assert found["early"].when is When.WITHOUT_AI
    assert found["early"].days.median == pytest.approx(156)


@pytest.mark.parametrize(
    "missing",
    [
        "definition",
        "conditioned",
        "setting",
        "replaced",
        "retracted",
        "later",
    ],
)
def test_what_does_not_count(with_gaps: Callable[..., LoopModel], missing: str) -> None:
    """No report without a definition, with --prior, of another setting, withdrawn or to come."""
    changes: dict[str, object] = {
        "setting": {"settings": ("industry",)},
        "retracted": {"retracted": True},
        "replaced": {"replaced_by": "newer"},
    }.get(missing, {})
    seen = [gap("late", 100.0, "2026-09-01", **changes)]
    if missing == "replaced":
        seen.append(gap("newer", 100.0, "2023-01-01"))
    model = with_gaps(*seen, *(() if missing == "definition" else (DEFINITION,)))
    as_of = "2026-03-01" if missing == "later" else None
    standpoint = Standpoint(as_of=as_of, conditioned=missing != "conditioned")
    assert gap_reports(Study(model, standpoint)) == ()


def test_what_the_loop_takes_without_ai_hangs_on_no_date(
    with_gaps: Callable[..., LoopModel],
) -> None:
    """Asked about a year before it, the gap of the reference year still speaks of no AI."""
    model = with_gaps(
        DEFINITION, help_in("2023", 1.2), gap("early", 130.0, "2023"), gap("late", 90.0, "2026-09")
    )
    found = gap_reports(Study(model, Standpoint(as_of="2022")))
    assert [item.observation_id for item in found] == ["early"]


def test_without_gaps_the_draws_are_as_they_were(with_gaps: Callable[..., LoopModel]) -> None:
    """A map that saw nothing of its period draws as before, to the last bit."""
    plain = Study(with_gaps())
    assert conditioning_of(plain, 64, 0) is None
    prior = Study(
        with_gaps(DEFINITION, gap("late", 90.0, "2026-09-01")), Standpoint(conditioned=False)
    )
    assert (
        draw_loop(plain, 64, 0).period_days.tolist() == draw_loop(prior, 64, 0).period_days.tolist()
    )


def test_a_gap_pulls_the_period_and_what_is_supposed_does_not_pull_the_gap(
    with_gaps: Callable[..., LoopModel],
) -> None:
    """The period moves towards the gap; whatever is supposed, the same points stand for the map."""
    model = with_gaps(DEFINITION, gap("late", 90.0, "2026-09-01"))
    before = np.median(draw_loop(Study(model, Standpoint(conditioned=False)), 1024, 0).period_days)
    study = Study(model)
    after = np.median(draw_loop(study, 1024, 0).period_days)
    assert 90 < after < before
    supposed = study.supposing("coding.baseline-days=1")
    chosen = conditioning_of(study, 1024, 0)
    assert conditioning_of(supposed, 1024, 0) is chosen
    faster = draw_loop(supposed, 1024, 0).period_days
    assert (faster < draw_loop(study, 1024, 0).period_days).all()


def test_the_same_seed_gives_the_same_draws(with_gaps: Callable[..., LoopModel]) -> None:
    """Two readings of one map choose the same points, and another seed others."""
    model = with_gaps(DEFINITION, gap("late", 90.0, "2026-09-01"))
    first, again, other = (
        draw_loop(Study(model), 512, seed).period_days.tolist() for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_a_comparison_of_weighed_draws_has_the_error_of_the_fewer_they_are_worth(
    with_gaps: Callable[..., LoopModel],
) -> None:
    """The standard error is the deviation of the differences / sqrt(independent draws)."""
    study = Study(with_gaps(DEFINITION, gap("late", 90.0, "2026-09-01")))
    faster = study.supposing("review.speedup=2")
    change = what_if(faster, draws=2048, seed=0).answer("period_days")
    gaps = draw_loop(faster, 2048, 0).period_days - draw_loop(study, 2048, 0).period_days
    weighed = conditioning_of(study, 2048, 0)

    assert weighed is not None
    assert weighed.effective_number < 2048
    assert change.standard_error == pytest.approx(
        gaps.std(ddof=1) / math.sqrt(weighed.effective_number)
    )
