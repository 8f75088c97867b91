"""Who must get faster for the loop to reach a given period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.elasticity import checked_floors
from graph.cycles.hitting_set import UnhittableError, cheapest_hitting_set
from graph.cycles.marked_graph import Number, TimedGraph, exact
from graph.errors import UsageError


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The cheapest components that, at their floors, bring the period down to a target.

    Attributes:
        target: days per round that were asked for.
        nodes: ids in the graph's order; empty if the target holds already; ``None`` if even all
            components at their floors do not reach it.
        cost: what they cost; ``None`` if the target is out of reach.
        period: days per round with those components, or with all of them, at their floors.
        limit_nodes: ids on a cycle that keeps the target out of reach; empty if it is in reach.
        exact: whether nothing cheaper does it; if not, they were chosen greedily.
    """

    target: Fraction
    nodes: tuple[str, ...] | None
    cost: Fraction | None
    period: Fraction
    limit_nodes: tuple[str, ...]
    exact: bool


def target_set(
    graph: TimedGraph,
    ratio: CycleRatio,
    target: Number,
    floors: Sequence[Number] | None = None,
    costs: Mapping[int, Number] | None = None,
) -> TargetSet:
    """Return the cheapest set of components that hits every cycle slower than a target.

    A cycle that stays too slow although some of its components run at their floors needs one
    more of the others: so slow cycles are found one by one with the solver, and each asks for
    one more of its components that could still get faster.

    Args:
        graph: the loop.
        ratio: its maximum cycle ratio.
        target: days per round, 0 or more.
        floors: days that each node cannot go under; none means 0 everywhere.
        costs: cost of each node index, more than 0; 1 where nothing is given.

    Raises:
        UsageError: the target or a cost makes no sense.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = TimedGraph(("a", "b"), (6, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> target_set(loop, maximum_cycle_ratio(loop), 3).nodes
    ('a',)
    """
    goal = _checked_target(target)
    prices = _checked_costs(costs or {})
    search = _Search(graph, ratio, goal, checked_floors(graph, floors))
    try:
        choice = cheapest_hitting_set(search.find_unhit, lambda node: prices.get(node, Fraction(1)))
    except UnhittableError:
        period, nodes = search.slowest(frozenset(range(len(graph.nodes))))
        return TargetSet(goal, None, None, period, nodes, True)
    return TargetSet(
        target=goal,
        nodes=tuple(graph.nodes[node] for node in choice.members),
        cost=choice.cost,
        period=search.slowest(frozenset(choice.members))[0],
        limit_nodes=(),
        exact=choice.exact,
    )


class _Search:
    """Finds slow cycles once some nodes run at their floors."""

    def __init__(
        self, graph: TimedGraph, ratio: CycleRatio, goal: Fraction, floors: tuple[Fraction, ...]
    ) -> None:
        workings = ratio.workings_for(graph)
        self.solver = workings.solver
        self.peaks = workings.peaks
        self.scaled = workings.scaled_with(floors)
        self.floors = [int(floor * self.scaled.day_scale) for floor in floors]
        self.goal = goal

    def slowest(self, chosen: frozenset[int]) -> tuple[Fraction, tuple[str, ...]]:
        """Return the period and the nodes of a critical cycle, the chosen ones at their floors."""
        period, nodes = self._slowest(chosen)
        return period, tuple(self.scaled.names[node] for node in nodes)

    def find_unhit(self, chosen: frozenset[int]) -> frozenset[int] | None:
        """Return the nodes that could still speed up the slowest cycle, if it is too slow."""
        period, nodes = self._slowest(chosen)
        if period <= self.goal:
            return None
        return frozenset(
            node
            for node in nodes
            if node not in chosen and self.floors[node] < self.scaled.days[node]
        )

    def _slowest(self, chosen: frozenset[int]) -> tuple[Fraction, tuple[int, ...]]:
        days = [
            self.floors[node] if node in chosen else value
            for node, value in enumerate(self.scaled.days)
        ]
        peak = self.solver.solve(self.scaled.weights_for(days), self.peaks)
        if peak is None:
            return Fraction(0), ()
        nodes = tuple(self.scaled.tails[arc] for arc in peak.arcs)
        return self.scaled.ratio(peak.work, peak.lag), nodes


def _checked_target(target: Number) -> Fraction:
    if not 0 <= target < float("inf"):
        raise UsageError(f"The target must be a period of 0 days or more, not {target}.")
    return exact(target)


def _checked_costs(costs: Mapping[int, Number]) -> dict[int, Fraction]:
    for node, cost in costs.items():
        if not 0 < cost < float("inf"):
            raise UsageError(f"The cost of node {node} must be more than 0, not {cost}.")
    return {node: exact(cost) for node, cost in costs.items()}
