"""A critical cycle cut at one of its nodes, and the longest ways from there and back."""

from __future__ import annotations

import numpy as np

from graph.cycles.batch.bellman_ford import SweepGraph
from graph.cycles.batch.columns import Array, Truth, Whole, some_columns
from graph.records import record

#: Passes along all arcs until the longest ways are given up.
_MOST_PASSES = 60


@record(slots=False)
class Numbers:
    """Columns of numbers of a graph.

    Attributes:
        weights: of the arcs.
        lags: likewise; a single column where all have the same.
        ratios: of the critical cycles.
        less: what each node takes less.
        nodes: the number in the graph of each of those nodes.
        own: the greatest ratio of the cycles of a single node.
    """

    weights: Array
    lags: Array
    ratios: Array
    less: Array
    nodes: Whole
    own: Array

    def take(self, columns: Whole) -> Numbers:
        """Return some of the columns."""
        return Numbers(
            self.weights[:, columns],
            some_columns(self.lags, columns),
            self.ratios[columns],
            self.less[:, columns],
            self.nodes,
            self.own[columns],
        )


@record(slots=False)
class Cut:
    """The critical cycle of each column, cut at one of its nodes.

    Attributes:
        place: of each node on the cycle, from 0 at the cut; -1 off it.
        before: the lag from the cut to each node on it.
        start: the node where it is cut.
        length: how many nodes it has.
        lag: around it.
    """

    place: Whole
    before: Array
    start: Whole
    length: Whole
    lag: Array

    def take(self, columns: Whole | slice) -> Cut:
        """Return some of the columns."""
        return Cut(
            self.place[:, columns],
            self.before[:, columns],
            self.start[columns],
            self.length[columns],
            self.lag[columns],
        )

    def moved(self, places: Whole) -> Cut:
        """Return the same cycles, each cut at the node at another place."""
        at = self.place == places
        start = at.argmax(axis=0)
        before = self.before[start, np.arange(len(start))]
        round_ = self.place < places
        return Cut(
            np.where(self.place < 0, -1, self.place - places + round_ * self.length),
            np.where(self.place < 0, 0.0, self.before - before + round_ * self.lag),
            start,
            self.length,
            self.lag,
        )

    def renumbered(self, order: Whole) -> Cut:
        """Return the same with other numbers of the nodes; each new one's old number is given."""
        new = np.argsort(order)
        return Cut(self.place[order], self.before[order], new[self.start], self.length, self.lag)


@record(slots=False)
class Ways:
    """The longest way from the cut to each node, or from each node to it.

    Attributes:
        gain: along the way.
        place: on the cycle, of the node where the way leaves it.
        before: the lag from the cut to that node.
        off: the lag from there on.
        done: in which columns no way becomes longer any more.
    """

    gain: Array
    place: Whole
    before: Array
    off: Array
    done: Truth

    def part(self, columns: slice) -> Ways:
        """Return columns that lie side by side."""
        return Ways(
            self.gain[:, columns],
            self.place[:, columns],
            self.before[:, columns],
            self.off[:, columns],
            self.done[columns],
        )

    def renumbered(self, order: Whole) -> Ways:
        """Return the same with other numbers of the nodes; each new one's old number is given."""
        return Ways(
            self.gain[order], self.place[order], self.before[order], self.off[order], self.done
        )


def longest_ways(graph: SweepGraph, gains: Array, lags: Array, cut: Cut) -> Ways:
    """Return the longest way from the cut to each node, along the arcs of a graph.

    Args:
        graph: its arcs; reversed ones give the ways to the cut.
        gains: of the arcs; no cycle gains anything.
        lags: of the arcs; a single column where all columns have the same.
        cut: where to begin, with the nodes in the order of the graph.
    """
    columns = np.arange(gains.shape[1])
    gain = np.full(cut.place.shape, -np.inf)
    gain[cut.start, columns] = 0.0
    done = np.zeros(len(columns), dtype=bool)
    for _ in range(_MOST_PASSES):
        graph.raise_potentials(gains, gain)
        done = graph.nothing_rises(gains, gain)
        if done.all():
            break
    arcs = graph.last_raised(gains, gain)
    on_cycle = cut.place >= 0
    towards = np.where(on_cycle, np.arange(len(gain))[:, np.newaxis], graph.tails[arcs])
    off = np.where(on_cycle, 0.0, lags[arcs, 0 if lags.shape[1] == 1 else columns])
    for _ in range(len(gain).bit_length()):
        if np.take_along_axis(on_cycle, towards, axis=0).all():
            break
        off += np.take_along_axis(off, towards, axis=0)
        towards = np.take_along_axis(towards, towards, axis=0)
    place = np.take_along_axis(cut.place, towards, axis=0)
    done &= (place >= 0).all(axis=0)
    return Ways(gain, place, np.take_along_axis(cut.before, towards, axis=0), off, done)
