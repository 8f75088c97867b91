"""The scores of the schools on made-up pasts of which the outcome is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from uncertain_maps import GRADES, METRICS, about, edge, uncertain_map

from graph.estimates import Scale
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation, Source
from graph.questions.next.scored import SeriesScore, school_scores
from graph.statistics.ranked_probability import ranked_probability_score
from graph.statistics.sobol import normal_scores

GRADE = GRADES[0].id
FURTHER = (
    Metric("autonomy-share", "autonomy share", "share", Scale.LOGIT),
    Metric("indexed-share", "indexed share", "share", Scale.IDENTITY),
    Metric("time-horizon-50", "time horizon", "minutes"),
)


def seen(
    name: str, subject: str, metric: str, value: float, month: str, width: float = 0.05
) -> Observation:
    """Return a value with a source, dated, with its own narrow interval on its scale."""
    if metric == "autonomy-share":
        low, high = value * (1 - width), min(0.999, value * (1 + width))
    else:
        low, high = value * math.exp(-width), value * math.exp(width)
    return Observation(
        name, subject, metric, value, low=low, high=high, as_of=month, grade=GRADE, source="report",
        notion="serial-speed" if metric == "speedup" else None,
    )  # fmt: skip


def past(*observations: Observation) -> LoopModel:
    """Return a map of one component, indexed in full, and what was observed."""
    numbers = {"a": {"baseline-days": 12.0}}
    lags = [about("a-a", "lag", 1.0), about("a", "indexed-share", 1.0)]
    model = uncertain_map(numbers, [edge("a", "a")], [*lags, *observations])
    return replace(
        model,
        metrics={item.id: item for item in (*METRICS, *FURTHER)},
        sources={"report": Source("report", "A report", issued="2020-01-01")},
    )


def scores_of(model: LoopModel, as_of: str) -> dict[str, SeriesScore]:
    """Return the scores by series."""
    found = school_scores(Study(model, Standpoint("frontier-lab", as_of)))
    return {item.series: item for item in found}


def test_the_score_of_a_normal_forecast_is_its_closed_form() -> None:
    """E|X - m| - E|X - X'|/2 of a standard normal: sqrt(2/pi) - 1/sqrt(pi) = 0.2337."""
    sample = normal_scores(1, 4096, 0)[0]
    expected = math.sqrt(2 / math.pi) - 1 / math.sqrt(math.pi)
    assert ranked_probability_score(sample, 0.0) == pytest.approx(expected, abs=2e-3)
    assert ranked_probability_score(np.array([2.0]), 0.5) == 1.5


def test_horizons_that_double_each_year_are_foreseen_by_the_school_of_rates_alone() -> None:
    """A straight line in the logarithm: every value is in its interval; the index says nothing."""
    rows = [
        seen(f"h{step}", "whole-loop", "time-horizon-50", 2.0 * 2**step * 1.02 ** (-1) ** step,
             f"{2021 + step // 2}-{6 + 6 * (step % 2):02}")
        for step in range(9)
    ]  # fmt: skip
    found = scores_of(past(*rows), "2025-12-31")["longest time horizon at 50 %"]
    assert found.rates is not None
    assert found.automation is None
    assert found.better is None
    assert found.rates.covered == found.rates.forecast_count > 0
    assert found.rates.score < 0.1
    assert found.no_change is not None
    assert found.no_change > 0.6


def test_a_horizon_shorter_than_the_longest_so_far_is_no_value() -> None:
    """Only records count: of four results two set one."""
    rows = [
        seen(f"h{number}", "whole-loop", "time-horizon-50", value, f"{2021 + number}-06")
        for number, value in enumerate((2.0, 1.0, 4.0, 8.0, 3.0, 16.0))
    ]
    found = scores_of(past(*rows), "2027-12-31")["longest time horizon at 50 %"]
    # From the end of 2024 on, when three records give a line, one record is left: 16 in 2026.
    assert found.value_count == 1


def test_a_speedup_is_forecast_only_from_before_its_date() -> None:
    """Known at the end of 2023 and again in 2025: one value, forecast from 2023 and 2024."""
    model = past(
        seen("s1", "a", "speedup", 1.2, "2023-06"), seen("s2", "a", "speedup", 1.4, "2025-06")
    )
    found = scores_of(model, "2025-12-31")["speed-ups before there was an index"]
    assert (found.value_count, found.origins) == (1, ("2023-12-31", "2024-12-31"))
    assert found.rates is not None
    assert found.rates.forecast_count == 2
    assert found.automation is None


def test_both_schools_forecast_the_speedup_of_an_indexed_part() -> None:
    """Three months of the index, then a report of the part: each school forecasts it once."""
    index = [
        seen(f"i{month}", "whole-loop", "autonomy-share", value, f"2026-0{month}")
        for month, value in ((1, 0.1), (2, 0.2), (3, 0.35), (4, 0.5))
    ]
    model = past(
        *index,
        seen("s1", "a", "speedup", 1.5, "2025-06"),
        seen("s2", "a", "speedup", 1.9, "2026-04"),
    )
    found = scores_of(model, "2026-06-30")["speed-ups of parts that the index speaks of"]
    assert found.rates is not None
    assert found.automation is not None
    assert (found.value_count, found.rates.forecast_count) == (1, 1)
    assert found.automation.forecast_count == 1
