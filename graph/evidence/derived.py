"""A component's acceleration worked out from the share AI does, its speed and its checking."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from graph.estimates import NORMAL_95, Basis, Estimate, Scale
from graph.evidence.pooling import Pool
from graph.model import Observation
from graph.records import record
from graph.statistics.scales import from_scale, to_scale
from graph.vocabulary import MetricName

#: Step of the numeric derivatives, on the scale of each input.
_STEP = 1e-4

#: The parts without which no acceleration is derived; a missing one is missing, not 0.
_NEEDED = (
    MetricName.AI_SHARE_OF_PERSON_TIME,
    MetricName.SPEED_ON_AUTOMATED_SHARE,
    MetricName.CHECKING_COST,
)

_OPTIONAL = (
    MetricName.HUMAN_UPLIFT,
    MetricName.FLOOR_SHARE,
    MetricName.FLOOR_DAYS,
    MetricName.BASELINE_DAYS,
)


@record
class Parts:
    """What an acceleration is made of.

    Attributes:
        automated_share: f, the part of touch time done by AI, 0 to 1; of touch time before AI.
        speed: s, AI's speed on that part, above 0.
        checking_cost: nu, checking per unit of automated work, 0 or more.
        human_uplift: g, how much faster people are at the rest, above 0.
        floor_share: u/d0, the part of the time that no intelligence shortens, 0 to 1.
    """

    automated_share: float
    speed: float
    checking_cost: float
    human_uplift: float = 1.0
    floor_share: float = 0.0


def acceleration(parts: Parts) -> float:
    """Return how many times faster a component runs than without AI.

    a = d0 / (u + h [(1 - f)/g + f (1/s + nu)]) with d0 = u + h. Without floor and checking and
    with g = 1 this is Amdahl's law inside the component; 1/s + nu > 1 gives a slowdown.

    Returns:
        1 if all is floor; infinity if nothing of the time is left.

    >>> acceleration(Parts(automated_share=0.5, speed=2.0, checking_cost=0.5))
    1.0
    """
    f = parts.automated_share
    touch = (1 - f) / parts.human_uplift + f * (1 / parts.speed + parts.checking_cost)
    remaining = parts.floor_share + (1 - parts.floor_share) * touch
    return 1 / remaining if remaining > 0 else math.inf


def derivable(told: Collection[str]) -> frozenset[str]:
    """Return the metrics of which numbers may be derived on a map that tells some metrics.

    >>> derivable({"lag"})
    frozenset()
    """
    return frozenset({MetricName.SPEEDUP} if all(part in told for part in _NEEDED) else ())


def derived_pool(
    subject: str,
    direct: Pool | None,
    pool: Callable[[str, str], Pool | None],
    observations: Mapping[str, Observation],
) -> Pool | None:
    """Return a component's acceleration from its parts, with first-order spread.

    The parts are taken as independent: variance of ln a = sum (d ln a / d g(x))^2 * deviation^2,
    with g the scale of each part and the derivative numeric. A part that nothing says has no
    neutral value (share, speed, checking cost) or one: people no faster at the rest (g = 1), no
    floor (u = 0).

    Args:
        subject: id of the component.
        direct: the pool of its speed-ups, if any, none of which is evidence with a value.
        pool: gives the pool of a subject and metric.
        observations: those of the map, by id: they name their sources.

    Returns:
        ``None`` if a needed part is unknown, if a floor is known without the days it is a floor
        of, if speed or uplift is 0, or if our own assumption on the whole stands against parts
        that are assumed as well.
    """
    inputs = _inputs(subject, pool)
    if inputs is None:
        return None
    estimates = {metric: item.estimate for metric, item in inputs.items() if item.estimate}
    # Where share or speed is no more than an assumption, the assumed whole stands.
    share = estimates[MetricName.AI_SHARE_OF_PERSON_TIME]
    speed = estimates[MetricName.SPEED_ON_AUTOMATED_SHARE]
    if direct and direct.estimate and max(share.assumed_share, speed.assumed_share) >= 1:
        return None
    parts = _parts({name: item.median for name, item in estimates.items()})
    if parts.speed <= 0 or parts.human_uplift <= 0:
        return None
    value = acceleration(parts)
    if not 0 < value < math.inf:
        return None
    variances = {
        name: _slope(estimates, name) ** 2 * e.deviation**2 for name, e in estimates.items()
    }
    return _as_pool(subject, direct, inputs, value, variances, observations)


def _inputs(subject: str, pool: Callable[[str, str], Pool | None]) -> dict[str, Pool] | None:
    found = {metric: pool(subject, metric) for metric in _NEEDED}
    if not all(item and item.estimate for item in found.values()):
        return None
    found |= {metric: pool(subject, metric) for metric in _OPTIONAL}
    known = {str(name): item for name, item in found.items() if item and item.estimate}
    if MetricName.FLOOR_SHARE in known:
        # The share itself is surer than floor and whole, which it would be worked out from.
        known.pop(MetricName.FLOOR_DAYS, None)
    floor_alone = MetricName.FLOOR_DAYS in known and MetricName.BASELINE_DAYS not in known
    if floor_alone:
        return None
    if MetricName.FLOOR_DAYS not in known:
        known.pop(MetricName.BASELINE_DAYS, None)
    return known


def _parts(values: Mapping[str, float]) -> Parts:
    floor = values.get(MetricName.FLOOR_DAYS)
    baseline = values.get(MetricName.BASELINE_DAYS)
    share = values.get(MetricName.FLOOR_SHARE)
    return Parts(
        automated_share=values[MetricName.AI_SHARE_OF_PERSON_TIME],
        speed=values[MetricName.SPEED_ON_AUTOMATED_SHARE],
        checking_cost=values[MetricName.CHECKING_COST],
        human_uplift=values.get(MetricName.HUMAN_UPLIFT, 1.0),
        floor_share=share if share is not None else _ratio(floor, baseline),
    )


def _ratio(floor: float | None, baseline: float | None) -> float:
    return min(1.0, floor / baseline) if floor and baseline else 0.0


def _slope(estimates: Mapping[str, Estimate], moved: str) -> float:
    """Return the derivative of ln a by one part on that part's own scale."""
    estimate = estimates[moved]
    position = to_scale(estimate.scale, estimate.median)
    if estimate.deviation == 0 or position is None:
        return 0.0
    values = {name: item.median for name, item in estimates.items()}
    ends = []
    for step in (-_STEP, _STEP):
        values[moved] = from_scale(estimate.scale, position + step)
        ends.append(math.log(acceleration(_parts(values))))
    return (ends[1] - ends[0]) / (2 * _STEP)


def _as_pool(
    subject: str,
    direct: Pool | None,
    inputs: Mapping[str, Pool],
    value: float,
    variances: Mapping[str, float],
    observations: Mapping[str, Observation],
) -> Pool:
    total = sum(variances.values())
    # Each part weighs by the variance it brings; equally if all are exact.
    parts = {name: x / total if total else 1 / len(variances) for name, x in variances.items()}
    shared = [
        replace(item, weight=parts[name] * item.weight)
        for name, pool in inputs.items()
        for item in pool.weights
    ]
    weights = tuple(sorted(shared, key=lambda item: (-item.weight, item.observation_id)))
    reason = "an assumption on the whole, and there is evidence on its parts"
    overruled = [
        replace(item, weight=0.0, reason_excluded=item.reason_excluded or reason)
        for item in (direct.weights if direct else ())
    ]
    deviation = math.sqrt(total)
    reach = NORMAL_95 * deviation
    estimates = {name: item.estimate for name, item in inputs.items() if item.estimate}
    used = {identifier for e in estimates.values() for identifier in e.observation_ids}
    assumed = sum(parts[name] * e.assumed_share for name, e in estimates.items())
    estimate = Estimate(
        median=value,
        low=value * math.exp(-reach) if deviation else None,
        high=value * math.exp(reach) if deviation else None,
        unit="ratio",
        scale=Scale.LOG,
        deviation=deviation,
        basis=Basis.DERIVED,
        observation_ids=tuple(w.observation_id for w in weights if w.observation_id in used),
        source_count=len({observations[name].source for name in used} - {None}),
        assumed_share=min(1.0, assumed),
    )
    return Pool(
        subject=subject,
        metric=MetricName.SPEEDUP,
        estimate=estimate,
        heterogeneity=None,
        weights=(*weights, *overruled),
        judgement=direct.judgement if direct else None,
        other_notions=direct.other_notions if direct else (),
        borrowed_from=next((p.borrowed_from for p in inputs.values() if p.borrowed_from), None),
        derived=True,
        inputs=tuple(inputs.values()),
        note="Worked out from its parts; each weighs by the variance it brings.",
    )
