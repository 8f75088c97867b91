"""Small maps whose numbers are exact or have a known median and deviation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.estimates import NORMAL_95, Basis, Scale
from graph.model import (
    Alternative,
    Component,
    Dependency,
    Grade,
    LoopModel,
    Metric,
    Notion,
    Observation,
    Setting,
)
from graph.vocabulary import Family, Kind

METRICS = (
    Metric("speedup", "speed-up", "ratio"),
    Metric("baseline-days", "days without AI", "days"),
    Metric("floor-days", "days that stay", "days"),
    Metric("capacity", "capacity", "count"),
    Metric("lag", "lag", "generations"),
    Metric("delay-days", "delay", "days"),
    Metric("rework-share", "rework", "share", Scale.LOGIT),
)

GRADES = (
    Grade("trial", "trial", Basis.MEASURED, default_deviation=0.2),
    Grade("our-assumption", "our assumption", Basis.ASSUMED, default_deviation=0.3),
)

#: A median with its deviation on the metric's scale; a plain number is exact.
Spread = tuple[float, float]


def about(subject: str, metric: str, value: float | Spread, **changes: str) -> Observation:
    """Return a number as written on its subject: exact, or with a median and a deviation."""
    made = Observation(f"{subject}-{metric}", subject, metric, 0.0, direct=True)
    if isinstance(value, tuple):
        median, deviation = value
        reach = NORMAL_95 * deviation
        if metric == "rework-share":
            centre = math.log(median / (1 - median))
            low, high = (1 / (1 + math.exp(-(centre + side * reach))) for side in (-1, 1))
        else:
            low, high = median * math.exp(-reach), median * math.exp(reach)
        made = replace(made, value=median, low=low, high=high)
    else:
        made = replace(made, value=value, exact=True)
    return replace(made, **changes)  # type: ignore[arg-type]


def edge(source: str, target: str, name: str = "") -> Dependency:
    """Return a dependency by which the target waits for the source."""
    return Dependency(name or f"{source}-{target}", source, target, Kind.GATES)


def uncertain_map(
    components: Mapping[str, Mapping[str, float | Spread]],
    edges: Iterable[Dependency],
    numbers: Iterable[Observation] = (),
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> LoopModel:
    """Return a map.

    Args:
        components: for each id its numbers by metric.
        edges: who waits for whom.
        numbers: of dependencies, and whatever else is observed.
        groups: groups of alternatives by id.
    """
    observations = [
        about(name, metric, value)
        for name, given in components.items()
        for metric, value in given.items()
    ]
    observations += numbers
    return LoopModel(
        components={name: Component(name, name, Family.CODING) for name in sorted(components)},
        dependencies={item.id: item for item in edges},
        observations={item.id: item for item in sorted(observations, key=lambda o: o.id)},
        alternatives={name: Alternative(name, name, keys) for name, keys in (groups or {}).items()},
        metrics={metric.id: metric for metric in METRICS},
        grades={grade.id: grade for grade in GRADES},
        settings={"frontier-lab": Setting("frontier-lab", "frontier lab")},
        notions={"serial-speed": Notion("serial-speed", "serial speed", 1)},
    )


def single(name: str, days: float | Spread, **others: float | Spread) -> LoopModel:
    """Return a loop of one component that waits for itself, one generation at a time."""
    numbers = {"baseline-days": days, **{key.replace("_", "-"): n for key, n in others.items()}}
    return uncertain_map({name: numbers}, [edge(name, name)], [about(f"{name}-{name}", "lag", 1.0)])
