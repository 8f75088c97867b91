"""What the map's numbers rest on: measurement, statement, judgement or assumption, and how old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.estimates import Basis, Interval
from graph.evidence.dates import Calendar, age_years, period_of
from graph.loop.study import Study
from graph.loop.variance import InputNumber, input_numbers
from graph.model import Observation
from graph.vocabulary import MetricName

#: Ages in years, each with what people call it; the last holds all that is older.
_AGES = ((0.25, "up to 3 months"), (0.5, "3 to 6 months"), (1.0, "6 to 12 months"),
         (2.0, "1 to 2 years"), (float("inf"), "over 2 years"))  # fmt: skip

_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    return Coverage(
        component_count=len(study.model.components),
        components=_counted(_accelerations(study), unknown=True),
        numbers=_counted(item.basis for item in numbers),
        observations=_counted(_grade_basis(study, item) for item in known),
        grades=_by_size(item.grade for item in known),
        ages=_ages(study, sourced),
        readings=_by_size(item.read_as or "not said" for item in sourced),
        single_source_numbers=sum(1 for item in numbers if item.single_source),
        left_out=len(study.model.observations) - len(known),
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


def _accelerations(study: Study) -> Iterable[str]:
    for identifier in study.model.components:
        estimate = study.estimates.get(identifier, MetricName.SPEEDUP)
        yield estimate.basis.value if estimate else "unknown"


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
