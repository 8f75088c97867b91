"""What stands twice on one screen is the same number: cards, legend, lens and panel."""

from __future__ import annotations

import re

import pytest

from graph.evidence.standpoint import Standpoint
from graph.exporters.marks import Mark
from graph.loop.study import Study
from graph.number_words import interval_of, middle_of
from graph.views.answers import Answers
from graph.views.cards import question_of
from graph.views.front import headline_html
from graph.views.panel import _RANKINGS


@pytest.fixture(scope="module", params=["frontier-lab", "industry"])
def answers(request, shipped_model):
    """What the shipped map says of a lab's loop and of industry's."""
    return Answers(Study(shipped_model, Standpoint(request.param, None)))


@pytest.fixture(scope="module")
def legend(answers):
    """How many parts are under each sign."""
    return {entry.key: entry.count for entry in answers.map.legend}


@pytest.mark.parametrize(
    ("lens", "sign"), [("active", Mark.ACCELERATED), ("human", Mark.HUMAN)], ids=str
)
def test_card_legend_lens_and_panel_count_alike(answers, legend, lens, sign):
    """So many on the card, under the sign, lit on the map, and listed beside it."""
    question = question_of(lens)
    on_card = int(re.search(r"(\d+) of \d+ parts", question.card(answers).value)[1])
    assert on_card > 0
    assert legend[sign] == on_card
    assert len(question.members(answers)) == on_card
    assert len(_RANKINGS[lens](answers)) == on_card


def test_what_blocks_is_lit_and_listed_alike(answers, legend):
    """The slowest loop is among what is lit; the panel lists all of that."""
    lit = question_of("next").members(answers)
    assert set(answers.critical_path.critical_cycle) <= lit
    assert {row.component for row in _RANKINGS["next"](answers)} == lit
    assert legend[Mark.BINDING] == len(answers.critical_path.critical_cycle)


def test_there_is_one_period_and_one_pace(answers):
    """Title and card give the same days and the same pace; no other days of the whole loop."""
    result = answers.critical_path
    title, card = headline_html(result), question_of("takeoff").card(answers)
    assert interval_of(result.period_days) in title
    assert interval_of(result.pace) in title
    assert interval_of(result.pace) in card.value
    assert middle_of(result.period_days, " d") in card.detail
    assert interval_of(result.period_days).startswith(middle_of(result.period_days))
    assert not re.search(r"\d d", question_of("human").card(answers).detail)
    # Whoever has the map read aloud hears the same.
    assert f"takes {interval_of(result.period_days)} days" in answers.map.alt
    assert f"{interval_of(result.pace, 'x')} the pace" in answers.map.alt
