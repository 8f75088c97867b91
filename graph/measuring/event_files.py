"""Files of events, read by DuckDB: CSV, Parquet and JSON Lines, compressed or not, of any size.

A CSV and a file of JSON are read as texts, so that nothing is lost to a guess of types; what cannot
be read is counted or told with its line, and no cell of it is repeated in a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import UnreadableError
from graph.measuring.event_columns import EventColumns, columns_of
from graph.measuring.measurement import LeftOut
from graph.measuring.source import unreadable
from graph.records import record

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from graph.measuring.database import Database

_SAVE_OTHERWISE: Final = "Export it again, or save it as CSV with a line of headings."
_CSV: Final = (".csv", ".tsv", ".txt")
_JSON: Final = (".jsonl", ".ndjson", ".json")
_PACKED: Final = (".gz", ".zst")
#: The longest line of a CSV or object of JSON that is read, in bytes.
_LONGEST: Final = 16_000_000
#: How many objects of a JSON file are looked at for the names of its fields.
_LOOKED_AT: Final = 1000
_TIMES: Final = ("start", "end", "time", "queued")
_WHOLE: Final = r"^\d{9,14}$"


#: From this share on of what stands in a column of times the file is refused: most likely all of it
#: is written in a way that is not known, of which some can be read by chance.
_MOST_UNREAD: Final = 0.05
UNREAD: Final = "with a time that cannot be read"


@record
class EventFile:
    """A file of events, opened.

    Attributes:
        table: of its rows, those left out whose times cannot be read.
        columns: which of them is what.
        left_out: those rows, counted.
    """

    table: Table
    columns: EventColumns
    left_out: tuple[LeftOut, ...]


def open_file(database: Database, path: Path, given: EventColumns) -> EventFile:
    """Return a file of events as a table, with which of its columns is what.

    Args:
        database: DuckDB.
        path: of the file; its ending says what it is.
        given: what was said of its columns.

    Raises:
        UnreadableError: it is not there, of another kind, cut off, or not UTF-8; or many of its
            times are written in a way that is not known.
        UsageError: a column that is needed is not there.
    """
    kind = _kind(path)
    with reading(path):
        headings = _make_raw(database, path, kind)
        columns = columns_of(headings, given, str(path))
        unread = _make_timed(database, path, headings, columns)
        left_out = (LeftOut(UNREAD, unread),) if unread else ()
        return EventFile(database.backend.table("timed"), columns, left_out)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say what is wrong with a file that breaks off while it is read.

    Raises:
        UnreadableError: it does.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise unreadable(path, _reason(error), _SAVE_OTHERWISE) from None


def _kind(path: Path) -> str:
    if not path.is_file():
        raise unreadable(path, "there is no such file.", "Check the name.")
    if path.stat().st_size == 0:
        raise unreadable(path, "it is empty.", "Export it again.")
    endings = [ending.lower() for ending in path.suffixes]
    while endings and endings[-1] in _PACKED:
        endings.pop()
    ending = endings[-1] if endings else ""
    for kind, known in (("csv", _CSV), ("json", _JSON), ("parquet", (".parquet", ".pq"))):
        if ending in known:
            return kind
    raise unreadable(
        path, "its ending says nothing of what it is.", "Call it .csv, .parquet or .jsonl."
    )


def _reason(error: Exception) -> str:
    """What is wrong, without a word of the file's contents, which may be private."""
    text = str(error).casefold()
    known = (
        (("utf-8", "unicode", "invalid byte"), "it is not UTF-8."),
        (("out of memory", "memory limit"), "it takes more memory than there is."),
        (("gzip", "gz", "zstd", "decompress", "inflate"), "its compression is broken or cut off."),
        (("parquet", "magic bytes", "thrift", "footer"), "it is no Parquet file, or cut off."),
        (
            ("maximum_object_size", "maximum line size", "max_line_size"),
            "a line of it is too long.",
        ),
        (("json", "malformed"), "it is no JSON Lines."),
        (("sniff", "csv", "column"), "it is no table with a line of headings."),
    )
    for words, reason in known:
        if any(word in text for word in words):
            return reason
    return f"the database could not read it ({type(error).__name__})."


def _make_raw(database: Database, path: Path, kind: str) -> list[str]:
    """Make the view ``raw`` of a file, and return its columns."""
    # Square brackets, stars and question marks in a name would be taken for a pattern.
    name = _quoted("".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path)))
    if kind == "csv":
        # A text may hold line ends, which rows that are filled up allow on one thread alone.
        source = (
            f"read_csv({name}, parallel = false, all_varchar = true, header = true, "
            f"null_padding = true, strict_mode = false, max_line_size = {_LONGEST}, "
            "normalize_names = false)"
        )
    elif kind == "parquet":
        source = f"read_parquet({name})"
    else:
        return _make_raw_of_json(database, name)
    database.backend.raw_sql(f"CREATE TEMP VIEW raw AS SELECT * FROM {source}")
    return list(database.backend.table("raw").columns)


def _make_raw_of_json(database: Database, name: str) -> list[str]:
    """Make the view of a file of JSON objects, the fields of each as texts."""
    source = (
        f"read_json_objects({name}, format = 'auto', maximum_object_size = {_LONGEST}, "
        "ignore_errors = false)"
    )
    found = database.backend.raw_sql(
        "SELECT DISTINCT unnest(json_keys(json)) FROM "
        f"(SELECT json FROM {source} WHERE json_type(json) = 'OBJECT' LIMIT {_LOOKED_AT})"
    ).fetchall()
    headings = sorted(str(row[0]) for row in found)
    # A field by its name in quotes, so that dots and brackets in it are letters like others.
    fields = ", ".join(
        f"json_extract_string(json, {_quoted('$.' + _in_path(one))}) AS {_named(one)}"
        for one in headings
        if '"' not in one
    )
    database.backend.raw_sql(
        f"CREATE TEMP VIEW raw AS SELECT {fields or 'NULL AS nothing'} FROM {source}"
    )
    return [one for one in headings if '"' not in one]


def _in_path(name: str) -> str:
    return f'"{name}"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _make_timed(database: Database, path: Path, headings: list[str], columns: EventColumns) -> int:
    """Make the view ``timed``, in which the columns of times hold times.

    Returns:
        How many rows are left out of it, since they hold a time that cannot be read.
    """
    schema = database.backend.table("raw").schema()
    times = {*(columns.fields[key] for key in _TIMES if key in columns.fields), *columns.moments}
    read = {
        name: _time(_named(name), columns.formats)
        for name in headings
        if name in times and schema[name].is_string()
    }
    shown = [f"{read.get(name, _named(name))} AS {_named(name)}" for name in headings]
    lasting = columns.fields.get("duration")
    if lasting is not None and schema[lasting].is_string():
        read[lasting] = f"TRY_CAST({_named(lasting)} AS DOUBLE)"
    bad = [f"(trim({_named(name)}) <> '' AND {text} IS NULL)" for name, text in read.items()]
    unread = f"coalesce({' OR '.join(bad) or 'false'}, false)"
    database.backend.raw_sql(
        f"CREATE TEMP VIEW timed AS SELECT {', '.join(shown)} FROM raw WHERE NOT {unread}"
    )
    return _count_unread(database, path, columns, read, unread) if read else 0


def _count_unread(
    database: Database, path: Path, columns: EventColumns, read: Mapping[str, str], unread: str
) -> int:
    """How many rows hold a time that cannot be read, of those that are asked for.

    Raises:
        UnreadableError: so many of a column that its way of writing is not known.
    """
    counts = ", ".join(
        f"count(*) FILTER (trim({_named(name)}) <> ''), "
        f"count(*) FILTER (trim({_named(name)}) <> '' AND {text} IS NULL)"
        for name, text in read.items()
    )
    only = " AND ".join(
        f"lower(trim({_named(name)}::VARCHAR)) = {_quoted(wanted.strip().lower())}"
        for name, wanted in columns.only.items()
    )
    asked = f"SELECT count(*) FILTER ({unread}), {counts} FROM raw WHERE {only or 'true'}"
    ((rows, *found),) = database.backend.raw_sql(asked).fetchall()
    for name, written, lost in zip(read, found[::2], found[1::2], strict=True):
        if lost > _MOST_UNREAD * written:
            raise _not_times(
                path, name, int(lost), int(written), name == columns.fields.get("duration")
            )
    return int(rows)


def _not_times(path: Path, name: str, lost: int, written: int, lasting: bool) -> UnreadableError:
    heading = "".join(sign if sign.isprintable() else " " for sign in name)
    if lasting:
        message = f"{lost:,} of {written:,} durations in the column '{heading}' are no numbers."
        return unreadable(path, message, "Write them as numbers such as 3600 or 1.5.")
    message = f"{lost:,} of {written:,} times in the column '{heading}' cannot be read."
    remedy = (
        "Write them as 2026-03-02 09:00, or say how they are written in a file named with "
        '--columns: [times] and formats = ["%m/%d/%Y %H:%M"]. Names of months are read in English '
        "alone: export with the language of your profile set to English. How long something took "
        "is no time; call such a column 'duration seconds'."
    )
    return unreadable(path, message, remedy)


def _time(name: str, formats: tuple[str, ...]) -> str:
    """A text as a time in UTC: ISO 8601, seconds or thousandths since 1970, or as formats say."""
    text = f"trim({name})"
    listed = ", ".join(_quoted(one) for one in formats)
    # What browsers write: "GMT+0000 (Coordinated Universal Time)".
    plain = rf"regexp_replace({text}, 'GMT([+-]\d{{4}}).*', '\1')"
    tried = [
        f"CASE WHEN regexp_matches({text}, '{_WHOLE}') THEN make_timestamp("
        f"TRY_CAST({text} AS BIGINT) * CASE WHEN length({text}) > 11 THEN 1000 ELSE 1000000 END) "
        "END",
        f"TRY_CAST({text} AS TIMESTAMPTZ)::TIMESTAMP",
    ]
    if listed:
        tried.append(f"try_strptime({plain}, [{listed}])::TIMESTAMP")
    return f"coalesce({', '.join(tried)})"
