"""Pieces of work for the tests of those who do them; in a module that every process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import UsageError
from graph.workers import current_workers


def times(shared: int, item: int) -> int:
    """Return a product."""
    return shared * item


def process_of(_: object, item: int) -> int:
    """Return in which process this is done."""
    time.sleep(0.05 if item else 0.0)
    return os.getpid()


def refused(_: object, item: int) -> int:
    """Refuse the third piece."""
    if item == 2:
        raise UsageError("Two is no good.")
    return item


def processes_of_its_pieces(_: object, item: int) -> set[int]:
    """Return in which process this is done, and in which ones what it shares out."""
    return {os.getpid(), *current_workers().run(process_of, None, [item], 1)}


def killed_once(marker: Path, item: int) -> int:
    """Return the item; whoever meets the third first is killed as the system kills, unasked."""
    if item == 2 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def killed_always(_: object, item: int) -> int:
    """Kill whoever does this."""
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def filled(tables: list[NDArray[np.float64]], item: int) -> int:
    """Write a number into its row of each table."""
    for table in tables:
        table[item] = item
    return item


def killed_elsewhere(home: int, item: int) -> int:
    """Return the item at home; kill any other process that does this."""
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def giving_way_of(_: object, item: int) -> int:
    """Return how much the process that does this gives way to others."""
    return os.nice(0) + item


def noisy(_: object, item: int) -> int:
    """Print, as a library may, and return the item."""
    print("not an answer")
    os.write(1, b"nor this\n")
    return item


class Unopened:
    """A piece that can be packed and not be unpacked."""

    def __reduce__(self):
        return cannot_be_opened, ()


def cannot_be_opened():
    """Fail while a piece is unpacked, as a module does that is not to be had there."""
    raise ImportError("nothing here")
