"""Printing a result in the format asked for; nothing is computed here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from graph.cli.saving import save_text
from graph.reports.markdown import to_markdown
from graph.reports.plain import SCHEMA_VERSION, Plain, flatten, to_plain
from graph.reports.report import Report
from graph.reports.text import to_text

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


def json_text(result: object) -> str:
    """Return the result as JSON with the version of its schema."""
    plain = to_plain(result)
    body: dict[str, Plain] = {"schema_version": SCHEMA_VERSION}
    body.update(plain if isinstance(plain, dict) else {"result": plain})
    return json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False)


def csv_text(result: object, records: str) -> str:
    """Return one list of a result as CSV, a line a record."""
    plain = to_plain(getattr(result, records))
    rows = [flatten(row) for row in plain] if isinstance(plain, list) else [flatten(plain)]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    # A record that is missing in one row has its columns from the rows that have it.
    nested = {head[:end] for head in heads for end in range(len(head)) if head[end] == "."}
    heads = [head for head in heads if head not in nested]
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
