"""A share of exactly 0 or 1: the source's interval is kept, and the end stays within reach."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.estimates import NORMAL_95, Estimate
from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Observation
from graph.statistics.scales import SHARE_MARGIN
from graph.vocabulary import MetricName

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]
SHARE = MetricName.AI_SHARE_OF_DECISIONS


def share(map_of: MapOf, *observations: Observation) -> Estimate:
    """Return the estimate of AI's share of the decisions in ``review``."""
    pool = estimate_loop(map_of(*observations), Standpoint()).pool("review", SHARE)
    assert pool is not None
    assert pool.estimate is not None
    return pool.estimate


def logit(value: float) -> float:
    """Return the position of a share."""
    return math.log(value / (1 - value))


def test_zero_keeps_the_width_of_its_source(map_of: MapOf, observed: Observed) -> None:
    """0 (0 to 30 %, at 95 %): logit 0.005 = -5.2933 and logit 0.3 = -0.8473.

    One deviation is 4.446 / 1.95996 = 2.2684; 1.6449 of them above -5.2933 lie at -1.5621: 17.33 %.
    Below lies as much: -9.0245, or 0.012 %.
    """
    estimate = share(
        map_of, observed("a", 0.0, metric=SHARE, low=0.0, high=0.3, interval_level=0.95)
    )

    assert estimate.high == pytest.approx(0.1733, abs=2e-4)
    assert estimate.low == pytest.approx(0.00012, abs=1e-5)
    assert estimate.deviation == pytest.approx(2.2684, abs=1e-3)


@given(end=st.floats(0.01, 0.6), level=st.sampled_from([0.5, 0.9, 0.95]))
def test_one_is_the_mirror_of_zero(
    map_of: MapOf, observed: Observed, end: float, level: float
) -> None:
    """What is believed of a share is what is not believed of its rest."""
    zero = share(map_of, observed("a", 0.0, metric=SHARE, low=0.0, high=end, interval_level=level))
    one = share(
        map_of, observed("a", 1.0, metric=SHARE, low=1 - end, high=1.0, interval_level=level)
    )

    assert (one.low, one.high) == (
        pytest.approx(1 - zero.high, rel=1e-9),
        pytest.approx(1 - zero.low, rel=1e-9),
    )
    assert one.median == pytest.approx(1 - zero.median)


def test_a_plain_end_is_as_wide_as_its_grade_says_inwards(
    map_of: MapOf, observed: Observed
) -> None:
    """A trial has deviation 0.2: 1.6449 * 0.2 = 0.329 from logit 0.995 = 5.2933."""
    estimate = share(map_of, observed("a", 1.0, metric=SHARE))

    assert logit(estimate.low) == pytest.approx(5.2933 - NORMAL_95 * 0.2, abs=1e-3)
    # Towards 1 it comes to within a fifth of the margin: 0.999.
    assert estimate.high == pytest.approx(0.999)


@pytest.mark.parametrize("high", [None, 0.006, 0.02, 0.5])
def test_zero_is_never_held_off_by_the_margin(
    map_of: MapOf, observed: Observed, high: float | None
) -> None:
    """Where a source wrote 0, the interval reaches down to 0.1 % at least."""
    interval = {} if high is None else {"low": 0.0, "high": high}
    estimate = share(map_of, observed("a", 0.0, metric=SHARE, **interval))

    assert estimate.low <= 0.001 + 1e-12
    assert estimate.low < SHARE_MARGIN < estimate.high


def test_an_end_weighs_with_the_width_of_its_source(map_of: MapOf, observed: Observed) -> None:
    """Two reports weigh by their precision: 0 (0 to 30 %) counts with 2.2684, not with half of it.

    The other is 0.2 (0.1 to 0.36) at 95 %: logit 0.1 = -2.1972, logit 0.36 = -0.5754, deviation
    0.4137. Without any difference between sources 0 has 0.4137^2 / (0.4137^2 + 2.2684^2) = 3.2 %;
    with half of its width it had 11.7 %.
    """
    pool = estimate_loop(
        map_of(
            observed("a", 0.0, metric=SHARE, low=0.0, high=0.3, interval_level=0.95, source="one"),
            observed("b", 0.2, metric=SHARE, low=0.1, high=0.36, interval_level=0.95, source="two"),
        ),
        Standpoint(),
    ).pool("review", SHARE)
    assert pool is not None

    deviation = {w.observation_id: w.deviation for w in pool.weights}
    assert deviation["a"] == pytest.approx(2.2684, abs=1e-3)
    assert deviation["b"] == pytest.approx(0.4137, abs=1e-3)


def test_no_other_scale_is_touched(map_of: MapOf, observed: Observed) -> None:
    """A speed-up of exactly 1 lies in the middle of its scale, not at an end."""
    model = map_of(observed("a", 1.0, metric=MetricName.LAG, low=0.5, high=2.0, interval_level=0.9))
    pool = estimate_loop(model, Standpoint()).pool("review", MetricName.LAG)
    assert pool is not None
    assert pool.estimate is not None
    assert (pool.estimate.low, pool.estimate.high) == (pytest.approx(0.5), pytest.approx(2.0))
