"""From rows to passes: what is waiting, what is work, what is done again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.measuring.clock import DAY, Counting, Days, counted, seconds_of
from graph.measuring.event import Event
from graph.measuring.facts_in_memory import facts_in_memory
from graph.measuring.passes import (
    BACKWARDS,
    BOT,
    NO_TIME,
    TWICE,
    UNKNOWN_STAGE,
    Faults,
    passes_of,
    rows_by_item,
)
from graph.measuring.stages import Role, Stage

#: Monday, 5 January 2026, 0:00 UTC.
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = 3600
STAGES = {
    stage.name: stage
    for stage in (
        Stage("to do", "coding", Role.WAITING),
        Stage("code", "coding", Role.WORK),
        Stage("ready", "review", Role.WAITING),
        Stage("review", "review", Role.WORK),
        Stage("parked", None, Role.LEFT_OUT),
    )
}


def row(stage, start, end, **more):
    """A row of the one item, its times in hours from Monday."""
    moment = None if end is None else MONDAY + timedelta(hours=end)
    queued = more.pop("queued", None)
    more["queued"] = None if queued is None else MONDAY + timedelta(hours=queued)
    return Event("a", stage, MONDAY + timedelta(hours=start), moment, **more)


def passes(*events, days=Days.CALENDAR):
    """The passes of the one item as (part, hours waited, hours worked, taken up)."""
    counting = Counting(days=days)
    rows = rows_by_item(events, STAGES, counting, Faults({}))["a"]
    return [
        (one.part, one.wait / HOUR, one.work / HOUR, one.taken) for one in passes_of(rows, counting)
    ]


def test_stages_of_waiting_and_work_make_one_pass():
    """Two hours to do and three hours of coding are one pass through coding."""
    found = passes(row("to do", 0, 2), row("code", 2, 5))

    assert found == [("coding", 2, 3, True)]


def test_a_gap_before_a_stage_is_waiting_for_it():
    """Coded until 3, reviewed from 8: the review was waited for 5 hours."""
    found = passes(row("code", 0, 3), row("review", 8, 9))

    assert found == [("coding", 0, 3, True), ("review", 5, 1, True)]


def test_what_is_left_out_is_neither_waiting_nor_a_pass_of_its_own():
    """Parked from 3 to 8, and the coding went on at 8: one pass, 3 + 2 hours, none waited."""
    found = passes(row("code", 0, 3), row("parked", 3, 8), row("code", 8, 10))

    assert found == [("coding", 0, 5, True)]


def test_time_in_the_queue_counts_from_when_the_item_was_ready():
    """Ready at 1, while coding still went on until 2; taken up at 4: 3 hours waited."""
    found = passes(row("code", 0, 2), row("review", 4, 5, queued=1))

    assert found == [("coding", 0, 2, True), ("review", 3, 1, True)]


def test_what_goes_on_side_by_side_in_a_part_counts_once():
    """Two checks from 0 to 4 and from 1 to 5 take the part 5 hours, not 8."""
    assert passes(row("code", 0, 4), row("code", 1, 5)) == [("coding", 0, 5, True)]


def test_a_queue_that_another_run_covers_is_no_waiting():
    """The second check was queued from 0 to 3, but the first ran from 1 on: one hour waited."""
    found = passes(row("code", 1, 4, queued=0), row("code", 3, 5, queued=0))

    assert found == [("coding", 1, 4, True)]


def test_work_without_an_end_leaves_the_pass_open():
    """Who is still at work is at work on nothing that could be told."""
    counting = Counting()
    rows = rows_by_item([row("code", 0, None)], STAGES, counting, Faults({}))["a"]

    assert passes_of(rows, counting)[0].end is None


def test_waiting_alone_is_a_pass_that_nobody_took_up():
    """It waited and went away: no work, and not taken up."""
    assert passes(row("ready", 0, 4)) == [("review", 4, 0, False)]


def test_a_weekend_counts_for_nothing_in_working_days():
    """Friday 12:00 to Monday 12:00 is 72 hours of the calendar and 24 of working days."""
    friday = 4 * 24 + 12

    assert passes(row("code", friday, friday + 72))[0][2] == 72
    assert passes(row("code", friday, friday + 72), days=Days.WORKING)[0][2] == 24


def test_working_time_adds_up_over_any_cut():
    """Counted in hours one by one, 1,000 hours have the working hours of the Mondays to Fridays."""
    start = seconds_of(MONDAY) + 5 * HOUR
    whole = counted(start + 1000 * HOUR, Days.WORKING) - counted(start, Days.WORKING)
    by_hand = sum(
        datetime.fromtimestamp(start + hour * HOUR, UTC).weekday() < 5 for hour in range(1000)
    )

    assert whole == by_hand * HOUR


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (row("code", 0, 1, bot=True), BOT),
        (Event("a", "code", datetime(1970, 1, 1, tzinfo=UTC)), NO_TIME),
        (Event("a", "code", datetime(2200, 1, 1, tzinfo=UTC)), NO_TIME),
        (row("code", 5, 4), BACKWARDS),
        (row("dreaming", 0, 1), UNKNOWN_STAGE),
    ],
)
def test_a_faulty_row_is_left_out_and_counted(event, reason):
    """It is neither used nor lost without a word."""
    facts = facts_in_memory([event, row("code", 0, 1)], STAGES, Counting())

    assert [(one.reason, one.count) for one in facts.left_out] == [(reason, 1)]
    assert facts.rows == 2


def test_a_row_told_twice_counts_once():
    """Exported twice, an hour of coding stays one hour; the double is counted."""
    facts = facts_in_memory([row("code", 0, 1)] * 2, STAGES, Counting())

    assert [(one.reason, one.count) for one in facts.left_out] == [(TWICE, 1)]
    assert facts.parts[0].works.total == HOUR


def test_a_return_is_a_way_back_and_not_forward():
    """Code, review, code, review: one return from review to coding, and none to the review."""
    log = [row("code", 0, 1), row("review", 1, 2), row("code", 2, 3), row("review", 3, 4)]
    facts = facts_in_memory(log, STAGES, Counting())

    assert [(one.source, one.target, one.returns, one.passes) for one in facts.returns] == [
        ("review", "coding", 1, 2)
    ]


def test_a_person_at_two_items_counts_once():
    """One codes at three items at once, another at one: two people side by side."""
    log = [
        Event(item, "code", MONDAY, MONDAY + timedelta(hours=4), actor=who)
        for item, who in (("a", 1), ("b", 1), ("c", 1), ("d", 2))
    ]
    facts = facts_in_memory([*log, row("review", 300, 301, actor=3)], STAGES, Counting())

    assert next(one for one in facts.peaks if one.part == "coding").peaks == (2,)


def test_items_in_progress_are_those_of_the_hours():
    """Two items of 12 hours each within a record of one day: one in progress on average."""
    log = [
        Event("a", "code", MONDAY, MONDAY + timedelta(hours=12)),
        Event("b", "code", MONDAY + timedelta(hours=12), MONDAY + timedelta(hours=24)),
    ]
    part = facts_in_memory(log, STAGES, Counting()).parts[0]

    assert part.present == DAY
    assert part.seconds == DAY
