"""The bar above every page: whose loop, as of when, supposing what, compared with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from graph.model import LoopModel
from graph.views import session
from graph.views.as_of import checked_as_of
from graph.views.escaping import one_line, plain
from graph.views.labels import thing_label
from graph.views.url_state import EVIDENCE

#: The year ends offered; any other date can be typed.
_FIRST_YEAR = 2022

_NOW = "everything known"
_NOTHING = "nothing"


def show_controls(model: LoopModel, newest: str | None) -> None:
    """Put the bar on the page.

    Args:
        model: the map.
        newest: date of the newest evidence, if any is dated.
    """
    whose, when, what, with_what, find = st.columns([1.1, 1.1, 1.4, 1.4, 1.7])
    with whose:
        _setting(model)
    with when:
        _as_of(newest)
    with what:
        _scenario(model)
    with with_what:
        _versus(model)
    with find:
        _component(model)


def _setting(model: LoopModel) -> None:
    st.selectbox(
        "Whose loop",
        list(model.settings),
        format_func=lambda key: one_line(model.settings[key].label),
        key=session.bound("setting", session.choices().setting),
        on_change=session.take,
        args=(
            "setting",
            lambda old, value: replace(
                old, setting=session.known(value, model.settings, old.setting) or old.setting
            ),
        ),
        help="Evidence counts for a setting; where it has none, that of a wider one stands in.",
    )


def _as_of(newest: str | None) -> None:
    last = int(newest[:4]) if newest else _FIRST_YEAR
    chosen = session.choices().as_of
    options = [_NOW, *(str(year) for year in range(last - 1, _FIRST_YEAR - 1, -1))]
    if chosen and chosen not in options:
        options.append(chosen)
    st.selectbox(
        "As of",
        options,
        format_func=lambda text: f"{newest or 'now'} (all)" if text == _NOW else f"end of {text}",
        key=session.bound("as_of", chosen or _NOW),
        on_change=_take_date,
        args=(newest,),
        accept_new_options=True,
        help="Use only evidence that was known then; days that nobody dated count as always known. "
        "A date can be typed: 2025, 2025-06 or 2025-06-30.",
    )


def _take_date(newest: str | None) -> None:
    old = session.choices()
    text = str(session.value_of("as_of") or _NOW).removeprefix("end of ").strip()
    if text == _NOW or text.endswith("(all)"):
        session.choose(replace(old, as_of=None))
        return
    found = checked_as_of(text, date.fromisoformat(newest) if newest else None)
    if found.note is None:
        session.choose(replace(old, as_of=found.text))
    else:
        session.note(f"{found.note} What was shown before stays.")


def show_assignments(model: LoopModel) -> None:
    """List the numbers set by hand, each with a button that takes it back."""
    chosen = session.choices()
    if not chosen.assignments:
        return
    with st.container(horizontal=True, key="assignments", vertical_alignment="center"):
        st.markdown("**Set by hand:**", width="content")
        for item in chosen.assignments:
            metric = model.metrics.get(str(item.metric))
            name = metric.label if metric else str(item.metric)
            st.button(
                plain(f"{thing_label(model, item.subject)}, {name}: {item.value:.4g}"),
                key=f"unset_{item.subject}_{item.metric}",
                icon=":material/close:",
                on_click=_unset,
                args=(item.subject, str(item.metric)),
                help="Take this number back.",
            )


def _unset(subject: str, metric: str) -> None:
    session.choose(session.choices().assigning(subject, metric, None))


def _scenario(model: LoopModel) -> None:
    st.selectbox(
        "Suppose",
        [_NOTHING, *model.scenarios],
        format_func=lambda key: _scenario_label(model, key, "nothing: the evidence"),
        key=session.bound("scenario", session.choices().scenario or _NOTHING),
        on_change=session.take,
        args=(
            "scenario",
            lambda old, value: replace(
                old,
                scenario=None
                if value == _NOTHING
                else session.known(value, model.scenarios, old.scenario),
            ),
        ),
        help="A scenario replaces some numbers; what it says stands on the page 'Scenarios'.",
    )


def _versus(model: LoopModel) -> None:
    st.selectbox(
        "Compare with",
        [_NOTHING, EVIDENCE, *model.scenarios],
        format_func=lambda key: _scenario_label(model, key, "nothing"),
        key=session.bound("versus", session.choices().versus or _NOTHING),
        on_change=session.take,
        args=(
            "versus",
            lambda old, value: replace(
                old,
                versus=None
                if value == _NOTHING
                else session.known(value, (EVIDENCE, *model.scenarios), old.versus),
            ),
        ),
        help="The cards then show both answers, the map both critical cycles.",
    )


def _scenario_label(model: LoopModel, key: str, nothing: str) -> str:
    if key == _NOTHING:
        return nothing
    return "the evidence alone" if key == EVIDENCE else one_line(model.scenarios[key].label)


def _component(model: LoopModel) -> None:
    in_order = sorted(model.components, key=lambda key: model.components[key].label.casefold())
    st.selectbox(
        "Find a part",
        in_order,
        index=None,
        format_func=lambda key: one_line(model.components[key].label),
        placeholder="type a name …",
        key=session.bound("component", session.choices().component),
        on_change=session.take,
        args=(
            "component",
            lambda old, value: replace(
                old, component=session.known(value, model.components, old.component)
            ),
        ),
        help="Or click it on the map.",
    )
