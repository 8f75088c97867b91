"""The ontology: its terms in tables, its files as they are written, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.model import LoopModel
from graph.ontology.checks.check import CheckResult
from graph.reports.numbers import count_of, significant
from graph.reports.report import Table, left, right
from graph.turtle.faults import frame
from graph.views import session
from graph.views.escaping import one_line, plain
from graph.views.ontology_files import checked, short_names
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
    tables = {table.title: table for table in term_tables(model)}
    picked = st.selectbox("Terms", list(tables), key="ontology_terms")
    if picked in tables:
        show_table(tables[picked], with_title=False)
    _show_files(model)
    _show_check(model)


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
    names = short_names(model.files)
    # Only what was read can be shown; nothing is ever taken from the address or typed in.
    picked = st.selectbox(
        "File",
        range(len(names)),
        index=None,
        format_func=lambda index: one_line(names[index]),
        placeholder="choose a file …",
        key="ontology_file",
    )
    if picked is None or picked >= len(model.files):
        return
    try:
        text = Path(model.files[picked]).read_text(encoding="utf-8", errors="replace")
    except OSError:
        st.error("This file cannot be read any more.", icon=":material/error:")
        return
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters.")
    st.code(text[:_MOST_CHARACTERS], language="turtle", line_numbers=True, height=480)


def _show_check(model: LoopModel) -> None:
    st.subheader("Problems", anchor=False)
    st.markdown(
        "What 'loopmap check' says of these files: syntax, meaning, slips, and what a complete "
        "entry still lacks."
    )
    if st.button("Check the files", icon=":material/rule:"):
        with st.spinner("Checking every file …"):
            found = checked(model.digest, model.files)
        _show_found(found)


def _show_found(found: CheckResult) -> None:
    if not found.problems:
        st.success(
            f"Nothing is wrong in {count_of(found.file_count, 'file')}, "
            f"{count_of(found.triple_count, 'statement')}.",
            icon=":material/check:",
        )
        return
    st.warning(plain(count_of(len(found.problems), "problem")), icon=":material/warning:")
    shown = found.problems[:_PROBLEMS_SHOWN]
    st.code("\n\n".join(frame(problem) for problem in shown), language=None, wrap_lines=True)
