"""The map on the screen follows its files, and an edit that breaks them never takes it away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.files import shipped_ontology
from graph.views.ontology_files import ONTOLOGY_VARIABLE, OntologyFiles, chosen_paths

LOOP = (Path(__file__).parents[1] / "ontologies" / "one-file.ttl").read_text(encoding="utf-8")


def edit(path: Path, text: str) -> None:
    """Write a file and make sure that its time differs, however coarse the clock."""
    path.write_text(text, encoding="utf-8")
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))


@pytest.fixture
def watched(tmp_path):
    """A small map in a folder, and the file it stands in."""
    path = tmp_path / "loop.ttl"
    path.write_text(LOOP, encoding="utf-8")
    return OntologyFiles([tmp_path]), path


def test_files_that_did_not_change_are_read_once(watched):
    """The second look gives the very same edition."""
    files, _ = watched
    assert files.edition() is files.edition()


def test_an_edit_shows_at_the_next_look(watched):
    """A new label is there without anything being restarted."""
    files, path = watched
    before = files.edition()
    edit(path, LOOP.replace('"Coding"', '"Writing code"'))
    after = files.edition()
    assert after.model.components["coding"].label == "Writing code"
    assert after.model.digest != before.model.digest


def test_a_new_file_shows_too(watched):
    """Files that appear in the folder count."""
    files, path = watched
    files.edition()
    prefixes = "".join(line + "\n" for line in LOOP.splitlines() if line.startswith("@prefix"))
    (path.parent / "more.ttl").write_text(
        prefixes + ':extra a loop:Data ; rdfs:label "Extra"@en ; loop:baselineDays 1 .\n',
        encoding="utf-8",
    )
    assert "extra" in files.edition().model.components


@pytest.mark.parametrize(
    "broken",
    [
        LOOP.replace("loop:kind loop:Gates .", "loop:kind loop:Gates", 1),
        LOOP.replace("loop:lag 2", "loop:lag -2"),
        "",
        "no Turtle at all {",
    ],
)
def test_a_broken_edit_keeps_the_last_good_map(watched, broken):
    """The problems are told with their lines, and the map is the one from before."""
    files, path = watched
    good = files.edition().model
    edit(path, broken)
    edition = files.edition()
    assert edition.model is good
    assert edition.problems
    assert all(problem.place is not None for problem in edition.problems)


def test_a_mended_file_clears_its_problems(watched):
    """After the repair there is nothing to tell, and the map is the new one."""
    files, path = watched
    files.edition()
    edit(path, "nonsense")
    files.edition()
    edit(path, LOOP.replace("12", "14"))
    edition = files.edition()
    assert edition.problems == ()
    assert edition.model.observations


def test_a_file_that_vanishes_keeps_the_map(watched):
    """Removing the file is a problem like any other."""
    files, path = watched
    good = files.edition().model
    path.unlink()
    assert files.edition().model is good
    assert files.edition().problems


def test_files_broken_from_the_start_give_problems_and_no_map(tmp_path):
    """There is nothing to keep, so that only the problems are there."""
    (tmp_path / "loop.ttl").write_text("nonsense", encoding="utf-8")
    edition = OntologyFiles([tmp_path]).edition()
    assert edition.model is None
    assert edition.problems


def test_the_launcher_says_which_files_to_show(tmp_path, monkeypatch):
    """Paths come joined as in PATH; without any it is the shipped map."""
    monkeypatch.setenv(ONTOLOGY_VARIABLE, os.pathsep.join([str(tmp_path), "other.ttl"]))
    assert chosen_paths() == (tmp_path, Path("other.ttl"))
    monkeypatch.delenv(ONTOLOGY_VARIABLE)
    assert chosen_paths() == (shipped_ontology(),)
