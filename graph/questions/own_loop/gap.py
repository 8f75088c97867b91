"""What one more export would tell of a loop of one's own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from graph.questions.own_loop.compute import Kind, OwnLoop, Rests
from graph.records import record

#: What a git history alone tells of, by part.
_OF_GIT: Final = frozenset({"coding", "review", "tests", "release"})
#: By part: the export that tells more of it, and why.
_EXPORTS: Final = (
    (
        "review",
        "--prs",
        "tells waiting for a reviewer from reading, and counts what is sent back or goes in unread",
    ),
    (
        "tests",
        "--pipelines",
        "tells how long checks queue and run, and how often they fail",
    ),
)
_CODING: Final = "coding"
_HEADS: Final = (
    "tells when changes were begun and done; 'loopmap measure' prints the line for your host"
)
_EVENTS: Final = "--events"
_BEFORE: Final = "tells what happens before the first commit, which no git history holds"
#: Share of the days of a round from which on more about them is worth an export.
_LEAST_SHARE: Final = 0.1


@record
class Gap:
    """What one more export would tell.

    Attributes:
        option: what is given to ``loopmap measure`` besides.
        days: of a round that it would tell apart or measure, as the map has them now; ``None``
            where the map has nothing of it.
        share: of all days of the round, likewise.
        reason: in a sentence.
    """

    option: str
    days: float | None
    share: float | None
    reason: str


def largest_gap(loop: OwnLoop, given: Collection[str]) -> Gap | None:
    """Return what one more export would tell: the one about most days of a round.

    Where no export is about a tenth of the days, it is what the map has nothing of.

    Args:
        loop: what blocks it now.
        given: the options of exports that were given already.

    Returns:
        ``None`` if all were given.
    """
    found = [_gap(loop, *export) for export in _EXPORTS if export[1] not in given]
    best = max(found, key=lambda one: one.days or 0.0, default=None)
    if best is not None and (best.share or 0.0) >= _LEAST_SHARE:
        return best
    return Gap(_EVENTS, None, None, _BEFORE) if _EVENTS not in given else best


def _gap(loop: OwnLoop, part: str, option: str, reason: str) -> Gap:
    steps = (*loop.steps, *loop.other_steps)
    days = sum(one.days.median for one in steps if one.id == part)
    return Gap(option, days, days / loop.days.median if loop.days.median > 0 else 0.0, reason)


def gap_of_map(loop: OwnLoop) -> Gap | None:
    """Return the same for a map of which nothing else is known than what its numbers rest on.

    A history in which coding could not be measured lacks the commits of its change requests; a
    history alone measures no work of review or tests, and nothing of other parts.
    """
    measured = {
        (one.id, one.kind)
        for one in (*loop.steps, *loop.other_steps)
        if one.rests is Rests.MEASURED
    }
    if (_CODING, Kind.WORK) not in measured:
        return _gap(loop, _CODING, "git fetch", _HEADS)
    seen = {option for part, option, _ in _EXPORTS if (part, Kind.WORK) in measured}
    if any(part not in _OF_GIT for part, _ in measured):
        seen.add(_EVENTS)
    return largest_gap(loop, seen)
