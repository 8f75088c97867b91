"""Where independent pieces of work are done: here, in processes of this machine, or on a cluster.

The pieces, their order and what each begins with are the caller's; where they are done changes no
digit of what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from graph.errors import LoopmapError

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

#: How often pieces are begun again that nobody finished, before it is given up.
MOST_DEATHS = 3


class WorkersError(LoopmapError):
    """Pieces of work could not be done where they were sent."""

    exit_code = 2


class Workers(Protocol):
    """Whoever does pieces of work."""

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,
    ) -> Iterator[Result]:
        """Yield what comes of each piece, in the order of the pieces.

        Args:
            work: a function of a module, which changes nothing but what it returns.
            shared: what all pieces have in common; it can be pickled.
            items: the pieces; each can be pickled.
            count: how many there are.

        Raises:
            WorkersError: a piece could not be done.
            LoopmapError: what the work itself raises.
        """
        ...


class ThisProcess:
    """Does the pieces itself, one after the other."""

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,  # noqa: ARG002 (others tell how far they are)
    ) -> Iterator[Result]:
        """Yield what comes of each piece."""
        for item in items:
            yield work(shared, item)


_CURRENT: ContextVar[Workers] = ContextVar("workers", default=ThisProcess())  # noqa: B039 (no state)


def current_workers() -> Workers:
    """Return who does the pieces now: this process, unless others were put to work."""
    return _CURRENT.get()


@contextmanager
def working_with(workers: Workers) -> Iterator[None]:
    """Let others do the pieces for a while."""
    token = _CURRENT.set(workers)
    try:
        yield
    finally:
        _CURRENT.reset(token)
