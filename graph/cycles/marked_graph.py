"""The loop as a timed marked graph: work on the nodes, lags and delays on the arcs."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from graph.records import record

Number = int | float | Fraction


def exact(value: Number) -> Fraction:
    """Return the fraction that a person meant by a number.

    A float stands for the shortest decimal that reads back as it, so ``0.1`` means one tenth.

    >>> exact(0.1) * 3
    Fraction(3, 10)
    """
    if isinstance(value, float):
        return _as_written(value)
    return value if isinstance(value, Fraction) else Fraction(value)


# The same few numbers of a map are met again and again.
@lru_cache(maxsize=8192)
def _as_written(value: float) -> Fraction:
    return Fraction(repr(value))


@record
class Arc:
    """Round k of the head starts when round k - lag of the tail has ended and the delay is over.

    Attributes:
        tail: index of the node at the start.
        head: index of the node that waits.
        lag: how many rounds back the input may come from; real, 0 or more.
        delay: days between the end of the tail and the start of the head.
        key: id of the dependency, or of the component whose capacity it is.
    """

    tail: int
    head: int
    lag: Number
    delay: Number = 0
    key: str = ""


@record(slots=False)
class MarkedGraph:
    """Nodes with their days, and arcs; parallel arcs and self arcs are kept.

    Attributes:
        nodes: the ids, one per node.
        days: the work on each node, in days, 0 or more.
        arcs: the dependencies; a capacity c is a self arc of lag c.
    """

    nodes: tuple[str, ...]
    days: tuple[Number, ...]
    arcs: tuple[Arc, ...]

    def with_days(self, changes: dict[int, Number]) -> MarkedGraph:
        """Return the same graph with other days at the given node indices."""
        days = list(self.days)
        for index, value in changes.items():
            days[index] = value
        return MarkedGraph(self.nodes, tuple(days), self.arcs)
