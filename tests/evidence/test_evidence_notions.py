"""Notions of acceleration are kept apart, and one of them stands for the component."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.pooling import Pool
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Observation
from graph.vocabulary import Bound

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]


def pooled(model: LoopModel, setting: str = "frontier-lab") -> Pool:
    """Return the pool of ``review``'s speed-up, which must be there."""
    pool = estimate_loop(model, Standpoint(setting)).pool("review", "speedup")
    assert pool is not None
    return pool


def speedup(observed: Observed, notion: str | None, value: float, **changes: object) -> Observation:
    """Make a trial's speed-up of a notion, with the notion as its id."""
    return observed(str(notion), value, metric="speedup", notion=notion, **changes)


def test_notions_are_never_averaged(map_of: MapOf, observed: Observed) -> None:
    """The best rank stands for the component, the others stand beside it with their own value."""
    pool = pooled(
        map_of(
            speedup(observed, "present-work", 4.0),
            speedup(observed, "throughput", 3.0),
            speedup(observed, "serial-speed", 1.5),
            speedup(observed, "value", 9.0),
        )
    )

    assert pool.notion == "serial-speed"
    assert pool.estimate is not None
    assert pool.estimate.median == 1.5
    assert pool.weights[0].observation_id == "serial-speed"
    assert {w.reason_excluded for w in pool.weights[1:]} == {
        "another notion of acceleration: present-work",
        "another notion of acceleration: throughput",
        "another notion of acceleration: value",
    }
    assert [(p.notion, p.estimate.median) for p in pool.other_notions if p.estimate] == [
        ("throughput", 3.0),
        ("present-work", 4.0),
        ("value", 9.0),
    ]


@pytest.mark.parametrize("notion", ["value", "volume", "invented"])
def test_a_notion_without_rank_never_stands_for_a_component(
    map_of: MapOf, observed: Observed, notion: str
) -> None:
    """Seven times the lines is not seven times as fast: unknown, and visible beside."""
    pool = pooled(map_of(speedup(observed, notion, 7.0)))

    assert pool.estimate is None
    assert pool.notion is None
    assert [p.notion for p in pool.other_notions] == [notion]


def test_evidence_must_say_its_notion(map_of: MapOf, observed: Observed) -> None:
    """A speed-up of no stated notion is not taken for serial speed."""
    pool = pooled(map_of(speedup(observed, None, 3.0)))

    assert pool.estimate is None
    assert pool.weights[0].reason_excluded == (
        "it does not say which notion of acceleration it is of"
    )


def test_an_assumption_is_of_serial_speed(map_of: MapOf, observed: Observed) -> None:
    """An assumption, or a number on the component itself, needs no notion."""
    for changes in ({"grade": "our-assumption"}, {"direct": True}):
        pool = pooled(map_of(observed("a", 2.0, metric="speedup", notion=None, **changes)))

        assert pool.estimate is not None
        assert (pool.notion, pool.estimate.median) == ("serial-speed", 2.0)


def test_evidence_of_a_lower_rank_comes_before_an_assumption(
    map_of: MapOf, observed: Observed
) -> None:
    """Measured throughput stands before assumed speed, which stays listed."""
    pool = pooled(
        map_of(
            speedup(observed, "throughput", 3.0),
            observed("guess", 1.2, metric="speedup", grade="our-assumption"),
        )
    )

    assert pool.estimate is not None
    assert (pool.notion, pool.estimate.median) == ("throughput", 3.0)
    assert [w.observation_id for w in pool.weights] == ["throughput", "guess"]
    assert pool.weights[1].reason_excluded == "an assumption, and there is better evidence"
    assert pool.judgement is not None
    assert pool.judgement.median == 1.2


def test_withdrawn_evidence_does_not_choose_the_notion(map_of: MapOf, observed: Observed) -> None:
    """A serial speed that was withdrawn leaves the field to throughput."""
    pool = pooled(
        map_of(
            speedup(observed, "throughput", 3.0),
            speedup(observed, "serial-speed", 1.5, retracted=True),
        )
    )

    assert pool.notion == "throughput"


def test_a_limit_does_not_choose_before_a_value(map_of: MapOf, observed: Observed) -> None:
    """At least 1.1 in serial speed does not hide a measured throughput."""
    pool = pooled(
        map_of(
            speedup(observed, "throughput", 3.0),
            speedup(observed, "serial-speed", 1.1, bound=Bound.LOWER),
        )
    )

    assert pool.estimate is not None
    assert (pool.notion, pool.estimate.median) == ("throughput", 3.0)


def test_the_setting_comes_before_the_notion(map_of: MapOf, observed: Observed) -> None:
    """A laboratory's own throughput stands before the industry's serial speed."""
    model = map_of(
        speedup(observed, "throughput", 3.0, settings=("frontier-lab",)),
        speedup(observed, "serial-speed", 0.84, settings=("industry",)),
    )

    assert pooled(model).notion == "throughput"
    assert pooled(model, "industry").notion == "serial-speed"
    assert pooled(model, "open-source").borrowed_from == "industry"


def test_a_slowdown_is_a_speedup_below_one(map_of: MapOf, observed: Observed) -> None:
    """0.84 is a number like any other."""
    estimate = pooled(map_of(speedup(observed, "serial-speed", 0.84))).estimate

    assert estimate is not None
    assert estimate.median == 0.84
