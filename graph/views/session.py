"""The one place where a session keeps what its reader chose; widgets and the map write to it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import cast

import streamlit as st

from graph.model import LoopModel
from graph.views.url_state import EVIDENCE, Choices, parse_address, still_valid, to_address

_CHOICES = "choices"
_NOTES = "notes"
_DIGEST = "digest"


def begin(model: LoopModel) -> Choices:
    """Return the session's choices: at its start those of the address, later what was chosen.

    After an edit of the files, choices that the map no longer holds are dropped.
    """
    if _CHOICES not in st.session_state:
        parameters = {name: st.query_params.get_all(name) for name in st.query_params}
        parsed = parse_address(parameters, model)
        st.session_state[_CHOICES] = parsed.choices
        st.session_state[_NOTES] = parsed.notes
    elif st.session_state.get(_DIGEST) != model.digest:
        kept = still_valid(choices(), model)
        if kept != choices():
            st.session_state[_NOTES] = (
                "The files have changed: what was chosen and is no longer in them was let go.",
            )
        st.session_state[_CHOICES] = kept
    st.session_state[_DIGEST] = model.digest
    return choices()


def known(value: object, options: Collection[str], before: str | None) -> str | None:
    """Return what a widget chose; what was chosen before if its value is no longer offered.

    After an edit of the files the browser may still send a name that was there before it.

    >>> known("a", ["a", "b"], None), known(None, ["a"], "a"), known("A", ["a"], "a")
    ('a', None, 'a')
    """
    if value is None:
        return None
    text = str(value)
    return text if text in options else before


def note(text: str) -> None:
    """Tell the reader something above the page until anything else is chosen; for callbacks."""
    st.session_state[_NOTES] = (text,)


def choices() -> Choices:
    """Return what is chosen now."""
    return cast(Choices, st.session_state[_CHOICES])


def notes() -> tuple[str, ...]:
    """Return what in the address could not be followed; empty once the reader chose anything."""
    return cast("tuple[str, ...]", st.session_state.get(_NOTES, ()))


def choose(changed: Choices) -> None:
    """Keep new choices; for callbacks."""
    if changed != choices():
        st.session_state[_NOTES] = ()
    st.session_state[_CHOICES] = changed


def choose_component(identifier: str | None) -> None:
    """Look at a component, or at none; for callbacks."""
    choose(replace(choices(), component=identifier))


def suppose(scenario: str | None) -> None:
    """Suppose a scenario; for callbacks."""
    choose(replace(choices(), scenario=scenario))


def compare_with_evidence(scenario: str) -> None:
    """Suppose a scenario and compare it with the evidence; for callbacks."""
    choose(replace(choices(), scenario=scenario, versus=EVIDENCE))


def bound(name: str, value: object) -> str:
    """Return the key of a widget after giving it the value that is chosen."""
    key = f"w_{name}"
    if st.session_state.get(key, _UNSET) != value:
        st.session_state[key] = value
    return key


def value_of(name: str) -> object:
    """Return the value that a widget has now; for callbacks."""
    return st.session_state.get(f"w_{name}")


def take(name: str, change: Callable[[Choices, object], Choices]) -> None:
    """Carry a widget's new value over into the choices; for callbacks."""
    choose(change(choices(), value_of(name)))


def write_address(model: LoopModel) -> None:
    """Write the choices into the address, so that it can be shared."""
    wanted = to_address(choices(), model)
    current = {
        name: found if len(found := st.query_params.get_all(name)) > 1 else found[0]
        for name in st.query_params
    }
    plain = {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in wanted.items()
    }
    if current != plain:
        st.query_params.from_dict(wanted)


_UNSET = object()
