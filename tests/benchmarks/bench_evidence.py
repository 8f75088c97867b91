"""Times the joint model of all speed-ups of the shipped map against bare linear solves.

Run with ``python tests/benchmarks/bench_evidence.py``. Ratios are of times in this one run. The
peer is NumPy alone: one linear solve of the same size for every node of the grid, without weights,
covariances or anything left out.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from graph.evidence.joint_model import JointModel
from graph.evidence.standpoint import Standpoint
from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.statistics.linear_gaussian import Posterior

#: Nodes of the grid of three unknown deviations.
NODES = 4**3

REPEATS = 9


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some work, the first run left out."""
    found = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found[1:])


def peer(solved: JointModel) -> Callable[[], object]:
    """Return the work of the peer: a solve of the same size for each node."""
    problem = solved.problem()
    loadings = problem.known.observations
    covariance = loadings @ loadings.T + np.diag(problem.error_variances)

    def work() -> None:
        for _ in range(NODES):
            np.linalg.solve(covariance, problem.values)

    return work


def main() -> None:
    """Print what the model takes, and as a ratio to the peer."""
    model = read_ontology([shipped_ontology()])
    for name, standpoint in (
        ("with our judgements", Standpoint()),
        ("evidence alone", Standpoint(evidence_only=True)),
    ):
        joint = Study(model, standpoint).estimates.joint("speedup")
        assert joint is not None
        solved = joint.solved
        own = seconds(lambda solved=solved: Posterior(solved.with_limits()).targets)  # type: ignore[misc]
        other = seconds(peer(solved))
        source = joint.sources()[0]
        left_out = seconds(lambda joint=joint, source=source: joint.without_source(source))  # type: ignore[misc]
        print(
            f"{name}: {len(solved.reports)} observations of {len(solved.parts)} parts in "
            f"{own * 1000:.1f} ms, {own / other:.1f}x of the bare solves; without a source "
            f"{left_out * 1000:.1f} ms"
        )


if __name__ == "__main__":
    main()
