"""Which arcs lie on cycles of arcs that lose nothing, in many columns at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Truth, Whole
from graph.records import record

#: Numbers of a table of nodes that the processor keeps near, and the columns it has at least.
_NEAR, _LEAST_NEAR = 256_000, 64
#: How often what leads nowhere is cut off before the parts of a sparse graph are quicker; to load
#: what finds those takes longer than most short answers.
_MOST_CUT = 64

#: Nodes up to which the ways between all pairs of them are quicker, all columns as one number.
_FEW_NODES = 16

_Small = NDArray[np.int32]


def on_cycles(node_count: int, tails: Whole, heads: Whole, tight: Truth) -> Truth:
    """Return the tight arcs on cycles of tight arcs, and perhaps those between two of them.

    Args:
        node_count: how many nodes.
        tails: node at the start of each arc.
        heads: node at the end of each arc.
        tight: which arcs are tight, a row per arc and a column per set of numbers.
    """
    if node_count <= _FEW_NODES:
        return _of_few_nodes(node_count, tails, heads, tight)
    found = np.zeros(tight.shape, dtype=bool)
    size = max(_LEAST_NEAR, _NEAR // (node_count + 1))
    for start in range(0, tight.shape[1], size):
        part = slice(start, start + size)
        arcs, columns = np.nonzero(tight[:, part])
        pairs = _Pairs.of(tails, heads, arcs, columns, found[:, part].shape[1])
        left = pairs.on_cycles(node_count)
        # A view, so that what is set in it is set in the whole.
        found[:, part][arcs[left], columns[left]] = True
    return found


def _of_few_nodes(node_count: int, tails: Whole, heads: Whole, tight: Truth) -> Truth:
    """Return the tight arcs on cycles of a small graph: those from whose head a way leads back.

    The ways between all pairs of nodes are found as S. Warshall (1962) does, a binary digit for
    each column, so that one operation of Python's whole numbers is done for all of them.
    """
    length = -(-tight.shape[1] // 8)
    packed = [int.from_bytes(row) for row in np.packbits(tight, axis=1)]
    ends = list(zip(tails.tolist(), heads.tolist(), strict=True))
    nodes = range(node_count)
    everywhere = (1 << 8 * length) - 1
    ways = [[everywhere if tail == head else 0 for head in nodes] for tail in nodes]
    for (tail, head), columns in zip(ends, packed, strict=True):
        ways[tail][head] |= columns
    for middle in nodes:
        onwards = ways[middle]
        for start in nodes:
            if (there := ways[start][middle]) and start != middle:
                ways[start] = [
                    known | (there & more) for known, more in zip(ways[start], onwards, strict=True)
                ]
    told = b"".join(
        (columns & ways[head][tail]).to_bytes(length)
        for (tail, head), columns in zip(ends, packed, strict=True)
    )
    table = np.frombuffer(told, dtype=np.uint8).reshape(len(tight), length)
    return np.unpackbits(table, axis=1, count=tight.shape[1]).view(bool)


@record(slots=False)
class _Pairs:
    """Tight arcs, each in one column.

    Attributes:
        columns: the column of each.
        tails: node and column at the start of each, as one number.
        heads: likewise at its end.
        width: how many columns.
    """

    columns: Whole
    tails: Whole
    heads: Whole
    width: int

    @staticmethod
    def of(tails: Whole, heads: Whole, arcs: Whole, columns: Whole, width: int) -> _Pairs:
        """Return arcs in columns."""
        return _Pairs(columns, tails[arcs] * width + columns, heads[arcs] * width + columns, width)

    def take(self, chosen: Whole) -> _Pairs:
        """Return some of them."""
        return _Pairs(self.columns[chosen], self.tails[chosen], self.heads[chosen], self.width)

    def on_cycles(self, node_count: int) -> Whole:
        """Return the places of those on cycles."""
        count, places = len(self.columns), node_count * self.width
        # What comes before nothing is nothing, which stands at the end.
        by_head: _Small = np.full(places, count, dtype=np.int32)
        by_head[self.heads] = np.arange(count, dtype=np.int32)
        alive = np.zeros(places, dtype=bool)
        alive[self.heads[self._met_again(by_head[self.tails])]] = True
        is_left = alive[self.tails] & alive[self.heads]
        # Two arcs between the same two nodes are no fork.
        forks = self.tails[by_head[self.heads]] != self.tails
        if not forks.any():
            return np.flatnonzero(is_left)
        forked = np.zeros(self.width, dtype=bool)
        forked[self.columns[forks]] = True
        apart = np.flatnonzero(forked[self.columns])
        is_left[apart] = False
        left = _not_cut_off(self.take(apart), places)
        is_left[apart[left]] = True
        return np.flatnonzero(is_left)

    def _met_again(self, before: _Small) -> Whole:
        """Return the arcs on which walking back ends, if no node is reached by two.

        Each time it is walked twice as far, until as many arcs are left as before.
        """
        count = len(before)
        back: _Small = np.append(before, np.int32(count))
        there = np.ones(count + 1, dtype=bool)
        left = count + 2
        while True:
            there[:] = False
            there[back] = True
            if (now := int(np.count_nonzero(there))) == left:
                return np.flatnonzero(there[:-1])
            left, back = now, back.take(back)


def _within_parts(pairs: _Pairs, places: int) -> Whole:
    """Return the arcs within strongly connected parts, all columns as one sparse graph."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs.tails), dtype=bool)
    graph = coo_array((ones, (pairs.tails, pairs.heads)), shape=(places, places))
    _, part = connected_components(graph.tocsr(), connection="strong")
    return np.flatnonzero(part[pairs.tails] == part[pairs.heads])


def _not_cut_off(pairs: _Pairs, places: int) -> Whole:
    """Return the arcs left after cutting off again and again what leads nowhere."""
    left = np.arange(len(pairs.tails))
    for _ in range(_MOST_CUT):
        tails, heads = pairs.tails[left], pairs.heads[left]
        entered, gone_out_of = np.zeros(places, dtype=bool), np.zeros(places, dtype=bool)
        entered[heads] = True
        gone_out_of[tails] = True
        stays = entered[tails] & gone_out_of[heads]
        if stays.all():
            return left
        left = left[stays]
    return left[_within_parts(pairs.take(left), places)]
