"""A report: paragraphs, facts and tables, without any thought of how they are shown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")


class Align(StrEnum):
    """On which side the cells of a column are set."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; its unit belongs into the title."""

    title: str
    align: Align = Align.RIGHT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that are ready to be read.

    Attributes:
        title: what the table shows, as a heading.
        columns: one head per cell of a row.
        rows: the cells.
        note: one sentence below it, if needed.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what there is to say, one a line."""

    pairs: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Short points under a heading."""

    title: str
    points: tuple[str, ...]


Block = Table | Paragraph | Facts | Listing


@dataclass(frozen=True, slots=True)
class Report:
    """An answer, ready to be rendered.

    Attributes:
        title: the question or the answer in one line.
        blocks: what follows, in reading order.
    """

    title: str
    blocks: tuple[Block, ...]


def left(title: str) -> Column:
    """Return a column for words."""
    return Column(title, Align.LEFT)


def right(title: str) -> Column:
    """Return a column for numbers."""
    return Column(title, Align.RIGHT)


def make_report(title: str, *parts: Block | str | None) -> Report:
    """Return a report of the parts that are there; text becomes a paragraph.

    >>> make_report("Why", "Because.", None).blocks
    (Paragraph(text='Because.'),)
    """
    blocks = (Paragraph(part) if isinstance(part, str) else part for part in parts)
    return Report(title, tuple(block for block in blocks if block is not None))


def table_of(
    title: str, items: Iterable[Item], *cells: tuple[Column, Callable[[Item], str]], note: str = ""
) -> Table:
    """Return a table with a row per item; each column comes with what its cells say."""
    rows = tuple(tuple(cell(item) for _, cell in cells) for item in items)
    return Table(title, tuple(column for column, _ in cells), rows, note)


def to_markdown(report: Report) -> str:
    """Return the report as Markdown, ending in a line break; ontology text cannot add markup."""
    parts = [f"# {plain(report.title)}"]
    for block in report.blocks:
        parts.extend(("", *_markdown_lines(block)))
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    r"""Return text in which no character means anything to Markdown or HTML.

    >>> print(plain("![x](https://a) <b>"))
    \!\[x\]\(https://a\) &lt;b&gt;
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]()!|#~])", r"\\\1", escaped).replace("\n", " ")


def _markdown_lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [plain(block.text)]
    if isinstance(block, Facts):
        return _markdown_heading(block.title) + [
            f"- **{plain(name)}**: {plain(value)}" for name, value in block.pairs
        ]
    if isinstance(block, Listing):
        return _markdown_heading(block.title) + [f"- {plain(point)}" for point in block.points]
    return _markdown_table(block)


def _markdown_heading(title: str) -> list[str]:
    return [f"## {plain(title)}", ""] if title else []


def _markdown_table(table: Table) -> list[str]:
    rule = ("---" if column.align is Align.LEFT else "---:" for column in table.columns)
    lines = [
        *_markdown_heading(table.title),
        _markdown_row(tuple(column.title for column in table.columns)),
        "| " + " | ".join(rule) + " |",
        *(_markdown_row(row) for row in table.rows),
    ]
    return [*lines, "", plain(table.note)] if table.note else lines


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"


#: Width of running text; tables may be wider.
TEXT_WIDTH = 96


def to_text(report: Report) -> str:
    """Return the report as text, without colour, ending in a line break."""
    parts = [report.title, "=" * len(report.title)]
    for block in report.blocks:
        parts.extend(("", *_text_lines(block)))
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _text_lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return textwrap.wrap(block.text, TEXT_WIDTH, break_long_words=False)
    if isinstance(block, Facts):
        return _text_heading(block.title) + _facts(block.pairs)
    if isinstance(block, Listing):
        return _text_heading(block.title) + [
            line for point in block.points for line in _point(point)
        ]
    return _text_table(block)


def _text_heading(title: str) -> list[str]:
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


def _text_table(table: Table) -> list[str]:
    widths = [
        max(len(column.title), *(len(row[index]) for row in table.rows), 1)
        for index, column in enumerate(table.columns)
    ]
    lines = _text_heading(table.title)
    if not table.rows:
        return [*lines, "none"]
    lines.append(_text_row(tuple(column.title for column in table.columns), table.columns, widths))
    lines.extend(_text_row(row, table.columns, widths) for row in table.rows)
    if table.note:
        lines.extend(textwrap.wrap(table.note, TEXT_WIDTH))
    return lines


def _text_row(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> str:
    set_cells = (
        cell.ljust(width) if column.align is Align.LEFT else cell.rjust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return "  ".join(set_cells)
