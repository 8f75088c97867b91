"""``loopmap check``: every format carries every finding; exit codes; levels of a project."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graph.cli.application import run

HEAD = (
    "@prefix : <https://w3id.org/loopmap/map/> .\n@prefix loop: <https://w3id.org/loopmap#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
ZERO = HEAD + (
    ':a a loop:Coding ; rdfs:label "A"@en ; loop:baselineDays 0 .\n'
    ":a-feeds-a a loop:Dependency ; loop:from :a ; loop:to :a ; loop:kind loop:Gates ; "
    "loop:lag 1 .\n"
)
BROKEN = HEAD + ":a a loop:Coding ; loop:baselineDays 1x .\n:b a loop:Coding\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, where no project says anything."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif", "markdown"])
@pytest.mark.parametrize("file", ["broken.ttl", "missing.ttl"])
def test_every_format_carries_what_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], format_: str, file: str
) -> None:
    """Syntax errors and a file that is not there are findings like others; the exit code is 2."""
    (folder / "broken.ttl").write_text(BROKEN)
    assert run(["check", file, "-f", format_]) == 2
    printed = capsys.readouterr().out
    codes = ["syntax-number-with-unit", "syntax-missing-dot"]
    for code in codes if file == "broken.ttl" else ["path-missing"]:
        assert code in printed


def test_sarif_has_the_shape_that_the_standard_asks_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run with driver, rules and results; every result names its rule, place and level."""
    (folder / "zero.ttl").write_text(ZERO)
    assert run(["check", "zero.ttl", "-f", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert (log["version"], log["$schema"].endswith("sarif-2.1.0.json")) == ("2.1.0", True)
    (one,) = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert len(one["results"]) == 3
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (place,) = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "zero.ttl"
        region = place["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]
    prints = [result["partialFingerprints"]["loopmap/v1"] for result in one["results"]]
    assert len(set(prints)) == 3


def test_a_loop_without_time_is_told_by_check_in_the_words_of_the_commands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A warning at the zero, and the same sentence where there is no pace to print."""
    (folder / "zero.ttl").write_text(ZERO)
    words = "The critical cycle takes no time at all, so there is no pace to speak of."
    run(["check", "zero.ttl"])
    assert f"zero.ttl:4:58: warning: a: {words}" in capsys.readouterr().out
    for command in ("critical-path", "sensitivity", "takeoff"):
        assert run([command, "--ontology", "zero.ttl"]) == 2
        assert f"error: {words}" in capsys.readouterr().err


def test_levels_of_a_project_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is off is not told, what is advice fails nothing, and a wrong level is refused."""
    (folder / "zero.ttl").write_text(ZERO)
    levels = folder / "loopmap.toml"
    levels.write_text('[rules]\nloop-takes-no-time = "advice"\ncomponent-definition = "off"\n')
    assert run(["check", "zero.ttl"]) == 0
    printed = capsys.readouterr().out
    assert "advice: a: The critical cycle" in printed
    assert "component-definition" not in printed
    levels.write_text('fail-on = "advice"\n')
    assert run(["check", "zero.ttl"]) == 1
    assert run(["check", "zero.ttl", "--fail-on", "none"]) == 0
    for wrong in ('fail-on = "never"\n', "rule = {}\n", '[rules]\nx = "bad"\n', "= 1\n"):
        levels.write_text(wrong)
        assert run(["check", "zero.ttl"]) == (2 if wrong == "= 1\n" else 1)
        printed = capsys.readouterr().out
        assert "loopmap.toml:" in printed
        # What is wrong in the map is told all the same.
        assert "loop-takes-no-time" in printed


def test_findings_of_one_rule_are_capped_and_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of one rule so many are listed as the project says; the rest is a number."""
    (folder / "loopmap.toml").write_text("most-per-rule = 2\n")
    parts = "".join(f":p{n} a loop:Codin .\n" for n in range(5))
    (folder / "many.ttl").write_text(ZERO + parts)
    assert run(["check", "many.ttl"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("[unknown-term]") == 3
    assert "... and 3 more of [unknown-term]; --all shows each." in printed


def test_syntax_alone_is_checked_of_any_turtle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that has nothing to do with a map has no finding, and its errors are told."""
    (folder / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n")
    assert run(["check", "--syntax", "x.ttl"]) == 0
    assert "Checked 1 file, 1 statement about 1 thing" in capsys.readouterr().out
    (folder / "x.ttl").write_text("<urn:a> <urn:b>\n")
    assert run(["check", "--syntax", "x.ttl"]) == 2


def test_a_file_too_large_is_refused_with_its_size(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal says how large it is, how large it may be, and what to do."""
    monkeypatch.setattr("graph.ontology.inputs.MOST_BYTES", 100)
    (folder / "x.ttl").write_text(ZERO)
    assert run(["check", "x.ttl"]) == 2
    assert "file-too-large" in capsys.readouterr().out


def test_a_map_too_large_is_refused_by_the_questions_too(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after minutes and gigabytes, but at once, with the same words; nothing is answered."""
    monkeypatch.setattr("graph.ontology.inputs.MOST_BYTES", 100)
    (folder / "x.ttl").write_text(ZERO)
    assert run(["critical-path", "--ontology", "x.ttl"]) == 2
    told = capsys.readouterr()
    assert "0 MB are the most that is read" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "command",
    [
        ["fmt", "x.ttl"],
        ["fmt", "--check", "."],
        ["check", "--syntax", "x.ttl"],
        ["diff", "x.ttl", "x.ttl"],
        ["query", "SELECT * { ?s ?p ?o }", "--ontology", "x.ttl"],
        ["set", "a.speedup", "2", "--reasoning", "Seen.", "--ontology", "x.ttl"],
        ["critical-path", "--ontology", "-"],
    ],
    ids=" ".join,
)
def test_every_command_refuses_what_is_too_large_and_leaves_it(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    """Whoever reads Turtle says the same, from a file, a folder or standard input."""
    monkeypatch.setattr("graph.ontology.inputs.MOST_BYTES", 100)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ZERO.encode())))
    (folder / "x.ttl").write_text(ZERO)
    assert run(command) == 2
    told = capsys.readouterr()
    assert "0 MB are the most that is read" in told.err + told.out
    assert (folder / "x.ttl").read_text() == ZERO


def test_a_file_in_a_map_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only its own findings are told; those of the other files are a number."""
    (folder / "dependencies.ttl").write_text(ZERO)
    (folder / "other.ttl").write_text(HEAD + ":b a loop:Codin .\n")
    assert run(["check", "other.ttl"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("[") == 1
    assert "other.ttl was read within the map in ." in printed
    assert "whose other files have" in printed


def test_a_finding_without_a_line_has_none_in_any_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Readers of JSON-LD keep no lines: there is no line 0, which nothing that reads these has."""
    thing = {"@id": "https://w3id.org/loopmap/map/a", "@type": "https://w3id.org/loopmap#Coding"}
    (folder / "a.jsonld").write_text(json.dumps(thing))
    printed = {}
    for format_ in ("text", "json", "github", "sarif", "markdown"):
        assert run(["check", "a.jsonld", "-f", format_]) == 1
        printed[format_] = capsys.readouterr().out
    found = json.loads(printed["json"])["problems"]
    assert found
    assert all(one["place"] == {"file": "a.jsonld"} for one in found)
    (one,) = json.loads(printed["sarif"])["runs"]
    for result in one["results"]:
        (place,) = result["locations"]
        assert place["physicalLocation"] == {"artifactLocation": {"uri": "a.jsonld"}}
    assert "file=a.jsonld,title=" in printed["github"]
    assert "| a.jsonld |" in printed["markdown"]


@pytest.mark.parametrize("level", ["off", "advice"])
def test_what_makes_a_file_unreadable_stays_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    """No project can decide that a file can be read: not there, not UTF-8, no Turtle."""
    codes = {"a.ttl": "path-missing", "b.ttl": "not-utf-8", "c.ttl": "syntax-missing-dot"}
    codes |= {"d.ttl": "file-empty"}
    (folder / "b.ttl").write_bytes(b"\xff")
    (folder / "c.ttl").write_text(HEAD + ":a a loop:Coding")
    (folder / "d.ttl").write_text("")
    rules = "".join(f'{code} = "{level}"\n' for code in codes.values())
    (folder / "pyproject.toml").write_text(f"[tool.loopmap.rules]\n{rules}")
    for file, code in codes.items():
        assert run(["check", file, "-f", "github"]) == 2
        printed = capsys.readouterr().out
        assert (printed.startswith("::error "), f"title={code}::" in printed) == (True, True)


def test_advice_is_a_line_a_kind_and_every_piece_is_one_option_away(capsys):
    """The worked loop: advice of one kind for many things; JSON and --all hold each."""
    worked = str(Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl")
    run(["check", worked, "--alone", "-f", "json"])
    codes = [one["code"] for one in json.loads(capsys.readouterr().out)["problems"]]
    run(["check", worked, "--alone"])
    short = capsys.readouterr().out
    run(["check", worked, "--alone", "--all"])
    full = capsys.readouterr().out

    assert len(codes) > len(set(codes))
    for code in set(codes):
        assert short.count(f"[{code}]") == 1
        assert full.count(f"[{code}]") == codes.count(code)
        assert f"[{code}] and {codes.count(code) - 1} more\n" in short
    assert "--all" in short
    assert "--all" not in full


def test_a_file_beside_a_broken_one_is_checked_as_far_as_its_text_goes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says why not more; its own slips are told; a word of the broken file is not judged.

    ``loop:Mood`` stands in a statement that cannot be read, and may be declared there.
    """
    (folder / "dependencies.ttl").write_text(HEAD + "loop:Mood a rdfs:Class\n")
    slips = 'a:b rdfs:label 1 ; rdfs:lable "B"@en ; loop:baselineDys 3 ; loop:phase loop:Mood .\n'
    (folder / "other.ttl").write_text(HEAD + slips.replace("a:b", ":b"))
    assert run(["check", "other.ttl", "-f", "github"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("title=")[2].partition("::")[0] for line in lines] == [
        "map-unreadable",
        "unknown-reused-term",
        "unknown-term",
    ]
    assert "(dependencies.ttl:4:23)" in lines[0]
    assert run(["check", ".", "-f", "github"]) == 2
    printed = capsys.readouterr().out
    assert ("syntax-missing-dot" in printed, "loop:baselineDys" in printed) == (True, True)
    assert "loop:Mood." not in printed
