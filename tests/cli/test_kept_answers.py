"""A second run of a command says what the first said, sooner, and never what holds no longer."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from turtle_maps import HEAD, TWO

from graph import disk_cache
from graph.cli import asked
from graph.cli.application import run
from graph.cli.asked import ANSWERERS
from graph.cli.options import StudyOptions
from graph.ontology.read_cache import read_by_key
from graph.questions.question import Question

ROOT = Path(__file__).parents[2]
LONELY = '\n:X a loop:Coding ; rdfs:label "X"@en ; loop:baselineDays 1 .\n'
SCENARIO = """
:fast a loop:Scenario ; rdfs:label "Fast"@en ; loop:supposes [ a loop:Supposition ;
    sosa:hasFeatureOfInterest :review ; sosa:observedProperty loop:Speedup ;
    sosa:hasSimpleResult 2 ; loop:reasoning "Let us see."@en ] .
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A cache of the test's own, and where answers are kept in it."""
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return tmp_path / "cache" / "loopmap" / "answers"


@pytest.fixture
def worked(monkeypatch):
    """The questions that were worked out, one each time."""
    found = []
    before = Question.answer

    def spy(question, *arguments, **chosen):
        found.append(question.name)
        return before(question, *arguments, **chosen)

    monkeypatch.setattr(Question, "answer", spy)
    return found


@pytest.fixture
def say(capsys):
    """Run a command and return what it printed on standard output and standard error."""

    def said(command, *arguments):
        code = run([command, *map(str, arguments)])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed

    return said


@pytest.mark.parametrize("name", ["critical-path", "takeoff", "what-if", "evidence"])
def test_the_second_answer_is_the_first_in_every_format(say, worked, two, monkeypatch, name):
    """One answer is worked out, and printed from then on: text, JSON, CSV and Markdown."""
    asked_for = (name, "-o", two, "--draws", 16)
    if name == "what-if":
        asked_for += ("--set", "review.speedup=2")
    formats = ("json", "text", "csv", "markdown")
    kept = [say(*asked_for, "-f", form).out for form in formats]
    assert worked == [name]
    monkeypatch.setenv("LOOPMAP_CACHE", "off")
    assert [say(*asked_for, "-f", form).out for form in formats] == kept


def test_what_is_odd_about_the_map_is_said_every_time(say, worked, two):
    """A notice stands on standard error with an answer that was kept as with the first."""
    two.write_text(TWO + LONELY, encoding="utf-8")
    first, second = (say("critical-path", "-o", two, "--draws", 0) for _ in range(2))

    assert "X: no dependency begins" in first.err
    assert second == first
    assert len(worked) == 1


#: Options that change what is asked, beside those of the first question.
OTHERS = {
    "setting": ("--setting", "industry"),
    "as_of": ("--as-of", "2025"),
    "assignments": ("--set", "review.speedup=2"),
    "evidence_only": ("--evidence-only",),
    "prior": ("--prior",),
    "seed": ("--seed", "1"),
    "draws": ("--draws", "17"),
    "its own": ("--certificate",),
}


@pytest.mark.parametrize("option", OTHERS.values(), ids=OTHERS)
def test_another_option_is_another_question(say, worked, two, option):
    """Whatever is asked otherwise is worked out, and both are known from then on."""
    for _ in range(2):
        say("critical-path", "-o", two, "--draws", 16)
        say("critical-path", "-o", two, "--draws", 16, *option)

    assert len(worked) == 2


def test_every_option_of_a_study_is_tried():
    """A new option has its line above; files, scenarios and printing have tests of their own."""
    elsewhere = {"ontology", "scenarios", "display"}

    assert {field.name for field in fields(StudyOptions)} - elsewhere == {*OTHERS} - {"its own"}


def test_another_question_is_answered_by_itself(say, worked, two):
    """The same options, and yet another answer."""
    say("active", "-o", two)
    say("human", "-o", two)

    assert worked == ["active", "human"]


def test_a_changed_file_is_read_again(say, worked, two):
    """Even if neither size nor time of the file tells it: 8 days of review become 9."""
    before = two.stat()
    first = say("critical-path", "-o", two, "--draws", 0, "-f", "json")
    two.write_text(TWO.replace("baselineDays 8", "baselineDays 9"), encoding="utf-8")
    os.utime(two, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = say("critical-path", "-o", two, "--draws", 0, "-f", "json")

    assert two.stat().st_size == before.st_size
    assert ('"median": 8.0' in first.out, '"median": 9.0' in second.out) == (True, True)
    assert len(worked) == 2


def test_a_file_that_is_new_in_the_folder_counts(say, worked, two):
    """A folder is all its files."""
    say("critical-path", "-o", two.parent, "--draws", 0)
    (two.parent / "more.ttl").write_text(HEAD + LONELY, encoding="utf-8")
    say("critical-path", "-o", two.parent, "--draws", 0)

    assert len(worked) == 2


def test_another_name_of_the_file_is_another_answer(say, worked, two, monkeypatch):
    """Places are named as the file was typed."""
    monkeypatch.chdir(two.parent)
    say("critical-path", "-o", two, "--draws", 0)
    say("critical-path", "-o", "two.ttl", "--draws", 0)

    assert len(worked) == 2


def test_a_file_that_changes_meanwhile_is_not_taken_for_what_was_read(say, two, monkeypatch):
    """What was worked out of a newer text does not stand under the old one."""
    ask = ("critical-path", "-o", two, "--draws", 0, "-f", "json")

    def change(*given):
        two.write_text(TWO.replace("baselineDays 8", "baselineDays 9"), encoding="utf-8")
        return read_by_key(*given)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(asked, "read_by_key", change)
        assert '"median": 9.0' in say(*ask).out
    two.write_text(TWO, encoding="utf-8")
    assert '"median": 8.0' in say(*ask).out


def test_a_scenario_that_is_saved_with_the_question_counts_from_then_on(say, worked, two, capsys):
    """What was worked out of the map before does not stand for the map with the scenario."""
    asked_for = ("what-if", "-o", two, "--draws", 0, "--set", "review.speedup=2")
    run([*map(str, asked_for), "--save", "quick", "-f", "json"])
    first = capsys.readouterr().out
    assert "quick" in two.read_text(encoding="utf-8")
    second = say(*asked_for, "-f", "json").out

    assert len(worked) == 2
    assert first != second


def test_other_code_another_package_or_switch_works_it_out(say, worked, two, monkeypatch):
    """Whatever might change a digit makes what was kept old."""
    ask = ("critical-path", "-o", two, "--draws", 0)
    say(*ask)
    for count, (place, name, value) in enumerate(
        (
            (asked, "code_stamp", lambda _: "other"),
            (disk_cache, "installed_packages", lambda: ("numpy-99.dist-info",)),
            (sys, "hexversion", sys.hexversion + 1),
            (disk_cache, "platform_word", lambda: "another machine"),
            (asked, "stamps", lambda *_: ["another forecast"]),
        )
    ):
        with monkeypatch.context() as changed:
            changed.setattr(place, name, value)
            say(*ask)
        assert len(worked) == count + 2
    monkeypatch.setenv("LOOPMAP_FAST", "off")
    say(*ask)
    assert len(worked) == 7


def test_all_that_answering_loads_is_watched():
    """Whatever module takes part in an answer, a change of it makes answers old."""
    from graph.ontology.read_cache import READERS

    code = (
        "import sys; from graph.questions import QUESTIONS\n"
        "for question in QUESTIONS: question.function\n"
        "print(*(m for m in sys.modules if m.startswith('graph.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = [name.split(".") for name in done.stdout.split()]
    folders = {name[1] for name in ours if len(name) > 2}

    assert folders - {"workers"} <= {*READERS, *ANSWERERS}


def test_neither_the_map_nor_numpy_is_loaded_for_an_answer_that_is_known(two):
    """That is most of the time that it saves."""
    code = (
        "import sys; from graph.cli.application import run;"
        f"run(['critical-path', '-o', {str(two)!r}, '--draws', '16']);"
        "print([name in sys.modules for name in ('numpy', 'graph.loop.central')], file=sys.stderr)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]

    assert said[0].stdout == said[1].stdout
    assert [one.stderr.splitlines()[-1] for one in said] == ["[True, True]", "[False, False]"]


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda data: data[:-1] + b"!"])
def test_a_damaged_entry_is_worked_out_anew(say, worked, folder, two, damage):
    """And put in order by that."""
    ask = ("critical-path", "-o", two, "--draws", 0)
    first = say(*ask)
    (entry,) = folder.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))

    assert [say(*ask), say(*ask)] == [first, first]
    assert len(worked) == 2


def test_an_entry_that_others_may_write_to_is_not_believed(say, worked, folder, two):
    """Nor one in such a folder."""
    ask = ("critical-path", "-o", two, "--draws", 0)
    say(*ask)
    (entry,) = folder.iterdir()
    entry.chmod(0o666)
    say(*ask)
    assert len(worked) == 2
    folder.chmod(0o777)
    say(*ask)
    assert len(worked) == 3


def test_what_is_not_kept(say, folder, two, tmp_path, monkeypatch):
    """Nothing of scenarios of one's own, lines a draw, two sides, or with the switch off."""
    mine = tmp_path / "mine" / "mine.ttl"
    mine.parent.mkdir()
    mine.write_text(f"{HEAD}@prefix sosa: <http://www.w3.org/ns/sosa/> .{SCENARIO}", "utf-8")
    for more in (
        ("critical-path", "--scenario", mine),
        ("what-if", "--set", "review.speedup=2", "--out", tmp_path / "lines.csv"),
        ("critical-path", "--against", "review.speedup=2"),
    ):
        say(*more, "-o", two, "--draws", 16)
    monkeypatch.setenv("LOOPMAP_CACHE", "off")
    say("critical-path", "-o", two)

    assert not folder.exists()


def test_the_last_used_are_kept(say, folder, two, monkeypatch):
    """More answers than there is room for: those go that were not used for longest."""
    monkeypatch.setattr(asked, "_MOST_ANSWERS", 3)
    for seed in range(5):
        say("critical-path", "-o", two, "--draws", 8, "--seed", seed)
    assert len(list(folder.iterdir())) == 3
    monkeypatch.setattr(asked, "_MOST_BYTES", 1000)
    say("critical-path", "-o", two, "--draws", 8, "--seed", 9)
    assert len(list(folder.iterdir())) == 3
