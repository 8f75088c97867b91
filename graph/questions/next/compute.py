"""Which bottleneck falls next, when, and what takes over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.batch.columns import Truth
from graph.cycles.breakpoints import Breakpoint, breakpoints
from graph.cycles.critical_graph import hard_blockers
from graph.cycles.runners_up import runners_up
from graph.estimates import NORMAL_95, Interval
from graph.loop.answer import heading
from graph.loop.central import CentralLoop
from graph.loop.growth_rates import LEAST_SPREAD, START, CommonRate, GrowthRates, growth_rates
from graph.loop.names import name_of_cycle
from graph.loop.sample import CAPABILITY_CORRELATION
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.critical_path.compute import SolvedLoop, solve_loop
from graph.questions.next.answer import (
    ComponentOutlook,
    FamilyGrowth,
    FinalBlocker,
    MonthAhead,
    PresentBottleneck,
    Reign,
    SpeedupBreakpoint,
    Successor,
    WhatFallsNext,
)
from graph.questions.next.target_plan import target_plan
from graph.questions.next.walk import (
    LookAhead,
    Walk,
    known_speedups,
    look_ahead,
    look_ahead_drawn,
    months_until,
)

#: The last month looked at unless another is asked for.
DEFAULT_HORIZON = "2032"

#: What looking ahead supposes.
ASSUMPTIONS = (
    "Each acceleration grows at a constant rate on the log scale until it meets its ceiling, "
    "days without AI / floor.",
    f"All accelerations were 1 on {START}, before the first coding assistants were sold.",
    "The rate of a component is shrunk towards that of its family, and this towards an overall "
    f"rate; both differ around it by {LEAST_SPREAD:g} a year at least.",
    "A rate drawn below 0 counts as 0: what AI has sped up does not slow down again.",
    f"Any two speed-ups, and any two rates, correlate by {CAPABILITY_CORRELATION:g}, because "
    "all depend on how able the models of the day are.",
    "Days without AI, floors, lags, delays and capacities stay as they are.",
    "A component of which no acceleration is known stays at 1.",
)


def what_falls_next(
    study: Study,
    *,
    horizon: str = DEFAULT_HORIZON,
    target: float | None = None,
    draws: int = 0,
    seed: int = 0,
) -> WhatFallsNext:
    """Return which bottleneck falls next, when, and what takes over.

    The accelerations grow month by month at rates estimated from dated evidence, each towards its
    ceiling; whenever another cycle becomes the slowest, the bottleneck falls.

    Args:
        study: the map, the standpoint and what is supposed.
        horizon: the last month, ``2032`` or ``2032-06``.
        target: a pace against no AI to find the fewest changes for, if wanted.
        draws: for probabilities and intervals; 0 gives the central estimate alone.
        seed: of the draws.

    Raises:
        UsageError: the horizon or the target makes no sense; the message says what does.
        LoopmapError: nothing closes a loop, or a cycle can never start.
    """
    months = months_until(study.estimates.as_of, horizon)
    model, solved = study.model, solve_loop(study)
    rates = growth_rates(study)
    central = look_ahead(study, solved.loop, rates, months)
    plan = None if target is None else target_plan(model, central, target)
    drawn = look_ahead_drawn(study, rates, months, draws, seed) if draws else None
    if plan is not None and drawn is not None:
        reached = drawn.pace(drawn.walk.periods) >= plan.pace
        first = np.where(reached.any(axis=0), reached.argmax(axis=0), np.inf)
        plan = replace(plan, arrival=drawn.walk.fall(first))
    series = tuple(_month(drawn or central, step) for step in range(months.count))
    return WhatFallsNext(
        *heading(study, draws=draws, seed=seed),
        capability_correlation=CAPABILITY_CORRELATION,
        horizon=months.name(months.count - 1),
        present=_present(model, central.walk, drawn.walk if drawn else None),
        reigns=tuple(_reigns(model, solved.loop, central)),
        timeline=tuple(series[step] for step in months.year_ends),
        components=_outlooks(model, rates, central, drawn),
        breakpoints=_breakpoints(solved),
        target=plan,
        final=_final(model, central, drawn),
        growth_priors=tuple(
            _prior(family, common)
            for family, common in (("all", rates.overall), *rates.by_family.items())
        ),
        assumptions=ASSUMPTIONS,
        unknown_components=tuple(
            item.id for item in solved.loop.components if item.speedup is None
        ),
        suppositions=tuple(map(str, study.suppositions)),
        series=series,
    )


def _month(ahead: LookAhead, step: int) -> MonthAhead:
    periods = ahead.walk.periods[step]
    return MonthAhead(
        month=ahead.walk.months.name(step),
        period_days=ahead.interval(periods),
        pace=ahead.interval(ahead.pace(periods)),
        binding=_most_likely(ahead.walk.nodes, map(float, ahead.walk.binding[step])),
    )


def _most_likely(nodes: Iterable[str], shares: Iterable[float]) -> dict[str, float]:
    """Return the shares above 0 by id, the greatest first."""
    found = [(node, share) for node, share in zip(nodes, shares, strict=True) if share > 0]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def _final(model: LoopModel, central: LookAhead, drawn: LookAhead | None) -> FinalBlocker:
    cycle = central.solver.nodes_of(int(central.final.cycles[0]))
    ahead = drawn or central
    periods = ahead.final.periods
    return FinalBlocker(
        cycle=cycle,
        name=name_of_cycle(model, cycle),
        period_days=ahead.interval(periods),
        pace=ahead.interval(ahead.pace(periods)),
        probability=None if drawn is None else _share(drawn, cycle),
        binding=_most_likely(ahead.walk.nodes, map(float, ahead.final.is_critical.mean(axis=1))),
    )


def _share(drawn: LookAhead, cycle: tuple[str, ...]) -> float:
    numbers = [
        number
        for number in np.unique(drawn.final.cycles)
        if drawn.solver.nodes_of(int(number)) == cycle
    ]
    return float(np.isin(drawn.final.cycles, numbers).mean())


def _prior(family: str, common: CommonRate) -> FamilyGrowth:
    reach = NORMAL_95 * common.deviation
    interval = Interval(common.rate, common.rate - reach, common.rate + reach)
    return FamilyGrowth(family, interval, common.spread, common.count)


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
        family=component.family.value,
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


def _breakpoints(solved: SolvedLoop) -> tuple[SpeedupBreakpoint, ...]:
    """Return what takes over if parts of the present bottleneck get faster.

    First each component that alone can speed up the loop, up to where something else binds; then
    all components of the critical cycle together, to the end.
    """
    graph, ratio = solved.now.graph, solved.ratio
    floors = [item.floor_days for item in solved.loop.components]
    found = []
    for node in hard_blockers(graph, ratio):
        first = breakpoints(graph, ratio, [node], floors).breakpoints[:1]
        found += [_record((graph.nodes[node],), step) for step in first]
    found.sort(key=lambda item: (item.at_speedup, item.faster))
    if len(ratio.nodes) > 1:
        together = [solved.loop.index[name] for name in ratio.nodes]
        path = breakpoints(graph, ratio, together, floors)
        found += [_record(path.group, step) for step in path.breakpoints]
    return tuple(found)


def _record(faster: tuple[str, ...], step: Breakpoint) -> SpeedupBreakpoint:
    return SpeedupBreakpoint(
        faster=faster,
        at_speedup=float(step.speedup),
        takes_over=step.nodes,
        newcomers=step.newcomers,
        at_floor=step.at_floor,
        period_days=float(step.period),
    )


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
