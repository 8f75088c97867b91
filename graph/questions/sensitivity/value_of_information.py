"""What it would be worth to know a number before deciding what to speed up next."""

from __future__ import annotations

import math

import numpy as np

from graph.loop.days import sampled_days
from graph.loop.sample import Array
from graph.loop.sampled import LoopDraws, ratio
from graph.records import record
from graph.statistics.sobol_index import hermite
from graph.statistics.tiled_matrices import product

#: Parts of the draws; each is decided by what the others show.
_PARTS = 4

#: Degree up to which the value of an option may depend on the number that is measured.
_DEGREE = 3


@record(slots=False)
class Decision:
    """Options with what each is worth, draw by draw.

    Attributes:
        options: ids.
        values: one row per option, one column per draw.
    """

    options: tuple[str, ...]
    values: Array

    @property
    def best(self) -> int:
        """The option that is best on average: what one would do knowing nothing more."""
        return int(self.values.mean(axis=1).argmax())

    @property
    def probability_best(self) -> Array:
        """Share of the draws in which each option is the best; equals share alike."""
        top = self.values == self.values.max(axis=0)
        shares: Array = (top / top.sum(axis=0)).mean(axis=1)
        return shares

    @property
    def perfect_information(self) -> float:
        """What it would be worth to know everything: E[max] - max E."""
        return float((self.values.max(axis=0) - self.values[self.best]).mean())


@record
class InformationValue:
    """What it would be worth to know one number.

    Attributes:
        value: gain of the better decision, in the unit of the options' values, 0 or more.
        standard_error: of it.
        changes_decision: probability that knowing the number leads to another option.
    """

    value: float
    standard_error: float
    changes_decision: float


def doubling_decision(drawn: LoopDraws) -> Decision:
    """Return the decision which component to make twice as fast: its value is the pace then.

    ``d_v -> max(u_v, d_v / 2)`` for one component at a time, solved anew in every draw. Components
    that can change nothing in any draw are no options.
    """
    uncertain = drawn.uncertain
    saved = uncertain.days - sampled_days(uncertain.days, uncertain.floor_days, 2)
    asked = drawn.now.may_matter & (saved > 0)
    nodes = np.flatnonzero(asked.any(axis=1))
    periods = drawn.times(uncertain.days).periods_with_less(saved, asked)
    values = np.array([ratio(drawn.baseline_period_days, periods[node]) for node in nodes])
    options = tuple(drawn.loop.nodes[node] for node in nodes)
    return Decision(options, values.reshape(len(nodes), uncertain.count))


def information_value(decision: Decision, score: Array) -> InformationValue:
    """Return the expected value of knowing one number before deciding (EVPPI).

    ``E[max_a E[value_a | number]] - max_a E[value_a]``. The conditional means are polynomials of
    the number's score, fitted on some draws; the decision they lead to is valued on the others,
    so that no gain comes from fitting noise.

    Args:
        decision: the options, one or more.
        score: of the number, standard normal, one value per draw.

    Returns:
        A value of 0 where the decision that knowing leads to is no better.
    """
    count = score.size
    terms = np.vstack([np.ones(count), hermite(score, _DEGREE)])
    parts = np.array_split(np.arange(count), _PARTS)
    squares = [product(terms[:, part], terms[:, part].T) for part in parts]
    products = [product(terms[:, part], decision.values[:, part].T) for part in parts]
    whole_square, whole_product = sum(squares), sum(products)
    chosen = np.empty(count, dtype=np.intp)
    for part, square, with_values in zip(parts, squares, products, strict=True):
        # What the other parts show is what all show, less this one.
        fitted = product(_turned(whole_square - square), whole_product - with_values)
        chosen[part] = product(fitted.T, terms[:, part]).argmax(axis=0)
    gains = decision.values[chosen, np.arange(count)] - decision.values[decision.best]
    error = float(gains.std(ddof=1)) / math.sqrt(count) if count > 1 else 0.0
    changed = float((chosen != decision.best).mean())
    return InformationValue(max(0.0, float(gains.mean())), error, changed)


def _turned(square: Array) -> Array:
    """Return the inverse of a small matrix, or what is nearest to one."""
    found: Array = np.linalg.pinv(square).astype(np.float64, copy=False)
    return found
