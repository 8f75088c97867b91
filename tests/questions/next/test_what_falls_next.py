"""What falls when, against closed forms on two loops that turn on their own."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from uncertain_maps import about, edge, uncertain_map

from graph.errors import UsageError
from graph.evidence.standpoint import Standpoint
from graph.loop.growth_rates import CommonRate, GrowthRate, GrowthRates
from graph.loop.sample import draw
from graph.loop.sampled import draw_loop
from graph.loop.sampled_solver import SampledSolver
from graph.loop.study import Study
from graph.model import LoopModel, Observation, Supposition
from graph.questions.critical_path.compute import critical_path
from graph.questions.next import walk as walking
from graph.questions.next.compute import what_falls_next
from graph.questions.next.courses import RatesGoOn, drawn_rates
from graph.questions.next.walk import Months, Walk, months_until, quantile_month, walk

NOW = "2026-01-15"
#: 120 months and the present one.
TEN_YEARS = Months(2026 * 12, 121)


def two_loops(a: float = 12.0, b: float = 8.0, floor_of_a: float = 0.0) -> LoopModel:
    """Return two components that each turn on their own, with exact days."""
    numbers = {
        name: {"baseline-days": days, "speedup": 1.0, "floor-days": floor}
        for name, days, floor in (("a", a, floor_of_a), ("b", b, 0.0))
    }
    edges = [edge("a", "a"), edge("b", "b")]
    return uncertain_map(numbers, edges, [about(item.id, "lag", 1.0) for item in edges])


def walked(model: LoopModel, rates: list[list[float]], months: Months = TEN_YEARS) -> Walk:
    """Return the walk of a map, a row of rates per component."""
    table = np.array(rates)
    drawn = draw_loop(Study(model), table.shape[1], 0)
    return walk(drawn.uncertain, SampledSolver(drawn.loop), RatesGoOn(table), months)


def study_of(model: LoopModel, as_of: str = NOW) -> Study:
    """Return a study at a fixed date, since these maps are not dated."""
    return Study(model, Standpoint("frontier-lab", as_of))


def test_the_bottleneck_falls_when_its_days_meet_the_others() -> None:
    """12 exp(-0.5 t) = 8 at t = ln 1.5 / 0.5 = 0.811 years, so first in the tenth month."""
    found = walked(two_loops(), [[0.5], [0.0]])
    assert found.falls.tolist() == [10]
    assert found.cycles[int(found.kinds[9, 0])] == ("a",)
    assert found.cycles[int(found.kinds[10, 0])] == ("b",)
    assert found.periods[10, 0] == 8


def test_blocks_of_draws_meet_the_cycles_of_their_own_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """12 exp(-g t) = 8 at t = ln 1.5 / g, then B binds; where B is gone at once, C of 6 at ln 2.

    In the first block nothing falls, so that each of the others has another cycle for its second.
    """
    monkeypatch.setattr(walking, "CHUNK", 200)
    monkeypatch.setattr(walking, "_MOST_OF_A_BLOCK", 100)
    draws, grows = np.arange(300), np.linspace(0.31, 0.93, 300)
    kind = np.digitize(draws, [128, 214])
    model = uncertain_map(
        {
            name: {"baseline-days": days, "speedup": 1.0}
            for name, days in (("a", 12.0), ("b", 8.0), ("c", 6.0))
        },
        edges := [edge(name, name) for name in "abc"],
        [about(item.id, "lag", 1.0) for item in edges],
    )
    rates = np.where(kind, grows, 0.0), np.where(kind == 2, 30.0, 0.0), np.zeros(300)
    found = walked(model, [row.tolist() for row in rates])
    at = np.ceil(12 * np.log([1.0, 1.5, 2.0])[kind] / grows)
    assert found.falls.tolist() == np.where(kind, at, np.inf).tolist()
    assert found.left[0].tolist() == found.falls.tolist()
    last = [found.cycles[number] for number in found.kinds[-1].tolist()]
    assert last == [("abc"[number],) for number in kind.tolist()]
    assert found.binding[[0, -1]].tolist() == [[1.0, 0.0, 0.0], [128 / 300, 86 / 300, 86 / 300]]


def test_a_floor_above_the_other_loop_keeps_it_from_falling() -> None:
    """It cannot go under 9 days, and the other takes 8: it never falls, and that is counted."""
    found = walked(two_loops(a=12, b=8, floor_of_a=9), [[0.5], [0.0]])
    fall = found.fall(found.falls)
    assert fall is not None
    assert (fall.median, fall.never_share, fall.draw_count) == (None, 1.0, 1)


def test_the_date_of_the_fall_has_the_quantiles_of_the_rate() -> None:
    """T = ln 1.5 / g with g normal around 0.3: its median, and its ends from those of g."""
    scores = draw(Study(two_loops()), 4096, 1, further=1).further_scores
    rates = np.vstack([0.3 + 0.05 * scores[0], np.zeros(4096)])
    fall = (found := walked(two_loops(), rates.tolist())).fall(found.falls)
    assert fall is not None
    for month, score in ((fall.low, 1), (fall.median, 0), (fall.high, -1)):
        rate = 0.3 + 0.05 * score * NormalDist().inv_cdf(0.95)
        expected = math.ceil(12 * math.log(1.5) / rate)
        assert month is not None
        year, number = map(int, month.split("-"))
        assert abs((year - 2026) * 12 + number - 1 - expected) <= 1


def test_draws_that_never_fall_are_counted_not_dropped() -> None:
    """Half of the draws do not grow at all: the median is the last to come, the end never."""
    rates = [[0.5, 0.0] * 32, [0.0] * 64]
    fall = (found := walked(two_loops(), rates)).fall(found.falls)
    assert fall is not None
    assert (fall.median, fall.high) == ("2026-11", None)
    assert (fall.never_share, fall.draw_count) == (0.5, 64)


def test_what_comes_back_has_still_fallen_the_first_time() -> None:
    """A meets b after ln(12/11) / 0.8 = 0.109 years; its floor of 10 binds again from 0.48 on."""
    found = walked(two_loops(b=11, floor_of_a=10), [[1.0], [0.2]])
    assert found.binding[:7, 0].tolist() == [1, 1, 0, 0, 0, 0, 1]
    fall = found.fall_of_component(0)
    assert fall is not None
    assert fall.median == "2026-03"
    # B does not bind now, so that it has nothing to fall from.
    assert found.fall_of_component(1) is None


def test_no_speedup_slows_a_loop_down() -> None:
    """Periods never rise from month to month, whatever the rates."""
    rng = np.random.default_rng(4)
    found = walked(two_loops(b=11), rng.uniform(0, 1, (2, 50)).tolist())
    assert (np.diff(found.periods, axis=0) <= 1e-12).all()


def test_rates_below_zero_count_as_zero_and_share_a_factor() -> None:
    """A drawn rate is never negative; two rates correlate by what is asked for."""
    common = CommonRate(0.0, 0.0, 0.1, 0)
    by_component = {key: GrowthRate(key, 5.0, 1.0, None, None, 0) for key in "ab"}
    rates = GrowthRates(common, {}, by_component)
    scores = draw(Study(two_loops()), 4096, 1, further=3).further_scores
    known = np.array([True, True])
    grown = drawn_rates(rates, known, ("a", "b"), scores, 0.5)
    assert np.corrcoef(grown)[0, 1] == pytest.approx(0.5, abs=0.02)
    low = GrowthRates(common, {}, {key: replace(by_component[key], rate=-9.0) for key in "ab"})
    assert not drawn_rates(low, known, ("a", "b"), scores, 0.5).any()
    unknown = np.array([False, True])
    assert not drawn_rates(rates, unknown, ("a", "b"), scores, 0.5)[0].any()


def dated_loops() -> LoopModel:
    """Return two loops of which one has been sped up a lot and the other never."""
    model = two_loops(a=24.0, b=8.0)
    grown = about("a", "speedup", (2.0, 0.1), as_of="2026-01-01")
    still = about("b", "speedup", (1.0, 0.02), as_of="2026-01-01")
    return replace(
        model, observations={**model.observations, "a-speedup": grown, "b-speedup": still}
    )


def test_the_answer_names_what_falls_and_what_takes_over() -> None:
    """A has grown by ln 2 in four years, 0.17 a year; b not: a falls after ln 1.5 / 0.17 years."""
    result = what_falls_next(study_of(dated_loops()), draws=256)
    assert result.present.cycle == ("a",)
    assert [reign.cycle for reign in result.reigns] == [("a",), ("b",)]
    assert result.reigns[1].newcomers == ("b",)
    assert result.present.central_fall == result.reigns[1].start
    assert result.present.successors[0].cycle == ("b",)
    assert set(result.present.joining) <= {"a", "b"}
    assert result.final.cycle in {("a",), ("b",)}


def test_reigns_follow_each_other_without_a_gap() -> None:
    """The first begins now, the last ends at the horizon, and each begins after the one before."""
    result = what_falls_next(study_of(dated_loops()), horizon="2035-06")
    ahead = months_until(NOW, "2035-06")
    months = [ahead.name(step) for step in range(ahead.count)]
    starts = [months.index(reign.start) for reign in result.reigns]
    ends = [months.index(reign.end) for reign in result.reigns]
    assert starts[0] == 0
    assert ends[-1] == len(months) - 1
    assert [end + 1 for end in ends[:-1]] == starts[1:]


def test_without_draws_there_are_no_probabilities() -> None:
    """The central estimate alone: months and names, and nothing about how likely they are."""
    result = what_falls_next(study_of(dated_loops()), draws=0)
    assert result.seed is None
    assert result.present.probability is None
    assert result.present.fall is None
    assert all(item.binding_now is None for item in result.components)
    assert result.series[0].period_days.low is None


def test_the_present_agrees_with_the_critical_path() -> None:
    """The same seed gives the same criticality now as ``critical-path`` does."""
    study = study_of(dated_loops())
    now = critical_path(study, draws=128, seed=5)
    ahead = what_falls_next(study, draws=128, seed=5)
    for item in ahead.components:
        assert item.binding_now == now.component(item.id).criticality
    assert ahead.series[0].period_days == now.period_days


def test_probabilities_of_two_loops_sum_to_one_in_every_month() -> None:
    """Exactly one of two single cycles binds, ties apart."""
    result = what_falls_next(study_of(dated_loops()), draws=128)
    for month in result.series:
        assert sum(month.binding.values()) == pytest.approx(1)


def test_the_same_seed_gives_the_same_answer() -> None:
    """Twice the same record."""
    study = study_of(dated_loops())
    assert what_falls_next(study, draws=64, seed=3) == what_falls_next(study, draws=64, seed=3)


def test_what_is_unknown_does_not_grow() -> None:
    """A component without any speed-up stays at its days to the horizon."""
    model = dated_loops()
    left = {key: item for key, item in model.observations.items() if key != "b-speedup"}
    result = what_falls_next(study_of(replace(model, observations=left)), draws=16)
    outlook = next(item for item in result.components if item.id == "b")
    assert result.unknown_components == ("b",)
    assert outlook.growth_rate is None
    assert outlook.acceleration_now == outlook.acceleration_at_horizon == 1


def test_a_supposed_speedup_is_where_growth_starts() -> None:
    """Supposing that a is four times as fast makes b bind now."""
    study = study_of(dated_loops()).supposing((Supposition("a", "speedup", 4.0),))
    result = what_falls_next(study, draws=16)
    assert result.present.cycle == ("b",)
    assert result.suppositions == ("a.speedup=4",)


def test_a_tie_of_draws_reports_the_end_of_the_range() -> None:
    """By hand: of four draws falling at 1, 2, 3 and never, half have fallen by 2."""
    steps = [1.0, 2.0, 3.0, math.inf]
    assert quantile_month(TEN_YEARS, steps, 0.5) == "2026-03"
    assert quantile_month(TEN_YEARS, steps, 0.95) is None
    assert quantile_month(TEN_YEARS, [], 0.5) is None


@pytest.mark.parametrize(
    ("horizon", "words"),
    [
        ("2020", "does not lie after the evidence, which is of 2026-01-15. Choose 2027"),
        ("2026-01", "does not lie after"),
        ("soon", "is not a date. Write 2032"),
        ("2026-13", "is not a date"),
        ("", "is not a date"),
        ("2600", "more than 50 years ahead"),
    ],
)
def test_a_horizon_that_makes_no_sense_is_refused(horizon: str, words: str) -> None:
    """The message says what would."""
    with pytest.raises(UsageError, match=words):
        what_falls_next(study_of(dated_loops()), horizon=horizon)


def test_a_map_without_dates_asks_for_one() -> None:
    """Without a date there is no now; the message names the option."""
    with pytest.raises(UsageError, match="--as-of"):
        what_falls_next(Study(two_loops()))


def test_months_are_counted_from_now_to_the_end_of_the_year() -> None:
    """From January 2026 to the end of 2027 are 24 months; Decembers stand for their years."""
    months = months_until(NOW, "2027")
    assert (months.name(0), months.name(23), months.count) == ("2026-01", "2027-12", 24)
    assert [months.name(step) for step in months.year_ends] == ["2026-01", "2026-12", "2027-12"]


def test_evidence_that_is_only_observed_later_moves_nothing_before() -> None:
    """As of 2024 the observation of 2026 does not exist, so that a is unknown then."""
    late = Observation("a-speedup", "a", "speedup", 2.0, as_of="2026-01-01")
    model = dated_loops()
    model = replace(model, observations={**model.observations, "a-speedup": late})
    result = what_falls_next(study_of(model, "2024-06"), draws=16)
    assert "a" in result.unknown_components
