"""A first policy for the exact search: compiled floats propose, whole numbers confirm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.cycles.fast.howard_kernel import proposed_policy


def propose(
    works: Sequence[float],
    lags: Sequence[float],
    leaving: Sequence[Sequence[tuple[int, int]]],
    policy: Sequence[int],
    rounds: int,
    tolerance: float,
) -> list[int]:
    """Return the policy from which the exact search starts; it needs numba.

    Args:
        works: weight of each arc, divided by the largest.
        lags: lag of each arc, divided by the largest.
        leaving: for each node its arcs with their heads; arcs are numbered node by node.
        policy: the arc chosen at each node to begin with.
        rounds: the most rounds.
        tolerance: what a better arc has to gain.

    Returns:
        The arc chosen at each node. It proves nothing: whole numbers do.
    """
    tails = np.repeat(np.arange(len(leaving)), [len(out) for out in leaving])
    heads = np.array([head for out in leaving for _, head in out], dtype=np.intp)
    found = proposed_policy(
        np.array(works), np.array(lags), tails, heads, np.array(policy), rounds, tolerance
    )
    return [int(arc) for arc in found.tolist()]
