"""``loopmap import events``: every form of a table, what is refused, and what never gets out."""

from __future__ import annotations

import csv
import gzip
import json
import random
import shutil
import sys
from datetime import UTC, datetime, timedelta

import pytest
from postgres_server import postgres

from graph.cli.application import run
from graph.files import starter_ontology

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = [f"person.{number}@example.org" for number in range(6)]
SECRET = "Fix the login of Ann Example"
#: The headings of exports, as public ones have them.
LINEAR = (
    "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,"
    "Cycle Number,Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,"
    "Canceled,Archived,Due Date,Parent issue,Initiatives,Project Milestone ID,Project Milestone,"
    "SLA Status,UUID,Time in status (minutes),Related to,Blocked by,Duplicate of"
)
JIRA = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,"
    "Resolved,Labels,Labels,Labels,Sprint,Sprint,Original estimate,Description"
)


@pytest.fixture(scope="module")
def rows():
    """Sixty issues that are coded, wait, are reviewed: (item, stage, start, end, who)."""
    rng = random.Random(5)
    found = []
    for number in range(60):
        at = START + timedelta(hours=24 * number)
        coded = at + timedelta(hours=rng.uniform(4, 40))
        taken = coded + timedelta(hours=rng.uniform(10, 60))
        done = taken + timedelta(hours=rng.uniform(1, 8))
        key = f"ABC-{number}"
        found.append((key, "In Progress", at, coded, PEOPLE[number % 6]))
        found.append((key, "Ready for review", coded, taken, ""))
        found.append((key, "In Review", taken, done, PEOPLE[(number + 1) % 6]))
    return found


def iso(moment):
    """A time as most tools write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_csv(path, head, lines):
    """A CSV with a line of headings."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return str(path)


def intervals(path, rows):
    """The rows as item, stage, start and end, with a title that is nobody's business."""
    head = ["Issue Key", "Status", "Start", "End", "Assignee", "Title"]
    lines = [(key, stage, iso(a), iso(b), who, SECRET) for key, stage, a, b, who in rows]
    return write_csv(path, head, lines)


def evidence(folder, name="issues"):
    """The text that was written."""
    return (folder / "evidence" / "imported" / f"{name}.ttl").read_text()


def numbers(text):
    """The lines of values of a text, with what they are about."""
    wanted = (":issues-", "sosa:hasSimpleResult", "loop:low", "loop:high", "loop:sampleSize")
    return [line.strip() for line in text.splitlines() if line.strip().startswith(wanted)]


def imported(own, *arguments):
    """Run the command on the map, and return the exit code."""
    return run(["import", "events", *arguments, "-o", str(own), "--name", "issues"])


@pytest.fixture(scope="module")
def expected(tmp_path_factory, rows):
    """What a CSV of intervals comes to: the numbers that every other form must come to."""
    folder = tmp_path_factory.mktemp("expected")
    shutil.copy(starter_ontology(), folder / "loop.ttl")
    assert imported(folder, intervals(folder / "issues.csv", rows)) == 0
    return numbers(evidence(folder))


def test_a_table_becomes_evidence_that_checks(own, tmp_path, rows, capsys):
    """A dry run shows it and writes nothing; then it is written, and the map has no fault."""
    table = intervals(tmp_path / "issues.csv", rows)
    assert imported(own, table, "--dry-run") == 0
    assert "+:issues-review-queue-time-2026-q1 a loop:Evidence" in capsys.readouterr().out
    assert not (own / "evidence").exists()

    assert imported(own, table) == 0
    said = capsys.readouterr()

    assert "Ready for review" not in evidence(own)
    assert ":issues-review-queue-time-2026-q1" in evidence(own)
    assert "of them waiting" in " ".join(said.out.split())
    assert "correct" in said.err
    assert run(["check", str(own)]) == 0
    before = {path: path.read_bytes() for path in own.rglob("*.*")}
    capsys.readouterr()

    assert imported(own, table) == 0
    assert "Nothing to change." in capsys.readouterr().err
    assert {path: path.read_bytes() for path in own.rglob("*.*")} == before


def test_a_corrected_stage_is_taken_as_corrected(own, tmp_path, rows):
    """What the user says of a stage counts, and the file that they wrote is left as it is."""
    table = intervals(tmp_path / "issues.csv", rows)
    stages = tmp_path / "stages.toml"
    stages.write_text(
        '[work]\n"In Progress" = "planning"\n[waiting]\n"Ready for review" = "review"\n'
        '[left-out]\n"In Review" = "we do not count it"\n'
    )
    before = stages.read_bytes()
    assert imported(own, table, "--stages", str(stages)) == 0

    assert ":issues-planning-pass-time-2026-q1" in evidence(own)
    assert ":issues-review-pass-time" not in evidence(own)
    assert stages.read_bytes() == before


def test_faults_of_the_stages_are_told_with_their_lines(own, tmp_path, rows, capsys):
    """An unknown part with the nearest, a stage told twice, an unknown table: all at once."""
    stages = tmp_path / "stages.toml"
    stages.write_text('[work]\nA = "reviw"\nB = 3\n[waiting]\nB = "review"\nC = "tests"\n[wrok]\n')
    table = intervals(tmp_path / "issues.csv", rows[:9])
    assert imported(own, table, "--stages", str(stages)) == 2
    said = capsys.readouterr().err

    assert f"{stages}:2:" in said
    assert "there is no part 'reviw'" in said
    assert f"{stages}:3:" in said
    assert "wrok" in said


# ---- Other forms of the same table ----


def test_parquet_and_json_lines_say_the_same(own, tmp_path, rows, expected):
    """The same rows in two other kinds of file come to the same numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*rows, strict=True))
    names = ("item", "stage", "start", "end", "actor")
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), tmp_path / "issues.parquet")
    assert imported(own, str(tmp_path / "issues.parquet")) == 0
    assert numbers(evidence(own)) == expected

    with gzip.open(tmp_path / "issues.jsonl.gz", "wt") as file:
        for key, stage, start, end, who in rows:
            record = {"item": key, "stage": stage, "start": iso(start), "end": iso(end)}
            file.write(json.dumps({**record, "actor": who, "deep": {"a": [1, {"b": None}]}}) + "\n")
    assert imported(own, str(tmp_path / "issues.jsonl.gz")) == 0
    assert numbers(evidence(own)) == expected


def test_durations_say_the_same_as_ends(own, tmp_path, rows, expected):
    """In seconds, as some trackers and DevLake write them."""
    lines = [
        (key, stage, iso(start), int(end.timestamp()) - int(start.timestamp()), who)
        for key, stage, start, end, who in rows
    ]
    head = ["item", "stage", "start", "duration_sec", "actor"]
    assert imported(own, write_csv(tmp_path / "issues.csv", head, lines)) == 0

    assert numbers(evidence(own)) == expected


def test_starts_alone_are_changes_of_the_stage(own, tmp_path, rows, expected):
    """Where nothing says when a stage ended, it ended as the next one began."""
    lines = [(key, stage, iso(start), who) for key, stage, start, _, who in rows]
    lines += [(key, "Done", iso(end), who) for key, stage, _, end, who in rows if "In R" in stage]
    head = ["item", "stage", "started", "actor"]
    assert imported(own, write_csv(tmp_path / "issues.csv", head, lines)) == 0

    assert numbers(evidence(own)) == expected


def test_one_row_a_change_of_status_says_the_same(own, tmp_path, rows, expected):
    """As Jira's history is exported: other fields are passed over, days come before months."""
    lines = []
    for key, stage, start, end, who in rows:
        lines.append((key, "status", stage, start.strftime("%d/%b/%Y %I:%M %p"), who))
        lines.append((key, "priority", "High", start.strftime("%d/%b/%Y %I:%M %p"), who))
        if stage == "In Review":
            lines.append((key, "status", "Done", end.strftime("%d/%b/%Y %I:%M %p"), who))
    head = ["Issue Key", "Field", "To", "Change Date", "Author"]
    table = write_csv(tmp_path / "issues.csv", head, lines)
    assert imported(own, table, "--columns", "jira-history") == 0
    text = numbers(evidence(own))

    # Its times are of whole minutes, so that days agree to a minute: to the third digit.
    assert len(text) == len(expected)
    assert [line for line in text if "sampleSize" in line or line[0] == ":"] == [
        line for line in expected if "sampleSize" in line or line[0] == ":"
    ]


def test_an_item_a_row_with_its_moments_is_measured(own, tmp_path, rows):
    """As Linear exports issues: made, begun, finished; a browser's way of writing times."""
    lines = []
    for at in range(0, len(rows), 3):
        key, _, start, _, who = rows[at]
        moments = (start, start + timedelta(hours=6), start + timedelta(hours=30))
        made, begun, done = (
            one.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (GMT+00:00)") for one in moments
        )
        before = (key, "ABC", SECRET, "Line one\nline two", "Done", "", "High", "", "", who, who)
        cycle = ("a, b", "", "", "", "")
        lines.append((*before, *cycle, made, done, begun, "", done, "", "", "", *[""] * 10))
    head = LINEAR.split(",")
    table = write_csv(tmp_path / "issues.csv", head, lines)
    assert imported(own, table, "--columns", "linear") == 0
    text = evidence(own)

    # To do for 6 of 24 hours, in progress for 24.
    assert "sosa:hasSimpleResult 0.25 ;" in text.split("coding-queue-time-2026-q1 a")[1]
    assert "sosa:hasSimpleResult 1 ;" in text.split("coding-pass-time-2026-q1 a")[1]


def test_jiras_own_export_is_read_with_its_repeated_columns_and_its_dates(own, tmp_path, rows):
    """A column for each label, times such as 12/Mar/26 3:04 PM: to do for a day and a half."""
    lines = []
    for at in range(0, len(rows), 3):
        key, _, start, _, who = rows[at]
        made, done = (
            one.strftime("%d/%b/%y %I:%M %p") for one in (start, start + timedelta(hours=36))
        )
        issue = (SECRET, key, "10001", "Story", "Done", "Highest", who, "Ann", made, done, done)
        lines.append((*issue, "a", "b", "", "Sprint 1", "Sprint 2", "7200", "Two\nlines"))
    table = write_csv(tmp_path / "issues.csv", JIRA.split(","), lines)

    assert imported(own, table, "--columns", "jira") == 0
    assert "sosa:hasSimpleResult 1.5 ;" in evidence(own).split("coding-queue-time-2026-q1 a")[1]


def test_a_database_says_the_same_as_a_file(own, rows, expected):
    """The table of a real PostgreSQL, asked where it is, comes to the same numbers."""
    import ibis

    with postgres() as url:
        backend = ibis.connect(url)
        columns = zip(*rows, strict=True)
        names = ("item", "stage", "start", "end", "actor")
        import pyarrow as pa

        table = pa.table(dict(zip(names, map(list, columns), strict=True)))
        backend.create_table("issues", ibis.memtable(table))
        assert imported(own, "--from", url, "--table", "issues") == 0
        assert imported(own, "--from", url, "--table", "isues") == 2
        backend.disconnect()

    assert numbers(evidence(own)) == expected


# ---- What is refused ----


def refused(own, path, content, capsys):
    """Import bytes as a file, and return what was said; it must be refused as unusable."""
    path.write_bytes(content)
    assert imported(own, str(path)) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert not (own / "evidence").exists()
    return said


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "it is empty"),
        ("t.xlsx", b"PK", "its ending says nothing"),
        ("t.csv", b"a,b\n1,2\n", "says which is the item"),
        ("t.csv", b"item,stage,start\n\xff\xfe\xff,b,c\n", "it is not UTF-8"),
        ("t.parquet", b"PAR1 and no more", "no Parquet file, or cut off"),
        (
            "t.csv.gz",
            gzip.compress(b"item,stage,start\n" * 999, mtime=0)[:40],
            "compression is broken",
        ),
        ("t.jsonl", b'{"item": 1, "stage"', "no JSON Lines"),
        # The month in German; a number of seconds for an end; durations without a unit, of words.
        (
            "t.csv",
            "item,stage,start\na,b,12/Mär/26 3:04 PM\nc,d,2026-03-01\n".encode(),
            "1 of 2 times in the column 'start' cannot be read. Names of months",
        ),
        (
            "t.csv",
            b"item,stage,start,end\na,b,2026-03-01,3600\n",
            "1 of 1 times in the column 'end' cannot be read. Names of months",
        ),
        ("t.csv", b"item,stage,start,duration\na,b,2026-03-01,3600\n", "'duration seconds'"),
        (
            "t.csv",
            b"item,stage,start,duration (h)\na,b,2026-03-01,two\n",
            "1 of 1 durations in the column 'duration (h)' are no numbers",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_file(own, tmp_path, name, content, message, capsys):
    """Where, what, what to do; exit code 2; nothing written."""
    said = " ".join(refused(own, tmp_path / name, content, capsys).split())

    for part in message.split(". "):
        assert part in said
    assert name in said or "says which" in said


def test_a_file_that_is_not_there_is_told(own, capsys):
    """By its name."""
    assert imported(own, "nowhere.csv") == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_rows_of_the_wrong_type_are_left_out_and_counted(own, tmp_path, rows, capsys):
    """Times that are none, a number for a stage, an end before the start: counted, not fatal."""
    table = tmp_path / "issues.jsonl"
    with table.open("w") as file:
        for key, stage, start, end, who in rows:
            record = {"item": key, "stage": stage, "start": iso(start), "end": iso(end)}
            file.write(json.dumps({**record, "actor": who}) + "\n")
        for start in ("soon", 7, None, [1], {"a": 1}, "99999999999999"):
            file.write(json.dumps({"item": "x", "stage": "In Review", "start": start}) + "\n")
        file.write(json.dumps({"item": ["y"], "stage": 5, "start": iso(START)}) + "\n")
        back = {"item": "z", "stage": "In Review", "start": iso(START), "end": "2025-01-01"}
        file.write(json.dumps(back) + "\n")
    assert imported(own, str(table), "--details") == 0
    said = capsys.readouterr().out

    said = " ".join(said.split())
    assert "4 rows with a time that cannot be read" in said  # "soon", 7, [1] and {"a": 1}
    assert "2 rows without a time, or with one before 1980 or in the future" in said
    assert "1 rows that end before they start" in said


def test_a_nest_without_end_and_a_huge_text_do_no_harm(own, tmp_path, rows):
    """A hundred thousand brackets in one field, a megabyte in another."""
    table = tmp_path / "issues.jsonl"
    with table.open("w") as file:
        for key, stage, start, end, _ in rows:
            record = {"item": key, "stage": stage, "start": iso(start), "end": iso(end)}
            file.write(json.dumps({**record, "text": "x" * 20_000}) + "\n")
        file.write('{"item": "q", "stage": "In Review", "deep": ' + "[" * 900 + "]" * 900 + "}\n")

    assert imported(own, str(table)) == 0


# ---- What never gets out ----


def test_no_name_address_or_title_reaches_any_output(own, tmp_path, rows, capsys):
    """Evidence, stages, every format of the report: none holds a person, an item or a title."""
    table = intervals(tmp_path / "issues.csv", rows)
    outputs = []
    for format_ in ("text", "json", "csv", "markdown"):
        assert imported(own, table, "--format", format_, "--details", "--all") == 0
        said = capsys.readouterr()
        outputs += [said.out, said.err]
    outputs += [path.read_text() for path in own.rglob("*.*")]
    everything = "\n".join(outputs)

    for secret in (*PEOPLE, "example.org", SECRET, "Ann Example", "ABC-1"):
        assert secret not in everything
    assert "In Review" in everything


def test_a_formula_in_a_stage_is_shown_and_never_computed(own, tmp_path, rows, capsys):
    """The stage stands in quotes in the TOML file, and in no CSV."""
    bad = [(key, stage, a, b, who) for key, stage, a, b, who in rows]
    bad.append(("EVIL", '=cmd|"/c calc"!A0\x1b[2J', START, START + timedelta(hours=1), PEOPLE[0]))
    table = intervals(tmp_path / "issues.csv", bad)
    assert imported(own, table, "--format", "csv") == 0
    out = capsys.readouterr().out
    stages = (own / "evidence" / "imported" / "issues.stages.toml").read_text()

    assert "cmd" not in out
    assert "\x1b" not in stages
    assert r"\U0000001B[2J" in stages


def test_a_path_does_not_lead_out_of_the_map(own, tmp_path, rows, capsys):
    """Evidence for a map is written into its folder only."""
    table = intervals(tmp_path / "issues.csv", rows)
    assert imported(own, table, "--out", "../outside.ttl") == 2

    assert "outside the map's folder" in capsys.readouterr().err
    assert not (tmp_path / "outside.ttl").exists()


def test_without_a_map_nothing_is_written(tmp_path, rows, capsys, monkeypatch):
    """The numbers are shown, and how to keep them."""
    monkeypatch.chdir(tmp_path)
    table = intervals(tmp_path / "issues.csv", rows)
    before = set(tmp_path.iterdir())
    assert run(["import", "events", table]) == 0

    assert "Name your map with --ontology" in capsys.readouterr().err
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("missing", ["ibis", "duckdb"])
def test_without_the_extra_the_message_says_how_to_get_it(
    own, tmp_path, rows, capsys, monkeypatch, missing
):
    """No traceback, and the line to type, whichever of the two libraries is missing."""
    for name in [name for name in sys.modules if name.startswith("graph.measuring.")]:
        if name.endswith(("in_sql", "event_tables", "event_files")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    assert imported(own, intervals(tmp_path / "issues.csv", rows)) == 2

    assert "pip install 'loopmap[measure]'" in capsys.readouterr().err
