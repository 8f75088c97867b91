"""The ontology: its terms in tables, its files as they are written, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from graph.errors import Problem, Severity
from graph.model import LoopModel
from graph.ontology.checks.check import CheckResult
from graph.reports.numbers import count_of, significant
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.components import component
from graph.views.escaping import one_line, plain
from graph.views.file_lines import (
    FileLine,
    counted,
    file_message,
    files_by_name,
    said_of,
    things_in,
)
from graph.views.ontology_files import checked
from graph.views.show_report import show_table

#: Largest file shown in full, in characters.
_MOST_CHARACTERS = 200_000

_PROBLEMS_SHOWN = 30


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("The ontology", anchor=False)
    counts = (
        count_of(len(model.components), "part"),
        count_of(len(model.dependencies), "dependency", "dependencies"),
        count_of(len(model.observations), "observation"),
        count_of(len(model.sources), "source"),
    )
    st.markdown(
        f"{', '.join(counts)}, in {count_of(len(model.files), 'file')}. To change it, edit a file "
        "with any editor: this page follows by itself, and keeps the last good map if a "
        "file breaks."
    )
    st.caption(f"SHA-256 {model.digest}")
    _show_files(model)
    st.subheader("Terms", anchor=False)
    tables = {table.title: table for table in term_tables(model)}
    picked = st.selectbox("Kind", list(tables), key="ontology_terms")
    if picked in tables:
        show_table(tables[picked], with_title=False)


def term_tables(model: LoopModel) -> tuple[Table, ...]:
    """Return the terms of a map, a table for each kind."""
    return (
        _components(model),
        _dependencies(model),
        _metrics(model),
        _grades(model),
        _settings(model),
        _named(model),
        _sources(model),
    )


def _components(model: LoopModel) -> Table:
    rows = tuple(
        (item.label, item.group, item.definition or "", item.id)
        for item in model.components.values()
    )
    return Table("Parts", (left("Name"), left("Family"), left("What it is"), left("Id")), rows)


def _dependencies(model: LoopModel) -> Table:
    rows = tuple(
        (model.label(item.source), item.kind.value, model.label(item.target), item.reason or "")
        for item in model.dependencies.values()
    )
    return Table("Dependencies", (left("From"), left("Kind"), left("To"), left("Why")), rows)


def _metrics(model: LoopModel) -> Table:
    rows = tuple(
        (item.label, item.unit, item.scale.value, item.definition or "", item.id)
        for item in model.metrics.values()
    )
    columns = (left("Name"), left("Unit"), left("Scale"), left("What is measured"), left("Word"))
    return Table("Metrics", columns, rows)


def _grades(model: LoopModel) -> Table:
    ranked = sorted(model.grades.values(), key=lambda item: (item.rank, item.label))
    rows = tuple(
        (
            item.label,
            item.basis.value,
            significant(item.bias, 2),
            significant(item.bias_deviation, 2),
            significant(item.default_deviation, 2),
        )
        for item in ranked
    )
    columns = (
        left("Study design"),
        left("Basis"),
        right("Bias"),
        right("Spread of the bias"),
        right("Spread if none is given"),
    )
    note = "On the metric's own scale, mostly the natural logarithm; each can be edited."
    return Table("Study designs", columns, rows, note)


def _settings(model: LoopModel) -> Table:
    rows = tuple(
        (item.label, item.borrows_from or "-", significant(item.transfer_deviation, 2))
        for item in model.settings.values()
    )
    columns = (left("Setting"), left("borrows from"), right("widened by"))
    return Table("Settings", columns, rows)


def _named(model: LoopModel) -> Table:
    rows = tuple(
        (
            item.label,
            item.definition or "",
            ", ".join(model.label(one) for one in item.component_ids),
        )
        for item in model.loops.values()
    )
    return Table("Named loops", (left("Name"), left("What it is"), left("Through")), rows)


def _sources(model: LoopModel) -> Table:
    rows = tuple(
        (item.title, item.publisher or item.authors or "", item.issued or "", item.address or "")
        for item in sorted(model.sources.values(), key=lambda item: item.title.casefold())
    )
    columns = (left("Title"), left("By"), left("Issued"), left("Address"))
    return Table("Sources", columns, rows)


def _show_files(model: LoopModel) -> None:
    st.subheader("Files, and what is wrong in them", anchor=False)
    with st.spinner("Checking every file …"):
        found = checked(model.digest, model.files)
    # Only what was read can be shown; nothing is ever taken from the address or typed in.
    files = files_by_name(model)
    findings = {name: found.of_file(path) for name, path in files.items()}
    chosen = session.choices()
    name = chosen.file or next((name for name in files if findings[name]), next(iter(files)))
    listed, read = st.columns([1, 2], gap="medium")
    with listed:
        _show_summary(found)
        _file_box(findings, name)
        _show_findings(findings, name)
    with read:
        _show_text(model, files[name], findings[name], chosen.line)


def _show_summary(found: CheckResult) -> None:
    of_what = f"{count_of(found.file_count, 'file')}, {count_of(found.triple_count, 'statement')}"
    if found.problems:
        st.warning(
            plain(f"{counted(found.problems)} in {of_what}. 'loopmap check' says the same."),
            icon=":material/warning:",
        )
    else:
        st.success(f"Nothing is wrong in {of_what}.", icon=":material/check:")


def _file_box(findings: Mapping[str, Sequence[Problem]], name: str) -> None:
    ordered = sorted(findings, key=lambda one: -len(findings[one]))
    labels = {one: f"{one}: {counted(findings[one]) or 'nothing'}" for one in ordered}
    st.selectbox(
        "File, and what is found in it",
        ordered,
        format_func=lambda one: one_line(labels[one]),
        key=session.bound("file", name),
        on_change=_take_file,
        args=(tuple(findings),),
    )


def _take_file(names: tuple[str, ...]) -> None:
    picked = session.known(session.value_of("file"), names, session.choices().file)
    session.choose(replace(session.choices(), file=picked, line=None))


def _show_findings(findings: Mapping[str, Sequence[Problem]], name: str) -> None:
    others = [one for one in findings if one != name and findings[one]]
    shown = [(file, one) for file in (name, *others) for one in findings[file]]
    for number, (file, problem) in enumerate(shown[:_PROBLEMS_SHOWN]):
        line = str(max(problem.place.line, 1)) if problem.place else "1"
        with st.container(gap=None):
            st.button(
                plain(one_line(f"{file}:{line}")),
                key=f"finding_{number}",
                icon=_ICONS[problem.severity],
                type="tertiary",
                on_click=session.choose_line,
                args=(FileLine(file, line),),
            )
            st.markdown(f":small[{plain(one_line(said_of(problem)))}]")
    if len(shown) > _PROBLEMS_SHOWN:
        st.caption(f"{len(shown) - _PROBLEMS_SHOWN} more; each stands at its line.")


def _show_text(model: LoopModel, path: str, found: Sequence[Problem], line: str | None) -> None:
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        st.error("This file cannot be read any more.", icon=":material/error:")
        return
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters.")
    component("file_text")(
        key="file_text",
        data=file_message(
            text[:_MOST_CHARACTERS], found, things_in(model, path), int(line) if line else None
        ),
        on_line_change=_take_line,
        on_opened_change=_take_opening,
    )
    st.caption(
        "Arrows go from line to line, Enter opens on the map what stands there, n goes to the next "
        "finding. The address says file and line."
    )


def _reported(name: str) -> object:
    state = st.session_state.get("file_text")
    return state.get(name) if state is not None else None


def _take_line() -> None:
    said = _reported("line")
    line = said.get("line") if isinstance(said, Mapping) else None
    if isinstance(line, int) and line > 0:
        session.choose(replace(session.choices(), line=str(line)))


def _take_opening() -> None:
    """Look on the map at what a line defines; for callbacks."""
    said = _reported("opened")
    identifier = said.get("id") if isinstance(said, Mapping) else None
    model = session.current_model()
    if identifier in model.components:
        session.choose_component(str(identifier))
    elif identifier in model.dependencies:
        session.choose_dependency(str(identifier))
    else:
        return
    session.open_page("loop")


_ICONS = {
    Severity.ERROR: ":material/error:",
    Severity.WARNING: ":material/warning:",
    Severity.ADVICE: ":material/lightbulb:",
}
