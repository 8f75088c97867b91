"""The JSON Schemas: made from the classes of the answers, and true of what is printed."""

from __future__ import annotations

import atexit
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import click
import pytest
import turtle_maps
from git_histories import GitHistory, two_quarters
from jsonschema import Draft202012Validator

from graph.cli.commands import COMMANDS
from graph.cli.schemas import schema_names, schema_text
from graph.reports.json_schema import Definitions

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("-o", "tests/ontologies/rich.ttl")
WORKED = "tests/ontologies/worked-loop.ttl"

#: What is asked of each command; what is not drawn is not needed to see its keys.
ASKED = {
    "critical-path": ("critical-path", "--certificate", "--draws", "16", *SMALL),
    "active": ("active", *SMALL),
    "human": ("human", *SMALL),
    "next": ("next", "--draws", "16", *SMALL),
    "what-if": ("what-if", "--set", "coding.speedup=3", "--draws", "16", *SMALL),
    "what-if all scenarios": ("what-if", "--draws", "0", *SMALL),
    "history": ("history", "--draws", "0", *SMALL),
    "sensitivity": ("sensitivity", "--draws", "64", *SMALL),
    "takeoff": ("takeoff", "--draws", "16", *SMALL),
    "takeoff of a preset": ("takeoff", "--preset", "davidson-houlden"),
    "takeoff back-test": ("takeoff", "--back-test", *SMALL),
    "domains": ("domains", "--draws", "0", *SMALL),
    "explain a component": ("explain", "coding", "--draws", "0", *SMALL),
    "explain a number": ("explain", "coding.speedup", "--draws", "0", *SMALL),
    "explain the pace": ("explain", "pace", "--draws", "16", *SMALL),
    "evidence": ("evidence", "--draws", "16", *SMALL),
    "glossary": ("glossary",),
    "evidence badge": ("evidence", "--badge", "--draws", "16", *SMALL),
    "own-loop": ("own-loop", "--draws", "16", *SMALL),
    "measure": ("measure", "REPOSITORY", "--to", "no-such-folder", "--dry-run", "--draws", "16"),
    "score": ("score", "--draws", "0", *SMALL),
    "check": ("check", "tests/ontologies/worked-loop.ttl", "--alone"),
    "check nothing": ("check", "no-such-file.ttl"),
    "diff": ("diff", WORKED, "tests/ontologies/rich.ttl", "--draws", "0"),
    "diff of nothing": ("diff", WORKED, "no-such-file.ttl", "--draws", "0"),
    "watch": ("watch", WORKED, "--once", "--draws", "0"),
    "query": ("query", "SELECT ?a ?b { ?a ?p ?b } LIMIT 9", *SMALL),
    "import git": ("import", "git", "REPOSITORY", *SMALL, "--dry-run"),
    "query ask": ("query", "ASK { ?a ?p ?b }", *SMALL),
    "query graph": ("query", "CONSTRUCT WHERE { ?a ?p ?b } LIMIT 2", *SMALL),
}


def closed(schema):
    """The same schema, which allows no key that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("required"), list) and schema.get("type") == "object":
        inner["additionalProperties"] = False
    return inner


@dataclass
class Part:
    """A part.

    Attributes:
        kind: One of two.
    """

    kind: Literal["a", "b"]


@dataclass
class Whole:
    """What is asked.

    More about it.

    Attributes:
        days: In days,
            over two lines.
        names: By id.
        parts: Of it.
        share: Or none.
    """

    days: float
    names: Mapping[str, str]
    parts: tuple[Part, ...]
    share: float | None
    hidden: int = field(default=0, metadata={"json": False})


@dataclass
class Silent:
    """It says nothing of its days."""

    days: float


@cache
def _repository():
    """A git history of two dozen changes by five people, each a merge of two commits."""
    folder = Path(mkdtemp(prefix="loopmap-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(two_quarters(GitHistory()).write(folder / "r"))


def said_by(name, monkeypatch):
    """Every object that a command prints as JSON on a small map."""
    monkeypatch.chdir(ROOT)
    asked = [_repository() if word == "REPOSITORY" else word for word in ASKED[name]]
    out = turtle_maps.loopmap(*asked, "-f", "json").out
    return [json.loads(line) for line in out.splitlines()] if name == "watch" else [json.loads(out)]


def test_a_class_becomes_what_its_annotations_and_its_docstring_say():
    """By hand: a number of each kind, a list of a class of its own, and what is not shown."""
    known = Definitions()
    body = known.object_of(Whole)

    assert body["description"] == "What is asked."
    assert body["required"] == ["days", "names", "parts", "share"]
    assert body["properties"] == {
        "days": {"description": "In days, over two lines.", "$ref": "#/$defs/number"},
        "names": {
            "description": "By id.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
        "parts": {
            "description": "Of it.",
            "type": "array",
            "items": {"$ref": "#/$defs/Part"},
        },
        "share": {
            "description": "Or none.",
            "anyOf": [{"$ref": "#/$defs/number"}, {"type": "null"}],
        },
    }
    assert known.of_class["Part"]["properties"] == {
        "kind": {"description": "One of two.", "enum": ["a", "b"]}
    }


def test_a_class_that_says_nothing_of_a_key_is_refused():
    """Nobody is to meet a key that no word explains."""
    with pytest.raises(TypeError, match="docstring of Silent says nothing of days"):
        Definitions().object_of(Silent)


def test_without_docstrings_there_is_no_schema_and_the_message_says_why():
    """Python that leaves out docstrings leaves out what the keys mean: exit code 2."""
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "graph", "schema", "next"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert "-OO" in done.stderr


def below(command):
    """A command, or those of a group of them."""
    if not isinstance(command, click.Group):
        return [command]
    context = click.Context(command)
    return [command.get_command(context, name) for name in command.list_commands(context)]


def test_every_command_with_json_has_a_schema():
    """Each that takes ``--format json`` has one, its help names it, and nothing else has one."""
    able = {
        entry.name: command
        for entry in COMMANDS
        for command in below(entry.load())
        for option in command.params
        if option.name == "format_" and "json" in option.type.choices
    }

    # Two answers side by side are the same of every question; tests/cli/test_against.py.
    assert {*able, "against"} == set(schema_names())
    assert {name.split()[0] for name in ASKED} == set(able)
    for name, command in able.items():
        assert command.epilog.startswith(f"What its JSON holds: loopmap schema {name}")
        asks_two = any(option.name == "against" for option in command.params)
        assert command.epilog.endswith("loopmap schema against") == asks_two


@pytest.mark.parametrize("name", schema_names())
def test_each_schema_is_one_of_2020_12_and_describes_every_key(name):
    """The schema of schemas accepts it, and each number of an answer says what it is."""
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)

    silent = [
        (title, key)
        for title, one in schema["$defs" if "$defs" in schema else "properties"].items()
        for key, value in one.get("properties", {}).items()
        if not value.get("description")
    ] if name != "query" else []  # fmt: skip
    assert silent == []


@pytest.mark.parametrize("name", ASKED)
def test_what_a_command_prints_is_what_its_schema_says(name, monkeypatch):
    """It validates, also where no key is allowed that the schema does not name."""
    schema = closed(json.loads(schema_text(name.split()[0])))
    for said in said_by(name, monkeypatch):
        errors = sorted(Draft202012Validator(schema).iter_errors(said), key=str)
        assert [f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors] == []


def test_a_wrong_kind_a_lost_key_and_an_unknown_version_are_noticed(monkeypatch):
    """By hand: three ways to break an answer, one finding each."""
    check = Draft202012Validator(json.loads(schema_text("active")))
    (good,) = said_by("active", monkeypatch)
    broken = []
    for change in ({"draws": "many"}, {"schema_version": "0"}, None):
        bad = copy.deepcopy(good)
        if change is None:
            del bad["setting"]
        else:
            bad |= change
        broken.append(len(list(check.iter_errors(bad))))

    assert not list(check.iter_errors(good))
    assert broken == [1, 1, 1]


def test_schema_prints_lists_and_refuses():
    """A name gives the file; none gives the names; a wrong one the nearest, and exit code 2."""
    shown, listed, wrong = (
        turtle_maps.loopmap("schema", *words) for words in (["next"], [], ["critical-pat"])
    )

    assert (shown.code, shown.out) == (0, schema_text("next"))
    assert listed.out.split() == list(schema_names())
    assert (wrong.code, wrong.out) == (2, "")
    assert "Did you mean critical-path?" in wrong.err
