"""A dependency in the panel: who waits for whom, why, how long, and on what that rests."""

from __future__ import annotations

import streamlit as st

from graph.exporters.map_edges import delay_of, lag_of
from graph.model import Dependency, LoopModel
from graph.number_words import count_of
from graph.questions.evidence.provenance import provenance_of
from graph.views import session
from graph.views.answers import Answers, scenario_answers
from graph.views.escaping import plain
from graph.views.places import show_place
from graph.views.show_report import testimonies_markdown
from graph.views.suppose import edge_sliders, show_sliders
from graph.vocabulary import Kind, MetricName

_OBSERVATIONS = 4

#: What a dependency says of its two ends, source first.
_VERBS = {
    Kind.GATES: "must be done before",
    Kind.IMPROVES: "speeds up",
    Kind.VERIFIES: "checks",
    Kind.BYPASSES: "can be done in place of",
}

#: What may be known of a dependency.
_METRICS = (
    MetricName.LAG,
    MetricName.DELAY_DAYS,
    MetricName.REWORK_SHARE,
    MetricName.RESERVE,
    MetricName.BOOKED_AHEAD_DAYS,
)


def show_dependency(answers: Answers, identifier: str) -> None:
    """Put a dependency into the panel."""
    model = answers.study.model
    edge = model.dependencies[identifier]
    session.component_button("Back to the ranking", None, None, icon=":material/arrow_back:")
    st.markdown(f"#### {plain(sentence(model, edge))}", anchors=False)
    st.caption(plain(edge.reason or "No reason is written down."))
    base = scenario_answers(model, session.choices(), session.choices().scenario)
    show_sliders(edge_sliders(base, session.choices(), identifier))
    for end, words in ((edge.source, "From"), (edge.target, "To")):
        if end in model.components:
            session.component_button(f"{words}: {plain(model.label(end))}", f"end_{words}", end)
    st.markdown("**What it rests on**")
    grounds = [provenance_of(answers.study, identifier, name, leave_out=False) for name in _METRICS]
    found = [one for item in grounds for one in item.observations]
    st.markdown(
        testimonies_markdown(model, found, _OBSERVATIONS) or "Nothing but the map's own word."
    )
    show_place(session.current_model().dependencies[identifier].place, "panel_place")


def sentence(model: LoopModel, edge: Dependency) -> str:
    """Return what a dependency says, with how much later."""
    words = f"{model.label(edge.source)} {_VERBS[edge.kind]} {model.label(edge.target)}"
    if delay := delay_of(model, edge.id):
        words += f", {count_of(round(delay), 'day')} after its end"
    if lag := lag_of(model, edge.id):
        words += f", {lag:g} {model.words.round if lag == 1 else model.words.rounds} later"
    return words
