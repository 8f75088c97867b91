"""The parts that explanations are put together from: facts, connections and numbers."""

from __future__ import annotations

from collections.abc import Iterable

from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.evidence.provenance import POOLED_METRICS, Provenance, provenance_of
from graph.questions.explain.answer import Fact, LookupKind, Related


def fact(name: str, values: Iterable[str | None]) -> list[Fact]:
    """Return one fact of the values that are given; none if none is."""
    given = [value for value in values if value]
    return [Fact(name, ", ".join(given))] if given else []


def links_to(
    model: LoopModel, relation: str, kind: LookupKind, identifiers: Iterable[str]
) -> tuple[Related, ...]:
    """Return a connection with each of some things."""
    return tuple(related(model, relation, kind, identifier) for identifier in identifiers)


def related(
    model: LoopModel, relation: str, kind: LookupKind, identifier: str, through: str | None = None
) -> Related:
    """Return a connection with another thing; ``through`` names the dependency that makes it."""
    label = model.label(identifier)
    if kind is LookupKind.SKILL and identifier in model.skills:
        label = model.skills[identifier].label
    if kind is LookupKind.DEPENDENCY and identifier in model.dependencies:
        found = model.dependencies[identifier]
        label = found.label or f"{model.label(found.source)} to {model.label(found.target)}"
    if through is not None:
        label = f"{label} ({through})"
    return Related(relation, kind.value, identifier, label)


def numbers_of(study: Study, subject: str, always: tuple[str, ...] = ()) -> tuple[Provenance, ...]:
    """Return everything behind each number of a thing.

    Args:
        study: the map, the standpoint and what is supposed.
        subject: id of the thing.
        always: metrics that are shown even if unknown, in this order; then come the other pooled
            metrics, then those of which each observation stands alone.
    """
    observed = {item.metric for item in study.model.observations_by_subject.get(subject, ())}
    rest = sorted(observed - set(always), key=lambda metric: (metric not in POOLED_METRICS, metric))
    return tuple(provenance_of(study, subject, metric) for metric in (*always, *rest))
