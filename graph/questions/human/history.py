"""People's shares of decisions and of time at the end of each year, with what was known then."""

from __future__ import annotations

from graph.loop.automation import pooled_share
from graph.loop.study import Study
from graph.loop.years import YearOfStudy, past_years_of, years_of
from graph.questions.human.answer import HumanYear
from graph.vocabulary import MetricName


def human_history(study: Study) -> tuple[HumanYear, ...]:
    """Return people's shares at the end of each year, component by component.

    Returns:
        Nothing if no evidence is dated, or if the study asks about a time before 2022. What is
        supposed holds for the last year alone.
    """
    past = study.of_evidence(_past)
    now = years_of(study)[-1:]
    return tuple(
        row
        for identifier in study.model.components
        for row in (*past[identifier], *(_human_year(year, identifier) for year in now))
    )


def _past(study: Study) -> dict[str, tuple[HumanYear, ...]]:
    years = past_years_of(study) if years_of(study) else ()
    return {
        identifier: tuple(_human_year(year, identifier) for year in years)
        for identifier in study.model.components
    }


def _human_year(year: YearOfStudy, identifier: str) -> HumanYear:
    decisions = pooled_share(year.study, identifier, MetricName.AI_SHARE_OF_DECISIONS)
    person_time = pooled_share(year.study, identifier, MetricName.AI_SHARE_OF_PERSON_TIME)
    return HumanYear(
        id=identifier,
        label=year.study.model.components[identifier].label,
        year=year.year,
        as_of=year.as_of,
        human_share_of_decisions=decisions.rest() if decisions else None,
        human_share_of_person_time=person_time.rest() if person_time else None,
    )
