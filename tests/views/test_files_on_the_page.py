"""The page of the ontology shows files with findings at their lines, and leads both ways."""

from __future__ import annotations

import pytest
import streamlit as st

from graph.errors import Place, Problem, Severity
from graph.views import session
from graph.views.file_text import file_message, look_at, show_in_file, things_in
from graph.views.url_state import Choices, parse_address, still_valid


@pytest.fixture
def reader(monkeypatch, small_model):
    """A session that looks at the small map."""
    monkeypatch.setattr(st, "session_state", {"choices": Choices(), "model_now": small_model})


def test_lines_lead_to_what_they_define(small_model):
    """Lines 4 to 7 of the file define two parts and two dependencies; nothing else has a page."""
    things = things_in(small_model, small_model.files[0])
    assert {line: (thing.kind, thing.id) for line, thing in things.items()} == {
        4: ("component", "coding"),
        5: ("component", "review"),
        6: ("dependency", "coding-gates-review"),
        7: ("dependency", "review-feeds-coding"),
    }
    assert things[6].label == "Coding to Review"
    assert things_in(small_model, "another.ttl") == {}


@pytest.mark.usefixtures("reader")
def test_from_a_part_to_its_line_and_back(small_model):
    """The way there names file and line; the way back looks at the part on its own page."""
    show_in_file(small_model.components["review"].place)
    assert (session.choices().file, session.choices().line) == ("one-file.ttl", "5")
    assert session.page_wanted() == "ontology"
    look_at(things_in(small_model, small_model.files[0])[7])
    assert session.choices().dependency == "review-feeds-coding"
    assert session.choices().component is None
    assert session.page_wanted() == "loop"


@pytest.mark.usefixtures("reader")
def test_what_stands_in_no_file_of_the_map_leads_nowhere():
    """A place outside, such as in the vocabulary that ships with the package, is not opened."""
    show_in_file(Place("/etc/passwd", 1))
    assert session.choices() == Choices()
    assert session.page_wanted() is None


@pytest.mark.parametrize(("line", "shown"), [(2, 2), (0, 1), (9, 3)])
def test_a_finding_stands_at_its_line(line, shown):
    """One without a line stands at the first, one behind the end at the last."""
    problem = Problem("a-code", "It is\nwrong.", "Mend it.", "x", Place("f.ttl", line))
    (found,) = file_message("one\ntwo\nthree", [problem], {}, None)["findings"]
    assert found == {
        "line": shown,
        "severity": Severity.ERROR.value,
        "message": "x: It is wrong.",
        "remedy": "Mend it.",
        "code": "a-code",
    }


def test_what_is_too_long_is_cut_and_counted():
    """5,000 lines are shown, each up to 2,000 letters; a line beyond them is not pointed to."""
    message = file_message("\n".join(["y" * 2_001] * 5_003), [], {}, 5_001)
    assert (len(message["lines"]), message["left"], message["line"]) == (5_000, 3, None)
    assert {len(line) for line in message["lines"]} == {2_000}
    assert file_message("", [], {}, None)["lines"] == [""]


@pytest.mark.parametrize(
    ("address", "place", "note"),
    [
        ({"file": "one-file.ttl", "line": "05"}, ("one-file.ttl", "5"), None),
        ({"file": "../../etc/passwd", "line": "1"}, (None, None), "not here"),
        ({"file": "one-file.ttl", "line": "0"}, ("one-file.ttl", None), "line '0'"),
        ({"file": "one-file.ttl", "line": "²"}, ("one-file.ttl", None), "line '²'"),
        ({"file": "one-file.ttl", "line": "-3"}, ("one-file.ttl", None), "line '-3'"),
        ({"file": "one-file.ttl", "line": "9" * 400}, ("one-file.ttl", None), "cannot be"),
        ({"line": "5"}, (None, None), None),
    ],
)
def test_an_address_points_into_files_of_the_map_alone(small_model, address, place, note):
    """Anything else is left out, and said."""
    parsed = parse_address({name: [value] for name, value in address.items()}, small_model)
    assert (parsed.choices.file, parsed.choices.line) == place
    assert len(parsed.notes) == bool(note)
    assert not note or note in parsed.notes[0]


def test_a_file_that_is_gone_is_let_go(small_model):
    """After an edit of the folder the page looks at none."""
    assert still_valid(Choices(file="gone.ttl"), small_model).file is None
    assert still_valid(Choices(file="one-file.ttl"), small_model).file == "one-file.ttl"


@pytest.mark.usefixtures("answers_at_once")
def test_what_check_says_is_one_click_from_its_line(open_page, small_files):
    """What broke a map that was good when the page was opened stands at line 4 of its file."""
    text = small_files.read_text(encoding="utf-8")
    app = open_page("ontology")
    small_files.write_text(text.replace("loop:speedup 6", "loop:speedup 6 <b>"), encoding="utf-8")
    app.run()
    (first, *_) = [one for one in app.button if str(one.key).startswith("finding_")]
    assert first.label.startswith("`loop.ttl:4` error")
    first.click().run()
    assert not app.exception
    assert (app.query_params["file"], app.query_params["line"]) == ("loop.ttl", "4")
    (box,) = [one for one in app.selectbox if one.label == "File"]
    assert box.options[0].startswith("loop.ttl · ")


def test_a_folder_shows_its_tables_too(tmp_path):
    """Turtle before TOML; the findings of each are told apart, and by any spelling of the path."""
    from graph.editing.file_findings import findings_in

    (tmp_path / "a.ttl").write_text(
        "@prefix : <https://w3id.org/loopmap/map/> .\n:a :b :c\n", "utf-8"
    )
    (tmp_path / "own.toml").write_text("x = \n", encoding="utf-8")
    found = findings_in((tmp_path,))
    assert [name.rpartition("/")[2] for name in found.files] == ["a.ttl", "own.toml"]
    assert [one.code for one in found.of_file(str(tmp_path / "x/../own.toml"))] == ["toml-syntax"]
    (syntax,) = found.of_file(str(tmp_path / "a.ttl"))
    assert (syntax.code, syntax.place.line) == ("syntax-missing-dot", 2)
    assert found.elsewhere == ()
