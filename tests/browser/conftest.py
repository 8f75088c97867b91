"""A real browser on a real server: the explorer as 'loopmap explore' starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shipped_map import shipped_model

ROOT = Path(__file__).parents[2]
ONTOLOGIES = ROOT / "tests" / "ontologies"
CHROMIUM = Path("/usr/bin/chromium")

#: Nothing of the browser's own may go out or come up.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: How long anything is waited for: on a machine with other work a page may take a minute.
PATIENCE_MS = 90_000

#: The map has been drawn at least once.
DRAWN = "() => globalThis.loopmapViewer?.live?.runs >= 1"

#: Where a component is in the window.
PLACE = """(id) => {
    const { network, canvas } = loopmapViewer.live;
    const place = network.canvasToDOM(network.getPosition(id));
    const frame = canvas.getBoundingClientRect();
    return [frame.left + place.x, frame.top + place.y];
}"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _serving(*paths: Path) -> Iterator[str]:
    """The address of an explorer that shows the files given, or the shipped map."""
    port = free_port()
    options = [word for path in paths for word in ("--ontology", str(path))]
    command = [sys.executable, "-m", "graph", "explore", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", server)
        yield address
    finally:
        # The launcher takes the server with it.
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            pytest.fail("the explorer ended before it answered")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the explorer did not answer within a minute")


def _size(frame: bytes | str) -> int:
    return len(frame if isinstance(frame, bytes) else frame.encode())


class Visit:
    """One tab, with everything noted that a page must not do.

    Attributes:
        page: Playwright's page.
        errors: of scripts.
        strangers: addresses asked for that are not the explorer's own.
        received: bytes of each message from the server.
        sent: bytes of each message to it.
    """

    def __init__(self, page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.received: list[int] = []
        self.sent: list[int] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note_request)
        page.on("websocket", self._note_frames)

    def _note_request(self, request) -> None:
        own = request.url.startswith((self.address, "data:", "blob:"))
        if not own:
            self.strangers.append(request.url)

    def _note_frames(self, socket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(_size(frame)))
        socket.on("framesent", lambda frame: self.sent.append(_size(frame)))

    def open(self, path: str = "/", drawn: bool = True) -> Visit:
        """Open a path; wait for the map if it has one."""
        self.page.goto(self.address + path)
        if drawn:
            self.page.wait_for_function(DRAWN)
        return self

    def settle(self) -> None:
        """Wait until the server has nothing more to say about the last click."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_timeout(300)
        self.page.get_by_test_id("stStatusWidget").wait_for(state="detached")

    def place_of(self, component: str) -> tuple[float, float]:
        """Where a component is in the window, after scrolling it into view."""
        self.page.evaluate("() => loopmapViewer.live.canvas.scrollIntoView({block: 'center'})")
        # An answer that comes above the map moves it: a place counts once it stays.
        before = None
        while (now := self.page.evaluate(PLACE, component)) != before:
            before = now
            self.page.wait_for_timeout(200)
        return tuple(now)

    def click(self, component: str) -> None:
        """Click a component on the map."""
        self.page.mouse.click(*self.place_of(component))

    def panel_says(self, words: str) -> None:
        """Wait until the panel has these words."""
        self.page.locator(".st-key-panel", has_text=words).wait_for()

    def barriers(self) -> list[str]:
        """What an automatic check finds that would keep somebody from using the page."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"resultTypes": ["violations"]})
        return [
            f"{item['id']}: {node['html'][:200]}"
            for item in found.response["violations"]
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"][:4]
        ]


@pytest.fixture(scope="module")
def browser():
    """Chromium; without it the tests are skipped, but fail where everything must be there."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"{CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def serving():
    """Starts an explorer on files of one's choice; a context manager that gives its address."""
    return _serving


@pytest.fixture(scope="module")
def explorer():
    """The address of an explorer on the shipped map."""
    with _serving() as address:
        yield address


@pytest.fixture
def visit(browser, explorer):
    """A tab of its own on the shipped map; afterwards nothing may have gone wrong unseen."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    tab = Visit(page, explorer)
    yield tab
    page.close()
    assert tab.errors == []
    assert tab.strangers == []


@pytest.fixture
def tab_on(browser):
    """Opens tabs on any explorer, with a look of one's choice."""
    pages = []

    def open_tab(address: str, **look) -> Visit:
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **look})
        pages.append(page)
        return Visit(page, address)

    yield open_tab
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def shipped_dependencies() -> list[tuple[str, str]]:
    """Both ends of every dependency of the shipped map."""
    model = shipped_model()
    return [(edge.source, edge.target) for edge in model.dependencies.values()]
