"""A file alone is read as a part of the map it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology.checks.check import check_in_map
from graph.ontology.map_of_file import map_of_file
from graph.ontology.reading import KeptDocuments
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle

HEAD = (
    "@prefix : <https://w3id.org/loopmap/map/> .\n@prefix loop: <https://w3id.org/loopmap#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
PARTS = (
    HEAD
    + SKOS
    + "".join(
        f':{name} a loop:Coding ; rdfs:label "{name}"@en ; skos:definition "Work {name}."@en ; '
        "loop:baselineDays 4 .\n"
        for name in ("a", "b")
    )
)
DEPENDENCIES = HEAD + (
    ':a-gates-b a loop:Dependency ; rdfs:comment "Why."@en ; loop:from :a ; loop:to :b ; '
    "loop:kind loop:Gates .\n"
    ':b-feeds-a a loop:Dependency ; rdfs:comment "Why."@en ; loop:from :b ; loop:to :a ; '
    "loop:kind loop:Gates ; loop:lag 1 .\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A map of two files, without a mark by which a map is known."""
    (tmp_path / "parts.ttl").write_text(PARTS)
    (tmp_path / "arrows.ttl").write_text(DEPENDENCIES)
    return tmp_path


@pytest.mark.parametrize("mark", ["loopmap.toml", "loop.ttl", "dependencies.ttl", "components/"])
def test_the_nearest_marked_folder_upwards_is_the_map(tmp_path: Path, mark: str) -> None:
    """Each of the four marks, two folders above the file, makes its folder the map."""
    below = tmp_path / "map" / "evidence" / "deep"
    below.mkdir(parents=True)
    place = tmp_path / "map" / mark
    place.mkdir() if mark.endswith("/") else place.write_text("")
    found = map_of_file(below / "x.ttl", PARTS)
    assert (found.root, found.paths) == (tmp_path / "map", (tmp_path / "map",))


def test_a_configuration_names_the_map(tmp_path: Path) -> None:
    """What loopmap.toml calls the map is read; a file outside of it is read with it."""
    (tmp_path / "loopmap.toml").write_text('map = "ontology"\n')
    (tmp_path / "ontology").mkdir()
    inside, outside = tmp_path / "ontology" / "x.ttl", tmp_path / "draft.ttl"
    assert map_of_file(inside, PARTS).paths == (tmp_path / "ontology",)
    assert map_of_file(outside, PARTS).paths == (tmp_path / "ontology", outside)


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    """What lies above the folder with .git belongs to somebody else."""
    (tmp_path / "loop.ttl").write_text(HEAD)
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert map_of_file(tmp_path / "repository" / "x.ttl", PARTS).alone


def test_neighbours_that_define_what_is_missing_are_the_map(folder: Path) -> None:
    """Dependencies need the parts beside them; the parts need nobody."""
    assert map_of_file(folder / "arrows.ttl").root == folder
    assert map_of_file(folder / "parts.ttl").alone


def test_a_file_alone_gives_what_it_gives_within_its_map(folder: Path) -> None:
    """Alone no end of a dependency is defined; within its map all are."""
    assert check_in_map(folder / "arrows.ttl").result.problems == ()


def test_unsaved_text_takes_the_place_of_the_file(folder: Path) -> None:
    """The text given counts, not the disk, and its places are called by the path as given."""
    path = folder / "arrows.ttl"
    found = check_in_map(path, DEPENDENCIES.replace("loop:to :a", "loop:to :aa"))
    (problem,) = [one for one in found.of_file if one.code == "reference-dangling"]
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (str(path), 5)
    line = problem.source_line or ""
    start = problem.place.column - 1
    assert line[start : start + problem.length] == ":aa"
    assert problem.replacement == ":a"


def test_a_file_that_is_not_on_the_disk_yet_is_read_within_its_map(folder: Path) -> None:
    """A new buffer in a marked folder belongs to the map like a saved file."""
    (folder / "loopmap.toml").write_text("")
    text = (
        HEAD + ":a-helps-c a loop:Dependency ; loop:from :a ; loop:to :c ; loop:kind loop:Gates ."
    )
    found = check_in_map(folder / "new.ttl", text)
    assert "reference-dangling" in [one.code for one in found.of_file]
    assert [one.place.file for one in found.result.problems if one.place] == [
        str(folder / "new.ttl")
    ] * len(found.result.problems)


def test_what_did_not_change_is_not_read_again(folder: Path) -> None:
    """With documents kept from before, only the changed file is a new document."""
    kept = KeptDocuments()
    before = check_in_map(folder / "arrows.ttl", kept=kept).reading.documents
    after = check_in_map(folder / "arrows.ttl", DEPENDENCIES + "\n", kept=kept).reading.documents
    same = [one is other for one, other in zip(before, after, strict=True)]
    assert [one.file.endswith("parts.ttl") for one in before] == same


def test_a_relative_path_is_called_as_it_was_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages name the file as the person typed it, and its neighbours likewise."""
    monkeypatch.chdir(folder)
    found = check_in_map("arrows.ttl", DEPENDENCIES + "oops")
    assert [one.place.file for one in found.of_file if one.place] == ["arrows.ttl"]
    assert [one.file for one in found.reading.documents] == ["arrows.ttl", "parts.ttl"]


def test_whose_map_it_is_and_what_is_wrong_ask_one_keeper(folder: Path) -> None:
    """Of a file without a marked folder both are asked, and the text is made a document once."""
    asked: list[str] = []

    class Keeper(KeptDocuments):
        def read(self, text: str, file: str) -> Document:
            asked.append(Path(file).name)
            return super().read(text, file)

    check_in_map(folder / "arrows.ttl", kept=Keeper())
    assert asked.count("arrows.ttl") == 2


def test_what_is_too_large_is_not_read_to_find_its_map(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the file nor a neighbour: what the neighbour defines does not count then."""
    arrows, parts = folder / "arrows.ttl", folder / "parts.ttl"
    assert map_of_file(arrows).root == folder
    monkeypatch.setattr("graph.ontology.inputs.MOST_BYTES", len(PARTS) - 1)
    assert len(DEPENDENCIES) < len(PARTS)
    assert map_of_file(arrows).alone

    texts: list[str] = []

    def read(text: str, file: str) -> Document:
        texts.append(text)
        return read_turtle(text, file)

    assert map_of_file(parts, read=read).alone
    assert map_of_file(parts, PARTS, read=read).alone
    assert texts == [""]
