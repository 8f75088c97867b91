"""A study that many independent pieces of work have in common, wherever they are done."""

from __future__ import annotations

from typing import Any

from graph.evidence.standpoint import Standpoint
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.loop.worked_out import WorkedOut, remember_worked_out, worked_out_of
from graph.model import LoopModel, Supposition


class SharedStudy:
    """A study as it stood when the work was divided.

    Each piece begins with what the solvers knew then, so that its answer does not depend on which
    pieces were done before it in the same process.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._solvers = study.of_evidence(SolverCache).copy()

    def begin(self) -> Study:
        """Return the study for one piece of work."""
        self._study.keep_for_evidence(SolverCache, self._solvers.copy())
        return self._study

    def __reduce__(self) -> tuple[Any, ...]:
        study = self._study
        return _unpacked, (
            study.model,
            study.standpoint,
            study.suppositions,
            study.without_sources,
            worked_out_of(study),
            self._solvers,
        )


def _unpacked(
    model: LoopModel,
    standpoint: Standpoint,
    suppositions: tuple[Supposition, ...],
    without_sources: frozenset[str],
    worked_out: WorkedOut,
    solvers: SolverCache,
) -> SharedStudy:
    study = Study(model, standpoint, without_sources=without_sources).supposing(suppositions)
    remember_worked_out(study, worked_out)
    study.keep_for_evidence(SolverCache, solvers)
    return SharedStudy(study)
