"""The files of a map line by line: what they are called, what is wrong and what stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Place, Problem
from graph.model import LoopModel
from graph.reports.numbers import count_of
from graph.reports.plain import Plain


@dataclass(frozen=True, slots=True)
class ThingHere:
    """Something that a file defines.

    Attributes:
        line: from 1.
        id: of the component or dependency that a click looks at.
        label: what people call it.
    """

    line: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file of the map, as addresses give it."""

    file: str
    line: str


def short_names(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return file names without the folders that all of them share.

    >>> short_names(("/a/b/c.ttl", "/a/b/d/e.ttl")), short_names(("x.ttl",))
    (('c.ttl', 'd/e.ttl'), ('x.ttl',))
    """
    if len(files) < 2:
        return tuple(Path(name).name for name in files)
    parts = [Path(name).parts for name in files]
    shared = 0
    while all(len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts):
        shared += 1
    return tuple("/".join(part[shared:]) for part in parts)


def files_by_name(model: LoopModel) -> dict[str, str]:
    """Return the files of a map by the short names that addresses give them."""
    return dict(zip(short_names(model.files), model.files, strict=True))


def things_in(model: LoopModel, file: str) -> tuple[ThingHere, ...]:
    """Return what a file defines and the map can show: parts, dependencies, and their numbers.

    Args:
        model: the map.
        file: its path, as places name it.

    Returns:
        In the order of the lines; a number stands for the part or dependency that it is about.
    """
    shown = {*model.components, *model.dependencies}
    found = [(item.place, key) for key, item in model.components.items()]
    found += [(item.place, key) for key, item in model.dependencies.items()]
    found += [(item.place, item.subject) for item in model.observations.values()]
    return tuple(
        sorted(
            (
                ThingHere(place.line, key, model.label(key))
                for place, key in found
                if place is not None and place.file == file and key in shown
            ),
            key=lambda thing: thing.line,
        )
    )


def counted(problems: Sequence[Problem]) -> str:
    """Return how many findings there are of each kind, in words; empty for none.

    >>> counted([Problem("a", "It is.", "Mend."), Problem("b", "It is.", "Mend.")])
    '2 errors'
    """
    kinds: dict[str, int] = {}
    for one in problems:
        kinds[one.severity.value] = kinds.get(one.severity.value, 0) + 1
    plurals = {"advice": ("piece of advice", "pieces of advice")}
    return ", ".join(
        count_of(kinds[kind], *plurals.get(kind, (kind,)))
        for kind in ("error", "warning", "advice")
        if kind in kinds
    )


def said_of(problem: Problem) -> str:
    """Return a finding in words, without its place."""
    who = f"{problem.subject}: " if problem.subject else ""
    return f"{problem.severity.value}: {who}{problem.message} {problem.remedy} [{problem.code}]"


def file_message(
    text: str, problems: Sequence[Problem], things: Sequence[ThingHere], line: int | None
) -> Mapping[str, Plain]:
    """Return a file as the browser shows it.

    Args:
        text: of the file.
        problems: findings in it.
        things: what it defines.
        line: the one to show first; ``None`` for the top.
    """
    lines = text.split("\n")
    return {
        "lines": [*lines[:-1]] if lines[-1] == "" else [*lines],
        "findings": [
            {"line": max(one.place.line, 1), "kind": one.severity.value, "words": said_of(one)}
            for one in problems
            if one.place is not None
        ],
        "things": [{"line": one.line, "id": one.id, "label": one.label} for one in things],
        "at": line,
    }


def line_of(model: LoopModel, place: Place) -> FileLine | None:
    """Return file and line of a place as addresses give them; ``None`` if it is in no file here."""
    name = next((name for name, file in files_by_name(model).items() if file == place.file), None)
    return FileLine(name, str(max(place.line, 1))) if name else None
