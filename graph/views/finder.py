"""The box that finds a part by anything the map says of it, also where a letter is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from graph.model import Component, LoopModel
from graph.reports.plain import Plain
from graph.views import session
from graph.views.components import component
from graph.views.escaping import one_line

#: Key of the box's state in the session.
FINDER_KEY = "finder"

#: Up to so many parts are found by definitions and sources as well; of more by names and skills,
#: or the box alone would weigh more than the page.
_MOST_WITH_ALL_WORDS = 400


def show_finder(model: LoopModel) -> None:
    """Put the box on the page."""
    with st.container(gap=None):
        component("finder")(key=FINDER_KEY, data={"entries": entries(model)}, on_found_change=_take)
        component("chosen")(key="chosen", data={"component": session.choices().component}, height=1)


def entries(model: LoopModel) -> list[Plain]:
    """Return what the browser searches: for each part its name and all other words it goes by."""
    return [*_entries(_Kept(model))]


class _Kept:
    """A model as the key of a cache, known by its digest."""

    def __init__(self, model: LoopModel) -> None:
        self.model = model

    def __hash__(self) -> int:
        return hash(self.model.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.model.digest == self.model.digest


@lru_cache(maxsize=4)
def _entries(kept: _Kept) -> tuple[Plain, ...]:
    model = kept.model
    whole = len(model.components) <= _MOST_WITH_ALL_WORDS
    titles: dict[str, set[str]] = {}
    if whole:
        for item in model.observations.values():
            source = model.sources.get(item.source or "")
            if source is not None:
                titles.setdefault(item.subject, set()).add(source.title)
    ordered = sorted(model.components.values(), key=lambda item: item.label.casefold())
    return tuple(_entry(model, item, whole, titles.get(item.id, set())) for item in ordered)


def _entry(model: LoopModel, item: Component, whole: bool, titles: set[str]) -> Plain:
    skills = [model.skills[key].label for key in item.skills if key in model.skills]
    words = [item.id, *skills]
    if whole:
        words += [item.definition or "", *sorted(titles)]
    return {
        "id": item.id,
        "label": one_line(item.label),
        "family": item.family.value if item.family else "",
        "words": one_line(" ".join(words)),
    }


def _take() -> None:
    state = st.session_state.get(FINDER_KEY)
    found = state.get("found") if state is not None else None
    if isinstance(found, Mapping):
        wanted = found.get("id")
        known = wanted in session.current_model().components
        session.choose_component(str(wanted) if known else None)
