"""Every terminal: its width, its encoding, the signs in labels; and first screens that are one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.reports.display_width import cut, display_width, one_line, wrapped
from graph.reports.plain import cell_text
from graph.reports.report import Facts, Listing, left, make_report, right, table_of
from graph.reports.terminal_text import NARROWEST, to_text

FIRST_SCREENS = ("critical-path", "active", "human", "next", "domains", "takeoff")

#: Those of the other questions, with few runs where no document asks it with as many as usual.
OTHER_SCREENS = (
    ("what-if", "--set", "code-review.speedup=3", "--draws", "64"),
    ("sensitivity", "--draws", "64"),
    ("history", "--draws", "16"),
    ("evidence",),
    ("score", "--draws", "16"),
)

LABELS = """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:one a loop:Coding ; rdfs:label "first\\nsecond\\tthird" ; loop:baselineDays 3 .
:two a loop:Review ; rdfs:label "=1+1" ; loop:baselineDays 2 .
:three a loop:Evals ; rdfs:label "評価" ; loop:baselineDays 4 .
:four a loop:Infra ; rdfs:label "A name that somebody made so long that no table can hold it in one
 line, and that goes on about the machines on which the models of this loop are served" ;
    loop:baselineDays 1 .
:d1 a loop:Dependency ; loop:from :one ; loop:to :two ; loop:kind loop:Gates .
:d2 a loop:Dependency ; loop:from :two ; loop:to :three ; loop:kind loop:Gates .
:d3 a loop:Dependency ; loop:from :three ; loop:to :four ; loop:kind loop:Gates .
:d4 a loop:Dependency ; loop:from :four ; loop:to :one ; loop:kind loop:Gates ; loop:lag 1 .
""".replace("one\n line", "one line")


@pytest.fixture
def labels(tmp_path: Path) -> str:
    """A map whose labels hold what tears a table."""
    path = tmp_path / "labels.ttl"
    path.write_text(LABELS, encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints; it must go well."""
    assert run(list(words)) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("answers_kept")
@pytest.mark.parametrize(
    "words", [*((name,) for name in FIRST_SCREENS), *OTHER_SCREENS], ids=lambda words: words[0]
)
def test_the_first_screen_of_the_shipped_map_is_one_screen(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """24 lines of 80 columns hold the answer without a word of the method, and lead to the rest."""
    monkeypatch.setenv("COLUMNS", "80")
    text = said(capsys, *words)
    lines = text.splitlines()

    assert [word for word in JARGON if re.search(rf"(?<![\w-]){re.escape(word)}", text)] == []
    assert len(lines) <= 24
    assert max(map(display_width, lines)) <= 80
    assert lines[-1].startswith("--details shows what stands behind it")


#: Words that somebody who has not read the method does not know.
JARGON = (
    "P(", "R_loop", "critical cycle", "criticality", "binds", "draws", "absorbed", "percentile",
    "elasticity", "blocking share", "posterior", "prior", "notion", "floor", "slack", "latency",
    "baseline", "acceleration", "variance", "median", "conditioned", "weighed", "eta", "sigma",
    "quantile", "lag", "period", "central estimate", "sample", "seed", "resampl", "logit",
)  # fmt: skip


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("command", [*FIRST_SCREENS, "evidence"])
def test_no_line_is_wider_than_the_terminal(
    command: str,
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    labels: str,
) -> None:
    """Tables leave out the columns that are needed least; a long name is wrapped, then cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    day = ("--as-of", "2026-06") if command == "next" else ()
    text = said(capsys, command, "-o", labels, "--draws", "0", "--details", "--all", *day)
    assert max(map(display_width, text.splitlines())) <= columns


def test_a_row_a_part(capsys: pytest.CaptureFixture[str], labels: str) -> None:
    """Line breaks and tabs in a label break no row, and signs of two columns keep it straight."""
    rows = said(capsys, "critical-path", "-o", labels, "--draws", "0").splitlines()
    ours = [row for row in rows if row.startswith(("first second third", "=1+1", "評価"))]

    assert len(ours) == 3
    assert len({display_width(row.rstrip()) for row in ours}) == 1


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp932", "latin-1", "cp1252"])
def test_every_stream_takes_the_whole_answer(encoding: str, labels: str) -> None:
    """A console with a code page gets plain signs for those it lacks, and no error."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    words = ["critical-path", "-o", labels, "--draws", "8"]
    done = subprocess.run(
        [sys.executable, "-m", "graph", *words], capture_output=True, env=environment, check=False
    )
    text = done.stdout.decode(encoding)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "A generation of models takes" in text
    assert "--details shows what stands behind it" in text
    assert ("評価" in text) == (encoding == "cp932")


def test_json_is_json_in_every_encoding(labels: str) -> None:
    """What a stream lacks is written as its number, which every reader of JSON knows."""
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    words = ["critical-path", "-o", labels, "--draws", "0", "-f", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "graph", *words], capture_output=True, env=environment, check=True
    )
    assert b"\\u8a55\\u4fa1" in done.stdout


def test_no_csv_computes(capsys: pytest.CaptureFixture[str], labels: str, tmp_path: Path) -> None:
    """A label that a spreadsheet would take for a formula is text on every way out."""
    kept = tmp_path / "kept.csv"
    printed = said(capsys, "critical-path", "-o", labels, "-f", "csv", "--draws", "0")
    said(capsys, "export", "csv", "-o", labels, "--output", str(tmp_path / "map.csv"))
    said(capsys, "active", "-o", labels, "--out", str(kept))

    for text in (printed, (tmp_path / "map.csv").read_text(), kept.read_text()):
        assert "'=1+1" in text
        assert ",=1+1" not in text
    assert cell_text("a=b") == "a=b"


def test_words_from_right_to_left_are_isolated() -> None:
    """Each name keeps to its place: the comma between two names belongs to neither."""
    assert one_line("اختبار, مراجعة 5") == "\u2068اختبار\u2069, \u2068مراجعة\u2069 5"
    # A label cannot bring a direction of its own: its marks are taken out first.
    assert one_line("a\u202eb\u2066c") == "a b c"


def test_a_cut_name_closes_what_it_opened() -> None:
    """Else the rest of the line would belong to the name."""
    name = cut(one_line("מבחן ארוך מאוד"), 8)
    assert name.endswith("…\u2069")
    assert display_width(name) <= 8


def test_columns_go_by_rank_and_are_named() -> None:
    """The greatest rank goes first, else the last; the note says which and how to see them."""
    report = make_report(
        "Which",
        table_of(
            "Parts",
            ["one"],
            (left("Part"), str),
            (right("first"), lambda _: "1" * 12),
            (right("second", 9), lambda _: "2" * 12),
            (right("third"), lambda _: "3" * 12),
        ),
    )
    narrow = to_text(report, 40)
    assert "2" * 12 not in narrow
    assert "3" * 12 in narrow
    assert "'second' with --wide." in narrow
    assert "2" * 12 in to_text(report, 40, wide=True)


def test_rows_beyond_the_limit_are_counted() -> None:
    """All of them are one option away."""
    report = make_report("Which", table_of("Parts", "abcde", (left("Part"), str), row_limit=2))

    assert "3 more rows with --all." in to_text(report)
    assert "\ne\n" in to_text(report, every_row=True)


def test_a_report_without_details_keeps_nothing_back() -> None:
    """Only what a report itself calls details is left for later."""
    whole = make_report("Why", Facts((("a", "b"),)), Listing("points", ("one",)))
    split = make_report("Why", "Because.", details=(Listing("points", ("one",)),))

    assert "- one" in to_text(whole, details=False)
    assert "- one" not in to_text(split, details=False)
    assert "in 1 section." in to_text(split, details=False)
    assert "--details" not in to_text(split, details=True)
    assert "- one" in to_text(split, details=True)


@pytest.mark.parametrize("width", [1, 5, NARROWEST, 47])
def test_wrapping_loses_no_letter(width: int) -> None:
    """Whatever the width, the words are there in their order."""
    text = "Data-centre construction waits for 評価評価評価 and Unverfügbarkeitswahrscheinlichkeit"
    lines = wrapped(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    # A sign of two columns cannot be made narrower.
    assert max(map(display_width, lines)) <= max(width, 2)
