"""Each component on its way to the horizon, and what binds once the present blockers are faster."""

from __future__ import annotations

import math

from graph.cycles.breakpoints import Breakpoint, breakpoints
from graph.cycles.critical_graph import hard_blockers
from graph.loop.growth_rates import GrowthRates
from graph.model import LoopModel
from graph.questions.critical_path.compute import SolvedLoop
from graph.questions.next.answer import ComponentOutlook, SpeedupBreakpoint
from graph.questions.next.look_ahead import LookAhead, known_speedups


def component_outlooks(
    model: LoopModel, rates: GrowthRates, central: LookAhead, drawn: LookAhead | None
) -> tuple[ComponentOutlook, ...]:
    """Return every component's outlook, the most likely to bind now first."""
    rows = [
        _outlook(model, rates, central, drawn, number) for number in range(len(central.walk.nodes))
    ]
    binding = (drawn or central).walk.binding
    first = {node: float(binding[0, number]) for number, node in enumerate(central.walk.nodes)}
    last = {node: float(binding[-1, number]) for number, node in enumerate(central.walk.nodes)}
    return tuple(sorted(rows, key=lambda row: (-first[row.id], -last[row.id], row.id)))


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
    baseline, floor = (
        float(central.uncertain.baseline_days[number, 0]),
        float(central.uncertain.floor_days[number, 0]),
    )
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


def speedup_breakpoints(solved: SolvedLoop) -> tuple[SpeedupBreakpoint, ...]:
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
