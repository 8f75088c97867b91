"""The recipes of ``ontology/README.md``, followed to the letter in a copy of the map."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from turtle_maps import loopmap

from graph.cli.application import run
from graph.ontology.checks.check import check
from graph.ontology.reading import read_ontology
from graph.turtle.reading import read_turtle
from tests.tools import arrange_places

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
#: A file that a recipe names, and what it says to put there.
_CAPTIONED = re.compile(r"^`([\w./-]+\.ttl)`:\n\n```turtle\n(.*?)```", re.DOTALL | re.MULTILINE)
#: Commands of the recipes that write to the map; others need a table or a checkout.
_WRITING = ("set", "new")
#: Tests that hold the shipped map to what it promises; they run in the copy, on the copy.
MAP_TESTS = ("test_ontology_map.py", "test_ontology_evidence.py")


def paragraphs():
    """The paragraphs of Turtle in the guide, each with the file that its caption names."""
    return _CAPTIONED.findall(GUIDE)


def commands():
    """The commands of the recipes that write, as words without ``uv run loopmap``."""
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).replace("\\\n", " ")
    words = [shlex.split(line, comments=True)[3:] for line in lines.splitlines()]
    return [one for one in words if one and one[0] in _WRITING]


def names_by_file(folder):
    """The names that are the subject of a statement, each with the files it stands in."""
    return {
        (path.relative_to(folder).as_posix(), str(triple.subject))
        for path in folder.rglob("*.ttl")
        for triple in read_turtle(path.read_text(encoding="utf-8"), path.name).triples
    }


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the map in which every recipe has been followed by hand."""
    project = tmp_path_factory.mktemp("recipes")
    folder = project / "ontology"
    shutil.copytree(ROOT / "ontology", folder)
    for file, paragraph in paragraphs():
        path = folder / file
        start = "\n" if path.exists() else ""
        with path.open("a", encoding="utf-8") as stream:
            stream.write(start + paragraph)
    return folder


@pytest.fixture(scope="module")
def commanded(tmp_path_factory):
    """A copy of the map in which every command of the recipes has been given."""
    folder = tmp_path_factory.mktemp("commands") / "ontology"
    shutil.copytree(ROOT / "ontology", folder)
    for words in commands():
        assert run([*words, "--ontology", str(folder)]) == 0, words
    return folder


def answer(*arguments):
    """Ask what blocks the loop."""
    said = loopmap("critical-path", "--draws", "0", "-f", "json", *arguments)
    assert said.code == 0, said.err
    return said.json


def part(result, name):
    """One component of an answer."""
    return next(item for item in result["components"] if item["id"] == name)


def test_every_paragraph_of_the_guide_says_where_it_goes():
    """No Turtle without the name of a file above it, and one or more for each kind of thing."""
    assert len(paragraphs()) == GUIDE.count("```turtle\n")
    kinds = "".join(text for _, text in paragraphs())
    for kind in (
        "Review",
        "Dependency",
        "Evidence",
        "Source",
        "Domain",
        "FeedbackLoop",
        "Scenario",
    ):
        assert f" a loop:{kind} ;" in kinds


def test_the_commands_write_what_the_paragraphs_show(followed, commanded):
    """By hand or by command: the same new things in the same files, drivers left aside."""
    shipped = names_by_file(ROOT / "ontology")
    by_hand = names_by_file(followed) - shipped

    assert len(commands()) > 7
    assert names_by_file(commanded) - shipped == {
        (file, name) for file, name in by_hand if file != "drivers.ttl"
    }


def test_a_map_after_all_commands_lists_what_is_left_to_write(commanded):
    """``check`` finds nothing but the texts that a person has to write."""
    assert {one.code for one in check([commanded]).problems} == {"left-to-do"}


def test_the_tests_of_the_map_hold_in_the_copy(followed):
    """What is promised of the shipped map is true after every recipe, too.

    What the reader refuses of broken copies says nothing of a map, and was tried already.
    """
    tests = followed.parent / "tests"
    tests.mkdir()
    for name in MAP_TESTS:
        shutil.copy(ROOT / "tests" / name, tests)
    shutil.copy(ROOT / "tests/helpers/shipped_map.py", tests)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-xq",
            "-p",
            "no:cacheprovider",
            "-k",
            "not refused",
            tests,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=followed.parent,
    )

    assert done.returncode == 0, done.stdout[-3000:]


def test_a_new_component_gets_its_place(followed):
    """The first of the two commands: places of the old ones stay, the new one has one."""
    model = read_ontology([followed])
    places = arrange_places.arranged(model)

    assert "prompt-review" in places


def test_a_map_after_all_recipes_is_clean(followed):
    """``check`` finds nothing at all: no error, no warning, no advice."""
    said = loopmap("check", followed)

    assert said.code == 0, said.out
    assert "0 errors, 0 warnings, 0 pieces of advice" in said.out


def test_the_new_component_has_its_place_in_the_answer(followed):
    """It takes 12 x 0.5 = 6 days, holds nobody up, and blocks once it takes 300."""
    now = part(answer("-o", followed), "prompt-review")
    slow = answer("-o", followed, "--set", "prompt-review.baseline-days=300")

    assert now["days"]["median"] == 6
    assert 0 < now["permanent_slack_days"] < 294
    assert "prompt-review" in slow["critical_cycle"]


def test_the_new_evidence_moves_what_it_speaks_of(followed):
    """A trial of 1.3x raises an acceleration that was lower in the setting of the trial."""
    before = part(answer("--setting", "industry"), "coding")["acceleration"]["median"]
    after = part(answer("--setting", "industry", "-o", followed), "coding")["acceleration"][
        "median"
    ]

    assert before < after < 1.3
