"""Endless rework as a problem of the map: which shares, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.errors import Place, Problem
from graph.model import Dependency, LoopModel
from graph.vocabulary import MetricName

#: Shares that are listed; of more only the number is told.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ReworkShare:
    """How much of a dependency's target is done again because of work at its source.

    Attributes:
        dependency: the dependency.
        share: above 0, as supposed or as the evidence has it.
    """

    dependency: Dependency
    share: Fraction


def rework_problems(
    model: LoopModel, endless: Sequence[tuple[str, ...]], shares: Sequence[ReworkShare]
) -> tuple[Problem, ...]:
    """Return one problem for each set of components between which work never ends.

    Args:
        model: says where a share is written.
        endless: ids of the components, set by set.
        shares: all shares of rework, of theirs and of others.

    >>> from graph.vocabulary import Kind
    >>> again = ReworkShare(Dependency("a-to-a", "a", "a", Kind.GATES), Fraction(1))
    >>> rework_problems(LoopModel({}, {}, {}), [("a",)], [again])[0].subject
    'a-to-a'
    """
    return tuple(_problem(model, members, shares) for members in endless)


def _problem(model: LoopModel, members: tuple[str, ...], shares: Sequence[ReworkShare]) -> Problem:
    within = [
        (_place(model, one.dependency), one)
        for one in shares
        if one.dependency.source in members and one.dependency.target in members
    ]
    within.sort(key=lambda pair: (pair[0] is None, pair[0] or Place("", 0)))
    listed = ", ".join(
        f"{one.dependency.id} {float(one.share):g}" + (f" ({place})" if place else "")
        for place, one in within[:_SHOWN]
    )
    more = f", ... ({len(within)} in all)" if len(within) > _SHOWN else ""
    place, first = within[0]
    return Problem(
        "rework-endless",
        "work comes back as fast as it gets done, or faster, so that no generation ever ends: "
        f"{', '.join(members)}. The shares that come back, as supposed or as the evidence has "
        f"them: {listed}{more}.",
        "Lower them; it is always enough if the shares that lead to any one component add up to "
        "less than 1.",
        first.dependency.id,
        place,
    )


def _place(model: LoopModel, dependency: Dependency) -> Place | None:
    written = (
        item.place
        for item in model.observations_by_subject.get(dependency.id, ())
        if item.metric == MetricName.REWORK_SHARE and item.place
    )
    return next(written, dependency.place)
