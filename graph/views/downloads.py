"""Buttons that hand out what is on the screen as files, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from graph.exporters.export_source import Material
from graph.exporters.registry import exporter_named
from graph.exporters.theme import DARK, LIGHT
from graph.model import LoopModel
from graph.ontology.reading import read_documents
from graph.views import session
from graph.views.answers import Answers
from graph.views.cards import question_of
from graph.views.ontology_files import chosen_paths
from graph.views.url_state import to_address

#: The lens whose answer a report gives unless another is asked for.
_BLOCKING = "next"


@dataclass(frozen=True, slots=True)
class Download:
    """One button: what it says, the format, and the name of the file."""

    title: str
    format: str
    file_name: str


DOWNLOADS: tuple[Download, ...] = (
    Download("Table (CSV)", "csv", "loopmap-parts.csv"),
    Download("Picture (SVG)", "svg", "loopmap.svg"),
    Download("Page (HTML)", "html", "loopmap.html"),
    Download("Network (GraphML)", "graphml", "loopmap.graphml"),
    Download("Answer with sources (Markdown)", "report", "loopmap-answer.md"),
)


def show_downloads(answers: Answers) -> None:
    """Put the buttons on the page; a file is made only when its button is pressed."""
    # Fixed here: when a button is pressed there is no page any more to ask.
    dark, lens = st.context.theme.type == "dark", session.choices().lens
    with st.container(horizontal=True, key="downloads"):
        for item in DOWNLOADS:
            st.download_button(
                item.title,
                partial(exported, answers, item.format, dark=dark, lens=lens),
                item.file_name,
                exporter_named(item.format).media_type,
                key=f"download_{item.format}",
                on_click="ignore",
            )
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
    material = Material(
        lambda: answers.study,
        lambda: read_documents(chosen_paths()).documents,
        draws=answers.draws,
        theme=DARK if dark else LIGHT,
        read_report=None if lens == _BLOCKING else lambda: question_of(lens).report(answers),
    )
    return exporter_named(wanted).make(material).encode()


def address_of(model: LoopModel) -> str:
    """Return the address that shows another reader what this one sees."""
    # Worked out from the choices: the browser's own address follows only after this run.
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(to_address(session.choices(), model), doseq=True)}"
