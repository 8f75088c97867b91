"""Which uncertain numbers make the pace uncertain, and on what kind of evidence they rest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.marked_graph import exact
from graph.errors import LoopmapError
from graph.estimates import Basis, Estimate, Interval
from graph.evidence.pooling import Pool
from graph.loop.central import CentralLoop, TimedComponent, central_loop
from graph.loop.days import days_at
from graph.loop.solver import LoopSolver
from graph.loop.study import Study
from graph.model import Supposition
from graph.statistics.scales import from_scale, to_scale
from graph.vocabulary import Kind, MetricName

#: What times a component, in the order of reading.
OF_COMPONENTS = (
    MetricName.SPEEDUP,
    MetricName.BASELINE_DAYS,
    MetricName.FLOOR_DAYS,
    MetricName.CAPACITY,
)

#: What times a dependency.
OF_DEPENDENCIES = (MetricName.LAG, MetricName.DELAY_DAYS, MetricName.REWORK_SHARE)


@dataclass(frozen=True, slots=True)
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

    What is supposed is no evidence and is left out.
    """
    wanted = [
        (subject, str(metric))
        for subject in sorted(study.model.components)
        for metric in OF_COMPONENTS
    ]
    for item in sorted(study.model.dependencies.values(), key=lambda found: found.id):
        metrics = OF_DEPENDENCIES if item.kind is Kind.GATES else (MetricName.REWORK_SHARE,)
        wanted += [(item.id, str(metric)) for metric in metrics]
    for subject, metric in wanted:
        pool = study.estimates.pool(subject, metric)
        if pool and pool.estimate and study.supposed(subject, metric) is None:
            yield InputNumber(subject, metric, pool)


#: What is moved without asking for the whole loop anew: days of one component.
_DAYS = frozenset(map(str, OF_COMPONENTS)) - {str(MetricName.CAPACITY)}

#: Days are rounded to this part of a day, so that exact arithmetic stays quick.
_ROUNDING = 1_000_000

#: A variance below this comes from that rounding alone.
_ROUNDING_NOISE = 1e-10


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        item.name: tuple(_moved(loop, item, end) for end in _ends(estimate))
        for item, estimate in uncertain
        if item.metric in _DAYS and item.subject in loop.index
    }
    paces = _Paces(loop, [part for pair in moved.values() for part in pair])
    for item, estimate in uncertain:
        if item.name in moved:
            low, high = (paces.with_component(part) for part in moved[item.name])
        elif item.metric in _DAYS:
            continue
        else:
            low, high = (_pace_supposing(study, item, end) for end in _ends(estimate))
        yield _Move(item, estimate, low, high)


def _ends(estimate: Estimate) -> tuple[float, float]:
    """Return the number one standard deviation down and up; the number itself if it has none."""
    position = to_scale(estimate.scale, estimate.median)
    if position is None:
        return estimate.median, estimate.median
    low, high = (
        from_scale(estimate.scale, position + sign * estimate.deviation) for sign in (-1, 1)
    )
    return max(low, 0.0), high


def _moved(loop: CentralLoop, item: InputNumber, value: float) -> TimedComponent:
    """Return a component with one of its numbers changed and its days worked out again."""
    part = loop.components[loop.index[item.subject]]
    if item.metric == MetricName.SPEEDUP:
        part = replace(part, speedup=exact(value))
    elif item.metric == MetricName.BASELINE_DAYS:
        # A floor stays as it is, unless the whole would be less than it.
        part = replace(part, baseline_days=_round(part.visits * exact(value)))
    else:
        part = replace(part, floor_days=_round(part.visits * exact(value)))
    floor = min(part.floor_days, part.baseline_days)
    days = days_at(part.baseline_days, floor, part.speedup or None, _round)
    return replace(part, floor_days=floor, days=days)


def _round(days: Fraction) -> Fraction:
    return Fraction(round(days * _ROUNDING), _ROUNDING)


class _Paces:
    """The pace of a loop with one component changed."""

    def __init__(self, loop: CentralLoop, parts: list[TimedComponent]) -> None:
        self._index = loop.index
        self._now = LoopSolver(loop, [part.days for part in parts])
        before = replace(
            loop,
            components=tuple(replace(item, days=item.baseline_days) for item in loop.components),
        )
        self._before = LoopSolver(before, [part.baseline_days for part in parts])

    def with_component(self, part: TimedComponent) -> float:
        index = self._index[part.id]
        before = self._before.period({index: part.baseline_days})
        return _pace(before, self._now.period({index: part.days}))


def _pace_supposing(study: Study, item: InputNumber, value: float) -> float:
    try:
        loop = central_loop(study.supposing((Supposition(item.subject, item.metric, value),)))
        now = choose_alternatives(loop.now, loop.groups).ratio
        before = choose_alternatives(loop.before, loop.groups).ratio
    except LoopmapError:
        return math.nan
    return _pace(before.period if before else None, now.period if now else None)


def _pace(before: Fraction | None, now: Fraction | None) -> float:
    return float(before / now) if before and now else math.nan


@dataclass(frozen=True, slots=True)
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
