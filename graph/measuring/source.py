"""What a source of events is: the contract that each file in ``sources/`` keeps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from graph.errors import Place, Problem, UnreadableError
from graph.measuring.clock import Counting
from graph.measuring.event import Event
from graph.measuring.measurement import LeftOut, Measurement, Provenance, Refusal
from graph.measuring.stages import Stage
from graph.records import record

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from graph.measuring.database import Database


class Progress(Protocol):
    """Told how far a long piece of work is."""

    def __call__(self, what: str, done: int, of: int | None = None) -> None:
        """Take in how much is done.

        Args:
            what: is counted, in the plural: "commits read"; where there is an ``of``, the whole
                of it: "12,345 changes".
            done: how many.
            of: how many there are in all; ``None`` where nobody knows.
        """


def quiet(what: str, done: int, of: int | None = None) -> None:
    """Take in how far a piece of work is, and tell nobody."""


def digests_of(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return what tells the contents of files from any other, as ``sha256sum`` writes it.

    Args:
        paths: of files that can be read.

    Returns:
        ``sha256:`` and 64 digits for each file, in rising order, so that the order in which files
        are named changes nothing; what cannot be read is left out.
    """
    found = set()
    for path in paths:
        with suppress(OSError), path.open("rb") as file:
            found.add(f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}")
    return tuple(sorted(found))


def name_of(called: str, kind: str) -> str:
    """Return the name of a source that is called as a file or table is, in letters for an id.

    Args:
        called: the name of the file or table; what stands behind its first full stop is left out.
        kind: of the source, which comes first where the name does not begin with a letter.

    >>> name_of("Sprint 12.csv", "events"), name_of("12.csv", "events"), name_of(".json", "github")
    ('sprint-12', 'events-12', 'github')
    """
    stem = re.sub(r"[^a-z0-9]+", "-", called.split(".")[0].casefold()).strip("-")
    return stem if stem[:1].isalpha() else f"{kind}-{stem}".rstrip("-")


def unreadable(path: Path, message: str, remedy: str, line: int = 0) -> UnreadableError:
    """Return what to raise where a file cannot be imported."""
    return UnreadableError([Problem("import", message, remedy, place=Place(str(path), line))])


@record
class Records:
    """What a source found in its files.

    Attributes:
        events: the rows of the event table, in any order; may be read once only.
        left_out: rows of the source that are no events, counted by reason. It may grow while the
            events are read.
        notes: what the export lacks, and what a reader should know, in sentences. Likewise.
        refused: kinds of time that the source itself refuses, such as durations where fewer than
            half of the changes could be linked to their commits.
        measurements: numbers that only this source can give, about subjects on the map.
        whole_way: whether they tell every stage that an item is in, so that one that never was in
            a part has gone round it.
    """

    events: Iterable[Event]
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()
    refused: Sequence[Refusal] = ()
    measurements: Sequence[Measurement] = ()
    whole_way: bool = False


@runtime_checkable
class Source(Protocol):
    """Something that yields events: an export of a tracker, a git history, a table."""

    @property
    def provenance(self) -> Provenance:
        """Where the events come from."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What the source's own stages mean; empty where only its user can say."""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What tells its input from any other: of files their digests, of a history its commit."""

    def read(self) -> Records:
        """Return the rows of the event table.

        Raises:
            UnreadableError: a file cannot be used; every problem, with its place.
        """


@record
class EventTable:
    """Events in a database, ready for the queries.

    Attributes:
        database: that has them.
        table: with the columns of ``passes_in_sql.COLUMNS``.
        queued: whether it says when items were ready for their stage.
        reviews: whether it says what was reviewed.
        marks: whether it says what bears a mark of AI.
        left_out: rows that are no events, counted by reason.
        notes: what a reader should know, in sentences.
    """

    database: Database
    table: Table
    queued: bool = False
    reviews: bool = False
    marks: bool = False
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    def stage_rows(self) -> dict[str, int]:
        """How many rows each stage has, by its name in order."""
        counts = self.table.group_by("stage").agg(many=self.table.count())
        found = {row["stage"]: row["many"] for row in self.database.records(counts)}
        return {name: int(found[name]) for name in sorted(filter(None, found))}


@runtime_checkable
class TableSource(Protocol):
    """A source whose events are too many for memory, or already in a database."""

    @property
    def provenance(self) -> Provenance:
        """Where the events come from."""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What tells its input from any other: the digest of a file; nothing of a database."""

    def opened(self) -> AbstractContextManager[EventTable]:
        """Open the database, with the events as a table in it.

        Raises:
            UnreadableError: a file or table cannot be used; every problem, with its place.
        """


@record
class SourceOption:
    """An option of a source on the command line.

    Attributes:
        name: with two hyphens in front: ``--tags``.
        help: one sentence.
        metavar: what is given, in capitals; ``None`` for a switch.
        choices: the words that are allowed; empty if any.
        default: what holds without it.
        multiple: whether it may be given several times.
    """

    name: str
    help: str
    metavar: str | None = "TEXT"
    choices: tuple[str, ...] = ()
    default: str | None = None
    multiple: bool = False

    @property
    def key(self) -> str:
        """Its name among the options given: ``tags``."""
        return self.name.lstrip("-").replace("-", "_")


@record
class Asked:
    """What a person asked of a source.

    Attributes:
        paths: the files or folders named.
        counting: how time is counted, for numbers that only the source can give.
        options: the source's own options by key, as given or by default; those that are neither are
            absent. A switch is "yes", one that may be given several times a tuple.
        progress: told how far the reading is.
    """

    paths: tuple[Path, ...]
    counting: Counting = field(default_factory=Counting)
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    progress: Progress = quiet

    def text(self, key: str) -> str | None:
        """An option that is given once; ``None`` if it is not given."""
        value = self.options.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """An option that may be given several times."""
        value = self.options.get(key, ())
        return (value,) if isinstance(value, str) else value


@record
class SourceEntry:
    """A source as the registry knows it.

    Attributes:
        name: its word on the command line: ``github``.
        summary: one line for the help.
        argument: what is named on the command line: ``FILES``.
        description: the help's paragraphs.
        options: its own options.
        opened: gives the source for what was asked; called only when it is used.
        query: a file that another program exports with, which the command prints; or ``None``.
    """

    name: str
    summary: str
    argument: str
    description: str
    opened: Callable[[Asked], Source | TableSource]
    options: tuple[SourceOption, ...] = ()
    query: Path | None = None
