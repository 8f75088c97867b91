"""A loop made small: nodes that are merely passed through are folded into the arcs."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from graph.cycles.ordering import strongly_connected
from graph.records import record


@record
class Fold:
    """A new arc that stands for two in a row.

    Attributes:
        first: index of the arc that comes first; an arc of the graph or an earlier fold.
        second: index of the arc that follows it.
    """

    first: int
    second: int


@record(slots=False)
class ReducedGraph:
    """What is left of a graph after folding; its cycles are those of the graph.

    Arc indices below ``arc_count`` are those of the graph; arc ``arc_count + k`` is fold k.

    Attributes:
        arc_count: arcs of the graph.
        folds: in the order in which they can be worked out.
        arcs: indices of the arcs that are left, each between two different nodes.
        tails: node at the start of each of them.
        heads: node at the end of each of them.
        self_arcs: indices of arcs that have become cycles by themselves.
    """

    arc_count: int
    folds: tuple[Fold, ...]
    arcs: tuple[int, ...]
    tails: tuple[int, ...]
    heads: tuple[int, ...]
    self_arcs: tuple[int, ...]

    def unfolded(self, arc: int) -> tuple[int, ...]:
        """Return the arcs of the graph that an arc stands for, in order.

        >>> reduce_series(2, [(0, 1), (1, 0)]).unfolded(2)
        (1, 0)
        """
        found: list[int] = []
        waiting = [arc]
        while waiting:
            index = waiting.pop()
            if index < self.arc_count:
                found.append(index)
            else:
                fold = self.folds[index - self.arc_count]
                waiting += [fold.second, fold.first]
        return tuple(found)


def reduce_series(node_count: int, links: Sequence[tuple[int, int]]) -> ReducedGraph:
    """Return the graph without nodes that have a single way in or a single way out.

    Such a node is on a cycle only together with that way, so each pair of arcs through it becomes
    one arc; there are never more arcs than before. What can be on no cycle is dropped.

    Args:
        node_count: nodes are 0 to ``node_count - 1``.
        links: tail and head of each arc; parallel arcs and self arcs are all right.

    >>> reduced = reduce_series(3, [(0, 1), (1, 2), (2, 0), (0, 0)])
    >>> reduced.arcs, [sorted(reduced.unfolded(arc)) for arc in reduced.self_arcs]
    ((), [[3], [0, 1, 2]])
    """
    work = _Reduction(node_count, links)
    work.run()
    left = sorted(arc for arcs in work.leaving for arc in arcs)
    return ReducedGraph(
        arc_count=len(links),
        folds=tuple(work.folds),
        arcs=tuple(left),
        tails=tuple(work.ends[arc][0] for arc in left),
        heads=tuple(work.ends[arc][1] for arc in left),
        self_arcs=tuple(work.self_arcs),
    )


class _Reduction:
    """The graph while it shrinks."""

    def __init__(self, node_count: int, links: Sequence[tuple[int, int]]) -> None:
        self.ends: list[tuple[int, int]] = []
        self.folds: list[Fold] = []
        self.self_arcs: list[int] = []
        self.leaving: list[dict[int, None]] = [{} for _ in range(node_count)]
        self.entering: list[dict[int, None]] = [{} for _ in range(node_count)]
        part = _parts(node_count, links)
        for tail, head in links:
            self._add(tail, head, part[tail] == part[head])

    def _add(self, tail: int, head: int, on_cycles: bool = True) -> None:
        arc = len(self.ends)
        self.ends.append((tail, head))
        if not on_cycles:
            return
        if tail == head:
            self.self_arcs.append(arc)
            return
        self.leaving[tail][arc] = None
        self.entering[head][arc] = None

    def _drop(self, arc: int) -> None:
        tail, head = self.ends[arc]
        del self.leaving[tail][arc]
        del self.entering[head][arc]

    def run(self) -> None:
        waiting = deque(range(len(self.leaving)))
        queued = [True] * len(self.leaving)
        while waiting:
            node = waiting.popleft()
            queued[node] = False
            entering, leaving = tuple(self.entering[node]), tuple(self.leaving[node])
            if len(entering) > 1 and len(leaving) > 1:
                continue
            touched = {self.ends[arc][0] for arc in entering}
            touched |= {self.ends[arc][1] for arc in leaving}
            for arc in (*entering, *leaving):
                self._drop(arc)
            for first in entering:
                for second in leaving:
                    self.folds.append(Fold(first, second))
                    self._add(self.ends[first][0], self.ends[second][1])
            for other in sorted(touched):
                if not queued[other]:
                    queued[other] = True
                    waiting.append(other)


def _parts(node_count: int, links: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return for each node the number of its strongly connected set."""
    successors: list[list[int]] = [[] for _ in range(node_count)]
    for tail, head in links:
        successors[tail].append(head)
    sets = strongly_connected(successors)
    return {node: number for number, members in enumerate(sets) for node in members}
