"""How often each domain takes each rank, against hand calculation, a published case and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from domain_maps import FIVE_STEPS, domain_map, metric, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.estimates import Basis, Estimate, Scale
from graph.questions.domains.acceptability import (
    DrawPlan,
    acceptability,
    expected_ranks_with,
    positions,
    rank_shares,
)
from graph.questions.domains.scores import ScoreTable

EVEN = DrawPlan(exponent=1.0, weights=None, draws=20_000, seed=3)
SCORES = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=4)


def estimate(value: float, deviation: float) -> Estimate:
    """A score with a spread of its own."""
    return Estimate(value, None, None, "score", Scale.IDENTITY, deviation, Basis.JUDGED)


def table(rows: list[list[int]], deviation: float = 0.7) -> ScoreTable:
    """Scores of some domains, each with the same spread."""
    names = tuple(f"p{column}" for column in range(len(rows[0])))
    return ScoreTable(
        tuple(f"d{row}" for row in range(len(rows))),
        tuple(metric(name) for name in names),
        tuple(tuple(estimate(value, deviation) for value in row) for row in rows),
    )


def test_two_domains_and_two_properties_as_computed_by_hand():
    """A (4, 0) comes before B (0, 3) in 4/7 of all weights, by the plain mean."""
    # w is the weight of the first property. A: 4w, B: 3(1 - w). A is first if w > 3/7, and the
    # weight w is even on 0 to 1, so that A is first in 4/7 and second in 3/7.
    found = acceptability(
        table_of(domain_map({"a": {"p": 4, "q": 0}, "b": {"p": 0, "q": 3}})), EVEN
    )

    assert found.shares == pytest.approx(np.array([[4 / 7, 3 / 7], [3 / 7, 4 / 7]]), abs=0.012)
    assert found.expected_ranks == pytest.approx([1 + 3 / 7, 1 + 4 / 7], abs=0.012)


def test_the_same_by_a_power_mean():
    """With exponent -1 the comparison is linear in the weights too: A is first in 1/4 of them."""
    # On the unit scale, (score + 1/2) / 4.5, A is (1, 1/9) and B (1/3, 1/3):
    # A: 1/x = (1, 9), B: 1/x = (3, 3). A is first if w + 9(1-w) < 3, so if w > 6/8: in 1/4.
    model = domain_map({"a": {"p": 4, "q": 0}, "b": {"p": 1, "q": 1}})
    plan = DrawPlan(-1.0, None, 20_000, 0)

    assert acceptability(table_of(model), plan).shares[0, 0] == pytest.approx(1 / 4, abs=0.012)


def test_three_properties_as_computed_by_hand():
    """(4, 0, 0) comes before (0, 2, 2) where its weight is above a third: in 4/9 of the simplex."""
    # 4w > 2(1 - w) if w > 1/3; the part of the triangle with w above 1/3 is (2/3)^2 = 4/9.
    model = domain_map({"a": {"p": 4, "q": 0, "r": 0}, "b": {"p": 0, "q": 2, "r": 2}})

    assert acceptability(table_of(model), EVEN).shares[0, 0] == pytest.approx(4 / 9, abs=0.012)


def test_a_published_case():
    """Heparin before enoxaparin in 35.04 % of 10,000 published draws over even weights.

    The thrombolytics case of the R package smaa 0.3-3 (G. van Valkenhoef; output of its example
    for ``smaa.ra``). The moments are those of its sampled measurements, taken here as normal, as
    the package does not say their law; that moves the share by less than 0.01.
    """
    means = [[0.4117, 0.4249, 0.9258], [0.7514, 0.6084, 0.6151]]
    deviations = [[0.1218, 0.1565, 0.0728], [0.0838, 0.1525, 0.1655]]
    steps = 10_000  # a scale so fine and wide that its ends cut nothing off
    anchors = ("",) * (3 * steps + 1)
    cells = tuple(
        tuple(
            estimate(steps * (1 + mean), steps * spread)
            for mean, spread in zip(row, spreads, strict=True)
        )
        for row, spreads in zip(means, deviations, strict=True)
    )
    names = ("proximal", "distal", "bleeding")
    drugs = ScoreTable(
        ("heparin", "enoxaparin"), tuple(metric(name, anchors) for name in names), cells
    )

    assert acceptability(drugs, EVEN).shares[0, 0] == pytest.approx(0.3504, abs=0.02)


def test_noise_comes_from_the_grade():
    """Two scores one step apart, each with the grade's 0.7, change order in 15.6 % of the draws."""
    # The difference has deviation 0.7 * sqrt(2); Phi(-1 / 0.98995) = 0.156. Fifty steps from the
    # ends of the scale nothing is cut off.
    model = domain_map(
        {"a": {"p": 50}, "b": {"p": 51}}, grade="single-rater-judgement", anchors=("",) * 101
    )
    found = acceptability(table_of(model), EVEN)
    expected = 0.5 * math.erfc(1 / (0.7 * math.sqrt(2)) / math.sqrt(2))

    assert expected == pytest.approx(0.156, abs=0.001)
    assert found.shares[0, 0] == pytest.approx(expected, abs=0.01)
    assert found.expected_ranks[1] == pytest.approx(1 + expected, abs=0.01)


def test_fixed_weights_are_not_drawn():
    """With all weight on one property, that property alone decides."""
    model = domain_map({"a": {"p": 4, "q": 0}, "b": {"p": 0, "q": 3}})
    found = acceptability(table_of(model), DrawPlan(1.0, (0.0, 5.0), 50, 0))

    assert found.shares.tolist() == [[0, 1], [1, 0]]


@settings(max_examples=25, deadline=None)
@given(SCORES, st.integers(0, 3))
def test_equal_scores_give_equal_ranks(rows, seed):
    """Two domains with the same scores have exactly the same expected rank and place."""
    found = acceptability(table([*rows, rows[0]]), DrawPlan(-4.0, None, 64, seed))
    places = positions(found.expected_ranks)

    assert places[0] == places[-1]
    assert found.expected_ranks[0] == pytest.approx(found.expected_ranks[-1], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(SCORES, st.integers(0, 2), st.sampled_from([-math.inf, -4.0, 0.0, 1.0]))
def test_raising_a_score_never_lowers_a_rank(rows, column, exponent):
    """One step more on any property leaves the expected rank and the place as good or better."""
    plan = DrawPlan(exponent, None, 64, 0)
    better = [list(row) for row in rows]
    better[0][column] = min(4, better[0][column] + 1)
    before, after = acceptability(table(rows), plan), acceptability(table(better), plan)

    assert after.expected_ranks[0] <= before.expected_ranks[0] + 1e-12
    assert positions(after.expected_ranks)[0] <= positions(before.expected_ranks)[0]
    assert (after.feedback_quality[0] >= before.feedback_quality[0] - 1e-15).all()


@settings(max_examples=25, deadline=None)
@given(SCORES, st.integers(0, 2))
def test_a_changed_domain_is_ranked_without_drawing_all_anew(rows, column):
    """Expected ranks after a change of one domain are those of a table drawn with the change."""
    plan = DrawPlan(-4.0, None, 64, 1)
    changed = [list(row) for row in rows]
    changed[1][column] = 4 - changed[1][column]
    quick = expected_ranks_with(acceptability(table(rows), plan), table(changed), "d1", plan)

    assert quick == pytest.approx(acceptability(table(changed), plan).expected_ranks, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(SCORES)
def test_somebody_takes_every_rank(rows):
    """Each domain takes some rank and each rank is taken: rows and columns sum to 1, ties too."""
    shares = acceptability(table(rows, deviation=0.0), DrawPlan(1.0, None, 32, 0)).shares

    assert shares.sum(axis=0) == pytest.approx(np.ones(len(rows)))
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(rows)))


def test_those_who_tie_share_their_ranks():
    """Two firsts of three share ranks 1 and 2; the third is third."""
    shares = rank_shares(np.array([[5.0], [5.0], [1.0]]))

    assert shares.tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]


def test_a_missing_score_is_open_over_the_whole_scale():
    """One property, nothing known of A: A comes before a 1 of 4 in 3/4 of the draws, not in 0."""
    model = domain_map({"a": {}, "b": {"p": 1}})
    found = acceptability(table_of(model), EVEN)

    assert found.shares[0, 0] == pytest.approx(3 / 4, abs=0.012)
    assert (found.feedback_quality[0] > found.feedback_quality[1].max()).any()


def test_the_same_seed_gives_the_same_numbers():
    """Nothing but the seed decides the draws."""
    rows = table([[1, 2, 3], [3, 2, 1]])
    one, same, other = (
        acceptability(rows, DrawPlan(-4.0, None, 128, seed)).feedback_quality for seed in (5, 5, 6)
    )

    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_sure_tie_counts_half():
    """Three domains with the same exact scores have the mean rank 2, each of them first."""
    found = acceptability(table([[2, 2], [2, 2], [2, 2]], deviation=0.0), EVEN)

    assert found.expected_ranks == pytest.approx([2, 2, 2])
    assert positions(found.expected_ranks) == (1, 1, 1)


def test_the_seed_also_moves_the_noise_alone():
    """With fixed weights two seeds still give different feedback quality."""
    one, other = (
        acceptability(
            table([[1, 2], [2, 1]]), DrawPlan(-4.0, (1.0, 1.0), 64, seed)
        ).feedback_quality
        for seed in (0, 1)
    )

    assert not np.array_equal(one, other)


def test_no_domain_is_no_trouble():
    """Without domains there are no ranks."""
    empty = ScoreTable((), (metric("p", FIVE_STEPS),), ())

    assert acceptability(empty, DrawPlan(-4.0, None, 8, 0)).shares.shape == (0, 0)
