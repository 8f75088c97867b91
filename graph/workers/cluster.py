"""Pieces of work done by the workers of a Dask scheduler that somebody else runs."""

from __future__ import annotations

import importlib.util
import logging
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from functools import partial
from types import TracebackType
from typing import Any, cast

from graph.errors import UsageError
from graph.workers import Item, Result, Shared, ThisProcess, WorkersError
from graph.workers.in_order import in_order
from graph.workers.piece import Parcel, do_piece
from graph.workers.same_code import code_digest
from graph.workers.telling import Telling

#: Seconds after which a scheduler that does not answer is given up.
PATIENCE = 10

#: Seconds more for one that took the connection and says nothing.
_GRACE = 2


class Cluster:
    """Does pieces on a cluster; where a worker dies, what it had is done by another.

    Use it as a context. Whoever runs the scheduler can read what is sent and decides what comes
    back: name only one that you trust.
    """

    def __init__(self, address: str, telling: Telling | None = None) -> None:
        """Connect.

        Args:
            address: of the scheduler, for example ``tcp://10.0.0.5:8786``.
            telling: is told how far the work is.

        Raises:
            UsageError: Dask is not installed; nobody answers there; nobody works there, or only
                with another loopmap.
        """
        if importlib.util.find_spec("distributed") is None:
            raise UsageError(
                "--on sends work to a Dask cluster, and Dask is not installed here. Install it "
                'with: pip install "loopmap[cluster]".'
            )
        self._telling = telling or Telling()
        self._address = address
        self._client = _connected(address)
        self._quiet = _quiet()
        try:
            self._threads = self._counted()
        except BaseException:
            with self._quiet:
                self._client.close()
            raise

    def __enter__(self) -> Cluster:
        # As long as there is a client: it tells by itself when a scheduler has gone.
        self._quiet.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._client.close()
        finally:
            self._quiet.__exit__()

    def _counted(self) -> int:
        """Return how many pieces can be done at once, once all workers are known to do them."""
        threads = int(sum(self._client.nthreads().values()))
        if not threads:
            raise UsageError(
                f"The Dask scheduler at {self._address} has no workers. Start one with: "
                f"dask worker {self._address}."
            )
        try:
            here, theirs = code_digest(), set(self._client.run(code_digest).values())
        except Exception as error:  # noqa: BLE001 (whatever their installation raises)
            raise UsageError(
                f"The workers at {self._address} cannot do this: {type(error).__name__}: {error}. "
                "They need the same loopmap as here."
            ) from None
        if theirs != {here}:
            others = " and ".join(sorted(theirs - {here}))
            raise UsageError(
                f"The workers at {self._address} have another loopmap, Python or NumPy than this "
                f"process ({others}; here {here}), so that their answers might differ. Install the "
                "same versions there."
            )
        return threads

    @property
    def near(self) -> ThisProcess:
        """This process: those elsewhere do not see its memory."""
        return ThisProcess()

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,
    ) -> Iterator[Result]:
        """Yield what comes of each piece, in order; see :class:`~graph.workers.Workers`."""
        from distributed import KilledWorker

        parcel = Parcel.of(work, shared)

        def send(item: Item) -> Any:
            return self._client.submit(do_piece, parcel, item, pure=False)

        def take(sent: deque[Any]) -> object:
            try:
                return sent[0].result()
            except KilledWorker:
                raise WorkersError(
                    f"Workers at {self._address} died again and again over the same piece of work, "
                    "perhaps for want of memory. Give them more, or take fewer --draws."
                ) from None
            except (OSError, TimeoutError, CancelledError) as error:
                raise WorkersError(
                    f"The Dask scheduler at {self._address} is gone, and the work with it "
                    f"({type(error).__name__}). Start it again and ask once more."
                ) from None

        with self._telling.of(count):
            results = in_order(items, send, take, self._threads, self._telling.done)
            yield from cast("Iterator[Result]", results)


def _connected(address: str) -> Any:
    with _quiet():
        import distributed
        from distributed.comm.addressing import get_address_host_port

        try:
            # A client that was given no address at all is long in giving up.
            get_address_host_port(address, strict=True)
            made = partial(distributed.Client, address, timeout=PATIENCE, set_as_default=False)
            return _within(PATIENCE + _GRACE, made)
        except _SilentError:
            reason = "who listens there does not speak as one (as its page in a browser would not)"
        except (OSError, TimeoutError):
            reason = f"nobody answered within {PATIENCE} seconds"
        except (ValueError, TypeError, KeyError, ImportError) as error:
            reason = f"that is no address of one ({error})"
    raise UsageError(
        f"There is no Dask scheduler at {address}: {reason}. Start one with: dask scheduler. It "
        "prints its address, for example tcp://10.0.0.5:8786."
    )


class _SilentError(Exception):
    """Somebody took the connection and said nothing."""


def _within(seconds: float, made: Callable[[], Any]) -> Any:
    """Return what is made, or give it up: a client waits for ever for a greeting."""
    future: Future[Any] = Future()

    def work() -> None:
        try:
            future.set_result(made())
        except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    if not wait([future], seconds).done:
        raise _SilentError
    return future.result()


class _quiet:  # noqa: N801 (used as a function)
    """Keeps what Dask writes about its own affairs from whoever waits for an answer."""

    def __enter__(self) -> None:
        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.simplefilter("ignore")
        self._levels = _levels_of_dask()
        for name in self._levels:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def __exit__(self, *error: object) -> None:
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
        self._caught.__exit__(None, None, None)


def _levels_of_dask() -> dict[str, int]:
    """Return the levels of all loggers of Dask; it gives several a level of their own."""
    names = ["distributed", *logging.root.manager.loggerDict]
    ours = (name for name in names if name.split(".")[0] == "distributed")
    return {name: logging.getLogger(name).level for name in ours}
