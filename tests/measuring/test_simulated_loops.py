"""Of simulated loops measuring gives back the waiting, rework, capacity and bottleneck."""

from __future__ import annotations

import random
import statistics

import pytest
from simulated_loops import Loop, drawn_loop, measured_loop, simulated

#: How many loops are drawn here; tests/tools/simulate_loops.py draws 200.
LOOPS = 20


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """One loop whose review is the bottleneck, simulated and measured."""
    loop = Loop(
        {"coding": 1.0, "review": 1.5, "release": 0.5},
        {"coding": 4, "review": 2, "release": 3},
        again=0.25,
        rounds=14,
    )
    found = simulated(loop, 7)
    measured, named = measured_loop(loop, found.events, tmp_path_factory.mktemp("known"))
    numbers = {(one.subject, one.metric): one for one in (*measured.measurements, *measured.whole)}
    return loop, found, numbers, named


@pytest.mark.parametrize("part", ["review", "release"])
def test_waiting_is_that_of_the_simulator(known, part):
    """The median wait is the median of the waits that the simulator saw, to the second."""
    _, found, numbers, _ = known
    measured = numbers[part, "queue-time"]

    assert measured.count == len(found.waits[part])
    assert measured.value == pytest.approx(statistics.median(found.waits[part]), abs=2 / 86400)


@pytest.mark.parametrize("part", ["coding", "review", "release"])
def test_work_is_that_of_the_distribution(known, part):
    """The median of exponential days is their mean times ln 2, and lies in the interval."""
    loop, _, numbers, _ = known
    measured = numbers[part, "pass-time"]
    true = loop.days[part] * 0.6931

    assert measured.low * 0.9 <= true <= measured.high * 1.1
    assert measured.value == pytest.approx(true, rel=0.2)


def test_capacity_of_the_bottleneck_is_who_works_there(known):
    """Two people review, and in the median week both are at work at once."""
    _, _, numbers, _ = known

    assert numbers["review", "capacity"].value == 2
    assert numbers["coding", "capacity"].value <= 4


def test_rework_is_that_of_the_simulator(known):
    """The share sent back is the simulator's count, and the true share lies in the interval."""
    loop, found, numbers, _ = known
    back, reviews = found.sent_back
    measured = numbers["review-verifies-coding", "rework-share"]

    # An item that was sent back and waits for coding when the simulation ends has not come back.
    assert measured.count == reviews
    assert measured.value == pytest.approx(back / reviews, abs=loop.rounds / reviews)
    assert measured.low <= loop.again <= measured.high


def test_rounds_under_way_are_those_of_the_simulation(known):
    """14 items go round; between two rounds none is missing for long."""
    _, _, numbers, _ = known

    assert 10 <= numbers["release-gates-coding", "lag"].value <= 14


def test_known_bottleneck_is_named(known):
    """The review has twice the load of the next, and the critical path says so."""
    loop, _, _, named = known

    assert loop.bottleneck == "review"
    assert named == "review"


def test_the_true_bottleneck_is_named_in_nearly_all_loops(tmp_path):
    """At least 95 of 100: 19 of these 20."""
    named = 0
    for seed in range(LOOPS):
        loop = drawn_loop(random.Random(seed))
        folder = tmp_path / str(seed)
        folder.mkdir()
        named += measured_loop(loop, simulated(loop, seed).events, folder)[1] == loop.bottleneck

    assert named >= 0.95 * LOOPS
