"""The way of a pull request through its stages, by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.measuring.change_requests import (
    ChangeRequest,
    Review,
    Verdict,
    events_of,
    in_order,
)

OPENED = datetime(2026, 3, 2, tzinfo=UTC)


def at(hour):
    """So many hours after opening."""
    return OPENED + timedelta(hours=hour)


def way(**given):
    """The stages of a request as (stage, from hour, to hour)."""
    request = ChangeRequest("pull 1", OPENED, **given)
    hours = [(one.stage, one.start, one.end) for one in events_of(request)]
    return [
        (stage, (start - OPENED) / timedelta(hours=1),
         None if end is None else (end - OPENED) / timedelta(hours=1))
        for stage, start, end in hours
    ]  # fmt: skip


def review(hour, verdict):
    """A review after so many hours."""
    return Review(at(hour), verdict)


def test_one_approval_shows_no_time_of_review():
    """It waited 5 hours for the review, which is a moment, and 3 more to go in."""
    found = way(merged=at(8), reviews=(review(5, Verdict.APPROVAL),))

    assert found == [("waiting for review", 0, 5), ("review", 5, 5), ("waiting to go in", 5, 8)]


def test_a_draft_is_coding_and_no_waiting():
    """A draft for 4 hours, after 2 hours from the first commit; DevLake would say 6 of pickup."""
    found = way(
        merged=at(8),
        first_commit=at(-2),
        drafts=in_order([(at(4), False)], OPENED, draft_now=False),
        reviews=(review(6, Verdict.APPROVAL),),
    )

    assert found[:3] == [("coding", -2, 0), ("coding", 0, 4), ("waiting for review", 4, 6)]


def test_changes_asked_for_go_back_to_coding_until_the_last_push():
    """Asked at 2, pushed at 3 and 5, approved at 9: three hours of rework, four of waiting."""
    found = way(
        merged=at(10),
        reviews=(review(2, Verdict.CHANGES), review(9, Verdict.APPROVAL)),
        pushes=(at(1), at(3), at(5), at(9.5)),
    )

    assert found == [
        ("waiting for review", 0, 2),
        ("review", 2, 2),
        ("coding", 2, 5),
        ("waiting for review", 5, 9),
        ("review", 9, 9),
        ("waiting to go in", 9, 10),
    ]


def test_what_is_said_after_the_approval_does_not_take_it_back():
    """A comment and a second approval leave it waiting to go in; asking for changes does not."""
    later = (review(6, Verdict.COMMENT), review(7, Verdict.APPROVAL))
    found = way(merged=at(8), reviews=(review(5, Verdict.APPROVAL), *later))
    asked = way(merged=at(8), reviews=(review(5, Verdict.APPROVAL), review(6, Verdict.CHANGES)))

    assert found[-1] == ("waiting to go in", 5, 8)
    assert asked[-1] == ("coding", 6, 8)


def test_comments_keep_it_in_review():
    """From the first comment of a reviewer to the approval is review."""
    found = way(merged=at(9), reviews=(review(2, Verdict.COMMENT), review(6, Verdict.APPROVAL)))

    assert found == [("waiting for review", 0, 2), ("review", 2, 6), ("waiting to go in", 6, 9)]


def test_what_nobody_reviewed_only_waits_to_go_in():
    """It never waited for a review, since none came."""
    assert way(merged=at(3), reviews=()) == [("waiting to go in", 0, 3)]
    assert ChangeRequest("a", OPENED, at(3)).reviewed is False


def test_without_reviews_in_the_export_nothing_is_told_apart():
    """The time open is one stage, and whether it was reviewed is unknown."""
    assert way(merged=at(3), reviews=None) == [("open", 0, 3)]
    assert ChangeRequest("a", OPENED, at(3), reviews=None).reviewed is None


def test_an_open_request_stays_where_it_is():
    """Nobody has looked at it yet."""
    assert way() == [("waiting for review", 0, None)]


def test_a_review_after_it_went_in_is_none():
    """It came too late to be one."""
    late = ChangeRequest("a", OPENED, at(3), reviews=(review(4, Verdict.APPROVAL),))

    assert late.reviewed is False
    assert [one.stage for one in events_of(late)][-1] != "review"


@pytest.mark.parametrize("hours", [0.0, 5.0, -4 * 365 * 24.0])
def test_a_first_commit_that_cannot_be_is_no_coding(hours):
    """After the opening, or more than three years before: another branch's, or a wrong clock."""
    assert [stage for stage, *_ in way(first_commit=at(hours), merged=at(6), reviews=())] == [
        "waiting to go in"
    ]
