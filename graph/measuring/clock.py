"""Time as measuring counts it: whole seconds, of the calendar or of working days, and weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from graph.measuring.period import Period, Step, open_at, period_of
from graph.records import record

DAY: Final = 86_400
WEEK: Final = 7 * DAY
#: The first Monday after the epoch, at 0:00 UTC.
MONDAY: Final = 4 * DAY
#: Seconds of a working week.
WORKING_WEEK: Final = 5 * DAY
#: Times outside are no times of work: 1980 and 2100.
EARLIEST: Final = 315_532_800
LATEST: Final = 4_102_444_800
#: Periods that are told; what ended before is not.
MOST_PERIODS: Final = 80


class Days(StrEnum):
    """Which days are counted."""

    CALENDAR = "calendar"
    WORKING = "working"

    @property
    def words(self) -> str:
        """What that means, for a sentence."""
        if self is Days.CALENDAR:
            return "days of the calendar"
        return "working days, which are Mondays to Fridays of 24 hours, holidays included"


def seconds_of(moment: datetime) -> int:
    """Return a moment as whole seconds since 1970; one without a time zone is taken as UTC.

    >>> seconds_of(datetime(1970, 1, 5))
    345600
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() // 1)


def moment_of(seconds: int) -> datetime:
    """Return the moment, in UTC, so many seconds after the start of 1970.

    >>> moment_of(345600).isoformat()
    '1970-01-05T00:00:00+00:00'
    """
    return datetime.fromtimestamp(seconds, UTC)


def day_of(seconds: int) -> date:
    """Return the day, in UTC, that a moment lies in."""
    return moment_of(seconds).date()


def start_of(day: date) -> int:
    """Return the moment at which a day begins in UTC."""
    return seconds_of(datetime(day.year, day.month, day.day, tzinfo=UTC))


def counted(moment: int, days: Days) -> int:
    """Return how many seconds that count have gone by at a moment, from a fixed one on.

    The time between two moments is the difference of what is returned for them. Of working days it
    is five days for each full week, and at most five of the week that is under way.

    >>> friday, monday = MONDAY + 4 * DAY, MONDAY + 7 * DAY   # both at 0:00
    >>> (counted(monday, Days.WORKING) - counted(friday, Days.WORKING)) // DAY
    1
    """
    if days is Days.CALENDAR:
        return moment
    weeks, rest = divmod(moment - MONDAY, WEEK)
    return weeks * WORKING_WEEK + min(rest, WORKING_WEEK)


def week_of(moment: int) -> int:
    """Return the number of the week, from Monday on, that a moment lies in."""
    return (moment - MONDAY) // WEEK


@record
class Counting:
    """How time is counted.

    Attributes:
        step: the periods by which numbers are told.
        days: which days count.
        offset: seconds by which the team's clock is ahead of UTC; it moves days, weeks, periods.
        latest: rows with a time after this moment, in seconds since 1970, are faulty.
    """

    step: Step = Step.QUARTER
    days: Days = Days.CALENDAR
    offset: int = 0
    latest: int = LATEST

    def periods(self, first: int, last: int) -> tuple[Period, ...]:
        """Return the periods of the records in order, the newest ``MOST_PERIODS`` at most.

        Args:
            first: the first moment of the records, on the team's clock.
            last: the last one. A period that is not over then is open.
        """
        opened = open_at(day_of(last))
        found = [period_of(day_of(last), self.step)]
        while found[-1].start > day_of(first) and len(found) < MOST_PERIODS:
            found.append(period_of(found[-1].start - timedelta(days=1), self.step))
        return tuple(opened(one) for one in reversed(found))
