"""The loop with its times: every component's days before AI and now, and who waits for whom."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.deadlock import DeadlockError
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.rework import (
    ReturningShare,
    ReworkError,
    by_pair,
    endless_sentence,
    shares_between,
    visits,
)
from graph.errors import OntologyError, Place, Problem, UsageError
from graph.loop.central_numbers import CentralNumbers, rounded_days
from graph.loop.days import days_at
from graph.loop.queues import (
    PartAtWork,
    Queue,
    finite,
    known_at,
    queue_of,
    settled,
    teller_of,
    waiting_at,
)
from graph.loop.study import Study
from graph.model import LoopModel
from graph.records import record
from graph.vocabulary import Kind, MetricName

#: Days above this are a slip of the pen, and their quotients are beyond what a float can hold.
_MOST_DAYS = 10**15

#: Relative difference of two waitings below which nothing but settling tells them apart.
_SAME_WAITING = 1e-7

_NOTHING = Fraction(0)


@record
class TimedComponent:
    """A component's days for one generation of models, at the central estimate.

    ``d0 = visits * baseline``, ``u = visits * floor``, ``d = max(u, d0 / S)``.

    Attributes:
        id: the component's id.
        visits: how often one generation passes through it, with rework.
        baseline_days: d0, without AI.
        floor_days: u, which no intelligence shortens at given resources.
        speedup: S as the evidence gives it; ``None`` if nothing is known.
        days: d, now.
        capacity: how many passes at once; ``None`` if unbounded.
    """

    id: str
    visits: Fraction
    baseline_days: Fraction
    floor_days: Fraction
    speedup: Fraction | None
    days: Fraction
    capacity: Fraction | None

    @property
    def acceleration(self) -> Fraction | None:
        """d0 / d: the acceleration that the floor lets through; ``None`` if nothing is known."""
        if self.speedup is None:
            return None
        return self.baseline_days / self.days if self.days else self.speedup


@record(slots=False)
class CentralLoop:
    """The components in the order of their ids, the dependencies, and groups of alternatives.

    Attributes:
        components: every component that has baseline days.
        arcs: Gates dependencies and, with the component's id as key, capacities; what waits now
            before a component takes it up is in their delays.
        groups: for each group of alternatives the keys of its dependencies.
        waiting: where work waits, and how long; ``None`` if nothing tells of any.
    """

    components: tuple[TimedComponent, ...]
    arcs: tuple[Arc, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    waiting: CentralWaiting | None = None

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The ids, in the order of the graph's nodes."""
        return tuple(component.id for component in self.components)

    @cached_property
    def index(self) -> dict[str, int]:
        """Id to number of the node."""
        return {identifier: number for number, identifier in enumerate(self.nodes)}

    @cached_property
    def now(self) -> MarkedGraph:
        """The loop with the days of today."""
        return MarkedGraph(self.nodes, tuple(item.days for item in self.components), self.arcs)

    @cached_property
    def before(self) -> MarkedGraph:
        """The loop with the days that it would take without AI."""
        return self.settled_at([item.baseline_days for item in self.components])

    @cached_property
    def waiting_before(self) -> dict[int, float]:
        """How long one round would wait at each part without AI, by node."""
        if self.waiting is None:
            return {}
        days = [item.baseline_days for item in self.components]
        bare = replace(self, arcs=self.waiting.arcs)
        return _settled(bare, self.waiting.queues, days)[1]

    @cached_property
    def on_cycles(self) -> frozenset[int]:
        """The nodes that lie on a cycle of dependencies."""
        return _on_cycles(self)

    def settled_at(self, days: Sequence[Fraction]) -> MarkedGraph:
        """Return the loop with other days of work, its waiting settled at the pace they allow."""
        if self.waiting is None:
            return MarkedGraph(self.nodes, tuple(days), self.arcs)
        return _settled_graph(replace(self, arcs=self.waiting.arcs), self.waiting.queues, days)


@record(slots=False)
class CentralWaiting:
    """How work waits in a loop at the central estimate.

    Attributes:
        queues: of the parts at which it does.
        days: by node, how long one round waits there now; infinite where more arrives than can be
            done, at a part that the loop itself does not wait for.
        period: days per round now.
        arcs: the dependencies and capacities without that waiting.
    """

    queues: tuple[Queue, ...]
    days: Mapping[int, float]
    period: float
    arcs: tuple[Arc, ...]


def central_loop(study: Study) -> CentralLoop:
    """Return the loop with its times at the central estimate.

    Components without baseline days take no part. A component without any known speed-up runs at
    its baseline; whoever shows the answer says how many did so.

    Raises:
        OntologyError: work is redone as fast as it gets done, so that no pass ever ends; where
            each of the shares stands.
    """
    return study.once(_central_loop)


def _central_loop(study: Study) -> CentralLoop:
    bare = study.once(_loop_of_work)
    evidence = study.without_suppositions()
    then = bare if evidence is study else evidence.once(_loop_of_work)
    known = (
        queue_of(study, node, _at_work(item), _at_work(_same(then, item)))
        for node, item in enumerate(bare.components)
        if teller_of(study, item.id)
    )
    queues = tuple(queue for queue in known if queue is not None)
    if not queues:
        return bare
    days = [item.days for item in bare.components]
    if evidence is study:
        waiting = waiting_at(queues, list(map(float, days)), math.inf)
        graph = _delayed(bare, days, waiting)
        period = _period(graph, bare.groups)
    else:
        before = central_loop(evidence).waiting
        period = before.period if before else _period(then.now, then.groups)
    queues = known_at(queues, study, bare.nodes, period)
    if evidence is not study:
        waiting = _unmoved(_settled(bare, queues, days)[1], bare, central_loop(evidence))
        graph = _delayed(bare, days, waiting)
        period = _period(graph, bare.groups)
    found = CentralWaiting(queues, waiting, period or math.nan, bare.arcs)
    return replace(bare, arcs=graph.arcs, waiting=found)


def _unmoved(
    waiting: Mapping[int, float], loop: CentralLoop, before: CentralLoop
) -> dict[int, float]:
    """Return waiting with what differs from that before by no more than settling leaves undone."""
    known = before.waiting.days if before.waiting else {}
    was = {before.nodes[node]: days for node, days in known.items()}
    found = dict(waiting)
    for node, days in waiting.items():
        earlier = was.get(loop.nodes[node])
        if earlier is not None and abs(days - earlier) <= _SAME_WAITING * earlier:
            found[node] = earlier
    return found


def _same(loop: CentralLoop, item: TimedComponent) -> TimedComponent:
    return loop.components[loop.index[item.id]] if item.id in loop.index else item


def _at_work(item: TimedComponent) -> PartAtWork:
    servers = None if item.capacity is None else float(item.capacity)
    return PartAtWork(item.id, float(item.visits), float(item.days), servers)


def _delayed(
    loop: CentralLoop, days: Sequence[Fraction], waiting: Mapping[int, float]
) -> MarkedGraph:
    """Return a loop with other days, and with the waiting before parts take work up.

    What waits keeps nobody busy, so that the arcs of capacities are left as they are.
    """
    arcs = tuple(
        replace(arc, delay=Fraction(arc.delay) + finite(waiting[arc.head]))
        if arc.head in waiting and arc.key != loop.nodes[arc.head]
        else arc
        for arc in loop.arcs
    )
    return MarkedGraph(loop.nodes, tuple(days), arcs)


def _settled_graph(
    loop: CentralLoop, queues: Sequence[Queue], days: Sequence[Fraction]
) -> MarkedGraph:
    return _settled(loop, queues, days)[0]


def _settled(
    loop: CentralLoop, queues: Sequence[Queue], days: Sequence[Fraction]
) -> tuple[MarkedGraph, dict[int, float]]:
    cyclic = loop.on_cycles

    def period_of(waiting: dict[int, float]) -> float | None:
        if any(math.isinf(value) and node in cyclic for node, value in waiting.items()):
            return math.inf
        return _period(_delayed(loop, days, waiting), loop.groups)

    waiting = settled(queues, list(map(float, days)), cyclic, period_of)
    return _delayed(loop, days, waiting), waiting


def _period(graph: MarkedGraph, groups: Sequence[Sequence[str]]) -> float | None:
    """Return the period of a loop; ``None`` without a cycle, or if one can never start."""
    try:
        ratio = choose_alternatives(graph, groups).ratio
    except DeadlockError:
        return None
    return float(ratio.period) if ratio else None


def _on_cycles(loop: CentralLoop) -> frozenset[int]:
    """Return the nodes that lie on a cycle of dependencies."""
    after: dict[int, set[int]] = {}
    for arc in loop.arcs:
        if arc.key != loop.nodes[arc.tail]:
            after.setdefault(arc.tail, set()).add(arc.head)
    return frozenset(node for node in after if node in _reached_from(node, after))


def _reached_from(start: int, after: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        new = after.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def _loop_of_work(study: Study) -> CentralLoop:
    """Return the loop with its work alone, nothing waiting."""
    numbers = CentralNumbers(study)
    timed = [
        identifier
        for identifier in sorted(study.model.components)
        if numbers.get(identifier, MetricName.BASELINE_DAYS) is not None
    ]
    often = _visits(study.model, numbers, tuple(timed))
    components = tuple(_component(numbers, item, often[item]) for item in timed)
    index = {item: number for number, item in enumerate(timed)}
    gates = tuple(_gates(study.model, numbers, index))
    capacities = tuple(
        Arc(index[item.id], index[item.id], item.capacity, Fraction(0), item.id)
        for item in components
        if item.capacity is not None
    )
    keys = {arc.key for arc in gates}
    groups = tuple(
        tuple(key for key in group.dependency_ids if key in keys)
        for group in study.model.alternatives.values()
    )
    return CentralLoop(components, gates + capacities, tuple(group for group in groups if group))


def _gates(model: LoopModel, numbers: CentralNumbers, index: Mapping[str, int]) -> Iterator[Arc]:
    """Yield the dependencies that make a component of the loop wait for another."""
    number, lag, delay = numbers.get, MetricName.LAG, MetricName.DELAY_DAYS
    any_delay = numbers.any(delay)
    for item in model.dependencies.values():
        if item.kind is Kind.GATES and item.source in index and item.target in index:
            yield Arc(
                index[item.source],
                index[item.target],
                number(item.id, lag) or _NOTHING,
                (number(item.id, delay) or _NOTHING) if any_delay else _NOTHING,
                item.id,
            )


def _visits(
    model: LoopModel, numbers: CentralNumbers, nodes: tuple[str, ...]
) -> dict[str, Fraction]:
    if not numbers.any(MetricName.REWORK_SHARE):
        return dict.fromkeys(nodes, Fraction(1))
    inside = set(nodes)
    found = tuple(
        ReturningShare(item.id, item.target, item.source, share)
        for item in model.dependencies.values()
        if item.source in inside and item.target in inside
        for share in (numbers.get(item.id, MetricName.REWORK_SHARE),)
        if share
    )
    if not found:
        return dict.fromkeys(nodes, Fraction(1))
    try:
        return visits(nodes, by_pair(found))
    except ReworkError as error:
        placed = [replace(one, place=_place(model, one.dependency)) for one in found]
        raise OntologyError([_endless(members, placed) for members in error.members]) from None


def _endless(members: tuple[str, ...], shares: Sequence[ReturningShare]) -> Problem:
    within = shares_between(members, shares)
    return Problem(
        "rework-endless",
        endless_sentence(members, within, ", as supposed or as the evidence has them"),
        "Lower them; it is always enough if the shares that lead to any one component add up to "
        "less than 1.",
        within[0].dependency,
        within[0].place,
    )


def _place(model: LoopModel, dependency: str) -> Place | None:
    written = (
        item.place
        for item in model.observations_by_subject.get(dependency, ())
        if item.metric == MetricName.REWORK_SHARE and item.place
    )
    return next(written, model.dependencies[dependency].place)


def _component(numbers: CentralNumbers, identifier: str, often: Fraction) -> TimedComponent:
    one_pass = numbers.get(identifier, MetricName.BASELINE_DAYS) or _NOTHING
    least = numbers.get(identifier, MetricName.FLOOR_DAYS) or _NOTHING
    # Most parts are passed once and have no floor, and exact numbers are slow to reckon with.
    baseline = rounded_days(one_pass if often == 1 else often * one_pass)
    floor = min(rounded_days(often * least), baseline) if least else _NOTHING
    speedup = numbers.get(identifier, MetricName.SPEEDUP)
    if baseline.numerator > _MOST_DAYS * baseline.denominator:
        raise _too_long(identifier, f"baseline days of {float(one_pass):.3g}")
    # Far beyond the evidence a speed-up may come out as 0, by which nothing can be divided.
    if speedup is not None and baseline >= speedup * _MOST_DAYS:
        raise _too_long(identifier, f"speed-up of {float(speedup):.3g}")
    days = days_at(baseline, floor, speedup, rounded_days)
    capacity = numbers.get(identifier, MetricName.CAPACITY)
    if capacity is not None and max(baseline, days) > capacity * _MOST_DAYS:
        raise _too_long(identifier, f"capacity of {float(capacity):.3g}")
    return TimedComponent(identifier, often, baseline, floor, speedup, days, capacity)


def _too_long(identifier: str, number: str) -> UsageError:
    return UsageError(
        f"{identifier} would take more than a million billion days, longer than the world is old. "
        f"Check its {number}."
    )
