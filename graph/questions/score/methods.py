"""Ways of forecasting, tried on the same values and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from graph.estimates import Interval
from graph.questions.score.answer import Rival
from graph.records import record
from graph.statistics.forecast import Forecast
from graph.statistics.scoring import mean_difference, share_of, skill

#: From one forecast and what came to a score, lower being better.
Rule = Callable[[Forecast, float], float]


@record
class TriedMethod:
    """One way of forecasting with all it forecast and what came, on the scale of the scores."""

    name: str
    forecasts: tuple[Forecast, ...]
    actual: tuple[float, ...]

    def scores(self, rule: Rule) -> list[float]:
        """Return the score of each forecast."""
        return [rule(one, came) for one, came in zip(self.forecasts, self.actual, strict=True)]

    @property
    def coverage(self) -> Interval:
        """The share of the values inside the intervals, with its exact interval."""
        held = sum(one.covers(came) for one, came in zip(self.forecasts, self.actual, strict=True))
        found = share_of(held, len(self.actual))
        if found is None:
            raise ValueError("A method that forecast nothing has no coverage.")
        return found


def compared(
    methods: Sequence[TriedMethod],
    rule: Rule = Forecast.ranked_probability_score,
    *,
    from_zero: bool = True,
) -> tuple[Rival, ...]:
    """Return the methods with their scores, the first held against each of the others.

    Args:
        methods: tried on the same values, at least one.
        rule: how a forecast is scored.
        from_zero: whether 0 is a perfect score, so that skill means something.
    """
    first = methods[0].scores(rule)
    found = []
    for place, method in enumerate(methods):
        scores = method.scores(rule)
        found.append(
            Rival(
                name=method.name,
                score=fsum(scores) / len(scores),
                coverage=method.coverage,
                skill=skill(first, scores) if place and from_zero else None,
                gain=mean_difference(scores, first) if place else None,
            )
        )
    return tuple(found)
