"""Answers that take long: worked out beside the pages, one at a time, fairly for all readers."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import LoopmapError
from graph.evidence.standpoint import Standpoint
from graph.loop.answer import Answer
from graph.loop.study import Study, study_of
from graph.loop.worked_out import recall_worked_out
from graph.model import LoopModel, Supposition
from graph.questions import question_named
from graph.records import record
from graph.workers import ThisProcess, Workers, WorkersError, working_with
from graph.workers.aside import Aside

if TYPE_CHECKING:
    from graph.comparing.comparison import Comparison
    from graph.editing.file_findings import FileFindings

_log = logging.getLogger(__name__)

#: Answers kept; the oldest are dropped first.
_KEPT = 16

#: An answer is begun once its reader asked for nothing else for so many seconds: while somebody
#: moves a slider, the machine is free for the answers that the screen waits for.
_QUIET_SECONDS = 0.5

#: Nouns of the questions whose modules are loaded before anybody asks.
_SLOW = ("critical_path", "next", "growth")


@record
class _Wanted:
    key: str
    work: Callable[[], object]
    due: float


class BackgroundWork:
    """Works out one answer at a time in a thread of its own; of a reader's only the newest.

    A reader who moves on does not leave a queue of answers that nobody looks at any more, and no
    reader pushes another's question aside.

    Args:
        quiet_seconds: how long a reader must ask for nothing new before the answer is begun.
        workers: who does what can be done apart from the pages; ``None`` for this process.
    """

    def __init__(
        self, quiet_seconds: float = _QUIET_SECONDS, workers: Workers | None = None
    ) -> None:
        self._quiet_seconds = quiet_seconds
        self._workers = workers
        self._done: OrderedDict[str, object] = OrderedDict()
        self._wanted: OrderedDict[str, _Wanted] = OrderedDict()
        self._begun: str | None = None
        self._state = threading.Condition()
        self._worker: threading.Thread | None = None

    def get(
        self, key: str, work: Callable[[], object], reader: str = "", *, at_once: bool = False
    ) -> object | None:
        """Return an answer if it is there; if not, ask for it and return ``None``.

        Args:
            key: what tells this answer from every other.
            work: works it out; a refusal of loopmap's own counts as no answer.
            reader: who asks; a newer question of the same reader takes the place of this one.
            at_once: whether it is begun without waiting for quiet.
        """
        with self._state:
            if key in self._done:
                self._done.move_to_end(key)
                return self._done[key]
            waiting = self._wanted.get(reader)
            if self._begun != key and (waiting is None or waiting.key != key):
                self._wanted.pop(reader, None)
                now = time.monotonic()
                due = now if at_once else now + self._quiet_seconds
                self._wanted[reader] = _Wanted(key, work, due)
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
            answer = self._answer(found.work)
            with self._state:
                self._done[found.key], self._begun = answer, None
                while len(self._done) > _KEPT:
                    self._done.popitem(last=False)

    def _next(self) -> _Wanted | None:
        """Return the question asked first of those whose readers are quiet; waits for one."""
        while self._wanted:
            reader, found = min(self._wanted.items(), key=lambda pair: pair[1].due)
            rest = found.due - time.monotonic()
            if rest <= 0:
                del self._wanted[reader]
                if found.key not in self._done:
                    return found
            else:
                self._state.wait(rest)
        return None

    def _answer(self, work: Callable[[], object]) -> object | None:
        try:
            try:
                with working_with(self._workers or ThisProcess()):
                    return work()
            except WorkersError as error:
                # Better late and here than not at all.
                _log.warning("%s", error)
                return work()
        except LoopmapError:
            return None
        except Exception:  # noqa: BLE001 (told on the terminal)
            # A defect of ours must not leave all others without their answers.
            _log.exception("An answer could not be worked out.")
            return None


# What is done beside the pages, in any process: functions of this module, which knows no page.


@record
class Asked:
    """A question that is asked of a study.

    Attributes:
        name: as the registry has it.
        draws: behind the answer; ``None`` if nothing in it is drawn.
        options: the question's own, by name.
    """

    name: str
    draws: int | None
    options: tuple[tuple[str, Any], ...] = ()


@record
class OfStudy:
    """A study that can be sent to another process, as what it is of.

    Attributes:
        study: the map, the standpoint and what is supposed.
        key: tells it from every other, so that it is packed once for all questions.
    """

    study: Study
    key: str

    def __reduce__(self) -> tuple[Any, ...]:
        study = self.study
        return _begun, (study.model, study.standpoint, study.suppositions, self.key)


def _begun(
    model: LoopModel, standpoint: Standpoint, suppositions: tuple[Supposition, ...], key: str
) -> OfStudy:
    """Return a study that shares what the evidence alone says with those begun before it."""
    place = (model.digest, standpoint)
    base = _BASES.pop(place, None)
    if base is None:
        base = Study(model, standpoint)
        recall_worked_out(base)
    _BASES[place] = base
    while len(_BASES) > _BASES_KEPT:
        del _BASES[next(iter(_BASES))]
    return OfStudy(base.supposing(suppositions), key)


#: Studies of the evidence alone that a process has worked on, the newest last.
_BASES: dict[tuple[str, Standpoint], Study] = {}
_BASES_KEPT = 4


@cache
def aside() -> Aside:
    """Return the process in which slow answers are worked out: it gives way to the pages."""
    return Aside((__name__, *(f"graph.questions.{noun}.compute" for noun in _SLOW)))


def answer_of(of: OfStudy, asked: Asked) -> Answer:
    """Return the answer to a question; the same to the digit wherever it is worked out."""
    question = question_named(asked.name)
    return question.answer(of.study, draws=asked.draws, **dict(asked.options))


@record
class TwoMaps:
    """The map as it is and as it would be.

    Attributes:
        before: the one.
        after: the other.
        setting: whose loop is asked about.
    """

    before: LoopModel
    after: LoopModel
    setting: str


def compare_maps(maps: TwoMaps, draws: int) -> Comparison | str:
    """Return what is different between two maps, or in words why that is not known."""
    from graph.comparing.comparison import compare

    try:
        before, after = (
            study_of(model, setting=maps.setting) for model in (maps.before, maps.after)
        )
        return compare(before, after, ("as it is", "with the change"), draws=draws)
    except LoopmapError as error:
        return str(error)


def find_in_files(paths: tuple[Path, ...], _: None) -> FileFindings:
    """Return what ``check`` says of some files."""
    from graph.editing.file_findings import findings_in

    return findings_in(paths)
