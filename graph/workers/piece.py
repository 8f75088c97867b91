"""A piece of work on its way to another process and back."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections.abc import Callable
from typing import Any

from graph.errors import LoopmapError
from graph.records import record
from graph.workers import ThisProcess, working_with


class PieceError(LoopmapError):
    """What a piece of work raised elsewhere, in so many words."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[Any, ...]:
        return PieceError, (str(self), self.exit_code)


@record
class Parcel:
    """What all pieces have in common, packed once.

    Attributes:
        digest: by which a worker knows that it has unpacked it before.
        packed: the function and what it is given besides each piece.
    """

    digest: str
    packed: bytes

    @staticmethod
    def of(work: Callable[..., object], shared: object) -> Parcel:
        """Return a function and what it is given besides each piece, packed."""
        packed = pickle.dumps((work, shared), protocol=pickle.HIGHEST_PROTOCOL)
        return Parcel(hashlib.sha256(packed).hexdigest(), packed)


class _Unpacked(threading.local):
    """The parcel that a thread unpacked last; each has its own, which its work may change."""

    digest = ""
    work: Callable[..., object]
    shared: object


_UNPACKED = _Unpacked()


def do_piece(parcel: Parcel, item: object) -> object:
    """Do one piece where it was sent; what our own errors say comes back with their exit code."""
    if _UNPACKED.digest != parcel.digest:
        _UNPACKED.work, _UNPACKED.shared = pickle.loads(parcel.packed)
        _UNPACKED.digest = parcel.digest
    return done(_UNPACKED.work, _UNPACKED.shared, item)


def done(work: Callable[..., object], shared: object, item: object) -> object:
    """Do one piece, here alone; what our own errors say goes back with their exit code."""
    try:
        # A copy of a process would else have copies of its own do what is shared out in a piece.
        with working_with(ThisProcess()):
            return work(shared, item)
    except LoopmapError as error:
        # An error with more to it than its words could not be unpacked again.
        raise PieceError(str(error), error.exit_code) from None
