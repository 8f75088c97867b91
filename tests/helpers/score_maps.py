"""Maps with releases, series and speed-ups whose forecasts can be worked out in the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from small_maps import edge, exactly, seen, small_map

from graph.estimates import Scale
from graph.loop.study import Study
from graph.model import Metric, Observation

#: Metric, value, interval and scale of what the map states before it forecasts.
STATED = (
    ("generation-step", 0.5, None, Scale.IDENTITY),
    ("merged-release-days", 10.0, None, Scale.IDENTITY),
    ("prior-release-gap", 180.0, (60.0, 540.0), Scale.LOG),
    ("prior-gap-trend", 0.0, (-0.33, 0.33), Scale.IDENTITY),
    ("prior-gap-scatter", 0.6, None, Scale.IDENTITY),
    ("prior-gap-weight", 4.0, None, Scale.IDENTITY),
    ("lab-scatter", 0.3, None, Scale.IDENTITY),
    ("trend-memory", 365.0, None, Scale.IDENTITY),
    ("trend-standstill", 91.0, None, Scale.IDENTITY),
    ("spread-weight", 1.0, None, Scale.IDENTITY),
)


def stated() -> list[Observation]:
    """What the map states of its forecasts."""
    return [
        Observation(
            name,
            "whole-loop",
            name,
            value,
            *(ends or (None, None)),
            as_of="2023",
            reasoning="For a test.",
        )
        for name, value, ends, _ in STATED
    ]


def release(lab: str, day: str, index: float) -> Observation:
    """A release with its score on the index."""
    return Observation(
        f"{lab}-{day}-{index}", "whole-loop", "capability-index", index, as_of=day, lab=lab,
        grade="trial", source="table",
    )  # fmt: skip


def every(lab: str, days: int, count: int, start: str = "2023-01-01") -> list[Observation]:
    """Releases of a lab at even distances, each a point better."""
    first = date.fromisoformat(start)
    return [
        release(lab, (first + timedelta(days * place)).isoformat(), 100.0 + place)
        for place in range(count)
    ]


def study(*observations: Observation) -> Study:
    """A loop of coding and review with what is observed."""
    days = (exactly("coding", "baseline-days", 12.0), exactly("review", "baseline-days", 8.0))
    model = small_map(
        ("coding", "review"),
        (*days, *observations),
        (edge("coding", "review"), edge("review", "coding")),
        lags=("review-gates-coding",),
    )
    more = [Metric(name, name, "", scale) for name, _, _, scale in STATED]
    more.append(Metric("capability-index", "capability index", "points"))
    more.append(Metric("benchmark-score", "benchmark score", "share", Scale.LOGIT))
    metrics = {**model.metrics, **{item.id: item for item in more}}
    return Study(replace(model, metrics=metrics))


def speedup(name: str, part: str, value: float, source: str) -> Observation:
    """A speed-up of a trial."""
    return seen(name, part, "speedup", value, source=source)
