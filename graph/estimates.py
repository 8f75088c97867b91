"""A number that never travels alone: its interval, its unit and what it rests on."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from graph.records import record

#: Standard normal quantile of 0.95: half the width of every interval shown, in deviations.
NORMAL_95 = 1.6448536269514722

#: Marks a field that sentences need and that is no part of the JSON of an answer.
NOT_IN_JSON = MappingProxyType({"json": False})


class Scale(StrEnum):
    """The scale on which a metric is pooled and drawn."""

    LOG = "log"
    LOGIT = "logit"
    IDENTITY = "identity"


class Basis(StrEnum):
    """The best kind of evidence an estimate rests on, strongest first."""

    MEASURED = "measured"
    STATED = "stated"
    JUDGED = "judged"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Ends(NamedTuple):
    """The two ends of an interval."""

    low: float
    high: float


@record
class Interval:
    """A central value with its 5th and 95th percentile; ``None`` where they were not computed.

    Attributes:
        median: the central value, in the unit of what it is a value of.
        low: the 5th percentile, in the same unit.
        high: the 95th percentile, in the same unit.
        noise: standard errors of low, median and high where they were counted over draws, which
            says how many of their digits mean anything; ``None`` where they were worked out. No
            part of the JSON.

    >>> Interval(2.0, 1.0, 4.0).median
    2.0
    """

    median: float
    low: float | None = None
    high: float | None = None
    noise: tuple[float, float, float] | None = field(
        default=None, kw_only=True, compare=False, repr=False, metadata=NOT_IN_JSON
    )

    @property
    def ends(self) -> Ends:
        """Its ends; the central value for one that was not computed.

        >>> Interval(2.0, 1.0).ends
        Ends(low=1.0, high=2.0)
        """
        return Ends(
            self.median if self.low is None else self.low,
            self.median if self.high is None else self.high,
        )


@record
class Estimate:
    """What the evidence says about one number.

    Attributes:
        median: the central value, in ``unit``.
        low: the 5th percentile, or ``None`` if the number is taken as exact.
        high: the 95th percentile, or ``None`` likewise.
        unit: the unit, as a word ("days", "ratio", "share").
        scale: the scale on which it is uncertain.
        deviation: standard deviation on that scale; 0 if the number is taken as exact.
        basis: the best kind of evidence among the observations that carry weight.
        observation_ids: the observations that carry weight, heaviest first.
        source_count: how many different sources those come from.
        assumed_share: the part of the weight that is assumption, 0 to 1.
        deviation_below: the deviation on that scale towards smaller numbers, where it differs from
            that towards greater ones; ``deviation`` is then the mean of the two. ``None`` where
            both are the same.
        deviation_above: likewise towards greater numbers.
    """

    median: float
    low: float | None
    high: float | None
    unit: str
    scale: Scale
    deviation: float
    basis: Basis
    observation_ids: tuple[str, ...] = ()
    source_count: int = 0
    assumed_share: float = 1.0
    deviation_below: float | None = None
    deviation_above: float | None = None

    @property
    def spread_below(self) -> float:
        """The deviation towards smaller numbers, whether or not it differs."""
        return self.deviation if self.deviation_below is None else self.deviation_below

    @property
    def spread_above(self) -> float:
        """The deviation towards greater numbers, whether or not it differs."""
        return self.deviation if self.deviation_above is None else self.deviation_above

    def shift(self, score: float) -> float:
        """Return how far from the median a standard normal score lies, on the scale.

        >>> two = Estimate(1.0, 0.5, 4.0, "days", Scale.LOG, 2.0, Basis.ASSUMED,
        ...                deviation_below=1.0, deviation_above=3.0)
        >>> two.shift(-1.0), two.shift(1.0)
        (-1.0, 3.0)
        """
        return score * (self.spread_below if score < 0 else self.spread_above)

    @property
    def interval(self) -> Interval:
        """The three numbers alone."""
        return Interval(self.median, self.low, self.high)
