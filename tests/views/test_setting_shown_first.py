"""Whose loop is shown before anybody chose: the frontier lab's, else the first of the map."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_maps import small_map

from graph.model import Setting
from graph.views.url_state import (
    Choices,
    default_setting,
    parse_address,
    still_valid,
    to_address,
)


def map_with(*settings):
    """A map of one part, seen from these settings only."""
    named = {name: Setting(name, name) for name in settings}
    return replace(small_map(["coding"]), settings=named)


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (("frontier-lab",), "frontier-lab"),
        (("hospital", "frontier-lab", "bank"), "frontier-lab"),
        (("hospital", "bank"), "hospital"),
        (("bank", "hospital"), "bank"),
        ((), "frontier-lab"),
    ],
)
def test_the_lab_is_shown_first_else_what_the_map_names_first(settings, shown):
    """A lab anywhere on the list wins; without one it is the first, not the least by name."""
    model = map_with(*settings)

    assert default_setting(model) == shown
    assert parse_address({}, model).choices.setting == shown


def test_an_address_says_only_what_differs_from_the_first():
    """On a map of a hospital and a bank the hospital goes without saying, the bank does not."""
    model = map_with("hospital", "bank")

    assert "setting" not in to_address(Choices(setting="hospital"), model)
    assert to_address(Choices(setting="bank"), model)["setting"] == "bank"


def test_a_setting_that_the_map_lost_gives_way_to_the_first():
    """After an edit took the lab away, the page shows the hospital; a bank that stays is kept."""
    model = map_with("hospital", "bank")

    assert still_valid(Choices(setting="frontier-lab"), model).setting == "hospital"
    assert still_valid(Choices(setting="bank"), model).setting == "bank"


def test_an_unknown_setting_in_an_address_is_told_and_the_first_is_shown():
    """Nobody is shown a lab that the map does not have."""
    parsed = parse_address({"setting": ["frontier-lab"]}, map_with("hospital", "bank"))

    assert parsed.choices.setting == "hospital"
    assert len(parsed.notes) == 1
    assert "frontier-lab" in parsed.notes[0]
