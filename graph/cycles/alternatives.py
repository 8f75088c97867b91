"""Which of several ways to take: of each group the target waits only for the one chosen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from graph.cycles.cycle_ratio import CycleRatio, maximum_cycle_ratio
from graph.cycles.deadlock import DeadlockError
from graph.cycles.marked_graph import MarkedGraph
from graph.errors import UsageError
from graph.records import record

#: Combinations up to which every one is tried.
ENUMERATION_LIMIT = 4096


@record(slots=False)
class Choice:
    """One member per group such that the period is least.

    Attributes:
        chosen: key of the dependency taken, per group.
        graph: the loop without the dependencies that were not taken.
        ratio: its maximum cycle ratio; ``None`` if no cycle is left.
        all_tried: whether every combination was tried; if not, one group was improved at a time
            and a better combination may exist.
        tried: how many combinations were tried.
    """

    chosen: tuple[str, ...]
    graph: MarkedGraph
    ratio: CycleRatio | None
    all_tried: bool
    tried: int


def choose_alternatives(graph: MarkedGraph, groups: Sequence[Sequence[str]]) -> Choice:
    """Return the choice of one member per group for which the period is least.

    Args:
        graph: the loop with the dependencies of all alternatives.
        groups: for each group the keys of its dependencies, one at least; no key in two groups.

    Returns:
        Ties go to the members named first. A combination that can never start is passed over.

    Raises:
        DeadlockError: no combination that was tried can start.
        UsageError: a group is empty, or a key is unknown or in two groups.

    >>> from graph.cycles.marked_graph import Arc
    >>> ways = (Arc(0, 0, 1, 5, "slow"), Arc(0, 0, 1, 2, "quick"))
    >>> choose_alternatives(MarkedGraph(("a",), (1,), ways), [("slow", "quick")]).chosen
    ('quick',)
    """
    refuse_nonsense(graph, groups)
    search = _Search(graph, groups)
    all_tried = math.prod(map(len, groups)) <= ENUMERATION_LIMIT
    if all_tried:
        for choice in itertools.product(*groups):
            search.attempt(choice)
    else:
        search.improve_one_group_at_a_time()
    return search.answer(all_tried)


class _Search:
    """The best combination so far."""

    def __init__(self, graph: MarkedGraph, groups: Sequence[Sequence[str]]) -> None:
        self.graph = graph
        self.groups = groups
        self.members = frozenset(itertools.chain.from_iterable(groups))
        self.best: tuple[tuple[str, ...], MarkedGraph, CycleRatio | None] | None = None
        self.failure: DeadlockError | None = None
        self.tried = 0

    def attempt(self, chosen: tuple[str, ...]) -> bool:
        """Try a combination and return whether it is better than all before."""
        self.tried += 1
        dropped = self.members.difference(chosen)
        arcs = tuple(arc for arc in self.graph.arcs if arc.key not in dropped)
        graph = MarkedGraph(self.graph.nodes, self.graph.days, arcs)
        try:
            ratio = maximum_cycle_ratio(graph)
        except DeadlockError as error:
            self.failure = self.failure or error
            return False
        if self.best is not None and not is_faster(_period(ratio), _period(self.best[2])):
            return False
        self.best = (chosen, graph, ratio)
        return True

    def improve_one_group_at_a_time(self) -> None:
        """Start from the first members and change one group at a time while that helps."""
        chosen = tuple(group[0] for group in self.groups)
        self.attempt(chosen)
        improved = True
        while improved:
            improved = False
            for other in self._neighbours(self.best[0] if self.best else chosen):
                improved = self.attempt(other) or improved

    def _neighbours(self, chosen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for position, group in enumerate(self.groups):
            for key in group:
                base = self.best[0] if self.best else chosen
                if key != base[position]:
                    yield (*base[:position], key, *base[position + 1 :])

    def answer(self, all_tried: bool) -> Choice:
        """Return the best combination.

        Raises:
            DeadlockError: none could start.
        """
        if self.best is None:
            raise self.failure or UsageError("There is nothing to choose from.")
        return Choice(*self.best, all_tried=all_tried, tried=self.tried)


def _period(ratio: CycleRatio | None) -> Fraction | None:
    return ratio.period if ratio else None


def is_faster(period: Fraction | None, than: Fraction | None) -> bool:
    """Return whether a loop with one period is faster; without any cycle it is fastest.

    >>> is_faster(Fraction(2), Fraction(3)), is_faster(None, Fraction(0)), is_faster(None, None)
    (True, True, False)
    """
    if period is None or than is None:
        return period is None and than is not None
    return period < than


def refuse_nonsense(graph: MarkedGraph, groups: Sequence[Sequence[str]]) -> None:
    """Check the groups.

    Raises:
        UsageError: a group is empty, or a key is unknown or in two groups.
    """
    known = {arc.key for arc in graph.arcs}
    seen: set[str] = set()
    for group in groups:
        if not group:
            raise UsageError("A group of alternatives has no members.")
        for key in group:
            if key not in known:
                raise UsageError(f"The alternative {key} is not a dependency of this loop.")
            if key in seen:
                raise UsageError(f"The alternative {key} is named twice.")
            seen.add(key)
