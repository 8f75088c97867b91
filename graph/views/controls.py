"""The bar above every page: whose loop, as of when, supposing what, compared with what."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import streamlit as st

from graph.estimates import Estimate
from graph.model import LoopModel
from graph.reports.numbers import count_of, interval_of, times
from graph.views import session
from graph.views.answers import Answers
from graph.views.escaping import escaped, plain, thing_label
from graph.views.url_state import Choices, comparable, date_refusal, shortened
from graph.vocabulary import MetricName

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
    scenarios = {key: item.label for key, item in model.scenarios.items()}
    whose, when, what, with_what, find = st.columns([1.1, 1.1, 1.4, 1.4, 1.7])
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
            help="The cards then show both answers, the page 'Compare' both maps.",
        )
    with find:
        session.select(
            "Find a part",
            "component",
            session.by_label(model.components),
            index=None,
            placeholder="type a name …",
            help="Or click it on the map.",
        )


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


#: How many sliders are offered.
_SLIDERS = 4

#: The slider's ends: half as fast, and a hundred times as fast as without AI.
_LEAST, _MOST = 0.5, 100.0
_STEPS_PER_DOUBLING = 6


@dataclass(frozen=True)
class SpeedSlider:
    """One slider.

    Attributes:
        component: id of the component it speeds up.
        label: what people call it.
        cited: the acceleration that the evidence gives; ``None`` if it gives none.
        default: where the slider stands when nothing is set: the cited value, else 1.
        steps: the accelerations it can take, rising evenly on the log scale; ``default`` is one.
    """

    component: str
    label: str
    cited: Estimate | None
    default: float
    steps: tuple[float, ...]


def speed_sliders(answers: Answers, chosen: Choices) -> tuple[SpeedSlider, ...]:
    """Return the sliders to offer: the component looked at, what is set, and what blocks most.

    Args:
        answers: those of the evidence or the scenario, without what sliders set, so that the
            choice of sliders stays while they are moved.
        chosen: what the reader chose.
    """
    wanted = [item.subject for item in chosen.assignments if item.metric == MetricName.SPEEDUP]
    wanted += [chosen.component] if chosen.component else []
    ranked = [item.id for item in answers.critical_path.components]
    ids = [item for item in dict.fromkeys([*wanted, *ranked]) if item in ranked]
    return tuple(_slider(answers, item) for item in ids[: max(_SLIDERS, len(wanted))])


def _slider(answers: Answers, identifier: str) -> SpeedSlider:
    cited = answers.study.estimate(identifier, MetricName.SPEEDUP)
    default = cited.median if cited else 1.0
    label = answers.study.model.label(identifier)
    return SpeedSlider(identifier, label, cited, default, steps(default))


def steps(default: float) -> tuple[float, ...]:
    """Return a slider's accelerations: an even grid on the log scale that holds ``default``.

    From half as fast to a hundred times as fast, or to ``default`` if that lies outside.

    >>> 1.0 in steps(1.0), 1.3 in steps(1.3), steps(1.0)[0], round(steps(1.0)[-1])
    (True, True, 0.5, 102)
    """
    below = min(0, math.floor(math.log2(_LEAST / default) * _STEPS_PER_DOUBLING))
    above = max(0, math.ceil(math.log2(_MOST / default) * _STEPS_PER_DOUBLING))
    return tuple(default * 2 ** (index / _STEPS_PER_DOUBLING) for index in range(below, above + 1))


def position(slider: SpeedSlider, value: float) -> float:
    """Return where a value lies along a slider, 0 at its left end and 1 at its right."""
    low, high = math.log(slider.steps[0]), math.log(slider.steps[-1])
    return min(1.0, max(0.0, (math.log(max(value, 1e-9)) - low) / (high - low)))


def show_sliders(answers: Answers) -> None:
    """Put the sliders on the page, and a button that takes everything set back."""
    chosen = session.choices()
    st.caption(
        "How many times as fast as without AI? The bar below a slider is the range that its "
        "sources give (5th to 95th percentile), the tick their middle. Moving a slider replaces "
        "the evidence by your own number."
    )
    columns = st.columns(2, gap="large")
    for number, slider in enumerate(speed_sliders(answers, chosen)):
        with columns[number % 2]:
            _show_slider(slider, chosen)
    if chosen.assignments:
        st.button("Take all numbers back", on_click=_reset, icon=":material/undo:")


def _show_slider(slider: SpeedSlider, chosen: Choices) -> None:
    name = f"speed_{slider.component}"
    value = next(
        (
            item.value
            for item in chosen.assignments
            if (item.subject, item.metric) == (slider.component, MetricName.SPEEDUP)
        ),
        slider.default,
    )
    # Where a link or the terminal's number stands between two steps or beyond the last, the
    # slider gets a step there: it always shows the very number that is used.
    slider = replace(slider, steps=tuple(sorted({*slider.steps, value})))
    st.select_slider(
        plain(slider.label),
        slider.steps,
        format_func=times,
        key=session.bound(name, value),
        on_change=_set_speed,
        args=(slider.component, slider.default, name),
    )
    st.html(range_bar(slider))


def range_bar(slider: SpeedSlider) -> str:
    """Return the cited range as a bar under the slider's track, with words beside it."""
    cited = slider.cited
    if cited is None:
        words = "no evidence: runs as without AI"
        drawn = ""
    else:
        low = position(slider, cited.low if cited.low is not None else cited.median)
        high = position(slider, cited.high if cited.high is not None else cited.median)
        middle = position(slider, cited.median)
        said = "cited" if cited.source_count else "assumed"
        source = f", {count_of(cited.source_count, 'source')}" if cited.source_count else " by us"
        words = f"{said} {interval_of(cited.interval, 'x')}{source}"
        drawn = (
            f'<div style="position:absolute;left:{100 * low:.1f}%;top:1px;height:6px;'
            f"width:{100 * max(high - low, 0.005):.1f}%;border-radius:3px;"
            'background:rgba(0,114,178,0.55)"></div>'
            f'<div style="position:absolute;left:{100 * middle:.1f}%;top:0;width:2px;height:8px;'
            'background:currentColor"></div>'
        )
    return (
        '<div style="margin-top:-0.9rem;font-size:0.8rem">'
        f'<div aria-hidden="true" style="position:relative;height:8px">{drawn}</div>'
        f"<div>{escaped(words)}</div></div>"
    )


def _set_speed(component: str, default: float, name: str) -> None:
    value = float(st.session_state[f"w_{name}"])
    kept = None if math.isclose(value, default) else value
    session.choose(session.choices().assigning(component, MetricName.SPEEDUP, kept))


def _reset() -> None:
    session.choose(replace(session.choices(), assignments=()))
