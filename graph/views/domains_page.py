"""Which domains talk back as code does: a heat map, ranks, and a page for each domain."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.errors import LoopmapError
from graph.model import LoopModel
from graph.questions.domains.answer import Domains
from graph.questions.domains.compute import domains
from graph.questions.domains.scores import feedback_properties
from graph.reports.domains import (
    agreement_text,
    domain_report,
    domains_report,
    gain_table,
    lifting_table,
    progress_blocks,
    skill_table,
)
from graph.reports.report import Table
from graph.views import session
from graph.views.answers import DRAWS, Answers, answers_for, explanation_of
from graph.views.escaping import one_line, plain
from graph.views.evidence_list import testimonies_markdown
from graph.views.heat_map import heat_map_html
from graph.views.show_report import show_block, show_report, show_table
from graph.views.url_state import MOST_WEIGHT, Choices

#: Observations shown behind one number.
_OBSERVATIONS = 8


def show() -> None:
    """Show the page."""
    from graph.views.application import current_model

    model = current_model()
    st.header("Which domains talk back as code does", anchor=False)
    try:
        answers = answers_for(model, session.choices())
        result = ranked(answers, session.choices())
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    show_block(domains_report(result).blocks[0])
    if not result.domains:
        return
    _weights(model)
    st.html(heat_map_html(result))
    st.caption(plain(_caption(result)))
    _domain(answers, result)
    _rest(result)


def ranked(answers: Answers, chosen: Choices) -> Domains:
    """Return where the domains stand with the weights chosen, from memory if asked before."""
    fixed = {item.property: item.weight for item in sorted(chosen.weights, key=str)}
    return answers.get(
        f"domains {fixed}", lambda study: domains(study, draws=DRAWS, weights=fixed or None)
    )


def _caption(result: Domains) -> str:
    weights = "drawn evenly from all that are possible" if result.weights is None else "as set"
    return (
        "Scores from 0 to 4; the stronger the colour, the more like code. Ranks over "
        f"{result.draws:,} draws of the scores' noise, weights {weights}; the tick is "
        f"the median. {agreement_text(result)}"
    )


def _weights(model: LoopModel) -> None:
    chosen = session.choices()
    fixed = {item.property: item.weight for item in chosen.weights}
    with st.expander("Weights", icon=":material/tune:", expanded=bool(fixed)):
        st.caption(
            "Untouched, the weights are drawn evenly from all that are possible. Moving one fixes "
            "them all: those not moved count 1."
        )
        columns = st.columns(4)
        for index, item in enumerate(feedback_properties(model)):
            name = f"weight_{item.id}"
            with columns[index % len(columns)]:
                st.slider(
                    plain(item.label),
                    0.0,
                    MOST_WEIGHT,
                    step=0.5,
                    key=session.bound(name, _on_grid(fixed.get(item.id, 1.0))),
                    on_change=_weigh,
                    args=(item.id, name),
                    help=plain(item.definition or ""),
                )
        if fixed:
            st.button("Draw the weights again", on_click=_draw, icon=":material/undo:")


def _on_grid(value: float) -> float:
    return round(value * 2) / 2


def _weigh(name: str, key: str) -> None:
    value = float(st.session_state[f"w_{key}"])
    changed = session.choices().weighing(name, None if value == 1 else value)
    # With no weight anywhere nothing could be compared; the last one stays as it was.
    if value or any(item.weight for item in changed.weights) or _has_untouched(changed):
        session.choose(changed)


def _has_untouched(chosen: Choices) -> bool:
    from graph.views.application import current_model

    return len(chosen.weights) < len(feedback_properties(current_model()))


def _draw() -> None:
    session.choose(replace(session.choices(), weights=()))


def _domain(answers: Answers, result: Domains) -> None:
    by_id = result.by_id
    st.selectbox(
        "Look at a domain",
        [item.id for item in result.domains],
        index=None,
        format_func=lambda key: one_line(by_id[key].label),
        placeholder="choose a domain …",
        key=session.bound("domain", session.choices().domain),
        on_change=session.take,
        args=("domain", lambda old, value: replace(old, domain=value or None)),
    )
    chosen = session.choices().domain
    if chosen not in by_id:
        return
    show_report(domain_report(result, chosen))
    with st.expander("What each score rests on", expanded=False):
        _evidence(answers, chosen)


def _evidence(answers: Answers, domain: str) -> None:
    for item in explanation_of(answers, f"domain:{domain}").numbers:
        st.markdown(f"**{plain(item.metric_label)}**")
        st.markdown(testimonies_markdown(answers.study.model, item.observations, _OBSERVATIONS))


def _rest(result: Domains) -> None:
    gains = gain_table(result)
    st.subheader(plain(gains.title), anchor=False)
    show_table(gains, with_title=False)
    for table in (lifting_table(result), skill_table(result)):
        with st.expander(plain(table.title), expanded=False):
            show_table(table, with_title=False)
    for block in progress_blocks(result):
        if isinstance(block, Table):
            st.subheader(plain(block.title), anchor=False)
            show_table(block, with_title=False)
        else:
            show_block(block)
