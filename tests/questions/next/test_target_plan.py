"""The fewest changes to a pace, against trying every set of components."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uncertain_maps import about, edge, uncertain_map

from graph.errors import UsageError
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.critical_path.solved_loop import solve_loop
from graph.questions.next import target_plan as module
from graph.questions.next.schools import Ways
from graph.questions.next.target_plan import target_plan
from graph.questions.next.walk import LookAhead, Months

WORKED_DAYS = {"C": 12.0, "R": 8.0, "I": 4.0, "E": 3.0, "D": 3.0}


def ahead_of(model: LoopModel) -> LookAhead:
    """Return the loop at the central estimate."""
    study = Study(model)
    return Ways(study, solve_loop(study).loop, Months(24000, 2), 0, 0).central_rates


def worked(**floors: float) -> LoopModel:
    """Return the worked loop: coding six times as fast, everything one at a time."""
    numbers = {
        name: {
            "baseline-days": days,
            "capacity": 1.0,
            "floor-days": floors.get(name, 0.0),
            "speedup": 6.0 if name == "C" else 1.0,
        }
        for name, days in WORKED_DAYS.items()
    }
    edges = [edge(*pair) for pair in ("CR", "RI", "IE", "EC", "ED", "DI")]
    return uncertain_map(numbers, edges, [about("E-C", "lag", 2.0), about("D-I", "lag", 1.0)])


def test_one_change_reaches_the_ceiling_of_the_worked_loop() -> None:
    """27/2 without AI over 8 is 1.6875: I or E at 0 leaves R alone; E comes first by id."""
    plan = target_plan(worked(), ahead_of(worked()), 27 / 16)
    assert [step.id for step in plan.steps] == ["E"]
    assert plan.steps[0].pace == pytest.approx(27 / 16)
    assert plan.steps[0].critical_cycle == ("R",)
    assert plan.period_days == pytest.approx(8)
    assert plan.fewest


def test_a_target_that_is_reached_needs_nothing() -> None:
    """The loop runs at 1.35 times its pace without AI already."""
    plan = target_plan(worked(), ahead_of(worked()), 1.35)
    assert plan.reached_now
    assert plan.steps == ()


def test_a_target_beyond_the_ceiling_says_how_much_there_is() -> None:
    """With R held at 8 days and the rest at 0 the period is 8: 27/16 = 1.6875, not 1.7."""
    model = worked(R=8.0)
    with pytest.raises(UsageError, match=r"1\.69x as fast .* pace then: R\. .* 1\.68 or less"):
        target_plan(model, ahead_of(model), 1.7)


@pytest.mark.parametrize("pace", [0.0, -1.0, math.nan, math.inf])
def test_a_pace_that_is_none_is_refused(pace: float) -> None:
    """Zero, negative, not a number, without end."""
    with pytest.raises(UsageError, match="above 0"):
        target_plan(worked(), ahead_of(worked()), pace)


def test_each_step_is_at_least_as_fast_as_the_one_before() -> None:
    """The order is by what helps most, and nothing slows the loop."""
    plan = target_plan(worked(), ahead_of(worked()), 5.0)
    paces = [step.pace for step in plan.steps]
    assert paces == sorted(paces)
    assert paces[-1] >= 5


def test_where_too_many_sets_could_matter_the_answer_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With room for a single set it still reaches the target, but not surely with the fewest."""
    monkeypatch.setattr(module, "MOST_SETS", 0)
    plan = target_plan(worked(), ahead_of(worked()), 5.0)
    assert plan.steps[-1].pace >= 5
    assert not plan.fewest


@st.composite
def maps(draw: st.DrawFn) -> LoopModel:
    """A ring of three to five components with capacities, floors and chords, all exact."""
    names = "abcde"[: draw(st.integers(3, 5))]
    numbers = {
        name: {
            "baseline-days": float(days),
            "floor-days": draw(st.sampled_from([0.0, 1.0, float(days)])),
            "capacity": 1.0,
        }
        for name in names
        for days in [draw(st.integers(1, 12))]
    }
    ends = zip(names, names[1:] + names[0], strict=True)
    ring = [edge(*pair, f"r{pair[0]}") for pair in ends]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4))
    chords = [edge(*pair, f"c{number}") for number, pair in enumerate(pairs)]
    lags = [about(ring[-1].id, "lag", float(draw(st.integers(1, 3))))]
    lags += [about(item.id, "lag", float(draw(st.integers(1, 2)))) for item in chords]
    return uncertain_map(numbers, ring + chords, lags)


@settings(max_examples=60, deadline=None)
@given(maps(), st.sampled_from([1.05, 1.3, 1.7, 2.5]))
def test_no_smaller_set_reaches_the_target(model: LoopModel, pace: float) -> None:
    """By trying all sets of components: the size is the least, and the set does reach it."""
    study = Study(model)
    solved = solve_loop(study)
    goal = float(solved.ratio_before.period) / pace * (1 + 1e-9)
    floors = [item.floor_days for item in solved.loop.components]
    sizes = [
        size
        for size in range(len(floors) + 1)
        for chosen in itertools.combinations(range(len(floors)), size)
        if float(solved.solver.period({node: floors[node] for node in chosen}) or 0) <= goal
    ]
    if not sizes:
        with pytest.raises(UsageError, match="out of reach"):
            target_plan(model, ahead_of(model), pace)
        return
    plan = target_plan(model, ahead_of(model), pace)
    assert len(plan.steps) == min(sizes)
    assert plan.reached_now == (min(sizes) == 0)
