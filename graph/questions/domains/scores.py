"""The scores of every domain on every feedback property, with their spread; ``None`` if missing."""

from __future__ import annotations

from dataclasses import dataclass

from graph.estimates import Estimate
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation

#: The order in which people read the properties: acting, judging, cost of trying, seeing, tasks.
READING_ORDER = (
    "executable",
    "verifiable",
    "sound-verifier",
    "localised-errors",
    "feedback-latency",
    "attempt-cost",
    "observable",
    "reversible",
    "simulation-fidelity",
    "task-volume",
    "environments-in-use",
)


@dataclass(frozen=True)
class ScoreTable:
    """All scores.

    Attributes:
        domains: ids, one a row.
        properties: what the columns score, each with its anchors.
        cells: one row a domain: the pooled score, or ``None`` where nobody scored.
    """

    domains: tuple[str, ...]
    properties: tuple[Metric, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]

    @property
    def tops(self) -> tuple[int, ...]:
        """The highest score of each property."""
        return tuple(len(item.anchors) - 1 for item in self.properties)

    def row(self, domain: str) -> tuple[Estimate | None, ...]:
        """Return the scores of one domain."""
        return self.cells[self.domains.index(domain)]

    def central(self, domain: str) -> tuple[float | None, ...]:
        """Return the central scores of one domain."""
        return tuple(cell.median if cell else None for cell in self.row(domain))


def feedback_properties(model: LoopModel) -> tuple[Metric, ...]:
    """Return the properties that domains are scored on, in reading order, others behind."""
    place = {name: index for index, name in enumerate(READING_ORDER)}
    found = [metric for metric in model.metrics.values() if len(metric.anchors) > 1]
    return tuple(sorted(found, key=lambda item: (place.get(item.id, len(place)), item.id)))


def score_table(study: Study) -> ScoreTable:
    """Return the scores of all domains as the study's evidence has them."""
    properties = feedback_properties(study.model)
    domains = tuple(sorted(study.model.domains))
    cells = tuple(
        tuple(study.estimate(domain, item.id) for item in properties) for domain in domains
    )
    return ScoreTable(domains, properties, cells)


def rater_of(model: LoopModel, observation: Observation) -> str:
    """Return who gave a score: as it says, else who made its source, else ourselves."""
    if observation.rater:
        return observation.rater
    source = model.sources.get(observation.source or "")
    return (source.authors or source.id) if source else "assumed"
