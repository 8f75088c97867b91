"""Two views of the map beside each other: both pictures under one movement, and what differs."""

from __future__ import annotations

from functools import partial

import streamlit as st

from graph.comparing.side_by_side import SideBySide, Standpoints, side_by_side
from graph.errors import LoopmapError
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.svg import to_svg
from graph.loop.answer import Answer
from graph.loop.study import Study
from graph.questions import QUESTIONS
from graph.questions.question import Question
from graph.reports import report_of
from graph.reports.side_by_side import side_by_side_report
from graph.views import session
from graph.views.answers import Answers, answers_for, compared_answers
from graph.views.escaping import plain
from graph.views.pair_viewer import PictureBeside, show_pair
from graph.views.show_report import show_report
from graph.views.url_state import Choices, comparable

#: Questions that are asked of a loop as a whole, without a name to be typed.
_ASKED = tuple(
    item
    for item in QUESTIONS
    if item.draws is not None and not any(o.required for o in item.options)
)


def show() -> None:
    """Show the page."""
    model, chosen = session.current_model(), session.choices()
    st.header("Compare", anchor=False)
    if chosen.versus is None:
        st.markdown(
            "Choose above what to compare with: another setting, another year, a scenario, or "
            "the evidence alone."
        )
        return
    first, second = answers_for(model, chosen), compared_answers(model, chosen)
    if second is None or second.key == first.key:
        st.caption("Both sides suppose the same, so that there is nothing to compare.")
        return
    names = names_of(chosen, comparable(model)[chosen.versus])
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    show_pair(
        *(
            PictureBeside(name, to_svg(side.map, name, theme))
            for name, side in zip(names, (first, second), strict=True)
        )
    )
    question = st.selectbox(
        "Question", _ASKED, format_func=lambda item: item.summary, key="compare_question"
    )
    with st.spinner("Asking both sides …"):
        try:
            found = _compared(first, second, names, question, chosen.versus)
        except LoopmapError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
    reports = (report_of(question, side.answer) for side in found.sides)
    show_report(side_by_side_report(found, *reports), with_title=False)


def names_of(chosen: Choices, versus: str) -> tuple[str, str]:
    """Return what tells the two sides apart.

    Args:
        chosen: what is shown.
        versus: the label of what it is compared with.

    >>> names_of(Choices(setting="frontier-lab", versus="industry"), "industry")
    ('frontier-lab', 'industry')
    >>> names_of(Choices(scenario="sceptic", versus="evidence"), "the evidence alone")
    ('sceptic', 'the evidence alone')
    """
    supposed = (*([chosen.scenario] if chosen.scenario else []), *map(str, chosen.assignments))
    own = " ".join((*supposed, *([f"end of {chosen.as_of}"] if chosen.as_of else [])))
    return own or chosen.setting, versus


def _compared(
    first: Answers, second: Answers, names: tuple[str, str], question: Question, versus: str
) -> SideBySide:
    draws = min(first.draws, question.draws or first.draws)
    standpoints = Standpoints(first.study, second.study, names, versus)
    return first.get(
        f"beside {question.name} {second.key} {draws}",
        lambda _: side_by_side(
            question.name, standpoints, partial(_ask, question, draws), draws=draws, seed=0
        ),
    )


def _ask(question: Question, draws: int, study: Study) -> Answer:
    return question.answer(study, draws=draws)
