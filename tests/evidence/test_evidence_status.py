"""Status from the pooled acceleration, leaving sources out, and what importing costs."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable

import pytest

from graph.evidence.loop_estimates import estimate_loop, weighing_sources
from graph.evidence.status import Status, status_of
from graph.model import LoopModel, Observation

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]

# A trial has deviation 0.2 and P(a > 1) = Phi(ln a / 0.2); Phi(1.2816) = 0.9, so the border
# lies at exp(0.2 * 1.2816) = 1.2922.
BORDER = math.exp(0.2 * 1.2815515655446004)


def status(model: LoopModel) -> Status:
    """Return the status of ``review``."""
    return status_of(model, estimate_loop(model), "review")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (BORDER * 1.001, Status.ACCELERATED),
        (BORDER / 1.001, Status.UNPROVEN),
        (1.0, Status.UNPROVEN),
        (1.001 / BORDER, Status.UNPROVEN),
        (1 / BORDER / 1.001, Status.SLOWED),
    ],
)
def test_nine_in_ten_decide(
    map_of: MapOf, observed: Observed, value: float, expected: Status
) -> None:
    """Accelerated or slowed needs a probability of 0.9; between is unproven."""
    assert status(map_of(observed("a", value, metric="speedup"))) is expected


def test_without_evidence_a_component_is_unknown(map_of: MapOf, observed: Observed) -> None:
    """No speed-up, or only one that stands for nothing, is unknown, not unproven."""
    assert status(map_of()) is Status.UNKNOWN
    assert status(map_of(observed("a", 7.0, metric="speedup", notion="volume"))) is Status.UNKNOWN


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.01, Status.ACCELERATED), (1.0, Status.UNPROVEN), (0.99, Status.SLOWED)],
)
def test_an_exact_speedup_is_certain(
    map_of: MapOf, observed: Observed, value: float, expected: Status
) -> None:
    """Without spread, above 1 is accelerated and below 1 is slowed."""
    assert status(map_of(observed("a", value, metric="speedup", exact=True))) is expected


@pytest.mark.parametrize(
    ("speed", "share", "expected"),
    [
        (5.0, 0.5, Status.AUTONOMOUS),
        (5.0, 0.49, Status.ACCELERATED),
        (1.0, 0.9, Status.UNPROVEN),
        (0.5, 0.9, Status.SLOWED),
    ],
)
def test_autonomous_is_accelerated_and_besides_half_at_level_five(
    map_of: MapOf, observed: Observed, speed: float, share: float, expected: Status
) -> None:
    """Autonomy without acceleration is no status of its own."""
    model = map_of(
        observed("a", speed, metric="speedup"), observed("b", share, metric="full-autonomy-share")
    )

    assert status(model) is expected


def test_the_thresholds_stand_in_the_ontology(map_of: MapOf, observed: Observed) -> None:
    """What the map sets is used."""
    item = observed("a", 1.1, metric="speedup")

    assert status(map_of(item)) is Status.UNPROVEN
    assert status(map_of(item, thresholds={"accelerated-probability": 0.6})) is Status.ACCELERATED


def test_each_source_that_weighs_is_left_out_in_turn(map_of: MapOf, observed: Observed) -> None:
    """Two sources weigh; the withdrawn one and the assumption are not among them."""
    model = map_of(
        observed("a", 2.0, source="one"),
        observed("b", 8.0, source="two"),
        observed("c", 9.0, source="three", retracted=True),
        observed("d", 5.0, grade="our-assumption"),
    )
    pool = estimate_loop(model).pool("review", "baseline-days")
    assert pool is not None

    assert weighing_sources(model, [pool]) == ("one", "two")
    left = {
        source: estimate_loop(model, without_sources=frozenset({source})).get(
            "review", "baseline-days"
        )
        for source in ("one", "two")
    }
    assert {source: e.median for source, e in left.items() if e} == {"one": 8.0, "two": 2.0}


def test_sources_behind_derived_numbers_are_found(map_of: MapOf, observed: Observed) -> None:
    """The sources of the parts are the sources of the whole."""
    model = map_of(
        observed("f", 0.5, metric="ai-share-of-person-time", source="one"),
        observed("s", 4.0, metric="speed-on-automated-share", source="two"),
        observed("nu", 0.2, metric="checking-cost", source="one"),
    )
    pool = estimate_loop(model).pool("review", "speedup")
    assert pool is not None

    assert weighing_sources(model, [pool]) == ("one", "two")


def test_leaving_a_source_out_keeps_the_date(map_of: MapOf, observed: Observed) -> None:
    """Only the source makes the difference, not the day from which age is counted."""
    model = map_of(
        observed("a", 2.0, source="one", as_of="2024-01-01"),
        observed("b", 8.0, source="two", as_of="2026-01-01"),
    )
    without = estimate_loop(model, without_sources=frozenset({"two"}))

    assert without.as_of == estimate_loop(model).as_of == "2026-01-01"


def test_an_assumption_has_no_source_to_leave_out(map_of: MapOf, observed: Observed) -> None:
    """Where only an assumption weighs, no source does."""
    model = map_of(observed("d", 5.0, grade="our-assumption"))
    pool = estimate_loop(model).pool("review", "baseline-days")
    assert pool is not None

    assert weighing_sources(model, [pool]) == ()


def test_no_pools_have_no_sources(map_of: MapOf) -> None:
    """Nothing asked, nothing left out."""
    assert weighing_sources(map_of(), []) == ()


def test_importing_the_pooling_is_cheap() -> None:
    """No number library is loaded for pooling a few numbers."""
    code = (
        "import sys, graph.evidence, graph.evidence.loop_estimates, graph.evidence.loop_estimates;"
        "heavy = {'numpy', 'scipy', 'statistics', 'networkx', 'rdflib', 'statsmodels'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
