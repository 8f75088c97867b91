"""A report says by what it was made, how to get it again and how to cite it."""

from __future__ import annotations

import shlex
from importlib.metadata import version
from pathlib import Path

import pytest
import turtle_maps

from graph.exporters.answer_report import to_report
from graph.exporters.registry import exporter_named

pytestmark = pytest.mark.usefixtures("nothing_kept")

WORKED = str(Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl")


def test_the_command_in_the_report_makes_the_same_report():
    """A law: what it says to type gives the same bytes, suppositions and seed among it."""
    asked = ("export", "report", "-o", WORKED, "--set", "C.speedup=3", "--draws", "16")
    first = turtle_maps.loopmap(*asked, "--seed", "5", "--prior").out
    (line,) = [line for line in first.splitlines() if line.startswith("- Command: ")]
    program, *words = shlex.split(line.removeprefix("- Command: `").removesuffix("`."))

    assert program == "loopmap"
    assert "C.speedup=3" in words
    assert turtle_maps.loopmap(*words).out == first


def test_version_and_digest_stand_in_the_citation(worked):
    """The first twelve digits of the map's digest, which the report holds whole as well."""
    text = to_report(worked)
    cited = text.partition("## How to cite it\n\n")[2]

    assert f"version {version('loopmap')}" in cited
    assert worked.answer.ontology[:12] in cited
    assert "- Command" not in text


def test_a_command_cannot_end_its_own_code(material_from):
    """Backticks and line breaks of what was typed stay in one line of code."""
    text = to_report(material_from(WORKED, command="loopmap 'a`` ![x](https://y)\n# b'"))

    assert "- Command: ``` loopmap 'a`` ![x](https://y) # b' ```." in text


def test_a_picture_says_at_its_foot_where_it_comes_from(shipped):
    """Setting, date, runs, seed, map and how to cite: enough to make it again."""
    picture = exporter_named("svg").make(shipped)
    answer = shipped.answer

    for words in (answer.setting, answer.as_of, answer.ontology[:12], "Cite: the loopmap authors"):
        assert words in picture.rpartition("<text")[2]
