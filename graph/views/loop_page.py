"""The one screen: five answers, the map, the panel, sliders, and the same content as text."""

from __future__ import annotations

import time
from functools import partial
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from graph.errors import LoopmapError
from graph.exporters.export_source import ExportSource
from graph.exporters.map_edges import critical_dependencies
from graph.exporters.map_groups import grouped, is_large
from graph.exporters.map_payload import MapPayload
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.registry import exporter_named
from graph.model import LoopModel
from graph.number_words import interval_of, percent
from graph.ontology.reading import read_documents
from graph.questions.own_loop.compute import OwnLoop, quarters_measured
from graph.reports.own_loop import page_blocks, page_summary, title_of
from graph.reports.report import Table, left, right
from graph.reports.standing import shortens
from graph.views import session
from graph.views.answers import (
    OWN_LOOP,
    Answers,
    answers_for,
    compared_answers,
    scenario_answers,
)
from graph.views.cards import question_of
from graph.views.escaping import plain
from graph.views.figures import show_figures
from graph.views.front import show_cards, show_headline
from graph.views.no_answer import remember, show_without_answer
from graph.views.ontology_files import chosen_paths
from graph.views.panel import show_panel
from graph.views.show_report import fold, show_block, show_quarters, show_report, show_table
from graph.views.url_state import Choices, to_address
from graph.views.viewer import Focus, show_map

#: Height of the map in pixels.
HEIGHT = 640

_BREATH_SECONDS = 0.03

#: Rows of the table below the map; more would make every page heavy.
_MOST_ROWS = 300


def show() -> None:
    """Show the page."""
    model = session.current_model()
    chosen = session.choices()
    try:
        answers, other = _asked(model, chosen)
    except LoopmapError as error:
        show_without_answer(model, error)
        return
    remember(model)
    # The map answers first: the cards above it ask more questions and follow at once.
    said, tour = st.columns([9, 1.3], gap="small", vertical_alignment="center")
    with said:
        show_headline(answers.critical_path)
    with tour:
        show_tour()
    above = st.container()
    wide, narrow = st.columns([3, 1], gap="small")
    with wide:
        payload, key = _drawn(answers)
        show_map(
            payload,
            _focus(answers, other),
            key=key,
            height=HEIGHT,
        )
    with narrow:
        show_panel(answers, height=HEIGHT)
    with above:
        show_cards(answers, other)
        if other is not None and other.key == answers.key:
            st.caption("Both sides suppose the same, so that there is nothing to compare.")
    # The browser draws what has come before it takes more: a breath, and the answer is seen
    # before the long table below it.
    time.sleep(_BREATH_SECONDS)
    _below(answers)


def _asked(model: LoopModel, chosen: Choices) -> tuple[Answers, Answers | None]:
    try:
        return answers_for(model, chosen), compared_answers(model, chosen)
    except LoopmapError as error:
        if not chosen.suppositions(model):
            raise
        evidence = scenario_answers(model, chosen, None)
        st.error(
            f"{plain(str(error))} Below stands the answer with nothing supposed.",
            icon=":material/error:",
        )
        return evidence, None


def _focus(answers: Answers, other: Answers | None) -> Focus:
    chosen = session.choices()
    loop = answers.study.model.loops.get(chosen.loop or "")
    members = (
        question_of(chosen.lens).members(answers) if loop is None else frozenset(loop.component_ids)
    )
    compared = critical_dependencies(other.critical_path) if other else frozenset()
    return Focus(
        chosen.component, chosen.dependency, int(chosen.depth), members=members, compared=compared
    )


def _drawn(answers: Answers) -> tuple[MapPayload, str]:
    """Return the map to draw, a large one in groups, and what tells it from every other."""
    chosen, digest = session.choices(), answers.study.model.digest
    if not is_large(answers.map):
        return answers.map, digest
    looked_at = {chosen.component}
    edge = answers.study.model.dependencies.get(chosen.dependency or "")
    looked_at |= {edge.source, edge.target} if edge else set()
    kept = frozenset(one for one in looked_at if one and one in answers.study.model.components)
    key = f"{digest}|{chosen.opened}|{','.join(sorted(kept))}"
    shown = answers.get(
        f"groups {chosen.opened} {sorted(kept)} draws={answers.draws}",
        lambda _: grouped(answers.map, chosen.opened_families, kept),
    )
    return shown, key


def _below(answers: Answers) -> None:
    chosen = session.choices()
    if quarters_measured(answers.study):
        _show_own_loop(cast(OwnLoop, answers.of(OWN_LOOP)))
    fold(
        "This answer in full",
        "report",
        lambda: _full_answer(answers, chosen.lens),
        ":material/article:",
    )
    show_downloads(answers)
    show_table(parts_table(answers))


def _show_own_loop(own: OwnLoop) -> None:
    """Put on the page what was measured, quarter by quarter, as the exported page has it."""
    st.subheader(plain(title_of(own)), anchor=False)
    for sentence in page_summary(own):
        st.markdown(plain(sentence))
    show_quarters(own)
    for block in page_blocks(own):
        show_block(block)


def _full_answer(answers: Answers, lens: str) -> None:
    report = question_of(lens).report(answers)
    if report is None:
        pending = answers.growth_is_pending
        st.caption("Being worked out; it will stand here in a moment." if pending else "None.")
    else:
        show_report(report)


def parts_table(answers: Answers) -> Table:
    """Return the components with their standing: what the map shows, as text.

    Returns:
        A row for each, the strongest blocker first; beyond the first 300 only their number.
    """
    components = answers.critical_path.components
    rows = tuple(
        (
            item.label,
            item.family,
            item.status,
            interval_of(item.acceleration, "x"),
            interval_of(item.days, " d"),
            percent(item.elasticity),
            shortens(item),
            str(item.source_count),
        )
        for item in components[:_MOST_ROWS]
    )
    columns = (
        left("Part"),
        left("Family"),
        left("Status"),
        right("Faster by AI, minimum time included"),
        right("Days now"),
        right("Share of the slowest loop"),
        right(f"Shortens {answers.critical_path.words.a_round} by"),
        right("Sources"),
    )
    left_out = len(components) - len(rows)
    note = f"{left_out:,} more stand in the table that 'Table (CSV)' hands out." if left_out else ""
    return Table("All parts, what holds the loop up most first", columns, rows, note)


def show_tour() -> None:
    """Put the way to the story on the page: the map in five steps."""
    st.button(
        "New here?",
        icon=":material/route:",
        help="The map in five steps, one for each question.",
        on_click=session.open_page,
        args=("story",),
        width="stretch",
    )


#: The lens whose answer a report gives unless another is asked for.
_BLOCKING = "next"


#: What a button says, the format, and the name of the file.
DOWNLOADS = (
    ("Table (CSV)", "csv", "loopmap-parts.csv"),
    ("Picture (SVG)", "svg", "loopmap.svg"),
    ("Page (HTML)", "html", "loopmap.html"),
    ("Network (GraphML)", "graphml", "loopmap.graphml"),
    ("Answer with sources (Markdown)", "report", "loopmap-answer.md"),
)


def show_downloads(answers: Answers) -> None:
    """Put the buttons on the page; a file is made only when its button is pressed."""
    # Fixed here: when a button is pressed there is no page any more to ask.
    dark, lens = st.context.theme.type == "dark", session.choices().lens
    with st.container(horizontal=True, key="downloads"):
        for title, name, file_name in DOWNLOADS:
            st.download_button(
                title,
                partial(exported, answers, name, dark=dark, lens=lens),
                file_name,
                exporter_named(name).media_type,
                key=f"download_{name}",
                on_click="ignore",
            )
        show_figures(answers)
        with st.popover("Link to this view", icon=":material/link:"):
            st.markdown("The address says all that is chosen, and which ontology it was.")
            st.code(address_of(answers.study.model), language=None, wrap_lines=True)


def exported(answers: Answers, wanted: str, *, dark: bool = False, lens: str = _BLOCKING) -> bytes:
    """Return the answers in a format.

    Args:
        answers: what is on the screen.
        wanted: name of the exporter.
        dark: whether pictures are for a dark page.
        lens: whose question a report answers.
    """
    export = ExportSource(
        lambda: answers.study,
        lambda: read_documents(chosen_paths()).documents,
        draws=answers.draws,
        theme=DARK if dark else LIGHT,
        read_report=None if lens == _BLOCKING else lambda: question_of(lens).report(answers),
    )
    return exporter_named(wanted).make(export).encode()


def address_of(model: LoopModel) -> str:
    """Return the address that shows another reader what this one sees."""
    # Worked out from the choices: the browser's own address follows only after this run.
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(to_address(session.choices(), model), doseq=True)}"
