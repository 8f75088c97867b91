"""The map over time: a slider and a button, with the parts that hold the loop up lit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from graph.estimates import Interval
from graph.number_words import interval_of, percent, percent_of_runs
from graph.questions.history.compute import History
from graph.questions.next.answer import SchoolOutlook, WhatFallsNext
from graph.records import record
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.escaping import one_line, plain
from graph.views.viewer import Focus, show_map

#: Height of the map in pixels.
_HEIGHT = 520

#: How long a picture stays while the years play.
_SECONDS = 1.6

#: Parts that are lit: on the slowest loop at least this often.
LIT_SHARE = 0.2

#: Parts that are named below the map.
_NAMED = 3

_AT, _PLAYING = "year_shown", "years_play"


@record
class Picture:
    """The loop at one time.

    Attributes:
        name: the year or month.
        known_then: what the map is seen as of; ``None`` for all that is known, also ahead.
        period_days: days per generation.
        pace: against no AI.
        binding: probability of being on the slowest loop, by component id.
        draws: in how many runs that was counted.
    """

    name: str
    known_then: str | None
    period_days: Interval
    pace: Interval
    binding: Mapping[str, float]
    draws: int

    @property
    def lit(self) -> frozenset[str]:
        """The parts that are on the slowest loop often enough to be shown."""
        return frozenset(key for key, share in self.binding.items() if share >= LIT_SHARE)

    def sentence(self, answers: Answers) -> str:
        """Return what the picture shows, in words."""
        model = answers.study.model
        first = sorted(self.binding.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]
        named = ", ".join(
            f"{model.label(key)} ({percent_of_runs(share, self.draws)})" for key, share in first
        )
        return (
            f"{self.name}: {model.words.a_round} every {interval_of(self.period_days, ' days')}, "
            f"{interval_of(self.pace, 'x')} the pace without AI. Most often on the slowest loop: "
            f"{named or 'nothing known'}."
        )


def pictures(history: History, school: SchoolOutlook) -> tuple[Picture, ...]:
    """Return the loop at the end of each past year, now, and on to the horizon.

    Args:
        history: the years past, with draws; its last year is now and is left to the outlook.
        school: one of the ways of looking ahead.
    """
    shares: dict[int, dict[str, float]] = {}
    for item in history.components:
        shares.setdefault(item.year, {})[item.id] = item.criticality or 0.0
    past = (
        Picture(
            str(item.year),
            str(item.year),
            item.period_days,
            item.pace,
            shares[item.year],
            history.draws,
        )
        for item in history.years[:-1]
    )
    coming = (
        Picture(
            "Now" if number == 0 else month.month,
            None,
            month.period_days,
            month.pace,
            month.binding,
            history.draws,
        )
        for number, month in enumerate(school.timeline)
    )
    return (*past, *coming)


def show_years(answers: Answers, history: History, ahead: WhatFallsNext) -> None:
    """Put the player on the page."""
    labels = {school.name: school.condition for school in ahead.schools}
    chosen = st.segmented_control(
        "From now on",
        list(labels),
        format_func=lambda name: one_line(labels[name]),
        default=next(iter(labels)),
        key="years_school",
        required=True,
    )
    school = next(item for item in ahead.schools if item.name == chosen)
    shown = pictures(history, school)
    playing = bool(st.session_state.get(_PLAYING, False))
    st.fragment(_player, run_every=_SECONDS if playing else None)(answers, shown, ticking=playing)


def _player(answers: Answers, shown: tuple[Picture, ...], *, ticking: bool) -> None:
    if bool(st.session_state.get(_PLAYING)) is not ticking:
        # The button runs this part of the page alone; the clock belongs to the whole.
        st.rerun()
    names = [item.name for item in shown]
    now = names.index("Now")
    at = names.index(found) if (found := st.session_state.get(_AT)) in names else now
    if st.session_state.get(_PLAYING):
        at = min(at + 1, len(names) - 1) if found in names else 0
    st.session_state[_AT] = names[at]
    ended = at == len(names) - 1
    slider, button = st.columns([5, 1], vertical_alignment="bottom")
    with button:
        playing = bool(st.session_state.get(_PLAYING)) and not ended
        st.button(
            "Stop" if playing else "Play",
            icon=":material/stop:" if playing else ":material/play_arrow:",
            key="years_button",
            on_click=_turn,
            args=(not playing, names, ended),
            width="stretch",
        )
    with slider:
        st.select_slider("When", names, key=_AT)
    picture = shown[at]
    of_then = answers
    if picture.known_then is not None:
        model, chosen = answers.study.model, session.choices()
        of_then = answers_for(model, replace(chosen, as_of=picture.known_then))
    st.markdown(plain(picture.sentence(of_then)))
    show_map(
        of_then.map,
        Focus(members=picture.lit),
        key=answers.study.model.digest,
        height=_HEIGHT,
    )
    st.caption(
        f"Lit: parts that are on the slowest loop in {percent(LIT_SHARE)} of the runs or more. "
        "Past years show what was known then; from now on the marks stay those of now."
    )
    if ended and st.session_state.get(_PLAYING):
        st.session_state[_PLAYING] = False
        st.rerun()


def _turn(playing: bool, names: list[str], ended: bool) -> None:
    """Begin or stop playing; from the end it begins anew. For callbacks."""
    st.session_state[_PLAYING] = playing
    if playing and ended:
        st.session_state[_AT] = names[0]
