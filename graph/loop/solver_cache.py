"""Solvers that know what earlier ones found, so that the next question is answered sooner."""

from __future__ import annotations

import hashlib
import math

from graph.cycles.alternatives import ENUMERATION_LIMIT
from graph.cycles.batch.known_cycles import LearnedCycles
from graph.loop.central import CentralLoop
from graph.loop.kept_draws import KeptCycle
from graph.loop.sampled_solver import MOST_CACHED, SampledSolver, Way
from graph.loop.study import Study
from graph.records import record

#: Cycles that are kept for the next question at most.
_MOST_CYCLES = 3000
#: Cycles of one combination that are kept for another time at most, and loops of a map.
_MOST_KEPT, _MOST_LOOPS = 128, 8


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

    def __init__(self, study: Study) -> None:
        self._kept = study.kept_draws.cycles
        # Structure and solver in one, so that no thread ever sees the one without the other.
        self._last: _Entry | None = None

    def copy(self) -> SolverCache:
        """Return one that knows the same and keeps by itself."""
        other = SolverCache.__new__(SolverCache)
        other._kept, other._last = self._kept, self._last
        return other

    def solver(self, loop: CentralLoop) -> SampledSolver:
        """Return a solver of a loop, ready to be asked."""
        last = self._last
        if last is not None and last.structure == _Structure.of(loop):
            return last.solver.copy_for(loop)
        solver = SampledSolver(loop)
        for way, cycles in zip(solver.ways, self._kept.get(_key(loop), ()), strict=False):
            rows, wins = tuple(one.rows for one in cycles), tuple(one.wins for one in cycles)
            way.pool.begin_with(LearnedCycles(rows, wins))
        return solver

    def keep(self, solver: SampledSolver, draws: int) -> None:
        """Keep what a solver knows for the next one; nothing if that is too much."""
        loop = solver.loop
        # With more combinations the ways that are looked at depend on the numbers.
        few = math.prod(map(len, loop.groups)) <= ENUMERATION_LIMIT
        known = sum(way.pool.size for way in solver.ways)
        if few and known <= _MOST_CYCLES and len(loop.nodes) * draws <= MOST_CACHED:
            self._last = _Entry(_Structure.of(loop), solver.copy_for(loop))
            if len(self._kept) < _MOST_LOOPS:
                self._kept.setdefault(_key(loop), tuple(map(_kept_cycles, solver.ways)))
        else:
            self._last = None


def _key(loop: CentralLoop) -> str:
    """Return what tells a loop from others in which cycles may have other rows."""
    return hashlib.sha256(repr(_Structure.of(loop)).encode()).hexdigest()


def _kept_cycles(way: Way) -> tuple[KeptCycle, ...]:
    found = way.pool.often_critical(_MOST_KEPT)
    return tuple(KeptCycle(*pair) for pair in zip(found.rows, found.wins, strict=True))
