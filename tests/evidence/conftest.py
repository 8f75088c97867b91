"""A small map to pool on: three grades, three settings, five notions, and whatever is observed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from graph.estimates import Basis, Scale
from graph.model import (
    Component,
    Grade,
    LoopModel,
    Metric,
    Notion,
    Observation,
    Setting,
    Source,
)
from graph.vocabulary import Family

METRICS = (
    Metric("speedup", "speed-up", "ratio", overstated=True),
    Metric("baseline-days", "days without AI", "days"),
    Metric("floor-days", "days that stay", "days"),
    Metric("delay-days", "delay", "days"),
    Metric("lag", "lag", "count"),
    Metric("ageing-days", "days that age", "days", half_life_years=2.0),
    Metric("speed-on-automated-share", "speed", "ratio"),
    Metric("checking-cost", "checking", "ratio"),
    Metric("human-uplift", "uplift", "ratio"),
    Metric("ai-share-of-lines", "share of lines", "share", Scale.LOGIT),
    Metric("ai-share-of-person-time", "share of person-time", "share", Scale.LOGIT),
    Metric("ai-share-of-decisions", "share of decisions", "share", Scale.LOGIT),
    Metric("rework-share", "rework", "share", Scale.LOGIT),
    Metric("full-autonomy-share", "autonomous", "share", Scale.LOGIT),
    Metric("time-horizon-50", "horizon at 50 %", "minutes"),
    Metric("time-horizon-80", "horizon at 80 %", "minutes"),
    Metric("benchmark-speedup", "benchmark", "ratio"),
    Metric("score", "score", "points", Scale.IDENTITY),
)

GRADES = (
    Grade("trial", "trial", Basis.MEASURED, default_deviation=0.2),
    Grade("survey", "survey", Basis.STATED, bias=math.log(2), bias_deviation=0.3,
          default_deviation=0.4),
    Grade("expert", "expert", Basis.JUDGED, default_deviation=0.5),
    Grade("our-assumption", "assumption", Basis.ASSUMED, default_deviation=0.6),
)  # fmt: skip

SETTINGS = (
    Setting("frontier-lab", "frontier lab", "industry", 0.3),
    Setting("open-source", "open source", "industry", 0.4),
    Setting("industry", "industry"),
)

NOTIONS = (
    Notion("serial-speed", "serial speed", 1),
    Notion("throughput", "throughput", 2),
    Notion("present-work", "present work", 3),
    Notion("value", "value"),
    Notion("volume", "volume"),
)


@pytest.fixture(scope="session")
def observed() -> Callable[..., Observation]:
    """Make an observation of ``review``: a trial of its own source unless told otherwise."""

    def make(identifier: str, value: float, **changes: Any) -> Observation:
        changes.setdefault("metric", "baseline-days")
        changes.setdefault("subject", "review")
        changes.setdefault("grade", "trial")
        if changes["grade"] != "our-assumption" and not changes.get("direct"):
            changes.setdefault("source", f"source-of-{identifier}")
        if changes["metric"] == "speedup" and changes["grade"] != "our-assumption":
            changes.setdefault("notion", "serial-speed")
        return Observation(identifier, value=value, **changes)

    return make


@pytest.fixture(scope="session")
def map_of() -> Callable[..., LoopModel]:
    """Make a map of two components with the observations given."""

    def make(
        *observations: Observation,
        sources: Iterable[Source] = (),
        thresholds: dict[str, float] | None = None,
    ) -> LoopModel:
        return LoopModel(
            components={
                name: Component(name, name, Family.REVIEW) for name in ("review", "coding")
            },
            dependencies={},
            observations={item.id: item for item in sorted(observations, key=lambda o: o.id)},
            sources={source.id: source for source in sources},
            metrics={metric.id: metric for metric in METRICS},
            grades={grade.id: grade for grade in GRADES},
            settings={setting.id: setting for setting in SETTINGS},
            notions={notion.id: notion for notion in NOTIONS},
            thresholds=thresholds or {},
        )

    return make
