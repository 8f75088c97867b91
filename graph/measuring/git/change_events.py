"""Changes of a mainline as events: written, waiting to be merged, waiting to be released."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from graph.measuring.clock import moment_of
from graph.measuring.event import Event
from graph.measuring.git.changes import Change
from graph.measuring.git.numbers import CODING, REVIEW
from graph.measuring.git.releases import Releases
from graph.measuring.passes import RUN
from graph.measuring.stages import Role, Stage

CODE, MERGE, RELEASE = "code", "merge", "release"
#: Where the stages lie on the map that ``loopmap measure`` writes.
STAGES: Final = (
    Stage(CODE, CODING, Role.WORK),
    Stage(MERGE, REVIEW, Role.WAITING),
    Stage(RELEASE, "release", Role.WAITING),
)


def events_of(change: Change, releases: Releases) -> Iterator[Event]:
    """Yield the stages of a change: written, waiting to be merged, waiting to be released.

    A change of one commit tells nothing of how long it was written, so that stage is left out.

    Args:
        change: one whose commits are not known gives nothing.
        releases: when commits were released.
    """
    if change.first is None or change.last is None:
        return
    item = f"{change.commit}"
    bot, actor = change.automation, change.actor
    first, last, merged = map(moment_of, (change.first, change.last, change.merged))
    if change.commits > 1 and change.last > change.first:
        yield Event(item, CODE, first, last, "change", actor=actor, merged=True, bot=bot)
    yield from _waited(item, MERGE, last, merged, actor, bot)
    yield from _released(change, releases.of(change.commit), None, "change")


def released_alone(change: Change, out: int) -> Iterator[Event]:
    """Yield the wait for a release of a change of which nothing else is told: no round of its own.

    Args:
        change: its commits need not be known.
        out: when it was released, in seconds since 1970.
    """
    yield from _released(change, out, change.actor, RUN)


def _released(change: Change, out: int | None, actor: int | None, kind: str) -> Iterator[Event]:
    """Yield the wait for a release, told by whether the change is a round of the loop."""
    if out is not None and out >= change.merged:
        since, until = moment_of(change.merged), moment_of(out)
        item, bot = f"{change.commit}", change.automation
        yield from _waited(item, RELEASE, since, until, actor, bot, kind)


def _waited(
    item: str,
    stage: str,
    since: datetime,
    until: datetime,
    actor: int | None,
    bot: bool,
    kind: str = "change",
) -> Iterator[Event]:
    """Yield that an item waited for something that then took no time of its own."""
    if since < until:
        yield Event(item, stage, since, until, kind, actor=actor, merged=True, bot=bot)
    yield Event(item, stage, until, until, kind, False, actor=actor, merged=True, bot=bot)
