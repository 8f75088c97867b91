"""How far work is that others do, told to whoever waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Telling:
    """Tells nothing; whoever has somebody to tell makes one that does."""

    @contextmanager
    def of(self, count: int) -> Iterator[None]:  # noqa: ARG002 (for those who tell)
        """Begin work of so many pieces."""
        yield

    def done(self, done: int) -> None:
        """Tell that so many pieces are done."""

    def say(self, sentence: str) -> None:
        """Tell what happened besides."""
