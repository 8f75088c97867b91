"""Which numbers make sense, and how a message says so."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from graph.estimates import Scale
from graph.model import Metric
from graph.ontology.roles import Role
from graph.records import record
from graph.vocabulary import MetricName

#: What a number is called, by the unit of its metric.
_NOUNS = {"days": "a number of days", "share": "a share"}
#: Where a scale ends, as a definition says it: "from 0 (not at all) to 4 (nearly all of it)".
_ENDS = re.compile(r"\bfrom (?P<low>-?\d+)\b[^.;]*?\bto (?P<high>\d+)\b")


@record
class NumberRange:
    """The numbers that make sense somewhere.

    Attributes:
        low: least number, itself allowed unless ``low_open``.
        high: greatest number, itself allowed unless ``high_open``.
        whole: whether only whole numbers make sense.
        noun: what a message calls such a number.
        example: a number to go by, as text.
    """

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    whole: bool = False
    noun: str = "a number"
    example: str = ""

    def allows(self, value: float) -> bool:
        """Return whether a finite number lies within.

        >>> WHOLE_FROM_1.allows(2.0), WHOLE_FROM_1.allows(2.5), WHOLE_FROM_1.allows(-1.0)
        (True, False, False)
        """
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below and (not self.whole or value.is_integer())

    @property
    def words(self) -> str:
        """How a message says it: "it must be ...".

        >>> NumberRange(0, 1, high_open=True, noun="a share").words
        'a share of 0 or more and less than 1'
        >>> WHOLE_FROM_1.words, NumberRange(0, noun="a number of days").words, ABOVE_0.words
        ('a whole number, 1 or more', 'a number of days, 0 or more', 'a number above 0')
        """
        noun = "a whole number" if self.whole else self.noun
        such = f", such as {self.example}" if self.example else ""
        return noun + self._limits(noun == "a number") + such

    def _limits(self, bare: bool) -> str:
        low, high = f"{self.low:g}", f"{self.high:g}"
        if not math.isfinite(self.low):
            below = f" {'below' if self.high_open else 'of at most'} {high}"
            return below if math.isfinite(self.high) else ""
        if not math.isfinite(self.high):
            return f" above {low}" if self.low_open else f"{' of' if bare else ','} {low} or more"
        if self.low_open:
            return f" between {low} and {high}" if self.high_open else f" above {low}, up to {high}"
        return (
            f" of {low} or more and less than {high}"
            if self.high_open
            else f" from {low} to {high}"
        )


ANY_NUMBER = NumberRange()
FROM_0 = NumberRange(0)
ABOVE_0 = NumberRange(0, low_open=True)
WHOLE_FROM_1 = NumberRange(1, whole=True)
DEVIATION = NumberRange(0, noun="a deviation")
LEVEL = NumberRange(0, 1, low_open=True, high_open=True, noun="a level", example="0.9")


@record
class WrittenNumber:
    """A property that gives a number on the thing itself, as the vocabulary declares it.

    Attributes:
        property: IRI of the property.
        metric: id of the metric that names it with ``loop:writtenAs``.
        roles: the kinds of thing that may carry it, from its ``rdfs:domain``.
        allowed: which numbers make sense, from its ``rdfs:range``.
        exact: whether the number is taken without uncertainty.
    """

    property: str
    metric: str
    roles: tuple[Role, ...]
    allowed: NumberRange
    exact: bool = False


def metric_range(
    metric: str, metrics: Mapping[str, Metric], written: Mapping[str, WrittenNumber]
) -> NumberRange:
    """Return which numbers make sense for a metric, from its unit and scale.

    A number that is taken exactly where it is written says how the loop is built: what evidence
    says of it has to lie within the same limits, though it need not be whole.

    Args:
        metric: its name as a word.
        metrics: the metrics that the files declare.
        written: the numbers that can be written directly, by metric.
    """
    declared = metrics.get(metric)
    if declared is None:
        return ANY_NUMBER
    direct = written.get(metric)
    if direct is not None and direct.exact:
        return replace(direct.allowed, whole=False)
    # By a number of lines side by side days are divided.
    if metric == MetricName.COUNT:
        return ABOVE_0
    # Checking that costs nothing makes sense, though the metric is a ratio on the log scale.
    return FROM_0 if metric == MetricName.CHECKING_COST else range_of(declared)


def range_of(metric: Metric) -> NumberRange:
    """Return which numbers make sense for any metric of this unit and scale.

    >>> range_of(Metric("pass-time", "pass time", "days", Scale.LOG)).words
    'a number of days, 0 or more'
    >>> told = "A score from 0 (not at all) to 4 (all of it)."
    >>> range_of(Metric("reach", "reach", "score", Scale.IDENTITY, definition=told)).words
    'a score from 0 to 4'
    """
    noun = _NOUNS.get(metric.unit, "a number")
    if metric.unit == "share":
        return NumberRange(0, 1, noun=noun)
    if metric.anchors:
        return NumberRange(0, len(metric.anchors) - 1, noun="a score")
    ends = _ENDS.search(metric.definition or "") if metric.unit == "score" else None
    if ends is not None:
        return NumberRange(float(ends["low"]), float(ends["high"]), noun="a score")
    if metric.scale is Scale.LOG:
        return NumberRange(0, low_open=metric.unit == "ratio", noun=noun)
    return NumberRange(noun=noun)
