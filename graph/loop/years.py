"""The same question at the end of each year or quarter, with what was known then."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from graph.evidence.dates import Calendar
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Supposition
from graph.records import record
from graph.vocabulary import MetricName

#: The first year that the map looks back to.
FIRST_YEAR = 2022

#: Months of a quarter.
_QUARTER = 3


class Step(StrEnum):
    """How far apart the looks back are."""

    YEAR = "year"
    QUARTER = "quarter"


@record(slots=False)
class YearOfStudy:
    """A study at the end of a year, or of a quarter.

    Attributes:
        year: the year.
        label: the year or the quarter, as people write it: ``2026`` or ``2026 Q2``.
        as_of: the last day that counts.
        study: what was known then; suppositions hold only for the last one.
    """

    year: int
    label: str
    as_of: str
    study: Study


def years_of(study: Study, step: Step = Step.YEAR) -> tuple[YearOfStudy, ...]:
    """Return the study at the end of each year from 2022, and as it stands itself.

    Nothing is said of years, or quarters, that end before anything on the map is dated.

    Args:
        study: what is asked.
        step: whether the ends of years or of quarters are looked at.

    Returns:
        The years in order; the last is the study itself. Nothing if no evidence is dated, or if
        the study asks about a time before 2022.
    """
    now = study.estimates.as_of
    if now is None or int(now[:4]) < FIRST_YEAR:
        return ()
    year = int(now[:4])
    if step is Step.YEAR:
        return (*past_years_of(study), YearOfStudy(year, str(year), now, study))
    label = _label(year, _quarter(date.fromisoformat(now)))
    return (*study.of_evidence(_past_quarters), YearOfStudy(year, label, now, study))


def past_years_of(study: Study) -> tuple[YearOfStudy, ...]:
    """Return the same without the last; nothing is supposed of the past, so it is shared."""
    return study.of_evidence(_past_years)


def _past_years(study: Study) -> tuple[YearOfStudy, ...]:
    now, first = study.estimates.as_of, _oldest_day(study)
    if now is None or first is None:
        return ()
    years = range(max(FIRST_YEAR, first.year), int(now[:4]))
    return tuple(_at(study, year, str(year), str(year)) for year in years)


def _past_quarters(study: Study) -> tuple[YearOfStudy, ...]:
    now, first = study.estimates.as_of, _oldest_day(study)
    if now is None or first is None:
        return ()
    last = date.fromisoformat(now)
    start = max(FIRST_YEAR * 4, first.year * 4 + _quarter(first) - 1)
    found = []
    for number in range(start, last.year * 4 + _quarter(last) - 1):
        year, quarter = divmod(number, 4)
        month = f"{year}-{(quarter + 1) * _QUARTER:02}"
        found.append(_at(study, year, _label(year, quarter + 1), month))
    return tuple(found)


def _at(study: Study, year: int, label: str, as_of: str) -> YearOfStudy:
    then = Study(study.model, Standpoint(study.standpoint.setting, as_of))
    return YearOfStudy(year, label, then.estimates.as_of or as_of, then)


def _oldest_day(study: Study) -> date | None:
    return Calendar(study.model).oldest_known_day


def _quarter(day: date) -> int:
    return (day.month - 1) // _QUARTER + 1


def _label(year: int, quarter: int) -> str:
    return f"{year} Q{quarter}"


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
