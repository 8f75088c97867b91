"""Draws of the whole loop against closed forms."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uncertain_maps import about, edge, single, uncertain_map

from graph.errors import UsageError
from graph.estimates import Interval
from graph.loop.sample import draw
from graph.loop.sampled import LoopDraws, draw_loop, interval_of_draws
from graph.loop.sampled_loop import EndlessReworkError
from graph.loop.sampled_times import SampledTimes
from graph.loop.study import Study
from graph.model import LoopModel, Observation, Supposition
from graph.questions.critical_path.compute import critical_path

Z95 = NormalDist().inv_cdf(0.95)
WORKED = Path(__file__).parents[1] / "known_answers" / "worked-loop.json"


def drawn(model: LoopModel, count: int = 4096, seed: int = 1) -> LoopDraws:
    """Return a map's loop drawn."""
    return draw_loop(Study(model), count, seed)


def two_cycles(first: tuple[float, float], second: tuple[float, float]) -> LoopModel:
    """Return two components that each turn on their own."""
    return uncertain_map(
        {"a": {"baseline-days": first}, "b": {"baseline-days": second}},
        [edge("a", "a"), edge("b", "b")],
        [about("a-a", "lag", 1.0), about("b-b", "lag", 1.0)],
    )


def test_one_uncertain_component_gives_its_own_distribution() -> None:
    """A single cycle with one log-normal component has exactly that component's percentiles."""
    found = interval_of_draws(drawn(single("a", (10.0, 0.5))).period_days)
    assert found.median == pytest.approx(10, rel=1e-3)
    assert found.low == pytest.approx(10 * math.exp(-0.5 * Z95), rel=2e-3)
    assert found.high == pytest.approx(10 * math.exp(0.5 * Z95), rel=2e-3)


def test_a_component_with_uncertain_days_and_speed_adds_their_variances() -> None:
    """Ln d = ln d0 - ln S, so that the deviations add up as squares: 0.3 and 0.4 give 0.5."""
    loop = drawn(single("a", (12.0, 0.3), speedup=(3.0, 0.4)))
    found = interval_of_draws(loop.period_days)
    assert found.median == pytest.approx(4, rel=5e-3)
    assert found.high == pytest.approx(4 * math.exp(0.5 * Z95), rel=1e-2)
    # The pace of a single component is its speed-up, whatever its days.
    pace = interval_of_draws(loop.pace)
    assert pace.high == pytest.approx(3 * math.exp(0.4 * Z95), rel=5e-3)


def test_two_parallel_cycles_have_the_known_criticality() -> None:
    """P(a > b) of two independent log-normal numbers: a has median 12, b has 10."""
    loop = drawn(two_cycles((12.0, 0.3), (10.0, 0.4)), 8192)
    # ln(a/b) is normal with mean ln 1.2 and deviation sqrt(0.09 + 0.16) = 0.5.
    expected = NormalDist().cdf(math.log(1.2) / 0.5)
    assert loop.criticality["a"] == pytest.approx(expected, abs=0.005)
    assert loop.criticality["a"] + loop.criticality["b"] == 1
    assert [share.nodes for share in loop.cycle_shares] == [("a",), ("b",)]


def test_the_slower_of_two_equal_cycles_has_a_higher_median() -> None:
    """F(x)^2 = 1/2, so that each is below at the quantile sqrt(1/2): the merge bias."""
    loop = drawn(two_cycles((10.0, 0.3), (10.0, 0.3)), 8192)
    expected = 10 * math.exp(0.3 * NormalDist().inv_cdf(math.sqrt(0.5)))
    assert np.median(loop.period_days) == pytest.approx(expected, rel=5e-3)


def test_of_two_equal_alternatives_the_quicker_counts_draw_by_draw() -> None:
    """The median of the lesser of two is at the quantile 1 - sqrt(1/2)."""
    ten, none = {"baseline-days": (10.0, 0.3)}, {"baseline-days": 0.0}
    model = uncertain_map(
        {"a": ten, "b": ten, "t": none},
        [edge("a", "t"), edge("b", "t"), edge("t", "a", "ta"), edge("t", "b", "tb")],
        [about("ta", "lag", 1.0), about("tb", "lag", 1.0)],
        {"ways": ("a-t", "b-t")},
    )
    expected = 10 * math.exp(0.3 * NormalDist().inv_cdf(1 - math.sqrt(0.5)))
    assert np.median(drawn(model, 8192).period_days) == pytest.approx(expected, rel=5e-3)


def test_an_uncertain_lag_divides_the_days() -> None:
    """Ten days over a lag of median 4 and deviation 0.2: the period is log-normal around 2.5."""
    model = uncertain_map(
        {"a": {"baseline-days": 10.0}}, [edge("a", "a")], [about("a-a", "lag", (4.0, 0.2))]
    )
    found = interval_of_draws(drawn(model).period_days)
    assert found.median == pytest.approx(2.5, rel=1e-3)
    assert found.low == pytest.approx(2.5 * math.exp(-0.2 * Z95), rel=2e-3)


def test_an_uncertain_capacity_divides_the_days() -> None:
    """The same for a component that does a median of two things at once."""
    model = uncertain_map(
        {"a": {"baseline-days": 10.0, "capacity": (2.0, 0.25)}, "b": {"baseline-days": 0.0}},
        [edge("a", "b"), edge("b", "a")],
        [about("b-a", "lag", 50.0)],
    )
    found = interval_of_draws(drawn(model).period_days)
    assert found.high == pytest.approx(5 * math.exp(0.25 * Z95), rel=2e-3)


def test_an_uncertain_delay_adds_to_the_days() -> None:
    """Three days and a delay of median 7 give 3 + 7 exp(0.4 z)."""
    model = uncertain_map(
        {"a": {"baseline-days": 3.0}},
        [edge("a", "a")],
        [about("a-a", "lag", 1.0), about("a-a", "delay-days", (7.0, 0.4))],
    )
    found = interval_of_draws(drawn(model).period_days)
    assert found.high == pytest.approx(3 + 7 * math.exp(0.4 * Z95), rel=2e-3)


def test_uncertain_rework_multiplies_the_days() -> None:
    """A share r of a is redone because of b: visits of a are 1 + r, r logit-normal around 1/4."""
    model = uncertain_map(
        {"a": {"baseline-days": 8.0}, "b": {"baseline-days": 0.0}},
        [edge("a", "b"), edge("b", "a")],
        [about("b-a", "lag", 1.0), about("b-a", "rework-share", (0.25, 0.5))],
    )
    found = interval_of_draws(drawn(model).period_days)
    high = 1 / (1 + 3 * math.exp(-0.5 * Z95))
    assert found.median == pytest.approx(10, rel=1e-3)
    assert found.high == pytest.approx(8 * (1 + high), rel=2e-3)


def test_rework_without_end_in_some_draws_is_an_error_that_counts_them() -> None:
    """Two components that send back a share near 1 of each other's work end in no time at all."""
    model = uncertain_map(
        {name: {"baseline-days": 1.0} for name in "abc"},
        [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("a", "c", "ac")],
        [
            about("c-a", "lag", 1.0),
            about("c-a", "rework-share", (0.4, 2.0)),
            about("ac", "rework-share", (0.9, 2.0)),
            about("b-c", "rework-share", (0.5, 2.0)),
            about("a-b", "rework-share", (0.9, 2.0)),
        ],
    )
    with pytest.raises(EndlessReworkError, match=r"of 256 draws .* a, b, c") as failure:
        drawn(model, 256)
    assert failure.value.exit_code == 1


def test_the_floor_never_exceeds_the_baseline_in_any_draw() -> None:
    """A floor that is all of the baseline at its centre is all of it in every draw."""
    loop = drawn(single("a", (10.0, 0.5), floor_days=(10.0, 0.5), speedup=(5.0, 0.2)), 512)
    uncertain = loop.uncertain
    assert (uncertain.floor_days <= uncertain.baseline_days).all()
    assert (uncertain.days >= uncertain.floor_days).all()
    assert (uncertain.floor_days == uncertain.baseline_days).all()


def test_a_pace_without_limit_is_infinite_and_no_nonsense() -> None:
    """A single component without a floor takes no time at its ceiling, in every draw."""
    study = Study(single("a", (10.0, 0.2), speedup=(3.0, 0.1)))
    result = critical_path(study, draws=64)
    assert result.ceiling is not None
    assert result.ceiling.pace == Interval(math.inf, math.inf, math.inf)
    assert result.ceiling.period_days == Interval(0, 0, 0)


def test_expected_blocking_share_is_the_mean_over_the_draws() -> None:
    """A single component without a floor blocks everything in every draw."""
    result = critical_path(Study(single("a", (10.0, 0.2))), draws=64)
    assert result.component("a").expected_blocking_share == 1
    assert result.capability_correlation == 0.5
    alone = critical_path(Study(single("a", (10.0, 0.2))))
    assert alone.component("a").expected_blocking_share is None


def test_exact_numbers_do_not_vary() -> None:
    """Where every number is exact, all draws are the same and nothing is drawn."""
    loop = drawn(single("a", 10.0, speedup=4.0), 16)
    assert loop.draws.numbers == ()
    assert set(loop.period_days) == {2.5}
    assert loop.criticality == {"a": 1}


def test_a_number_without_interval_has_the_deviation_of_its_grade() -> None:
    """A plain loop:baselineDays 12 is an assumption, and those have a deviation of 0.3 here."""
    model = single("a", 1.0)
    plain = replace(about("a", "baseline-days", 12.0), exact=False)
    model = replace(model, observations={**model.observations, plain.id: plain})
    found = interval_of_draws(drawn(model).period_days)
    assert found.high == pytest.approx(12 * math.exp(0.3 * Z95), rel=2e-3)


def test_speedups_share_one_factor_and_nothing_else_does() -> None:
    """Any two speed-ups correlate by one half on the log scale; days do not."""
    numbers = {"baseline-days": (10.0, 0.2), "speedup": (3.0, 0.5)}
    model = uncertain_map(dict.fromkeys("abc", numbers), [edge("a", "a")])
    draws = draw(Study(model), 4096, 3)
    scores = {item: draws.scores(row) for item, row in draws.row.items()}
    table = np.corrcoef(np.array(list(scores.values())))
    kinds = [metric for _, metric in scores]
    for first in range(6):
        for second in range(first):
            both = kinds[first] == kinds[second] == "speedup"
            assert table[first, second] == pytest.approx(0.5 if both else 0, abs=0.02)


def test_without_common_factor_speedups_are_independent() -> None:
    """A correlation of 0 leaves each speed-up its own score."""
    model = uncertain_map(
        {name: {"baseline-days": 1.0, "speedup": (3.0, 0.5)} for name in "ab"}, []
    )
    draws = draw(Study(model), 1024, 3, capability_correlation=0.0)
    assert np.corrcoef(draws.scores(0), draws.scores(1))[0, 1] == pytest.approx(0, abs=0.03)


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Twice the same arrays to the last bit, and other arrays from another seed."""
    model = two_cycles((12.0, 0.3), (10.0, 0.4))
    first, second, other = drawn(model), drawn(model), drawn(model, seed=2)
    assert first.period_days.tobytes() == second.period_days.tobytes()
    assert first.blocking_shares.tobytes() == second.blocking_shares.tobytes()
    assert first.period_days.tobytes() != other.period_days.tobytes()


def test_more_draws_than_memory_holds_are_refused() -> None:
    """Fifty million scores are the most: with two numbers and the common factor a third each."""
    study = Study(two_cycles((12.0, 0.3), (10.0, 0.4)))
    with pytest.raises(UsageError, match="Take 16,666,666 or fewer"):
        draw_loop(study, 20_000_000, 1)


def test_a_supposition_leaves_all_other_draws_alone() -> None:
    """With b's days supposed, a's draws are what they were: both sides of a comparison agree."""
    study = Study(two_cycles((12.0, 0.3), (10.0, 0.4)))
    before = draw_loop(study, 256, 1).uncertain
    after = draw_loop(study.supposing((Supposition("b", "baseline-days", 9.0),)), 256, 1).uncertain
    assert (before.days[0] == after.days[0]).all()
    assert set(after.days[1]) == {9.0}


def test_four_times_the_draws_agree_within_the_stated_error() -> None:
    """The mean of N draws lies within 3 deviation/sqrt(N) of that of 4 N; so does a share."""
    model = two_cycles((12.0, 0.3), (10.0, 0.4))
    few, many = drawn(model, 512), drawn(model, 2048)
    error = 3 * few.period_days.std() / math.sqrt(512)
    assert few.period_days.mean() == pytest.approx(many.period_days.mean(), abs=error)
    assert few.criticality["a"] == pytest.approx(many.criticality["a"], abs=3 * 0.5 / 512**0.5)


@pytest.mark.parametrize("variation", [0.25, 0.5])
def test_worked_loop_with_lognormal_days(variation: float) -> None:
    """The worked example's table: five log-normal durations with a common variation."""
    data = json.loads(WORKED.read_text())
    expected = data["answer"]["lognormal_uncertainty"][f"cv_{variation}"]
    spread = math.sqrt(math.log(1 + variation**2))
    # The table states means; the median of a log-normal number is lower.
    numbers = {
        name: {"baseline-days": (mean / math.sqrt(1 + variation**2), spread), "capacity": 1.0}
        for name, mean in data["durations"].items()
    }
    arcs = [arc for arc in data["arcs"] if arc["from"] != arc["to"]]
    edges = [edge(arc["from"], arc["to"]) for arc in arcs]
    lags = [about(item.id, "lag", float(arc["lag"])) for item, arc in zip(edges, arcs, strict=True)]
    loop = drawn(uncertain_map(numbers, edges, lags), 1 << 17)
    periods = loop.period_days
    assert periods.mean() == pytest.approx(expected["mean_period"], abs=0.02)
    for percent in (5, 10, 50, 90, 95):
        assert np.percentile(periods, percent) == pytest.approx(expected[f"p{percent}"], abs=0.05)
    shares = {frozenset(item.nodes): item.probability for item in loop.cycle_shares}
    critical = expected["critical"]
    assert shares[frozenset("IED")] == pytest.approx(critical["I-E-D"], abs=0.003)
    assert shares[frozenset("R")] == pytest.approx(critical["R alone"], abs=0.003)
    assert shares[frozenset("CRIE")] == pytest.approx(critical["C-R-I-E"], abs=0.003)


def seen(number: int, value: float) -> Observation:
    """Return a trial of the speed-up of a, from a source of its own."""
    source = f"source-{number}"
    return replace(about("a", "speedup", value), id=f"trial-{number}", source=source, direct=False,
                   exact=False, grade="trial", notion="serial-speed")  # fmt: skip


def pace_width(*observations: Observation) -> float:
    """Return the ratio of the ends of the pace's interval on a loop of a alone."""
    assumed = Observation("guess", "a", "speedup", 2.0, direct=True)
    model = single("a", 10.0)
    known = {item.id: item for item in (assumed, *observations)}
    pace = drawn(replace(model, observations={**model.observations, **known})).pace
    low, high = np.quantile(pace, (0.05, 0.95))
    return float(high / low)


def test_removing_all_direct_evidence_widens_the_pace() -> None:
    """Two trials that agree are surer (0.2 / sqrt 2) than our assumption (0.3) alone."""
    agreeing = pace_width(seen(1, 2.0), seen(2, 2.1))
    assert agreeing == pytest.approx(math.exp(2 * Z95 * 0.2 / math.sqrt(2)), rel=0.02)
    assert pace_width() == pytest.approx(math.exp(2 * Z95 * 0.3), rel=0.02)


def test_one_strong_contradiction_widens_the_pace() -> None:
    """A third trial that says 8 makes two that say 2 less sure, not surer."""
    agreeing = pace_width(seen(1, 2.0), seen(2, 2.1))
    assert pace_width(seen(1, 2.0), seen(2, 2.1), seen(3, 8.0)) > 1.5 * agreeing


SPREADS = st.tuples(st.floats(0.5, 50), st.sampled_from([0.1, 0.5, 1.0]))


@st.composite
def maps(draw: st.DrawFn) -> LoopModel:
    """A ring of up to four uncertain components with capacities and chords."""
    names = "abcd"[: draw(st.integers(1, 4))]
    numbers = {
        name: {
            "baseline-days": draw(SPREADS),
            "speedup": draw(SPREADS),
            "floor-days": draw(st.sampled_from([0.0, 0.1, (0.5, 0.3)])),
            "capacity": draw(st.sampled_from([1.0, (2.0, 0.2)])),
        }
        for name in names
    }
    ends = zip(names, names[1:] + names[0], strict=True)
    ring = [edge(first, second, f"r{first}") for first, second in ends]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=3))
    chords = [edge(*pair, f"c{number}") for number, pair in enumerate(pairs)]
    lags = [about(ring[-1].id, "lag", (2.0, 0.3))]
    lags += [about(item.id, "lag", draw(st.sampled_from([1.0, (3.0, 0.4)]))) for item in chords]
    return uncertain_map(numbers, ring + chords, lags)


@settings(max_examples=40, deadline=None)
@given(maps())
def test_laws_hold_in_every_draw(model: LoopModel) -> None:
    """Speed never slows; days times k give a period times k; a longer lag is never slower."""
    loop = drawn(model, 32)
    uncertain, solver, periods = loop.uncertain, loop.solver, loop.period_days
    quicker = uncertain.with_speedups(uncertain.speedups * 1.5)
    assert (loop.solve(quicker.days).periods <= periods * (1 + 1e-9)).all()
    thrice = SampledTimes(solver, uncertain.days * 3, uncertain.lags, uncertain.delays * 3).solved
    np.testing.assert_allclose(thrice.periods, periods * 3, rtol=1e-9)
    longer = SampledTimes(solver, uncertain.days, uncertain.lags * 1.5, uncertain.delays).solved
    assert (longer.periods <= periods * (1 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(maps())
def test_blocking_shares_obey_their_laws_in_every_draw(model: LoopModel) -> None:
    """0 <= B_v <= share of the critical cycle's days, and 0 off the critical cycle."""
    loop = drawn(model, 32)
    shares = loop.blocking_shares
    assert (shares >= 0).all()
    assert (shares[~loop.is_critical] == 0).all()
    assert sum(item.probability for item in loop.cycle_shares) == pytest.approx(1, abs=1e-12)
    # The days that a component spends on its critical cycle are the most that it can give.
    for column, number in enumerate(loop.now.cycles):
        arcs = [loop.loop.arcs[arc] for arc in loop.solver.cycles[number]]
        lag = sum(loop.uncertain.lags[arc, column] for arc in loop.solver.cycles[number])
        for arc in arcs:
            gain = loop.uncertain.days[arc.tail, column] / lag / loop.period_days[column]
            assert shares[arc.tail, column] <= gain * (1 + 1e-9)
