"""The best ways to a critical cycle, and what every other arc loses against them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
