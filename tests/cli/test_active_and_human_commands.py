"""``loopmap active`` and ``loopmap human`` as people and scripts call them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from turtle_maps import TWO

from graph.cli.application import run

#: The small loop, with signs in a label that a page must escape.
SMALL = TWO.replace('"Review"@en', '"Review <b>"@en')
#: The same with what was thought of it in two years.
DATED = SMALL.replace(
    "@prefix rdfs", "@prefix sosa: <http://www.w3.org/ns/sosa/> .\n@prefix rdfs"
).replace("@prefix :", "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n@prefix :") + "".join(
    f"""
:review-{metric.lower()}-{year} a loop:Evidence ; sosa:hasFeatureOfInterest :review ;
    sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult {value} ;
    loop:asOf "{year}"^^xsd:gYear ;
    loop:grade loop:OurAssumption ; loop:reasoning "We think so."@en .
"""
    for year, metric, value in (
        (2023, "AiShareOfPersonTime", 0.1),
        (2025, "AiShareOfPersonTime", 0.4),
        (2025, "Speedup", 1.5),
    )
)
COMMANDS = pytest.mark.parametrize("name", ["active", "human"])


@pytest.fixture
def small(tmp_path):
    """A small loop as a file."""
    path = tmp_path / "small.ttl"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


@pytest.fixture
def dated(tmp_path):
    """A small loop with numbers of two years as a file."""
    path = tmp_path / "dated.ttl"
    path.write_text(DATED, encoding="utf-8")
    return str(path)


def printed(capsys, *arguments):
    """Run a command that must work and return what it prints."""
    code = run(list(arguments))
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out


@COMMANDS
def test_the_json_names_the_standpoint_and_keeps_what_is_missing_null(capsys, small, name):
    """Setting, date, digest, seed and draws stand in the answer; unknown is null, never 1 or 0."""
    result = json.loads(printed(capsys, name, "-o", small, "-f", "json"))
    assert result["schema_version"] == "3"
    assert result["setting"] == "frontier-lab"
    assert (result["draws"], result["seed"], result["as_of"]) == (0, None, None)
    assert len(result["ontology"]) == 64
    review = next(item for item in result["components"] if item["id"] == "review")
    missing = "acceleration" if name == "active" else "human_share_of_decisions"
    assert review[missing] is None


def test_a_speedup_written_on_the_component_counts_as_our_assumption(capsys, small):
    """Coding is accelerated, but nothing is shown by evidence; the text says so first."""
    lines = printed(capsys, "active", "-o", small).split("\n")
    said = " ".join(lines[3:6])
    assert said.startswith(
        "0 of 2 parts are shown to be faster with AI: 0 by evidence from this setting"
    )
    assert "1 more are faster in our view, without a source that shows it" in said


@COMMANDS
def test_the_csv_of_the_shipped_map_has_one_column_per_number(capsys, name):
    """A line per component; a column is not there twice, once whole and once in parts."""
    rows = list(csv.DictReader(io.StringIO(printed(capsys, name, "-f", "csv"))))
    assert len({row["id"] for row in rows}) == len(rows) > 50
    heads = list(rows[0])
    assert not [head for head in heads if any(other.startswith(f"{head}.") for other in heads)]


def test_records_in_a_cell_of_the_csv_can_be_read(capsys):
    """The other notions of coding's acceleration are JSON in one cell."""
    rows = csv.DictReader(io.StringIO(printed(capsys, "active", "-f", "csv")))
    coding = next(row for row in rows if row["id"] == "coding")
    assert {item["notion"] for item in json.loads(coding["other_notions"])} >= {"throughput"}


@COMMANDS
def test_the_csv_by_year_has_a_line_per_component_and_year(capsys, dated, name):
    """Both components stand once in every year from that of the oldest number to the newest."""
    text = printed(capsys, name, "-o", dated, "--by-year", "-f", "csv")
    keys = [(row["id"], int(row["year"])) for row in csv.DictReader(io.StringIO(text))]
    assert sorted(keys) == [
        (part, year) for part in ("coding", "review") for year in (2023, 2024, 2025)
    ]


@COMMANDS
def test_by_year_adds_a_table_to_the_text(capsys, dated, name):
    """The years stand as columns, and only if asked for."""
    asked = printed(capsys, name, "-o", dated, "--by-year")
    assert "at the end of each year" in asked
    assert "at the end of each year" not in printed(capsys, name, "-o", dated)


@COMMANDS
def test_labels_cannot_add_markup_to_the_markdown(capsys, small, name):
    """A label with a tag in it comes out as text."""
    text = printed(capsys, name, "-o", small, "-f", "markdown", "--by-year")
    assert text.startswith("# Which parts")
    assert "<b>" not in text


@COMMANDS
def test_the_answer_as_of_a_year_knows_no_later_evidence(capsys, dated, name):
    """As of 2023 the last day that counts is in 2023, and so is the last year shown."""
    result = json.loads(printed(capsys, name, "-o", dated, "--as-of", "2023", "-f", "json"))
    assert result["as_of"] == "2023-12-31"
    assert {item["year"] for item in result["history"]} == {2023}
    assert "2025" not in json.dumps(result["history"])


@COMMANDS
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--setting", "moon"), "no setting 'moon'"),
        (("--as-of", "yesterday"), "not a date"),
        (("--set", "codng.speedup=3"), "Did you mean coding"),
        (("--ontology", "no-such-file.ttl"), "no-such-file.ttl"),
        (("--scenario", "nothing-like-it"), "no scenario"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(capsys, small, name, arguments, says):
    """Exit code 2 and what would make sense, without a traceback."""
    assert run([name, "-o", small, *arguments]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@COMMANDS
def test_the_same_question_gets_the_same_bytes(capsys, dated, name):
    """Nothing is drawn: seed and number of draws change nothing."""
    first = printed(capsys, name, "-o", dated, "-f", "json", "--seed", "1", "--draws", "7")
    assert first == printed(
        capsys, name, "-o", dated, "-f", "json", "--seed", "2", "--draws", "1000"
    )
