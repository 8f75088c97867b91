"""A component's acceleration from its parts: the formula, its limits, its spread."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.estimates import Basis
from graph.evidence.derived import Parts, acceleration
from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.evidence.pooling import Pool
from graph.model import LoopModel, Observation
from graph.vocabulary import Bound

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]


def parts(observed: Observed, **changes: object) -> list[Observation]:
    """Make trials of f = 0.5, s = 4 and nu = 0.25, with *changes* to all of them."""
    return [
        observed("f", 0.5, metric="ai-share-of-person-time", **changes),
        observed("s", 4.0, metric="speed-on-automated-share", **changes),
        observed("nu", 0.25, metric="checking-cost", **changes),
    ]


def pool_of(loop: LoopEstimates) -> Pool:
    """Return the pool of ``review``'s speed-up, which must be there."""
    pool = loop.pool("review", "speedup")
    assert pool is not None
    return pool


def test_the_formula_by_hand() -> None:
    """12 days of which 2 stay: 2 + 10 (0.5/1.25 + 0.5 (1/4 + 0.35)) = 2 + 10 * 0.7 = 9."""
    value = acceleration(Parts(0.5, 4.0, 0.35, human_uplift=1.25, floor_share=2 / 12))

    assert value == pytest.approx(12 / 9)


@given(st.floats(0, 0.99))
def test_without_floor_and_checking_it_is_amdahl(share: float) -> None:
    """With unbounded speed the acceleration tends to 1/(1 - f)."""
    assert acceleration(Parts(share, 1e15, 0.0)) == pytest.approx(1 / (1 - share), rel=1e-9)


def test_checking_can_make_it_slower() -> None:
    """1/s + nu > 1 is a slowdown: 0.5 + 0.5 (0.5 + 0.75) = 1.125."""
    assert acceleration(Parts(0.5, 2.0, 0.75)) == pytest.approx(1 / 1.125)


@given(st.floats(0, 1), st.floats(0.1, 1e6), st.floats(0, 2), st.floats(0.5, 5), st.floats(0.01, 1))
def test_the_floor_is_the_ceiling(f: float, s: float, nu: float, g: float, floor: float) -> None:
    """No acceleration is above d0/u."""
    assert acceleration(Parts(f, s, nu, g, floor)) <= 1 / floor * (1 + 1e-9)


def test_ends_of_the_formula() -> None:
    """All floor: 1. Nothing left: infinite."""
    assert acceleration(Parts(1.0, 5.0, 0.0, floor_share=1.0)) == 1.0
    assert acceleration(Parts(1.0, math.inf, 0.0)) == math.inf


def test_the_parts_give_the_acceleration(map_of: MapOf, observed: Observed) -> None:
    """0.5 + 0.5 (0.25 + 0.25) = 0.75, so a = 4/3, derived, with its inputs named."""
    pool = pool_of(estimate_loop(map_of(*parts(observed))))

    assert pool.derived
    assert pool.estimate is not None
    assert pool.estimate.median == pytest.approx(4 / 3)
    assert pool.estimate.basis is Basis.DERIVED
    assert set(pool.estimate.observation_ids) == {"f", "s", "nu"}
    assert pool.estimate.source_count == 3
    assert pool.estimate.assumed_share == 0.0
    assert [p.metric for p in pool.inputs] == [
        "ai-share-of-person-time", "speed-on-automated-share", "checking-cost",
    ]  # fmt: skip
    assert sum(w.weight for w in pool.weights) == pytest.approx(1.0)


def test_the_spread_by_hand(map_of: MapOf, observed: Observed) -> None:
    """First order: slopes of ln a are 1/6 for logit f and ln s, -1/6 for ln nu."""
    # r = (1 - f) + f (1/s + nu) = 3/4.  d ln a = -dr/r.
    # f: dr/df = -1 + 0.5 = -0.5, df = f(1-f) dlogit = 0.25: slope 0.125/0.75 = 1/6
    # s: dr = -f/s dln s = -0.125: slope 1/6.  nu: dr = f nu dln nu = 0.125: slope -1/6
    estimate = estimate_loop(map_of(*parts(observed))).get("review", "speedup")

    assert estimate is not None
    assert estimate.deviation == pytest.approx(0.2 * math.sqrt(3) / 6, rel=1e-6)


def test_the_spread_agrees_with_draws(map_of: MapOf, observed: Observed) -> None:
    """First order is within a few percent of drawing the parts."""
    rng = np.random.default_rng(7)
    f, s, nu = (rng.normal(m, 0.2, 200_000) for m in (0.0, math.log(4), math.log(0.25)))
    share = 1 / (1 + np.exp(-f))
    drawn = -np.log(1 - share + share * (np.exp(-s) + np.exp(nu)))
    estimate = estimate_loop(map_of(*parts(observed))).get("review", "speedup")

    assert estimate is not None
    assert estimate.deviation == pytest.approx(float(drawn.std()), rel=0.03)
    assert math.log(estimate.median) == pytest.approx(float(np.median(drawn)), abs=0.01)


def test_floor_and_uplift_enter(map_of: MapOf, observed: Observed) -> None:
    """12 days, 2 of them floor, g = 1.25: 2 + 10 (0.4 + 0.25) = 8.5."""
    pool = pool_of(
        estimate_loop(
            map_of(
                *parts(observed),
                observed("g", 1.25, metric="human-uplift"),
                observed("d0", 12.0, metric="baseline-days"),
                observed("u", 2.0, metric="floor-days"),
            )
        )
    )

    assert pool.estimate is not None
    assert pool.estimate.median == pytest.approx(12 / 8.5)
    assert len(pool.inputs) == 6


@pytest.mark.parametrize("missing", ["f", "s", "nu"])
def test_a_missing_part_is_missing(map_of: MapOf, observed: Observed, missing: str) -> None:
    """Without share, speed or checking cost nothing is derived: unknown, not 1."""
    model = map_of(*(item for item in parts(observed) if item.id != missing))

    assert estimate_loop(model).pool("review", "speedup") is None


def test_a_floor_without_its_days_derives_nothing(map_of: MapOf, observed: Observed) -> None:
    """Two days that stay, of nobody knows how many, give no acceleration."""
    model = map_of(*parts(observed), observed("u", 2.0, metric="floor-days"))

    assert estimate_loop(model).get("review", "speedup") is None


@pytest.mark.parametrize("metric", ["speed-on-automated-share", "human-uplift"])
def test_a_speed_of_nought_derives_nothing(map_of: MapOf, observed: Observed, metric: str) -> None:
    """A written speed of 0 does not divide by it."""
    others = [item for item in parts(observed) if item.metric != metric]
    model = map_of(*others, observed("zero", 0.0, metric=metric, direct=True))

    assert estimate_loop(model).get("review", "speedup") is None


def test_direct_evidence_comes_first(map_of: MapOf, observed: Observed) -> None:
    """A measured speed-up stands, whatever the parts say."""
    pool = pool_of(estimate_loop(map_of(*parts(observed), observed("a", 1.1, metric="speedup"))))

    assert not pool.derived
    assert pool.estimate is not None
    assert pool.estimate.median == 1.1


def test_evidence_on_the_parts_comes_before_an_assumed_whole(
    map_of: MapOf, observed: Observed
) -> None:
    """The assumption stays beside it as our judgement, and says why it weighs nothing."""
    guess = observed("guess", 3.0, metric="speedup", grade="our-assumption")
    pool = pool_of(estimate_loop(map_of(*parts(observed), guess)))

    assert pool.derived
    assert pool.judgement is not None
    assert pool.judgement.median == 3.0
    overruled = next(w for w in pool.weights if w.observation_id == "guess")
    assert overruled.weight == 0.0
    assert overruled.reason_excluded == (
        "an assumption on the whole, and there is evidence on its parts"
    )


def test_assumed_parts_do_not_overrule_an_assumed_whole(map_of: MapOf, observed: Observed) -> None:
    """Assumption against assumption: the one on the whole stands."""
    guess = observed("guess", 3.0, metric="speedup", grade="our-assumption")
    model = map_of(*parts(observed, grade="our-assumption"), guess)
    pool = pool_of(estimate_loop(model))

    assert not pool.derived
    assert pool.estimate is not None
    assert pool.estimate.median == 3.0


def test_what_is_assumed_of_the_parts_is_said(map_of: MapOf, observed: Observed) -> None:
    """Three parts that bring equal variance, one assumed: a third, by its larger spread more."""
    items = parts(observed)
    items[2] = observed(
        "nu", 0.25, metric="checking-cost", grade="our-assumption",
        low=0.25 * math.exp(-0.2 * 1.6448536), high=0.25 * math.exp(0.2 * 1.6448536),
    )  # fmt: skip
    estimate = estimate_loop(map_of(*items)).get("review", "speedup")

    assert estimate is not None
    assert estimate.assumed_share == pytest.approx(1 / 3, rel=1e-6)
    assert estimate.source_count == 2


def test_exact_parts_give_an_exact_acceleration(map_of: MapOf, observed: Observed) -> None:
    """Without spread in the parts there is none in the whole."""
    estimate = estimate_loop(map_of(*parts(observed, exact=True))).get("review", "speedup")

    assert estimate is not None
    assert (estimate.low, estimate.high, estimate.deviation) == (None, None, 0.0)


def test_only_components_are_derived(map_of: MapOf, observed: Observed) -> None:
    """The whole loop is built from its parts by the analysis, never here."""
    model = map_of(*parts(observed, subject="whole-loop"))

    assert estimate_loop(model).get("whole-loop", "speedup") is None


def test_a_limit_without_value_leaves_it_to_the_parts(map_of: MapOf, observed: Observed) -> None:
    """At least 1.1 alone is no value; the parts give one."""
    limit = observed("limit", 1.1, metric="speedup", bound=Bound.LOWER)

    assert pool_of(estimate_loop(map_of(*parts(observed), limit))).derived
