"""``loopmap critical-path`` as people and scripts call it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from turtle_maps import HEAD, TWO

from graph.cli.application import run

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"


def answer(capsys, *arguments):
    """Run the command without draws and return its JSON."""
    code = run(["critical-path", "--draws", "0", "--format", "json", *map(str, arguments)])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return json.loads(printed.out)


def refusal(capsys, *arguments):
    """Run the command and return its exit code and what it says on standard error."""
    code = run(["critical-path", "--draws", "0", *map(str, arguments)])
    return code, capsys.readouterr().err


def by_id(result):
    """The components of an answer by their ids."""
    return {item["id"]: item for item in result["components"]}


def test_the_small_loop_is_bound_by_review(capsys, two):
    """Coding 12/6 = 2 d, review 8 d alone at a time: max((2+8)/2, 8/1) = 8 d.

    Before: max((12+8)/2, 8) = 10 d, so the pace is 10/8 = 1.25.
    """
    result = answer(capsys, "--ontology", two)

    assert result["period_days"] == {"median": 8.0, "low": None, "high": None}
    assert result["pace"]["median"] == 1.25
    assert result["critical_cycle"] == ["review"]
    assert result["unknown_components"] == ["review"]


def test_the_small_loop_uses_a_quarter_of_the_speed_up(capsys, two):
    """Coding may slow by 2*8 - (2+8) = 6 d, so of 6x it uses 12/(2+6) = 1.5x.

    Put back to 12 d it would cost 10/8 - 1 = 25 %: partly absorbed.
    """
    coding = by_id(answer(capsys, "--ontology", two))["coding"]

    assert coding["permanent_slack_days"] == 6.0
    assert coding["useful_speedup"] == 1.5
    assert coding["system_gain"] == 0.25
    assert coding["absorption"] == "partly absorbed"


def test_the_small_loop_is_held_up_by_review_alone(capsys, two):
    """With review at 0 d the loop takes (2+0)/2 = 1 d, so that review blocks 7/8.

    At 2 d, 4x faster, coding and review bind together with (2+2)/2 = 2 d.
    """
    review = by_id(answer(capsys, "--ontology", two))["review"]

    assert review["blocking_share"] == 0.875
    assert review["days_gained_at_double_speed"] == 8 - max((2 + 4) / 2, 4)
    assert review["next_bottleneck"] == {
        "at_speedup": 4.0,
        "takes_over": ["coding", "review"],
        "period_days": 2.0,
    }
    assert review["acceleration"] is None
    assert review["status"] == "unknown"


def test_the_worked_loop_comes_out_as_by_hand(capsys):
    """Five components whose answer stands, fraction by fraction, with the known answers."""
    result = answer(capsys, "--ontology", WORKED, "--certificate")
    parts = by_id(result)

    assert result["period_days"]["median"] == 10.0
    assert result["pace"]["median"] == 1.35
    assert set(result["critical_cycle"]) == {"I", "E", "D"}
    assert {key: parts[key]["blocking_share"] for key in "CRIED"} == {
        "C": 0,
        "R": 0,
        "I": 0.2,
        "E": 0.2,
        "D": 0.15,
    }
    assert {key: parts[key]["permanent_slack_days"] for key in "CRIED"} == {
        "C": 3,
        "R": 2,
        "I": 0,
        "E": 0,
        "D": 0,
    }
    assert {key: parts[key]["one_off_float_days"] for key in "CRIED"} == {
        "C": 3,
        "R": 3,
        "I": 0,
        "E": 0,
        "D": 0,
    }
    assert parts["C"]["useful_speedup"] == 2.4
    assert parts["D"]["next_bottleneck"]["at_speedup"] == 2.0
    assert result["latency_days"] == 20.0
    assert result["certificate"]["period"] == "10"


def test_supposing_a_speed_up_moves_the_answer(capsys, two):
    """Review at 4x takes 2 d: both cycles through it take 2 d, a pace of 10/2."""
    result = answer(capsys, "--ontology", two, "--set", "review.speedup=4")

    assert result["pace"]["median"] == 5.0
    assert result["suppositions"] == ["review.speedup=4"]


def test_a_label_works_where_an_id_does(capsys, two):
    """The label names the component, whatever its case."""
    result = answer(capsys, "--ontology", two, "--set", "REVIEW.speedup=4")

    assert result["pace"]["median"] == 5.0


def test_in_flight_is_another_word_for_capacity(capsys, two):
    """With four reviews at once only the pair binds: (2+8)/2 = 5 d."""
    result = answer(capsys, "--ontology", two, "--set", "review.in-flight=4")

    assert result["period_days"]["median"] == 5.0


def test_the_lag_of_a_dependency_can_be_supposed(capsys, two):
    """With a lag of 1 the pair takes (2+8)/1 = 10 d."""
    result = answer(capsys, "--ontology", two, "--set", "review-feeds-coding.lag=1")

    assert result["period_days"]["median"] == 10.0


def test_standard_input_is_an_ontology(capsys, monkeypatch):
    """A single hyphen reads the map from standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(TWO))

    assert answer(capsys, "--ontology", "-")["period_days"]["median"] == 8.0


def test_several_files_make_one_map(capsys, tmp_path):
    """Components in one file and dependencies in another answer as one file would."""
    lines = TWO.split("\n:coding-gates-review")
    (tmp_path / "a.ttl").write_text(lines[0], encoding="utf-8")
    (tmp_path / "b.ttl").write_text(HEAD + "\n:coding-gates-review" + lines[1], encoding="utf-8")

    both = answer(capsys, "-o", tmp_path / "a.ttl", "-o", tmp_path / "b.ttl")
    folder = answer(capsys, "-o", tmp_path)

    assert (
        both["period_days"] == folder["period_days"] == {"median": 8.0, "low": None, "high": None}
    )


def test_csv_has_a_line_a_component(capsys, two):
    """The CSV can be read back and holds the numbers of the JSON."""
    run(["critical-path", "--draws", "0", "--format", "csv", "--ontology", str(two)])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert [row["id"] for row in rows] == ["review", "coding"]
    assert rows[0]["days.median"] == "8.0"
    assert rows[0]["acceleration.median"] == ""


def test_text_says_the_answer_in_its_first_lines(capsys, two):
    """A reader sees period, pace and blocker before any table."""
    run(["critical-path", "--draws", "0", "--ontology", str(two)])
    first = " ".join(capsys.readouterr().out.splitlines()[3:6])

    assert "8 days" in first
    assert "1.25 times as fast" in first
    assert "Review holds it up most" in first


def test_markdown_of_a_hostile_label_is_harmless(capsys, tmp_path):
    """A label cannot bring an image or a tag into the report."""
    path = tmp_path / "hostile.ttl"
    path.write_text(TWO.replace('"Review"', '"![x](https://evil.test/p) <img src=x>"'), "utf-8")
    run(["critical-path", "--draws", "0", "--format", "markdown", "--ontology", str(path)])
    printed = capsys.readouterr().out

    assert "![x](" not in printed
    assert "<img" not in printed


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("review.speedup", "NAME.metric=VALUE"),
        ("reviw.speedup=3", "Did you mean review"),
        ("review.speed=3", "What can be set"),
        ("review.speedup=fast", "not a number"),
        ("review.speedup=-1", "above 0"),
        ("review.speedup=0", "above 0"),
        ("review.speedup=nan", "finite"),
        ("review.speedup=inf", "finite"),
        ("review.baseline-days=-2", "of 0 or more"),
        ("review.lag=2", "is a component and has no lag"),
    ],
)
def test_a_supposition_that_makes_no_sense_says_what_would(capsys, two, assignment, said):
    """Exit code 2 and a message with the form, the nearest name or the range."""
    code, message = refusal(capsys, "--ontology", two, "--set", assignment)

    assert code == 2
    assert said in message


def test_a_map_without_a_cycle_says_how_to_close_it(capsys, tmp_path):
    """A chain has no period; the message asks for a dependency with a lag; exit code 1."""
    path = tmp_path / "chain.ttl"
    chain = TWO.split("\n:review-feeds-coding")[0].replace(" ; loop:capacity 1", "")
    path.write_text(chain, encoding="utf-8")
    code, message = refusal(capsys, "--ontology", path)

    assert code == 1
    assert "no cycle" in message
    assert "loop:lag" in message


#: The small loop without its way back: review still takes one at a time.
PIPELINE = TWO.split("\n:review-feeds-coding")[0] + "\n"


def test_a_capacity_alone_is_told_as_no_loop(capsys, tmp_path):
    """Rounds follow each other through review every 8 d; the text says that no loop is closed.

    The warning names the very dependency that closes it, with a lag.
    """
    path = tmp_path / "pipeline.ttl"
    path.write_text(PIPELINE, encoding="utf-8")
    assert run(["critical-path", "--draws", "0", "--ontology", str(path)]) == 0
    printed = capsys.readouterr()
    first = " ".join(printed.out.split("Loop  ")[0].split())

    assert "every 8 days" in first
    assert "no part feeds back into another" in first
    assert "The loop takes" not in printed.out
    assert f"{path}:6:1: warning: review:" in printed.err
    assert "takes only so many at once: review." in printed.err
    assert (
        ":review-feeds-coding a loop:Dependency ; loop:from :review ; loop:to :coding ; "
        "loop:kind loop:Gates ; loop:lag 1 ." in printed.err
    )


def test_what_the_warning_says_to_write_closes_the_loop(capsys, tmp_path):
    """Written into the map as it stands: (2 + 8) / 1 = 10 d, and nothing is left to warn of."""
    path = tmp_path / "pipeline.ttl"
    path.write_text(PIPELINE, encoding="utf-8")
    run(["critical-path", "--draws", "0", "--ontology", str(path)])
    said = capsys.readouterr().err
    line = said[said.index(":review-feeds-coding a loop:Dependency") :].partition(" .")[0] + " ."
    path.write_text(PIPELINE + line + "\n", encoding="utf-8")

    assert run(["critical-path", "--draws", "0", "--ontology", str(path)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "A generation of models takes 10 days" in " ".join(printed.out.split())


def test_two_loops_that_never_meet_are_no_loop_either(capsys, tmp_path):
    """Each of two parts waits for itself alone: the text says that none feeds the other."""
    path = tmp_path / "alone.ttl"
    own = (
        ":{0}-again a loop:Dependency ; loop:from :{0} ; loop:to :{0} ; loop:kind loop:Gates ; "
        "loop:lag 1 .\n"
    )
    path.write_text(PIPELINE + own.format("coding") + own.format("review"), encoding="utf-8")
    run(["critical-path", "--draws", "0", "--ontology", str(path)])

    assert "no part feeds back into another" in " ".join(capsys.readouterr().out.split())


def test_one_part_that_waits_for_itself_is_a_loop(capsys, tmp_path):
    """With a single part there is no other to feed: the loop takes its 12 days."""
    path = tmp_path / "one.ttl"
    path.write_text(
        HEAD
        + """:a a loop:Coding ; rdfs:label "A"@en ; loop:baselineDays 12 .
:a-again a loop:Dependency ; loop:from :a ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
""",
        encoding="utf-8",
    )
    run(["critical-path", "--draws", "0", "--ontology", str(path)])

    assert "A generation of models takes 12 days" in " ".join(capsys.readouterr().out.split())


def test_a_cycle_without_lag_names_its_members(capsys, tmp_path):
    """Coding waits for review which waits for coding: refused, both named; exit code 1."""
    path = tmp_path / "dead.ttl"
    path.write_text(TWO.replace(" ; loop:lag 2", ""), encoding="utf-8")
    code, message = refusal(capsys, "--ontology", path)

    assert code == 1
    assert "coding" in message
    assert "review" in message


def test_a_missing_file_is_named(capsys, tmp_path):
    """Exit code 2 for what cannot be read."""
    code, message = refusal(capsys, "--ontology", tmp_path / "nowhere.ttl")

    assert code == 2
    assert "nowhere.ttl" in message


def test_an_unknown_setting_lists_the_known_ones(capsys, two):
    """A typing slip is answered with what would be right."""
    code, message = refusal(capsys, "--ontology", two, "--setting", "frontier")

    assert code == 2
    assert "frontier-lab" in message


def test_an_unknown_scenario_is_refused(capsys, two):
    """A scenario that the map does not have is no silent nothing."""
    code, message = refusal(capsys, "--ontology", two, "--scenario", "doom")

    assert code == 2
    assert "doom" in message


def test_a_date_that_is_none_is_refused(capsys, two):
    """A date must look like one."""
    code, message = refusal(capsys, "--ontology", two, "--as-of", "yesterday")

    assert code == 2
    assert "yesterday" in message


def test_an_unknown_command_offers_the_nearest(capsys):
    """A misspelt command is answered with the nearest name."""
    code = run(["critical-pth"])

    assert code == 2
    assert "critical-path" in capsys.readouterr().err


def test_a_fault_of_ours_is_told_as_one(capsys, monkeypatch, two):
    """An exception nobody expected gives exit code 3 and no traceback."""
    monkeypatch.setattr(
        "graph.questions.critical_path.compute.critical_path", lambda *_a, **_k: 1 / 0
    )
    code = run(["critical-path", "--draws", "0", "--ontology", str(two)])
    message = capsys.readouterr().err

    assert code == 3
    assert "internal error" in message
    assert "Traceback" not in message


def test_want_of_memory_is_no_fault_of_ours(capsys, monkeypatch, two):
    """Exit code 2, what the system said, and what takes less; wherever the work was done."""

    def too_large(*_arguments, **_options):
        raise MemoryError("Unable to allocate 73 TiB")

    monkeypatch.setattr("graph.questions.critical_path.compute.critical_path", too_large)
    code = run(["critical-path", "--draws", "0", "--ontology", str(two)])
    message = capsys.readouterr().err

    assert code == 2
    assert "no memory left (Unable to allocate 73 TiB). Take fewer --draws" in message
    assert "internal" not in message


def test_the_floor_limits_the_acceleration(capsys, tmp_path):
    """Coding of 12 d with a floor of 4 d cannot be 6x faster: it takes 4 d, 3x."""
    path = tmp_path / "floor.ttl"
    path.write_text(TWO.replace("loop:speedup 6", "loop:speedup 6 ; loop:floorDays 4"), "utf-8")
    coding = by_id(answer(capsys, "--ontology", path))["coding"]

    assert coding["days"]["median"] == 4.0
    assert coding["acceleration"]["median"] == 3.0


def test_a_loop_that_takes_no_time_has_no_pace(capsys, two):
    """All days at 0: there is nothing to divide by, and that is said."""
    code, message = refusal(
        capsys,
        "--ontology",
        two,
        "--set",
        "coding.baseline-days=0",
        "--set",
        "review.baseline-days=0",
    )

    assert code == 2
    assert "no pace" in message
