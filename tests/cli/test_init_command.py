"""``loopmap init``: a loop of one's own that works at once."""

from __future__ import annotations

import json

from graph.cli.application import run


def test_the_written_loop_answers_at_once(capsys, tmp_path):
    """3 + 12/6 + 8 + 2 = 15 d over two rounds are 7.5 d; review alone takes 8 d, so 8 d.

    Without AI 3 + 12 + 8 + 2 = 25 d over two rounds are 12.5 d, a pace of 12.5/8.
    """
    assert run(["init", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    path = tmp_path / "mine" / "my-loop.ttl"
    run(["critical-path", "--draws", "0", "--format", "json", "--ontology", str(path)])
    result = json.loads(capsys.readouterr().out)

    assert result["period_days"]["median"] == 8.0
    assert result["pace"]["median"] == 12.5 / 8


def test_the_written_loop_has_no_problems(capsys, tmp_path):
    """What we write passes our own check, advice included."""
    run(["init", str(tmp_path)])

    checked = ["check", str(tmp_path / "my-loop.ttl"), "--fail-on", "advice"]
    assert run(checked) == 0, capsys.readouterr().out


def test_an_existing_file_is_left_alone(capsys, tmp_path):
    """A second call refuses, and the file keeps its bytes."""
    run(["init", str(tmp_path)])
    path = tmp_path / "my-loop.ttl"
    path.write_text("# mine\n", encoding="utf-8")

    assert run(["init", str(tmp_path)]) == 2
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert "left as it is" in capsys.readouterr().err


def test_a_file_is_no_folder(capsys, tmp_path):
    """A file where the folder should be is refused in words."""
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")

    assert run(["init", str(path)]) == 2
    assert capsys.readouterr().err


def test_a_folder_is_not_called_like_a_file(capsys, tmp_path):
    """Whoever names a Turtle file hears that a folder is made, and nothing is made."""
    assert run(["init", str(tmp_path / "my.ttl")]) == 2
    assert "name it without .ttl" in capsys.readouterr().err
    assert not (tmp_path / "my.ttl").exists()
