"""Ranks that overlap, told as tiers: all who are not shown to come after the first of them."""

from __future__ import annotations

from collections.abc import Sequence

from graph.cycles.batch.columns import Array

#: From which probability one domain counts as shown to come before another; the map may say else.
DEFAULT_PROBABILITY = 0.9


def rank_tiers(
    expected_ranks: Sequence[float] | Array, wins: Array, probability: float = DEFAULT_PROBABILITY
) -> tuple[int, ...]:
    """Return the tier of each alternative, 1 the best.

    In order of expected rank, the first opens tier 1. Whoever the first of a tier comes before with
    at least the probability opens the next; all others are in the tier. So the first of a tier is
    shown to come before the first of the next, and two within a tier are not told apart from
    its first. The last of a tier and the first of the next may be close.

    Args:
        expected_ranks: the mean rank of each.
        wins: row i, column k: how often i comes before k, 0 to 1.
        probability: above 0.5 and at most 1.

    >>> import numpy as np
    >>> sure, close = np.array([[0.5, 0.95], [0.05, 0.5]]), np.array([[0.5, 0.6], [0.4, 0.5]])
    >>> rank_tiers([1.0, 2.0], sure), rank_tiers([1.0, 2.0], close)
    ((1, 2), (1, 1))
    """
    order = sorted(range(len(expected_ranks)), key=lambda one: (float(expected_ranks[one]), one))
    tiers = [0] * len(order)
    first, tier = -1, 0
    for one in order:
        if first < 0 or wins[first, one] >= probability:
            first, tier = one, tier + 1
        tiers[one] = tier
    return tuple(tiers)
