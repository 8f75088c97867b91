"""Where the events are asked: a DuckDB of our own on the disk, or the database that a URL names."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from graph.errors import UsageError
from graph.measuring.source import Progress, quiet

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

#: Memory that DuckDB may use before it goes on on the disk.
MEMORY: Final = "400MB"
#: Threads that it may use; each takes memory of its own.
MOST_THREADS: Final = 8
#: Seconds after which it is looked again how far a query is.
_LOOKED_AT_SECONDS: Final = 0.2
#: What to do where the extra is missing.
INSTALL: Final = "Install it with: pip install 'loopmap[measure]'"


#: Rows that are worked on at once, where the work can be cut.
ROWS_AT_ONCE: Final = 2_500_000
MOST_SHARES: Final = 256


def _share(table: Table, number: int, shares: int) -> Table:
    return table.filter((table.item & (shares - 1)) == number)


class Database:
    """A database that answers queries, with tables of our own that go when it is closed.

    Attributes:
        queries: how many were begun.
    """

    def __init__(self, backend: BaseBackend, *, shares: bool = False) -> None:
        """Take a database.

        Args:
            backend: as Ibis knows it.
            shares: whether items are numbers of even spread, so that work can be cut by them.
        """
        self._backend, self._shares = backend, shares
        self._kept: list[str] = []
        self.queries = 0
        self._names = (f"loopmap_kept_{number}" for number in count(1))

    @property
    def backend(self) -> BaseBackend:
        """The database itself, as Ibis knows it."""
        return self._backend

    def keep(self, table: Table) -> Table:
        """Work a table out once and keep it for further queries."""
        name = next(self._names)
        self.queries += 1
        self._backend.create_table(name, table, temp=True)
        self._kept.append(name)
        return self._backend.table(name)

    def keep_by_item(self, table: Table, make: Callable[[Table], Table], rows: int) -> Table:
        """Work out and keep what is made of a table, some items at a time if there are many.

        What hangs on one item alone comes out the same, and takes the memory of a share.

        Args:
            table: with the column ``item``.
            make: what is made of it, in which no item has to do with another.
            rows: of the table.
        """
        shares = 1
        while self._shares and rows > shares * ROWS_AT_ONCE and shares < MOST_SHARES:
            shares *= 2
        if shares == 1:
            return self.keep(make(table))
        kept = self.keep(make(_share(table, 0, shares)))
        for number in range(1, shares):
            self.queries += 1
            self._backend.insert(kept.get_name(), make(_share(table, number, shares)))
        return kept

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Take away at the end what was kept within."""
        before = len(self._kept)
        try:
            yield
        finally:
            while len(self._kept) > before:
                # Not by the library's own drop_table, which with some versions names no table.
                self._backend.raw_sql(f'DROP TABLE "{self._kept.pop()}"')

    def tables(self, schema: str | None = None) -> list[str]:
        """Return the names of its tables, in order."""
        return sorted(self._backend.list_tables(database=schema))

    def records(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of an answer; what is missing is ``None``."""
        self.queries += 1
        rows: list[dict[str, Any]] = self._backend.to_pyarrow(table).to_pylist()
        return rows

    def record(self, table: Table) -> dict[str, Any]:
        """Return the only row of an answer."""
        return self.records(table)[0]


def need_ibis() -> None:
    """Refuse to go on where the libraries of the extra are missing.

    Raises:
        UsageError: they are; the message says how to get them.
    """
    try:
        import duckdb
        import ibis
    except ImportError as error:
        raise UsageError(f"This needs {error.name}, which is not installed. {INSTALL}") from None
    del duckdb, ibis


@contextmanager
def own_database() -> Iterator[Database]:
    """Give a DuckDB in a folder of its own that goes with it; it outgrows the memory on the disk.

    Raises:
        UsageError: the libraries are not installed.
    """
    need_ibis()
    import ibis

    with tempfile.TemporaryDirectory(prefix="loopmap-") as folder:
        backend = ibis.duckdb.connect(Path(folder) / "events.duckdb")
        for setting in (
            f"memory_limit = '{MEMORY}'",
            f"threads = {min(os.cpu_count() or 1, MOST_THREADS)}",
            f"temp_directory = '{folder}'",
            "preserve_insertion_order = false",
            "TimeZone = 'UTC'",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
        ):
            backend.raw_sql(f"SET {setting}")
        database = Database(backend, shares=True)
        try:
            with database.keeping():
                yield database
        finally:
            backend.disconnect()


@contextmanager
def telling(database: Database, progress: Progress) -> Iterator[None]:
    """Tell several times a second how far the query under way in a DuckDB is.

    Args:
        database: from ``own_database``.
        progress: told of it, from a thread beside this one; nothing is started for ``quiet``.
    """
    if progress is quiet:
        yield
        return
    over = Event()
    connection = database.backend.con
    database.backend.raw_sql("SET enable_progress_bar = true")
    database.backend.raw_sql("SET enable_progress_bar_print = false")

    def watch() -> None:
        while not over.wait(_LOOKED_AT_SECONDS):
            percent = round(connection.query_progress())
            if database.queries and percent > 0:
                progress(f"query {database.queries}", percent, 100)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


@contextmanager
def other_database(url: str) -> Iterator[Database]:
    """Give the database that a URL names, through Ibis; only tables that go with it are made.

    Raises:
        UsageError: the libraries are not installed, or it does not answer.
    """
    need_ibis()
    import ibis

    kind = url.partition(":")[0]
    try:
        backend = ibis.connect(url)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"Databases of the kind {kind} need another library ({error}). Install it with: "
            f"pip install 'ibis-framework[{kind}]'"
        ) from None
    except Exception as error:  # noqa: BLE001 (each database has errors of its own)
        # Not the message: it may repeat the URL with its password.
        raise UsageError(
            f"The {kind} database does not answer ({type(error).__name__}). Check the URL."
        ) from None
    database = Database(backend)
    try:
        with database.keeping():
            yield database
    finally:
        backend.disconnect()
