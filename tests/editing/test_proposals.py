"""Changes that are looked at first: what is shown is what is written, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest
from team_loop import team_loop

from graph.editing.journal import undo
from graph.editing.map_text import MapText, WouldBreakError
from graph.editing.proposals import Noted, accept, propose
from graph.editing.set_value import Grounds, set_value
from graph.editing.writing import ChangedMeanwhileError
from graph.errors import UsageError
from graph.views.build_forms import FORMS, Given

FORM = {form.name: form for form in FORMS}


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the loop that ``loopmap init`` writes, and a place for what can be undone."""
    monkeypatch.setenv("LOOPMAP_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "mine" / "my-loop.ttl"
    file.parent.mkdir()
    file.write_bytes(team_loop().read_bytes())
    return file


def days_of_coding(value: str):
    """The act that sets the days of coding."""

    def act(text: MapText) -> Noted:
        return Noted(set_value(text, "coding.baseline-days", value, Grounds()))

    return act


def test_a_proposal_writes_nothing_and_knows_both_maps(mine: Path) -> None:
    """12 days are 9 in the map after; the file and the map before stay."""
    before = mine.read_bytes()
    found = propose([mine.parent], "set", days_of_coding("9"))

    assert mine.read_bytes() == before
    assert "-    loop:baselineDays 12 ;\n+    loop:baselineDays 9 ;" in found.diff()
    days = [
        next(item.value for item in model.observations.values()
             if (item.subject, item.metric) == ("coding", "baseline-days"))
        for model in (found.before, found.after)
    ]  # fmt: skip
    assert days == [12, 9]
    assert found.before.digest != found.after.digest


def test_what_was_shown_is_written_and_taken_back(mine: Path) -> None:
    """Accepting changes the one line; undo gives the old bytes."""
    before = mine.read_bytes()
    act = days_of_coding("9")
    accept([mine.parent], propose([mine.parent], "set", act), act)
    assert mine.read_bytes() == before.replace(b"loop:baselineDays 12", b"loop:baselineDays 9")

    undo(mine.parent)
    assert mine.read_bytes() == before


def test_a_file_that_changed_since_is_not_overwritten(mine: Path) -> None:
    """Another tab wrote 10 while this one showed 12 -> 9: told, and the 10 stays."""
    act = days_of_coding("9")
    shown = propose([mine.parent], "set", act)
    other = days_of_coding("10")
    accept([mine.parent], propose([mine.parent], "set", other), other)
    after_the_other = mine.read_bytes()

    with pytest.raises(ChangedMeanwhileError, match="look at the change once more"):
        accept([mine.parent], shown, act)
    assert mine.read_bytes() == after_the_other


#: What each form is given on the starter, and a line that must then be in the file.
GIVEN: dict[str, tuple[Given, str]] = {
    "number": (
        {"thing": "review", "metric": "baseline-days", "value": "5"},
        "loop:baselineDays 5 ;",
    ),
    "component": (
        {"name": "load-test", "family": "infra", "days": "4", "after": "coding",
         "before": "review"},
        ":load-test-gates-review a loop:Dependency ;",
    ),
    "dependency": (
        {"source": "planning", "target": "release", "kind": "gates", "reason": "Plans say when."},
        ":planning-gates-release a loop:Dependency ;",
    ),
    "evidence": (
        {"thing": "coding", "metric": "speedup", "value": "1.4", "low": "1.1", "high": "1.8",
         "reasoning": "Counted."},
        ":coding-speedup a loop:Evidence ;",
    ),
    "source": (
        {"name": "our-tracker", "title": "Our tracker", "publisher": "Us", "issued": "2026-10",
         "address": "https://example.org/tracker"},
        ":our-tracker a loop:Source ;",
    ),
    "scenario": (
        {"name": "more-reviewers", "supposed": "review.capacity=2 coding.speedup=8"},
        ":more-reviewers a loop:Scenario ;",
    ),
    "rename": ({"thing": "review", "name": "human-review"}, ":human-review a loop:Review ;"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_writes_what_it_says(mine: Path, form) -> None:
    """The line is new with the change, the map has no errors, and accepting gives it."""
    given, line = GIVEN[form.name]
    assert line not in mine.read_text()
    found = propose([mine.parent], form.called(given), form.act_of(given))
    accept([mine.parent], found, form.act_of(given))

    assert line in mine.read_text()


@pytest.mark.parametrize(
    ("name", "changed", "words"),
    [
        ("number", {"value": "five"}, "five"),
        ("number", {"value": "-3"}, "-3"),
        ("number", {"thing": "reveiw"}, "review"),
        ("component", {"name": "Load test"}, "small letters"),
        ("component", {"name": "coding"}, "taken already"),
        ("component", {"after": "codng"}, "coding"),
        ("evidence", {"source": "nobody"}, "design of the study"),
        ("scenario", {"supposed": "review.capacity"}, "NAME.metric=VALUE"),
        ("rename", {"name": "coding"}, "taken already"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(
    mine: Path, name: str, changed: Given, words: str
) -> None:
    """Numbers that are none, names that are taken, unknown or misspelt."""
    before = mine.read_bytes()
    given = {**GIVEN[name][0], **changed}
    with pytest.raises((UsageError, WouldBreakError), match=words):
        propose([mine.parent], "x", FORM[name].act_of(given))
    assert mine.read_bytes() == before
