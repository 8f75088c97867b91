"""What blocks the loop: period, pace, critical cycle, and what speeding up each part would give."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from fractions import Fraction

from graph.cycles.alternatives import Choice, choose_alternatives
from graph.cycles.certificate import certificate
from graph.cycles.critical_graph import joint_blockers
from graph.cycles.cycle_ratio import CycleRatio, own_periods
from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.latency import latency
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.runners_up import runners_up, tied_cycles
from graph.cycles.slack import Slacks, slacks
from graph.estimates import Interval
from graph.loop.answer import heading
from graph.loop.central import CentralLoop
from graph.loop.names import name_of_cycle
from graph.loop.outside_pace import outside_estimates
from graph.loop.study import Study
from graph.questions.critical_path.answer import (
    Ceiling,
    CertificateRecord,
    ComponentPeriod,
    CriticalPath,
    PartWaiting,
    RunnerUp,
    TiedCycle,
    decimal_or_fraction,
)
from graph.questions.critical_path.component_rows import component_rows
from graph.questions.critical_path.solved_loop import SolvedLoop, solve_loop
from graph.questions.critical_path.standing import is_accelerated

#: Runner-up cycles kept in the result.
_RUNNERS_UP = 12

#: Nodes of a large loop through which runner-up cycles are looked for.
_NEAR_NODES = 120


def critical_path(
    study: Study, *, certificate: bool = False, draws: int = 0, seed: int = 0
) -> CriticalPath:
    """Return what blocks the loop, and what it would give to speed it up.

    ``pace = period without AI / period now``; the critical cycle is the one with the greatest
    days per lag. Everything about a single component is solved anew, never extrapolated.

    Args:
        study: the map, the standpoint and what is supposed.
        certificate: whether to add the proof of the period.
        draws: for intervals; 0 gives the central estimate alone.
        seed: of the draws.

    Raises:
        OntologyError: nothing closes a loop.
        LoopmapError: a cycle can never start, or work is redone faster than it gets done.
    """
    solved = solve_loop(study)
    result = _central(study, solved, certificate)
    if draws:
        # NumPy takes longer to load than the central answer takes to compute.
        from graph.questions.critical_path.sampled import with_draws

        result = with_draws(result, study, draws, seed)
    return replace(result, outside_estimates=outside_estimates(study, result.pace))


def _central(study: Study, solved: SolvedLoop, certificate: bool) -> CriticalPath:
    graph, ratio, around = solved.now.graph, solved.ratio, set(solved.ratio.nodes)
    pace = Fraction(solved.ratio_before.period, 1) / ratio.period
    scaled = ratio.workings_for(graph).scaled
    way = latency(graph, scaled)
    slack = slacks(graph, ratio)
    components, waiting = component_rows(study, solved, slack), _waiting(study, solved.loop)
    arcs = [graph.arcs[index] for index in ratio.cycle]
    return CriticalPath(
        *heading(study),
        period_days=Interval(float(ratio.period)),
        pace=Interval(float(pace)),
        baseline_period_days=Interval(float(solved.ratio_before.period)),
        ceiling=ceiling(study, solved),
        critical_cycle=ratio.nodes,
        critical_cycle_name=name_of_cycle(study.model, ratio.nodes),
        # Quotients of whole numbers are rounded once, as the fractions would be.
        critical_cycle_lag=sum(map(scaled.lags.__getitem__, ratio.cycle)) / scaled.lag_scale,
        critical_cycle_delay_days=sum(map(scaled.delays.__getitem__, ratio.cycle))
        / scaled.day_scale,
        critical_cycle_before=solved.ratio_before.nodes,
        critical_cycle_probability=None,
        runner_up_cycles=tuple(
            RunnerUp(item.nodes, float(item.period), float(item.margin_days))
            for item in runners_up(graph, ratio, _RUNNERS_UP, _least_slack(slack))
        ),
        joint_blockers=joint_blockers(graph, ratio).nodes,
        latency_days=float(way.days),
        latency_path=way.path,
        parts=tuple(
            ComponentPeriod(part.members, float(part.period))
            for part in own_periods(ratio.workings)
        ),
        alternatives_taken=_taken(study, solved.now),
        certificate=_certificate(graph, ratio) if certificate else None,
        components=components,
        unknown_components=tuple(
            item.id for item in solved.loop.components if item.speedup is None
        ),
        assumed_variance_share=None,
        central_period_days=float(ratio.period),
        central_pace=float(pace),
        suppositions=tuple(map(str, study.suppositions)),
        critical_cycles=tuple(
            _tied(graph, scaled, cycle) for cycle in tied_cycles(graph, ratio, _RUNNERS_UP)
        ),
        critical_dependencies=tuple(arc.key for arc in arcs if arc.key in study.model.dependencies),
        waiting=waiting,
        critical_cycle_days=Interval(
            sum(one.days.median for one in components if one.id in around)
            + sum(one.waiting_days.median for one in waiting if one.id in around)
        ),
    )


def _waiting(study: Study, loop: CentralLoop) -> tuple[PartWaiting, ...]:
    found = loop.waiting
    if found is None:
        return ()
    before = loop.waiting_before
    rows = []
    for queue in found.queues:
        item, days = loop.components[queue.node], found.days[queue.node]
        load = queue.load_at(float(item.days), found.period)
        rows.append(
            PartWaiting(
                item.id,
                study.model.label(item.id),
                Interval(days),
                before[queue.node],
                None if queue.fixed_days is not None else Interval(load),
                None if item.capacity is None else float(item.capacity),
                str(queue.told_by),
                math.isinf(days),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.waiting_days.median, row.id)))


def _tied(graph: MarkedGraph, scaled: IntegerGraph, cycle: tuple[int, ...]) -> TiedCycle:
    tails = [scaled.tails[arc] for arc in cycle]
    days = [scaled.days[tail] for tail in tails]
    whole = sum(days) + sum(scaled.delays[arc] for arc in cycle)
    return TiedCycle(
        tuple(graph.nodes[tail] for tail in tails),
        tuple(graph.arcs[arc].key for arc in cycle),
        tuple(value / whole if whole else 0.0 for value in days),
    )


def _least_slack(slack: Slacks) -> list[int]:
    """Return the nodes nearest to critical, so that a large loop is not searched through all."""
    known = [(value, node) for node, value in enumerate(slack.shortest) if value is not None]
    return [node for _, node in heapq.nsmallest(_NEAR_NODES, known)]


def _taken(study: Study, choice: Choice) -> dict[str, str]:
    taken = set(choice.chosen)
    return {
        group.id: key
        for group in study.model.alternatives.values()
        for key in group.dependency_ids
        if key in taken
    }


def _certificate(graph: MarkedGraph, ratio: CycleRatio) -> CertificateRecord:
    proof = certificate(graph, ratio)
    days = zip(graph.nodes, graph.days, strict=True)
    return CertificateRecord(
        decimal_or_fraction(proof.period),
        {name: decimal_or_fraction(start) for name, start in proof.potentials.items()},
        {name: decimal_or_fraction(Fraction(value)) for name, value in days},
    )


def ceiling(study: Study, solved: SolvedLoop) -> Ceiling | None:
    """Return the loop if all that is accelerated now took its floor; ``None`` if nothing is."""
    loop = solved.loop
    taking_part = {item.id for item in loop.components if is_accelerated(study, item.id)}
    if not taking_part:
        return None
    days = [item.floor_days if item.id in taking_part else item.days for item in loop.components]
    fastest = (
        choose_alternatives(loop.settled_at(days), loop.groups)
        if loop.waiting
        else solved.solver.choose(days)
    ).ratio
    if fastest is None:
        return None
    pace = float(solved.ratio_before.period / fastest.period) if fastest.period else float("inf")
    return Ceiling(Interval(pace), fastest.nodes, Interval(float(fastest.period)))
