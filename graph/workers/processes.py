"""Pieces of work done by processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, cast

from graph.workers import MOST_DEATHS, Item, Result, Shared, WorkersError
from graph.workers.in_order import in_order
from graph.workers.piece import Parcel, do_piece
from graph.workers.telling import Telling

#: What every process loads once, before it is divided.
_LOADED = ["graph.loop.block_solver"]


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
        parcel = Parcel.of(work, shared)

        def send(item: Item) -> _Sent:
            return self._send(parcel, item)

        def take(sent: deque[_Sent]) -> object:
            deaths = 0
            while True:
                try:
                    return sent[0].future.result()
                except BrokenProcessPool:
                    deaths += 1
                    self._again(parcel, sent, deaths)

        with self._telling.of(count):
            results = in_order(items, send, take, self._count, self._telling.done)
            yield from cast("Iterator[Result]", results)

    def _send(self, parcel: Parcel, item: object) -> _Sent:
        try:
            future = self._started().submit(do_piece, parcel, item)
        except BrokenProcessPool as error:
            # A process died meanwhile: the piece waits for its turn to be sent again.
            future = Future()
            future.set_exception(error)
        return _Sent(item, future)

    def _again(self, parcel: Parcel, sent: deque[_Sent], deaths: int) -> None:
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
                one.future = self._send(parcel, one.item).future

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count, mp_context=_context(_LOADED))
        return self._pool

    def _end(self, *, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values()) if at_once else []
        pool.shutdown(wait=not at_once, cancel_futures=True)
        for process in processes:
            process.terminate()


def _context(loaded: Sequence[str]) -> BaseContext:
    """Return how processes are started: from one that loaded everything, where there is such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loaded))
    return cast(BaseContext, context)
