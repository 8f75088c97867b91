"""Components that wait for each other within one generation, so that none can ever start."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from graph.model import Alternative, Dependency

#: The search for the fewest lags tries at most so many sets of dependencies of one size.
_TRIALS = 2000
#: In a knot of more dependencies than this, a set that is enough is not made smaller.
_TRIMMED = 400


@dataclass(frozen=True, slots=True)
class Deadlock:
    """A knot of components that cannot start.

    Attributes:
        cycle: one shortest cycle through it, in order, from its first component by id.
        entry: id of the dependency from the first to the second of them.
        cures: the smallest sets of dependencies of which a lag undoes the knot.
        fewest: whether no smaller set would do; else the one set given is merely enough.
    """

    cycle: tuple[str, ...]
    entry: str
    cures: tuple[tuple[str, ...], ...]
    fewest: bool


class _Waits:
    """Who waits for whom within one generation; of a group of alternatives one is enough."""

    def __init__(self, arcs: Sequence[Dependency], group_of: Mapping[str, str]) -> None:
        self.arcs = arcs
        self.group_of = group_of

    def stuck(self, lagged: Collection[str] = ()) -> set[str]:
        """Return the components that never start, if these dependencies had a lag."""
        waiting: dict[str, set[tuple[str, str]]] = {}
        leaving: dict[str, list[tuple[str, tuple[str, str]]]] = {}
        freed = {self.group_of[name] for name in lagged if name in self.group_of}
        for arc in self.arcs:
            group = self.group_of.get(arc.id)
            if arc.id in lagged or group in freed:
                continue
            need = ("group", group) if group is not None else ("arc", arc.id)
            waiting.setdefault(arc.target, set()).add(need)
            leaving.setdefault(arc.source, []).append((arc.target, need))
        free = [name for name in leaving if name not in waiting]
        while free:
            for target, need in leaving.get(free.pop(), ()):
                needs = waiting.get(target)
                if needs is None:
                    continue
                needs.discard(need)
                if not needs:
                    del waiting[target]
                    free.append(target)
        return set(waiting)


def find_deadlocks(
    dependencies: Iterable[Dependency],
    lags: Mapping[str, float],
    alternatives: Iterable[Alternative],
) -> tuple[Deadlock, ...]:
    """Return the knots of components that wait for each other with no lag between.

    Args:
        dependencies: those that gate.
        lags: lag of each, in generations; one that is not there is left out of account.
        alternatives: groups of which one member is enough; a member with a lag frees its group.
    """
    gates = list(dependencies)
    arcs = [gate for gate in gates if lags.get(gate.id) == 0]
    group_of = {name: group.id for group in alternatives for name in group.dependency_ids}
    freed = {group_of[gate.id] for gate in gates if gate.id in group_of and lags.get(gate.id) != 0}
    waits = _Waits([arc for arc in arcs if group_of.get(arc.id) not in freed], group_of)
    stuck = waits.stuck()
    return tuple(_knots(waits, stuck)) if stuck else ()


def _knots(waits: _Waits, stuck: set[str]) -> Iterable[Deadlock]:
    import networkx as nx

    within = [arc for arc in waits.arcs if arc.source in stuck and arc.target in stuck]
    graph: nx.DiGraph[str] = nx.DiGraph((arc.source, arc.target) for arc in within)
    for members in sorted(map(sorted, nx.strongly_connected_components(graph))):
        knot = [arc for arc in within if arc.source in members and arc.target in members]
        if knot:
            cycle = _shortest_cycle(members[0], knot)
            following = cycle[1] if len(cycle) > 1 else cycle[0]
            entry = min(arc.id for arc in knot if (arc.source, arc.target) == (cycle[0], following))
            yield _with_cures(cycle, entry, _Waits(knot, waits.group_of))


def _shortest_cycle(start: str, arcs: Iterable[Dependency]) -> tuple[str, ...]:
    following: dict[str, set[str]] = {}
    for arc in arcs:
        following.setdefault(arc.source, set()).add(arc.target)
    before: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for other in sorted(following.get(name, ())):
            if other == start:
                return _way_to(name, start, before)
            if other not in before:
                before[other] = name
                waiting.append(other)
    return (start,)


def _way_to(name: str, start: str, before: Mapping[str, str]) -> tuple[str, ...]:
    way = [name]
    while way[-1] != start:
        way.append(before[way[-1]])
    return tuple(reversed(way))


def _with_cures(cycle: tuple[str, ...], entry: str, knot: _Waits) -> Deadlock:
    names = sorted(arc.id for arc in knot.arcs)
    for size in range(1, len(names) + 1):
        if comb(len(names), size) > _TRIALS:
            break
        cures = tuple(chosen for chosen in combinations(names, size) if not knot.stuck(chosen))
        if cures:
            return Deadlock(cycle, entry, cures, fewest=True)
    # Every cycle goes back at least once in any order of its components.
    chosen = {arc.id for arc in knot.arcs if arc.source >= arc.target}
    for name in sorted(chosen) if len(names) <= _TRIMMED else ():
        if not knot.stuck(chosen - {name}):
            chosen.discard(name)
    return Deadlock(cycle, entry, (tuple(sorted(chosen)),), fewest=False)


def has_cycle(dependencies: Iterable[Dependency]) -> bool:
    """Return whether some chain of dependencies comes back to where it began."""
    arcs = list(dependencies)
    return bool(_Waits(arcs, {}).stuck())
