"""Any table of events: of a tracker, of labelling, of evaluations; in a file or a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from graph.errors import UsageError
from graph.measuring.event_columns import EventColumns, read_columns, shipped_columns
from graph.measuring.measurement import Provenance
from graph.measuring.source import (
    Asked,
    EventTable,
    Progress,
    SourceEntry,
    SourceOption,
    digests_of,
    name_of,
    quiet,
)

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from graph.measuring.database import Database

_METHOD: Final = "loopmap import events 1"


class EventsSource:
    """A table of events in a file, or in the database that a URL names."""

    def __init__(
        self,
        path: Path | None,
        columns: EventColumns,
        url: str | None,
        table: str | None,
        progress: Progress = quiet,
    ) -> None:
        self._path, self._columns, self._url, self._table = path, columns, url, table
        self._progress = progress

    @property
    def provenance(self) -> Provenance:
        """The name of the file or table; no more is known of it, and nothing of its contents."""
        called = self._path.name if self._path else self._table or "events"
        return Provenance(name_of(called, "events"), f"Events of {called}", _METHOD, kind="tracker")

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The digest of the file; nothing of a database, which goes on."""
        return digests_of([self._path] if self._path else [])

    @contextmanager
    def opened(self) -> Iterator[EventTable]:
        """Open the database with the events in it."""
        from graph.measuring.database import other_database, own_database, telling

        if self._path is not None:
            with own_database() as database, telling(database, self._progress):
                yield self._from_file(database, self._path)
        else:
            with other_database(self._url or "") as database:
                yield self._from_table(database)

    def _from_file(self, database: Database, path: Path) -> EventTable:
        from graph.measuring.event_files import open_file, reading
        from graph.measuring.event_tables import events_in

        file = open_file(database, path, self._columns)
        # Read once, and not for each question: a file is slower than a table.
        with reading(path):
            events = database.keep(events_in(file.table, file.columns, hashed=True))
        return replace(self._ready(database, events, file.columns), left_out=file.left_out)

    def _from_table(self, database: Database) -> EventTable:
        from graph.measuring.event_columns import columns_of
        from graph.measuring.event_tables import events_in

        name = self._table or ""
        schema, _, table = name.rpartition(".")
        known = database.tables(schema or None)
        if table not in known:
            listed = ", ".join(known[:20]) or "none"
            raise UsageError(f"The database has no table '{name}'. It has: {listed}.")
        raw: Table = database.backend.table(table, database=schema or None)
        columns = columns_of(list(raw.columns), self._columns, f"table {name}")
        return self._ready(database, events_in(raw, columns, hashed=False), columns)

    @staticmethod
    def _ready(database: Database, table: Table, columns: EventColumns) -> EventTable:
        known = columns.fields
        notes = [] if "actor" in known else ["No column says who did what: items are counted."]
        if "start" not in known and "queued" not in known:
            notes.append("The table tells waiting from work by the names of its stages alone.")
        return EventTable(
            database,
            table,
            queued="queued" in known,
            reviews="reviewed" in known,
            marks="mark" in known,
            notes=tuple(notes),
        )


def _opened(asked: Asked) -> EventsSource:
    url, table = asked.text("from"), asked.text("table")
    if (url is None) == (not asked.paths):
        raise UsageError("Name one file of events, or a database with --from URL --table NAME.")
    if url is not None and (table is None or not urlsplit(url).scheme):
        raise UsageError(
            "Write a database as postgres://user@host/database, and say which of its tables holds "
            "the events: --table NAME."
        )
    if len(asked.paths) > 1:
        raise UsageError("Name one file of events; put several tables together first.")
    columns = asked.text("columns")
    return EventsSource(
        asked.paths[0] if asked.paths else None,
        EventColumns() if columns is None else read_columns(columns),
        url,
        table,
        asked.progress,
    )


ENTRY: Final = SourceEntry(
    name="events",
    summary="A table of events: item, stage, start, end; CSV, Parquet, JSON Lines or a database.",
    argument="[FILE]",
    description=(
        "Measure any work that leaves records: issues of a tracker, labelling, evaluations, "
        "security reviews. A row says that an item was in a stage from start to end, or that it "
        "came into a stage at a time; or it is an item with a column for each moment."
    ),
    opened=_opened,
    options=(
        SourceOption(
            "--columns",
            "Which column is what: a TOML file, or one of " + ", ".join(shipped_columns()) + ".",
            "NAME|FILE.toml",
        ),
        SourceOption("--from", "Ask a database instead of a file: postgres://...", "URL"),
        SourceOption("--table", "The table of that database, with its schema if need be.", "NAME"),
    ),
)
