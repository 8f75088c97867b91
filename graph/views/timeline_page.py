"""What bound when, what binds now, and what falls next."""

from __future__ import annotations

import streamlit as st

from graph.errors import LoopmapError
from graph.reports.numbers import names, percent
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.show_report import show_table
from graph.views.words import plain


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
    show_table(years(answers))


def contenders(answers: Answers) -> Table:
    """Return the critical cycle and those that nearly bind, each with its probability."""
    result, model = answers.blocking, answers.study.model
    first = (
        result.critical_cycle,
        result.period_days.median,
        0.0,
        result.critical_cycle_probability,
    )
    others = [
        (item.cycle, item.period_days, item.margin_days, item.probability)
        for item in result.runner_up_cycles
    ]
    rows = tuple(
        (
            names(tuple(model.label(item) for item in cycle), 4),
            f"{period:.3g} d",
            f"{margin:.3g} d" if margin else "binds",
            percent(probability),
        )
        for cycle, period, margin, probability in (first, *others)
    )
    columns = (left("Cycle"), right("Days a round"), right("Behind by"), right("P(it binds)"))
    note = (
        "The numbers are uncertain, so that any of these may be the one that binds; "
        f"P is over {result.draws:,} draws."
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
        right("End of"),
        right("sped up, by evidence"),
        right("on our assumption"),
        right("unproven"),
        right("unknown"),
        left("loops active end to end"),
    )
    return Table("How far it had come, with what was known then", columns, rows)
