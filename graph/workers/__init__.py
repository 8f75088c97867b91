"""Where independent pieces of work are done: here, in processes of this machine, or on a cluster.

The pieces, their order and what each begins with are the caller's; where they are done changes no
digit of what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from graph.errors import LoopmapError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

#: How often pieces are begun again that nobody finished, before it is given up.
MOST_DEATHS = 3

#: Numbers of a table from which its rows are shared out: with fewer, to copy the process and to be
#: given the pages of a common table takes as long as to fill it in.
_LEAST_SHARED = 4_000_000

#: Parts of a table at most.
_PARTS = 16


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

    @property
    def near(self) -> Near:
        """Those of them who see the memory of this process; if none do, this process."""
        ...


class Near(Workers, Protocol):
    """Workers who see the memory of this process as it is when pieces are given to them.

    Nothing is sent to them. Of a table that is theirs too their work may fill in rows or columns,
    each piece its own.
    """

    def table(self, rows: int, columns: int) -> NDArray[np.float64]:
        """Return a table of numbers that is theirs too; what stands in it is not defined yet."""
        ...


class ThisProcess:
    """Does the pieces itself, one after the other."""

    @property
    def near(self) -> ThisProcess:
        """Itself."""
        return self

    def table(self, rows: int, columns: int) -> NDArray[np.float64]:
        """Return a table of numbers, nothing in it yet."""
        import numpy as np

        return np.empty((rows, columns))

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


def near_workers(numbers: int) -> Near:
    """Return who fills in a table of so many numbers: this process alone, if they are few."""
    return _CURRENT.get().near if numbers >= _LEAST_SHARED else ThisProcess()


def parts_of(rows: int) -> tuple[slice, ...]:
    """Return rows of a table in parts, more of them than there are usually workers.

    >>> parts_of(2)
    (slice(0, 1, None), slice(1, 2, None))
    """
    count = min(rows, _PARTS)
    ends = [rows * part // count for part in range(count + 1)] if count else [0]
    return tuple(slice(*pair) for pair in pairwise(ends))


@contextmanager
def working_with(workers: Workers) -> Iterator[None]:
    """Let others do the pieces for a while."""
    token = _CURRENT.set(workers)
    try:
        yield
    finally:
        _CURRENT.reset(token)
