"""Each command takes every format that its help offers, and prints that format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import turtle_maps

from graph.cli.commands import COMMANDS

MAPS = Path(__file__).parents[1] / "ontologies"
WORKED, RICH = str(MAPS / "worked-loop.ttl"), str(MAPS / "rich.ttl")

#: Commands that are no question, and what they are asked; a question has a contract of its own.
ASKED = {
    "check": ("check", WORKED, "--alone"),
    "query": ("query", "SELECT ?part { ?part a loop:Coding }", "-o", RICH),
    "diff": ("diff", WORKED, RICH, "--draws", "0"),
    "watch": ("watch", WORKED, "--once", "--draws", "0"),
}


def formats_of(name):
    """The formats that the help of a command offers."""
    command = next(entry for entry in COMMANDS if entry.name == name).load()
    return next(item for item in command.params if item.name == "format_").type.choices


CASES = [(name, format_) for name in ASKED for format_ in formats_of(name)]


@pytest.mark.parametrize(("name", "format_"), CASES)
def test_a_command_prints_the_format_that_it_offers(name, format_):
    """JSON can be read as JSON, CSV has lines of one width, Markdown a table or a heading."""
    said = turtle_maps.loopmap(*ASKED[name], "-f", format_)

    assert said.code in (0, 1)
    assert said.out.strip()
    if format_ == "json":
        texts = said.out.splitlines() if name == "watch" else [said.out]
        assert all(isinstance(json.loads(text), dict) for text in texts)
    if format_ == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(said.out))}) == 1
    if format_ == "markdown":
        assert said.out.startswith(("#", "**", "|", "<!-- loopmap diff -->\n#"))


def test_the_usual_four_are_offered_wherever_there_is_a_table():
    """Whoever writes a script need not learn for each command which formats it has."""
    for name in ("check", "query", "diff"):
        assert {"text", "json", "csv", "markdown"} <= set(formats_of(name))


def test_a_badge_is_printed_in_the_format_asked_for():
    """One line as text; one key beside the version as JSON; one cell as CSV."""
    badge = ("evidence", "--badge", "--draws", "0", "-o", RICH)
    text, as_json, as_csv, markdown = (
        turtle_maps.loopmap(*badge, "-f", format_).out
        for format_ in ("text", "json", "csv", "markdown")
    )
    line = text.strip()

    assert text == line + "\n"
    assert json.loads(as_json)["badge"] == line
    assert set(json.loads(as_json)) == {"schema_version", "badge"}
    assert list(csv.reader(io.StringIO(as_csv))) == [["badge"], [line]]
    assert markdown.replace("\\", "") == text


def test_the_csv_of_a_check_names_place_rule_and_remedy():
    """A line a finding, with the same findings as the JSON."""
    rows = list(csv.DictReader(io.StringIO(turtle_maps.loopmap(*ASKED["check"], "-f", "csv").out)))
    found = turtle_maps.loopmap(*ASKED["check"], "-f", "json").json["problems"]

    assert [row["code"] for row in rows] == [one["code"] for one in found]
    assert {"code", "message", "remedy", "place.file", "place.line"} <= set(rows[0])


def test_markdown_of_a_query_holds_no_markup_of_the_map():
    """A label with a bar and a link stays text; statements cannot end their own block."""
    asked = 'SELECT ("a | [b](https://c)" AS ?x) {}'
    row = turtle_maps.loopmap("query", asked, "-o", RICH, "-f", "markdown").out.splitlines()[2]
    graph = 'CONSTRUCT { [] rdfs:label "x ``` y" } {}'
    block = turtle_maps.loopmap("query", graph, "-o", RICH, "-f", "markdown").out

    assert row == r"| a \| \[b\]\(https://c\) |"
    assert block.startswith("````turtle\n")
    assert block.endswith("\n````\n")
