"""The greatest cycle ratio of many graphs at once that differ only in their numbers.

All draws share one graph. For each draw a lower bound comes from the cycles known so far; a
sweep over the arcs, all draws side by side, then either proves that no cycle is slower or shows a
slower one, which joins the pool. Few cycles are ever critical, so this ends soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.analysis.cycle_ratio import maximum_cycle_ratio
from graph.analysis.ordering import topological_order
from graph.analysis.series_reduction import reduce_series
from graph.analysis.timed_graph import Arc, TimedGraph
from graph.errors import LoopmapError

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

#: Draws worked on side by side; so many rows of numbers still fit into the processor's cache.
CHUNK = 1024
#: Sweeps between two looks at whether all is proven.
SWEEPS = 2
#: Rounds of sweeping before the few draws left are solved one by one in whole numbers.
ROUNDS = 25
#: Cycles of the pool that give the first bound; more cost more than they save.
POOL_USED = 48
#: A cycle counts as slower only if it gains more than this part of the largest weight.
TOLERANCE = 1e-11


class LagFreeCycleError(LoopmapError):
    """A cycle of the graph has no lag at all, so that it can never start."""


@dataclass(frozen=True)
class BatchRatios:
    """The greatest cycle ratio of each draw.

    Attributes:
        ratios: days per round; 0 if the graph has no cycle.
        cycles: for each draw the number of a cycle in the pool that attains it; -1 if none.
    """

    ratios: Array
    cycles: Whole


@dataclass
class _Columns:
    """Draws in work: reduced weights and lags, the best ratio so far, and who gave it."""

    weights: Array
    lags: Array
    ratios: Array
    cycles: Whole
    potentials: Array = field(default_factory=lambda: np.zeros((0, 0)))

    def take(self, chosen: NDArray[np.bool_]) -> _Columns:
        return _Columns(
            np.compress(chosen, self.weights, axis=1),
            np.compress(chosen, self.lags, axis=1),
            self.ratios[chosen],
            self.cycles[chosen],
            np.compress(chosen, self.potentials, axis=1),
        )


class CyclePool:
    """Solves one graph for many sets of weights and lags, and remembers the critical cycles.

    Attributes:
        cycles: the cycles found so far, each as arc indices in order; the first arc has the
            smallest index of its cycle.
        wins: how often each was the critical one.
    """

    def __init__(
        self, node_count: int, links: Sequence[tuple[int, int]], has_lag: Sequence[bool]
    ) -> None:
        """Prepare the graph.

        Args:
            node_count: nodes are 0 to ``node_count - 1``.
            links: tail and head of each arc.
            has_lag: whether each arc may have a lag above 0.

        Raises:
            LagFreeCycleError: a cycle has no arc that may have a lag.
        """
        self._reduced = reduced = reduce_series(node_count, links)
        lagged = list(has_lag)
        for fold in reduced.folds:
            lagged.append(lagged[fold.first] or lagged[fold.second])
        order = self._order(lagged)
        self._place = {node: position for position, node in enumerate(order)}
        self._tails = np.array([self._place[node] for node in reduced.tails], dtype=np.intp)
        self._heads = np.array([self._place[node] for node in reduced.heads], dtype=np.intp)
        entering: list[list[tuple[int, int]]] = [[] for _ in order]
        for row, (tail, head) in enumerate(zip(self._tails, self._heads, strict=True)):
            entering[int(head)].append((row, int(tail)))
        self._entering = tuple(tuple(arcs) for arcs in entering)
        # Arcs that lead back in the order of the sweep: only they can still be violated after it.
        self._back = np.array(
            [
                row
                for row, (t, h) in enumerate(zip(self._tails, self._heads, strict=True))
                if t >= h
            ],
            dtype=np.intp,
        )
        self.cycles: list[tuple[int, ...]] = []
        self.wins: list[int] = []
        self._known: dict[tuple[int, ...], int] = {}
        self._own = [self._number(reduced.unfolded(arc)) for arc in reduced.self_arcs]

    def _order(self, lagged: Sequence[bool]) -> tuple[int, ...]:
        reduced = self._reduced
        if any(not lagged[arc] for arc in reduced.self_arcs):
            raise LagFreeCycleError("A cycle of dependencies has no lag, so it can never start.")
        nodes = sorted({*reduced.tails, *reduced.heads})
        place = {node: position for position, node in enumerate(nodes)}
        successors: list[list[int]] = [[] for _ in nodes]
        for arc, tail, head in zip(reduced.arcs, reduced.tails, reduced.heads, strict=True):
            if not lagged[arc]:
                successors[place[tail]].append(place[head])
        order = topological_order(successors)
        if order is None:
            raise LagFreeCycleError("A cycle of dependencies has no lag, so it can never start.")
        return tuple(nodes[position] for position in order)

    def _number(self, arcs: tuple[int, ...]) -> int:
        first = arcs.index(min(arcs))
        arcs = arcs[first:] + arcs[:first]
        if arcs not in self._known:
            self._known[arcs] = len(self.cycles)
            self.cycles.append(arcs)
            self.wins.append(0)
        return self._known[arcs]

    def solve(self, weights: Array, lags: Array) -> BatchRatios:
        """Return the greatest ratio of weight to lag over all cycles, for each draw.

        Args:
            weights: one row per arc, one column per draw; 0 or more.
            lags: likewise; above 0 on arcs that may have a lag, and 0 on the others.
        """
        count = weights.shape[1]
        ratios = np.zeros(count)
        cycles = np.full(count, -1, dtype=np.intp)
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            solved = self._solve_chunk(weights[:, part], lags[:, part])
            ratios[part], cycles[part] = solved.ratios, solved.cycles
            for number, wins in enumerate(np.bincount(solved.cycles + 1)[1:]):
                self.wins[number] += int(wins)
        return BatchRatios(ratios, cycles)

    def _solve_chunk(self, weights: Array, lags: Array) -> _Columns:
        columns = self._bounded(self._folded(weights), self._folded(lags))
        if not len(self._reduced.arcs):
            return columns
        arcs = list(self._reduced.arcs)
        columns.weights, columns.lags = columns.weights[arcs], columns.lags[arcs]
        columns.potentials = np.zeros((len(self._place), weights.shape[1]))
        whole, left = columns, np.arange(weights.shape[1])
        for _ in range(ROUNDS):
            proven = self._sweep(columns)
            whole.ratios[left], whole.cycles[left] = columns.ratios, columns.cycles
            if proven.all():
                return whole
            open_ = ~proven
            columns, left = columns.take(open_), left[open_]
            self._improve(columns)
        self._finish(columns)
        whole.ratios[left], whole.cycles[left] = columns.ratios, columns.cycles
        return whole

    def _folded(self, rows: Array) -> Array:
        """Return the rows of the arcs followed by those of the folds."""
        reduced = self._reduced
        table = np.empty((len(rows) + len(reduced.folds), rows.shape[1]))
        table[: len(rows)] = rows
        for row, fold in enumerate(reduced.folds, len(rows)):
            np.add(table[fold.first], table[fold.second], out=table[row])
        return table

    def _bounded(self, weights: Array, lags: Array) -> _Columns:
        """Return the best ratio among cycles known so far."""
        count = weights.shape[1]
        best = np.zeros(count)
        winner = np.full(count, -1, dtype=np.intp)
        for number, arc in zip(self._own, self._reduced.self_arcs, strict=True):
            _raise(best, winner, weights[arc] / lags[arc], number)
        for number in self._favourites():
            arcs = list(self.cycles[number])
            ratio = weights[arcs].sum(axis=0) / lags[arcs].sum(axis=0)
            _raise(best, winner, ratio, number)
        return _Columns(weights, lags, best, winner)

    def _favourites(self) -> list[int]:
        own = set(self._own)
        rest = [number for number in range(len(self.cycles)) if number not in own]
        rest.sort(key=lambda number: (-self.wins[number], number))
        return rest[:POOL_USED]

    def _sweep(self, columns: _Columns) -> NDArray[np.bool_]:
        """Raise the potentials along all arcs and return for which draws that ended."""
        gains = columns.weights - columns.ratios * columns.lags
        potentials = columns.potentials
        room = TOLERANCE * np.abs(gains).max(axis=0)
        value = np.empty(gains.shape[1])
        for _ in range(SWEEPS):
            for head, entering in enumerate(self._entering):
                for arc, tail in entering:
                    np.add(potentials[tail], gains[arc], out=value)
                    np.maximum(potentials[head], value, out=potentials[head])
        proven = np.ones(gains.shape[1], dtype=bool)
        for arc in self._back:
            np.add(potentials[self._tails[arc]], gains[arc], out=value)
            proven &= value <= potentials[self._heads[arc]] + room
        return proven

    def _finish(self, columns: _Columns) -> None:
        """Solve the draws one by one in whole numbers."""
        names = tuple(map(str, range(len(self._place))))
        for draw in range(columns.weights.shape[1]):
            arcs = tuple(
                Arc(int(tail), int(head), float(lag), float(weight))
                for tail, head, lag, weight in zip(
                    self._tails,
                    self._heads,
                    columns.lags[:, draw],
                    columns.weights[:, draw],
                    strict=True,
                )
            )
            exact = maximum_cycle_ratio(TimedGraph(names, (0,) * len(names), arcs))
            if exact is not None and float(exact.period) > columns.ratios[draw]:
                columns.ratios[draw] = float(exact.period)
                columns.cycles[draw] = self._number_of_rows(exact.cycle)

    def _improve(self, columns: _Columns) -> None:
        """Look for slower cycles along the arcs by which the potentials were last reached."""
        gains = columns.weights - columns.ratios * columns.lags
        policy = self._policy(gains, columns.potentials)
        start = self._landing(policy, self._most_violated(gains, columns.potentials))
        count = gains.shape[1]
        draws = np.arange(count)
        work, lag = np.zeros(count), np.zeros(count)
        node, walking = start.copy(), np.ones(count, dtype=bool)
        trail: list[Whole] = []
        while walking.any():
            arc = policy[node, draws]
            work += np.where(walking, columns.weights[arc, draws], 0.0)
            lag += np.where(walking, columns.lags[arc, draws], 0.0)
            trail.append(np.where(walking, arc, -1))
            node = self._tails[arc]
            walking &= node != start
        ratio = np.divide(work, lag, out=np.zeros(count), where=lag > 0)
        better = ratio > columns.ratios
        columns.ratios[better] = ratio[better]
        columns.cycles[better] = self._numbers(np.stack(trail)[:, better])

    def _policy(self, gains: Array, potentials: Array) -> Whole:
        """Return for each node and draw the arc by which it is reached latest."""
        policy = np.zeros(potentials.shape, dtype=np.intp)
        for head, entering in enumerate(self._entering):
            best = np.full(gains.shape[1], -np.inf)
            for arc, tail in entering:
                value = potentials[tail] + gains[arc]
                np.copyto(policy[head], arc, where=value > best)
                np.maximum(best, value, out=best)
        return policy

    def _most_violated(self, gains: Array, potentials: Array) -> Whole:
        """Return for each draw the node that is furthest below what an arc asks of it."""
        back = self._back
        excess = potentials[self._tails[back]] + gains[back] - potentials[self._heads[back]]
        return self._heads[back[excess.argmax(axis=0)]]

    def _landing(self, policy: Whole, start: Whole) -> Whole:
        """Return for each draw a node on the cycle of the policy that lies behind the start."""
        ahead = self._tails[policy]
        for _ in range(len(policy).bit_length()):
            ahead = np.take_along_axis(ahead, ahead, axis=0)
        return ahead[start, np.arange(len(start))]

    def _numbers(self, trails: Whole) -> Whole:
        """Return the numbers of the cycles walked, one column per draw, backwards, -1 at the end."""
        if not trails.size:
            return np.zeros(0, dtype=np.intp)
        kinds, which = np.unique(trails, axis=1, return_inverse=True)
        numbers = np.empty(kinds.shape[1], dtype=np.intp)
        for kind in range(kinds.shape[1]):
            numbers[kind] = self._number_of_rows(
                [int(row) for row in kinds[::-1, kind] if row >= 0]
            )
        return numbers[which.reshape(-1)]

    def _number_of_rows(self, rows: Sequence[int]) -> int:
        reduced = self._reduced
        return self._number(
            tuple(arc for row in rows for arc in reduced.unfolded(reduced.arcs[row]))
        )


def _raise(best: Array, winner: Whole, ratio: Array, number: int) -> None:
    better = ratio > best
    np.copyto(best, ratio, where=better)
    np.copyto(winner, number, where=better)
