"""Several unknowns and observations tied by shared normal effects, solved in closed form.

Every target and every observation is a known mean plus a weighted sum of independent normal
effects; observations have an error besides. Given the deviations of the effects, what the
observations say of the targets is conditioning a normal distribution. The few deviations that are
not known are integrated over a small fixed grid. Nothing is drawn.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.records import record
from graph.statistics.tiled_matrices import applied, inverse, log_determinant, product

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

#: Nodes of the grid for each unknown deviation.
_NODE_COUNT = 4

#: Keeps the covariance of observations that say the very same thing invertible.
_SMALLEST_ERROR = 1e-12


@record(slots=False)
class Loadings:
    """How effects of variance 1 enter: one row per target or observation, a column per effect.

    Attributes:
        targets: the weights with which each effect enters each target.
        observations: likewise each observation.
    """

    targets: Array
    observations: Array


@record(slots=False)
class FreeScale:
    """Effects that share one unknown deviation.

    Attributes:
        loadings: with which the effects enter, before that deviation multiplies them.
        scale: of the half-normal prior of the deviation, above 0; 0 if it is known to be 0.
    """

    loadings: Loadings
    scale: float


@record(slots=False)
class LinearGaussian:
    """What is to be solved.

    Attributes:
        target_means: of the targets before any observation.
        expected: what each observation is expected to be before any effect.
        values: what was observed.
        error_variances: of each observation, 0 or more.
        known: the effects whose deviations are known, each multiplied by its own.
        free: the effects whose deviations are not.
    """

    target_means: Array
    expected: Array
    values: Array
    error_variances: Array
    known: Loadings
    free: tuple[FreeScale, ...] = ()

    def at(self, rows: Rows) -> LinearGaussian:
        """Return the same with some of the observations only."""
        return LinearGaussian(
            self.target_means,
            self.expected[rows],
            self.values[rows],
            self.error_variances[rows],
            Loadings(self.known.targets, self.known.observations[rows]),
            tuple(
                FreeScale(Loadings(f.loadings.targets, f.loadings.observations[rows]), f.scale)
                for f in self.free
            ),
        )


@record(slots=False)
class Normal:
    """A joint normal distribution: means with their covariance."""

    means: Array
    covariance: Array

    @property
    def deviations(self) -> Array:
        """Standard deviation of each."""
        found: Array = np.sqrt(np.diagonal(self.covariance))
        return found


@record(slots=False)
class _Nodes:
    """The grid's nodes at once; the first axis of every array runs over them."""

    deviations: Array
    probabilities: Array
    inverses: Array
    pulls: Array
    gains: Array
    means: Array
    covariances: Array


class Posterior:
    """What the observations say of the targets, with the unknown deviations integrated out.

    Args:
        problem: what is to be solved.

    Attributes:
        targets: means and covariance of the targets: of the mixture over the grid.
        weights: one row per target, a column per observation: by how much the target's mean
            moves when the observation moves by 1; the mean is the prior mean plus the weights
            times what the observations are above expectation.
        log_evidence: logarithm of the density of the observations.
    """

    def __init__(self, problem: LinearGaussian) -> None:
        self._problem = problem
        self._node = _solve(problem)
        node = self._node
        self.targets = _mixture(node.probabilities, node.means, node.covariances)
        self.weights: Array = np.einsum("g,gtn->tn", node.probabilities, node.gains)

    @property
    def deviations(self) -> tuple[float, ...]:
        """The unknown deviations as the observations have them: posterior means."""
        return tuple(float(x) for x in applied(self._node.deviations.T, self._node.probabilities))

    def without(self, rows: Rows) -> Normal:
        """Return what the targets would be without some of the observations, in closed form.

        With K the covariance of the observations, a = K^-1 (y - m) and J the rows left out:
        mean - G_J (K^-1)_JJ^-1 a_J and covariance + G_J (K^-1)_JJ^-1 G_J', with G the gains; the
        nodes of the grid are weighed anew by what they said of the rows left out.
        """
        if not len(rows):
            return self.targets
        node = self._node
        held, log_density = self._held_out(rows)
        gains = node.gains[:, :, rows]
        means = node.means - np.einsum("gtj,gj->gt", gains, held.residuals)
        covariances = node.covariances + np.einsum(
            "gtj,gjk,guk->gtu", gains, held.covariances, gains
        )
        return _mixture(_shifted(node.probabilities, -log_density), means, covariances)

    def predicted(self, rows: Rows) -> Normal:
        """Return what the other observations say that some would be, errors included.

        With J the rows: y_J - (K^-1)_JJ^-1 a_J, with covariance (K^-1)_JJ^-1.
        """
        held, log_density = self._held_out(rows)
        means = self._problem.values[rows] - held.residuals
        probabilities = _shifted(self._node.probabilities, -log_density)
        return _mixture(probabilities, means, held.covariances)

    def _held_out(self, rows: Rows) -> tuple[_HeldOut, Array]:
        node = self._node
        block = node.inverses[:, rows[:, None], rows[None, :]]
        covariances = inverse(block)
        pulls = node.pulls[:, rows]
        residuals = np.einsum("gjk,gk->gj", covariances, pulls)
        squares = np.einsum("gj,gj->g", pulls, residuals)
        log_density = 0.5 * (log_determinant(block) - squares)
        return _HeldOut(residuals, covariances), log_density


@record(slots=False)
class _HeldOut:
    residuals: Array
    covariances: Array


def condition(problem: LinearGaussian) -> Normal:
    """Return the targets after the observations: means and covariance.

    The deviations of ``problem.free`` are integrated over the grid; see :class:`Posterior`.

    One target of prior variance 1, observed as 2 with an error of variance 1, is 1 with variance
    1/2:

    >>> one = np.ones((1, 1))
    >>> zero, two = np.zeros(1), np.array([2.0])
    >>> problem = LinearGaussian(zero, zero, two, np.ones(1), Loadings(one, one))
    >>> condition(problem).means.round(6).tolist(), condition(problem).covariance.round(6).tolist()
    ([1.0], [[0.5]])
    """
    return Posterior(problem).targets


def _half_normal_nodes(scale: float) -> tuple[Array, Array]:
    """Return deviations at which a half-normal prior is looked at, with their probabilities.

    Gauss-Legendre points of the probability from 0 to 1, turned into quantiles: sums of smooth
    functions over them are close to the integral with very few points.

    Args:
        scale: of the half-normal, 0 or more; at 0 there is one node.

    >>> _half_normal_nodes(0.0)[0].tolist()
    [0.0]
    """
    if scale == 0:
        return np.zeros(1), np.ones(1)
    points, weights = np.polynomial.legendre.leggauss(_NODE_COUNT)
    from statistics import NormalDist

    normal = NormalDist()
    quantiles = [normal.inv_cdf(0.5 + (1 + point) / 4) for point in points]
    return scale * np.array(quantiles), weights / 2


def _grid(free: Sequence[FreeScale]) -> tuple[Array, Array]:
    """Return the nodes, one row each, and their prior probabilities."""
    axes = [_half_normal_nodes(item.scale) for item in free]
    nodes = np.array(list(itertools.product(*(axis[0] for axis in axes))))
    weights = np.array([math.prod(w) for w in itertools.product(*(axis[1] for axis in axes))])
    return nodes.reshape(len(weights), len(free)), weights


def _solve(problem: LinearGaussian) -> _Nodes:
    deviations, prior = _grid(problem.free)
    squares = deviations**2
    own = _products(problem.known, problem.free, squares)
    errors = problem.error_variances + _SMALLEST_ERROR
    observed = own.observations + np.diag(errors)
    inverses = inverse(observed)
    surprise = problem.values - problem.expected
    pulls = applied(inverses, surprise)
    gains = product(own.crossed, inverses)
    means = problem.target_means + applied(gains, surprise)
    covariances = own.targets - product(gains, np.swapaxes(own.crossed, 1, 2))
    logs = -0.5 * (log_determinant(observed) + applied(pulls, surprise))
    return _Nodes(
        deviations,
        _shifted(prior, logs),
        inverses,
        pulls,
        gains,
        means,
        covariances,
    )


@record(slots=False)
class _Covariances:
    targets: Array
    crossed: Array
    observations: Array


def _products(known: Loadings, free: Sequence[FreeScale], squares: Array) -> _Covariances:
    """Return the covariances at each node: known part plus each free one by its variance."""
    targets, crossed, observed = (x[None] for x in _crossed(known))
    for column, item in enumerate(free):
        variance = squares[:, column, None, None]
        more = _crossed(item.loadings)
        targets = targets + variance * more[0]
        crossed = crossed + variance * more[1]
        observed = observed + variance * more[2]
    shape = (len(squares),)
    return _Covariances(
        *(np.broadcast_to(x, shape + x.shape[1:]) for x in (targets, crossed, observed))
    )


def _crossed(loadings: Loadings) -> tuple[Array, Array, Array]:
    targets, observations = loadings.targets, loadings.observations
    return (
        product(targets, targets.T),
        product(targets, observations.T),
        product(observations, observations.T),
    )


def _shifted(probabilities: Array, logs: Array) -> Array:
    """Return probabilities multiplied by densities given as logarithms, summing to 1."""
    with np.errstate(divide="ignore"):
        joint = np.log(probabilities) + logs
    densities: Array = np.exp(joint - joint.max())
    found: Array = densities / densities.sum()
    return found


def _mixture(probabilities: Array, means: Array, covariances: Array) -> Normal:
    """Return mean and covariance of a mixture of normal distributions."""
    mean = applied(means.T, probabilities)
    apart = means - mean
    within = np.einsum("g,gtu->tu", probabilities, covariances)
    between = np.einsum("g,gt,gu->tu", probabilities, apart, apart)
    return Normal(mean, within + between)
