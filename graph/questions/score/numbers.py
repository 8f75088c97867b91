"""The numbers by which forecasts are made, as the map states them, before any is made."""

from __future__ import annotations

from enum import StrEnum

from graph.errors import LoopmapError
from graph.estimates import Estimate
from graph.loop.outside_pace import WHOLE_LOOP
from graph.loop.study import Study
from graph.records import record


class ForecastMetric(StrEnum):
    """The metrics of the map that say how forecasts are made, and what they are made of."""

    CAPABILITY_INDEX = "capability-index"
    GENERATION_STEP = "generation-step"
    MERGED_RELEASE_DAYS = "merged-release-days"
    PRIOR_RELEASE_GAP = "prior-release-gap"
    PRIOR_GAP_TREND = "prior-gap-trend"
    PRIOR_GAP_SCATTER = "prior-gap-scatter"
    PRIOR_GAP_WEIGHT = "prior-gap-weight"
    LAB_SCATTER = "lab-scatter"
    TREND_MEMORY = "trend-memory"
    TREND_STANDSTILL = "trend-standstill"
    SPREAD_WEIGHT = "spread-weight"


@record
class ReleaseNumbers:
    """What counts as a generation, and what is expected of the gaps between two.

    Attributes:
        step: points by which a release must raise its lab's best.
        merged_days: releases so many days after a generation belong to it.
        gap: days between two generations of one lab, before any is seen; on the log scale.
        trend: change of its logarithm per year.
        scatter: standard deviation of the logarithm of one lab's gaps.
        weight: how many gaps that expectation counts for.
        lab_scatter: standard deviation between labs of the logarithm of their usual gap.
    """

    step: float
    merged_days: float
    gap: Estimate
    trend: Estimate
    scatter: float
    weight: float
    lab_scatter: float


@record
class TrendNumbers:
    """How a series is carried on.

    Attributes:
        memory_days: after so many days a step counts half.
        standstill_days: so many days without change are mixed in.
        spread_weight: so many steps the spread without a trend counts for.
    """

    memory_days: float
    standstill_days: float
    spread_weight: float


class MissingNumberError(LoopmapError):
    """The map does not state a number that a forecast needs; the text says which."""


def release_numbers(study: Study) -> ReleaseNumbers:
    """Return how generations are counted and gaps forecast; suppositions do not touch it.

    Raises:
        MissingNumberError: the map does not state one of the numbers, or one that cannot be used.
    """
    gap = _stated(study, ForecastMetric.PRIOR_RELEASE_GAP)
    trend = _stated(study, ForecastMetric.PRIOR_GAP_TREND)
    return ReleaseNumbers(
        step=_above_zero(study, ForecastMetric.GENERATION_STEP),
        merged_days=_stated(study, ForecastMetric.MERGED_RELEASE_DAYS).median,
        gap=_uncertain(gap, ForecastMetric.PRIOR_RELEASE_GAP),
        trend=_uncertain(trend, ForecastMetric.PRIOR_GAP_TREND),
        scatter=_above_zero(study, ForecastMetric.PRIOR_GAP_SCATTER),
        weight=_above_zero(study, ForecastMetric.PRIOR_GAP_WEIGHT),
        lab_scatter=_above_zero(study, ForecastMetric.LAB_SCATTER),
    )


def trend_numbers(study: Study) -> TrendNumbers:
    """Return how series are carried on; suppositions do not touch it.

    Raises:
        MissingNumberError: the map does not state one of the numbers, or one that cannot be used.
    """
    return TrendNumbers(
        memory_days=_above_zero(study, ForecastMetric.TREND_MEMORY),
        standstill_days=_above_zero(study, ForecastMetric.TREND_STANDSTILL),
        spread_weight=_above_zero(study, ForecastMetric.SPREAD_WEIGHT),
    )


def _stated(study: Study, metric: ForecastMetric) -> Estimate:
    found = study.estimates.get(WHOLE_LOOP, metric)
    if found is None:
        name = f"{WHOLE_LOOP}.{metric}"
        raise MissingNumberError(
            f"the map does not state {name} as of the date asked about; "
            "ontology/evidence/forecasting.ttl shows how"
        )
    return found


def _above_zero(study: Study, metric: ForecastMetric) -> float:
    value = _stated(study, metric).median
    if value <= 0:
        raise MissingNumberError(f"{WHOLE_LOOP}.{metric} must be above 0 and is {value:g}")
    return value


def _uncertain(estimate: Estimate, metric: ForecastMetric) -> Estimate:
    if estimate.deviation <= 0:
        name = f"{WHOLE_LOOP}.{metric}"
        raise MissingNumberError(f"{name} needs an interval (loop:low, loop:high)")
    return estimate
