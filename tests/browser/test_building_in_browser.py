"""The map is built in a browser: a part is added, what it does is read, and it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from team_loop import team_loop

from graph.files import starter_ontology

pytestmark = pytest.mark.browser


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small loop of a team, in a folder that may be changed."""
    monkeypatch.setenv("LOOPMAP_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "mine" / "my-loop.ttl"
    file.parent.mkdir()
    file.write_bytes(team_loop().read_bytes())
    return file


def choose(page, title: str, option: str) -> None:
    """Choose one thing in a box, as people do: type its beginning and click it."""
    box = page.get_by_role("combobox", name=title, exact=True)
    box.click()
    box.press_sequentially(option)
    page.get_by_role("option", name=option).first.click()


def test_a_part_is_added_and_its_effect_is_read_before_it_is_written(
    mine: Path, serving, tab_on
) -> None:
    """4 days of load test between coding and review: 12/6 + 4 + 8 + ... a longer round.

    Nothing is written before the button is pressed, and one press takes it back.
    """
    before = mine.read_bytes()
    with serving(mine.parent) as address:
        tab = tab_on(address)
        tab.open("/build", drawn=False)
        page = tab.page
        page.get_by_text("Add a part", exact=True).click()
        for title, text in (("Name", "load-test"), ("Days without AI", "4")):
            page.get_by_role("textbox", name=title, exact=True).fill(text)
            page.keyboard.press("Tab")
        choose(page, "Family", "infra")
        for title, part in (("Waits for", "Coding"), ("Is waited for by", "Review")):
            choose(page, title, part)
            page.keyboard.press("Escape")  # its list stays open for more
        page.get_by_text("+:load-test a loop:Infra ;").wait_for(timeout=30_000)
        page.get_by_text("What it does to the answers").click()
        page.get_by_text("The pace falls from").first.wait_for(timeout=30_000)
        assert mine.read_bytes() == before

        page.get_by_role("button", name="Write it").click()
        page.get_by_text("Written:").wait_for(timeout=30_000)
        assert b":coding-gates-load-test a loop:Dependency ;" in mine.read_bytes()
        assert page.get_by_role("textbox", name="Name", exact=True).input_value() == ""

        page.get_by_role("button", name="Take back: new component load-test").click()
        page.get_by_text("Taken back:").wait_for(timeout=30_000)
        assert mine.read_bytes() == before
        assert tab.errors == []


def test_a_map_is_begun_in_a_new_folder(tmp_path: Path, serving, tab_on) -> None:
    """``loopmap explore NEWFOLDER`` offers one; a click later it stands there, drawn."""
    folder = tmp_path / "brand-new"
    with serving(folder) as address:
        tab = tab_on(address)
        tab.open("/", drawn=False)
        page = tab.page
        page.get_by_text("There is no map in").wait_for(timeout=60_000)
        assert not folder.exists()
        page.get_by_role("button", name="Write my-loop.ttl").click()
        page.get_by_role("button", name="New here?").wait_for(timeout=60_000)
        assert (folder / "my-loop.ttl").read_bytes() == starter_ontology().read_bytes()
        assert tab.errors == []
