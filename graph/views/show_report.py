"""Any report on a page: the same blocks that the terminal prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from graph.model import LoopModel
from graph.number_words import percent, quantity
from graph.questions.evidence.provenance import ObservationRow
from graph.questions.own_loop.compute import OwnLoop
from graph.reports.charts import DARK_PALETTE, LIGHT_PALETTE
from graph.reports.observations import BOUND_WORDS, interval_ends, remarks
from graph.reports.own_loop_chart import quarters_chart
from graph.reports.report import Align, Block, Facts, Listing, Paragraph, Report, Table
from graph.views.escaping import code, escaped, link, plain


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


def show_quarters(answer: OwnLoop) -> None:
    """Put the chart of a measured loop's quarters on the page, if it has two or more.

    Args:
        answer: what blocks a loop of one's own.
    """
    dark = st.context.theme.type == "dark"
    chart = quarters_chart(answer, DARK_PALETTE if dark else LIGHT_PALETTE)
    if chart is not None:
        st.markdown(f"##### {plain(chart.title)}", anchors=False)
        # Wider than a phone: it scrolls within itself, not the page.
        with st.container(key="wide_quarters"):
            st.vega_lite_chart(chart.spec, width="content")
        st.caption(plain(chart.note))


def fold(title: str, key: str, show: Callable[[], None], icon: str | None = None) -> None:
    """Put something on the page folded; what it shows is worked out only when it is opened.

    Args:
        title: stands on the fold.
        key: tells it from every other on the page.
        show: puts on the page what is inside.
        icon: before the title, as Streamlit names it.
    """
    folded = st.expander(title, icon=icon, key=f"fold_{key}", on_change="rerun")
    if folded.open:
        with folded:
            show()


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
    ".loopmap-table td:not(.number):has(+td.number){min-width:7em}"
    ".loopmap-table .number{text-align:right}"
    ".loopmap-table td.number{white-space:nowrap}"
)

_CLASSES: Mapping[Align, str] = {Align.LEFT: "", Align.RIGHT: ' class="number"'}


def _points(block: Facts | Listing) -> str:
    if isinstance(block, Facts):
        return "\n".join(f"- **{plain(name)}**: {plain(value)}" for name, value in block.pairs)
    return "\n".join(f"- {plain(point)}" for point in block.points)


def testimonies_markdown(model: LoopModel, items: Iterable[ObservationRow], limit: int) -> str:
    """Return observations as a Markdown list; no text of the ontology can add markup.

    Args:
        model: holds metrics, grades and settings.
        items: what to show, in this order.
        limit: how many at most.
    """
    return "\n".join(testimony_markdown(model, item) for item in [*items][:limit])


def testimony_markdown(model: LoopModel, item: ObservationRow) -> str:
    """Return one observation as a Markdown list item with a line for each thing to say."""
    lines = [
        f"- **{plain(number(model, item))}** · {_source(item)}",
        plain(" · ".join(_circumstances(model, item))),
    ]
    if item.quote:
        lines.append(f"“{plain(item.quote)}”")
    lines += [plain(remark) for remark in remarks(item)]
    place = [code(item.place)] if item.place else []
    lines.append(" · ".join([*map(plain, _standing(item)), *place]))
    return "  \n  ".join(line for line in lines if line)


def number(model: LoopModel, item: ObservationRow) -> str:
    """Return the number with its metric, unit and its source's own interval."""
    metric = model.metrics.get(item.metric)
    unit = metric.unit if metric else ""
    label = metric.label if metric else item.metric
    ends = interval_ends(item)
    span = f" ({ends})" if ends else ""
    return f"{label}: {BOUND_WORDS.get(item.bound, '')}{quantity(item.value, unit)}{span}"


def _source(item: ObservationRow) -> str:
    if item.source is None:
        return "our assumption"
    who = f", {plain(item.publisher)}" if item.publisher else ""
    return f"{link(item.source_title or item.source, item.address)}{who}"


def _circumstances(model: LoopModel, item: ObservationRow) -> list[str]:
    grade = model.grades.get(item.grade)
    settings = (model.settings.get(one) for one in item.settings)
    whose = ", ".join(one.label for one in settings if one)
    found = [
        f"grade: {grade.label if grade else item.grade}",
        f"of {item.as_of}" if item.as_of else "",
        f"published {item.issued}" if item.issued else "",
        whose,
        f"sample: {item.sample_size}" if item.sample_size else "",
        f"source {item.read_as}, not read" if item.read_as not in (None, "read") else "",
    ]
    return [part for part in found if part]


def _standing(item: ObservationRow) -> list[str]:
    parts = []
    if item.reason_excluded:
        parts.append(f"left out: {item.reason_excluded}")
    elif item.weight is not None:
        parts.append(f"counts {percent(item.weight)}")
    return parts
