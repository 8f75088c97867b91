"""Answers that take long: worked out beside the pages, one at a time, fairly for all readers."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import LoopmapError

#: Answers kept; the oldest are dropped first.
_KEPT = 16

#: An answer is begun once its reader asked for nothing else for so many seconds: while somebody
#: moves a slider, the machine is free for the answers that the screen waits for.
_QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: str
    work: Callable[[], object]
    asked_at: float


class BackgroundWork:
    """Works out one answer at a time in a thread of its own; of a reader's only the newest.

    A reader who moves on does not leave a queue of answers that nobody looks at any more, and no
    reader pushes another's question aside.

    Args:
        quiet_seconds: how long a reader must ask for nothing new before the answer is begun.
    """

    def __init__(self, quiet_seconds: float = _QUIET_SECONDS) -> None:
        self._quiet_seconds = quiet_seconds
        self._done: OrderedDict[str, object] = OrderedDict()
        self._wanted: OrderedDict[str, _Wanted] = OrderedDict()
        self._begun: str | None = None
        self._state = threading.Condition()
        self._worker: threading.Thread | None = None

    def get(self, key: str, work: Callable[[], object], reader: str = "") -> object | None:
        """Return an answer if it is there; if not, ask for it and return ``None``.

        Args:
            key: what tells this answer from every other.
            work: works it out; a refusal of loopmap's own counts as no answer.
            reader: who asks; a newer question of the same reader takes the place of this one.
        """
        with self._state:
            if key in self._done:
                self._done.move_to_end(key)
                return self._done[key]
            waiting = self._wanted.get(reader)
            if self._begun != key and (waiting is None or waiting.key != key):
                self._wanted.pop(reader, None)
                self._wanted[reader] = _Wanted(key, work, time.monotonic())
                self._state.notify_all()
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._run, daemon=True, name="background")
                self._worker.start()
        return None

    def is_there(self, key: str) -> bool:
        """Return whether an answer was worked out (or refused)."""
        with self._state:
            return key in self._done

    def is_settled(self, key: str) -> bool:
        """Return whether nothing is to be waited for: the answer is there, or nobody works on it.

        A newer question of the same reader may have pushed it aside; then it must be asked anew.
        """
        with self._state:
            asked = self._begun == key or any(key == one.key for one in self._wanted.values())
            return key in self._done or not asked

    def _run(self) -> None:
        while True:
            with self._state:
                found = self._next()
                if found is None:
                    self._worker = None
                    return
                self._begun = found.key
            answer = _answer(found.work)
            with self._state:
                self._done[found.key], self._begun = answer, None
                while len(self._done) > _KEPT:
                    self._done.popitem(last=False)

    def _next(self) -> _Wanted | None:
        """Return the question asked first of those whose readers are quiet; waits for one."""
        while self._wanted:
            reader, found = min(self._wanted.items(), key=lambda pair: pair[1].asked_at)
            rest = found.asked_at + self._quiet_seconds - time.monotonic()
            if rest <= 0:
                del self._wanted[reader]
                if found.key not in self._done:
                    return found
            else:
                self._state.wait(rest)
        return None


def _answer(work: Callable[[], object]) -> object | None:
    try:
        return work()
    except LoopmapError:
        return None
