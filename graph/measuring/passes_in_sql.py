"""From a table of events to the passes of its items, in SQL: ``passes.py`` says what that means.

The queries are Ibis expressions, so that DuckDB, PostgreSQL and other databases answer the same
ones. All times are whole seconds, all sums exact, and nothing hangs on how a database sorts texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import ibis

from graph.measuring.clock import EARLIEST, MONDAY, WEEK, WORKING_WEEK, Counting, Days, start_of
from graph.measuring.database import Database
from graph.measuring.event import AiMark
from graph.measuring.passes import BACKWARDS, BOT, NO_TIME, UNKNOWN_STAGE
from graph.measuring.period import Period
from graph.measuring.stages import Role, Stage
from graph.records import record

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table, Value

#: The columns of an event table that the queries ask for, with their types.
COLUMNS: Final[Mapping[str, str]] = {
    "item": "string",
    "stage": "string",
    "start": "int64",
    "end": "int64",
    "queued": "int64",
    "waiting": "boolean",
    "actor": "int64",
    "mark": "int8",
    "merged": "boolean",
    "reviewed": "boolean",
    "bot": "boolean",
    "aside": "boolean",
}
#: How marks are written in a table: the greater, the more AI had to do with it.
MARK_CODES: Final = {
    AiMark.NONE: 0, AiMark.SUGGEST: 1, AiMark.ASSIST: 2, AiMark.COAUTHOR: 3, AiMark.AUTHOR: 4,
}  # fmt: skip
#: Later than every time that is allowed: the end of what has none, where ends are compared.
_NEVER: Final = 2**62


@record
class Plan:
    """What the queries are about.

    Attributes:
        database: that is asked.
        parts: ids of the parts, by their number in the queries.
        stages: what each stage is.
        counting: how time is counted.
        periods: that are told, in order.
        first: the first moment of the records.
        last: the last one.
    """

    database: Database
    parts: tuple[str, ...]
    stages: Mapping[str, Stage]
    counting: Counting
    periods: tuple[Period, ...] = ()
    first: int = 0
    last: int = 0

    def period(self, moment: IntegerValue) -> IntegerValue:
        """The number of the period that a moment lies in; -1 before the first."""
        later = [
            (moment >= start_of(period.start), at)
            for at, period in reversed(list(enumerate(self.periods)))
        ]
        return ibis.cases(*later, else_=-1).cast("int32")

    def period_at(self, number: int) -> Period | None:
        """The period of such a number."""
        return self.periods[number] if number >= 0 else None


# ---- Rows ----


def faults_of(table: Table, plan: Plan) -> dict[str | None, int]:
    """How many rows have which fault; those without one under ``None``."""
    counted = table.mutate(fault=_fault(table, plan)).group_by("fault").agg(many=ibis._.count())
    return {row["fault"]: int(row["many"]) for row in plan.database.records(counted)}


def _fault(table: Table, plan: Plan) -> Value:
    latest = plan.counting.latest

    def odd(moment: IntegerValue) -> BooleanValue:
        return ((moment < EARLIEST) | (moment > latest)).fill_null(False)

    bad_time = table.start.isnull() | odd(table.start) | odd(table.end) | odd(table.queued)
    return ibis.cases(
        (table.bot.fill_null(False), BOT),
        (bad_time, NO_TIME),
        ((table.end < table.start).fill_null(False), BACKWARDS),
        (~table.stage.isin(sorted(plan.stages)).fill_null(False), UNKNOWN_STAGE),
        else_=ibis.null("string"),
    )


def used_rows(table: Table, plan: Plan) -> Table:
    """The rows without a fault, with part, order of stages and role as numbers."""
    names = sorted(plan.stages)
    number = {part: at for at, part in enumerate(plan.parts)}
    parts = [(name, number.get(plan.stages[name].part or "", -1)) for name in names]
    waits = [name for name in names if plan.stages[name].role is Role.WAITING]
    ahead = plan.counting.offset
    used = table.filter(_fault(table, plan).isnull())
    return used.select(
        item=used.item,
        stage=used.stage.cases(*((name, at) for at, name in enumerate(names)), else_=-1),
        part=used.stage.cases(*parts, else_=-1).cast("int16"),
        waits=used.waiting.fill_null(used.stage.isin(waits) if waits else ibis.literal(False)),
        start=used.start + ahead,
        end=used.end + ahead,
        queued=used.queued + ahead,
        actor=used.actor,
        mark=used.mark,
        merged=ibis.cases((used.merged, 1), (~used.merged, 0)),
        reviewed=ibis.cases((used.reviewed, 1), (~used.reviewed, 0)),
        aside=used.aside,
    )


#: The order of the rows of an item, in which no two rows that differ are in doubt.
_IN_TIME: Final = ("start", "until", "stage", "ready", "waits")
#: The same once those that say the same as another are marked; the first of them comes first.
_MARKED_IN_TIME: Final = (*_IN_TIME, "twice")
_BEFORE: Final = (None, 1)


def with_waits(rows: Table) -> Table:
    """The rows with what says the same as another marked, and from when on their item waited."""
    rows = rows.mutate(until=rows.end.fill_null(_NEVER), ready=rows.queued.fill_null(-1))
    earlier, order = (
        ibis.window(group_by="item", order_by=list(_IN_TIME), preceding=_BEFORE),
        ibis.window(group_by="item", order_by=list(_IN_TIME)),
    )
    same = (
        (rows.start.lag().over(order) == rows.start)
        & (rows.until.lag().over(order) == rows.until)
        & (rows.stage.lag().over(order) == rows.stage)
    )
    rows = rows.mutate(
        ended=rows.end.fill_null(0).max().over(earlier),
        lasting=ibis.ifelse(rows.end.isnull(), 1, 0).max().over(earlier),
        twice=same.fill_null(False),
    )
    idle = ((rows.lasting == 0) & (rows.ended < rows.start)).fill_null(False)
    queued = (rows.queued < rows.start).fill_null(False)
    nothing = ibis.null("int64")
    since = ibis.cases(
        (queued, rows.queued), (rows.queued.notnull(), nothing), (idle, rows.ended), else_=nothing
    )
    return rows.mutate(since=since).drop("ended", "lasting", "queued", "until")


# ---- Passes ----


def counted_in(moment: IntegerValue, days: Days) -> IntegerValue:
    """``clock.counted`` in SQL."""
    if days is Days.CALENDAR:
        return moment
    since = moment - MONDAY
    weeks = (since // WEEK).cast("int64")
    return weeks * WORKING_WEEK + ibis.least(since - weeks * WEEK, WORKING_WEEK)


def passes_in(rows: Table, plan: Plan) -> Table:
    """One row a pass, with the part that its item came back from, if it was in this one before.

    A row that says the same as another adds nothing to its pass: its time is covered.
    """
    rows = rows.filter(rows.part >= 0)
    by_time = list(_MARKED_IN_TIME)
    rows = rows.mutate(until=rows.end.fill_null(_NEVER))
    rows = rows.mutate(
        covered=rows.end.fill_null(0)
        .max()
        .over(ibis.window(group_by=["item", "part"], order_by=by_time, preceding=_BEFORE))
        .fill_null(0),
        first=rows.start.min().over(ibis.window(group_by=["item", "part"])),
    )
    order = ibis.window(group_by="item", order_by=by_time)
    rows = rows.mutate(
        previous=rows.part.lag().over(order),
        earlier=rows["first"].lag().over(order),
    )
    fresh = (rows.previous != rows.part).fill_null(True)
    back = fresh & (rows["first"] < rows.earlier).fill_null(False)
    rows = rows.mutate(
        fresh=ibis.ifelse(fresh, 1, 0), back=ibis.ifelse(back, rows.previous, -1).cast("int16")
    )
    running = ibis.cumulative_window(group_by="item", order_by=by_time)
    rows = _timed(rows, plan.counting.days).mutate(number=rows.fresh.sum().over(running))
    passes = rows.group_by("item", "number", "part").agg(
        start=rows.came.min(),
        until=rows.until.max(),
        wait=rows.wait.sum().cast("int64"),
        work=rows.work.sum().cast("int64"),
        taken=ibis.ifelse(rows.waits, 0, 1).max(),
        back=rows.back.max(),
    )
    end = ibis.ifelse(passes.until == _NEVER, ibis.null("int64"), passes.until)
    return passes.mutate(end=end).drop("item", "number", "until")


def _timed(rows: Table, days: Days) -> Table:
    """The rows with the seconds that they add to the waiting and to the work of their pass."""

    def time(start: IntegerValue, end: IntegerValue) -> IntegerValue:
        begun = ibis.greatest(start, rows.covered)
        length = counted_in(end, days) - counted_in(begun, days)
        return ibis.ifelse((end > begun).fill_null(False), length, 0).cast("int64")

    within = time(rows.start, rows.end)
    idle = ibis.ifelse(rows.since.notnull(), time(rows.since.fill_null(0), rows.start), 0)
    return rows.mutate(
        came=rows.since.fill_null(rows.start),
        wait=idle + ibis.ifelse(rows.waits, within, 0),
        work=ibis.ifelse(rows.waits, 0, within),
    )
