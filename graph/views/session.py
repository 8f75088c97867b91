"""The one place where a session keeps what its reader chose; widgets and the map write to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Protocol, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.model import LoopModel
from graph.records import record
from graph.views.escaping import one_line
from graph.views.url_state import (
    EVIDENCE,
    FAMILIES,
    Choices,
    parse_address,
    still_valid,
    to_address,
)

_CHOICES = "choices"
_NOTES = "notes"
_DIGEST = "digest"
_MODEL = "model_now"
_PAGE = "page_written"
_WRITTEN = "address_written"
_PAGE_WANTED = "page_wanted"
_BEGUN = "form_begun"

#: What stands for the digest of files that make no map.
_NO_MAP = ""


@record
class Begun:
    """A form of the page 'Build' that another page began.

    Attributes:
        form: its name.
        answers: what is filled in, by the name of the field.
    """

    form: str
    answers: Mapping[str, str]


class Named(Protocol):
    """Anything with a label."""

    @property
    def label(self) -> str:
        """What people call it."""


def begin(model: LoopModel) -> Choices:
    """Return the session's choices: at its start those of the address, later what was chosen.

    Back and Forward bring an address of before, and with it what was chosen then. After an edit
    of the files, choices that the map no longer holds are dropped.
    """
    st.session_state[_MODEL] = model
    # Until now there was no map by which the address could be understood.
    first = st.session_state.get(_DIGEST) == _NO_MAP
    if _CHOICES not in st.session_state or first or _came_by_history():
        parsed = parse_address(_address(), model)
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


def begin_without_map(files: tuple[str, ...]) -> None:
    """Let a session look at files that make no map; its address stays as it came.

    Args:
        files: their paths.
    """
    nothing = LoopModel({}, {}, {}, digest=_NO_MAP, files=files)
    if st.session_state.get(_DIGEST) != _NO_MAP:
        st.session_state[_CHOICES] = parse_address(_address(), nothing).choices
        st.session_state[_DIGEST] = _NO_MAP
    st.session_state[_MODEL] = nothing


def _came_by_history() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def current_model() -> LoopModel:
    """Return the map that this run of the page shows."""
    return cast(LoopModel, st.session_state[_MODEL])


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
    choose(replace(choices(), component=identifier, dependency=None))


def choose_dependency(identifier: str | None) -> None:
    """Look at a dependency, or at none; for callbacks."""
    choose(replace(choices(), component=None, dependency=identifier))


def turn_family(key: str) -> None:
    """Open a family of a large map, or close it again; for callbacks."""
    opened = choices().opened_families
    if key in FAMILIES:
        choose(replace(choices(), opened=",".join(sorted(opened ^ {key})) or None))


def open_page(name: str) -> None:
    """Go to another page once this run begins anew; for callbacks, which cannot go themselves."""
    st.session_state[_PAGE_WANTED] = name


def begin_form(name: str, answers: Mapping[str, str]) -> None:
    """Go to the page 'Build' with a form begun; for callbacks.

    Args:
        name: of the form.
        answers: what is filled in, by the name of the field.
    """
    st.session_state[_BEGUN] = Begun(name, dict(answers))
    open_page("build")


def form_begun() -> Begun | None:
    """Return the form that another page began, once."""
    return cast("Begun | None", st.session_state.pop(_BEGUN, None))


def page_wanted() -> str | None:
    """Return the page to go to, once."""
    return cast("str | None", st.session_state.pop(_PAGE_WANTED, None))


def component_button(words: str, key: str | None, identifier: str | None, **looks: Any) -> None:
    """Put a button on the page that looks at a component, or at none.

    Args:
        words: what it says, ready for Markdown.
        key: of the widget; ``None`` if its words tell it from every other.
        identifier: id of the component.
        looks: as Streamlit takes them.
    """
    looks = {"type": "tertiary", **looks}
    st.button(words, key=key, on_click=choose_component, args=(identifier,), **looks)


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


def select(
    title: str,
    name: str,
    labels: Mapping[str, str],
    *,
    nothing: str | None = None,
    let_go: tuple[str, ...] = (),
    **looks: Any,
) -> None:
    """Put a box on the page in which one of the choices is made.

    Args:
        title: stands above it.
        name: of the choice, as ``Choices`` has it.
        labels: by what can be chosen, in the order in which it is offered.
        nothing: what stands for no choice; ``None`` if the box can be emptied or has no such.
        let_go: names of choices that end when this one is made.
        looks: as Streamlit takes them.
    """
    st.selectbox(
        title,
        list(labels),
        format_func=lambda key: one_line(labels[key]),
        key=bound(name, getattr(choices(), name) or nothing),
        on_change=take,
        args=(name, tuple(key for key in labels if key != nothing), nothing, let_go),
        **looks,
    )


def take(
    name: str, options: Collection[str], nothing: str | None = None, let_go: tuple[str, ...] = ()
) -> None:
    """Carry a box's new value over into the choices, as ``select`` says; for callbacks."""
    value = value_of(name)
    found = known(None if value == nothing else value, options, getattr(choices(), name))
    changed: dict[str, Any] = {**dict.fromkeys(let_go), name: found}
    choose(replace(choices(), **changed))


def by_label(things: Mapping[str, Named]) -> dict[str, str]:
    """Return the labels of things by their ids, in the order of the labels."""
    labels = {key: item.label for key, item in things.items()}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def write_address(model: LoopModel) -> None:
    """Write the choices into the address, so that it can be shared and come back to.

    The address that a reader came with stays as it is while it says what is chosen, even without
    the ontology's digest: each one written is a step that Back takes. Where nothing else was
    chosen nothing is written: the reader may have gone a step back meanwhile.
    """
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    stayed = st.session_state.setdefault(_PAGE, page) == page
    st.session_state[_PAGE] = page
    wanted = {
        name: value if isinstance(value, list) else [value]
        for name, value in to_address(choices(), model).items()
    }
    without_digest = {name: value for name, value in wanted.items() if name != "ontology"}
    changed = st.session_state.get(_WRITTEN) != wanted
    st.session_state[_WRITTEN] = wanted
    if stayed and not changed and not _came_by_history():
        return
    if _address() != wanted and not (stayed and _address() == without_digest):
        st.query_params.from_dict(wanted)


_UNSET = object()
