"""Faults of the folder ``tests/ontology/blind_faults``, put one by one into a copy of the map.

What makes one well reported stands in the README of that folder.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.editing.check_toml import check_toml_files
from graph.editing.toml_files import is_toml
from graph.errors import Problem
from graph.files import shipped_ontology
from graph.ontology.checks.check import check_reading
from graph.ontology.checks.shapes import check_shapes, is_shapes
from graph.ontology.reading import KeptDocuments, Reading, collect_documents
from graph.turtle.reading import read_turtle

FOLDER = Path(__file__).parent.parent / "ontology" / "blind_faults"
#: So many faults are put into one copy at once.
_TOGETHER = 8


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
    """Return the faults of a set, such as ``set_1``; without those whose place is no longer there.

    The map goes on being edited, and the sets are not changed to fit it.
    """
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["fault"]
    return tuple(fault for row in rows if (fault := _fault(row)) is not None)


def written_faults(name: str) -> int:
    """Return how many faults a set has, whether their places are still there or not."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8").count("[[fault]]")


def _fault(row: dict[str, object]) -> BlindFault | None:
    file = str(row["file"])
    path = shipped_ontology() / file
    if ("write" in row) == path.exists():
        return None
    text = "" if "write" in row else path.read_bytes().decode("utf-8")
    if "write" in row:
        text = str(row["write"])
    elif "find" in row:
        if text.count(str(row["find"])) != 1:
            return None
        text = text.replace(str(row["find"]), str(row["replace"]))
    else:
        text = f"{row.get('prepend', '')}{text}{row.get('append', '')}"
    places = row["line_of"] if isinstance(row["line_of"], list) else [row["line_of"]]
    if any(text.count(place) != 1 for place in places):
        return None
    lines = {text.count("\n", 0, text.index(place) + len(place)) + 1 for place in places}
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
            self.fault.remedy.search(
                f"{one.subject or ''}: {one.message} {one.remedy} {one.replacement or ''}"
            )
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

    def misses(self, faults: Iterable[BlindFault]) -> list[BlindOutcome]:
        """Return the faults that are not well reported.

        To save time, faults in different files that have one finding each are tried together; what
        is not well reported among others, or where more is told than there are, is tried alone.
        """
        alone, groups = [], list[list[BlindFault]]()
        for fault in faults:
            readable = not is_toml(fault.file) and not is_shapes(fault.file)
            if not readable or fault.at_most != 1 or read_turtle(fault.text, fault.file).problems:
                alone.append(fault)
                continue
            for group in groups:
                if len(group) < _TOGETHER and all(one.file != fault.file for one in group):
                    group.append(fault)
                    break
            else:
                groups.append([fault])
        for group in groups:
            problems = self._told_of(group)
            good = all(BlindOutcome(fault, problems).helps for fault in group)
            alone += [] if good and len(problems) == len(group) else group
        return [found for fault in alone if not (found := self.outcome(fault)).good]

    def outcome(self, fault: BlindFault) -> BlindOutcome:
        """Return what ``check`` says of the map with a fault."""
        return BlindOutcome(fault, self._told_of([fault]))

    def _told_of(self, faults: Sequence[BlindFault]) -> tuple[Problem, ...]:
        """Return what is told of some faults at once; the copy is whole again behind it."""
        paths = [self.root / fault.file for fault in faults]
        whole = {path: path.read_bytes() if path.exists() else None for path in paths}
        try:
            for fault in faults:
                (self.root / fault.file).write_bytes(fault.text.encode("utf-8"))
            return self._problems(self.root / faults[0].file)
        finally:
            for path, data in whole.items():
                if data is None:
                    path.unlink()
                else:
                    path.write_bytes(data)

    def _problems(self, path: Path) -> tuple[Problem, ...]:
        if is_toml(path):
            return check_toml_files([str(path)], named=False)
        if is_shapes(path):
            shapes = read_turtle(path.read_text(encoding="utf-8"), str(path))
            return check_shapes(shapes, self._reading().all_documents)
        document = read_turtle(path.read_text(encoding="utf-8"), str(path))
        # The rest of the map is sound, and of what is not Turtle nothing more is asked.
        return document.problems or check_reading(self._reading()).problems

    def _reading(self) -> Reading:
        return collect_documents([self.root], kept=self._kept)
