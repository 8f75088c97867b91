"""Paths become files, and what cannot be read is refused in plain words."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from graph.errors import OntologyError, UnreadableError
from graph.ontology.inputs import find_inputs
from graph.ontology.reading import read_ontology

ONE_FILE = Path(__file__).parent.parent / "ontologies" / "one-file.ttl"
LOOP = ONE_FILE.read_text(encoding="utf-8")


def refusals(*paths: Path | str) -> list[str]:
    """Return the codes of all refusals for some paths."""
    with pytest.raises(UnreadableError) as caught:
        read_ontology(paths)
    assert caught.value.exit_code == 2
    return [problem.code for problem in caught.value.problems]


def labels(*paths: Path | str) -> list[str]:
    """Return the names relative to the folder of the files found."""
    inputs = find_inputs(paths)
    assert inputs.problems == ()
    return [file.name for file in inputs.files]


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    """All Turtle files below are found, sorted; shapes, hidden and other files are not."""
    for name in ("b.ttl", "a/c.ttl", "a/shapes.ttl", "shapes.ttl", ".x.ttl", ".git/y.ttl", "n.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LOOP)
    assert labels(tmp_path) == ["a/c.ttl", "b.ttl"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """The same file by itself, by its folder and by a link is one file."""
    (tmp_path / "a.ttl").write_text(LOOP)
    (tmp_path / "link.ttl").symlink_to(tmp_path / "a.ttl")
    assert labels(tmp_path, tmp_path / "a.ttl") == ["a.ttl"]


def test_a_link_that_leads_back_is_refused(tmp_path: Path) -> None:
    """A link to a folder above it would never end."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a.ttl").write_text(LOOP)
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert refusals(tmp_path) == ["link-loop"]


def test_another_link_is_followed_once(tmp_path: Path) -> None:
    """Two links to one folder elsewhere give its files once."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "map").mkdir()
    (tmp_path / "elsewhere" / "a.ttl").write_text(LOOP)
    for name in ("one", "two"):
        (tmp_path / "map" / name).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert labels(tmp_path / "map") == ["one/a.ttl"]


def test_a_broken_link_is_refused(tmp_path: Path) -> None:
    """A link to nothing is told, in a folder and by itself."""
    (tmp_path / "a.ttl").symlink_to(tmp_path / "gone.ttl")
    assert refusals(tmp_path) == ["link-broken"]
    assert refusals(tmp_path / "a.ttl") == ["link-broken"]


def test_a_missing_path_is_answered_with_its_neighbour(tmp_path: Path) -> None:
    """A slip in a file name is answered with the file that was probably meant."""
    (tmp_path / "review.ttl").write_text(LOOP)
    with pytest.raises(UnreadableError, match=r"Did you mean .*review\.ttl\?"):
        read_ontology([tmp_path / "reveiw.ttl"])


def test_a_missing_path_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """No neighbour, no suggestion, no traceback."""
    assert refusals(tmp_path / "no" / "such" / "file.ttl") == ["path-missing"]


@pytest.mark.parametrize("path", ["", "a\0b"])
def test_what_is_no_path_is_refused(path: str) -> None:
    """An empty text and one with a zero byte are no paths."""
    assert refusals(path) == ["path-wrong"]


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file with nothing in it is a mistake, not an empty map."""
    (tmp_path / "a.ttl").write_bytes(content)
    assert refusals(tmp_path) == ["file-empty"]


def test_a_folder_without_turtle_is_refused(tmp_path: Path) -> None:
    """A folder with other files only holds no map."""
    (tmp_path / "notes.txt").write_text("x")
    assert refusals(tmp_path) == ["folder-without-turtle"]


def test_shapes_by_name_are_refused(tmp_path: Path) -> None:
    """The shapes are rules, not data."""
    (tmp_path / "shapes.ttl").write_text(LOOP)
    assert refusals(tmp_path / "shapes.ttl") == ["shapes-not-data"]


def test_a_byte_that_is_not_utf8_is_placed(tmp_path: Path) -> None:
    """Line, column and number of the byte are told: é in Latin-1 on line 2, column 4."""
    (tmp_path / "a.ttl").write_bytes(b"# a\n# \xc3\xa9\xe9\n")
    with pytest.raises(UnreadableError) as caught:
        read_ontology([tmp_path])
    (problem,) = caught.value.problems
    assert problem.code == "not-utf-8"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 4)
    assert "byte 9 of the file, 0xE9" in problem.message


def test_utf16_is_recognised(tmp_path: Path) -> None:
    """What an editor saved as UTF-16 is called so."""
    (tmp_path / "a.ttl").write_bytes(LOOP.encode("utf-16"))
    with pytest.raises(UnreadableError, match="UTF-16"):
        read_ontology([tmp_path])


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """A mark at the beginning shifts neither reading nor columns."""
    (tmp_path / "a.ttl").write_bytes(b"\xef\xbb\xbf" + LOOP.encode())
    model = read_ontology([tmp_path])
    place = model.observations["coding.speedup"].place
    assert place is not None
    assert (place.line, place.column) == (4, 86)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    """No leave to read, no traceback."""
    (tmp_path / "a.ttl").write_text(LOOP)
    (tmp_path / "a.ttl").chmod(0)
    assert refusals(tmp_path) == ["permission-denied"]


def test_a_refusal_of_the_system_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No leave and a failing disk each get their code."""
    (tmp_path / "a.ttl").write_text(LOOP)
    for error, code in (
        (PermissionError(13, "no"), "permission-denied"),
        (OSError(5, "I/O error"), "unreadable"),
    ):

        def fail(_: Path, error: OSError = error) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", fail)
        assert refusals(tmp_path / "a.ttl") == [code]


def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    """A named pipe that ends in .ttl is refused without being opened."""
    os.mkfifo(tmp_path / "a.ttl")
    assert refusals(tmp_path) == ["not-a-file"]


def test_a_device_is_no_file() -> None:
    """A device would be read for ever, or say nothing; it is refused."""
    assert refusals("/dev/null") == ["not-a-file"]


def test_standard_input_is_read_from_a_hyphen() -> None:
    """The hyphen stands for standard input, and messages call it so."""
    model = read_ontology(["-"], stdin=io.StringIO(LOOP))
    assert model.files == ("<stdin>",)
    bytes_in = io.TextIOWrapper(io.BytesIO(LOOP.encode()), encoding="ascii")
    assert read_ontology(["-"], stdin=bytes_in) == model


def test_empty_standard_input_is_refused() -> None:
    """Nothing piped in is a mistake."""
    with pytest.raises(UnreadableError, match="empty"):
        read_ontology(["-"], stdin=io.StringIO(""))


def test_syntax_errors_of_all_files_come_together(tmp_path: Path) -> None:
    """Two broken files and a missing one are told in one go."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> ")
    (tmp_path / "b.ttl").write_text(LOOP.replace("loop:Coding", "lop:Coding"))
    with pytest.raises(UnreadableError) as caught:
        read_ontology([tmp_path, tmp_path / "gone.ttl"])
    files = {Path(one.place.file).name for one in caught.value.problems if one.place}
    assert files == {"a.ttl", "b.ttl", "gone.ttl"}


def test_no_input_has_no_component() -> None:
    """Nothing given is refused, not answered."""
    with pytest.raises((OntologyError, UnreadableError)):
        read_ontology([])


def test_a_file_of_comments_has_no_component(tmp_path: Path) -> None:
    """A file that says nothing is read, and refused for having no component."""
    (tmp_path / "a.ttl").write_text("# nothing\n")
    with pytest.raises(OntologyError, match="no component"):
        read_ontology([tmp_path])
