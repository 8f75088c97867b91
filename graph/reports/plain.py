"""Results as plain values for JSON and CSV: the field names are the schema."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction

#: Raised when a key of the JSON changes its name or meaning; new keys do not count.
SCHEMA_VERSION = "1"

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> Plain:
    """Return a result as JSON can hold it; infinity becomes the word, never NaN.

    >>> to_plain(Fraction(1, 4)), to_plain((1, None)), to_plain(math.inf)
    (0.25, [1, None], 'infinity')
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, float):
        return _finite(value)
    if is_dataclass(value):
        shown = (item.name for item in fields(value) if item.metadata.get("json", True))
        return {name: to_plain(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    tolist = getattr(value, "tolist", None)
    if tolist is not None:
        return to_plain(tolist())
    raise TypeError(f"no plain form for {type(value).__name__}")


def _finite(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    return value


def flatten(row: Plain, prefix: str = "") -> dict[str, str | int | float | bool | None]:
    """Return one level of a nested record, with dotted keys, for a line of CSV.

    >>> flatten({"id": "a", "days": {"median": 2.0, "low": None}, "path": ["a", "b"]})
    {'id': 'a', 'days.median': 2.0, 'days.low': None, 'path': 'a b'}
    """
    if isinstance(row, list):
        return {prefix or "value": _in_one_cell(row)}
    if not isinstance(row, dict):
        return {prefix or "value": row}
    flat: dict[str, str | int | float | bool | None] = {}
    for key, value in row.items():
        flat.update(flatten(value, f"{prefix}.{key}" if prefix else key))
    return flat


def _in_one_cell(items: list[Plain]) -> str:
    """Return names with spaces between them, and records as JSON."""
    if any(isinstance(item, dict | list) for item in items):
        return json.dumps(items, ensure_ascii=False)
    return " ".join(map(str, items))
