"""How seldom Python looks for garbage while one answer is worked out, after which all is over."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects after which it looks. A map of 20,000 parts makes fewer, of which none is garbage;
#: whatever is, its peak stays as it is with looks after a tenth of that.
_OBJECTS = 4_000_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage only after millions of new objects, and as before afterwards.

    >>> with seldom_collected():
    ...     gc.get_threshold()[0]
    4000000
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _OBJECTS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
