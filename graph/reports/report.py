"""A report: paragraphs, facts and tables, without any thought of how they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from graph.map_words import MapWords
from graph.records import record

Item = TypeVar("Item")


class Align(StrEnum):
    """On which side the cells of a column are set."""

    LEFT = "left"
    RIGHT = "right"


@record
class Column:
    """The head of a column; its unit belongs into the title.

    Attributes:
        title: what stands above it.
        align: on which side its cells are set.
        rank: how soon it is left out where a terminal is narrow: the greatest first. ``None`` for
            its place in the table, so that the last goes first.
    """

    title: str
    align: Align = Align.RIGHT
    rank: int | None = None


@record
class Table:
    """Rows of cells that are ready to be read.

    Attributes:
        title: what the table shows, as a heading.
        columns: one head per cell of a row.
        rows: the cells, all of them.
        note: one sentence below it, if needed.
        row_limit: how many rows are shown unless somebody asks for all; ``None`` for all.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    row_limit: int | None = None

    @property
    def first_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows that are shown unless somebody asks for all."""
        return self.rows[: self.row_limit]


@record
class Paragraph:
    """Running text."""

    text: str


@record
class Facts:
    """Pairs of a name and what there is to say, one a line."""

    pairs: tuple[tuple[str, str], ...]
    title: str = ""


@record
class Listing:
    """Short points under a heading."""

    title: str
    points: tuple[str, ...]


Block = Table | Paragraph | Facts | Listing


def title_of(block: Block) -> str:
    """Return the heading of a block; running text has none."""
    return "" if isinstance(block, Paragraph) else block.title


@record
class Report:
    """An answer, ready to be rendered.

    Attributes:
        title: the question or the answer in one line.
        blocks: what follows, in reading order.
        first_blocks: how many of them are the answer and fit a first screen; the others are
            details. ``None`` if all belong to the answer.
        map_words: what the map calls a round; ``None`` where that does not matter.
    """

    title: str
    blocks: tuple[Block, ...]
    first_blocks: int | None = None
    map_words: MapWords | None = None


def more_rows(table: Table) -> str:
    """Return how many rows are not shown, in a sentence; empty if all are.

    >>> more_rows(Table("t", (), ((), (), ()), row_limit=1))
    '2 more rows are not shown.'
    """
    left_out = len(table.rows) - len(table.first_rows)
    if left_out == 0:
        return ""
    return f"{left_out} more row{'s are' if left_out > 1 else ' is'} not shown."


def left(title: str, rank: int | None = None) -> Column:
    """Return a column for words."""
    return Column(title, Align.LEFT, rank)


def right(title: str, rank: int | None = None) -> Column:
    """Return a column for numbers."""
    return Column(title, Align.RIGHT, rank)


def make_report(
    title: str,
    *parts: Block | str | None,
    details: Iterable[Block | str | None] | None = None,
) -> Report:
    """Return a report of the parts that are there; text becomes a paragraph.

    Args:
        title: the question or the answer in one line.
        parts: the answer, in reading order.
        details: what stands behind it; ``None`` if nothing is kept back from a first screen.

    >>> make_report("Why", "Because.", None).blocks
    (Paragraph(text='Because.'),)
    """
    answer, behind = _blocks(parts), _blocks(details or ())
    return Report(title, answer + behind, None if details is None else len(answer))


def _blocks(parts: Iterable[Block | str | None]) -> tuple[Block, ...]:
    blocks = (Paragraph(part) if isinstance(part, str) else part for part in parts)
    return tuple(block for block in blocks if block is not None)


def table_of(
    title: str,
    items: Iterable[Item],
    *cells: tuple[Column, Callable[[Item], str]],
    note: str = "",
    row_limit: int | None = None,
) -> Table:
    """Return a table with a row per item; each column comes with what its cells say.

    Args:
        title: what the table shows.
        items: one a row, all of them.
        cells: the columns, each with what its cells say of an item.
        note: one sentence below.
        row_limit: how many rows are shown unless somebody asks for all.
    """
    rows = tuple(tuple(cell(item) for _, cell in cells) for item in items)
    return Table(title, tuple(column for column, _ in cells), rows, note, row_limit)


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
        *(_markdown_row(row) for row in table.first_rows),
    ]
    note = " ".join(filter(None, (table.note, more_rows(table))))
    return [*lines, "", plain(note)] if note else lines


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"
