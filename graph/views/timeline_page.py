"""What bound when, what may bind now, and how far the evidence had come."""

from __future__ import annotations

import streamlit as st

from graph.analysis.history import History
from graph.errors import LoopmapError
from graph.reports.history import history_report
from graph.reports.numbers import days, names, percent
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.shaded_table import ShadedTable, shaded_html
from graph.views.show_report import show_report, show_table
from graph.views.words import plain

#: Components shown over time: those that bound at least this often in some year.
_LEAST_SHARE = 0.2
_MOST_ROWS = 18


def show() -> None:
    """Show the page."""
    from graph.views.application import current_model

    st.header("What binds when", anchor=False)
    try:
        answers = answers_for(current_model(), session.choices())
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    show_table(contenders(answers))
    try:
        with st.spinner("Going through the years …"):
            history = answers.history
    except LoopmapError as error:
        st.info(plain(str(error)), icon=":material/info:")
        return
    _show_past(history)
    show_table(years(answers))
    folded = st.expander(
        "The years in full, with a back-test", key="fold_history", on_change="rerun"
    )
    if folded.open:
        with folded:
            show_report(history_report(history))


def _show_past(history: History) -> None:
    table = binding_by_year(history)
    st.markdown(f"##### {table.title}", anchors=False)
    st.html(shaded_html(table))
    st.caption(
        f"At the end of each year with what was known then, over {history.draws:,} draws. Several "
        "parts lie on one cycle, so that a column sums to more than 100 %."
    )


def binding_by_year(history: History) -> ShadedTable:
    """Return how likely each component was to bind at the end of each year, the likeliest first.

    Args:
        history: with draws.

    Returns:
        Components that bound in at least a fifth of the draws in some year.
    """
    shares: dict[str, dict[int, float]] = {}
    for item in history.components:
        if item.criticality is not None:
            shares.setdefault(item.label, {})[item.year] = item.criticality
    order = [item.year for item in history.years]
    shown = [name for name, found in shares.items() if max(found.values()) >= _LEAST_SHARE]
    shown.sort(key=lambda name: (-shares[name].get(order[-1], 0.0), name))
    rows = {name: [shares[name].get(year) for year in order] for name in shown[:_MOST_ROWS]}
    return ShadedTable("How likely each part is to bind", [str(year) for year in order], rows)


def contenders(answers: Answers) -> Table:
    """Return the critical cycle and those that nearly bind, each with its probability."""
    result, model = answers.blocking, answers.study.model
    first = (
        result.critical_cycle,
        result.period_days.median,
        "binds",
        result.critical_cycle_probability,
    )
    others = [
        (item.cycle, item.period_days, days(item.margin_days), item.probability)
        for item in result.runner_up_cycles
    ]
    rows = tuple(
        (names(tuple(model.label(item) for item in cycle), 4), margin, percent(probability))
        for cycle, _, margin, probability in (first, *others)
    )
    columns = (left("Cycle"), right("Behind by"), right("P(it binds)"))
    note = (
        "At the central numbers the first one binds, and the others are behind by so many days. "
        f"The numbers are uncertain, so that any of them may bind; P is over {result.draws:,} "
        "draws."
    )
    return Table("Which cycle binds now", columns, rows, note)


def years(answers: Answers) -> Table:
    """Return how many parts counted as sped up at the end of each year."""
    rows = tuple(
        (
            str(item.year),
            str(item.counts.shown_by_evidence),
            str(item.counts.on_our_assumption),
            str(item.counts.unproven),
            str(item.counts.unknown),
            names(item.active_loops, 3),
        )
        for item in answers.active.by_year
    )
    columns = (
        left("End of"),
        right("sped up, by evidence"),
        right("on our assumption"),
        right("unproven"),
        right("unknown"),
        left("loops active end to end"),
    )
    return Table("How far it had come, with what was known then", columns, rows)
