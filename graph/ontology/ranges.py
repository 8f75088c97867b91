"""Which numbers make sense, and which property carries which metric directly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph.estimates import Scale
from graph.model import Metric
from graph.ontology.roles import Role
from graph.vocabulary import MetricName


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The numbers that make sense somewhere.

    Attributes:
        words: how a message says it: "it must be ...".
        low: least number, itself allowed unless ``low_open``.
        high: greatest number, itself allowed unless ``high_open``.
        whole: whether only whole numbers make sense.
    """

    words: str
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def allows(self, value: float) -> bool:
        """Return whether a finite number lies within.

        >>> WHOLE_FROM_0.allows(2.0), WHOLE_FROM_0.allows(2.5), WHOLE_FROM_0.allows(-1.0)
        (True, False, False)
        """
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below and (not self.whole or value.is_integer())


ANY_NUMBER = NumberRange("a number")
FROM_0 = NumberRange("a number of 0 or more", 0)
DAYS = NumberRange("a number of days, 0 or more", 0)
ABOVE_0 = NumberRange("a number above 0", 0, low_open=True)
ABOVE_1 = NumberRange("a number above 1", 1, low_open=True)
WHOLE_FROM_0 = NumberRange("a whole number, 0 or more", 0, whole=True)
WHOLE_FROM_1 = NumberRange("a whole number, 1 or more", 1, whole=True)
SHARE = NumberRange("a share from 0 to 1", 0, 1)
SHARE_BELOW_1 = NumberRange("a share of 0 or more and less than 1", 0, 1, high_open=True)
LEVEL = NumberRange("a level between 0 and 1, such as 0.9", 0, 1, low_open=True, high_open=True)


@dataclass(frozen=True, slots=True)
class DirectNumber:
    """A property that gives a number on the subject itself.

    Attributes:
        term: local name of the property in the vocabulary.
        metric: the metric it carries, as a word.
        allowed: which numbers make sense.
        exact: whether the number is taken without uncertainty.
    """

    term: str
    metric: str
    allowed: NumberRange
    exact: bool = False


DIRECT_NUMBERS: Mapping[Role, tuple[DirectNumber, ...]] = {
    Role.COMPONENT: (
        DirectNumber("baselineDays", MetricName.BASELINE_DAYS, DAYS),
        DirectNumber("floorDays", MetricName.FLOOR_DAYS, DAYS),
        DirectNumber("speedup", MetricName.SPEEDUP, ABOVE_0),
        DirectNumber("capacity", MetricName.CAPACITY, WHOLE_FROM_1, exact=True),
    ),
    Role.DEPENDENCY: (
        DirectNumber("lag", MetricName.LAG, WHOLE_FROM_0, exact=True),
        DirectNumber("delayDays", MetricName.DELAY_DAYS, DAYS, exact=True),
        DirectNumber("reworkShare", MetricName.REWORK_SHARE, SHARE_BELOW_1, exact=True),
        DirectNumber("elasticity", MetricName.ELASTICITY, FROM_0),
        DirectNumber("soundness", "verifier-soundness", SHARE),
        DirectNumber("latencyDays", "verifier-latency", DAYS),
        DirectNumber("costPerUse", "verifier-cost", FROM_0),
        DirectNumber("independence", "verifier-independence", SHARE),
    ),
    Role.RESOURCE: (DirectNumber("capacity", MetricName.CAPACITY, WHOLE_FROM_1, exact=True),),
    Role.STOCK: (
        DirectNumber("growthRate", "growth-rate", ANY_NUMBER),
        DirectNumber("returns", "returns-to-effort", ABOVE_0),
        DirectNumber("inputReturns", "returns-to-inputs", FROM_0),
        DirectNumber("inputGrowthRate", "input-growth-rate", ANY_NUMBER),
        DirectNumber("difficulty", "rising-difficulty", ABOVE_0),
        DirectNumber("ceiling", "stock-ceiling", ABOVE_1),
    ),
}
#: Local names of all direct properties, with the roles that may carry them.
DIRECT_ROLES: Mapping[str, tuple[Role, ...]] = {
    number.term: tuple(
        role for role, group in DIRECT_NUMBERS.items() if number.term in {n.term for n in group}
    )
    for numbers in DIRECT_NUMBERS.values()
    for number in numbers
}
_METRIC_RANGES: Mapping[str, NumberRange] = {
    MetricName.SPEEDUP: ABOVE_0,
    MetricName.BASELINE_DAYS: DAYS,
    MetricName.FLOOR_DAYS: DAYS,
    MetricName.DELAY_DAYS: DAYS,
    MetricName.CAPACITY: NumberRange("1 or more", 1),
    MetricName.LAG: FROM_0,
    MetricName.REWORK_SHARE: SHARE_BELOW_1,
    MetricName.HUMAN_BY_DESIGN: SHARE,
    MetricName.SPEED_ON_AUTOMATED_SHARE: ABOVE_0,
    MetricName.HUMAN_UPLIFT: ABOVE_0,
    MetricName.OVERALL_PACE: ABOVE_0,
    MetricName.CHECKING_COST: FROM_0,
}


def metric_range(metric: str, metrics: Mapping[str, Metric]) -> NumberRange:
    """Return which numbers make sense for a metric, from its name, unit and scale.

    Args:
        metric: its name as a word.
        metrics: the metrics that the files declare.
    """
    known = _METRIC_RANGES.get(metric)
    if known is not None:
        return known
    declared = metrics.get(metric)
    if declared is None:
        return ANY_NUMBER
    if declared.unit == "share":
        return SHARE
    if declared.anchors:
        top = len(declared.anchors) - 1
        return NumberRange(f"a score from 0 to {top}", 0, top)
    if declared.scale is Scale.LOG:
        return ABOVE_0 if declared.unit == "ratio" else FROM_0
    return ANY_NUMBER
