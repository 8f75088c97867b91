"""The components about whose acceleration anything is known, and a world in which it is not."""

from __future__ import annotations

from graph.loop.study import Study
from graph.model import Supposition
from graph.vocabulary import MetricName


def known_speedups(study: Study) -> frozenset[str]:
    """Return the components about whose acceleration a study knows anything."""
    return frozenset(
        identifier
        for identifier in study.model.components
        if study.estimate(identifier, MetricName.SPEEDUP) is not None
    )


def held_at_one(study: Study, components: tuple[str, ...]) -> Study:
    """Return the same study with some components running as without AI."""
    return study.supposing(
        tuple(Supposition(key, MetricName.SPEEDUP.value, 1.0) for key in components)
    )
