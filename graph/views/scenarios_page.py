"""Scenarios side by side, and what each supposes against the evidence."""

from __future__ import annotations

import streamlit as st

from graph.errors import LoopmapError
from graph.model import LoopModel, Scenario
from graph.questions.critical_path.answer import CriticalPath
from graph.reports.numbers import interval_of, names, quantity, quantity_range
from graph.reports.report import Table, left, right
from graph.reports.sensitivity import sensitivity_report
from graph.views import session
from graph.views.answers import Answers, answers_for, scenario_answers
from graph.views.escaping import plain
from graph.views.labels import thing_label
from graph.views.show_report import show_report, show_table
from graph.views.tornado import bars, tornado_html
from graph.views.url_state import assignment_text


def show() -> None:
    """Show the page."""
    from graph.views.application import current_model

    model = current_model()
    st.header("Scenarios side by side", anchor=False)
    st.markdown(
        "A scenario replaces some numbers of the map and leaves the rest as the evidence has it. "
        "It is a question, not a forecast."
    )
    show_table(side_by_side(model), with_title=False)
    _own_numbers(model)
    _show_tornado(model)
    st.header("What each supposes", anchor=False)
    for scenario in model.scenarios.values():
        _show_scenario(model, scenario)


def side_by_side(model: LoopModel) -> Table:
    """Return a line for the evidence and for every scenario, from the setting and date chosen."""
    rows = [_row(model, None, "The evidence alone")]
    rows += [_row(model, key, item.label) for key, item in model.scenarios.items()]
    columns = (
        left("Suppose"),
        right("Days per generation"),
        right("Pace against no AI"),
        right("Ceiling"),
        left("What binds"),
        left("Blocks most"),
    )
    note = "In brackets the 5th to 95th percentile."
    return Table("Scenarios", columns, tuple(rows), note)


def _row(model: LoopModel, scenario: str | None, label: str) -> tuple[str, ...]:
    try:
        result = scenario_answers(model, session.choices(), scenario).blocking
    except LoopmapError as error:
        return (label, "no answer", "", "", str(error).splitlines()[0], "")
    return (
        label,
        interval_of(result.period_days, " d"),
        interval_of(result.pace, "x"),
        interval_of(result.ceiling.pace if result.ceiling else None, "x"),
        result.critical_cycle_name or _first_labels(model, result.critical_cycle),
        _strongest(model, result),
    )


def _first_labels(model: LoopModel, cycle: tuple[str, ...]) -> str:
    return names(tuple(model.label(item) for item in cycle), 3)


def _strongest(model: LoopModel, result: CriticalPath) -> str:
    top = max(result.components, key=lambda item: item.blocking_share)
    if top.blocking_share > 0:
        return top.label
    return "together: " + _first_labels(model, result.joint_blockers)


def _show_tornado(model: LoopModel) -> None:
    try:
        answers = answers_for(model, session.choices())
        review = answers.review
    except LoopmapError:
        return
    st.subheader("Which number moves the answer most", anchor=False)
    if review.answers is None or not review.contributions:
        st.caption("Nothing uncertain moves it.")
        return
    st.html(tornado_html(bars(model, review.contributions), review.answers.pace))
    st.caption(
        "Each number alone, one standard deviation below and above. The line is the pace at the "
        "central numbers; the table above gives the median of the draws, which differs from it. "
        "A bar without length stands for a number that moves the draws only."
    )
    folded = st.expander(
        "What is worth measuring, for the next choice", key="fold_measure", on_change="rerun"
    )
    if folded.open:
        with folded:
            show_report(sensitivity_report(answers.sensitivity))


def _own_numbers(model: LoopModel) -> None:
    chosen = session.choices()
    if not chosen.assignments:
        return
    st.subheader("Your own numbers", anchor=False)
    try:
        answers = answers_for(model, chosen)
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    words = ", ".join(assignment_text(item) for item in chosen.assignments)
    st.markdown(
        f"{plain(words)}: {plain(interval_of(answers.blocking.period_days, ' d'))} per generation, "
        f"{plain(interval_of(answers.blocking.pace, 'x'))} the pace without AI."
    )


def _show_scenario(model: LoopModel, scenario: Scenario) -> None:
    st.subheader(plain(scenario.label), anchor=False)
    if scenario.definition:
        st.markdown(plain(scenario.definition))
    evidence = scenario_answers(model, session.choices(), None)
    show_table(suppositions_table(evidence, scenario), with_title=False)
    with st.container(horizontal=True):
        st.button(
            "Suppose it",
            key=f"suppose_{scenario.id}",
            on_click=session.suppose,
            args=(scenario.id,),
            disabled=session.choices().scenario == scenario.id,
        )
        st.button(
            "Compare it with the evidence",
            key=f"compare_{scenario.id}",
            on_click=session.compare_with_evidence,
            args=(scenario.id,),
        )


def suppositions_table(evidence: Answers, scenario: Scenario) -> Table:
    """Return what a scenario supposes, beside what the evidence says of the same numbers."""
    model = evidence.study.model
    rows = []
    for item in scenario.suppositions:
        metric = model.metrics.get(item.metric)
        unit = metric.unit if metric else ""
        known = evidence.study.estimates.get(item.subject, item.metric)
        rows.append(
            (
                thing_label(model, item.subject),
                metric.label if metric else item.metric,
                quantity_range(known.interval if known else None, unit),
                quantity(item.value, unit),
            )
        )
    columns = (left("Of"), left("number"), right("the evidence"), right("supposed"))
    return Table("Supposes", columns, tuple(rows))
