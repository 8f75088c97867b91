"""Writing a file whole or not at all, and never over an ontology."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from graph.errors import UsageError


def write_whole(
    target: Path, text: str | bytes, kept: Collection[Path] = (), *, answers: bool = False
) -> None:
    """Write a text as UTF-8, or bytes as they are; on any failure the file is as it was.

    Args:
        target: where to write; its folder must exist.
        text: what to write.
        kept: files that must not be overwritten, besides every Turtle file.
        answers: whether the text is answers as Turtle, which may replace nothing but answers.

    Raises:
        UsageError: the target is a folder, a Turtle file or one of those kept, or cannot be
            written.
    """
    refuse_target(target, kept, answers=answers)
    data = text.encode() if isinstance(text, str) else text
    real = target.resolve()
    try:
        if real.exists() and not real.is_file():
            # A pipe or a device is written to; putting a file in its place would destroy it.
            real.write_bytes(data)
        else:
            _replace(real, data)
    except OSError as error:
        raise UsageError(f"Cannot write '{target}': {error.strerror or error}.") from None


def _replace(real: Path, data: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:60]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(scratch, _mode(real))
        os.replace(scratch, real)
    except BaseException:
        os.unlink(scratch)
        raise


def refuse_target(target: Path, kept: Collection[Path] = (), *, answers: bool = False) -> None:
    """Raise if something must not be written there; before any work is done.

    Raises:
        UsageError: the target is a folder, a Turtle file or one of those kept, or has no folder.
    """
    if "\0" in str(target):
        raise UsageError("The name of the file holds a sign that no name can hold.")
    try:
        if target.is_dir():
            raise UsageError(f"'{target}' is a folder. Name a file in it.")
        real = target.resolve()
        turtle = ".ttl" in (real.suffix.casefold(), target.suffix.casefold())
        if turtle and not (answers and _takes_answers(real)):
            raise UsageError(
                f"'{target}' is the name of an ontology file, and exports never write one. "
                "Choose another name."
            )
        if real in {path.resolve() for path in kept}:
            raise UsageError(
                f"'{target}' is a file of the ontology that is read. Choose another name."
            )
        if not target.parent.is_dir():
            raise UsageError(f"There is no folder '{target.parent}'. Make it first.")
    except OSError as error:
        raise UsageError(f"Cannot write '{target}': {error.strerror or error}.") from None


def _takes_answers(real: Path) -> bool:
    """Return whether answers may be written there: nothing else that a person wrote is lost."""
    if not real.exists():
        return True
    if not real.is_file():
        return False
    from graph.ontology.neighbours import is_answer
    from graph.turtle.reading import read_turtle

    return is_answer(read_turtle(real.read_text(encoding="utf-8", errors="replace"), str(real)))


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    allowed = os.umask(0)
    os.umask(allowed)
    return 0o666 & ~allowed
