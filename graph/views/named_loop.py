"""A feedback loop that has a name: how far it is active, and the parts it passes through."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.questions.active.feedback_loops import NamedLoopResult
from graph.reports.numbers import interval_of, names, times
from graph.views import session
from graph.views.answers import Answers
from graph.views.escaping import plain


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
        _member(answers, number, member)


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


def _member(answers: Answers, number: int, identifier: str) -> None:
    item = answers.blocking.component(identifier)
    with st.container(gap=None):
        st.button(
            f"{number} · {plain(item.label)}",
            key=f"member_{identifier}",
            type="tertiary",
            on_click=session.choose_component,
            args=(identifier,),
        )
        words = f"{interval_of(item.days, ' d')}, AI {interval_of(item.acceleration, 'x')}"
        st.markdown(f":small[{plain(words)}]")


def _close() -> None:
    session.choose(replace(session.choices(), loop=None))
