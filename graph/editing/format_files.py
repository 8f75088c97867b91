"""Turtle files laid out in the one way, comments and order kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.editing.writing import FileChange
from graph.errors import Place, Problem, UnreadableError
from graph.ontology.inputs import SHAPES, find_inputs
from graph.turtle.format import format_turtle
from graph.turtle.reading import read_turtle

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Formatted:
    """What formatting would change.

    Attributes:
        changes: the files that are not laid out so.
        file_count: how many were looked at.
        root: the folder under which the edit is kept.
    """

    changes: tuple[FileChange, ...]
    file_count: int
    root: Path


def format_files(paths: Sequence[str | Path]) -> Formatted:
    """Return the files of some paths laid out in the one way, each proved to say the same.

    Any Turtle file will do, of a map or not; ``shapes.ttl`` of a folder is among them.

    Args:
        paths: folders (searched to the bottom) and files.

    Raises:
        UnreadableError: something is missing or is not Turtle; all such problems at once.
    """
    problems: list[Problem] = []
    changes: list[FileChange] = []
    count = 0
    for path in dict.fromkeys(_files(paths, problems)):
        count += 1
        change = _formatted(path, problems)
        if change is not None and change.old != change.new:
            changes.append(change)
    if problems:
        raise UnreadableError(problems)
    first = Path(paths[0])
    return Formatted(tuple(changes), count, first if first.is_dir() else first.parent)


def _files(paths: Iterable[str | Path], problems: list[Problem]) -> Iterable[Path]:
    for path in map(Path, paths):
        if path.is_file():
            yield path
            continue
        found = find_inputs([path])
        problems += found.problems
        yield from (Path(file.label) for file in found.files)
        if path.is_dir():
            yield from sorted(path.rglob(SHAPES))


def _formatted(path: Path, problems: list[Problem]) -> FileChange | None:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        problems.append(
            Problem("unreadable", f"{reason}.", "Check the file.", place=Place(str(path), 1))
        )
        return None
    # Relative addresses are completed by the place of the file, which changes nothing in the text.
    base = path.resolve().as_uri()
    document = read_turtle(text, str(path), base)
    if document.problems:
        problems += document.problems
        return None
    bom = _BOM if data.startswith(_BOM) else b""
    return FileChange(path.resolve(), str(path), data, bom + format_turtle(document, base).encode())
