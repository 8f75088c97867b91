"""When a number became known, from dates that may be a year or a month only."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from graph.model import LoopModel, Observation
from graph.records import record

#: Kinds of source that record work as it goes on.
RECORDS = frozenset({"tracker", "export", "repository"})

#: Mean length of a year in days, for the age of an observation.
DAYS_PER_YEAR = 365.25


@record
class Period:
    """The days that a written date may mean, first and last included."""

    first: date
    last: date


def period_of(text: str | None) -> Period | None:
    """Return the days that a date as written may mean.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns:
        The period, or ``None`` if nothing is written or it is not such a date.

    >>> period_of("2026-02").last
    datetime.date(2026, 2, 28)
    """
    parts = text.split("-") if text else []
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        match [int(part) for part in parts]:
            case [year]:
                return Period(date(year, 1, 1), date(year, 12, 31))
            case [year, month]:
                following = date(year + month // 12, month % 12 + 1, 1)
                return Period(date(year, month, 1), following - timedelta(days=1))
            case [year, month, day]:
                return Period(date(year, month, day), date(year, month, day))
    except (ValueError, OverflowError):
        return None
    return None


@record
class DatedObservation:
    """An observation with the day it is of, and how old it is on the day asked about."""

    observation: Observation
    day: date
    age_years: float


class Calendar:
    """Knows when each observation of a map became known.

    An observation is known from the later of its own date and its source's issue date. A year or
    a month means its last day, with two exceptions: an issue date inside that year or month is
    the better word for it; and a period in which the newest day written anywhere in the map lies
    ends on that day, so that a map of November does not speak from the end of December. What a
    source records as work goes on (a tracker, an export, a repository) was there to be known on its
    own date, whenever somebody took it down.
    """

    def __init__(self, model: LoopModel) -> None:
        self._model = model
        self._periods: dict[str, Period | None] = {}

    def known_day(self, observation: Observation) -> date | None:
        """Return the day from which an observation was known; ``None`` if nothing dates it."""
        own, issued = self._period(observation.as_of), self._period(self._issued(observation))
        if own is not None and self._is_recorded(observation):
            return self.last_day(own)
        if own is None or issued is None:
            only = own or issued
            return self.last_day(only) if only else None
        if own.first <= issued.first and issued.last <= own.last:
            return self.last_day(issued)
        return max(self.last_day(own), self.last_day(issued))

    def own_day(self, observation: Observation) -> date | None:
        """Return the day an observation is of: its own date, else its source's issue date."""
        period = self._period(observation.as_of) or self._period(self._issued(observation))
        return self.last_day(period) if period else None

    @cached_property
    def newest_known_day(self) -> date | None:
        """The newest day in the evidence; ``None`` if nothing is dated.

        A year or a month that lies wholly after its source came out is an outlook ("by 2030") and
        does not say what day it is; the issue date does. What was recorded as work went on is no
        outlook, however early the records begin.
        """
        days = map(self._telling_day, self._differently_dated)
        return max((day for day in days if day is not None), default=None)

    @cached_property
    def oldest_known_day(self) -> date | None:
        """The day on which the first dated observation became known; ``None`` if none is dated."""
        days = map(self.known_day, self._differently_dated)
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def _differently_dated(self) -> tuple[Observation, ...]:
        """One observation of each date of its own and each source: they tell all days there are."""
        every = self._model.observations.values()
        return tuple({(item.as_of, item.source): item for item in every}.values())

    def _telling_day(self, observation: Observation) -> date | None:
        own, issued = self._period(observation.as_of), self._period(self._issued(observation))
        outlook = own and issued and issued.last < own.first < own.last
        if issued and outlook and not self._is_recorded(observation):
            return self.last_day(issued)
        return self.known_day(observation)

    @cached_property
    def _newest_written_day(self) -> date | None:
        periods = [
            self._period(text)
            for observation in self._differently_dated
            for text in (observation.as_of, self._issued(observation))
        ]
        days = (period.first for period in periods if period and period.first == period.last)
        return max(days, default=None)

    def last_day(self, period: Period) -> date:
        """Return the last day of a period, or the newest day in the map if that lies in it."""
        newest = self._newest_written_day
        return newest if newest and period.first <= newest <= period.last else period.last

    def _is_recorded(self, observation: Observation) -> bool:
        source = self._model.sources.get(observation.source) if observation.source else None
        return source is not None and source.kind in RECORDS

    def _issued(self, observation: Observation) -> str | None:
        source = self._model.sources.get(observation.source) if observation.source else None
        return source.issued if source else None

    def _period(self, text: str | None) -> Period | None:
        if text is None:
            return None
        if text not in self._periods:
            self._periods[text] = period_of(text)
        return self._periods[text]


def age_years(day: date | None, on: date | None) -> float:
    """Return how old something is in years, never below 0; 0 if either date is missing.

    >>> age_years(date(2025, 1, 1), date(2024, 1, 1))
    0.0
    """
    if day is None or on is None:
        return 0.0
    return max(0.0, (on - day).days / DAYS_PER_YEAR)
