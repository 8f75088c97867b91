"""A report as plain text for the terminal."""

from __future__ import annotations

import textwrap

from graph.reports.report import Align, Block, Column, Facts, Listing, Paragraph, Report, Table

#: Width of running text; tables may be wider.
TEXT_WIDTH = 96


def to_text(report: Report) -> str:
    """Return the report as text, without colour, ending in a line break."""
    parts = [report.title, "=" * len(report.title)]
    for block in report.blocks:
        parts.extend(("", *_lines(block)))
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return textwrap.wrap(block.text, TEXT_WIDTH, break_long_words=False)
    if isinstance(block, Facts):
        return _heading(block.title) + _facts(block.pairs)
    if isinstance(block, Listing):
        return _heading(block.title) + [line for point in block.points for line in _point(point)]
    return _table(block)


def _heading(title: str) -> list[str]:
    return [title, "-" * len(title)] if title else []


def _point(text: str) -> list[str]:
    return textwrap.wrap(
        text, TEXT_WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False
    )


def _facts(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    width = max((len(name) for name, _ in pairs), default=0)
    lines: list[str] = []
    for name, value in pairs:
        lines.extend(
            textwrap.wrap(
                value,
                TEXT_WIDTH,
                initial_indent=f"{name:<{width}}  ",
                subsequent_indent=" " * (width + 2),
                break_long_words=False,
            )
            or [name]
        )
    return lines


def _table(table: Table) -> list[str]:
    widths = [
        max(len(column.title), *(len(row[index]) for row in table.rows), 1)
        for index, column in enumerate(table.columns)
    ]
    lines = _heading(table.title)
    if not table.rows:
        return [*lines, "none"]
    lines.append(_row(tuple(column.title for column in table.columns), table.columns, widths))
    lines.extend(_row(row, table.columns, widths) for row in table.rows)
    if table.note:
        lines.extend(textwrap.wrap(table.note, TEXT_WIDTH))
    return lines


def _row(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> str:
    set_cells = (
        cell.ljust(width) if column.align is Align.LEFT else cell.rjust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return "  ".join(set_cells)
