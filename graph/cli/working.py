"""What is going on while a person waits, on a line of standard error that goes away again."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

#: Seconds between two looks of the line: more often nobody sees.
_SECONDS_BETWEEN: Final = 0.1
#: Signs of a bar.
_BAR: Final = 24


class WorkingLine:
    """A line on standard error that says what goes on, and how far it is.

    Nothing is shown where standard error is no terminal, so that logs stay clean.
    """

    def __init__(self, text: str) -> None:
        """Show what goes on, said without a full stop."""
        self._text, self._next = text, 0.0
        self._shown = sys.stderr.isatty()
        self.say(text)

    @property
    def shown(self) -> bool:
        """Whether anybody looks."""
        return self._shown

    def say(self, text: str) -> None:
        """Show that something else goes on."""
        self._text, self._next = text, 0.0
        self._write(f"{text} ..." if text else "")

    def __call__(self, what: str, done: int, of: int | None = None) -> None:
        """Show how far it is, some times a second at most; as ``Progress`` of sources says."""
        now = monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN
        if not of:
            self._write(f"{self._text}: {done:,} {what} ...")
            return
        share = min(max(done / of, 0.0), 1.0)
        full = int(share * _BAR)
        self._write(f"{self._text} [{'#' * full}{'.' * (_BAR - full)}] {share:.0%} of {what}")

    def clear(self) -> None:
        """Take the line away."""
        self._write("")

    def _write(self, text: str) -> None:
        if self._shown:
            # Back to the start of the line, and clear it; a longer one could not be taken away.
            columns = shutil.get_terminal_size().columns
            sys.stderr.write(f"\r\x1b[K{text[: columns - 1]}")
            sys.stderr.flush()


@contextmanager
def working(text: str) -> Iterator[WorkingLine]:
    """Show a line on standard error while something is worked out, and take it away again.

    Args:
        text: what is going on, without a full stop; may be empty until something is said.
    """
    line = WorkingLine(text)
    try:
        yield line
    finally:
        line.clear()
