"""Tables of events, in a file or a database, made ready for the queries.

A row is one stage of an item from start to end, or one change of its stage, or one item with a
column for each moment. Actors become numbers that say nothing outside of this run.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from graph.measuring.clock import seconds_of
from graph.measuring.event_columns import EventColumns
from graph.measuring.passes import RUN
from graph.measuring.passes_in_sql import COLUMNS, MARK_CODES

if TYPE_CHECKING:
    from ibis.expr.types import FloatingValue, IntegerValue, Table, Value

    from graph.measuring.event import Event

_YES: Final = ("true", "t", "yes", "y", "1")
_NO: Final = ("false", "f", "no", "n", "0")


def table_of(events: Iterable[Event]) -> Table:
    """Return events that a program holds as a table for the queries."""
    import pyarrow as pa

    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for event in events:
        values = (
            event.item,
            event.stage,
            seconds_of(event.start),
            None if event.end is None else seconds_of(event.end),
            None if event.queued is None else seconds_of(event.queued),
            event.waiting,
            event.actor,
            None if event.ai is None else MARK_CODES[event.ai],
            event.merged,
            event.reviewed,
            event.bot,
            event.kind == RUN,
        )
        for name, value in zip(COLUMNS, values, strict=True):
            columns[name].append(value)
    schema = ibis.schema(COLUMNS)
    return ibis.memtable(pa.table(columns, schema=schema.to_pyarrow()))


def events_in(raw: Table, columns: EventColumns, *, hashed: bool) -> Table:
    """Return the events that a table holds, with the columns that the queries ask for.

    Args:
        raw: the table as it is; times are timestamps, or texts that the database reads as such.
        columns: which column is what.
        hashed: whether items and actors are turned into numbers by a hash, which takes less room;
            else actors are numbered in the database.
    """
    for name, wanted in columns.only.items():
        raw = raw.filter(raw[name].cast("string").strip().lower() == wanted.strip().lower())
    spelled = {
        key: _value(raw, key, columns.fields.get(key))
        for key in ("item", "stage", "waiting", "actor", "mark", "merged", "reviewed", "bot")
    }
    times = {
        key: _seconds(raw, columns.fields[key]) if key in columns.fields else ibis.null("int64")
        for key in ("start", "end", "time", "queued")
    }
    if columns.duration_seconds is not None:
        lasting = _number(raw, columns.fields["duration"]) * columns.duration_seconds
        times["end"] = times["start"] + lasting.round().cast("int64")
    moments = {f"moment_{at}": _seconds(raw, name) for at, name in enumerate(columns.moments)}
    rows = raw.select(**spelled, **times, **moments, aside=ibis.literal(False))
    if columns.moments:
        rows = _from_moments(rows, tuple(columns.moments.values()))
    elif "start" not in columns.fields:
        rows = _from_changes(rows.mutate(at=rows.time))
    elif "end" not in columns.fields and columns.duration_seconds is None:
        # Where nothing says when a stage ended, it ended as the next began.
        rows = _from_changes(rows.mutate(at=rows.start))
    rows = rows.filter(rows.item.notnull() & rows.stage.notnull())
    return _numbered(rows, hashed=hashed).select(*COLUMNS)


def _value(raw: Table, key: str, column: str | None) -> Value:
    """A field of a row; a text that is empty counts as none."""
    if key in ("waiting", "merged", "reviewed", "bot"):
        return ibis.null("boolean") if column is None else _truth(raw[column])
    if column is None:
        return ibis.null("int8" if key == "mark" else "string")
    text = raw[column].cast("string").strip()
    text = text.nullif("")
    if key == "mark":
        word = text.lower()
        codes = [(word == mark.value, code) for mark, code in MARK_CODES.items()]
        truth = [(word.isin(_YES), MARK_CODES[_AUTHOR]), (word.isin(_NO), 0)]
        return ibis.cases(*codes, *truth, else_=ibis.null("int8")).cast("int8")
    return text


_AUTHOR: Final = next(mark for mark, code in MARK_CODES.items() if code == 4)


def _truth(column: Value) -> Value:
    if column.type().is_boolean():
        return column
    word = column.cast("string").strip().lower()
    return ibis.cases((word.isin(_YES), True), (word.isin(_NO), False))


def _seconds(raw: Table, name: str) -> IntegerValue:
    column = raw[name]
    if column.type().is_integer():
        return column.cast("int64")
    if not column.type().is_timestamp():
        column = column.cast("timestamp")
    return column.truncate("s").epoch_seconds().cast("int64")


def _number(raw: Table, name: str) -> FloatingValue:
    column = raw[name]
    return column.try_cast("float64") if column.type().is_string() else column.cast("float64")


def _from_changes(rows: Table) -> Table:
    """Rows from changes: an item is in a stage until its next change, and in the last for good."""
    rows = rows.filter(rows["at"].notnull() & rows.item.notnull() & rows.stage.notnull())
    order = ibis.window(group_by="item", order_by=["at", "stage"])
    return rows.mutate(start=rows["at"], end=rows["at"].lead().over(order)).drop("at")


def _from_moments(rows: Table, stages: Sequence[str]) -> Table:
    """Rows from items with a column for each moment: from then on it is in that stage."""
    entered = [
        rows.mutate(stage=ibis.literal(stage), at=rows[f"moment_{at}"], order=ibis.literal(at))
        for at, stage in enumerate(stages)
    ]
    changes = ibis.union(*entered) if len(entered) > 1 else entered[0]
    changes = changes.filter(changes["at"].notnull() & changes.item.notnull())
    order = ibis.window(group_by="item", order_by=["at", "order"])
    return changes.mutate(start=changes["at"], end=changes["at"].lead().over(order))


def _numbered(rows: Table, *, hashed: bool) -> Table:
    """Rows with numbers in the place of actors."""
    who = rows.actor.lower()
    if hashed:
        key = ibis.literal(secrets.token_hex(16))
        number = ibis.ifelse(who.notnull(), (key + who).hash(), ibis.null("int64"))
        return rows.mutate(item=rows.item.hash(), actor=number)
    place = ibis.dense_rank().over(ibis.window(order_by=who)).cast("int64")
    return rows.mutate(actor=ibis.ifelse(who.notnull(), place, ibis.null("int64")))
