"""What stages probably are on a map, and the file in which a person corrects it."""

from __future__ import annotations

import pytest

from graph.files import starter_ontology
from graph.measuring.landing import landing_of
from graph.measuring.stages import Role, Stage, guess, read_stages, stages_text
from graph.ontology.reading import read_ontology


@pytest.fixture(scope="module")
def landing():
    """The parts of the map that people begin with."""
    return landing_of(read_ontology([starter_ontology()]))


@pytest.mark.parametrize(
    ("name", "role", "part"),
    [
        ("In Progress", Role.WORK, "coding"),
        ("To Do", Role.WAITING, "coding"),
        ("Selected for Development", Role.WAITING, "coding"),
        ("Blocked", Role.WAITING, "coding"),
        ("Code Review", Role.WORK, "review"),
        ("READY_FOR_REVIEW", Role.WAITING, "review"),
        ("awaitingApproval", Role.WAITING, "review"),
        ("Ready for QA", Role.WAITING, "tests"),
        ("In Testing", Role.WORK, "tests"),
        ("Approved", Role.WAITING, "release"),
        ("Deploying", Role.WORK, "release"),
        ("Refinement", Role.WORK, "planning"),
        ("Done", Role.LEFT_OUT, None),
        ("Won't do", Role.LEFT_OUT, None),
        ("Backlog", Role.LEFT_OUT, None),
        ("Waiting for customer", Role.LEFT_OUT, None),
        ("", Role.LEFT_OUT, None),
    ],
)
def test_usual_words_are_understood(landing, name, role, part):
    """Each is work or waiting for the part that a reader would say, or left out."""
    found = guess(name, landing)

    assert (found.role, found.part) == (role, part)


def test_what_is_not_recognised_says_so(landing):
    """Nothing is put anywhere for want of a better place."""
    assert guess("Frobnicate", landing).why == "not recognised"


def test_the_file_that_is_written_can_be_read(tmp_path, landing):
    """Whatever signs a stage's name has, it comes back as it was."""
    stages = [
        Stage('say "hi" \\ # = [x]', "coding", Role.WORK),
        Stage("Prüfung 🚦\n\t\x07", "review", Role.WAITING),
        Stage("Done", None, Role.LEFT_OUT, "finished"),
    ]
    path = tmp_path / "x.stages.toml"
    path.write_text(stages_text(stages, {"Done": 7}, "a\nb"), encoding="utf-8")

    assert list(read_stages(path, landing).values()) == stages
