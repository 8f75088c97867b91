"""Which feedback loops are active end to end, and which lack one component."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from graph.model import LoopModel
from graph.vocabulary import Kind

#: Partial paths looked at before the search for cycles is given up as too large.
SEARCH_LIMIT = 50_000

#: Active cycles listed, and nearly active ones.
_ACTIVE_KEPT = 500
_NEARLY_KEPT = 40

Successors = Mapping[str, tuple[str, ...]]


class LoopState(StrEnum):
    """How much of a feedback loop is accelerated."""

    ACTIVE = "active"
    NEARLY = "nearly active"
    NOT_ACTIVE = "not active"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    successors = _successors(model)
    budget = _Budget(SEARCH_LIMIT)
    active = tuple(islice(_active(successors, accelerations, budget), _ACTIVE_KEPT))
    nearly = sorted(_nearly(successors, accelerations, budget), key=_rank)
    named = [_named(model, item, successors, accelerations) for item in sorted(model.loops)]
    return FeedbackLoops(
        named=tuple(sorted(named, key=_rank_named)),
        active_cycles=active,
        nearly_active_cycles=tuple(nearly[:_NEARLY_KEPT]),
        all_listed=not budget.spent and len(active) < _ACTIVE_KEPT and len(nearly) <= _NEARLY_KEPT,
    )


def _successors(model: LoopModel) -> Successors:
    found: dict[str, set[str]] = {name: set() for name in model.components}
    for item in model.dependencies.values():
        if item.kind in (Kind.GATES, Kind.IMPROVES) and item.target in found:
            found.get(item.source, set()).add(item.target)
    return {name: tuple(sorted(targets)) for name, targets in found.items()}


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


def _active(
    successors: Successors, accelerations: Mapping[str, float], budget: _Budget
) -> Iterator[FeedbackCycle]:
    """Yield active cycles in the order of their rank.

    Components join in the order of their acceleration, the fastest first; a cycle is found when
    its slowest component joins, so that all with a greater least acceleration came before.
    """
    joined: set[str] = set()
    for name in sorted(accelerations, key=lambda item: (-accelerations[item], item)):
        joined.add(name)
        for cycle in _cycles_through(name, joined, successors, budget):
            yield FeedbackCycle(cycle, accelerations[name], name)


def _nearly(
    successors: Successors, accelerations: Mapping[str, float], budget: _Budget
) -> Iterator[FeedbackCycle]:
    for name in sorted(set(successors) - set(accelerations)):
        allowed = {*accelerations, name}
        for cycle in _cycles_through(name, allowed, successors, budget):
            others = [item for item in cycle if item != name]
            if others:
                weakest = min(others, key=lambda item: (accelerations[item], item))
                yield FeedbackCycle(cycle, accelerations[weakest], weakest, name)


def _cycles_through(
    start: str, allowed: Collection[str], successors: Successors, budget: _Budget
) -> Iterator[tuple[str, ...]]:
    """Yield the simple cycles through a component and allowed others, shortest first."""
    reaching = _reaching(start, allowed, successors)
    paths: deque[tuple[str, ...]] = deque([(start,)])
    while paths and budget.take():
        path = paths.popleft()
        for following in successors[path[-1]]:
            if following == start:
                yield path
            elif following in reaching and following not in path:
                paths.append((*path, following))


def _reaching(start: str, allowed: Collection[str], successors: Successors) -> frozenset[str]:
    """Return the allowed components from which the start can be reached."""
    sources: dict[str, list[str]] = {}
    for name in allowed:
        for target in successors[name]:
            sources.setdefault(target, []).append(name)
    found = {start}
    waiting = [start]
    while waiting:
        for name in sources.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _named(
    model: LoopModel, loop_id: str, successors: Successors, accelerations: Mapping[str, float]
) -> NamedLoopResult:
    loop = model.loops[loop_id]
    members = tuple(name for name in loop.component_ids if name in successors)
    order = _round(members, successors)
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


def _round(members: tuple[str, ...], successors: Successors) -> tuple[str, ...] | None:
    """Return the members in the order of a cycle that passes through all, if one is found."""
    inside = set(members)
    entered = {target for name in members for target in successors[name]}
    if not members or any(
        not inside.intersection(successors[name]) or name not in entered for name in members
    ):
        return None
    budget = _Budget(SEARCH_LIMIT)
    paths: list[tuple[str, ...]] = [(min(members),)]
    while paths and budget.take():
        path = paths.pop()
        if len(path) == len(members) and path[0] in successors[path[-1]]:
            return path
        paths += [
            (*path, item)
            for item in reversed(successors[path[-1]])
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
