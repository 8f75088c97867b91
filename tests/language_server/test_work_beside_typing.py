"""Work beside the typing: the newest of each kind, one after the other, whatever fails."""

from __future__ import annotations

import threading

from lsprotocol import types

from graph.language_server.background import Background
from graph.language_server.maps_in_view import MapInView
from graph.language_server.session import Session


def test_of_several_jobs_of_a_kind_the_newest_is_done():
    """Those that wait are replaced; a job of another kind is done as well."""
    background, done = Background("test"), []
    begun, go_on, over = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        go_on.wait(10)

    background.submit("first", first)
    assert begun.wait(10)
    for number in range(5):
        background.submit("typed", lambda number=number: done.append(number))
    background.submit("other", lambda: done.append("other"))
    background.submit("last", over.set)
    go_on.set()

    assert over.wait(10)
    assert done == [4, "other"]
    background.end()


def test_a_job_that_fails_ends_nothing(caplog):
    """It is told in the log, and the next one is done."""
    background, over = Background("test"), threading.Event()

    def fails() -> None:
        raise ValueError("a fault of ours")

    background.submit("a", fails)
    background.submit("b", over.set)

    assert over.wait(10)
    assert "a fault of ours" in caplog.text
    background.end()


def test_nothing_begins_after_the_end():
    """What waited is let go."""
    background, done = Background("test"), []

    background.submit("later", lambda: done.append(1), after=0.05)
    background.end()
    background.submit("afterwards", lambda: done.append(2))
    background._thread.join(10)

    assert not background._thread.is_alive()
    assert done == []


def test_a_burst_of_letters_is_looked_at_once_it_is_over(monkeypatch, tmp_path):
    """Of 40 changes at once far fewer are looked at; the last one is the last."""
    look, looked, over = MapInView.look, [], threading.Event()

    def counted(self, unsaved):
        (text,) = unsaved.values()
        looked.append(len(text))
        found = look(self, unsaved)
        if text.endswith("x" * 39):
            over.set()
        return found

    monkeypatch.setattr(MapInView, "look", counted)
    session = Session(lambda _: None, lambda: None)
    uri = (tmp_path / "a.ttl").as_uri()

    for length in range(40):
        item = types.TextDocumentItem(uri, "turtle", length, "# " + "x" * length)
        session.changed(session.texts.open(item))

    assert over.wait(20)
    assert looked[-1] == len("# ") + 39
    assert len(looked) < 10
    session.end()
