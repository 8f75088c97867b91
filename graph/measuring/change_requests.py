"""Pull requests and merge requests as events: coding, waiting for review, review, waiting to go in.

What the moments of a request say, and no more: a review shows when it is handed in, so that the
reading before it counts as waiting, and a request that one approval lets through has no time of
review of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from graph.measuring.event import AiMark, Event
from graph.measuring.stages import Role, Stage
from graph.records import record

CODING: Final = "coding"
AWAITING: Final = "waiting for review"
REVIEW: Final = "review"
MERGING: Final = "waiting to go in"
OPEN: Final = "open"
CHECKS: Final = "checks"

#: By which names maps call the part that reviews; likewise of others below.
REVIEWING: Final = "code-review|review"

#: What the stages are, and by which names maps call their parts; the first that a map has counts.
STAGES: Final = (
    Stage(CODING, "coding", Role.WORK),
    Stage(AWAITING, REVIEWING, Role.WAITING),
    Stage(REVIEW, REVIEWING, Role.WORK),
    Stage(MERGING, "merge-approval|merge|!", Role.WAITING),
    Stage(CHECKS, "tests|checks|testing|test-running|ci|!", Role.WORK),
)
#: Of a source that tells no review apart: the time open holds waiting and review together.
OPEN_STAGE: Final = Stage(OPEN, REVIEWING, Role.WORK)
#: A first commit older than this before the request is another branch's, or a wrong clock.
LONGEST_CODING: Final = timedelta(days=3 * 365)


class Verdict(StrEnum):
    """What a review says."""

    COMMENT = "comment"
    CHANGES = "changes"
    APPROVAL = "approval"


@record
class Review:
    """A review that a person other than the author handed in.

    Attributes:
        when: it was handed in.
        verdict: what it says.
        actor: a keyed hash of who.
    """

    when: datetime
    verdict: Verdict
    actor: int | None = None


@record
class Comment:
    """A comment that a person other than the author made.

    Attributes:
        when: it was made.
        actor: a keyed hash of who.
    """

    when: datetime
    actor: int | None = None


@record
class ChangeRequest:
    """A request to take a change in.

    Attributes:
        item: what tells it apart.
        opened: when.
        merged: when it went in; ``None`` while it is open.
        first_commit: when its first commit was written, if that is known.
        drafts: from when to when it was a draft; the last may be open.
        reviews: of people other than the author, by time; ``None`` if the export has none at all.
        pushes: when commits were added, if that is known.
        comments: in its conversation, of people other than the author; ``None`` if the export has
            none at all, or not the first of a person.
        mark: of AI, if any could be seen.
        author: a keyed hash of who.
        bot: whether automation opened it.
    """

    item: str
    opened: datetime
    merged: datetime | None = None
    first_commit: datetime | None = None
    drafts: tuple[tuple[datetime, datetime | None], ...] = ()
    reviews: tuple[Review, ...] | None = ()
    pushes: tuple[datetime, ...] = ()
    comments: tuple[Comment, ...] | None = None
    mark: AiMark | None = None
    author: int | None = None
    bot: bool = False

    @property
    def reviewed(self) -> bool | None:
        """Whether anybody reviewed it before it went in; ``None`` if that is open or unknown."""
        if self.reviews is None or self.merged is None:
            return None
        return any(one.when <= self.merged for one in self.reviews)

    @property
    def ready(self) -> datetime:
        """When it was first ready for review: opened, or no draft any more."""
        if self.drafts and self.drafts[0][0] <= self.opened and self.drafts[0][1] is not None:
            return self.drafts[0][1]
        return self.opened


@dataclass
class _Way:
    """The way of one request through the stages, as rows that follow each other."""

    request: ChangeRequest
    stage: str
    since: datetime
    actor: int | None = None
    rows: list[Event] = field(default_factory=list)

    def go(self, stage: str, when: datetime, actor: int | None = None) -> None:
        """Leave the stage for another; a stage that was left at once leaves no row of waiting."""
        when = max(when, self.since)
        if when > self.since or self.stage == REVIEW:
            self.rows.append(self._row(when))
        self.stage, self.since, self.actor = stage, when, actor

    def end(self) -> list[Event]:
        """The rows, the last of them open if the request is."""
        self.rows.append(self._row(self.request.merged))
        return self.rows

    def _row(self, end: datetime | None) -> Event:
        one = self.request
        return Event(
            one.item,
            self.stage,
            self.since,
            end,
            kind="change",
            ai=one.mark,
            actor=self.actor,
            merged=one.merged is not None,
            reviewed=one.reviewed,
            bot=one.bot,
        )


def events_of(request: ChangeRequest) -> Iterator[Event]:
    """Give the rows of one request, one stage after another.

    Args:
        request: merged or open; what was closed otherwise never was in all stages.
    """
    first = request.first_commit
    if first is not None and timedelta(0) < request.opened - first <= LONGEST_CODING:
        before = _Way(request, CODING, first, request.author)
        yield before._row(request.opened)
    yield from _since_opened(request)


def _since_opened(request: ChangeRequest) -> list[Event]:
    way = _Way(request, _open_stage(request), request.opened)
    for when, what in _moments(request):
        if request.merged is not None and when > request.merged:
            break
        if isinstance(what, Review):
            _go_through(way, what)
        else:
            way.go(what, when, request.author if what == CODING else None)
    return way.end()


def _go_through(way: _Way, review: Review) -> None:
    """Where a review leads: a comment keeps the request in review, a verdict takes it on."""
    if way.stage == MERGING and review.verdict is not Verdict.CHANGES:
        return
    if way.stage != REVIEW:
        way.go(REVIEW, review.when, review.actor)
    if review.verdict is Verdict.CHANGES:
        way.go(CODING, review.when, way.request.author)
    elif review.verdict is Verdict.APPROVAL:
        way.go(MERGING, review.when)


def _open_stage(request: ChangeRequest) -> str:
    """In what a request is that nobody has looked at: waiting for review, unless none came."""
    if request.reviews is None:
        return OPEN
    if not request.reviews and request.merged is not None:
        return MERGING
    return AWAITING


def _moments(request: ChangeRequest) -> list[tuple[datetime, Review | str]]:
    """When a request is reviewed, or comes into which stage otherwise, by time."""
    found: list[tuple[datetime, Review | str]] = []
    for start, end in request.drafts:
        found.append((start, CODING))
        if end is not None:
            found.append((end, _open_stage(request)))
    reviews = sorted(request.reviews or (), key=lambda one: one.when)
    for at, review in enumerate(reviews):
        found.append((review.when, review))
        later = reviews[at + 1].when if at + 1 < len(reviews) else request.merged
        if review.verdict is Verdict.CHANGES:
            pushed = [when for when in request.pushes if when > review.when]
            pushed = [when for when in pushed if later is None or when < later]
            if pushed:
                found.append((max(pushed), AWAITING))
    return sorted(found, key=lambda one: one[0])


#: From when to when a request was a draft; the last may last.
Drafts = tuple[tuple[datetime, datetime | None], ...]


def in_order(
    drafts: Sequence[tuple[datetime, bool]], opened: datetime, *, draft_now: bool
) -> Drafts:
    """Return from when to when a request was a draft.

    Args:
        drafts: when it became a draft (``True``) or ready for review (``False``), by time.
        opened: when it was opened.
        draft_now: whether it is one now.
    """
    first_is_ready = bool(drafts) and not drafts[0][1]
    since = opened if first_is_ready or (not drafts and draft_now) else None
    found: list[tuple[datetime, datetime | None]] = []
    for when, draft in drafts:
        if draft and since is None:
            since = when
        elif not draft and since is not None:
            found.append((since, when))
            since = None
    return (*found, (since, None)) if since is not None else tuple(found)
