"""What only a git history tells: marks of AI, lines noted as AI's, what was undone, how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from typing import Final

from graph.measuring.clock import DAY, day_of, moment_of
from graph.measuring.git.changes import Change
from graph.measuring.git.history import History
from graph.measuring.git.marks import Part
from graph.measuring.git.notes import Noted
from graph.measuring.measurement import Measurement, Refusal
from graph.measuring.people import LEAST_GROUP
from graph.measuring.period import Period, Step, open_at, period_of
from graph.records import record
from graph.statistics.order_statistics import Centre, share_of
from graph.statistics.scales import half_width
from graph.vocabulary import Bound

#: Below this share of changes whose own commits are known, no time is told.
LEAST_LINKED: Final = 0.5
#: Periods before the newest that are told.
MOST_PERIODS: Final = 40
#: What of a history each number is about.
CODING, REVIEW = "coding", "review"
_LEVEL: Final = 0.95

_MARKED = (
    "Share of changes merged that name an AI tool as author or co-author, or disclose its help, in "
    "a commit of theirs. Automation that is no AI is left out."
)
_WRITTEN = (
    "Share of changes merged that name an AI tool as author or co-author in a commit of theirs. "
    "Automation that is no AI is left out."
)
_BOUND = "A lower bound: what bears no mark is unmarked, not made without AI. Marks can be off."
_LINES = (
    "Lines that notes at refs/notes/ai say AI wrote, as a share of all lines that the noted "
    "commits of the mainline add."
)
_UNDONE = (
    "Share of changes merged that undo an earlier change of the mainline, by git's or the forge's "
    "word for it."
)
_WAITING = (
    "Time from the last commit of a change to its merge, as a share of the time from its first "
    "commit to its merge: sums over all changes whose commits are known."
)
_OFTEN = "Changes merged in a week, automation left out."


@record
class PeriodChanges:
    """The changes merged in a period, automation left out.

    Attributes:
        period: that period.
        changes: the oldest first.
        linked: those whose own commits are known.
        people: how many authors they have.
        days: how long the period lasted within the records.
    """

    period: Period
    changes: tuple[Change, ...]
    linked: tuple[Change, ...]
    people: int
    days: float

    @property
    def linked_share(self) -> float:
        """The share whose own commits are known."""
        return len(self.linked) / len(self.changes) if self.changes else 0.0

    @property
    def refusal(self) -> tuple[str, str, int] | None:
        """Why nothing is told of the period, as code, reason and count; ``None`` if it is."""
        if len(self.changes) < LEAST_GROUP:
            return (
                "too-few-items",
                f"{len(self.changes)} changes were merged; nothing is told below {LEAST_GROUP}.",
                len(self.changes),
            )
        if self.people < LEAST_GROUP:
            return (
                "too-few-people",
                f"Fewer than {LEAST_GROUP} people made the changes; of so few nothing is told.",
                len(self.changes),
            )
        return None

    @property
    def times_told(self) -> bool:
        """Whether enough changes are linked to tell times."""
        return self.refusal is None and self.linked_share >= LEAST_LINKED


def periods_of(changes: Iterable[Change], step: Step, last: int) -> tuple[PeriodChanges, ...]:
    """Return changes by the period in which they were merged, the oldest first.

    Args:
        changes: automation's are left out.
        step: by which periods.
        last: the last moment of the records, in seconds since 1970.
    """
    end = moment_of(last)
    opened = open_at(end.date())
    found: dict[Period, list[Change]] = defaultdict(list)
    by_day: dict[int, list[Change]] = {}
    first = last
    for change in changes:
        if not change.automation:
            number = change.merged // DAY
            if number not in by_day:
                by_day[number] = found[opened(period_of(day_of(change.merged), step))]
            by_day[number].append(change)
            first = min(first, change.merged)
    begun = moment_of(first)
    return tuple(
        PeriodChanges(
            period,
            tuple(found[period]),
            tuple(one for one in found[period] if one.linked),
            len({one.actor for one in found[period]}),
            _days(period, begun, end),
        )
        for period in sorted(found)[-MOST_PERIODS:]
    )


def _days(period: Period, begun: datetime, end: datetime) -> float:
    start = max(_midnight(period.start), begun)
    return max((min(_midnight(period.end), end) - start) / timedelta(days=1), 0.0)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@record
class Told:
    """How numbers come about, for their definitions.

    Attributes:
        obtained: source, method and version, options.
        tools: the words for the tools, by number.
    """

    obtained: str
    tools: Sequence[str]


def numbers_of(
    periods: Sequence[PeriodChanges], undone: Mapping[Period, int], told: Told
) -> Iterator[Measurement | Refusal]:
    """Yield what the changes of each period tell, or why they do not.

    Args:
        periods: from ``periods_of``.
        undone: how many changes of a period undo an earlier one.
        told: how the numbers come about.
    """
    for some in periods:
        if some.refusal is not None:
            code, reason, count = some.refusal
            yield Refusal(CODING, "ai-marked-share", some.period, code, reason, count)
            continue
        yield _share(some, "ai-marked-share", Part.ASSIST, _MARKED, told)
        yield _share(some, "ai-written-share", Part.COAUTHOR, _WRITTEN, told)
        yield _number(
            REVIEW, "undone-share", share_of(undone.get(some.period, 0), len(some.changes)),
            some, _UNDONE, told.obtained, Bound.LOWER,
            ("A lower bound: what was undone without saying so is not seen.",),
        )  # fmt: skip
        yield _weekly(some, told)
        yield _waiting(some, told)


def _share(
    some: PeriodChanges, metric: str, least: Part, definition: str, told: Told
) -> Measurement:
    marked = [one for one in some.changes if one.mark.part >= least]
    tools = Counter(told.tools[one.mark.tool] for one in marked)
    said = [f"{name} {count}" for name, count in tools.most_common() if count >= LEAST_GROUP]
    caveats = (_BOUND, *((f"By tool: {', '.join(said)}.",) if said else ()))
    share = share_of(len(marked), len(some.changes))
    return _number(CODING, metric, share, some, definition, told.obtained, Bound.LOWER, caveats)


def _weekly(some: PeriodChanges, told: Told) -> Measurement:
    """Changes a week, with the exact interval of a count."""
    from scipy.special import gammaincinv

    count, weeks = len(some.changes), max(some.days, 1.0) / 7
    low = float(gammaincinv(count, (1 - _LEVEL) / 2)) / weeks
    high = float(gammaincinv(count + 1, (1 + _LEVEL) / 2)) / weeks
    return _number(
        REVIEW, "changes-per-week", Centre(count / weeks, low, high), some, _OFTEN, told.obtained,
        unit="count",
    )  # fmt: skip


def _waiting(some: PeriodChanges, told: Told) -> Measurement | Refusal:
    if not some.times_told or len(some.linked) < LEAST_GROUP:
        return unlinked(REVIEW, "waiting-share", some)
    pairs = [(one.merged - (one.last or 0), one.merged - (one.first or 0)) for one in some.linked]
    share = ratio_of_sums([wait for wait, _ in pairs], [lead for _, lead in pairs])
    if share is None:
        return unlinked(REVIEW, "waiting-share", some)
    return _number(
        REVIEW, "waiting-share", share, some, _WAITING, told.obtained, Bound.LOWER,
        (
            "A lower bound: waiting for a first look that ended in further commits counts as work.",
            f"The commits of {len(some.linked):,} of {len(some.changes):,} changes are known.",
        ),
    )  # fmt: skip


def unlinked(subject: str, metric: str, some: PeriodChanges) -> Refusal:
    """Return the refusal to tell times where the commits of too few changes are known."""
    return Refusal(
        subject,
        metric,
        some.period,
        "below-half-linked",
        f"The commits of {len(some.linked)} of {len(some.changes)} changes are known, which is "
        "less than half.",
        len(some.linked),
    )


def _number(
    subject: str,
    metric: str,
    found: Centre,
    some: PeriodChanges,
    definition: str,
    obtained: str,
    bound: Bound = Bound.EXACT,
    caveats: tuple[str, ...] = (),
    unit: str = "share",
) -> Measurement:
    return Measurement(
        subject, metric, found.value, found.low, found.high, unit, len(some.changes), "changes",
        some.period, definition, obtained, bound=bound, caveats=caveats,
    )  # fmt: skip


def lines_noted(
    noted: Iterable[Noted], history: History, step: Step, last: int, obtained: str
) -> Iterator[Measurement]:
    """Yield the share of lines that notes say are AI's, by period.

    Commits whose added lines are unknown are left out. The interval is that of a ratio of sums over
    commits, since lines of one commit go together.

    Args:
        noted: what the notes say, by commit.
        history: all commits.
        step: by which periods.
        last: the last moment of the records.
        obtained: how the number comes about.
    """
    opened = open_at(day_of(last))
    found: dict[Period, list[Noted]] = defaultdict(list)
    for one in noted:
        if one.added:
            day = day_of(history.committed[one.commit])
            found[opened(period_of(day, step))].append(one)
    for period, some in sorted(found.items()):
        people = {history.actor[one.commit] for one in some}
        if len(some) < LEAST_GROUP or len(people) < LEAST_GROUP:
            continue
        share = ratio_of_sums(
            [min(one.ai_lines, one.added or 0) for one in some], [one.added or 0 for one in some]
        )
        if share is not None:
            yield Measurement(
                CODING, "ai-share-of-lines", share.value, share.low, share.high, "share", len(some),
                "commits", period, _LINES, obtained,
                caveats=("Of noted commits alone; one that adds many lines can decide it.",),
            )  # fmt: skip


def ratio_of_sums(parts: Sequence[float], wholes: Sequence[float]) -> Centre | None:
    """Return the sum of parts divided by that of wholes, with an interval over the items.

    The variance of R is n/(n - 1) times the sum of (part - R whole)², over the squared sum of the
    wholes: the linear approximation for items that are independent of each other.

    Args:
        parts: of each item, 0 to its whole.
        wholes: of each item, 0 or more.

    Returns:
        ``None`` if the wholes come to nothing.

    >>> ratio_of_sums([1, 1], [2, 2])
    Centre(value=0.5, low=0.5, high=0.5)
    """
    whole, count = float(sum(wholes)), len(wholes)
    if whole <= 0:
        return None
    ratio = sum(parts) / whole
    if count < 2:
        return Centre(ratio, None, None)
    errors = sum((part - ratio * one) ** 2 for part, one in zip(parts, wholes, strict=True))
    width = (half_width(_LEVEL) or 0.0) * sqrt(count / (count - 1) * errors) / whole
    return Centre(ratio, max(0.0, ratio - width), min(1.0, ratio + width))


def undone_by_period(
    changes: Sequence[Change], history: History, opened: Callable[[Period], Period], step: Step
) -> dict[Period, int]:
    """Return how many changes of each period undo an earlier one, by what they say of it."""
    names = history.name_of()
    subjects = {history.subject[one.commit]: one.merged for one in reversed(changes)}
    numbers = {one.number: one.merged for one in reversed(changes) if one.number}
    prefixes = {names[one.commit][:7] for one in changes}
    found: dict[Period, int] = defaultdict(int)
    for change in changes:
        said = history.reverts.get(change.commit)
        if said is None or change.automation:
            continue
        before = min(
            subjects.get(said.subject, change.merged + 1) if said.subject else change.merged + 1,
            numbers.get(said.number, change.merged + 1) if said.number else change.merged + 1,
        )
        named = any(name[:7] in prefixes for name in said.commits)
        if named or before <= change.merged:
            day = day_of(change.merged)
            found[opened(period_of(day, step))] += 1
    return dict(found)
