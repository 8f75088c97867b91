"""Any question of the registry: its answer in full for what is chosen, and as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from graph.loop.answer import Answer
from graph.questions import QUESTIONS
from graph.questions.own_loop.compute import OwnLoop, quarters_measured
from graph.questions.question import Option, Question
from graph.records import record
from graph.reports import report_of
from graph.reports.plain import csv_text, json_text
from graph.reports.report import to_markdown
from graph.views import session
from graph.views.answers import OWN_LOOP, answers_for
from graph.views.show_report import show_quarters, show_report

#: Letters that a text field takes.
_MOST_LETTERS = 200


@record
class AnswerFile:
    """A file that an answer is handed out as.

    Attributes:
        title: what the button says.
        ending: of the file's name.
        media_type: for the browser.
        make: makes the text.
    """

    title: str
    ending: str
    media_type: str
    make: Callable[[Question, Answer], str]


#: As the terminal prints them with ``--format``.
FILES: tuple[AnswerFile, ...] = (
    AnswerFile("JSON", "json", "application/json", lambda _, answer: json_text(answer)),
    AnswerFile("CSV", "csv", "text/csv", lambda asked, answer: csv_text(answer, asked.table)),
    AnswerFile(
        "Markdown",
        "md",
        "text/markdown",
        lambda asked, answer: to_markdown(report_of(asked, answer)),
    ),
)


def show() -> None:
    """Show the page."""
    st.header("Every question", anchor=False)
    answers = answers_for(session.current_model(), session.choices())
    # On a map with quarters the first question is what they were measured for.
    own = quarters_measured(answers.study)
    first = next((at for at, one in enumerate(QUESTIONS) if own and one.name == OWN_LOOP), 0)
    question = st.selectbox(
        "Question", QUESTIONS, first, format_func=lambda item: item.summary, key="question"
    )
    chosen: dict[str, Any] = {
        item.name: _ask(question, item) for item in question.options if item.required
    }
    if not all(chosen.values()):
        st.caption("Write a name, and its answer stands here.")
        return
    with st.spinner("Working it out …"):
        answer = answers.of(question.name, **chosen)
    with st.container(horizontal=True, key="downloads"):
        for item in FILES:
            st.download_button(
                item.title,
                partial(item.make, question, answer),
                f"loopmap-{question.name}.{item.ending}",
                item.media_type,
                key=f"download_{question.noun}_{item.ending}",
                on_click="ignore",
            )
    show_report(report_of(question, answer))
    if isinstance(answer, OwnLoop):
        show_quarters(answer)


def _ask(question: Question, option: Option) -> str:
    text = st.text_input(
        option.help,
        max_chars=_MOST_LETTERS,
        placeholder=option.metavar,
        key=f"{question.noun}_{option.name}",
    )
    return text.strip()
