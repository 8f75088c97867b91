"""The Turtle and TOML files of a map as they are saved, however an editor saves them.

The files are looked at again and again (their names, times and sizes), which works on every disk,
in every container and with every editor, and costs less than a thousandth of a second for the
shipped map. What an editor writes beside them (``.x.ttl.swp``, ``x.ttl~``, ``4913``) has another
ending or a hidden name, and does not count.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from graph.errors import UnreadableError
from graph.ontology.inputs import SHAPES, find_inputs
from graph.records import record

#: Between two looks while nothing happens.
POLL_SECONDS = 0.05

#: After a change the files are looked at in such steps until they stay as they are ...
_SETTLE_SECONDS = 0.02

#: ... but for no longer than this, so that somebody who saves without end is answered as well.
_MOST_SETTLE_SECONDS = 1.0

_Stamp = tuple[int, int, int, int]
_Stamps = dict[str, _Stamp]


@record
class SavedFiles:
    """What happened to some files since the last look.

    Attributes:
        changed: paths of files that are others now, or new.
        removed: paths of files that are gone.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...]


class WatchedFiles:
    """Turtle and TOML files and folders of them, watched for changes.

    Args:
        paths: files, and folders that are searched to the bottom.
        sleep: waits so many seconds.
    """

    def __init__(self, paths: Sequence[str], sleep: Callable[[float], None] = time.sleep) -> None:
        self._paths = tuple(paths)
        self._sleep = sleep
        self._known = self._look()

    def refuse_missing(self) -> None:
        """Refuse paths that lead nowhere, before anybody waits for something to happen there.

        Raises:
            UnreadableError: there is no such file or folder; the message offers the nearest.
        """
        problems = find_inputs([path for path in self._paths if not os.path.exists(path)]).problems
        if problems:
            raise UnreadableError(problems)

    def saved(self) -> SavedFiles | None:
        """Return what happened since the last call; ``None`` if nothing did.

        Several files that are saved at once, and a file that is put in the place of another, are
        one happening: the files are waited for until they stay as they are.
        """
        now = self._look()
        if now == self._known:
            return None
        now = self._settled(now)
        was, self._known = self._known, now
        changed = tuple(sorted(path for path in now if now[path] != was.get(path)))
        removed = tuple(sorted(was.keys() - now.keys()))
        return SavedFiles(changed, removed) if changed or removed else None

    def next_saved(self) -> SavedFiles:
        """Wait until something happens, and return it."""
        while True:
            found = self.saved()
            if found is not None:
                return found
            self._sleep(POLL_SECONDS)

    def _settled(self, now: _Stamps) -> _Stamps:
        end = time.monotonic() + _MOST_SETTLE_SECONDS
        while time.monotonic() < end:
            self._sleep(_SETTLE_SECONDS)
            again = self._look()
            if again == now:
                break
            now = again
        return now

    def _look(self) -> _Stamps:
        found: _Stamps = {}
        for path in self._paths:
            if os.path.isdir(path):
                found.update(_below(path, set()))
            else:
                found.update(_stamp(path))
        return found


def _below(folder: str, above: set[str]) -> Iterator[tuple[str, _Stamp]]:
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _below(entry.path, above | {real})
        elif entry.name.lower().endswith((".ttl", ".toml")) and entry.name != SHAPES:
            yield from _stamp(entry.path)


def _stamp(path: str | Path) -> Iterator[tuple[str, _Stamp]]:
    try:
        state = os.stat(path)
    except OSError:
        return
    yield str(path), (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
