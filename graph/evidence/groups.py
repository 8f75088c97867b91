"""Reports that are not independent: one source's rows, and one fact told by several."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.evidence.scaled import ScaledObservation
from graph.model import Observation
from graph.statistics.random_effects import Effect


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that count as one.

    Attributes:
        effect: what they say together.
        shares: the part of each observation in it, by id; they sum to 1.
    """

    effect: Effect
    shares: Mapping[str, float]


class Kinship:
    """Tells which observations of one thing and metric count as one.

    Two observations are kin if they have the same source, or if either says that the other tells
    the same fact; kinship passes on.

    Args:
        observations: all of them, also those that weigh nothing: a fact may be linked through one.
    """

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._parents: dict[str, str] = {}
        for observation in observations:
            for same in observation.same_fact_as:
                self._join(observation.id, same)

    def group(
        self, reports: Sequence[ScaledObservation]
    ) -> tuple[tuple[ScaledObservation, ...], ...]:
        """Return the reports in groups of kin, each in the order of ids."""
        for report in reports:
            if report.observation.source:
                # A space cannot stand in an id, so that no source is taken for an observation.
                self._join(report.observation.id, f"source {report.observation.source}")
        groups: dict[str, list[ScaledObservation]] = {}
        for report in sorted(reports, key=lambda item: item.observation.id):
            groups.setdefault(self._root(report.observation.id), []).append(report)
        return tuple(tuple(members) for members in groups.values())

    def _root(self, name: str) -> str:
        while (parent := self._parents.get(name, name)) != name:
            name = parent
        return name

    def _join(self, one: str, other: str) -> None:
        self._parents[self._root(one)] = self._root(other)


def merge(members: Sequence[ScaledObservation]) -> Group:
    """Return what reports of one source say together.

    They are taken as fully correlated: with parts p = (1/v) / sum(1/v), the mean is sum p x and
    the variance (sum p sqrt(v))^2 + sum p (x - mean)^2. Ten equal rows weigh like one, the
    variance is never below the smallest member's, and rows that contradict each other widen it.

    Args:
        members: at least one, each with a mean.
    """
    means = [0.0 if member.mean is None else member.mean for member in members]
    precisions = [1 / member.variance for member in members]
    parts = [precision / sum(precisions) for precision in precisions]
    mean = sum(part * x for part, x in zip(parts, means, strict=True))
    error = sum(
        part * math.sqrt(member.variance) for part, member in zip(parts, members, strict=True)
    )
    scatter = sum(part * (x - mean) ** 2 for part, x in zip(parts, means, strict=True))
    shares = {member.observation.id: part for part, member in zip(parts, members, strict=True)}
    return Group(Effect(mean, error**2 + scatter), shares)
