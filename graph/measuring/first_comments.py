"""How long change requests wait for a first comment, told apart from their first review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from graph.measuring.change_requests import ChangeRequest
from graph.measuring.clock import DAY, Counting, counted, day_of, seconds_of
from graph.measuring.measurement import Measurement, Refusal
from graph.measuring.people import LEAST_GROUP
from graph.measuring.period import Period, open_at, period_of
from graph.statistics.order_statistics import median_of

METRIC: Final = "first-comment-time"
_DEFINITION: Final = (
    "from being ready for review to the first comment in its conversation by a person other than "
    "the author, median of the changes that went in and had one before."
)


def first_comments(
    requests: Iterable[ChangeRequest], subject: str, counting: Counting, method: str
) -> Iterator[Measurement | Refusal]:
    """Give, by the period in which they went in, how long requests waited for a first comment.

    What was said while a request was a draft answers nothing that was asked, and does not count; a
    review is no comment. Requests of automation are left out.

    Args:
        requests: of an export; those of which the first comment is not known are left out.
        subject: the part of the map that comments.
        counting: how time is counted.
        method: what made the numbers, with its version.
    """
    known = [one for one in requests if _ended(one, counting) <= counting.latest]
    opened = open_at(day_of(max((_ended(one, counting) for one in known), default=0)))
    by_period: dict[Period, list[ChangeRequest]] = defaultdict(list)
    for one in known:
        if one.merged is not None and one.comments is not None and not one.bot:
            period = opened(period_of(day_of(_ended(one, counting)), counting.step))
            by_period[period].append(one)
    for period, some in sorted(by_period.items()):
        yield _of_period(period, some, subject, counting, method)


def _ended(request: ChangeRequest, counting: Counting) -> int:
    """When a request went in, or was opened if it is open, on the team's clock."""
    return seconds_of(request.merged or request.opened) + counting.offset


def _of_period(
    period: Period, some: list[ChangeRequest], subject: str, counting: Counting, method: str
) -> Measurement | Refusal:
    waits = sorted(wait for one in some if (wait := _wait(one, counting)) is not None)
    people = {one.author for one in some}
    people |= {review.actor for one in some for review in one.reviews or ()}
    people |= {comment.actor for one in some for comment in one.comments or ()}
    people.discard(None)
    if people and len(people) < LEAST_GROUP:
        reason = (
            f"{len(people)} people did something in it; nothing is told of fewer than "
            f"{LEAST_GROUP}."
        )
        return Refusal(subject, METRIC, period, "too-few-people", reason, len(people))
    if len(waits) < LEAST_GROUP:
        reason = f"{len(waits)} changes had a comment; nothing is told of fewer than {LEAST_GROUP}."
        return Refusal(subject, METRIC, period, "too-few-items", reason, len(waits))
    centre = median_of(waits)
    low, high = (None if end is None else end / DAY for end in (centre.low, centre.high))
    return Measurement(
        subject, METRIC, centre.value / DAY, low, high, "days", len(waits), "changes", period,
        _DEFINITION, f"{method}, {counting.days.words}",
        caveats=(
            f"{len(waits):,} of {len(some):,} changes had a comment of a person before they went "
            "in.",
        ),
    )  # fmt: skip


def _wait(request: ChangeRequest, counting: Counting) -> int | None:
    """Seconds until the first comment; ``None`` if there was none while it was open for review."""
    ready, merged = request.ready, request.merged
    if merged is None:
        return None
    moments = [one.when for one in request.comments or () if ready <= one.when <= merged]
    if not moments:
        return None
    start, end = (seconds_of(one) + counting.offset for one in (ready, min(moments)))
    return counted(end, counting.days) - counted(start, counting.days)
