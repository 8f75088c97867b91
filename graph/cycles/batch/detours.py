"""What the period would be with less work at one node of a long critical cycle, all nodes at once.

Solved one by one, a critical cycle through nearly all nodes asks for as many solutions as there
are nodes. Here each node's answer is bounded from both sides by the best detours round it, and
where the bounds meet nothing is left to solve. It is the replacement path problem, for ratios.

The cycle C, with ratio r and lag L, is cut at one of its nodes. With gains ``weight - r * lag`` let
x be the longest way from the cut to each node and z minus the longest way from it to the cut. Let
node v take d less. Nodes whose longest way from the cut passes v lie behind it. The potentials
``x + e * lags`` before v, and the smaller of those and ``z + e * lags - d`` behind it, with
``e = d / L``, prove that no cycle is slower than ``r - d / L``, if

- no arc that leads past v closes a walk of a ratio above that: ``loss * L / walk's lag >= d``,
- and no arc within x, or within z, loses less than ``e`` times the lag that it has too much.

The first arc of a walk that fails there is itself a cycle that does not pass v, if its way back
does not: then the period falls so far and no further, whatever v takes less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.bellman_ford import MARGIN, SweepGraph
from graph.cycles.batch.columns import Array, Truth, Whole, distinct, part_of, some_columns
from graph.cycles.batch.cut_cycles import Cut, Numbers, Ways, longest_ways
from graph.cycles.ordering import strongly_connected
from graph.records import record

#: Nodes of a critical cycle from which this is quicker than to solve for one after the other.
LONG = 16
#: Nodes of such cycles, in all columns, from which it is: the first column takes nearly as long as
#: many.
REPAYS = 1_000
#: Columns whose longest ways are looked for side by side: the tables have many rows.
_COLUMNS, _LEAST_COLUMNS = 256, 32
#: Numbers of one of those tables at most, where that leaves enough columns.
_NUMBERS = 3_000_000
#: Numbers of a table of arcs, of which there are many for the walks, that the processor keeps near,
#: and the columns it has at least.
_NEAR, _LEAST_NEAR = 128_000, 12
#: The part of a cycle's nodes left unknown from which it pays to cut it elsewhere.
_MANY = 1 / 32
#: Lags that differ by less than this part of the cycle's are the same but for rounding.
_ROUNDED = 1e-12
#: What two bounds may differ by, as a part of the cycle's weight, and count as one.
_EQUAL = 1e-10


@record(slots=False)
class Drawn:
    """Columns of numbers with the critical cycle of each.

    Attributes:
        weights: of the arcs.
        lags: likewise; a single column where all have the same.
        ratios: of the critical cycles.
        cycles: a number for the critical cycle of each column.
        arcs: the arcs of the cycle of each number, in order.
        less: by how much the weight of the arcs out of each node falls, one row per node.
    """

    weights: Array
    lags: Array
    ratios: Array
    cycles: Whole
    arcs: Mapping[int, tuple[int, ...]]
    less: Array

    def take(self, columns: Whole) -> Drawn:
        """Return some of the columns."""
        return Drawn(
            self.weights[:, columns],
            some_columns(self.lags, columns),
            self.ratios[columns],
            self.cycles[columns],
            self.arcs,
            self.less[:, columns],
        )


class Detours:
    """A graph prepared for the question; its arcs of a cycle by themselves only bound the answer.

    Attributes:
        can_answer: whether all cycles of more than one node hang together.
    """

    def __init__(
        self, node_count: int, links: Sequence[tuple[int, int]], has_lag: Sequence[bool]
    ) -> None:
        """Prepare the graph.

        Args:
            node_count: nodes are 0 to ``node_count - 1``.
            links: tail and head of each arc.
            has_lag: whether each arc may have a lag above 0; no cycle is without.
        """
        successors: list[list[int]] = [[] for _ in range(node_count)]
        for tail, head in links:
            successors[tail].append(head)
        large = [set(part) for part in strongly_connected(successors) if len(part) > 1]
        self.can_answer = len(large) == 1
        inside = large[0] if self.can_answer else set()
        self._own: Whole = np.array(
            [arc for arc, (tail, head) in enumerate(links) if tail == head], dtype=np.intp
        )
        kept = [
            arc
            for arc, (tail, head) in enumerate(links)
            if tail != head and tail in inside and head in inside
        ]
        self._arcs: Whole = np.array(kept, dtype=np.intp)
        self._node_count = node_count
        self._tails: Whole = np.array([tail for tail, _ in links], dtype=np.intp)
        self._lagged: Truth = np.array(has_lag, dtype=bool)
        tails, heads = [links[arc][0] for arc in kept], [links[arc][1] for arc in kept]
        lagged = [has_lag[arc] for arc in kept]
        self._onwards = SweepGraph(tails, heads, lagged)
        self._back = SweepGraph(heads, tails, lagged)
        self._rank: Whole = np.full(node_count, -1, dtype=np.intp)
        for node, rank in self._onwards.rank.items():
            self._rank[node] = rank
        # Where a node stands in the reversed graph, in the order of the other one.
        self._in_back: Whole = np.empty(len(self._onwards.rank), dtype=np.intp)
        for node, rank in self._onwards.rank.items():
            self._in_back[rank] = self._back.rank[node]
        self._from_back: Whole = np.argsort(self._in_back)

    def repays(self, cycles: Whole, arcs: Mapping[int, tuple[int, ...]]) -> bool:
        """Return whether this is quicker for some columns than to solve for each node.

        Args:
            cycles: a number for the critical cycle of each column.
            arcs: the arcs of the cycle of each number.
        """
        lengths = (len(arcs.get(number, ())) for number in cycles.tolist())
        return self.can_answer and sum(length for length in lengths if length >= LONG) >= REPAYS

    def periods(self, drawn: Drawn) -> Array:
        """Return the greatest ratio if one node alone weighed less, for each node and column.

        Returns:
            One row per node; ``nan`` where it is not known from this, as for all nodes that are
            not on the critical cycle of a column, for one node of each, and for short cycles.
        """
        found = np.full((self._node_count, len(drawn.ratios)), np.nan)
        long = [len(drawn.arcs.get(number, ())) >= LONG for number in drawn.cycles.tolist()]
        chosen = np.flatnonzero(long) if self.can_answer else np.zeros(0, dtype=np.intp)
        if len(chosen) == len(long) <= self.columns:
            return self._answered(drawn)
        for start in range(0, len(chosen), self.columns):
            part = chosen[start : start + self.columns]
            found[:, part] = self._answered(drawn.take(part))
        return found

    @property
    def columns(self) -> int:
        """How many columns are worked on side by side."""
        return min(_COLUMNS, max(_LEAST_COLUMNS, _NUMBERS // max(1, len(self._arcs))))

    def _answered(self, drawn: Drawn) -> Array:
        lags, weights, ratios, less = drawn.lags, drawn.weights, drawn.ratios, drawn.less
        inside = np.flatnonzero(self._rank >= 0)
        own = np.zeros(len(ratios))
        if len(self._own):
            own = (weights[self._own] / lags[self._own]).max(axis=0)
        cut = self._cut(drawn, np.broadcast_to(lags, weights.shape))
        if len(self._arcs) < len(weights):
            weights, lags = weights[self._arcs], lags[self._arcs]
        numbers = Numbers(weights, lags, ratios, less[inside], self._rank[inside], own)
        # Where most can be saved a walk that passes by is likely to lose much; see below.
        saved = np.where(cut.place[numbers.nodes] >= 0, numbers.less, -np.inf)
        heaviest = numbers.nodes[saved.argmax(axis=0)]
        cut = cut.moved(cut.place[heaviest, np.arange(len(ratios))])
        bounds = self._bounds(numbers, cut)
        found = np.full((self._node_count, len(ratios)), np.nan)
        found[inside] = bounds.periods(numbers)
        # Cut where a walk that passes by loses most, the potentials hold for all the others.
        unknown = (np.isnan(found[inside]) & (cut.place[numbers.nodes] > 0)).sum(axis=0)
        again = np.flatnonzero(bounds.is_cut_short & (unknown > cut.length * _MANY))
        if len(again):
            numbers = numbers.take(again)
            moved = cut.take(again).moved(bounds.furthest.argmax(axis=0)[again])
            more = self._bounds(numbers, moved).periods(numbers)
            rows = np.ix_(inside, again)
            found[rows] = np.where(np.isnan(found[rows]), more, found[rows])
        return found

    def _bounds(self, numbers: Numbers, cut: Cut) -> _Bounds:
        gains: Array = (numbers.ratios * (1 + MARGIN)) * numbers.lags
        np.subtract(numbers.weights, gains, out=gains)
        onwards = longest_ways(self._onwards, gains, numbers.lags, cut)
        back = longest_ways(self._back, gains, numbers.lags, cut.renumbered(self._from_back))
        back = back.renumbered(self._in_back)
        largest = numbers.less.max(axis=0)
        size = max(_LEAST_NEAR, _NEAR // max(1, len(self._arcs)))
        parts = []
        for start in range(0, len(largest), size):
            part = slice(start, start + size)
            of_part = cut.take(part)
            walks = _Walks(
                self._onwards,
                of_part,
                gains[:, part],
                part_of(numbers.lags, part),
                onwards.part(part),
                back.part(part),
            )
            parts.append(_Bounds.of(walks, of_part, numbers.ratios[part], largest[part]))
        return _Bounds.joined(parts, cut, largest)

    def _cut(self, drawn: Drawn, lags: Array) -> Cut:
        """Return the critical cycles, each from the head of its first arc with a lag on."""
        count, numbers = len(drawn.cycles), drawn.cycles
        shape = len(self._onwards.rank), count
        place, before = np.full(shape, -1, dtype=np.intp), np.zeros(shape)
        start, length, lag = (np.zeros(count, dtype=kind) for kind in (np.intp, np.intp, float))
        for number in distinct(numbers).tolist():
            columns = np.flatnonzero(numbers == number)
            arcs = np.array(drawn.arcs[number])
            arcs = np.roll(arcs, -1 - int(self._lagged[arcs].argmax()))
            nodes = self._rank[self._tails[arcs]]
            passed = np.cumsum(lags[np.ix_(arcs, columns)], axis=0)
            rows = np.ix_(nodes, columns)
            place[rows] = np.arange(len(arcs))[:, np.newaxis]
            before[np.ix_(nodes[1:], columns)] = passed[:-1]
            start[columns], length[columns], lag[columns] = nodes[0], len(arcs), passed[-1]
        return Cut(place, before, start, length, lag)


class _Walks:
    """The best closed walk by way of each arc, for each column: onwards to it, then back.

    Attributes:
        loss: what it loses against the critical cycle.
        lag: around it.
        first: the first place on the critical cycle that it passes by.
        last: the last place that its head lies behind.
        last_passed: the last place that all of it passes by.
        from_cycle: whether the arc begins on the cycle; it then begins one place before the first.
        within: the most by which the ratio may fall with the potentials still proving it.
        done: in which columns all of this is known.
    """

    def __init__(
        self,
        graph: SweepGraph,
        cut: Cut,
        gains: Array,
        lags: Array,
        onwards: Ways,
        back: Ways,
    ) -> None:
        tails, heads = graph.tails, graph.heads
        start = cut.start, np.arange(len(cut.start))
        # A way back that ends at the cut goes round to the end of the cycle.
        round_ = back.place == 0
        lag_back = np.where(round_, cut.lag, back.before) - back.off
        x, lag_x, z = onwards.gain, onwards.before + onwards.off, -back.gain
        # What is asked of the heads of arcs is said of all nodes first, of which there are fewer;
        # an arc into the cut ends the cycle.
        z_in, lag_in = _but_at(start, z, 0.0), _but_at(start, lag_back, cut.lag)
        place_back = np.where(round_, cut.length, back.place)
        last = _but_at(start, onwards.place - (cut.place >= 0), cut.length - 1)
        passed = np.minimum(last, _but_at(start, place_back - 1, cut.length - 1))
        self.loss = z_in[heads]
        without_tail = self.loss.copy()
        self.loss -= x[tails]
        self.loss -= gains
        self.lag = (cut.lag - lag_in)[heads]
        self.lag += lag_x[tails]
        self.lag += lags
        self.first = (onwards.place + 1)[tails]
        self.last = last[heads]
        self.last_passed = passed[heads]
        self.from_cycle = (cut.place >= 0)[tails]
        least = _ROUNDED * cut.lag
        # Nothing is asked of the arcs into the cut along x, nor of those out of it along z.
        above = _but_at(start, x, np.inf)[heads]
        above -= x[tails]
        above -= gains
        along_x = _least_quotient(above, _too_much(lags, lag_x[heads], lag_x[tails]), least)
        without_tail -= _but_at(start, z, -np.inf)[tails]
        without_tail -= gains
        too_much = _too_much(lags, lag_in[heads], lag_back[tails])
        self.within = np.minimum(along_x, _least_quotient(without_tail, too_much, least))
        self.done = onwards.done & back.done


_Number = TypeVar("_Number", bound=np.generic)


def _but_at(
    places: tuple[Whole, Whole], table: NDArray[_Number], value: Array | Whole | float
) -> NDArray[_Number]:
    """Return a table with something else at one place of each column."""
    found = table.copy()
    found[places] = value
    return found


def _too_much(lags: Array, at_head: Array, at_tail: Array) -> Array:
    """Return the lag that each arc has beyond what lies between its ends."""
    found: Array = np.subtract(lags, at_head, out=at_head)
    found += at_tail
    return found


def _least_quotient(above: Array, below: Array, least: Array) -> Array:
    """Return the least quotient of each column where what is below exceeds so much."""
    far = np.full(above.shape, np.inf)
    found: Array = np.divide(above, below, out=far, where=below > least).min(axis=0)
    return found


@record(slots=False)
class _Bounds:
    """What the walks say of each place on the cycle.

    Attributes:
        most: how much less a node there may take with the cycle proven to stay critical.
        detour: the same up to which some walk that passes it by is no slower than the cycle.
        within: the most by which the ratio may fall.
        done: in which columns this is known.
        cut: the critical cycles.
        largest: no node takes less by more than this.
    """

    most: Array
    detour: Array
    within: Array
    done: Truth

    cut: Cut
    largest: Array

    @staticmethod
    def of(walks: _Walks, cut: Cut, ratios: Array, largest: Array) -> _Bounds:
        """Return the bounds.

        Args:
            walks: by way of every arc.
            cut: the critical cycles.
            ratios: theirs.
            largest: no node takes less by more than this; bounds beyond it do not matter.
        """
        lag, length = cut.lag, int(cut.length.max())
        # The margin that the gains lost is given back.
        loss = np.maximum(walks.loss - MARGIN * ratios * walks.lag, 0.0)
        limit = loss * lag / walks.lag
        matters = limit <= largest * (1 + _EQUAL) + _EQUAL * ratios * lag
        matters &= walks.first <= walks.last
        most = _least_over(walks.first, walks.last, limit, matters, length)
        matters &= walks.first <= walks.last_passed
        detour = _least_over(walks.first, walks.last_passed, limit, matters, length)
        # Other arcs out of the node itself take less too, and matter only with more lag.
        more = walks.lag - lag
        also = walks.from_cycle & (walks.first - 1 <= walks.last) & (more > _ROUNDED * lag)
        rows, columns = np.nonzero(also)
        out = loss[rows, columns] * lag[columns] / more[rows, columns]
        np.minimum.at(most, (walks.first[rows, columns] - 1, columns), out)
        return _Bounds(most, detour, walks.within, walks.done, cut, largest)

    @staticmethod
    def joined(parts: Sequence[_Bounds], cut: Cut, largest: Array) -> _Bounds:
        """Return the bounds of all columns from those of parts of them."""
        length = int(cut.length.max())
        most, detour = (np.full((length, len(largest)), np.inf) for _ in range(2))
        start = 0
        for part in parts:
            places = slice(len(part.most)), slice(start, start + part.most.shape[1])
            most[places], detour[places] = part.most, part.detour
            start += part.most.shape[1]
        within, done = (
            np.concatenate([part.within for part in parts]),
            np.concatenate([part.done for part in parts]),
        )
        return _Bounds(most, detour, within, done, cut, largest)

    @property
    def is_cut_short(self) -> Truth:
        """In which columns some node's less goes beyond what the potentials prove."""
        falls = np.minimum(self.furthest.max(axis=0), self.largest)
        beyond: Truth = falls > self.within * self.cut.lag
        return self.done & beyond

    @property
    def furthest(self) -> Array:
        """What the walks past each place lose at least, but at the cut, where it is not known."""
        places = np.arange(len(self.detour))[:, np.newaxis]
        return np.where((places > 0) & (places < self.cut.length), self.detour, -1.0)

    def periods(self, numbers: Numbers) -> Array:
        """Return the ratios with less at each node; ``nan`` where the bounds do not meet."""
        cut, ratios, less = self.cut, numbers.ratios, numbers.less
        place = cut.place[numbers.nodes]
        columns = np.arange(less.shape[1])
        at = np.maximum(place, 0)
        most, detour = self.most[at, columns], self.detour[at, columns]
        slack = _EQUAL * ratios * cut.lag
        stays = less <= most + slack
        fall = np.where(stays, less, detour) / cut.lag
        known = stays | (detour <= most + slack)
        known &= (place > 0) & self.done & (fall <= self.within + slack / cut.lag)
        found = ratios - fall
        answer: Array = np.where(known & (found >= numbers.own), found, np.nan)
        return answer


def _least_over(first: Whole, last: Whole, values: Array, asked: Truth, length: int) -> Array:
    """Return for each place and column the least value of the stretches that it lies on.

    Each stretch is covered by two of a power of two; those are handed down from the longest on.
    """
    flat, width = np.flatnonzero(asked), values.shape[1]
    begin, value, columns = first.take(flat), values.take(flat), flat % width
    size = last.take(flat) - begin
    # By the size of a stretch less one, the power of two that goes into it.
    level = (np.frexp(np.arange(1, length + 2))[1] - 1).astype(np.intp).take(size)
    levels = max(1, length.bit_length())
    table = np.full((levels, length, width), np.inf)
    places, row = table.reshape(-1), level * length
    np.minimum.at(places, (row + begin) * width + columns, value)
    # Most stretches are a single place, or two: one power of two covers them.
    further = size + 1 - (1 << level)
    apart = np.flatnonzero(further)
    at = (row[apart] + begin[apart] + further[apart]) * width + columns[apart]
    np.minimum.at(places, at, value[apart])
    for above in range(levels - 1, 0, -1):
        half, below = 1 << (above - 1), table[above - 1]
        np.minimum(below, table[above], out=below)
        np.minimum(below[half:], table[above][:-half], out=below[half:])
    least: Array = table[0]
    return least
