"""Loops that can never start: cycles whose lags add up to 0."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.hitting_set import cheapest_hitting_set
from graph.cycles.integer_graph import ScaledGraph, scale
from graph.cycles.marked_graph import TimedGraph
from graph.cycles.ordering import shortest_cycle, strongly_connected
from graph.errors import LoopmapError


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Components that wait for each other within one and the same round.

    Attributes:
        cycle: ids of one shortest such cycle, in order, first node first.
        members: ids of all that take part in such cycles together, in the graph's order.
        arcs: indices of the fewest dependencies of which each would need a lag.
        exact: whether fewer are impossible; if not, they were chosen greedily.
    """

    cycle: tuple[str, ...]
    members: tuple[str, ...]
    arcs: tuple[int, ...]
    exact: bool


class DeadlockError(LoopmapError):
    """The loop can never start.

    Attributes:
        deadlocks: each set of components that wait for each other.
    """

    exit_code = 1

    def __init__(self, graph: ScaledGraph, deadlocks: tuple[Deadlock, ...]) -> None:
        self.deadlocks = deadlocks
        super().__init__("\n".join(_sentence(graph, deadlock) for deadlock in deadlocks))


def _sentence(graph: ScaledGraph, deadlock: Deadlock) -> str:
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


def find_deadlocks(graph: TimedGraph) -> tuple[Deadlock, ...]:
    """Return the sets of components that wait for each other without any lag.

    Returns:
        One entry per strongly connected set of lag-0 dependencies; empty if the loop can start.

    >>> from graph.cycles.marked_graph import Arc
    >>> find_deadlocks(TimedGraph(("a", "b"), (1, 1), (Arc(0, 1, 0), Arc(1, 0, 0))))[0].cycle
    ('a', 'b')
    """
    return deadlocks_of(scale(graph))


def deadlocks_of(graph: ScaledGraph) -> tuple[Deadlock, ...]:
    """Return the same from a graph in whole numbers.

    >>> from graph.cycles.marked_graph import Arc
    >>> deadlocks_of(scale(TimedGraph(("a",), (1,), (Arc(0, 0, 1),))))
    ()
    """
    links = [[(arc, head) for arc, head in out if not graph.lags[arc]] for out in graph.leaving]
    found = []
    for members in sorted(strongly_connected([[head for _, head in out] for out in links])):
        inside = set(members)
        local = [
            [link for link in out if link[1] in inside] if node in inside else []
            for node, out in enumerate(links)
        ]
        if local[members[0]]:
            found.append(_deadlock(graph, members, local))
    return tuple(found)


def _deadlock(
    graph: ScaledGraph, members: tuple[int, ...], links: list[list[tuple[int, int]]]
) -> Deadlock:
    def find_unhit(chosen: frozenset[int]) -> frozenset[int] | None:
        left = [[link for link in out if link[0] not in chosen] for out in links]
        cycles = (shortest_cycle(node, left) for node in members)
        shortest = min((cycle for cycle in cycles if cycle), key=len, default=None)
        return None if shortest is None else frozenset(shortest)

    choice = cheapest_hitting_set(find_unhit, lambda _: Fraction(1))
    rings = (shortest_cycle(node, links) for node in members)
    ring = min((ring for ring in rings if ring), key=len)
    return Deadlock(
        cycle=tuple(graph.names[graph.tails[arc]] for arc in ring),
        members=tuple(graph.names[node] for node in members),
        arcs=choice.members,
        exact=choice.exact,
    )
