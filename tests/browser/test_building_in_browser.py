"""The map is built in a browser: a part is added, what it does is read, and it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from team_loop import team_loop

from graph.files import starter_ontology

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Mine:
    """A map that may be changed, and where it is served."""

    file: Path
    address: str


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory, serving) -> Iterator[Mine]:
    """A small loop of a team, in a folder that may be changed, on a server of its own."""
    folder = tmp_path_factory.mktemp("building")
    file = folder / "mine" / "my-loop.ttl"
    file.parent.mkdir()
    file.write_bytes(team_loop().read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOOPMAP_CACHE", str(folder / "cache"))
        with serving(file.parent) as address:
            yield Mine(file, address)


def choose(page, title: str, option: str) -> None:
    """Choose one thing in a box, as people do: type its beginning and click it."""
    box = page.get_by_role("combobox", name=title, exact=True)
    box.click()
    box.press_sequentially(option)
    page.get_by_role("option", name=option).first.click()


def test_a_dependency_is_drawn_from_part_to_part(mine: Mine, tab_on) -> None:
    """Dragged from planning to release, then the same by the keys alone: the form is filled in.

    Neither moves the map or a part, and nothing is written by drawing.
    """
    before = mine.file.read_bytes()
    tab = tab_on(mine.address).open("/")
    page = tab.page
    page.get_by_role("button", name="Draw a dependency").click()
    (start_x, start_y), (end_x, end_y) = tab.place_of("planning"), tab.place_of("release")
    page.mouse.move(start_x, start_y)
    page.mouse.down()
    page.mouse.move((start_x + end_x) / 2, (start_y + end_y) / 2)
    page.mouse.move(end_x, end_y)
    assert page.evaluate("() => loopmapViewer.live.drawing.target") == "release"
    assert tab.place_of("planning") == (start_x, start_y)
    page.mouse.up()
    said = "+:planning-gates-release a loop:Dependency ;"
    page.get_by_text(said).wait_for()

    tab.open("/?component=planning")
    page.locator(".canvas").focus()
    page.keyboard.press("d")
    page.get_by_text("who waits for it?").first.wait_for()
    while page.evaluate("() => loopmapViewer.live.selected") != "release":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text(said).wait_for()
    assert mine.file.read_bytes() == before

    tab.open("/?component=planning")
    page.evaluate("() => { loopmapViewer.live.data.read_only = 'Nobody may write here.'; }")
    page.locator(".canvas").focus()
    page.keyboard.press("d")
    page.get_by_text("Nobody may write here.").first.wait_for()
    assert not page.evaluate("() => loopmapViewer.live.drawing")
    assert tab.errors == []


#: The middle of the map, and whether a finger there would meet no part.
GROUND = """() => {
    const { network, canvas } = loopmapViewer.live;
    const { left, top } = canvas.getBoundingClientRect();
    for (let y = 40; y < canvas.clientHeight - 120; y += 10) {
        const free = (x) => !network.getNodeAt({ x, y });
        if ([140, 160, 180, 200, 220, 240].every(free)) return [left + 140, top + y];
    }
}"""


def test_a_dependency_is_drawn_with_a_finger(mine: Mine, tab_on) -> None:
    """On a phone: one part is touched, the map moved until the other is seen, and that touched.

    The map that is being drawn on, and the form with what a change does, can be used by everybody.
    """
    tab = tab_on(mine.address, viewport={"width": 390, "height": 844}, has_touch=True).open("/")
    page = tab.page
    page.get_by_role("button", name="Draw a dependency").tap()
    page.get_by_text("or click both").first.wait_for()
    assert tab.barriers() == []
    page.evaluate(
        """() => {
            const { network } = loopmapViewer.live;
            network.moveTo({ position: network.getPosition("planning") });
        }"""
    )
    page.touchscreen.tap(*tab.place_of("planning"))
    page.get_by_text("Planning: who waits for it?").first.wait_for()
    x, y = page.evaluate(GROUND)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: float) -> None:
        at = [{"x": points[0], "y": points[1]}] if points else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    for _ in range(8):
        place = tab.place_of("release")
        if 40 < place[0] < 350:
            break
        touch("touchStart", x + 100, y)
        for step in (70, 40, 0):
            touch("touchMove", x + step, y)
        touch("touchEnd")
    page.touchscreen.tap(*place)
    page.get_by_text("+:planning-gates-release a loop:Dependency ;").wait_for()
    page.wait_for_function(
        """() => {
            const said = document.querySelector("[data-testid=stMain]").textContent;
            return said.includes("What it does to the answers") && !said.includes("worked out");
        }""",
    )
    tab.settle()
    assert tab.barriers() == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(700)
    tab.settle()
    assert tab.barriers() == []
    assert tab.errors == []


def test_a_part_is_added_and_its_effect_is_read_before_it_is_written(mine: Mine, tab_on) -> None:
    """4 days of load test between coding and review: 12/6 + 4 + 8 + ... a longer round.

    Nothing is written before the button is pressed, and one press takes it back.
    """
    before = mine.file.read_bytes()
    tab = tab_on(mine.address)
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
    page.get_by_text("+:load-test a loop:Infra ;").wait_for()
    page.get_by_text("The pace falls from").first.wait_for()
    assert mine.file.read_bytes() == before

    page.get_by_role("button", name="Write it").click()
    page.get_by_text("Written:").wait_for()
    assert b":coding-gates-load-test a loop:Dependency ;" in mine.file.read_bytes()
    assert page.get_by_role("textbox", name="Name", exact=True).input_value() == ""

    page.get_by_role("button", name="Take back: new component load-test").click()
    page.get_by_text("Taken back:").wait_for()
    assert mine.file.read_bytes() == before
    assert tab.errors == []


def test_a_map_is_begun_in_a_new_folder(tmp_path: Path, serving, tab_on) -> None:
    """``loopmap explore NEWFOLDER`` offers one; a click later it stands there, drawn."""
    folder = tmp_path / "brand-new"
    with serving(folder) as address:
        tab = tab_on(address)
        tab.open("/", drawn=False)
        page = tab.page
        page.get_by_text("There is no map in").wait_for()
        assert not folder.exists()
        page.get_by_role("button", name="Write my-loop.ttl").click()
        page.get_by_role("button", name="New here?").wait_for()
        assert (folder / "my-loop.ttl").read_bytes() == starter_ontology().read_bytes()
        assert tab.errors == []
