"""From commits to changes: what went into the mainline at once, and the commits it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from graph.measuring.git.history import History
from graph.measuring.git.marks import Mark, Part
from graph.measuring.measurement import LeftOut
from graph.records import record

#: Seconds by which a merge may lie before the last commit: a queue makes the merge when it queues.
QUEUE_SECONDS: Final = 600
#: A change whose commits lie further apart was not made in one go, or its clocks were wrong.
LONGEST_SECONDS: Final = 3 * 366 * 86_400
#: No commit is older or newer than that, whatever it says.
EARLIEST, LATEST = 315_532_800, 4_102_444_800
#: From this share on of mainline commits that another person committed, patches come by mail.
BY_MAIL_SHARE: Final = 0.5

MISJOINED = "with a number that belongs to another change: merged before their last commit"
CLOCKS = "with clocks that cannot be: begun after they ended, or longer than three years"


class Way(StrEnum):
    """How a change went in."""

    MERGE = "merge"
    SQUASH = "squash"
    REBASE = "rebase"
    MAIL = "mail"
    DIRECT = "direct"


@record
class Change:
    """Something that went into the mainline at once.

    Attributes:
        commit: number of the mainline commit by which it went in.
        way: how.
        merged: when, in seconds since 1970.
        first: when its first commit was written; ``None`` if its own commits are not known.
        last: when its last one was; likewise.
        commits: how many commits of its own are known, merges left out.
        mark: the strongest mark of AI on any of its commits or the mainline's.
        automation: whether automation, which is no AI, made it.
        actor: keyed hash of its author.
        number: of its change request; 0 for none.
    """

    commit: int
    way: Way
    merged: int
    first: int | None
    last: int | None
    commits: int
    mark: Mark
    automation: bool
    actor: int
    number: int = 0

    @property
    def linked(self) -> bool:
        """Whether its own commits are known, so that times can be told."""
        return self.first is not None


@record
class Changes:
    """All changes of a mainline, the oldest first.

    Attributes:
        changes: automation's too.
        left_out: links that were dropped, counted by reason; the changes stay, unlinked.
        by_mail: whether patches come by mail, so that an author's date is when work ended.
        lost_marks: squashed changes whose own commits bear a mark that the mainline's does not.
    """

    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    by_mail: bool
    lost_marks: int


def changes_of(
    history: History, tip: int, heads: Mapping[int, int], touching: bytearray | None = None
) -> Changes:
    """Return the changes of a mainline.

    Each commit on the line of first parents is one change, a merge of several branches as many. A
    merge's own commits are those that it brought in. Those of a squashed or rebased change are
    found at the head of its change request, where that was fetched.

    Args:
        history: all commits.
        tip: number of the mainline's newest commit.
        heads: number of a change request to that of its newest commit.
        touching: by number, whether a commit is wanted; a change is, if one of its commits is.
            ``None`` wants all.
    """
    return _Linker(history, tip, heads, touching).changes()


class _Linker:
    def __init__(
        self, history: History, tip: int, heads: Mapping[int, int], touching: bytearray | None
    ) -> None:
        self._history, self._heads, self._touching = history, heads, touching
        self._line = tuple(reversed(list(first_parents(history, tip))))
        self._reached = bytearray(len(history))
        self._usable = bytearray(
            seen and EARLIEST <= moment <= LATEST
            for seen, moment in zip(history.seen, history.committed, strict=True)
        )
        self._marks: dict[tuple[int, int], Mark] = {}
        self._dropped: Counter[str] = Counter()
        self._lost_marks = 0
        self._main = _ancestors(history, tip)
        self._by_mail = self._patches_come_by_mail()

    def changes(self) -> Changes:
        found = tuple(self._all())
        left_out = tuple(LeftOut(*pair) for pair in self._dropped.most_common())
        return Changes(found, left_out, self._by_mail, self._lost_marks)

    def _all(self) -> Iterator[Change]:
        rebased = self._rebased()
        for at in self._line:
            self._reached[at] = 1
            parents = self._history.parents[at]
            if not self._usable[at]:
                continue
            if len(parents) > 1:
                for parent in parents[1:]:
                    yield from self._merged(at, list(self._brought_in(parent)))
            elif at in rebased:
                yield from self._rebase(at, rebased[at])
            else:
                yield from self._single(at)

    def _merged(self, at: int, own: list[int]) -> Iterator[Change]:
        if at in self._history.elsewhere:
            # What another copy of the mainline already had went in one by one.
            for commit in sorted(own, key=lambda one: (self._history.committed[one], one)):
                if self._usable[commit] and len(self._history.parents[commit]) < 2:
                    yield from self._single(commit)
            return
        if own and self._wanted(own):
            yield self._change(at, Way.MERGE, own)

    def _single(self, at: int) -> Iterator[Change]:
        history = self._history
        head = self._heads.get(history.number[at]) if history.number[at] else None
        own = [] if head is None or head == at else list(self._side(head))
        if not self._wanted([at, *own]):
            return
        if own:
            change = self._change(at, Way.SQUASH, own)
            alone = history.part[at]
            self._lost_marks += change.linked and alone < Part.COAUTHOR <= change.mark.part
            yield change
        elif self._by_mail and history.by_other[at]:
            yield self._change(at, Way.MAIL, [at])
        else:
            yield self._unlinked(at, Way.SQUASH if history.number[at] else Way.DIRECT)

    def _rebase(self, at: int, own: Sequence[int]) -> Iterator[Change]:
        if own and self._wanted(own):
            yield self._change(at, Way.REBASE, own)

    def _change(self, at: int, way: Way, own: Sequence[int]) -> Change:
        history = self._history
        parents, usable = history.parents, self._usable
        written = [one for one in own if len(parents[one]) < 2 and usable[one]]
        merged = history.committed[at]
        times = self._times(written, merged) if written else None
        plain = [one for one in written if not history.automation[one]]
        return Change(
            at,
            way,
            merged,
            times[0] if times else None,
            times[1] if times else None,
            len(written) if times else 0,
            self._strongest((*own, at)),
            self._by_automation(at, way, plain, written),
            history.actor[(plain or written or [at])[0]],
            history.number[at],
        )

    def _strongest(self, commits: Sequence[int]) -> Mark:
        """The mark that says most on some commits; the first of equals."""
        history = self._history
        at = max(commits, key=history.part.__getitem__) if len(commits) > 1 else commits[0]
        key = history.part[at], history.tool[at]
        return self._marks.get(key) or self._marks.setdefault(key, Mark(Part(key[0]), key[1]))

    def _by_automation(
        self, at: int, way: Way, plain: Sequence[int], written: Sequence[int]
    ) -> bool:
        """Whether automation proposed a change; that a person then mended it changes nothing."""
        history = self._history
        if way is Way.SQUASH:  # the mainline's author is who proposed it
            return bool(history.automation[at])
        return bool(written) and not plain and history.part[at] < Part.COAUTHOR

    def _unlinked(self, at: int, way: Way) -> Change:
        history = self._history
        mark = self._strongest((at,))
        return Change(
            at, way, history.committed[at], None, None, 0, mark, bool(history.automation[at]),
            history.actor[at], history.number[at],
        )  # fmt: skip

    def _times(self, own: Sequence[int], merged: int) -> tuple[int, int] | None:
        """When the first and the last of the commits were made; ``None`` if that cannot be."""
        history = self._history
        first = min([history.authored[one] for one in own])
        last = max([self._done(one) for one in own])
        if merged < last - QUEUE_SECONDS:
            self._dropped[MISJOINED] += 1
            return None
        last = min(last, merged)
        if first > last or merged - first > LONGEST_SECONDS or first < EARLIEST:
            self._dropped[CLOCKS] += 1
            return None
        return first, last

    def _done(self, at: int) -> int:
        """When work on a commit ended: when it was committed, or written if it came by mail."""
        if self._by_mail and self._history.by_other[at]:
            return self._history.authored[at]
        return self._history.committed[at]

    def _wanted(self, own: Iterable[int]) -> bool:
        return self._touching is None or any(self._touching[one] for one in own)

    def _brought_in(self, parent: int) -> Iterator[int]:
        """Commits below a merged parent that nothing older on the mainline had brought in."""
        waiting = [parent]
        while waiting:
            at = waiting.pop()
            if self._reached[at]:
                continue
            self._reached[at] = 1
            if self._history.seen[at]:
                yield at
                waiting.extend(self._history.parents[at])

    def _side(self, head: int) -> Iterator[int]:
        """Commits at the head of a change request that the mainline does not have."""
        waiting, known = [head], {head}
        while waiting:
            at = waiting.pop()
            if self._main[at] or not self._history.seen[at]:
                continue
            yield at
            for parent in self._history.parents[at]:
                if parent not in known:
                    known.add(parent)
                    waiting.append(parent)

    def _rebased(self) -> dict[int, Sequence[int]]:
        """Mainline commits that were rebased from a change request, the last with the request's.

        They have the author, the time of writing and the subject of a commit at the request's
        head. Of a request of several, the commits before the last are no changes of their own.
        """
        history = self._history
        line = {self._likeness(at): at for at in self._line if len(history.parents[at]) == 1}
        named = {history.number[at] for at in self._line if history.number[at]}
        found: dict[int, Sequence[int]] = {}
        for number, head in self._heads.items():
            if number in named or self._main[head]:
                continue
            own = [one for one in self._side(head) if len(history.parents[one]) < 2]
            landed = [line.get(self._likeness(one)) for one in own]
            if own and None not in landed:
                last = max(landed, key=lambda at: (history.committed[at or 0], at or 0))
                for at in landed:
                    found[at or 0] = ()
                found[last or 0] = own
        return found

    def _likeness(self, at: int) -> tuple[int, int, int]:
        history = self._history
        return (history.actor[at], history.authored[at], history.subject[at])

    def _patches_come_by_mail(self) -> bool:
        history = self._history
        written = [at for at in range(len(history)) if self._main[at] and history.seen[at]]
        written = [at for at in written if len(history.parents[at]) < 2]
        by_other = sum(history.by_other[at] for at in written)
        return bool(written) and by_other / len(written) >= BY_MAIL_SHARE


def first_parents(history: History, tip: int) -> Iterator[int]:
    """Yield the commits of a mainline by number, the newest first."""
    at: int | None = tip
    known: set[int] = set()
    while at is not None and history.seen[at] and at not in known:
        yield at
        known.add(at)
        at = history.parents[at][0] if history.parents[at] else None


def _ancestors(history: History, tip: int) -> bytearray:
    """Return, by number, whether a commit is the tip or below it."""
    found = bytearray(len(history))
    waiting = [tip]
    found[tip] = 1
    while waiting:
        for parent in history.parents[waiting.pop()]:
            if not found[parent]:
                found[parent] = 1
                waiting.append(parent)
    return found
