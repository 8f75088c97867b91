"""Pieces of work done by processes of this machine."""

from __future__ import annotations

import itertools
import mmap
import multiprocessing
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from graph.records import record
from graph.workers import MOST_DEATHS, Item, Result, Shared, ThisProcess, WorkersError
from graph.workers.in_order import in_order
from graph.workers.piece import Parcel, do_piece, done
from graph.workers.telling import Telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What every process loads once, before it is divided.
_LOADED = ["graph.loop.block_solver"]


#: Does a piece.
_Do = Callable[[object], object]


@dataclass
class _Sent:
    """A piece that was sent, and what will come of it."""

    item: object
    future: Future[object]


class Processes:
    """Does pieces in so many processes; where one dies, what it had is done again.

    Use it as a context: the processes end with it.
    """

    def __init__(self, count: int, telling: Telling | None = None) -> None:
        """Prepare; no process is started before there is something to do.

        Args:
            count: of processes, 1 or more.
            telling: is told how far the work is.
        """
        self._count = count
        self._telling = telling or Telling()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(at_once=kind is not None)

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,
    ) -> Iterator[Result]:
        """Yield what comes of each piece, in order; see :class:`~graph.workers.Workers`."""
        found = self._run(partial(do_piece, Parcel.of(work, shared)), items, count)
        yield from cast("Iterator[Result]", found)

    @property
    def near(self) -> ThisProcess:
        """This process: its memory is its own."""
        return ThisProcess()

    def _run(self, do: _Do, items: Iterable[object], count: int) -> Iterator[object]:
        def send(item: object) -> _Sent:
            return self._send(do, item)

        def take(sent: deque[_Sent]) -> object:
            deaths = 0
            while True:
                try:
                    return sent[0].future.result()
                except BrokenProcessPool:
                    deaths += 1
                    self._again(do, sent, deaths)

        with self._telling.of(count):
            yield from in_order(items, send, take, self._count, self._telling.done)

    def _send(self, do: _Do, item: object) -> _Sent:
        try:
            future = self._started().submit(do, item)
        except BrokenProcessPool as error:
            # A process died meanwhile: the piece waits for its turn to be sent again.
            future = Future()
            future.set_exception(error)
        return _Sent(item, future)

    def _again(self, do: _Do, sent: deque[_Sent], deaths: int) -> None:
        """Send again what nobody finished."""
        self._end(at_once=True)
        if deaths >= MOST_DEATHS:
            raise WorkersError(
                f"A process died {deaths} times over the same piece of work, perhaps for want of "
                "memory. Take fewer --workers or fewer --draws."
            )
        self._telling.say("A process died; what it had is done again.")
        for one in sent:
            if not one.future.done() or one.future.exception() is not None:
                one.future = self._send(do, one.item).future

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count, mp_context=self._context())
        return self._pool

    def _context(self) -> BaseContext:
        return _context(_LOADED)

    def _end(self, *, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values()) if at_once else []
        pool.shutdown(wait=not at_once, cancel_futures=True)
        for process in processes:
            process.terminate()


class Forks:
    """Does pieces in copies of this process, so that nothing is sent but what comes of them.

    The copies are made for each lot of pieces, and end with it; what the process holds they hold
    too, without any memory of their own until they change it.
    """

    def __init__(self, count: int, telling: Telling | None = None) -> None:
        """Prepare.

        Args:
            count: of processes, 1 or more.
            telling: is told how far the work is.
        """
        self._count = count
        self._telling = telling or Telling()

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is left to end."""

    @property
    def near(self) -> Forks:
        """All of them."""
        return self

    def table(self, rows: int, columns: int) -> NDArray[np.float64]:
        """Return a table of numbers, all 0, in memory that stays common to the copies."""
        import numpy as np

        # Memory of no bytes at all cannot be had.
        memory = mmap.mmap(-1, max(1, rows * columns) * np.dtype(np.float64).itemsize)
        return np.frombuffer(memory, count=rows * columns).reshape(rows, columns)

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,
    ) -> Iterator[Result]:
        """Yield what comes of each piece, in order; see :class:`~graph.workers.Workers`."""
        if not count:
            return
        held = next(_NUMBERS)
        _HELD[held] = _Held(work, shared, list(items))
        try:
            with _Copies(min(self._count, count), self._telling) as copies:
                found = copies._run(partial(_do_held, held), range(count), count)
                yield from cast("Iterator[Result]", found)
        finally:
            del _HELD[held]


class _Copies(Processes):
    """Processes that are copies of this one."""

    def _context(self) -> BaseContext:
        return multiprocessing.get_context("fork")


@record
class _Held:
    """A lot of pieces, which copies of this process find where it left them."""

    work: Callable[..., object]
    shared: object
    items: Sequence[object]


_HELD: dict[int, _Held] = {}
_NUMBERS = itertools.count()


def _do_held(number: int, place: object) -> object:
    held = _HELD[number]
    return done(held.work, held.shared, held.items[cast(int, place)])


def can_fork() -> bool:
    """Return whether this process can be copied as it is.

    A second thread would not be there in the copy, but what it had locked would stay locked; and
    the libraries of a Mac cannot be relied on in a copy.
    """
    known = "fork" in multiprocessing.get_all_start_methods()
    return known and sys.platform != "darwin" and threading.active_count() == 1


def _context(loaded: Sequence[str]) -> BaseContext:
    """Return how processes are started: from one that loaded everything, where there is such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loaded))
    return cast(BaseContext, context)
