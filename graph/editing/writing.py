"""Writing files that people wrote: whole or not at all, by one writer at a time."""

from __future__ import annotations

import difflib
import errno
import glob
import hashlib
import os
import stat
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from graph.errors import LoopmapError, UsageError
from graph.records import record

try:
    import fcntl
except ImportError:  # pragma: no cover (Windows has no such locks)
    fcntl = None  # type: ignore[assignment]

#: Seconds for which a writer waits for another one to finish.
PATIENCE: Final = 20.0
_PAUSE: Final = 0.02
_UNFINISHED: Final = ".new"
#: The folders that this thread has locked already.
_HELD = threading.local()


class ChangedMeanwhileError(LoopmapError):
    """A file is no longer what it was when the change was worked out; nothing was written."""


@record
class FileChange:
    """A file before and after.

    Attributes:
        path: where it is, links followed.
        label: as messages call it.
        old: its bytes before; ``None`` for a file that is new.
        new: its bytes after; ``None`` for a file that goes.
    """

    path: Path
    label: str
    old: bytes | None
    new: bytes | None

    @property
    def old_digest(self) -> str | None:
        """SHA-256 of the bytes before."""
        return digest_of(self.old)

    @property
    def new_digest(self) -> str | None:
        """SHA-256 of the bytes after: what the file must still have for an undo."""
        return digest_of(self.new)

    @property
    def reversed(self) -> FileChange:
        """The change that undoes this one."""
        return FileChange(self.path, self.label, self.new, self.old)

    def diff(self) -> str:
        """Return the change as a unified diff, line ends shown as plain ones."""
        return unified(self.old, self.new, self.label)


def digest_of(data: bytes | None) -> str | None:
    """Return the SHA-256 of some bytes; ``None`` for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def unified(old: bytes | None, new: bytes | None, label: str) -> str:
    r"""Return the lines in which two texts differ.

    >>> print(unified(b"one\n", b"two\n", "a.ttl"))
    --- a.ttl
    +++ a.ttl
    @@ -1 +1 @@
    -one
    +two
    """
    before, after = ((data or b"").decode("utf-8", "replace").splitlines() for data in (old, new))
    names = ("/dev/null" if old is None else label, "/dev/null" if new is None else label)
    return "\n".join(difflib.unified_diff(before, after, *names, lineterm=""))


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Keep other writers of loopmap out of some folders while the body runs.

    The lock is on the folders themselves, so that it leaves no file behind and goes when the
    process does.

    Args:
        folders: which exist; they are locked from the top down, so that nobody waits in a circle.

    Raises:
        UsageError: another writer did not finish in time.
    """
    held: set[Path] = _HELD.__dict__.setdefault("folders", set())
    wanted = {path.resolve() for path in folders} - held
    with ExitStack() as stack:
        for folder in sorted(wanted, key=lambda one: (len(one.parts), one)):
            if fcntl is not None:
                handle = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, handle)
                _wait_for(handle, folder)
            held.add(folder)
            stack.callback(held.discard, folder)
        yield


def _wait_for(handle: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                return  # A file system without locks; the digest of each file still guards it.
            if time.monotonic() > until:
                raise UsageError(
                    f"Another program is writing to '{folder}'. Nothing was written; try again."
                ) from None
            time.sleep(_PAUSE)
        else:
            return


def refuse_place(path: Path, roots: Sequence[Path]) -> Path:
    """Return where a path leads, and refuse what lies outside the folders of the map.

    Args:
        path: of a file, which need not exist.
        roots: the folders of the map.

    Raises:
        UsageError: it lies outside, be it through a link, or is a folder or a special file.
    """
    try:
        real = path.resolve()
        if not any(real.is_relative_to(root.resolve()) for root in roots):
            named = " or ".join(str(root) for root in roots)
            raise UsageError(f"'{path}' leads to '{real}', outside the map's folder ({named}).")
        if real.exists() and not real.is_file():
            raise UsageError(f"'{path}' is no file.")
    except OSError as error:
        raise UsageError(f"'{path}': {error.strerror or error}.") from None
    return real


def write_changes(changes: Sequence[FileChange]) -> None:
    """Write all changes, each file whole or not at all; the caller holds the lock.

    Every new text is on the disk beside its file before the first one takes its place.

    Args:
        changes: of different files.

    Raises:
        ChangedMeanwhileError: a file differs from what the change was worked out from.
        UsageError: a file cannot be written; the files are as they were.
    """
    prepared: list[tuple[FileChange, Path | None]] = []
    try:
        for change in changes:
            _refuse_changed(change)
            prepared.append((change, _prepared(change)))
        for change, _ in prepared:
            _refuse_changed(change)
        while prepared:
            change, scratch = prepared[0]
            if scratch is None:
                change.path.unlink()
            else:
                os.replace(scratch, change.path)
            prepared.pop(0)
            _settle(change.path.parent)
    except OSError as error:
        names = ", ".join(change.label for change, _ in prepared) or changes[0].label
        reason = error.strerror or str(error)
        raise UsageError(f"Cannot write {names}: {reason}. The old text is still there.") from None
    finally:
        for _, scratch in prepared:
            if scratch is not None:
                with suppress(OSError):
                    scratch.unlink()


def _refuse_changed(change: FileChange) -> None:
    try:
        now = change.path.read_bytes()
    except FileNotFoundError:
        now = None
    if now != change.old:
        raise ChangedMeanwhileError(
            f"{change.label} was changed meanwhile; nothing was written.\n"
            f"What somebody else changed:\n{unified(change.old, now, change.label)}\n"
            f"What was to be written:\n{change.diff()}\n"
            "Run the command again to make the change in the new text."
        )


def _prepared(change: FileChange) -> Path | None:
    """Put the new text beside its file; ``None`` if the file is to go."""
    path = change.path
    if change.old is not None and not path.stat().st_mode & (
        stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    ):
        raise PermissionError(errno.EACCES, "it is write-protected")
    if change.new is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{glob.escape(path.name[:60])}.*{_UNFINISHED}"):
        left.unlink()  # Of a writer that was killed: nobody else writes while the lock is held.
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:60]}.", suffix=_UNFINISHED
    )
    scratch = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(change.new)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, _mode(path))
    except BaseException:
        with suppress(OSError):
            scratch.unlink()
        raise
    return scratch


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    allowed = os.umask(0)
    os.umask(allowed)
    return 0o666 & ~allowed


def _settle(folder: Path) -> None:
    """Have the names of a folder on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
