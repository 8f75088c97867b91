"""Entries kept on the user's disk, so that what was worked out once is not worked out again.

Nothing depends on them: on any trouble the work is simply done. An entry is a pickle, which could
run code. It is therefore believed only if it lies in a folder and in a file of the user's own that
nobody else may write to, if its checksum is right, and if it names no classes but those expected.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

#: Set to ``off`` or ``0``, nothing is kept and nothing that was kept is used.
SWITCH = "LOOPMAP_CACHE"

#: Entries that are kept, the last used ones.
MOST_ENTRIES = 32

#: Bytes of an entry up to which it is kept.
MOST_BYTES = 32_000_000

_PACKAGE = Path(__file__).resolve().parent
#: By these folders and files Python knows a package and its version.
_RECORDS = (".dist-info", ".egg-info")

_SUFFIX = ".map"
_UNFINISHED = ".new"
_CHECKSUM_BYTES = 32


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


def code_stamp(folders: Sequence[str]) -> str:
    """Return what tells the Python and the code that works things out from what they were before.

    Args:
        folders: of the package, besides its own modules.
    """
    found = [*_stamps_of_code(_PACKAGE, "")]
    for folder in folders:
        found += _stamps_of_code(_PACKAGE, folder)
    said = (
        f"{sys.implementation.cache_tag} {sys.hexversion} {platform_word()} {_PACKAGE} "
        f"{sorted(found)!r} {installed_packages()!r}"
    )
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def _stamps_of_code(package: Path, folder: str) -> tuple[tuple[str, int, int, int], ...]:
    """Return the stamps of our own code in a folder, or of the modules outside all of them.

    Asked once: the code that runs is the one that was loaded.
    """
    return tuple(stamps(package / folder, ".py", to_the_bottom=bool(folder)))


def platform_word() -> str:
    """Return the kind of machine: a home that several share may be met by another kind."""
    return f"{sys.platform} {os.uname().machine if hasattr(os, 'uname') else ''}"


@cache
def installed_packages() -> tuple[str, ...]:
    """Return the packages that can be imported, each with its version, as their folders are called.

    Nothing of them is read: digits may differ from one version of NumPy to the next.
    """
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(folder or ".") if name.endswith(_RECORDS))
    return tuple(sorted(found))


def stamps(
    folder: Path | str, suffix: str, *, to_the_bottom: bool = False
) -> Iterator[tuple[str, int, int, int]]:
    """Return what tells files from what they were before: cheaper than what they say."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffix):
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns
            elif to_the_bottom and entry.is_dir():
                yield from stamps(entry.path, suffix, to_the_bottom=True)


def recall_entry(folder: Path, key: str, classes_of: frozenset[str]) -> object:
    """Return what is kept under a key; ``None`` if there is nothing that can be believed.

    Args:
        folder: where entries are kept.
        key: hexadecimal digits.
        classes_of: the modules whose classes the entry may hold; a name that ends with a dot
            stands for all modules below it.
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
        found: object = _Unpickler(io.BytesIO(payload), classes_of).load()
        with suppress(OSError):
            os.utime(path)
    except Exception:  # noqa: BLE001 (what a damaged entry raises is not ours to list)
        return None
    return found


def _is_own(state: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Return whether a file or folder is the user's and nobody else may write to it."""
    if not is_kind(state.st_mode):
        return False
    if os.name == "nt":
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _Unpickler(pickle.Unpickler):
    """Makes the classes of some modules, and nothing else."""

    def __init__(self, file: io.BytesIO, classes_of: frozenset[str]) -> None:
        super().__init__(file)
        self._classes_of = classes_of

    def find_class(self, module_name: str, global_name: str, /) -> type:
        allowed = module_name in self._classes_of or any(
            name.endswith(".") and module_name.startswith(name) for name in self._classes_of
        )
        found = super().find_class(module_name, global_name) if allowed else None
        if isinstance(found, type) and found.__module__ == module_name:
            return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of a map")


class _Pickler(pickle.Pickler):
    """Writes a record as its class and what that is called with.

    A frozen class with slots would else have its fields looked up again for each single object
    that is read, which takes longer than all else in reading a map.
    """

    def reducer_override(self, value: object, /) -> Any:
        kind: Any = type(value)
        arguments_of = _arguments(kind)
        return NotImplemented if arguments_of is None else (kind, arguments_of(value))


@cache
def _arguments(kind: Any) -> Callable[[Any], Any] | None:
    """Return what gives that of which a value of a frozen class with slots is made, as a tuple.

    Returns:
        ``None`` of any other class.
    """
    if not is_dataclass(kind) or "__slots__" not in vars(kind) or hasattr(kind, "__post_init__"):
        return None
    found = fields(kind)
    plain = all(field.init and not field.kw_only for field in found)
    if not plain:
        return None
    names = [field.name for field in found]
    if len(names) > 1:
        return attrgetter(*names)
    # Of a single name its value would come alone.
    return lambda value: tuple(getattr(value, name) for name in names)


def _pickled(value: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(value)
    return file.getvalue()


def keep_entry(
    folder: Path,
    key: str,
    value: object,
    most_entries: int = MOST_ENTRIES,
    most_bytes: int | None = None,
) -> None:
    """Keep something under a key, and forget the entries that were not used for longest.

    The entry appears whole or not at all. If it cannot be kept, nothing is said.

    Args:
        folder: where entries are kept; it is made if it is missing.
        key: hexadecimal digits.
        value: of the classes that whoever recalls it expects.
        most_entries: that stay in the folder.
        most_bytes: of an entry, if not as many as of a map; a larger one is not kept.
    """
    path = folder / (key + _SUFFIX)
    new = folder / f".{key}.{os.getpid()}{_UNFINISHED}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(os.lstat(folder), stat.S_ISDIR):
            return
        payload = _pickled(value)
        if len(payload) + _CHECKSUM_BYTES > (most_bytes or MOST_BYTES):
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
        _forget_all_but(folder, most_entries)
    except (OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
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
