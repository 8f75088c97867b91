"""What held the loop up when, what does now, and what next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from graph.errors import LoopmapError
from graph.model import LoopModel
from graph.number_words import days, names, percent_of_runs
from graph.questions.history.compute import History
from graph.questions.next.answer import SchoolOutlook, WhatFallsNext
from graph.records import record
from graph.reports.history import history_report
from graph.reports.next import next_report, score_table
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.escaping import escaped, plain
from graph.views.show_report import fold, show_report, show_table
from graph.views.years_player import show_years

#: Components shown over time: those that bound at least this often in some year.
_LEAST_SHARE = 0.2
_MOST_ROWS = 18


def show() -> None:
    """Show the page."""
    st.header("What sets the pace, and when", anchor=False)
    answers = answers_for(session.current_model(), session.choices())
    try:
        with st.spinner("Going through the years …"):
            history, ahead = answers.history, answers.what_falls_next
    except LoopmapError as error:
        st.info(plain(str(error)), icon=":material/info:")
    else:
        if ahead.no_years:
            st.info(ahead.no_years, icon=":material/info:")
        else:
            _show_years_to_come(answers, history, ahead)
        fold(
            "The past years in full",
            "past",
            lambda: show_report(history_report(history)),
        )
        show_table(years(answers))
    show_table(contenders(answers))


def _show_years_to_come(answers: Answers, history: History, ahead: WhatFallsNext) -> None:
    show_years(answers, history, ahead)
    for school in ahead.schools:
        st.subheader(plain(school.condition.capitalize()), anchor=False)
        table = binding_over_time(answers.study.model, history, ahead, school)
        st.html(shaded_html(table))
    st.caption(
        "In how many runs each part is on the slowest loop: at the end of each past year with "
        "what was known "
        f"then, now, and until {ahead.horizon} by each of the two schools, over "
        f"{history.draws:,} runs, the same for both. Several parts lie on one loop, so that "
        "a column sums to more than 100 %."
    )
    if ahead.no_automation:
        st.caption(plain(ahead.no_automation))
    show_table(score_table(ahead))
    fold("What falls next, in full", "next", lambda: show_report(next_report(ahead)))


def binding_over_time(
    model: LoopModel, history: History, ahead: WhatFallsNext, school: SchoolOutlook | None = None
) -> ShadedTable:
    """Return how likely each component is to bind, from the first year known to the horizon.

    Args:
        model: the map.
        history: the years past, with draws.
        ahead: now and the years to come, with draws.
        school: by which of its schools; ``None`` for that by which rates go on.

    Returns:
        Components that bind in at least a fifth of the draws at some time, the likeliest now
        first; a dash where nothing is known.
    """
    timeline = ahead.timeline if school is None else school.timeline
    # The last year of the history is now, with which the outlook begins.
    past = [item.year for item in history.years[:-1]]
    known: dict[str, list[float | None]] = {}
    for item in history.components:
        if item.year in past:
            column = known.setdefault(item.id, [None] * len(past))
            column[past.index(item.year)] = item.criticality
    rows = {
        key: [
            *known.get(key, [None] * len(past)),
            *(month.binding.get(key, 0.0) for month in timeline),
        ]
        for key in model.components
    }
    shown = [key for key, row in rows.items() if max(one or 0.0 for one in row) >= _LEAST_SHARE]
    shown.sort(key=lambda key: (-(rows[key][len(past)] or 0.0), key))
    heads = [*(str(year) for year in past), *(month.month for month in timeline)]
    return ShadedTable(
        "In how many runs each part is on the slowest loop",
        heads,
        {model.label(key): rows[key] for key in shown[:_MOST_ROWS]},
        history.draws,
    )


def contenders(answers: Answers) -> Table:
    """Return the critical cycle and those that nearly bind, each with its probability."""
    result, model = answers.critical_path, answers.study.model
    first = (
        result.critical_cycle,
        result.period_days.median,
        "the slowest",
        result.critical_cycle_probability,
    )
    others = [
        (item.cycle, item.period_days, days(item.margin_days), item.probability)
        for item in result.runner_up_cycles
    ]
    rows = tuple(
        (
            names(tuple(model.label(item) for item in cycle), 4),
            margin,
            percent_of_runs(probability, result.draws),
        )
        for cycle, _, margin, probability in (first, *others)
    )
    columns = (left("Loop"), right("Faster by"), right("the slowest in"))
    listed = percent_of_runs(
        sum(probability or 0.0 for *_, probability in (first, *others)), result.draws
    )
    note = (
        "At central numbers the first is the slowest, and the others are faster by so many days. "
        f"The numbers are uncertain, so that any of them may be the slowest; counted over "
        f"{result.draws:,} runs."
    )
    if result.draws:
        note += f" Those listed sum to {listed}; the rest is spread over loops not listed."
    return Table("Which loop is the slowest now", columns, rows, note)


def years(answers: Answers) -> Table:
    """Return how many parts counted as sped up at the end of each year."""
    rows = tuple(
        (
            str(item.year),
            str(item.counts.shown_by_evidence + item.counts.shown_by_borrowed_evidence),
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


@record
class ShadedTable:
    """Shares from 0 to 1.

    Attributes:
        title: what the shares are.
        heads: of the columns.
        rows: by what they are about; ``None`` where nothing is known.
        draws: in how many runs they were counted.
    """

    title: str
    heads: Sequence[str]
    rows: Mapping[str, Sequence[float | None]]
    draws: int


def shaded_html(table: ShadedTable) -> str:
    """Return the table as HTML; no name in it can add markup."""
    heads = "".join(f'<th scope="col" style="{_CELL}">{escaped(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row" style="{_NAME}">{escaped(name)}</th>'
        + "".join(_cell(share, table.draws) for share in shares)
        + "</tr>"
        for name, shares in table.rows.items()
    )
    return (
        f'<div style="overflow-x:auto" role="region" tabindex="0" '
        f'aria-label="{escaped(table.title)}"><table style="border-collapse:separate;'
        'border-spacing:2px;font-size:0.875rem;width:100%">'
        f'<thead><tr><td style="{_NAME}"></td>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


_CELL = "text-align:right;padding:0.3rem 0.6rem;white-space:nowrap;font-weight:400"
_NAME = "text-align:left;padding:0.3rem 0.6rem;font-weight:400"


def _cell(share: float | None, draws: int) -> str:
    if share is None:
        return f'<td style="{_CELL}">-</td>'
    # At most two fifths of full colour, so that the number stays readable on it, light or dark.
    shade = 0.4 * min(1.0, max(0.0, share))
    return (
        f'<td style="{_CELL};background:rgba(213,94,0,{shade:.2f});border-radius:3px">'
        f"{escaped(percent_of_runs(share, draws))}</td>"
    )
