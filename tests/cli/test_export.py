"""``loopmap export`` writes what was asked for, whole or not at all, and nothing else."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.exporters.registry import EXPORTERS
from graph.exporters.writing import write_whole

ONTOLOGIES = Path(__file__).parents[1] / "ontologies"
WORKED = ONTOLOGIES / "worked-loop.ttl"

BEGINNINGS = {
    "html": "<!doctype html>",
    "svg": "<svg ",
    "graphml": "<?xml ",
    "csv": "id,label,",
    "json-ld": "{",
    "report": "# What blocks",
    "ttl": "# Answers that loopmap computed",
}


def export(capsys, *arguments, ontology=WORKED):
    """Run the command on a small map; its exit code, output and messages."""
    code = run(["export", *map(str, arguments), "--draws", "0", "--ontology", str(ontology)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def left_in(folder: Path) -> set[str]:
    """The names in a folder, hidden ones included."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_every_format_goes_to_standard_output(capsys, exporter):
    """Without a file, and with - for one, the text is printed and nothing else."""
    code, out, err = export(capsys, exporter.name)

    assert (code, err) == (0, "")
    assert out.startswith(BEGINNINGS[exporter.name])
    assert export(capsys, exporter.name, "--output", "-") == (0, out, "")


@pytest.mark.parametrize(
    ("name", "ending"), [(one.name, ending) for one in EXPORTERS for ending in one.endings]
)
def test_the_ending_of_a_file_means_its_format(capsys, tmp_path, name, ending):
    """``--output map.svg`` needs no format; upper case is the same."""
    target = tmp_path / f"map{ending.upper()}"
    code, out, err = export(capsys, "--output", target)

    assert (code, out) == (0, "")
    assert str(target) in err
    assert target.read_text(encoding="utf-8").startswith(BEGINNINGS[name])


def test_a_named_format_beats_the_ending(capsys, tmp_path):
    """Who names both means the name of the format."""
    target = tmp_path / "map.txt"

    assert export(capsys, "csv", "--output", target)[0] == 0
    assert target.read_text(encoding="utf-8").startswith("id,")


def test_format_may_be_given_as_an_option(capsys):
    """``--format svg`` as with every other command."""
    assert export(capsys, "--format", "svg")[1] == export(capsys, "svg")[1]


@pytest.mark.parametrize("table", ["components", "dependencies", "observations"])
def test_every_table_can_be_had(capsys, table):
    """Five components, six dependencies; one head line each."""
    lines = export(capsys, "csv", "--table", table)[1].splitlines()

    assert lines[0].startswith("id,")
    assert len(lines) == {"components": 6, "dependencies": 7}.get(table, len(lines))


def test_a_supposition_shows_in_the_export(capsys):
    """Infra in no time would leave E and D: the picture's title tells another period."""
    before = export(capsys, "svg")[1]
    after = export(capsys, "svg", "--set", "I.baseline-days=1")[1]

    assert "10 days per generation" in before
    assert "10 days per generation" not in after


def test_the_dark_picture_is_dark(capsys):
    """``--theme dark`` changes the paper."""
    assert 'fill="#0E1117"' in export(capsys, "svg", "--theme", "dark")[1]


def test_standard_input_is_read_once(capsys, monkeypatch):
    """``-`` works for formats that compute and for the one that copies."""
    import io
    import sys

    for name in ("svg", "json-ld"):
        data = io.TextIOWrapper(io.BytesIO(WORKED.read_bytes()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", data)
        code, out, _ = export(capsys, name, ontology="-")
        assert code == 0
        assert out.startswith(BEGINNINGS[name])


def test_json_ld_is_not_changed_by_suppositions(capsys):
    """Statements are what the files say, whatever is supposed."""
    plain = export(capsys, "json-ld")[1]

    assert export(capsys, "json-ld", "--set", "I.baseline-days=1")[1] == plain
    assert json.loads(plain)["@graph"]


@pytest.mark.parametrize(
    ("wanted", "near"), [("svgg", "svg"), ("htlm", "html"), ("graphlm", "graphml")]
)
def test_an_unknown_format_is_answered_with_the_nearest(capsys, wanted, near):
    """A slip of the finger costs one more line, not a search through the help."""
    code, out, err = export(capsys, wanted)

    assert (code, out) == (2, "")
    assert f"Did you mean {near}" in err
    assert all(exporter.name in err for exporter in EXPORTERS)


@pytest.mark.parametrize("arguments", [[], ["--output", "-"]])
def test_no_format_at_all_is_told(capsys, arguments):
    """Nothing to go by: the formats are listed."""
    code, _, err = export(capsys, *arguments)

    assert code == 2
    assert "html, svg, graphml, csv, json-ld, ttl, report" in err


@pytest.mark.parametrize("name", ["map", "map.xyz", ".svg"])
def test_an_ending_that_means_nothing_is_told(capsys, tmp_path, name):
    """The endings that would do are listed, and nothing is written."""
    code, _, err = export(capsys, "--output", tmp_path / name)

    assert code == 2
    assert ".graphml" in err
    assert left_in(tmp_path) == set()


def test_a_folder_is_not_written_over(capsys, tmp_path):
    """A folder of that name stays what it is."""
    (tmp_path / "map.svg").mkdir()
    code, _, err = export(capsys, "--output", tmp_path / "map.svg")

    assert code == 2
    assert "is a folder" in err


def test_a_missing_folder_is_told(capsys, tmp_path):
    """It is not made on the quiet."""
    code, _, err = export(capsys, "svg", "--output", tmp_path / "no" / "map.svg")

    assert code == 2
    assert "There is no folder" in err


@pytest.mark.parametrize("name", ["loop.ttl", "new.ttl", "NEW.TTL"])
def test_a_turtle_file_is_never_written(capsys, tmp_path, name):
    """Neither over an ontology nor as something that looks like one."""
    (tmp_path / "loop.ttl").write_bytes(WORKED.read_bytes())
    code, _, err = export(capsys, "svg", "--output", tmp_path / name)

    assert code == 2
    assert "ontology file" in err
    assert left_in(tmp_path) == {"loop.ttl"}
    assert (tmp_path / "loop.ttl").read_bytes() == WORKED.read_bytes()


def test_the_file_that_is_read_is_not_written(capsys, tmp_path):
    """Whatever its name: an ontology in a file without the usual ending is safe too."""
    path = tmp_path / "loop.txt"
    path.write_bytes(WORKED.read_bytes())
    code, _, err = export(capsys, "svg", "--output", path, ontology=path)

    assert code == 2
    assert "is read" in err
    assert path.read_bytes() == WORKED.read_bytes()


def test_a_link_to_an_ontology_file_is_not_followed(capsys, tmp_path):
    """A harmless name that leads to a Turtle file is refused."""
    path = tmp_path / "loop.ttl"
    path.write_bytes(WORKED.read_bytes())
    (tmp_path / "map.svg").symlink_to(path)

    assert export(capsys, "--output", tmp_path / "map.svg")[0] == 2
    assert path.read_bytes() == WORKED.read_bytes()


@pytest.mark.parametrize("name", ["x" * 300 + ".svg", "a\0b.svg"], ids=["long", "zero"])
def test_an_impossible_name_is_told(capsys, tmp_path, name):
    """No traceback: one line that says what is wrong."""
    code, _, err = export(capsys, "--output", f"{tmp_path}/{name}")

    assert code == 2
    assert err.startswith("error: ")


def test_a_full_disk_leaves_the_old_file(capsys, tmp_path, monkeypatch):
    """If replacing fails, the file is as it was and nothing is left beside it."""
    target = tmp_path / "map.svg"
    target.write_text("old", encoding="utf-8")

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    code, _, err = export(capsys, "--output", target)

    assert code == 2
    assert "No space left" in err
    assert target.read_text(encoding="utf-8") == "old"
    assert left_in(tmp_path) == {"map.svg"}


def test_an_interrupted_export_leaves_the_old_file(tmp_path, monkeypatch):
    """Ctrl+C while writing: the old file, and no scraps."""
    target = tmp_path / "map.svg"
    target.write_text("old", encoding="utf-8")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert left_in(tmp_path) == {"map.svg"}


def test_a_replaced_file_keeps_its_rights(tmp_path):
    """What only its owner could read stays so."""
    target = tmp_path / "map.svg"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    write_whole(target, "new")

    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_rights(tmp_path):
    """The same as a file that any other program makes."""
    (tmp_path / "other").write_text("x", encoding="utf-8")
    write_whole(tmp_path / "map.svg", "new")

    assert (tmp_path / "map.svg").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_impossible_target_is_told_before_any_work(capsys, tmp_path):
    """Nobody waits for an answer that cannot be written: the ontology is not even read."""
    code, _, err = export(capsys, "svg", "--output", tmp_path, ontology=tmp_path / "missing.ttl")

    assert code == 2
    assert "is a folder" in err
    assert "missing" not in err


def test_a_device_is_written_to_and_not_replaced():
    """``--output /dev/null`` must leave the device a device."""
    before = os.stat(os.devnull).st_mode
    write_whole(Path(os.devnull), "text")

    assert os.stat(os.devnull).st_mode == before


def test_a_broken_ontology_writes_nothing(capsys, tmp_path):
    """Problems are shown with their places, and there is no half of a file."""
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix loop: <x", encoding="utf-8")
    code, out, err = export(capsys, "--output", tmp_path / "map.svg", ontology=path)

    assert code != 0
    assert "broken.ttl:1" in err
    assert (out, left_in(tmp_path)) == ("", {"broken.ttl"})


def test_line_breaks_are_the_same_everywhere(tmp_path):
    """One sign at the end of a line on every system, so that equal maps give equal files."""
    write_whole(tmp_path / "a.csv", "a\nb\n")

    assert (tmp_path / "a.csv").read_bytes() == b"a\nb\n"
