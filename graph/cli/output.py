"""Printing a result in the format asked for; nothing is computed here."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from graph.cli.colour import wants_colour
from graph.cli.output_stream import holds_every_sign
from graph.records import record
from graph.reports.plain import csv_text, json_text, rows_csv
from graph.reports.report import Report, plain, to_markdown
from graph.reports.terminal_text import PAPER_WIDTH, to_text

Result = TypeVar("Result")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

#: The formats in which a result can be had.
FORMATS = ("text", "json", "csv", "markdown")


@record
class Display:
    """How an answer is printed.

    Attributes:
        format: one of ``FORMATS``.
        details: whether the text says more than its first screen.
        wide: whether its tables keep all columns, however narrow the terminal.
        every_row: whether its tables show all rows.
    """

    format: str = FORMATS[0]
    details: bool = False
    wide: bool = False
    every_row: bool = False


_DISPLAY_OPTIONS = (
    click.option(
        "--format",
        "-f",
        "format_",
        default=FORMATS[0],
        show_default=True,
        type=click.Choice(FORMATS),
        help="How to print the answer.",
    ),
    click.option("--details", is_flag=True, help="Print all that stands behind the answer."),
    click.option("--all", "every_row", is_flag=True, help="Print every row of each table."),
    click.option(
        "--wide", is_flag=True, help="Print every column, however narrow the terminal is."
    ),
)


def display_options(function: Decorated) -> Decorated:
    """Give a command the options of how its answer is printed."""
    for option in reversed(_DISPLAY_OPTIONS):
        function = option(function)
    return function


def gather_display(values: dict[str, Any]) -> Display:
    """Return what was asked of the printing, leaving the command's own options in ``values``."""
    return Display(
        values.pop("format_"), values.pop("details"), values.pop("wide"), values.pop("every_row")
    )


def text_columns() -> int:
    """Return how wide a text may be: the terminal, ``COLUMNS``, or a page where it is piped."""
    return shutil.get_terminal_size((PAPER_WIDTH, 0)).columns


def show(
    result: Result,
    display: Display,
    report_of: Callable[[Result], Report],
    records: str,
    out: Path | None = None,
) -> None:
    """Print a result, and keep its table if asked to.

    Args:
        result: a frozen result; its field names are the keys of the JSON.
        display: the format, and how much of the text.
        report_of: puts the result into words.
        records: the field whose items are the lines of the CSV.
        out: where to write that CSV as well, if anywhere.

    Raises:
        UsageError: the file cannot be written; nothing is printed then.
    """
    if out is not None:
        save_text(out, csv_text(result, records))
    csv = csv_text(result, records) if display.format == "csv" else ""
    show_text(result, display, lambda: report_of(result), csv)


def show_text(result: object, display: Display, report: Callable[[], Report], csv: str) -> None:
    """Print a result that is in words, or in CSV, already.

    Args:
        result: its field names are the keys of the JSON.
        display: the format, and how much of the text.
        report: puts it into words; not called for the other formats.
        csv: what is printed as CSV.
    """
    if display.format == "text":
        colour = wants_colour(sys.stdout)
        click.echo(_text(report(), display, colour=colour), nl=False, color=colour)
    elif display.format == "markdown":
        click.echo(to_markdown(report()), nl=False)
    elif display.format == "json":
        click.echo(json_text(result, ascii_only=not holds_every_sign(sys.stdout)))
    else:
        click.echo(csv, nl=False)


def show_line(key: str, line: str, display: Display) -> None:
    """Print an answer of one line in the format asked for.

    Args:
        key: what the line is called in JSON and CSV.
        line: the answer.
        display: the format.
    """
    if display.format == "json":
        click.echo(json_text({key: line}, ascii_only=not holds_every_sign(sys.stdout)))
    elif display.format == "csv":
        click.echo(rows_csv((key,), ({key: line},)), nl=False)
    else:
        click.echo(plain(line) if display.format == "markdown" else line)


def _text(report: Report, display: Display, *, colour: bool) -> str:
    return to_text(
        report,
        text_columns(),
        details=display.details,
        wide=display.wide,
        every_row=display.every_row,
        colour=colour,
    )


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
    lines = (dict(zip(columns, row, strict=True)) for row in rows)
    save_text(path, rows_csv(columns, lines))


def save_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    from graph.exporters.writing import write_whole

    write_whole(path, text)
    click.echo(f"Wrote {path}.", err=True)
