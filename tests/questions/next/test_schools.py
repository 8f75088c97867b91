"""The two schools side by side: closed forms, and what is said where one has nothing to say."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from uncertain_maps import GRADES, METRICS, about, edge, uncertain_map

from graph.errors import UsageError
from graph.estimates import Scale
from graph.evidence.standpoint import Standpoint
from graph.loop.automation_spread import years_of_day
from graph.loop.sampled import draw_loop
from graph.loop.sampled_solver import SampledSolver
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation
from graph.questions.critical_path.solved_loop import solve_loop
from graph.questions.next.compute import what_falls_next
from graph.questions.next.courses import AutomationSpreads, RatesGoOn, spread_from
from graph.questions.next.schools import Ways
from graph.questions.next.scored import school_scores
from graph.questions.next.walk import Months, walk
from graph.reports.next import next_report
from graph.statistics.trend_belief import DrawnLines
from graph.vocabulary import Bound

NOW = "2026-06-30"
TEN_YEARS = Months(2026 * 12, 121)
GRADE = GRADES[0].id


def share(month: str, value: float, bound: Bound = Bound.EXACT) -> Observation:
    """Return a value of the index."""
    return Observation(
        f"index-{month}",
        "whole-loop",
        "autonomy-share",
        value,
        as_of=month,
        grade=GRADE,
        source="report",
        bound=bound,
    )


def indexed_map(*index: Observation, indexed: float = 1.0, floor: float = 2.0) -> LoopModel:
    """Return two components that turn on their own; the index speaks of the first."""
    numbers = {
        "a": {"baseline-days": 12.0, "speedup": 1.0, "floor-days": floor},
        "b": {"baseline-days": 8.0, "speedup": 1.0},
    }
    edges = [edge("a", "a"), edge("b", "b")]
    lags = [about(item.id, "lag", 1.0) for item in edges]
    model = uncertain_map(numbers, edges, [*lags, about("a", "indexed-share", indexed), *index])
    further = (
        Metric("autonomy-share", "autonomy share", "share", Scale.LOGIT),
        Metric("indexed-share", "indexed share", "share", Scale.LOGIT),
    )
    return replace(model, metrics={item.id: item for item in (*METRICS, *further)})


#: From 10 % to 50 % in five months: the logit from -2.2 to 0.
INDEX = (share("2026-01", 0.1), share("2026-03", 0.25), share("2026-06", 0.5))


def study_of(model: LoopModel) -> Study:
    """Return a study at a fixed date."""
    return Study(model, Standpoint("frontier-lab", NOW))


def test_the_bottleneck_falls_when_so_much_is_led() -> None:
    """From F = 1/2: 2 + 10 (1 - F)/(1/2) = 8 at F = 0.7, a logit of 0.847: month 11 at 1 a year."""
    drawn = draw_loop(Study(indexed_map()), 1, 0)
    course = AutomationSpreads(
        RatesGoOn(np.zeros((2, 1))), np.array([[1.0], [0.0]]), np.zeros(1), np.ones(1)
    )
    found = walk(drawn.uncertain, SampledSolver(drawn.loop), course, TEN_YEARS)
    assert found.falls.tolist() == [math.ceil(12 * math.log(0.7 / 0.3))] == [11]
    assert found.periods[10, 0] == pytest.approx(2 + 20 / (1 + math.exp(10 / 12)))


def test_of_half_the_work_half_goes_with_the_index() -> None:
    """Half of 12 days stays, the other half goes to its floor of 2: 6 + 1 in the end."""
    drawn = draw_loop(Study(indexed_map()), 1, 0)
    half = np.array([[0.5], [0.0]])
    course = AutomationSpreads(RatesGoOn(np.zeros((2, 1))), half, np.zeros(1), np.full(1, 500.0))
    assert course.days(drawn.uncertain, 1.0)[:, 0].tolist() == pytest.approx([7.0, 8.0])


def test_the_share_now_is_read_off_the_line_at_the_date() -> None:
    """A line through logit 1 on 1 July, 2 a year: half a year on 2, and a falling one stays put."""
    july, january = date(2026, 7, 1), date(2027, 1, 1)
    lines = DrawnLines(years_of_day(july), np.array([1.0, 1.0]), np.array([2.0, -2.0]))
    course = spread_from(january, lines, np.ones(2), RatesGoOn(np.zeros((2, 1))))
    half = 184 / 365.25
    assert course.positions.tolist() == pytest.approx([1 + 2 * half, 1 - 2 * half])
    assert course.changes.tolist() == [2.0, 0.0]


def test_what_is_uncertain_of_the_index_is_not_what_is_uncertain_of_the_rates() -> None:
    """The slope of the index is drawn from scores of its own: no correlation with any rate."""
    study = study_of(indexed_map(*INDEX))
    ways = Ways(study, solve_loop(study).loop, Months(2026 * 12, 2), 1024, 0)
    course = ways.drawn_spread()
    assert course is not None
    common, *own = ways.rate_scores()
    for scores in (common, *own):
        assert abs(np.corrcoef(course.changes, scores)[0, 1]) < 0.05


def test_what_the_index_does_not_speak_of_goes_on_at_its_rate() -> None:
    """With an indexed share of 0 both schools have the same days."""
    drawn = draw_loop(Study(indexed_map()), 1, 0)
    rates = RatesGoOn(np.array([[0.5], [0.1]]))
    course = AutomationSpreads(rates, np.zeros((2, 1)), np.zeros(1), np.ones(1))
    assert (course.days(drawn.uncertain, 2.0) == rates.days(drawn.uncertain, 2.0)).all()


def test_both_schools_begin_at_the_same_days() -> None:
    """Now is now: the first month is the same in both, draw by draw."""
    result = what_falls_next(study_of(indexed_map(*INDEX)), draws=64)
    rates, automation = result.schools
    assert (rates.name, automation.name) == ("rates", "automation")
    assert rates.series[0] == automation.series[0]
    assert rates.series == result.series
    assert rates.condition == "if rates stay as in 2022–26"
    assert automation.condition.endswith("from 2026-01 to 2026-06")


def test_the_second_school_falls_first_where_the_index_is_steep() -> None:
    """Nothing has sped up, so that rates hardly move; the index rises by 5 a year."""
    result = what_falls_next(study_of(indexed_map(*INDEX)), draws=64)
    rates, automation = result.schools
    assert rates.present.central_fall is None
    assert automation.present.central_fall is not None
    assert automation.series[-1].binding == {"b": 1.0}


def test_the_present_of_either_school_does_not_depend_on_the_other() -> None:
    """The same draws whichever is asked for: each alone says what it says beside the other."""
    study = study_of(indexed_map(*INDEX))
    both = what_falls_next(study, draws=64, seed=2)
    for number, name in enumerate(("rates", "automation")):
        alone = what_falls_next(study, draws=64, seed=2, school=name)
        assert alone.schools == (both.schools[number],)
        assert alone.series == both.series


def test_without_an_index_one_school_speaks_and_says_why() -> None:
    """One value gives no slope: the answer says so, and asking for that school alone is refused."""
    study = study_of(indexed_map(INDEX[0]))
    result = what_falls_next(study)
    assert [item.name for item in result.schools] == ["rates"]
    assert result.no_automation is not None
    assert "fewer than 2 dated values" in result.no_automation
    with pytest.raises(UsageError, match="Choose --school rates"):
        what_falls_next(study, school="automation")


def test_without_an_indexed_part_one_school_speaks() -> None:
    """The index is there, but it speaks of no part whose acceleration is known."""
    result = what_falls_next(study_of(indexed_map(*INDEX, indexed=0.0)))
    assert result.no_automation is not None
    assert "loop:IndexedShare" in result.no_automation


def test_a_school_that_there_is_not_is_refused() -> None:
    """The message says which there are."""
    with pytest.raises(UsageError, match=r"rates .* automation .* or both"):
        what_falls_next(study_of(indexed_map(*INDEX)), school="optimism")


def test_an_index_that_follows_its_curve_is_forecast_best_by_it() -> None:
    """Ten months along a straight line in logit: the school that says so has the lower score."""
    values = [-4.0 + 0.6 * month for month in range(11)]
    index = [
        share(f"2025-{month + 1:02}" if month < 12 else "2026-01", 1 / (1 + math.exp(-height)))
        for month, height in enumerate(values)
    ]
    index = [replace(item, low=item.value * 0.97, high=item.value * 1.03) for item in index]
    found = school_scores(study_of(indexed_map(*index)))[0]
    assert found.rates is not None
    assert found.automation is not None
    # From the third value to the last but one: 8 + 7 + ... + 1 forecasts of eight values.
    assert (found.value_count, found.automation.forecast_count) == (8, 36)
    assert found.automation.score < found.rates.score
    assert found.better == "automation"


def test_with_few_values_the_scores_stand_and_none_is_better() -> None:
    """Five months: from the third on two values are forecast, which is less than eight."""
    index = [share(f"2026-0{month}", 0.1 * month) for month in range(1, 6)]
    found = school_scores(study_of(indexed_map(*index)))[0]
    assert found.value_count == 2
    assert found.rates is not None
    assert found.automation is not None
    assert found.better is None


def test_three_values_are_too_few_to_tell() -> None:
    """Two fit a line and one more its scatter: nothing is left to be told apart by."""
    found = school_scores(study_of(indexed_map(*INDEX)))[0]
    assert (found.value_count, found.rates, found.automation) == (0, None, None)
    assert found.better is None


def test_the_report_says_both_conditions() -> None:
    """No sentence about what falls without that under which it does."""
    result = what_falls_next(study_of(indexed_map(*INDEX)), draws=64)
    lead = str(next_report(result).blocks[0])
    assert "If rates stay as in 2022–26" in lead
    assert "If automation spreads as its index did from 2026-01 to 2026-06" in lead
    assert "Too little has happened since to tell which of the two forecasts better" in lead
