"""Which map one file belongs to, so that the file can be read as a part of it.

The rule, in the order in which it is tried:

1. The nearest folder upwards, the file's own included, that holds ``loopmap.toml``, ``loop.ttl``,
   ``dependencies.ttl`` or a folder ``components`` is the folder of the map. A ``loopmap.toml``
   that says ``map = "PATH"`` (or a list of paths, relative to itself) names the map instead. The
   search ends at the folder that holds ``.git``, and at the top of the disk.
2. Else a file that names nothing of the map's namespace which it does not define itself is a map
   of its own.
3. Else the file's own folder is the map, if a Turtle file in it defines a name that is missing.
4. Else the file is read alone.

The shipped vocabulary is added wherever the files bring none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from graph.files import seen_from_here
from graph.ontology.inputs import too_large
from graph.records import record
from graph.turtle.document import Document, Iri
from graph.turtle.reading import read_turtle
from graph.vocabulary import MAP

CONFIGURATION = "loopmap.toml"
_MARKS = (CONFIGURATION, "loop.ttl", "dependencies.ttl")
_MARK_FOLDER = "components"


@record(slots=False)
class MapOfFile:
    """The map that a file belongs to.

    Attributes:
        file: the file.
        paths: the folders and files of the map, the file itself always within or among them.
        root: the folder of the map; ``None`` for a file that is read alone.
    """

    file: Path
    paths: tuple[Path, ...]
    root: Path | None

    @property
    def alone(self) -> bool:
        """Whether the file is a map of its own."""
        return self.root is None


def map_of_file(
    file: str | Path,
    text: str | None = None,
    read: Callable[[str, str], Document] = read_turtle,
) -> MapOfFile:
    """Return the map that a Turtle file belongs to, by the rule at the head of this module.

    Args:
        file: path of the file; it need not exist if its text is given.
        text: what the file holds, if that is not what stands on the disk.
        read: makes a document of a text and the name of its file; it may keep what it made.

    Returns:
        The map; the file alone where no other file belongs to it.

    >>> from graph.files import shipped_ontology
    >>> found = map_of_file(shipped_ontology() / "components" / "coding.ttl")
    >>> found.root == shipped_ontology(), found.alone
    (True, False)
    """
    path = Path(file)
    root = _marked_folder(path)
    if root is not None:
        return MapOfFile(path, _with(path, _paths_of(root)), root)
    said = _text_of(path) if text is None else text
    missing = _undefined(read(said, str(path))) if not too_large(str(path), len(said)) else set()
    folder = path.absolute().parent
    others = (one for one in sorted(folder.glob("*.ttl")) if one.resolve() != path.resolve())
    if missing and any(missing & _defined(one) for one in others):
        return MapOfFile(path, (path.parent,), path.parent)
    return MapOfFile(path, (path,), None)


def _marked_folder(path: Path) -> Path | None:
    folder = path.parent
    for up in (folder.absolute(), *folder.absolute().parents):
        if is_map_folder(up):
            return up if path.is_absolute() else seen_from_here(up)
        if (up / ".git").exists():
            return None
    return None


def is_map_folder(folder: Path) -> bool:
    """Return whether something in a folder marks it as the folder of a map."""
    return any((folder / mark).is_file() for mark in _MARKS) or (folder / _MARK_FOLDER).is_dir()


def _paths_of(root: Path) -> tuple[Path, ...]:
    try:
        found = tomllib.loads((root / CONFIGURATION).read_text(encoding="utf-8")).get("map")
    except (OSError, ValueError):
        found = None
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return tuple(root / name for name in names if isinstance(name, str)) or (root,)


def _with(path: Path, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    real = path.resolve()
    within = any(real.is_relative_to(one.resolve()) for one in paths)
    return paths if within else (*paths, path)


def _text_of(path: Path) -> str:
    """Return what a file holds; nothing of one that is not there or too large to be read."""
    try:
        if too_large(str(path), path.stat().st_size):
            return ""
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _undefined(document: Document) -> set[str]:
    """Return the names of the map's namespace that a document uses and does not define."""
    used = {triple.object for triple in document.triples if isinstance(triple.object, Iri)}
    return {str(name) for name in used if name.startswith(MAP)} - _subjects(document)


def _defined(path: Path) -> set[str]:
    text = _text_of(path)
    return _subjects(read_turtle(text, str(path))) if MAP in text else set()


def _subjects(document: Document) -> set[str]:
    return {str(triple.subject) for triple in document.triples}
