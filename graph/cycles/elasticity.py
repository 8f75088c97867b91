"""What a component's time is worth: its elasticity and its blocking share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from graph.cycles.critical_graph import CriticalGraph, critical_graph, hard_blockers
from graph.cycles.cycle_ratio import CycleRatio, minimum_cycle_ratio
from graph.cycles.marked_graph import Arc, MarkedGraph, Number, exact
from graph.errors import UsageError
from graph.records import record


@record
class Elasticities:
    """By which part of a small relative speed-up the period falls.

    Attributes:
        nodes: each component's share of the critical cycle's days; where critical cycles tie,
            the least over them. Shares, 0 to 1.
        delays: the share of the delays on the dependencies, taken in the same way.
    """

    nodes: tuple[Fraction, ...]
    delays: Fraction


def elasticities(graph: MarkedGraph, ratio: CycleRatio) -> Elasticities:
    """Return each component's share of the critical cycle's days, ``e_v = d_v / D``.

    Returns:
        With one critical cycle the shares and that of the delays add up to 1; with several they
        may add up to less. All 0 if the period is 0.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> loop = MarkedGraph(("a", "b"), (1, 3), (Arc(0, 1, 0), Arc(1, 0, 1)))
    >>> elasticities(loop, maximum_cycle_ratio(loop)).nodes
    (Fraction(1, 4), Fraction(3, 4))
    """
    scaled = ratio.workings_for(graph).scaled
    critical = critical_graph(graph, ratio)
    shares = [Fraction(0)] * len(graph.nodes)
    work = sum(scaled.weights[arc] for arc in ratio.cycle)
    if not work:
        return Elasticities(tuple(shares), Fraction(0))
    if len(critical.arcs) == len(ratio.cycle):
        for arc in ratio.cycle:
            shares[scaled.tails[arc]] = Fraction(scaled.days[scaled.tails[arc]], work)
        delays = sum(scaled.delays[arc] for arc in ratio.cycle)
        return Elasticities(tuple(shares), Fraction(delays, work))
    # A component that some critical cycle avoids has 0. The others lie once on each of them, and
    # have their least share on the one with the most days, which is the one with the most lag.
    blockers = hard_blockers(graph, ratio)
    per_day = _least_rate(graph, critical, blockers[0]) / ratio.period if blockers else Fraction(0)
    for node in blockers:
        shares[node] = exact(graph.days[node]) * per_day
    return Elasticities(tuple(shares), _least_rate(graph, critical, None) / ratio.period)


def _least_rate(graph: MarkedGraph, critical: CriticalGraph, node: int | None) -> Fraction:
    """Return the least number per round of visits to a node, or of days of delay."""
    arcs = tuple(
        Arc(arc.tail, arc.head, arc.lag, arc.delay if node is None else 0)
        for arc in (graph.arcs[index] for index in critical.arcs)
    )
    visits = tuple(int(index == node) for index in range(len(graph.nodes)))
    least = minimum_cycle_ratio(MarkedGraph(graph.nodes, visits, arcs))
    return Fraction(0) if least is None else least.period


def blocking_shares(
    graph: MarkedGraph, ratio: CycleRatio, floors: Sequence[Number] | None = None
) -> tuple[Fraction, ...]:
    """Return how much of the period would go if one component ran at its floor.

    ``B_v = 1 - period(d_v -> u_v) / period``. It is above 0 exactly if v lies on every critical
    cycle and can get faster; the most that v alone can give is ``1 / (1 - B_v)``.

    Args:
        graph: the loop.
        ratio: its maximum cycle ratio.
        floors: days that each node cannot go under; none means 0 everywhere. A floor above the
            present days counts as the present days.

    Returns:
        A share of 0 to 1 per node; 0 if the period is 0.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> loop = MarkedGraph(("a", "b"), (1, 3), (Arc(0, 1, 0), Arc(1, 0, 1), Arc(0, 0, 1)))
    >>> blocking_shares(loop, maximum_cycle_ratio(loop))
    (Fraction(1, 4), Fraction(3, 4))
    """
    workings = ratio.workings_for(graph)
    least = checked_floors(graph, floors)
    shares = [Fraction(0)] * len(graph.nodes)
    blockers = hard_blockers(graph, ratio) if ratio.period else ()
    scaled = workings.scaled_with([least[node] for node in blockers])
    for node in blockers:
        days = list(scaled.days)
        days[node] = int(least[node] * scaled.day_scale)
        peak = workings.solver.solve(scaled.weights_for(days), workings.peaks)
        if peak is not None:
            shares[node] = 1 - scaled.ratio(peak.work, peak.lag) / ratio.period
    return tuple(shares)


def checked_floors(graph: MarkedGraph, floors: Sequence[Number] | None) -> tuple[Fraction, ...]:
    """Return each node's floor, at most its days; 0 where nothing is given.

    Raises:
        UsageError: there is not one floor per node, or one is negative.

    >>> checked_floors(MarkedGraph(("a",), (2,), ()), (5,))
    (Fraction(2, 1),)
    """
    return tuple(floors_of(graph, floors, range(len(graph.nodes))).values())


def floors_of(
    graph: MarkedGraph, floors: Sequence[Number] | None, nodes: Iterable[int]
) -> dict[int, Fraction]:
    """Return the floors of some nodes, each at most its days; 0 where nothing is given.

    Raises:
        UsageError: there is not one floor per node of the graph, or one of these is negative.

    >>> floors_of(MarkedGraph(("a", "b"), (2, 3), ()), (5, 1), [1])
    {1: Fraction(1, 1)}
    """
    if floors is None:
        return dict.fromkeys(nodes, Fraction(0))
    if len(floors) != len(graph.nodes):
        raise UsageError(f"There are {len(graph.nodes)} nodes but {len(floors)} floors.")
    found: dict[int, Fraction] = {}
    for node in nodes:
        floor = floors[node]
        if not 0 <= floor < float("inf"):
            raise UsageError(
                f"The floor of {graph.nodes[node]} must be a number of 0 or more, not {floor}."
            )
        found[node] = min(exact(floor), exact(graph.days[node]))
    return found
