"""The same question at the end of each year, with what was known then."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Supposition
from graph.vocabulary import MetricName

#: The first year that the map looks back to.
FIRST_YEAR = 2022


@dataclass(frozen=True)
class YearOfStudy:
    """A study at the end of a year.

    Attributes:
        year: the year.
        as_of: the last day that counts.
        study: what was known then; suppositions hold only for the last one.
    """

    year: int
    as_of: str
    study: Study


def years_of(study: Study) -> tuple[YearOfStudy, ...]:
    """Return the study at the end of each year from 2022, and as it stands itself.

    Returns:
        The years in order; the last is the study itself. Nothing if no evidence is dated, or if
        the study asks about a time before 2022.
    """
    now = study.estimates.as_of
    if now is None or int(now[:4]) < FIRST_YEAR:
        return ()
    return (*past_years_of(study), YearOfStudy(int(now[:4]), now, study))


def past_years_of(study: Study) -> tuple[YearOfStudy, ...]:
    """Return the same without the last; nothing is supposed of the past, so it is shared."""
    return study.of_evidence(_past_years)


def _past_years(study: Study) -> tuple[YearOfStudy, ...]:
    now = study.estimates.as_of
    years = range(FIRST_YEAR, int(now[:4])) if now else ()
    found = []
    for year in years:
        then = Study(study.model, Standpoint(study.standpoint.setting, str(year)))
        found.append(YearOfStudy(year, then.estimates.as_of or str(year), then))
    return tuple(found)


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
