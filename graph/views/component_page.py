"""A component in full: what it is, its numbers, and what each of them rests on."""

from __future__ import annotations

import streamlit as st

from graph.exporters.marks import STYLES, marks
from graph.number_words import change, count_of, quantity, quantity_range
from graph.questions.evidence.provenance import Provenance
from graph.questions.explain.answer import Explanation, Related
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for, explanation_of
from graph.views.escaping import plain
from graph.views.panel import ranking, standing_table
from graph.views.places import show_place
from graph.views.show_report import show_table, testimonies_markdown

#: Observations shown of one number before the rest is only counted.
_OBSERVATIONS = 30


def show() -> None:
    """Show the page."""
    chosen = session.choices()
    answers = answers_for(session.current_model(), chosen)
    if chosen.component is None:
        _invite(answers)
        return
    _show_component(answers, explanation_of(answers, f"component:{chosen.component}"))


def _invite(answers: Answers) -> None:
    st.subheader("Which part?", anchor=False)
    st.markdown("Find one by its name above, click one on the map, or begin with what blocks now:")
    for row in ranking(answers, "next"):
        session.component_button(plain(row.title), f"open_{row.component}", row.component)


def _show_component(answers: Answers, found: Explanation) -> None:
    model, result = answers.study.model, answers.critical_path
    style = STYLES[marks(model, result, answers.held)[found.id]]
    st.header(plain(found.label), anchor=False)
    st.markdown(f"{style.glyph} **{plain(style.phrase)}** · {plain(found.definition or '')}")
    numbers, around = st.columns([1, 1], gap="large")
    with numbers:
        show_table(standing_table(result.component(found.id), result))
    with around:
        _around(answers, found)
    for item in found.numbers:
        _number(answers, item)


#: Facts that stand in the table of numbers, rounded to their noise.
_IN_THE_TABLE = ("Days", "Holds up")


def _around(answers: Answers, found: Explanation) -> None:
    label = answers.study.model.label
    st.markdown("##### On the map", anchors=False)
    by_relation: dict[str, list[Related]] = {}
    for item in found.related:
        by_relation.setdefault(item.relation, []).append(item)
    for relation, items in by_relation.items():
        names = dict.fromkeys(
            label(item.id) if item.kind == "component" else item.label for item in items
        )
        st.markdown(f"**{plain(relation)}**: {plain(', '.join(names))}")
    facts = "\n".join(
        f"- **{plain(item.name)}**: {plain(item.text)}"
        for item in found.facts
        if item.name not in _IN_THE_TABLE
    )
    if facts:
        st.markdown(facts)
    show_place(session.current_model().components[found.id].place, "component_place")
    components = {item.id: item for item in found.related if item.kind == "component"}
    if components:
        with st.container(horizontal=True, gap="small"):
            for key, item in components.items():
                session.component_button(plain(label(item.id)), f"go_{key}", key, type="secondary")


def _number(answers: Answers, item: Provenance) -> None:
    st.markdown(f"#### {plain(item.metric_label)}", anchors=False)
    st.markdown(_summary(item))
    counting = [one for one in item.observations if not one.reason_excluded]
    left_out = [one for one in item.observations if one.reason_excluded]
    if counting:
        st.markdown(testimonies_markdown(answers.study.model, counting, _OBSERVATIONS))
    if left_out:
        with st.expander(f"{count_of(len(left_out), 'observation')} left out, and why"):
            st.markdown(testimonies_markdown(answers.study.model, left_out, _OBSERVATIONS))
    if item.without_sources:
        rows = tuple(
            (row.title, quantity_range(row.value, item.unit), change(row.change))
            for row in item.without_sources
        )
        columns = (left("Without"), right("it would be"), right("change"))
        show_table(Table("If a source had never been published", columns, rows))


def _summary(item: Provenance) -> str:
    if not item.pooled:
        return plain(
            f"{count_of(len(item.observations), 'observation')}, each for itself: they enter no "
            "answer."
        )
    support = (
        "our assumption"
        if item.basis == "assumed"
        else f"{item.basis}, {count_of(item.source_count, 'source')}"
    )
    if item.value is None:
        support = "no evidence that can be used"
    lines = [f"**{plain(quantity_range(item.value, item.unit))}** · {plain(support)}"]
    if item.supposed is not None:
        lines.append(f"Supposed instead: **{plain(quantity(item.supposed, item.unit))}**")
    if item.judgement is not None and item.basis != "assumed":
        apart = ", which has no value in common with the evidence" if item.judgement_apart else ""
        lines.append(plain(f"Our judgement: {quantity_range(item.judgement, item.unit)}{apart}"))
    lines += [
        plain(f"Not mixed in: {other.notion} {quantity_range(other.value, item.unit)}")
        for other in item.other_notions
    ]
    if item.borrowed_from:
        lines.append(plain(f"Borrowed from the setting {item.borrowed_from}, and widened for it"))
    if item.note:
        lines.append(plain(item.note))
    return "  \n".join(lines)
