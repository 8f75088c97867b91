"""Two views of the map, or two versions: both pictures under one movement, and what differs."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.comparing.side_by_side import SideBySide, Standpoints, side_by_side
from graph.errors import LoopmapError
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.svg import to_svg
from graph.loop.answer import Answer
from graph.loop.study import Study
from graph.model import LoopModel
from graph.ontology.editions import GIT
from graph.questions import QUESTIONS
from graph.questions.question import Question
from graph.reports import report_of
from graph.reports.side_by_side import side_by_side_report
from graph.views import session
from graph.views.answers import Answers, answers_for, compared_answers
from graph.views.escaping import one_line, plain
from graph.views.ontology_files import chosen_paths
from graph.views.pair_viewer import PictureBeside, show_pair
from graph.views.show_report import show_report
from graph.views.url_state import VERSION_MARKS, Choices, comparable
from graph.views.versions import offered_versions
from graph.views.versions_beside import show_versions

#: Questions that are asked of a loop as a whole, without a name to be typed.
_ASKED = tuple(
    item
    for item in QUESTIONS
    if item.draws is not None and not any(o.required for o in item.options)
)

#: Scenarios that are offered where nothing is compared yet.
_SCENARIOS_OFFERED = 3

#: Letters of a version that are taken.
_MOST_LETTERS = 200


def show() -> None:
    """Show the page."""
    model, chosen = session.current_model(), session.choices()
    st.header("Compare", anchor=False)
    offered = _offer_versions(chosen)
    if chosen.version is not None and offered:
        show_versions(model, chosen)
    elif chosen.version is not None:
        st.info(
            "This map is in no git repository, and no other map lies beside it, so that there is "
            "no other version to compare with.",
            icon=":material/info:",
        )
    elif chosen.versus is None:
        what = "a scenario, or the evidence alone"
        what += "; or here another version of the map." if offered else "."
        st.markdown(f"Choose above what to compare with: another setting, another year, {what}")
        _offer_beginnings(model, chosen)
    else:
        _show_views(model, chosen, chosen.versus)


def beginnings(model: LoopModel, chosen: Choices) -> dict[str, str]:
    """Return what is offered where nothing is compared yet, each with what people call it.

    The other settings, the end of the last year and of the first, and some of the scenarios.
    """
    every = comparable(model)
    settings = [key for key in model.settings if key != chosen.setting]
    years = [key for key in every if key.isdigit()]
    scenarios = [key for key in model.scenarios if key != chosen.scenario][:_SCENARIOS_OFFERED]
    return {key: every[key] for key in (*settings, *years[:1], *years[1:][-1:], *scenarios)}


def _offer_beginnings(model: LoopModel, chosen: Choices) -> None:
    with st.container(horizontal=True):
        for key, label in beginnings(model, chosen).items():
            st.button(
                one_line(label),
                key=f"begin_{key}",
                on_click=session.choose,
                args=(replace(chosen, versus=key),),
            )


def _offer_versions(chosen: Choices) -> bool:
    """Put the box for versions on the page where there are any; return whether there are."""
    paths = chosen_paths()
    offered = offered_versions(paths[0]) if len(paths) == 1 else {}
    if chosen.version and offered:
        offered = {**offered, chosen.version: offered.get(chosen.version, chosen.version)}
    if offered:
        st.selectbox(
            "Another version of the map",
            [*offered],
            format_func=lambda key: one_line(offered.get(key, key)),
            key=session.bound("version", chosen.version),
            index=None,
            placeholder="a commit, or a map beside this one",
            on_change=_take_version,
            accept_new_options=True,
            help="The map as it was, against the map as it stands in the files now. The name of a "
            "branch, a tag or a commit can be typed.",
        )
    return bool(offered)


def _take_version() -> None:
    typed = session.value_of("version")
    version = None if typed is None else version_of(str(typed))
    versus = None if version else session.choices().versus
    session.choose(replace(session.choices(), version=version, versus=versus))


def version_of(text: str) -> str | None:
    """Return what was chosen or typed as an address says it; ``None`` for nothing.

    >>> version_of("git:HEAD"), version_of(" main "), version_of("beside:draft"), version_of(" ")
    ('git:HEAD', 'git:main', 'beside:draft', None)
    """
    name = one_line(text)[:_MOST_LETTERS]
    if not name or name.startswith(VERSION_MARKS):
        return name or None
    return f"{GIT}{name}"


def _show_views(model: LoopModel, chosen: Choices, versus: str) -> None:
    first, second = answers_for(model, chosen), compared_answers(model, chosen)
    if second is None or second.key == first.key:
        st.caption("Both sides suppose the same, so that there is nothing to compare.")
        return
    names = names_of(chosen, comparable(model)[versus])
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
            found = _compared(first, second, names, question, versus)
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

    def ask(study: Study) -> Answer:
        # As on every other page.
        return (first if study is first.study else second).of(question.name, draws=draws)

    return first.get(
        f"beside {question.name} {second.key} {draws}",
        lambda _: side_by_side(question.name, standpoints, ask, draws=draws, seed=0),
    )
