"""How well the answers are supported: coverage, age, conflicts, and what hangs on one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from itertools import combinations

from graph.errors import LoopmapError
from graph.estimates import NORMAL_95, Basis, Interval
from graph.evidence.dates import Calendar, age_years, period_of
from graph.evidence.pooling import Pool
from graph.loop.answer import Answer, heading
from graph.loop.outside_pace import OutsideEstimate, outside_estimates
from graph.loop.study import Study
from graph.loop.variance import Contribution, InputNumber, input_numbers, pace_uncertainty
from graph.model import Observation
from graph.questions.evidence.influence import (
    Answers,
    LeftOut,
    SourceInfluence,
    answers_of,
    influences,
    left_out,
)
from graph.questions.evidence.provenance import POOLED_METRICS, are_apart
from graph.records import record
from graph.vocabulary import MetricName


@record
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


@record
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
    weighing = [
        item
        for item in pool.weights
        if item.weight > 0 and item.mean_on_scale is not None and "part" not in item.borrowed
    ]
    for first, second in combinations(weighing, 2):
        reach = NORMAL_95 * ((first.deviation or 0.0) + (second.deviation or 0.0))
        if abs((first.mean_on_scale or 0.0) - (second.mean_on_scale or 0.0)) > reach:
            yield first.observation_id, second.observation_id


@record
class EvidenceReview(Answer):
    """How well the answers are supported.

    Attributes:
        badge: one line for a page that shows the map.
        coverage: what the numbers rest on.
        pace: against no AI; with percentiles if there were draws.
        variance_shares: the part of the pace's variance that rests on each kind of evidence: over
            the draws, or without draws each number moved alone.
        contributions: what each uncertain number does to the pace, the largest first.
        answers: period, pace, ceiling and critical cycle; ``None`` if the loop has none.
        obstacle: why it has none.
        sources: what each source does to them, the most moving first.
        left_out: every observed speed-up without each source, the most moving first.
        outside: what others say of the pace, beside the map's own.
        conflicts: pairs of observations that contradict each other.
        disagreements: numbers on which there are evidence and a judgement of ours.
        numbers: what every number of the answers rests on.
        suppositions: what is supposed.
    """

    badge: str
    coverage: Coverage
    pace: Interval | None = None
    variance_shares: dict[str, float] = field(default_factory=dict)
    contributions: tuple[Contribution, ...] = ()
    answers: Answers | None = None
    obstacle: str | None = None
    sources: tuple[SourceInfluence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    outside: tuple[OutsideEstimate, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    numbers: tuple[NumberBasis, ...] = ()
    suppositions: tuple[str, ...] = ()


def evidence(study: Study, *, draws: int = 0, seed: int = 0) -> EvidenceReview:
    """Return how well the answers of a study are supported.

    A loop that has no period is reviewed all the same: the obstacle says why it has no answers.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: for the pace and what its variance rests on; all else is the central estimate.
        seed: of the draws.
    """
    found = coverage(study)
    review = EvidenceReview(
        *heading(study, draws=draws, seed=seed),
        badge=badge(found, {}, study.estimates.as_of),
        coverage=found,
        left_out=left_out(study),
        conflicts=conflicts(study),
        disagreements=disagreements(study),
        numbers=number_bases(study),
        suppositions=tuple(map(str, study.suppositions)),
    )
    try:
        answers = answers_of(study)
    except LoopmapError as error:
        return replace(review, obstacle=str(error))
    moves = pace_uncertainty(study, answers.pace, draws, seed)
    return replace(
        review,
        badge=badge(found, moves.variance_shares, study.estimates.as_of),
        pace=moves.pace,
        variance_shares=moves.variance_shares,
        contributions=moves.contributions,
        answers=answers,
        sources=influences(study),
        outside=outside_estimates(study, moves.pace),
    )


def badge(found: Coverage, variance_shares: dict[str, float], as_of: str | None) -> str:
    """Return the state of the evidence in one line.

    >>> empty = Coverage(2, {"unknown": 1, "assumed": 0}, {}, {}, {}, {}, {}, 0, 0)
    >>> badge(empty, {"assumed": 0.25}, "2026-08-15")
    'evidence: 1 of 2 speed-ups beyond assumption, 25 % of the variance assumed, as of 2026-08-15'
    """
    parts = [f"{found.evidenced_components} of {found.component_count} speed-ups beyond assumption"]
    if variance_shares:
        # Estimated over draws, so that nothing can come out a little below nothing.
        assumed = max(0.0, variance_shares["assumed"])
        parts.append(f"{assumed * 100:.0f} % of the variance assumed")
    if as_of:
        parts.append(f"as of {as_of}")
    return "evidence: " + ", ".join(parts)


#: Ages in years, each with what people call it; the last holds all that is older.
_AGES = ((0.25, "up to 3 months"), (0.5, "3 to 6 months"), (1.0, "6 to 12 months"),
         (2.0, "1 to 2 years"), (float("inf"), "over 2 years"))  # fmt: skip

_UNDATED = "undated"


@record
class NumberBasis:
    """What one number of the answers rests on.

    Attributes:
        subject: id of the component or dependency.
        metric: as a word.
        value: with its 5th and 95th percentile.
        basis: the best kind of evidence that carries weight.
        source_count: different sources that carry weight.
        observation_count: observations that carry weight.
        assumed_share: the part of the weight that is assumption, 0 to 1.
        single_source: whether it rests on one source alone.
        sources: their ids, the heaviest first.
    """

    subject: str
    metric: str
    value: Interval
    basis: str
    source_count: int
    observation_count: int
    assumed_share: float
    single_source: bool
    sources: tuple[str, ...]


@record
class Coverage:
    """What the numbers rest on, counted.

    Attributes:
        component_count: all components of the map.
        components: by the basis of their acceleration; ``unknown`` without evidence.
        numbers: every number that enters the answers, by its basis.
        observations: all that were known on the date, by the basis of their grade.
        grades: the same by study design.
        ages: observations from sources by their age on that date.
        readings: observations from sources by how they were read.
        single_source_numbers: how many numbers rest on one source alone.
        left_out: observations that weigh nowhere: not known yet, withdrawn or replaced.
        quoting_pages: observations from sources of which only a page that quotes it was read,
            and that page is named.
        unconfirmed: observations from sources that no copy that could be read holds.
    """

    component_count: int
    components: dict[str, int]
    numbers: dict[str, int]
    observations: dict[str, int]
    grades: dict[str, int]
    ages: dict[str, int]
    readings: dict[str, int]
    single_source_numbers: int
    left_out: int
    quoting_pages: int = 0
    unconfirmed: int = 0

    @property
    def evidenced_components(self) -> int:
        """How many accelerations rest on more than our assumption."""
        none = self.components["unknown"] + self.components[Basis.ASSUMED.value]
        return self.component_count - none


def number_bases(study: Study) -> tuple[NumberBasis, ...]:
    """Return what every known number of the answers rests on, by subject."""
    return tuple(_basis(study, item) for item in input_numbers(study))


def coverage(study: Study) -> Coverage:
    """Return what the numbers of a study rest on.

    Every kind of evidence stands in every count, also with 0, so that a gap can be seen.
    """
    numbers = number_bases(study)
    every = study.model.observations.values()
    known = [item for item in every if study.estimates.refusal(item.id) is None]
    sourced = [item for item in known if item.source]
    speedups = (study.estimates.get(name, MetricName.SPEEDUP) for name in study.model.components)
    accelerations = (item.basis.value if item else "unknown" for item in speedups)
    return Coverage(
        component_count=len(study.model.components),
        components=_counted(accelerations, unknown=True),
        numbers=_counted(item.basis for item in numbers),
        observations=_counted(_grade_basis(study, item) for item in known),
        grades=_by_size(item.grade for item in known),
        ages=_ages(study, sourced),
        readings=_by_size(item.read_as or "not said" for item in sourced),
        single_source_numbers=sum(1 for item in numbers if item.single_source),
        left_out=len(study.model.observations) - len(known),
        quoting_pages=sum(1 for item in sourced if item.quoted_by),
        unconfirmed=sum(1 for item in sourced if item.unconfirmed),
    )


def _basis(study: Study, item: InputNumber) -> NumberBasis:
    estimate = item.pool.estimate
    if estimate is None:
        raise ValueError(f"{item.name} is unknown")
    found = (study.model.observations[key].source for key in estimate.observation_ids)
    sources = tuple(dict.fromkeys(source for source in found if source))
    return NumberBasis(
        subject=item.subject,
        metric=item.metric,
        value=estimate.interval,
        basis=estimate.basis.value,
        source_count=estimate.source_count,
        observation_count=len(estimate.observation_ids),
        assumed_share=estimate.assumed_share,
        single_source=len(sources) == 1,
        sources=sources,
    )


def _grade_basis(study: Study, observation: Observation) -> str:
    grade = study.model.grades.get(observation.grade)
    return (grade.basis if grade else Basis.ASSUMED).value


def _ages(study: Study, observations: list[Observation]) -> dict[str, int]:
    calendar = Calendar(study.model)
    period = period_of(study.estimates.as_of)
    counts = Counter[str]()
    for item in observations:
        day = calendar.own_day(item)
        if day is None or period is None:
            counts[_UNDATED] += 1
        else:
            age = age_years(day, period.last)
            counts[next(name for most, name in _AGES if age <= most)] += 1
    return {name: counts[name] for name in (*(name for _, name in _AGES), _UNDATED)}


def _counted(words: Iterable[str], *, unknown: bool = False) -> dict[str, int]:
    counts = Counter(words)
    names = [basis.value for basis in Basis] + (["unknown"] if unknown else [])
    return {name: counts[name] for name in names}


def _by_size(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))
