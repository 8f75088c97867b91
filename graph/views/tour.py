"""Four steps for people who see the screen for the first time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from graph.views import session


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to look at, and the lens that shows it."""

    title: str
    text: str
    lens: str


STEPS: tuple[Step, ...] = (
    Step(
        "What AI already speeds up",
        "Each shape is a piece of work that every generation of models passes through. Green "
        "dots count as faster with AI than without, most of them on our assumption (dashed "
        "outline). What the question leaves out fades.",
        "active",
    ),
    Step(
        "What people hold",
        "Squares are decisions that people keep: taste, direction, consent. Click one: the panel "
        "on the right says what is known of it, and from whom.",
        "human",
    ),
    Step(
        "What blocks the rest",
        "The thick line is the critical cycle: the slowest way round. Only speeding up something "
        "on it makes the loop faster; the panel says by how much, and what binds next.",
        "next",
    ),
    Step(
        "What if it were otherwise",
        "Open 'What if' below the map and move a number beyond its cited range, or choose a "
        "scenario above. The map answers at once; the address is a link to what you see.",
        "takeoff",
    ),
)


def show_tour() -> None:
    """Put the tour on the page, folded."""
    with st.popover("New here?", icon=":material/explore:", width="stretch"):
        for number, step in enumerate(STEPS, start=1):
            st.button(
                f"{number} · {step.title}",
                key=f"tour_{step.lens}",
                type="tertiary",
                on_click=_go,
                args=(step.lens,),
            )
            st.caption(step.text)


def _go(lens: str) -> None:
    session.choose(replace(session.choices(), lens=lens, loop=None, component=None))
