"""What a page says when something is wrong: with the files, with the loop, or with loopmap."""

from __future__ import annotations

import contextlib
import re
import sys
import traceback
from collections.abc import Iterator

import streamlit as st

from graph.errors import LoopmapError, Problem, ProblemsError
from graph.model import LoopModel
from graph.number_words import count_of, names
from graph.turtle.faults import frame
from graph.views.escaping import code, plain
from graph.views.ontology_files import Edition, checked, gone_files

#: Problems shown in full.
_PROBLEMS_SHOWN = 20

#: What 'check' says of a loop that is not closed or has no days.
_OPEN_LOOP = ("loop-open", "loop-takes-no-time", "component-isolated")

#: A dependency as it is written in Turtle, in what 'check' advises.
_DEPENDENCY = re.compile(r"\S+ a loop:Dependency ;.* \.$")


@contextlib.contextmanager
def boundary(model: LoopModel | None) -> Iterator[None]:
    """Let no page end in the lines of a program: whatever goes wrong is told in words.

    Args:
        model: the map shown, by which is told what a refused answer lacks.
    """
    try:
        yield
    except LoopmapError as error:
        show_refusal(model, error)
    except Exception as error:  # noqa: BLE001 (the one place where a page tells a defect of ours)
        traceback.print_exc(file=sys.stderr)
        st.error(
            f"This part of the page could not be shown: {plain(type(error).__name__)}. That is a "
            "fault of loopmap, not of your files, and nothing in them was changed. What it was "
            "stands on the terminal that runs the explorer.",
            icon=":material/bug_report:",
        )


def show_refusal(model: LoopModel | None, error: LoopmapError) -> None:
    """Say why there is no answer, and what would give one.

    Args:
        model: the map that has none; ``None`` if there is no map.
        error: why it has none.
    """
    problems = error.problems if isinstance(error, ProblemsError) else ()
    if model is None or not any(problem.code == "no-cycle" for problem in problems):
        said = [f"{one.message} {one.remedy}" for one in problems] or [str(error)]
        st.error("  \n".join(plain(words) for words in said), icon=":material/error:")
        return
    st.warning(
        "**This map has no answer yet: its loop is not closed.** No chain of parts that wait for "
        "each other comes back to where it began, so that no round feeds the next.",
        icon=":material/all_inclusive:",
    )
    for problem in checked(model.digest, model.files).problems:
        if problem.code in _OPEN_LOOP:
            _show_advice(problem)


def _show_advice(problem: Problem) -> None:
    found = _DEPENDENCY.search(problem.remedy)
    if found is None:
        who = f"{problem.subject}: " if problem.subject else ""
        st.markdown(f"- {plain(who + problem.remedy)}")
        return
    st.markdown("A dependency such as this one would close it; write it into one of the files:")
    st.code(found.group(), language="turtle")


def show_problems(edition: Edition) -> None:
    """Say what is wrong with the files as they are now: first what is gone, then the lines."""
    kept = " The map below is the last one that could be used." if edition.model else ""
    follows = f"{kept} This page follows by itself once they are mended."
    count = count_of(len(edition.problems), "problem")
    gone = gone_files(edition)
    if not gone:
        st.error(f"The files have {count}.{follows}", icon=":material/error:")
        _show_frames(edition)
        return
    verb = "is" if len(gone) == 1 else "are"
    st.error(
        f"{names(tuple(map(code, gone)), 3)} {verb} gone, and the rest cannot do without.{follows}",
        icon=":material/folder_off:",
    )
    with st.expander(f"What the other files now lack ({count})"):
        _show_frames(edition)


def _show_frames(edition: Edition) -> None:
    shown = edition.problems[:_PROBLEMS_SHOWN]
    st.code("\n\n".join(frame(problem) for problem in shown), language=None, wrap_lines=True)
    if len(edition.problems) > len(shown):
        st.caption(f"… and {len(edition.problems) - len(shown)} more.")
