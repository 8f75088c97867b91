"""The panel beside the map: the ranking for the lens, or the component looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from graph.exporters.marks import STYLES, marks
from graph.number_words import (
    count_of,
    days,
    interval_of,
    names,
    percent,
    share_text,
    times,
    variance_text,
)
from graph.questions.active.answer import ActiveComponent
from graph.questions.active.feedback_loops import NamedLoopResult
from graph.questions.critical_path.answer import Absorption, ComponentResult, CriticalPath
from graph.questions.evidence.provenance import provenance_of
from graph.questions.human.answer import HELD
from graph.records import record
from graph.reports.critical_path import gain_at_floor
from graph.reports.report import Table, left, right
from graph.reports.standing import on_slowest_loop, shortens
from graph.views import session
from graph.views.answers import Answers, scenario_answers
from graph.views.cards import SPED_UP, question_of
from graph.views.dependency_panel import show_dependency
from graph.views.escaping import plain
from graph.views.neighbours import neighbour_lines
from graph.views.places import show_place
from graph.views.show_report import table_html, testimonies_markdown
from graph.views.suppose import part_sliders, show_sliders
from graph.views.url_state import DEPTHS
from graph.vocabulary import MetricName

#: Rows of a ranking, and observations in the panel.
_ROWS = 8
_OBSERVATIONS = 4


def show_panel(answers: Answers, *, height: int) -> None:
    """Put the panel on the page."""
    chosen = session.choices()
    with st.container(border=True, height=height, key="panel"):
        if chosen.component is None and chosen.dependency is not None:
            show_dependency(answers, chosen.dependency)
        elif chosen.component is None and chosen.loop is not None:
            show_named_loop(answers, chosen.loop)
        elif chosen.component is None:
            _ranking(answers, chosen.lens)
        else:
            _component(answers, chosen.component)


@record
class Row:
    """One line of a ranking.

    Attributes:
        title: what it is about.
        words: the numbers that rank it.
        component: id of the component that a click opens; ``None`` if it is none.
    """

    title: str
    words: str
    component: str | None = None


def _ranking(answers: Answers, lens: str) -> None:
    session.select(
        "Open a named loop",
        "loop",
        session.by_label(answers.study.model.loops),
        let_go=("component",),
        index=None,
        placeholder="open a named loop …",
        label_visibility="collapsed",
    )
    st.markdown(f"**{plain(question_of(lens).asked)}**")
    every = _RANKINGS[lens](answers)
    rows = every[:_ROWS]
    if not rows:
        st.caption("Nothing to rank here.")
    for number, row in enumerate(rows):
        with st.container(gap=None):
            if row.component is None:
                st.markdown(f":small[**{plain(row.title)}**]")
            else:
                key = f"rank_{number}_{row.component}"
                session.component_button(plain(row.title), key, row.component)
            st.markdown(f":small[{plain(row.words)}]")
    if len(every) > len(rows):
        st.caption(f"{len(every) - len(rows)} more; the map shows them all.")


def ranking(answers: Answers, lens: str) -> list[Row]:
    """Return the first lines of the ranking that a lens stands for."""
    return _RANKINGS[lens](answers)[:_ROWS]


#: What becomes of a gain in time.
_ABSORBED = {
    Absorption.LOAD_BEARING: "the loop uses all of it",
    Absorption.PARTLY: "the loop uses a part of it",
    Absorption.FULLY: "the loop uses none of it",
}


def _absorbed(item: ActiveComponent) -> str:
    found = next((words for word, words in _ABSORBED.items() if word == item.absorption), None)
    return found or "what the loop uses of it is not known"


def _active_rows(answers: Answers) -> list[Row]:
    shown = (item for item in answers.active.components if item.footing in SPED_UP)
    return [
        Row(
            item.label,
            f"{interval_of(item.acceleration, 'x')}, {item.footing}, "
            f"{count_of(item.source_count, 'source')}; {_absorbed(item)}",
            item.id,
        )
        for item in shown
    ]


def _human_rows(answers: Answers) -> list[Row]:
    held = (item for item in answers.human.components if item.holder in HELD)
    return [
        Row(
            item.label,
            f"{item.holder}; their share of decisions: "
            f"{share_text(item.human_share_of_decisions)}"
            + ("; on the slowest loop" if item.on_critical_cycle else ""),
            item.id,
        )
        for item in held
    ]


def _blocking_rows(answers: Answers) -> list[Row]:
    members = question_of("next").members(answers) or frozenset()
    result = answers.critical_path
    held_up = (item for item in result.components if item.id in members)
    return [
        *_waiting_rows(result),
        *(Row(item.label, _gain_words(item, result), item.id) for item in held_up),
    ]


def _waiting_rows(result: CriticalPath) -> list[Row]:
    """Where work waits on the slowest loop, if it waits longer somewhere than any work takes."""
    if result.longest_wait is None:
        return []
    whole = result.days_around.median
    return [
        Row(
            f"Waiting for {item.label}",
            f"{interval_of(item.waiting_days)} days, {percent(item.waiting_days.median / whole)} "
            f"of those of {result.words.a_round}",
            item.id,
        )
        for item in result.waiting
        if item.id in result.critical_cycle and not item.without_end
    ]


def _gain_words(item: ComponentResult, result: CriticalPath) -> str:
    if item.criticality is None:
        said = f"in its minimum time: the loop {times(gain_at_floor(item.blocks))} as fast"
        if item.days_gained_at_double_speed > 0:
            said += f"; twice as fast: {days(item.days_gained_at_double_speed)} less"
        return said
    gain = f"{shortens(item)} shorter" if item.blocks else "no shorter"
    return (
        f"in its minimum time: {result.words.a_round} {gain}; on the slowest loop in "
        f"{on_slowest_loop(item, result)} of runs"
    )


def _domain_rows(answers: Answers) -> list[Row]:
    if not answers.study.model.domains:
        return []
    return [
        Row(
            item.label,
            f"feedback quality {interval_of(item.feedback_quality)}; {item.tier or 'open'}: "
            f"{item.tier_reason}",
        )
        for item in answers.domains.domains
    ]


def _growth_rows(answers: Answers) -> list[Row]:
    found = answers.growth
    if found is None:
        return _blocking_rows(answers)
    return [
        Row(item.label, f"{percent(item.share)} of the feedback runs through it", item.id)
        for item in found.schools[0].components
    ]


_RANKINGS: Mapping[str, Callable[[Answers], list[Row]]] = {
    "active": _active_rows,
    "human": _human_rows,
    "next": _blocking_rows,
    "domains": _domain_rows,
    "takeoff": _growth_rows,
}


def _component(answers: Answers, identifier: str) -> None:
    model, result = answers.study.model, answers.critical_path
    item = result.component(identifier)
    style = STYLES[marks(model, result, answers.held)[identifier]]
    session.component_button("Back to the ranking", None, None, icon=":material/arrow_back:")
    st.markdown(f"#### {plain(item.label)}", anchors=False)
    st.markdown(f"{style.glyph} **{plain(style.phrase)}** · status: {plain(item.status)}")
    definition = model.components[identifier].definition
    if definition:
        st.caption(plain(definition))
    base = scenario_answers(model, session.choices(), session.choices().scenario)
    show_sliders(part_sliders(base, session.choices(), identifier))
    st.html(table_html(standing_table(item, result)))
    st.segmented_control(
        "Lit on the map: parts so many steps away",
        DEPTHS,
        key=session.bound("depth", session.choices().depth),
        on_change=session.take,
        args=("depth", DEPTHS),
        required=True,
    )
    st.markdown("\n".join(neighbour_lines(model, identifier)) or "No dependencies.")
    st.markdown("**What it rests on**")
    grounds = [
        provenance_of(answers.study, identifier, metric, leave_out=False)
        for metric in (MetricName.SPEEDUP, MetricName.BASELINE_DAYS)
    ]
    found = [one for item in grounds for one in item.observations]
    st.markdown(
        testimonies_markdown(model, found, _OBSERVATIONS)
        or "No evidence: it runs as fast as without AI, and says so."
    )
    show_place(session.current_model().components[identifier].place, "panel_place")
    st.caption("All of it stands on the page 'Component'.")


def standing_table(item: ComponentResult, result: CriticalPath) -> Table:
    """Return a component's numbers, each with its unit and interval."""
    gain = f"{shortens(item)} shorter" if item.blocks else "no shorter"
    rows = [
        ("faster by AI, minimum time included", interval_of(item.acceleration, "x")),
        ("of it the loop uses", _used(item)),
        ("days now", interval_of(item.days, " d")),
        ("days without AI", interval_of(item.baseline_days, " d")),
        ("minimum time, whatever AI does", days(item.floor_days)),
        (f"{result.words.a_round}, if done in its minimum time", gain),
        ("may slow for good before the loop does, by", _slack(item)),
    ]
    if item.criticality is not None:
        rows.append(("on the slowest loop in", f"{on_slowest_loop(item, result)} of runs"))
    then = item.next_bottleneck
    if then is not None:
        rows.append(("another part holds the loop up from", f"{times(then.at_speedup)} as fast"))
    rows.append(("sources of its speed-up", str(item.source_count)))
    rows.append(("our own view, part of its doubt", variance_text(item.assumed)))
    return Table("Numbers", (left("What"), right("9 of 10 runs in brackets")), tuple(rows))


def _used(item: ComponentResult) -> str:
    if item.absorption is Absorption.FULLY:
        return "none: the loop waits elsewhere"
    return "not shown" if item.absorption is Absorption.NOT_SHOWN else times(item.useful_speedup)


def _slack(item: ComponentResult) -> str:
    slack = item.permanent_slack_days
    return "any time: on no loop" if slack is None else days(slack)


def show_named_loop(answers: Answers, identifier: str) -> None:
    """Put a named loop into the panel."""
    model = answers.study.model
    loop = model.loops[identifier]
    st.button("Back to the ranking", icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.markdown(f"#### {plain(loop.label)}", anchors=False)
    if loop.definition:
        st.caption(plain(loop.definition))
    found = next((item for item in answers.active.loops.named if item.id == identifier), None)
    if found is not None:
        st.markdown(plain(standing_words(answers, found)))
    for number, member in enumerate(found.components if found else loop.component_ids, start=1):
        item = answers.critical_path.component(member)
        with st.container(gap=None):
            session.component_button(f"{number} · {plain(item.label)}", f"member_{member}", member)
            words = f"{interval_of(item.days, ' d')}, AI {interval_of(item.acceleration, 'x')}"
            st.markdown(f":small[{plain(words)}]")


def standing_words(answers: Answers, loop: NamedLoopResult) -> str:
    """Return in a sentence or two how far a loop is active, and what it lacks."""
    label = answers.study.model.label
    words = (
        f"This loop is {loop.state}: {loop.accelerated_count} of {len(loop.components)} parts are "
        "sped up."
    )
    if loop.missing:
        words += f" Not shown to be: {names(tuple(map(label, loop.missing)), 5)}."
    if loop.weakest is not None:
        words += f" The least of those that are: {label(loop.weakest)}, "
        words += f"{times(loop.least_acceleration)}."
    return words


def _close() -> None:
    session.choose(replace(session.choices(), loop=None))
