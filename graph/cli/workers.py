"""The options that say who does the work: this process, several, or a cluster."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeVar

import click

from graph.errors import UsageError
from graph.workers import working_with
from graph.workers.telling import Telling

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_WORKER_OPTIONS = (
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        metavar="N",
        help="Processes that share the draws, the scenarios and the runs without a source. The "
        "answer is the same to the last digit; more than one pay for maps of hundreds of parts, or "
        "for many draws.",
    ),
    click.option(
        "--on",
        default=None,
        metavar="URL",
        help="Send the same to the workers of a Dask scheduler, for example tcp://10.0.0.5:8786 "
        "(needs loopmap[cluster]). What is sent can be read there: name one that you trust.",
    ),
)


def sent_to_workers(function: Decorated) -> Decorated:
    """Give a command the options of who does the work, and let those do it."""

    @functools.wraps(function)
    def command(*arguments: Any, workers: int, on: str | None, **values: Any) -> Any:
        with ExitStack() as stack:
            stack.enter_context(_put_to_work(workers, on))
            return function(*arguments, **values)

    found: Any = command
    for option in reversed(_WORKER_OPTIONS):
        found = option(found)
    return found  # type: ignore[no-any-return]


@contextmanager
def _put_to_work(workers: int, on: str | None) -> Iterator[None]:
    if on is not None and workers > 1:
        raise UsageError("--workers and --on exclude each other: the cluster has its own workers.")
    if on is None and workers == 1:
        yield
        return
    made: AbstractContextManager[Any]
    if on is not None:
        from graph.workers.cluster import Cluster

        made = Cluster(on, _Counter())
    else:
        from graph.workers.processes import Forks, Processes, can_fork

        made = (Forks if can_fork() else Processes)(workers, _Counter())
    with made as ready, working_with(ready):
        yield


class _Counter(Telling):
    """Counts on standard error; only where a person looks, so that logs stay clean."""

    def __init__(self) -> None:
        self._count = 0
        self._shown = sys.stderr.isatty()

    @contextmanager
    def of(self, count: int) -> Iterator[None]:
        """Begin to count, and take the line away at the end."""
        self._count = count
        self.done(0)
        try:
            yield
        finally:
            self._write("\r\x1b[K")

    def done(self, done: int) -> None:
        """Show how many pieces are done."""
        self._write(f"\r\x1b[K{done} of {self._count} pieces of work done ...")

    def say(self, sentence: str) -> None:
        """Say what happened, on a line of its own."""
        self._write("\r\x1b[K")
        click.echo(sentence, err=True)

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(text)
            sys.stderr.flush()
