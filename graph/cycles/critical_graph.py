"""The critical graph: all cycles that attain the period, taken together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.ordering import shortest_cycle_of_first, strongly_connected, topological_order
from graph.records import record

if TYPE_CHECKING:
    from graph.cycles.cycle_ratio import CycleRatio


@record(slots=False)
class CriticalGraph:
    """Every node and dependency that lies on some critical cycle.

    Attributes:
        nodes: node indices, sorted.
        arcs: arc indices, sorted.
        components: its strongly connected parts, each as sorted node indices.
        links: for each node of the whole graph its critical arcs, with their heads.
    """

    nodes: tuple[int, ...]
    arcs: tuple[int, ...]
    components: tuple[tuple[int, ...], ...]
    links: tuple[tuple[tuple[int, int], ...], ...]

    def cycle_without(self, node: int) -> frozenset[int] | None:
        """Return the nodes of a critical cycle that does not pass through a node, if there is one.

        >>> CriticalGraph((0,), (0,), ((0,),), (((0, 0),),)).cycle_without(0) is None
        True
        """
        heads = {
            tail: [head for _, head in self.links[tail] if head != node]
            for tail in self.nodes
            if tail != node
        }
        left = _peeled(heads)
        if not left:
            return None
        # Whatever is left leads on to what is left, so that some way comes back to itself.
        way: dict[int, int] = {}
        here = min(left)
        while here not in way:
            way[here] = len(way)
            here = next(head for head in heads[here] if head in left)
        return frozenset(one for one, place in way.items() if place >= way[here])


def _peeled(heads: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """Return the nodes from which a cycle can be reached: the rest is taken off from its ends."""
    entering: dict[int, list[int]] = {node: [] for node in heads}
    open_ends = {}
    for node, out in heads.items():
        open_ends[node] = len(out)
        for head in out:
            entering[head].append(node)
    done = [node for node, count in open_ends.items() if not count]
    for node in done:
        for before in entering[node]:
            open_ends[before] -= 1
            if not open_ends[before]:
                done.append(before)
    return frozenset(heads).difference(done)


@record
class JointBlockers:
    """A smallest set of components that every critical cycle passes through.

    Attributes:
        nodes: their ids, in the graph's order.
        exact: whether no smaller set exists; if not, it was chosen greedily.
    """

    nodes: tuple[str, ...]
    exact: bool


def critical_graph(graph: MarkedGraph, ratio: CycleRatio) -> CriticalGraph:
    """Return the tight dependencies that lie within one strongly connected set of tight ones.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> critical_graph(loop, maximum_cycle_ratio(loop)).nodes
    (1,)
    """
    ratio.workings_for(graph)
    return ratio.critical


def critical_part(scaled: IntegerGraph, slacks: Sequence[int]) -> CriticalGraph:
    """Return the same from a graph in whole numbers and the slack of its arcs.

    >>> from graph.cycles.integer_graph import scale
    >>> from graph.cycles.marked_graph import Arc
    >>> critical_part(scale(MarkedGraph(("a",), (2,), (Arc(0, 0, 1),))), [0]).arcs
    (0,)
    """
    tight = [[(arc, head) for arc, head in out if not slacks[arc]] for out in scaled.leaving]
    sets = strongly_connected([[head for _, head in out] for out in tight])
    part = {node: number for number, members in enumerate(sets) for node in members}
    links = tuple(
        tuple((arc, head) for arc, head in out if part[head] == part[node])
        for node, out in enumerate(tight)
    )
    nodes = tuple(node for node, out in enumerate(links) if out)
    return CriticalGraph(
        nodes=nodes,
        arcs=tuple(sorted(arc for out in links for arc, _ in out)),
        components=tuple(sorted(members for members in sets if links[members[0]])),
        links=links,
    )


def hard_blockers(graph: MarkedGraph, ratio: CycleRatio) -> tuple[int, ...]:
    """Return the nodes that lie on every critical cycle, in the graph's order.

    Returns:
        Node indices; empty if the critical cycles share no node.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> tie = MarkedGraph(("a", "b"), (2, 2), (Arc(0, 0, 1), Arc(0, 1, 0), Arc(1, 0, 2)))
    >>> hard_blockers(tie, maximum_cycle_ratio(tie))
    (0,)
    """
    ratio.workings_for(graph)
    return ratio.hard_blockers


def nodes_on_all(critical: CriticalGraph, cycle: Sequence[int]) -> tuple[int, ...]:
    """Return the nodes that lie on every critical cycle, in the graph's order.

    Args:
        critical: all critical cycles.
        cycle: the nodes of one of them.

    >>> nodes_on_all(CriticalGraph((0,), (0,), ((0,),), (((0, 0),),)), [0])
    (0,)
    """
    # Whatever lies on every critical cycle lies on the one that is given.
    shown = list(cycle)
    if len(critical.arcs) == len(cycle):
        return tuple(sorted(shown))
    while shown:
        other = critical.cycle_without(shown[0])
        if other is None:
            return tuple(sorted(_on_every_way(critical, shown[0])))
        # ... and on this one, which leaves fewer to be asked about.
        shown = [node for node in shown if node in other]
    return ()


def _on_every_way(critical: CriticalGraph, cut: int) -> list[int]:
    """Return the nodes on every critical cycle, given one of them: one pass over the arcs.

    Cut open there, the critical graph has no cycle, and each of its nodes lies on a way from the
    cut back to it. In the order of these ways a node is on all of them exactly if no arc leads from
    before it to behind it.
    """
    inner = [node for node in critical.nodes if node != cut]
    number = {node: place for place, node in enumerate(inner)}
    links = [[number[head] for _, head in critical.links[node] if head != cut] for node in inner]
    order = topological_order(links) or ()
    place = {inner[node]: position for position, node in enumerate(order, 1)}
    end = len(inner) + 1

    def reach(node: int) -> int:
        return max((place.get(head, end) for _, head in critical.links[node]), default=0)

    found, farthest = [cut], reach(cut)
    for node in (inner[node] for node in order):
        if farthest <= place[node]:
            found.append(node)
        farthest = max(farthest, reach(node))
    return found


def joint_blockers(graph: MarkedGraph, ratio: CycleRatio) -> JointBlockers:
    """Return the fewest components that every critical cycle meets.

    A minimum feedback vertex set of the critical graph; ties go to the first in the graph.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> tie = MarkedGraph(("a", "b"), (2, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> joint_blockers(tie, maximum_cycle_ratio(tie)).nodes
    ('a', 'b')
    """
    critical = critical_graph(graph, ratio)
    everywhere = hard_blockers(graph, ratio)
    if everywhere:
        return JointBlockers((graph.nodes[everywhere[0]],), exact=True)
    # Whatever is critical alone is in every such set; the rest falls into parts on their own.
    alone = {
        node for node in critical.nodes if any(head == node for _, head in critical.links[node])
    }
    found, exact = sorted(alone), True
    for members in _knots(critical, alone):
        choice = _joint_within(critical, members)
        found += choice.members
        exact = exact and choice.exact
    return JointBlockers(tuple(graph.nodes[node] for node in sorted(found)), exact)


def _knots(critical: CriticalGraph, removed: Collection[int]) -> Iterator[tuple[int, ...]]:
    """Yield the strongly connected sets with a cycle that are left without some nodes."""
    nodes = [node for node in critical.nodes if node not in removed]
    number = {node: place for place, node in enumerate(nodes)}
    links = [[number[head] for _, head in critical.links[node] if head in number] for node in nodes]
    for places in strongly_connected(links):
        if len(places) > 1:
            yield tuple(nodes[place] for place in places)


def _joint_within(critical: CriticalGraph, members: Sequence[int]) -> HittingSet:
    """Return the fewest of some nodes that all cycles among them meet."""
    number = {node: place for place, node in enumerate(members)}

    def find_unhit(chosen: frozenset[int]) -> frozenset[int] | None:
        left: list[list[tuple[int, int]]] = [[] for _ in members]
        for node in members:
            if node not in chosen:
                # Arcs are told apart by their heads alone.
                left[number[node]] = [
                    (head, number[head])
                    for _, head in critical.links[node]
                    if head in number and head not in chosen
                ]
        cycle = shortest_cycle_of_first(left)
        return None if cycle is None else frozenset(cycle)

    return cheapest_hitting_set(find_unhit, lambda _: Fraction(1))


#: Branches tried before the exact search gives up and the greedy choice stands.
BRANCH_LIMIT = 20_000


@record
class HittingSet:
    """A choice that hits everything.

    Attributes:
        members: what was chosen, sorted.
        cost: what it costs.
        exact: whether nothing cheaper exists; if not, it was chosen greedily.
    """

    members: tuple[int, ...]
    cost: Fraction
    exact: bool


class UnhittableError(Exception):
    """Something must be hit and nothing that could be chosen hits it."""


#: Given a choice, a set of candidates of which one more is needed; ``None`` if nothing is left.
FindUnhit = Callable[[frozenset[int]], frozenset[int] | None]


def cheapest_hitting_set(
    find_unhit: FindUnhit, costs: Callable[[int], Fraction], branch_limit: int = BRANCH_LIMIT
) -> HittingSet:
    """Return the cheapest choice for which ``find_unhit`` finds nothing more.

    Sets are collected as they are found; the cheapest choice that hits all sets found so far is
    searched by branching on the members of a smallest unhit set. As soon as such a choice leaves
    nothing unhit it is the cheapest of all. Ties go to the smallest members.

    Args:
        find_unhit: an empty set means that no choice can help.
        costs: the cost of each candidate, more than 0.
        branch_limit: branches per search; beyond, the choice is greedy and says so.

    Raises:
        UnhittableError: ``find_unhit`` returned an empty set.

    >>> sets = [frozenset({1, 2}), frozenset({2, 3})]
    >>> rest = lambda chosen: next((s for s in sets if not s & chosen), None)
    >>> cheapest_hitting_set(rest, lambda _: Fraction(1)).members
    (2,)
    """
    sets: list[frozenset[int]] = []
    chosen: frozenset[int] = frozenset()
    exact = True
    while (unhit := find_unhit(chosen)) is not None:
        if not unhit:
            raise UnhittableError
        sets.append(unhit)
        found = _Search(sets, costs, branch_limit).run() if exact else None
        exact = found is not None
        chosen = found if found is not None else _greedy(sets, costs)
    return HittingSet(tuple(sorted(chosen)), sum(map(costs, chosen), Fraction(0)), exact)


class _Search:
    """Branch and bound over the sets found so far."""

    def __init__(
        self, sets: Sequence[frozenset[int]], costs: Callable[[int], Fraction], limit: int
    ) -> None:
        self.sets = sets
        self.costs = costs
        self.left = limit
        self.best = _greedy(sets, costs)
        self.best_key = self._key(self.best)

    def _key(self, chosen: frozenset[int]) -> tuple[Fraction, tuple[int, ...]]:
        return sum(map(self.costs, chosen), Fraction(0)), tuple(sorted(chosen))

    def run(self) -> frozenset[int] | None:
        self._branch(frozenset(), Fraction(0), frozenset())
        return self.best if self.left > 0 else None

    def _branch(self, chosen: frozenset[int], cost: Fraction, barred: frozenset[int]) -> None:
        self.left -= 1
        if self.left <= 0:
            return
        unhit = [members - barred for members in self.sets if not members & chosen]
        if not unhit:
            key = self._key(chosen)
            if key < self.best_key:
                self.best, self.best_key = chosen, key
            return
        if cost + self._bound(unhit) > self.best_key[0]:
            return
        smallest = min(unhit, key=len)
        for member in sorted(smallest):
            self._branch(chosen | {member}, cost + self.costs(member), barred)
            barred |= {member}

    def _bound(self, unhit: Sequence[frozenset[int]]) -> Fraction:
        """Return what disjoint unhit sets cost at least."""
        seen: set[int] = set()
        total = Fraction(0)
        for members in sorted(unhit, key=len):
            if members and not members & seen:
                seen |= members
                total += min(map(self.costs, members))
        return total


def _greedy(sets: Sequence[frozenset[int]], costs: Callable[[int], Fraction]) -> frozenset[int]:
    """Return a choice made by the most sets hit per cost, and then thinned out."""
    chosen: list[int] = []
    unhit = list(sets)
    while unhit:
        counts: dict[int, int] = {}
        for members in unhit:
            for member in members:
                counts[member] = counts.get(member, 0) + 1
        best = min(counts, key=lambda member: (-counts[member] / costs(member), member))
        chosen.append(best)
        unhit = [members for members in unhit if best not in members]
    for member in tuple(chosen):
        others = frozenset(chosen) - {member}
        if all(members & others for members in sets):
            chosen.remove(member)
    return frozenset(chosen)
