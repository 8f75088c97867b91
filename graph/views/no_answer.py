"""The loop page of a map that has no answer yet: its parts, and what it said before."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from graph.errors import LoopmapError
from graph.exporters.export_source import headline_of
from graph.exporters.map_payload import bare_payload
from graph.model import LoopModel
from graph.number_words import interval_of
from graph.views import session
from graph.views.answers import answers_for
from graph.views.escaping import plain
from graph.views.neighbours import neighbour_lines
from graph.views.ontology_files import chosen_paths
from graph.views.places import show_place
from graph.views.troubles import show_refusal
from graph.views.url_state import still_valid
from graph.views.viewer import Focus, show_map

_HEIGHT = 560


@dataclass(slots=True)
class LastAnswered:
    """The newest map that had an answer, of all that these files have been."""

    model: LoopModel | None = None


@st.cache_resource(max_entries=4, show_spinner=False)
def last_answered(paths: tuple[str, ...]) -> LastAnswered:  # noqa: ARG001 (the key of the cache)
    """Return where the newest map with an answer is kept; the same for all readers of the files."""
    return LastAnswered()


def remember(model: LoopModel) -> None:
    """Keep a map that has an answer, for when an edit leaves it without one."""
    _kept().model = model


def _kept() -> LastAnswered:
    return last_answered(tuple(map(str, chosen_paths())))


def show_without_answer(model: LoopModel, error: LoopmapError) -> None:
    """Put the parts of a map on the page, above them why it has no answer and what it said last.

    Args:
        model: the map.
        error: why it has none.
    """
    show_refusal(model, error)
    _show_last(model)
    wide, narrow = st.columns([3, 1])
    with wide:
        show_map(
            bare_payload(model),
            Focus(session.choices().component),
            key=model.digest,
            height=_HEIGHT,
        )
    with narrow, st.container(border=True, height=_HEIGHT + 4, key="panel"):
        _show_panel(model)


def _show_last(model: LoopModel) -> None:
    last = _kept().model
    if last is None or last.digest == model.digest:
        return
    try:
        result = answers_for(last, still_valid(session.choices(), last)).critical_path
    except LoopmapError:
        return
    st.info(
        f"**The last answer, from before the edit.** {plain(headline_of(result))}; AI made it "
        f"{plain(interval_of(result.pace))} times as fast.",
        icon=":material/history:",
    )


def _show_panel(model: LoopModel) -> None:
    found = model.components.get(session.choices().component or "")
    if found is None:
        st.markdown("**Parts of this map**")
        for item in list(model.components.values())[:30]:
            session.component_button(plain(item.label), f"part_{item.id}", item.id)
        return
    session.component_button("Back to all parts", None, None, icon=":material/arrow_back:")
    st.markdown(f"#### {plain(found.label)}", anchors=False)
    if found.definition:
        st.caption(plain(found.definition))
    st.markdown(
        "\n".join(neighbour_lines(model, found.id)) or "It waits for no part, and none for it."
    )
    show_place(found.place, "panel_place")
