"""Maps that were read before come back as they were, and never from a place not to be trusted."""

from __future__ import annotations

import dataclasses
import io
import os
import pickle
import stat
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from graph import disk_cache
from graph.disk_cache import keep_entry, recall_entry
from graph.errors import OntologyError, UnreadableError
from graph.files import shipped_ontology
from graph.ontology import read_cache, reading
from graph.ontology.read_cache import READERS, cache_folder, keep, read_cached, recall
from graph.ontology.reading import read_ontology

ROOT = Path(__file__).resolve().parents[2]
WORKED = ROOT / "tests" / "ontologies" / "worked-loop.ttl"
LONELY = '\n:X a loop:Coding ; rdfs:label "X"@en ; loop:baselineDays 1 .\n'
WRONG = ':a a loop:Coding ; loop:baselineDays "soon" .\n'

as_somebody_else = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root may give a file away"
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return tmp_path / "cache" / "loopmap"


@pytest.fixture
def readings(monkeypatch):
    """What was read from files, a path each time."""
    found = []

    def spy(paths, *, stdin=None):
        found.append(tuple(paths))
        return read_ontology(paths, stdin=stdin)

    monkeypatch.setattr(reading, "read_ontology", spy)
    return found


@pytest.fixture
def own_map(tmp_path):
    """A copy of the worked loop that may be changed."""
    path = tmp_path / "own.ttl"
    path.write_bytes(WORKED.read_bytes())
    return path


def entries(folder):
    """The files in the cache."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen class with slots, made by what it holds."""

    name: str
    inside: object = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One that looks at what it is given."""

    name: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())


@dataclass(frozen=True)
class Open:
    """One without slots."""

    name: str


def test_records_come_back_with_what_they_share_and_no_field_is_looked_up(folder, monkeypatch):
    """Python would list the fields of a frozen class with slots anew for each object."""
    same = Record("same")
    kept = [Record("one", same), Record("two", same), Open("three")]
    keep_entry(folder, "0", [*kept, Checked(" four ")])

    def never(_):
        raise AssertionError("the fields were looked up")

    whole = recall_entry(folder, "0", frozenset({__name__}))
    assert whole == [*kept, Checked("four")]
    assert whole[0].inside is whole[1].inside
    keep_entry(folder, "1", kept)
    monkeypatch.setattr(dataclasses, "fields", never)
    assert [one.name for one in recall_entry(folder, "1", frozenset({__name__}))] == [
        "one",
        "two",
        "three",
    ]


@pytest.mark.parametrize("path", [WORKED, shipped_ontology()], ids=["worked", "shipped"])
def test_a_map_comes_back_as_it_was_read(folder, readings, path):
    """The second answer is equal in all parts, and no file was parsed for it."""
    first, second = read_cached((path,)), read_cached((path,))

    assert second == first == read_ontology((path,))
    assert second.digest == first.digest
    assert list(second.observations) == list(first.observations)
    assert len(readings) == 1
    assert len(entries(folder)) == 1


def test_notices_come_back_too(readings, own_map):
    """A warning about a map is shown every time."""
    own_map.write_text(own_map.read_text() + LONELY)
    first, second = read_cached((own_map,)), read_cached((own_map,))

    assert first.notices
    assert second.notices == first.notices
    assert len(readings) == 1


def test_other_contents_are_read_anew(readings, own_map):
    """A change counts even if neither size nor time of the file tells it."""
    before = own_map.stat()
    first = read_cached((own_map,))
    own_map.write_text(own_map.read_text().replace("baselineDays 12", "baselineDays 13"))
    os.utime(own_map, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert own_map.stat().st_size == before.st_size
    assert read_cached((own_map,)).digest != first.digest
    assert len(readings) == 2


def test_other_names_of_the_same_file_are_read_anew(own_map, monkeypatch):
    """Messages name a file as it was typed."""
    monkeypatch.chdir(own_map.parent)

    assert read_cached((own_map,)).files == (str(own_map),)
    assert read_cached(("own.ttl",)).files == ("own.ttl",)


def test_other_code_reads_anew(readings, tmp_path, monkeypatch):
    """Whatever a changed reader or vocabulary would say is not answered from before.

    The code of a process is what it was when it was loaded: another stands for another process.
    """
    read_cached((WORKED,))
    for number, said in enumerate(("# other\n", "# and another\n")):
        package = tmp_path / str(number) / "graph"
        for part in READERS:
            (package / part).mkdir(parents=True)
        (package / "ontology" / "reading.py").write_text(said)
        monkeypatch.setattr(disk_cache, "_PACKAGE", package)
        read_cached((WORKED,))

    assert len(readings) == 3


def test_another_python_reads_anew(readings, monkeypatch):
    """What one version wrote no other takes for its own."""
    read_cached((WORKED,))
    monkeypatch.setattr(sys, "hexversion", sys.hexversion + 1)
    read_cached((WORKED,))

    assert len(readings) == 2


def test_all_that_reading_loads_is_watched():
    """Whatever module takes part in reading, a change of it makes entries old."""
    code = (
        "import sys, graph.ontology.reading; print(*(m for m in sys.modules if m[:5] == 'graph'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = [name.split(".") for name in done.stdout.split() if name.startswith("graph.")]
    folders = {name[1] for name in ours if len(name) > 2}

    assert folders == set(READERS)


def test_nothing_of_the_reader_is_loaded_for_a_map_that_is_recalled():
    """That is half of the time that it saves."""
    code = (
        "import sys; from graph.ontology.read_cache import read_cached;"
        f"read_cached(({str(WORKED)!r},)); print('graph.ontology.reading' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]

    assert said == ["True", "False"]


def test_it_can_be_switched_off(folder, readings, monkeypatch):
    """LOOPMAP_CACHE=off keeps nothing and uses nothing."""
    monkeypatch.setenv("LOOPMAP_CACHE", "off")
    read_cached((WORKED,))
    read_cached((WORKED,))

    assert cache_folder() is None
    assert (len(readings), entries(folder)) == (2, [])


def test_standard_input_is_not_kept(folder):
    """It comes once, and may come from anywhere."""
    model = read_cached(("-",), stdin=io.StringIO(WORKED.read_text()))

    assert "C" in model.components
    assert entries(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="no named pipes")
def test_a_pipe_is_read_once_and_not_kept(folder, tmp_path):
    """Whoever looks into a pipe beforehand takes what is in it away."""
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    code = (
        "from graph.ontology.read_cache import read_cached;"
        f"print('C' in read_cached(({str(pipe)!r},)).components)"
    )
    with subprocess.Popen(["/bin/sh", "-c", f"cat '{WORKED}' > '{pipe}'"]) as writer:
        reader = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
        writer.kill()

    assert reader.stdout.strip() == "True"
    assert entries(folder) == []


@pytest.mark.parametrize("text", [WRONG, "this is no Turtle"])
def test_maps_with_errors_are_not_kept(folder, own_map, text):
    """All that is wrong is told every time, from the files."""
    own_map.write_text(own_map.read_text() + text)
    for _ in range(2):
        with pytest.raises((OntologyError, UnreadableError)):
            read_cached((own_map,))

    assert entries(folder) == []


def test_a_missing_file_is_told_as_ever():
    """The cache does not come between a person and the message."""
    with pytest.raises(UnreadableError, match="no such file"):
        read_cached(("nowhere.ttl",))


def test_a_map_that_changes_while_it_is_read_is_not_kept(folder, own_map, monkeypatch):
    """It would stand under the key of what the files said before."""

    def slow(paths, *, stdin=None):
        model = read_ontology(paths, stdin=stdin)
        own_map.write_text(own_map.read_text() + "# changed meanwhile\n")
        return model

    monkeypatch.setattr(reading, "read_ontology", slow)
    read_cached((own_map,))

    assert entries(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
def test_nobody_else_can_look_or_write(folder):
    """The folder has the mode 0700 and the entry 0600."""
    read_cached((WORKED,))
    (entry,) = entries(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
@pytest.mark.parametrize("mode", [0o770, 0o707])
@pytest.mark.parametrize("which", ["folder", "entry"])
def test_what_others_may_write_is_not_believed(folder, readings, mode, which):
    """A pickle is code, and this one may be theirs."""
    read_cached((WORKED,))
    (entry,) = entries(folder)
    (folder if which == "folder" else entry).chmod(mode)
    read_cached((WORKED,))

    assert len(readings) == 2


@as_somebody_else
@pytest.mark.parametrize("which", ["folder", "entry"])
def test_what_belongs_to_others_is_not_believed(folder, readings, which):
    """Whoever owns it may have written it."""
    read_cached((WORKED,))
    (entry,) = entries(folder)
    os.chown(folder if which == "folder" else entry, 12345, -1)
    read_cached((WORKED,))

    assert len(readings) == 2


@as_somebody_else
def test_nothing_is_kept_in_a_folder_of_others(folder):
    """They could put something else in its place."""
    folder.mkdir(parents=True)
    os.chown(folder, 12345, -1)
    read_cached((WORKED,))

    assert entries(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="no links without leave")
@pytest.mark.parametrize("which", ["folder", "entry"])
def test_links_are_not_followed(folder, readings, tmp_path, which):
    """A link may lead to what somebody else has written."""
    read_cached((WORKED,))
    (entry,) = entries(folder)
    moved = folder if which == "folder" else entry
    moved.rename(tmp_path / "elsewhere")
    moved.symlink_to(tmp_path / "elsewhere")
    read_cached((WORKED,))

    assert len(readings) == 2


def cut(data):
    """The first half."""
    return data[: len(data) // 2]


def flipped(data):
    """One bit is another."""
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


def of_other_classes(_):
    """A checksum that is right, over a pickle that would run a command."""

    class Trap:
        def __reduce__(self):
            return os.mkdir, ("trap-was-sprung",)

    payload = pickle.dumps(Trap())
    return sha256(payload).digest() + payload


def of_no_map(_):
    """A checksum that is right, over something that is no map."""
    payload = pickle.dumps({"components": 3})
    return sha256(payload).digest() + payload


@pytest.mark.parametrize("damage", [cut, flipped, of_other_classes, of_no_map, lambda _: b""])
def test_damaged_entries_are_read_anew_and_mended(folder, readings, damage, tmp_path, monkeypatch):
    """Truncated, corrupt, foreign or empty: the files are read, and the entry is written anew."""
    monkeypatch.chdir(tmp_path)
    first = read_cached((WORKED,))
    (entry,) = entries(folder)
    entry.write_bytes(damage(entry.read_bytes()))

    assert read_cached((WORKED,)) == first
    assert len(readings) == 2
    assert not Path("trap-was-sprung").exists()
    assert read_cached((WORKED,)) == first
    assert len(readings) == 2


def test_without_a_home_files_are_read(monkeypatch):
    """Neither a variable nor a home folder says where a cache could be."""
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)

    assert cache_folder() is None
    assert "C" in read_cached((WORKED,)).components


def test_a_relative_cache_folder_is_not_taken(monkeypatch, tmp_path):
    """The specification says to ignore it: it would be another one in every folder."""
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("LOCALAPPDATA", "here")
    monkeypatch.setattr(os.path, "expanduser", lambda _: str(tmp_path))

    assert cache_folder() == tmp_path / ".cache" / "loopmap"


def test_a_place_that_cannot_be_written_to_changes_nothing(folder, readings):
    """A file stands where the folder should be."""
    folder.parent.mkdir()
    folder.write_text("in the way")

    assert "C" in read_cached((WORKED,)).components
    assert len(readings) == 1


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    """An entry is there whole or not at all."""

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)

    assert "C" in read_cached((WORKED,)).components
    assert entries(folder) == []


def test_only_the_entries_used_last_are_kept(folder, own_map):
    """So many at most; one that was used again outlives those written after it."""
    model = read_ontology((own_map,))
    most = disk_cache.MOST_ENTRIES
    for number in range(most):
        keep(folder, f"{number:02}", model)
        os.utime(folder / f"{number:02}.map", ns=(number, number))
    assert recall(folder, "00") == model
    keep(folder, f"{most:02}", model)

    assert [entry.stem for entry in entries(folder)] == [
        "00",
        *(f"{number:02}" for number in range(2, most + 1)),
    ]


def test_a_map_that_is_too_large_is_not_kept(folder, monkeypatch):
    """The cache stays small whatever is read."""
    monkeypatch.setattr(disk_cache, "MOST_BYTES", 1000)
    read_cached((WORKED,))

    assert entries(folder) == []


def test_a_check_never_uses_it(folder, monkeypatch):
    """It is asked what the files say, and says it from the files."""
    from graph.cli.application import run

    def never(*_):
        raise AssertionError("the cache was asked")

    monkeypatch.setattr(read_cache, "recall", never)

    assert run(["check", str(WORKED)]) == 0
    assert entries(folder) == []
    assert run(["critical-path", "--draws", "0", "-o", str(WORKED)]) == 3
