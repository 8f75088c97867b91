"""Which feedback loops are active end to end, and which lack one component.

networkx lists the cycles, the time for each of them being bounded. It cannot list the shortest
first, so that maps with more cycles than can be shown are searched by ourselves instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from graph.loop.network import joined
from graph.model import LoopModel
from graph.records import record
from graph.vocabulary import Kind

if TYPE_CHECKING:
    import networkx as nx

#: Partial paths looked at before the search for cycles is given up as too large.
SEARCH_LIMIT = 50_000

#: Active cycles listed, and nearly active ones.
_ACTIVE_KEPT = 500
_NEARLY_KEPT = 40

#: Cycles through one component that is not accelerated up to which networkx lists them.
_LISTED = 2_000


class LoopState(StrEnum):
    """How much of a feedback loop is accelerated."""

    ACTIVE = "active"
    NEARLY = "nearly active"
    NOT_ACTIVE = "not active"


@record
class NamedLoopResult:
    """Where a feedback loop with a name stands.

    Attributes:
        id: its id.
        label: what people call it.
        components: the ids in the order of the cycle, or sorted if no one cycle passes through all.
        is_cycle: whether one cycle of dependencies passes through all of them.
        state: active if every component is accelerated, nearly active if all but one are.
        accelerated_count: how many of them are accelerated.
        missing: ids of those that are not, in the same order.
        least_acceleration: the least acceleration of those that are; ``None`` if none is.
        weakest: id of the component with that acceleration.
    """

    id: str
    label: str
    components: tuple[str, ...]
    is_cycle: bool
    state: LoopState
    accelerated_count: int
    missing: tuple[str, ...]
    least_acceleration: float | None
    weakest: str | None


@record
class FeedbackCycle:
    """A simple cycle of Gates and Improves dependencies.

    Attributes:
        components: the ids in order.
        least_acceleration: the least acceleration of the accelerated components on it.
        weakest: id of the component with that acceleration.
        missing: id of the one component that is not accelerated; ``None`` on an active cycle.
    """

    components: tuple[str, ...]
    least_acceleration: float
    weakest: str
    missing: str | None = None


@record
class FeedbackLoops:
    """The feedback loops, those that are most active first.

    Attributes:
        named: the loops that people have a name for.
        active_cycles: simple cycles all of whose components are accelerated, at most 500 of them.
        nearly_active_cycles: those that lack one, at most 40 of them.
        all_listed: whether every active and nearly active cycle is listed; if not, those listed
            are real, and no active one that is left out has a greater least acceleration.
    """

    named: tuple[NamedLoopResult, ...]
    active_cycles: tuple[FeedbackCycle, ...]
    nearly_active_cycles: tuple[FeedbackCycle, ...]
    all_listed: bool

    @property
    def active_names(self) -> tuple[str, ...]:
        """Labels of the named loops that are active."""
        return tuple(item.label for item in self.named if item.state is LoopState.ACTIVE)


def feedback_loops(model: LoopModel, accelerations: Mapping[str, float]) -> FeedbackLoops:
    """Return which feedback loops are active end to end.

    A loop is active if every component on it is accelerated; loops are ranked by the least
    acceleration on them, for a loop is as fast as its slowest part. A cycle consists of
    dependencies of the kinds Gates (the target waits) and Improves (the target gets better).

    Args:
        model: the map.
        accelerations: of the components that are accelerated, and of no others; above 0.
    """
    network = joined(model, (Kind.GATES, Kind.IMPROVES))
    search = _Search(network, accelerations)
    cycles = search.all_cycles()
    all_listed = cycles is not None
    if cycles is None:
        budget = _Budget(SEARCH_LIMIT)
        cycles = [*islice(search.active(budget), _ACTIVE_KEPT), *search.nearly(budget)]
        all_listed = not budget.spent
    active = [cycle for cycle in cycles if cycle.missing is None]
    nearly = sorted((cycle for cycle in cycles if cycle.missing is not None), key=_rank)
    named = [_named(model, item, network, accelerations) for item in sorted(model.loops)]
    return FeedbackLoops(
        named=tuple(sorted(named, key=_rank_named)),
        active_cycles=tuple(active),
        nearly_active_cycles=tuple(nearly[:_NEARLY_KEPT]),
        all_listed=all_listed and len(active) < _ACTIVE_KEPT and len(nearly) <= _NEARLY_KEPT,
    )


class _Budget:
    """Counts partial paths down; once spent, searches stop and the answer says so."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def take(self) -> bool:
        self._left -= 1
        return self._left > 0


class _Search:
    """Looks for the cycles of which all components but one at most are accelerated."""

    def __init__(self, network: nx.DiGraph[str], accelerations: Mapping[str, float]) -> None:
        self._network = network
        self._accelerations = accelerations
        #: In the order in which they join: the fastest first.
        self._fast = sorted(accelerations, key=lambda item: (-accelerations[item], item))
        self._slow = sorted(set(network) - set(accelerations))

    def all_cycles(self) -> list[FeedbackCycle] | None:
        """Return all, the active ones in the order of their rank; ``None`` if they are many."""
        import networkx as nx

        place = {name: number for number, name in enumerate(self._fast)}
        inside = self._network.subgraph(self._fast).copy()
        listed = list(islice(nx.simple_cycles(inside), _ACTIVE_KEPT))
        if len(listed) == _ACTIVE_KEPT:
            return None
        rings = [_turned(ring, max(ring, key=place.__getitem__)) for ring in listed]
        rings.sort(key=lambda ring: (place[ring[0]], len(ring), ring))
        found = [self._active_cycle(ring) for ring in rings]
        for name in self._slow:
            self._join(inside, name)
            after: set[str] = nx.descendants(inside, name)
            before: set[str] = nx.ancestors(inside, name)
            within = inside.subgraph({name, *(after & before)})
            listed = list(islice(nx.simple_cycles(within), _LISTED))
            if len(listed) == _LISTED:
                return None
            found += [
                self._nearly_active_cycle(_turned(ring, name))
                for ring in listed
                if name in ring and len(ring) > 1
            ]
            inside.remove_node(name)
        return found

    def active(self, budget: _Budget) -> Iterator[FeedbackCycle]:
        """Yield active cycles in the order of their rank.

        Components join in the order of their acceleration, the fastest first; a cycle is found
        when its slowest component joins, so that all with a greater least acceleration came
        before.
        """
        inside = self._network.subgraph(()).copy()
        for name in self._fast:
            self._join(inside, name)
            yield from map(self._active_cycle, self._cycles_through(name, inside, budget))

    def nearly(self, budget: _Budget) -> Iterator[FeedbackCycle]:
        """Yield the cycles that lack one component."""
        inside = self._network.subgraph(self._fast).copy()
        for name in self._slow:
            self._join(inside, name)
            for cycle in self._cycles_through(name, inside, budget):
                if len(cycle) > 1:
                    yield self._nearly_active_cycle(cycle)
            inside.remove_node(name)

    def _join(self, inside: nx.DiGraph[str], name: str) -> None:
        inside.add_node(name)
        inside.add_edges_from((name, head) for head in self._network.succ[name] if head in inside)
        inside.add_edges_from((tail, name) for tail in self._network.pred[name] if tail in inside)

    def _cycles_through(
        self, start: str, inside: nx.DiGraph[str], budget: _Budget
    ) -> Iterator[tuple[str, ...]]:
        """Yield the simple cycles through a component, shortest first, then by id."""
        import networkx as nx

        reaching = nx.ancestors(inside, start)
        paths: deque[tuple[str, ...]] = deque([(start,)])
        while paths and budget.take():
            path = paths.popleft()
            for following in self._network.succ[path[-1]]:
                if following == start:
                    yield path
                elif following in reaching and following not in path:
                    paths.append((*path, following))

    def _active_cycle(self, cycle: tuple[str, ...]) -> FeedbackCycle:
        return FeedbackCycle(cycle, self._accelerations[cycle[0]], cycle[0])

    def _nearly_active_cycle(self, cycle: tuple[str, ...]) -> FeedbackCycle:
        weakest = min(cycle[1:], key=lambda item: (self._accelerations[item], item))
        return FeedbackCycle(cycle, self._accelerations[weakest], weakest, cycle[0])


def _turned(ring: Sequence[str], first: str) -> tuple[str, ...]:
    """Return the same cycle with another component first."""
    place = ring.index(first)
    return (*ring[place:], *ring[:place])


def _named(
    model: LoopModel, loop_id: str, network: nx.DiGraph[str], accelerations: Mapping[str, float]
) -> NamedLoopResult:
    loop = model.loops[loop_id]
    members = tuple(name for name in loop.component_ids if name in network)
    order = _round(members, network)
    components = order or members
    fast = [name for name in components if name in accelerations]
    missing = tuple(name for name in components if name not in accelerations)
    weakest = min(fast, key=lambda item: (accelerations[item], item), default=None)
    return NamedLoopResult(
        id=loop.id,
        label=loop.label,
        components=components,
        is_cycle=order is not None,
        state=_state(len(fast), len(missing)),
        accelerated_count=len(fast),
        missing=missing,
        least_acceleration=None if weakest is None else accelerations[weakest],
        weakest=weakest,
    )


def _state(accelerated: int, missing: int) -> LoopState:
    if accelerated and not missing:
        return LoopState.ACTIVE
    return LoopState.NEARLY if accelerated and missing == 1 else LoopState.NOT_ACTIVE


def _round(members: tuple[str, ...], network: nx.DiGraph[str]) -> tuple[str, ...] | None:
    """Return the members in the order of a cycle that passes through all, if one is found."""
    inside = set(members)
    entered = {target for name in members for target in network.succ[name]}
    if not members or any(
        not inside.intersection(network.succ[name]) or name not in entered for name in members
    ):
        return None
    budget = _Budget(SEARCH_LIMIT)
    paths: list[tuple[str, ...]] = [(min(members),)]
    while paths and budget.take():
        path = paths.pop()
        if len(path) == len(members) and path[0] in network.succ[path[-1]]:
            return path
        paths += [
            (*path, item)
            for item in sorted(network.succ[path[-1]], reverse=True)
            if item in inside and item not in path
        ]
    return None


def _rank(cycle: FeedbackCycle) -> tuple[float, int, tuple[str, ...]]:
    return (-cycle.least_acceleration, len(cycle.components), cycle.components)


def _rank_named(loop: NamedLoopResult) -> tuple[bool, int, float, str]:
    return (
        not loop.is_cycle,
        len(loop.missing) if loop.accelerated_count else len(loop.components) + 1,
        -(loop.least_acceleration or 0.0),
        loop.id,
    )
