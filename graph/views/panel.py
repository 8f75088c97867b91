"""The panel beside the map: the ranking for the lens, or the component looked at."""

from __future__ import annotations

import math

import streamlit as st

from graph.analysis.critical_path_result import Absorption, ComponentStanding, CriticalPath
from graph.evidence.status import Status
from graph.exporters.marks import STYLES, marks
from graph.model import Dependency, LoopModel
from graph.reports.numbers import days, interval_of, percent, times
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers
from graph.views.cards import question_of
from graph.views.evidence_list import evidence_markdown, place_words
from graph.views.show_report import table_html
from graph.views.words import count, plain
from graph.vocabulary import Kind, MetricName

#: Rows of a ranking, and observations in the panel.
_ROWS = 8
_OBSERVATIONS = 4

_VERBS = {
    Kind.GATES: "waits for",
    Kind.IMPROVES: "is sped up by",
    Kind.VERIFIES: "is checked by",
    Kind.BYPASSES: "can be gone round by",
}
_VERBS_BACK = {
    Kind.GATES: "holds up",
    Kind.IMPROVES: "speeds up",
    Kind.VERIFIES: "checks",
    Kind.BYPASSES: "goes round",
}


def show_panel(answers: Answers, *, height: int) -> None:
    """Put the panel on the page."""
    chosen = session.choices()
    with st.container(border=True, height=height, key="panel"):
        if chosen.component is None:
            _ranking(answers, chosen.lens)
        else:
            _component(answers, chosen.component)


def _ranking(answers: Answers, lens: str) -> None:
    st.markdown(f"**{plain(question_of(lens).question)}**")
    rows = ranking(answers.blocking, lens)
    if not rows:
        st.caption("This ranking is not in this version; the card above says what works it out.")
    for item, words in rows:
        st.button(
            plain(item.label),
            key=f"rank_{item.id}",
            type="tertiary",
            on_click=session.choose_component,
            args=(item.id,),
            help="Show it on the map and all that is known of it.",
        )
        st.caption(plain(words))


def ranking(result: CriticalPath, lens: str) -> list[tuple[ComponentStanding, str]]:
    """Return the first components for a lens, each with the number that ranks it, in words."""
    if lens == "active":
        shown = [
            item
            for item in result.components
            if item.status in (Status.ACCELERATED, Status.AUTONOMOUS)
        ]
        shown.sort(key=lambda item: -(item.acceleration.median if item.acceleration else 0))
        return [(item, _speed_words(item)) for item in shown[:_ROWS]]
    if lens in ("next", "takeoff"):
        blocking = [item for item in result.components if item.blocking_share > 0]
        return [(item, _gain_words(item)) for item in blocking[:_ROWS]]
    return []


def _speed_words(item: ComponentStanding) -> str:
    used = {
        Absorption.LOAD_BEARING: "the loop uses all of it",
        Absorption.PARTLY: f"the loop uses {times(item.useful_speedup)} of it",
        Absorption.FULLY: "the loop uses none of it",
    }.get(item.absorption, "")
    words = f"{interval_of(item.acceleration, 'x')}, {count(item.source_count, 'source')}"
    return f"{words}; {used}" if used else words


def _gain_words(item: ComponentStanding) -> str:
    share = item.blocking_share
    gain = times(1 / (1 - share)) if share < 1 else times(math.inf)
    words = f"taking only its floor: loop {gain} as fast"
    if item.days_gained_at_double_speed > 0:
        words += f"; twice as fast: {days(item.days_gained_at_double_speed)} less"
    if item.criticality is not None:
        words += f"; P(critical) {percent(item.criticality)}"
    return words


def _component(answers: Answers, identifier: str) -> None:
    model, result = answers.study.model, answers.blocking
    item = result.standing(identifier)
    style = STYLES[marks(model, result)[identifier]]
    st.button(
        "Back to the ranking",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=session.choose_component,
        args=(None,),
    )
    st.markdown(f"#### {plain(item.label)}", anchors=False)
    st.markdown(f"{style.glyph} **{plain(style.phrase)}** · status: {plain(item.status)}")
    definition = model.components[identifier].definition
    if definition:
        st.caption(plain(definition))
    st.html(table_html(standing_table(item)))
    st.markdown("\n".join(_neighbours(model, identifier)) or "No dependencies.")
    pool = answers.study.estimates.pool(identifier, MetricName.SPEEDUP)
    base = answers.study.estimates.pool(identifier, MetricName.BASELINE_DAYS)
    found = evidence_markdown(model, [one for one in (pool, base) if one], _OBSERVATIONS)
    st.markdown("**What it rests on**")
    st.markdown(found or "No evidence: it runs as fast as without AI, and says so.")
    st.caption(
        plain(f"Written in {place_words(model.components[identifier].place)}. All of it: ")
        + "page *Component*."
    )


def standing_table(item: ComponentStanding) -> Table:
    """Return a component's numbers, each with its unit and interval."""
    gain = times(1 / (1 - item.blocking_share)) if item.blocking_share < 1 else times(math.inf)
    rows = [
        ("AI speed-up", interval_of(item.acceleration, "x")),
        ("of it used by the loop", times(item.useful_speedup)),
        ("days now", interval_of(item.days, " d")),
        ("days without AI", interval_of(item.baseline_days, " d")),
        ("floor, whatever AI does", days(item.floor_days)),
        ("share of the critical cycle", percent(item.elasticity)),
        ("loop if it took only its floor", f"{gain} as fast"),
        ("may slow for good by", _slack(item)),
    ]
    if item.criticality is not None:
        rows.append(("P(critical)", percent(item.criticality)))
    then = item.next_bottleneck
    if then is not None:
        rows.append(("something else binds from", f"{times(then.at_speedup)} as fast"))
    rows.append(("sources of its speed-up", str(item.source_count)))
    rows.append(("part of it assumed", percent(item.assumed)))
    return Table("Numbers", (left("What"), right("5th–95th percentile")), tuple(rows))


def _slack(item: ComponentStanding) -> str:
    slack = item.permanent_slack_days
    return "on no cycle" if slack is None else days(slack)


def _neighbours(model: LoopModel, identifier: str) -> list[str]:
    lines: list[str] = []
    for verbs, dependencies, other in (
        (_VERBS, [edge for edge in model.dependencies.values() if edge.target == identifier], 0),
        (
            _VERBS_BACK,
            [edge for edge in model.dependencies.values() if edge.source == identifier],
            1,
        ),
    ):
        for kind, verb in verbs.items():
            ends = [_end(edge, other) for edge in dependencies if edge.kind is kind]
            if ends:
                labels = ", ".join(dict.fromkeys(model.label(end) for end in ends))
                lines.append(f"- **{verb}** {plain(labels)}")
    return lines


def _end(edge: Dependency, other: int) -> str:
    return (edge.source, edge.target)[other]
