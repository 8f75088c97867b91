"""Pieces of work done one at a time by a process beside this one, which gives way to all others.

What somebody waits for now is done here; what may follow is done there, so that neither takes the
interpreter from the other.
"""

from __future__ import annotations

import importlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from graph.errors import LoopmapError
from graph.workers import MOST_DEATHS, Item, Result, Shared, ThisProcess, WorkersError
from graph.workers.piece import Parcel, do_piece

#: How much the process gives way, in the steps of ``nice``.
_GIVES_WAY = 3

#: Before each message stands how many bytes it has.
_LENGTH = struct.Struct("<Q")

#: Parcels kept packed: a piece of the same map finds there what the process unpacked before.
_KEPT = 4


class Aside:
    """Does pieces in a process of its own; one that died is begun anew.

    Several threads may hand over pieces; they are done in turn.

    Args:
        loaded: modules that the process loads before it is given anything.
    """

    def __init__(self, loaded: Sequence[str] = ()) -> None:
        self._loaded = tuple(loaded)
        self._process: subprocess.Popen[bytes] | None = None
        self._packed: OrderedDict[tuple[object, object], Parcel] = OrderedDict()
        self._turn = threading.Lock()

    @property
    def near(self) -> ThisProcess:
        """This process, whose memory the one aside does not see."""
        return ThisProcess()

    def start(self) -> None:
        """Begin the process, so that it loads what it needs while others still prepare."""
        with self._turn, suppress(OSError):
            self._begun()

    def end(self) -> None:
        """End the process; what it was doing is lost."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for end in (process.stdin, process.stdout):
                if end is not None:
                    # What was still to be sent to it goes nowhere.
                    with suppress(OSError):
                        end.close()

    def run(
        self,
        work: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Iterable[Item],
        count: int,  # noqa: ARG002 (others tell how far they are)
    ) -> Iterator[Result]:
        """Yield what comes of each piece, in order; see :class:`~graph.workers.Workers`.

        Args:
            work: a function of a module.
            shared: what all pieces have in common; packed once while it stands under the same key,
                its attribute ``key`` if it has one.
            items: the pieces.
            count: how many there are.

        Raises:
            WorkersError: no process could be begun, or one died over the same piece again and
                again, or the work failed.
            LoopmapError: what the work itself raises.
        """
        for item in items:
            with self._turn:
                found = self._done(self._parcel(work, shared), item)
            yield cast(Result, found)

    def _parcel(self, work: Callable[[Shared, Item], Result], shared: Shared) -> Parcel:
        key = (work, getattr(shared, "key", None))
        if key[1] is None:
            return Parcel.of(work, shared)
        if key not in self._packed:
            self._packed[key] = Parcel.of(work, shared)
            while len(self._packed) > _KEPT:
                self._packed.popitem(last=False)
        self._packed.move_to_end(key)
        return self._packed[key]

    def _done(self, parcel: Parcel, item: object) -> object:
        for _ in range(MOST_DEATHS):
            try:
                process = self._begun()
                _send(cast(BinaryIO, process.stdin), pickle.dumps((parcel, item)))
                fine, found = pickle.load(cast(BinaryIO, process.stdout))
            except (OSError, EOFError, pickle.UnpicklingError):
                self.end()
                continue
            if fine:
                return found
            if isinstance(found, LoopmapError):
                raise found
            raise WorkersError(str(found))
        raise WorkersError("The process beside this one died over the same piece of work.")

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # The very code that this process runs, installed or not.
            places = (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))
            surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, *self._loaded],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=surroundings,
            )
        return self._process


def main(loaded: Sequence[str]) -> None:
    """Do what comes in on standard input until there is no more, or whoever sends it is gone."""
    import signal

    # An interrupt at the terminal is for the process that sends: its end is seen below.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)
    # What libraries print must not come among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pieces,), daemon=True).start()
    for name in loaded:
        importlib.import_module(name)
    while True:
        pickle.dump(_outcome(pieces.get()), answers)
        answers.flush()


def _send(stream: BinaryIO, message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def _receive(pieces: queue.SimpleQueue[bytes]) -> None:
    """Take in what comes, unopened: to open it loads modules, and another thread loads some too."""
    with suppress(OSError):
        while len(head := sys.stdin.buffer.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            message = sys.stdin.buffer.read(length)
            if len(message) < length:
                break
            pieces.put(message)
    # Nobody is left who would take an answer, not even one that is being worked out.
    os._exit(0)


def _outcome(message: bytes) -> tuple[bool, object]:
    try:
        parcel, item = pickle.loads(message)
        return True, do_piece(parcel, item)
    except LoopmapError as error:
        return False, error
    except Exception as error:  # noqa: BLE001 (a defect is told where the answer is waited for)
        traceback.print_exc(file=sys.stderr)
        return False, f"The work failed: {type(error).__name__}: {error}"


if __name__ == "__main__":
    main(sys.argv[1:])
