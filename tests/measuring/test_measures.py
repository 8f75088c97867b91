"""From facts to measurements: what is told, what is refused, what does not agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.measuring.clock import Counting
from graph.measuring.event import AiMark, Event
from graph.measuring.landing import Edge, Landing, Part
from graph.measuring.measure import NothingMeasuredError, measure, refuse_nothing
from graph.measuring.measurement import Provenance
from graph.measuring.source import Records
from graph.measuring.stages import Role, Stage
from graph.vocabulary import Bound, Family, Kind

START = datetime(2026, 1, 5, tzinfo=UTC)
PARTS = {
    "coding": Part("coding", "Coding", Family.CODING),
    "review": Part("review", "Review", Family.REVIEW),
}
LANDING = Landing(
    PARTS, (Edge("review-verifies-coding", "review", "coding", Kind.VERIFIES, False),)
)


class Rows:
    """A source of the rows that a test writes."""

    provenance = Provenance("rows", "Rows", "rows 1")
    identifiers = ()
    stages = (
        Stage("code", "coding", Role.WORK),
        Stage("ready", "review", Role.WAITING),
        Stage("review", "review", Role.WORK),
    )

    def __init__(self, events):
        self.events = events

    def read(self):
        """All of them."""
        return Records(self.events, whole_way=True)


def days(number):
    """So many days after the start."""
    return START + timedelta(days=number)


def change(at, **more):
    """A change: coded for a day, waiting for two, reviewed for half a day."""
    more.setdefault("actor", at % 7)
    name = f"change {at}"
    return [
        Event(name, "code", days(at), days(at + 1), **more),
        Event(name, "ready", days(at + 1), days(at + 3), **more),
        Event(name, "review", days(at + 3), days(at + 3.5), **more),
    ]


def measured(events, landing=LANDING):
    """What the rows say, and the same by subject and metric."""
    found = measure(Rows(events), landing, Counting()).measured
    numbers = {(one.subject, one.metric): one for one in found.measurements}
    return found, numbers


def reasons(found, metric):
    """The codes of the refusals of a metric."""
    return {one.code for one in found.refusals if one.metric == metric}


def test_waiting_and_work_are_told_apart():
    """Twenty changes waited two days each and were reviewed for half a day."""
    _, numbers = measured([row for at in range(20) for row in change(at)])

    assert numbers["review", "queue-time"].value == 2
    assert numbers["review", "pass-time"].value == 0.5
    assert numbers["review", "pass-time"].count == 20
    assert numbers["review", "pass-time"].unit == "days"


def test_a_part_that_is_only_waited_for_has_waiting_and_no_work():
    """Of twenty changes the merge took a day each, and nobody's work on it is recorded."""
    gate = {**PARTS, "gate": Part("gate", "Merge", Family.REVIEW)}

    class Gated(Rows):
        stages = (*Rows.stages, Stage("merge", "gate", Role.WAITING))

    log = [row for at in range(20) for row in change(at)]
    log += [
        Event(f"change {at}", "merge", days(at + 3.5), days(at + 4.5), actor=at % 7)
        for at in range(20)
    ]
    found = measure(Gated(log), Landing(gate), Counting()).measured
    numbers = {(one.subject, one.metric): one for one in found.measurements}

    assert numbers["gate", "queue-time"].value == 1
    assert ("gate", "pass-time") not in numbers


def test_fewer_than_five_items_are_refused():
    """Four changes say nothing."""
    found, numbers = measured([row for at in range(4) for row in change(at, actor=None)])

    assert numbers == {}
    assert reasons(found, "pass-time") == {"too-few-items"}


def test_fewer_than_five_people_are_refused():
    """Forty changes of four people would be measures of four people."""
    found, numbers = measured([row for at in range(40) for row in change(at, actor=at % 4)])

    assert numbers == {}
    assert reasons(found, "pass-time") == {"too-few-people"}


def test_nobody_named_is_nobody_measured():
    """Without actors items are counted, and the measurement says so."""
    _, numbers = measured([row for at in range(40) for row in change(at, actor=None)])

    assert "items at work side by side" in numbers["coding", "capacity"].definition


def test_waiting_that_is_not_recorded_is_refused_and_not_zero():
    """Of coding no stage tells the waiting: no number, and the reason."""
    found, numbers = measured([row for at in range(20) for row in change(at)])

    assert ("coding", "queue-time") not in numbers
    assert reasons(found, "queue-time") == {"not-recorded"}


def test_nothing_to_tell_is_a_finding_with_its_reason():
    """Where every number is refused, the message says why, and the exit code is 1."""
    found, _ = measured([row for at in range(4) for row in change(at, actor=None)])
    with pytest.raises(NothingMeasuredError, match=r"4 passes; nothing is told of fewer") as error:
        refuse_nothing(found, "rows")

    assert error.value.exit_code == 1


def test_unreviewed_merges_are_the_bypass():
    """Five of twenty merged changes had no review: a quarter, with Wilson's interval."""
    log = [row for at in range(20) for row in change(at, merged=True, reviewed=at % 4 != 0)]
    _, numbers = measured(log)
    bypass = numbers["review", "bypass-share"]

    assert (bypass.value, bypass.count) == (0.25, 20)
    assert (round(bypass.low, 3), round(bypass.high, 3)) == (0.112, 0.469)


def test_items_that_skip_the_review_are_the_bypass_where_nobody_says_more():
    """Ten of thirty items were coded and never reviewed."""
    log = [row for at in range(20) for row in change(at)]
    log += [Event(f"quick {at}", "code", days(at), days(at + 1), actor=1) for at in range(10)]
    _, numbers = measured(log)

    assert numbers["review", "bypass-share"].value == pytest.approx(1 / 3)


def test_a_share_of_marks_is_a_lower_bound():
    """Six of twenty changes are marked; assistance alone is not counted as written by AI."""
    marks = [AiMark.AUTHOR] * 4 + [AiMark.COAUTHOR] * 2 + [AiMark.ASSIST] * 5 + [AiMark.NONE] * 9
    log = [row for at in range(20) for row in change(at, ai=marks[at])]
    _, numbers = measured(log)
    marked = numbers["coding", "ai-marked-share"]

    assert marked.value == 0.3
    assert marked.bound is Bound.LOWER
    assert "not made by people alone" in " ".join(marked.caveats)


def test_rework_stands_on_the_dependency_of_the_map():
    """Five of twenty-five reviews sent the change back to coding."""
    log = []
    for at in range(20):
        log += change(at)
        if at % 4 == 0:
            log.append(Event(f"change {at}", "code", days(at + 3.5), days(at + 4), actor=1))
            log.append(Event(f"change {at}", "review", days(at + 4), days(at + 5), actor=2))
    _, numbers = measured(log)

    assert numbers["review-verifies-coding", "rework-share"].value == 5 / 25


def test_rework_without_a_dependency_says_how_to_add_one():
    """A map that has no place for it gets the command, and no number."""
    log = []
    for at in range(20):
        log += [*change(at), Event(f"change {at}", "code", days(at + 4), days(at + 5), actor=1)]
    found, numbers = measured(log, Landing(PARTS))

    assert not any(metric == "rework-share" for _, metric in numbers)
    refusal = next(one for one in found.refusals if one.metric == "rework-share")
    assert "loopmap new dependency review coding --kind verifies" in refusal.reason


def test_a_growing_pile_does_not_agree_with_what_came_out():
    """A review a day takes an hour, but every second change stays in the review for good.

    What came out stayed an hour; of 80 days 40 changes pile up, 20 on average, one every two days
    comes out: 20 / 0.5 makes 40 days a change.
    """
    log = []
    for at in range(80):
        end = None if at % 2 else days(at) + timedelta(hours=1)
        log.append(Event(f"change {at}", "review", days(at), end, actor=at % 7))
    found, _ = measured(log)
    told = next(one for one in found.disagreements if one.subject == "review")

    assert told.measured == pytest.approx(1 / 24)
    assert told.implied == pytest.approx(40, rel=0.06)
    assert "waits longer than what came out" in told.reason


def test_a_difference_within_chance_is_not_told():
    """Ten stays of 0.2 and ten of 10 days, and one that lasts 40: 7.1 days implied, 5.1 measured.

    The standard error of the 5.1 is 4.9/sqrt(20) = 1.1, so that 2.0 more is no finding.
    """
    log = [
        Event(f"change {at}", "review", days(at), days(at + (10 if at % 2 else 0.2)), actor=at % 7)
        for at in range(20)
    ]
    log.append(Event("long", "review", days(0), None, actor=1))
    log.append(Event("last", "ready", days(40), days(40), actor=1))
    found, _ = measured(log)

    assert found.disagreements == ()


def test_a_steady_part_agrees_with_itself():
    """Twenty changes that come and go leave nothing to say."""
    found, _ = measured([row for at in range(40) for row in change(at)])

    assert found.disagreements == ()


def test_no_measure_of_a_person_exists():
    """Neither a measurement nor a refusal has a place for who did something."""
    found, _ = measured([row for at in range(40) for row in change(at)])
    fields = {name for one in found.measurements for name in one.__slots__}

    assert not fields & {"actor", "person", "people", "author", "reviewer", "who"}


def test_a_lag_is_at_least_one_with_both_its_ends():
    """Ten changes of three and a half days in a week each: at the end of most weeks none is open.

    So the middle and the lower end are 0, and 1 is written for each: nothing comes out before it
    began.
    """
    ends = Edge("review-gates-coding", "review", "coding", Kind.GATES, closes=True)

    _, numbers = measured(
        [row for week in range(10) for row in change(7 * week, actor=week)], Landing(PARTS, (ends,))
    )

    lag = numbers["review-gates-coding", "lag"]
    assert (lag.value, lag.low, lag.high) == (1.0, 1.0, 1.0)
