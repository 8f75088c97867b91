"""Growth rates by hand, and what shrinking must do."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uncertain_maps import about, edge, uncertain_map

from graph.estimates import NORMAL_95
from graph.evidence.standpoint import Standpoint
from graph.loop.growth_rates import (
    LEAST_SPREAD,
    PRIOR_SPREAD,
    START_DEVIATION,
    GrowthRates,
    growth_rates,
)
from graph.loop.study import Study
from graph.model import LoopModel, Observation
from graph.vocabulary import Bound, Family


def seen(subject: str, value: float, day: str, deviation: float = 0.2) -> Observation:
    """Return a trial's speed-up, dated."""
    reach = NORMAL_95 * deviation
    return Observation(
        f"{subject}-{day}",
        subject,
        "speedup",
        value,
        low=value * math.exp(-reach),
        high=value * math.exp(reach),
        as_of=day,
        grade="trial",
        source=f"source-{subject}-{day}",
        notion="serial-speed",
    )


def observed_map(*observations: Observation, names: str = "abcd") -> LoopModel:
    """Return a ring of components of which c and d belong to another family."""
    numbers = {name: {"baseline-days": 10.0} for name in names}
    edges = [edge(name, name) for name in names]
    lags = [about(item.id, "lag", 1.0) for item in edges]
    model = uncertain_map(numbers, edges, [*lags, *observations])
    components = {
        key: replace(item, family=Family.INFRA if key in "cd" else Family.CODING)
        for key, item in model.components.items()
    }
    return replace(model, components=components)


def rates_of(*observations: Observation, as_of: str | None = None) -> GrowthRates:
    """Return the rates of such a map."""
    return growth_rates(Study(observed_map(*observations), Standpoint("frontier-lab", as_of)))


def test_the_own_rate_is_the_slope_from_the_start() -> None:
    """A speed-up of 2 four years after 2022 is ln 2 / 4 a year; its error is that of both ends."""
    found = rates_of(seen("a", 2.0, "2026-01-01")).by_component["a"]
    years = 1461 / 365.25  # four years with one leap day
    assert found.own_rate == pytest.approx(math.log(2) / years)
    assert found.own_deviation == pytest.approx(math.hypot(0.2, START_DEVIATION) / years)
    assert found.date_count == 1
    # Alone it is its family and all families, so that nothing pulls it elsewhere.
    assert found.rate == pytest.approx(found.own_rate)


def test_a_component_is_shrunk_towards_its_family_by_hand() -> None:
    """Two members at 0.1 and 0.3 a year meet at 0.2, each by its own share of the variances."""
    years = 1461 / 365.25
    values = [math.exp(rate * years) for rate in (0.1, 0.3)]
    rates = rates_of(*(seen(n, v, "2026-01-01") for n, v in zip("ab", values, strict=True)))
    variance = (0.2**2 + START_DEVIATION**2) / years**2
    # The two differ by 0.2: between them (0.02 - v) by Paule and Mandel, above the least spread.
    between = max(0.02 - variance, LEAST_SPREAD**2)
    family = rates.by_family["coding"]
    assert family.rate == pytest.approx(0.2)
    assert family.spread == pytest.approx(math.sqrt(between))
    around = between + family.deviation**2
    weight = around / (around + variance)
    assert rates.by_component["a"].rate == pytest.approx(weight * 0.1 + (1 - weight) * 0.2)
    assert rates.by_component["b"].rate == pytest.approx(weight * 0.3 + (1 - weight) * 0.2)


def test_a_component_without_evidence_has_its_familys_rate() -> None:
    """With more uncertainty than a sibling of which something is known."""
    rates = rates_of(seen("a", 2.0, "2026"), seen("c", 1.1, "2026"))
    assert rates.by_component["b"].rate == rates.by_family["coding"].rate
    assert rates.by_component["b"].own_rate is None
    assert rates.by_component["b"].deviation > rates.by_component["a"].deviation


def test_a_family_without_evidence_has_the_overall_rate() -> None:
    """Nothing is known of c and d, so that they are what families have in common."""
    rates = rates_of(seen("a", 2.0, "2026"))
    assert rates.by_family["infra"].rate == rates.overall.rate
    assert rates.by_family["infra"].count == 0


def test_without_any_evidence_nothing_grows_for_sure() -> None:
    """The prior states itself: 0 a year, give or take so much at each of the two levels."""
    rates = rates_of()
    assert rates.overall.rate == 0
    assert rates.overall.spread == PRIOR_SPREAD
    # The family may differ from all families, and the component from its family.
    assert rates.by_component["a"].deviation == pytest.approx(
        math.hypot(PRIOR_SPREAD, PRIOR_SPREAD)
    )


def test_what_is_known_later_is_not_used() -> None:
    """As of 2024 an observation of 2026 does not exist."""
    rates = rates_of(seen("a", 1.2, "2023"), seen("a", 9.0, "2026"), as_of="2024")
    found = rates.by_component["a"]
    assert found.date_count == 1
    assert found.own_rate == pytest.approx(math.log(1.2) / 2, rel=0.01)


def test_a_number_without_a_date_is_one_of_today() -> None:
    """A plain loop:speedup 4 on the component counts from the start to the date asked about."""
    direct = Observation("a#speedup", "a", "speedup", 4.0, direct=True)
    rates = rates_of(direct, as_of="2026-01-01")
    assert rates.by_component["a"].own_rate == pytest.approx(math.log(4) / 4, rel=1e-3)


def test_a_limit_is_no_point_of_a_line() -> None:
    """That it is at least 5 times as fast says nothing about the rate."""
    limit = replace(seen("a", 5.0, "2025"), bound=Bound.LOWER)
    assert rates_of(seen("a", 2.0, "2026"), limit).by_component["a"].date_count == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.5, 8), min_size=4, max_size=4))
def test_shrinking_moves_towards_the_family_and_never_past_it(values: list[float]) -> None:
    """Each rate lies between the component's own and its family's, and is surer than its own."""
    rates = rates_of(*(seen(n, v, "2026") for n, v in zip("abcd", values, strict=True)))
    for name, found in rates.by_component.items():
        family = rates.by_family["infra" if name in "cd" else "coding"]
        own = found.own_rate or 0.0
        assert min(own, family.rate) - 1e-12 <= found.rate <= max(own, family.rate) + 1e-12
        assert found.deviation <= (found.own_deviation or 0.0)
