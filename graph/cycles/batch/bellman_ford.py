"""Sweeps over the arcs of one graph for many columns of numbers at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.cycles.batch.columns import Array, Columns, Truth, Whole
from graph.cycles.batch.tight_cycles import on_cycles
from graph.cycles.fast.switch import sweeps_are_compiled
from graph.cycles.ordering import topological_order
from graph.errors import LoopmapError
from graph.records import record

#: Sweeps between two looks at whether all is proven.
SWEEPS = 2
#: A cycle counts as slower only if its ratio is greater by more than this part. Cycles that are
#: known then lose a little, so that the way back along the arcs does not go round them for ever.
MARGIN = 1e-11
#: What a value may miss of the largest gain of an arc by rounding alone.
TOLERANCE = 1e-12


class LagFreeCycleError(LoopmapError):
    """A cycle of the graph has no lag at all, so that it can never start."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__("A cycle of dependencies has no lag, so that it can never start.")


@record(slots=False)
class Gains:
    """What each arc gains at the ratio known for its column: ``weight - ratio * lag``.

    Attributes:
        table: of each arc, one column per set of numbers.
        largest: the largest of each column, whatever its sign.
    """

    table: Array
    largest: Array

    @staticmethod
    def of(table: Array) -> Gains:
        """Return a table of gains with what is largest in it."""
        largest = np.maximum(table.max(axis=0, initial=0.0), -table.min(axis=0, initial=0.0))
        return Gains(table, largest)

    def take(self, columns: Whole) -> Gains:
        """Return some of the columns."""
        return Gains(self.table.take(columns, axis=1), self.largest.take(columns))


class SweepGraph:
    """A graph whose nodes are renumbered in the order of its arcs without lag.

    Attributes:
        node_count: how many nodes.
        tails: node at the start of each arc.
        heads: node at the end of each arc.
        few_ask: whether so few arcs asked for more in the last sweep that they were followed one by
            one: then few columns at a time, which the processor keeps near, are quickest.
    """

    def __init__(self, tails: Sequence[int], heads: Sequence[int], lagged: Sequence[bool]) -> None:
        """Prepare the graph.

        Raises:
            LagFreeCycleError: a cycle has no arc that may have a lag.
        """
        nodes = sorted({*tails, *heads})
        place = {node: position for position, node in enumerate(nodes)}
        successors: list[list[int]] = [[] for _ in nodes]
        for tail, head, has_lag in zip(tails, heads, lagged, strict=True):
            if not has_lag:
                successors[place[tail]].append(place[head])
        order = topological_order(successors)
        if order is None:
            raise LagFreeCycleError
        self.rank = rank = {nodes[position]: number for number, position in enumerate(order)}
        self.node_count = len(nodes)
        self.few_ask = False
        self.tails: Whole = np.array([rank[node] for node in tails], dtype=np.intp)
        self.heads: Whole = np.array([rank[node] for node in heads], dtype=np.intp)
        entering: list[list[tuple[int, int]]] = [[] for _ in nodes]
        for arc, (tail, head) in enumerate(zip(self.tails, self.heads, strict=True)):
            entering[int(head)].append((arc, int(tail)))
        self._entering = tuple(map(tuple, entering))
        lagged_heads = {head for head, has_lag in zip(heads, lagged, strict=True) if has_lag}
        self._lagged_heads = len(lagged_heads)
        ends = list(zip(self.tails.tolist(), self.heads.tolist(), strict=True))
        # The same arcs as arrays: those into each node, one after the other.
        self._into: Whole = np.argsort(self.heads, kind="stable")
        places = np.arange(self.node_count + 1)
        self._into_first: Whole = np.searchsorted(self.heads[self._into], places)
        # And those out of each.
        self._out: Whole = np.argsort(self.tails, kind="stable")
        self._out_first: Whole = np.searchsorted(self.tails[self._out], places)
        # Only arcs that lead back in the order of a sweep can be violated after it.
        self._back: Whole = np.flatnonzero(self.tails >= self.heads)
        self._back_ends = tuple((arc, *ends[arc]) for arc in self._back.tolist())

    def sweep(self, gains: Gains, potentials: Array) -> Truth:
        """Raise the potentials along all arcs and return for which columns that has ended.

        For those ``x_head >= x_tail + weight - ratio * lag`` holds on every arc, so that no cycle
        has a greater ratio (by more than ``MARGIN``).
        """
        if not self.node_count:
            return np.ones(potentials.shape[1], dtype=bool)
        unsettled = self._settled(gains, potentials)
        if unsettled is not None:
            return ~unsettled
        self.raise_potentials(gains.table, potentials, SWEEPS)
        value = np.empty(potentials.shape[1])
        excess = np.full(potentials.shape[1], -np.inf)
        # Rows of a list are quicker to come by than rows of a table.
        gain, rows = list(gains.table), list(potentials)
        for arc, tail, head in self._back_ends:
            np.add(rows[tail], gain[arc], value)
            np.subtract(value, rows[head], value)
            np.maximum(excess, value, out=excess)
        proven: Truth = excess <= TOLERANCE * gains.largest
        return proven

    def nothing_rises(self, gains: Array, potentials: Array) -> Truth:
        """Return in which columns another pass along every arc after a first would raise nothing.

        Only arcs that lead back in the order of the first can.
        """
        found = np.ones(gains.shape[1], dtype=bool)
        size = max(1, _NEAR // gains.shape[1])
        for start in range(0, len(self._back), size):
            arcs = self._back[start : start + size]
            reached = potentials[self.tails[arcs]]
            reached += gains[arcs]
            found &= (reached <= potentials[self.heads[arcs]]).all(axis=0)
        return found

    def raise_potentials(self, gains: Array, potentials: Array, times: int = 1) -> None:
        """Raise the potentials along every arc, in the order of the arcs without lag."""
        if sweeps_are_compiled(*gains.shape):
            from graph.cycles.fast.sweep_kernel import raise_once

            for _ in range(times):
                raise_once(self._into, self._into_first, self.tails, gains, potentials)
            return
        add, maximum, value = np.add, np.maximum, np.empty(gains.shape[1])
        gain, rows = list(gains), list(potentials)
        for _ in range(times):
            for row, entering in zip(rows, self._entering, strict=True):
                for arc, tail in entering:
                    add(rows[tail], gain[arc], value)
                    maximum(row, value, out=row)

    def _settled(self, gains: Gains, potentials: Array) -> Truth | None:
        """Raise the potentials where an arc asks for it, and then where those arcs lead.

        Of large graphs few potentials move once a slow cycle is known.

        Returns:
            In which columns some arc may still ask for more; ``None`` where so many do that to
            sweep is quicker. Where they do in few of the columns, those are given up alone.
        """
        if self.node_count <= _MANY_NODES:
            return None
        table, width = gains.table, potentials.shape[1]
        rounded = TOLERANCE * gains.largest
        asking = self._asking(table, rounded, potentials, table.size // _FEW_OF)
        self.few_ask = asking is not None
        unsettled = np.zeros(width, dtype=bool)
        if asking is None or not potentials.flags.c_contiguous:
            return None
        arcs, columns = asking
        values, gain = potentials.reshape(-1), table.reshape(-1)
        moved = np.zeros(values.size, dtype=bool)
        for _ in range(_MOST_MOVES):
            reached = values.take(self.tails.take(arcs) * width + columns)
            reached += gain.take(arcs * width + columns)
            heads = self.heads.take(arcs) * width + columns
            more = np.flatnonzero(reached > values.take(heads) + rounded.take(columns))
            if not len(more):
                return unsettled
            heads = heads.take(more)
            np.maximum.at(values, heads, reached.take(more))
            moved[heads] = True
            places = np.flatnonzero(moved)
            moved[places] = False
            nodes, columns = np.divmod(places, width)
            first = self._out_first.take(nodes)
            counts = self._out_first.take(nodes + 1) - first
            asked = np.bincount(columns, counts, width)
            # Round a cycle that gains something all arcs ask for more sooner or later.
            given_up = asked > len(table) * _SPREAD
            if given_up.any():
                unsettled |= given_up
                if np.count_nonzero(unsettled) > width * _MOST_GIVEN_UP:
                    return None
                kept = ~unsettled[columns]
                first, columns, counts = first[kept], columns[kept], counts[kept]
            starts = np.cumsum(counts) - counts
            arcs = self._out.take(np.arange(counts.sum()) + np.repeat(first - starts, counts))
            columns = np.repeat(columns, counts)
        unsettled[columns] = True
        return unsettled

    def _asking(
        self, gains: Array, rounded: Array, potentials: Array, most: int
    ) -> tuple[Whole, Whole] | None:
        """Return arcs and columns in which an arc asks for more; ``None`` if they are too many."""
        moved, enough = potentials.any(), potentials + rounded
        arcs, columns, total = [], [], 0
        size = max(1, _NEAR // gains.shape[1])
        for start in range(0, len(gains), size):
            part = slice(start, start + size)
            if moved:
                reached = potentials[self.tails[part]]
                reached += gains[part]
                asking = reached > enough[self.heads[part]]
            else:
                asking = gains[part] > rounded
            # To count them is much quicker than to say which they are.
            total += int(np.count_nonzero(asking))
            if total > most:
                return None
            rows, found = np.nonzero(asking)
            arcs.append(rows + start)
            columns.append(found)
        return np.concatenate(arcs), np.concatenate(columns)

    def gains(self, columns: Columns) -> Gains:
        """Return weight - ratio * lag of every arc, the ratio taken a little greater."""
        arcs = slice(len(self.tails))
        gains: Array = (columns.ratios * (1 + MARGIN)) * columns.lags[arcs]
        np.subtract(columns.weights[arcs], gains, out=gains)
        return Gains.of(gains)

    def critical_walk(self, columns: Columns, gains: Gains) -> tuple[Array, Array, Whole]:
        """Follow the arcs by which the potentials were last reached until they close a cycle.

        A walk that ends at a node that no arc has reached yet closes none: more sweeps are needed.

        Args:
            columns: whose potentials were raised.
            gains: of their arcs.

        Returns:
            Weight and lag around that cycle, and the arcs walked: a row per step, backwards along
            the cycle, -1 once it is closed. Where none was closed, weight and lag are 0.
        """
        policy = Policy(self, gains.table, columns.potentials)
        start = self._landing(policy, self._most_violated(policy.gains, columns.potentials))
        work, lag = np.zeros(columns.count), np.zeros(columns.count)
        node, walking = start.copy(), np.flatnonzero(start >= 0)
        one_lag = columns.lags.shape[1] == 1
        steps: list[Whole] = []
        while len(walking):
            arcs = policy.arcs(node[walking], walking)
            work[walking] += columns.weights[arcs, walking]
            lag[walking] += columns.lags[arcs, 0 if one_lag else walking]
            step = np.full(columns.count, -1, dtype=np.intp)
            step[walking] = arcs
            steps.append(step)
            node[walking] = self.tails[arcs]
            walking = walking[node[walking] != start[walking]]
        return work, lag, np.array(steps)

    def policy(self, gains: Array, potentials: Array) -> Whole:
        """Return for each node and column the arc by which it is reached latest."""
        if sweeps_are_compiled(*gains.shape):
            from graph.cycles.fast.sweep_kernel import latest

            found: Whole = latest(self._into, self._into_first, self.tails, gains, potentials)
            return found
        policy = np.zeros(potentials.shape, dtype=np.intp)
        gain, rows = list(gains), list(potentials)
        for chosen, entering in zip(policy, self._entering, strict=True):
            (first, tail), *others = entering
            best = rows[tail] + gain[first]
            chosen[:] = first
            for arc, tail in others:
                value = rows[tail] + gain[arc]
                np.copyto(chosen, arc, where=value > best)
                np.maximum(best, value, out=best)
        return policy

    def last_raised(self, gains: Array, potentials: Array) -> Whole:
        """Return the same where no potential can be raised any more, which is quicker.

        What it says of nodes that no arc reaches, and of other columns, means nothing.
        """
        if sweeps_are_compiled(*gains.shape):
            return self.policy(gains, potentials)
        found = np.zeros(potentials.shape, dtype=np.intp)
        size = max(1, _NEAR // gains.shape[1])
        # Of several arcs the first is to stay, so that it is put down last.
        for start in reversed(range(0, len(gains), size)):
            part = slice(start, start + size)
            heads = self.heads[part]
            reached = potentials[self.tails[part]]
            reached += gains[part]
            rows, columns = np.nonzero(reached == potentials[heads])
            rows, columns = rows[::-1], columns[::-1]
            found[heads[rows], columns] = rows + start
        return found

    def latest_arcs(self, nodes: Whole, draws: Whole, gains: Array, potentials: Array) -> Whole:
        """Return the same for one node in each of some columns.

        Args:
            nodes: one for each of the columns.
            draws: the columns.
            gains: of the arcs.
            potentials: of the nodes.
        """
        first = self._into_first[nodes]
        counts = self._into_first[nodes + 1] - first
        starts = np.cumsum(counts) - counts
        arcs = self._into[np.arange(counts.sum()) + np.repeat(first - starts, counts)]
        columns = np.repeat(draws, counts)
        values = potentials[self.tails[arcs], columns] + gains[arcs, columns]
        best = np.flatnonzero(values == np.repeat(np.maximum.reduceat(values, starts), counts))
        # Of several the first, as in ``policy``.
        found: Whole = arcs[best[np.searchsorted(best, starts)]]
        return found

    def _most_violated(self, gains: Array, potentials: Array) -> Whole:
        """Return for each column the node that is furthest below what an arc asks of it."""
        width = gains.shape[1]
        most = np.full(width, -np.inf)
        worst = np.zeros(width, dtype=np.intp)
        size = max(1, _NEAR // width)
        for start in range(0, len(gains), size):
            part = slice(start, start + size)
            excess = potentials[self.tails[part]]
            excess += gains[part]
            excess -= potentials[self.heads[part]]
            # To look for the largest is much quicker than to ask where it stands.
            largest = excess.max(axis=0)
            excess[:, largest <= most] = -np.inf
            rows, columns = np.nonzero(excess == np.maximum(largest, most))
            # Of several arcs the first is put down last.
            worst[columns[::-1]] = self.heads[rows[::-1] + start]
            np.maximum(most, largest, out=most)
        return worst

    def _landing(self, policy: Policy, start: Whole) -> Whole:
        """Return for each column a node on the cycle of the policy that lies behind the start.

        It is -1 where the way back ends before it closes one.
        """
        seen = np.zeros((self.node_count, len(start)), dtype=bool)
        node, walking = start.copy(), np.arange(len(start))
        while len(walking):
            here = node[walking]
            again = seen[here, walking]
            seen[here, walking] = True
            walking = walking[~again]
            arcs = policy.arcs(node[walking], walking)
            node[walking] = np.where(arcs < 0, -1, self.tails[arcs])
            walking = walking[arcs >= 0]
        return node

    def tight(self, columns: Columns, of_arcs: Gains) -> Truth:
        """Return which arcs lose nothing, a row per arc; all critical cycles lie on such arcs.

        Args:
            columns: with proven potentials.
            of_arcs: what their arcs gain.
        """
        if not self.node_count:
            return np.zeros((0, columns.count), dtype=bool)
        gains = of_arcs.table
        rounded = (1000 + self.node_count) * TOLERANCE * of_arcs.largest
        # On a critical cycle the margin is lost, perhaps all on one arc; it enters no node twice.
        most_lag = self._lagged_heads * columns.lags[: len(self.tails)].max(axis=0)
        most = np.maximum(rounded, 2 * MARGIN * columns.ratios * most_lag)
        narrow = np.empty(gains.shape, dtype=bool)
        rows = max(1, _NEAR // columns.count)
        for start in range(0, len(gains), rows):
            part = slice(start, start + rows)
            losses = columns.potentials[self.heads[part]]
            losses -= columns.potentials[self.tails[part]]
            losses -= gains[part]
            np.less_equal(losses, most, out=narrow[part])
        return narrow

    def on_cycles(self, tight: Truth) -> Truth:
        """Return the tight arcs on cycles of tight arcs, and perhaps those between two of them."""
        return on_cycles(self.node_count, self.tails, self.heads, tight)


#: The part of all numbers up to which arcs that ask for more are followed one by one, and for how
#: many moves.
_FEW_OF, _MOST_MOVES = 16, 40
#: The part of the arcs looked at in one move from which a column is given up, and the part of the
#: columns that may be.
_SPREAD, _MOST_GIVEN_UP = 1 / 2, 1 / 4
#: Numbers of a table that the processor keeps near.
_NEAR = 256_000
#: Steps along a policy in a large graph before all of it is worked out.
_FEW_STEPS = 64
#: Nodes above which that pays.
_MANY_NODES = 100


class Policy:
    """For each node and column the arc by which it is reached latest, as far as asked for.

    Attributes:
        gains: of the arcs.
    """

    def __init__(self, graph: SweepGraph, gains: Array, potentials: Array) -> None:
        self._graph = graph
        self.gains = gains
        self._potentials = potentials
        self._steps = 0 if graph.node_count > _MANY_NODES else _FEW_STEPS
        self._table: Whole | None = None

    def arcs(self, nodes: Whole, draws: Whole) -> Whole:
        """Return the arcs by which these nodes are reached in these columns; -1 where by none."""
        self._steps += 1
        if self._steps <= _FEW_STEPS:
            arcs = self._graph.latest_arcs(nodes, draws, self.gains, self._potentials)
        else:
            if self._table is None:
                self._table = self._graph.policy(self.gains, self._potentials)
            arcs = self._table[nodes, draws]
        # What a sweep has raised no arc leaves below it: the same sums are made again.
        reached = self._potentials[self._graph.tails[arcs], draws] + self.gains[arcs, draws]
        found: Whole = np.where(reached < self._potentials[nodes, draws], -1, arcs)
        return found
