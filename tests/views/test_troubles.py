"""Whatever is wrong is told in words: files that are gone, loops that are open, faults of ours."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from graph.errors import Place
from graph.ontology.reading import read_ontology
from graph.views import PAGES
from graph.views.escaping import code
from graph.views.ontology_files import OntologyFiles, gone_files
from graph.views.places import EDITORS, editor, editor_address

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
CODING = ':coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .\n'
REVIEW = ':review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 .\n'
GATE = (
    ":coding-gates-review a loop:Dependency ; loop:from :coding ; loop:to :review ; "
    "loop:kind loop:Gates .\n"
)
BACK = (
    ":review-feeds-coding a loop:Dependency ; loop:from :review ; loop:to :coding ; "
    "loop:kind loop:Gates ; loop:lag 1 .\n"
)

#: Maps that everybody passes who begins from nothing.
UNFINISHED = {
    "one part": CODING,
    "two parts and nothing between": CODING + REVIEW,
    "no way back": CODING + REVIEW + GATE,
}


def messages(app) -> str:
    """Every box that says what is wrong or to mind."""
    boxes = [*app.error, *app.warning, *app.info]
    return "\n".join(box.value for box in boxes).replace("\\", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a small closed loop in three files; the explorer shows it."""
    for name, text in (("parts", CODING), ("review", REVIEW), ("ways", GATE + BACK)):
        (tmp_path / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("answers_at_once")
def test_files_that_never_made_a_map_are_shown_with_their_findings(open_page, small_files):
    """The fifth line lacks the point at its end; mended, the map is there.

    The part that the address asked for is looked at then.
    """
    small_files.write_text(HEAD + CODING + REVIEW.replace(" .", "") + GATE + BACK)
    (way,) = open_page("build").get("page_link")
    assert way.proto.page == "ontology"
    app = open_page("ontology", component="coding")
    assert not app.exception
    (finding,) = (one for one in app.button if (one.key or "").startswith("finding_"))
    assert "loop.ttl:5" in finding.label.replace("\\", "")
    app = finding.click().run()
    shown = json.loads(app.get_by_key("file_text").proto.json)
    assert [one["line"] for one in shown["findings"]] == [5]
    small_files.write_text(HEAD + CODING + REVIEW + GATE + BACK)
    app.run()
    assert not app.exception
    assert not app.error
    assert app.session_state["choices"].component == "coding"


@pytest.mark.parametrize("text", [CODING, CODING + REVIEW + GATE], ids=["one part", "no way back"])
@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_no_page_of_an_open_loop_ends_in_a_traceback(open_page, small_files, page, text):
    """Every page says in words that there is no answer yet, or shows what needs none."""
    small_files.write_text(HEAD + text, encoding="utf-8")
    app = open_page(page, component="coding")
    assert not app.exception
    assert "Traceback" not in messages(app)
    assert str(small_files) not in messages(app)


def test_an_open_loop_is_drawn_with_what_would_close_it(open_page, small_files):
    """Both parts and the way there are on the map, and the way back can be copied."""
    small_files.write_text(HEAD + UNFINISHED["no way back"], encoding="utf-8")
    app = open_page()
    ground = json.loads(app.get_by_key("map").proto.json)
    assert [node["id"] for node in ground["nodes"]] == ["coding", "review"]
    assert [edge["id"] for edge in ground["edges"]] == ["coding-gates-review"]
    assert "loop is not closed" in messages(app)
    (advice,) = (block.value for block in app.code if "loop:Dependency" in block.value)
    # What is advised is what is missing: with it the map has an answer.
    small_files.write_text(HEAD + UNFINISHED["no way back"] + advice + "\n", encoding="utf-8")
    app.run()
    assert "not closed" not in messages(app)
    assert app.get_by_key("map-answer").proto.json != "null"
    assert json.loads(app.get_by_key("map-answer").proto.json)["hits"]


def test_the_last_answer_stays_marked_as_such(open_page, folder):
    """No part is known to be sped up, so that AI made the loop exactly once as fast."""
    app = open_page()
    assert "last answer" not in messages(app)
    (folder / "ways.ttl").write_text(HEAD + GATE, encoding="utf-8")
    app.run()
    assert not app.exception
    assert "last answer, from before the edit" in messages(app)
    assert "days per generation; AI made it 1 (1–1) times as fast" in messages(app)
    (folder / "ways.ttl").write_text(HEAD + GATE + BACK, encoding="utf-8")
    app.run()
    assert "last answer" not in messages(app)


def test_a_defect_of_ours_is_told_in_words(open_page, folder, monkeypatch, capsys):
    """The page names the fault without a line of the program; the terminal has all of it."""
    assert folder.exists()

    def fail(*_):
        raise ZeroDivisionError("secret inner words")

    monkeypatch.setattr("graph.views.loop_page.parts_table", fail)
    app = open_page()
    assert not app.exception
    assert "fault of loopmap" in messages(app)
    assert "secret inner words" not in messages(app)
    assert "secret inner words" in capsys.readouterr().err
    # What came before it is there, and the address still says what is chosen.
    assert app.get_by_key("map") is not None


def test_a_fault_while_reading_keeps_the_map(folder, monkeypatch, capsys):
    """An edit that trips loopmap itself takes no map away."""
    files = OntologyFiles([folder])
    good = files.edition().model

    def fail(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr("graph.views.ontology_files.read_ontology", fail)
    (folder / "ways.ttl").write_text(HEAD, encoding="utf-8")
    edition = files.edition()
    assert edition.model is good
    assert [problem.code for problem in edition.problems] == ["internal-error"]
    assert "too deep" in capsys.readouterr().err


def test_a_file_that_is_gone_is_named_first(open_page, folder):
    """Its name stands above all that the others now lack, which is folded."""
    app = open_page()
    (folder / "review.ttl").unlink()
    app.run()
    assert not app.exception
    assert app.error[0].value.startswith("`review.ttl` is gone")
    assert "The map below is the last one" in app.error[0].value
    (fold,) = (item for item in app.expander if "What the other files now lack" in item.label)
    assert fold.code[0].value
    assert json.loads(app.get_by_key("map").proto.json)["nodes"]


def test_gone_files_are_named_without_their_shared_folder(folder):
    """Nothing is gone while all are there; a whole folder may be."""
    files = OntologyFiles([folder])
    assert gone_files(files.edition()) == ()
    for path in folder.glob("*.ttl"):
        path.unlink()
    assert gone_files(files.edition()) == ("parts.ttl", "review.ttl", "ways.ttl")


# ---- Places ----


def test_what_is_copied_has_no_sign_that_cannot_be_seen(open_page, folder):
    """File and line stand as code, each sign of it a letter, digit or mark that can be typed."""
    app = open_page(component="review")
    place = next(block.value for block in app.code if ".ttl:" in block.value)
    assert place == f"{folder.name}/review.ttl:4"
    assert not [sign for sign in place if unicodedata.category(sign).startswith("C")]
    assert "\u2060" not in code("a/b.ttl:12")


def test_observations_say_where_they_stand_ready_to_be_copied(shipped_model):
    """In every line of evidence too."""
    from graph.evidence.pooling import Weight
    from graph.questions.evidence.provenance import observation_row
    from graph.views.show_report import testimony_markdown

    found = next(item for item in shipped_model.observations.values() if item.place)
    row = observation_row(shipped_model, Weight(found.id, 0.0, None, None), pooled=False)
    assert f"`{row.place}`" in testimony_markdown(shipped_model, row)


@pytest.mark.parametrize("chosen", EDITORS, ids=[item.command for item in EDITORS])
def test_every_editor_is_handed_file_line_and_column(chosen):
    """A blank in a folder's name does not end the address."""
    address = editor_address(chosen, Place("/my maps/review.ttl", 12, 5))
    assert "/my%20maps/review.ttl" in address
    assert "12" in address
    assert "5" in address
    assert " " not in address


def test_an_editor_is_offered_only_where_there_is_one(monkeypatch, tmp_path):
    """The environment decides, else what is found; nothing is offered that would not open."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LOOPMAP_EDITOR", raising=False)
    assert editor() is None
    (tmp_path / "codium").write_text("#!/bin/sh\n")
    (tmp_path / "codium").chmod(0o755)
    assert editor().name == "VSCodium"
    monkeypatch.setenv("LOOPMAP_EDITOR", "zed")
    assert editor().name == "Zed"
    monkeypatch.setenv("LOOPMAP_EDITOR", "none")
    assert editor() is None


def test_the_way_to_the_editor_stands_beside_the_place(open_page, folder, monkeypatch):
    """A link to the very line, which the browser hands to the editor."""
    monkeypatch.setenv("LOOPMAP_EDITOR", "code")
    app = open_page(component="review")
    (button,) = app.get("link_button")
    where = Path(read_ontology((folder,)).components["review"].place.file)
    assert button.proto.url == f"vscode://file{where.as_posix()}:4:1"
