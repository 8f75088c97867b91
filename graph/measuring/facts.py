"""What an engine finds in the events: counts, sums, order statistics, and nothing about a person.

Both engines, the one in memory and the one of SQL, give the same facts to the bit: all times are
whole seconds, and sums of them are exact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from graph.measuring.clock import MONDAY, WEEK, start_of, week_of
from graph.measuring.measurement import LeftOut
from graph.measuring.period import Period
from graph.records import record
from graph.statistics.order_statistics import median_ranks

#: Side by side is counted by the minute: what is shorter than one is not seen.
MINUTE = 60


@record
class Ordered:
    """How long something took: those order statistics that a median and its interval need.

    Attributes:
        count: how many values there are.
        total: their sum in seconds.
        middle: the two middle ones, in seconds; the same one twice if the count is odd.
        low: lower end of the median's interval in seconds; ``None`` with fewer than 6 values.
        high: upper end, likewise.
    """

    count: int
    total: int
    middle: tuple[int, int]
    low: int | None
    high: int | None


@record
class PartFacts:
    """What went through a part in a period, told by the passes that ended in it.

    A pass is one stay of one item, from coming into the part's queue to leaving the part.

    Attributes:
        part: its id.
        period: in which the passes ended.
        ended: passes that ended.
        waits: of the passes that were taken up, how long they waited before; of all where no stage
            tells the work of the part.
        works: likewise, how long they were worked on.
        stayed: sum of the stays that ended, in seconds of the calendar.
        stayed_squared: sum of their squares, in minutes squared, each in whole minutes.
        present: item-seconds of the calendar spent in the part within the period, by whichever
            item.
        at_start: items that were in it already when the period began.
        at_end: items that were still in it when the period ended, or the records did.
        seconds: how long the period lasted within the records.
    """

    part: str
    period: Period
    ended: int
    waits: Ordered | None
    works: Ordered | None
    stayed: int
    stayed_squared: int
    present: int
    at_start: int
    at_end: int
    seconds: int


@record
class ReturnFacts:
    """How often items went back from a part to one that they had been in before it.

    Attributes:
        source: the part that they left.
        target: the earlier part that they went back to.
        period: in which they came back.
        returns: how often.
        passes: passes through the source that ended in the period.
    """

    source: str
    target: str
    period: Period
    returns: int
    passes: int


@record
class PeakFacts:
    """How many were at work side by side in a part at most, week by week.

    Attributes:
        part: its id.
        period: that the weeks end in.
        peaks: of each week in which anything began or ended, in rising order.
        people: whether people were counted; else items, since nobody is named.
    """

    part: str
    period: Period
    peaks: tuple[int, ...]
    people: bool


@record
class ItemFacts:
    """What became of the items whose last stage ended in a period.

    Attributes:
        period: that period.
        finished: items.
        lead: from the first moment of an item to its last.
        merged: items of which it is said that they went in.
        review_known: of those, items of which it is said whether anybody reviewed them.
        unreviewed: of those, items that nobody reviewed.
        mark_known: finished items of which marks could be seen.
        marked: of those, items marked as written by AI, wholly or in part.
    """

    period: Period
    finished: int
    lead: Ordered
    merged: int
    review_known: int
    unreviewed: int
    mark_known: int
    marked: int


@record
class PeopleFacts:
    """How many people did something in a period.

    Attributes:
        period: that period.
        people: different ones.
    """

    period: Period
    people: int


@record
class FlightFacts:
    """How many items were under way at the end of each week of a period.

    Attributes:
        period: that the weeks end in.
        counts: one a week, in rising order.
    """

    period: Period
    counts: tuple[int, ...]


@record
class SkippedFacts:
    """How many items were finished without ever passing through a part.

    Attributes:
        part: its id.
        period: in which the items were finished.
        skipped: items that never were in it.
        finished: all items.
    """

    part: str
    period: Period
    skipped: int
    finished: int


@record
class Facts:
    """All that the engines find.

    Attributes:
        rows: rows of the event table, bots and faulty ones included.
        first: the first moment in the records, in seconds since 1970; 0 without any row.
        last: the last one.
        parts: by part and period.
        returns: by source, target and period.
        peaks: by part and period.
        items: by period.
        flights: by period.
        skipped: by part and period.
        people: by period; empty if nobody is named.
        left_out: rows that were not used.
    """

    rows: int
    first: int
    last: int
    parts: tuple[PartFacts, ...]
    returns: tuple[ReturnFacts, ...]
    peaks: tuple[PeakFacts, ...]
    items: tuple[ItemFacts, ...]
    flights: tuple[FlightFacts, ...]
    skipped: tuple[SkippedFacts, ...]
    people: tuple[PeopleFacts, ...]
    left_out: tuple[LeftOut, ...]


def no_facts(rows: int, left_out: tuple[LeftOut, ...]) -> Facts:
    """Return what is found where no row can be used."""
    return Facts(rows, 0, 0, (), (), (), (), (), (), (), left_out)


def ordered_by(value_at: Callable[[int], int], count: int, total: int) -> Ordered:
    """Return the order statistics of some times.

    Args:
        value_at: gives the time of a rank, counted from 1; asked for few of them.
        count: how many times there are, at least one.
        total: their sum.
    """
    ranks = median_ranks(count)
    low, high = (None if rank is None else value_at(rank) for rank in (ranks.low, ranks.high))
    return Ordered(count, total, (value_at(ranks.lower), value_at(ranks.upper)), low, high)


def weeks_by_period(
    by_week: Mapping[int, int], periods: Sequence[Period]
) -> list[tuple[Period, list[int]]]:
    """Return the values of weeks by the period in which each week ends, in rising order of both.

    Args:
        by_week: a value by the week's number, as ``clock.week_of`` counts.
        periods: that follow each other without a gap; weeks that end outside are left out.

    Returns:
        Periods in which no week ends are left out.
    """
    starts = [start_of(period.start) for period in periods]
    over = start_of(periods[-1].end) if periods else 0
    found: dict[int, list[int]] = defaultdict(list)
    for week, value in by_week.items():
        last = MONDAY + (week + 1) * WEEK - 1
        at = bisect_right(starts, last) - 1
        if at >= 0 and last < over:
            found[at].append(value)
    return [(periods[at], sorted(found[at])) for at in sorted(found)]


def peak_facts(
    part: str, by_week: Mapping[int, int], people: bool, periods: Sequence[Period]
) -> Iterator[PeakFacts]:
    """Give the peaks of a part by period; weeks in which nobody was at work are left out.

    Args:
        part: its id.
        by_week: the greatest number at work side by side, by the week's number.
        people: whether people were counted.
        periods: of the records.
    """
    for period, values in weeks_by_period(by_week, periods):
        peaks = tuple(value for value in values if value > 0)
        if peaks:
            yield PeakFacts(part, period, peaks, people)


def return_facts(
    back: Mapping[tuple[str, str, Period | None], int],
    ended: Mapping[tuple[str, Period | None], int],
    periods: Sequence[Period],
) -> Iterator[ReturnFacts]:
    """Give the returns between parts by period; periods without a pass through the source aside.

    Args:
        back: how often items went back, by source, target and period.
        ended: passes that ended, by part and period.
        periods: of the records.
    """
    for source, target in sorted({(source, target) for source, target, _ in back}):
        for period in periods:
            passes = ended.get((source, period), 0)
            if passes:
                returns = back.get((source, target, period), 0)
                yield ReturnFacts(source, target, period, returns, passes)


def flight_facts(
    changes: Mapping[int, int], first: int, last: int, periods: Sequence[Period]
) -> Iterator[FlightFacts]:
    """Give the items under way at the end of each week that is over within the records.

    Args:
        changes: by how many they became more or fewer, by the week's number.
        first: the first moment of the records.
        last: the last one.
        periods: of the records.
    """
    level, by_week = 0, {}
    for week in range(week_of(first), week_of(last)):
        level += changes.get(week, 0)
        by_week[week] = level
    for period, values in weeks_by_period(by_week, periods):
        yield FlightFacts(period, tuple(values))


def people_facts(
    counts: Mapping[Period | None, int], periods: Sequence[Period]
) -> Iterator[PeopleFacts]:
    """Give how many people did something by period; nothing where nobody is named at all."""
    if counts:
        for period in periods:
            yield PeopleFacts(period, counts.get(period, 0))
