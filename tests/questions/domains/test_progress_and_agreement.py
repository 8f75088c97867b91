"""Speeds of progress, the test whether scores foretell them, and agreement between raters."""

from __future__ import annotations

import math
import random

import pytest
from domain_maps import domain_map, score
from scipy.stats import spearmanr

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Domain
from graph.questions.domains.progress import (
    Predictors,
    Progress,
    Verdict,
    prediction_test,
    progress_of,
)
from graph.questions.domains.scores import raters_and_agreements, weighted_kappa
from graph.statistics.rank_correlation import correlation_interval, rank_correlation


def course(*results: tuple[float, str, str], as_of: str | None = None) -> Progress:
    """The progress of one domain from (share, date, metric) of each result."""
    found = tuple(
        score(f"r{index}", metric, share, as_of=date, source=None)
        for index, (share, date, metric) in enumerate(results)
    )
    domain = Domain("law", "Law", trajectory=tuple(item.id for item in found))
    model = domain_map({"law": {"p": 1}}, more=found, domains={"law": domain})
    (progress,) = progress_of(Study(model, Standpoint(as_of=as_of)))
    return progress


def test_speed_is_the_change_of_the_log_odds_per_year():
    """From even odds to nine to one in four years: a quarter of ln 9 a year."""
    four_years = course((0.5, "2020-01-01", "pass-share"), (0.9, "2024-01-01", "pass-share"))
    # 2020 to 2024 holds one leap day: 1461 days are four years of 365.25.
    assert four_years.log_odds_per_year == pytest.approx(math.log(9) / 4)
    assert (four_years.first, four_years.last) == (0.5, 0.9)


def test_only_the_first_and_last_result_in_time_count():
    """Results are put in order by date, not by name, and those between change nothing."""
    found = course(
        (0.9, "2024-01-01", "pass-share"),
        (0.6, "2021-05-05", "pass-share"),
        (0.5, "2020-01-01", "pass-share"),
    )

    assert found.observations == ("r2-pass-share-", "r1-pass-share-", "r0-pass-share-")
    assert found.log_odds_per_year == pytest.approx(math.log(9) / 4)


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([(0.5, "2020", "pass-share")], "fewer than two dates"),
        ([(0.5, "2020", "pass-share"), (0.6, "2021", "other-share")], "different metrics"),
        ([(0.5, "2020", "pass-share"), (1.0, "2021", "pass-share")], "no odds"),
        ([(0.0, "2020", "pass-share"), (0.4, "2021", "pass-share")], "no odds"),
    ],
)
def test_a_course_without_a_speed_says_why(results, reason):
    """Nothing is dropped in silence."""
    found = course(*results)

    assert found.log_odds_per_year is None
    assert reason in (found.reason_left_out or "")


def test_what_was_not_known_yet_does_not_count():
    """As of 2022, a result of 2024 does not exist, and one result gives no speed."""
    found = course(
        (0.5, "2020-01-01", "pass-share"), (0.9, "2024-01-01", "pass-share"), as_of="2022"
    )

    assert found.last == 0.5
    assert found.log_odds_per_year is None


def foretold(count: int, weakest: list[float], mean: list[float], speeds: list[float]):
    """The test over so many domains."""
    progress = tuple(
        Progress(f"d{i}", (), None, None, None, None, speeds[i], None) for i in range(count)
    )
    predictors = {f"d{i}": Predictors(weakest[i], mean[i], mean[i]) for i in range(count)}
    return prediction_test(progress, predictors, seed=0)


def test_few_domains_cannot_tell_even_if_one_fits_perfectly():
    """With 5 domains, a perfect order by the weakest against a good one by the mean is no proof."""
    found = foretold(5, [0, 1, 2, 3, 4], [1, 0, 2, 3, 4], [1, 2, 3, 4, 5])

    assert found.weakest is not None
    assert found.weakest.median == pytest.approx(1)
    assert found.verdict is Verdict.CANNOT_TELL


def test_many_domains_can_tell():
    """With 40 domains in the order of their weakest score, and means at random, it is said."""
    values = [float(value) for value in range(40)]
    noise = random.Random(1).sample(values, 40)

    assert foretold(40, values, noise, values).verdict is Verdict.WEAKEST
    assert foretold(40, noise, values, values).verdict is Verdict.MEAN


def test_equal_predictors_are_no_better_than_each_other():
    """If weakest and mean are the same, the difference is 0 and nothing can be told."""
    values = [float(value) for value in range(30)]
    found = foretold(30, values, values, values)

    assert found.difference is not None
    assert found.difference.median == 0
    assert found.verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_without_enough_domains_there_is_no_interval(count):
    """Up to three domains give no interval and no verdict, and no trouble."""
    values = [float(value) for value in range(count)]
    found = foretold(count, values, values, values)

    assert len(found.domains) == count
    assert found.weakest is None or found.weakest.low is None
    assert found.verdict is Verdict.CANNOT_TELL


def test_rank_correlation_is_scipys():
    """Spearman's coefficient, with ties, agrees with another implementation."""
    source = random.Random(0)
    for _ in range(20):
        one = [source.randint(0, 4) for _ in range(9)]
        other = [source.randint(0, 6) for _ in range(9)]
        assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic)


def test_the_interval_of_a_correlation_by_hand():
    """For 0.5 over 12 pairs: tanh of atanh 0.5 less and more 1.645 deviations."""
    # atanh 0.5 = 0.5493; the deviation is sqrt(1.125 / 9) = 0.35355.
    found = correlation_interval(0.5, 12)

    assert found is not None
    # 0.5493 -+ 1.64485 * 0.35355 = -0.0322 and 1.1308
    assert found.low == pytest.approx(math.tanh(-0.0322), abs=1e-3)
    assert found.high == pytest.approx(math.tanh(1.1308), abs=1e-3)


def test_a_perfect_order_of_few_still_has_an_interval():
    """Even a correlation of 1 is unsure with five pairs."""
    found = correlation_interval(1.0, 5)

    assert found is not None
    assert found.high == 1.0
    assert found.low is not None
    assert found.low < 0.9


def test_weighted_kappa_by_hand():
    """One disagreement of one step in four scores."""
    # Squared differences: 0, 0, 0, 1: mean 1/4. All 16 pairs of (0,1,2,3) with (0,1,2,4):
    # 21 + 11 + 9 + 15 = 56, mean 3.5. Kappa = 1 - 0.25 / 3.5 = 13/14.
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 4]) == pytest.approx(13 / 14)


def test_raters_who_say_one_thing_only_have_no_kappa():
    """If chance alone makes them agree, agreement says nothing."""
    assert weighted_kappa([2, 2], [2, 2]) is None


def test_agreement_needs_a_second_rater():
    """One rating gives one rater and no agreement; a second one on the same scores gives both."""
    first = {"law": {"p": 1, "q": 2}, "trade": {"p": 3}}
    alone = raters_and_agreements(Study(domain_map(first)))
    again = tuple(
        score(domain, name, value, rater="a colleague", source="second-rating")
        for domain, name, value in (("law", "p", 1), ("law", "q", 4), ("trade", "p", 3))
    )
    raters, (agreement,) = raters_and_agreements(Study(domain_map(first, more=again)))

    assert alone == (("first rater",), ())
    assert raters == ("a colleague", "first rater")
    assert agreement.score_count == 3
    assert agreement.same_share == pytest.approx(2 / 3)
    assert agreement.within_one_share == pytest.approx(2 / 3)


def test_the_source_says_who_rated_where_the_score_does_not():
    """A second source's author is a second rater."""
    again = (score("law", "p", 2, rater=None, source="second-rating"),)
    renamed = tuple(
        type(item)(**{**{f: getattr(item, f) for f in item.__slots__}, "id": "law-p-again"})
        for item in again
    )
    raters, agreements = raters_and_agreements(Study(domain_map({"law": {"p": 1}}, more=renamed)))

    assert raters == ("first rater", "second rater")
    assert agreements[0].within_one_share == 1
