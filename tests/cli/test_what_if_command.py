"""``loopmap what-if``, ``sensitivity`` and ``history`` as people and scripts call them."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from shipped_map import SCENARIOS, shipped_model
from turtle_maps import HEAD, TWO

from graph.cli.application import run
from graph.cli.output import save_rows
from graph.errors import UsageError
from graph.loop.study import Study
from graph.questions.what_if.compute import scenarios

SCENARIO = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
:my-case a loop:Scenario ; rdfs:label "My case"@en ; loop:supposes [ a loop:Supposition ;
    sosa:hasFeatureOfInterest :review ; sosa:observedProperty loop:Speedup ;
    sosa:hasSimpleResult 4 ; loop:reasoning "Let us see."@en ] .
"""


@pytest.fixture
def mine(tmp_path):
    """A scenario in a file of its own."""
    path = tmp_path / "mine.ttl"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def answer(capsys, *arguments):
    """Run a command and return its JSON."""
    code = run([*map(str, arguments), "--format", "json"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return json.loads(printed.out)


def refusal(capsys, *arguments):
    """Run a command and return its exit code and what it says on standard error."""
    code = run([*map(str, arguments)])
    return code, capsys.readouterr().err


def change(result, name):
    """One answer of a comparison."""
    return next(item for item in result["answers"] if item["answer"] == name)


def test_before_and_after_of_the_small_loop(capsys, two):
    """Review at 4x takes 2 d: 8 d become 2 d, a pace of 1.25 becomes 5."""
    result = answer(capsys, "what-if", "-o", two, "--draws", 0, "--set", "review.speedup=4")

    assert change(result, "period_days")["mean_difference"] == -6.0
    assert change(result, "pace")["after"]["median"] == 5.0
    assert result["before"]["critical_cycle"] == ["review"]
    assert result["schema_version"]
    assert {"setting", "as_of", "ontology", "seed", "draws"} <= result.keys()


def test_a_scenario_file_does_what_the_same_assignment_does(capsys, two, mine):
    """A path ending in .ttl is a scenario of one's own on the same map."""
    by_file = answer(capsys, "what-if", "-o", two, "--draws", 0, "--scenario", mine)
    by_hand = answer(capsys, "what-if", "-o", two, "--draws", 0, "--set", "review.speedup=4")

    assert by_file["answers"] == by_hand["answers"]
    assert by_file["suppositions"] == ["review.speedup=4"]


def test_a_scenario_file_works_with_every_question(capsys, two, mine):
    """``critical-path`` takes the same option."""
    result = answer(capsys, "critical-path", "-o", two, "--draws", 0, "--scenario", mine)

    assert result["pace"]["median"] == 5.0


def test_a_changed_copy_of_a_scenario_of_the_map_stands_in_its_place(capsys, tmp_path, mine):
    """The map's own 'my-case' says 4x; a copy that says 2x is taken, not both."""
    whole = tmp_path / "whole.ttl"
    whole.write_text(TWO + SCENARIO.split("sosa/> .\n")[1].replace("sosa:", "s:"), "utf-8")
    whole.write_text(
        "@prefix s: <http://www.w3.org/ns/sosa/> .\n" + whole.read_text("utf-8"), "utf-8"
    )
    mine.write_text(SCENARIO.replace("Result 4", "Result 2"), "utf-8")
    result = answer(capsys, "what-if", "-o", whole, "--draws", 0, "--scenario", mine)

    assert result["suppositions"] == ["review.speedup=2"]


@pytest.fixture(scope="module")
def shipped():
    """All scenarios of the shipped map, by id."""
    result = scenarios(Study(shipped_model()))
    return {item.id: item for item in result.outcomes}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_scenario_has_an_answer(shipped, name):
    """All eight work on the shipped map; 'today' changes nothing."""
    outcome = shipped[name]

    assert math.isfinite(outcome.period_days.after.median)
    assert outcome.definition
    if name == "today":
        assert outcome.period_days.mean_difference == 0.0


def test_the_shipped_scenarios_go_the_way_their_names_say(shipped):
    """What hinders lengthens a generation, what helps does not."""
    longer = {key for key, item in shipped.items() if item.period_days.mean_difference > 0}

    assert longer == {
        "compute-frozen",
        "energy-constrained",
        "physical-build-doubled",
        "sceptic",
        "trust-withdrawn",
    }
    assert shipped["vendor-claims"].period_days.mean_difference < 0
    assert list(shipped)[-1] == max(shipped, key=lambda key: shipped[key].period_days.mean_after)


def test_a_scenario_of_the_map_is_taken_by_its_name(capsys):
    """The shipped map's own 'today' changes nothing, and says what it supposed."""
    result = answer(capsys, "what-if", "--draws", 0, "--scenario", "today")

    assert result["suppositions"] == ["integration-gates-specification.lag=1"]
    assert change(result, "period_days")["mean_difference"] == 0.0


def test_without_suppositions_all_scenarios_stand_side_by_side(capsys, two, mine):
    """A map with one scenario shows that one."""
    result = answer(capsys, "what-if", "--draws", 0, "-o", two, "-o", mine)

    assert [item["id"] for item in result["outcomes"]] == ["my-case"]


def test_a_map_without_scenarios_says_what_to_suppose(capsys, two):
    """Nothing to compare is no fault."""
    assert run(["what-if", "-o", str(two), "--draws", "0"]) == 0
    assert "--set" in capsys.readouterr().out


def test_text_says_what_changed_in_its_first_lines(capsys, two):
    """A reader sees direction and size before any table."""
    run(["what-if", "-o", str(two), "--draws", "0", "--set", "review.speedup=4"])
    first = " ".join(capsys.readouterr().out.splitlines()[3:6])

    assert "gets faster" in first
    assert "every 2 days instead of 8" in first


def test_csv_has_a_line_a_component(capsys, two):
    """The CSV can be read back."""
    run(["what-if", "-o", str(two), "--draws", "0", "--set", "review.speedup=4", "-f", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert {row["id"] for row in rows} == {"coding", "review"}
    assert {row["days.mean_difference"] for row in rows} == {"0.0", "-6.0"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "reviw.speedup=3"), "Did you mean review"),
        (("--set", "review.speedup=-3"), "above 0"),
        (("--set", "review.colour=3"), "What can be set"),
        (("--scenario", "doom"), "no scenario 'doom'"),
        (("--scenario", "nowhere.ttl"), "nowhere.ttl"),
        (("--as-of", "someday", "--set", "review.speedup=3"), "is not a date"),
        (("--out", "x.csv", "--set", "review.speedup=3"), "Without draws"),
        (("--draws", "4", "--out", "no/such/folder/x.csv"), "There is no folder"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(capsys, two, arguments, said):
    """Exit code 2, and a message that helps."""
    code, message = refusal(capsys, "what-if", "-o", two, "--draws", 0, *arguments)

    assert code == 2
    assert said in message


def test_an_unknown_component_is_answered_with_the_nearest_three(capsys):
    """On the shipped map three names are near 'evaluation'."""
    code, message = refusal(capsys, "what-if", "--draws", 0, "--set", "evaluation-dsign.speedup=3")

    assert code == 2
    assert message.count(" or ") == 2
    assert "evaluation-design" in message


def test_a_file_without_a_scenario_is_told_as_one(capsys, two):
    """The map itself is no scenario; the message shows how one is written."""
    code, message = refusal(capsys, "what-if", "-o", two, "--scenario", two)

    assert code == 2
    assert "holds no scenario" in message
    assert "loop:Scenario" in message


def test_a_file_with_two_scenarios_is_refused_with_their_names(capsys, two, mine):
    """Which of the two is meant cannot be known."""
    second = SCENARIO.replace(":my-case", ":other-case").split("sosa/> .\n")[1]
    mine.write_text(SCENARIO + second, "utf-8")
    code, message = refusal(capsys, "what-if", "-o", two, "--scenario", mine)

    assert code == 2
    assert "my-case, other-case" in message


def test_a_scenario_file_about_something_not_on_the_map_has_its_place(capsys, two, mine):
    """Content errors point into the scenario file; exit code 1."""
    mine.write_text(SCENARIO.replace(":review", ":reviw"), "utf-8")
    code, message = refusal(capsys, "what-if", "-o", two, "--scenario", mine)

    assert code == 1
    assert "mine.ttl:" in message
    assert "reviw" in message


def test_a_date_before_the_evidence_names_the_oldest(capsys):
    """Nothing on the shipped map was known in 1999."""
    code, message = refusal(capsys, "what-if", "--as-of", "1999", "--draws", 0)

    assert code == 2
    assert "oldest evidence" in message


def test_draws_go_to_a_file_a_line_each(capsys, two, tmp_path):
    """Both sides of every draw: review at 4x never takes longer than at 1x."""
    out = tmp_path / "draws.csv"
    arguments = ["what-if", "-o", two, "--draws", 4, "--set", "review.speedup=4", "--out", out]
    assert run([*map(str, arguments)]) == 0
    capsys.readouterr()
    rows = list(csv.DictReader(out.open(encoding="utf-8")))

    assert [row["draw"] for row in rows] == ["0.0", "1.0", "2.0", "3.0"]
    for row in rows:
        assert float(row["period_days_after"]) < float(row["period_days_before"])


def test_an_interruption_leaves_the_old_file_and_no_half_one(tmp_path):
    """Ctrl-C in the middle of the rows: what was there is still there, alone."""
    path = tmp_path / "draws.csv"
    path.write_text("old\n", encoding="utf-8")

    def rows():
        yield (1,)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_rows(path, ("a",), rows())

    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_cannot_be_written_as_a_file(tmp_path):
    """The message names the path."""
    with pytest.raises(UsageError, match="is a folder"):
        save_rows(tmp_path, ("a",), ())


def test_sensitivity_has_a_line_a_number(capsys):
    """On the shipped map many numbers are uncertain; shares lie between 0 and 1."""
    result = answer(capsys, "sensitivity", "--draws", 128)

    assert len(result["numbers"]) > 50
    assert all(0 <= row["first_order"] <= 1 for row in result["numbers"])
    assert 0 <= result["assumed_variance_share"] <= 1
    assert result["options"][0]["mean_pace"] >= result["mean_pace"]


def test_sensitivity_says_so_where_nothing_is_uncertain(capsys, tmp_path):
    """A map of exact numbers gets a sentence, no empty tables."""
    path = tmp_path / "exact.ttl"
    path.write_text(
        HEAD
        + """:a a loop:Coding ; rdfs:label "A"@en ; loop:baselineDays 3 .
:a-gates-a a loop:Dependency ; loop:from :a ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
""",
        "utf-8",
    )
    code = run(["sensitivity", "-o", str(path), "--draws", "64"])

    assert code == 0
    assert "What is worth measuring" in capsys.readouterr().out


def test_sensitivity_refuses_too_few_draws(capsys, two):
    """Exit code 2 with the least number that would do."""
    code, message = refusal(capsys, "sensitivity", "-o", two, "--draws", 3)

    assert code == 2
    assert "64 or more" in message


def test_history_shows_every_year(capsys, tmp_path):
    """The shipped map from 2022 on; the series goes to a file with a line a part and year."""
    out = tmp_path / "series.csv"
    result = answer(capsys, "history", "--draws", 0, "--out", out)
    rows = list(csv.DictReader(out.open(encoding="utf-8")))

    assert [row["year"] for row in result["years"]] == [2022, 2023, 2024, 2025, 2026]
    assert len(rows) == len(result["components"])
    assert {row["year"] for row in rows} == {"2022", "2023", "2024", "2025", "2026"}


def test_history_of_an_undated_map_says_what_is_missing(capsys, two):
    """Exit code 2 and the reason."""
    code, message = refusal(capsys, "history", "-o", two, "--draws", 0)

    assert code == 2
    assert "dated" in message
