"""The years that play: past years with what was known then, then now, then the way ahead."""

from __future__ import annotations

from types import SimpleNamespace

from graph.estimates import Interval
from graph.map_words import MapWords
from graph.views.years_player import LIT_SHARE, pictures

DAYS, PACE = Interval(100.0, 80.0, 130.0), Interval(1.2, 1.0, 1.5)


def year(number: int) -> SimpleNamespace:
    """The end of a year."""
    return SimpleNamespace(year=number, period_days=DAYS, pace=PACE)


def part(number: int, name: str, share: float | None) -> SimpleNamespace:
    """Where a part stood then."""
    return SimpleNamespace(year=number, id=name, criticality=share)


def month(name: str, **binding: float) -> SimpleNamespace:
    """A month ahead."""
    return SimpleNamespace(month=name, period_days=DAYS, pace=PACE, binding=binding)


HISTORY = SimpleNamespace(
    draws=1024,
    years=(year(2024), year(2025), year(2026)),
    components=(part(2024, "coding", 0.9), part(2025, "coding", None), part(2026, "coding", 0.1)),
)
SCHOOL = SimpleNamespace(
    timeline=(month("2026-11", coding=0.3, review=0.6), month("2027-12", review=0.19))
)


def test_the_last_year_of_the_history_is_now_and_told_once():
    """2024 and 2025 as of their ends, then now and the way ahead with all that is known."""
    shown = pictures(HISTORY, SCHOOL)
    assert [item.name for item in shown] == ["2024", "2025", "Now", "2027-12"]
    assert [item.known_then for item in shown] == ["2024", "2025", None, None]


def test_lit_is_what_is_on_the_slowest_loop_often_enough():
    """90 %, 60 % and 30 % are lit, an unknown and 19 % are not."""
    assert LIT_SHARE == 0.2
    lit = [item.lit for item in pictures(HISTORY, SCHOOL)]
    assert lit == [{"coding"}, set(), {"coding", "review"}, set()]


def test_the_sentence_names_the_likeliest_first():
    """By its label, with its share; of the loop the days and the pace with their intervals."""
    model = SimpleNamespace(label=str.upper, words=MapWords())
    answers = SimpleNamespace(study=SimpleNamespace(model=model))
    sentence = pictures(HISTORY, SCHOOL)[2].sentence(answers)
    assert sentence == (
        "Now: a generation every 100 days (80–130), 1.2x (1–1.5) the pace without AI. Most often "
        "on the slowest loop: REVIEW (60 %), CODING (30 %)."
    )
