"""Numbers that follow from others: days from rounds or from days now, floors, lags.

Baseline days are days per round x rounds / lines side by side; or, where days are told as they are
now, pass time x speed-up: on the log scale ``ln d0 = ln d + ln S``, so that the variances of the
two add up. Floor days are a share of the baseline; the lag of what is ordered ahead is
reserve x lead time x generations a year / 365.25. The same formulas serve estimates, exact numbers
and draws.

In a draw the days now are the pass time drawn, whatever the speed-up: ``d = max(u, d0 / S) = d``
with the same S. What the speed-up is unsure of makes only the days without AI unsure, and with them
the pace. Suppose another speed-up, and the days without AI stay what they were: the speed-up in
the formula is always the one of the evidence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from graph.estimates import NORMAL_95, Basis, Estimate, Scale
from graph.evidence.pooling import Pool, Weight
from graph.model import LoopModel
from graph.records import record
from graph.vocabulary import MetricName

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

#: Days of a year, as lead times and generations a year are told.
DAYS_PER_YEAR = 365.25

#: What may follow from other numbers.
FOLLOWING = (MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS, MetricName.LAG)

#: One number, or one for each draw.
Quantity = TypeVar("Quantity", float, "NDArray[float64]")


class Key(NamedTuple):
    """Which number: of what, and which metric as a word."""

    subject: str
    metric: str

    def __str__(self) -> str:
        return f"{self.subject}.{self.metric}"


#: Gives what is believed of a number; ``None`` if nothing is known.
Believed = Callable[[Key], Estimate | None]


@record
class Formula:
    """``scale * product(above) * product(held) * sum(added) / product(below)``.

    Attributes:
        above: what multiplies.
        below: what divides.
        added: what is added up before it multiplies; no sum at all if empty.
        scale: a constant factor.
        held: what multiplies as the evidence has it, whatever is supposed of it.
    """

    above: tuple[Key, ...]
    below: tuple[Key, ...] = ()
    added: tuple[Key, ...] = ()
    scale: float = 1.0
    held: tuple[Key, ...] = ()

    @property
    def inputs(self) -> tuple[Key, ...]:
        """Everything it needs, each once."""
        return tuple(dict.fromkeys((*self.above, *self.held, *self.below, *self.added)))

    @property
    def movers(self) -> tuple[Key, ...]:
        """Everything with which it moves if another number is supposed."""
        return tuple(key for key in self.inputs if key not in self.held)

    def value(
        self,
        of: Callable[[Key], Quantity],
        of_evidence: Callable[[Key], Quantity] | None = None,
    ) -> Quantity:
        """Return what comes out, for whatever kind of number is put in: floats or draws.

        Args:
            of: gives an input.
            of_evidence: gives one that is held as the evidence has it; without it ``of`` does.

        >>> formula = Formula((Key("a", "days-per-round"), Key("r", "count")))
        >>> formula.value({("a", "days-per-round"): 1.5, ("r", "count"): 12.0}.__getitem__)
        18.0
        """
        found = of(self.above[0])
        for key in self.above[1:]:
            found = found * of(key)
        for key in self.held:
            found = found * (of_evidence or of)(key)
        if self.added:
            total = of(self.added[0])
            for key in self.added[1:]:
                total = total + of(key)
            found = found * total
        for key in self.below:
            found = found / of(key)
        return found * self.scale if self.scale != 1 else found

    def __str__(self) -> str:
        """Return it in the names that ``--set`` takes.

        >>> str(Formula((Key("a", "days-per-round"), Key("r", "count")), (Key("l", "count"),)))
        'a.days-per-round x r.count / l.count'
        """
        total = " + ".join(map(str, self.added))
        sums = (f"({total})" if len(self.added) > 1 else total,) if self.added else ()
        found = " x ".join((*map(str, self.above), *map(str, self.held), *sums))
        days = f" / {DAYS_PER_YEAR:g}" if self.scale != 1 else ""
        return found + "".join(f" / {key}" for key in self.below) + days


def formula_of(
    model: LoopModel, key: Key, believed: Believed, evidence: Believed | None = None
) -> Formula | None:
    """Return the formula by which a number follows from others.

    Args:
        model: says what counts whose rounds and what makes up whose lead time.
        key: the number.
        believed: gives what is believed of an input.
        evidence: gives what the evidence says of one that is held; without it ``believed`` does.

    Returns:
        ``None`` if it does not follow: the map does not say how, or an input is unknown.
    """
    if key.metric not in _BY_METRIC:
        return None
    formula = _BY_METRIC[key.metric](model, key.subject, believed)
    if formula is None or any(believed(item) is None for item in formula.movers):
        return None
    # Where nothing is known of the speed-up, days were without AI what they are now.
    known = evidence or believed
    if all(known(item) is not None for item in formula.held):
        return formula
    return replace(formula, held=tuple(item for item in formula.held if known(item) is not None))


def followable(told: Collection[str]) -> frozenset[str]:
    """Return the metrics of which numbers may follow on a map that tells some metrics.

    >>> [str(metric) for metric in followable({"floor-share", "lag"})]
    ['floor-days']
    """
    return frozenset(
        metric for metric, starts in _STARTS.items() if any(start in told for start in starts)
    )


def may_follow(model: LoopModel, key: Key) -> bool:
    """Return whether the map says from what a number would follow, known or not.

    >>> may_follow(LoopModel({}, {}, {}), Key("review", "lag"))
    False
    """
    shape = _BY_METRIC.get(key.metric)
    return shape is not None and shape(model, key.subject, None) is not None


def dependents(model: LoopModel) -> dict[Key, tuple[Key, ...]]:
    """Return for each number what follows, or could follow, from it directly."""
    found: dict[Key, list[Key]] = {}
    keys = [
        *(Key(item, metric) for item in model.components for metric in FOLLOWING[:2]),
        *(Key(item, MetricName.LAG) for item in model.dependencies),
    ]
    for key in keys:
        formula = _BY_METRIC[key.metric](model, key.subject, None)
        for item in formula.movers if formula else ():
            found.setdefault(item, []).append(key)
    return {key: tuple(items) for key, items in found.items()}


def _baseline(model: LoopModel, subject: str, _: Believed | None) -> Formula | None:
    component = model.components.get(subject)
    if subject in model.told_as_now:
        return Formula(
            (Key(subject, MetricName.PASS_TIME),), held=(Key(subject, MetricName.SPEEDUP),)
        )
    if component is None or not component.rounds_of:
        return None
    rounds = (Key(item, MetricName.COUNT) for item in component.rounds_of)
    return Formula(
        (Key(subject, MetricName.DAYS_PER_ROUND), *rounds),
        tuple(Key(item, MetricName.COUNT) for item in component.side_by_side),
    )


def _floor(model: LoopModel, subject: str, _: Believed | None) -> Formula | None:
    if subject not in model.components:
        return None
    return Formula((Key(subject, MetricName.FLOOR_SHARE), Key(subject, MetricName.BASELINE_DAYS)))


def _lag(model: LoopModel, subject: str, believed: Believed | None) -> Formula | None:
    dependency = model.dependencies.get(subject)
    if dependency is None or dependency.ordered_at_rate is None:
        return None
    parts = tuple(Key(item, MetricName.BASELINE_DAYS) for item in dependency.lead_time_of)
    booked = Key(subject, MetricName.BOOKED_AHEAD_DAYS)
    # Days of no component come on top of those of components; without these they are the whole.
    if not parts or believed is None or believed(booked) is not None:
        parts = (*parts, booked)
    return Formula(
        (
            Key(subject, MetricName.RESERVE),
            Key(dependency.ordered_at_rate, MetricName.COUNT),
        ),
        added=parts,
        scale=1 / DAYS_PER_YEAR,
    )


#: How each number that may follow from others does so, by its metric.
_BY_METRIC: dict[str, Callable[[LoopModel, str, Believed | None], Formula | None]] = {
    MetricName.BASELINE_DAYS: _baseline,
    MetricName.FLOOR_DAYS: _floor,
    MetricName.LAG: _lag,
}

#: With what each of their formulas begins: unless one of these is told, none of them follows.
_STARTS = {
    MetricName.BASELINE_DAYS: (MetricName.PASS_TIME, MetricName.DAYS_PER_ROUND),
    MetricName.FLOOR_DAYS: (MetricName.FLOOR_SHARE,),
    MetricName.LAG: (MetricName.RESERVE,),
}


#: Gives the formula by which a number follows from others; ``None`` for one that does not.
Formulas = Callable[[Key], Formula | None]


def followed_estimate(
    key: Key, believed: Believed, formulas: Formulas, evidence: Believed | None = None
) -> Estimate | None:
    """Return a number as it follows from others: the formula at the medians, first-order spread.

    On the log scale each input moves the result by its slope, and one that enters by several ways,
    a driver of two parts, by the sum of them: variance = sum of (slope * deviation)^2.

    Args:
        key: the number.
        believed: gives what is believed, or supposed, of an input.
        formulas: gives the formula of the number, and of inputs that follow themselves.
        evidence: gives what the evidence says of an input that is held.

    Returns:
        ``None`` if it does not follow from others. Its observations are those of its inputs, and
        what is assumed weighs by the variance it brings.
    """
    formula = formulas(key)
    if formula is None:
        return None
    known = evidence or believed
    median = formula.value(lambda item: _median(believed, item), lambda item: _median(known, item))

    def leaf_of(item: Key) -> Estimate | None:
        return known(item) if item in formula.held else believed(item)

    slopes = _slopes(key, leaf_of, formulas)
    leaves = {item: found for item in slopes if (found := leaf_of(item))}
    parts = _parts([(slopes[item] * leaf.deviation) ** 2 for item, leaf in leaves.items()])
    total = sum((slopes[item] * leaf.deviation) ** 2 for item, leaf in leaves.items())
    deviation = math.sqrt(total) if median > 0 else 0.0
    reach = NORMAL_95 * deviation
    assumed = (part * leaf.assumed_share for part, leaf in zip(parts, leaves.values(), strict=True))
    return Estimate(
        median=median,
        low=median * math.exp(-reach) if deviation else None,
        high=median * math.exp(reach) if deviation else None,
        unit="generations" if key.metric == MetricName.LAG else "days",
        scale=Scale.LOG,
        deviation=deviation,
        basis=Basis.DERIVED,
        observation_ids=tuple(
            dict.fromkeys(name for leaf in leaves.values() for name in leaf.observation_ids)
        ),
        assumed_share=min(1.0, sum(assumed)),
    )


def _median(believed: Believed, key: Key) -> float:
    found = believed(key)
    return found.median if found else math.nan


def _parts(variances: Sequence[float]) -> list[float]:
    """Return the part of each in their sum; equal parts if nothing varies."""
    total = sum(variances)
    return [item / total if total else 1 / len(variances) for item in variances]


def _slopes(key: Key, believed: Believed, formulas: Formulas) -> dict[Key, float]:
    """Return how the logarithm of a number moves with each input at the end of the chain.

    Per unit of the input's own scale; what an input does by several ways is added up.
    """
    formula = formulas(key)
    if formula is None:
        own = believed(key)
        return {key: _log_slope(own)} if own else {}
    slopes: dict[Key, float] = {}
    for item, part in _log_parts(formula, believed):
        for leaf, slope in _slopes(item, believed, formulas).items():
            slopes[leaf] = slopes.get(leaf, 0.0) + part * slope
    return slopes


def _log_parts(formula: Formula, believed: Believed) -> list[tuple[Key, float]]:
    """Return d ln result / d ln input for each input, in the order of the formula."""
    terms = [_median(believed, item) for item in formula.added]
    return [
        *((item, 1.0) for item in (*formula.above, *formula.held)),
        *((item, -1.0) for item in formula.below),
        *zip(formula.added, _parts(terms) if terms else (), strict=True),
    ]


def _log_slope(estimate: Estimate) -> float:
    """Return d ln x / d position at the median, on the scale of the number."""
    if estimate.scale is Scale.LOG:
        return 1.0
    if estimate.scale is Scale.LOGIT:
        return 1 - estimate.median
    return 1 / estimate.median if estimate.median else 0.0


def followed_pool(
    model: LoopModel,
    key: Key,
    direct: Pool | None,
    pool: Callable[[str, str], Pool | None],
) -> Pool | None:
    """Return a number that follows from others, with what each of those rests on.

    Args:
        model: the map.
        key: the number.
        direct: what is said of the number itself, which then weighs nothing.
        pool: gives the pool of a subject and metric.

    Returns:
        ``None`` if the number does not follow from others, or an input is unknown.
    """
    if _BY_METRIC[key.metric](model, key.subject, None) is None:
        # So it is with most numbers of a large map.
        return None

    def believed(item: Key) -> Estimate | None:
        found = pool(*item)
        return found.estimate if found else None

    def formulas(item: Key) -> Formula | None:
        return formula_of(model, item, believed)

    formula = formulas(key)
    estimate = followed_estimate(key, believed, formulas) if formula else None
    if formula is None or estimate is None:
        return None
    inputs = tuple(found for item in formula.inputs if (found := pool(*item)))
    weights = _weights(formula, inputs, believed)
    sources = {model.observations[name].source for name in estimate.observation_ids}
    heaviest = (item.observation_id for item in weights)
    carrying = set(estimate.observation_ids)
    reason = "told directly, and it follows from other numbers"
    overruled = (
        replace(item, weight=0.0, reason_excluded=item.reason_excluded or reason)
        for item in (direct.weights if direct else ())
    )
    metric = model.metrics.get(key.metric)
    return Pool(
        subject=key.subject,
        metric=key.metric,
        estimate=replace(
            estimate,
            unit=metric.unit if metric else estimate.unit,
            observation_ids=tuple(name for name in heaviest if name in carrying),
            source_count=len(sources - {None}),
        ),
        heterogeneity=None,
        weights=(*weights, *overruled),
        judgement=direct.judgement if direct else None,
        derived=True,
        inputs=inputs,
        note=f"It follows from other numbers: {formula}.",
    )


def _weights(formula: Formula, inputs: Sequence[Pool], believed: Believed) -> tuple[Weight, ...]:
    """Return the weights of all observations behind the inputs, each once, heaviest first.

    Each input weighs by the variance it brings.
    """
    variances: dict[Key, float] = dict.fromkeys(formula.inputs, 0.0)
    for item, part in _log_parts(formula, believed):
        found = believed(item)
        variances[item] += (part * _log_slope(found) * found.deviation) ** 2 if found else 0.0
    merged: dict[str, Weight] = {}
    for share, pool in zip(_parts(list(variances.values())), inputs, strict=True):
        for weight in pool.weights:
            earlier = merged.get(weight.observation_id)
            total = share * weight.weight + (earlier.weight if earlier else 0.0)
            merged[weight.observation_id] = replace(weight, weight=total)
    return tuple(sorted(merged.values(), key=lambda item: (-item.weight, item.observation_id)))
