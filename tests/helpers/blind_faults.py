"""Faults of the folder ``tests/ontology/blind_faults``, put one by one into a copy of the map.

What makes one well reported stands in the README of that folder.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from graph.editing.check_toml import check_toml_files, is_toml
from graph.errors import Problem
from graph.files import shipped_ontology
from graph.ontology.checks.check import MOST_BYTES, check_reading
from graph.ontology.checks.shapes import check_shapes, is_shapes
from graph.ontology.reading import KeptDocuments, collect_documents
from graph.turtle.reading import read_turtle

FOLDER = Path(__file__).parent.parent / "ontology" / "blind_faults"


@dataclass(frozen=True)
class BlindFault:
    """One act of a person in a copy of the map.

    Attributes:
        name: what it is called.
        kind: what sort of mistake it is.
        file: the file that is changed, relative to the folder of the map.
        text: the whole file with the fault.
        lines: where a fair check puts its finding.
        remedy: what the words of a useful finding match.
        at_most: how many findings a fair check has in all.
    """

    name: str
    kind: str
    file: str
    text: str
    lines: frozenset[int]
    remedy: re.Pattern[str]
    at_most: int


def read_faults(name: str) -> tuple[BlindFault, ...]:
    """Return the faults of a set, such as ``set_1``."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["fault"]
    return tuple(_fault(row) for row in rows)


def _fault(row: dict[str, object]) -> BlindFault:
    file = str(row["file"])
    text = (shipped_ontology() / file).read_bytes().decode("utf-8")
    if "find" in row:
        assert text.count(str(row["find"])) == 1, row["name"]
        text = text.replace(str(row["find"]), str(row["replace"]))
    else:
        text = f"{row.get('prepend', '')}{text}{row.get('append', '')}"
    places = row["line_of"] if isinstance(row["line_of"], list) else [row["line_of"]]
    lines = set()
    for place in places:
        assert text.count(place) == 1, f"{row['name']}: {place!r}"
        lines.add(text.count("\n", 0, text.index(place) + len(place)) + 1)
    return BlindFault(
        str(row["name"]),
        str(row["kind"]),
        file,
        text,
        frozenset(lines),
        re.compile(str(row["remedy"]), re.IGNORECASE | re.DOTALL),
        int(str(row["at_most"])),
    )


@dataclass(frozen=True)
class BlindOutcome:
    """What is told of a fault.

    Attributes:
        fault: the fault.
        problems: everything that is told.
    """

    fault: BlindFault
    problems: tuple[Problem, ...]

    @property
    def in_place(self) -> tuple[Problem, ...]:
        """What is told where it belongs."""
        return tuple(
            one
            for one in self.problems
            if one.place
            and one.place.file.endswith(self.fault.file)
            and one.place.line in self.fault.lines
        )

    @property
    def helps(self) -> bool:
        """Whether something that is told where it belongs says what to do."""
        return any(
            self.fault.remedy.search(f"{one.message} {one.remedy} {one.replacement or ''}")
            for one in self.in_place
        )

    @property
    def alone(self) -> bool:
        """Whether no more is told than is fair."""
        return len(self.problems) <= self.fault.at_most

    @property
    def good(self) -> bool:
        """Whether it is well reported."""
        return self.helps and self.alone


class MapCopy:
    """A copy of the shipped map into which faults are put one by one.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "ontology"
        shutil.copytree(shipped_ontology(), self.root)
        self._kept = KeptDocuments()

    def outcome(self, fault: BlindFault) -> BlindOutcome:
        """Return what ``check`` says of the map with a fault; the copy is whole again behind it."""
        path = self.root / fault.file
        whole = path.read_bytes()
        try:
            path.write_bytes(fault.text.encode("utf-8"))
            return BlindOutcome(fault, self._problems(path))
        finally:
            path.write_bytes(whole)

    def _problems(self, path: Path) -> tuple[Problem, ...]:
        if is_toml(path):
            return check_toml_files([str(path)], named=False)
        reading = collect_documents([self.root], kept=self._kept, most_bytes=MOST_BYTES)
        if is_shapes(path):
            shapes = read_turtle(path.read_text(encoding="utf-8"), str(path))
            return check_shapes(shapes, reading.all_documents)
        return check_reading(reading).problems
