"""``check`` of TOML files: presets, series, column maps and settings, each in its own format."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.cli.application import run
from graph.editing.check_toml import check_toml_files
from graph.editing.toml_files import toml_files_below
from graph.files import shipped_ontology

PRESET = '{} = "Amdahl"\n[source]\ntitle = "T"\naddress = "https://example.org/t"\n'
SERIES = (
    'title = "T"\nfirst_month = "2025-08"\n[source]\ntitle = "T"\n'
    'address = "https://example.org/t"\n[series.a]\nmeaning = "m"\n'
    'months = [{ month = "March", value = 1 }]\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, where no other project says anything."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        # A misspelt key is one finding: that the right one is missing is not said as well.
        ("p.toml", PRESET.format("titel"), [("toml-unknown-key", 1, "Did you mean title?")]),
        (
            "p.toml",
            PRESET.format("title") + '[run]\nstep = "a"\n',
            [("toml-wrong-type", 6, "number")],
        ),
        ("p.toml", 'title = "x\n', [("toml-syntax", 1, "Close it")]),
        ("s.toml", SERIES, [("series-month", 8, "Write it as 2026-03.")]),
        ("c.toml", '[columns]\nvalu = "v"\n', [("toml-unknown-key", 2, "Did you mean value?")]),
        ("c.toml", "[columns]\nvalue = 3\n", [("toml-wrong-type", 2, "Write a text.")]),
        ("c.toml", "[fixed]\nlevel = 0.9\n", []),
        ("loopmap.toml", 'fail-on = "errors"', [("toml-word-unknown", 1, "Did you mean error?")]),
        ("loopmap.toml", "most-per-rule = true", [("toml-wrong-type", 1, "a whole number")]),
        (
            "loopmap.toml",
            '[rules]\nlag-cycle = "off"\nloop-open = "bad"\n',
            [("toml-unknown-key", 2, "lag-0-cycle"), ("toml-word-unknown", 3, "advice")],
        ),
        ("loopmap.toml", '[rules]\nnot-utf-8 = "off"\n', [("toml-unknown-key", 2, "Take this")]),
        ("loopmap.toml", 'map = ["a", "b"]\nfail-on = "none"\n', []),
        ("numbers.toml", "a = 1\n", [("toml-kind-unknown", 1, "[columns]")]),
    ],
)
def test_each_kind_of_file_is_checked_by_its_own_reader(
    folder: Path, file: str, text: str, told: list[tuple[str, int, str]]
) -> None:
    """One finding for one slip, on its line, with what to write."""
    (folder / file).write_text(text)
    found = check_toml_files([file], named=True)
    assert [(one.code, one.place.line) for one in found if one.place] == [one[:2] for one in told]
    assert [one.remedy for one in found if not any(part in one.remedy for *_, part in told)] == []


def test_the_shipped_tables_are_sound_and_other_tools_files_are_left_alone(folder: Path) -> None:
    """All presets and the series of the shipped map; what merely lies there is not judged."""
    shipped = list(toml_files_below(shipped_ontology()))
    assert len(shipped) > 10
    assert check_toml_files(shipped, named=False) == ()
    (folder / "other.toml").write_text("[tool.else]\na = 1\n")
    assert check_toml_files(toml_files_below(folder), named=False) == ()


def test_check_tells_what_is_wrong_in_tables_beside_turtle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a folder and of a file; the exit code is 2 where a file is no TOML at all."""
    (folder / "presets").mkdir()
    (folder / "presets" / "p.toml").write_text(PRESET.format("titel"))
    (folder / "m.ttl").write_text("@prefix loop: <https://w3id.org/loopmap#> .\n")
    assert run(["check", "."]) == 1
    assert "presets/p.toml:1:1: error: titel: the key titel" in capsys.readouterr().out
    assert run(["check", "presets/p.toml", "-f", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=presets/p.toml,line=1,col=1,")
    (folder / "loopmap.toml").write_text("fail-on\n")
    assert run(["check", "loopmap.toml"]) == 2
    assert "loopmap.toml:1:1: error: " in capsys.readouterr().out
