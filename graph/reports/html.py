"""A report as a fragment of HTML, for notebooks: text from an ontology can add no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from graph.reports.report import Align, Block, Column, Facts, Listing, Paragraph, Report, Table


def to_html(report: Report) -> str:
    """Return the report as HTML with headings, paragraphs, lists and tables.

    >>> to_html(Report("a < b", (Paragraph("so"),)))
    '<h3>a &lt; b</h3><p>so</p>'
    """
    return f"<h3>{escape(report.title)}</h3>" + "".join(map(_block, report.blocks))


def table_html(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are ready to be read."""
    head = "".join(_cell("th", item, item.title) for item in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    pairs = zip(columns, row, strict=True)
    return "".join(_cell("td", column, text) for column, text in pairs)


def _cell(tag: str, column: Column, text: str) -> str:
    side = "left" if column.align is Align.LEFT else "right"
    return f'<{tag} style="text-align: {side}">{escape(text)}</{tag}>'


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Facts):
        return _heading(block.title) + _facts(block)
    if isinstance(block, Listing):
        points = "".join(f"<li>{escape(point)}</li>" for point in block.points)
        return f"{_heading(block.title)}<ul>{points}</ul>"
    return _table(block)


def _facts(block: Facts) -> str:
    columns = (Column("", Align.LEFT), Column("", Align.LEFT))
    return table_html(columns, block.pairs)


def _table(block: Table) -> str:
    note = f"<p>{escape(block.note)}</p>" if block.note else ""
    return _heading(block.title) + table_html(block.columns, block.rows) + note


def _heading(text: str) -> str:
    return f"<h4>{escape(text)}</h4>" if text else ""
