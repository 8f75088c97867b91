"""What is said of rework, held against each other: whether all of it comes to an end."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from graph.model import Dependency, Observation
from graph.ontology.checks.consistency import Records, Standing
from graph.ontology.checks.endless_rework import endless_rework
from graph.ontology.roles import Role
from graph.ontology.things import Context
from graph.vocabulary import LOOP, MetricName

_SHOWN = 8


def note_endless_rework(context: Context, records: Records, numbers: Standing) -> None:
    """Note components between which work comes back as fast as it gets done.

    Of several numbers for one share the least counts, so that what is noted holds from every
    standpoint.
    """
    least = {
        name: min(numbers[name, MetricName.REWORK_SHARE], key=lambda one: one.value)
        for name in records.dependencies
        if (name, MetricName.REWORK_SHARE) in numbers
    }
    timed = {name for name in records.components if (name, MetricName.BASELINE_DAYS) in numbers}
    concerned = [
        (records.dependencies[name], share)
        for name, share in least.items()
        if records.dependencies[name].source in timed and records.dependencies[name].target in timed
    ]
    shares: dict[tuple[str, str], Fraction] = {}
    for dependency, share in concerned:
        pair = (dependency.target, dependency.source)
        shares[pair] = shares.get(pair, Fraction(0)) + Fraction(repr(share.value))
    for members in endless_rework(shares):
        _complain(context, members, concerned)


def _complain(
    context: Context, members: Collection[str], concerned: list[tuple[Dependency, Observation]]
) -> None:
    within = [
        share
        for dependency, share in concerned
        if dependency.source in members and dependency.target in members and share.value
    ]
    within.sort(key=lambda share: (share.place is None, share.place))
    listed = ", ".join(f"{one.subject} {one.value:g} ({one.place})" for one in within[:_SHOWN])
    more = f", ... ({len(within)} in all)" if len(within) > _SHOWN else ""
    first = within[0]
    thing = context.thing(Role.DEPENDENCY, first.subject)
    said = thing.said(LOOP + "reworkShare") if first.direct else ()
    thing.complain(
        "rework-endless",
        "work comes back as fast as it gets done, or faster, so that no generation ever ends: "
        f"{', '.join(members)}. The shares that come back: {listed}{more}.",
        "Lower loop:reworkShare on them; it is always enough if the shares that lead to any one "
        "component add up to less than 1.",
        about=said[0] if said else None,
    )
