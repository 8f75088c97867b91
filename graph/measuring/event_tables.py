"""Events in a database: the table that the queries are asked of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.measuring.clock import seconds_of
from graph.measuring.passes_in_sql import COLUMNS, MARK_CODES

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from graph.measuring.event import Event


def table_of(events: Iterable[Event]) -> Table:
    """Return events that a program holds as a table for the queries."""
    import ibis
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
        )
        for name, value in zip(COLUMNS, values, strict=True):
            columns[name].append(value)
    schema = ibis.schema(COLUMNS)
    return ibis.memtable(pa.table(columns, schema=schema.to_pyarrow()))
