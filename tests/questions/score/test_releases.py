"""The next generation of a lab: what counts as one, and what is forecast from the past alone."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from statistics import fmean, stdev

import pytest
from score_maps import every, release, stated, study

from graph.questions.score.numbers import release_numbers
from graph.questions.score.releases import (
    Gap,
    Release,
    forecast_by_labs,
    forecast_by_past,
    gaps_between,
    generations,
    release_score,
    releases_of,
)


def day(text: str) -> date:
    """A day as written."""
    return date.fromisoformat(text)


def made(*rows: tuple[str, float]) -> list[Release]:
    """Releases of one lab."""
    return [Release("A", day(when), index) for when, index in rows]


def numbers():
    """What the small map states."""
    return release_numbers(study(*stated()))


def test_a_generation_raises_the_labs_own_best_by_the_step():
    """100, +0.4 (no), +0.5 over the best counted (yes), back (no)."""
    found = generations(
        made(("2024-01-01", 100), ("2024-03-01", 100.4), ("2024-05-01", 100.5), ("2024-07-01", 99)),
        0.5,
        10,
    )

    assert found == {"A": (day("2024-01-01"), day("2024-05-01"))}


def test_small_gains_add_up_to_a_generation():
    """Two gains of 0.3 are 0.6 above the last generation: the second counts."""
    found = generations(
        made(("2024-01-01", 100), ("2024-03-01", 100.3), ("2024-05-01", 100.6)), 0.5, 10
    )

    assert found["A"][1:] == (day("2024-05-01"),)


def test_a_release_within_ten_days_belongs_to_the_generation_and_raises_it():
    """103 on the tenth day is the same generation, so that 103.3 a month later is none."""
    rows = [("2024-01-01", 100), ("2024-01-11", 103), ("2024-02-11", 103.3)]

    assert generations(made(*rows), 0.5, 10) == {"A": (day("2024-01-01"),)}
    assert len(generations(made(*rows), 0.5, 9)["A"]) == 2


def test_of_one_day_the_best_release_counts():
    """Two sizes on one day are one generation at the higher score."""
    found = generations(
        made(("2024-01-01", 90), ("2024-01-01", 100), ("2024-03-01", 100.2)), 0.5, 0
    )

    assert found == {"A": (day("2024-01-01"),)}


def test_later_releases_never_change_what_counted_before():
    """Law: the generations of the first releases are a beginning of those of all of them."""
    rows = [*every("A", 40, 9), *every("B", 7, 30)]
    releases = releases_of(study(*rows))
    whole = generations(releases, 0.5, 10)
    for count in range(len(releases)):
        early = generations(releases[:count], 0.5, 10)
        assert all(whole[lab][: len(days)] == days for lab, days in early.items())


def test_without_gaps_the_forecast_is_what_was_expected():
    """180 days, with the scatter of gaps 0.6, that of labs 0.3 and the doubt ln 3 / 1.645."""
    found = forecast_by_labs([], "A", day("2024-01-01"), numbers())

    assert math.exp(found.location) == pytest.approx(180)
    assert found.scale == pytest.approx(math.sqrt(0.6**2 + 0.3**2 + (math.log(3) / 1.6448536) ** 2))
    assert found.freedom == 4


def test_gaps_of_the_lab_itself_weigh_more_than_those_of_others():
    """A of 30 days and B of 300 days: each is forecast on its own side of the other's."""
    known = [
        Gap("A", day("2023-01-01"), day("2023-01-31")),
        Gap("A", day("2023-01-31"), day("2023-03-02")),
        Gap("B", day("2023-01-01"), day("2023-10-28")),
        Gap("B", day("2022-03-07"), day("2023-01-01")),
    ]
    quick, slow = (forecast_by_labs(known, lab, day("2024-01-01"), numbers()) for lab in "AB")

    assert quick.location < math.log(math.sqrt(30 * 300)) < slow.location


def test_gaps_that_shorten_are_forecast_shorter_than_their_mean():
    """Gaps fall from 400 to 50 days in two years; the next is forecast below their mean."""
    days = [day("2021-01-01"), day("2022-02-05"), day("2022-08-24"), day("2022-12-02"),
            day("2023-01-21")]  # fmt: skip
    known = gaps_between({"A": tuple(days)})

    found = forecast_by_labs(known, "A", days[-1], numbers())

    assert [gap.days for gap in known] == [400, 200, 100, 50]
    assert found.location < fmean(math.log(gap.days) for gap in known)


def test_the_rival_is_the_log_normal_of_past_gaps():
    """Mean and deviation of ln 50, ln 100, ln 200: ln 100 and ln 2."""
    known = [Gap("A", day("2024-01-01"), day("2024-02-20")),
             Gap("A", day("2024-01-01"), day("2024-04-10")),
             Gap("A", day("2024-01-01"), day("2024-07-19"))]  # fmt: skip
    found = forecast_by_past(known)

    assert found.location == pytest.approx(math.log(100))
    assert found.scale == pytest.approx(math.log(2))
    assert stdev([1.0, 2.0, 3.0]) == 1  # why ln 2
    assert forecast_by_past(known[:1]) is None
    assert forecast_by_past(known[:1] * 3) is None


def test_the_future_never_changes_a_past_forecast():
    """Law: what is forecast of a gap stays, whatever is released after its end."""
    early = [*every("A", 60, 12), *every("B", 100, 8, "2023-02-01")]
    last = max(item.as_of for item in early)
    late = [*every("C", 33, 9, last), release("A", "2026-06-01", 200)]
    before, after = (release_score(study(*stated(), *rows)) for rows in (early, [*early, *late]))
    whole = {(item.lab, item.origin): item for item in after.forecasts}

    assert before.forecasts
    for item in before.forecasts:
        if whole[item.lab, item.origin].came == item.came:
            assert whole[item.lab, item.origin] == item


def test_forecasts_start_in_2024_and_see_only_gaps_that_had_ended():
    """A every 100 days and B every 150 from 1 January 2023: the first origin is 5 February 2024.

    By then A has ended four gaps (11 April, 20 July, 28 October, 5 February) and B two (31 May,
    28 October).
    """
    score = release_score(study(*stated(), *every("A", 100, 8), *every("B", 150, 5, "2023-01-01")))
    first = score.forecasts[0]

    assert min(item.origin for item in score.forecasts) >= "2024"
    assert (first.lab, first.origin, first.gaps_known) == ("A", "2024-02-05", 6)
    assert first.days == 100


def test_the_last_generation_of_each_lab_is_waiting():
    """Eight and five generations are seven and four gaps; two are open."""
    score = release_score(study(*stated(), *every("A", 100, 8), *every("B", 150, 5)))

    assert (score.generations, score.waiting) == (13, ("A", "B"))


def test_a_regular_rhythm_is_held_by_the_intervals():
    """A timetable kept to the day lies in every 90 % interval."""
    score = release_score(study(*stated(), *every("A", 100, 12), *every("B", 140, 9)))

    assert all(item.covered for item in score.forecasts)
    assert score.methods[0].coverage.median == 1


def test_a_map_without_releases_says_so():
    """No crash and no number: a sentence that says what is missing."""
    assert "0 dated releases" in (release_score(study(*stated())).obstacle or "")
    missing = release_score(study(*every("A", 100, 9))).obstacle or ""
    assert "does not state whole-loop.prior-release-gap" in missing
    assert "forecasting.ttl" in missing


def test_one_generation_is_no_gap():
    """One release: a generation, no gap, nothing to score."""
    score = release_score(study(*stated(), release("A", "2024-05-01", 100)))

    assert (score.generations, score.forecasts) == (1, ())
    assert "1 dated releases, 0 gaps" in (score.obstacle or "")


def test_a_release_needs_a_day_and_a_lab():
    """A month says not on which day; a score without a lab is nobody's."""
    month = release("A", "2024-05", 100)
    nobodys = release("", "2024-05-01", 100)

    assert releases_of(study(month, nobodys)) == ()


def test_a_prior_that_cannot_be_used_is_named():
    """A scatter of 0 would make every forecast sure; a gap without interval likewise."""
    rows = {item.id: item for item in stated()}
    for name, changes, words in (
        ("prior-gap-scatter", {"value": 0.0}, "must be above 0"),
        ("generation-step", {"value": -1.0}, "must be above 0"),
    ):
        bad = {**rows, name: replace(rows[name], **changes)}
        assert words in (release_score(study(*bad.values())).obstacle or "")
