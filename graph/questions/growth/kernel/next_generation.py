"""Does the loop feed itself? The next-generation matrix, its spectral radius and who carries it."""

from __future__ import annotations

import numpy as np

from graph.questions.growth.kernel.equations import Gains, loop_of
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record


@record(slots=False)
class NextGeneration:
    """How far one per cent more of each stock comes back as growth of each stock.

    Attributes:
        matrix: K, shape (..., stocks, stocks); entry (m, n) says what stock n does for stock m.
        loop_ratio: R_loop, the spectral radius of K, shape (...); above 1 growth feeds itself.
        left: left Perron vector, shape (..., stocks), summing to 1: where improvement counts.
        right: right Perron vector, likewise: in which proportion the stocks grow.
    """

    matrix: Floats
    loop_ratio: Floats
    left: Floats
    right: Floats

    def edge_sensitivities(self) -> Floats:
        """Return dR/dK, shape (..., stocks, stocks): u_m v_n / (u . v)."""
        product = self.left[..., :, None] * self.right[..., None, :]
        scale = (self.left * self.right).sum(axis=-1)[..., None, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(scale > 0.0, product / scale, np.nan))


def next_generation(matrix: Floats) -> NextGeneration:
    """Return the spectral radius and the Perron vectors of a next-generation matrix.

    The matrix has the shape (..., stocks, stocks), entries 0 or more; without a cycle R_loop is 0.
    Where no eigenvector is positive in both senses (a loop that is not connected) the sensitivities
    may be ``nan``.

    Raises:
        ValueError: the last two axes differ, or an entry is negative or not finite.

    >>> float(next_generation(np.array([[0.0, 4.0], [1.0, 0.0]])).loop_ratio).__round__(9)
    2.0
    """
    values = np.asarray(matrix, float)
    if values.ndim < 2 or values.shape[-1] != values.shape[-2]:
        raise ValueError("A next-generation matrix has as many rows as columns.")
    if not np.all(np.isfinite(values)) or np.any(values < 0.0):
        raise ValueError("The entries of a next-generation matrix are finite and 0 or more.")
    ratio, right = _perron(values)
    _, left = _perron(np.swapaxes(values, -1, -2))
    return NextGeneration(values, ratio, left, right)


def loop_ratio(gains: Floats, difficulty: Floats) -> Floats:
    """Return R_loop = spectral radius of K, K_mn = L_mn / beta_m.

    Args:
        gains: L, shape (..., stocks, stocks): d ln(growth of m) / d ln(stock n), feedback alone.
        difficulty: beta, shape (..., stocks), 0 or more.

    Returns:
        Shape (...). ``inf`` where a stock without any difficulty (beta 0) feeds on a cycle it is
        part of; a stock that nothing feeds adds 0.

    >>> float(loop_ratio(np.array([[1.2]]), np.array([1.0])))
    1.2
    """
    feeds = np.broadcast_to(gains, np.broadcast_shapes(gains.shape, (*difficulty.shape, 1)))
    beta = np.broadcast_to(difficulty, feeds.shape[:-1])
    if feeds.shape[-1] == 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = feeds[..., 0, 0] / beta[..., 0]
        return np.where(feeds[..., 0, 0] == 0.0, 0.0, ratio)
    tiny = 1e-100
    radius = np.abs(np.linalg.eigvals(feeds / np.maximum(beta, tiny)[..., None])).max(axis=-1)
    return np.where(radius > 1e40, np.inf, radius)


def loop_gain(gains: Floats, difficulty: Floats) -> Floats:
    """Return gamma, the largest growth exponent: the greatest eigenvalue of L - diag(beta).

    Along the direction that it belongs to the growth rate changes as S^gamma. Its sign is that of
    R_loop - 1; unlike R_loop it stays finite when beta is 0. For one stock gamma = beta (R - 1).

    >>> round(float(loop_gain(np.array([[1.40]]), np.array([1.01]))), 9)
    0.39
    """
    size = gains.shape[-1]
    if size == 1:
        return np.asarray(gains[..., 0, 0] - difficulty[..., 0])
    net = gains - difficulty[..., None] * np.eye(size)
    return np.asarray(np.linalg.eigvals(net).real.max(axis=-1))


def _perron(values: Floats) -> tuple[Floats, Floats]:
    roots, vectors = np.linalg.eig(values)
    best = np.argmax(roots.real, axis=-1)
    ratio = np.take_along_axis(roots.real, best[..., None], axis=-1)[..., 0]
    chosen = np.take_along_axis(vectors, best[..., None, None], axis=-1)[..., 0].real
    total = chosen.sum(axis=-1, keepdims=True)
    return np.maximum(ratio, 0.0), np.abs(chosen / np.where(total == 0.0, 1.0, total))


@record(slots=False)
class Feedback:
    """The feedback of every draw at the start.

    Attributes:
        gains: its elasticities.
        generation: K with its Perron vectors; a stock without difficulty counts as one with
            very little.
        free_ratio: R_loop if no input were scarce, shape (draws,).
        carried: part of R_loop by component and stock that acts on it, (draws, components, stocks).
    """

    gains: Gains
    generation: NextGeneration
    free_ratio: Floats
    carried: Floats

    @property
    def part_shares(self) -> Floats:
        """Share of all feedback by component and stock, shape (components, stocks)."""
        total = self.carried.sum()
        whole = self.carried.sum(axis=0)
        return np.asarray(whole / total if total > 0.0 else whole * 0.0)


#: A difficulty below this is taken as this, so that K has an entry.
_LEAST_DIFFICULTY = 1e-9


def feedback_at_start(growth: GrowthInput) -> Feedback:
    """Return who carries the feedback at the start, for every draw.

    ``R = sum over m, n of (dR/dK_mn) K_mn``, and each K_mn is a sum over components, so the parts
    sum to R_loop.
    """
    loop = loop_of(growth)
    nothing, now = np.zeros((growth.draws, len(growth.stocks.names))), np.zeros(growth.draws)
    gains = loop.gains(nothing, now)
    beta = np.maximum(gains.difficulty, _LEAST_DIFFICULTY)
    generation = next_generation(gains.feedback / beta[..., None])
    with np.errstate(invalid="ignore", divide="ignore"):
        held = np.where(gains.free_feedback > 0.0, gains.feedback / gains.free_feedback, 0.0)
    scale = held * (np.broadcast_to(loop.parallel, beta.shape) / beta)[..., None]
    weight = np.nan_to_num(generation.edge_sensitivities()) * scale
    carried = np.einsum("dmn,dmi,din->din", weight, gains.component_shares, gains.elasticities)
    free = loop_ratio(gains.free_feedback, gains.free_difficulty)
    return Feedback(gains, generation, np.asarray(free), np.asarray(carried))
