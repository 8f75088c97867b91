"""Records from files of JSON, whatever the tool that wrote them: one array, many documents, lines.

Nothing of what a file holds is repeated in a message: it may be private.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from graph.measuring.source import Progress, unreadable
from graph.records import record

_AGAIN: Final = "Export it again."
#: A file of more text than this is refused: an export of a million requests is smaller.
_LARGEST: Final = 2_000_000_000
#: How deep records are looked for within arrays and objects.
_DEEPEST: Final = 8


@record
class Record:
    """One object of a file.

    Attributes:
        fields: as they stand in it, of whatever types.
    """

    fields: Mapping[str, object]

    def has(self, *names: str) -> bool:
        """Whether it has a field under one of its names, be it empty."""
        return any(name in self.fields for name in names)

    def text(self, *names: str) -> str | None:
        """The first of some fields that holds a text."""
        values = (self.fields.get(name) for name in names)
        return next((value for value in values if isinstance(value, str) and value), None)

    def whole(self, *names: str) -> int | None:
        """The first of some fields that holds a whole number."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                return value
        return None

    def flag(self, *names: str) -> bool | None:
        """The first of some fields that says yes or no."""
        values = (self.fields.get(name) for name in names)
        return next((value for value in values if isinstance(value, bool)), None)

    def moment(self, *names: str) -> datetime | None:
        """The first of some fields that holds a time as ISO 8601; in UTC if it names no zone."""
        for name in names:
            found = moment_of(self.fields.get(name))
            if found is not None:
                return found
        return None

    def record(self, *names: str) -> Record:
        """The first of some fields that holds an object; an empty one if none does."""
        values = (self.fields.get(name) for name in names)
        found = next((value for value in values if isinstance(value, dict)), {})
        return Record(found)

    def records(self, *names: str) -> tuple[Record, ...]:
        """The objects of the first of some fields that holds an array, or ``{"nodes": [...]}``."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, dict):
                value = value.get("nodes")
            if isinstance(value, list):
                return tuple(Record(one) for one in value if isinstance(one, dict))
        return ()


def moment_of(value: object) -> datetime | None:
    """Return a time that is written as ISO 8601; ``None`` for anything else.

    >>> moment_of("2026-03-01T10:00:00Z").isoformat(), moment_of(7), moment_of("soon")
    ('2026-03-01T10:00:00+00:00', None, None)
    """
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        aware.timestamp()
    except (ValueError, OverflowError):
        return None
    # What exports write for no time at all.
    return None if aware.year < 1970 else aware


def documents_in(path: Path) -> Iterator[object]:
    """Give the documents of a file: one, several one after another, or one a line.

    Raises:
        UnreadableError: it is not there, cut off, no JSON, not UTF-8, or nested without end.
    """
    text = _text_of(path)
    decoder = json.JSONDecoder()
    at, end = 0, len(text)
    while at < end:
        while at < end and text[at] in " \t\r\n\ufeff":
            at += 1
        if at == end:
            return
        try:
            document, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            line = text.count("\n", 0, error.pos) + 1
            cut = error.pos >= end or text[at:].count('"') % 2 == 1
            message = "the file is cut off here." if cut else "this is no JSON."
            raise unreadable(path, message, _AGAIN, line) from None
        except RecursionError:
            raise unreadable(path, "it is nested too deeply to be an export.", _AGAIN, 1) from None
        except ValueError:
            raise unreadable(path, "it holds a number too long to be one.", _AGAIN, 1) from None
        yield document


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise unreadable(path, "it is larger than two gigabytes.", "Export fewer years.")
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                data = packed.read(_LARGEST)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message, remedy = "it is not UTF-8.", "Export it again; do not open it in between."
        raise unreadable(path, message, remedy) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise unreadable(path, "its compression is broken or cut off.", _AGAIN) from None
    except OSError as error:
        reason = f"{error.strerror or 'it cannot be read'}."
        raise unreadable(path, reason, "Check the name.") from None


def records_in(
    paths: Sequence[Path], progress: Progress, wanted: Sequence[str]
) -> Iterator[Record]:
    """Give all objects of some files that have one of the fields that are looked for.

    They are found at whatever depth a tool puts them: in an array, under ``data`` of GraphQL, in
    ``{"workflow_runs": [...]}``. Objects within one that was found are left in it.

    Args:
        paths: of the files.
        progress: told how many were found.
        wanted: names of fields, one of which marks a record.

    Raises:
        UnreadableError: a file cannot be read.
    """
    found = 0
    for path in paths:
        for document in documents_in(path):
            for one in _below(document, frozenset(wanted), 0):
                found += 1
                progress("records read", found)
                yield one


def _below(value: object, wanted: frozenset[str], depth: int) -> Iterator[Record]:
    if isinstance(value, dict):
        if wanted & value.keys():
            yield Record(value)
            return
        children = list(value.values())
    else:
        children = value if isinstance(value, list) else []
    if depth < _DEEPEST:
        for child in children:
            yield from _below(child, wanted, depth + 1)
