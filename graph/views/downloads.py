"""Buttons that hand out what is on the screen as files."""

from __future__ import annotations

import csv
import io

import streamlit as st

from graph.reports.critical_path import critical_path_report
from graph.reports.markdown import to_markdown
from graph.reports.plain import flatten, to_plain
from graph.views.answers import Answers


def show_downloads(answers: Answers) -> None:
    """Put the buttons on the page; a file is made only when its button is pressed."""
    with st.container(horizontal=True):
        st.download_button(
            "Table (CSV)",
            lambda: table_csv(answers),
            "loopmap-parts.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Answer (Markdown)",
            lambda: to_markdown(critical_path_report(answers.blocking)),
            "loopmap-answer.md",
            "text/markdown",
            on_click="ignore",
        )


def table_csv(answers: Answers) -> str:
    """Return every component's standing as CSV, a line a component."""
    rows = [flatten(to_plain(item)) for item in answers.blocking.components]
    text = io.StringIO()
    writer = csv.DictWriter(
        text, list(dict.fromkeys(key for row in rows for key in row)), lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
