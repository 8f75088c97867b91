"""Reading a TOML file so that every mistake is told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import Place, Problem

#: Where a value stands in the file: table names, keys, and positions in arrays of tables.
Path = tuple[str | int, ...]

_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.\-])+)\s*=""")
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")


@dataclass
class TomlText:
    """The text of one file, and the problems found in it.

    Attributes:
        file: what to call it.
        text: its contents.
        problems: what was found so far.
    """

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def parse(self) -> Mapping[str, object]:
        """Return the tables, or nothing and a problem if the file is no TOML."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(found[1]), int(found[2])) if found else (self._last_line(), 1)
            message = re.sub(r"\s*\(at .*\)$", "", str(error))
            self._add("toml-syntax", f"{message}.", "Correct the TOML.", None, (line, column))
            return {}

    def report(self, code: str, path: Path, message: str, remedy: str) -> None:
        """Add a problem about the value at *path*."""
        subject = ".".join(str(part) for part in path if isinstance(part, str)) or None
        self._add(code, message, remedy, subject, (self.line_of(path), 1))

    def line_of(self, path: Path) -> int:
        """Return the line on which a value stands, or the nearest line above that is known."""
        lines = self.text.splitlines()
        best, depth = 1, 0
        here: Path = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            header = _HEADER.match(line)
            if header:
                here = _header_path(header, counts)
                if path[: len(here)] == here and len(here) > depth:
                    best, depth = number, len(here)
                continue
            wanted = path[len(here) :]
            if path[: len(here)] != here or not wanted or len(here) + 1 <= depth:
                continue
            if isinstance(wanted[0], str) and _starts_with_key(line, wanted):
                return number
        return best

    def _add(
        self, code: str, message: str, remedy: str, subject: str | None, at: tuple[int, int]
    ) -> None:
        lines = self.text.splitlines()
        source = lines[at[0] - 1] if 0 < at[0] <= len(lines) else None
        place = Place(self.file, at[0], at[1])
        self.problems.append(Problem(code, message, remedy, subject, place, source))

    def _last_line(self) -> int:
        return max(1, len(self.text.splitlines()))


def _header_path(header: re.Match[str], counts: dict[str, int]) -> Path:
    name = header[2]
    parts: list[str | int] = [part.strip().strip("\"'") for part in name.split(".")]
    if header[1] == "[[":
        parts.append(counts.get(name, 0))
        counts[name] = counts.get(name, 0) + 1
    return tuple(parts)


def _starts_with_key(line: str, wanted: Path) -> bool:
    dotted = _KEY.match(line)
    if not dotted:
        return False
    keys = tuple(part.strip("\"'") for part in dotted[1].split("."))
    return tuple(wanted[: len(keys)]) == keys
