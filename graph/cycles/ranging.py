"""Whether the critical cycle stays critical when one node takes other days, without a search.

Every node has a best way to the critical cycle, and every arc loses something against that. A
change of the days at one node moves all of these by known amounts, so that only the arcs that
lose little can become better ways. Where none does, the cycle stays and the period follows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

from graph.cycles.howard import CycleSolver, steepest
from graph.cycles.howard_part import Landscape, Peak, SideArc
from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.marked_graph import Number, exact


class SteadyCycle:
    """The critical cycle of a solved graph, ready for questions about single nodes.

    Attributes:
        nodes: those on the cycle, in order.
    """

    def __init__(self, scaled: IntegerGraph, solver: CycleSolver, peaks: Sequence[Peak]) -> None:
        """Prepare the questions.

        Args:
            scaled: the graph; it has a cycle.
            solver: of that graph.
            peaks: the answer for each of its parts.
        """
        best = steepest(peaks)
        self._scaled = scaled
        self.nodes: tuple[int, ...] = ()
        self._tree: _Tree | None = None
        if best is not None:
            land = solver.landscape(scaled.weights, best)
            self.nodes = tuple(scaled.tails[arc] for arc in land.cycle)
            self._tree = _Tree(land)
            self._next = steepest([peak for peak in peaks if peak.part != best.part])
        self._on_cycle = frozenset(self.nodes)

    def period(self, node: int, days: Number) -> Fraction | None:
        """Return the period if a node takes other days, in case the cycle stays critical.

        ``(work - less) / lag`` with the cycle's own work and lag if the node lies on it.

        Returns:
            ``None`` if another cycle may take over; that takes a search.
        """
        tree = self._tree
        if tree is None:
            return None
        land, less = tree.land, self._less(node, days)
        on_cycle = node in self._on_cycle
        if not on_cycle and less >= 0:
            return self._scaled.ratio(land.work, land.lag)
        if not tree.stays(node, less, on_cycle=on_cycle):
            return None
        work = land.work - (less if on_cycle else 0)
        if self._next is not None and work * self._next.lag <= self._next.work * land.lag:
            return None
        return Fraction(work * self._scaled.lag_scale, land.lag * self._scaled.day_scale)

    def _less(self, node: int, days: Number) -> int | Fraction:
        """Return by how much a node's days fall, in the graph's own unit; mostly whole in that."""
        wanted, unit = exact(days), self._scaled.day_scale
        rounds, rest = divmod(unit, wanted.denominator)
        now = self._scaled.days[node]
        return now - wanted * unit if rest else now - wanted.numerator * rounds


class _Tree:
    """The best ways to the critical cycle, which form a tree, and the arcs beside them."""

    def __init__(self, land: Landscape) -> None:
        self.land = land
        self._place = {node: place for place, node in enumerate(land.nodes)}
        self._first, self._last, self._rounds = _preorder(land)
        # An arc becomes no better way by a change up to its bound.
        bounds = [arc.loss // (abs(self._detour(arc)) + land.lag) for arc in land.side_arcs]
        order = sorted(range(len(bounds)), key=bounds.__getitem__)
        self._bounds = [bounds[index] for index in order]
        self._arcs = [land.side_arcs[index] for index in order]

    def _detour(self, arc: SideArc) -> int:
        """Return how much more lag the best way from the tail has than the way by the arc."""
        return self._rounds[arc.tail] - self._rounds[arc.head] - arc.lag

    def stays(self, node: int, less: int | Fraction, *, on_cycle: bool) -> bool:
        """Return whether all best ways stay best if a node takes so much less work.

        The best way from a node gains ``less`` per round if the period falls with the cycle, and
        loses it once per round of the cycle if it leads through the node that changes.
        """
        place = self._place.get(node)
        if place is None:
            return False
        lag = self.land.lag
        through = range(self._first[place], self._last[place])
        change, unit = less.numerator, less.denominator
        # Bounds are whole numbers: one that reaches the change rounded up covers it.
        near = bisect_left(self._bounds, -(-abs(change) // unit))
        for arc in self._arcs[:near]:
            times = (self._first[arc.tail] in through) - (self._first[arc.head] in through)
            times -= arc.tail == place
            moved = (self._detour(arc) if on_cycle else 0) - lag * times
            if arc.loss * unit + change * moved < 0:
                return False
        return True


def _preorder(land: Landscape) -> tuple[list[int], list[int], list[int]]:
    """Return for each node its number, the one after the last behind it, and rounds to the root.

    The nodes whose best way leads through a node have the numbers from its own on.
    """
    count = len(land.nodes)
    behind: list[list[int]] = [[] for _ in range(count)]
    for node, ahead in enumerate(land.ahead):
        if node != land.root:
            behind[ahead].append(node)
    order = [land.root]
    for node in order:
        order += behind[node]
    sizes = [1] * count
    for node in reversed(order[1:]):
        sizes[land.ahead[node]] += sizes[node]
    first, rounds = [0] * count, [0] * count
    for node in order:
        number = first[node] + 1
        for other in behind[node]:
            first[other] = number
            number += sizes[other]
            rounds[other] = rounds[node] + land.lags[other]
    return first, [number + size for number, size in zip(first, sizes, strict=True)], rounds
