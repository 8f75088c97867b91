"""Where the evidence contradicts itself: disputes, intervals apart, judgement against evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from graph.estimates import NORMAL_95, Interval
from graph.evidence.pooling import Pool, Weight
from graph.loop.study import Study
from graph.model import Observation
from graph.questions.evidence.provenance import POOLED_METRICS, are_apart


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two observations that cannot both be right.

    Attributes:
        kind: ``disputes`` if one says so of the other; ``apart`` if they weigh in one number and
            their intervals have no value in common.
        subject: id of what the first is about.
        metric: of the first, as a word.
        first: id.
        first_value: as written.
        first_as_of: what it is of, if dated: time may explain the difference.
        first_source: id; ``None`` for an assumption of ours.
        second: id.
        second_value: as written.
        second_as_of: what it is of, if dated: time may explain the difference.
        second_source: id; likewise.
    """

    kind: str
    subject: str
    metric: str
    first: str
    first_value: float
    first_as_of: str | None
    first_source: str | None
    second: str
    second_value: float
    second_as_of: str | None
    second_source: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A number of which our judgement and the pooled evidence say different things.

    Attributes:
        subject: id of what it is about.
        metric: as a word.
        pooled: what the evidence comes to.
        judgement: what our assumption says.
        apart: whether the two intervals have no value in common.
    """

    subject: str
    metric: str
    pooled: Interval
    judgement: Interval
    apart: bool


def pools(study: Study) -> Iterator[Pool]:
    """Yield every number that is pooled, by subject and metric."""
    wanted = {(item.subject, item.metric) for item in study.model.observations.values()}
    for subject, metric in sorted(wanted):
        pool = study.estimates.pool(subject, metric) if metric in POOLED_METRICS else None
        if pool is not None:
            yield pool


def conflicts(study: Study) -> tuple[Conflict, ...]:
    """Return the pairs of observations that contradict each other: the declared ones first.

    Only what was known on the study's date counts. A declared dispute is listed once, whichever
    side declares it; both sides stay in the pools.
    """
    found = [*_declared(study)]
    named = {frozenset((item.first, item.second)) for item in found}
    for pool in pools(study):
        for first, second in _apart(pool):
            if frozenset((first, second)) not in named:
                observations = study.model.observations
                found.append(_conflict("apart", observations[first], observations[second]))
    return tuple(found)


def disagreements(study: Study) -> tuple[Disagreement, ...]:
    """Return the numbers for which there are both evidence and a judgement of ours.

    Those whose intervals have no value in common come first, then by subject and metric.
    """
    rows = []
    for pool in pools(study):
        evidence, judgement = pool.estimate, pool.judgement
        if evidence is None or judgement is None or evidence.assumed_share == 1:
            continue
        rows.append(
            Disagreement(
                pool.subject,
                pool.metric,
                evidence.interval,
                judgement.interval,
                are_apart(evidence, judgement),
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.apart, row.subject, row.metric)))


def _declared(study: Study) -> Iterator[Conflict]:
    observations = study.model.observations
    seen = set()
    for item in observations.values():
        for other in item.disputes:
            pair = frozenset((item.id, other))
            known = other in observations and not any(map(study.estimates.refusal, pair))
            if known and pair not in seen:
                seen.add(pair)
                yield _conflict("disputes", item, observations[other])


def _conflict(kind: str, first: Observation, second: Observation) -> Conflict:
    return Conflict(
        kind=kind,
        subject=first.subject,
        metric=first.metric,
        first=first.id,
        first_value=first.value,
        first_as_of=first.as_of,
        first_source=first.source,
        second=second.id,
        second_value=second.value,
        second_as_of=second.as_of,
        second_source=second.source,
    )


def _apart(pool: Pool) -> Iterator[tuple[str, str]]:
    """Yield the pairs that weigh in one number and whose 5th to 95th percentiles do not meet."""
    if pool.derived:
        return
    weighing = [item for item in pool.weights if item.weight > 0 and item.mean_on_scale is not None]
    for first, second in combinations(weighing, 2):
        if _far(first, second):
            yield first.observation_id, second.observation_id


def _far(first: Weight, second: Weight) -> bool:
    reach = NORMAL_95 * ((first.deviation or 0.0) + (second.deviation or 0.0))
    return abs((first.mean_on_scale or 0.0) - (second.mean_on_scale or 0.0)) > reach
