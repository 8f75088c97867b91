"""Results as plain values for JSON and CSV: the field names are the schema.

``SCHEMA_VERSION`` says which: it rises when somebody who reads a key would break, not for new keys.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache

from graph.records import record

#: Rises by one when a key of the JSON vanishes, or changes its name, place, unit, meaning or the
#: kind of its value. A new key, more items in a list and other numbers leave it as it is. The keys
#: are listed in ``tests/golden/keys``; the whole rule stands in ``.github/CONTRIBUTING.md``.
SCHEMA_VERSION = "3"

Cell = str | int | float | bool | None
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> Plain:
    """Return a result as JSON can hold it; what is no finite number is ``None``.

    Beside a key whose number has no limit stands the same key with ``_word`` behind its name, which
    says "infinite" or "minus infinite"; for a list of numbers it is a list of words.

    >>> to_plain(Fraction(1, 4)), to_plain((1, None)), to_plain({"gain": math.inf})
    (0.25, [1, None], {'gain': None, 'gain_word': 'infinite'})
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _record((name, getattr(value, name)) for name in _shown(type(value)))
    if isinstance(value, Mapping):
        return _record((str(key), item) for key, item in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    tolist = getattr(value, "tolist", None)
    if tolist is not None:
        return to_plain(tolist())
    raise TypeError(f"no plain form for {type(value).__name__}")


@cache
def _shown(kind: type) -> tuple[str, ...]:
    """Return the fields of a class that are shown."""
    return tuple(item.name for item in fields(kind) if item.metadata.get("json", True))


def _record(items: Iterable[tuple[str, object]]) -> dict[str, Plain]:
    record: dict[str, Plain] = {}
    for key, value in items:
        record[key] = to_plain(value)
        words = _words(value)
        if words is not None:
            record[f"{key}_word"] = words
    return record


def _words(value: object) -> Plain:
    """Return what to say beside a number without limit, or beside numbers of which one has none."""
    if isinstance(value, float) and math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    if isinstance(value, list | tuple):
        words = [_words(item) for item in value]
        return words if any(words) else None
    return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def json_text(result: object, *, ascii_only: bool = False) -> str:
    """Return the result as JSON with the version of its schema.

    Args:
        result: a frozen result.
        ascii_only: whether every other sign is written as its number, for a stream that lacks it.
    """
    plain = to_plain(result)
    body: dict[str, Plain] = {"schema_version": SCHEMA_VERSION}
    body.update(plain if isinstance(plain, dict) else {"result": plain})
    return json.dumps(body, ensure_ascii=ascii_only, indent=2, allow_nan=False)


@record
class Records:
    """One list of a result as a table.

    Attributes:
        heads: the columns, in the order in which they first occur.
        rows: a record a line; what a record does not have is absent from it.
    """

    heads: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]


def records_of(result: object, field: str) -> Records:
    """Return one list of a result, a row a record, nested records in columns with dotted names.

    Args:
        result: a frozen result.
        field: the name of the list; a single record makes one row.
    """
    plain = to_plain(getattr(result, field))
    rows = [flatten(row) for row in plain] if isinstance(plain, list) else [flatten(plain)]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    # A record that is missing in one row has its columns from the rows that have it.
    nested = {head[:end] for head in heads for end in range(len(head)) if head[end] == "."}
    return Records(tuple(head for head in heads if head not in nested), tuple(rows))


def csv_text(result: object, field: str) -> str:
    """Return one list of a result as CSV, a line a record.

    Args:
        result: a frozen result.
        field: the name of the list.
    """
    table = records_of(result, field)
    return rows_csv(table.heads, table.rows)


def rows_csv(heads: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV; text that a spreadsheet would take for a formula begins with "'".

    Args:
        heads: the columns, in order; what a row holds besides is left out.
        rows: what they do not hold becomes an empty cell.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({key: _safe_cell(cell) for key, cell in row.items()} for row in rows)
    return text.getvalue()


def _safe_cell(cell: object) -> object:
    return cell_text(cell) if isinstance(cell, str) else cell


#: Signs with which a spreadsheet begins a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell_text(text: str) -> str:
    """Return text that a spreadsheet shows and does not compute: "'" comes before a formula.

    >>> cell_text("=1+1"), cell_text("a=b")
    ("'=1+1", 'a=b')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def flatten(row: Plain, prefix: str = "") -> dict[str, Cell]:
    """Return one level of a nested record, with dotted keys, for a line of CSV.

    >>> flatten({"id": "a", "days": {"median": 2.0, "low": None}, "path": ["a", "b"]})
    {'id': 'a', 'days.median': 2.0, 'days.low': None, 'path': 'a b'}
    """
    if isinstance(row, list):
        return {prefix or "value": _in_one_cell(row)}
    if not isinstance(row, dict):
        return {prefix or "value": row}
    flat: dict[str, Cell] = {}
    for key, value in row.items():
        flat.update(flatten(value, f"{prefix}.{key}" if prefix else key))
    return flat


def _in_one_cell(items: list[Plain]) -> str:
    """Return names with spaces between them, and records as JSON."""
    if any(isinstance(item, dict | list) for item in items):
        return json.dumps(items, ensure_ascii=False)
    return " ".join(map(str, items))
