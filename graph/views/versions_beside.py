"""The map as it was beside the map as it is: both pictures, and what ``loopmap diff`` says."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.comparing.comparison import Comparison, compare
from graph.comparing.renames import under_new_names
from graph.errors import LoopmapError, ProblemsError
from graph.exporters.export_source import held_of
from graph.exporters.map_payload import bare_payload, map_payload
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.svg import to_svg
from graph.loop.study import Study, study_of
from graph.model import LoopModel
from graph.questions.critical_path.answer import CriticalPath
from graph.reports.comparison import comparison_report
from graph.views.answers import Answers, draws_for
from graph.views.escaping import plain
from graph.views.ontology_files import chosen_paths
from graph.views.pair_viewer import PictureBeside, show_pair
from graph.views.show_report import show_report
from graph.views.url_state import Choices
from graph.views.versions import Version, read_version

#: What the map as it stands in the files is called.
_NOW = "as it is now"

#: Problems of a version that are shown.
_PROBLEMS = 5


def show_versions(model: LoopModel, chosen: Choices) -> None:
    """Put both versions on the page, and what the change does.

    Args:
        model: the map as it is.
        chosen: what is shown; its version is the map as it was.
    """
    try:
        with st.spinner("Reading the other version …"):
            before = read_version(chosen_paths()[0], chosen.version or "")
            standpoint = replace(chosen, scenario=None, assignments=())
            studies = _study(before.model, standpoint), _study(model, standpoint)
        with st.spinner("Asking both versions …"):
            found = compared_versions(before, studies)
    except ProblemsError as error:
        st.error(
            f"The version {plain(chosen.version)} cannot be read.  \n"
            + "  \n".join(plain(str(problem)) for problem in error.problems[:_PROBLEMS]),
            icon=":material/error:",
        )
        return
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if found.changes:
        show_pair(*pictures(found, studies))
    if chosen.suppositions(model):
        st.caption("Both versions are asked with nothing supposed.")
    show_report(comparison_report(found), with_title=False)


def _study(model: LoopModel, chosen: Choices) -> Study:
    return study_of(model, setting=chosen.setting, as_of=chosen.as_of)


def compared_versions(before: Version, studies: tuple[Study, Study]) -> Comparison:
    """Return what differs between two versions, from memory if it was asked before.

    Args:
        before: the map as it was.
        studies: of both versions, the one before first.
    """
    first, second = studies
    draws = draws_for(max(len(study.model.components) for study in studies))
    return Answers(second).get(
        f"versions {before.name} {Answers(first).key} {draws}",
        lambda _: compare(first, second, (before.name, _NOW), draws=draws),
    )


def pictures(
    found: Comparison, studies: tuple[Study, Study]
) -> tuple[PictureBeside, PictureBeside]:
    """Return both versions drawn with the answers that are compared.

    Args:
        found: what differs.
        studies: of both versions, the one before first.

    Returns:
        A version without an answer is drawn with its parts alone.
    """
    before, after = studies
    model = under_new_names(before.model, after.model)
    loop = found.answers.loop if found.answers else None
    return (
        _picture(found.before.name, replace(before, model=model), loop.before if loop else None),
        _picture(found.after.name, after, loop.after if loop else None),
    )


def _picture(name: str, study: Study, answer: CriticalPath | None) -> PictureBeside:
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    shown = bare_payload(study.model)
    if answer is not None:
        shown = map_payload(study.model, answer, held=held_of(study))
    return PictureBeside(name, to_svg(shown, name, theme))
