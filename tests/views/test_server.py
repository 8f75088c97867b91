"""The server has the first answers ready before anybody asks."""

from __future__ import annotations

import threading

import pytest

from graph.views import server
from graph.views.answers import Answers, answers_for, background
from graph.views.ontology_files import watched_files
from graph.views.url_state import Choices


@pytest.fixture
def growth_begun(monkeypatch):
    """Notes whether the slow answer was asked for, without working it out."""
    asked = {}
    monkeypatch.setattr(Answers, "begin_growth", lambda self: asked.setdefault(self.key))
    return asked


def test_what_is_prepared_is_what_the_first_screen_asks(growth_begun, small_files, monkeypatch):
    """After preparing, the first screen's answers come from memory: nothing is worked out."""
    assert small_files.exists()
    assert server.prepare(threading.Event())
    model = watched_files().edition().model
    chosen = answers_for(model, Choices(setting="frontier-lab"))
    assert [*growth_begun] == [chosen.key]

    def refuse(*_, **__):
        raise AssertionError("worked out again")

    monkeypatch.setattr("graph.views.answers.map_payload", refuse)
    monkeypatch.setattr("graph.questions.question.Question.answer", refuse)
    assert chosen.critical_path is not None
    assert chosen.map is not None
    assert chosen.active is not None
    assert chosen.human is not None


def test_files_that_cannot_be_used_are_left_to_the_page(growth_begun, small_files):
    """A broken file stops no server: there is nothing to prepare, and nothing is begun."""
    small_files.write_text("this is no Turtle", encoding="utf-8")
    mapped = threading.Event()
    assert not server.prepare(mapped)
    # Or the server would wait for a map that never comes.
    assert mapped.is_set()
    assert not growth_begun


def test_preparing_asks_nothing_of_a_session(growth_begun, small_files, caplog):
    """Nothing that belongs to a page is touched, so Streamlit has nothing to warn of."""
    assert small_files.exists()
    assert server.prepare(threading.Event())
    assert growth_begun
    assert "ScriptRunContext" not in caplog.text
    assert background() is not None
