"""Loops that can never start: cycles whose lags add up to 0, and the fewest lags that undo them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from math import comb

from graph.cycles.integer_graph import IntegerGraph, scale
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.ordering import shortest_cycle, strongly_connected
from graph.errors import LoopmapError
from graph.records import record

#: The search for the fewest lags tries at most so many sets of dependencies of one size.
_TRIALS = 2000
#: In a knot of more dependencies than this, a set that is enough is not made smaller.
_TRIMMED = 400


@record
class Deadlock:
    """Components that wait for each other within one and the same round.

    Attributes:
        cycle: ids along a shortest such cycle through the first of them, in order.
        entry: index of the dependency from the first to the second component of the cycle.
        members: ids of all that take part in such cycles together, in the graph's order.
        cures: the smallest sets of dependencies, as sorted indices, of which a lag on each is
            enough.
        exact: whether no smaller set would do; else the one set given is merely enough.
    """

    cycle: tuple[str, ...]
    entry: int
    members: tuple[str, ...]
    cures: tuple[tuple[int, ...], ...]
    exact: bool

    @property
    def arcs(self) -> tuple[int, ...]:
        """The first of the cures."""
        return self.cures[0]


class DeadlockError(LoopmapError):
    """The loop can never start.

    Attributes:
        deadlocks: each set of components that wait for each other.
    """

    exit_code = 1

    def __init__(self, graph: IntegerGraph, deadlocks: tuple[Deadlock, ...]) -> None:
        self.deadlocks = deadlocks
        super().__init__("\n".join(_sentence(graph, deadlock) for deadlock in deadlocks))


def _sentence(graph: IntegerGraph, deadlock: Deadlock) -> str:
    ring = " -> ".join((*deadlock.cycle, deadlock.cycle[0]))
    arcs = ", ".join(
        f"{graph.names[graph.tails[arc]]} -> {graph.names[graph.heads[arc]]}"
        for arc in deadlock.arcs
    )
    count = len(deadlock.arcs)
    which = "a dependency" if count == 1 else f"{count} dependencies"
    return (
        f"The loop can never start: {ring} has a total lag of 0. "
        f"Give a lag to {which} at least, for instance {arcs}."
    )


def find_deadlocks(
    graph: MarkedGraph, groups: Sequence[Collection[int]] = ()
) -> tuple[Deadlock, ...]:
    """Return the sets of components that wait for each other without any lag.

    Args:
        graph: the loop.
        groups: dependencies, as indices, into one component of which one is enough; a member
            with a lag is one that lets the component start.

    Returns:
        One entry per strongly connected set of lag-0 dependencies among the components that can
        never start; empty if all can.

    >>> from graph.cycles.marked_graph import Arc
    >>> ring = MarkedGraph(("a", "b", "x"), (1, 1, 1), (Arc(0, 1, 0), Arc(1, 0, 0), Arc(2, 0, 0)))
    >>> [(one.cycle, one.cures) for one in find_deadlocks(ring)]
    [(('a', 'b'), ((0,), (1,)))]
    >>> find_deadlocks(ring, [(1, 2)])
    ()
    """
    return deadlocks_of(scale(graph), groups)


def deadlocks_of(
    graph: IntegerGraph, groups: Sequence[Collection[int]] = ()
) -> tuple[Deadlock, ...]:
    """Return the same from a graph in whole numbers.

    >>> from graph.cycles.marked_graph import Arc
    >>> deadlocks_of(scale(MarkedGraph(("a",), (1,), (Arc(0, 0, 1),))))
    ()
    """
    group_of = {arc: number for number, group in enumerate(groups) for arc in group}
    freed = {group for arc, group in group_of.items() if graph.lags[arc]}
    arcs = [
        arc
        for arc in range(len(graph.tails))
        if not graph.lags[arc] and group_of.get(arc) not in freed
    ]
    waits = _Waits(graph, arcs, group_of)
    return tuple(_deadlocks(waits, waits.stuck()))


class _Waits:
    """Who waits for whom within one round; of a group of alternatives one is enough."""

    def __init__(self, graph: IntegerGraph, arcs: Sequence[int], group_of: dict[int, int]) -> None:
        self.graph = graph
        self.arcs = arcs
        self.group_of = group_of

    def stuck(self, lagged: Collection[int] = ()) -> set[int]:
        """Return the nodes that never start, if these arcs had a lag."""
        waiting: dict[int, set[tuple[str, int]]] = {}
        leaving: dict[int, list[tuple[int, tuple[str, int]]]] = {}
        freed = {self.group_of[arc] for arc in lagged if arc in self.group_of}
        for arc in self.arcs:
            group = self.group_of.get(arc)
            if arc in lagged or group in freed:
                continue
            need = ("arc", arc) if group is None else ("group", group)
            tail, head = self.graph.tails[arc], self.graph.heads[arc]
            waiting.setdefault(head, set()).add(need)
            leaving.setdefault(tail, []).append((head, need))
        free = [node for node in leaving if node not in waiting]
        while free:
            for head, need in leaving.get(free.pop(), ()):
                needs = waiting.get(head)
                if needs is None:
                    continue
                needs.discard(need)
                if not needs:
                    del waiting[head]
                    free.append(head)
        return set(waiting)


def _deadlocks(waits: _Waits, stuck: set[int]) -> Iterator[Deadlock]:
    graph = waits.graph
    links: list[list[tuple[int, int]]] = [[] for _ in graph.names]
    for arc in waits.arcs:
        if graph.tails[arc] in stuck and graph.heads[arc] in stuck:
            links[graph.tails[arc]].append((arc, graph.heads[arc]))
    for members in sorted(strongly_connected([[head for _, head in out] for out in links])):
        inside = set(members)
        # Most sets are one component that waits for nobody in it: nothing is built for those.
        if all(head not in inside for node in members for _, head in links[node]):
            continue
        local = [
            sorted((link for link in out if link[1] in inside), key=lambda link: (link[1], link[0]))
            if node in inside
            else []
            for node, out in enumerate(links)
        ]
        if ring := shortest_cycle(members[0], local):
            arcs = sorted(arc for out in local for arc, _ in out)
            cures, fewest = _cures(_Waits(graph, arcs, waits.group_of))
            cycle = tuple(graph.names[graph.tails[arc]] for arc in ring)
            names = tuple(graph.names[node] for node in members)
            yield Deadlock(cycle, ring[0], names, cures, fewest)


def _cures(knot: _Waits) -> tuple[tuple[tuple[int, ...], ...], bool]:
    arcs = knot.arcs
    for size in range(1, len(arcs) + 1):
        if comb(len(arcs), size) > _TRIALS:
            break
        cures = tuple(chosen for chosen in combinations(arcs, size) if not knot.stuck(chosen))
        if cures:
            return cures, True
    # Every cycle goes back at least once in any order of its nodes.
    graph = knot.graph
    chosen = {arc for arc in arcs if graph.tails[arc] >= graph.heads[arc]}
    for arc in sorted(chosen) if len(arcs) <= _TRIMMED else ():
        if not knot.stuck(chosen - {arc}):
            chosen.discard(arc)
    return (tuple(sorted(chosen)),), False
