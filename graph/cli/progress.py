"""Telling a person at a terminal that work is going on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show a line on standard error while something is worked out, and take it away again.

    Nothing is shown where standard error is no terminal, so that logs stay clean.

    Args:
        text: what is going on, without a full stop.
    """
    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(f"{text} ...")
        sys.stderr.flush()
    try:
        yield
    finally:
        if shown:
            # Back to the start of the line, and clear it.
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
