"""What one school has to say of the way ahead: what binds in every month, and what takes over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.batch.columns import Truth
from graph.cycles.runners_up import runners_up
from graph.loop.central import CentralLoop
from graph.loop.growth_rates import GrowthRates
from graph.loop.names import name_of_cycle
from graph.model import LoopModel
from graph.questions.next.answer import (
    ComponentOutlook,
    FinalBlocker,
    MonthAhead,
    PresentBottleneck,
    Reign,
    SchoolOutlook,
    Successor,
)
from graph.questions.next.walk import LookAhead, Walk, known_speedups
from graph.records import record


@record
class School:
    """One way of going on, and what it supposes.

    Attributes:
        name: the word by which it is chosen.
        label: what people call it.
        condition: the sentence that goes with all it says, beginning with "if".
    """

    name: str
    label: str
    condition: str


def school_outlook(
    model: LoopModel,
    school: School,
    rates: GrowthRates,
    central: LookAhead,
    drawn: LookAhead | None,
) -> SchoolOutlook:
    """Return what a school says, in the words of the answer.

    Args:
        model: gives labels and names.
        school: whose course it is.
        rates: the measured rates, which stand beside each component whatever the school.
        central: its way ahead at the central estimate.
        drawn: over the draws; ``None`` without.
    """
    months = central.walk.months
    series = tuple(_series(drawn or central))
    return SchoolOutlook(
        name=school.name,
        label=school.label,
        condition=school.condition,
        present=_present(model, central.walk, drawn.walk if drawn else None),
        reigns=tuple(_reigns(model, central.uncertain.loop, central)),
        timeline=tuple(series[step] for step in months.year_ends),
        components=_outlooks(model, rates, central, drawn),
        series=series,
    )


def _series(ahead: LookAhead) -> Iterator[MonthAhead]:
    """Yield what holds in each month."""
    walk = ahead.walk
    tables = walk.periods, ahead.pace(walk.periods)
    for step, (period, pace) in enumerate(zip(*map(ahead.intervals, tables), strict=True)):
        yield MonthAhead(
            month=walk.months.name(step),
            period_days=period,
            pace=pace,
            binding=_most_likely(walk.nodes, map(float, walk.binding[step])),
        )


def _most_likely(nodes: Iterable[str], shares: Iterable[float]) -> dict[str, float]:
    """Return the shares above 0 by id, the greatest first."""
    found = [(node, share) for node, share in zip(nodes, shares, strict=True) if share > 0]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def final_blocker(model: LoopModel, central: LookAhead, drawn: LookAhead | None) -> FinalBlocker:
    """Return what binds when everything that AI is known to speed up takes only its floor."""
    cycle = central.solver.nodes_of(int(central.start.final.cycles[0]))
    ahead = drawn or central
    periods = ahead.start.final.periods
    return FinalBlocker(
        cycle=cycle,
        name=name_of_cycle(model, cycle),
        period_days=ahead.interval(periods),
        pace=ahead.interval(ahead.pace(periods)),
        probability=None if drawn is None else _share(drawn, cycle),
        binding=_most_likely(
            ahead.walk.nodes, map(float, ahead.start.final.is_critical.mean(axis=1))
        ),
    )


def _share(drawn: LookAhead, cycle: tuple[str, ...]) -> float:
    numbers = [
        number
        for number in np.unique(drawn.start.final.cycles)
        if drawn.solver.nodes_of(int(number)) == cycle
    ]
    return float(np.isin(drawn.start.final.cycles, numbers).mean())


def _outlooks(
    model: LoopModel, rates: GrowthRates, central: LookAhead, drawn: LookAhead | None
) -> tuple[ComponentOutlook, ...]:
    """Return every component's outlook, the most likely to bind now first."""
    nodes, binding = central.walk.nodes, (drawn or central).walk.binding
    order = sorted(
        range(len(nodes)),
        key=lambda number: (-binding[0, number], -binding[-1, number], nodes[number]),
    )
    return tuple(_outlook(model, rates, central, drawn, number) for number in order)


def _outlook(
    model: LoopModel,
    rates: GrowthRates,
    central: LookAhead,
    drawn: LookAhead | None,
    number: int,
) -> ComponentOutlook:
    identifier = central.walk.nodes[number]
    component, rate = model.components[identifier], rates.by_component[identifier]
    known = bool(known_speedups(central.uncertain.loop)[number])
    baseline = float(central.uncertain.baseline_days[number, 0])
    floor = float(central.uncertain.floor_days[number, 0])
    return ComponentOutlook(
        id=identifier,
        label=component.label,
        family=model.group_label(component),
        binding_now=float(drawn.walk.binding[0, number]) if drawn else None,
        binding_at_horizon=float(drawn.walk.binding[-1, number]) if drawn else None,
        fall=drawn.walk.fall_of_component(number) if drawn else None,
        growth_rate=rate.interval if known else None,
        own_growth_rate=rate.own_rate,
        date_count=rate.date_count,
        acceleration_now=_ratio(baseline, float(central.uncertain.days[number, 0])),
        acceleration_at_horizon=_ratio(baseline, float(central.days_at(-1)[number, 0])),
        acceleration_ceiling=_ratio(baseline, floor) if known else 1.0,
    )


def _ratio(baseline: float, days: float) -> float:
    if days:
        return baseline / days
    return math.inf if baseline else 1.0


#: Cycles named among those that take over.
_SUCCESSORS = 8


def _present(model: LoopModel, central: Walk, drawn: Walk | None) -> PresentBottleneck:
    """Return what binds now, when it stops binding, and what takes over.

    What takes over is counted over the draws in which the same cycle binds now; over all if there
    is none.
    """
    cycle = central.cycles[int(central.kinds[0, 0])]
    step = central.falls[0]
    ahead = drawn or central
    binds = ahead.kinds[0] == ahead.number(cycle)
    return PresentBottleneck(
        cycle=cycle,
        name=name_of_cycle(model, cycle),
        probability=float(binds.mean()) if drawn else None,
        central_fall=None if np.isinf(step) else central.months.name(int(step)),
        fall=drawn.fall(drawn.falls[binds]) if drawn else None,
        successors=_successors(model, ahead, binds if binds.any() else ~binds, cycle),
        any_fall=drawn.fall(drawn.falls) if drawn else None,
        joining=_joining(ahead),
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


def _reigns(model: LoopModel, loop: CentralLoop, central: LookAhead) -> Iterator[Reign]:
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


def _margin(loop: CentralLoop, central: LookAhead, step: int) -> float | None:
    """Return by how many days the nearest other cycle is faster."""
    days = map(float, central.days_at(step)[:, 0])
    choice = choose_alternatives(loop.now.with_days(dict(enumerate(days))), loop.groups)
    nearest = runners_up(choice.graph, choice.ratio, 1) if choice.ratio else ()
    return float(nearest[0].margin_days) if nearest else None
