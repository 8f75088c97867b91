"""The page on which the map is built, without a browser."""

from __future__ import annotations

import json

import pytest

from graph.views import ontology_files


def shown(app) -> str:
    """All that stands on a page besides its widgets."""
    kinds = ("markdown", "caption", "code", "error", "success", "info")
    said = "\n".join(str(item.value) for kind in kinds for item in getattr(app, kind))
    return said.replace("\\", "")


def fill(app, **answers):
    """Answer fields of the form that is open."""
    for name, value in answers.items():
        widget = next(
            item
            for item in (*app.text_input, *app.selectbox, *app.multiselect)
            if (item.key or "").startswith("build_") and item.key.split("_")[2] == name
        )
        widget.set_value(value)
    return app.run()


@pytest.fixture
def at_home(monkeypatch, tmp_path):
    """As if the server listened on this machine alone, with a place to keep what can be undone."""
    monkeypatch.setenv("LOOPMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(ontology_files, "_OWN", frozenset({None, "127.0.0.1"}))


@pytest.mark.usefixtures("at_home", "answers_at_once")
def test_a_number_is_shown_written_and_taken_back(open_page, small_files):
    """The file changes at its one line, and back."""
    before = small_files.read_bytes()
    app = fill(open_page("build"), thing="review", metric="baseline-days", value="5")
    assert "loop:baselineDays 5" in shown(app)
    assert "What it does to the answers" in shown(app)
    assert "The pace" in shown(app)
    assert small_files.read_bytes() == before

    button = {item.label: item for item in app.button}
    app = button["Write it"].click().run()
    assert "Written:" in shown(app)
    assert b"loop:baselineDays 5" in small_files.read_bytes()
    assert "Written:" in shown(app.run())  # the watcher draws the page again; it is still told

    undo = next(item for item in app.button if item.label.startswith("Take back"))
    app = undo.click().run()
    assert "Taken back:" in shown(app)
    assert small_files.read_bytes() == before
    assert "Taken back:" not in shown(fill(app, thing="review"))


@pytest.mark.usefixtures("small_files")
def test_a_server_for_others_writes_nothing(open_page, monkeypatch):
    """Without an address of this machine alone nothing is written or drawn, and both say why."""
    monkeypatch.setattr(ontology_files, "_OWN", frozenset())
    app = fill(open_page("build"), thing="review", metric="baseline-days", value="5")
    button = {item.label: item for item in app.button}

    assert "reached from other machines" in shown(app)
    assert button["Write it"].disabled
    drawn = json.loads(open_page().get_by_key("map").proto.json)
    assert "reached from other machines" in drawn["read_only"]


@pytest.mark.usefixtures("small_files", "at_home")
def test_a_slip_is_told_beside_the_form(open_page):
    """A comma for a full stop: the message of the command, no traceback, no button."""
    app = fill(open_page("build"), thing="review", metric="baseline-days", value="5,5")

    assert not app.exception
    assert "'5,5', which is no number" in shown(app)
    assert "Write it" not in {item.label for item in app.button}


@pytest.mark.usefixtures("at_home")
def test_two_tabs_that_edit_at_once_lose_nothing(open_page, small_files):
    """Both show a change of the old text; the second is told, keeps its answers, and adds its own.

    The first writes 5 days of review, the second 9 days of coding: both stand in the file.
    """
    one = fill(open_page("build"), thing="review", metric="baseline-days", value="5")
    two = fill(open_page("build"), thing="coding", metric="baseline-days", value="9")
    assert "being worked out" in shown(one)  # what it does to the answers; nobody waits for it
    write = {item.label: item for item in one.button}["Write it"]
    assert "Written:" in shown(write.click().run())

    two = {item.label: item for item in two.button}["Write it"].click().run()
    assert "Nothing was written; look at the change once more" in shown(two)
    assert b"loop:baselineDays 9" not in small_files.read_bytes()
    two = {item.label: item for item in two.button}["Write it"].click().run()
    assert "Written:" in shown(two)
    text = small_files.read_text()
    assert "loop:baselineDays 5" in text
    assert "loop:baselineDays 9" in text


@pytest.mark.usefixtures("small_files", "at_home")
def test_findings_are_told_before_anything_is_written(open_page):
    """A dependency without a reason: 'check' will ask for it, and the page says so beforehand."""
    app = open_page("build")
    app.segmented_control[0].set_value("dependency").run()
    app = fill(app, source="coding", target="review", kind="improves")
    said = [str(item.value).replace("\\", "") for item in app.warning]
    assert len(said) == 1, said
    assert "coding-improves-review" in said[0]
    assert "[left-to-do]" in said[0]


@pytest.mark.usefixtures("small_files", "at_home")
def test_what_is_set_by_hand_is_saved_from_the_map(open_page):
    """The button beside the sliders opens the form with the numbers; without any it is shut."""
    assert open_page(component="review").button(key="save_by_hand").disabled
    app = open_page(component="review", set="review.speedup=3")
    app = app.button(key="save_by_hand").click().run()
    assert "Set by hand: review.speedup=3" in shown(app)
    assert "loop:supposes" in shown(fill(app, name="faster-review"))
