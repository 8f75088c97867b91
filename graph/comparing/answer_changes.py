"""The answers of two maps beside each other, on common draws: what moved, and beyond what noise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from statistics import NormalDist

from graph.errors import LoopmapError
from graph.loop.comparison import NOISE_ERRORS, Change
from graph.loop.paired_draws import undrawn
from graph.loop.study import Study
from graph.questions.critical_path.compute import critical_path
from graph.questions.critical_path.solved_loop import solve_loop
from graph.questions.critical_path.standing import status
from graph.questions.domains.answer import DomainResult
from graph.questions.domains.compute import domains
from graph.questions.human.compute import human
from graph.questions.next.answer import SchoolOutlook
from graph.questions.next.compute import what_falls_next
from graph.questions.part import Part
from graph.questions.what_if.compute import WhatIf, central_changes
from graph.records import record

#: How often any part may be named in a comparison in which nothing moved.
_CHANCE = 0.05


@record
class WordChange(Part):
    """Something that is said of a part in a word, before and after.

    Attributes:
        before: ``None`` if the map before has no such part.
        after: likewise of the map after.
    """

    before: str | None
    after: str | None


class Ranking(StrEnum):
    """What is ranked."""

    BLOCKING = "blocking"
    HUMAN = "human"
    DOMAINS = "domains"


@record
class RankChange(Part):
    """A part that changed its place.

    Attributes:
        ranking: in which list.
        before: its place, 1 the first; ``None`` if it had none.
        after: likewise.
        moved: whether what it is ranked by moved beyond the noise; always where nothing is drawn.
    """

    ranking: Ranking
    before: int | None
    after: int | None
    moved: bool


@record
class NextChange:
    """What falls next by one school, at the central estimate.

    Attributes:
        school: what people call it.
        month_before: when what binds stops to; ``None`` if not before the horizon.
        month_after: likewise.
        joins_before: ids of what binds then and did not before, at the central estimate.
        joins_after: likewise.
    """

    school: str
    month_before: str | None
    month_after: str | None
    joins_before: tuple[str, ...]
    joins_after: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether the month or what joins is another."""
        was, now = (self.month_before, self.joins_before), (self.month_after, self.joins_after)
        return was != now


@record
class NoAnswer:
    """Why there is no answer to compare.

    Attributes:
        before: why the map before has none; ``None`` if it has one.
        after: likewise of the map after.
    """

    before: str | None
    after: str | None


@record
class AnswerChanges:
    """What a change of the map does to the answers.

    Attributes:
        loop: period, pace, ceiling, what binds and every part, before and after on common draws.
        moved_parts: ids of the parts of which days, blocking share or criticality moved by more
            than chance moves the furthest of that many numbers.
        common_draws: share of the draws in which both maps are represented by the same point.
        statuses: of the parts whose status is another: unknown, slowed, unproven, ...
        holders: who holds the decision, of the parts where that is another.
        next: what falls next, school by school; empty if the map does not tell.
        no_next: why nothing is said of that; ``None`` if it is.
        ranks: places that are others, list by list.
        labels: what people call the parts of both.
    """

    loop: WhatIf
    moved_parts: tuple[str, ...]
    common_draws: float
    statuses: tuple[WordChange, ...]
    holders: tuple[WordChange, ...]
    next: tuple[NextChange, ...]
    no_next: str | None
    ranks: tuple[RankChange, ...]
    labels: dict[str, str]

    @property
    def binds_before(self) -> tuple[str, ...]:
        """What binds before: the cycle in half of the draws, else the part most often critical."""
        return _binds(self.loop, after=False)

    @property
    def binds_after(self) -> tuple[str, ...]:
        """Likewise after."""
        return _binds(self.loop, after=True)

    @property
    def binding_changed(self) -> bool:
        """Whether what binds is another."""
        return self.binds_before != self.binds_after

    @property
    def moved(self) -> bool:
        """Whether any answer is another, beyond the noise where it is drawn."""
        return bool(
            any(item.moved for item in self.loop.answers)
            or self.moved_parts
            or self.binding_changed
            or self.statuses
            or self.holders
            or any(item.changed for item in self.next)
            or any(item.moved for item in self.ranks)
        )


def compare_answers(
    before: Study, after: Study, *, draws: int, seed: int = 0, everything: bool = True
) -> AnswerChanges | NoAnswer:
    """Return what moved between the answers of two maps.

    What is drawn is drawn alike on both sides (:mod:`graph.loop.paired_draws`). What falls next is
    compared at the central estimate, statuses and people's part by the evidence.

    Args:
        before: the map and the standpoint before, nothing supposed.
        after: likewise after, from the same standpoint.
        draws: 0 for the central estimates alone.
        seed: of the draws.
        everything: whether what falls next, people's part and the domains are compared as well.

    Returns:
        The changes, or why one of the two has no answer.
    """
    was, now = undrawn(before), undrawn(after)
    reasons = tuple(_why_none(side) for side in (was, now))
    if any(reasons):
        return NoAnswer(*reasons)
    loop, common = _loop(was, now, draws, seed)
    holders, human_ranks = _human(before, after) if everything else ((), ())
    following, no_next = _next(before, after) if everything else ((), None)
    of_domains = _domain_ranks(before, after, draws, seed) if everything else ()
    moved = _moved_parts(loop)
    return AnswerChanges(
        loop=loop,
        moved_parts=moved,
        common_draws=common,
        statuses=tuple(_statuses(before, after)),
        holders=holders,
        next=following,
        no_next=no_next,
        ranks=(*_blocking_ranks(loop, frozenset(moved)), *human_ranks, *of_domains),
        labels={**_labels(before), **_labels(after)},
    )


def _why_none(study: Study) -> str | None:
    try:
        solve_loop(study)
    except LoopmapError as error:
        return " ".join(str(error).split())
    return None


def _loop(before: Study, after: Study, draws: int, seed: int) -> tuple[WhatIf, float]:
    if not draws:
        return central_changes(critical_path(before), critical_path(after)), 1.0
    from graph.loop.paired_draws import pair
    from graph.questions.what_if.sampled import drawn_changes

    common = pair(before, after, draws=draws, seed=seed)
    was, now = (critical_path(side, draws=draws, seed=seed) for side in (before, after))
    return drawn_changes(was, now, before, after), common


def _moved_parts(loop: WhatIf) -> tuple[str, ...]:
    """Return the parts of which a number moved beyond the noise of all that are looked at.

    Of many numbers some lie beyond two standard errors by chance; so that no part is named in
    more than one comparison in twenty where nothing moved, the limit is that of their count.
    """
    rows = [(row.id, (row.days, row.blocking_share, row.criticality)) for row in loop.components]
    drawn = sum(bool(item.standard_error) for _, items in rows for item in items)
    limit = -NormalDist().inv_cdf(_CHANCE / 2 / max(1, drawn))
    return tuple(key for key, items in rows if any(_beyond(item, limit) for item in items))


def _beyond(change: Change, limit: float) -> bool:
    if (change.before is None) != (change.after is None):
        return True
    if not change.moved or not change.standard_error or change.mean_difference is None:
        return change.moved
    return abs(change.mean_difference) > limit * change.standard_error


def _binds(loop: WhatIf, *, after: bool) -> tuple[str, ...]:
    side = loop.after if after else loop.before
    if not loop.draws:
        return side.critical_cycle
    if side.binding_cycle:
        return side.binding_cycle
    first = max(side.components, key=lambda item: (item.criticality or 0.0, item.id))
    return (first.id,)


def _statuses(before: Study, after: Study) -> Iterator[WordChange]:
    sides = [
        {key: str(status(side, key)) for key in side.model.components} for side in (before, after)
    ]
    for key in sorted(sides[0].keys() | sides[1].keys()):
        was, now = (side.get(key) for side in sides)
        if was != now:
            model = after.model if key in after.model.components else before.model
            yield WordChange(key, model.label(key), was, now)


def _human(before: Study, after: Study) -> tuple[tuple[WordChange, ...], tuple[RankChange, ...]]:
    was, now = (
        {item.id: (place, item) for place, item in enumerate(human(side).components, 1)}
        for side in (before, after)
    )
    words, ranks = [], []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        label = (new or old or (0, None))[1]
        name = label.label if label else key
        holders = tuple(item[1].holder.value if item else None for item in (old, new))
        if holders[0] != holders[1]:
            words.append(WordChange(key, name, *holders))
        first, last = (item[0] if item else None for item in (old, new))
        if first != last:
            ranks.append(RankChange(key, name, Ranking.HUMAN, first, last, moved=True))
    # A part that came or went moves all below it, of which nothing is to be told.
    same = was.keys() == now.keys()
    return tuple(words), tuple(item for item in ranks if same or None in (item.before, item.after))


def _next(before: Study, after: Study) -> tuple[tuple[NextChange, ...], str | None]:
    try:
        sides = [what_falls_next(side).schools for side in (before, after)]
    except LoopmapError as error:
        return (), str(error)
    was, now = ({item.name: item for item in side} for side in sides)
    found = []
    for name in [*was, *(name for name in now if name not in was)]:
        old, new = was.get(name), now.get(name)
        label = new.label if new else old.label if old else name
        found.append(NextChange(label, _month(old), _month(new), _joins(old), _joins(new)))
    return tuple(found), None


def _month(school: SchoolOutlook | None) -> str | None:
    return school.present.central_fall if school else None


def _joins(school: SchoolOutlook | None) -> tuple[str, ...]:
    reigns = school.reigns if school else ()
    return reigns[1].newcomers if len(reigns) > 1 else ()


def _blocking_ranks(loop: WhatIf, moved_parts: frozenset[str]) -> Iterator[RankChange]:
    for row in loop.components:
        blocks = (row.blocking_share.mean_before or 0.0, row.blocking_share.mean_after or 0.0)
        if row.rank_before != row.rank_after and any(blocks):
            moved = row.id in moved_parts or None in (row.rank_before, row.rank_after)
            yield RankChange(
                row.id, row.label, Ranking.BLOCKING, row.rank_before, row.rank_after, moved
            )


def _domain_ranks(before: Study, after: Study, draws: int, seed: int) -> tuple[RankChange, ...]:
    if not before.model.domains and not after.model.domains:
        return ()
    was, now = (domains(side, draws=draws, seed=seed).by_id for side in (before, after))
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        first, last = (item.rank if item else None for item in (old, new))
        if first == last:
            continue
        label = new.label if new else old.label if old else key
        moved = old is None or new is None or _beyond_noise(old, new, draws)
        found.append(RankChange(key, label, Ranking.DOMAINS, first, last, moved))
    return tuple(found)


def _beyond_noise(old: DomainResult, new: DomainResult, draws: int) -> bool:
    """Return whether a mean rank moved by more than the draws of both sides scatter.

    The sides are taken as independent, which is the most that the difference can scatter by.
    """
    if not draws or old.expected_rank is None or new.expected_rank is None:
        return True
    variance = sum(_rank_variance(item) for item in (old, new)) / draws
    return abs(new.expected_rank - old.expected_rank) > NOISE_ERRORS * math.sqrt(variance)


def _rank_variance(item: DomainResult) -> float:
    mean = item.expected_rank or 0.0
    return sum(share * (place - mean) ** 2 for place, share in enumerate(item.rank_shares, start=1))


def _labels(study: Study) -> dict[str, str]:
    return {item.id: item.label for item in study.model.components.values()}
