"""The worked example of five components, redone by hand and compared fraction by fraction."""

from fractions import Fraction

import pytest
from published import graph_of, number, read

from graph.cycles.breakpoints import breakpoints
from graph.cycles.certificate import certificate, verify
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.elasticity import blocking_shares, elasticities
from graph.cycles.latency import latency
from graph.cycles.runners_up import runners_up
from graph.cycles.slack import slacks

LOOP = read("worked-loop.json")
ANSWER = LOOP["answer"]
NOW = graph_of(LOOP)
BEFORE = graph_of(LOOP, "durations_before")


def by_node(values):
    """Name the values of the nodes."""
    return dict(zip(NOW.nodes, values, strict=True))


def numbers(answer):
    """Read a table of numbers."""
    return {name: number(value) for name, value in answer.items()}


@pytest.mark.parametrize(
    ("graph", "period", "cycle"),
    [
        (BEFORE, ANSWER["period_before"], ANSWER["critical_cycle_before"]),
        (NOW, ANSWER["period"], ANSWER["critical_cycle"]),
    ],
    ids=["before", "now"],
)
def test_the_period_and_the_critical_cycle(graph, period, cycle):
    """Before AI coding's cycle binds at 13.5 days; now the data cycle binds at 10."""
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == number(period)
    assert list(ratio.nodes) == cycle


def test_the_pace_is_the_quotient_of_the_two_periods():
    """Coding is six times faster, the loop 27/20."""
    before, now = maximum_cycle_ratio(BEFORE).period, maximum_cycle_ratio(NOW).period
    assert before / now == number(ANSWER["pace"])
    assert 1 / now == number(ANSWER["throughput"])


def test_the_certificate_has_the_published_starts_and_is_accepted():
    """The starts are those found by hand, infrastructure at 0."""
    proof = certificate(NOW, maximum_cycle_ratio(NOW))
    assert proof.potentials == numbers(ANSWER["certificate"]["potentials"])
    assert verify(NOW, proof) == ()


def test_the_slack_of_every_dependency():
    """All eleven arc slacks, the capacities among them."""
    found = slacks(NOW, maximum_cycle_ratio(NOW)).dependency
    assert list(found) == [number(row["slack"]) for row in ANSWER["arc_slack"]]


def test_one_off_float_and_permanent_slack_differ_for_review():
    """Review may be 3 days late once and 2 days slower for good: its own capacity binds."""
    found = slacks(NOW, maximum_cycle_ratio(NOW))
    assert by_node(found.one_off) == numbers(ANSWER["one_off_float"])
    assert by_node(found.permanent) == numbers(ANSWER["permanent_slack"])


def test_the_latest_starts_are_the_starts_plus_the_float():
    """Latest less earliest start is the one-off float."""
    ratio = maximum_cycle_ratio(NOW)
    latest = by_node(
        start + late
        for start, late in zip(ratio.potentials, slacks(NOW, ratio).one_off, strict=True)
    )
    assert latest == numbers(ANSWER["certificate"]["latest"])


@pytest.mark.parametrize(
    ("graph", "answer"),
    [(BEFORE, ANSWER["elasticity_before"]), (NOW, ANSWER["elasticity"])],
    ids=["before", "now"],
)
def test_elasticities_are_shares_of_the_critical_cycle(graph, answer):
    """Each component's part of 27 days before, of 10 days now."""
    found = elasticities(graph, maximum_cycle_ratio(graph))
    assert by_node(found.nodes) == numbers(answer)
    assert found.delays == 0


def test_blocking_shares_and_the_period_if_each_were_instant():
    """Evals and data have equal elasticity, but evals block more."""
    ratio = maximum_cycle_ratio(NOW)
    shares = blocking_shares(NOW, ratio)
    assert by_node(shares) == numbers(ANSWER["blocking_share"])
    assert by_node(ratio.period * (1 - share) for share in shares) == numbers(
        ANSWER["period_if_instant"]
    )


@pytest.mark.parametrize(
    ("graph", "row"),
    [
        *((NOW, row) for row in ANSWER["breakpoints"]),
        (BEFORE, ANSWER["breakpoint_before"]),
    ],
    ids=lambda value: "+".join(value["speed_up"]) if isinstance(value, dict) else "",
)
def test_the_breakpoint_of_each_published_group(graph, row):
    """One breakpoint each: where, what takes over, the period from there, the most to gain."""
    group = [graph.nodes.index(name) for name in row["speed_up"]]
    path = breakpoints(graph, maximum_cycle_ratio(graph), group)
    (step,) = path.breakpoints
    assert step.speedup == number(row["at_speedup"])
    assert list(step.nodes) == row["takes_over"]
    assert step.period == path.limit == number(row["period_from_there"])
    assert path.most_gain == number(row["most_gain"])


def test_the_ceiling_is_review():
    """With coding, infrastructure, evals and data instant, review alone takes 8 days."""
    ceiling = ANSWER["ceiling"]
    group = [NOW.nodes.index(name) for name in ceiling["instant"]]
    path = breakpoints(NOW, maximum_cycle_ratio(NOW), group)
    assert path.limit == number(ceiling["period"])
    assert list(path.limit_nodes) == ceiling["critical_cycle"]
    assert path.most_gain == number(ceiling["pace_against_now"])
    assert maximum_cycle_ratio(BEFORE).period / path.limit == number(ceiling["pace_against_before"])


def test_the_runner_up_cycles_with_their_margins():
    """Coding's cycle is 1.5 days behind and review's capacity 2."""
    expected = ANSWER["runner_up_cycles"]
    found = runners_up(NOW, maximum_cycle_ratio(NOW), len(expected))
    assert [list(cycle.nodes) for cycle in found] == [row["cycle"] for row in expected]
    assert [cycle.period for cycle in found] == [number(row["period"]) for row in expected]
    assert [cycle.margin_days for cycle in found] == [number(row["margin"]) for row in expected]


def test_all_seven_cycles_are_found_between_critical_and_runners_up():
    """The example has seven cycles in all, with the published ratios."""
    ratio = maximum_cycle_ratio(NOW)
    found = {(cycle.nodes, cycle.period) for cycle in runners_up(NOW, ratio)}
    published = {(tuple(row["cycle"]), number(row["ratio_now"])) for row in ANSWER["cycles"]}
    assert found | {(ratio.nodes, ratio.period)} == published


def test_one_idea_takes_twenty_days_through_the_loop():
    """The longest way within one round ends with data, not with the critical cycle."""
    assert latency(BEFORE).days == number(ANSWER["latency_before"])
    way = latency(NOW)
    assert way.days == number(ANSWER["latency"])
    assert list(way.path) == ANSWER["latency_path"]


def test_useful_speed_up_of_coding_follows_from_its_permanent_slack():
    """Coding's 6x would do as much at 12 / (2 + 3) = 2.4x."""
    slack = slacks(NOW, maximum_cycle_ratio(NOW)).permanent[0]
    assert Fraction(12) / (2 + slack) == number(ANSWER["useful_speedup"]["C"])
    assert 1 + slack / 2 == number(ANSWER["idle_factor"]["C"])


def test_two_equally_likely_values_for_data():
    """At 1 day the period is 8.5, at 5 days 12."""
    data = NOW.nodes.index("D")
    answer = ANSWER["two_point_uncertainty"]["D is 1 or 5, each with probability 1/2"]
    periods = [maximum_cycle_ratio(NOW.with_days({data: days})).period for days in (1, 5)]
    assert periods == [number(value) for value in answer["periods"]]
