"""R_loop read in three ways, against closed forms, the kernel's own shares, and laws."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from growth_map import small_study
from shipped_map import shipped_model

from graph.evidence.dates import DAYS_PER_YEAR
from graph.loop.study import Study
from graph.questions.growth.answer import (
    RatioReading,
    Reading,
    SchoolAnswer,
    Takeoff,
    Verdict,
    verdict_of,
)
from graph.questions.growth.automation_index import led_share
from graph.questions.growth.compute import prepare, takeoff
from graph.questions.growth.kernel.inputs import AutomationShares
from graph.questions.growth.kernel.next_generation import feedback_at_start
from graph.questions.growth.kernel_input import growth_input, schools
from graph.questions.growth.readings import with_slope
from graph.reports.growth import growth_report
from graph.reports.terminal_text import to_text


def observed(name: str, metric: str, value: float, when: str = "2026-08-31", more: str = "") -> str:
    """Return an observation of our own about a thing, in Turtle."""
    subject = ":software" if metric in ("InputShare", "InputReturns") else ":whole-loop"
    return f"""
:{name} a loop:Evidence ; sosa:hasFeatureOfInterest {subject} ;
    sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult {value} ; {more}
    loop:asOf "{when}"^^<http://www.w3.org/2001/XMLSchema#date> ;
    loop:grade loop:OurAssumption ; loop:reasoning "For the test."@en .
"""


def led(*points: tuple[str, float], bound: str = "") -> str:
    """Return dated shares that AI leads; the first may be only a limit."""
    whole = ':whole-loop a loop:FeedbackLoop ; rdfs:label "All" ; loop:through :research .\n'
    return whole + "".join(
        observed(f"led-{index}", "AutonomyShare", share, when, bound if index == 0 else "")
        for index, (when, share) in enumerate(points)
    )


#: From 0.2 to 0.5 in 184 days: the logit rises by ln 4.
RISE = led(("2026-02-28", 0.2), ("2026-08-31", 0.5))
PER_YEAR = math.log(4.0) * DAYS_PER_YEAR / 184.0


def central(folder: Path, **changes: str) -> Takeoff:
    """Return the central answer of the small map."""
    return takeoff(small_study(folder, **changes), draws=0, horizon=1.0)


def reading(answer: SchoolAnswer, which: Reading) -> RatioReading:
    """Return one reading of a school."""
    return next(item for item in answer.readings if item.reading is which)


@cache
def shipped() -> Takeoff:
    """Return the answer for the shipped map, with few draws."""
    return takeoff(Study(shipped_model()), draws=64, seed=1, horizon=2.0)


def test_constant_elasticities_are_the_first_reading(tmp_path: Path) -> None:
    """lambda/beta times eta, 1/0.5 * 0.25 = 0.5: the R_loop that the answer has always had."""
    (answer,) = central(tmp_path, elasticity="0.25").schools
    found = reading(answer, Reading.SO_FAR)

    assert found.loop_ratio == answer.loop_ratio
    assert found.loop_ratio.median == pytest.approx(0.5)
    assert found.slope.median == pytest.approx(0.25)


def test_with_all_work_by_ai_r_is_returns_over_difficulty(tmp_path: Path) -> None:
    """Sum of b eta is 1, so R = lambda/beta = 2 whatever the elasticity; nothing else is needed."""
    (answer,) = central(tmp_path, elasticity="0.25").schools
    found = reading(answer, Reading.ALL_BY_AI)

    assert found.slope.median == pytest.approx(1.0)
    assert found.loop_ratio.median == pytest.approx(2.0)
    assert found.loop_ratio_if_inputs_were_free.median == pytest.approx(2.0)
    assert answer.labour_share.median == pytest.approx(1.0)


def test_the_shipped_map_gives_a_third_of_it_at_labours_share_of_a_third() -> None:
    """Compute is 0.67 of effort, so that 1 - 0.67 of lambda/beta is left where powers multiply."""
    answer = shipped().schools[0]
    found = reading(answer, Reading.ALL_BY_AI)
    free = found.loop_ratio_if_inputs_were_free.median

    assert answer.labour_share.median == pytest.approx(0.33, abs=0.01)
    assert found.loop_ratio.median == pytest.approx(0.33 * free, rel=0.05)
    # Published: returns over difficulty near 1.4 alone, 0.40 to 0.63 after compute.
    assert 1.0 < free < 1.9
    assert 0.40 < found.loop_ratio.median < 0.63


def test_the_slope_at_the_margin_is_v_times_f(tmp_path: Path) -> None:
    """The gain v is the logit's rise over growth, 2.75/0.5; eta = v f with f = 0.5; R = eta/0.5."""
    result = central(tmp_path, more=RISE)
    found = reading(result.schools[0], Reading.AT_THE_MARGIN)
    gain = PER_YEAR / 0.5

    assert result.automation is not None
    assert result.automation.rise_per_year.median == pytest.approx(PER_YEAR)
    assert result.automation.share_now.median == pytest.approx(0.5)
    assert found.slope.median == pytest.approx(gain * 0.5)
    assert found.loop_ratio.median == pytest.approx(gain * 0.5 / 0.5)
    # v f/(1 - f) is twice as much at one half.
    assert found.loop_ratio_if_share_kept_its_pace is not None
    assert found.loop_ratio_if_share_kept_its_pace.median == pytest.approx(gain / 0.5)


def test_the_kernel_with_real_shares_gives_the_same_slope(tmp_path: Path) -> None:
    """An oracle: shares of work at no time of its own, whose odds rise as S^v, in the same kernel.

    Between f and f + df the acceleration 1/(1 - f) rises by exactly as much as v f says.
    """
    study = small_study(tmp_path)
    growth = growth_input(prepare(study, 0, 0), schools(study)[0], generation_time=None)
    share, gain = 0.26, 1.7
    none = np.zeros((1, 1, 1))
    shares = AutomationShares(
        log_odds=np.full((1, 1), math.log(share / (1 - share))),
        stock_gains=np.full((1, 1, 1), gain),
        speeds=np.full((1, 1), np.inf),
    )
    parts = replace(growth.components, elasticities=none, log_ceilings=None, shares=shares)
    by_shares = feedback_at_start(replace(growth, components=parts)).generation.loop_ratio
    by_slope = feedback_at_start(with_slope(growth, 0, np.array([gain * share])))

    assert by_shares == pytest.approx(gain * share / 0.5)
    assert by_slope.generation.loop_ratio == pytest.approx(by_shares)
    step = 1e-6
    odds = math.log(share / (1 - share)) + gain * step
    later = 1.0 / (1.0 + math.exp(-odds))
    rise = (math.log1p(-share) - math.log1p(-later)) / step
    assert rise == pytest.approx(gain * share, rel=1e-5)


def test_compute_that_grows_too_takes_its_part_of_the_rise() -> None:
    """The rise is shared out over what made models better: software, and the compute in it."""
    answer = shipped().schools[0]
    index = shipped().automation
    assert index is not None
    found = reading(answer, Reading.AT_THE_MARGIN).slope.median
    alone = index.rise_per_year.median * index.share_now.median
    growth = next(item for item in answer.stocks if item.id == "software-efficiency").growth_now

    assert found < 0.75 * alone / growth.median


def test_a_limit_makes_the_rise_a_least_one(tmp_path: Path) -> None:
    """At most 0.2 in February is a point only while nothing better is known."""
    limit = led(("2026-02-28", 0.2), ("2026-08-31", 0.5), bound="loop:bound loop:UpperBound ;")
    found = led_share(small_study(tmp_path, more=limit))
    assert found is not None
    assert found.answer().first_is_limit
    assert found.line.change == pytest.approx(PER_YEAR)
    better = limit + observed("led-more", "AutonomyShare", 0.4, "2026-05-31")
    again = led_share(small_study(tmp_path, more=better))
    assert again is not None
    assert not again.answer().first_is_limit
    # logit 0.5 - logit 0.4 = ln 1.5 in 92 days.
    assert again.line.change == pytest.approx(math.log(1.5) * DAYS_PER_YEAR / 92.0)


def test_without_two_dates_the_margin_is_unknown(tmp_path: Path) -> None:
    """Missing, not 0: two readings, no index, and a sentence that says so."""
    result = central(tmp_path, more=led(("2026-08-31", 0.5)))
    text = " ".join(to_text(growth_report(result)).split())

    assert result.automation is None
    assert [item.reading for item in result.schools[0].readings] == [
        Reading.SO_FAR,
        Reading.ALL_BY_AI,
    ]
    assert result.schools[0].spread == ()
    assert "No two dates tell what share AI leads" in text


def test_r_rises_as_automation_spreads_until_the_floor_binds(tmp_path: Path) -> None:
    """R = 2 v f while research (floor 25 of 100 days) is above its floor, 0 past a = 4.

    From f0 = 0.5 a part is 0.5/(1 - f) times as fast: 1 at 0.5, 2 at 0.75, 5 at 0.9.
    """
    answer = central(tmp_path, more=RISE, research_floor="25").schools[0]
    ratios = {point.share: point.loop_ratio.median for point in answer.spread}
    held = {point.share: point.at_their_floor.median for point in answer.spread}
    gain = PER_YEAR / 0.5

    assert list(ratios) == [0.5, 0.75, 0.9, 0.99]
    assert ratios[0.5] == pytest.approx(2 * gain * 0.5)
    assert ratios[0.75] == pytest.approx(2 * gain * 0.75)
    assert (ratios[0.9], held[0.9]) == (0.0, 1.0)
    assert (held[0.5], held[0.75]) == (0.0, 0.0)


def test_stronger_feedback_strengthens_what_the_map_holds_and_not_the_limit(
    tmp_path: Path,
) -> None:
    """Twice the feedback doubles the first two readings; AI cannot do more than all of the work."""
    study = small_study(tmp_path, more=RISE, elasticity="0.25")
    once, twice = (
        takeoff(study, draws=0, horizon=1.0, feedback=times).schools[0] for times in (1.0, 2.0)
    )
    for which, factor in zip(Reading, (2.0, 2.0, 1.0), strict=True):
        before, after = reading(once, which), reading(twice, which)
        assert after.loop_ratio.median == pytest.approx(factor * before.loop_ratio.median)


def test_without_recursion_nothing_is_read(tmp_path: Path) -> None:
    """No elasticity acts, so there is nothing to read in three ways."""
    study = small_study(tmp_path, more=RISE)
    answer = takeoff(study, draws=0, horizon=1.0, recursion=False).schools[0]

    assert (answer.readings, answer.spread) == ((), ())


def test_draws_of_the_share_leave_all_others_as_they_are(tmp_path: Path) -> None:
    """The course is the same with a dated share and without: the three readings are no input."""
    bare, dated = (
        takeoff(small_study(tmp_path, more=more), draws=32, horizon=2.0) for more in ("", RISE)
    )

    assert bare.series == dated.series
    assert bare.schools[0].loop_ratio == dated.schools[0].loop_ratio


def test_the_margin_comes_with_an_interval_and_the_same_seed_with_the_same() -> None:
    """Share and rise are both uncertain; the ends lie on either side."""
    again = takeoff(Study(shipped_model()), draws=64, seed=1, horizon=2.0)
    for answer in shipped().schools:
        found = reading(answer, Reading.AT_THE_MARGIN).loop_ratio
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.median < found.high

    assert again == shipped()


def test_published_ratios_say_which_reading_they_speak_of() -> None:
    """Naam's 0.10 to 0.20 and Cunningham's 0.59 are of today; the others of AI doing all."""
    found = {item.observation_id: item for item in shipped().published}
    naam = found["published-ratio-naam"]

    assert (naam.range.low, naam.range.high, naam.of_today) == (0.1, 0.2, True)
    assert found["published-ratio-cunningham"].of_today
    ranges = {
        name: (
            found[f"published-ratio-{name}"].range.low,
            found[f"published-ratio-{name}"].range.high,
        )
        for name in ("ho-whitfill", "davidson-houlden")
    }
    assert ranges == {"ho-whitfill": (0.4, 0.63), "davidson-houlden": (0.4, 3.6)}
    assert found["published-ratio-govai"].value == pytest.approx(1.386)
    assert not any(found[f"published-ratio-{name}"].of_today for name in ("govai", *ranges))


def test_no_probability_of_the_report_is_0_or_100_per_cent() -> None:
    """What no draw shows is said so, with how much of it rests on assumptions."""
    text = to_text(growth_report(shipped()))
    rows = [
        line
        for line in text.splitlines()
        if line.startswith(
            (
                "above 1",
                "ever above 1",
                "... above 1",
                "runs:",
                "work readily replaces compute  Dep",
            )
        )
    ]

    assert len(rows) > 8
    assert "none of 64 runs" in text
    assert "given the widths" in " ".join(text.split())
    for line in rows:
        assert " 0 %" not in line, line
        assert "100 %" not in line, line


def test_a_verdict_needs_nine_draws_in_ten() -> None:
    """From 0.9 and up to 0.1 it is given, between them it is undecided."""
    found = [verdict_of(share) for share in (0.9, 0.89, 0.11, 0.09)]

    assert found == [
        Verdict.SUSTAINS,
        Verdict.UNDECIDED,
        Verdict.UNDECIDED,
        Verdict.DOES_NOT,
    ]
