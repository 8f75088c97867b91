"""What blocks a measured loop: steps with shares, quarters, and words that claim no cause."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from git_histories import GitHistory, two_quarters

from graph.cli.application import application
from graph.estimates import Interval
from graph.loop.study import study_of
from graph.ontology.reading import read_ontology
from graph.questions.own_loop.compute import Kind, Rests, Step, own_loop, quarter_of
from graph.reports.own_loop import (
    NOT_CAUSAL,
    marks_and_waiting,
    moved,
    own_loop_report,
    quarters_table,
)
from graph.reports.own_loop_chart import quarters_chart
from graph.reports.terminal_text import to_text


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """The answer on a measured map: a day of coding, then one day of waiting and later four."""
    folder = tmp_path_factory.mktemp("loop")
    repository = two_quarters(GitHistory()).write(folder / "r")
    arguments = ["measure", str(repository), "--to", str(folder / "mine"), "--draws", "0"]
    assert CliRunner().invoke(application, arguments).exit_code == 0
    return own_loop(study_of(read_ontology([folder / "mine"])), draws=32)


def test_the_steps_are_all_days_of_the_slowest_way_round(answer):
    """Shares come to one; what is measured and what is assumed is told apart."""
    assert sum(step.share for step in answer.steps) == pytest.approx(1)
    rests = {(step.id, step.kind): step.rests for step in answer.steps}
    assert rests["coding", Kind.WORK] is rests["review", Kind.WAITING] is Rests.MEASURED
    assert rests["review", Kind.WORK] is Rests.ASSUMED
    assert [one.rests for one in answer.faster] == [Rests.BORROWED]


def test_each_quarter_has_its_own_days_and_shares(answer):
    """A day, then one of waiting in the first quarter and four in the second."""
    first, second = answer.quarters

    assert (first.quarter, second.quarter) == ("2026-Q1", "2026-Q2")
    # sums of waiting over sums from first commit to merge: 1/2 and 4/5
    assert first.measured_waiting.median == 0.5
    assert second.measured_waiting.median == 0.8
    assert first.ai_marked_share.median == pytest.approx(1 / 3, abs=1e-3)
    assert second.days.median > first.days.median


def test_nothing_is_said_of_cause(answer):
    """The words about marks carry the warning, whatever the numbers say."""
    risen = replace(
        answer,
        quarters=tuple(
            replace(one, ai_marked_share=Interval(share, share - 0.05, share + 0.05))
            for one, share in zip(answer.quarters, (0.1, 0.6), strict=True)
        ),
    )
    told = marks_and_waiting(risen).points

    assert "They rose once beyond what chance would do (to 2026-Q2)" in told[1]
    assert told[-1] == NOT_CAUSAL
    assert NOT_CAUSAL in quarters_chart(answer).note
    assert "because" not in " ".join(told)


def test_marks_within_chance_did_not_rise(answer):
    """A third and a third are no rise."""
    told = marks_and_waiting(answer).points
    assert told[1] == "From no quarter to the next they rose or fell beyond what chance would do."
    # which step takes most of the days stands beside the shares
    assert told[0].count("waiting for Release") == 2


def test_where_no_change_is_marked_no_rise_is_told(answer):
    """Not "0 % to 0 %": that nothing bears a mark, and that this is no absence of AI."""
    none = Interval(0.0, 0.0, 0.2)
    unmarked = replace(
        answer, quarters=tuple(replace(one, ai_marked_share=none) for one in answer.quarters)
    )
    told = marks_and_waiting(unmarked).points

    assert told[0].startswith("No change bears a mark of AI in any of the 2 quarters")
    assert told[1:] == (NOT_CAUSAL,)
    assert ">= 0 %" not in to_text(own_loop_report(unmarked))


def test_the_days_of_a_round_have_the_interval_of_their_sum(answer):
    """Ends of a sum are nearer than the sums of the ends, since parts vary on their own."""
    around = answer.steps
    assert answer.days.median == pytest.approx(sum(one.days.median for one in around))
    assert sum(one.days.low for one in around) < answer.days.low < answer.days.median
    assert answer.days.median < answer.days.high < sum(one.days.high for one in around)


def test_the_chart_has_a_point_for_each_share_of_each_quarter(answer):
    """Four rows, each with its interval around it."""
    rows = quarters_chart(answer).spec["data"]["values"]

    assert len(rows) == 4
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
    assert quarters_chart(replace(answer, quarters=answer.quarters[:1])) is None


def test_what_was_measured_years_ago_is_told_of_then(tmp_path):
    """No interval from here to infinity: the newest quarter is named, and all is of it."""
    repository = two_quarters(GitHistory(), -3 * 365).write(tmp_path / "r")
    arguments = ["measure", str(repository), "--to", str(tmp_path / "m"), "--draws", "16"]

    result = CliRunner().invoke(application, arguments)

    assert "In 2023-Q2, the newest quarter that could be told, a change took" in " ".join(
        result.stdout.split()
    )
    assert "How much AI speeds up any part is not known" in result.stdout


def test_a_map_without_quarters_is_answered_too():
    """What was never measured has steps and no quarters."""
    found = own_loop(study_of(read_ontology(["tests/ontologies/worked-loop.ttl"])))

    assert found.quarters == ()
    assert found.steps
    assert "quarter" not in to_text(own_loop_report(found), 80).lower()


@pytest.mark.parametrize(
    ("date", "quarter"),
    [
        ("2026-01", "2026-Q1"),
        ("2026-03-31", "2026-Q1"),
        ("2026-04", "2026-Q2"),
        ("2026-12", "2026-Q4"),
    ],
)
def test_a_month_lies_in_its_quarter(date, quarter):
    """January to March are the first."""
    assert quarter_of(date) == quarter


def test_what_is_assumed_of_any_loop_is_not_told_as_this_one(answer):
    """With every step assumed or borrowed, the heading says that nothing can be told yet."""
    steps = tuple(replace(step, rests=Rests.ASSUMED) for step in answer.steps)
    text = to_text(own_loop_report(replace(answer, steps=steps)), 200)

    assert text.splitlines()[0].endswith("cannot be told yet")
    assert "None of the days of a change could be measured" in text
    assert "what of that this loop uses cannot be told" in " ".join(text.split())
    assert " cannot be told yet" not in to_text(own_loop_report(answer), 200)


def test_what_nobody_measured_is_not_told_as_what_blocked(answer):
    """With coding assumed in the first quarter: marked so, and no move is counted from it."""
    first, second = answer.quarters
    guessed = Step("coding", "Coding", Kind.WORK, Interval(1.0), 0.6, Rests.ASSUMED)
    changed = replace(
        answer,
        quarters=tuple(
            replace(one, binds=binds, ai_marked_share=Interval(share, share - 0.05, share + 0.05))
            for one, binds, share in ((first, guessed, 0.1), (second, second.binds, 0.6))
        ),
    )
    rows = quarters_table(changed).rows

    assert [row[2].split(" (")[0] for row in rows] == ["waiting for Release", "Coding, assumed"]
    assert moved(changed).endswith(", assumed).")
    assert (
        "whether what blocks most changed was not measured" in marks_and_waiting(changed).points[1]
    )


def test_quarters_that_are_missing_are_told(answer):
    """The first and second of 2026 follow each other; the second of 2025 and of 2026 do not."""
    first, second = answer.quarters
    apart = replace(answer, quarters=(replace(first, quarter="2025-Q2"), second))

    assert "missing" not in quarters_table(answer).note
    assert "Quarters that are missing had too few" in quarters_table(apart).note


def test_marks_that_only_fell_did_not_rise(answer):
    """Both are said, since the question is of the rise."""
    fallen = replace(
        answer,
        quarters=tuple(
            replace(one, ai_marked_share=Interval(share, share - 0.05, share + 0.05))
            for one, share in zip(answer.quarters, (0.6, 0.1), strict=True)
        ),
    )
    told = marks_and_waiting(fallen).points

    assert told[1] == "From no quarter to the next they rose beyond what chance would do."
    assert told[2].startswith("They fell once")


def test_where_no_part_is_faster_no_gain_is_told(answer):
    """A borrowed speed-up of 0.98 is none to use."""
    slower = replace(answer, faster=tuple(
        replace(one, speedup=Interval(0.98, 0.6, 1.6)) for one in answer.faster))  # fmt: skip
    text = " ".join(to_text(own_loop_report(slower), 200).split())

    assert "That AI makes any part faster is not shown: Coding 0.98x (0.6–1.6) as fast" in text
    assert "of that gain is used" not in text
