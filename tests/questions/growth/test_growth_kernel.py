"""The growth kernel: closed forms, laws, and what becomes of draws that run away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad

from graph.questions.growth.kernel.equations import loop_of
from graph.questions.growth.kernel.generation_time import FixedTime, ShrinkingTime
from graph.questions.growth.kernel.inputs import (
    AccelerationTable,
    AutomationShares,
    CeilingRule,
    Components,
    GrowthInput,
    ResourceNest,
    Resources,
    Stocks,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.kernel.run import RUNAWAY_LOG_STOCK, Grid, Regime, at_start, simulate

#: Growth per month when a doubling takes three months at eight times the pace.
HYPERBOLIC_GROWTH = float(np.log(2.0) * 8.0 / 3.0)
#: Growth per year of the generation recursion: a doubling in 0.375 years.
YEARLY_GROWTH = float(np.log(2.0) / 0.375)


def array(*values: float) -> Floats:
    """Return a float array."""
    return np.array(values, float)


def one_stock(growth: float, returns: float, difficulty: float, **changes: Any) -> GrowthInput:
    """Return one stock fed by one component: d ln S/dt = growth S^(returns - difficulty)."""
    own = ("log_ceilings", "ceiling_rule", "resource_exponents")
    of_stocks = {key: changes.pop(key) for key in own if key in changes}
    stocks = Stocks(
        ("software",),
        array(growth)[None],
        array(returns)[None],
        array(difficulty)[None],
        np.ones((1, 1, 1)),
        **of_stocks,
    )
    parts = changes.pop(
        "components", Components(("research",), np.zeros((1, 1)), np.ones((1, 1, 1)))
    )
    return GrowthInput(1, stocks, parts, array(-1.0), **changes)


def shared_work(draws: int = 64, seed: int = 4, speed_elasticity: float = 0.0) -> GrowthInput:
    """Return four components with rising automation shares, some too slow to explode."""
    rng = np.random.default_rng(seed)
    shares = AutomationShares(
        log_odds=rng.normal(-1.0, 1.0, (draws, 4)),
        stock_gains=rng.uniform(0.2, 0.6, (draws, 4, 1)),
        speeds=np.exp(rng.normal(2.5, 0.5, (draws, 4))),
        checking_costs=rng.uniform(0.0, 0.05, (draws, 4)),
        speed_elasticities=np.full((1, 4, 1), speed_elasticity),
    )
    stocks = Stocks(
        ("software",),
        rng.uniform(0.5, 1.5, (draws, 1)),
        rng.uniform(0.4, 0.9, (draws, 1)),
        rng.uniform(0.2, 0.8, (draws, 1)),
        np.full((1, 1, 4), 0.25),
    )
    parts = Components(("a", "b", "c", "d"), np.zeros((1, 4)), np.zeros((1, 4, 1)), shares=shares)
    return GrowthInput(draws, stocks, parts, rng.uniform(-2.0, -0.2, draws))


def test_the_hyperbola_reaches_its_pole_on_time() -> None:
    """With p = 0.3 and r = 1.2, t* = 1/(m g0) = 10.820213 months, m = p (1 - 1/r) = 0.05."""
    run = simulate(one_stock(HYPERBOLIC_GROWTH, 0.3, 0.25), Grid(20.0))

    # g0 = ln 2 / (3/8) a month.
    assert pytest.approx(np.log(2.0) / 0.375) == HYPERBOLIC_GROWTH
    assert run.pole_times == pytest.approx([10.820213], abs=1e-4)
    assert run.regimes == (Regime.RUNS_AWAY,)
    assert run.log_stocks[-1, 0, 0] == RUNAWAY_LOG_STOCK


@pytest.mark.parametrize(
    ("returns", "difficulty"), [(1.0, 0.6), (0.8, 0.8), (0.5, 1.0), (0.0, 1.0), (2.0, 0.5)]
)
def test_one_stock_follows_its_closed_form(returns: float, difficulty: float) -> None:
    """S = (1 - m g t)^(-1/m) for any m = returns - difficulty; e^(g t) at m = 0."""
    run = simulate(one_stock(0.5, returns, difficulty), Grid(1.2))
    m = returns - difficulty
    times = run.times
    expected = 0.5 * times if m == 0.0 else -np.log1p(-m * 0.5 * times) / m

    assert run.log_stocks[:, 0, 0] == pytest.approx(expected, abs=1e-5)
    assert run.growth_rates[:, 0, 0] == pytest.approx(0.5 * np.exp(m * expected), rel=1e-4)


def test_the_three_words_for_one_stock() -> None:
    """R below, at and above 1: fizzles, exponential, super-exponential."""
    words = [
        simulate(one_stock(0.1, returns, 1.0), Grid(2.0)).regimes[0] for returns in (0.7, 1.0, 1.3)
    ]

    assert words == [Regime.FIZZLES, Regime.EXPONENTIAL, Regime.SUPER_EXPONENTIAL]


def test_without_feedback_the_static_pace_holds_for_ever() -> None:
    """Recursion off: accelerations and pace at every time are those of the start, to the bit."""
    growth = shared_work()
    still = GrowthInput(
        growth.draws, growth.stocks, growth.components, growth.exponents, recursion=False
    )
    static = at_start(growth)
    run = simulate(still, Grid(30.0, 0.1, every=10))

    assert (run.log_paces == static.log_paces).all()
    assert (run.log_accelerations == static.log_accelerations).all()
    assert (run.loop_ratios == 0.0).all()


def test_with_all_feedback_at_zero_the_pace_holds_as_well() -> None:
    """Elasticity 0 is no feedback either, with generations as without."""
    parts = Components(("research",), np.log([[3.0]]), np.zeros((1, 1, 1)))
    for generation_time in (None, FixedTime(array(0.5))):
        run = simulate(
            one_stock(0.4, 1.0, 0.0, components=parts, generation_time=generation_time),
            Grid(20.0, 0.25),
        )

        assert run.log_paces == pytest.approx(np.log(3.0))
        assert run.log_stocks[:, 0, 0] == pytest.approx(0.4 * run.times)


def test_generations_follow_the_worked_recursion() -> None:
    """The worked ln S after 20 and 60 generations, and the ratio's approach to r = 1.40/1.01."""
    run = simulate(
        one_stock(YEARLY_GROWTH, 1.40, 1.01, generation_time=FixedTime(array(0.25))),
        Grid(15.0, 0.25),
    )
    logs = np.asarray(run.generation_log_stocks)[:, 0, 0]

    # Element k is the state after generation k + 1.
    assert logs[19] == pytest.approx(196.417912, abs=1e-6)
    assert logs[59] == pytest.approx(9.14335721e7, rel=1e-8)
    assert [logs[n] / logs[n - 1] for n in (19, 39, 59)] == pytest.approx(
        [1.380835, 1.386131, 1.38613860], abs=1e-6
    )
    assert logs[59] / logs[58] == pytest.approx(1.386139, abs=1e-6)
    assert run.regimes == (Regime.SUPER_EXPONENTIAL_TO_A_FLOOR,)


@pytest.mark.parametrize(("floor", "year"), [(0.02, 2.534), (0.1, 5.698)])
def test_any_floor_keeps_the_stock_finite(floor: float, year: float) -> None:
    """The generation that completes past ln S = 1e6 does so in the worked year; none diverges."""
    times = ShrinkingTime(array(floor), array(0.25), array(0.5)[None], in_sequence=False)
    run = simulate(one_stock(YEARLY_GROWTH, 1.40, 1.01, generation_time=times), Grid(8.0))
    logs = np.asarray(run.generation_log_stocks)[:, 0, 0]
    passed = int(np.argmax(logs >= 1e6))

    assert np.asarray(run.generation_times)[passed, 0] == pytest.approx(year, abs=1e-3)
    assert np.isfinite(run.log_stocks).all()
    assert not run.ran_away.any()


def test_ever_shorter_generations_reach_the_pole_of_the_continuous_model() -> None:
    """With a thousandth of a year the pole at 1.387207 years is near; without a floor it is one."""
    run = simulate(one_stock(YEARLY_GROWTH, 1.40, 1.01), Grid(3.0))
    short = FixedTime(array(1e-3))
    quick = simulate(one_stock(YEARLY_GROWTH, 1.40, 1.01, generation_time=short), Grid(1.0, 0.05))
    same = simulate(one_stock(YEARLY_GROWTH, 1.40, 1.01), Grid(1.0, 0.05))
    vanishing = ShrinkingTime(array(0.0), array(0.25), array(0.5)[None])
    zeno = simulate(one_stock(YEARLY_GROWTH, 1.40, 1.01, generation_time=vanishing), Grid(8.0))

    assert run.pole_times == pytest.approx([1.387207], abs=1e-4)
    assert quick.log_stocks[-1] == pytest.approx(same.log_stocks[-1], rel=0.02)
    assert zeno.regimes == (Regime.RUNS_AWAY,)
    assert zeno.pole_times[0] > 1.387


def test_a_doubling_sum_and_the_pole_differ_as_worked() -> None:
    """DT0/(1 - x) = 11.008796 months as a sum of doublings against 10.820213 continuous."""
    from graph.questions.growth.kernel.equations import loop_of
    from graph.questions.growth.published.preset_measures import run_doublings

    path = run_doublings(loop_of(one_stock(HYPERBOLIC_GROWTH, 0.3, 0.25)), 1, 2000)

    assert path.durations[:2, 0] == pytest.approx([0.375, 0.375 * 2**-0.05])
    assert path.elapsed[-1, 0] == pytest.approx(11.008796, abs=1e-6)


@pytest.mark.parametrize("rule", list(CeilingRule))
def test_a_ceiling_is_approached_and_never_passed(rule: CeilingRule) -> None:
    """Continuous and in fine generations alike; and time runs as the integral says."""
    top = np.array([[6.0]])
    changes = {"log_ceilings": top, "ceiling_rule": rule}
    run = simulate(one_stock(0.8, 1.2, 0.9, **changes), Grid(30.0, 0.05))
    fine = simulate(
        one_stock(0.8, 1.2, 0.9, generation_time=FixedTime(array(0.01)), **changes),
        Grid(30.0, 0.05),
    )

    def slowness(x: float) -> float:
        free = 0.8 * np.exp(1.2 * x)
        left = 1.0 - x / 6.0
        held = np.exp(-0.9 * x) * left if rule is CeilingRule.GROWTH else left ** (0.9 * 6.0)
        return float(1.0 / (free * held))

    index = 60
    reached = run.log_stocks[index, 0, 0]

    assert quad(slowness, 0.0, reached)[0] == pytest.approx(run.times[index], rel=1e-4)
    assert (run.log_stocks < 6.0).all()
    assert fine.log_stocks[:, 0, 0] == pytest.approx(run.log_stocks[:, 0, 0], rel=0.02, abs=0.02)
    assert run.regimes == fine.regimes == (Regime.BOUNDED,)


def test_a_scarce_resource_bounds_what_would_explode() -> None:
    """R is above 1 with resources to spare, and below once compute is all that counts."""
    compute = Resources(("compute",), np.zeros(1), np.zeros((1, 1, 1)), np.full((1, 1), 0.1))
    nest = ResourceNest(0, 0, array(0.5), array(-1.0), array(1.0))
    run = simulate(
        one_stock(0.5, 1.5, 0.8, resources=compute, nests=(nest,)), Grid(40.0, 0.1, every=10)
    )
    # Labour's share of the nest starts at one half: R = 0.5 * 1.5/0.8, and falls from there.
    assert run.loop_ratios[0] == pytest.approx([0.9375])
    assert (np.diff(run.loop_ratios[:, 0]) < 0.0).all()
    assert run.regimes == (Regime.BOUNDED,)


def test_feedback_below_one_multiplies_outside_growth() -> None:
    """With R = 0.7 growth of 0.5 a year from outside settles at 0.5/(1 - 0.7)."""
    compute = Resources(("compute",), np.zeros(1), np.zeros((1, 1, 1)), np.full((1, 1), 0.5))
    run = simulate(
        one_stock(0.5, 0.7, 1.0, resources=compute, resource_exponents=np.ones((1, 1, 1))),
        Grid(80.0, 0.1, every=100),
    )

    assert run.growth_rates[-1, 0, 0] == pytest.approx(0.5 / 0.3)


@pytest.mark.parametrize("speed_elasticity", [0.0, 0.5])
def test_the_loop_ratio_is_the_slope_of_the_growth_rate(speed_elasticity: float) -> None:
    """Beta (R - 1) equals d ln g / d ln S along the path, by finite differences."""
    run = simulate(shared_work(speed_elasticity=speed_elasticity), Grid(4.0, 0.01))
    logs, rates = run.log_stocks[..., 0], np.log(run.growth_rates[..., 0])
    slopes = (rates[2:] - rates[:-2]) / (logs[2:] - logs[:-2])

    assert run.loop_gains[1:-1] == pytest.approx(slopes, abs=2e-3)


def test_halving_the_step_changes_nothing_that_counts() -> None:
    """Steps of 0.05 and 0.02 agree in ln S within 1e-3 on every draw."""
    coarse = simulate(shared_work(256), Grid(10.0, 0.05))
    fine = simulate(shared_work(256), Grid(10.0, 0.02))

    assert coarse.log_stocks[-1] == pytest.approx(fine.log_stocks[-1], abs=1e-3)


def test_a_draw_does_not_depend_on_its_neighbours() -> None:
    """Half of the draws alone give the same bits as among all, poles included."""
    growth = shared_work(32)
    rows = slice(0, 16)
    shares = growth.components.shares
    assert shares is not None
    part = GrowthInput(
        16,
        Stocks(
            growth.stocks.names,
            growth.stocks.growth_rates[rows],
            growth.stocks.parallel_exponents[rows],
            growth.stocks.difficulties[rows],
            growth.stocks.weights,
        ),
        Components(
            growth.components.names,
            growth.components.log_accelerations,
            growth.components.elasticities,
            shares=AutomationShares(
                shares.log_odds[rows],
                shares.stock_gains[rows],
                shares.speeds[rows],
                checking_costs=None
                if shares.checking_costs is None
                else shares.checking_costs[rows],
            ),
        ),
        growth.exponents[rows],
    )
    grid = Grid(20.0, 0.05, every=20)

    assert simulate(part, grid).log_stocks == pytest.approx(
        simulate(growth, grid).log_stocks[:, rows], rel=1e-12
    )


def test_a_curve_of_accelerations_is_followed() -> None:
    """Ten times as fast from S = e on: ln a runs straight from 0 to ln 10, then stays."""
    table = AccelerationTable(0, 0, array(0.0, 1.0)[None], np.log(array(1.0, 10.0))[None])
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)), tables=(table,))
    run = simulate(one_stock(1.0, 1.0, 0.0, components=parts), Grid(1.0, 0.01))
    # dx/dt = 10^x up to x = 1, reached at (1 - 0.1)/ln 10; then dx/dt = 10.
    arrival = 0.9 / np.log(10.0)

    assert run.log_stocks[-1, 0, 0] == pytest.approx(1.0 + 10.0 * (1.0 - arrival), rel=1e-3)
    assert run.loop_gains[0] == pytest.approx([np.log(10.0)])
    assert run.loop_gains[-1] == pytest.approx([0.0])


def test_no_step_strides_over_the_corner_of_a_curve() -> None:
    """The pace is 1 up to ln S = 0.9, then rises to e^5 at ln S = 1, looked at once a year.

    0.9 years to the corner, (1 - e^-5)/50 up the slope, and e^5 a year for the rest of the year.
    Half a step of a year ends before the corner, so that its slopes know nothing of it.
    """
    curve = AccelerationTable(0, 0, array(0.0, 0.9, 1.0)[None], array(0.0, 0.0, 5.0)[None])
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)), tables=(curve,))
    run = simulate(one_stock(1.0, 1.0, 0.0, components=parts), Grid(1.0, 1.0))
    left = 1.0 - 0.9 - (1.0 - np.exp(-5.0)) / 50.0

    assert run.log_stocks[-1, 0, 0] == pytest.approx(1.0 + np.exp(5.0) * left, rel=2e-3)


def test_corners_stand_at_the_heights_that_a_ceiling_gives_them() -> None:
    """The height is -ln(1 - ln S/ln S_max): half way up ln 2, from the ceiling on infinite."""
    curve = AccelerationTable(
        0, 0, array(0.0, 2.0, 4.0, 5.0)[None], array(0.0, 1.0, 2.0, 3.0)[None]
    )
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)), tables=(curve,))
    loop = loop_of(one_stock(1.0, 1.0, 0.0, components=parts, log_ceilings=array(4.0)[None]))
    corners = loop.corners(1)
    assert corners is not None

    assert corners[0, 0].tolist() == pytest.approx([0.0, np.log(2.0), np.inf, np.inf])


def test_no_step_strides_over_a_change_of_outside_growth() -> None:
    """Compute grows by 3 a year until 0.37 and stands still after: ln S is the integral of C."""
    resources = Resources(
        ("compute",), array(0.0, 0.37), array(0.0, 3.0 * 0.37)[None, None], np.zeros((1, 1))
    )
    still = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)))
    growth = one_stock(
        1.0,
        1.0,
        0.0,
        components=still,
        resources=resources,
        resource_exponents=np.ones((1, 1, 1)),
    )
    run = simulate(growth, Grid(1.0, 1.0))
    until, level = float(np.expm1(3.0 * 0.37)) / 3.0, float(np.exp(3.0 * 0.37))

    assert run.log_stocks[-1, 0, 0] == pytest.approx(until + 0.63 * level, rel=1e-3)


def test_a_component_stops_at_its_ceiling() -> None:
    """Below its ceiling a component feeds back, at it no more: R falls to 0."""
    parts = Components(
        ("research",), np.zeros((1, 1)), np.ones((1, 1, 1)), log_ceilings=np.log([[4.0]])
    )
    run = simulate(one_stock(0.5, 1.0, 0.5, components=parts), Grid(20.0, 0.05))

    assert np.exp(run.log_accelerations[-1, 0, 0]) == pytest.approx(4.0)
    assert run.loop_ratios[0] == pytest.approx([2.0])
    assert run.loop_ratios[-1] == pytest.approx([0.0])


def test_checking_can_make_ai_a_slowdown() -> None:
    """With 1/s + nu above 1 the acceleration is below 1: 1/(0.5 + 0.5 (0.8 + 0.4)) = 1/1.1."""
    shares = AutomationShares(
        log_odds=np.zeros((1, 1)),
        stock_gains=np.zeros((1, 1, 1)),
        speeds=array(1.25)[None],
        checking_costs=array(0.4)[None],
    )
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)), shares=shares)
    run = at_start(one_stock(0.5, 1.0, 1.0, components=parts))

    assert np.exp(run.log_accelerations[0, 0]) == pytest.approx([1.0 / 1.1])


def test_ai_that_grows_faster_itself_does_its_share_faster() -> None:
    """With s = 2 S at half of the work, a = 1/(0.5 + 0.5/(2 S)) all along the path."""
    shares = AutomationShares(
        log_odds=np.zeros((1, 1)),
        stock_gains=np.zeros((1, 1, 1)),
        speeds=array(2.0)[None],
        speed_elasticities=np.ones((1, 1, 1)),
    )
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)), shares=shares)
    run = simulate(one_stock(0.5, 1.0, 0.5, components=parts), Grid(4.0))
    stock = np.exp(run.log_stocks[:, 0, 0])

    assert np.exp(run.log_accelerations[:, 0, 0]) == pytest.approx(1.0 / (0.5 + 0.25 / stock))


def test_outside_growth_within_a_generation_is_counted() -> None:
    """Without feedback ln S = g (e^(zeta k t) - 1)/(zeta k) whatever the generation time."""
    compute = Resources(("compute",), np.zeros(1), np.zeros((1, 1, 1)), np.full((1, 1), 0.4))
    parts = Components(("research",), np.zeros((1, 1)), np.zeros((1, 1, 1)))
    run = simulate(
        one_stock(
            0.3,
            1.0,
            0.0,
            components=parts,
            resources=compute,
            resource_exponents=np.full((1, 1, 1), 0.5),
            generation_time=FixedTime(array(1.0)),
        ),
        Grid(5.0, 1.0),
    )

    assert run.log_stocks[:, 0, 0] == pytest.approx(0.3 * np.expm1(0.2 * run.times) / 0.2, rel=1e-5)


def test_every_draw_is_counted_whatever_became_of_it() -> None:
    """The counts over the regimes sum to the draws, with some run away and some not."""
    draws = 50
    stocks = Stocks(
        ("software",),
        np.full((1, 1), 0.5),
        np.linspace(0.2, 2.0, draws)[:, None],
        np.ones((1, 1)),
        np.ones((1, 1, 1)),
    )
    parts = Components(("research",), np.zeros((1, 1)), np.ones((1, 1, 1)))
    run = simulate(GrowthInput(draws, stocks, parts, array(-1.0)), Grid(10.0, 0.05))
    counts = run.regime_counts()

    # Draws with m = returns - 1 above 1/(0.5 * 10) = 0.2 reach their pole.
    assert counts[Regime.RUNS_AWAY] == int((np.linspace(0.2, 2.0, draws) > 1.2).sum())
    assert sum(counts.values()) == draws
    assert np.isfinite(run.log_stocks).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"growth": -1.0}, "0 or more"),
        ({"difficulty": -0.1}, "0 or more"),
    ],
)
def test_numbers_without_sense_are_refused(change: dict[str, float], message: str) -> None:
    """Negative growth or difficulty is told in words."""
    numbers = {"growth": 0.5, "returns": 1.0, "difficulty": 1.0, **change}
    with pytest.raises(ValueError, match=message):
        one_stock(**numbers)


def test_an_array_of_the_wrong_shape_is_named() -> None:
    """The message says which array and which shape it should have."""
    with pytest.raises(ValueError, match=r"exponents has the shape \(3,\); it should be"):
        GrowthInput(
            2,
            one_stock(0.5, 1.0, 1.0).stocks,
            one_stock(0.5, 1.0, 1.0).components,
            array(1, 2, 3),
        )


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    """A share of the work left over would speed everything up."""
    stocks = one_stock(0.5, 1.0, 1.0).stocks
    with pytest.raises(ValueError, match="sum to 1"):
        GrowthInput(
            1,
            Stocks(
                stocks.names,
                stocks.growth_rates,
                stocks.parallel_exponents,
                stocks.difficulties,
                0.5 * stocks.weights,
            ),
            one_stock(0.5, 1.0, 1.0).components,
            array(-1.0),
        )


@pytest.mark.parametrize("grid", [Grid(0.0), Grid(5.0, 0.0), Grid(5.0, 0.1, every=0)])
def test_a_grid_without_length_is_refused(grid: Grid) -> None:
    """Horizon, step and spacing are above 0."""
    with pytest.raises(ValueError, match="above 0"):
        simulate(one_stock(0.5, 1.0, 1.0), grid)


def test_a_generation_that_takes_negative_time_is_refused() -> None:
    """Improvements cannot arrive before they are made."""
    with pytest.raises(ValueError, match="less than no time"):
        simulate(one_stock(0.5, 1.0, 1.0, generation_time=FixedTime(array(-0.1))), Grid(5.0))
