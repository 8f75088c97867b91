"""Answers that take seconds: worked out beside the page, one at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from graph.errors import LoopmapError

#: Answers kept; the oldest are dropped first.
_KEPT = 16

#: An answer is begun once nothing else was asked for so many seconds: while somebody moves a
#: slider, the machine is free for the answers that the screen waits for.
_QUIET_SECONDS = 1.0


class BackgroundWork:
    """Works out one answer at a time in a thread of its own; of those waiting only the newest.

    A reader who moves on does not leave a queue of answers that nobody looks at any more.

    Args:
        quiet_seconds: how long nothing new must be asked for before an answer is begun.
    """

    def __init__(self, quiet_seconds: float = _QUIET_SECONDS) -> None:
        self._quiet_seconds = quiet_seconds
        self._done: OrderedDict[str, object] = OrderedDict()
        self._wanted: tuple[str, Callable[[], object]] | None = None
        self._begun: str | None = None
        self._state = threading.Condition()
        self._worker: threading.Thread | None = None

    def get(self, key: str, work: Callable[[], object]) -> object | None:
        """Return an answer if it is there; if not, ask for it and return ``None``.

        Args:
            key: what tells this answer from every other.
            work: works it out; a refusal of loopmap's own counts as no answer.
        """
        with self._state:
            if key in self._done:
                self._done.move_to_end(key)
                return self._done[key]
            if not self._is_asked(key):
                self._wanted = (key, work)
                self._state.notify_all()
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._run, daemon=True)
                self._worker.start()
        return None

    def is_there(self, key: str) -> bool:
        """Return whether an answer was worked out (or refused)."""
        with self._state:
            return key in self._done

    def is_forgotten(self, key: str) -> bool:
        """Return whether an answer is neither there nor on its way: a newer question pushed it."""
        with self._state:
            return key not in self._done and not self._is_asked(key)

    def _is_asked(self, key: str) -> bool:
        return self._begun == key or (self._wanted is not None and self._wanted[0] == key)

    def _run(self) -> None:
        while True:
            with self._state:
                if self._wanted is None:
                    self._worker = None
                    return
                while self._state.wait(self._quiet_seconds):
                    pass
                key, work = self._wanted
                self._wanted, self._begun = None, key
            answer = _answer(work)
            with self._state:
                self._done[key], self._begun = answer, None
                while len(self._done) > _KEPT:
                    self._done.popitem(last=False)


def _answer(work: Callable[[], object]) -> object | None:
    try:
        return work()
    except LoopmapError:
        return None
