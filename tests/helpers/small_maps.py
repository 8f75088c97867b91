"""Small maps made by hand: components by name, observations and edges as a test needs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.estimates import Basis, Scale
from graph.model import (
    Component,
    Dependency,
    Grade,
    LoopModel,
    Metric,
    NamedLoop,
    Notion,
    Observation,
    Setting,
    Source,
)
from graph.vocabulary import Family, Kind

_SHARES = (
    "ai-share-of-lines",
    "ai-share-of-person-time",
    "ai-share-of-decisions",
    "ai-share-of-tasks",
    "full-autonomy-share",
    "autonomy-share",
    "collaboration-share",
    "human-read-share",
)

METRICS = (
    Metric("speedup", "speed-up", "ratio"),
    Metric("baseline-days", "days without AI", "days"),
    Metric("floor-days", "days that stay", "days"),
    Metric("lag", "lag", "count"),
    Metric("delay-days", "delay", "days"),
    Metric("human-by-design", "human by design", "share", Scale.IDENTITY),
    *(Metric(name, name.replace("-", " "), "share", Scale.LOGIT) for name in _SHARES),
)

GRADES = (
    Grade("trial", "trial", Basis.MEASURED, default_deviation=0.2),
    Grade("our-assumption", "our assumption", Basis.ASSUMED, default_deviation=0.2),
)

NOTIONS = (Notion("serial-speed", "serial speed", 1), Notion("throughput", "throughput", 2))


def seen(identifier: str, subject: str, metric: str, value: float, **changes: Any) -> Observation:
    """Return an observation of a trial with a source of its own."""
    changes.setdefault("source", f"source-of-{identifier}")
    changes.setdefault("grade", "trial")
    if metric == "speedup":
        changes.setdefault("notion", "serial-speed")
    return Observation(identifier, subject, metric, value, **changes)


def assumed(
    identifier: str, subject: str, metric: str, value: float, **changes: Any
) -> Observation:
    """Return an assumption of ours."""
    return Observation(identifier, subject, metric, value, reasoning="We think so.", **changes)


def exactly(subject: str, metric: str, value: float) -> Observation:
    """Return a number written on the component itself and taken as exact."""
    return Observation(f"{subject}#{metric}", subject, metric, value, direct=True, exact=True)


def edge(source: str, target: str, kind: Kind = Kind.GATES) -> Dependency:
    """Return a dependency named after its ends and kind."""
    return Dependency(f"{source}-{kind.value}-{target}", source, target, kind)


def small_map(
    names: Iterable[str],
    observations: Iterable[Observation] = (),
    edges: Iterable[Dependency] = (),
    loops: Iterable[NamedLoop] = (),
    lags: Iterable[str] = (),
) -> LoopModel:
    """Return a map.

    Args:
        names: ids of the components.
        observations: what is known of them.
        edges: the dependencies.
        loops: the named loops.
        lags: ids of the dependencies that have a lag of 1.
    """
    known = [*observations, *(exactly(name, "lag", 1.0) for name in lags)]
    return LoopModel(
        components={name: Component(name, name.title(), Family.CODING) for name in sorted(names)},
        dependencies={item.id: item for item in edges},
        observations={item.id: item for item in sorted(known, key=lambda item: item.id)},
        loops={item.id: item for item in loops},
        sources={
            item.source: Source(item.source, f"On {item.source}", "A press")
            for item in known
            if item.source
        },
        metrics={item.id: item for item in METRICS},
        grades={item.id: item for item in GRADES},
        notions={item.id: item for item in NOTIONS},
        settings={
            "frontier-lab": Setting("frontier-lab", "frontier lab", "industry", 0.3),
            "industry": Setting("industry", "industry"),
        },
    )


def uncertain(subject, value, factor=2.0):
    """A speed-up that lies within a factor of its centre nine times in ten."""
    return assumed(
        f"{subject}-speedup",
        subject,
        "speedup",
        value,
        low=value / factor,
        high=value * factor,
        interval_level=0.9,
        grade="our-assumption",
    )
