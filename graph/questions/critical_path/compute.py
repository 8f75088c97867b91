"""What blocks the loop: period, pace, critical cycle, and what speeding up each part would give."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from fractions import Fraction

from graph.cycles.alternatives import Choice, choose_alternatives
from graph.cycles.breakpoints import breakpoints
from graph.cycles.certificate import certificate
from graph.cycles.critical_graph import hard_blockers, joint_blockers
from graph.cycles.cycle_ratio import CycleRatio, own_periods
from graph.cycles.elasticity import elasticities
from graph.cycles.latency import latency
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.runners_up import runners_up, tied_cycles
from graph.cycles.slack import Slacks, slacks
from graph.errors import NO_TIME, OntologyError, Problem, UsageError
from graph.estimates import Interval
from graph.evidence.status import Status, status_of
from graph.loop.answer import heading
from graph.loop.central import CentralLoop, TimedComponent, central_loop
from graph.loop.days import days_at
from graph.loop.names import name_of_cycle
from graph.loop.outside_pace import outside_estimates
from graph.loop.solver import LoopSolver
from graph.loop.study import Study
from graph.questions.critical_path.answer import (
    Absorption,
    Ceiling,
    CertificateRecord,
    ComponentPeriod,
    ComponentResult,
    CriticalPath,
    NextBottleneck,
    PartWaiting,
    RunnerUp,
    TiedCycle,
    decimal_or_fraction,
)
from graph.records import record
from graph.vocabulary import MetricName

#: Runner-up cycles kept in the result.
_RUNNERS_UP = 12

#: The metrics that a component's days are made of.
DAYS_METRICS = (MetricName.SPEEDUP, MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS)

#: Nodes of a large loop through which runner-up cycles are looked for.
_NEAR_NODES = 120


@record(slots=False)
class SolvedLoop:
    """The loop with its period, ready for further questions.

    Attributes:
        loop: the loop with its times.
        solver: answers what the period would be with other days.
        now: the alternatives taken, the graph that is left and its critical cycle.
        before: the same without AI.
        ratio: the maximum cycle ratio of ``now``.
        ratio_before: that of ``before``.
    """

    loop: CentralLoop
    solver: LoopSolver
    now: Choice
    before: Choice
    ratio: CycleRatio
    ratio_before: CycleRatio


def solve_loop(study: Study) -> SolvedLoop:
    """Return the loop of a study, solved now and without AI.

    Raises:
        OntologyError: nothing closes a loop, so that there is no period.
        DeadlockError: a cycle has no lag and can never start.
    """
    return study.once(_solve_loop)


def why_no_period(study: Study) -> str | None:
    """Return why a loop has no period; ``None`` if it has one.

    Raises:
        LoopmapError: a cycle can never start, or work is redone faster than it gets done: that is
            no missing answer but a fault of the map.
    """
    try:
        solve_loop(study)
    except UsageError as error:
        return str(error)
    except OntologyError as error:
        if any(problem.code != "no-cycle" for problem in error.problems):
            raise
        return "No cycle of dependencies closes the loop."
    return None


def _solve_loop(study: Study) -> SolvedLoop:
    loop = central_loop(study)
    halves = [item.days / 2 for item in loop.components]
    solver = LoopSolver(loop, halves)
    before = (
        choose_alternatives(loop.before, loop.groups)
        if loop.waiting
        else solver.choose(loop.before.days)
    )
    if solver.choice.ratio is None or before.ratio is None:
        raise OntologyError([_no_cycle(study)])
    if solver.choice.ratio.period == 0:
        raise UsageError(NO_TIME)
    return SolvedLoop(loop, solver, solver.choice, before, solver.choice.ratio, before.ratio)


def _no_cycle(study: Study) -> Problem:
    places = [item.place for item in study.model.dependencies.values() if item.place]
    return Problem(
        "no-cycle",
        "no cycle of Gates dependencies closes the loop, so that it has no period.",
        "Add the dependency by which a finished round feeds the next one, with a loop:lag of 1 "
        "or more.",
        place=max(places, default=None),
    )


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
    way = latency(graph, ratio.workings_for(graph).scaled)
    slack = slacks(graph, ratio)
    components, waiting = _components(study, solved, slack), _waiting(study, solved.loop)
    arcs = [graph.arcs[index] for index in ratio.cycle]
    return CriticalPath(
        *heading(study),
        period_days=Interval(float(ratio.period)),
        pace=Interval(float(pace)),
        baseline_period_days=Interval(float(solved.ratio_before.period)),
        ceiling=ceiling(study, solved),
        critical_cycle=ratio.nodes,
        critical_cycle_name=name_of_cycle(study.model, ratio.nodes),
        critical_cycle_lag=float(sum(arc.lag for arc in arcs)),
        critical_cycle_delay_days=float(sum(arc.delay for arc in arcs)),
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
            _tied(graph, cycle) for cycle in tied_cycles(graph, ratio, _RUNNERS_UP)
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


def _tied(graph: MarkedGraph, cycle: tuple[int, ...]) -> TiedCycle:
    arcs = [graph.arcs[index] for index in cycle]
    days = [Fraction(graph.days[arc.tail]) for arc in arcs]
    whole = sum(days) + sum(Fraction(arc.delay) for arc in arcs)
    return TiedCycle(
        tuple(graph.nodes[arc.tail] for arc in arcs),
        tuple(arc.key for arc in arcs),
        tuple(float(value / whole) if whole else 0.0 for value in days),
    )


def _least_slack(slack: Slacks) -> list[int]:
    """Return the nodes nearest to critical, so that a large loop is not searched through all."""
    known = [(value, node) for node, value in enumerate(slack.permanent) if value is not None]
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


def _components(study: Study, solved: SolvedLoop, slack: Slacks) -> tuple[ComponentResult, ...]:
    graph, ratio = solved.now.graph, solved.ratio
    shares = elasticities(graph, ratio).nodes
    # With alternatives another way may open, so that others than those of the cycle may matter.
    either = solved.solver.may_shorten() if solved.loop.groups else hard_blockers(graph, ratio)
    blockers = frozenset(either)
    rows = (
        _component(study, solved, slack, index, shares[index], blocks=index in blockers)
        for index in range(len(graph.nodes))
    )
    return tuple(
        sorted(
            rows, key=lambda row: (-row.blocking_share, -row.elasticity, -row.days.median, row.id)
        )
    )


def _component(
    study: Study,
    solved: SolvedLoop,
    slack: Slacks,
    index: int,
    elasticity: Fraction,
    *,
    blocks: bool,
) -> ComponentResult:
    item, period = solved.loop.components[index], solved.ratio.period
    component = study.model.components[item.id]
    permanent, one_off = slack.permanent[index], slack.one_off[index]
    system_gain = _period_without(solved, index, permanent) / period - 1
    at_floor = at_double = period
    if blocks:
        # Where there are alternatives another member may be the better way once this is faster.
        at_floor = _period_with(solved, index, item.floor_days)
        at_double = _period_with(solved, index, days_at(item.days, item.floor_days, 2))
    speedup = study.estimate(item.id, MetricName.SPEEDUP)
    return ComponentResult(
        id=item.id,
        label=component.label,
        family=study.model.group_label(component),
        status=status(study, item.id).value,
        absorption=_absorption(study, item, permanent, system_gain),
        acceleration=None if item.acceleration is None else Interval(float(item.acceleration)),
        useful_speedup=_useful(item, permanent),
        system_gain=None if item.acceleration is None else float(system_gain),
        baseline_days=Interval(float(item.baseline_days)),
        days=Interval(float(item.days)),
        floor_days=float(item.floor_days),
        elasticity=float(elasticity),
        blocking_share=float(1 - at_floor / period),
        days_gained_at_double_speed=float(period - at_double),
        permanent_slack_days=None if permanent is None else float(permanent),
        one_off_float_days=None if one_off is None else float(one_off),
        criticality=None,
        next_bottleneck=None if at_floor == period else _next_bottleneck(solved, index),
        evidence_count=_evidence_count(study, item.id),
        source_count=speedup.source_count if speedup else 0,
        assumed=assumed_share(study, item),
    )


def _useful(item: TimedComponent, slack: Fraction | None) -> float | None:
    """Return ``min(S, d0 / (d + sigma))``; 1 for a component that the loop never waits for."""
    acceleration = item.acceleration
    if acceleration is None:
        return None
    if slack is None:
        return 1.0
    room = item.days + slack
    return float(min(acceleration, item.baseline_days / room)) if room else float(acceleration)


def _absorption(
    study: Study, item: TimedComponent, slack: Fraction | None, system_gain: Fraction
) -> Absorption:
    if not is_accelerated(study, item.id):
        return Absorption.NOT_SHOWN
    if system_gain == 0:
        return Absorption.FULLY
    return Absorption.LOAD_BEARING if slack == 0 else Absorption.PARTLY


def _evidence_count(study: Study, identifier: str) -> int:
    estimates = [study.estimate(identifier, metric) for metric in DAYS_METRICS]
    used = {name for estimate in estimates if estimate for name in estimate.observation_ids}
    known = study.model.observations
    return sum(1 for name in used if name in known and known[name].source)


def _period_without(solved: SolvedLoop, index: int, slack: Fraction | None) -> Fraction:
    item = solved.loop.components[index]
    slower_by = item.baseline_days - item.days
    # Within its permanent slack no cycle through the component reaches the period.
    hidden = (slack is None or slower_by <= slack) and solved.loop.waiting is None
    # Other ways only get slower, so that with all of them tried the one taken stays the quickest.
    if slower_by == 0 or (slower_by > 0 and hidden and solved.now.all_tried):
        return solved.ratio.period
    return _period_with(solved, index, item.baseline_days)


def _period_with(solved: SolvedLoop, index: int, days: Fraction) -> Fraction:
    """Return the period if one part took other days; what waits there, and elsewhere, settles."""
    if solved.loop.waiting is None:
        return solved.solver.period({index: days}) or Fraction(0)
    every = [item.days for item in solved.loop.components]
    every[index] = days
    found = choose_alternatives(solved.loop.settled_at(every), solved.loop.groups).ratio
    return found.period if found else Fraction(0)


def _next_bottleneck(solved: SolvedLoop, index: int) -> NextBottleneck | None:
    item, workings = solved.loop.components[index], solved.ratio.workings
    steady = workings.steady.period(index, item.floor_days)
    if steady is not None:
        # The cycle binds all the way, and nothing follows until the component is at its floor.
        if not item.floor_days:
            return None
        nodes = tuple(workings.graph.nodes[node] for node in workings.steady.nodes)
        return NextBottleneck(float(item.days / item.floor_days), nodes, float(steady))
    floors = [other.floor_days for other in solved.loop.components]
    path = breakpoints(solved.now.graph, solved.ratio, [index], floors)
    first = next(iter(path.breakpoints), None)
    if first is None:
        return None
    return NextBottleneck(float(first.speedup), first.nodes, float(first.period))


def status(study: Study, identifier: str) -> Status:
    """Return the status; a supposed speed-up counts as if it were known for certain."""
    supposed = study.supposed(identifier, MetricName.SPEEDUP)
    if supposed is None:
        return status_of(study.model, study.estimates, identifier)
    if supposed == 1:
        return Status.UNPROVEN
    return Status.ACCELERATED if supposed > 1 else Status.SLOWED


def is_accelerated(study: Study, identifier: str) -> bool:
    """Return whether the evidence, or what is supposed, shows the component accelerated."""
    return status(study, identifier).is_accelerated


def assumed_share(study: Study, item: TimedComponent) -> float:
    """Return the share of the uncertainty of ``ln d`` that is assumption, 0 to 1.

    The days are ``d0 / S`` or the floor; each number's variance counts by the share of its weight
    that is assumption. Where nothing is uncertain, assumptions count alike.
    """
    if item.speedup is not None and item.days == item.floor_days and item.days > 0:
        metrics: tuple[MetricName, ...] = (MetricName.FLOOR_DAYS,)
    else:
        metrics = (MetricName.BASELINE_DAYS, MetricName.SPEEDUP)
    parts = [part for metric in metrics if (part := study.estimate(item.id, metric)) is not None]
    if not parts:
        return 1.0
    total = sum(part.deviation**2 for part in parts)
    if total == 0:
        return sum(part.assumed_share for part in parts) / len(parts)
    return sum(part.deviation**2 * part.assumed_share for part in parts) / total
