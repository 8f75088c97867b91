"""Files are written whole or not at all, by one writer at a time, and never elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from team_loop import team_loop

from graph.editing import writing
from graph.editing.journal import Edit, last_edit, remember, undo
from graph.editing.map_text import carry_out, editing, write_edit
from graph.editing.set_value import Grounds, set_value
from graph.editing.writing import (
    ChangedMeanwhileError,
    FileChange,
    locked,
    refuse_place,
    write_changes,
)
from graph.errors import UsageError
from tests.tools.kill_while_writing import kills


@pytest.fixture
def map_file(tmp_path, monkeypatch):
    """A small map of one's own, whose edits are kept in a place of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    folder = tmp_path / "map"
    folder.mkdir()
    path = folder / "my-loop.ttl"
    path.write_bytes(team_loop().read_bytes())
    return path


def change_of(path, new=b"new\n"):
    """The change of a file to another text."""
    return FileChange(path, path.name, path.read_bytes() if path.exists() else None, new)


def test_a_writer_that_is_killed_leaves_the_old_or_the_new_file(tmp_path):
    """Ended at 12 random moments by a signal that cannot be caught; 100 by the tool itself."""
    assert kills(12, tmp_path) == 12


def test_what_a_killed_writer_left_is_cleared_away(map_file):
    """A text half written under a hidden name does not stay for ever."""
    left = map_file.with_name(".my-loop.ttl.abc123.new")
    left.write_text("half")
    write_changes([change_of(map_file)])

    assert map_file.read_bytes() == b"new\n"
    assert [one.name for one in map_file.parent.iterdir()] == ["my-loop.ttl"]


def test_a_full_disk_leaves_the_old_file_and_a_message(map_file):
    """The system's own limit on the size of a file, in a process of its own."""
    old = map_file.read_bytes()
    script = (
        "import resource, sys; from graph.cli.application import run;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        f"sys.exit(run(['set', 'coding.baseline-days', '9', '-o', {str(map_file)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LOOPMAP_CACHE": "off"},
    )

    assert done.returncode == 2
    assert "Cannot write" in done.stderr
    assert "The old text is still there" in done.stderr
    assert map_file.read_bytes() == old
    assert [one.name for one in map_file.parent.iterdir()] == ["my-loop.ttl"]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), PermissionError(13, "no")]
)
def test_a_write_that_fails_late_leaves_every_file(map_file, monkeypatch, error):
    """The second of two files cannot be written: the first is not touched either."""
    other = map_file.with_name("other.ttl")
    other.write_bytes(b"other\n")
    synced = []

    def failing(handle):
        synced.append(handle)
        if len(synced) == 2:
            raise error

    monkeypatch.setattr(writing.os, "fsync", failing)
    before = map_file.read_bytes()
    with pytest.raises(UsageError, match="Cannot write"):
        write_changes([change_of(map_file), change_of(other)])

    assert (map_file.read_bytes(), other.read_bytes()) == (before, b"other\n")
    assert len(list(map_file.parent.iterdir())) == 2


def test_a_write_protected_file_stays(map_file):
    """A file that its owner protected is not replaced behind their back."""
    map_file.chmod(0o444)
    with pytest.raises(UsageError, match="write-protected"):
        write_changes([change_of(map_file)])


def test_a_folder_that_cannot_be_written_to_gives_a_message(map_file, monkeypatch):
    """Where no file can be made, nothing is lost and the reason is told."""

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing.tempfile, "mkstemp", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        write_changes([change_of(map_file)])


def test_the_mode_of_a_file_stays(map_file):
    """Who may read and write it is not ours to decide."""
    map_file.chmod(0o640)
    write_changes([change_of(map_file)])

    assert map_file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(map_file):
    """Both changes are shown, and the file keeps what the other one wrote."""
    change = change_of(map_file)
    map_file.write_bytes(change.old + b"# theirs\n")
    with pytest.raises(ChangedMeanwhileError) as told:
        write_changes([change])

    assert "+# theirs" in str(told.value)
    assert "+new" in str(told.value)
    assert map_file.read_bytes().endswith(b"# theirs\n")


@pytest.mark.parametrize("place", ["../outside.ttl", "link.ttl", "folder/inside.ttl"])
def test_nothing_is_written_outside_the_folder_of_the_map(tmp_path, map_file, place):
    """Not by a path that climbs, not through a link to a file or to a folder."""
    folder = map_file.parent
    (tmp_path / "elsewhere").mkdir()
    (folder / "link.ttl").symlink_to(tmp_path / "elsewhere" / "file.ttl")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="outside the map's folder"):
        refuse_place(folder / place, [folder])


def test_a_link_within_the_map_is_followed(map_file):
    """The file that the link leads to changes, and the link stays one."""
    link = map_file.with_name("link.ttl")
    link.symlink_to(map_file)
    with editing([link]) as text:
        set_value(text, "coding.baseline-days", "9", Grounds())
        carry_out(text, "set")

    assert link.is_symlink()
    assert b"loop:baselineDays 9 ;" in map_file.read_bytes()


def test_writers_at_once_lose_nothing(map_file):
    """Eight processes each set another number of one file; all eight are in it afterwards."""
    parts = "".join(
        f':part-{at} a loop:Coding ; rdfs:label "Part {at}"@en ; loop:baselineDays 1 .\n'
        for at in range(8)
    )
    map_file.write_text(map_file.read_text() + parts)
    script = (
        "import sys; from graph.cli.application import run;"
        "sys.exit(run(['set', f'part-{sys.argv[1]}.baseline-days', '7', '-o', sys.argv[2]]))"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(at), str(map_file)], stderr=subprocess.PIPE
        )
        for at in range(8)
    ]
    codes = [(writer.communicate(), writer.returncode)[1] for writer in writers]

    assert codes == [0] * 8
    assert map_file.read_text().count("loop:baselineDays 7 ") == 8


def test_a_lock_is_waited_for_and_then_given_up(tmp_path, monkeypatch):
    """A writer that does not finish is named; the one who holds it may lock again."""
    monkeypatch.setattr(writing, "PATIENCE", 0.05)
    told = []

    def other():
        try:
            with locked([tmp_path]):
                told.append("locked")
        except UsageError as error:
            told.append(str(error))

    with locked([tmp_path]), locked([tmp_path]):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    with locked([tmp_path]):
        pass

    assert "Another program is writing" in told[0]


def test_an_edit_can_be_undone_and_only_once(map_file):
    """The old bytes come back; a second time there is nothing left."""
    old = map_file.read_bytes()
    new = map_file.with_name("new.ttl")
    edit = Edit("both", (change_of(map_file), change_of(new)))
    assert write_edit(map_file.parent, edit)
    undo(map_file.parent)

    assert map_file.read_bytes() == old
    assert not new.exists()
    with pytest.raises(UsageError, match="Nothing that loopmap wrote"):
        undo(map_file.parent)


def test_an_edit_that_was_cut_off_is_undone(map_file):
    """Of two files only the first was written when the writer ended: both are old again."""
    other = map_file.with_name("other.ttl")
    other.write_bytes(b"other\n")
    old = map_file.read_bytes()
    remember(map_file.parent, Edit("both", (change_of(map_file), change_of(other))))
    write_changes([change_of(map_file)])
    undo(map_file.parent)

    assert (map_file.read_bytes(), other.read_bytes()) == (old, b"other\n")


def test_what_was_changed_since_is_not_undone(map_file):
    """An undo would lose what a person wrote after the edit; it is shown instead."""
    write_edit(map_file.parent, Edit("one", (change_of(map_file),)))
    map_file.write_bytes(b"new\n# theirs\n")
    with pytest.raises(ChangedMeanwhileError, match=r"\+# theirs"):
        undo(map_file.parent)

    assert map_file.read_bytes() == b"new\n# theirs\n"
    assert last_edit(map_file.parent) is not None


def test_an_edit_that_failed_is_not_kept(map_file):
    """What was not written need not be undone."""
    change = change_of(map_file)
    map_file.write_bytes(b"theirs\n")
    with pytest.raises(ChangedMeanwhileError):
        write_edit(map_file.parent, Edit("one", (change,)))

    assert last_edit(map_file.parent) is None


def test_a_byte_order_mark_and_line_ends_stay(map_file):
    """A file as some Windows editors write it changes in one line only."""
    old = b"\xef\xbb\xbf" + map_file.read_bytes().replace(b"\n", b"\r\n")
    map_file.write_bytes(old)
    with editing([Path(map_file)]) as text:
        set_value(text, "coding.baseline-days", "9", Grounds())
        carry_out(text, "set")

    assert map_file.read_bytes() == old.replace(b"loop:baselineDays 12 ;", b"loop:baselineDays 9 ;")
