"""The scores of every domain on every feedback property, with their spread; ``None`` if missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from graph.estimates import Estimate
from graph.loop.study import Study
from graph.model import LoopModel, Metric, Observation
from graph.records import record

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


@record(slots=False)
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


def _rater(model: LoopModel, observation: Observation) -> str:
    """Return who gave a score: as it says, else who made its source, else ourselves."""
    if observation.rater:
        return observation.rater
    source = model.sources.get(observation.source or "")
    return (source.authors or source.id) if source else "assumed"


@record
class Agreement:
    """Two raters, and how often they say the same.

    Attributes:
        raters: who.
        score_count: how many scores both gave.
        weighted_kappa: agreement beyond chance, 1 for all alike; ``None`` if chance alone would
            make them agree fully.
        same_share: part of the scores that are equal.
        within_one_share: part of the scores that differ by one step at most.
    """

    raters: tuple[str, str]
    score_count: int
    weighted_kappa: float | None
    same_share: float
    within_one_share: float


def raters_and_agreements(study: Study) -> tuple[tuple[str, ...], tuple[Agreement, ...]]:
    """Return who rated, and the agreement of every two who rated some of the same scores."""
    by_rater = scores_by_rater(study)
    found = []
    for one, other in combinations(sorted(by_rater), 2):
        both = sorted(by_rater[one].keys() & by_rater[other].keys())
        if both:
            first = [by_rater[one][key] for key in both]
            found.append(_agreement((one, other), first, [by_rater[other][key] for key in both]))
    return tuple(sorted(by_rater)), tuple(found)


def scores_by_rater(study: Study) -> dict[str, dict[tuple[str, str], float]]:
    """Return what each rater gave, by domain and property."""
    properties = {item.id for item in feedback_properties(study.model)}
    found: dict[str, dict[tuple[str, str], float]] = {}
    for item in study.model.observations.values():
        about = item.subject in study.model.domains and item.metric in properties
        if about and study.estimates.refusal(item.id) is None:
            rater = found.setdefault(_rater(study.model, item), {})
            rater[item.subject, item.metric] = item.value
    return found


def _agreement(
    raters: tuple[str, str], first: Sequence[float], second: Sequence[float]
) -> Agreement:
    gaps = [abs(x - y) for x, y in zip(first, second, strict=True)]
    return Agreement(
        raters,
        len(gaps),
        weighted_kappa(first, second),
        sum(gap < 0.5 for gap in gaps) / len(gaps),
        sum(gap <= 1 for gap in gaps) / len(gaps),
    )


def weighted_kappa(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Cohen's kappa with weights that grow with the square of the difference.

    ``1 - sum of (x - y)^2 / sum expected by chance``, the latter over all pairs of a first and a
    second score (J. Cohen, 1968).

    Args:
        first: the scores of one rater.
        second: those of the other, in the same order.

    Returns:
        1 for equal scores, 0 for what chance gives, below 0 for less; ``None`` if both gave one
        and the same score throughout.

    >>> weighted_kappa([0, 4, 0, 4], [0, 4, 0, 4]), weighted_kappa([0, 4], [4, 0])
    (1.0, -1.0)
    """
    count = len(first)
    seen = sum((x - y) ** 2 for x, y in zip(first, second, strict=True)) / count
    expected = sum((x - y) ** 2 for x in first for y in second) / count**2
    return None if expected == 0 else 1 - seen / expected
