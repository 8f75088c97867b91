"""Where every component stands in a solved loop, and what it would give to speed it up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.breakpoints import SpeedupPath, breakpoints
from graph.cycles.critical_graph import hard_blockers
from graph.cycles.elasticity import elasticities
from graph.cycles.slack import Slacks
from graph.estimates import Interval
from graph.evidence.status import Status
from graph.loop.central import TimedComponent
from graph.loop.days import days_at
from graph.loop.study import Study
from graph.questions.critical_path.answer import Absorption, ComponentResult, NextBottleneck
from graph.questions.critical_path.solved_loop import SolvedLoop
from graph.questions.critical_path.standing import NumbersBehind, numbers_behind, status
from graph.records import record


@record
class _IfFaster:
    """What would become of the period if one component were faster.

    Attributes:
        at_floor: the period if it took only its floor.
        at_double: the period if it were twice as fast.
        following: what binds once it is fast enough; ``None`` if it blocks nothing.
    """

    at_floor: Fraction
    at_double: Fraction
    following: NextBottleneck | None


def component_rows(study: Study, solved: SolvedLoop, slack: Slacks) -> tuple[ComponentResult, ...]:
    """Return where every component stands, the strongest blocker first.

    Args:
        study: the map, the standpoint and what is supposed.
        solved: its loop.
        slack: of that loop.
    """
    graph, ratio = solved.now.graph, solved.ratio
    shares = elasticities(graph, ratio).nodes
    # With alternatives another way may open, so that others than those of the cycle may matter.
    either = solved.solver.may_shorten() if solved.loop.groups else hard_blockers(graph, ratio)
    floors = [item.floor_days for item in solved.loop.components]
    faster = {index: _if_faster(solved, index, floors) for index in either}
    rows = (
        _component(study, solved, slack, index, shares[index], faster.get(index))
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
    faster: _IfFaster | None,
) -> ComponentResult:
    item, period = solved.loop.components[index], solved.ratio.period
    component = study.model.components[item.id]
    shortest, room = slack.shortest[index], slack.rooms[index]
    # Of most parts of a large map nothing is known but their days, and they block nothing: their
    # rows are made without reckoning in fractions.
    acceleration, known_status = item.acceleration, status(study, item.id)
    permanent = gain = None
    if acceleration is not None or known_status.is_accelerated:
        permanent = slack.in_days(shortest)
        gain = _period_without(solved, index, permanent) / period - 1
    days = Interval(float(item.days))
    same = item.baseline_days is item.days
    numbers = numbers_behind(study, item)
    return ComponentResult(
        id=item.id,
        label=component.label,
        family=study.model.group_label(component),
        status=known_status.value,
        absorption=_absorption(known_status, permanent, gain),
        acceleration=None if acceleration is None else Interval(float(acceleration)),
        useful_speedup=_useful(item, permanent),
        system_gain=None if acceleration is None or gain is None else float(gain),
        baseline_days=days if same else Interval(float(item.baseline_days)),
        days=days,
        floor_days=float(item.floor_days) if item.floor_days else 0.0,
        elasticity=float(elasticity) if elasticity else 0.0,
        blocking_share=_share_lost(faster.at_floor, period) if faster else 0.0,
        days_gained_at_double_speed=float(period - faster.at_double) if faster else 0.0,
        # A quotient of whole numbers is rounded as the fraction would be.
        permanent_slack_days=None if shortest is None else shortest / slack.unit,
        one_off_float_days=None if room is None else room / slack.unit,
        criticality=None,
        next_bottleneck=faster.following if faster else None,
        evidence_count=_evidence_count(study, numbers),
        source_count=numbers.speedup.source_count if numbers.speedup else 0,
        assumed=numbers.assumed_share(item),
    )


def _share_lost(period: Fraction, of: Fraction) -> float:
    """Return ``1 - period / of`` as a float, rounded once."""
    whole = of.numerator * period.denominator
    return (whole - period.numerator * of.denominator) / whole


def _if_faster(solved: SolvedLoop, index: int, floors: Sequence[Fraction]) -> _IfFaster:
    item, loop, steady = solved.loop.components[index], solved.loop, solved.ratio.workings.steady
    double = days_at(item.days, item.floor_days, 2)
    kept = steady.period(index, item.floor_days)
    path: SpeedupPath | None = None
    if loop.waiting is not None or loop.groups:
        # Where there are alternatives another member may be the better way once this is faster.
        at_floor = _period_with(solved, index, item.floor_days)
        at_double = _period_with(solved, index, double)
    elif kept is not None:
        # What binds with the component at its floor binds all the way there.
        half_way = steady.period(index, double)
        at_floor = kept
        at_double = _period_with(solved, index, double) if half_way is None else half_way
    else:
        path = breakpoints(solved.now.graph, solved.ratio, [index], floors)
        at_floor, at_double = path.limit, path.period_at(2)
    if at_floor == solved.ratio.period:
        return _IfFaster(at_floor, at_double, None)
    if kept is not None:
        return _IfFaster(at_floor, at_double, _once_at_floor(solved, item, kept))
    path = path or breakpoints(solved.now.graph, solved.ratio, [index], floors)
    return _IfFaster(at_floor, at_double, _first_to_take_over(path))


def _once_at_floor(
    solved: SolvedLoop, item: TimedComponent, at_floor: Fraction
) -> NextBottleneck | None:
    """Return what binds on, where nothing takes over until the component is at its floor."""
    if not item.floor_days:
        return None
    names = solved.ratio.workings.steady_names
    return NextBottleneck(float(item.days / item.floor_days), names, float(at_floor))


def _first_to_take_over(path: SpeedupPath) -> NextBottleneck | None:
    first = next(iter(path.breakpoints), None)
    if first is None:
        return None
    return NextBottleneck(float(first.speedup), first.nodes, float(first.period))


def _useful(item: TimedComponent, slack: Fraction | None) -> float | None:
    """Return ``min(S, d0 / (d + sigma))``; 1 for a component that the loop never waits for."""
    acceleration = item.acceleration
    if acceleration is None:
        return None
    if slack is None:
        return 1.0
    room = item.days + slack
    return float(min(acceleration, item.baseline_days / room)) if room else float(acceleration)


def _absorption(known: Status, slack: Fraction | None, system_gain: Fraction | None) -> Absorption:
    if not known.is_accelerated:
        return Absorption.NOT_SHOWN
    if system_gain == 0:
        return Absorption.FULLY
    return Absorption.LOAD_BEARING if slack == 0 else Absorption.PARTLY


def _evidence_count(study: Study, numbers: NumbersBehind) -> int:
    used = {name for estimate in numbers if estimate for name in estimate.observation_ids}
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
