"""The scenario ``compute-frozen``: it must reach what feeds the stocks, not only the runs."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

from shipped_map import shipped_study

from graph.loop.study import Study
from graph.questions.growth.answer import SeriesPoint, StockResult, Takeoff
from graph.questions.growth.compute import takeoff
from graph.questions.growth.numbers import GrowthMetric, estimates, feedback_edges, growth_lints
from graph.vocabulary import MetricName

YEARS = 10.0
#: The stock that compute is an input of.
SOFTWARE = "software-efficiency"
#: The school in which work stands in for nothing: effort is the lesser of work and compute.
STRICT = "work hardly replaces compute"


@cache
def shipped() -> Study:
    """The shipped map."""
    return shipped_study()


@cache
def frozen() -> Study:
    """The shipped map with the whole scenario."""
    return shipped().supposing(shipped().model.scenarios["compute-frozen"].suppositions)


@cache
def answer(*, freeze: bool) -> Takeoff:
    """The central course of either."""
    return takeoff(frozen() if freeze else shipped(), draws=0, seed=0, horizon=YEARS)


def software(result: Takeoff, school: str) -> StockResult:
    """Where software efficiency ends up in one school."""
    (found,) = (one for one in result.schools if one.school == school)
    return next(stock for stock in found.stocks if stock.id == SOFTWARE)


def course(result: Takeoff, school: str) -> list[SeriesPoint]:
    """The series of one school."""
    return [point for point in result.series if point.school == school]


def test_no_stock_has_inputs_that_grow() -> None:
    """Whatever stock has bought inputs, these stand still under the scenario."""
    growing = {
        subject
        for (subject, metric), estimate in estimates(frozen()).items()
        if metric == GrowthMetric.INPUT_GROWTH and estimate.median != 0
    }
    with_inputs = {
        subject for subject, metric in estimates(shipped()) if metric == GrowthMetric.INPUT_GROWTH
    }

    assert with_inputs
    assert growing == set()


def test_better_accelerators_do_not_reach_the_machines_at_hand() -> None:
    """What chip design adds up to acts on no part: nothing new is installed."""
    edges = [edge for edge in feedback_edges(shipped()) if edge.stock == "accelerator-performance"]

    assert edges
    for edge in edges:
        found = frozen().estimate(edge.id, MetricName.ELASTICITY)
        assert found is not None
        assert found.median == 0


def test_frozen_compute_slows_software_in_either_school() -> None:
    """Less of an input never gives more: the level after ten years is lower."""
    schools = [one.school for one in answer(freeze=True).schools]
    assert len(schools) == 2
    for school in schools:
        before, after = (software(answer(freeze=freeze), school) for freeze in (False, True))

        assert after.level_at_end.median < before.level_at_end.median, school
        assert after.growth_at_end.median < before.growth_at_end.median, school


def test_where_nothing_replaces_compute_growth_can_only_fade() -> None:
    """Effort is at most what compute allows, and that stands still, so difficulty wins.

    d ln S/dt <= g S^-beta gives S <= (1 + g beta t)^(1 / beta), worked out without the kernel.
    """
    numbers = {key: value.median for key, value in estimates(frozen()).items()}
    growth = numbers[SOFTWARE, GrowthMetric.GROWTH_RATE]
    beta = numbers[SOFTWARE, GrowthMetric.DIFFICULTY]
    highest = (1 + growth * beta * YEARS) ** (1 / beta)

    assert software(answer(freeze=True), STRICT).level_at_end.median <= highest * (1 + 1e-6)
    assert software(answer(freeze=False), STRICT).level_at_end.median > highest
    growths = [point.leading_growth.median for point in course(answer(freeze=True), STRICT)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(growths))


def test_what_is_supposed_to_be_idle_is_no_slip() -> None:
    """Nobody is asked to leave out a dependency whose elasticity was set to 0 on purpose."""
    (edge,) = (
        edge for edge in feedback_edges(shipped()) if edge.stock == "accelerator-performance"
    )

    assert edge.id not in {lint.subject for lint in growth_lints(frozen())}


def test_the_definition_says_what_is_frozen_and_what_is_not() -> None:
    """A reader of the scenario alone knows that staff and ordered machinery go on."""
    definition = shipped().model.scenarios["compute-frozen"].definition or ""

    for words in ("compute for research", "Staff", "lead times"):
        assert words in definition
    assert math.isfinite(answer(freeze=True).schools[0].pace_at_end.median)
