"""The bar above every page: whose loop, as of when, supposing what, compared with what."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.evidence.dates import period_of
from graph.model import LoopModel
from graph.views import session
from graph.views.choices import EVIDENCE, Choices
from graph.views.words import one_line

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
        args=("setting", lambda old, value: replace(old, setting=str(value))),
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
        on_change=session.take,
        args=("as_of", _with_date),
        accept_new_options=True,
        help="Use only evidence that was known then; days that nobody dated count as always known. "
        "A date can be typed: 2025, 2025-06 or 2025-06-30.",
    )


def _with_date(old: Choices, value: object) -> Choices:
    text = str(value).removeprefix("end of ").strip() if value else _NOW
    known = text != _NOW and period_of(text) is not None
    return replace(old, as_of=text if known else None)


def _scenario(model: LoopModel) -> None:
    st.selectbox(
        "Suppose",
        [_NOTHING, *model.scenarios],
        format_func=lambda key: _scenario_label(model, key, "nothing: the evidence"),
        key=session.bound("scenario", session.choices().scenario or _NOTHING),
        on_change=session.take,
        args=(
            "scenario",
            lambda old, value: replace(old, scenario=None if value == _NOTHING else str(value)),
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
            lambda old, value: replace(old, versus=None if value == _NOTHING else str(value)),
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
        args=("component", lambda old, value: replace(old, component=value or None)),
        help="Or click it on the map.",
    )
