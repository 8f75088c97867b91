"""A file as it is written: numbered lines, findings where they stand, and the things it defines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from graph.errors import Place, Problem
from graph.files import short_names
from graph.model import LoopModel
from graph.records import record
from graph.reports.plain import Plain
from graph.views import session
from graph.views.components import component
from graph.views.escaping import one_line

#: Key of the text's state in the session.
FILE_KEY = "file_text"

#: Lines and letters of a line that are shown; more would make the page slow to open.
_MOST_LINES, _MOST_LETTERS = 5_000, 2_000


@record
class DefinedThing:
    """Something that a line defines, and the page that shows it.

    Attributes:
        kind: ``component``, ``dependency`` or ``domain``: the choice by which it is looked at.
        id: of the thing.
        label: what people call it.
    """

    kind: str
    id: str
    label: str


#: The page on which a kind of thing is shown.
_PAGE_OF: Mapping[str, str] = {"component": "component", "dependency": "loop", "domain": "domains"}


def things_in(model: LoopModel, file: str) -> dict[int, DefinedThing]:
    """Return what a file defines that has a page of its own, by line.

    An observation leads to the part or dependency that it is about.

    Args:
        model: the map.
        file: path of the file.
    """
    wanted = os.path.abspath(file)
    found: dict[int, DefinedThing] = {}

    def add(place: Place | None, thing: DefinedThing | None) -> None:
        if place and thing and os.path.abspath(place.file) == wanted:
            found.setdefault(place.line, thing)

    for item in model.components.values():
        add(item.place, DefinedThing("component", item.id, item.label))
    for dependency in model.dependencies.values():
        add(dependency.place, _dependency(model, dependency.id))
    for domain in model.domains.values():
        add(domain.place, DefinedThing("domain", domain.id, domain.label))
    for observation in model.observations.values():
        add(observation.place, _subject(model, observation.subject))
    return found


def _dependency(model: LoopModel, key: str) -> DefinedThing:
    item = model.dependencies[key]
    label = f"{model.label(item.source)} to {model.label(item.target)}"
    return DefinedThing("dependency", key, label)


def _subject(model: LoopModel, key: str) -> DefinedThing | None:
    if key in model.components:
        return DefinedThing("component", key, model.components[key].label)
    if key in model.dependencies:
        return _dependency(model, key)
    if key in model.domains:
        return DefinedThing("domain", key, model.domains[key].label)
    return None


def file_message(
    text: str, problems: Iterable[Problem], things: Mapping[int, DefinedThing], line: int | None
) -> dict[str, Plain]:
    """Return what the browser gets to draw a file.

    Args:
        text: of the file.
        problems: that stand in it; one without a line stands above the first.
        things: that its lines define.
        line: to be shown first and picked out; ``None`` for none.
    """
    lines = text.splitlines() or [""]
    shown = [one[:_MOST_LETTERS] for one in lines[:_MOST_LINES]]
    findings: list[Plain] = [
        {
            "line": min(max(one.place.line if one.place else 1, 1), len(shown)),
            "severity": one.severity.value,
            "message": one_line(f"{one.subject}: {one.message}" if one.subject else one.message),
            "remedy": one_line(one.remedy),
            "code": one.code,
        }
        for one in problems
    ]
    return {
        "lines": [*shown],
        "left": len(lines) - len(shown),
        "findings": findings,
        "things": [
            {"line": number, "kind": thing.kind, "label": one_line(thing.label)}
            for number, thing in sorted(things.items())
            if number <= len(shown)
        ],
        "line": line if line is not None and line <= len(shown) else None,
    }


def show_file(
    model: LoopModel, file: str, text: str, problems: Iterable[Problem], line: int | None
) -> None:
    """Put a file on the page.

    Args:
        model: the map, whose things lead to their pages.
        file: its path.
        text: what it holds.
        problems: that stand in it.
        line: to be shown first; ``None`` for none.
    """
    things = things_in(model, file)
    message = file_message(text, problems, things, line)

    def take_line() -> None:
        number = _reported("line").get("line")
        if isinstance(number, int):
            session.choose(replace(session.choices(), line=str(number)))

    def take_thing() -> None:
        thing = things.get(_line_of(_reported("thing")))
        if thing is not None:
            look_at(thing)

    component("file_text")(
        key=FILE_KEY,
        data={"file": file, **message},
        height="content",
        on_line_change=take_line,
        on_thing_change=take_thing,
    )


def look_at(thing: DefinedThing) -> None:
    """Go to the page of a thing; for callbacks."""
    changed: dict[str, Any] = {"component": None, "dependency": None, thing.kind: thing.id}
    session.choose(replace(session.choices(), **changed))
    session.open_page(_PAGE_OF[thing.kind])


def show_in_file(place: Place) -> None:
    """Go to where a thing is written, on the page of the ontology; for callbacks."""
    name = short_name(session.current_model(), place.file)
    if name is not None:
        line = str(place.line) if place.line else None
        session.choose(replace(session.choices(), file=name, line=line))
        session.open_page("ontology")


def short_name(model: LoopModel, file: str) -> str | None:
    """Return what a file of a map is called on pages; ``None`` if it is none of the map's."""
    called = dict(zip(model.files, short_names(model.files), strict=True))
    return called.get(file)


def _line_of(reported: Mapping[str, object]) -> int:
    number = reported.get("line")
    return number if isinstance(number, int) else 0


def _reported(name: str) -> Mapping[str, object]:
    state = st.session_state.get(FILE_KEY)
    value = state.get(name) if state is not None else None
    return value if isinstance(value, Mapping) else {}
