"""Where the values of a TOML text stand: its tables and keys, by the lines they are on."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Where a value stands in the file: table names, keys, and positions in arrays of tables.
Where = tuple[str | int, ...]

_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.\-])+)\s*=""")
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")


def line_of(lines: Sequence[str], where: Where) -> int:
    """Return the line on which a value stands, or the nearest line above that is known.

    Args:
        lines: of the file.
        where: table names, keys, and positions in arrays of tables.

    Returns:
        The line, from 1; 1 if nothing of the place is found.

    >>> line_of(["title = 'x'", "[source]", "title = 'y'"], ("source", "title"))
    3
    """
    best, depth = 1, 0
    here: Where = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header:
            here = _header_path(header, counts)
            if where and here[: len(where)] == where:
                return number
            if where[: len(here)] == here and len(here) > depth:
                best, depth = number, len(here)
            continue
        wanted = where[len(here) :]
        if where[: len(here)] != here or not wanted or len(here) + 1 <= depth:
            continue
        if isinstance(wanted[0], str) and _starts_with_key(line, wanted):
            rows = [part for part in wanted if isinstance(part, int)]
            return number + (_rows_below(lines, number, rows[0]) if rows else 0)
    return best


def _rows_below(lines: Sequence[str], number: int, row: int) -> int:
    """Return how many lines below its key the row of a list of tables begins."""
    depth, seen = 0, -1
    for below, line in enumerate(lines[number - 1 :]):
        bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"", "", line).partition("#")[0]
        for sign in bare:
            seen += sign == "{" and depth == 1
            if sign == "{" and depth == 1 and seen == row:
                return below
            depth += (sign in "[{") - (sign in "]}")
        if depth <= 0:
            break
    return 0


def _header_path(header: re.Match[str], counts: dict[str, int]) -> Where:
    name = header[2]
    parts: list[str | int] = [part.strip().strip("\"'") for part in name.split(".")]
    if header[1] == "[[":
        parts.append(counts.get(name, 0))
        counts[name] = counts.get(name, 0) + 1
    return tuple(parts)


def _starts_with_key(line: str, wanted: Where) -> bool:
    dotted = _KEY.match(line)
    keys = [part.strip("\"'") for part in dotted[1].split(".")] if dotted else []
    return bool(keys) and list(wanted[: len(keys)]) == keys
