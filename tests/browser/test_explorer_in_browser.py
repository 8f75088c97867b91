"""The explorer as people use it: in a browser, with mouse or keyboard, and the network cut."""

from __future__ import annotations

import math
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from graph.views import PAGES

pytestmark = pytest.mark.browser

ONTOLOGIES = Path(__file__).parents[1] / "ontologies"

#: Bytes that one click may cost.
BYTES_PER_CLICK = 32_000

#: The map has been drawn.
DRAWN = "() => globalThis.loopmapViewer?.live?.runs >= 1"


def zoom(visit) -> float:
    """How far the map is zoomed in."""
    return visit.page.evaluate("() => loopmapViewer.live.network.getScale()")


def chosen(visit) -> str | None:
    """The component selected on the map."""
    return visit.page.evaluate("() => loopmapViewer.live.selected")


def test_a_click_on_the_map_opens_the_panel(visit):
    """The part clicked is named in the panel and in the address."""
    visit.open().click("code-review")
    visit.panel_says("Human code review")
    visit.page.wait_for_url("**component=code-review**")


def test_an_old_address_leads_to_the_page_of_now(visit):
    """A link to the timeline ends at what falls next, with what its sender chose."""
    visit.open("/timeline?setting=industry", drawn=False)
    visit.page.wait_for_url("**/next?**setting=industry**")
    heading = visit.page.get_by_role("heading", name="What sets the pace, and when")
    heading.wait_for()


def test_a_click_costs_little_on_the_wire(visit):
    """The map is not sent again: under 32 kB a click, after the first few."""
    visit.open()
    # The answer about growth comes by itself a few seconds later; no click costs it.
    visit.page.get_by_text("goes on by itself:").first.wait_for()
    visit.settle()
    costs = []
    for component, label in (
        ("coding", "Coding"),
        ("pre-training", "Pre-training"),
        ("labelling", "Labelling"),
    ):
        before = sum(visit.received)
        visit.click(component)
        visit.panel_says(label)
        visit.settle()
        costs.append(sum(visit.received) - before)
    assert max(costs) < BYTES_PER_CLICK


def test_a_slider_redraws_the_map_without_sending_it_again(visit):
    """A moved speed reaches map, card and address; what has not changed is not sent again."""
    visit.open("/?component=deployment").settle()
    runs = visit.page.evaluate("() => loopmapViewer.live.runs")
    card = card_about(visit, "What if AI improves the rest")
    before, sent = card.inner_text(), sum(visit.received)
    visit.page.get_by_role("slider").first.focus()
    visit.page.keyboard.press("End")
    visit.page.wait_for_function(f"() => loopmapViewer.live?.runs > {runs}")
    visit.page.wait_for_url("**set=deployment.speedup%3D100**")
    visit.settle()
    assert card.inner_text() != before
    # The map alone is over 70 kB.
    assert sum(visit.received) - sent < 70_000


def card_about(visit, question: str):
    """One of the five cards."""
    return visit.page.get_by_role("button").filter(has_text=question)


#: Which slider has the focus and what it says, and how far the page is scrolled.
FOCUSED = """() => {
    let found = document.activeElement;
    while (found?.shadowRoot) found = found.shadowRoot.activeElement;
    const main = document.querySelector("[data-testid=stMain]");
    return { label: found?.labels?.[0]?.textContent, says: found?.ariaValueText
        ?? found?.getAttribute("aria-valuetext"), scrolled: main.scrollTop };
}"""


def test_a_slider_keeps_focus_place_and_order_while_it_moves(visit):
    """Key after key it stays where it is, and so do page and the other sliders; one step back."""
    visit.open("/?component=coding").settle()
    sliders = visit.page.get_by_role("slider")
    order = visit.page.locator(".slider label").all_inner_texts()
    assert order[0].startswith("AI makes the work itself faster")
    sliders.first.focus()
    start = visit.page.evaluate(FOCUSED)
    told = {start["says"]}
    for _ in range(6):
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(250)
        now = visit.page.evaluate(FOCUSED)
        assert now["label"] == start["label"]
        assert now["scrolled"] == start["scrolled"]
        told.add(now["says"])
    visit.page.keyboard.press("Home")
    visit.page.wait_for_url("**set=coding.speedup%3D0.5**")
    visit.settle()
    assert len(told) == 7
    assert visit.page.evaluate(FOCUSED)["label"] == start["label"]
    assert visit.page.locator(".slider label").all_inner_texts() == order
    # All of it was one gesture: one Back takes it back.
    visit.page.go_back()
    visit.page.wait_for_function("() => !location.href.includes('set=')")
    visit.page.wait_for_function(
        "(says) => document.querySelectorAll('*') && [...document.querySelectorAll('*')]"
        ".some((one) => one.shadowRoot?.querySelector('input[type=range]')"
        "?.getAttribute('aria-valuetext') === says)",
        arg=start["says"],
    )


def test_the_map_fills_the_screen_and_gives_it_back(visit):
    """The whole screen shows the map, fitted anew; a second press leaves it as it was."""
    visit.open().settle()
    scale = zoom(visit)
    button = visit.page.get_by_role("button", name="Fill the screen")
    button.click()
    visit.page.wait_for_function(
        "() => loopmapViewer.live?.canvas.clientHeight >= window.innerHeight - 80"
    )
    visit.page.wait_for_timeout(300)
    inside = "() => loopmapViewer.live.canvas.getBoundingClientRect().bottom <= innerHeight + 1"
    assert visit.page.evaluate(inside)
    visit.page.wait_for_function(f"() => loopmapViewer.live?.network.getScale() > {scale}")
    button.click()
    visit.page.wait_for_function(
        f"() => Math.abs(loopmapViewer.live?.network.getScale() - {scale}) < 0.01"
    )


def test_zoom_and_dragged_places_stay_through_reruns(visit):
    """A slider, a scenario or a click leaves the picture where the reader put it."""
    visit.open()
    x, y = visit.place_of("coding")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 30, steps=4)
    visit.page.mouse.up()
    visit.page.get_by_role("button", name="Zoom in").click()
    where = "() => loopmapViewer.live.network.getPosition('coding')"
    scale, place = zoom(visit), visit.page.evaluate(where)
    card_about(visit, "Which parts does AI already speed up").click()
    address_has(visit, "lens=active")
    assert zoom(visit) == scale
    assert visit.page.evaluate(where) == place


def test_the_map_is_used_by_keyboard_alone(visit):
    """Arrows walk from part to part, Enter opens, Escape closes; each is spoken."""
    visit.open()
    visit.page.evaluate("() => loopmapViewer.live.canvas.focus()")
    visit.page.keyboard.press("ArrowRight")
    first = chosen(visit)
    visit.page.keyboard.press("ArrowDown")
    second = chosen(visit)
    assert first
    assert second
    assert first != second
    label = visit.page.evaluate(
        "(id) => loopmapViewer.live.byId.get(id).title.split('\\n')[0]", second
    )
    assert label in visit.page.evaluate("() => loopmapViewer.live.spoken.textContent")
    visit.page.keyboard.press("Enter")
    visit.panel_says(label)
    visit.page.evaluate("() => loopmapViewer.live.canvas.focus()")
    visit.page.keyboard.press("Escape")
    visit.panel_says("What holds up the rest")
    # The page answers a moment after the panel; on a busy machine that can be seen.
    visit.page.wait_for_function("() => loopmapViewer.live && loopmapViewer.live.selected == null")


def test_the_map_keeps_its_keys_from_the_page(visit):
    """Streamlit's own keys r and c do nothing while the map has the focus."""
    visit.open().settle()
    runs = "() => loopmapViewer.live.runs"
    before = visit.page.evaluate(runs)
    visit.page.evaluate("() => loopmapViewer.live.canvas.focus()")
    visit.page.keyboard.press("r")
    visit.page.keyboard.press("c")
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate(runs) == before
    assert visit.page.get_by_role("dialog").count() == 0


def address_has(visit, *parts: str) -> None:
    """Wait until the address has all of some parts and the page has nothing more to say."""
    wanted = list(parts)
    visit.page.wait_for_function(
        "(parts) => parts.every((part) => location.href.includes(part))", arg=wanted
    )
    visit.settle()


#: The box of scenarios shows one.
SUPPOSED = "() => document.querySelector('.st-key-w_scenario input')?.value.includes('{}')"


def pick(visit, name: str, words: str) -> None:
    """Choose in one of the boxes above the page by typing."""
    box = visit.page.locator(f".st-key-w_{name}").get_by_role("combobox")
    box.click()
    visit.page.keyboard.type(words)
    visit.page.keyboard.press("Enter")


def test_back_and_forward_walk_through_what_was_looked_at(visit):
    """A part, another, a lens, a scenario, a page: five Backs undo them, Forwards do them again."""
    visit.open().settle()
    page = visit.page
    visit.click("coding")
    visit.panel_says("Coding")
    address_has(visit, "component=coding")
    visit.click("labelling")
    visit.panel_says("Labelling")
    address_has(visit, "component=labelling")
    pick(visit, "scenario", "Review is automated")
    address_has(visit, "scenario=review-automated")
    page.get_by_test_id("stTopNavLink").filter(has_text="Growth").click()
    address_has(visit, "/growth?", "scenario=review-automated")
    page.go_back()
    address_has(visit, "/?", "scenario=review-automated")
    page.wait_for_function(DRAWN)
    page.go_back()
    page.wait_for_function("() => !location.href.includes('scenario')")
    visit.settle()
    assert "component=labelling" in page.url
    page.wait_for_function(SUPPOSED.format("the evidence"))
    page.go_back()
    visit.panel_says("Coding")
    page.wait_for_function("() => loopmapViewer.live?.selected === 'coding'")
    page.go_back()
    visit.panel_says("What holds up the rest")
    page.wait_for_function("() => loopmapViewer.live?.selected == null")
    assert "component" not in page.url
    page.go_forward()
    visit.panel_says("Coding")
    page.go_forward()
    visit.panel_says("Labelling")
    page.go_forward()
    address_has(visit, "scenario=review-automated")
    page.wait_for_function(SUPPOSED.format("Review is automated"))
    page.go_forward()
    address_has(visit, "/growth?", "scenario=review-automated")


def test_a_part_let_go_by_back_can_be_clicked_again(visit):
    """What the page closed is open again at the next click."""
    visit.open().settle()
    visit.click("coding")
    visit.panel_says("Coding")
    address_has(visit, "component=coding")
    visit.page.go_back()
    visit.panel_says("What holds up the rest")
    visit.settle()
    visit.click("coding")
    visit.panel_says("What it rests on")


def test_a_deep_link_shows_what_its_sender_saw(visit):
    """Lens, part, scenario and comparison stand as in the address."""
    visit.open("/?lens=active&component=coding&scenario=sceptic&versus=evidence")
    visit.panel_says("Coding")
    assert chosen(visit) == "coding"
    card = card_about(visit, "Which parts does AI already speed up")
    assert card.get_attribute("aria-pressed") == "true"
    assert visit.page.evaluate("() => loopmapViewer.live.focus.compared.size") > 0


def test_a_hostile_address_is_noted_and_does_nothing(visit):
    """Unknown and dangerous parameters end as a sentence on the page."""
    visit.open(
        "/?component=%3Cscript%3Ewindow.__xss=1%3C/script%3E&foo=![x](https://hostile.example/a)"
    )
    visit.page.get_by_text("not here; ignored").wait_for()
    assert visit.page.evaluate("() => window.__xss") is None


def test_dark_mode_recolours_the_map(tab_on, explorer):
    """Labels are light on dark where the reader's system is dark."""
    look = "() => loopmapViewer.live.theme"
    light = tab_on(explorer, color_scheme="light").open().page.evaluate(look)
    dark = tab_on(explorer, color_scheme="dark").open().page.evaluate(look)
    assert light["ground"] != dark["ground"]
    assert light["text"] != dark["text"]


def test_every_download_holds_something(visit, tmp_path):
    """Each button hands out a file that is not empty."""
    visit.open().settle()
    for name in ("Table", "Picture", "Page", "Network", "Answer"):
        with visit.page.expect_download() as download:
            visit.page.locator(".st-key-downloads").get_by_role("button", name=name).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        assert target.stat().st_size > 1000


def test_the_picture_of_the_map_is_not_empty(visit, tmp_path):
    """The PNG holds the map, not a blank canvas."""
    visit.open()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Save this picture").click()
    target = tmp_path / "map.png"
    download.value.save_as(target)
    assert target.read_bytes().startswith(b"\x89PNG")
    assert target.stat().st_size > 20_000


@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_stays_at_home_and_can_be_used_by_everybody(visit, page):
    """No page asks another machine for anything; names, roles and contrast hold, light and dark."""
    first = page == PAGES[0].name
    visit.open("/" if first else f"/{page}?component=coding", drawn=first)
    visit.page.get_by_role("heading").first.wait_for()
    visit.settle()
    assert visit.page.get_by_test_id("stException").count() == 0
    assert visit.barriers() == []
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_timeout(700)
    # On a busy machine the page may be at work again, and show the server's own "Stop".
    visit.settle()
    assert visit.barriers() == []


def test_texts_that_try_to_act_only_show(tab_on, serving):
    """A map whose every text is markup, script or link: nothing runs, nothing is fetched."""
    with serving(ONTOLOGIES / "hostile.ttl") as address:
        # Wide enough that the navigation hides no page behind "more".
        wide = {"width": 2000, "height": 900}
        visit = tab_on(address, viewport=wide).open("/?component=script")
        for entry in PAGES:
            visit.page.get_by_test_id("stTopNavLink").filter(has_text=entry.title).click()
            visit.settle()
            assert visit.page.get_by_test_id("stException").count() == 0
            assert visit.page.evaluate("() => window.__xss") is None
        assert visit.strangers == []
        assert visit.errors == []


def test_an_edit_shows_by_itself_and_a_broken_one_keeps_the_map(tab_on, serving, tmp_path):
    """The page follows the file by itself; broken, it names the line and keeps the last map."""
    path = tmp_path / "loop.ttl"
    shutil.copy(ONTOLOGIES / "one-file.ttl", path)
    text = path.read_text(encoding="utf-8")
    with serving(path) as address:
        visit = tab_on(address).open()
        names = (
            "() => [...(loopmapViewer.live?.byId.values() ?? [])].map((node) => node.label).join()"
        )
        # What a reader holds stays held: the button with the focus, and what is picked out.
        picked = visit.page.get_by_role("button", name="mostly our own view")
        picked.click()
        visit.page.get_by_role("button", name="Draw a dependency").focus()
        edited = text.replace('"Coding"', '"Writing code"').replace(" ; loop:speedup 6", "")
        path.write_text(edited, encoding="utf-8")
        visit.page.wait_for_function(f"() => ({names})().includes('Writing')")
        visit.page.get_by_role("button", name="hollow").wait_for()
        focused = "document.activeElement.shadowRoot?.activeElement?.className"
        assert visit.page.evaluate(focused) == "draw"
        assert picked.get_attribute("aria-pressed") == "true"
        path.write_text(text.replace("loop:lag 2", "loop:lag two"), encoding="utf-8")
        visit.page.get_by_text("loop.ttl:7:").first.wait_for()
        assert "Writing" in visit.page.evaluate(names)


def test_a_tab_that_nobody_touches_is_left_alone(visit):
    """Once everything is there, no message goes either way: an open tab costs nothing."""
    visit.open()
    visit.page.get_by_text("goes on by itself:").first.wait_for()
    visit.settle()
    # As often as the files are looked at, several times over.
    visit.page.wait_for_timeout(500)
    received, sent = len(visit.received), len(visit.sent)
    visit.page.wait_for_timeout(3500)
    assert len(visit.received) == received
    assert len(visit.sent) == sent


def test_two_tabs_do_not_disturb_each_other(tab_on, explorer):
    """Each tab keeps its own scenario while the other one works."""
    one = tab_on(explorer).open("/?scenario=sceptic")
    two = tab_on(explorer).open("/?scenario=vendor-claims")
    two.click("coding")
    two.panel_says("Coding")
    one.click("labelling")
    one.panel_says("Labelling")
    assert "scenario=sceptic" in one.page.url
    assert "scenario=vendor-claims" in two.page.url
    assert "component=coding" in two.page.url


@pytest.mark.parametrize("width", [1280, 1440])
def test_nothing_is_cut_at_common_widths(tab_on, explorer, width):
    """No page is wider than the window, and no two labels of the map overlap."""
    visit = tab_on(explorer, viewport={"width": width, "height": 900}).open()
    wide = visit.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width
    boxes = visit.page.evaluate(
        """() => { const { network, data } = loopmapViewer.live;
            return data.nodes.map(({ id }) => network.getBoundingBox(id)); }"""
    )
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one, other)


#: Every line as it is drawn, with its ends, and every label as the browser measured it.
LINES_AND_LABELS = """() => {
    const { network, lines } = loopmapViewer.live;
    return {
        lines: lines.filter((line) => line.from !== line.to).map((line) => {
            const { route, start, end } = stretchedRoute(line);
            return { ends: [line.from, line.to], route, start, end };
        }),
        parts: Object.values(network.body.nodes).filter((node) => node.options.label)
            .map(({ id, x, y, labelModule: { size } }) => ({ id, x, y, label: size })),
    };
    function stretchedRoute({ route, from, to }) {
        const { stretch } = loopmapViewer.live;
        return {
            route: route.map((bend) => bend.map((n, at) => n * (at % 2 ? stretch.y : stretch.x))),
            start: network.getPosition(from), end: network.getPosition(to),
        };
    }
}"""


@pytest.mark.parametrize("width", [1280, 1440])
def test_no_line_touches_a_label_as_the_browser_draws_it(tab_on, explorer, width):
    """With the browser's own fonts, and stretched to the window, lines still pass parts by."""
    visit = tab_on(explorer, viewport={"width": width, "height": 900}).open()
    visit.settle()
    drawn = visit.page.evaluate(LINES_AND_LABELS)

    assert len(drawn["lines"]) > 100
    assert min(part["label"]["width"] for part in drawn["parts"]) > 30
    for line in drawn["lines"]:
        stops = [line["start"], *corners(line["route"]), line["end"]]
        for part in drawn["parts"]:
            if part["id"] not in line["ends"]:
                assert not touches(stops, part), (line["ends"], part)


def corners(route):
    """Where a line turns; what its curves cut off lies within."""
    return [{"x": bend[2], "y": bend[3]} for bend in route]


def touches(stops, part) -> bool:
    """Whether a line from stop to stop comes into a part's mark or label, pixel by pixel."""
    box = part["label"]
    for one, other in pairwise(stops):
        steps = max(1, int(math.dist((one["x"], one["y"]), (other["x"], other["y"]))))
        for step in range(steps + 1):
            x = one["x"] + (other["x"] - one["x"]) * step / steps
            y = one["y"] + (other["y"] - one["y"]) * step / steps
            in_label = (
                box["left"] < x < box["left"] + box["width"]
                and box["top"] < y < box["top"] + box["height"]
            )
            if in_label or math.dist((x, y), (part["x"], part["y"])) < 17:
                return True
    return False


def test_a_line_is_pointed_at_where_it_bends(visit):
    """A bent line is found at its corners; once its part is moved it runs straight to it."""
    visit.open().settle()
    distance = """(id) => {
        const { network, lines } = loopmapViewer.live;
        const line = lines.find((item) => item.route.length && item.from === id);
        const type = network.body.edges[line.id].edgeType;
        const { stretch } = loopmapViewer.live;
        const [, , x, y] = line.route[0];
        const { from, to } = type;
        return type.getDistanceToEdge(
            from.x, from.y, to.x, to.y, x * stretch.x, y * stretch.y);
    }"""
    assert visit.page.evaluate(distance, "experiment-runs") < 1
    visit.page.evaluate(
        """() => loopmapViewer.live.network.moveNode("experiment-runs", -900, 1900)"""
    )
    assert visit.page.evaluate(distance, "experiment-runs") > 20


def lit(visit) -> set[str]:
    """The parts that are not faded."""
    return set(
        visit.page.evaluate(
            """() => loopmapViewer.live.nodes.get().filter((node) => node.opacity === 1)
                .map((node) => node.id)"""
        )
    )


def test_the_part_looked_at_is_lit_with_its_neighbours(visit, shipped_dependencies):
    """Those one dependency away, and two where that is asked for; faded names stay readable."""
    visit.open("/?component=coding").settle()
    ends = shipped_dependencies
    near = (
        {"coding"} | {b for a, b in ends if a == "coding"} | {a for a, b in ends if b == "coding"}
    )
    assert lit(visit) == near
    visit.page.goto(visit.address + "/?component=coding&depth=2")
    visit.page.wait_for_function(DRAWN)
    farther = {one for edge in ends if near & set(edge) for one in edge}
    assert lit(visit) == farther
    assert min(label_contrasts(visit)) >= 4.5


def label_contrasts(visit) -> list[float]:
    """How far each name stands out from the ground, as WCAG counts it."""
    return visit.page.evaluate(
        """() => {
            const pen = document.createElement("canvas").getContext("2d");
            const parts = (colour, ground) => {
                pen.fillStyle = ground; pen.fillRect(0, 0, 1, 1);
                pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
                return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
            };
            const light = (rgb) => rgb.map((n) => n / 255)
                .map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4))
                .reduce((sum, n, index) => sum + n * [0.2126, 0.7152, 0.0722][index], 0);
            const { nodes, theme } = loopmapViewer.live;
            const ground = light(parts(theme.ground, theme.ground));
            return nodes.get().map((node) => light(parts(node.font.color, theme.ground)))
                .map((one) => (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05));
        }"""
    )


def test_legend_and_family_heads_pick_out_what_they_stand_for(visit):
    """As many are lit as the legend counts; a second click lets them go."""
    visit.open().settle()
    before = lit(visit)
    entry = visit.page.get_by_role("button", name="AI already speeds it up")
    count = int(entry.inner_text().rpartition("(")[2].strip(")"))
    entry.click()
    assert len(lit(visit)) == count
    assert entry.get_attribute("aria-pressed") == "true"
    entry.click()
    assert lit(visit) == before
    head = visit.page.evaluate(
        """() => {
            const { network, canvas, data, stretch } = loopmapViewer.live;
            const { x, y, ids } = data.headers.find(({ title }) => title === "Coding");
            const at = network.canvasToDOM({ x: x * stretch.x, y: y * stretch.y });
            const frame = canvas.getBoundingClientRect();
            return { x: frame.left + at.x, y: frame.top + at.y - 3, ids };
        }"""
    )
    visit.page.mouse.click(head["x"], head["y"])
    visit.page.wait_for_function("() => loopmapViewer.live.pickedKey === 'family Coding'")
    assert lit(visit) == set(head["ids"])


def test_a_dependency_is_clicked_and_told(visit):
    """Its reason, its lag and what it rests on stand in the panel; its two ends are lit."""
    visit.open("/?lens=active").settle()
    name = "specification-gates-coding"
    place = visit.page.wait_for_function(
        """(id) => {
            const { network, canvas, lines } = loopmapViewer.live;
            const { from, to } = lines.find((line) => line.id === id);
            const [a, b] = [network.getPosition(from), network.getPosition(to)];
            network.moveTo({ position: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, scale: 1 });
            const frame = canvas.getBoundingClientRect();
            for (let y = 4; y < canvas.clientHeight - 40; y += 4) {
                for (let x = 4; x < canvas.clientWidth - 4; x += 4) {
                    const seen = frame.top + y > 80 && frame.top + y < innerHeight - 4;
                    if (seen && network.getEdgeAt({ x, y }) === id && !network.getNodeAt({ x, y }))
                        return [frame.left + x, frame.top + y];
                }
            }
        }""",
        arg=name,
    ).json_value()
    visit.page.wait_for_timeout(300)
    visit.page.mouse.click(*place)
    visit.page.wait_for_url("**dependency=**")
    visit.panel_says("must be done before")
    visit.panel_says("Generations later")
    visit.settle()
    assert len(lit(visit)) == 2
    visit.page.go_back()
    visit.page.wait_for_function("() => !location.href.includes('dependency')")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("human code revew", "Human code review"),
        ("tets-debug", "Debugging and testing"),
        ("localise errors", "Debugging and testing"),
    ],
)
def test_a_part_is_found_by_any_word_with_a_letter_wrong(visit, typed, found):
    """By name, id or skill; the keyboard alone opens it, and the map shows it large enough."""
    visit.open().settle()
    box = visit.page.get_by_role("combobox", name="Find a part")
    box.focus()
    visit.page.keyboard.type(typed)
    visit.page.get_by_role("option").first.wait_for()
    options = visit.page.get_by_role("option").all_inner_texts()
    place = next(index for index, text in enumerate(options) if text.startswith(found))
    for _ in range(place):
        visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.panel_says(found)
    visit.settle()
    assert zoom(visit) >= 16 / 23 - 0.01


def test_a_double_click_opens_the_page_of_a_part(visit):
    """The same part, on the page with all that is known of it."""
    visit.open()
    visit.page.mouse.dblclick(*visit.place_of("coding"))
    visit.page.wait_for_url("**/component?**component=coding**")
    visit.page.get_by_role("heading", name="Coding").first.wait_for()


def test_what_is_told_of_a_part_stands_beside_it(visit):
    """Neither its mark nor its name is covered."""
    visit.open().settle()
    for component in ("coding", "research-agenda", "chip-fabrication"):
        x, y = visit.place_of(component)
        visit.page.mouse.move(x - 60, y - 60)
        visit.page.mouse.move(x, y, steps=3)
        visit.page.wait_for_function(
            "() => loopmapViewer.live.network.interactionHandler.popup?.frame.style.visibility"
            " === 'visible'"
        )
        apart = visit.page.evaluate(
            """(id) => {
                const { network } = loopmapViewer.live;
                const box = network.getBoundingBox(id);
                const [a, b] = [{ x: box.left, y: box.top }, { x: box.right, y: box.bottom }]
                    .map((place) => network.canvasToDOM(place));
                const { offsetLeft: left, offsetWidth: width } =
                    network.interactionHandler.popup.frame;
                return left + width <= a.x + 1 || left >= b.x - 1;
            }""",
            component,
        )
        assert apart, component
        visit.page.mouse.move(2, 2)
        visit.page.wait_for_timeout(200)


def test_the_years_play_until_they_are_stopped(visit):
    """From now the pictures follow one another; Stop holds the one that is shown."""
    visit.open("/next", drawn=False)
    page = visit.page
    page.get_by_text("Now: a generation every").wait_for()
    page.get_by_role("button", name="Play").click()
    page.get_by_text("2028-12: a generation every").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Play").wait_for()


def test_two_maps_move_as_one(visit):
    """Enlarging and dragging one of the two pictures cuts the other alike."""
    visit.open("/compare?versus=industry", drawn=False)
    page = visit.page
    pictures = page.locator(".picture svg")
    pictures.nth(1).wait_for()
    whole = pictures.nth(0).get_attribute("viewBox")
    page.locator(".picture").first.hover()
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "whole => [...document.querySelectorAll('.picture svg')]"
        ".every(svg => svg.getAttribute('viewBox') !== whole)",
        arg=whole,
    )
    page.locator(".picture").last.focus()
    page.keyboard.press("ArrowRight")
    cuts = [pictures.nth(number).get_attribute("viewBox") for number in (0, 1)]
    assert cuts[0] == cuts[1]
    assert cuts[0] != whole


# ---- What is seen at once, on a desk, a small laptop and a phone ----

#: Where the marks of the slowest loop are in the window, the legend, and the map itself.
SEEN = """() => {
    const { network, canvas, parts, legendPlace } = loopmapViewer.live;
    const frame = canvas.getBoundingClientRect();
    const lowest = Math.max(...parts.filter((part) => part.critical)
        .map((part) => frame.top + network.canvasToDOM(network.getPosition(part.id)).y));
    return { lowest, legend: legendPlace.getBoundingClientRect().bottom, top: frame.top,
        letters: 23 * network.getScale() };
}"""


def test_the_slowest_loop_and_the_legend_are_seen_at_once(tab_on, explorer):
    """1440 by 900: title, cards, legend and all of the slowest loop, without scrolling."""
    visit = tab_on(explorer, viewport={"width": 1440, "height": 900}).open()
    visit.page.get_by_text("goes on by itself:").first.wait_for()
    visit.settle()
    seen = visit.page.evaluate(SEEN)
    assert seen["legend"] < 900
    # The marks and a line of their names below.
    assert seen["lowest"] + 40 < 900
    heading = visit.page.get_by_role("heading", level=1)
    assert "days per generation" in heading.inner_text()
    assert heading.bounding_box()["y"] < 300


def test_a_small_laptop_shows_the_map(tab_on, explorer):
    """1024 by 768: at least a hundred pixels of the map are in the first screen."""
    visit = tab_on(explorer, viewport={"width": 1024, "height": 768}).open()
    visit.page.get_by_text("goes on by itself:").first.wait_for()
    visit.settle()
    assert visit.page.evaluate(SEEN)["top"] < 668


@pytest.fixture
def phone(tab_on, explorer):
    """A tab as narrow as a phone."""
    return tab_on(explorer, viewport={"width": 390, "height": 844}, has_touch=True)


def test_a_phone_can_read_the_map_and_reach_the_panel(phone):
    """Letters of eleven pixels or more; the boxes are folded; a touched part is shown below."""
    phone.open().settle()
    seen = phone.page.evaluate(SEEN)
    assert seen["letters"] >= 11
    assert not phone.page.locator(".st-key-boxes").is_visible()
    phone.page.get_by_role("button", name="the evidence").click()
    phone.page.locator(".st-key-boxes").wait_for()
    phone.page.get_by_role("button", name="the evidence").click()
    phone.page.locator(".st-key-boxes").wait_for(state="hidden")
    phone.click("deployment")
    phone.panel_says("Deployment")
    phone.page.wait_for_function(
        """() => {
            const { top } = document.querySelector(".st-key-panel").getBoundingClientRect();
            return top < innerHeight - 60;
        }"""
    )


def test_no_page_scrolls_sideways_on_a_phone(phone):
    """Tables and charts that are wider scroll within themselves; every other page is tried."""
    for entry in PAGES[::2]:
        first = entry.name == PAGES[0].name
        phone.open("/" if first else f"/{entry.name}?component=coding", drawn=first)
        phone.page.get_by_role("heading").first.wait_for()
        phone.settle()
        wide = phone.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollWidth"
        )
        assert wide <= 390, entry.name
