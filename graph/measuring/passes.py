"""From the rows of an item to its passes through the parts of the map.

This is the plain meaning of the measures; ``passes_in_sql.py`` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.measuring.clock import EARLIEST, Counting, counted
from graph.measuring.clock import seconds_of as seconds
from graph.measuring.event import AiMark, Event
from graph.measuring.stages import Role, Stage
from graph.records import record

#: The kind of items that are no rounds of the loop.
RUN = "run"
#: Why a row is not used, in the order in which it is asked.
BOT = "of automation"
NO_TIME = "without a time, or with one before 1980 or in the future"
BACKWARDS = "that end before they start"
UNKNOWN_STAGE = "of a stage that is no part of the map"
TWICE = "that say the same as another"


@record
class Row:
    """A row that is used, in whole seconds on the team's clock.

    Attributes:
        stage: the source's word.
        part: the part of the map; ``None`` for a stage that is left out on purpose.
        waits: whether the item waits in it for the part.
        start: when it began.
        end: when it ended; ``None`` while it lasts.
        queued: when the item was ready for it; ``None`` if that is not said.
        actor: as of an event.
        mark: likewise.
        merged: likewise.
        reviewed: likewise.
        aside: whether its item is no round of its own, but a run of checks.
        twice: whether it says the same as the row before: it adds no time, and no head.
    """

    stage: str
    part: str | None
    waits: bool
    start: int
    end: int | None
    queued: int | None
    actor: int | None
    mark: AiMark | None
    merged: bool | None
    reviewed: bool | None
    aside: bool = False
    twice: bool = False


@record
class Pass:
    """One stay of one item in a part, from coming into its queue to leaving it.

    Attributes:
        part: its id.
        start: when it came into the queue, or was taken up at once.
        end: when it left; ``None`` while it is in it.
        wait: seconds that count, waiting.
        work: likewise, at work.
        taken: whether anybody took it up.
    """

    part: str
    start: int
    end: int | None
    wait: int
    work: int
    taken: bool


@dataclass
class Faults:
    """Counts of the rows that are not used, by reason."""

    counts: dict[str, int]

    def note(self, reason: str) -> None:
        """Count one more."""
        self.counts[reason] = self.counts.get(reason, 0) + 1


def rows_by_item(
    events: Iterable[Event], stages: Mapping[str, Stage], counting: Counting, faults: Faults
) -> dict[str, list[Row]]:
    """Return the rows that are used, by item, each item's in the order of time.

    Args:
        events: of a source.
        stages: what each stage is on the map, by the source's word.
        counting: how time is counted.
        faults: counts the others.
    """
    found: dict[str, list[Row]] = {}
    for event in events:
        row = _row(event, stages, counting, faults)
        if row is not None:
            found.setdefault(event.item, []).append(row)
    return {item: _ordered(rows, faults) for item, rows in found.items()}


def _row(
    event: Event, stages: Mapping[str, Stage], counting: Counting, faults: Faults
) -> Row | None:
    start = seconds(event.start)
    end = None if event.end is None else seconds(event.end)
    queued = None if event.queued is None else seconds(event.queued)
    stage = stages.get(event.stage)
    times = [moment for moment in (start, end, queued) if moment is not None]
    reason = None
    if event.bot:
        reason = BOT
    elif any(not EARLIEST <= moment <= counting.latest for moment in times):
        reason = NO_TIME
    elif end is not None and end < start:
        reason = BACKWARDS
    elif stage is None:
        reason = UNKNOWN_STAGE
    if reason is not None or stage is None:
        faults.note(reason or UNKNOWN_STAGE)
        return None
    waits = stage.role is Role.WAITING if event.waiting is None else event.waiting
    ahead = counting.offset
    return Row(
        event.stage,
        stage.part,
        waits,
        start + ahead,
        None if end is None else end + ahead,
        None if queued is None else queued + ahead,
        event.actor,
        event.ai,
        event.merged,
        event.reviewed,
        event.kind == RUN,
    )


def _ordered(rows: Sequence[Row], faults: Faults) -> list[Row]:
    """Return rows by time; those that say the same as the one before are marked, and counted."""
    kept: list[Row] = []
    for row in sorted(rows, key=_by_time):
        twice = bool(kept) and _by_time(kept[-1])[:3] == _by_time(row)[:3]
        if twice:
            faults.note(TWICE)
        kept.append(replace(row, twice=twice))
    return kept


def _by_time(row: Row) -> tuple[int, float, str, int, bool]:
    end = float("inf") if row.end is None else row.end
    return (row.start, end, row.stage, -1 if row.queued is None else row.queued, row.waits)


def waited_before(rows: Sequence[Row]) -> list[int | None]:
    """Return from when on an item waited for each of its rows; ``None`` where it did not.

    That is since it was ready for the stage, if the source says so; else since the last of the
    earlier stages ended, if nothing went on since.
    """
    since: list[int | None] = []
    last: int | None = None
    lasting = False
    for row in rows:
        if row.queued is not None:
            since.append(row.queued if row.queued < row.start else None)
        else:
            idle = last is not None and not lasting and last < row.start
            since.append(last if idle else None)
        lasting = lasting or row.end is None
        last = max(last or 0, row.end or 0)
    return since


def passes_of(rows: Sequence[Row], counting: Counting) -> list[Pass]:
    """Return the passes of one item through the parts, in the order of time.

    Rows of the same part that follow each other are one pass, whatever was left out between. What
    goes on in one part side by side is counted once, for the row that began first.

    Args:
        rows: of the item, by time.
        counting: how time is counted.
    """
    found: list[Pass] = []
    group: list[_Stay] = []
    covered: dict[str, int] = {}
    for row, since in zip(rows, waited_before(rows), strict=True):
        if row.part is None:
            continue
        if group and group[-1].row.part != row.part:
            found.append(_pass(group))
            group = []
        group.append(_stay(row, since, covered.get(row.part, 0), counting))
        covered[row.part] = max(covered.get(row.part, 0), row.end or 0)
    if group:
        found.append(_pass(group))
    return found


@record
class _Stay:
    """A row with what it adds to its pass: when it came, and the seconds that count."""

    row: Row
    came: int
    idle: int
    within: int


def _stay(row: Row, since: int | None, covered: int, counting: Counting) -> _Stay:
    def time(start: int, end: int | None) -> int:
        begun = max(start, covered)
        if end is None or end <= begun:
            return 0
        return counted(end, counting.days) - counted(begun, counting.days)

    idle = 0 if since is None else time(since, row.start)
    return _Stay(row, row.start if since is None else since, idle, time(row.start, row.end))


def _pass(group: Sequence[_Stay]) -> Pass:
    open_ = any(one.row.end is None for one in group)
    return Pass(
        group[0].row.part or "",
        min(one.came for one in group),
        None if open_ else max(one.row.end or 0 for one in group),
        sum(one.idle + (one.within if one.row.waits else 0) for one in group),
        sum(one.within for one in group if not one.row.waits),
        any(not one.row.waits for one in group),
    )
