"""The cycle with the greatest ratio of work to lag, by Howard's policy iteration."""

from __future__ import annotations

from collections.abc import Sequence

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.integer_graph import ScaledGraph
from graph.cycles.landscape import Landscape
from graph.cycles.ordering import strongly_connected
from graph.cycles.peak import Peak, steepest
from graph.cycles.policy_iteration import ROUND_CAP, Part


class CycleSolver:
    """Finds greatest cycle ratios on one graph, for as many weights as wanted.

    Attributes:
        parts: the strongly connected parts that hold a cycle, as sorted node indices,
            each before those that it waits for.
    """

    def __init__(self, graph: ScaledGraph) -> None:
        """Prepare the search.

        Raises:
            DeadlockError: a cycle has a total lag of 0.
        """
        sets = strongly_connected([[head for _, head in links] for links in graph.leaving])
        self.parts: tuple[tuple[int, ...], ...] = tuple(
            members
            for members in sets
            if len(members) > 1 or any(head == members[0] for _, head in graph.leaving[members[0]])
        )
        # A part whose arcs without lag form a cycle has no order to sweep in.
        parts = [Part.of(graph, members) for members in self.parts]
        if any(part is None for part in parts):
            raise DeadlockError(graph, deadlocks_of(graph))
        self._parts = [part for part in parts if part is not None]

    def solve(
        self, weights: Sequence[int], start: Sequence[Peak] = (), cap: int = ROUND_CAP
    ) -> Peak | None:
        """Return a cycle of greatest ratio in the whole graph; ``None`` if there is no cycle."""
        return steepest(self.solve_parts(weights, start, cap))

    def solve_parts(
        self, weights: Sequence[int], start: Sequence[Peak] = (), cap: int = ROUND_CAP
    ) -> tuple[Peak, ...]:
        """Return a cycle of greatest ratio for each part.

        Args:
            weights: scaled weight of every arc, of any sign.
            start: the answer for similar weights, if there is one; saves most of the work.
            cap: rounds of policy iteration allowed per part.

        Raises:
            NotConvergedError: the cap was reached.
        """
        return tuple(
            self.solve_part(index, weights, start[index] if start else None, cap)
            for index in range(len(self._parts))
        )

    def solve_part(
        self, index: int, weights: Sequence[int], start: Peak | None = None, cap: int = ROUND_CAP
    ) -> Peak:
        """Return a cycle of greatest ratio in one part; see ``solve_parts``."""
        return self._parts[index].solve(index, weights, start.policy if start else None, cap)

    def landscape(self, weights: Sequence[int], peak: Peak) -> Landscape:
        """Return the best ways within the part of a peak that was found with these weights."""
        return self._parts[peak.part].landscape(weights, peak.policy)
