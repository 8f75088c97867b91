"""Writing a table to a file, whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from graph.errors import UsageError

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def out_option(what: str) -> Callable[[Decorated], Decorated]:
    """Give a command the option ``--out``.

    Args:
        what: what is written there, for the help.
    """
    return click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        metavar="FILE.csv",
        help=f"Also write {what} to this file as CSV.",
    )


def save_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """

    def write(file: TextIO) -> None:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)

    _save(path, write)


def save_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    _save(path, lambda file: file.write(text))


def _save(path: Path, write: Callable[[TextIO], object]) -> None:
    try:
        _replace(path, write)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
    click.echo(f"Wrote {path}.", err=True)


def _replace(path: Path, write: Callable[[TextIO], object]) -> None:
    """Write to a file beside it that takes its name at the end.

    An interruption leaves either the old file or the new one, never a half.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            write(file)
        os.chmod(name, _usual_mode(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _usual_mode(path: Path) -> int:
    """Return the mode of the file that is replaced, else that of any new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
