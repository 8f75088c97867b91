"""Two views beside each other: what can be compared, and that both sides are told apart."""

from __future__ import annotations

import pytest

from graph.views.url_state import EVIDENCE, comparable, parse_address


def shown(app) -> str:
    """What stands on the page as text."""
    kinds = ("markdown", "caption", "header", "error", "info")
    said = "\n".join(str(item.value) for kind in kinds for item in getattr(app, kind))
    return said.replace("\\", "")


def test_settings_years_and_scenarios_can_be_compared_with(shipped_model):
    """Everything that one view can differ in from another, by what people call it."""
    offered = comparable(shipped_model)
    assert {EVIDENCE, "industry", "sceptic", "2022", "2025"} <= set(offered)
    assert offered["2025"] == "end of 2025"
    assert "2026" not in offered  # the year of the newest evidence is now


@pytest.mark.parametrize(("asked", "kept"), [("industry", "industry"), ("2024", "2024"),
                                             ("1999", None), ("nowhere", None)])  # fmt: skip
def test_an_address_names_what_is_compared(shipped_model, asked, kept):
    """What is not on the map is told and let go."""
    parsed = parse_address({"versus": [asked]}, shipped_model)
    assert parsed.choices.versus == kept
    assert bool(parsed.notes) is (kept is None)


@pytest.mark.usefixtures("small_files")
def test_without_a_second_side_the_page_says_what_to_choose(open_page):
    """No empty picture, no traceback."""
    app = open_page("compare")
    assert not app.exception
    assert "Choose above what to compare with" in shown(app)


@pytest.mark.usefixtures("small_files")
def test_a_view_is_not_compared_with_itself(open_page):
    """The evidence beside the evidence: said, not drawn twice."""
    app = open_page("compare", versus=EVIDENCE)
    assert not app.exception
    assert "nothing to compare" in shown(app)


@pytest.mark.usefixtures("small_files")
def test_a_number_set_by_hand_stands_beside_the_evidence(open_page):
    """Both sides are named, and the sentence of ``--against`` tells what differs."""
    app = open_page("compare", versus=EVIDENCE, set="review.speedup=2")
    assert not app.exception
    text = shown(app)
    assert "review.speedup=2" in text
    assert "a generation takes" in text
