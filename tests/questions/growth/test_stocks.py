"""The shipped stocks: fed, carried back, sourced or reasoned, and their intervals wide."""

from __future__ import annotations

from functools import cache

from shipped_map import shipped_study

from graph.loop.study import Study
from graph.questions.growth.kernel_input import schools
from graph.questions.growth.numbers import (
    NEEDED,
    draw_growth,
    estimates,
    feedback_edges,
    runnable_stocks,
)
from graph.vocabulary import Kind, MetricName

#: What is told of the whole loop beside the answer; none of it may enter the answer.
BESIDE = "published-loop-ratio"


@cache
def shipped() -> Study:
    """Return the shipped map."""
    return shipped_study()


def test_every_stock_can_run() -> None:
    """All four have growth, returns, difficulty and parts that feed them."""
    assert {stock.id for stock in runnable_stocks(shipped())} == set(shipped().model.stocks)
    assert len(shipped().model.stocks) >= 4


def test_every_dependency_that_carries_a_stock_has_a_wide_elasticity() -> None:
    """From nearly 0 to twice the middle or so: nobody has measured one."""
    for edge in feedback_edges(shipped()):
        found = shipped().estimate(edge.id, MetricName.ELASTICITY)
        assert found is not None, edge.id
        assert found.low is not None, edge.id
        assert found.high is not None, edge.id
        assert found.low <= 0.25 * found.median, edge.id
        assert found.high >= 1.9 * found.median, edge.id


def test_what_the_deployed_model_improves_comes_back_through_software() -> None:
    """Every dependency from deployment carries software efficiency: the model is what it became."""
    model = shipped().model
    edges = [
        item
        for item in model.dependencies.values()
        if item.kind is Kind.IMPROVES and item.source == "deployment"
    ]

    assert len(edges) > 30
    assert {item.stock for item in edges} == {"software-efficiency"}


def test_every_number_of_growth_says_where_it_comes_from() -> None:
    """A source with a caveat on how it was read, or our reasoning."""
    model = shipped().model
    used = {name for found in estimates(shipped()).values() for name in found.observation_ids}
    for name in used:
        item = model.observations[name]
        assert item.reasoning or (item.source and item.caveat and item.read_as), name


def test_published_ratios_of_the_whole_loop_are_no_input() -> None:
    """They are on the map, with their sources, and in none of the numbers drawn."""
    said = [item for item in shipped().model.observations.values() if item.metric == BESIDE]

    assert len(said) >= 3
    assert all(item.source for item in said)
    assert BESIDE not in {metric for _, metric in estimates(shipped())}


def test_both_ends_of_the_dispute_about_substitution_are_found() -> None:
    """The two observations that dispute each other, not their mean."""
    assert [school.observation_id for school in schools(shipped())] == [
        "k001-substitution-high",
        "k001-substitution-low",
    ]


def test_draws_of_growth_stay_in_their_ranges() -> None:
    """Exponents are 0 or more, shares below 1; without draws each is its middle, once."""
    drawn, central = draw_growth(shipped(), 256, 3), draw_growth(shipped(), 0, 3)
    for (subject, metric), values in drawn.table.items():
        assert values.shape == (256,)
        if metric not in ("input-growth-rate", "staff-growth-rate"):
            assert (values >= 0.0).all(), (subject, metric)
        if metric == "input-share":
            assert (values < 1.0).all()
        assert central.table[subject, metric].shape == (1,)
    assert {str(metric) for metric in NEEDED} <= {metric for _, metric in drawn.table}
