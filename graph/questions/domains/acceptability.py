"""How often each alternative takes each rank, over weights and over the noise of the scores.

Stochastic multicriteria acceptability analysis (SMAA-2; R. Lahdelma and P. Salminen, 2001): the
weights are drawn evenly from all that are possible, the scores from their spread, and the ranks
are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import Array
from graph.estimates import Estimate, Interval
from graph.model import Metric
from graph.questions.domains.answer import Lift
from graph.questions.domains.feedback_quality import feedback_quality, power_means
from graph.questions.domains.scores import ScoreTable
from graph.records import record
from graph.statistics.percentile_noise import percentile_errors

#: Draws handled at a time, so that memory does not grow with their number.
_BLOCK = 2048
#: Names of the streams of random numbers.
_WEIGHTS, _SHARED, _APART = 0, 1, 2


@record(slots=False)
class Noise:
    """Where in its law each number is drawn: a normal score, and a share for missing scores."""

    normal: Array
    even: Array


@record(slots=False)
class Acceptability:
    """Ranks over the draws.

    Attributes:
        feedback_quality: of each alternative in each draw, one row an alternative.
        shares: row i, column k: how often alternative i takes rank k + 1; rows sum to 1, and
            columns too, as those who tie share the ranks between them.
        expected_ranks: mean rank of each alternative, 1 the best.
        wins: row i, column k: how often alternative i comes before k, ties counting half.
        weights: one row a draw, which all alternatives share.
        noises: two streams of noise that they share.
        values: what the alternatives are worth under each; the last two of the above rest on it.
    """

    feedback_quality: Array
    shares: Array
    expected_ranks: Array
    wins: Array
    weights: Array
    noises: tuple[Noise, Noise]
    values: tuple[Array, Array]


@record(slots=False)
class DrawPlan:
    """How to draw.

    Attributes:
        exponent: of the power mean.
        weights: fixed weights; ``None`` draws them evenly from the simplex.
        draws: how many, 1 or more.
        seed: the same seed gives the same numbers.
    """

    exponent: float
    weights: tuple[float, ...] | None
    draws: int
    seed: int


def acceptability(table: ScoreTable, plan: DrawPlan) -> Acceptability:
    """Return the ranks of the domains over weights and the noise of their scores.

    A score is drawn from a normal law with its own deviation and kept within its scale; a missing
    one is drawn evenly from the whole scale. The ranks counted take the noise of the scores as
    independent. The expected rank is ``1 + sum over others of P(other comes before)``, each such
    probability from two streams of noise that all domains share, so that domains with equal
    scores get exactly equal expected ranks and a higher score never makes one worse.
    """
    shape = (plan.draws, len(table.properties))
    weights = _weights(plan, len(table.properties))
    noises = (_noise(plan.seed, (_SHARED, 0), shape), _noise(plan.seed, (_SHARED, 1), shape))
    size = len(table.domains)
    values = (
        _drawn(table, weights, plan, [noises[0]] * size),
        _drawn(table, weights, plan, [noises[1]] * size),
    )
    apart = (_noise(plan.seed, (_APART, index), shape) for index in range(size))
    own = _drawn(table, weights, plan, apart)
    # Row i, column k: P(i before k), where the two do not share noise.
    wins = (_before(values[0], values[1]) + _before(values[1], values[0])) / 2
    expected = 1 + (wins.sum(axis=0) - np.diag(wins))
    return Acceptability(own, rank_shares(own), expected, wins, weights, noises, values)


def expected_ranks_with(
    found: Acceptability, table: ScoreTable, domain: str, plan: DrawPlan
) -> Array:
    """Return the expected ranks of all if one domain had other scores, from the same draws.

    Args:
        found: the ranks as they are.
        table: the scores, with those of the domain changed.
        domain: whose scores changed.
        plan: as for the ranks found.
    """
    index = table.domains.index(domain)
    alone = replace(table, domains=(domain,), cells=(table.cells[index],))
    rows = [_drawn(alone, found.weights, plan, [noise]) for noise in found.noises]
    wins = (_before(rows[0], found.values[1]) + _before(rows[1], found.values[0]))[0] / 2
    gained: Array = wins - found.wins[index]
    gained[index] = 0.0
    expected: Array = found.expected_ranks + gained
    expected[index] -= gained.sum()
    return expected


def _noise(seed: int, key: tuple[int, int], shape: tuple[int, int]) -> Noise:
    random = np.random.default_rng((seed, *key))
    return Noise(random.standard_normal(shape), random.random(shape))


def _weights(plan: DrawPlan, size: int) -> Array:
    """Return one row of weights a draw; exponential gaps are even on the simplex."""
    if plan.weights is None:
        random = np.random.default_rng((plan.seed, _WEIGHTS))
        gaps = random.standard_exponential((plan.draws, size))
    else:
        gaps = np.broadcast_to(np.array(plan.weights, dtype=float), (plan.draws, size))
    shares: Array = gaps / gaps.sum(axis=1, keepdims=True)
    return shares


def _drawn(table: ScoreTable, weights: Array, plan: DrawPlan, noises: Iterable[Noise]) -> Array:
    values = np.empty((len(table.domains), plan.draws))
    for row, (cells, noise) in enumerate(zip(table.cells, noises, strict=True)):
        units = np.empty(weights.shape)
        for column, (cell, top) in enumerate(zip(cells, table.tops, strict=True)):
            if cell is None:
                scores = top * noise.even[:, column]
            else:
                scores = cell.median + cell.deviation * noise.normal[:, column]
            units[:, column] = (scores.clip(0, top) + 0.5) / (top + 0.5)
        values[row] = power_means(units, weights, plan.exponent)
    return values


def rank_shares(values: Array) -> Array:
    """Return how often each row takes each rank, the greatest value of a column being first.

    Args:
        values: one row an alternative, one column a draw.

    Returns:
        A square array; alternatives that tie share the ranks they hold together.

    >>> rank_shares(np.array([[3.0, 1.0], [2.0, 2.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    size, draws = values.shape
    shares = np.zeros((size, size))
    for start in range(0, draws, _BLOCK):
        block = values[:, start : start + _BLOCK]
        for row in range(size):
            ahead = (block > block[row]).sum(axis=0)
            level = (block == block[row]).sum(axis=0)
            for offset in range(int(level.max())):
                tied = level > offset
                taken = ahead[tied] + offset
                shares[row] += np.bincount(taken, weights=1 / level[tied], minlength=size)
    shares /= draws
    return shares


def _before(one: Array, other: Array) -> Array:
    """Return how often each row of one lies above each row of the other, ties counting half."""
    shares = np.empty((len(one), len(other)))
    for index, row in enumerate(one):
        shares[index] = (row > other).mean(axis=1) + (row == other).mean(axis=1) / 2
    return shares


def positions(expected_ranks: Sequence[float] | Array) -> tuple[int, ...]:
    """Return the place of each in order of expected rank; equals share the better place.

    >>> positions([1.5, 3.0, 1.5])
    (1, 3, 1)
    """
    rounded = [round(float(value), 9) for value in expected_ranks]
    return tuple(1 + sum(other < value for other in rounded) for value in rounded)


#: Feedback quality that differs by less is the same.
_SAME = 1e-12


@record(slots=False)
class Ranking:
    """The domains in order.

    Attributes:
        table: the scores.
        plan: how ranks are counted; with 0 draws only the central scores speak.
    """

    table: ScoreTable
    plan: DrawPlan

    @cached_property
    def drawn(self) -> Acceptability | None:
        """The ranks over the draws; ``None`` without draws."""
        return acceptability(self.table, self.plan) if self.plan.draws else None

    @property
    def weights(self) -> tuple[float, ...]:
        """The fixed weights, else equal ones: the middle of all that are possible."""
        return self.plan.weights or (1.0,) * len(self.table.properties)

    def central(self, domain: str, missing: float | None = None) -> float | None:
        """Return the feedback quality at the central scores.

        Args:
            domain: its id.
            missing: what to take for a missing score, as a share of its scale; without it a
                domain with missing scores has no central feedback quality.
        """
        cells = self.table.central(domain)
        if missing is None and None in cells:
            return None
        filled = [
            top * (missing or 0.0) if score is None else score
            for score, top in zip(cells, self.table.tops, strict=True)
        ]
        return feedback_quality(filled, self.table.tops, self.weights, self.plan.exponent)

    @cached_property
    def places(self) -> dict[str, int | None]:
        """The place of each by expected rank, else by central value; ``None`` if open."""
        if self.drawn is not None:
            order = zip(self.table.domains, positions(self.drawn.expected_ranks), strict=True)
            return {name: place if any(self.table.row(name)) else None for name, place in order}
        return {name: self._sure_place(name) for name in self.table.domains}

    def _sure_place(self, domain: str) -> int | None:
        """Return the place among the domains that have all their scores; ``None`` without them."""
        own = self.central(domain)
        if own is None:
            return None
        others = (self.central(name) for name in self.table.domains)
        return 1 + sum(other > own + _SAME for other in others if other is not None)

    def central_place(self, domain: str, missing: float) -> int:
        """Return the place at the central scores, missing ones taken as a share of their scale.

        Those of the others are taken from the other end: 1 gives the best place there can be,
        0 the worst.
        """
        own = self.central(domain, missing) or 0.0
        names = (name for name in self.table.domains if name != domain)
        others = (self.central(name, 1 - missing) or 0.0 for name in names)
        return 1 + sum(other > own + _SAME for other in others)

    def rank_range(self, domain: str) -> Interval | None:
        """Return the ranks it takes: percentiles of the draws, else the best and worst possible."""
        if self.drawn is None:
            best, worst = self.central_place(domain, 1.0), self.central_place(domain, 0.0)
            return Interval((best + worst) / 2, best, worst)
        shares = self.drawn.shares[self.table.domains.index(domain)]
        total = np.cumsum(shares)
        low, middle, high = (
            1.0 + int(np.searchsorted(total, q - 1e-12)) for q in (0.05, 0.5, 0.95)
        )
        return Interval(middle, low, high)

    def feedback_quality_range(self, domain: str) -> Interval | None:
        """Return the feedback quality: central, else the draws' median, with percentiles."""
        central = self.central(domain)
        if self.drawn is None:
            return None if central is None else Interval(central)
        values = self.drawn.feedback_quality[self.table.domains.index(domain)]
        low, middle, high = (float(value) for value in np.quantile(values, [0.05, 0.5, 0.95]))
        # Noise stops at the ends of the scale, so a central value there is an end of the draws.
        middle = middle if central is None else central
        (noise,) = percentile_errors(values[None, :], np.array([[low, middle, high]])).tolist()
        # The scores at their centres are worked out; only the ends are counted.
        ends = noise[0], noise[1] if central is None else 0.0, noise[2]
        return Interval(middle, min(low, middle), max(high, middle), noise=ends)

    def at_least(self, domain: str, reference: str) -> float | None:
        """Return how often the feedback quality is at least that of the reference."""
        if self.drawn is None:
            return None
        rows = [self.table.domains.index(name) for name in (domain, reference)]
        own, yardstick = self.drawn.feedback_quality[rows]
        return 1.0 if domain == reference else float((own >= yardstick).mean())

    def lift(self, domain: str, columns: Sequence[int]) -> Lift:
        """Return what it does to raise some scores by one step; no score is raised above its top.

        Args:
            domain: one with all its scores.
            columns: which properties.
        """
        index, tops = self.table.domains.index(domain), self.table.tops
        row = tuple(
            _one_more(cell, tops[column]) if column in columns else cell
            for column, cell in enumerate(self.table.cells[index])
        )
        cells = (*self.table.cells[:index], row, *self.table.cells[index + 1 :])
        richer = replace(self, table=replace(self.table, cells=cells))
        names = [self.table.properties[column] for column in columns]
        place, expected = self._place_in(richer, domain)
        return Lift(
            tuple(item.id for item in names),
            tuple(
                anchor_at(item, cell.median if (cell := row[column]) else None) or ""
                for item, column in zip(names, columns, strict=True)
            ),
            richer.central(domain) or 0.0,
            expected,
            place,
        )

    def _place_in(self, richer: Ranking, domain: str) -> tuple[int, float | None]:
        if self.drawn is None:
            return richer.central_place(domain, 0.0), None
        order = expected_ranks_with(self.drawn, richer.table, domain, self.plan)
        index = self.table.domains.index(domain)
        return positions(order)[index], float(order[index])


def anchor_at(metric: Metric, score: float | None) -> str | None:
    """Return what the nearest step of a scale means; ``None`` without a score."""
    if score is None:
        return None
    return metric.anchors[max(0, min(len(metric.anchors) - 1, round(score)))]


def _one_more(cell: Estimate | None, top: int) -> Estimate | None:
    return replace(cell, median=min(float(top), cell.median + 1)) if cell else None
