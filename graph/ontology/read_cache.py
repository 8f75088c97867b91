"""Maps that were read before, kept on the user's disk: the same files are not worked out twice.

An entry stands for the bytes of all files, what they are called, the code that reads them, and
the version of Python; whatever differs is read anew. Reading a map takes ten times as long as
taking it from here. Nothing depends on it: on any trouble the files are simply read.

An entry is a pickle, which could run code. It is therefore believed only if it lies in a folder
and in a file of the user's own that nobody else may write to, if its checksum is right, and if it
names no classes but those that a map consists of.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from graph.files import shipped_ontology
from graph.model import LoopModel
from graph.ontology.inputs import InputFile, find_inputs

#: Set to ``off`` or ``0``, nothing is kept and nothing that was kept is used.
SWITCH = "LOOPMAP_CACHE"

#: Entries that are kept, the last used ones.
MOST_ENTRIES = 16

#: Bytes of an entry up to which it is kept.
MOST_BYTES = 32_000_000

#: The folders of the package that decide what files mean, besides its own modules.
READERS = ("ontology", "turtle", "cycles")

#: The modules whose classes an entry may hold.
_CLASSES_OF = frozenset(
    f"graph.{name}" for name in ("errors", "estimates", "model", "observations", "vocabulary")
)

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIX = ".map"
_UNFINISHED = ".new"
_CHECKSUM_BYTES = 32


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
    folder = cache_folder()
    key = None if folder is None else _key(paths)
    with _collection_paused():
        model = recall(folder, key) if folder and key else None
        if model is not None:
            return model
        # A map that is recalled needs no reader.
        from graph.ontology.reading import read_ontology

        model = read_ontology(paths, stdin=stdin)
        # Files that were changed meanwhile would stand under a wrong key.
        if folder and key and key == _key(paths):
            keep(folder, key, model)
    return model


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Spare the search for cycles among a few hundred thousand new objects that have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def cache_folder() -> Path | None:
    """Return where entries are kept: a folder ``loopmap`` where the system keeps such things.

    Returns:
        ``None`` if it is switched off, or if the user has no such place.
    """
    if os.environ.get(SWITCH, "").strip().lower() in ("off", "0"):
        return None
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return Path(named, "loopmap")
    home = os.path.expanduser("~")
    return Path(home, ".cache", "loopmap") if os.path.isabs(home) else None


def _key(paths: Sequence[str | Path]) -> str | None:
    """Return a digest of all that the answer depends on; ``None`` if it is not to be kept."""
    if not paths or not all(os.path.isdir(path) or os.path.isfile(path) for path in paths):
        return None
    try:
        found = find_inputs(paths)
        return None if found.problems else _digest(found.files)
    except OSError:
        return None


def _digest(files: Sequence[InputFile]) -> str:
    total = hashlib.sha256(f"{sys.implementation.cache_tag} {sys.hexversion} {_PACKAGE}".encode())
    stamps = [*_stamps(_PACKAGE, ".py")]
    for folder in READERS:
        stamps += _stamps(_PACKAGE / folder, ".py", to_the_bottom=True)
    # The vocabulary is added to maps that do not bring their own.
    stamps += _stamps(shipped_ontology(), ".ttl")
    total.update(repr(sorted(stamps)).encode())
    for file in files:
        total.update(f"\0{file.name}\0{file.label}\0{len(file.data)}\0".encode())
        total.update(file.data)
    return total.hexdigest()


def _stamps(
    folder: Path | str, suffix: str, *, to_the_bottom: bool = False
) -> Iterator[tuple[str, int, int, int]]:
    """Return what tells files from what they were before: cheaper than what they say."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffix):
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns
            elif to_the_bottom and entry.is_dir():
                yield from _stamps(entry.path, suffix, to_the_bottom=True)


def recall(folder: Path, key: str) -> LoopModel | None:
    """Return the map kept under a key; ``None`` if there is none that can be believed.

    Args:
        folder: where entries are kept.
        key: hexadecimal digits.
    """
    path = folder / (key + _SUFFIX)
    try:
        if not _is_own(os.lstat(folder), stat.S_ISDIR):
            return None
        # A link is not followed: it might lead to a file that somebody else may write to.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            if not _is_own(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            data = file.read(MOST_BYTES + 1)
        payload = data[_CHECKSUM_BYTES:]
        if hashlib.sha256(payload).digest() != data[:_CHECKSUM_BYTES]:
            return None
        model = _MapUnpickler(io.BytesIO(payload)).load()
        with suppress(OSError):
            os.utime(path)
    except Exception:  # noqa: BLE001 (what a damaged entry raises is not ours to list)
        return None
    return model if isinstance(model, LoopModel) else None


def _is_own(state: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Return whether a file or folder is the user's and nobody else may write to it."""
    if not is_kind(state.st_mode):
        return False
    if os.name == "nt":
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _MapUnpickler(pickle.Unpickler):
    """Makes the classes of a map, and nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> type:
        found = super().find_class(module_name, global_name) if module_name in _CLASSES_OF else None
        if isinstance(found, type) and found.__module__ == module_name:
            return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of a map")


def keep(folder: Path, key: str, model: LoopModel) -> None:
    """Keep a map under a key, and forget the entries that were not used for longest.

    The entry appears whole or not at all. If it cannot be kept, nothing is said.

    Args:
        folder: where entries are kept; it is made if it is missing.
        key: hexadecimal digits.
        model: as it was read; nothing may have been asked of it yet.
    """
    path = folder / (key + _SUFFIX)
    new = folder / f".{key}.{os.getpid()}{_UNFINISHED}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(os.lstat(folder), stat.S_ISDIR):
            return
        payload = pickle.dumps(model, pickle.HIGHEST_PROTOCOL)
        if len(payload) + _CHECKSUM_BYTES > MOST_BYTES:
            return
        try:
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as file:
                file.write(hashlib.sha256(payload).digest())
                file.write(payload)
            os.replace(new, path)
        finally:
            with suppress(OSError):
                new.unlink()
        _forget_all_but(folder, MOST_ENTRIES)
    except (OSError, pickle.PicklingError, RecursionError):
        return


def _forget_all_but(folder: Path, count: int) -> None:
    # What a process that was ended left half written grows old among the others and goes.
    entries = [
        (entry.stat().st_mtime_ns, entry.path)
        for entry in os.scandir(folder)
        if entry.name.endswith((_SUFFIX, _UNFINISHED))
    ]
    for _, path in sorted(entries, reverse=True)[count:]:
        os.unlink(path)
