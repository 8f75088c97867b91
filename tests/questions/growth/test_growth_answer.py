"""Growth on the map: closed forms on a small loop, laws, and maps that cannot run."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from growth_map import small_study
from shipped_map import shipped_study

from graph.errors import OntologyError, UsageError
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Supposition
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.questions.growth.answer import Takeoff, Verdict
from graph.questions.growth.compute import prepare, takeoff
from graph.questions.growth.kernel.next_generation import feedback_at_start
from graph.questions.growth.kernel.run import Regime
from graph.questions.growth.kernel_input import School, growth_input, schools
from graph.questions.growth.numbers import growth_lints
from graph.questions.growth.substitution import Plan, SchoolRun, run_school


def run(study: Study, horizon: float = 10.0, *, continuous: bool = False) -> SchoolRun:
    """Run the central estimate of the first school."""
    return run_school(prepare(study, 0, 0), schools(study)[0], Plan(horizon, continuous))


@cache
def shipped() -> Study:
    """Return the shipped map."""
    return shipped_study()


@cache
def shipped_answer(*, recursion: bool = True) -> Takeoff:
    """Return the answer for the shipped map, with few draws."""
    return takeoff(shipped(), draws=64, seed=1, horizon=6.0, recursion=recursion)


# ---- Closed forms ----


def test_the_pole_of_the_hyperbola_is_hit(tmp_path: Path) -> None:
    """One stock and no floor: d ln S/dt = 0.5 S^(1 - 0.5) has its pole at 1/(0.5 * 0.5) = 4."""
    study = small_study(tmp_path, training_floor="0", fab_days="0")
    found = run(study, continuous=True)

    assert found.run.pole_times == pytest.approx([4.0], abs=1e-4)
    assert found.run.regimes == (Regime.RUNS_AWAY,)


def test_any_floor_keeps_every_draw_finite(tmp_path: Path) -> None:
    """The same loop with a training run of 50 days: generations never take less, none diverges."""
    result = takeoff(small_study(tmp_path), draws=64, horizon=20.0)
    (answer,) = result.schools

    assert result.has_floor == 1.0
    assert answer.ran_away == 0.0
    assert answer.unresolved == 0.0
    # The floor is itself uncertain; no quantile of a generation lies below that of the floor.
    assert all(point.generation_days.low >= result.floor_days.low for point in result.series)
    assert all(math.isfinite(point.pace.high) for point in result.series)


def test_the_loop_ratio_is_returns_times_elasticity_over_difficulty(tmp_path: Path) -> None:
    """1.0 * 1.0 / 0.5 = 2 sustains itself; a quarter of the elasticity, 0.5, does not."""
    strong = takeoff(small_study(tmp_path), draws=0).schools[0]
    weak = takeoff(small_study(tmp_path, elasticity="0.25"), draws=0).schools[0]

    assert strong.loop_ratio.median == pytest.approx(2.0)
    assert (strong.loop_gain.median, strong.difficulty.median) == pytest.approx((1.0, 0.5))
    assert strong.needed_factor.median == pytest.approx(0.5)
    assert strong.verdict is Verdict.SUSTAINS
    assert weak.loop_ratio.median == pytest.approx(0.5)
    assert weak.needed_factor.median == pytest.approx(2.0)
    assert weak.verdict is Verdict.DOES_NOT


def test_generations_follow_the_recursion_by_hand(tmp_path: Path) -> None:
    """S^0.5 grows by 0.5 * 0.5 * years * S per generation, and research takes 100/S days."""
    found = run(small_study(tmp_path), horizon=2.0)
    times = np.asarray(found.run.generation_times)[:, 0]
    logs = np.asarray(found.run.generation_log_stocks)[:, 0, 0]
    stock, time = 1.0, 0.0
    for index in range(4):
        years = max(100.0 / stock + 50.0, 60.0) / DAYS_PER_YEAR
        stock = (stock**0.5 + 0.5 * 0.5 * years * stock) ** 2.0
        time += years

        assert times[index] == pytest.approx(time, rel=1e-9)
        assert logs[index] == pytest.approx(math.log(stock), rel=1e-9)


def test_without_floor_generations_shrink_with_the_stock(tmp_path: Path) -> None:
    """The pace at any time is 150 days over those of the generation under way."""
    result = takeoff(small_study(tmp_path), draws=0, horizon=3.0)

    assert result.series[0].pace.median == pytest.approx(1.0)
    for point in result.series:
        assert point.pace.median == pytest.approx(150.0 / point.generation_days.median)
    assert result.series[-1].generation_days.median < 70.0


def test_what_was_slack_takes_over(tmp_path: Path) -> None:
    """Once research is under 10 days, the fab's own cycle of 60 days binds, for good."""
    answer = takeoff(small_study(tmp_path), draws=0, horizon=10.0).schools[0]

    assert answer.critical_cycles[0].cycle == ("research", "training")
    assert answer.critical_cycles[0].name == "Learning"
    assert answer.critical_cycles[-1].cycle == ("fab",)
    assert answer.critical_cycles[-1].generation_days == pytest.approx(60.0)
    fab = next(item for item in answer.takeovers if item.id == "fab")
    research = next(item for item in answer.takeovers if item.id == "research")
    assert (fab.critical_now, fab.critical_at_end, fab.takes_over) == (0.0, 1.0, 1.0)
    assert fab.takes_over_year is not None
    assert fab.takes_over_year.median == pytest.approx(answer.critical_cycles[-1].year)
    assert (research.critical_now, research.falls, research.takes_over) == (1.0, 1.0, None)
    assert research.falls_year == fab.takes_over_year


def test_draws_that_never_get_there_are_counted_without_a_date(tmp_path: Path) -> None:
    """A fab of one day never binds: no takeover, no date, and it is not shown as if it did."""
    answer = takeoff(small_study(tmp_path, fab_days="1"), draws=16, horizon=3.0).schools[0]

    assert "fab" not in {item.id for item in answer.takeovers}


# ---- No feedback ----


def test_with_all_feedback_at_zero_the_static_pace_comes_out_for_ever(tmp_path: Path) -> None:
    """Elasticity 0, continuous or not: the pace of the critical path at every time, R_loop 0."""
    study = small_study(tmp_path, elasticity="0")
    still = critical_path(study)
    for continuous in (False, True):
        result = takeoff(study, draws=0, horizon=30.0, continuous=continuous)

        assert {point.pace.median for point in result.series} == {still.pace.median}
        assert {point.loop_ratio.median for point in result.series} == {0.0}


def test_recursion_off_is_the_static_pace_on_the_shipped_map() -> None:
    """Every draw keeps its pace of today; on, the same draws start from the same pace."""
    off, on = shipped_answer(recursion=False), shipped_answer()
    today = critical_path(shipped(), draws=64, seed=1)

    assert {point.pace for point in off.series} == {today.pace}
    assert {point.pace_without_recursion for point in on.series} == {today.pace}
    assert on.series[0].pace == today.pace
    assert on.generation_days == today.period_days
    assert all(answer.loop_ratio.high == 0.0 for answer in off.schools)


# ---- Laws ----


def test_stronger_feedback_never_lowers_the_loop_ratio(tmp_path: Path) -> None:
    """R_loop and the pace at the end rise with the elasticity."""
    found = [
        takeoff(small_study(tmp_path, elasticity=eta), draws=0).schools[0]
        for eta in ("0.1", "0.4", "0.7")
    ]
    ratios = [answer.loop_ratio.median for answer in found]
    paces = [answer.pace_at_end.median for answer in found]

    assert ratios == pytest.approx([0.2, 0.8, 1.4])
    assert paces == sorted(paces)


def test_the_pace_stays_below_that_of_all_floors() -> None:
    """No point of any school passes the period with every component at its floor."""
    result = shipped_answer()

    for answer in result.schools:
        assert answer.pace_at_end.high <= answer.highest_pace.high
        assert answer.pace_at_end.median <= answer.highest_pace.median


def test_all_parts_of_the_feedback_sum_to_one() -> None:
    """Shares of components, shares of dependencies and of kinds of growth are whole."""
    for answer in shipped_answer().schools:
        assert sum(item.share for item in answer.components) == pytest.approx(1.0)
        assert sum(item.share for item in answer.edges) == pytest.approx(1.0)
        assert sum(item.share for item in answer.regimes) == pytest.approx(1.0)
        assert sum(item.improvement_counts for item in answer.stocks) == pytest.approx(1.0)


def test_the_same_seed_gives_the_same_answer() -> None:
    """And another seed another one."""
    again = takeoff(shipped(), draws=64, seed=1, horizon=6.0)
    other = takeoff(shipped(), draws=64, seed=2, horizon=6.0)

    assert again == shipped_answer()
    assert other.schools[0].loop_ratio != again.schools[0].loop_ratio


def test_more_draws_change_nothing_that_counts() -> None:
    """The middle and the ends of R_loop at 512 and at 2,048 draws agree within a tenth."""
    found = []
    for draws in (512, 2048):
        prepared = prepare(shipped(), draws, 0)
        growth = growth_input(prepared, schools(shipped())[1], generation_time=None)
        ratios = feedback_at_start(growth).generation.loop_ratio
        found.append(np.quantile(ratios, [0.05, 0.5, 0.95]))

    assert found[0] == pytest.approx(found[1], rel=0.1)


def test_feedback_supposed_stronger_scales_the_loop_ratio(tmp_path: Path) -> None:
    """Half as strong is half the ratio; the factor that is needed brings it to 1."""
    study = small_study(tmp_path)
    half = takeoff(study, draws=0, feedback=0.5).schools[0]
    strong = takeoff(study, draws=0).schools[0]
    needed = takeoff(study, draws=0, feedback=strong.needed_factor.median).schools[0]

    assert half.loop_ratio.median == pytest.approx(strong.loop_ratio.median / 2)
    assert half.difficulty == strong.difficulty
    assert needed.loop_ratio.median == pytest.approx(1.0)


@pytest.mark.parametrize("feedback", [-1.0, math.inf, math.nan])
def test_feedback_without_sense_is_refused(tmp_path: Path, feedback: float) -> None:
    """A finite number of 0 or more."""
    with pytest.raises(UsageError, match="feedback"):
        takeoff(small_study(tmp_path), draws=0, feedback=feedback)


#: Compute and staff of the small map: a share of 0.6, growing 0.2 and 0.3 a year.
OUTSIDE = """:software loop:inputReturns 1.0 ; loop:inputGrowthRate 0.2 .
:share a loop:Evidence ; sosa:hasFeatureOfInterest :software ;
    sosa:observedProperty loop:InputShare ; sosa:hasSimpleResult 0.6 ;
    loop:grade loop:OurAssumption ; loop:reasoning "For the test." .
:staff a loop:Evidence ; sosa:hasFeatureOfInterest :software ;
    sosa:observedProperty loop:StaffGrowthRate ; sosa:hasSimpleResult 0.3 ;
    loop:grade loop:OurAssumption ; loop:reasoning "For the test." .
loop:InputShare a loop:Metric ; rdfs:label "share" ; loop:unitWord "share" ; loop:scale "logit" .
loop:StaffGrowthRate a loop:Metric ; rdfs:label "staff" ; loop:unitWord "per year" ;
    loop:scale "identity" ."""


def test_staff_and_inputs_drive_a_stock_from_outside(tmp_path: Path) -> None:
    """Without feedback S^0.5 = 1 + 0.5 * 0.5 (e^(k t) - 1)/k, k = 0.4 * 0.3 + 0.6 * 0.2 = 0.24."""
    study = small_study(tmp_path, elasticity="0", more=OUTSIDE)
    result = takeoff(study, draws=0, horizon=5.0, continuous=True)
    expected = (1.0 + 0.25 * math.expm1(0.24 * 5.0) / 0.24) ** 2.0

    assert result.schools[0].stocks[0].level_at_end.median == pytest.approx(expected, rel=1e-4)


def test_a_stock_that_does_not_grow_stays_where_it_is(tmp_path: Path) -> None:
    """Growth of 0, whatever comes from outside: the level is 1 at the end, and a number."""
    result = takeoff(small_study(tmp_path, growth="0", more=OUTSIDE), draws=0, horizon=3.0)

    assert result.schools[0].stocks[0].level_at_end.median == 1.0


def test_the_parts_of_the_feedback_sum_to_the_loop_ratio(tmp_path: Path) -> None:
    """Draw by draw, with a scarce input as without."""
    study = small_study(tmp_path, more=OUTSIDE)
    found = run_school(prepare(study, 16, 0), schools(study)[0], Plan(1.0)).feedback

    assert found.carried.sum(axis=(1, 2)) == pytest.approx(found.generation.loop_ratio)


def test_the_leading_stock_is_the_one_the_feedback_hangs_on() -> None:
    """The greatest product of both Perron vectors: d R/d ln of that stock's own feedback."""
    result = shipped_answer()
    stocks = {
        item.id: item.improvement_counts * item.grows_along for item in result.schools[0].stocks
    }

    assert result.leading_stock == max(stocks, key=lambda name: stocks[name])


def test_inputs_hold_growth_back_as_the_nest_says(tmp_path: Path) -> None:
    """With a compute share of 0.6 and sigma 1, work counts for 0.4 of R_loop: 2 * 0.4 = 0.8."""
    answer = takeoff(small_study(tmp_path, more=OUTSIDE), draws=0).schools[0]

    assert answer.loop_ratio.median == pytest.approx(0.8)
    assert answer.loop_ratio_if_inputs_were_free.median == pytest.approx(2.0)
    assert answer.verdict is Verdict.DOES_NOT


def test_before_anything_was_known_of_the_stocks_nothing_builds_up() -> None:
    """With the evidence of 2024 no stock has its numbers, and every one is told."""
    result = takeoff(Study(shipped().model, Standpoint("frontier-lab", "2024")), draws=0)
    told = {lint.subject for lint in result.lints if lint.code == "stock-without-number"}

    assert result.schools == ()
    assert told == set(shipped().model.stocks)


def test_both_schools_of_substitution_stand_side_by_side() -> None:
    """2.58 and 0 are both shown, each with its own course, and neither is averaged away."""
    result = shipped_answer()

    assert [answer.substitution for answer in result.schools] == [2.58, 0.0]
    assert {point.school for point in result.series} == {item.school for item in result.schools}
    assert School("", 2.58, None).exponent == pytest.approx(1.58 / 2.58)
    assert School("", 0.0, None).exponent == -math.inf


def test_a_map_without_the_dispute_has_one_school(tmp_path: Path) -> None:
    """Where nothing is said of substitution, proportion is taken and named."""
    (school,) = schools(small_study(tmp_path))

    assert (school.substitution, school.observation_id) == (1.0, None)
    assert "nothing is said" in school.name


def test_suppositions_are_taken_up(tmp_path: Path) -> None:
    """A faster start is a faster pace from the first generation on."""
    study = small_study(tmp_path)
    faster = study.supposing((Supposition("research", "speedup", 2.0),))

    # 150 days without AI, 50 + 50 with research twice as fast.
    assert takeoff(faster, draws=0).schools[0].pace_now.median == pytest.approx(1.5)
    assert takeoff(faster, draws=0).suppositions == ("research.speedup=2",)


def test_loop_scores_name_what_drives_and_what_holds_back(tmp_path: Path) -> None:
    """Both loops of one stock: their sizes sum to 1, learning drives and difficulty holds back."""
    drives = takeoff(small_study(tmp_path), draws=0, horizon=2.0, continuous=True).schools[0].drives
    first = {item.loop: item.score for item in drives if item.year == 1.0}

    assert set(first) == {"Learning", "difficulty rises as the stock grows"}
    # d ln growth/d ln S is 1 through research and -0.5 through difficulty: two thirds, one third.
    assert first["Learning"] == pytest.approx(2 / 3, abs=0.02)
    assert first["difficulty rises as the stock grows"] == pytest.approx(-1 / 3, abs=0.02)


# ---- Maps that cannot run, and lints ----


@pytest.mark.parametrize("horizon", [0.0, -1.0, math.inf, math.nan, 101.0])
def test_a_horizon_without_sense_is_refused(tmp_path: Path, horizon: float) -> None:
    """Above 0 and at most a hundred years."""
    with pytest.raises(UsageError, match="horizon"):
        takeoff(small_study(tmp_path), draws=0, horizon=horizon)


def test_a_map_without_a_stock_keeps_its_pace_and_says_why(tmp_path: Path) -> None:
    """Nothing that builds up, nothing to grow: the static pace for ever, and what is missing."""
    study = small_study(tmp_path, stock="")
    result = takeoff(study, draws=0)

    assert (result.schools, result.leading_stock) == ((), None)
    assert {point.pace for point in result.series} == {critical_path(study).pace}
    assert {lint.code for lint in result.lints} >= {"stock-not-fed", "edge-never-matters"}


def test_a_map_without_a_loop_is_refused(tmp_path: Path) -> None:
    """No cycle of gates, no generation: an error with a remedy."""
    file = tmp_path / "open.ttl"
    file.write_text(
        """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a loop:Coding ; rdfs:label "A" ; loop:baselineDays 1 .
:b loop:Coding ; rdfs:label "B" ; loop:baselineDays 1 .
:a-gates-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
""".replace(":a loop", ":a a loop").replace(":b loop", ":b a loop"),
        encoding="utf-8",
    )
    with pytest.raises(OntologyError, match="no cycle"):
        takeoff(Study(read_ontology([file])), draws=0)


def test_a_stock_that_nothing_feeds_is_told(tmp_path: Path) -> None:
    """It is left out by name, as are one without numbers and one that acts on nothing."""
    idle = ':idle a loop:Stock ; rdfs:label "Idle" .'
    lints = growth_lints(small_study(tmp_path, more=idle))

    assert [(lint.code, lint.subject) for lint in lints] == [
        ("stock-not-fed", "idle"),
        ("stock-without-number", "idle"),
        ("stock-acts-on-nothing", "idle"),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"carries": ""}, "no stock is named"),
        ({"elasticity": "0"}, None),
        ({"research_floor": "100"}, "at its minimum time"),
    ],
)
def test_an_edge_that_can_never_matter_is_told(
    tmp_path: Path, change: dict[str, str], why: str | None
) -> None:
    """Without a stock or with a target at its floor it is told; an uncertain 0 may still matter."""
    lints = growth_lints(small_study(tmp_path, **change))
    told = [lint.message for lint in lints if lint.code == "edge-never-matters"]

    assert [why in message for message in told] == ([True] if why else [])


def test_a_default_in_two_places_is_told(tmp_path: Path) -> None:
    """An elasticity written on the dependency and assumed again elsewhere."""
    again = """:again a loop:Evidence ; sosa:hasFeatureOfInterest :training-improves-research ;
    sosa:observedProperty loop:Elasticity ; sosa:hasSimpleResult 1.0 ;
    loop:grade loop:OurAssumption ; loop:reasoning "Said twice." ."""
    lints = growth_lints(small_study(tmp_path, more=again))

    assert [(lint.code, lint.subject) for lint in lints] == [
        ("default-in-two-places", "training-improves-research")
    ]


def test_an_outcome_that_no_draw_reaches_is_told(tmp_path: Path) -> None:
    """The central run of the small map is super-exponential; every other kind is listed once."""
    lints = takeoff(small_study(tmp_path), draws=0).lints
    (lint,) = [item for item in lints if item.code == "outcome-not-reached"]

    assert Regime.FIZZLES.value in lint.message
    assert f"{Regime.SUPER_EXPONENTIAL_TO_A_FLOOR.value};" not in lint.message


def test_the_shipped_stocks_are_fed_and_have_their_numbers() -> None:
    """Nothing of the shipped growth model is left out, and no default stands twice."""
    codes = {lint.code for lint in growth_lints(shipped())}

    assert codes <= {"edge-never-matters"}
