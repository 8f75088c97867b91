"""What every command promises, whoever wrote it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest
from answers_once import answers_once

from graph.cli.application import run
from graph.cli.commands import COMMANDS

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"


@pytest.fixture(scope="module", autouse=True)
def formats_of_one_answer():
    """All formats are printed of the same answers."""
    with answers_once():
        yield


def command_of(entry) -> click.Command:
    """The command behind an entry of the registry."""
    return entry.load()


def options_of(entry) -> set[str]:
    """The names of a command's options."""
    return {parameter.name for parameter in command_of(entry).params}


def needs_an_argument(entry) -> bool:
    """Whether a command can only be called with something to name."""
    return any(
        isinstance(parameter, click.Argument) and parameter.required
        for parameter in command_of(entry).params
    )


#: Commands that go by dated evidence, of which the worked loop has none.
DATED = ("next", "history")

#: Few enough to be quick, enough for every command that needs draws at all.
DRAWS = "64"


def map_for(entry) -> list[str]:
    """The option that names the small map, or nothing for the shipped one."""
    return [] if entry.name in DATED else ["--ontology", str(WORKED)]


QUESTIONS = [
    entry
    for entry in COMMANDS
    if "assignments" in options_of(entry) and not needs_an_argument(entry)
]


def test_the_registry_holds_the_first_commands():
    """The commands that the README begins with are there, each once."""
    names = [entry.name for entry in COMMANDS]

    assert {"critical-path", "check", "init"} <= set(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_has_help(entry, capsys):
    """``--help`` works, under the name of the registry, and says what the command does."""
    assert run([entry.name, "--help"]) == 0
    printed = capsys.readouterr().out

    assert command_of(entry).name == entry.name
    assert "Usage: loopmap " + entry.name in printed
    assert command_of(entry).help


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry.name)
def test_every_question_answers_in_json(entry, capsys):
    """Each question answers on a small map with one object that names its schema."""
    code = run([entry.name, "--draws", DRAWS, "--format", "json", *map_for(entry)])
    result = json.loads(capsys.readouterr().out)

    assert code == 0
    assert result["schema_version"] == "3"
    assert "setting" in result


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry.name)
def test_every_question_answers_without_draws_or_says_why_not(entry, capsys):
    """Without draws there is the central estimate, or a message that says what is needed."""
    code = run([entry.name, "--draws", "0", "--format", "json", *map_for(entry)])
    printed = capsys.readouterr()

    assert code in (0, 2)
    assert printed.out if code == 0 else "draws" in printed.err


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry.name)
def test_every_question_answers_in_text_markdown_and_csv(entry, capsys):
    """Each question has a heading in Markdown, text without markup, and a table as CSV."""
    printed = {}
    for format_ in ("text", "markdown", "csv"):
        command = [entry.name, "--draws", DRAWS, "--format", format_, *map_for(entry)]
        assert run(command) == 0
        printed[format_] = capsys.readouterr().out

    assert printed["markdown"].startswith("# ")
    assert "====" in printed["text"]
    assert len(list(csv.reader(io.StringIO(printed["csv"])))) >= 1
