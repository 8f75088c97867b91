"""The exported page in a real browser: it draws, obeys the keyboard, and fetches nothing."""

from __future__ import annotations

import os
import shutil

import pytest

from graph.exporters.html import to_html

pytestmark = pytest.mark.browser

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser():
    """Chromium; without one the tests are skipped, in continuous integration they fail."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing.")
        pytest.skip("Chromium is missing.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield running
        running.close()


class Opened:
    """A page from a file, with all it asked for and complained of."""

    def __init__(self, browser, path, **choices) -> None:
        self.page = browser.new_page(**choices)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.address = path.as_uri()
        self.page.goto(self.address)
        self.page.wait_for_function("() => globalThis.loopmap !== undefined")
        self.page.wait_for_timeout(200)

    def chosen(self) -> list[str]:
        """Ids of the components that are selected."""
        return self.page.evaluate("loopmap.network.getSelectedNodes()")


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of a material; it is closed at the end."""
    pages = []

    def open_page(material, **choices) -> Opened:
        path = tmp_path / "map.html"
        path.write_text(to_html(material), encoding="utf-8")
        pages.append(Opened(browser, path, **choices))
        return pages[-1]

    yield open_page
    for one in pages:
        one.page.close()


def test_the_page_asks_nobody_for_anything(opened, shipped):
    """From a file: one request, its own; no error and no complaint of the policy."""
    view = opened(shipped)

    assert view.requests == [view.address]
    assert view.complaints == []


def test_a_hostile_map_runs_nothing(opened, hostile):
    """None of its scripts has run, and nothing was fetched, also after pointing and clicking."""
    view = opened(hostile)
    box = view.page.locator("#map").bounding_box()
    for node in view.page.evaluate("loopmap.nodes.getIds()"):
        place = view.page.evaluate(
            "id => loopmap.network.canvasToDOM(loopmap.network.getPosition(id))", node
        )
        view.page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
        view.page.wait_for_timeout(350)
        view.page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
        assert view.chosen() == [node]

    assert view.page.evaluate("window.__xss") is None
    assert view.requests == [view.address]
    assert view.complaints == []


def test_every_part_is_on_the_canvas(opened, shipped):
    """After opening, every component lies inside of the picture, at its permanent place."""
    view = opened(shipped, viewport={"width": 1280, "height": 900})
    box = view.page.locator("#map").bounding_box()
    places = view.page.evaluate("loopmap.network.getPositions()")

    assert {key: (place["x"], place["y"]) for key, place in places.items()} == {
        node.id: (node.x, node.y) for node in shipped.payload.nodes
    }
    for key in places:
        shown = view.page.evaluate(
            "id => loopmap.network.canvasToDOM(loopmap.network.getPosition(id))", key
        )
        assert 0 < shown["x"] < box["width"]
        assert 0 < shown["y"] < box["height"]


def test_something_is_drawn(opened, worked):
    """The canvas holds more than paper."""
    view = opened(worked)
    colours = view.page.evaluate(
        """() => {
            const canvas = document.querySelector("#map canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(pixels.data.buffer)).size;
        }"""
    )

    assert colours > 20


def test_the_keyboard_is_enough(opened, worked):
    """Tab to the map, an arrow begins on the critical cycle, arrows move, Escape clears."""
    view = opened(worked)
    view.page.locator("#map").focus()
    view.page.keyboard.press("ArrowRight")
    first = view.chosen()
    assert first == [worked.answer.critical_cycle[0]]
    told = view.page.locator("#selected").inner_text()
    assert told.startswith(worked.study.model.label(first[0]))

    row = list(first)
    for _ in range(4):
        view.page.keyboard.press("ArrowRight")
        row += view.chosen()
    # Data, then Coding, Review, Infra and Evals: one column on with every press.
    assert row == ["D", "C", "R", "I", "E"]
    view.page.keyboard.press("ArrowLeft")
    assert view.chosen() == ["I"]

    view.page.keyboard.press("Escape")
    assert view.chosen() == []


def test_zooming_and_showing_all(opened, worked):
    """``+`` comes nearer, ``0`` shows everything again."""
    view = opened(worked)
    scale = "loopmap.network.getScale()"
    whole = view.page.evaluate(scale)
    view.page.locator("#map").focus()
    view.page.keyboard.press("+")
    assert view.page.evaluate(scale) > whole
    view.page.keyboard.press("0")
    assert view.page.evaluate(scale) == pytest.approx(whole)


def test_the_picture_can_be_saved(opened, worked):
    """The PNG is one, and not empty."""
    view = opened(worked)
    with view.page.expect_download() as waiting:
        view.page.locator("#picture").click()
    data = waiting.value.path().read_bytes()

    assert data.startswith(b"\x89PNG")
    assert len(data) > 5_000


@pytest.mark.parametrize(("scheme", "paper"), [("light", [255] * 3), ("dark", [14, 17, 23])])
def test_the_page_follows_its_reader_into_the_dark(opened, worked, scheme, paper):
    """Light or dark as the reader's system has it; ink stands against paper in both."""
    view = opened(worked, color_scheme=scheme)
    shown = view.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert shown == f"rgb({', '.join(map(str, paper))})"
    inks = view.page.evaluate("loopmap.nodes.get().map(node => node.font.color)")
    assert set(inks) == {"#1a1a1a" if scheme == "light" else "#fafafa"}


def test_the_page_fits_a_narrow_screen(opened, shipped):
    """On 360 pixels nothing but the table, in its own frame, is wider than the screen."""
    view = opened(shipped, viewport={"width": 360, "height": 740})

    assert view.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("coding", "coding"),  # the whole name before one that only holds it
        ("institutional trsut", "institutional-trust"),  # two signs crossed
        ("POST training", "post-training"),  # another way to write it
        ("grid intrconnection", "grid-interconnection"),  # one sign too few
        ("third parties", "external-assessment"),  # part of a name
    ],
)
def test_a_part_is_found_with_a_slip_of_the_hand(opened, shipped, asked, found):
    """It is selected, its neighbours stay and the rest fades; nothing leaves the page."""
    tab = opened(shipped)
    known = {item.label: item.id for item in shipped.answer.components}
    tab.page.fill("#find", asked)
    tab.page.keyboard.press("Enter")

    assert tab.chosen() == [found]
    near = {
        end
        for item in shipped.study.model.dependencies.values()
        if found in (item.source, item.target)
        for end in (item.source, item.target)
    }
    faded = tab.page.evaluate("loopmap.nodes.get().filter(n => n.opacity < 0.5).map(n => n.id)")
    assert set(faded) == set(known.values()) - near
    assert tab.complaints == []


def test_a_name_that_is_not_there_is_told(opened, worked):
    """Nothing is selected, and what was asked stands there as text."""
    tab = opened(worked)
    tab.page.fill("#find", "<b>zzz")
    tab.page.keyboard.press("Enter")

    assert tab.chosen() == []
    assert tab.page.inner_text("#selected") == "No part is called '<b>zzz'."


@pytest.fixture(scope="module")
def own_page(browser, mine, tmp_path_factory, material_from):
    """The page of a measured map whose names try to act, from a file."""
    folder = tmp_path_factory.mktemp("acting")
    shutil.copytree(mine, folder / "mine")
    parts = folder / "mine" / "loop.ttl"
    text = parts.read_text(encoding="utf-8")
    for name, hostile in (
        ('"Release"@en', '"</svg></title><script>window.__xss=1</script>"@en'),
        ('"Review and merge"@en', '"<img src=x onerror=window.__xss=2>"@en'),
        ('dcterms:title "r"@en', 'dcterms:title "</h1><svg onload=window.__xss=3>"@en'),
    ):
        assert text.count(name) == 1
        text = text.replace(name, hostile)
    parts.write_text(text, encoding="utf-8")
    path = folder / "report.html"
    path.write_text(to_html(material_from(folder / "mine", draws=16)), encoding="utf-8")
    view = Opened(browser, path, viewport={"width": 390, "height": 844})
    yield view
    view.page.close()


def test_names_that_try_to_act_only_show_on_the_page_of_a_measured_loop(own_page):
    """In heading, figure and tables they are text: nothing runs, nothing is fetched."""
    assert own_page.page.evaluate("window.__xss") is None
    assert own_page.requests == [own_page.address]
    assert own_page.complaints == []
    assert "<svg onload" in own_page.page.inner_text("h1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_measured_loop_keeps_nobody_out(own_page, scheme):
    """An automatic check finds no serious barrier; on a phone nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    own_page.page.emulate_media(color_scheme=scheme)
    found = Axe().run(own_page.page, options={"resultTypes": ["violations"]})
    barriers = [
        f"{item['id']}: {node['html'][:200]}"
        for item in found.response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"][:4]
    ]
    assert barriers == []
    assert own_page.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_nothing_is_cut_off_and_no_button_stands(own_page):
    """Printed, tables and figure fit the paper's width, in dark ink on white whatever was chosen.

    A4 less margins of a centimetre is 190 mm, which are 718 pixels of 1/96 inch.
    """
    page = own_page.page
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 718, "height": 1000})
    inside = page.eval_on_selector_all(
        ".wide", "all => all.map(one => one.scrollWidth - one.clientWidth)"
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shown = page.is_visible(".tools")
    inks = page.evaluate("loopmap.nodes.get().map(node => node.font.color)")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 844})
    assert max(inside) <= 0
    assert paper == "rgb(255, 255, 255)"
    assert not shown
    assert set(inks) == {"#1a1a1a"}
