"""The solver last used for a map: for other suppositions on top most of what it knows holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph.cycles.alternatives import ENUMERATION_LIMIT
from graph.loop.central import TimedLoop
from graph.loop.sampled_solver import DrawSolver
from graph.loop.study import Study

#: Cycles that are kept for the next question at most.
_MOST_CYCLES = 3000
#: Components times draws up to which it is kept which cycle answered what.
MOST_HINTS = 200_000


@dataclass(frozen=True)
class _Structure:
    """What a solver depends on besides the numbers of each draw."""

    nodes: tuple[str, ...]
    arcs: tuple[tuple[int, int, bool, str], ...]
    groups: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(loop: TimedLoop) -> _Structure:
        arcs = tuple((arc.tail, arc.head, arc.lag > 0, arc.key) for arc in loop.arcs)
        return _Structure(loop.nodes, arcs, loop.groups)


@dataclass(frozen=True)
class _Kept:
    structure: _Structure
    solver: DrawSolver


class KeptSolver:
    """Gives solvers that know the cycles of earlier ones; none changes what another knows."""

    def __init__(self, _: Study) -> None:
        # Structure and solver in one, so that no thread ever sees the one without the other.
        self._kept: _Kept | None = None

    def solver(self, loop: TimedLoop) -> DrawSolver:
        """Return a solver of a loop, ready to be asked."""
        kept = self._kept
        if kept is not None and kept.structure == _Structure.of(loop):
            return kept.solver.copy_for(loop)
        return DrawSolver(loop)

    def keep(self, solver: DrawSolver, draws: int) -> None:
        """Keep what a solver knows for the next one; nothing if that is too much."""
        loop = solver.loop
        # With more combinations the ways that are looked at depend on the numbers.
        few = math.prod(map(len, loop.groups)) <= ENUMERATION_LIMIT
        known = sum(way.pool.size for way in solver.ways)
        if few and known <= _MOST_CYCLES and len(loop.nodes) * draws <= MOST_HINTS:
            self._kept = _Kept(_Structure.of(loop), solver.copy_for(loop))
        else:
            self._kept = None
