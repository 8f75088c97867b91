"""Any report on a page: the same blocks that the terminal prints."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.reports.report import Align, Block, Facts, Listing, Paragraph, Report, Table
from graph.views.escaping import escaped, plain


def show_report(report: Report, *, with_title: bool = True) -> None:
    """Put a report on the page."""
    if with_title:
        st.subheader(plain(report.title), anchor=False)
    for block in report.blocks:
        show_block(block)


def show_block(block: Block) -> None:
    """Put one block of a report on the page."""
    if isinstance(block, Paragraph):
        st.markdown(plain(block.text))
    elif isinstance(block, Table):
        show_table(block)
    else:
        if block.title:
            st.markdown(f"##### {plain(block.title)}", anchors=False)
        st.markdown(_points(block))


def show_table(table: Table, *, with_title: bool = True) -> None:
    """Put a table on the page as a table that screen readers can walk through."""
    if with_title and table.title:
        st.markdown(f"##### {plain(table.title)}", anchors=False)
    if not table.rows:
        st.caption("None.")
        return
    st.html(table_html(table))
    if table.note:
        st.caption(plain(table.note))


def table_html(table: Table) -> str:
    """Return a table as HTML in which no cell can add markup.

    Args:
        table: cells as plain text.

    Returns:
        A table that fills the width and scrolls sideways within itself if it must.
    """
    head = "".join(
        f'<th scope="col"{_CLASSES[column.align]}>{escaped(column.title)}</th>'
        for column in table.columns
    )
    classes = [_CLASSES[column.align] for column in table.columns]
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{escaped(cell)}</td>" for cell, kind in zip(row, classes, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        '<div class="loopmap-table" role="region" tabindex="0" '
        f'aria-label="{escaped(table.title or "Table")}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table><style>{_LOOK}</style></div>"
    )


#: Said once for a table: said in every cell it would be most of what a page weighs.
_LOOK = (
    ".loopmap-table{overflow-x:auto}"
    ".loopmap-table table{width:100%;border-collapse:collapse;font-size:0.875rem}"
    ".loopmap-table :is(th,td){text-align:left;padding:0.3rem 0.6rem;vertical-align:top;"
    "border-bottom:1px solid rgba(128,128,128,0.25)}"
    ".loopmap-table th{font-weight:600}"
    ".loopmap-table .number{text-align:right}"
    ".loopmap-table td.number{white-space:nowrap}"
)

_CLASSES: Mapping[Align, str] = {Align.LEFT: "", Align.RIGHT: ' class="number"'}


def _points(block: Facts | Listing) -> str:
    if isinstance(block, Facts):
        return "\n".join(f"- **{plain(name)}**: {plain(value)}" for name, value in block.pairs)
    return "\n".join(f"- {plain(point)}" for point in block.points)
