"""Fit the shipped speed-ups by a full Bayesian sampler, and record what came out.

A Gibbs sampler of every shared effect and every unknown deviation: another way to the same numbers
than the closed form with its grid, and without its one approximation, that of limits. Run it by
hand when the model of the evidence changes; it takes two minutes:

    uv run python tests/tools/full_bayesian_fit.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np

from graph.evidence.joint_model import JointModel
from graph.evidence.standpoint import Standpoint
from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.statistics.linear_gaussian import Array, LinearGaussian
from graph.vocabulary import Bound

RECORD = Path(__file__).parents[1] / "data" / "full-bayesian-fit.json"

SWEEPS, WARM_UP, BATCHES, SEED = 40_000, 2_000, 40, 1

_NORMAL = NormalDist()


def above(limit: float, generator: np.random.Generator) -> float:
    """Return a standard normal number above a limit, by the inverse of its distribution."""
    tail = _NORMAL.cdf(-limit)
    return -_NORMAL.inv_cdf(max(tail * generator.uniform(), 1e-300))


class Sampler:
    """Draws effects, deviations and what limits leave open, each given all others."""

    def __init__(self, problem: LinearGaussian, limits: dict[int, bool], seed: int) -> None:
        self.problem, self.limits = problem, limits
        self.generator = np.random.default_rng(seed)
        groups = [problem.known, *(item.loadings for item in problem.free)]
        self.observed = np.concatenate([item.observations for item in groups], axis=1)
        self.targets = np.concatenate([item.targets for item in groups], axis=1)
        self.ends = np.cumsum([0] + [item.observations.shape[1] for item in groups])
        self.scales = [item.scale for item in problem.free]
        self.deviations = [0.7 * scale for scale in self.scales]
        self.effects = np.zeros(self.observed.shape[1])
        self.values = problem.values - problem.expected
        self.weights = 1 / problem.error_variances

    def multipliers(self) -> Array:
        """Return what each effect is multiplied by now."""
        found = np.ones(self.observed.shape[1])
        for group, deviation in enumerate(self.deviations):
            found[self.ends[group + 1] : self.ends[group + 2]] = deviation
        return found

    def sweep(self) -> Array:
        """Draw everything once; return the targets."""
        self._draw_what_limits_leave_open()
        self._draw_effects()
        for group in range(len(self.deviations)):
            self._draw_deviation(group)
        return self.problem.target_means + (self.targets * self.multipliers()) @ self.effects

    def _draw_what_limits_leave_open(self) -> None:
        expected = (self.observed * self.multipliers()) @ self.effects
        for row, lower in self.limits.items():
            error = float(np.sqrt(self.problem.error_variances[row]))
            limit = float(self.problem.values[row] - self.problem.expected[row])
            standard = (limit - expected[row]) / error
            drawn = above(standard, self.generator) if lower else -above(-standard, self.generator)
            self.values[row] = expected[row] + error * drawn

    def _draw_effects(self) -> None:
        loadings = self.observed * self.multipliers()
        precision = np.eye(loadings.shape[1]) + loadings.T @ (loadings * self.weights[:, None])
        root = np.linalg.cholesky(precision)
        pull = loadings.T @ (self.weights * self.values)
        middle = np.linalg.solve(root.T, np.linalg.solve(root, pull))
        noise = self.generator.normal(size=loadings.shape[1])
        self.effects = middle + np.linalg.solve(root.T, noise)

    def _draw_deviation(self, group: int) -> None:
        part = slice(self.ends[group + 1], self.ends[group + 2])
        along = self.observed[:, part] @ self.effects[part]
        others = (self.observed * self.multipliers()) @ self.effects
        left = self.values - others + self.deviations[group] * along
        precision = self.scales[group] ** -2 + float(self.weights @ along**2)
        middle = float(self.weights @ (along * left)) / precision
        error = precision**-0.5
        self.deviations[group] = middle + error * above(-middle / error, self.generator)


def fitted(solved: JointModel) -> dict[str, object]:
    """Return the problem with the means and deviations that the sampler finds."""
    problem = solved.problem()
    limits = {
        row: item.observation.bound is Bound.LOWER
        for row, item in enumerate(solved.reports)
        if item.is_limit
    }
    sampler = Sampler(problem, limits, SEED)
    drawn = np.array([sampler.sweep() for _ in range(WARM_UP + SWEEPS)])[WARM_UP:]
    batches = drawn.reshape(BATCHES, -1, drawn.shape[1]).mean(axis=1)
    asked = sorted({item.observation.subject for item in solved.reports} & set(solved.parts))
    rows = [solved.row[name] for name in asked]
    return {
        "parts": asked,
        "rows": rows,
        "means": drawn.mean(axis=0)[rows].round(5).tolist(),
        "deviations": drawn.std(axis=0)[rows].round(5).tolist(),
        "errors": (batches.std(axis=0, ddof=1) / BATCHES**0.5)[rows].round(6).tolist(),
        "problem": as_lists(solved.with_limits()),
    }


def as_lists(problem: LinearGaussian) -> dict[str, object]:
    """Return a problem as JSON holds it; of the loadings only what is not 0."""
    groups = [problem.known, *(item.loadings for item in problem.free)]
    return {
        "target_means": problem.target_means.tolist(),
        "expected": problem.expected.round(12).tolist(),
        "values": problem.values.round(12).tolist(),
        "error_variances": problem.error_variances.round(12).tolist(),
        "scales": [item.scale for item in problem.free],
        "loadings": [[sparse(one.targets), sparse(one.observations)] for one in groups],
    }


def sparse(table: Array) -> dict[str, object]:
    """Return the shape of a table and its entries that are not 0, as row, column and value."""
    rows, columns = np.nonzero(table)
    entries = zip(
        rows.tolist(), columns.tolist(), table[rows, columns].round(12).tolist(), strict=True
    )
    return {"shape": list(table.shape), "entries": [list(one) for one in entries]}


def main() -> None:
    """Fit both posteriors of frontier labs and record them."""
    model = read_ontology([shipped_ontology()])
    found = {}
    for name, evidence_only in (("evidence alone", True), ("with our judgements", False)):
        joint = Study(model, Standpoint(evidence_only=evidence_only)).estimates.joint("speedup")
        if joint is None:
            sys.exit("The map does not say how its speed-ups hang together.")
        found[name] = fitted(joint.solved)
    RECORD.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
