"""Turtle files laid out in the one way, comments and order kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from graph.editing.writing import FileChange
from graph.errors import Place, Problem, UnreadableError
from graph.ontology.inputs import SHAPES, find_inputs, too_large
from graph.records import record
from graph.turtle.format import format_turtle
from graph.turtle.reading import read_turtle

_BOM = b"\xef\xbb\xbf"


@record
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


def format_bytes(data: bytes, label: str, base: str) -> bytes:
    """Return the bytes of a Turtle file laid out in the one way.

    Args:
        data: in UTF-8, perhaps with a byte order mark, which is kept.
        label: as messages call the file.
        base: completes relative addresses while reading; the text keeps them as they are.

    Raises:
        UnreadableError: it is no UTF-8 or no Turtle.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(
            "not-utf-8", "this is not UTF-8.", "Save it in UTF-8.", place=Place(label, 1)
        )
        raise UnreadableError([problem]) from None
    document = read_turtle(text, label, base)
    if document.problems:
        raise UnreadableError(document.problems)
    bom = _BOM if data.startswith(_BOM) else b""
    return bom + format_turtle(document, base).encode()


def _formatted(path: Path, problems: list[Problem]) -> FileChange | None:
    try:
        refused = too_large(str(path), path.stat().st_size)
        if refused is not None:
            problems.append(refused)
            return None
        data = path.read_bytes()
        new = format_bytes(data, str(path), path.resolve().as_uri())
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        problem = Problem(
            "unreadable", f"{reason}.", "Check the path and the disk.", place=Place(str(path), 1)
        )
        problems.append(problem)
        return None
    except UnreadableError as error:
        problems += error.problems
        return None
    return FileChange(path.resolve(), str(path), data, new)
