"""Every report says, word for word, what it said when somebody last looked at it.

The files beside this test are what the commands printed. If a sentence was changed on purpose,
``uv run python tests/helpers/golden.py`` writes them anew, and the change can be read in the diff.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import golden
import pytest
from answers_once import answers_once

from graph.questions import QUESTIONS
from graph.reports.plain import SCHEMA_VERSION


@pytest.fixture(scope="module", autouse=True)
def words_and_keys_of_one_answer():
    """Words and keys are read off the same answers."""
    with answers_once():
        yield


@pytest.mark.parametrize("report", golden.REPORTS, ids=[report.path for report in golden.REPORTS])
def test_a_report_says_what_it_said(report):
    """Words are equal; so is every letter where nothing is drawn, else numbers nearly."""
    kept = (golden.FOLDER / report.path).read_text(encoding="utf-8")
    actual = report.actual()

    if not golden.same(kept, actual, exact=report.exact):
        assert kept == actual, "refresh with: uv run python tests/helpers/golden.py"


def test_every_file_belongs_to_a_command_and_names_no_place_of_this_checkout():
    """No file is left over from a command that is gone, and none holds where the checkout lies."""
    kept = {path.relative_to(golden.FOLDER).as_posix() for path in golden.FOLDER.rglob("*.txt")}
    texts = [(golden.FOLDER / name).read_text(encoding="utf-8") for name in kept]

    assert kept == golden.files()
    assert not any(str(golden.ROOT) in text or "/home/" in text for text in texts)


def test_every_question_is_kept():
    """A new question gets its report and its keys."""
    asked = {report.arguments[0] for report in golden.REPORTS}
    keyed = {words[0] for commands in golden.KEYED.values() for words in commands}

    assert {question.name for question in QUESTIONS} <= asked
    assert {question.name for question in QUESTIONS} <= keyed


def test_a_changed_word_is_noticed_and_a_last_digit_of_a_draw_is_not():
    """Derived by hand: 1.16 and 1.15 are within 3 %, 1.16 and 1.30 are not."""
    kept = "The loop runs 1.16x the pace.\n-----\n"

    assert golden.same(kept, "The loop runs 1.15x the pace.\n-------\n", exact=False)
    assert not golden.same(kept, "The loop runs 1.30x the pace.\n-----\n", exact=False)
    assert not golden.same(kept, "The loop ran 1.16x the pace.\n-----\n", exact=False)
    assert not golden.same(kept, "The loop runs 1.16x the pace.\n-------\n", exact=True)


def test_the_command_restores_a_file_that_was_changed(tmp_path):
    """One command, run from anywhere, writes back what a fault or an edit took."""
    shutil.copytree(golden.FOLDER / "worked-loop", tmp_path / "worked-loop")
    (tmp_path / "worked-loop" / "human.txt").write_text("something else", encoding="utf-8")
    (tmp_path / "worked-loop" / "active.txt").unlink()
    script = golden.ROOT / "tests" / "helpers" / "golden.py"

    done = subprocess.run(
        [sys.executable, script, "--folder", tmp_path, "worked-loop/human", "worked-loop/active"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    for path in tmp_path.rglob("*.txt"):
        kept = golden.FOLDER / path.relative_to(tmp_path)
        assert path.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", golden.KEYED)
def test_no_key_of_the_json_is_lost(name):
    """The keys are those of the list; what breaks says whether schema_version must rise."""
    kept = (golden.FOLDER / "keys" / f"{name}.txt").read_text(encoding="utf-8")

    assert golden.broken_rule(kept, golden.keys_text(name)) is None


def test_a_lost_key_asks_for_a_new_version_and_a_new_key_does_not():
    """A renamed key is one lost and one new; with the version raised it may go."""
    kept = "schema_version 1\ndays\npace\n"

    assert golden.broken_rule(kept, kept) is None
    assert "gone from the JSON: pace." in golden.broken_rule(kept, "schema_version 1\ndays\nrate\n")
    assert "raise SCHEMA_VERSION" in golden.broken_rule(kept, "schema_version 1\ndays\n")
    assert "allowed" in golden.broken_rule(kept, "schema_version 1\ndays\nnew\npace\n")
    assert "allowed" in golden.broken_rule(kept, "schema_version 2\ndays\n")


def test_a_lost_key_is_not_refreshed_away(tmp_path):
    """While the version stands, the list keeps the key that is gone, and the command says why."""
    path = tmp_path / "keys" / "check.txt"
    path.parent.mkdir()
    path.write_text(f"schema_version {SCHEMA_VERSION}\nonce_there\n", encoding="utf-8")

    refused = golden.refresh(tmp_path, ["keys/check"])

    assert len(refused) == 1
    assert "once_there" in refused[0]
    assert "once_there" in path.read_text(encoding="utf-8")
    path.write_text("schema_version 0\nonce_there\n", encoding="utf-8")
    assert golden.refresh(tmp_path, ["keys/check"]) == []
    assert "once_there" not in path.read_text(encoding="utf-8")


def test_the_lists_hold_words_of_ours_and_no_name_of_a_map():
    """A key that names a part of the map would come and go with the map."""
    said = golden.in_root(("critical-path", "--draws", "0", "-f", "json"))
    names = {item["id"] for item in json.loads(said.out)["components"]}
    for name in golden.KEYED:
        lines = (golden.FOLDER / "keys" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if names & set(line.replace("[]", "").split("."))]
