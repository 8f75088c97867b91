"""How much of a component's remaining days is people's own work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from graph.estimates import Estimate, Interval
from graph.loop.central import TimedComponent
from graph.loop.study import Study
from graph.statistics.scales import from_scale, to_scale
from graph.vocabulary import MetricName

#: Points per uncertain number at which people's work is worked out.
_POINTS = 40


@dataclass(frozen=True, slots=True)
class HumanTime:
    """People's own work in one component now.

    Attributes:
        days: in days per generation.
        share: as a share of the component's days now.
    """

    days: Interval
    share: Interval


def human_days(baseline: float, floor: float, speedup: float, ai_share: float) -> float:
    """Return the days of people's own work that are left in a component.

    ``min((1 - f) (d0 - u), d - u)`` with ``d = max(u, d0 / S)``: the touch time that AI does not
    do, but never more than the days that are left besides the floor (people then are faster
    themselves). Checking AI's work is not in it, so that it is a lower limit.

    Args:
        baseline: d0, days without AI, 0 or more.
        floor: u, days that no intelligence shortens, 0 to d0.
        speedup: S, above 0.
        ai_share: f, share of person-time that AI does, 0 to 1.

    >>> human_days(baseline=10, floor=2, speedup=2, ai_share=0.75)
    2.0
    """
    days = max(floor, baseline / speedup)
    return min((1 - ai_share) * (baseline - floor), days - floor)


def human_time(study: Study, item: TimedComponent) -> HumanTime | None:
    """Return what people are of a component's remaining days.

    The intervals come from the spread of AI's share and of the speed-up, taken as independent;
    the days without AI and the floor stand at their central estimates.

    Returns:
        ``None`` if AI's share of person-time is unknown, or if nothing is left to do. Without any
        known speed-up the component runs at its days without AI.
    """
    share = study.estimate(item.id, MetricName.AI_SHARE_OF_PERSON_TIME)
    if share is None or not item.days:
        return None
    speedup = study.estimate(item.id, MetricName.SPEEDUP)
    return _human_time(
        float(item.baseline_days), float(item.floor_days), float(item.days), speedup, share
    )


# A component whose numbers stay has the same answer whatever is supposed of the others.
@lru_cache(maxsize=1024)
def _human_time(
    baseline: float, floor: float, days: float, speedup: Estimate | None, share: Estimate
) -> HumanTime:
    left: list[float] = []
    parts: list[float] = []
    # ``human_days`` for all pairs of values, the part that hangs on one of them worked out once.
    touched = [(1 - ai_share) * (baseline - floor) for ai_share in _values(share)]
    for pace in _values(speedup):
        drawn = max(floor, baseline / pace)
        room = drawn - floor
        now = [min(days_left, room) for days_left in touched]
        left += now
        parts += [value / drawn if drawn else 0.0 for value in now]
    centre = human_days(baseline, floor, speedup.median if speedup else 1.0, share.median)
    return HumanTime(_interval(centre, left), _interval(centre / days, parts))


def _values(estimate: Estimate | None) -> Iterator[float]:
    """Yield equally likely values of an estimate; the one value if it is exact; 1 if unknown."""
    position = None if estimate is None else to_scale(estimate.scale, estimate.median)
    if estimate is None:
        yield 1.0
    elif estimate.deviation == 0 or position is None:
        yield estimate.median
    else:
        for score in _scores():
            yield from_scale(estimate.scale, position + estimate.deviation * score)


@lru_cache(maxsize=1)
def _scores() -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((index + 0.5) / _POINTS) for index in range(_POINTS))


def _interval(centre: float, values: list[float]) -> Interval:
    if len(values) == 1:
        return Interval(centre)
    ordered = sorted(values)
    low = ordered[math.floor(0.05 * len(ordered))]
    high = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return Interval(centre, min(low, centre), max(high, centre))
