"""A marked graph in whole numbers, so that every comparison is exact."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from operator import add
from typing import cast

from graph.cycles.marked_graph import MarkedGraph, Number, exact
from graph.errors import UsageError
from graph.records import record

#: Arcs from which numbers are packed: Python's own take five times the room. Below, they are
#: quicker to read.
PACKED_FROM = 50_000

#: For each node, pairs of arc index and the node at the other end.
Links = tuple[tuple[tuple[int, int], ...], ...]


@record(slots=False)
class IntegerGraph:
    """The arcs of a marked graph with their work and lag as whole numbers.

    The numbers of many arcs are packed, 8 bytes each, where they fit 64 bits.

    Attributes:
        names: the ids of the nodes.
        tails: node at the start of each arc.
        heads: node at the end of each arc.
        days: work on each node, times ``day_scale``.
        delays: delay of each arc, times ``day_scale``.
        lags: lag of each arc, times ``lag_scale``.
        day_scale: what one day counts.
        lag_scale: what one round of lag counts.
    """

    names: tuple[str, ...]
    tails: Sequence[int]
    heads: Sequence[int]
    days: tuple[int, ...]
    delays: Sequence[int]
    lags: Sequence[int]
    day_scale: int
    lag_scale: int

    @cached_property
    def weights(self) -> Sequence[int]:
        """Work of the tail plus delay, per arc, times ``day_scale``."""
        return self.weights_for(self.days)

    def weights_for(self, days: Sequence[int]) -> Sequence[int]:
        """Return the weights of the arcs if the nodes took other (scaled) days."""
        return in_little_room(
            lambda: map(add, map(days.__getitem__, self.tails), self.delays), len(self.tails)
        )

    def with_days(self, days: Sequence[int]) -> IntegerGraph:
        """Return the same graph with other (scaled) days on its nodes."""
        other = replace(self, days=tuple(days))
        other.__dict__.update(leaving=self.leaving, entering=self.entering)
        return other

    @cached_property
    def leaving(self) -> Links:
        """The outgoing arcs of each node, with their heads."""
        return links_of(len(self.names), self.tails, self.heads)

    @cached_property
    def entering(self) -> Links:
        """The incoming arcs of each node, with their tails."""
        return links_of(len(self.names), self.heads, self.tails)

    def ratio(self, work: int, lag: int) -> Fraction:
        """Return the days per round of a cycle with this scaled work and lag."""
        return Fraction(work * self.lag_scale, lag * self.day_scale)


def in_little_room(numbers: Callable[[], Iterable[int]], count: int) -> Sequence[int]:
    """Return whole numbers packed if they are many and fit 64 bits, else in a tuple.

    Args:
        numbers: gives them, from the first on each time it is called.
        count: how many there are.

    >>> in_little_room(lambda: range(2), 2)
    (0, 1)
    """
    if count >= PACKED_FROM:
        try:
            return array("q", numbers())
        except OverflowError:
            pass
    return tuple(numbers())


def links_of(count: int, owners: Sequence[int], others: Sequence[int]) -> Links:
    """Return for each node the arcs that it owns, with the nodes at their other ends.

    Args:
        count: of the nodes.
        owners: the node that owns each arc.
        others: the node at the other end of each.

    >>> links_of(2, [0, 0], [0, 1])
    (((0, 0), (1, 1)), ())
    """
    links: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for arc, (owner, other) in enumerate(zip(owners, others, strict=True)):
        links[owner].append((arc, other))
    return tuple(map(tuple, links))


def scale(graph: MarkedGraph, extra_days: Iterable[Number] = ()) -> IntegerGraph:
    """Return the graph in whole numbers.

    Args:
        graph: days, delays and lags 0 or more.
        extra_days: further numbers of days that must come out whole, floors for instance.

    Raises:
        UsageError: a number is negative or not finite, or an arc leads to a missing node.

    >>> from graph.cycles.marked_graph import Arc
    >>> scale(MarkedGraph(("a",), (0.5,), (Arc(0, 0, 1),))).weights
    (1,)
    """
    count = len(graph.arcs)
    tails = in_little_room(lambda: (arc.tail for arc in graph.arcs), count)
    heads = in_little_room(lambda: (arc.head for arc in graph.arcs), count)
    lags = [arc.lag for arc in graph.arcs]
    delays = [arc.delay for arc in graph.arcs]
    if not _make_sense(graph, tails, heads, lags, delays):
        _refuse_nonsense(graph)
    columns = [_exact_column(column) for column in (graph.days, delays, lags)]
    units = [_unit_of(column) for column in columns]
    day_scale = math.lcm(*units[:2], *(exact(value).denominator for value in extra_days))
    whole_days, whole_delays, whole_lags = (
        _in_units(column, unit)
        for column, unit in zip(columns, (day_scale, day_scale, units[2]), strict=True)
    )
    return IntegerGraph(
        names=graph.nodes,
        tails=tails,
        heads=heads,
        days=tuple(whole_days),
        delays=whole_delays,
        lags=whole_lags,
        day_scale=day_scale,
        lag_scale=units[2],
    )


def _make_sense(
    graph: MarkedGraph,
    tails: Sequence[int],
    heads: Sequence[int],
    lags: Sequence[Number],
    delays: Sequence[Number],
) -> bool:
    """Return whether all numbers do, looked at column by column."""
    count = len(graph.nodes)
    return (
        len(graph.days) == count
        and min(tails, default=0) >= 0
        and min(heads, default=0) >= 0
        and max(tails, default=-1) < count
        and max(heads, default=-1) < count
        and all(all(map(_makes_sense, set(column))) for column in (graph.days, lags, delays))
    )


def _exact_column(values: Sequence[Number]) -> Sequence[int] | Sequence[Fraction]:
    """Return numbers as they are if all are whole, else as the fractions that are meant."""
    if set(map(type, values)) <= {int}:
        return cast("Sequence[int]", values)
    return list(map(exact, values))


def _unit_of(values: Sequence[int] | Sequence[Fraction]) -> int:
    """Return how often one must be taken so that all numbers come out whole."""
    return math.lcm(*{value.denominator for value in values})


def _in_units(values: Sequence[int] | Sequence[Fraction], unit: int) -> Sequence[int]:
    return in_little_room(
        lambda: [value.numerator * (unit // value.denominator) for value in values], len(values)
    )


def scaled_days(graph: IntegerGraph, days: Mapping[int, Number]) -> dict[int, int]:
    """Return days at some nodes in the graph's own unit; they must come out whole in it.

    >>> from graph.cycles.marked_graph import Arc
    >>> scaled_days(scale(MarkedGraph(("a",), (0.5,), (Arc(0, 0, 1),))), {0: 3})
    {0: 6}
    """
    unit = graph.day_scale
    found = ((node, exact(value)) for node, value in days.items())
    return {node: days.numerator * unit // days.denominator for node, days in found}


def _refuse_nonsense(graph: MarkedGraph) -> None:
    count = len(graph.nodes)
    if len(graph.days) != count:
        raise UsageError(f"There are {count} nodes but days for {len(graph.days)}.")
    for name, days in zip(graph.nodes, graph.days, strict=True):
        if not _makes_sense(days):
            raise _nonsense(f"The days of {name}", days)
    for arc in graph.arcs:
        if not (0 <= arc.tail < count and 0 <= arc.head < count):
            raise UsageError(
                f"Dependency {arc.key or '(no id)'} leads to a node that is not there."
            )
        if not _makes_sense(arc.lag):
            raise _nonsense(f"The lag of {arc.key or 'a dependency'}", arc.lag)
        if not _makes_sense(arc.delay):
            raise _nonsense(f"The delay of {arc.key or 'a dependency'}", arc.delay)


def _makes_sense(value: Number) -> bool:
    # Fractions are always finite, and slow to compare.
    return 0 <= value < math.inf if isinstance(value, float) else value.numerator >= 0


def _nonsense(what: str, value: Number) -> UsageError:
    return UsageError(f"{what} must be a number of 0 or more, not {value}.")
