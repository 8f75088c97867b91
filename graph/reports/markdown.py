"""A report as Markdown."""

from __future__ import annotations

import re

from graph.reports.report import Align, Block, Facts, Listing, Paragraph, Report, Table


def to_markdown(report: Report) -> str:
    """Return the report as Markdown, ending in a line break; ontology text cannot add markup."""
    parts = [f"# {plain(report.title)}"]
    for block in report.blocks:
        parts.extend(("", *_lines(block)))
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    r"""Return text in which no character means anything to Markdown or HTML.

    >>> print(plain("![x](https://a) <b>"))
    \!\[x\]\(https://a\) &lt;b&gt;
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]()!|#~])", r"\\\1", escaped).replace("\n", " ")


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [plain(block.text)]
    if isinstance(block, Facts):
        return _heading(block.title) + [
            f"- **{plain(name)}**: {plain(value)}" for name, value in block.pairs
        ]
    if isinstance(block, Listing):
        return _heading(block.title) + [f"- {plain(point)}" for point in block.points]
    return _table(block)


def _heading(title: str) -> list[str]:
    return [f"## {plain(title)}", ""] if title else []


def _table(table: Table) -> list[str]:
    rule = ("---" if column.align is Align.LEFT else "---:" for column in table.columns)
    lines = [
        *_heading(table.title),
        _row(tuple(column.title for column in table.columns)),
        "| " + " | ".join(rule) + " |",
        *(_row(row) for row in table.rows),
    ]
    return [*lines, "", plain(table.note)] if table.note else lines


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"
