"""The engine for events that fit into memory: plain Python, nothing else to install."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from graph.measuring.clock import Counting, counted, start_of, week_of
from graph.measuring.event import AiMark, Event
from graph.measuring.facts import (
    MINUTE,
    Facts,
    FlightFacts,
    ItemFacts,
    Ordered,
    PartFacts,
    PeakFacts,
    PeopleFacts,
    ReturnFacts,
    SkippedFacts,
    flight_facts,
    no_facts,
    ordered_by,
    peak_facts,
    people_facts,
    return_facts,
)
from graph.measuring.measurement import LeftOut
from graph.measuring.passes import Faults, Pass, Row, passes_of, rows_by_item
from graph.measuring.period import Period
from graph.measuring.stages import Stage, parts_at_work


@dataclass
class _Item:
    """What is known of one item."""

    rows: list[Row]
    passes: list[Pass]

    @property
    def aside(self) -> bool:
        return self.rows[0].aside

    @property
    def start(self) -> int:
        return min(one.start for one in self.passes)

    @property
    def end(self) -> int | None:
        ends = [one.end for one in self.passes]
        return None if None in ends else max(end for end in ends if end is not None)

    def said(self, name: str) -> bool | None:
        """Whether any row says so; ``None`` if none says either."""
        values = [getattr(row, name) for row in self.rows if getattr(row, name) is not None]
        return any(values) if values else None


@dataclass
class _Log:
    """All items, and the periods of the records."""

    items: list[_Item]
    counting: Counting
    first: int
    last: int
    worked: frozenset[str] = frozenset()
    periods: tuple[Period, ...] = field(default=())

    @property
    def rounds(self) -> list[_Item]:
        """The items that are rounds of the loop."""
        return [item for item in self.items if not item.aside]

    def period_of(self, moment: int | None) -> Period | None:
        """The period that a moment lies in; ``None`` before the first that is told."""
        if moment is None:
            return None
        at = bisect_right(self._starts, moment) - 1
        return self.periods[at] if at >= 0 and moment < self._over else None

    @cached_property
    def _starts(self) -> list[int]:
        return [start_of(period.start) for period in self.periods]

    @cached_property
    def _over(self) -> int:
        return start_of(self.periods[-1].end) if self.periods else 0


def facts_in_memory(
    events: Iterable[Event], stages: Mapping[str, Stage], counting: Counting
) -> Facts:
    """Return what the events say of the parts of the map.

    Args:
        events: rows of the event table, in any order.
        stages: what each stage is on the map, by the source's word.
        counting: how time is counted.
    """
    faults, rows = Faults({}), Counter[str]()

    def told() -> Iterable[Event]:
        for event in events:
            rows["all"] += 1
            yield event

    by_item = rows_by_item(told(), stages, counting, faults)
    items = [_Item(rows, passes_of(rows, counting)) for rows in by_item.values()]
    items = [item for item in items if item.passes]
    log = _log(items, counting, stages)
    left_out = tuple(LeftOut(*pair) for pair in sorted(faults.counts.items()))
    if not items:
        return no_facts(rows["all"], left_out)
    return Facts(
        rows["all"],
        log.first,
        log.last,
        tuple(_parts(log)),
        tuple(_returns(log)),
        tuple(_peaks(log)),
        tuple(_items(log)),
        tuple(_flights(log)),
        tuple(_skipped(log)),
        tuple(_people(log)),
        left_out,
    )


def _log(items: list[_Item], counting: Counting, stages: Mapping[str, Stage]) -> _Log:
    if not items:
        return _Log(items, counting, 0, 0)
    moments = [one.start for item in items for one in item.passes]
    ends = [one.end for item in items for one in item.passes if one.end is not None]
    first, last = min(moments), max([*moments, *ends])
    worked = parts_at_work(stages)
    return _Log(items, counting, first, last, worked, counting.periods(first, last))


def ordered(values: Sequence[int]) -> Ordered | None:
    """Return the order statistics of some times; ``None`` for none."""
    if not values:
        return None
    rising = sorted(values)
    return ordered_by(lambda rank: rising[rank - 1], len(rising), sum(rising))


def _parts(log: _Log) -> Iterable[PartFacts]:
    by_part: dict[str, list[Pass]] = defaultdict(list)
    for item in log.items:
        for one in item.passes:
            by_part[one.part].append(one)
    for part, passes in sorted(by_part.items()):
        ended: dict[Period | None, list[Pass]] = defaultdict(list)
        for one in passes:
            ended[log.period_of(one.end)].append(one)
        for period in log.periods:
            yield _part(part, period, passes, ended[period], log)


def _part(
    part: str, period: Period, passes: Sequence[Pass], ended: Sequence[Pass], log: _Log
) -> PartFacts:
    start = max(start_of(period.start), log.first)
    end = min(start_of(period.end), log.last)
    stays = [(one.end or 0) - one.start for one in ended]
    taken = [one for one in ended if one.taken or part not in log.worked]
    present = sum(
        max(0, min(end, log.last if one.end is None else one.end) - max(start, one.start))
        for one in passes
    )

    def inside(moment: int) -> int:
        return sum(one.start < moment and (one.end is None or one.end >= moment) for one in passes)

    newest = period == log.periods[-1]
    return PartFacts(
        part,
        period,
        len(ended),
        ordered([one.wait for one in taken]),
        ordered([one.work for one in taken]),
        sum(stays),
        sum((stay // MINUTE) ** 2 for stay in stays),
        present,
        inside(start_of(period.start)),
        sum(one.end is None for one in passes) if newest else inside(start_of(period.end)),
        max(0, end - start),
    )


def _returns(log: _Log) -> Iterable[ReturnFacts]:
    back: Counter[tuple[str, str, Period | None]] = Counter()
    ended: Counter[tuple[str, Period | None]] = Counter()
    for item in log.items:
        first: dict[str, int] = {}
        for row in item.rows:
            if row.part is not None:
                first.setdefault(row.part, row.start)
        for one in item.passes:
            ended[one.part, log.period_of(one.end)] += 1
        for earlier, later in pairwise(item.passes):
            if first[later.part] < first[earlier.part]:
                back[earlier.part, later.part, log.period_of(later.start)] += 1
    return return_facts(back, ended, log.periods)


def _peaks(log: _Log) -> Iterable[PeakFacts]:
    """The greatest number at work side by side in each week, told by minutes."""
    pieces: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for item in log.items:
        for row in item.rows:
            if row.part is not None and not row.waits and not row.twice:
                end = log.last if row.end is None else row.end
                pieces[row.part].append((row.start, end, row.actor))
    for part, found in sorted(pieces.items()):
        people = all(actor is not None for _, _, actor in found)
        by_week: dict[int, int] = {}
        level = 0
        for moment, change in sorted(_changes(found, people).items()):
            level += change
            week = week_of(moment)
            by_week[week] = max(by_week.get(week, 0), level)
        yield from peak_facts(part, by_week, people, log.periods)


def _changes(found: Sequence[tuple[int, int, int | None]], people: bool) -> Counter[int]:
    """By how many the number at work changes at each minute; a person counts once."""
    changes: Counter[int] = Counter()
    covered: dict[int | None, int] = {}
    for start, end, actor in sorted(found, key=lambda one: one[:2]):
        begun = max(start, covered.get(actor, start)) if people else start
        if end > begun:
            changes[begun // MINUTE * MINUTE] += 1
            changes[end // MINUTE * MINUTE] -= 1
        covered[actor] = max(covered.get(actor, 0), end)
    return changes


def _items(log: _Log) -> Iterable[ItemFacts]:
    finished: dict[Period | None, list[_Item]] = defaultdict(list)
    for item in log.rounds:
        finished[log.period_of(item.end)].append(item)
    for period in log.periods:
        if finished[period]:
            yield _item(period, finished[period], log)


def _people(log: _Log) -> Iterable[PeopleFacts]:
    people: dict[Period | None, set[int]] = defaultdict(set)
    for item in log.items:
        for row in item.rows:
            if row.actor is not None and row.part is not None:
                people[log.period_of(log.last if row.end is None else row.end)].add(row.actor)
    return people_facts({period: len(found) for period, found in people.items()}, log.periods)


def _item(period: Period, items: Sequence[_Item], log: _Log) -> ItemFacts:
    days = log.counting.days
    leads = [counted(item.end or 0, days) - counted(item.start, days) for item in items]
    merged = [item for item in items if item.said("merged")]
    known = [item for item in merged if item.said("reviewed") is not None]
    marks = [{row.mark for row in item.rows} - {None} for item in items]
    lead = ordered(leads) or Ordered(0, 0, (0, 0), None, None)
    return ItemFacts(
        period,
        len(items),
        lead,
        len(merged),
        len(known),
        sum(item.said("reviewed") is False for item in known),
        sum(bool(mark) for mark in marks),
        sum(bool(mark & {AiMark.AUTHOR, AiMark.COAUTHOR}) for mark in marks),
    )


def _flights(log: _Log) -> Iterable[FlightFacts]:
    changes: Counter[int] = Counter()
    for item in log.rounds:
        changes[week_of(item.start)] += 1
        if item.end is not None:
            changes[week_of(item.end)] -= 1
    return flight_facts(changes, log.first, log.last, log.periods)


def _skipped(log: _Log) -> Iterable[SkippedFacts]:
    known = sorted({one.part for item in log.rounds for one in item.passes})
    finished: Counter[Period | None] = Counter()
    through: Counter[tuple[str, Period | None]] = Counter()
    for item in log.rounds:
        ended = log.period_of(item.end)
        finished[ended] += 1
        through.update({(one.part, ended) for one in item.passes})
    for part in known:
        for period in log.periods:
            if finished[period]:
                skipped = finished[period] - through[part, period]
                yield SkippedFacts(part, period, skipped, finished[period])
