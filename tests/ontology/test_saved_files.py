"""Saves are seen however an editor saves, each once, and what is beside the files is not seen."""

from __future__ import annotations

import os

import pytest

from graph.errors import UnreadableError
from graph.ontology.watched_files import SavedFiles, WatchedFiles


@pytest.fixture
def folder(tmp_path):
    """Two files, one deep below."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.ttl").write_text("# a\n", "utf-8")
    (tmp_path / "deep" / "b.ttl").write_text("# b\n", "utf-8")
    return tmp_path


@pytest.fixture
def watched(folder):
    """The folder, watched without waiting for real."""
    return WatchedFiles([str(folder)], sleep=lambda _: None)


def path(folder, *parts):
    """A path as the watch calls it."""
    return os.path.join(folder, *parts)


def test_nothing_is_seen_where_nothing_happens(watched):
    """Look as often as you like."""
    assert [watched.saved() for _ in range(3)] == [None] * 3


def test_writing_into_a_file_is_a_save(watched, folder):
    """Seen once, and then no more."""
    with open(folder / "a.ttl", "a", encoding="utf-8") as file:
        file.write("# more\n")

    assert watched.saved() == SavedFiles((path(folder, "a.ttl"),), ())
    assert watched.saved() is None


def test_another_file_put_in_its_place_is_a_save(watched, folder):
    """Vim, Emacs and most others: a new file of the same size and time takes the name."""
    before = (folder / "a.ttl").stat()
    (folder / ".a.ttl.new").write_text("# A\n", "utf-8")
    os.utime(folder / ".a.ttl.new", ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(folder / ".a.ttl.new", folder / "a.ttl")

    assert watched.saved() == SavedFiles((path(folder, "a.ttl"),), ())


@pytest.mark.parametrize(
    "name", [".a.ttl.swp", "a.ttl~", "4913", "#a.ttl#", ".#a.ttl", "a.ttl.tmp", "shapes.ttl",
             ".git/x.ttl", "notes.txt"],
)  # fmt: skip
def test_what_editors_leave_beside_the_files_is_not_seen(watched, folder, name):
    """Swap files, backups, locks, hidden folders."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x", "utf-8")

    assert watched.saved() is None


def test_several_saves_at_once_are_one(folder):
    """An editor saves all, one file after the other: while they change, they are waited for."""
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            (folder / "deep" / "b.ttl").write_text("# later\n", "utf-8")

    watched = WatchedFiles([str(folder)], sleep=sleep)
    (folder / "a.ttl").write_text("# sooner\n", "utf-8")

    assert watched.saved() == SavedFiles((path(folder, "a.ttl"), path(folder, "deep", "b.ttl")), ())
    assert len(waits) == 2


def test_a_file_that_is_gone_for_a_moment_is_not_lost(folder):
    """Delete, then write anew: what counts is how it is when it has settled."""

    def sleep(_):
        if not (folder / "a.ttl").exists():
            (folder / "a.ttl").write_text("# anew\n", "utf-8")

    watched = WatchedFiles([str(folder)], sleep=sleep)
    (folder / "a.ttl").unlink()

    assert watched.saved().removed == ()


def test_files_that_come_and_go_are_told(watched, folder):
    """A new folder with a file in it, and a file that was deleted."""
    (folder / "new").mkdir()
    (folder / "new" / "c.ttl").write_text("# c\n", "utf-8")
    (folder / "a.ttl").unlink()

    assert watched.saved() == SavedFiles((path(folder, "new", "c.ttl"),), (path(folder, "a.ttl"),))


def test_links_in_a_circle_end(folder):
    """A folder that is linked into itself is looked at once."""
    (folder / "deep" / "round").symlink_to(folder)

    assert WatchedFiles([str(folder)], sleep=lambda _: None).saved() is None


def test_somebody_who_saves_without_end_is_answered(folder, monkeypatch):
    """The files never settle; after a second what there is counts."""
    clock = iter(range(100))
    monkeypatch.setattr("graph.ontology.watched_files.time.monotonic", lambda: next(clock))
    size = iter(range(1, 100))

    def sleep(_):
        (folder / "a.ttl").write_text("x" * next(size), "utf-8")

    watched = WatchedFiles([str(folder)], sleep=sleep)
    sleep(0)

    assert watched.saved() == SavedFiles((path(folder, "a.ttl"),), ())


def test_what_is_not_there_is_refused_at_once(tmp_path):
    """Nobody waits for a file that was misspelt."""
    (tmp_path / "loop.ttl").write_text("# x\n", "utf-8")
    with pytest.raises(UnreadableError, match=r"loop\.ttl"):
        WatchedFiles([str(tmp_path / "lop.ttl")]).refuse_missing()
