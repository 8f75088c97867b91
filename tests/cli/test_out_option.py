"""``--out FILE.csv``: the table of an answer in a file, beside the answer itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.cli.commands import COMMANDS

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"

#: What is written, by the command's help, of the commands whose file is the table that
#: ``--format csv`` prints.
SAME_AS_CSV = {
    "critical-path": (),
    "active": (),
    "human": (),
    "takeoff": ("--horizon", "2"),
    "domains": (),
    "evidence": (),
    "explain": ("C",),
}


def called(name: str, *arguments: object) -> list[str]:
    """A call on the worked loop, with the central estimate alone."""
    shared = ["--draws", "0", "--ontology", str(WORKED)]
    return [name, *map(str, SAME_AS_CSV[name]), *shared, *map(str, arguments)]


@pytest.mark.parametrize("name", SAME_AS_CSV)
def test_every_answer_can_be_kept_as_a_table(capsys, tmp_path, name):
    """The file holds what ``--format csv`` prints; the answer is printed all the same."""
    target = tmp_path / "table.csv"
    assert run(called(name, "--format", "csv")) == 0
    table = capsys.readouterr().out

    code = run(called(name, "--out", target))
    printed = capsys.readouterr()

    assert code == 0, printed.err
    assert target.read_text(encoding="utf-8") == table
    assert "====" in printed.out
    assert f"Wrote {target}" in printed.err


def test_every_question_has_the_option():
    """Whoever learned ``--out`` at one question has it at every other, with its help."""
    for entry in COMMANDS:
        command = entry.load()
        options = {parameter.name: parameter for parameter in command.params}
        if "assignments" in options and entry.name != "export":
            assert "as CSV" in options["out"].help, entry.name


def test_the_table_of_the_critical_path_has_a_line_a_component(tmp_path):
    """The worked loop has five components, and E takes part in its critical cycle of 10 days."""
    target = tmp_path / "parts.csv"
    assert run(called("critical-path", "--out", target)) == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(target.read_text("utf-8")))}

    assert sorted(rows) == ["C", "D", "E", "I", "R"]
    assert float(rows["E"]["permanent_slack_days"]) == 0.0
    assert float(rows["C"]["permanent_slack_days"]) == 3.0


@pytest.mark.parametrize("name", SAME_AS_CSV)
def test_a_file_that_cannot_be_written_is_told(capsys, name, tmp_path):
    """Exit code 2, plain words, nothing on standard output."""
    code = run(called(name, "--out", tmp_path / "nowhere" / "table.csv"))
    printed = capsys.readouterr()

    assert code == 2
    assert "There is no folder" in printed.err
    assert printed.out == ""


def test_a_refused_answer_leaves_the_old_file(tmp_path):
    """Who asks for something that makes no sense keeps the table of yesterday."""
    target = tmp_path / "table.csv"
    target.write_text("kept", encoding="utf-8")

    assert run(called("critical-path", "--out", target, "--set", "C.speedup=0")) == 2
    assert target.read_text(encoding="utf-8") == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_the_map_itself_is_never_overwritten(capsys, tmp_path):
    """Naming the map's own file as the table is refused, and the map stays as it is."""
    own = tmp_path / "own.ttl"
    own.write_bytes(WORKED.read_bytes())

    code = run(["critical-path", "--draws", "0", "-o", str(own), "--out", str(own)])

    assert code == 2
    assert "own.ttl" in capsys.readouterr().err
    assert own.read_bytes() == WORKED.read_bytes()


def test_a_badge_comes_with_its_table(capsys, tmp_path):
    """One line on standard output, and the numbers behind it in the file."""
    target = tmp_path / "table.csv"
    assert run(called("evidence", "--badge", "--out", target)) == 0

    assert len(capsys.readouterr().out.splitlines()) == 1
    assert target.read_text("utf-8").startswith("subject,")


def test_a_device_is_written_to_and_never_replaced():
    """``--out /dev/null`` goes where it says, and the device is still one afterwards."""
    assert run(called("critical-path", "--out", "/dev/null")) == 0
    assert Path("/dev/null").is_char_device()
