"""Where a map can be begun, and that nothing that is there is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.editing.begin import FIRST_FILE, begin_map, is_room_for_a_map
from graph.errors import UsageError
from graph.ontology.reading import read_ontology


def test_a_new_or_empty_folder_has_room(tmp_path: Path) -> None:
    """Notes beside it do not matter; a map in any format does, as deep as it lies."""
    assert is_room_for_a_map(tmp_path / "new")
    assert is_room_for_a_map(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    assert is_room_for_a_map(tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "map.jsonld").write_text("{}")
    assert not is_room_for_a_map(tmp_path)


@pytest.mark.parametrize("name", ["missing.ttl", "missing.jsonld"])
def test_a_file_that_is_not_there_is_no_folder(tmp_path: Path, name: str) -> None:
    """A slip in a file's name must not begin a map."""
    assert not is_room_for_a_map(tmp_path / name)


def test_what_is_begun_is_a_map(tmp_path: Path) -> None:
    """Four parts; a second time nothing is replaced."""
    written = begin_map(tmp_path / "a" / "b")
    assert written == tmp_path / "a" / "b" / FIRST_FILE
    assert len(read_ontology([written]).components) >= 4
    written.write_text("mine")
    with pytest.raises(UsageError, match="left as it is"):
        begin_map(written.parent)
    assert written.read_text() == "mine"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """No traceback, and the file stays."""
    file = tmp_path / "taken"
    file.write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        begin_map(file)
