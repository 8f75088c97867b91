"""A map of one's own to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.errors import UsageError
from graph.files import starter_ontology

#: The name of the file that is written.
FIRST_FILE: Final = "my-loop.ttl"

#: Endings of files that say something of a map.
_OF_MAPS: Final = (".ttl", ".jsonld", ".rdf", ".nt", ".nq", ".trig", ".owl", ".xml")


def is_room_for_a_map(path: Path) -> bool:
    """Return whether a path is that of a folder in which no map stands yet.

    Args:
        path: of a folder that is there, or of one that could be made.
    """
    if path.is_dir():
        return not any(one.suffix.lower() in _OF_MAPS for one in path.rglob("*"))
    return not path.exists() and path.suffix == ""


def begin_map(folder: Path) -> Path:
    """Write a small loop to start from; nothing that is there is ever replaced.

    Args:
        folder: new or old.

    Returns:
        The file written.

    Raises:
        UsageError: it is no folder, holds such a file already, or cannot be written to.
    """
    if folder.suffix.lower() == ".ttl":
        raise UsageError(f"A map begins in a folder; name it without .ttl: {folder.stem}")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder, new or old.")
    target = folder / FIRST_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(starter_ontology().read_text(encoding="utf-8"))
    except FileExistsError:
        raise UsageError(f"{target} exists already and is left as it is.") from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
    return target
