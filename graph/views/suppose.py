"""What if: sliders for the numbers of the part or dependency looked at, beside the map."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import streamlit as st

from graph.errors import UsageError
from graph.estimates import Estimate
from graph.loop.suppositions import parse_supposition, settable_of
from graph.number_words import count_of, middle_of, quantity, quantity_range
from graph.records import record
from graph.reports.plain import Plain
from graph.views import session
from graph.views.answers import Answers
from graph.views.components import component
from graph.views.escaping import one_line
from graph.views.url_state import Choices
from graph.vocabulary import MetricName

#: Key of the sliders' state in the session.
SLIDERS_KEY = "sliders"

#: The round numbers of one decade.
_ROUND = (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9)

#: The ends of a speed-up: half as fast, and a hundred times as fast as without AI.
_LEAST_SPEED, _MOST_SPEED = 0.5, 100.0

#: How many passes at once are offered, and how many generations back.
_CAPACITIES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100)
_LAGS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20)

_UNITS: Mapping[str, str] = {
    MetricName.SPEEDUP: "ratio",
    MetricName.BASELINE_DAYS: "days",
    MetricName.FLOOR_DAYS: "days",
    MetricName.CAPACITY: "count",
    MetricName.DELAY_DAYS: "days",
}


@record
class Slider:
    """One slider.

    Attributes:
        subject: id of the part or dependency.
        metric: the number that it sets.
        title: what people call it.
        values: the numbers that it can take, rising; both ends are round.
        default: where it stands when nothing is set; ``None`` for no limit, past the last value.
        value: where it stands now, likewise.
        cited: what the evidence or our view gives; ``None`` if neither does.
        remark: what else is to be known of it, if anything.
        unit: of its numbers, where the map has a word of its own for it.
    """

    subject: str
    metric: str
    title: str
    values: tuple[float, ...]
    default: float | None
    value: float | None
    cited: Estimate | None
    remark: str = ""
    unit: str = ""

    @property
    def unit_word(self) -> str:
        """The unit of its numbers."""
        return self.unit or _UNITS.get(self.metric, "")

    @property
    def id(self) -> str:
        """As ``--set`` and the address name the number."""
        return f"{self.subject}.{self.metric}"


def round_values(low: float, high: float) -> tuple[float, ...]:
    """Return the round numbers from ``low`` to ``high``, about evenly spread on the log scale.

    Args:
        low: above 0.
        high: not below ``low``; both are rounded outwards to 1, 2 or 5 times a power of ten.

    >>> round_values(3, 8)[:4], round_values(3, 8)[-1], round_values(0.5, 100)[-1]
    ((2.0, 2.2, 2.5, 2.8), 10.0, 100.0)
    """
    low, high = _outwards(low, up=False), _outwards(high, up=True)
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    found = (float(f"{step * 10.0**decade:.6g}") for decade in decades for step in _ROUND)
    return tuple(value for value in sorted(found) if low <= value <= high)


def _outwards(value: float, *, up: bool) -> float:
    decade = 10.0 ** math.floor(math.log10(value))
    ends = [float(f"{decade * step:.6g}") for step in (1, 2, 5, 10)]
    if up:
        return next((end for end in ends if end >= value * (1 - 1e-9)), ends[-1])
    return next((end for end in reversed(ends) if end <= value * (1 + 1e-9)), ends[0])


def part_sliders(answers: Answers, chosen: Choices, identifier: str) -> tuple[Slider, ...]:
    """Return the sliders of a part, always in the same order: speed-up, days, minimum, capacity.

    After them come the lags of what it waits for from earlier generations.

    Args:
        answers: those of the evidence or the scenario, without what is set by hand.
        chosen: what the reader chose.
        identifier: id of the part.
    """
    study = answers.study
    able = settable_of(study.model, identifier)
    makers: tuple[tuple[MetricName, Callable[[Answers, str], Slider]], ...] = (
        (MetricName.SPEEDUP, _speedup),
        (MetricName.BASELINE_DAYS, _days),
        (MetricName.FLOOR_DAYS, _floor),
        (MetricName.CAPACITY, _capacity),
    )
    found = [make(answers, identifier) for metric, make in makers if metric in able]
    found += [
        _lag(answers, edge.id, f"{_rounds(answers)} after {study.model.label(edge.source)}")
        for edge in study.model.dependencies.values()
        if edge.target == identifier
        and (cited := study.estimate(edge.id, MetricName.LAG))
        and cited.median
    ]
    return tuple(_standing(item, chosen) for item in found)


def edge_sliders(answers: Answers, chosen: Choices, identifier: str) -> tuple[Slider, ...]:
    """Return the sliders of a dependency: how many generations later, and after how many days."""
    found = (_lag(answers, identifier, f"{_rounds(answers)} later"), _delay(answers, identifier))
    able = settable_of(answers.study.model, identifier)
    return tuple(_standing(item, chosen) for item in found if item.metric in able)


def _speedup(answers: Answers, identifier: str) -> Slider:
    cited = answers.study.estimate(identifier, MetricName.SPEEDUP)
    default = cited.median if cited else 1.0
    high = cited.high if cited and cited.high else default
    values = round_values(min(_LEAST_SPEED, default), max(_MOST_SPEED, high))
    whole = answers.critical_path.component(identifier).acceleration
    remark = f"{middle_of(whole, 'x')} with its minimum time" if whole else ""
    title = "AI makes the work itself faster"
    return Slider(identifier, MetricName.SPEEDUP, title, values, default, default, cited, remark)


def _days(answers: Answers, identifier: str) -> Slider:
    cited = answers.study.estimate(identifier, MetricName.BASELINE_DAYS)
    default = cited.median if cited else answers.critical_path.component(identifier).days.median
    around = default or 1.0
    values = round_values(around / 10, around * 5)
    title = "Days without AI"
    return Slider(identifier, MetricName.BASELINE_DAYS, title, values, default, default, cited)


def _floor(answers: Answers, identifier: str) -> Slider:
    found = answers.critical_path.component(identifier)
    cited = answers.study.estimate(identifier, MetricName.FLOOR_DAYS)
    default = cited.median if cited else found.floor_days
    most = max(found.baseline_days.median, default, 1.0)
    values = (0.0, *round_values(most / 50, most))
    title = "Minimum time in days, whatever AI does"
    return Slider(identifier, MetricName.FLOOR_DAYS, title, values, default, default, cited)


def _capacity(answers: Answers, identifier: str) -> Slider:
    cited = answers.study.estimate(identifier, MetricName.CAPACITY)
    default = cited.median if cited else None
    values = tuple(map(float, _CAPACITIES))
    title = "At once at most"
    return Slider(identifier, MetricName.CAPACITY, title, values, default, default, cited)


def _lag(answers: Answers, identifier: str, title: str) -> Slider:
    cited = answers.study.estimate(identifier, MetricName.LAG)
    default = cited.median if cited else 0.0
    values = tuple(map(float, _LAGS))
    unit = answers.study.model.words.rounds
    return Slider(identifier, MetricName.LAG, title, values, default, default, cited, unit=unit)


def _rounds(answers: Answers) -> str:
    """Return what the map calls several rounds, as a title begins."""
    return answers.study.model.words.rounds.capitalize()


def _delay(answers: Answers, identifier: str) -> Slider:
    cited = answers.study.estimate(identifier, MetricName.DELAY_DAYS)
    default = cited.median if cited else 0.0
    values = (0.0, *round_values(1, max(100.0, default)))
    title = "Days of waiting"
    return Slider(identifier, MetricName.DELAY_DAYS, title, values, default, default, cited)


def _standing(slider: Slider, chosen: Choices) -> Slider:
    """Return a slider where it stands now: it always shows the very number that is used."""
    set_by_hand = (
        item.value
        for item in chosen.assignments
        if (item.subject, item.metric) == (slider.subject, slider.metric)
    )
    value = next(set_by_hand, slider.default)
    exact = {one for one in (slider.default, value) if one is not None}
    return Slider(
        slider.subject,
        slider.metric,
        slider.title,
        tuple(sorted({*slider.values, *exact})),
        slider.default,
        value,
        slider.cited,
        slider.remark,
        slider.unit,
    )


def show_sliders(sliders: Iterable[Slider]) -> None:
    """Put sliders on the page; a moved one is supposed at once."""
    component("sliders")(
        key=SLIDERS_KEY,
        data={"sliders": [slider_plain(item) for item in sliders]},
        on_moved_change=_take,
    )
    # Always there, so that nothing below it moves when a number is set.
    st.button(
        "Save what is set as a scenario",
        key="save_by_hand",
        icon=":material/save:",
        type="tertiary",
        disabled=not session.choices().assignments,
        on_click=session.begin_form,
        args=("scenario", {}),
    )


def slider_plain(slider: Slider) -> dict[str, Plain]:
    """Return a slider as the browser draws it: positions are steps from its left end."""
    limitless = slider.default is None
    unit = slider.unit_word
    steps = len(slider.values) + limitless
    shown = [quantity(value, unit) for value in slider.values] + ["no limit"] * limitless
    cited = slider.cited
    band = None
    if cited is not None:
        ends = (cited.low, cited.median, cited.high)
        band = [
            place_of(slider, cited.median if end is None else end) / max(steps - 1, 1)
            for end in ends
        ]
    return {
        "id": slider.id,
        "title": one_line(slider.title),
        "values": [*slider.values, *([None] * limitless)],
        "shown": [*shown],
        "at": _index(slider, slider.value),
        "default": _index(slider, slider.default),
        "band": None if band is None else [*band],
        "words": one_line(cited_words(slider)),
    }


def _index(slider: Slider, value: float | None) -> int:
    return len(slider.values) if value is None else slider.values.index(value)


def place_of(slider: Slider, value: float) -> float:
    """Return where a number lies along a slider, in steps from its left end.

    Between two steps it lies as the numbers do; beyond an end, at the end.
    """
    values = slider.values
    if value <= values[0]:
        return 0.0
    for index, (low, high) in enumerate(pairwise(values)):
        if value <= high:
            return index + (value - low) / (high - low)
    return float(len(values) - 1)


def cited_words(slider: Slider) -> str:
    """Return what the number rests on when nobody moved its slider."""
    cited = slider.cited
    more = f"; {slider.remark}" if slider.remark else ""
    if cited is None:
        known = "nothing known" if slider.metric == MetricName.SPEEDUP else "nothing said"
        return known + more
    said = f"cited, {count_of(cited.source_count, 'source')}" if cited.source_count else "our view"
    if cited.low == cited.high:
        return f"{said}: {quantity(cited.median, slider.unit_word)}{more}"
    return f"{said}: {quantity_range(cited.interval, slider.unit_word)}{more}"


def _take() -> None:
    state = st.session_state.get(SLIDERS_KEY)
    moved = state.get("moved") if state is not None else None
    if isinstance(moved, Mapping):
        take_moved(moved.get("id"), moved.get("value"), bool(moved.get("back")))


def take_moved(name: object, value: object, back: bool) -> None:
    """Suppose what a slider was moved to, or let it go.

    Args:
        name: of the number, as its slider names it.
        value: where it was moved to; ``None`` for no limit.
        back: whether it was moved back to where the evidence has it.
    """
    subject, _, metric = str(name).rpartition(".")
    if back or value is None:
        session.choose(session.choices().assigning(subject, metric, None))
        return
    try:
        item = parse_supposition(session.current_model(), f"{subject}.{metric}={value}")
    except UsageError as error:
        session.note(str(error))
        return
    session.choose(session.choices().assigning(item.subject, str(item.metric), item.value))
