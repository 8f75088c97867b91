"""The map in five steps, one per question: one sentence, one number, one look at the map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.errors import LoopmapError
from graph.questions import question_named
from graph.records import record
from graph.reports import report_of
from graph.reports.report import Paragraph, Report
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.cards import question_of
from graph.views.escaping import plain
from graph.views.url_state import STEPS
from graph.views.viewer import Focus, show_map

#: Height of the map in pixels.
_HEIGHT = 540


@record
class Step:
    """One step of the story.

    Attributes:
        lens: the question that it answers, as the lens of the map.
        look: what to see on the map.
    """

    lens: str
    look: str


#: In the order of the five questions; ``STEPS`` are their numbers in addresses.
STORY: tuple[Step, ...] = (
    Step("active", "Lit are the parts that count as faster; a dashed outline is our own view."),
    Step("human", "Lit are the parts that people hold: taste, direction, consent, approval."),
    Step(
        "next",
        "The thick line is the slowest way round with every number at its centre: there, only "
        "speeding up something on it helps. Lit are the parts that are on the slowest in many "
        "runs, where the numbers are varied.",
    ),
    Step("domains", "Lit are the parts whose work takes place in the domains that talk back."),
    Step("takeoff", "Lit are the parts through which what AI gives comes back to its own making."),
)


def show() -> None:
    """Show the page."""
    model, chosen = session.current_model(), session.choices()
    number = STEPS.index(chosen.step)
    step = STORY[number]
    asked = question_of(step.lens)
    answers = answers_for(model, chosen)
    st.caption(f"Step {number + 1} of {len(STORY)}")
    st.header(plain(asked.asked), anchor=False)
    with st.spinner("Working it out …"):
        said = _sentence(answers, asked.question)
    st.markdown(plain(said))
    _steps(number)
    show_map(
        answers.map,
        Focus(chosen.component, members=asked.members(answers)),
        key=model.digest,
        height=_HEIGHT,
    )
    st.caption(step.look + " The address of this page leads to this step.")


def _sentence(answers: Answers, question: str) -> str:
    """Return what the command of a question says first."""
    try:
        report = report_of(question_named(question), answers.of(question))
    except LoopmapError as error:
        return str(error)
    return first_paragraph(report)


def first_paragraph(report: Report) -> str:
    """Return the first paragraph of a report; empty if it has none."""
    return next((block.text for block in report.blocks if isinstance(block, Paragraph)), "")


def _steps(number: int) -> None:
    with st.container(horizontal=True):
        for index, step in enumerate(STORY):
            short = question_of(step.lens).short
            st.button(
                # Bold, because white on the dark theme's light blue could not be read.
                f"**{short}**" if index == number else short,
                key=f"step_{index + 1}",
                on_click=_go,
                args=(STEPS[index],),
            )


def _go(step: str) -> None:
    """Take another step; for callbacks."""
    session.choose(replace(session.choices(), step=step, component=None))
