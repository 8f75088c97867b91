"""Solvers that know what earlier ones found, so that the next question is answered sooner."""

from __future__ import annotations

import math

from graph.cycles.alternatives import ENUMERATION_LIMIT
from graph.loop.central import CentralLoop
from graph.loop.sampled_solver import MOST_CACHED, SampledSolver
from graph.loop.study import Study
from graph.records import record

#: Cycles that are kept for the next question at most.
_MOST_CYCLES = 3000


@record(slots=False)
class _Structure:
    """What a solver depends on besides the numbers of each draw."""

    nodes: tuple[str, ...]
    arcs: tuple[tuple[int, int, bool, str], ...]
    groups: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(loop: CentralLoop) -> _Structure:
        arcs = tuple((arc.tail, arc.head, arc.lag > 0, arc.key) for arc in loop.arcs)
        return _Structure(loop.nodes, arcs, loop.groups)


@record(slots=False)
class _Entry:
    structure: _Structure
    solver: SampledSolver


class SolverCache:
    """Gives solvers that know the cycles of earlier ones; none changes what another knows."""

    def __init__(self, _: Study) -> None:
        # Structure and solver in one, so that no thread ever sees the one without the other.
        self._last: _Entry | None = None

    def copy(self) -> SolverCache:
        """Return one that knows the same and keeps by itself."""
        other = SolverCache.__new__(SolverCache)
        other._last = self._last
        return other

    def solver(self, loop: CentralLoop) -> SampledSolver:
        """Return a solver of a loop, ready to be asked."""
        last = self._last
        if last is not None and last.structure == _Structure.of(loop):
            return last.solver.copy_for(loop)
        return SampledSolver(loop)

    def keep(self, solver: SampledSolver, draws: int) -> None:
        """Keep what a solver knows for the next one; nothing if that is too much."""
        loop = solver.loop
        # With more combinations the ways that are looked at depend on the numbers.
        few = math.prod(map(len, loop.groups)) <= ENUMERATION_LIMIT
        known = sum(way.pool.size for way in solver.ways)
        if few and known <= _MOST_CYCLES and len(loop.nodes) * draws <= MOST_CACHED:
            self._last = _Entry(_Structure.of(loop), solver.copy_for(loop))
        else:
            self._last = None
