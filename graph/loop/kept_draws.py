"""What the draws of a map begin with, as plain numbers that can be kept without NumPy."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.estimates import Interval
from graph.records import record


@record
class KeptConditioning:
    """Which points stand for a map, as plain numbers.

    Attributes:
        points: how many were drawn.
        shift: by how much the scores of each row were moved.
        chosen: the number of a point for each draw.
        effective_number: of independent draws.
        prior_period_days: before weighing.
        prior_pace: likewise.
    """

    points: int
    shift: tuple[float, ...]
    chosen: tuple[int, ...]
    effective_number: float
    prior_period_days: Interval
    prior_pace: Interval


@record
class KeptCycle:
    """A cycle that was critical in some draws.

    Attributes:
        rows: of the graph after folding, in order.
        wins: in how many.
    """

    rows: tuple[int, ...]
    wins: int


@dataclass
class KeptDraws:
    """What the draws of a map begin with, as far as it was worked out.

    Attributes:
        conditionings: which points stand for the map, by number of draws and seed.
        nets: what the points are made of, by rows, number and seed.
        joint_rows: of the numbers that are drawn together.
        joint_factor: the rows of the factor that gives their scores; empty if not known yet.
        cycles: by what tells one loop from another, those that were critical most often, of each
            combination of alternatives; to begin with them is quicker and changes nothing.
        places: subject and metric of a number to its place in an order that is shared with another
            map, by which the numbers are drawn; empty where they are drawn in their own order.
    """

    conditionings: dict[tuple[int, int], KeptConditioning] = field(default_factory=dict)
    nets: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    joint_rows: tuple[int, ...] = ()
    joint_factor: tuple[tuple[float, ...], ...] = ()
    cycles: dict[str, tuple[tuple[KeptCycle, ...], ...]] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
