"""The bar above every page: whose loop, as of when, supposing what, compared with what."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.model import LoopModel
from graph.views import session
from graph.views.escaping import plain, shortened, thing_label
from graph.views.finder import show_finder
from graph.views.front import show_narrow_bar
from graph.views.url_state import comparable, date_refusal

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
    show_narrow_bar(_said(model, newest))
    scenarios = {key: item.label for key, item in model.scenarios.items()}
    with st.container(key="boxes"):
        columns = st.columns([1.1, 1.1, 1.3, 1.3, 1.3, 1.2], vertical_alignment="bottom")
    whose, when, what, with_what, find, by_hand = columns
    with whose:
        session.select(
            "Whose loop",
            "setting",
            {key: item.label for key, item in model.settings.items()},
            help="Evidence counts for a setting; where it has none, that of a wider one stands in.",
        )
    with when:
        _as_of(model, newest)
    with what:
        session.select(
            "Suppose",
            "scenario",
            {_NOTHING: "nothing: the evidence", **scenarios},
            nothing=_NOTHING,
            help="A scenario replaces some numbers; what it says stands on the page 'Scenarios'.",
        )
    with with_what:
        session.select(
            "Compare with",
            "versus",
            {_NOTHING: "nothing", **comparable(model)},
            nothing=_NOTHING,
            let_go=("version",),
            help="The cards then show both answers, the page 'Compare' both maps.",
        )
    with find:
        show_finder(model)
    with by_hand:
        _show_assignments(model)


def _said(model: LoopModel, newest: str | None) -> str:
    """Return what the boxes hold, for those who do not see them."""
    chosen = session.choices()
    parts = [model.settings[chosen.setting].label if chosen.setting in model.settings else ""]
    parts.append(chosen.as_of or newest or "")
    scenario = model.scenarios.get(chosen.scenario or "")
    parts.append(scenario.label if scenario else "the evidence")
    if chosen.assignments:
        parts.append(f"{len(chosen.assignments)} set by hand")
    return " · ".join(part for part in parts if part)


def _as_of(model: LoopModel, newest: str | None) -> None:
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
        args=(model,),
        accept_new_options=True,
        help="Use only evidence that was known then; days that nobody dated count as always known. "
        "A date can be typed: 2025, 2025-06 or 2025-06-30.",
    )


def _take_date(model: LoopModel) -> None:
    old = session.choices()
    text = str(session.value_of("as_of") or _NOW).removeprefix("end of ").strip()
    if text == _NOW or text.endswith("(all)"):
        session.choose(replace(old, as_of=None))
        return
    asked = shortened(text)
    if refusal := date_refusal(model, asked):
        session.note(f"{refusal} What was shown before stays.")
    else:
        session.choose(replace(old, as_of=asked))


def _show_assignments(model: LoopModel) -> None:
    """List the numbers set by hand, each with a button that takes it back.

    Its place is always there, so that the page stays where it is when a number is set.
    """
    chosen = session.choices()
    count = len(chosen.assignments)
    with st.popover(
        f"Set by hand: {count}", icon=":material/tune:", disabled=not count, width="stretch"
    ):
        if count:
            st.caption("These numbers replace the evidence; a click takes one back.")
        for item in chosen.assignments:
            metric = model.metrics.get(str(item.metric))
            name = metric.label if metric else str(item.metric)
            st.button(
                plain(f"{thing_label(model, item.subject)}, {name}: {item.value:.4g}"),
                key=f"unset_{item.subject}_{item.metric}",
                icon=":material/close:",
                on_click=_unset,
                args=(item.subject, str(item.metric)),
                type="tertiary",
            )
        if count > 1:
            st.button("Take all back", on_click=_reset, icon=":material/undo:")


def _unset(subject: str, metric: str) -> None:
    session.choose(session.choices().assigning(subject, metric, None))


def _reset() -> None:
    session.choose(replace(session.choices(), assignments=()))
