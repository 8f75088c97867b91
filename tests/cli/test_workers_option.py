"""--workers and --on: what they refuse, and that they change no byte of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from turtle_maps import HEAD

from graph.cli.application import run
from graph.workers import cluster

pytestmark = pytest.mark.usefixtures("nothing_kept")

#: A loop of two with a number to draw, a source to leave out, and two scenarios.
MAP = (
    HEAD
    + """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 ; loop:capacity 1 .
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-gates-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:report a loop:Source ; dcterms:title "A trial" ; dcterms:publisher "An institute" ;
    dcterms:issued "2026-01-15"^^xsd:date ; loop:address "https://example.org/trial" .
:trial a loop:Evidence ; sosa:hasFeatureOfInterest :coding ;
    sosa:observedProperty loop:Speedup ; sosa:hasSimpleResult 4 ; loop:notion loop:SerialSpeed ;
    loop:grade loop:RandomisedTrial ; prov:hadPrimarySource :report ; loop:readAs loop:Read ;
    loop:asOf "2026-01"^^xsd:gYearMonth ; loop:quote "four times" .
:quick a loop:Scenario ; rdfs:label "Quick"@en ; loop:supposes [ a loop:Supposition ;
    sosa:hasFeatureOfInterest :review ; sosa:observedProperty loop:Speedup ;
    sosa:hasSimpleResult 4 ; loop:reasoning "Let us see."@en ] .
:slow a loop:Scenario ; rdfs:label "Slow"@en ; loop:supposes [ a loop:Supposition ;
    sosa:hasFeatureOfInterest :coding ; sosa:observedProperty loop:Speedup ;
    sosa:hasSimpleResult 1 ; loop:reasoning "Let us see."@en ] .
"""
)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The map as a file."""
    path = tmp_path / "two.ttl"
    path.write_text(MAP, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Return what a command prints."""
    code = run([str(item) for item in arguments])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return printed.out


@pytest.mark.parametrize(
    "command",
    [
        ("critical-path", "--draws", "3000"),
        ("next", "--draws", "2200", "--horizon", "2026-03"),
        ("what-if", "--draws", "64"),
        ("evidence",),
    ],
    ids=lambda command: command[0],
)
def test_two_processes_print_what_one_prints(
    capsys: pytest.CaptureFixture[str], two: Path, command: tuple[str, ...]
) -> None:
    """Draws in blocks, months too, scenarios, the answers without each source: the same bytes."""
    asked = (*command, "-o", two, "-f", "json")
    alone = said(capsys, *asked)
    assert alone.startswith("{")
    assert said(capsys, *asked, "--workers", 2) == alone


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_numbers_of_workers_that_make_no_sense(
    capsys: pytest.CaptureFixture[str], number: str
) -> None:
    """None, fewer than none, a word, half a worker: refused, the option named."""
    assert run(["critical-path", "--workers", number]) == 2
    printed = capsys.readouterr()
    assert "'--workers'" in printed.err
    assert printed.out == ""


def test_a_scheduler_that_nobody_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which address, and how to start one; nothing on standard output."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    assert run(["critical-path", "--on", "tcp://127.0.0.1:1"]) == 2
    printed = capsys.readouterr()
    assert "There is no Dask scheduler at tcp://127.0.0.1:1" in printed.err
    assert printed.out == ""


def test_workers_and_a_cluster_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """One of the two has to do it."""
    assert run(["critical-path", "--workers", "2", "--on", "tcp://127.0.0.1:8786"]) == 2
    assert "exclude each other" in capsys.readouterr().err
