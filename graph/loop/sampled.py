"""Period, pace, ceiling and blockers of a loop, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Array, Truth
from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.loop.central import CentralLoop, central_loop
from graph.loop.conditioning import Conditioning, Looked, condition, gap_reports, unpacked
from graph.loop.days import sampled_days
from graph.loop.sample import CAPABILITY_CORRELATION, Draws, draw
from graph.loop.sampled_solver import MOST_CACHED, SampledSolver
from graph.loop.sampled_times import SampledTimes, SolvedDraws
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.statistics.percentile_noise import percentile_errors
from graph.vocabulary import MetricName


class EndlessReworkError(LoopmapError):
    """In some draws work comes back faster than it gets done."""

    exit_code = 1

    def __init__(self, members: tuple[str, ...], failed: int, count: int) -> None:
        super().__init__(
            f"In {failed:,} of {count:,} draws work comes back faster than it gets done, so that "
            f"no pass ever ends: {', '.join(members)}. Lower the rework shares between them, or "
            "narrow their intervals."
        )


@dataclass(frozen=True)
class SampledLoop:
    """The arcs of a timed loop with drawn numbers; one column per draw.

    A row is a component, or an arc, of ``loop``.

    Attributes:
        loop: the same loop at the central estimate, which gives order and structure.
        count: how many draws.
        baseline_days: d0, without AI.
        floor_days: u, at most d0.
        speedups: S as drawn; 1 where nothing is known.
        days: d = max(u, d0 / S), now.
        lags: of the arcs; 0 where the central lag is 0.
        delays: of the arcs, in days.
    """

    loop: CentralLoop
    count: int
    baseline_days: Array
    floor_days: Array
    speedups: Array
    days: Array
    lags: Array
    delays: Array

    def columns(self, chosen: NDArray[np.intp] | slice) -> SampledLoop:
        """Return some of the draws."""
        days = self.days[:, chosen]
        return SampledLoop(
            loop=self.loop,
            count=days.shape[1],
            baseline_days=self.baseline_days[:, chosen],
            floor_days=self.floor_days[:, chosen],
            speedups=self.speedups[:, chosen],
            days=days,
            lags=_some(self.lags, chosen, days.shape[1]),
            delays=_some(self.delays, chosen, days.shape[1]),
        )

    def with_speedups(self, speedups: Array) -> SampledLoop:
        """Return the same draws with other speed-ups, one row per component."""
        days = sampled_days(self.baseline_days, self.floor_days, speedups)
        return replace(self, speedups=speedups, days=days)


def _some(table: Array, chosen: NDArray[np.intp] | slice, count: int) -> Array:
    """Return some columns; of a table that holds each value once, again such a table."""
    same = table.shape[1] > 0 and table.strides[1] == 0
    return np.broadcast_to(table[:, :1], (len(table), count)) if same else table[:, chosen]


def sampled_loop(study: Study, loop: CentralLoop, draws: Draws) -> SampledLoop:
    """Return the loop of a study with its numbers drawn.

    ``d0 = visits * baseline``, ``u = min(visits * floor, d0)``, ``d = max(u, d0 / S)``, draw by
    draw.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    rows = _Rows(study, draws)
    names = loop.nodes
    often = _visits(study, names, rows)
    baseline = rows.of(names, MetricName.BASELINE_DAYS, 0.0) * often
    floor = np.minimum(rows.of(names, MetricName.FLOOR_DAYS, 0.0) * often, baseline)
    speedups = rows.of(names, MetricName.SPEEDUP, 1.0)
    capacities = {item.id for item in loop.components if item.capacity is not None}
    keys = [arc.key for arc in loop.arcs]
    lags: list[Array] = []
    delays: list[Array] = []
    for key, arc in zip(keys, loop.arcs, strict=True):
        if key in capacities and arc.tail == arc.head and key not in study.model.dependencies:
            lags.append(rows.one(key, MetricName.CAPACITY, 1.0))
            delays.append(np.zeros(1))
        else:
            lags.append(rows.one(key, MetricName.LAG, 0.0))
            delays.append(rows.one(key, MetricName.DELAY_DAYS, 0.0))
    return SampledLoop(
        loop=loop,
        count=draws.count,
        baseline_days=baseline,
        floor_days=floor,
        speedups=speedups,
        days=sampled_days(baseline, floor, speedups),
        lags=_table(lags, draws.count),
        delays=_table(delays, draws.count),
    )


def _table(rows: Sequence[Array], count: int) -> Array:
    """Return rows of one value, or of one a draw, as a table that is not to be written to.

    Where no row differs from draw to draw, each value is held once and not once a draw.
    """
    if all(row.size == 1 for row in rows):
        column = np.array([float(row[0]) for row in rows]).reshape(-1, 1)
        return np.broadcast_to(column, (len(rows), count))
    table = np.empty((len(rows), count))
    for place, row in enumerate(rows):
        table[place] = row
    return table


class _Rows:
    """Draws by subject and metric, with what stands where nothing is known."""

    def __init__(self, study: Study, draws: Draws) -> None:
        self._study = study
        self._draws = draws

    def one(self, subject: str, metric: MetricName, missing: float) -> Array:
        values = self._draws.values(self._study, subject, metric)
        return np.array([missing]) if values is None else np.maximum(values, 0.0)

    def of(self, subjects: tuple[str, ...], metric: MetricName, missing: float) -> Array:
        table = np.empty((len(subjects), self._draws.count))
        for row, subject in enumerate(subjects):
            table[row] = self.one(subject, metric, missing)
        return table


def _visits(study: Study, names: tuple[str, ...], rows: _Rows) -> Array:
    """Return visits per component and draw: ``(I - A)^-1 1``; 1 where there is no rework."""
    index = {name: row for row, name in enumerate(names)}
    shares: dict[tuple[int, int], Array] = {}
    for item in study.model.dependencies.values():
        if item.source not in index or item.target not in index:
            continue
        share = rows.one(item.id, MetricName.REWORK_SHARE, 0.0)
        if share.any():
            pair = (index[item.target], index[item.source])
            shares[pair] = shares.get(pair, np.zeros(1)) + share
    often = np.ones((len(names), 1))
    if not shares:
        return often
    members = sorted({node for pair in shares for node in pair})
    solved = _solve(members, shares)
    failed = np.asarray(~(solved > 0).all(axis=1))
    if failed.any():
        raise EndlessReworkError(
            tuple(names[node] for node in members), int(failed.sum()), failed.size
        )
    often = np.ones((len(names), solved.shape[0]))
    often[members] = solved.T
    return often


def _solve(members: list[int], shares: Mapping[tuple[int, int], Array]) -> Array:
    """Return the solution, a row per draw.

    A solution above 0 everywhere exists exactly if the spectral radius of A is below 1, since
    ``(I - A) x = 1 > 0`` with ``x > 0`` makes I - A an M-matrix.
    """
    place = {node: position for position, node in enumerate(members)}
    count = max(values.size for values in shares.values())
    matrix = np.zeros((count, len(members), len(members)))
    matrix[:] = np.eye(len(members))
    for (component, cause), values in shares.items():
        matrix[:, place[component], place[cause]] -= values
    try:
        solved = np.linalg.solve(matrix, np.ones((count, len(members), 1)))[:, :, 0]
    except np.linalg.LinAlgError:
        return np.full((count, len(members)), np.nan)
    return np.asarray(solved, dtype=np.float64)


#: Low, median and high of an interval, as shares of the draws.
_PERCENTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class CycleShare:
    """How often a cycle is the critical one.

    Attributes:
        nodes: its ids in order, the first of the map first.
        probability: share of the draws; over all cycles they sum to 1.
    """

    nodes: tuple[str, ...]
    probability: float


class LoopDraws:
    """A loop solved for all draws. What is asked for is worked out once and kept.

    Attributes:
        draws: the scores of the uncertain numbers.
        uncertain: the loop with its times drawn.
        solver: the solver, with the cycles found so far.
    """

    def __init__(self, draws: Draws, uncertain: SampledLoop, solver: SampledSolver) -> None:
        self.draws = draws
        self.uncertain = uncertain
        self.solver = solver

    @property
    def loop(self) -> CentralLoop:
        """The loop at the central estimate."""
        return self.uncertain.loop

    @cached_property
    def now(self) -> SolvedDraws:
        """The critical cycle of each draw."""
        return self._times.solved

    @cached_property
    def _times(self) -> SampledTimes:
        return self._times_for("now", self.uncertain.days)

    def solve(self, days: Array) -> SolvedDraws:
        """Return the critical cycles if the components took other days, one row per component."""
        return self.times(days).solved

    def periods(self, days: Array) -> Array:
        """Return the periods alone, which is quicker; one row of days per component."""
        return self.times(days).periods

    def times(self, days: Array) -> SampledTimes:
        """Return the drawn times with other days, ready for questions about single components."""
        return self._times_for("", days)

    def _times_for(self, question: str, days: Array) -> SampledTimes:
        uncertain = self.uncertain
        kept = question if days.size <= MOST_CACHED else ""
        return SampledTimes(
            self.solver, days, uncertain.lags, uncertain.delays, kept, self.draws.repeats
        )

    @property
    def period_days(self) -> Array:
        """Days per round now."""
        return self.now.periods

    @cached_property
    def baseline_period_days(self) -> Array:
        """Days per round without AI."""
        return self._times_for("baseline", self.uncertain.baseline_days).periods

    @property
    def pace(self) -> Array:
        """Period without AI / period now."""
        return ratio(self.baseline_period_days, self.period_days)

    def ceiling_period_days(self, nodes: Sequence[int]) -> Array:
        """Return the period if the components at these indices took only their floors."""
        days = self.uncertain.days.copy()
        days[list(nodes)] = self.uncertain.floor_days[list(nodes)]
        return self._times_for("ceiling", days).periods

    @property
    def is_critical(self) -> Truth:
        """Whether each component (row) is on a critical cycle in each draw (column)."""
        return self.now.is_critical

    @property
    def criticality(self) -> dict[str, float]:
        """Share of the draws in which each component is on a critical cycle."""
        shares = self.is_critical.mean(axis=1)
        return dict(zip(self.loop.nodes, map(float, shares), strict=True))

    @cached_property
    def cycle_shares(self) -> tuple[CycleShare, ...]:
        """How often each cycle is the critical one, the most frequent first, ties by id."""
        cycles = self.now.cycles
        counts = np.bincount(cycles[cycles >= 0], minlength=len(self.solver.cycles))
        shares: dict[tuple[str, ...], float] = {}
        for number in np.flatnonzero(counts):
            nodes = self.solver.nodes_of(int(number))
            shares[nodes] = shares.get(nodes, 0.0) + float(counts[number])
        found = (CycleShare(nodes, value / len(cycles)) for nodes, value in shares.items())
        return tuple(sorted(found, key=lambda item: (-item.probability, item.nodes)))

    @cached_property
    def blocking_shares(self) -> Array:
        """``B_v = 1 - period(d_v -> u_v) / period``, one row per component."""
        less = self.uncertain.days - self.uncertain.floor_days
        asked = self.now.may_matter & (less > 0) & (self.period_days > 0)
        periods = self._times.periods_with_less(less, asked)
        left = np.divide(periods, self.period_days, out=np.ones(less.shape), where=asked)
        shares: Array = np.maximum(1 - left, 0.0)
        return shares


def ratio(above: Array, below: Array) -> Array:
    """Return a ratio draw by draw; infinite where nothing is below.

    >>> ratio(np.array([3.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [1.5, inf]
    """
    shape = np.broadcast_shapes(above.shape, below.shape)
    found: Array = np.divide(above, below, out=np.full(shape, np.inf), where=below > 0)
    return found


def interval_of_draws(values: Array) -> Interval:
    """Return the median with the 5th and 95th percentile.

    >>> interval_of_draws(np.arange(101.0))
    Interval(median=50.0, low=5.0, high=95.0)
    >>> interval_of_draws(np.full(3, np.inf)).high
    inf
    """
    # Between infinite values there is nothing to interpolate: the nearest draw is taken.
    method: Literal["linear", "nearest"] = "linear" if np.isfinite(values).all() else "nearest"
    low, median, high = np.quantile(values, _PERCENTILES, method=method)
    if method == "nearest":
        return Interval(float(median), float(low), float(high))
    (noise,) = percentile_errors(values[None, :], np.array([[low, median, high]])).tolist()
    return Interval(float(median), float(low), float(high), noise=tuple(noise))


def intervals_of_draws(table: Array) -> list[Interval]:
    """Return the same for each row of a table, all rows at once.

    >>> intervals_of_draws(np.array([np.arange(101.0), np.full(101, np.inf)]))[1].low
    inf
    """
    finite = np.isfinite(table).all(axis=1)
    bounds, errors = np.empty((len(table), 3)), np.zeros((len(table), 3))
    if finite.any():
        bounds[finite] = np.quantile(table[finite], _PERCENTILES, axis=1).T
        errors[finite] = percentile_errors(table[finite], bounds[finite])
    intervals = [
        Interval(median, low, high, noise=(below, middle, above))
        for (low, median, high), (below, middle, above) in zip(
            bounds.tolist(), errors.tolist(), strict=True
        )
    ]
    for row in np.flatnonzero(~finite):
        intervals[row] = interval_of_draws(table[row])
    return intervals


def draw_loop(
    study: Study,
    count: int,
    seed: int,
    capability_correlation: float = CAPABILITY_CORRELATION,
    further: int = 0,
) -> LoopDraws:
    """Return the loop of a study with all its uncertain numbers drawn.

    The same seed gives the same draws, with and without suppositions on top of the study.

    Args:
        study: the map, the standpoint and what is supposed.
        count: draws, 1 or more.
        seed: 0 or more.
        capability_correlation: between any two speed-ups on the log scale, 0 to 1.
        further: rows of further scores, for numbers that the study does not hold.

    Raises:
        LoopmapError: a cycle can never start, or in some draw work is redone without end.
    """
    loop = central_loop(study)
    weighed = study.of_evidence(_ConditioningCache).of(count, seed)
    points = weighed.points if weighed else count
    draws = draw(study, points, seed, capability_correlation, further)
    if weighed:
        draws = draws.columns(weighed.chosen).shifted(weighed.shift)
    solver = study.of_evidence(SolverCache).solver(loop)
    return LoopDraws(draws, sampled_loop(study, loop, draws), solver)


def conditioning_of(study: Study, count: int, seed: int) -> Conditioning | None:
    """Return how the draws of a study were weighed; ``None`` if nothing was seen of the period."""
    return study.of_evidence(_ConditioningCache).of(count, seed)


class _ConditioningCache:
    """How the draws of a map are weighed, by number and seed, whatever is supposed."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._known: dict[tuple[int, int], Conditioning | None] = {}

    def of(self, count: int, seed: int) -> Conditioning | None:
        if (count, seed) not in self._known:
            self._known[count, seed] = self._worked_out(count, seed)
        return self._known[count, seed]

    def _worked_out(self, count: int, seed: int) -> Conditioning | None:
        reports, kept = gap_reports(self._study), self._study.kept_draws.conditionings
        if not reports:
            return None
        if (count, seed) in kept:
            return unpacked(reports, kept[count, seed])
        found = condition(reports, count, lambda points, shift: self._look(points, shift, seed))
        kept[count, seed] = found.packed()
        return found

    def _look(self, points: int, shift: Array | None, seed: int) -> Looked:
        loop = central_loop(self._study)
        plain = draw(self._study, points, seed)
        draws = plain if shift is None else plain.shifted(shift)
        solver = self._study.once(SolverCache).solver(loop)
        drawn = LoopDraws(draws, sampled_loop(self._study, loop, draws), solver)
        return Looked(drawn.periods(drawn.uncertain.days), drawn.baseline_period_days, plain.table)
