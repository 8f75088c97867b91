"""How much less work on a critical cycle leaves it critical, for many draws at once.

The same as ``steady_cycle``, in floats and side by side: every node has a best way from the
cycle, every arc loses something against that, and only arcs that lose little can take over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.cycles.batch.bellman_ford import SweepGraph
from graph.cycles.batch.columns import Array, Truth, Whole

#: Rounds over all arcs before a best way is given up.
_SWEEPS = 60
#: What a bound must keep beyond rounding.
_CAUTION = 1 - 1e-6
#: What rounding alone may add to a best way, as a part of the largest gain.
_ROUNDING = 1e-11


@dataclass(frozen=True)
class DrawnCycle:
    """Draws with the same critical cycle, a column each, and what is asked of them.

    Attributes:
        rows: the arcs of the cycle, in order.
        weights: of all arcs, and then of cycles that are single arcs by themselves.
        lags: likewise.
        ratios: days per round of the cycle.
        wanted: the most by which a weight is to fall in each draw.
    """

    rows: tuple[int, ...]
    weights: Array
    lags: Array
    ratios: Array
    wanted: Array


@dataclass(frozen=True)
class SteadyNodes:
    """Nodes of a critical cycle.

    Attributes:
        nodes: which.
        most: days that each alone may take less, a row per node and a column per draw.
        lags: of the cycle, per draw.
    """

    nodes: Whole
    most: Array
    lags: Array


def most_less(graph: SweepGraph, drawn: DrawnCycle) -> Array:
    """Return by how much each arc of the cycle alone may weigh less and leave it critical.

    Args:
        graph: the graph of the arcs.
        drawn: the cycle, with the numbers of each draw.

    Returns:
        A row per arc of the cycle and a column per draw. It is cautious: 0 where nothing can be
        told, and less than the truth where other arcs get lighter besides. Beyond ``wanted`` it
        does not matter and may be too great.
    """
    count = drawn.ratios.size
    if max(drawn.rows) >= len(graph.tails):
        return np.zeros((len(drawn.rows), count))
    lag = drawn.lags[list(drawn.rows)].sum(axis=0)
    gains = drawn.weights - drawn.ratios * drawn.lags
    arcs = slice(len(graph.tails))
    ways = _Ways(graph, drawn.rows, gains[arcs], drawn.lags[arcs])
    bounds = ways.bounds(lag, drawn.wanted)
    # A cycle of a single arc takes over where the period falls to its own ratio.
    own = -(gains[len(graph.tails) :] / drawn.lags[len(graph.tails) :]).max(axis=0, initial=-np.inf)
    found: Array = np.maximum(np.minimum(bounds, own * lag), 0.0) * _CAUTION
    found[:, ~ways.told] = 0.0
    return found


class _Ways:
    """The best way to every node from the first of the cycle, in every draw.

    Attributes:
        told: the draws in which there is one to every node.
    """

    def __init__(self, graph: SweepGraph, rows: Sequence[int], gains: Array, lags: Array) -> None:
        self._graph, self._gains, self._lags = graph, gains, lags
        self._rows = list(rows)
        self._cycle = graph.tails[self._rows]
        self._potentials, settled = self._longest()
        self._last = self._policy()
        self._passed, self._rounds = self._followed()
        lost = np.isinf(self._potentials).any(axis=0) | (self._passed < 0).any(axis=0)
        self.told: Truth = settled & ~np.asarray(lost)

    def _longest(self) -> tuple[Array, Truth]:
        graph, gains = self._graph, self._gains
        potentials = np.full((graph.node_count, gains.shape[1]), -np.inf)
        potentials[self._cycle[0]] = 0.0
        allowed = _ROUNDING * np.abs(gains).max(axis=0)
        settled = np.zeros(gains.shape[1], dtype=bool)
        for _ in range(_SWEEPS):
            before = potentials.copy()
            graph.raise_once(gains, potentials)
            settled = (potentials <= before + allowed).all(axis=0)
            if settled.all():
                break
        return potentials, settled

    def _policy(self) -> Whole:
        """Return the last arc of the best way to every node; on the cycle that of the cycle."""
        policy = self._graph.policy(self._gains, self._potentials)
        policy[self._cycle] = np.roll(self._rows, 1)[:, np.newaxis]
        return policy

    def _followed(self) -> tuple[Whole, Array]:
        """Return how many arcs of the cycle each way takes, -1 if it has none, and its lag."""
        graph, cycle = self._graph, self._cycle
        ahead = graph.tails[self._last]
        rounds = np.take_along_axis(self._lags, self._last, axis=0)
        # Walking back ends where the cycle is reached.
        ahead[cycle] = cycle[:, np.newaxis]
        rounds[cycle] = 0.0
        for _ in range(graph.node_count.bit_length()):
            rounds += np.take_along_axis(rounds, ahead, axis=0)
            ahead = np.take_along_axis(ahead, ahead, axis=0)
        place = np.full(graph.node_count, -1, dtype=np.intp)
        place[cycle] = np.arange(len(cycle))
        passed: Whole = place[ahead]
        steps = self._lags[self._rows]
        before = np.cumsum(steps, axis=0) - steps
        return passed, rounds + np.take_along_axis(before, np.maximum(passed, 0), axis=0)

    def bounds(self, lag: Array, wanted: Array) -> Array:
        """Return the most that each arc of the cycle may lose; infinite if nothing takes over."""
        graph = self._graph
        tails, heads = graph.tails, graph.heads
        with np.errstate(invalid="ignore"):
            losses = self._potentials[heads] - self._potentials[tails] - self._gains
        losses = np.maximum(losses, 0.0)
        detours = (self._rounds[heads] - self._rounds[tails] - self._lags) / lag
        # What lies on the best ways keeps up with them.
        losses[self._rows] = np.inf
        np.put_along_axis(losses, self._last, np.inf, axis=0)
        anywhere = _least(losses, -detours).min(axis=0)
        bounds = np.repeat(anywhere[np.newaxis], len(self._rows), axis=0)
        # An arc that leads past a part of the cycle takes over sooner where that part falls.
        past = self._passed[heads] > self._passed[tails]
        within = _least(losses, 1.0 - detours)
        near = past & (within < np.minimum(anywhere, wanted))
        for arc, column in np.argwhere(near).tolist():
            part = slice(self._passed[tails[arc], column], self._passed[heads[arc], column])
            bounds[part, column] = np.minimum(bounds[part, column], within[arc, column])
        return bounds


def _least(losses: Array, rates: Array) -> Array:
    """Return the change that uses up a loss at a rate; infinite where the rate is not above 0."""
    with np.errstate(invalid="ignore"):
        found: Array = np.divide(losses, rates, out=np.full(losses.shape, np.inf), where=rates > 0)
    return found
