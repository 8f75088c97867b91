"""The mistakes that evidence on AI invites, each with the number it would give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.estimates import Estimate
from graph.evidence.derived import Parts, acceleration
from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Observation
from graph.vocabulary import Bound

MapOf = Callable[..., LoopModel]
Observed = Callable[..., Observation]
HERE = Standpoint("industry", "2026-11-22")


def estimate(model: LoopModel, metric: str) -> Estimate | None:
    """What is believed of the component all of these speak of."""
    return estimate_loop(model, HERE).get("review", metric)


def test_shares_of_lines_person_time_and_decisions_are_never_averaged(
    map_of: MapOf, observed: Observed
) -> None:
    """80 % of lines, 26 % of person-time and 5 % of decisions stay what they are, not 37 %."""
    values = {
        "ai-share-of-lines": 0.8,
        "ai-share-of-person-time": 0.26,
        "ai-share-of-decisions": 0.05,
    }
    model = map_of(*(observed(name, value, metric=name) for name, value in values.items()))

    for name, value in values.items():
        found = estimate(model, name)
        assert found is not None
        assert found.median == pytest.approx(value)
        assert found.observation_ids == (name,)


def test_a_share_of_lines_accelerates_nothing(map_of: MapOf, observed: Observed) -> None:
    """90 % of lines by AI, ten times faster at no checking: without person-time, unknown."""
    model = map_of(
        observed("lines", 0.9, metric="ai-share-of-lines"),
        observed("speed", 10, metric="speed-on-automated-share"),
        observed("checking", 0.01, metric="checking-cost"),
    )

    assert estimate(model, "speedup") is None


def test_shares_of_the_time_before_ai_give_the_harmonic_mean_not_the_arithmetic() -> None:
    """Half of the time at 4x: 1 / (0.5 + 0.5/4) = 1.6; the arithmetic mean would say 2.5."""
    assert acceleration(Parts(automated_share=0.5, speed=4.0, checking_cost=0.0)) == 1.6


def test_a_lower_bound_alone_is_no_value(map_of: MapOf, observed: Observed) -> None:
    """A floor of 2x does not say 2x: without any value the number is unknown."""
    model = map_of(observed("least", 2, metric="speedup", bound=Bound.LOWER))

    assert estimate(model, "speedup") is None


def test_a_bound_that_is_kept_anyway_pulls_nothing(map_of: MapOf, observed: Observed) -> None:
    """Three at 4x and "at least 1.01x": the bound averaged in as a value would give 2.8x."""
    values = [observed(f"trial-{number}", 4, metric="speedup") for number in range(3)]
    bound = observed("least", 1.01, metric="speedup", bound=Bound.LOWER)
    with_bound, without = map_of(*values, bound), map_of(*values)

    found, alone = estimate(with_bound, "speedup"), estimate(without, "speedup")

    assert found is not None
    assert alone is not None
    assert found.median == pytest.approx(alone.median, rel=1e-3)


def test_a_benchmark_s_speed_up_is_not_that_of_the_work(map_of: MapOf, observed: Observed) -> None:
    """Code that runs 69.6x faster was not written faster: the speed-up of the work is unknown."""
    model = map_of(observed("kernel", 69.6, metric="benchmark-speedup"))

    assert estimate(model, "speedup") is None
    assert estimate(model, "benchmark-speedup") is not None


def test_the_horizon_at_half_success_is_not_the_one_at_four_fifths(
    map_of: MapOf, observed: Observed
) -> None:
    """17.4 h at 50 % and 3.1 h at 80 % of one model: two numbers, no mean of 7.3 h."""
    model = map_of(
        observed("half", 1044, metric="time-horizon-50"),
        observed("most", 186, metric="time-horizon-80"),
    )
    half, most = estimate(model, "time-horizon-50"), estimate(model, "time-horizon-80")

    assert half is not None
    assert most is not None
    assert (half.median, most.median) == (pytest.approx(1044), pytest.approx(186))
    assert estimate(model, "speedup") is None
