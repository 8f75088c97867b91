"""Endless rework as a problem of the map: which shares, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.rework import ReturningShare, endless_sentence, shares_between
from graph.errors import Place, Problem
from graph.model import Dependency, LoopModel
from graph.vocabulary import MetricName


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
    within = shares_between(members, (_returning(model, one) for one in shares))
    return Problem(
        "rework-endless",
        endless_sentence(members, within, ", as supposed or as the evidence has them"),
        "Lower them; it is always enough if the shares that lead to any one component add up to "
        "less than 1.",
        within[0].dependency,
        within[0].place,
    )


def _returning(model: LoopModel, one: ReworkShare) -> ReturningShare:
    dependency = one.dependency
    place = _place(model, dependency)
    return ReturningShare(dependency.id, dependency.target, dependency.source, one.share, place)


def _place(model: LoopModel, dependency: Dependency) -> Place | None:
    written = (
        item.place
        for item in model.observations_by_subject.get(dependency.id, ())
        if item.metric == MetricName.REWORK_SHARE and item.place
    )
    return next(written, dependency.place)
