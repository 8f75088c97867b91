"""The ontology: its terms in tables, its files as they are written, and what is wrong in them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import streamlit as st

from graph.editing.file_findings import FileFindings, files_in
from graph.errors import Problem
from graph.files import short_names
from graph.model import LoopModel
from graph.number_words import count_of, significant
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import findings_beside
from graph.views.escaping import code, plain
from graph.views.file_text import show_file
from graph.views.ontology_files import watched_files
from graph.views.show_report import show_table

#: Findings that are listed above the files.
_FINDINGS_SHOWN = 12


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("The ontology", anchor=False)
    if model.digest:
        _show_counts(model)
    _show_files(model)
    if not model.digest:
        return
    st.subheader("Terms", anchor=False)
    tables = {table.title: table for table in term_tables(model)}
    picked = st.selectbox("Terms", list(tables), key="ontology_terms", label_visibility="collapsed")
    if picked in tables:
        show_table(tables[picked], with_title=False)


def _show_counts(model: LoopModel) -> None:
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
    st.subheader("Files", anchor=False)
    watched = watched_files()
    found = findings_beside(watched)
    files = files_in(watched.paths)
    names = dict(zip(short_names(files), files, strict=True))
    _show_findings(found, names)
    # Only what was read can be shown; nothing is ever opened by what is typed or in the address.
    session.select("File", "file", _titles(names, found), let_go=("line",), **_LOOKS)
    chosen = session.choices()
    if chosen.file not in names:
        return
    file = names[chosen.file]
    text = _text_of(file)
    if text is None:
        st.error("This file cannot be read any more.", icon=":material/error:")
        return
    problems = found.of_file(file) if found else ()
    show_file(model, file, text, problems, int(chosen.line) if chosen.line else None)
    st.caption("A number at the side puts the line into the address; names at the side lead on.")


#: How the box of the files looks.
_LOOKS = {"index": None, "placeholder": "choose a file …"}


def _titles(names: dict[str, str], found: FileFindings | None) -> dict[str, str]:
    """Return what each file is called in the box, with how much was found in it."""
    counts = Counter(
        os.path.abspath(one.place.file) for one in (found.problems if found else ()) if one.place
    )
    titles = {}
    for name, file in names.items():
        count = counts[os.path.abspath(file)]
        titles[name] = f"{name} · {count_of(count, 'finding')}" if count else name
    return titles


def _text_of(file: str) -> str | None:
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _show_findings(found: FileFindings | None, names: dict[str, str]) -> None:
    if found is None:
        st.caption("Checking every file …")
        return
    if not found.problems:
        st.success(
            f"'loopmap check' finds nothing wrong in {count_of(len(found.files), 'file')}.",
            icon=":material/check:",
        )
        return
    st.warning(
        f"'loopmap check' has {count_of(len(found.problems), 'finding')}; each leads to its line.",
        icon=":material/warning:",
    )
    called = {os.path.abspath(file): name for name, file in names.items()}
    with st.container(gap=None):
        for number, problem in enumerate(found.problems[:_FINDINGS_SHOWN]):
            _show_finding(problem, called, number)
    if (rest := len(found.problems) - _FINDINGS_SHOWN) > 0:
        st.caption(f"{rest} more; the box below counts them by file.")


def _show_finding(problem: Problem, called: dict[str, str], number: int) -> None:
    place = problem.place
    name = called.get(os.path.abspath(place.file)) if place else None
    said = f"{problem.severity.value}: {problem.message}"
    if name is None or place is None:
        st.markdown(f":small[{plain(said)} {plain(problem.remedy)}]")
        return
    line = str(place.line) if place.line else None
    st.button(
        f"{code(f'{name}:{place.line}')} {plain(said)}",
        key=f"finding_{number}",
        on_click=_open_line,
        args=(name, line),
        type="tertiary",
    )


def _open_line(name: str, line: str | None) -> None:
    session.choose(replace(session.choices(), file=name, line=line))
