"""Periods of the calendar by which measurements are told: months, quarters, years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from graph.records import record

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Step(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[self]


@record(order=True)
class Period:
    """A month, quarter or year.

    Attributes:
        start: its first day.
        step: how long it is.
        until: of a period that was not over when the records end, their last day; else ``None``.
    """

    start: date
    step: Step
    until: date | None = None

    @property
    def end(self) -> date:
        """The first day after it.

        >>> Period(date(2026, 10, 1), Step.QUARTER).end
        datetime.date(2027, 1, 1)
        """
        months = self.start.year * 12 + self.start.month - 1 + self.step.months
        return date(months // 12, months % 12 + 1, 1)

    @property
    def is_open(self) -> bool:
        """Whether it was not over when the records end."""
        return self.until is not None

    @property
    def word(self) -> str:
        """How it is written in names: ``2026-q3``, ``2026-08``, ``2026``."""
        year = f"{self.start.year:04d}"
        if self.step is Step.YEAR:
            return year
        if self.step is Step.QUARTER:
            return f"{year}-q{(self.start.month + 2) // 3}"
        return f"{year}-{self.start.month:02d}"

    @property
    def as_of(self) -> str:
        """What its numbers are of: the month in which it ends, or in which the records do.

        >>> Period(date(2026, 7, 1), Step.QUARTER).as_of
        '2026-09'
        >>> Period(date(2026, 10, 1), Step.QUARTER, date(2026, 11, 12)).as_of
        '2026-11'
        """
        last = self.until or self.end - timedelta(days=1)
        return f"{last.year:04d}-{last.month:02d}"

    def __str__(self) -> str:
        last = self.end - timedelta(days=1)
        year = self.start.year
        if self.step is Step.YEAR:
            text = f"{year}"
        elif self.step is Step.MONTH:
            text = f"{_MONTHS[self.start.month - 1]} {year}"
        else:
            text = f"{_MONTHS[self.start.month - 1]} to {_MONTHS[last.month - 1]} {year}"
        return f"{text}, so far" if self.is_open else text


def period_of(day: date, step: Step) -> Period:
    """Return the period that a day lies in.

    >>> str(period_of(date(2026, 8, 15), Step.QUARTER))
    'July to September 2026'
    """
    month = (day.month - 1) // step.months * step.months + 1
    return Period(date(day.year, month, 1), step)


def open_at(last: date) -> Callable[[Period], Period]:
    """Return what marks periods as open that are not over on the last day of the records."""

    def marked(period: Period) -> Period:
        over = period.end - timedelta(days=1) <= last
        return period if over else Period(period.start, period.step, last)

    return marked
