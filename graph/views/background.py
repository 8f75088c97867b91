"""Answers that take seconds: worked out beside the page, one at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from graph.errors import LoopmapError

#: Answers kept; the oldest are dropped first.
_KEPT = 16


class BackgroundWork:
    """Works out one answer at a time in a thread of its own; of those waiting only the newest.

    A reader who moves on does not leave a queue of answers that nobody looks at any more.
    """

    def __init__(self) -> None:
        self._done: OrderedDict[str, object] = OrderedDict()
        self._wanted: tuple[str, Callable[[], object]] | None = None
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
            self._wanted = (key, work)
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._run, daemon=True)
                self._worker.start()
        return None

    def is_there(self, key: str) -> bool:
        """Return whether an answer was worked out (or refused)."""
        with self._state:
            return key in self._done

    def _run(self) -> None:
        while True:
            with self._state:
                if self._wanted is None:
                    self._worker = None
                    return
                key, work = self._wanted
                self._wanted = None
            answer = _answer(work)
            with self._state:
                self._done[key] = answer
                while len(self._done) > _KEPT:
                    self._done.popitem(last=False)


def _answer(work: Callable[[], object]) -> object | None:
    try:
        return work()
    except LoopmapError:
        return None
