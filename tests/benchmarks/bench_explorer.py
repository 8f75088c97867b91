"""Times the map: laid out, drawn into files, opened in a browser, clicked and moved about.

Run with ``python tests/benchmarks/bench_explorer.py [COMPONENTS ...]``; 57 (the shipped map) and
2,000 by default. Needs Chromium for all but the first lines.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from graph.analysis.study import Study
from graph.cli.commands.explore import explorer_arguments, explorer_environment, free_port
from graph.exporters.html import to_html
from graph.exporters.layout import stages
from graph.exporters.map_payload import map_payload
from graph.exporters.material import Material
from graph.exporters.svg import to_svg
from graph.files import shipped_ontology
from graph.rdf.reading import read_ontology

FAMILIES = ("Coding", "Evals", "Data", "Infra", "Review", "Direction")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

#: What the explorer may take, in seconds.
CLICK_TARGET, FIRST_VIEW_TARGET = 0.3, 3.0

#: Counts the pictures that the browser shows until it is asked how many.
COUNT_FRAMES = """() => {
    const count = (globalThis.counted = { frames: 0, start: performance.now() });
    const step = () => { count.frames += 1; requestAnimationFrame(step); };
    requestAnimationFrame(step);
}"""
FRAMES_PER_SECOND = "() => counted.frames / (performance.now() - counted.start) * 1000"


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


def time_exporters(path: Path) -> Material:
    """Time what is worked out in Python."""
    model = read_ontology((path,))
    material = Material(lambda: Study(model), lambda: ())
    answer = material.answer
    timed("places", lambda: stages(model))
    timed("payload", lambda: map_payload(model, answer))
    timed("SVG", lambda: to_svg(material.payload, material.headline))
    timed("page", lambda: to_html(material))
    return material


def time_page(material: Material, browser) -> None:
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


def time_explorer(path: Path, browser) -> None:
    """Time the explorer: its first view, and from a click on the map to the panel."""
    port = free_port(None)
    arguments = explorer_arguments(port, no_browser=True)
    surroundings = explorer_environment((str(path),)) | {"PYTHONPATH": os.getcwd()}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(arguments, env=surroundings, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            for name in ("first view of a fresh server", "first view, server warm"):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                start = time.perf_counter()
                page.goto(f"http://127.0.0.1:{port}/")
                page.wait_for_function(
                    "() => globalThis.loopmapViewer?.live?.network", timeout=60_000
                )
                took = time.perf_counter() - start
                print(f"  {name:<44} {took:8.3f} s   (target {FIRST_VIEW_TARGET:g} s)")
            page.wait_for_timeout(2000)
            time_clicks(page)
            page.close()
        finally:
            server.terminate()


def time_clicks(page) -> None:
    """Print the least time from a click on a component to its id in the address."""
    ids = page.evaluate("globalThis.loopmapViewer.live.nodes.getIds()")[:4]
    times = []
    for identifier in ids:
        place = page.evaluate(
            """id => {
                const network = globalThis.loopmapViewer.live.network;
                network.focus(id, { animation: false, scale: 1 });
                const at = network.canvasToDOM(network.getPosition(id));
                const box = network.body.container.getBoundingClientRect();
                return { x: box.x + at.x, y: box.y + at.y };
            }""",
            identifier,
        )
        start = time.perf_counter()
        page.mouse.click(place["x"], place["y"])
        page.wait_for_function("id => location.search.includes(id)", arg=identifier)
        times.append(time.perf_counter() - start)
        page.wait_for_timeout(500)
    print(f"  {'click to panel':<44} {min(times):8.3f} s   (target {CLICK_TARGET:g} s)")


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
        for count in counts:
            path = shipped_ontology()
            if count:
                path = Path(folder) / f"ring-{count}.ttl"
                path.write_text(random_ontology(count), encoding="utf-8")
            print(f"{count:,} random components" if count else "The shipped map")
            material = time_exporters(path)
            if browser:
                time_page(material, browser)
                time_explorer(path, browser)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [0, 2000])
