"""The rule as second rater: scores by hand, agreement by hand, and when a spread is replaced."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from domain_maps import domain_map, metric
from hypothesis import given
from hypothesis import strategies as st
from shipped_map import shipped_model

from graph.estimates import NORMAL_95, Scale
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation, ScoreRule
from graph.questions.domains.compute import domains
from graph.questions.domains.rank_tiers import rank_tiers
from graph.questions.domains.scores import score_table
from graph.questions.domains.second_rater import (
    LEAST_SPREAD,
    RULE_RATER,
    property_agreements,
    rule_scores,
    with_measured_spreads,
)

SECONDS = ScoreRule("verdict-seconds", (5_184_000, 86_400, 3600, 60))
LATENCY = replace(metric("feedback-latency"), rule=SECONDS)


def measured(domain: str, value: float, source: str | None = "first-rating") -> Observation:
    """Return a measured number of seconds to a verdict."""
    name = f"{domain}-seconds-{value:g}"
    return Observation(name, domain, "verdict-seconds", value, grade="sure", source=source)


def rated(
    judged: list[float], seconds: list[float], source: str | None = "first-rating"
) -> LoopModel:
    """Return domains with one judged score of latency each and one measured number."""
    names = [f"d{number:02}" for number in range(len(judged))]
    model = domain_map(
        {name: {"feedback-latency": value} for name, value in zip(names, judged, strict=True)},
        grade="single-rater-judgement",
        more=tuple(
            measured(name, value, source) for name, value in zip(names, seconds, strict=True)
        ),
    )
    metrics = {
        **model.metrics,
        "feedback-latency": LATENCY,
        "verdict-seconds": Metric("verdict-seconds", "seconds", "seconds", Scale.LOG),
    }
    return replace(model, metrics=metrics)


@pytest.mark.parametrize(
    ("seconds", "score"),
    [(1, 4), (60, 4), (61, 3), (3600, 3), (86_400, 2), (1e6, 1), (5_184_001, 0)],
)
def test_a_falling_rule_counts_the_cuts_reached(seconds: float, score: int) -> None:
    """Up to a minute 4, to an hour 3, to a day 2, to sixty days 1, beyond 0."""
    assert SECONDS.score(seconds) == score


@given(st.lists(st.floats(1, 1e9), min_size=2, max_size=6))
def test_less_time_never_scores_lower(times: list[float]) -> None:
    """Scores are monotone in what is measured."""
    scores = [SECONDS.score(value) for value in sorted(times)]
    assert scores == sorted(scores, reverse=True)


def test_the_best_of_several_numbers_counts_and_says_where_it_stands() -> None:
    """10 seconds and 10 hours: the quicker harness is the one to learn in."""
    model = rated([2.0], [36_000.0])
    quick = measured("d00", 10.0)
    model = replace(model, observations={**model.observations, quick.id: quick})
    (found,) = rule_scores(Study(model))
    assert (found.score, found.observation_id, found.rater) == (4, quick.id, RULE_RATER)
    assert found.rule.startswith("1 from at most 5,184,000")


def test_where_nothing_is_measured_there_is_no_score() -> None:
    """No number, no score: missing is not 0."""
    model = domain_map({"law": {"feedback-latency": 2.0}})
    model = replace(model, metrics={**model.metrics, "feedback-latency": LATENCY})
    assert rule_scores(Study(model)) == ()
    (agreement,) = property_agreements(Study(model), ())
    assert (agreement.pair_count, agreement.alpha, agreement.same_share) == (0, None, None)


def test_the_spread_of_a_rating_by_hand() -> None:
    """Ten pairs, five of them two steps apart: sqrt(mean d^2 / 2) = sqrt(5 * 4 / 10 / 2) = 1."""
    model = rated([3.0] * 10, [30.0 * 60] * 5 + [1e6] * 5)
    (found,) = property_agreements(Study(model), rule_scores(Study(model)))
    assert (found.pair_count, found.sourced_pair_count) == (10, 10)
    assert found.is_spread_measured
    assert found.spread == pytest.approx(1.0)
    assert (found.same_share, found.mean_difference) == (0.5, -1.0)
    assert found.within_one_share == 0.5


def test_the_spread_replaces_the_assumed_one_in_the_scores() -> None:
    """With 1 step instead of the assumed 0.7, ends at 3 -+ 1.645."""
    model = rated([3.0] * 10, [30.0 * 60] * 5 + [1e6] * 5)
    study = Study(model)
    agreements = property_agreements(study, rule_scores(study))
    cell = with_measured_spreads(study, score_table(study), agreements).cells[0][0]
    before = score_table(study).cells[0][0]
    assert cell is not None
    assert before is not None
    assert before.deviation == pytest.approx(0.7)
    assert cell.deviation == pytest.approx(1.0)
    assert (cell.low, cell.high) == pytest.approx((3 - NORMAL_95, 3 + NORMAL_95))


@pytest.mark.parametrize(("count", "source"), [(9, "first-rating"), (10, None)])
def test_too_few_pairs_or_counts_of_the_raters_own_leave_the_assumption(
    count: int, source: str | None
) -> None:
    """Nine are too few, and numbers without a source of their own are no independent check."""
    model = rated([3.0] * count, [1e6] * count, source)
    study = Study(model)
    (found,) = property_agreements(study, rule_scores(study))
    assert not found.is_spread_measured
    assert found.spread == found.assumed_spread == 0.7
    table = score_table(study)
    assert with_measured_spreads(study, table, (found,)) == table


def test_full_agreement_leaves_the_spread_of_a_step() -> None:
    """Rater and rule always the same: still nobody is surer than a step is wide, 1 / sqrt(12)."""
    model = rated([3.0, 1.0] * 5, [1800.0, 1e6] * 5)
    (found,) = property_agreements(Study(model), rule_scores(Study(model)))
    assert found.spread == LEAST_SPREAD == pytest.approx(math.sqrt(1 / 12))
    assert found.alpha is not None
    assert found.alpha.median == 1.0


def test_rule_scores_do_not_move_the_pooled_scores() -> None:
    """The rule stands beside the raters: the central scores are theirs alone."""
    found = domains(Study(rated([3.0], [1e9])), draws=0)
    score = found.domains[0].scores[0].score
    assert score is not None
    assert score.median == 3.0
    assert [item.score for item in found.rule_scores] == [0]


def test_tiers_by_hand() -> None:
    """A comes before b in 0.8 and before c in 0.95; b before c in 0.6: a and b, then c."""
    wins = np.array([[0.5, 0.8, 0.95], [0.2, 0.5, 0.6], [0.05, 0.4, 0.5]])
    assert rank_tiers([1.25, 2.0, 2.75], wins) == (1, 1, 2)
    assert rank_tiers([1.25, 2.0, 2.75], wins, 0.75) == (1, 2, 2)
    assert rank_tiers([1.25, 2.0, 2.75], wins, 0.99) == (1, 1, 1)


def test_tiers_rise_with_the_rank_and_are_absent_without_draws() -> None:
    """In the order of the ranks the tiers never fall; without draws nothing is told apart."""
    model = rated([4.0, 4.0, 2.0, 0.0], [1.0, 1.0, 1.0, 1.0])
    found = domains(Study(model), draws=256).domains
    tiers = [item.rank_tier or 0 for item in found]
    assert tiers == sorted(tiers)
    assert tiers[0] == tiers[1] == 1 < tiers[-1]
    assert {item.rank_tier for item in domains(Study(model), draws=0).domains} == {None}


def test_the_shipped_rules_use_only_numbers_with_source_or_reasoning() -> None:
    """Each names an observation about its domain; one with a source is no assumption of ours."""
    model = shipped_model()
    ruled = rule_scores(Study(model))
    assert {item.property for item in ruled} == {
        "sound-verifier",
        "feedback-latency",
        "attempt-cost",
        "task-volume",
        "environments-in-use",
    }
    for item in ruled:
        found = model.observations[item.observation_id]
        assert found.subject == item.domain
        assert item.is_sourced == (found.grade != "our-assumption")
        assert found.quote or found.caveat or found.reasoning
