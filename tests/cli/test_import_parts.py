"""``loopmap import parts``: a row of a table makes a part, in a file of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.ontology.reading import read_ontology
from graph.vocabulary import Family

HEADS = "part,family,days_low,days,days_high,speedup,capacity,waits_for\n"
TEAM = HEADS + (
    "Planning,Deciding,0.5,1,2,,,release/3\n"
    "Coding,coding,1,2,4,2,5,Planning\n"
    "Code review,Checking,0.3,0.5,0.9,,2,coding; Planning\n"
    'Release,Delivering,0.5,1,2,,,"code-review"\n'
)


@pytest.fixture
def table(tmp_path):
    """Write a table, import it into a new map, and say with which code and words."""

    def imported(text, *options, name="team.csv", capsys=None):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = run(["import", "parts", str(path), "--ontology", str(tmp_path / "mine"), *options])
        return code, capsys.readouterr() if capsys else None

    return imported


@pytest.fixture
def written(tmp_path):
    """The file that the table makes."""
    return tmp_path / "mine" / "components" / "imported" / "team.ttl"


def test_a_table_makes_a_loop_that_answers(table, written, capsys):
    """1 + 2/2 + 0.5 + 1 = 3.5 d over three rounds, by 5, 2 and no limit: 3.5/3 d a change.

    Without AI 4.5/3 d. Every number is that of its row, with the interval about the days.
    """
    assert table(TEAM)[0] == 0
    capsys.readouterr()
    model = read_ontology([written.parent])
    run(["critical-path", "--draws", "0", "--format", "json", "--ontology", str(written.parent)])
    result = json.loads(capsys.readouterr().out)

    assert result["period_days"]["median"] == pytest.approx(3.5 / 3)
    assert result["pace"]["median"] == pytest.approx(4.5 / 3.5)
    assert sorted(model.components) == ["code-review", "coding", "planning", "release"]
    review = model.observations["code-review.baseline-days"]
    assert (review.low, review.value, review.high) == (0.3, 0.5, 0.9)
    assert model.observations["code-review.capacity"].value == 2
    assert model.observations["release-gates-planning.lag"].value == 3
    assert set(model.dependencies) == {
        "release-gates-planning", "planning-gates-coding", "coding-gates-code-review",
        "planning-gates-code-review", "code-review-gates-release",
    }  # fmt: skip


def test_a_family_of_ones_own_is_a_column(table, written):
    """Coding is one of the six; the other words become columns in the order of the rows."""
    table(TEAM)
    model = read_ontology([written.parent])

    assert model.components["coding"].family is Family.CODING
    assert [item.label for item in model.columns.values()] == ["Deciding", "Checking", "Delivering"]
    assert model.group_label(model.components["code-review"]) == "Checking"
    assert (model.words.title, model.words.round) == ("Our loop", "change")
    table(TEAM, "--title", "Payments", "--round", "release")
    assert read_ontology([written.parent]).words.rounds == "releases"


def test_the_same_table_writes_the_same_bytes_and_then_nothing(table, written, capsys):
    """Idempotent: a second run changes no byte and says so."""
    table(TEAM)
    before = written.read_bytes()
    capsys.readouterr()
    code, said = table(TEAM, capsys=capsys)

    assert (code, written.read_bytes()) == (0, before)
    assert "Nothing to change" in said.err


@pytest.mark.parametrize(
    "text",
    [
        TEAM.replace("\n", "\r\n"),
        b"\xef\xbb\xbf" + TEAM.encode(),
        TEAM.replace(",", ";").replace("coding; Planning", '"coding, Planning"'),
        TEAM.replace("waits_for", "Waits for") + "\n,,,,,,,\n",
    ],
    ids=["crlf", "byte order mark", "semicolons", "headings as people write them"],
)
def test_what_spreadsheets_write_is_read(table, written, text):
    """Line ends, marks and separators change nothing of the map."""
    table(TEAM)
    model = read_ontology([written.parent])
    table(text)
    again = read_ontology([written.parent])

    assert set(again.dependencies) == set(model.dependencies)
    assert {key: item.value for key, item in again.observations.items()} == {
        key: item.value for key, item in model.observations.items()
    }


def test_all_faults_are_told_at_once_by_row_and_column(table, tmp_path, capsys):
    """Eleven slips in four rows: each with line, column and what to write; nothing is written."""
    code, said = table(
        HEADS
        + "Planning,,0.5,x,2,,,relase/3\n"
        + ",coding,1,2,1,0,5.5,Planning\n"
        + "Review,Checking,0.3,,0.9,,2,planning/\n"
        + "Review,Delivering,-1,1,2,,,review\n",
        capsys=capsys,
    )
    found = [line.split("team.csv:")[1] for line in said.err.splitlines() if "error:" in line]

    assert code == 2
    assert not (tmp_path / "mine").exists()
    assert [line.split(": ", 2)[0::2] for line in found] == [
        ["2:2", "column 'family': is empty."],
        ["2:4", "column 'days': 'x' is no number."],
        ["2:8", "column 'waits_for': there is no part 'relase'."],
        ["3:1", "column 'part': is empty."],
        ["3:5", "column 'days_high': days is 2, above days_high, 1."],
        ["3:6", "column 'speedup': is 0."],
        ["3:7", "column 'capacity': is 5.5."],
        ["4:4", "column 'days': is empty."],
        ["4:8", "column 'waits_for': 'planning/' has no number of rounds behind the stroke."],
        ["5:1", "column 'part': 'Review' stands in line 4 already."],
        ["5:3", "column 'days_low': is -1."],
    ]
    assert "Write one of direction, data, coding" in said.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "column 'part': is missing"),
        (HEADS, "the table has no row"),
        ("part;family\nA;B\n", "column 'days': is missing"),
        (HEADS.replace("family", "famly") + "A,B,1,2,3,,,\n", "Did you mean family?"),
        (HEADS + "A,B,1,2,3,,,,,more\n", "more cells than headings"),
        (HEADS + "Übung,B,1,2,3,,,\n1st,B,1,2,3,,,\n", "'1st' makes no name"),
        (b"part,family,days\n\xff\xfe,B,1\n", "it is not UTF-8"),
        (HEADS.replace("days_low", "days_now") + "A,B,1,2,3,,,\n", "tells both days and days_now"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_words(table, tmp_path, text, says, capsys):
    """Exit code 2, no traceback, no file."""
    code, said = table(text, capsys=capsys)

    assert code == 2
    assert says in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "mine").exists()


def test_days_as_they_are_now_and_waiting_have_columns(table, written):
    """days_now is the pass time, queue_days the waiting; with a speed-up the rest follows."""
    table(
        "part,family,days_now,queue_days,speedup,capacity,waits_for\nDesk,review,1,1,2,1,desk/1\n"
    )
    model = read_ontology([written.parent])

    assert model.told_as_now == {"desk"}
    assert model.observations["desk.queue-time"].value == 1


def test_what_a_person_wrote_is_never_touched(table, written, capsys):
    """An edited import, a file of one's own and a part of that name are refused, each in words."""
    table(TEAM)
    mine = written.parent / "own.ttl"
    mine.write_text("# mine\n", encoding="utf-8")
    assert table(TEAM, "--to", str(mine))[0] == 2
    assert "written by a person" in capsys.readouterr().err
    edited = written.read_text(encoding="utf-8").replace("baselineDays 2 ", "baselineDays 3 ")
    written.write_text(edited, encoding="utf-8")
    mine.unlink()
    code, said = table(TEAM.replace("1,2,4", "1,2,5"), capsys=capsys)
    assert code == 2
    assert "was edited since" in said.err
    assert written.read_text(encoding="utf-8") == edited
    code, said = table(TEAM, capsys=capsys, name="other.csv")
    assert code == 2
    assert "the map has a 'coding' already" in said.err


def test_a_map_must_be_named(tmp_path, capsys):
    """Parts of one's own never land on the shipped map by oversight."""
    path = tmp_path / "team.csv"
    path.write_text(TEAM, encoding="utf-8")

    assert run(["import", "parts", str(path)]) == 2
    assert "--ontology FOLDER" in capsys.readouterr().err


def test_dry_run_writes_nothing(table, tmp_path, capsys):
    """The change is shown, and no folder is made."""
    code, said = table(TEAM, "--dry-run", capsys=capsys)

    assert code == 0
    assert "+:coding a loop:Coding ;" in said.out
    assert not (tmp_path / "mine").exists()


def test_a_folder_named_from_where_one_is_gets_the_files_in_it(tmp_path, monkeypatch):
    """New and old, parts and observations: nothing is written into a folder within the folder."""
    monkeypatch.chdir(tmp_path)
    Path("one.csv").write_text("part,family,days\nCode,coding,2\n", encoding="utf-8")
    Path("two.csv").write_text("part,family,days\nShip,shipping,2\n", encoding="utf-8")
    Path("three.csv").write_text(
        "thing,metric,value,as-of,grade,reasoning\ncode,speedup,3,2026-01,our-assumption,So.\n",
        encoding="utf-8",
    )
    for name, what in (("one", "parts"), ("two", "parts"), ("three", "observations")):
        assert run(["import", what, f"{name}.csv", "--ontology", "mine"]) == 0

    assert sorted(path.as_posix() for path in Path("mine").rglob("*.ttl")) == [
        "mine/components/imported/one.ttl",
        "mine/components/imported/two.ttl",
        "mine/evidence/imported/three.ttl",
    ]
    assert run(["undo", "--ontology", "mine"]) == 0
    assert len(list(Path("mine").rglob("*.ttl"))) == 2
