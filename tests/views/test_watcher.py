"""One watcher for all tabs: it wakes those for which something changed, and no others."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from graph.views.ontology_files import OntologyFiles
from graph.views.watcher import TabView, Watcher

LOOP = (Path(__file__).parents[1] / "ontologies" / "one-file.ttl").read_text(encoding="utf-8")


@pytest.fixture
def files(tmp_path):
    """A small map in a folder."""
    (tmp_path / "loop.ttl").write_text(LOOP, encoding="utf-8")
    return OntologyFiles([tmp_path])


@pytest.fixture
def woken():
    """Which tabs were woken, in order."""
    return []


@pytest.fixture
def watching(woken):
    """A watcher whose looks the test takes itself."""
    watcher = Watcher(lambda tab: woken.append(tab) or True)
    watcher._run = lambda: None
    return watcher


def edit(files: OntologyFiles) -> None:
    """Save the map as an editor does, at a time that differs however coarse the clock."""
    path = files.paths[0] / "loop.ttl"
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))


def test_tabs_that_show_what_is_so_are_left_alone(watching, files, woken):
    """Ten tabs and a hundred looks wake nobody."""
    for number in range(10):
        watching.look_after(f"tab {number}", TabView(files, files.stamp()))
    for _ in range(100):
        watching.look()
    assert woken == []
    assert len(watching.tabs) == 10


def test_an_edit_wakes_every_tab_that_shows_the_files_once(watching, files, woken, tmp_path):
    """Tabs of other files sleep on, and nobody is woken twice for one edit."""
    other = tmp_path / "other"
    other.mkdir()
    watching.look_after("one", TabView(files, files.stamp()))
    watching.look_after("two", TabView(files, files.stamp()))
    others = OntologyFiles([other])
    watching.look_after("elsewhere", TabView(others, others.stamp()))
    edit(files)
    watching.look()
    watching.look()
    assert woken == ["one", "two"]
    assert watching.tabs == ("elsewhere",)


def test_the_files_are_looked_at_once_for_all_tabs(watching, files, monkeypatch):
    """Fifty tabs cost as many looks at the disk as one."""
    looks = []
    stamp = files.stamp()
    monkeypatch.setattr(files, "stamp", lambda: looks.append(1) or stamp)
    for number in range(50):
        watching.look_after(f"tab {number}", TabView(files, stamp))
    watching.look()
    assert looks == [1]


def test_an_answer_wakes_the_tab_that_waits_for_it(watching, files, woken):
    """Not before it is there."""
    there = threading.Event()
    watching.look_after("waits", TabView(files, files.stamp(), there.is_set))
    watching.look_after("does not", TabView(files, files.stamp()))
    watching.look()
    assert woken == []
    there.set()
    watching.look()
    assert woken == ["waits"]


def test_a_tab_that_sleeps_is_woken_when_it_can_be_reached(files, monkeypatch):
    """A laptop that was closed for a minute shows the edit; one gone for long is forgotten."""
    reached, asked = [], []
    watcher = Watcher(lambda tab: asked.append(tab) or bool(reached))
    watcher._run = lambda: None
    watcher.look_after("tab", TabView(files, files.stamp()))
    edit(files)
    watcher.look()
    assert watcher.tabs == ("tab",)
    reached.append(1)
    watcher.look()
    assert watcher.tabs == ()
    reached.clear()
    watcher.look_after("gone", TabView(files, ()))
    watcher.look()
    assert watcher.tabs == ("gone",)
    later = time.monotonic() + 3600
    monkeypatch.setattr("graph.views.watcher.time.monotonic", lambda: later)
    watcher.look()
    assert watcher.tabs == ()
    assert asked == ["tab", "tab", "gone", "gone"]


def test_the_thread_ends_with_the_last_tab(files, woken):
    """Nothing goes on looking when nobody is there."""
    watcher = Watcher(lambda tab: woken.append(tab) or True, pause_seconds=0.01)
    watcher.look_after("tab", TabView(files, ()))
    for _ in range(1000):
        if watcher._thread is None:
            break
        time.sleep(0.005)
    assert watcher._thread is None
    assert woken == ["tab"]
