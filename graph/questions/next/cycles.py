"""Which cycles bind one after the other, and what takes over when the present one falls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.batch.columns import Truth
from graph.cycles.runners_up import runners_up
from graph.loop.central import TimedLoop
from graph.loop.names import name_of_cycle
from graph.model import LoopModel
from graph.questions.next.answer import PresentBottleneck, Reign, Successor
from graph.questions.next.walk import LookAhead, Walk

#: Cycles named among those that take over.
_SUCCESSORS = 8


def present_bottleneck(
    model: LoopModel, central: Walk, drawn: Walk | None = None
) -> PresentBottleneck:
    """Return what binds now, when it stops binding, and what takes over.

    Args:
        model: gives the names of loops.
        central: the walk at the central estimate.
        drawn: the walk over all draws, if there are any. What takes over is counted over the
            draws in which the same cycle binds now; over all if there is none.
    """
    cycle = central.cycles[int(central.kinds[0, 0])]
    step = central.falls[0]
    found = PresentBottleneck(
        cycle=cycle,
        name=name_of_cycle(model, cycle),
        probability=None,
        central_fall=None if np.isinf(step) else central.months.name(int(step)),
        fall=None,
        successors=_successors(model, central, np.ones(1, dtype=bool), cycle),
        any_fall=None,
        joining=_joining(central),
    )
    if drawn is None:
        return found
    binds = drawn.kinds[0] == drawn.number(cycle)
    return replace(
        found,
        probability=float(binds.mean()),
        fall=drawn.fall(drawn.falls[binds]),
        successors=_successors(model, drawn, binds if binds.any() else ~binds, cycle),
        any_fall=drawn.fall(drawn.falls),
        joining=_joining(drawn),
    )


def _joining(ahead: Walk) -> dict[str, float]:
    """Return at which share of all falls each component joins the critical cycle."""
    columns = np.flatnonzero(np.isfinite(ahead.falls))
    if not len(columns):
        return {}
    members = np.array([[node in cycle for node in ahead.nodes] for cycle in ahead.cycles])
    after = members[ahead.kinds[ahead.falls[columns].astype(np.intp), columns]]
    shares = (after & ~members[ahead.kinds[0, columns]]).mean(axis=0)
    order = sorted(np.flatnonzero(shares), key=lambda node: (-shares[node], ahead.nodes[node]))
    return {ahead.nodes[node]: float(shares[node]) for node in order}


def _successors(
    model: LoopModel, ahead: Walk, chosen: Truth, before: Sequence[str]
) -> tuple[Successor, ...]:
    columns = np.flatnonzero(chosen & np.isfinite(ahead.falls))
    after = ahead.kinds[ahead.falls[columns].astype(np.intp), columns]
    counts = np.bincount(after, minlength=len(ahead.cycles))
    order = sorted(map(int, np.flatnonzero(counts)), key=lambda k: (-counts[k], ahead.cycles[k]))
    return tuple(
        Successor(
            cycle=ahead.cycles[kind],
            name=name_of_cycle(model, ahead.cycles[kind]),
            newcomers=tuple(node for node in ahead.cycles[kind] if node not in before),
            probability=float(counts[kind] / len(columns)),
        )
        for kind in order[:_SUCCESSORS]
    )


def reigns(model: LoopModel, loop: TimedLoop, central: LookAhead) -> Iterator[Reign]:
    """Yield the stretches of time in which one cycle binds at the central estimate, in order."""
    ahead, months = central.walk, central.walk.months
    kinds = list(map(int, ahead.kinds[:, 0]))
    starts = [0, *(step for step in range(1, months.count) if kinds[step] != kinds[step - 1])]
    for start, following in pairwise([*starts, months.count]):
        cycle = ahead.cycles[kinds[start]]
        before = ahead.cycles[kinds[max(0, start - 1)]]
        yield Reign(
            start=months.name(start),
            end=months.name(following - 1),
            cycle=cycle,
            name=name_of_cycle(model, cycle),
            newcomers=tuple(node for node in cycle if node not in before),
            period_days=float(ahead.periods[start, 0]),
            pace=float(central.pace(ahead.periods[start])[0]),
            margin_days=_margin(loop, central, start),
        )


def _margin(loop: TimedLoop, central: LookAhead, step: int) -> float | None:
    """Return by how many days the nearest other cycle is faster."""
    days = map(float, central.days_at(step)[:, 0])
    choice = choose_alternatives(loop.now.with_days(dict(enumerate(days))), loop.groups)
    nearest = runners_up(choice.graph, choice.ratio, 1) if choice.ratio else ()
    return float(nearest[0].margin_days) if nearest else None
