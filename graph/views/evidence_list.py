"""Observations as people read them: number, source, date, grade, quote, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.errors import Place
from graph.estimates import Interval
from graph.evidence.pool import Pool, Weight
from graph.model import LoopModel, Observation
from graph.reports.numbers import interval_of, percent
from graph.views.words import link, plain

#: Words for units that are written as a sign.
_SIGNS = {"ratio": "x", "share": "", "days": " d"}


def observation_markdown(
    model: LoopModel, observation: Observation, weight: Weight | None = None
) -> str:
    """Return one observation as a Markdown list item; no text of the ontology can add markup.

    Args:
        model: holds its source, grade and metric.
        observation: what to show.
        weight: what it counts in its pool, if it is in one.
    """
    lines = [f"- **{plain(number(model, observation))}** · {_source(model, observation)}"]
    lines.append(f"  {plain(' · '.join(_circumstances(model, observation)))}")
    if observation.quote:
        lines.append(f"  *“{plain(observation.quote)}”*")
    if observation.reasoning:
        lines.append(f"  Our reasoning: {plain(observation.reasoning)}")
    if observation.caveat:
        lines.append(f"  Caveat: {plain(observation.caveat)}")
    lines.append(f"  {_standing(observation, weight)}")
    return "  \n".join(lines)


def number(model: LoopModel, observation: Observation) -> str:
    """Return the number with its metric, unit and the source's own interval.

    A lower bound is told as "at least", an upper bound as "at most".
    """
    metric = model.metrics.get(observation.metric)
    unit = metric.unit if metric else ""
    sign = _SIGNS.get(unit, f" {unit}" if unit else "")
    interval = Interval(observation.value, observation.low, observation.high)
    limit = {"lower-bound": "at least ", "upper-bound": "at most "}.get(observation.bound, "")
    label = metric.label if metric else observation.metric
    return f"{label}: {limit}{interval_of(interval, sign)}"


def evidence_markdown(model: LoopModel, pools: Iterable[Pool], limit: int) -> str:
    """Return the observations of some pools as a list, the heaviest of each first.

    Args:
        model: the map.
        pools: what was pooled.
        limit: how many observations to show at most.
    """
    items = [
        observation_markdown(model, model.observations[weight.observation_id], weight)
        for pool in pools
        for weight in pool.weights
        if weight.observation_id in model.observations
    ]
    return "\n".join(items[:limit])


def place_words(place: Place | None) -> str:
    """Return where something is written, with the folders shortened.

    >>> place_words(Place("/a/b/ontology/evidence/review.ttl", 12))
    'evidence/review.ttl, line 12'
    """
    if place is None:
        return ""
    return f"{'/'.join(Path(place.file).parts[-2:])}, line {place.line}"


def _source(model: LoopModel, observation: Observation) -> str:
    source = model.sources.get(observation.source) if observation.source else None
    if source is None:
        return "our assumption" if observation.reasoning or not observation.source else "unnamed"
    who = source.authors or source.publisher
    title = link(source.title, source.address)
    return f"{title} ({plain(who)})" if who else title


def _circumstances(model: LoopModel, observation: Observation) -> list[str]:
    grade = model.grades.get(observation.grade)
    found = [f"grade: {grade.label if grade else observation.grade}"]
    if observation.as_of:
        found.append(f"as of {observation.as_of}")
    if observation.settings:
        labels = (model.settings.get(item) for item in observation.settings)
        found.append("in " + ", ".join(item.label for item in labels if item))
    if observation.sample_size:
        found.append(f"sample: {observation.sample_size}")
    if observation.read_as and observation.read_as != "read":
        found.append(f"source {observation.read_as}, not read")
    return found


def _standing(observation: Observation, weight: Weight | None) -> str:
    parts = []
    if weight is not None:
        reason = weight.reason_excluded
        parts.append(f"left out: {reason}" if reason else f"counts {percent(weight.weight)}")
    if observation.place is not None:
        parts.append(place_words(observation.place))
    return plain(" · ".join(parts))
