"""Writing a table to a file, whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

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
        callback=_refuse_early,
        help=f"Also write {what} to this file as CSV.",
    )


def _refuse_early(
    _context: click.Context, _option: click.Parameter, out: Path | None
) -> Path | None:
    # Nobody should wait for an answer to learn that it cannot be kept.
    if out is not None:
        from graph.exporters.writing import refuse_target

        refuse_target(out)
    return out


def save_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    save_text(path, text.getvalue())


def save_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    from graph.exporters.writing import write_whole

    write_whole(path, text)
    click.echo(f"Wrote {path}.", err=True)
