"""Printing a result in the format asked for; nothing is computed here."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from graph.reports.plain import csv_text, json_text
from graph.reports.report import Report, to_markdown, to_text

Result = TypeVar("Result")


def show(
    result: Result,
    format_: str,
    report_of: Callable[[Result], Report],
    records: str,
    out: Path | None = None,
) -> None:
    """Print a result, and keep its table if asked to.

    Args:
        result: a frozen result; its field names are the keys of the JSON.
        format_: ``text``, ``markdown``, ``json`` or ``csv``.
        report_of: puts the result into words.
        records: the field whose items are the lines of the CSV.
        out: where to write that CSV as well, if anywhere.

    Raises:
        UsageError: the file cannot be written; nothing is printed then.
    """
    if out is not None:
        save_text(out, csv_text(result, records))
    if format_ == "text":
        click.echo(to_text(report_of(result)), nl=False)
    elif format_ == "markdown":
        click.echo(to_markdown(report_of(result)), nl=False)
    elif format_ == "json":
        click.echo(json_text(result))
    else:
        click.echo(csv_text(result, records), nl=False)


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
