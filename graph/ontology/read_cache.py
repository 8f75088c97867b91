"""Maps that were read before, kept on the user's disk: the same files are not worked out twice.

An entry stands for the bytes of all files, what they are called, the code that reads them, and
the version of Python; whatever differs is read anew. Reading a map takes ten times as long as
taking it from here. Nothing depends on it: on any trouble the files are simply read.

An entry is a pickle, which could run code. It is therefore believed only if it lies in a folder
and in a file of the user's own that nobody else may write to, if its checksum is right, and if it
names no classes but those that a map consists of.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from graph.disk_cache import cache_folder, code_stamp, keep_entry, recall_entry, stamps
from graph.files import shipped_ontology
from graph.model import LoopModel
from graph.ontology.inputs import InputFile, find_inputs
from graph.records import collection_paused, record

#: The folders of the package that decide what files mean, besides its own modules.
READERS = ("ontology", "rdf", "turtle", "cycles")

#: The modules whose classes an entry may hold.
_CLASSES_OF = frozenset(
    f"graph.{name}"
    for name in ("errors", "estimates", "map_words", "model", "observations", "vocabulary")
)


def read_cached(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> LoopModel:
    """Return what ``read_ontology`` says of the paths, from the cache if it holds the answer.

    Standard input and pipes are not kept, nor are maps with errors; notices are kept.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
        OntologyError: what was read cannot be used; all problems at once, warnings among them.
    """
    key = None if cache_folder() is None else map_key(paths)
    return read_by_key(paths, key, stdin=stdin).model


@record
class MapRead:
    """A map as it was read.

    Attributes:
        model: the map.
        key: under which it may be kept, and what follows from it; ``None`` if it may not, as where
            files were changed while they were read.
    """

    model: LoopModel
    key: str | None


def read_by_key(
    paths: Sequence[str | Path], key: str | None, *, stdin: TextIO | None = None
) -> MapRead:
    """Return what ``read_cached`` does, for one who has asked for the key already.

    Args:
        paths: as there.
        key: what ``map_key`` says of them; ``None`` if nothing is to be kept.
        stdin: as there.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
        OntologyError: what was read cannot be used; all problems at once, warnings among them.
    """
    folder = cache_folder() if key else None
    with collection_paused():
        model = recall(folder, key) if folder and key else None
        if model is not None:
            return MapRead(model, key)
        # A map that is recalled needs no reader.
        from graph.ontology.reading import read_ontology

        model = read_ontology(paths, stdin=stdin)
        # Files that were changed meanwhile would stand under a wrong key.
        if folder is None or key is None or key != map_key(paths):
            return MapRead(model, None)
        keep(folder, key, model)
    return MapRead(model, key)


def map_key(paths: Sequence[str | Path]) -> str | None:
    """Return a digest of all that a map depends on; ``None`` if it is not to be kept.

    Args:
        paths: folders and files.
    """
    if not paths or not all(os.path.isdir(path) or os.path.isfile(path) for path in paths):
        return None
    try:
        found = find_inputs(paths)
        return None if found.problems else _digest(found.files)
    except OSError:
        return None


def _digest(files: Sequence[InputFile]) -> str:
    total = hashlib.sha256(code_stamp(READERS).encode())
    # The vocabulary is added to maps that do not bring their own.
    vocabulary = sorted(stamps(shipped_ontology(), ".ttl"))
    total.update(repr(vocabulary).encode())
    for file in files:
        total.update(f"\0{file.name}\0{file.label}\0{len(file.data)}\0".encode())
        total.update(file.data)
    return total.hexdigest()


def recall(folder: Path, key: str) -> LoopModel | None:
    """Return the map kept under a key; ``None`` if there is none that can be believed.

    Args:
        folder: where entries are kept.
        key: hexadecimal digits.
    """
    found = recall_entry(folder, key, _CLASSES_OF)
    return found if isinstance(found, LoopModel) else None


def keep(folder: Path, key: str, model: LoopModel) -> None:
    """Keep a map under a key.

    Args:
        folder: where entries are kept; it is made if it is missing.
        key: hexadecimal digits.
        model: as it was read; nothing may have been asked of it yet.
    """
    keep_entry(folder, key, model)
