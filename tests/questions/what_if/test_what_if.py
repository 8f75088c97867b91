"""Before and after: closed forms on loops of two, and the laws of a supposition."""

import gc
import math
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import edge, exactly, small_map, uncertain

from graph.loop import paired_draws
from graph.loop.comparison import exact_change, paired_change, standard_error
from graph.loop.study import Study
from graph.model import Scenario, Supposition
from graph.questions.what_if.compute import scenarios, what_if

#: Coding and review one after the other, one generation at a time.
RING = (edge("coding", "review"), edge("review", "coding"))
LAGS = ("review-gates-coding",)


def ring(*observations, scenario=None):
    """Coding of 12 d and review of 8 d without AI: 20 d a generation."""
    days = exactly("coding", "baseline-days", 12.0), exactly("review", "baseline-days", 8.0)
    model = small_map(("coding", "review"), (*days, *observations), RING, lags=LAGS)
    if scenario is not None:
        model = type(model)(**{**_fields(model), "scenarios": {scenario.id: scenario}})
    return Study(model)


def _fields(model):
    return {name: getattr(model, name) for name in model.__dataclass_fields__}


def supposing(study, *numbers):
    """The study with numbers supposed, each as subject, metric, value."""
    return study.supposing(tuple(Supposition(*number) for number in numbers))


@pytest.mark.parametrize("draws", [0, 64])
def test_a_study_that_supposes_nothing_changes_nothing(draws):
    """Every difference is exactly 0, in every draw, and nothing is said to move."""
    result = what_if(ring(uncertain("coding", 2.0)), draws=draws)

    assert not result.moved
    assert {change.mean_difference for change in result.answers if change.before} == {0.0}
    assert result.cycle_changed_probability == 0.0
    assert {row.rank_before == row.rank_after for row in result.components} == {True}


def test_period_and_pace_before_and_after_as_by_hand():
    """Coding at 2x: 6+8 = 14 d; at 3x: 4+8 = 12 d; the pace goes from 20/14 to 20/12."""
    study = ring(exactly("coding", "speedup", 2.0))
    result = what_if(supposing(study, ("coding", "speedup", 3.0)))

    assert result.answer("period_days").mean_difference == -2.0
    assert result.answer("pace").before.median == pytest.approx(20 / 14)
    assert result.answer("pace").after.median == pytest.approx(20 / 12)
    assert result.answer("baseline_period_days").moved is False
    assert result.suppositions == ("coding.speedup=3",)


def test_each_side_is_drawn_once(monkeypatch):
    """One loop without and one with each of three scenarios; afterwards none of them is kept."""
    made = []
    draw = paired_draws.draw_loop
    monkeypatch.setattr(
        paired_draws, "draw_loop", lambda *asked: made.append(weakref.ref(it := draw(*asked))) or it
    )
    study = ring(uncertain("coding", 2.0))
    model = study.model
    known = {
        name: Scenario(name, name, (Supposition("coding", "speedup", speedup),))
        for name, speedup in (("two", 2.0), ("three", 3.0), ("four", 4.0))
    }
    study = Study(type(model)(**{**_fields(model), "scenarios": known}))

    scenarios(study, draws=64)
    assert len(made) == 1 + 3
    what_if(study.supposing(known["two"].suppositions), draws=64)
    assert len(made) == 4 + 2
    gc.collect()
    assert [one() for one in made] == [None] * 6


def test_a_scenario_and_its_inverse_give_back_the_answer():
    """Supposing 3x and then the value that was there leaves the central answer as it was."""
    study = ring(exactly("coding", "speedup", 2.0))
    there = supposing(study, ("coding", "speedup", 3.0), ("review", "baseline-days", 5.0))
    back = supposing(there, ("coding", "speedup", 2.0), ("review", "baseline-days", 8.0))

    result = what_if(back)

    assert result.suppositions
    assert not result.moved
    assert result.before.period_days == result.after.period_days


def test_a_change_far_smaller_than_the_interval_is_told_from_none():
    """Review at 1.01x saves 8 - 8/1.01 d in every draw, while coding spreads over many days."""
    study = ring(uncertain("coding", 2.0, factor=4.0))
    result = what_if(supposing(study, ("review", "speedup", 1.01)), draws=256)
    period = result.answer("period_days")

    assert period.mean_difference == pytest.approx(8 / 1.01 - 8)
    assert period.standard_error == pytest.approx(0.0, abs=1e-9)
    assert period.moved
    assert period.before.high - period.before.low > 5


def test_the_pace_of_each_draw_is_that_of_the_same_draw():
    """On one cycle the period is 12/S + 8: supposing review at 4 d takes 4 d off each draw."""
    study = ring(uncertain("coding", 2.0, factor=3.0))
    result = what_if(supposing(study, ("review", "baseline-days", 4.0)), draws=128)

    assert result.answer("period_days").difference.low == pytest.approx(-4.0)
    assert result.answer("period_days").difference.high == pytest.approx(-4.0)


def test_what_the_loop_does_not_wait_for_moves_its_days_alone():
    """Beside the ring of 20 d, 19 d with review at its floor, the pair with 5 d takes 17 d.

    With 6 d it takes 18 d: neither period nor any blocking share notices.
    """
    model = small_map(
        ("aside", "coding", "review"),
        (
            exactly("coding", "baseline-days", 12.0),
            exactly("review", "baseline-days", 8.0),
            exactly("review", "floor-days", 7.0),
            exactly("aside", "baseline-days", 5.0),
        ),
        (*RING, edge("coding", "aside"), edge("aside", "coding")),
        lags=(*LAGS, "aside-gates-coding"),
    )
    result = what_if(supposing(Study(model), ("aside", "baseline-days", 6.0)))
    rows = {row.id: row for row in result.components}

    assert result.answer("period_days").mean_difference == 0.0
    assert rows["aside"].days.mean_difference == 1.0
    assert [key for key, row in rows.items() if row.moved] == ["aside"]


def test_another_cycle_takes_over_and_is_named_on_both_sides():
    """At 30 d beside it the pair coding-aside binds: 12+30 = 42 d instead of 20 d."""
    model = small_map(
        ("aside", "coding", "review"),
        (
            exactly("coding", "baseline-days", 12.0),
            exactly("review", "baseline-days", 8.0),
            exactly("aside", "baseline-days", 5.0),
        ),
        (*RING, edge("coding", "aside"), edge("aside", "coding")),
        lags=(*LAGS, "aside-gates-coding"),
    )
    result = what_if(supposing(Study(model), ("aside", "baseline-days", 30.0)))
    shares = {
        item.cycle: (item.probability.mean_before, item.probability.mean_after)
        for item in result.cycles
    }

    assert shares == {("coding", "review"): (1.0, 0.0), ("aside", "coding"): (0.0, 1.0)}
    assert result.cycle_changed_probability == 1.0
    ranks = {row.id: (row.rank_before, row.rank_after) for row in result.components}
    assert ranks["aside"] == (3, 1)


def test_cycle_probabilities_sum_to_one_on_both_sides():
    """However the draws fall, one cycle binds in each of them."""
    model = small_map(
        ("aside", "coding", "review"),
        (
            exactly("coding", "baseline-days", 12.0),
            exactly("review", "baseline-days", 8.0),
            exactly("aside", "baseline-days", 9.0),
            uncertain("review", 1.0, factor=3.0),
        ),
        (*RING, edge("coding", "aside"), edge("aside", "coding")),
        lags=(*LAGS, "aside-gates-coding"),
    )
    result = what_if(supposing(Study(model), ("aside", "baseline-days", 10.0)), draws=256)

    for side in ("mean_before", "mean_after"):
        total = sum(getattr(item.probability, side) for item in result.cycles)
        assert total == pytest.approx(1.0)


@given(
    st.lists(st.floats(0.1, 10.0), min_size=2, max_size=20),
    st.floats(0.01, 5.0),
)
@settings(max_examples=50, deadline=None)
def test_swapping_before_and_after_turns_the_sign(values, shift):
    """The paired difference is antisymmetric, its error is not touched."""
    before = np.array(values)
    after = before[::-1] + shift
    there, back = paired_change("x", "", before, after), paired_change("x", "", after, before)

    assert there.mean_difference == pytest.approx(-back.mean_difference)
    assert there.standard_error == pytest.approx(back.standard_error)
    assert there.moved == back.moved


@pytest.mark.parametrize(("shift", "moved"), [(0.1, False), (0.3, True), (-0.3, True)])
def test_beyond_the_noise_means_more_than_two_standard_errors(shift, moved):
    """A hundred differences of +1 and -1 have an error of 0.1; 0.1 is noise and 0.3 is not."""
    before = np.zeros(100)
    after = np.tile([1.0, -1.0], 50) + shift

    change = paired_change("x", "", before, after)

    assert change.standard_error == pytest.approx(math.sqrt(100 / 99) / 10)
    assert change.moved is moved


def test_an_infinite_answer_on_both_sides_is_no_change():
    """Without limit before and after: the difference is 0, not undefined."""
    endless = np.array([math.inf, math.inf])

    assert paired_change("x", "", endless, endless).mean_difference == 0.0
    assert paired_change("x", "", endless, endless).moved is False


def test_an_answer_that_becomes_infinite_has_moved_without_an_error():
    """From 1 to without limit: it moved, and no standard error is made up."""
    change = paired_change("x", "", np.ones(3), np.array([1.0, 1.0, math.inf]))

    assert change.moved
    assert change.standard_error is None


def test_a_missing_side_is_missing_and_not_zero():
    """Where one side has no answer there is no difference."""
    change = exact_change("ceiling_pace", "ratio", None, 2.0)

    assert change.before is None
    assert change.mean_difference is None
    assert change.moved is False


def test_one_draw_has_no_standard_error():
    """A single value says nothing about its own noise."""
    assert standard_error(np.array([1.0])) is None


def test_rounding_is_no_change():
    """A difference in the last digit is not shown as one."""
    before = np.array([1.0, 2.0])

    assert paired_change("x", "", before, before * (1 + 1e-15)).mean_difference == 0.0


def test_scenarios_stand_side_by_side_the_shortest_period_first():
    """One scenario of two suppositions: 12/4 + 8/2 = 7 d."""
    quick = Scenario(
        "quick",
        "Quick",
        (Supposition("coding", "speedup", 4.0), Supposition("review", "speedup", 2.0)),
    )
    result = scenarios(ring(scenario=quick))

    assert [row.id for row in result.outcomes] == ["quick"]
    assert result.outcomes[0].period_days.after.median == 7.0
    assert result.outcomes[0].supposition_count == 2
