"""Period, pace, ceiling and blockers of a loop, draw by draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import Array, Truth
from graph.estimates import Interval
from graph.loop.central import CentralLoop, central_loop
from graph.loop.conditioning import Conditioning, Looked, condition, gap_reports, unpacked
from graph.loop.points import ChosenPoints
from graph.loop.sample import Draws, draw
from graph.loop.sampled_loop import SampledLoop, sampled_loop, sampled_visits
from graph.loop.sampled_queues import (
    SampledQueues,
    WorkDrawn,
    arcs_into,
    sampled_queues,
    unmoved,
)
from graph.loop.sampled_solver import MOST_CACHED, SampledSolver
from graph.loop.sampled_times import SampledTimes, SolvedDraws
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.records import record
from graph.statistics.percentile_noise import percentile_errors
from graph.statistics.percentiles import percentiles_of
from graph.workers import near_workers, parts_of

#: Low, median and high of an interval, as shares of the draws.
_PERCENTILES = (0.05, 0.5, 0.95)


@record(slots=False)
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
        uncertain: the loop with its times drawn; what waits now is in its delays.
        solver: the solver, with the cycles found so far.
        queues: where work waits; ``None`` if nothing tells of any.
    """

    def __init__(
        self,
        draws: Draws,
        uncertain: SampledLoop,
        solver: SampledSolver,
        queues: SampledQueues | None = None,
    ) -> None:
        self.draws = draws
        self.uncertain = uncertain
        self.solver = solver
        self.queues = queues

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
        delays = uncertain.delays
        if self.queues is not None and days is not uncertain.days:
            delays = self.queues.delayed(self.queues.settled(days, self._period_of(days)))
        return SampledTimes(self.solver, days, uncertain.lags, delays, kept, self.draws.repeats)

    def _period_of(self, days: Array) -> Callable[[Array], Array]:
        """Return what gives the period with other delays on the arcs."""
        lags, repeats = self.uncertain.lags, self.draws.repeats
        return lambda delays: SampledTimes(self.solver, days, lags, delays, "", repeats).periods

    @cached_property
    def waiting_days(self) -> tuple[Array, ...]:
        """How long one round waits now at each part that has a queue, in their order."""
        if self.queues is None:
            return ()
        return tuple(self.queues.waiting_at(self.uncertain.days, self.period_days))

    @property
    def waited(self) -> dict[str, Array]:
        """How long one round waits now, by the id of the part."""
        queued = self.loop.waiting.queues if self.loop.waiting else ()
        names = (self.loop.nodes[queue.node] for queue in queued)
        return dict(zip(names, self.waiting_days, strict=True))

    @cached_property
    def loads(self) -> tuple[Array | None, ...]:
        """The load of each of those parts now; ``None`` where its waiting says nothing of it."""
        if self.queues is None:
            return ()
        pace = self.queues.period / self.period_days
        days = self.uncertain.days
        return tuple(
            None if queue.fixed_days is not None else queue.load_at(days[queue.node], pace)
            for queue in self.queues.queues
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
        if self.queues is not None:
            return self._blocking_shares_settled()
        return self._times.blocking_shares(self.uncertain.floor_days)

    def _blocking_shares_settled(self) -> Array:
        """Return the same where work waits: the waiting settles anew for each part."""
        shares = np.zeros(self.uncertain.days.shape)
        for node in np.flatnonzero(self.now.may_matter.any(axis=1)):
            days = self.uncertain.days.copy()
            days[node] = self.uncertain.floor_days[node]
            left = ratio(self.periods(days), self.period_days)
            shares[node] = np.where(self.now.may_matter[node], np.maximum(1 - left, 0.0), 0.0)
        return shares


def loop_draws(study: Study, loop: CentralLoop, draws: Draws, solver: SampledSolver) -> LoopDraws:
    """Return the loop of a study with its numbers drawn, and what waits in it.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    drawn = LoopDraws(draws, sampled_loop(study, loop, draws), solver)
    return drawn if loop.waiting is None else _with_waiting(study, drawn)


def _with_waiting(study: Study, drawn: LoopDraws) -> LoopDraws:
    loop, work, evidence = drawn.loop, drawn.uncertain, study.without_suppositions()
    queued = loop.waiting.queues if loop.waiting else ()
    now = _work_drawn(study, drawn)
    then, period = now, np.ones(work.count)
    waited: dict[str, Array] = {}
    if evidence is not study:
        before = central_loop(evidence)
        solver = evidence.of_evidence(SolverCache).solver(before)
        known = loop_draws(evidence, before, drawn.draws, solver)
        waited = known.waited
        then, period = (
            _work_drawn(evidence, known).by_the_rows_of(now, loop.nodes, before.nodes),
            (known.period_days),
        )
    queues = SampledQueues(
        sampled_queues(study, loop, drawn.draws, now, then, period),
        tuple(arcs_into(loop, queue.node) for queue in queued),
        work.delays,
        tuple(queue.node in loop.on_cycles for queue in queued),
        period,
    )
    if evidence is study:
        delays = queues.delayed(queues.waiting_at(work.days, period))
        settled = LoopDraws(drawn.draws, replace(work, delays=delays), drawn.solver)
        return LoopDraws(
            drawn.draws,
            settled.uncertain,
            drawn.solver,
            replace(queues, period=settled.periods(settled.uncertain.days)),
        )
    free = LoopDraws(drawn.draws, work, drawn.solver)
    waiting = queues.settled(work.days, free._period_of(work.days))
    waiting = [
        unmoved(days, waited.get(loop.nodes[queue.node]))
        for queue, days in zip(queued, waiting, strict=True)
    ]
    delays = queues.delayed(waiting)
    return LoopDraws(drawn.draws, replace(work, delays=delays), drawn.solver, queues)


def _work_drawn(study: Study, drawn: LoopDraws) -> WorkDrawn:
    names = drawn.loop.nodes
    often = sampled_visits(study, names, drawn.draws)
    return WorkDrawn(np.broadcast_to(often, drawn.uncertain.days.shape), drawn.uncertain.days)


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
    if not np.isfinite(values).all():
        low, median, high = np.quantile(values, _PERCENTILES, method="nearest")
        return Interval(float(median), float(low), float(high))
    low, median, high = percentiles_of(values, _PERCENTILES)
    (noise,) = percentile_errors(values[None, :], np.array([[low, median, high]])).tolist()
    return Interval(float(median), float(low), float(high), noise=tuple(noise))


def intervals_of_draws(*tables: Array) -> list[list[Interval]]:
    """Return the same for each row of each table, shared out among those who see the tables.

    >>> intervals_of_draws(np.array([np.arange(101.0), np.full(101, np.inf)]))[0][1].low
    inf
    """
    workers = near_workers(sum(table.size for table in tables))
    parts = [_Rows(at, part) for at, table in enumerate(tables) for part in parts_of(len(table))]
    found: list[list[Interval]] = [[] for _ in tables]
    for part, intervals in zip(
        parts, workers.run(_intervals_of_rows, tables, parts, len(parts)), strict=True
    ):
        found[part.table].extend(intervals)
    return found


@record
class _Rows:
    """Rows of one of several tables."""

    table: int
    part: slice


def _intervals_of_rows(tables: tuple[Array, ...], rows: _Rows) -> list[Interval]:
    table = tables[rows.table][rows.part]
    finite = np.isfinite(table).all(axis=1)
    bounds, errors = np.empty((len(table), 3)), np.zeros((len(table), 3))
    if finite.any():
        bounds[finite] = percentiles_of(table[finite], _PERCENTILES).T
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


def draw_loop(study: Study, count: int, seed: int, further: int = 0) -> LoopDraws:
    """Return the loop of a study with all its uncertain numbers drawn.

    The same seed gives the same draws, with and without suppositions on top of the study.

    Args:
        study: the map, the standpoint and what is supposed.
        count: draws, 1 or more.
        seed: 0 or more.
        further: rows of further scores, for numbers that the study does not hold.

    Raises:
        LoopmapError: a cycle can never start, or in some draw work is redone without end.
    """
    loop = central_loop(study)
    weighed = study.of_evidence(_ConditioningCache).of(count, seed)
    points = weighed.points if weighed else count
    chosen = ChosenPoints(weighed.chosen, weighed.shift) if weighed else None
    draws = draw(study, points, seed, further=further, chosen=chosen)
    solver = study.of_evidence(SolverCache).solver(loop)
    return loop_draws(study, loop, draws, solver)


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
        drawn = loop_draws(self._study, loop, draws, solver)
        return Looked(drawn.periods(drawn.uncertain.days), drawn.baseline_period_days, plain.table)
