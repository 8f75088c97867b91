"""Times the map: laid out, drawn into files, opened in a browser, clicked and moved about.

Run with ``python tests/benchmarks/bench_explorer.py [COMPONENTS ...]``; 57 (the shipped map) and
2,000 by default. Needs Chromium for all but the first lines.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.cli.commands.explore import explorer_arguments, explorer_environment, free_port
from graph.exporters.export_source import ExportSource
from graph.exporters.html import to_html
from graph.exporters.layout import stages
from graph.exporters.map_payload import map_payload
from graph.exporters.svg import to_svg
from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.ontology.reading import read_ontology

FAMILIES = ("Coding", "Evals", "Data", "Infra", "Review", "Direction")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

#: What the explorer may take, in seconds.
CLICK_TARGET, SLIDER_TARGET, FIRST_VIEW_TARGET = 0.3, 0.3, 3.0
COMMAND_TARGET, CARDS_TARGET, CHANGE_TARGET = 5.0, 6.0, 1.0

#: What stands on the cards, all together.
CARDS = """() => [...document.querySelectorAll("*")]
    .find(({ shadowRoot }) => shadowRoot?.querySelector(".cards"))
    ?.shadowRoot.querySelector(".cards")"""

#: The map is there.
DRAWN = "() => globalThis.loopmapViewer?.live?.network"

#: What Streamlit itself takes, when there is nothing to work out or to draw.
BARE_PAGE = """
import streamlit as st
number = st.slider("number", 0, 100)
st.markdown(f"chosen {number}")
"""

#: Counts the pictures that the browser shows until it is asked how many.
COUNT_FRAMES = """() => {
    const count = (globalThis.counted = { frames: 0, start: performance.now() });
    const step = () => { count.frames += 1; requestAnimationFrame(step); };
    requestAnimationFrame(step);
}"""
FRAMES_PER_SECOND = "() => counted.frames / (performance.now() - counted.start) * 1000"


@dataclass(frozen=True)
class Bare:
    """Seconds that the bare page takes to open, and to answer its slider."""

    opened: float
    slid: float


def random_ontology(count: int, seed: int = 0) -> str:
    """Return the Turtle text of a ring of components with as many chords again."""
    draw = random.Random(seed)
    lines = [
        "@prefix : <https://w3id.org/loopmap/map/> .",
        "@prefix loop: <https://w3id.org/loopmap#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    ]
    for index in range(count):
        days, speed = draw.randint(1, 60), draw.choice((1, 1.2, 2, 4))
        lines.append(
            f':p{index} a loop:{draw.choice(FAMILIES)} ; rdfs:label "Part number {index}"@en ; '
            f"loop:baselineDays {days} ; loop:speedup {speed} ."
        )
    ends = [(index, (index + 1) % count) for index in range(count)]
    ends += [(draw.randrange(count), draw.randrange(count)) for _ in range(count)]
    for index, (source, target) in enumerate(ends):
        lag = 0 if source < target else draw.randint(1, 3)
        lines.append(
            f":d{index} a loop:Dependency ; loop:from :p{source} ; loop:to :p{target} ; "
            f"loop:kind loop:Gates ; loop:lag {lag} ."
        )
    return "\n".join(lines) + "\n"


def timed(name: str, work: Callable[[], object], target: float | None = None) -> None:
    """Print the least of three times."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    said = f"   (target {target:g} s)" if target else ""
    print(f"  {name:<44} {min(times):8.3f} s{said}")


def time_exporters(path: Path) -> ExportSource:
    """Time what is worked out in Python."""
    model = read_ontology((path,))
    material = ExportSource(lambda: Study(model), lambda: ())
    answer = material.answer
    timed("places", lambda: stages(model))
    timed("payload", lambda: map_payload(model, answer))
    timed("SVG", lambda: to_svg(material.payload, material.headline))
    timed("page", lambda: to_html(material))
    return material


def time_page(material: ExportSource, browser) -> None:
    """Time the exported page: opening, and pictures per second while it is dragged."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        path.write_text(to_html(material), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_function("() => globalThis.loopmap !== undefined")
        print(f"  {'page opened':<44} {time.perf_counter() - start:8.3f} s")
        page.wait_for_timeout(500)
        page.mouse.move(700, 500)
        page.mouse.down()
        page.evaluate(COUNT_FRAMES)
        for step in range(100):
            page.mouse.move(700 + 3 * (step % 50), 500 + step)
        frames = page.evaluate(FRAMES_PER_SECOND)
        page.mouse.up()
        print(f"  {'pictures per second while dragged':<44} {frames:8.1f}")
        page.close()


@contextmanager
def served(arguments: list[str], surroundings: dict[str, str], port: int) -> Iterator[str]:
    """The address of a server that answers."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(arguments, env=surroundings, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def time_bare_page(browser) -> Bare:
    """Time the peer: a Streamlit page with one slider and one line, which computes nothing."""
    port = free_port(None)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE_PAGE, encoding="utf-8")
        arguments = explorer_arguments(port, no_browser=True)
        arguments = [sys.executable, "-m", "streamlit", "run", str(script), *arguments[5:]]
        with served(arguments, dict(os.environ), port) as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            start = time.perf_counter()
            page.goto(address)
            page.get_by_text("chosen").wait_for()
            opened = time.perf_counter() - start
            slid = time_slider(page, "() => document.querySelector('[data-testid=stMarkdown]')")
            page.close()
    return Bare(opened, slid)


def time_command(path: Path, browser, bare: Bare) -> None:
    """Time what a person waits for after typing the command: the map, then the last card."""
    port = free_port(None)
    command = [sys.executable, "-m", "graph", "explore", "--no-browser", "--port", str(port)]
    start = time.perf_counter()
    with served([*command, str(path)], os.environ | {"PYTHONPATH": os.getcwd()}, port) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_function(DRAWN, timeout=600_000)
        said("command to map", time.perf_counter() - start, COMMAND_TARGET, bare.opened)
        wait_for_cards(page)
        said("command to all cards", time.perf_counter() - start, CARDS_TARGET, bare.opened)
        page.close()


def wait_for_cards(page) -> None:
    """Return once no card says that its answer is still being worked out."""
    page.wait_for_function(
        f"() => (({CARDS})()?.textContent ?? 'worked out').match(/worked out|…/) === null",
        timeout=600_000,
    )


def time_explorer(path: Path, browser, bare: Bare, part: str) -> None:
    """Time the explorer: first view, click to panel, slider to answer, and moving the map."""
    port = free_port(None)
    surroundings = explorer_environment((str(path),)) | {"PYTHONPATH": os.getcwd()}
    with served(explorer_arguments(port, no_browser=True), surroundings, port) as address:
        for name in ("first view of a fresh server", "first view, server warm"):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            start = time.perf_counter()
            page.goto(address)
            page.wait_for_function(DRAWN, timeout=600_000)
            said(name, time.perf_counter() - start, FIRST_VIEW_TARGET, bare.opened)
        wait_for_cards(page)
        open_a_group(page, bare)
        said("click to panel", time_clicks(page), CLICK_TARGET, bare.slid)
        time_dragging(page)
        page.goto(f"{address}?component={part}")
        page.get_by_role("slider").first.wait_for()
        page.wait_for_timeout(5000)
        said("slider to answer", time_slider(page, CARDS), SLIDER_TARGET, bare.slid)
        time_boxes(page, address, bare)
        time_growth_slider(page, address, bare)
        time_saving(page, address, path, bare)
        time_building(page, address, part, bare)
        page.close()


def open_a_group(page, bare: Bare) -> None:
    """Open the first family of a large map, as a click does; print how long that takes."""
    groups = "loopmapViewer.live.parts.filter(({ group }) => group)"
    found = page.evaluate(f"{groups}.map(({{ id }}) => id)")
    if not found:
        return
    place = place_of(page, found[0])
    start = time.perf_counter()
    page.mouse.click(place["x"], place["y"])
    page.wait_for_function(f"() => {groups}.length === {len(found) - 1}", timeout=600_000)
    said("click to open family", time.perf_counter() - start, CHANGE_TARGET, bare.slid)
    page.wait_for_timeout(5000)


def time_boxes(page, address: str, bare: Bare) -> None:
    """Time the first answer as of another day, and for another setting, where there are any."""
    for title in ("As of", "Whose loop"):
        page.goto(address)
        page.wait_for_function(DRAWN, timeout=600_000)
        wait_for_cards(page)
        page.wait_for_timeout(3000)
        box = page.get_by_role("combobox", name=title, exact=True)
        box.click()
        option = page.get_by_role("option", selected=False)
        if not option.count():
            continue
        before = page.evaluate(f"({CARDS})().textContent")
        start = time.perf_counter()
        option.first.click()
        page.wait_for_function(
            f"before => ({CARDS})()?.textContent !== before", arg=before, timeout=600_000
        )
        name = f"'{title}' for the first time"
        said(name, time.perf_counter() - start, CHANGE_TARGET, bare.slid)


def time_growth_slider(page, address: str, bare: Bare) -> None:
    """Time a year more on the page about growth, if anything builds up on the map."""
    page.goto(f"{address}growth")
    page.get_by_role("heading", level=2).first.wait_for()
    page.wait_for_timeout(8000)
    if page.get_by_role("slider").count():
        sentence = """() => [...document.querySelectorAll("[data-testid=stMarkdown]")]
            .find(({ textContent }) => textContent.includes(" years the pace"))"""
        said("growth slider to answer", time_slider(page, sentence), CHANGE_TARGET, bare.slid)


def time_saving(page, address: str, path: Path, bare: Bare) -> None:
    """Time from an edit of the files, which is undone again, to the map that shows it."""
    page.goto(address)
    page.wait_for_function(DRAWN, timeout=600_000)
    wait_for_cards(page)
    page.wait_for_timeout(3000)
    file = path if path.is_file() else next(iter(sorted(path.rglob("components/*.ttl"))))
    before, times = file.read_bytes(), []
    for text in (before + b"# edited\n", before) * 2:
        key = page.evaluate("loopmapViewer.answer.key")
        start = time.perf_counter()
        file.write_bytes(text)
        page.wait_for_function(
            "key => loopmapViewer.answer.key !== key && loopmapViewer.live?.network",
            arg=key,
            timeout=600_000,
        )
        times.append(time.perf_counter() - start)
        page.wait_for_timeout(4000)
    said("save to new map", statistics.median(times), CHANGE_TARGET, bare.slid)


def time_building(page, address: str, part: str, bare: Bare) -> None:
    """Time from a number typed on the page 'Build' to what it changes, and to the answers."""
    page.goto(f"{address}build")
    for title, typed in (("Of what", part), ("Which number", "baseline")):
        box = page.get_by_role("combobox", name=title, exact=True)
        box.click(timeout=600_000)
        box.press_sequentially(typed)
        page.get_by_role("option").first.click()
    value = page.get_by_role("textbox", name="Value", exact=True)
    page.wait_for_timeout(5000)
    begun, seen, answered = [], [], []
    for days in ("3.25", "5.25", "7.25"):
        value.fill(days)
        begun.append(time.perf_counter())
        page.keyboard.press("Tab")
        page.locator("[data-testid=stCode]", has_text=days).first.wait_for(timeout=600_000)
        seen.append(time.perf_counter() - begun[-1])
        page.wait_for_function(
            """() => {
                const said = document.querySelector("[data-testid=stMain]").textContent;
                return said.includes("What it does to") && !said.includes("worked out");
            }""",
            timeout=600_000,
        )
        answered.append(time.perf_counter() - begun[-1])
    said(
        "number typed to its difference in text", statistics.median(seen), CHANGE_TARGET, bare.slid
    )
    said("number typed to the answers", statistics.median(answered), CARDS_TARGET, bare.slid)


def said(name: str, seconds: float, target: float, peer: float) -> None:
    """Print a time beside its target, and how many times as long as the bare page took."""
    ratio = f"{seconds / peer:.1f} x the bare page"
    print(f"  {name:<44} {seconds:8.3f} s   (target {target:g} s; {ratio})")


def time_slider(page, answer: str) -> float:
    """Return the median time from a key on a slider to a change of the text of an answer."""
    page.evaluate(
        f"""() => {{ const found = {answer};
            const look = () => {{
                const text = found()?.textContent;
                if (globalThis.began && text !== globalThis.before) {{
                    globalThis.took = performance.now() - globalThis.began;
                    globalThis.began = 0;
                }}
                requestAnimationFrame(look);
            }};
            globalThis.begin = () => {{
                [globalThis.before, globalThis.took] = [found()?.textContent, 0];
                globalThis.began = performance.now();
            }};
            look(); }}"""
    )
    handle = page.get_by_role("slider").first
    handle.focus()
    times = []
    for _ in range(7):
        page.evaluate("begin()")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => globalThis.took > 0", timeout=60_000)
        times.append(page.evaluate("globalThis.took") / 1000)
        # The answer about growth follows; it is not part of this one.
        page.wait_for_timeout(5000)
    return statistics.median(times)


def time_dragging(page) -> None:
    """Print pictures per second while the explorer's map is moved by the mouse."""
    frame = page.evaluate(
        """() => { const box = loopmapViewer.live.canvas.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + 60]; }"""
    )
    page.mouse.move(*frame)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    for step in range(100):
        page.mouse.move(frame[0] + 3 * (step % 50), frame[1] + step)
    print(f"  {'pictures per second while moved':<44} {page.evaluate(FRAMES_PER_SECOND):8.1f}")
    page.mouse.up()


def place_of(page, identifier: str) -> dict[str, float]:
    """Return where on the screen a part or family is, once it is in the middle of the map."""
    return page.evaluate(
        """id => {
            const network = loopmapViewer.live.network;
            network.focus(id, { animation: false, scale: 1 });
            const at = network.canvasToDOM(network.getPosition(id));
            const box = network.body.container.getBoundingClientRect();
            return { x: box.x + at.x, y: box.y + at.y };
        }""",
        identifier,
    )


def time_clicks(page) -> float:
    """Return the median time from a click on a component to its name at the panel's head."""
    parts = page.evaluate("loopmapViewer.live.parts.filter(({ group }) => !group)")[:6]
    times = []
    for identifier in (part["id"] for part in parts):
        place = place_of(page, identifier)
        label = page.evaluate("id => loopmapViewer.live.byId.get(id).name", identifier)
        start = time.perf_counter()
        page.mouse.click(place["x"], place["y"])
        page.locator(".st-key-panel h4", has_text=label).wait_for()
        times.append(time.perf_counter() - start)
        page.wait_for_timeout(1500)
    return statistics.median(times)


def wait_for(address: str) -> None:
    """Return once the server answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The explorer did not start.")


def main(counts: list[int]) -> None:
    """Print all times for the shipped map and for random maps of other sizes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = None
        if CHROMIUM:
            flags = ["--no-sandbox", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
            bare = time_bare_page(browser)
            print(
                f"A bare Streamlit page: opened in {bare.opened:.3f} s, slid in {bare.slid:.3f} s"
            )
        for count in counts:
            # A copy, since an edit of the map is timed as well.
            path = Path(folder) / "map"
            shutil.copytree(shipped_ontology(), path, dirs_exist_ok=True)
            if count:
                path = Path(folder) / f"ring-{count}.ttl"
                path.write_text(random_ontology(count), encoding="utf-8")
            print(f"{count:,} random components" if count else "The shipped map")
            material = time_exporters(path)
            if browser:
                time_page(material, browser)
                time_command(path, browser, bare)
                part = next(iter(material.answer.critical_cycle))
                time_explorer(path, browser, bare, part)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [0, 2000])
