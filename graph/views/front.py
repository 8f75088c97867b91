"""The head of the loop page: the answer in a sentence, and five cards that are lenses too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from graph.exporters.export_source import headline_of
from graph.number_words import interval_of, percent
from graph.questions.critical_path.answer import CriticalPath
from graph.reports.plain import Plain
from graph.views import session
from graph.views.answers import Answers
from graph.views.cards import LENS_QUESTIONS, LensQuestion
from graph.views.components import component
from graph.views.escaping import escaped, one_line
from graph.views.url_state import LENSES

#: Key of the cards' state in the session.
CARDS_KEY = "cards"


def show_headline(result: CriticalPath) -> None:
    """Put the title and the answer in one sentence at the head of the page."""
    st.html(headline_html(result))


def headline_html(result: CriticalPath) -> str:
    """Return the title and the sentence; no name in it can add markup."""
    title, _, rest = headline_of(result).partition(": ")
    pace = f"AI makes it {interval_of(result.pace)} times as fast."
    ours = result.assumed_variance_share
    doubt = (
        "Every number at its centre; how far off that may be is being worked out."
        if not result.draws
        else ""
        if ours is None
        else f" 9 of 10 runs with the numbers varied lie within the brackets; "
        f"{percent(max(ours, 0.0))} of that doubt is about our own view."
    )
    return (
        '<h1 style="font-size:clamp(1rem,0.6rem + 0.7vw,1.15rem);line-height:1.3;margin:0;'
        'padding:0">'
        f"{escaped(title)} takes {escaped(rest)}. {escaped(pace)}</h1>"
        f'<p style="font-size:0.82rem;margin:0.15rem 0 0">{escaped(doubt.strip())}</p>'
    )


def show_cards(answers: Answers, other: Answers | None) -> None:
    """Put the five answers on the page; a click on one shows on the map what it is about."""
    as_of = answers.critical_path.as_of or "undated"
    chosen = session.choices()
    lens = None if chosen.loop else chosen.lens
    component("cards")(
        key=CARDS_KEY,
        data={"cards": [card_plain(item, answers, other, as_of, lens) for item in LENS_QUESTIONS]},
        on_lens_change=_take_lens,
    )


def card_plain(
    question: LensQuestion, answers: Answers, other: Answers | None, as_of: str, lens: str | None
) -> dict[str, Plain]:
    """Return one card as the browser draws it, every text on one line.

    Args:
        question: whose card.
        answers: what is on the screen.
        other: the answers compared with, if any.
        as_of: date of the evidence.
        lens: the lens switched on, if any.
    """
    card = question.card(answers)
    before = question.card(other).value if other else card.value
    return {
        "lens": question.lens,
        "asked": one_line(question.asked),
        "value": one_line(card.value),
        "before": one_line(before) if before != card.value else None,
        "detail": one_line(card.detail),
        "basis": one_line(f"{card.basis} · {as_of}" if card.basis else as_of),
        "pressed": question.lens == lens,
    }


def _take_lens() -> None:
    state = st.session_state.get(CARDS_KEY)
    click = state.get("lens") if state is not None else None
    lens = click.get("lens") if isinstance(click, Mapping) else None
    if lens in LENSES:
        session.choose(replace(session.choices(), lens=str(lens), loop=None, component=None))


def show_narrow_bar(words: str) -> None:
    """Put on narrow screens, in place of the boxes above the page, a button that opens them.

    Args:
        words: what the boxes say now.
    """
    st.html(f"<style>{_NARROW}</style>")
    component("narrow_bar")(key="narrow_bar", data={"words": one_line(words)})


#: The page's room is for the answer; and on a phone the boxes stay folded until asked for.
_NARROW = """
[data-testid=stMainBlockContainer]{padding:4.1rem 2rem 2rem}
.st-key-narrow_bar{display:none}
[class*=st-key-wide_]{overflow-x:auto}
@media (max-width:760px){
[data-testid=stMainBlockContainer]{padding:4.4rem 0.8rem 2rem}
.st-key-narrow_bar{display:block}
html:not([data-loopmap-boxes=open]) .st-key-boxes{display:none}
}
"""
