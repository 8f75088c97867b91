"""The one screen: five answers, the map, the panel, sliders, and the same content as text."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.errors import LoopmapError
from graph.exporters.map_edges import critical_dependencies
from graph.exporters.map_payload import MapPayload, map_payload
from graph.reports.numbers import interval_of, percent
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for, compared_answers, evidence_answers
from graph.views.cards import QUESTIONS, Card, question_of
from graph.views.downloads import show_downloads
from graph.views.panel import show_panel
from graph.views.show_report import show_table, table_html
from graph.views.sliders import show_sliders
from graph.views.viewer import Focus, selected_on_map, show_map
from graph.views.words import escaped, plain

_HEIGHT = 680


def show() -> None:
    """Show the page."""
    from graph.views.application import current_model

    model = current_model()
    chosen = session.choices()
    try:
        answers = answers_for(model, chosen)
        other = compared_answers(model, chosen)
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        answers, other = evidence_answers(model, chosen), None
    _show_cards(answers, other)
    _lens_switch()
    payload = map_payload(model, answers.blocking)
    wide, narrow = st.columns([3, 1])
    with wide:
        show_map(payload, _focus(answers, other), height=_HEIGHT, on_select=_on_select)
        _legend(payload, other is not None)
    with narrow:
        show_panel(answers, height=_HEIGHT + 4)
    _below(answers)


def _show_cards(answers: Answers, other: Answers | None) -> None:
    as_of = answers.blocking.as_of or "undated"
    for column, question in zip(st.columns(len(QUESTIONS)), QUESTIONS, strict=True):
        with column, st.container(border=True, height="stretch"):
            before = question.card(other) if other else None
            st.html(card_html(question.question, question.card(answers), before, as_of))


def card_html(question: str, card: Card, before: Card | None, as_of: str) -> str:
    """Return one answer card; with a comparison, both answers one above the other."""
    value = escaped(card.value)
    if before is not None:
        value = f'<span style="opacity:0.75">{escaped(before.value)}</span> → {value}'
    basis = " · ".join(part for part in (card.basis, f"as of {as_of}") if part)
    return (
        f'<div style="font-size:0.8rem;opacity:0.85">{escaped(question)}</div>'
        f'<div style="font-size:1.15rem;font-weight:650;line-height:1.25;margin:0.15rem 0">'
        f"{value}</div>"
        f'<div style="font-size:0.85rem">{escaped(card.detail)}</div>'
        f'<div style="font-size:0.78rem;opacity:0.85;margin-top:0.2rem">{escaped(basis)}</div>'
    )


def _lens_switch() -> None:
    by_lens = {item.lens: item for item in QUESTIONS}
    st.segmented_control(
        "Show on the map",
        list(by_lens),
        format_func=lambda lens: by_lens[lens].short,
        key=session.bound("lens", session.choices().lens),
        on_change=session.take,
        args=("lens", lambda old, value: replace(old, lens=value or old.lens)),
        required=True,
        width="stretch",
        label_visibility="collapsed",
    )


def _focus(answers: Answers, other: Answers | None) -> Focus:
    chosen = session.choices()
    lens = question_of(chosen.lens).members(answers)
    compared = critical_dependencies(other.study.model, other.blocking) if other else frozenset()
    return Focus(chosen.component, lens.members if lens else None, compared)


def _on_select() -> None:
    session.choose_component(selected_on_map())


def _legend(payload: MapPayload, compared: bool) -> None:
    entries = [
        f'<span style="white-space:nowrap;margin-right:1rem"><span aria-hidden="true" '
        f'style="color:{entry.colour}">{escaped(entry.glyph)}</span> {escaped(entry.phrase)} '
        f"({entry.count})</span>"
        for entry in payload.legend
    ]
    if compared:
        entries.append(
            '<span style="white-space:nowrap"><span style="color:#0072B2">╍</span> '
            "critical cycle of the comparison</span>"
        )
    st.html(f'<div style="font-size:0.85rem;line-height:1.7">{" ".join(entries)}</div>')


def _below(answers: Answers) -> None:
    model = answers.study.model
    with st.expander("What if? Move the speeds", icon=":material/tune:", expanded=False):
        show_sliders(evidence_answers(model, session.choices()))
    show_table(parts_table(answers))
    show_downloads(answers)


def parts_table(answers: Answers) -> Table:
    """Return every component with its standing: what the map shows, as text."""
    rows = tuple(
        (
            item.label,
            item.family,
            item.status,
            interval_of(item.acceleration, "x"),
            interval_of(item.days, " d"),
            percent(item.elasticity),
            percent(item.blocking_share),
            str(item.source_count),
        )
        for item in answers.blocking.components
    )
    columns = (
        left("Part"),
        left("Family"),
        left("Status"),
        right("AI speed-up"),
        right("Days now"),
        right("Share of the critical cycle"),
        right("Blocks"),
        right("Sources"),
    )
    return Table("All parts, the strongest blocker first", columns, rows)


__all__ = ["card_html", "parts_table", "show", "table_html"]
