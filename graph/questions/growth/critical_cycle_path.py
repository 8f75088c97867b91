"""The critical cycle over time, draw by draw: how long a generation takes, and who is on it."""

from __future__ import annotations

import numpy as np

from graph.cycles.batch.columns import Whole
from graph.cycles.batch.cycle_pool import Prepared
from graph.estimates import Interval
from graph.evidence.dates import DAYS_PER_YEAR
from graph.loop.days import sampled_days
from graph.loop.names import name_of_cycle
from graph.loop.sampled import LoopDraws, interval_of_draws
from graph.model import LoopModel
from graph.questions.growth.answer import BottleneckDate, CriticalStretch
from graph.questions.growth.kernel.generation_time import GenerationState
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.kernel.run import GrowthRun
from graph.records import record

#: The largest logarithm that is turned back into a number.
_LARGEST_EXPONENT = 700.0


@record(slots=False)
class Periods:
    """Some draws solved.

    Attributes:
        days: per generation, shape (rows,).
        cycles: number of the critical cycle among the solver's, likewise; -1 if there is none.
    """

    days: Floats
    cycles: Whole


@record(slots=False)
class Course:
    """The period of every draw over time, a row per stretch in which it stands still.

    Attributes:
        starts: when each stretch begins, years, shape (stretches, draws); ``inf`` if it never does.
        days: the period then, the same shape.
        cycles: the critical cycle then.
    """

    starts: Floats
    days: Floats
    cycles: Whole

    def at(self, times: Floats) -> Periods:
        """Return the periods at rising times, as arrays of shape (times, draws)."""
        begun = np.zeros((len(times), self.starts.shape[1]), np.intp)
        for start in self.starts[1:]:
            begun += start[None, :] <= times[:, None]
        columns = np.arange(self.starts.shape[1])
        return Periods(self.days[begun, columns], self.cycles[begun, columns])


class LoopPeriod:
    """The generation time of the growth kernel, taken from the map: the maximum cycle ratio.

    ``d = max(u, d0 / a)`` with the accelerations of that moment and draw; the period follows from
    the same cycles that the critical path is made of. Every answer is kept.
    """

    def __init__(self, drawn: LoopDraws, elasticities: Floats) -> None:
        """Prepare the loop as drawn, with eta of shape (draws, components, stocks)."""
        self.drawn = drawn
        self._elasticities = elasticities
        #: The period with every component at its floor, shape (draws,).
        self.floor_years = drawn.periods(drawn.uncertain.floor_days) / DAYS_PER_YEAR
        loop = drawn.uncertain
        self._fixed = [
            (loop.delays[way.rows], way.pool.prepare(loop.lags[way.rows]))
            for way in drawn.solver.ways
        ]
        self._asked: list[tuple[Whole, Periods]] = []

    def years(self, state: GenerationState) -> Floats:
        """Return the years that the generation starting now takes, and remember its cycle."""
        found = self.periods(state.draws, state.log_stocks)
        self._asked.append((state.draws, found))
        return found.days / DAYS_PER_YEAR

    def periods(self, draws: Whole, log_stocks: Floats) -> Periods:
        """Return the period of some draws, shape (rows,), with ln S of shape (rows, stocks)."""
        loop = self.drawn.uncertain
        days = self._days(draws, log_stocks)
        if np.array_equal(days, loop.days[:, draws]):
            return Periods(self.drawn.now.periods[draws], self.drawn.now.cycles[draws])
        # Of all combinations of alternatives the quickest.
        solver = self.drawn.solver
        periods = np.full(days.shape[1], np.inf)
        cycles = np.full(days.shape[1], -1, dtype=np.intp)
        left = np.arange(days.shape[1])
        for number, way in enumerate(solver.ways):
            delays, lags = self._fixed[number]
            weights = days[way.tails][:, left] + delays[:, draws[left]]
            part = Prepared(way.pool.prepare(weights), lags[:, draws[left]])
            solved = way.pool.solve([part])
            found = solver.numbers(way, solved.cycles)
            better = solved.ratios < periods[left]
            places = left[better]
            periods[places], cycles[places] = solved.ratios[better], found[better]
            left = left[solver.use_options(found)]
            if not len(left):
                break
        return Periods(periods, cycles)

    def _days(self, draws: Whole, log_stocks: Floats) -> Floats:
        loop = self.drawn.uncertain
        gains = np.zeros((loop.days.shape[0], len(draws)))
        for stock in range(log_stocks.shape[1]):
            column = self._elasticities[:, :, stock]
            parts = np.flatnonzero(column.any(axis=0))
            gains[parts] += column[np.ix_(draws, parts)].T * log_stocks[:, stock]
        speeds = loop.speedups[:, draws] * np.exp(np.minimum(gains, _LARGEST_EXPONENT))
        faster = sampled_days(loop.baseline_days[:, draws], loop.floor_days[:, draws], speeds)
        now = loop.days[:, draws]
        return np.where(gains > 0.0, np.minimum(faster, now), now)

    def course(self, run: GrowthRun) -> Course:
        """Return the periods along a run whose generations this object timed."""
        count = self.drawn.uncertain.count
        shape = (len(self._asked), count)
        days, cycles = np.full(shape, np.nan), np.full(shape, -1, dtype=np.intp)
        for row, (draws, found) in enumerate(self._asked):
            days[row, draws], cycles[row, draws] = found.days, found.cycles
        ends = np.zeros((0, count)) if run.generation_times is None else run.generation_times
        starts = np.concatenate([np.zeros((1, count)), ends])[: len(days)]
        return Course(np.where(np.isnan(starts), np.inf, starts), days, cycles)

    def course_at_once(self, run: GrowthRun) -> Course:
        """Return the periods along a run in which improvements act at once, at its times."""
        every = np.arange(self.drawn.uncertain.count)
        found = [self.periods(every, look) for look in run.log_stocks]
        starts = np.repeat(run.times[:, None], len(every), axis=1)
        return Course(
            starts,
            np.array([item.days for item in found]),
            np.array([item.cycles for item in found]),
        )


#: Components below this in every respect are left out.
_LEAST_SHARE = 0.02


def bottleneck_dates(
    model: LoopModel, period: LoopPeriod, course: Course, horizon: float
) -> tuple[BottleneckDate, ...]:
    """Return when components take over, those that take over most often first.

    Draws in which a component never does so before the horizon (years) are counted in the share,
    and not in the date.
    """
    members = period.drawn.solver.members
    now = end = members(course.cycles[0])
    first_on, first_off = np.where(now, 0.0, np.inf), np.full(now.shape, np.inf)
    for start, cycles in zip(course.starts[1:], course.cycles[1:], strict=True):
        within, there = start <= horizon, members(cycles)
        first_on = np.where(there & within, np.minimum(first_on, start), first_on)
        first_off = np.where(now & ~there & within, np.minimum(first_off, start), first_off)
        end = np.where(within, there, end)
    rows = []
    for row, name in enumerate(period.drawn.loop.nodes):
        on, off = first_on[row][~now[row]], first_off[row][now[row]]
        rows.append(
            BottleneckDate(
                id=name,
                label=model.label(name),
                critical_now=float(now[row].mean()),
                critical_at_end=float(end[row].mean()),
                takes_over=_share(on),
                takes_over_year=_dates(on),
                falls=_share(off),
                falls_year=_dates(off),
            )
        )
    rows.sort(key=lambda row: (-(row.takes_over or 0.0), -row.critical_at_end, row.id))
    return tuple(
        row
        for row in rows
        if max(row.critical_now, row.critical_at_end, row.takes_over or 0.0) >= _LEAST_SHARE
    )


def critical_stretches(
    model: LoopModel, period: LoopPeriod, course: Course, run: GrowthRun
) -> tuple[CriticalStretch, ...]:
    """Return what binds from when on, of the first draw: the central one."""
    found: list[CriticalStretch] = []
    last = None
    for start, days, cycle in zip(
        course.starts[:, 0], course.days[:, 0], course.cycles[:, 0], strict=True
    ):
        if cycle == last or cycle < 0 or start > run.times[-1]:
            continue
        nodes = period.drawn.solver.nodes_of(int(cycle))
        name = name_of_cycle(model, nodes)
        found.append(CriticalStretch(float(start), nodes, name, float(days)))
        last = cycle
    return tuple(found)


def _share(times: Floats) -> float | None:
    return float(np.isfinite(times).mean()) if len(times) else None


def _dates(times: Floats) -> Interval | None:
    reached = times[np.isfinite(times)]
    return interval_of_draws(reached) if len(reached) else None
