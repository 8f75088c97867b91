"""What was predicted and what came: the records of a back-test."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph.estimates import Interval


@dataclass(frozen=True, slots=True)
class SpeedupPrediction:
    """One component's acceleration, predicted and as later evidence has it.

    Attributes:
        id: the component.
        label: what people call it.
        rate_per_year: change of ln acceleration per year, with its interval.
        before: the estimate from which it was predicted.
        predicted: with its interval.
        actual: what the evidence says that became known in between, alone.
        actual_basis: the best kind of evidence behind that.
        log_error: ln(actual / predicted): above 0 if more came than was predicted.
        no_change_log_error: ln(actual / before): the error of predicting no change.
        covered: whether the actual value lies in the predicted interval.
    """

    id: str
    label: str
    rate_per_year: Interval
    before: Interval
    predicted: Interval
    actual: Interval
    actual_basis: str
    log_error: float
    no_change_log_error: float
    covered: bool


@dataclass(frozen=True, slots=True)
class Unforeseen:
    """A component about which nothing was known, so that nothing could be predicted.

    Attributes:
        id: the component.
        label: what people call it.
        actual: what became known of it; against a silent prediction of 1.0.
        actual_basis: the best kind of evidence behind that.
    """

    id: str
    label: str
    actual: Interval
    actual_basis: str


@dataclass(frozen=True, slots=True)
class BackTest:
    """A year predicted from what was known the year before.

    Attributes:
        known_until: the last day that the prediction may use.
        predicted_for: the day it is for.
        years_ahead: between the two.
        common_rate_per_year: of ln acceleration, towards which the families' rates are shrunk.
        predictions: component by component, the worst miss first.
        unforeseen: components that had no number yet.
        untested: ids of components that were predicted and about which nothing new became known.
        coverage: share of the predictions whose 90 % interval holds what came; ``None`` if none
            could be tested.
        assumed_count: predictions that are tested against our own judgement only, which is no
            independent test.
        mean_absolute_log_error: of the predictions.
        no_change_mean_absolute_log_error: of predicting no change.
        pace_predicted: the loop's pace with the predicted accelerations.
        pace_actual: with all that was known on the day.
        pace_actual_comparable: the same with the unforeseen components at 1.0, as the prediction
            has them.
        pace_covered: whether the central value of ``pace_actual`` lies in the predicted interval;
            ``None`` without draws.
    """

    known_until: str
    predicted_for: str
    years_ahead: float
    common_rate_per_year: Interval
    predictions: tuple[SpeedupPrediction, ...]
    unforeseen: tuple[Unforeseen, ...]
    untested: tuple[str, ...]
    coverage: float | None
    assumed_count: int
    mean_absolute_log_error: float | None
    no_change_mean_absolute_log_error: float | None
    pace_predicted: Interval
    pace_actual: Interval
    pace_actual_comparable: Interval
    pace_covered: bool | None


def mean_absolute(errors: tuple[float, ...]) -> float | None:
    """Return the mean of the absolute values; ``None`` of nothing.

    >>> mean_absolute((1.0, -3.0)), mean_absolute(())
    (2.0, None)
    """
    return math.fsum(map(abs, errors)) / len(errors) if errors else None
