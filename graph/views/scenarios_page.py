"""Scenarios side by side, and what each supposes against the evidence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.errors import LoopmapError
from graph.loop.variance import Contribution
from graph.model import LoopModel, Scenario
from graph.number_words import (
    interval_of,
    names,
    percent_of_runs,
    quantity,
    quantity_range,
    times,
    variance_text,
)
from graph.questions.critical_path.answer import CriticalPath
from graph.records import record
from graph.reports.report import Table, left, right
from graph.reports.sensitivity import sensitivity_report
from graph.views import session
from graph.views.answers import Answers, answers_for, scenario_answers
from graph.views.escaping import escaped, plain, thing_label
from graph.views.show_report import fold, show_report, show_table


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("Scenarios side by side", anchor=False)
    # Where not even the evidence has an answer, the page says why instead of a table without any.
    scenario_answers(model, session.choices(), None)
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
        right(f"Days per {model.words.round}"),
        right("Pace against no AI"),
        right("Pace at most"),
        left("The slowest loop, most often"),
        left("Holds the loop up most"),
    )
    note = (
        "9 of 10 runs with the numbers varied lie within the brackets. At most: if all that AI "
        "speeds up now took only its minimum time."
    )
    return Table("Scenarios", columns, tuple(rows), note)


def _row(model: LoopModel, scenario: str | None, label: str) -> tuple[str, ...]:
    try:
        result = scenario_answers(model, session.choices(), scenario).critical_path
    except LoopmapError as error:
        return (label, "no answer", "", "", str(error).splitlines()[0], "")
    return (
        label,
        interval_of(result.period_days, " d"),
        interval_of(result.pace, "x"),
        interval_of(result.ceiling.pace if result.ceiling else None, "x"),
        _likeliest(model, result),
        _strongest(model, result),
    )


def _likeliest(model: LoopModel, result: CriticalPath) -> str:
    """Return the cycle that binds most often, or without draws the central one."""
    if not result.likely_cycles:
        return result.critical_cycle_name or _first_labels(model, result.critical_cycle)
    first = result.likely_cycles[0]
    often = percent_of_runs(first.probability, result.draws)
    return f"{first.name or _first_labels(model, first.cycle)} ({often})"


def _first_labels(model: LoopModel, cycle: tuple[str, ...]) -> str:
    return names(tuple(model.label(item) for item in cycle), 3)


def _strongest(model: LoopModel, result: CriticalPath) -> str:
    top = max(result.components, key=lambda item: item.blocks)
    if top.blocks > 0:
        return top.label
    return "together: " + _first_labels(model, result.joint_blockers)


def _show_tornado(model: LoopModel) -> None:
    try:
        answers = answers_for(model, session.choices())
        review = answers.evidence
    except LoopmapError:
        return
    st.subheader("Which number moves the answer most", anchor=False)
    if review.answers is None or not review.contributions:
        st.caption("Nothing uncertain moves it.")
        return
    st.html(tornado_html(bars(model, review.contributions), review.answers.pace))
    st.caption(
        "Each number alone, one standard deviation below and above. The line is the pace at the "
        "central numbers; the table above gives the middle of the runs, which differs from it. "
        "A bar without length stands for a number that moves the runs only."
    )
    fold(
        "What is worth measuring, for the next choice",
        "measure",
        lambda: show_report(sensitivity_report(answers.sensitivity)),
    )


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
    words, result = ", ".join(map(str, chosen.assignments)), answers.critical_path
    st.markdown(
        f"{plain(words)}: {plain(interval_of(result.period_days, ' d'))} per {result.words.round}, "
        f"{plain(interval_of(result.pace, 'x'))} the pace without AI."
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


@record
class Bar:
    """One number's reach.

    Attributes:
        name: of the number.
        low: the pace with it one standard deviation lower.
        high: the pace with it one standard deviation higher.
        share: its part of the variance.
        basis: what it rests on.
    """

    name: str
    low: float
    high: float
    share: float
    basis: str


#: So many numbers are shown.
_MOST_BARS = 12


def bars(model: LoopModel, contributions: Sequence[Contribution]) -> list[Bar]:
    """Return the numbers that move the pace most, the strongest first."""
    return [
        Bar(
            f"{thing_label(model, item.subject)}: {_metric(model, item.metric)}",
            item.pace_low,
            item.pace_high,
            item.variance_share,
            item.basis,
        )
        for item in contributions[:_MOST_BARS]
    ]


def tornado_html(items: Sequence[Bar], centre: float) -> str:
    """Return the bars as a table: name, bar, both ends in figures, share of the variance.

    Args:
        items: the bars, strongest first.
        centre: the pace with every number at its centre.
    """
    ends = [end for item in items for end in (item.low, item.high)] + [centre]
    least, most = min(ends), max(ends)
    width = (most - least) or 1.0
    rows = "".join(_bar_row(item, least, width, centre) for item in items)
    style = "padding:0.3rem 0.6rem;font-weight:600"
    heads = "".join(
        f'<th scope="col" style="text-align:{side};{style}">{head}</th>'
        for head, side in (
            ("Number", "left"),
            ("Pace from one deviation below to one above", "left"),
            ("From, to", "right"),
            ("Of the doubt", "right"),
            ("Rests on", "left"),
        )
    )
    return (
        '<div style="overflow-x:auto" role="region" tabindex="0" aria-label="What moves the pace">'
        '<table style="width:100%;border-collapse:collapse;font-size:0.875rem">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _bar_row(item: Bar, least: float, width: float, centre: float) -> str:
    start = 100 * (min(item.low, item.high) - least) / width
    length = max(0.8, 100 * abs(item.high - item.low) / width)
    middle = 100 * (centre - least) / width
    # Plain boxes, because Streamlit takes drawings out of a page's markup.
    bar = (
        '<div aria-hidden="true" style="position:relative;height:14px">'
        f'<div style="position:absolute;left:{start:.1f}%;width:{length:.1f}%;top:2px;'
        'height:10px;background:#0072B2"></div>'
        f'<div style="position:absolute;left:{middle:.1f}%;width:2px;top:0;height:14px;'
        'background:currentColor"></div></div>'
    )
    cell = "padding:0.3rem 0.6rem;border-bottom:1px solid rgba(128,128,128,0.25)"
    return (
        f'<tr><td style="{cell}">{escaped(item.name)}</td>'
        f'<td style="{cell};width:40%">{bar}</td>'
        f'<td style="{cell};text-align:right;white-space:nowrap">'
        f"{escaped(times(item.low))} – {escaped(times(item.high))}</td>"
        f'<td style="{cell};text-align:right">{escaped(variance_text(item.share))}</td>'
        f'<td style="{cell}">{escaped(item.basis)}</td></tr>'
    )


def _metric(model: LoopModel, metric: str) -> str:
    found = model.metrics.get(metric)
    return found.label if found else metric
