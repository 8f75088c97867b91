"""A report: paragraphs, facts and tables, without any thought of how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
