"""One observation as a reader wants to see it: value, source, words, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from graph.errors import Place
from graph.estimates import Basis
from graph.evidence.pool import Weight
from graph.model import LoopModel, Observation


@dataclass(frozen=True, slots=True)
class Testimony:
    """One observation, with what it counts for in a number.

    Attributes:
        id: of the observation.
        subject: id of what it is about.
        metric: what it measures, as a word.
        value: in that metric's unit.
        low: lower end of the source's own interval, if given.
        high: upper end, likewise.
        interval_level: the level of that interval; ``None`` without one.
        weight: its part of the number, 0 to 1; ``None`` if nothing is pooled.
        reason_excluded: why it weighs nothing, if it does not.
        settings: whose loop it is about; empty if it holds for all.
        notion: the notion of acceleration, for speed-ups.
        bound: whether it is the value or a limit.
        grade: the study design as a word.
        basis: what kind of evidence that design gives.
        sample_size: as the source words it.
        as_of: what the number is of.
        source: id of the source; ``None`` for an assumption of ours.
        source_title: of the source.
        publisher: of the source.
        issued: when the source came out.
        address: where the source is found.
        read_as: read, quoted or recalled.
        quote: the source's own words.
        caveat: what to keep in mind.
        reasoning: why we assume it.
        derived_from: ids of what it was worked out from.
        disputes: ids of observations it contradicts, either way round.
        same_fact_as: ids of observations of the same fact.
        replaced_by: id of what supersedes it.
        place: file and line.
    """

    id: str
    subject: str
    metric: str
    value: float
    low: float | None
    high: float | None
    interval_level: float | None
    weight: float | None
    reason_excluded: str | None
    settings: tuple[str, ...]
    notion: str | None
    bound: str
    grade: str
    basis: str
    sample_size: str | None
    as_of: str | None
    source: str | None
    source_title: str | None
    publisher: str | None
    issued: str | None
    address: str | None
    read_as: str | None
    quote: str | None
    caveat: str | None
    reasoning: str | None
    derived_from: tuple[str, ...]
    disputes: tuple[str, ...]
    same_fact_as: tuple[str, ...]
    replaced_by: str | None
    place: str | None


def as_testimony(model: LoopModel, weight: Weight, *, pooled: bool) -> Testimony:
    """Return an observation with what it counts for."""
    observation = model.observations[weight.observation_id]
    source = model.sources.get(observation.source or "")
    grade = model.grades.get(observation.grade)
    has_interval = observation.low is not None or observation.high is not None
    return Testimony(
        id=observation.id,
        subject=observation.subject,
        metric=observation.metric,
        value=observation.value,
        low=observation.low,
        high=observation.high,
        interval_level=observation.interval_level if has_interval else None,
        weight=weight.weight if pooled else None,
        reason_excluded=weight.reason_excluded if pooled else None,
        settings=observation.settings,
        notion=observation.notion,
        bound=observation.bound.value,
        grade=observation.grade,
        basis=(grade.basis if grade else Basis.ASSUMED).value,
        sample_size=observation.sample_size,
        as_of=observation.as_of,
        source=observation.source,
        source_title=source.title if source else None,
        publisher=source.publisher if source else None,
        issued=source.issued if source else None,
        address=source.address if source else None,
        read_as=observation.read_as,
        quote=observation.quote,
        caveat=observation.caveat,
        reasoning=observation.reasoning,
        derived_from=observation.derived_from,
        disputes=disputed(model, observation),
        same_fact_as=observation.same_fact_as,
        replaced_by=observation.replaced_by,
        place=short_place(observation.place),
    )


def disputed(model: LoopModel, observation: Observation) -> tuple[str, ...]:
    """Return the ids of the observations that one contradicts or is contradicted by."""
    against = {item.id for item in model.observations.values() if observation.id in item.disputes}
    return tuple(sorted(against.union(observation.disputes)))


def short_place(place: Place | None) -> str | None:
    """Return the folder, file and line of a place, the same on every machine.

    >>> short_place(Place("/home/me/ontology/evidence/review.ttl", 12))
    'evidence/review.ttl:12'
    """
    if place is None:
        return None
    return f"{'/'.join(PurePath(place.file).parts[-2:])}:{place.line}"
