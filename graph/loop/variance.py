"""Which uncertain numbers make the pace uncertain, and on what kind of evidence they rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.marked_graph import exact
from graph.errors import LoopmapError
from graph.estimates import Basis, Estimate, Interval
from graph.evidence.following import Key
from graph.evidence.pooling import Pool
from graph.loop.central import CentralLoop, TimedComponent, central_loop
from graph.loop.central_numbers import to_digits
from graph.loop.days import days_at
from graph.loop.inputs import input_keys
from graph.loop.solver import LoopSolver
from graph.loop.study import Study, dependents_of
from graph.model import LoopModel, Supposition
from graph.records import record
from graph.statistics.scales import from_scale, to_scale
from graph.vocabulary import MetricName


@record
class InputNumber:
    """One number that enters the answers, with the evidence on it.

    Attributes:
        subject: id of the component or dependency.
        metric: as a word.
        pool: the evidence on it.
    """

    subject: str
    metric: str
    pool: Pool

    @property
    def name(self) -> str:
        """What ``--set`` calls it: ``code-review.speedup``."""
        return f"{self.subject}.{self.metric}"


def input_numbers(study: Study) -> Iterator[InputNumber]:
    """Yield every number that enters period, pace or ceiling and is known, by subject.

    What is supposed is no evidence and is left out; for a number that follows from others stand
    those it follows from.
    """
    for subject, metric in sorted(input_keys(study), key=_place(study.model)):
        pool = study.estimates.pool(subject, metric)
        if pool and pool.estimate and study.supposed(subject, metric) is None:
            yield InputNumber(subject, metric, pool)


def _place(model: LoopModel) -> Callable[[Key], tuple[int, str, int]]:
    """Return the order of reading: components, dependencies, drivers; each by id, then metric."""
    holders = (model.components, model.dependencies)
    order = {str(metric): number for number, metric in enumerate(MetricName)}

    def place(key: Key) -> tuple[int, str, int]:
        kind = next((n for n, holder in enumerate(holders) if key.subject in holder), len(holders))
        return kind, key.subject, order.get(key.metric, len(order))

    return place


#: What is moved without asking for the whole loop anew: days of one component.
_DAYS = frozenset(
    (
        MetricName.SPEEDUP,
        MetricName.BASELINE_DAYS,
        MetricName.FLOOR_DAYS,
        MetricName.DAYS_PER_ROUND,
        MetricName.FLOOR_SHARE,
    )
)

#: Significant digits to which days are rounded, so that exact arithmetic stays quick.
_DIGITS = 9

#: A variance below this comes from that rounding alone.
_ROUNDING_NOISE = 1e-10


@record
class Contribution:
    """What one uncertain number does to the pace.

    Attributes:
        subject: id of the component or dependency.
        metric: as a word.
        value: the number.
        basis: the best kind of evidence behind it.
        assumed_share: the part of its weight that is assumption, 0 to 1.
        variance_share: its part of the variance of ``ln pace``, 0 to 1.
        pace_low: the pace with the number one standard deviation lower.
        pace_high: with the number one standard deviation higher.
    """

    subject: str
    metric: str
    value: Interval
    basis: str
    assumed_share: float
    variance_share: float
    pace_low: float
    pace_high: float


@record
class _Move:
    """The pace with one number one deviation below and above its centre."""

    number: InputNumber
    estimate: Estimate
    low: float
    high: float

    @property
    def variance(self) -> float:
        if not 0 < self.low < math.inf or not 0 < self.high < math.inf:
            return 0.0
        return (math.log(self.high / self.low) / 2) ** 2


def contributions(
    study: Study, drawn_shares: Mapping[tuple[str, str], float] | None = None
) -> tuple[Contribution, ...]:
    """Return what each uncertain number does to the pace, the largest first.

    Every number is moved alone, one standard deviation down and up on its own scale, and the loop
    solved anew. Without draws ``((ln pace(+) - ln pace(-)) / 2)^2`` is its part of the variance;
    what numbers do together, and what they have in common, is then not in it.

    Args:
        study: the map, the standpoint and what is supposed.
        drawn_shares: the parts found over draws, by subject and metric, to be given instead.

    Returns:
        Those with a part above 0; the parts sum to 1. Nothing if nothing is uncertain.

    Raises:
        LoopmapError: the loop has no period.
    """
    moves = tuple(_moves(study))
    shares = _shares_alone(moves) if drawn_shares is None else drawn_shares
    rows = [
        _contribution(move, shares[move.number.subject, move.number.metric])
        for move in moves
        if (move.number.subject, move.number.metric) in shares
    ]
    return tuple(sorted(rows, key=lambda row: (-row.variance_share, row.subject, row.metric)))


def shares_by_basis(rows: tuple[Contribution, ...]) -> dict[str, float]:
    """Return the part of the pace's variance that rests on each kind of evidence.

    A number's part counts as assumed by the share of its weight that is assumption, the rest by
    its best kind. The parts sum to 1; nothing if nothing is uncertain.
    """
    shares = {basis.value: 0.0 for basis in Basis} if rows else {}
    for row in rows:
        assumed = 1.0 if row.basis == Basis.ASSUMED.value else row.assumed_share
        shares[Basis.ASSUMED.value] += row.variance_share * assumed
        shares[row.basis] += row.variance_share * (1 - assumed)
    return shares


def _shares_alone(moves: tuple[_Move, ...]) -> dict[tuple[str, str], float]:
    moving = [move for move in moves if move.variance > _ROUNDING_NOISE]
    total = sum(move.variance for move in moving)
    return {(move.number.subject, move.number.metric): move.variance / total for move in moving}


def _contribution(move: _Move, share: float) -> Contribution:
    return Contribution(
        subject=move.number.subject,
        metric=move.number.metric,
        value=move.estimate.interval,
        basis=move.estimate.basis.value,
        assumed_share=move.estimate.assumed_share,
        variance_share=share,
        pace_low=move.low,
        pace_high=move.high,
    )


def _moves(study: Study) -> Iterator[_Move]:
    loop = central_loop(study)
    uncertain = [
        (item, estimate)
        for item in input_numbers(study)
        if (estimate := item.pool.estimate) and estimate.deviation > 0
    ]
    moved = {
        item.name: tuple(_moved(study, loop, item, end) for end in _ends(estimate))
        for item, estimate in uncertain
        if item.metric in _DAYS and item.subject in loop.index and _moves_alone(study, item)
    }
    paces = _Paces(loop, [part for pair in moved.values() for part in pair])
    for item, estimate in uncertain:
        if item.name in moved:
            low, high = (paces.with_component(part) for part in moved[item.name])
        elif item.metric in _DAYS and item.subject not in loop.index:
            continue
        else:
            low, high = (_pace_supposing(study, item, end) for end in _ends(estimate))
        yield _Move(item, estimate, low, high)


def _ends(estimate: Estimate) -> tuple[float, float]:
    """Return the number one standard deviation down and up; the number itself if it has none."""
    position = to_scale(estimate.scale, estimate.median)
    if position is None:
        return estimate.median, estimate.median
    low, high = (from_scale(estimate.scale, position + estimate.shift(sign)) for sign in (-1, 1))
    return max(low, 0.0), high


def _supposing(study: Study, item: InputNumber, value: float) -> Study:
    return study.supposing((Supposition(item.subject, item.metric, value),))


def _moves_alone(study: Study, item: InputNumber) -> bool:
    """Return whether a number of a component moves nothing but that component's days."""
    dependents = study.of_evidence(dependents_of)
    waiting = [Key(item.subject, item.metric)]
    for key in waiting:
        waiting += dependents.get(key, ())
    return all(key.subject == item.subject for key in waiting)


def _moved(study: Study, loop: CentralLoop, item: InputNumber, value: float) -> TimedComponent:
    """Return a component with one of its numbers changed and its days worked out again."""
    part = loop.components[loop.index[item.subject]]
    if item.metric == MetricName.SPEEDUP:
        part = replace(part, speedup=exact(value), baseline_days=_days_behind(study, part, value))
    else:
        supposing = _supposing(study, item, value)
        baseline = _days(supposing, part, MetricName.BASELINE_DAYS)
        floor = _days(supposing, part, MetricName.FLOOR_DAYS)
        part = replace(
            part,
            baseline_days=part.baseline_days if baseline is None else baseline,
            # A floor told in days stays as it is, unless the whole would be less than it.
            floor_days=part.floor_days if floor is None else floor,
        )
    floor = min(part.floor_days, part.baseline_days)
    days = days_at(part.baseline_days, floor, part.speedup or None, _round)
    return replace(part, floor_days=floor, days=days)


def _days_behind(study: Study, part: TimedComponent, speedup: float) -> Fraction:
    """Return the days without AI at another speed-up, where they follow from the days now.

    What is unsure of the speed-up then leaves the days now alone.
    """
    formula = study.formula(Key(part.id, MetricName.BASELINE_DAYS))
    if formula is None or not formula.held or not part.speedup:
        return part.baseline_days
    return _round(part.baseline_days * exact(speedup) / part.speedup)


def _days(study: Study, part: TimedComponent, metric: MetricName) -> Fraction | None:
    """Return days of a component that a supposition moves; ``None`` if it leaves them alone."""
    estimate = study.estimate(part.id, metric) if study.moved(part.id, metric) else None
    return _round(part.visits * exact(estimate.median)) if estimate else None


def _round(days: Fraction) -> Fraction:
    return to_digits(days, _DIGITS)


class _Paces:
    """The pace of a loop with one component changed."""

    def __init__(self, loop: CentralLoop, parts: list[TimedComponent]) -> None:
        self._index = loop.index
        self._now = LoopSolver(loop, [part.days for part in parts])
        before = replace(
            loop,
            components=tuple(replace(item, days=item.baseline_days) for item in loop.components),
            # What waits stays as it is while a number is moved.
            arcs=loop.before.arcs,
        )
        self._before = LoopSolver(before, [part.baseline_days for part in parts])

    def with_component(self, part: TimedComponent) -> float:
        index = self._index[part.id]
        before = self._before.period({index: part.baseline_days})
        return _pace(before, self._now.period({index: part.days}))


def _pace_supposing(study: Study, item: InputNumber, value: float) -> float:
    try:
        loop = central_loop(_supposing(study, item, value))
        now = choose_alternatives(loop.now, loop.groups).ratio
        before = choose_alternatives(loop.before, loop.groups).ratio
    except LoopmapError:
        return math.nan
    return _pace(before.period if before else None, now.period if now else None)


def _pace(before: Fraction | None, now: Fraction | None) -> float:
    return float(before / now) if before and now else math.nan


@record
class PaceUncertainty:
    """How uncertain the pace is.

    Attributes:
        pace: against no AI; with percentiles if there were draws.
        contributions: what each uncertain number does to it, the largest first.
        variance_shares: the part of its variance that rests on each kind of evidence.
    """

    pace: Interval
    contributions: tuple[Contribution, ...]
    variance_shares: dict[str, float]


def pace_uncertainty(study: Study, pace: float, draws: int, seed: int) -> PaceUncertainty:
    """Return how uncertain the pace is.

    Args:
        study: the map, the standpoint and what is supposed.
        pace: at the central estimate.
        draws: 0 to move each number alone instead, which misses what they do together.
        seed: of the draws.
    """
    if draws == 0:
        rows = contributions(study)
        return PaceUncertainty(Interval(pace), rows, shares_by_basis(rows))
    # NumPy takes longer to load than the central answer takes to compute.
    from graph.loop.sampled_variance import sampled_pace

    drawn = sampled_pace(study, draws, seed)
    rows = contributions(study, drawn.number_shares)
    return PaceUncertainty(drawn.pace, rows, drawn.variance_shares)
