"""Howard's policy iteration on one strongly connected part."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from graph.cycles.fast.switch import is_wanted
from graph.cycles.integer_graph import IntegerGraph, Links
from graph.cycles.ordering import topological_order
from graph.errors import LoopmapError
from graph.records import record

if TYPE_CHECKING:
    from graph.cycles.part_arrays import PartArrays, PartNumbers

#: Rounds of policy iteration before it is given up; a few dozen were the most ever seen.
ROUND_CAP = 10_000
#: Rounds in floats before whole numbers take over.
FLOAT_ROUND_CAP = 200
#: Arcs of a part from which arrays are quicker than Python's own lists.
ARRAYS_FROM = 500
#: Those from which it repays to load NumPy for them.
ARRAYS_LOAD_FROM = 20_000
#: Improvements smaller than this part of the largest weight are left to the exact rounds.
FLOAT_TOLERANCE = 1e-11


class NotConvergedError(LoopmapError):
    """The search for the critical cycle was cut off before it could prove its answer."""


@record
class Peak:
    """A cycle of greatest ratio within one strongly connected part.

    Attributes:
        work: the weights on the cycle, summed.
        lag: the lags on the cycle, summed; more than 0.
        arcs: its arcs, in order.
        part: which part of the solver it lies in.
        policy: the arc chosen at each node of the part, to start a similar search from.
        tight: the arcs of the part on which nothing is lost; all critical cycles lie on them.
    """

    work: int
    lag: int
    arcs: tuple[int, ...]
    part: int
    policy: tuple[int, ...]
    tight: tuple[int, ...]

    def exceeds(self, other: Peak) -> bool:
        """Whether its ratio is strictly greater.

        >>> Peak(3, 1, (), 0, (), ()).exceeds(Peak(5, 2, (), 0, (), ()))
        True
        """
        return self.work * other.lag > other.work * self.lag


@record
class SideArc:
    """An arc that lies on no best way.

    Attributes:
        tail: place of the node at its start.
        head: place of the node at its end.
        lag: its lag.
        loss: what a way by this arc falls short of the best one, in weight times the lag of the
            critical cycle; 0 or more.
    """

    tail: int
    head: int
    lag: int
    loss: int


@record
class Landscape:
    """The best way from every node of a strongly connected part to its critical cycle.

    Nodes are numbered by their places in ``nodes``; all numbers are whole.

    Attributes:
        work: the weights on the critical cycle, summed.
        lag: the lags on it, summed.
        cycle: its arcs in the graph, in order.
        nodes: the nodes of the part in the graph.
        root: a node of the cycle, at which all ways end.
        ahead: the node to which the best way leads from each node.
        lags: the lag on that step.
        side_arcs: all arcs but those.
    """

    work: int
    lag: int
    cycle: tuple[int, ...]
    nodes: tuple[int, ...]
    root: int
    ahead: tuple[int, ...]
    lags: tuple[int, ...]
    side_arcs: tuple[SideArc, ...]


@record(slots=False)
class Part:
    """One strongly connected part, its nodes renumbered in the order of its lag-0 arcs.

    Attributes:
        nodes: its nodes in the graph.
        arcs: its arcs in the graph, node by node.
        heads: of each arc, renumbered.
        lags: of each arc.
        counts: how many arcs leave each node.
    """

    nodes: Sequence[int]
    arcs: Sequence[int]
    heads: Sequence[int]
    lags: Sequence[int]
    counts: Sequence[int]

    @staticmethod
    def of(graph: IntegerGraph, members: tuple[int, ...]) -> Part | None:
        """Return the part of these members; ``None`` if it holds a cycle of lag 0."""
        inside = {node: position for position, node in enumerate(members)}
        without_lag = [
            [
                inside[head]
                for arc, head in graph.leaving[node]
                if not graph.lags[arc] and head in inside
            ]
            for node in members
        ]
        order = topological_order(without_lag)
        if order is None:
            return None
        nodes = tuple(members[position] for position in order)
        place = {node: rank for rank, node in enumerate(nodes)}
        own = [[link for link in graph.leaving[node] if link[1] in place] for node in nodes]
        arcs = tuple(arc for out in own for arc, _ in out)
        return Part(
            nodes=nodes,
            arcs=arcs,
            heads=tuple(place[head] for out in own for _, head in out),
            lags=tuple(graph.lags[arc] for arc in arcs),
            counts=tuple(map(len, own)),
        )

    @cached_property
    def leaving(self) -> Links:
        """For each node its arcs with their heads."""
        ends = itertools.accumulate(self.counts)
        return tuple(
            tuple(enumerate(self.heads[end - count : end], end - count))
            for end, count in zip(ends, self.counts, strict=True)
        )

    @cached_property
    def entering(self) -> Links:
        """For each node the arcs that lead to it with their tails."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.nodes]
        for node, out in enumerate(self.leaving):
            for arc, head in out:
                found[head].append((arc, node))
        return tuple(map(tuple, found))

    def solve(
        self, index: int, weights: Sequence[int], policy: Sequence[int] | None, cap: int
    ) -> Peak:
        """Return a cycle of greatest ratio.

        Args:
            index: the number of this part.
            weights: scaled weight of every arc of the graph.
            policy: where the search starts, if anywhere.
            cap: rounds of policy iteration allowed.

        Raises:
            NotConvergedError: the cap was reached.
        """
        chosen = None if policy is None else list(policy)
        if self._repays_arrays():
            found = self._solve_in_arrays(index, weights, policy)
            if isinstance(found, Peak):
                return found
            chosen = found
        local = list(map(weights.__getitem__, self.arcs))
        if chosen is None:
            chosen = self._heaviest(local)
        if policy is None:
            self._improve_in_floats(local, chosen)
        work, lag, cycle, values, gains = self._improve_exactly(local, chosen, cap)
        tight = tuple(
            self.arcs[arc]
            for node, out in enumerate(self.leaving)
            for arc, head in out
            if values[head] + gains[arc] == values[node]
        )
        arcs = tuple(self.arcs[arc] for arc in cycle)
        return Peak(work, lag, arcs, index, tuple(chosen), tight)

    def _solve_in_arrays(
        self, index: int, weights: Sequence[int], policy: Sequence[int] | None
    ) -> Peak | list[int]:
        """Return the peak that arrays prove, or the policy they came to if they cannot tell."""
        # It loads NumPy.
        from graph.cycles.part_arrays import whole_array

        local = self._numbers.of(weights)
        chosen = self._arrays.to_begin_with(local) if policy is None else whole_array(policy)
        proven = self._arrays.steepest(local, chosen, FLOAT_ROUND_CAP, FLOAT_TOLERANCE)
        known: list[int] = chosen.tolist()
        if proven is None:
            return known
        arcs, tight = (
            tuple(map(self.arcs.__getitem__, places.tolist()))
            for places in (proven.arcs, proven.tight)
        )
        return Peak(proven.work, proven.lag, arcs, index, tuple(known), tight)

    def values(self, weights: Sequence[int], policy: Sequence[int]) -> tuple[int, list[int]]:
        """Return the lag of a policy's steepest cycle, and what each node gains on its way there.

        Args:
            weights: of the arcs of the graph.
            policy: the arc chosen at each node.
        """
        chosen = list(policy)
        _, lag, _, values, _ = self._valued(list(map(weights.__getitem__, self.arcs)), chosen)
        return lag, list(map(int, values))

    def _valued(
        self, weights: list[int], policy: list[int]
    ) -> tuple[int, int, list[int], list[float], list[int]]:
        """Return work, lag and nodes of a policy's steepest cycle, all values, and all gains."""
        work, lag, cycle = self._best_cycle(weights, policy)
        gains = [
            weight * lag - work * arc_lag
            for weight, arc_lag in zip(weights, self.lags, strict=True)
        ]
        return work, lag, cycle, self._evaluate(policy, cycle[0], gains), gains

    def landscape(self, weights: Sequence[int], policy: Sequence[int]) -> Landscape:
        """Return the best ways by a policy that was found with these weights."""
        local, chosen = [weights[arc] for arc in self.arcs], list(policy)
        work, lag, cycle, values, gains = self._valued(local, chosen)
        return Landscape(
            work=work,
            lag=lag,
            cycle=tuple(self.arcs[chosen[node]] for node in cycle),
            nodes=tuple(self.nodes),
            root=cycle[0],
            ahead=tuple(self.heads[arc] for arc in chosen),
            lags=tuple(self.lags[arc] for arc in chosen),
            side_arcs=tuple(
                SideArc(node, head, self.lags[arc], int(values[node] - values[head] - gains[arc]))
                for node, out in enumerate(self.leaving)
                for arc, head in out
                if arc != chosen[node]
            ),
        )

    def _heaviest(self, weights: Sequence[int]) -> list[int]:
        """Return the heaviest arc of each node."""
        policy, end = [], 0
        for count in self.counts:
            first, end = end, end + count
            out = range(first, end)
            policy.append(first if count == 1 else max(out, key=weights.__getitem__))
        return policy

    def _repays_arrays(self) -> bool:
        """Return whether arrays are quicker, with what it takes to load NumPy or numba."""
        count = len(self.arcs)
        least = ARRAYS_FROM if "numpy" in sys.modules else ARRAYS_LOAD_FROM
        return count >= least or is_wanted(count)

    @cached_property
    def _arrays(self) -> PartArrays:
        from graph.cycles.part_arrays import PartArrays

        return PartArrays.of(self.heads, self.lags, self.counts)

    @cached_property
    def _numbers(self) -> PartNumbers:
        from graph.cycles.part_arrays import PartNumbers

        return PartNumbers(self.arcs)

    def _improve_in_floats(self, weights: list[int], policy: list[int]) -> None:
        # Whole numbers may be too large for a float; their quotients are not.
        largest_weight = max(map(abs, weights)) or 1
        largest_lag = max(self.lags)
        works = [weight / largest_weight for weight in weights]
        lags = [lag / largest_lag for lag in self.lags]
        best = float("-inf")
        for _ in range(FLOAT_ROUND_CAP):
            cycles = self._policy_cycles(policy)
            rates = [
                sum(works[policy[node]] for node in cycle)
                / (sum(lags[policy[node]] for node in cycle) or 1.0)
                for cycle in cycles
            ]
            rate = max(rates)
            # The same cycle added up from another of its nodes differs in the last digit.
            if rate < best - FLOAT_TOLERANCE:
                return
            best = max(best, rate)
            gains = [work - rate * lag for work, lag in zip(works, lags, strict=True)]
            values = self._evaluate(policy, cycles[rates.index(rate)][0], gains)
            if not self._sweep(values, gains, policy, FLOAT_TOLERANCE):
                return

    def _improve_exactly(
        self, weights: list[int], policy: list[int], cap: int
    ) -> tuple[int, int, list[int], list[float], list[int]]:
        for _ in range(cap):
            work, lag, cycle, values, gains = self._valued(weights, policy)
            if not self._sweep(values, gains, policy, 0):
                return work, lag, [policy[node] for node in cycle], values, gains
        raise NotConvergedError(
            f"The critical cycle was not proven within {cap} rounds of search. "
            "Please report the map that shows this."
        )

    def _policy_cycles(self, policy: list[int]) -> list[list[int]]:
        """Return the nodes of each cycle that the policy goes round."""
        seen = [-1] * len(policy)
        cycles = []
        for start in range(len(policy)):
            node = start
            while seen[node] < 0:
                seen[node] = start
                node = self.heads[policy[node]]
            if seen[node] == start:
                cycle = [node]
                while (other := self.heads[policy[cycle[-1]]]) != node:
                    cycle.append(other)
                cycles.append(cycle)
        return cycles

    def _best_cycle(self, weights: list[int], policy: list[int]) -> tuple[int, int, list[int]]:
        best_work, best_lag, best_cycle = 0, 0, [0]
        for cycle in self._policy_cycles(policy):
            work = sum(weights[policy[node]] for node in cycle)
            lag = sum(self.lags[policy[node]] for node in cycle)
            if not best_lag or work * best_lag > best_work * lag:
                best_work, best_lag, best_cycle = work, lag, cycle
        return best_work, best_lag, best_cycle

    def _evaluate(self, policy: list[int], root: int, gains: Sequence[float]) -> list[float]:
        """Return what each node gains on its way to the root, a node of the best cycle.

        Nodes whose policy goes round a worse cycle are turned towards the root first.
        """
        followers: list[list[int]] = [[] for _ in policy]
        for node, arc in enumerate(policy):
            followers[self.heads[arc]].append(node)
        values: list[float] = [0] * len(policy)
        reached = [False] * len(policy)
        reached[root] = True
        order = [root]
        self._spread(order, followers, reached, policy, values, gains)
        for node in order:
            if len(order) == len(policy):
                break
            for arc, tail in self.entering[node]:
                if not reached[tail]:
                    policy[tail] = arc
                    branch = [tail]
                    reached[tail] = True
                    values[tail] = values[node] + gains[arc]
                    self._spread(branch, followers, reached, policy, values, gains)
                    order.extend(branch)
        return values

    @staticmethod
    def _spread(
        order: list[int],
        followers: list[list[int]],
        reached: list[bool],
        policy: list[int],
        values: list[float],
        gains: Sequence[float],
    ) -> None:
        """Give a value to all nodes whose policy leads to those in ``order``, and add them."""
        for node in order:
            for other in followers[node]:
                if not reached[other]:
                    reached[other] = True
                    values[other] = values[node] + gains[policy[other]]
                    order.append(other)

    def _sweep(
        self, values: list[float], gains: Sequence[float], policy: list[int], tolerance: float
    ) -> bool:
        """Take better arcs where there are any, from the end of each round to its start."""
        improved = False
        for node in range(len(policy) - 1, -1, -1):
            best = values[node] + tolerance
            for arc, head in self.leaving[node]:
                value = values[head] + gains[arc]
                if value > best:
                    best = value
                    values[node] = value
                    policy[node] = arc
                    improved = True
        return improved
