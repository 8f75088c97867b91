"""Work beside the typing: of several requests for the same work only the newest is done."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable

_log = logging.getLogger(__name__)


class Background:
    """A thread that does one job after the other, each kind at most once for all that waited.

    A job that fails is told in the log and ends nothing.
    """

    def __init__(self, name: str) -> None:
        self._jobs: dict[Hashable, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._ended = False
        # As a daemon it never keeps a process alive whose editor has gone.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, key: Hashable, job: Callable[[], None], *, after: float = 0.0) -> None:
        """Do a job soon, in place of the one of the same key that waits.

        Args:
            key: what the job is about.
            job: the work; what it finds it hands on itself.
            after: seconds of quiet to wait for; another job of the key begins them anew.
        """
        with self._changed:
            self._jobs.pop(key, None)
            self._jobs[key] = (time.monotonic() + after, job)
            self._changed.notify()

    def end(self) -> None:
        """Begin no further job."""
        with self._changed:
            self._ended = True
            self._jobs.clear()
            self._changed.notify()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._ended:
                now = time.monotonic()
                due = [key for key, (begin, _) in self._jobs.items() if begin <= now]
                if due:
                    return self._jobs.pop(due[0])[1]
                soonest = min((begin for begin, _ in self._jobs.values()), default=None)
                self._changed.wait(None if soonest is None else soonest - now)
        return None

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Exception:  # noqa: BLE001 (a fault of ours must not end the conversation)
                _log.exception("a job in the background failed")
