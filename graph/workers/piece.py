"""A piece of work on its way to another process and back."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.errors import LoopmapError


class PieceError(LoopmapError):
    """What a piece of work raised elsewhere, in so many words."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[Any, ...]:
        return PieceError, (str(self), self.exit_code)


@dataclass(frozen=True, slots=True)
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


#: The parcel that was unpacked last, with its digest in one, so that no thread sees half of it.
_last: tuple[str, tuple[Callable[..., object], object]] | None = None


def do_piece(parcel: Parcel, item: object) -> object:
    """Do one piece where it was sent; what our own errors say comes back with their exit code."""
    global _last
    known = _last
    if known is None or known[0] != parcel.digest:
        known = parcel.digest, pickle.loads(parcel.packed)
        _last = known
    work, shared = known[1]
    try:
        return work(shared, item)
    except LoopmapError as error:
        # An error with more to it than its words could not be unpacked again.
        raise PieceError(str(error), error.exit_code) from None

