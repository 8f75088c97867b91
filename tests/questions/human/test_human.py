"""Which parts still need people: shares, gates, remaining time, trends and signs, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_map import shipped_study
from small_maps import assumed, edge, exactly, seen, small_map

from graph.estimates import Basis
from graph.evidence.standpoint import Standpoint
from graph.loop.automation import PooledShare
from graph.loop.study import Study
from graph.questions.human.answer import Direction, Holder
from graph.questions.human.compute import human, human_days
from graph.reports.human import human_report
from graph.reports.terminal_text import to_text
from graph.statistics.trend import Point, fit_trend
from graph.vocabulary import Bound, Kind


def answer(*observations, names="a", standpoint=None, **parts):
    """Return the answer for a map with these observations."""
    return human(Study(small_map(names, observations, **parts), standpoint or Standpoint()))


def the(result, identifier="a"):
    """Return one component of an answer."""
    return next(item for item in result.components if item.id == identifier)


# ---- Shares of decisions ----


def test_people_hold_what_ai_does_not_decide():
    """AI decides 30 %: people 70 %; the ends of the interval change places."""
    item = the(answer(seen("x", "a", "ai-share-of-decisions", 0.3)))
    share = item.human_share_of_decisions
    assert share.median == pytest.approx(0.7)
    # logit 0.3 = ln(3/7), 5th percentile at -1.6449 * 0.2: odds 3/7 * exp(-0.32897) = 0.30845
    assert share.high == pytest.approx(1 - 0.30845 / 1.30845, abs=1e-4)
    assert share.low < share.median
    assert item.holder is Holder.PEOPLE


def test_where_ai_decides_more_than_half_it_is_mostly_ai():
    """AI decides 80 %: mostly AI."""
    assert the(answer(seen("x", "a", "ai-share-of-decisions", 0.8))).holder is Holder.AI


@pytest.mark.parametrize("metric", ["ai-share-of-lines", "ai-share-of-person-time"])
def test_another_kind_of_share_does_not_tell_who_decides(metric):
    """Lines and person-time leave the holder unknown, not people's."""
    item = the(answer(seen("x", "a", metric, 0.9)))
    assert item.holder is Holder.UNKNOWN
    assert item.human_share_of_decisions is None


def test_an_exact_share_has_an_exact_rest():
    """No interval comes from none."""
    rest = PooledShare(0.25, None, None, Basis.MEASURED, 1, 1).rest()
    assert (rest.median, rest.low, rest.high) == (0.75, None, None)


# ---- Gates by design ----


def test_a_gate_that_only_we_call_one_says_so():
    """No source: our word alone, with the reason and what was read for it."""
    read = seen("paper", "a", "ai-share-of-tasks", 0.1, quote="people sign off")
    said = assumed("ours", "a", "human-by-design", 1.0, derived_from=("paper",))
    result = answer(said, read)
    (gate,) = result.gates
    assert (gate.required, gate.our_word_alone) == (True, True)
    assert gate.words[0].reasoning == "We think so."
    assert gate.rests_on[0].quote == "people sign off"
    assert the(result).holder is Holder.BY_DESIGN
    assert "in our view, which no source states" in " ".join(to_text(human_report(result)).split())


def test_a_gate_on_a_source_s_word_quotes_it():
    """The document, its publisher and its words stand in the answer."""
    result = answer(seen("law", "a", "human-by-design", 1.0, quote="a person shall decide"))
    (gate,) = result.gates
    assert not gate.our_word_alone
    assert (gate.words[0].source, gate.words[0].publisher) == ("On source-of-law", "A press")
    assert '"a person shall decide"' in to_text(human_report(result))


def test_work_that_need_not_stay_with_people_is_no_gate():
    """An observation of 0 is told, and the component is not held by design."""
    result = answer(seen("law", "a", "human-by-design", 0.0))
    assert not result.gates[0].required
    assert the(result).holder is Holder.UNKNOWN


def test_what_nobody_says_is_no_gate():
    """No observation: no gate, and nothing is taken to be free of people either."""
    result = answer()
    assert result.gates == ()
    assert the(result).holder is Holder.UNKNOWN


# ---- Remaining time ----


@pytest.mark.parametrize(
    ("baseline", "floor", "speedup", "share", "expected"),
    [
        (10, 0, 1, 0.0, 10),  # no AI: all of it
        (10, 0, 1, 1.0, 0),  # AI does it all
        (10, 2, 2, 0.75, 2),  # a quarter of 8 days of touch time; 3 are left beside the floor
        (10, 2, 4, 0.25, 0.5),  # 6 days of their own do not fit into 2.5 - 2: people got faster
        (10, 10, 3, 0.1, 0),  # nothing but floor
        (10, 4, 100, 0.1, 0),  # at the floor
    ],
)
def test_people_s_days_by_hand(baseline, floor, speedup, share, expected):
    """min((1 - f)(d0 - u), d - u) with d = max(u, d0/S)."""
    assert human_days(baseline, floor, speedup, share) == pytest.approx(expected)


@given(
    baseline=st.floats(0.1, 1000),
    kept=st.floats(0, 1),
    speedup=st.floats(0.2, 50),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_people_s_days_fit_into_the_days_and_fall_with_ai_s_share(baseline, kept, speedup, shares):
    """Never below 0, never more than the days besides the floor, less where AI does more."""
    floor = baseline * kept
    less, more = (human_days(baseline, floor, speedup, share) for share in sorted(shares))
    assert 0 <= more <= less <= max(floor, baseline / speedup) - floor


LOOP = {
    "names": "ab",
    "edges": (edge("a", "b"), edge("b", "a")),
    "lags": ("b-gates-a",),
}
DAYS = (
    exactly("a", "baseline-days", 12.0),
    exactly("b", "baseline-days", 8.0),
    exactly("b", "floor-days", 3.0),
)


def test_where_people_s_share_is_unknown_the_answer_is_from_to():
    """a: half of 12 days are people's. b: of 8 days 3 are fixed, 0 to 5 people's. 6 to 11 of 20."""
    share = seen("x", "a", "ai-share-of-person-time", 0.5)
    time = answer(*DAYS, share, **LOOP).remaining
    assert (time.days, time.floor_days) == (20.0, 3.0)
    assert time.human_days_at_least == pytest.approx(6.0)
    assert time.human_days_at_most == pytest.approx(11.0)
    assert time.unknown_components == ("b",)


def test_people_s_days_come_with_an_interval_around_them():
    """An uncertain share gives an interval; an exact one none; an unknown one nothing."""
    uncertain = the(answer(*DAYS, seen("x", "a", "ai-share-of-person-time", 0.5), **LOOP))
    # f at its 5th percentile: odds exp(-1.6449 * 0.2) = 0.7197, f = 0.4185, people 6.98 days.
    assert uncertain.human_days.high == pytest.approx(12 * (1 - 0.4185), rel=0.01)
    assert uncertain.human_share_of_remaining_time.median == pytest.approx(0.5)
    exact = the(answer(*DAYS, exactly("a", "ai-share-of-person-time", 0.5), **LOOP))
    assert (exact.human_days.median, exact.human_days.low) == (6.0, None)
    assert the(answer(*DAYS, **LOOP)).human_days is None


def test_a_map_without_a_loop_has_no_critical_cycle_to_speak_of():
    """The rest is answered all the same."""
    result = answer(*DAYS, names="ab", edges=(edge("a", "b"),))
    assert result.remaining is None
    assert the(result).on_critical_cycle is None
    assert "critical cycle" not in to_text(human_report(result)).split("\n\n")[1]


# ---- Trends ----


def points(*pairs, variance=1.0):
    """Return points of equal weight."""
    return [Point(time, height, variance) for time, height in pairs]


def test_the_slope_of_a_straight_line_is_that_of_the_line():
    """Through (0, 2) and (2, 0): -1 a year, variance 1 / (1 + 1) = 1/2."""
    slope = fit_trend(points((0, 2), (2, 0)))
    assert slope.change == pytest.approx(-1.0)
    assert slope.deviation == pytest.approx(math.sqrt(0.5))
    assert slope.probability_falling == pytest.approx(0.9214, abs=1e-4)  # Phi(sqrt 2)


@pytest.mark.parametrize("pairs", [(), ((0, 1),), ((3, 1), (3, 2))])
def test_one_date_gives_no_slope(pairs):
    """Two numbers of one day are no trend."""
    assert fit_trend(points(*pairs)) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.floats(-4, 4), st.floats(0.1, 3)), min_size=3, max_size=8
    ).filter(lambda rows: len({row[0] for row in rows}) > 1)
)
def test_slopes_are_those_of_numpy(rows):
    """The same weighted line as numpy's; its error is only ever widened, by the misfit."""
    times, heights, deviations = map(np.array, zip(*rows, strict=True))
    fit, covariance = np.polyfit(times, heights, 1, w=1 / deviations, cov="unscaled")
    slope = fit_trend([Point(t, y, s**2) for t, y, s in rows])
    assert slope.change == pytest.approx(fit[0], abs=1e-6)
    misfit = (((heights - np.polyval(fit, times)) / deviations) ** 2).sum() / (len(rows) - 2)
    expected = math.sqrt(covariance[0, 0] * max(1.0, misfit))
    assert slope.deviation == pytest.approx(expected, rel=1e-6)


def yearly(prefix, make, shares, metric="ai-share-of-person-time", **changes):
    """Return one observation a year from 2023."""
    return [
        make(f"{prefix}{year}", "a", metric, value, as_of=f"{year}-07-01", **changes)
        for year, value in enumerate(shares, start=2023)
    ]


def test_people_s_part_falls_as_ai_s_rises():
    """AI's share 1/3, 1/2, 2/3: its odds double each year, people's halve."""
    (trend,) = answer(*yearly("x", seen, (1 / 3, 1 / 2, 2 / 3))).trends
    assert trend.direction is Direction.FALLING
    # 2024 is a leap year, so that two years are 731 days: ln 4 / (731 / 365.25).
    assert trend.change_per_year.median == pytest.approx(-math.log(4) * 365.25 / 731, rel=1e-4)
    assert trend.odds_factor_per_year.median == pytest.approx(0.5, abs=1e-3)
    assert trend.first_human_share == pytest.approx(2 / 3)
    assert trend.last_human_share == pytest.approx(1 / 3)
    assert trend.source_count == 3


def test_a_metric_of_people_s_part_is_taken_as_it_stands():
    """The share that people read falls from one half to a tenth: so does their part."""
    (trend,) = answer(*yearly("x", seen, (0.5, 0.1), metric="human-read-share")).trends
    assert (trend.first_human_share, trend.last_human_share) == (0.5, 0.1)
    assert trend.direction is Direction.FALLING


def test_sources_count_before_our_own_judgements():
    """Where sources give two dates, what we think is no point of the line."""
    own = yearly("own", assumed, (0.01, 0.5, 0.99))
    (trend,) = answer(*own, *yearly("x", seen, (0.6, 0.5, 0.4))).trends
    assert trend.direction is Direction.RISING
    assert trend.observation_count == 3
    (alone,) = answer(*own).trends
    assert (alone.source_count, alone.direction) == (0, Direction.FALLING)


def test_small_changes_are_not_shown():
    """From 50 to 51 % within its errors is neither falling nor rising."""
    (trend,) = answer(*yearly("x", seen, (0.5, 0.51))).trends
    assert trend.direction is Direction.NOT_SHOWN


def test_settings_are_not_joined_to_one_line():
    """One number of a lab and a later one of industry are no trend of either."""
    lab = seen("x", "a", "ai-share-of-tasks", 0.1, as_of="2023", settings=("frontier-lab",))
    other = seen("y", "a", "ai-share-of-tasks", 0.9, as_of="2025", settings=("industry",))
    assert answer(lab, other).trends == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"bound": Bound.LOWER},
        {"retracted": True},
        {"replaced_by": "x2024"},
        {"as_of": None},
    ],
)
def test_limits_and_what_does_not_count_are_no_points(changes):
    """A limit, something withdrawn, replaced or undated leaves one date, hence no trend."""
    first, second = yearly("x", seen, (0.1, 0.9))
    altered = {"as_of": "2023-07-01", **changes}
    first = seen("x2023", "a", "ai-share-of-person-time", 0.1, **altered)
    assert answer(first, second).trends == ()


def test_a_trend_knows_only_what_was_known_by_then():
    """As of the end of 2024 the third point does not exist."""
    shares = yearly("x", seen, (1 / 3, 1 / 2, 2 / 3))
    (trend,) = answer(*shares, standpoint=Standpoint(as_of="2024")).trends
    assert trend.observation_count == 2


# ---- Signs and disputes ----


def test_what_ai_mostly_does_speaks_against_people_holding_it():
    """80 % of tasks speak against, 20 % for; a share read by people counts the other way round."""
    result = answer(
        seen("x", "a", "ai-share-of-tasks", 0.8),
        seen("y", "a", "ai-share-of-decisions", 0.2),
        seen("z", "a", "human-read-share", 0.01),
    )
    against = {sign.word.observation_id: sign.speaks_against for sign in result.signs}
    assert against == {"x": True, "y": False, "z": True}
    assert {sign.word.observation_id: sign.ai_part for sign in result.signs}["z"] == 0.99


@pytest.mark.parametrize(
    ("metric", "value", "bound", "speaks"),
    [
        ("ai-share-of-tasks", 0.8, Bound.LOWER, True),
        ("ai-share-of-tasks", 0.8, Bound.UPPER, None),
        ("ai-share-of-tasks", 0.2, Bound.UPPER, False),
        ("ai-share-of-tasks", 0.2, Bound.LOWER, None),
        ("human-read-share", 0.8, Bound.LOWER, False),
        ("human-read-share", 0.2, Bound.LOWER, None),
    ],
)
def test_a_limit_is_a_sign_only_if_it_settles_the_side(metric, value, bound, speaks):
    """'At most 80 %' may be 10 %: it speaks for neither."""
    signs = answer(seen("x", "a", metric, value, bound=bound)).signs
    assert [sign.speaks_against for sign in signs] == ([] if speaks is None else [speaks])


def test_our_own_judgement_is_no_sign():
    """Only sources speak for or against."""
    assert answer(assumed("x", "a", "ai-share-of-tasks", 0.9)).signs == ()


def test_of_one_source_and_kind_the_newest_is_the_sign():
    """An older number of the same series is history, not a sign the other way."""
    old = seen("x", "a", "ai-share-of-tasks", 0.1, as_of="2023", source="s")
    new = seen("y", "a", "ai-share-of-tasks", 0.9, as_of="2025", source="s")
    (sign,) = answer(old, new).signs
    assert sign.word.observation_id == "y"


def test_a_disputed_number_is_shown_with_what_it_is_disputed_by():
    """Both stand side by side."""
    one = seen("x", "a", "ai-share-of-decisions", 0.2)
    other = seen("y", "a", "ai-share-of-decisions", 0.7, disputes=("x", "nothing-known"))
    (dispute,) = answer(one, other).disputes
    assert (dispute.word.value, dispute.disputed.value) == (0.7, 0.2)


def test_ways_round_a_gate_are_told():
    """A Bypasses dependency is listed with its ends."""
    result = answer(names="ab", edges=(edge("a", "b", Kind.BYPASSES),))
    assert [(item.source, item.target) for item in result.bypasses] == [("a", "b")]
    assert "A to B" in to_text(human_report(result))


# ---- The shipped map ----


@pytest.fixture(scope="module")
def shipped():
    """The answer for the shipped map."""
    return human(shipped_study())


def test_the_shipped_gates_rest_on_our_word_and_the_answer_says_so(shipped):
    """Every gate by design gives a reason, and its first line whose word it is."""
    assert {gate.id for gate in shipped.gates} >= {"safety-approval", "merge-approval"}
    assert all(word.reasoning or word.source for gate in shipped.gates for word in gate.words)
    alone = all(gate.our_word_alone for gate in shipped.gates)
    said = " ".join(to_text(human_report(shipped)).split())
    assert ("by design, in our view, which no source states." in said) is alone


def test_in_the_shipped_map_people_s_days_never_exceed_the_days(shipped):
    """On every component, and on the critical cycle as a whole."""
    for item in shipped.components:
        if item.human_days is not None:
            assert 0 <= item.human_days.low <= item.human_days.median <= item.human_days.high
            assert item.human_days.median <= item.days - item.floor_days + 1e-9
    time = shipped.remaining
    assert time.human_days_at_least <= time.human_days_at_most <= time.days - time.floor_days + 1e-9
