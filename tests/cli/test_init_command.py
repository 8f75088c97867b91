"""``loopmap init``: a loop of one's own that works at once."""

from __future__ import annotations

import json

import pytest

from graph.cli.application import run


def test_the_written_loop_answers_at_once(capsys, tmp_path):
    """Three changes at once, 5.35 d round: 1.783 d a change; without AI 1.979 d.

    Coding is done 1.3 times (0.2 comes back from review, 0.1 from the tests), so takes 1.3 d:
    1 + 1.3 + 0.05 + 0.5 + 1 d of work and 1.5 d of waiting for review. Half a day of work and two
    people wait three services: rho^(sqrt 6 - 1) / (2 (1 - rho)) = 3 at a load of 0.8665. Without AI
    coding takes 2.6 d, and 3 t = 5.15 + 0.5 k(0.8665 x 1.783 / t, 2), found here by halving.
    """

    def waits(load):
        return load ** (6**0.5 - 1) / (2 * (1 - load))

    def root(over, low, high):
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if over(middle) else (low, middle)
        return low

    period = 5.35 / 3
    load = root(lambda one: waits(one) < 3, 0.1, 0.999)
    before = root(lambda t: 5.15 + 0.5 * waits(load * period / t) > 3 * t, 1.75, 5.0)

    assert run(["init", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    path = tmp_path / "mine" / "my-loop.ttl"
    run(["critical-path", "--draws", "0", "--format", "json", "--ontology", str(path)])
    result = json.loads(capsys.readouterr().out)

    assert result["period_days"]["median"] == pytest.approx(period, rel=1e-9)
    assert result["waiting"][0]["load"]["median"] == pytest.approx(load, rel=1e-8)
    assert result["baseline_period_days"]["median"] == pytest.approx(before, rel=1e-8)


def test_two_more_reviewers_move_something(capsys, tmp_path):
    """The loop gets faster, and says that coding has room for more."""
    run(["init", str(tmp_path)])
    path = str(tmp_path / "my-loop.ttl")
    capsys.readouterr()
    said = []
    for supposed in ("review.capacity=4", "coding.capacity=7"):
        run(["what-if", "--ontology", path, "--set", supposed, "--draws", "0"])
        said.append(" ".join(capsys.readouterr().out.split()))

    assert "The loop gets faster" in said[0]
    assert "has room" not in said[0]
    assert "No change at all: Coding has room." in said[1]


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
