"""Building the map on the screen: a form, what it would change, what that does to the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from graph.editing.journal import last_edit, undo
from graph.editing.proposals import Proposal, accept, propose
from graph.errors import LoopmapError, ProblemsError
from graph.model import LoopModel
from graph.number_words import count_of
from graph.reports.comparison import comparison_report
from graph.turtle.faults import frame
from graph.views import session
from graph.views.answers import compared_beside
from graph.views.build_forms import FORMS, SEPARATOR, Field, Form, Given
from graph.views.escaping import one_line, plain
from graph.views.ontology_files import (
    asked_fields,
    checked,
    chosen_paths,
    why_read_only,
)
from graph.views.show_report import show_report

#: Letters that a text field takes.
_MOST_LETTERS = 2000

#: Findings shown in full.
_MOST_FINDINGS = 5


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("Build the map", anchor=False)
    refusal = why_read_only(chosen_paths())
    if refusal:
        st.info(f"{plain(refusal)} You can look at what a change would do.", icon=":material/lock:")
    _show_done()
    titles = {form.name: form.title for form in FORMS}
    _take_begun()
    st.session_state.setdefault(_ACT, FORMS[0].name)
    picked = st.segmented_control(
        "What to do",
        list(titles),
        format_func=titles.__getitem__,
        key=_ACT,
        required=True,
        on_change=_forget_done,
    )
    form = next(item for item in FORMS if item.name == picked)
    if form.about:
        form = form.with_shapes(asked_fields(chosen_paths())[form.about])
    asked, seen = st.columns([2, 3], gap="large")
    with asked:
        st.caption(plain(form.says))
        given = _answers(model, form)
    with seen:
        _show_effect(form, given, read_only=refusal is not None)
    if refusal is None:
        _show_undo()


def _answers(model: LoopModel, form: Form) -> Given:
    """Put a form on the page, what may be left out folded; return what was answered."""
    answers = {field.name: _ask(model, form, field) for field in form.fields if field.needed}
    left_out = [field for field in form.fields if not field.needed]
    usual = [field for field in left_out if field.name not in form.asked]
    further = [field for field in left_out if field.name in form.asked]
    for title, fields, name in (
        ("What may be left out", usual, "more"),
        (f"What else the ontology knows of it ({len(further)})", further, "further"),
    ):
        if fields:
            with st.expander(title, key=f"build_{form.name}_{name}"):
                answers |= {field.name: _ask(model, form, field) for field in fields}
    return {name: answer for name, answer in answers.items() if answer}


def _take_begun() -> None:
    """Fill in what another page began."""
    begun = session.form_begun()
    if begun is None:
        return
    st.session_state[_ACT] = begun.form
    for name, answer in begun.answers.items():
        st.session_state[_key(begun.form, name)] = answer


def _key(form: str, field: str) -> str:
    # Another key after each writing: the browser keeps what was typed as long as the key stays.
    return f"build_{form}_{field}_{st.session_state.get(_WRITTEN, 0)}"


def _ask(model: LoopModel, form: Form, field: Field) -> str:
    """Put a field on the page; return what was answered, or nothing."""
    key = _key(form.name, field.name)
    # Both may be those of the map's own shapes, which anybody may have written.
    title, help_ = plain(one_line(field.title)), plain(one_line(field.help)) or None
    if field.name == "supposed":
        return _set_by_hand()
    if field.options is None:
        text = st.text_input(
            title, max_chars=_MOST_LETTERS, help=help_, key=key, on_change=_forget_done
        )
        return text.strip()
    labels = field.options(model)

    def label(identifier: str) -> str:
        return one_line(labels.get(identifier, identifier))

    looks: dict[str, Any] = {
        "format_func": label,
        "help": help_,
        "key": key,
        "on_change": _forget_done,
    }
    if field.several:
        return SEPARATOR.join(st.multiselect(title, list(labels), **looks))
    return st.selectbox(title, list(labels), index=None, placeholder="choose …", **looks) or ""


def _set_by_hand() -> str:
    assignments = [str(item) for item in session.choices().assignments]
    if assignments:
        st.markdown("Set by hand: " + plain(", ".join(assignments)))
    else:
        st.caption("Nothing is set by hand yet: move a number on the page 'The loop'.")
    return SEPARATOR.join(assignments)


def _show_effect(form: Form, given: Given, *, read_only: bool) -> None:
    missing = [field.title for field in form.fields if field.needed and field.name not in given]
    if missing:
        st.caption(plain(f"Still needed: {', '.join(missing)}."))
        return
    try:
        proposal = propose(chosen_paths(), form.called(given), form.act_of(given))
    except ProblemsError as error:
        st.error("With this the map would have errors:", icon=":material/error:")
        st.code("\n\n".join(map(frame, error.problems)), language=None, wrap_lines=True)
        return
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    _show_proposal(form, given, proposal, read_only=read_only)


def _show_proposal(form: Form, given: Given, proposal: Proposal, *, read_only: bool) -> None:
    if not proposal.changes:
        st.caption("Nothing would change.")
        return
    st.code(proposal.diff(), language="diff", wrap_lines=True)
    for note in proposal.notes:
        st.caption(plain(note))
    if proposal.left_to_write > 0:
        left = count_of(proposal.left_to_write, "text")
        st.caption(f"{left} left to write, marked TODO; 'loopmap check' lists them.")
    _show_findings(proposal)
    with st.container(horizontal=True):
        st.button(
            "Write it",
            disabled=read_only,
            icon=":material/save:",
            on_click=_write,
            args=(form, dict(given), proposal),
        )
        for change in proposal.changes:
            st.download_button(
                f"Download {Path(change.label).name}",
                change.new or b"",
                Path(change.label).name,
                "text/turtle",
                on_click="ignore",
                key=f"download_{change.label}",
            )
    _show_answers(proposal)


def _show_findings(proposal: Proposal) -> None:
    """Say what 'loopmap check' would find in the new text, besides what it finds now."""
    now = session.current_model()
    found = proposal.new_findings(checked(now.digest, now.files).problems)
    for problem in found[:_MOST_FINDINGS]:
        line = f"line {problem.place.line}, " if problem.place else ""
        said = f"{line}{problem.subject or 'the map'}: {problem.message} {problem.remedy}"
        words = f"'loopmap check' will say, {said} [{problem.code}]"
        st.warning(plain(one_line(words)), icon=":material/rule:")
    if len(found) > _MOST_FINDINGS:
        st.caption(f"'loopmap check' would find {len(found) - _MOST_FINDINGS} more.")


def _show_answers(proposal: Proposal) -> None:
    """Say what a change does to the answers, once that is worked out beside the page."""
    st.markdown("**What it does to the answers**")
    found = compared_beside(proposal.before, proposal.after, session.choices().setting)
    if found is None:
        st.caption("Both maps are being worked out; it will stand here in a moment.")
    elif isinstance(found, str):
        st.error(plain(found), icon=":material/error:")
    else:
        show_report(comparison_report(found), with_title=False)


def _write(form: Form, given: Given, proposal: Proposal) -> None:
    """Write what is shown; for callbacks."""
    try:
        outcome = accept(chosen_paths(), proposal, form.act_of(given))
    except LoopmapError as error:
        st.session_state[_DONE] = ("error", str(error))
        return
    names = ", ".join(change.label for change in outcome.edit.changes)
    st.session_state[_DONE] = ("success", f"Written: {names}.")
    st.session_state[_WRITTEN] = st.session_state.get(_WRITTEN, 0) + 1


def _show_undo() -> None:
    root = next(path if path.is_dir() else path.parent for path in chosen_paths())
    last = last_edit(root)
    if last is not None:
        st.button(
            f"Take back: {plain(one_line(last.title))}",
            icon=":material/undo:",
            on_click=_take_back,
            args=(root,),
        )


def _take_back(root: Path) -> None:
    """Undo what was written last; for callbacks."""
    try:
        edit = undo(root)
    except LoopmapError as error:
        st.session_state[_DONE] = ("error", str(error))
    else:
        st.session_state[_DONE] = ("success", f"Taken back: {edit.title}.")


def _show_done() -> None:
    """Say what was done, until anything else is asked: the page is also drawn again by itself."""
    kind, text = st.session_state.get(_DONE, ("", ""))
    if kind == "error":
        st.error(plain(text), icon=":material/error:")
    elif kind:
        st.success(plain(text), icon=":material/check:")


def _forget_done() -> None:
    """Say no longer what was done; for callbacks."""
    st.session_state.pop(_DONE, None)


#: Key of the act that is chosen.
_ACT = "build_act"

#: Where a callback notes what it did, for the pages that follow it.
_DONE = "build_done"

#: How many changes a session has written.
_WRITTEN = "build_written"
