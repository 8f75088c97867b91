"""Uncertain inputs: which distributions there are, and how their draws are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum

import numpy as np

from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.toml import Constant
from graph.records import record


class Shape(StrEnum):
    """The distributions that an input may have."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    LOG_UNIFORM = "loguniform"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    LOG_NORMAL = "lognormal"
    LOGIT_NORMAL = "logitnormal"
    BETA = "beta"
    CHOICE = "choice"


class Generator(StrEnum):
    """Where randomness comes from."""

    PCG64 = "pcg64"
    SOBOL = "sobol"
    MT19937 = "mt19937"


class Order(StrEnum):
    """Which number of the generator goes to which input."""

    #: All draws of the first input, then all of the second.
    BY_INPUT = "by-input"
    #: All inputs of the first draw, then all of the second.
    BY_DRAW = "by-draw"


_OF_CHOICE = {"only": ("distribution", (Shape.CHOICE,))}


@record(slots=False)
class Distribution:
    """One uncertain input.

    Attributes:
        shape: which distribution.
        low: lower end, or the lower percentile of the (log-, logit-) normal.
        high: upper end, or the upper percentile.
        mode: of the triangular; ``None`` for the middle.
        level: share of the normal kinds between low and high.
        alpha: first parameter of the beta.
        beta: second parameter of the beta.
        value: of the fixed.
        values: of the choice.
        weights: of the choice, summing to 1; none for equal ones.
        shift: added to every draw.
        note: anything the reader should know.
    """

    shape: Shape = field(default=Shape.FIXED, metadata={"key": "distribution"})
    low: float = 0.0
    high: float = 1.0
    mode: float | None = None
    level: float = 0.9
    alpha: float = 1.0
    beta: float = 1.0
    value: Constant = field(
        default=Constant(0.0), metadata={"only": ("distribution", (Shape.FIXED, None))}
    )
    values: tuple[float, ...] = field(default=(), metadata=_OF_CHOICE)
    weights: tuple[float, ...] = field(default=(), metadata=_OF_CHOICE)
    shift: float = 0.0
    note: str | None = None

    @classmethod
    def of_number(cls, value: Constant) -> Distribution:
        """Return the distribution that a plain number in a file stands for."""
        return cls(value=value)

    @property
    def peak(self) -> float:
        """The mode of the triangular."""
        return (self.low + self.high) / 2.0 if self.mode is None else self.mode

    def quantile(self, probability: Floats) -> Floats:
        """Return the quantiles at probabilities strictly between 0 and 1.

        >>> Distribution(Shape.LOG_UNIFORM, 1.0, 100.0).quantile(np.array([0.5])).round(6).tolist()
        [10.0]
        """
        return np.asarray(_QUANTILES[self.shape](self, probability) + self.shift)


@record(slots=False)
class Correlation:
    """Two inputs that go together: their rank correlation, -1 to 1 (Gaussian copula)."""

    between: tuple[str, ...]
    rank: float


@record(slots=False)
class DrawPlan:
    """How many draws, and from where.

    Attributes:
        count: how many, 1 or more.
        seed: of the generator.
        generator: which one; ``mt19937`` is NumPy's legacy generator, which much published code
            uses, and draws triangular inputs by its own routine.
        order: which number goes to which input.
    """

    count: int = 1
    seed: int = 0
    generator: Generator = Generator.PCG64
    order: Order = Order.BY_INPUT


class CorrelationError(ValueError):
    """The rank correlations cannot all hold at once."""


def draw(
    inputs: dict[str, Distribution], plan: DrawPlan, correlations: tuple[Correlation, ...] = ()
) -> dict[str, Floats]:
    """Return the draws of every input, shape (draws,) each.

    Args:
        inputs: by name, in the order in which they take their numbers.
        plan: count, seed and generator. The same plan gives the same draws.
        correlations: pairs that go together; the others are independent.

    Raises:
        CorrelationError: no joint distribution has these correlations.
    """
    uncertain = {name: d for name, d in inputs.items() if d.shape is not Shape.FIXED}
    drawn: dict[str, Floats] = {}
    if plan.generator is Generator.MT19937 and not correlations:
        drawn = _legacy_draws(uncertain, plan)
    elif uncertain:
        points = _correlated(_points(len(uncertain), plan), list(uncertain), correlations)
        drawn = {
            name: distribution.quantile(points[:, column])
            for column, (name, distribution) in enumerate(uncertain.items())
        }
    return {
        name: drawn[name] if name in drawn else np.full(plan.count, d.value + d.shift)
        for name, d in inputs.items()
    }


def _points(size: int, plan: DrawPlan) -> Floats:
    rng = np.random.default_rng(plan.seed)
    if plan.generator is Generator.SOBOL:
        from scipy.stats import qmc  # only to draw: it takes longer to import than all else

        sampler = qmc.Sobol(size, scramble=True, seed=rng)
        whole = sampler.random_base2(int(np.ceil(np.log2(max(plan.count, 1)))))
        points = np.asarray(whole[: plan.count], float)
    elif plan.generator is Generator.MT19937:
        flat = np.random.RandomState(plan.seed).random_sample(plan.count * size)
        points = _arranged(np.asarray(flat, float), size, plan)
    else:
        points = _arranged(rng.random(plan.count * size), size, plan)
    return np.asarray(np.clip(points, 1e-15, 1.0 - 1e-15))


def _arranged(flat: Floats, size: int, plan: DrawPlan) -> Floats:
    if plan.order is Order.BY_DRAW:
        return np.asarray(flat.reshape(plan.count, size))
    return np.asarray(flat.reshape(size, plan.count).T)


def _legacy_draws(uncertain: dict[str, Distribution], plan: DrawPlan) -> dict[str, Floats]:
    # The published draws exist only in NumPy's legacy generator, hence RandomState.
    rng = np.random.RandomState(plan.seed)
    drawn = {name: np.empty(plan.count) for name in uncertain}
    rounds = plan.count if plan.order is Order.BY_DRAW else 1
    size = plan.count // rounds
    for index in range(rounds):
        part = slice(index * size, (index + 1) * size)
        for name, distribution in uncertain.items():
            drawn[name][part] = _legacy(distribution, rng, size)
    return drawn


def _legacy(distribution: Distribution, rng: np.random.RandomState, size: int) -> Floats:
    from scipy.special import ndtr  # only to draw: a preset is also only checked

    if distribution.shape is Shape.TRIANGULAR:
        drawn = rng.triangular(distribution.low, distribution.peak, distribution.high, size)
        return np.asarray(drawn + distribution.shift)
    if distribution.shape is Shape.BETA:
        return np.asarray(rng.beta(distribution.alpha, distribution.beta, size))
    if distribution.shape in (Shape.NORMAL, Shape.LOG_NORMAL, Shape.LOGIT_NORMAL):
        return distribution.quantile(np.asarray(ndtr(rng.standard_normal(size))))
    return distribution.quantile(np.clip(rng.random_sample(size), 1e-15, 1.0 - 1e-15))


def _correlated(points: Floats, names: list[str], correlations: tuple[Correlation, ...]) -> Floats:
    from scipy.special import ndtr, ndtri  # only to draw: a preset is also only checked

    if not correlations:
        return points
    matrix = np.eye(len(names))
    for pair in correlations:
        row, column = map(names.index, pair.between)
        # A rank correlation r of normal variables is a plain correlation of 2 sin(pi r / 6).
        matrix[row, column] = matrix[column, row] = 2.0 * np.sin(np.pi * pair.rank / 6.0)
    try:
        root = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise CorrelationError("No inputs can have all of these correlations at once.") from None
    return np.asarray(ndtr(ndtri(points) @ root.T))


def _triangular(d: Distribution, p: Floats) -> Floats:
    width, left = d.high - d.low, d.peak - d.low
    rising = d.low + np.sqrt(p * width * left)
    falling = d.high - np.sqrt((1.0 - p) * width * (d.high - d.peak))
    return np.where(p * width < left, rising, falling)


def _normal_between(low: float, high: float, level: float, p: Floats) -> Floats:
    from scipy.special import ndtri  # only to draw: a preset is also only checked

    half = float(ndtri(0.5 + level / 2.0))
    return np.asarray((low + high) / 2.0 + (high - low) / (2.0 * half) * ndtri(p))


def _logit_normal(d: Distribution, p: Floats) -> Floats:
    low, high = np.log(d.low / (1.0 - d.low)), np.log(d.high / (1.0 - d.high))
    return np.asarray(1.0 / (1.0 + np.exp(-_normal_between(low, high, d.level, p))))


def _beta(d: Distribution, p: Floats) -> Floats:
    from scipy.stats import beta  # only to draw: it takes longer to import than all else

    return np.asarray(beta.ppf(p, d.alpha, d.beta))


def _choice(d: Distribution, p: Floats) -> Floats:
    weights = d.weights or (1.0 / len(d.values),) * len(d.values)
    index = np.searchsorted(np.cumsum(weights), p, side="right")
    return np.array(d.values)[np.minimum(index, len(d.values) - 1)]


_QUANTILES: dict[Shape, Callable[[Distribution, Floats], Floats]] = {
    Shape.FIXED: lambda d, p: np.full_like(p, d.value),
    Shape.UNIFORM: lambda d, p: d.low + p * (d.high - d.low),
    Shape.LOG_UNIFORM: lambda d, p: d.low * (d.high / d.low) ** p,
    Shape.TRIANGULAR: _triangular,
    Shape.NORMAL: lambda d, p: _normal_between(d.low, d.high, d.level, p),
    Shape.LOG_NORMAL: lambda d, p: np.exp(
        _normal_between(np.log(d.low), np.log(d.high), d.level, p)
    ),
    Shape.LOGIT_NORMAL: _logit_normal,
    Shape.BETA: _beta,
    Shape.CHOICE: _choice,
}
