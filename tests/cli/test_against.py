"""``--against``: two settings, days, scenarios or numbers side by side in one answer."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import turtle_maps
from jsonschema import Draft202012Validator

from graph.cli.schemas import schema_text
from graph.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
RICH = ("-o", str(ROOT / "tests/ontologies/rich.ttl"))

#: What a question needs besides, and how few draws it can do with.
BESIDES = {
    "explain": ("coding",),
    "what-if": ("--set", "coding.speedup=2"),
    "sensitivity": ("--draws", "64"),
}


@pytest.fixture
def two(tmp_path: Path) -> str:
    """Coding 12 days at 6x, then review of 8 days; coding waits for the review before last."""
    path = tmp_path / "two.ttl"
    path.write_text(turtle_maps.TWO, encoding="utf-8")
    return str(path)


def said(*words: str) -> turtle_maps.Answer:
    """Return what a command says; it must go well."""
    found = turtle_maps.loopmap(*words)
    assert found.code == 0, found.err
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: item.name)
def test_every_question_takes_it(question) -> None:
    """Its JSON is what two schemas say: of two sides, and of the answer of each."""
    words = (question.name, "--draws", "16", *BESIDES.get(question.name, ()), *RICH)
    words = (*words, "--against", "industry")
    found = said(*words, "-f", "json").json

    check = Draft202012Validator(json.loads(schema_text("against")))
    assert [error.message for error in check.iter_errors(found)] == []
    assert [side["name"] for side in found["sides"]] == ["frontier-lab", "industry"]
    of_one = Draft202012Validator(json.loads(schema_text(question.name)))
    for side in found["sides"]:
        whole = {"schema_version": found["schema_version"], **side["answer"]}
        assert [error.message for error in of_one.iter_errors(whole)] == []
        assert side["answer"]["setting"] == side["name"]


def test_each_side_says_what_it_says_alone() -> None:
    """One number, one meaning: the draws that both have in common serve the difference alone."""
    words = ("critical-path", "--draws", "32")
    beside = said(*words, "--against", "industry", "-f", "json").json
    figures = {item["answer"]: item for item in beside["figures"]}
    for number, (end, setting) in enumerate((("before", "frontier-lab"), ("after", "industry"))):
        alone = said(*words, "--setting", setting, "-f", "json").json
        assert beside["sides"][number]["answer"]["components"] == alone["components"]
        for name in ("period_days", "pace", "baseline_period_days"):
            assert figures[name][end] == alone[name]


def test_it_comes_in_every_format() -> None:
    """As CSV the side is in the first column; text and Markdown name both."""
    words = ("active", *RICH, "--against", "industry")
    rows = list(csv.reader(io.StringIO(said(*words, "-f", "csv").out)))
    assert rows[0][0] == "side"
    assert {row[0] for row in rows[1:]} <= {"frontier-lab", "industry"}
    for more in ((), ("-f", "markdown")):
        assert "frontier-lab beside industry" in " ".join(said(*words, *more).out.split())


def test_a_number_supposed_beside_the_map_by_hand(two: str) -> None:
    """By hand: 8 days, then 2.

    As it is, 12 / 6 = 2 days of coding and 8 of review are 10 days, and two rounds share them: 5;
    but review has one at a time, which takes its 8 days a round. With review at 4x it takes 2 days,
    and the ring of 4 days over two rounds also 2. Without AI: (12 + 8) / 2 = 10, but coding alone
    needs no more than its turn, so 10 / 8 = 1.25x and 10 / 2 = 5x.
    """
    words = ("critical-path", "-o", two, "--draws", "0", "--against", "review.speedup=4")
    found = said(*words, "-f", "json").json
    period = next(item for item in found["figures"] if item["answer"] == "period_days")

    assert (period["before"]["median"], period["after"]["median"]) == (8, 2)
    assert period["mean_difference"] == -6
    text = " ".join(said(*words).out.split())
    assert "as it is: a generation takes 8 days, 1.25x the pace without AI." in text
    assert "review.speedup=4: 2 days, 5x the pace; on average 6 days fewer." in text


def test_both_sides_see_the_same_draws(two: str) -> None:
    """What is not supposed cancels: days without AI do not differ in any draw."""
    words = ("critical-path", "-o", two, "--draws", "64", "--against", "coding.speedup=5")
    found = said(*words, "-f", "json").json
    changes = {item["answer"]: item for item in found["figures"]}

    assert found["common_draws"] == 1
    assert changes["baseline_period_days"]["mean_difference"] == 0
    period = changes["period_days"]
    assert 0 < period["standard_error"] < (period["before"]["high"] - period["before"]["low"]) / 64


def test_rows_of_both_stand_under_each_other(two: str) -> None:
    """A line for each side, the part named once; the answer of one side alone is told by dashes."""
    words = ("critical-path", "-o", two, "--draws", "0", "--against", "review.speedup=4")
    lines = said(*words, "--details").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Review"))

    assert lines[at].split()[1:4] == ["as", "it", "is"]
    assert lines[at + 1].split()[0] == "review.speedup=4"


@pytest.mark.parametrize(
    ("against", "message"),
    [
        ("indstry", "Did you mean industry or"),
        ("frontier-lab", "asked about already (--setting frontier-lab)"),
        ("2019-13", "'2019-13' is not a date"),
        ("nothing.speedup=3", "There is no component 'nothing' on the map. Did you mean coding?"),
        ("no-such.ttl", "no-such.ttl"),
    ],
)
def test_what_names_nothing_is_refused(against: str, message: str) -> None:
    """Exit code 2, what is wrong, the nearest name, and nothing on standard output."""
    found = turtle_maps.loopmap("active", *RICH, "--against", against)
    assert (found.code, found.out) == (2, "")
    assert message in " ".join(found.err.split())


def test_what_has_no_second_side_is_refused() -> None:
    """A badge, a published model, and scenarios that are side by side already."""
    for words in (
        ("evidence", "--badge", *RICH),
        ("takeoff", "--preset", "kwa"),
        ("what-if", *RICH),
    ):
        found = turtle_maps.loopmap(*words, "--against", "industry")
        assert (found.code, found.out) == (2, "")


def test_the_table_is_kept_too(tmp_path: Path) -> None:
    """``--out`` writes what ``--format csv`` prints."""
    path = tmp_path / "both.csv"
    words = ("active", *RICH, "--against", "industry")
    said(*words, "--out", str(path))
    assert path.read_text(encoding="utf-8") == said(*words, "-f", "csv").out
