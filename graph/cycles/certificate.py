"""A proof of the period that can be checked by adding up: starts that keep every dependency."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.marked_graph import MarkedGraph, exact
from graph.cycles.ordering import strongly_connected
from graph.records import record


@record
class Certificate:
    """The period and the start of every component in round 0.

    Round k starts k periods later.

    Attributes:
        period: days per round.
        potentials: start of each component in days, by id.
    """

    period: Fraction
    potentials: Mapping[str, Fraction]


@record
class Violation:
    """What a certificate gets wrong.

    Attributes:
        arc: index of the dependency that is not met; ``None`` if it is not about one.
        days: by how much its head would start too early; 0 if it is not about one.
        message: the same in words.
    """

    arc: int | None
    days: Fraction
    message: str


def certificate(graph: MarkedGraph, ratio: CycleRatio) -> Certificate:
    """Return the proof of a period; the first node of its critical cycle starts at 0.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 1)))
    >>> certificate(loop, maximum_cycle_ratio(loop)).potentials["b"]
    Fraction(2, 1)
    """
    ratio.workings_for(graph)
    return Certificate(ratio.period, dict(zip(graph.nodes, ratio.potentials, strict=True)))


def verify(graph: MarkedGraph, certificate: Certificate) -> tuple[Violation, ...]:
    """Return everything that keeps a certificate from proving its period; empty if it does.

    Every dependency must be met, ``x_v >= x_u + d_u + delay - period * lag``, which shows that the
    period is long enough; and some cycle must be met with equality, which shows that it is no
    longer than needed.

    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a",), (2,), (Arc(0, 0, 1),))
    >>> verify(loop, Certificate(Fraction(2), {"a": Fraction(0)}))
    ()
    >>> verify(loop, Certificate(Fraction(1), {"a": Fraction(0)}))[0].days
    Fraction(1, 1)
    """
    unknown = [name for name in graph.nodes if name not in certificate.potentials]
    if unknown:
        return tuple(Violation(None, Fraction(0), f"{name} has no start.") for name in unknown)
    found: list[Violation] = []
    tight: list[list[int]] = [[] for _ in graph.nodes]
    starts = [certificate.potentials[name] for name in graph.nodes]
    for index, arc in enumerate(graph.arcs):
        ready = starts[arc.tail] + exact(graph.days[arc.tail]) + exact(arc.delay)
        wait = starts[arc.head] - ready + certificate.period * exact(arc.lag)
        if wait < 0:
            head, tail = graph.nodes[arc.head], graph.nodes[arc.tail]
            words = f"{head} would start {-wait} days before {tail} lets it."
            found.append(Violation(index, -wait, words))
        elif wait == 0:
            tight[arc.tail].append(arc.head)
    if not found and not _has_cycle(tight):
        found.append(Violation(None, Fraction(0), "No cycle needs the whole period."))
    return tuple(found)


def _has_cycle(heads: list[list[int]]) -> bool:
    return any(
        len(members) > 1 or members[0] in heads[members[0]] for members in strongly_connected(heads)
    )
