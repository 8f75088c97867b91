"""``loopmap explain`` and ``loopmap evidence`` as people and scripts call them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graph.cli.application import run

MAP = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 .
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
"""


@pytest.fixture
def path(tmp_path):
    """The map as a file."""
    file = tmp_path / "map.ttl"
    file.write_text(MAP, encoding="utf-8")
    return str(file)


def printed(capsys, *arguments):
    """Run a command that succeeds and return what it prints."""
    code = run([*map(str, arguments)])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    return shown.out


def test_explain_shows_value_quote_source_and_the_number_without_it(capsys, path):
    """All that is behind coding's speed-up, in words."""
    text = " ".join(printed(capsys, "explain", "coding", "-o", path).split())

    assert "speed-up 4x" in text
    assert "measured, 1 source" in text
    assert '"four times"' in text
    assert "An institute, A trial (2026-01-15), read. https://example.org/trial" in text
    assert "If a source had never been published" in text


def test_explain_as_json_has_null_where_nothing_is_known(capsys, path):
    """Review's speed-up is null, never 1.0; the answer names setting, date and digest."""
    answer = json.loads(printed(capsys, "explain", "review.speedup", "-o", path, "-f", "json"))

    assert answer["numbers"][0]["value"] is None
    assert answer["setting"] == "frontier-lab"
    assert answer["as_of"] == "2026-01-15"
    assert {"schema_version", "ontology", "seed", "draws"} <= set(answer)


def test_explain_as_csv_has_a_line_an_observation(capsys, path):
    """The lines can be read back with weight and source."""
    text = printed(capsys, "explain", "coding.speedup", "-o", path, "-f", "csv")
    (row,) = csv.DictReader(io.StringIO(text))

    assert (row["id"], row["value"], row["weight"], row["source"]) == (
        "trial", "4.0", "1.0", "report",
    )  # fmt: skip


def test_explain_of_a_misspelt_name_exits_with_2(capsys, path):
    """The nearest name is offered on standard error; nothing is printed."""
    code = run(["explain", "codign", "-o", path])
    shown = capsys.readouterr()

    assert code == 2
    assert "Did you mean coding" in shown.err
    assert shown.out == ""


def test_explain_as_markdown_lets_no_markup_through(capsys, tmp_path):
    """A quote from a file cannot bring an image or a tag into the report."""
    file = tmp_path / "hostile.ttl"
    file.write_text(MAP.replace("four times", "<img src=x> ![x](https://evil.test)"), "utf-8")
    text = printed(capsys, "explain", "coding", "-o", file, "-f", "markdown")

    assert "<img" not in text
    assert "![x](" not in text


def test_evidence_says_first_how_much_rests_on_assumption(capsys, path):
    """Coverage, the pace's variance and the source that moves most, before any table."""
    first = " ".join(printed(capsys, "evidence", "--draws", 0, "-o", path).splitlines()[3:6])

    assert "1 of 2 AI speed-ups rest on more than our own view, 1 are unknown" in first
    assert "of the doubt about the pace is about our own view" in first
    assert "'A trial'" in first


def test_evidence_has_a_badge_of_one_line(capsys, path):
    """One line, with the date, for a page that shows the map."""
    text = printed(capsys, "evidence", "--draws", 0, "--badge", "-o", path)

    assert text.count("\n") == 1
    assert text.startswith("evidence: 1 of 2 speed-ups beyond assumption, ")
    assert text.endswith("as of 2026-01-15\n")


def test_evidence_over_draws_agrees_with_the_critical_path(capsys, path):
    """The share of the variance that is assumption is one number, wherever it is printed."""
    review = json.loads(printed(capsys, "evidence", "--draws", 256, "-o", path, "-f", "json"))
    answer = json.loads(printed(capsys, "critical-path", "--draws", 256, "-o", path, "-f", "json"))

    assert review["variance_shares"]["assumed"] == pytest.approx(answer["assumed_variance_share"])
    assert sum(review["variance_shares"].values()) == pytest.approx(1)
    assert review["pace"] == answer["pace"]


@pytest.mark.usefixtures("nothing_kept")
def test_the_same_seed_gives_the_same_bytes(capsys, path):
    """Nothing hangs on chance that is not in the seed."""
    arguments = ("evidence", "--draws", 128, "--seed", 5, "-o", path, "-f", "json")

    assert printed(capsys, *arguments) == printed(capsys, *arguments)


def test_evidence_of_a_map_without_a_loop_says_why_there_is_no_answer(capsys, tmp_path):
    """What the numbers rest on is shown all the same."""
    file = tmp_path / "chain.ttl"
    # Without the second dependency nothing leads back to coding.
    start, rest = MAP.split(":review-gates-coding", 1)
    file.write_text(start + rest[rest.index(":report a") :], "utf-8")
    text = printed(capsys, "evidence", "--draws", 0, "-o", file)

    assert "no cycle" in text
    assert "1 of 2 AI speed-ups" in text


def test_evidence_as_csv_has_a_line_a_number(capsys, path):
    """Every number of the answers with its basis and its sources."""
    text = printed(capsys, "evidence", "--draws", 0, "-o", path, "-f", "csv")
    rows = {f"{row['subject']}.{row['metric']}": row for row in csv.DictReader(io.StringIO(text))}

    assert rows["coding.speedup"]["basis"] == "measured"
    assert rows["coding.speedup"]["sources"] == "report"
    assert rows["review.baseline-days"]["basis"] == "assumed"
