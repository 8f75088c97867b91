"""The loop month by month, as its accelerations grow, for all draws at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import CHUNK, LEAST_COLUMNS, Array, Truth, Whole
from graph.errors import UsageError
from graph.estimates import Interval
from graph.evidence.dates import period_of
from graph.loop.central import CentralLoop
from graph.loop.sample import Draws
from graph.loop.sampled import intervals_of_draws, loop_draws, ratio
from graph.loop.sampled_loop import SampledLoop
from graph.loop.sampled_solver import Learned, SampledSolver
from graph.loop.sampled_times import SampledTimes, SolvedDraws
from graph.loop.study import Study
from graph.questions.next.answer import Fall
from graph.questions.next.courses import Course
from graph.records import record
from graph.workers import current_workers


@record(slots=False)
class Walk:
    """What binds in every month (rows) and draw (columns).

    Attributes:
        months: the months.
        nodes: ids of the components.
        cycles: the cycles by number, as ids in order.
        periods: days per round.
        kinds: number of the critical cycle; -1 if there is none.
        binding: share of the draws in which each component (column) is on a critical cycle.
        left: for each component (row) and draw the first month in which it is not on a critical
            cycle; infinite if it always is.
    """

    months: Months
    nodes: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]
    periods: Array
    kinds: Whole
    binding: Array
    left: Array

    @cached_property
    def falls(self) -> Array:
        """For each draw the month in which another cycle than now binds; infinite if none does."""
        other = self.kinds != self.kinds[0]
        return np.where(other.any(axis=0), other.argmax(axis=0), np.inf)

    def number(self, cycle: tuple[str, ...]) -> int:
        """Return the number of a cycle; -2 if it never binds."""
        return self.cycles.index(cycle) if cycle in self.cycles else -2

    def fall_of_component(self, node: int) -> Fall | None:
        """Return when a component leaves the critical cycle, where it is on it now."""
        steps = self.left[node]
        return self.fall(steps[steps > 0])

    def fall(self, steps: NDArray[np.float64]) -> Fall | None:
        """Return the months by which so many draws have seen something; ``None`` without draws."""
        if not len(steps):
            return None
        found = steps.tolist()
        return Fall(
            median=quantile_month(self.months, found, 0.5),
            low=quantile_month(self.months, found, 0.05),
            high=quantile_month(self.months, found, 0.95),
            never_share=float(np.isinf(steps).mean()),
            draw_count=len(found),
        )


#: Draws of a block at most where there are several; so few that nobody waits long for the last.
_MOST_OF_A_BLOCK = 512


def walk(uncertain: SampledLoop, solver: SampledSolver, course: Course, months: Months) -> Walk:
    """Return what binds in every month.

    The days go as the course has them, draw by draw; everything else stays. Many draws go in
    blocks, each through all months: the first one here, and the others begin with the cycles that
    it met, wherever they are done.

    Args:
        uncertain: the loop as it is now.
        solver: of the same loop.
        course: how its days change.
        months: the months; the first is now.
    """
    parts = [_Part(uncertain.columns(one), course.columns(one)) for one in _blocks(uncertain.count)]
    walked = [_walked(solver, months, parts[0])]
    if parts[1:]:
        known = _Known(solver.copy_for(solver.loop), months)
        before, others = solver.knowledge, parts[1:]
        for found in current_workers().run(_walked_apart, known, others, len(others)):
            here = solver.learn(before, found.learned).cycles
            walked.append(replace(found, numbers=here[found.numbers]))
    cycles, kinds = _kinds(solver, np.concatenate([one.numbers for one in walked], axis=1))
    return Walk(
        months,
        uncertain.loop.nodes,
        cycles,
        np.concatenate([one.periods for one in walked], axis=1),
        kinds,
        sum((one.counts for one in walked[1:]), walked[0].counts) / uncertain.count,
        np.concatenate([one.left for one in walked], axis=1),
    )


def _blocks(count: int) -> Iterator[slice]:
    """Yield the draws in blocks, which follow from their number alone: a few first."""
    if count <= CHUNK:
        yield slice(0, count)
        return
    parts = -(-(count - LEAST_COLUMNS) // _MOST_OF_A_BLOCK)
    ends = np.linspace(LEAST_COLUMNS, count, parts + 1).astype(int).tolist()
    yield from (slice(*pair) for pair in pairwise([0, *ends]))


@record(slots=False)
class _Part:
    """Some of the draws, and how they go on."""

    uncertain: SampledLoop
    course: Course


@record(slots=False)
class _Known:
    """What is the same for all parts."""

    solver: SampledSolver
    months: Months


@record(slots=False)
class _Walked:
    """What binds in every month (rows) and in some of the draws (columns); see :class:`Walk`.

    Attributes:
        periods: days per round.
        numbers: of the critical cycles, as the solver numbers them that was asked.
        counts: in how many of the draws each component (column) is on a critical cycle.
        left: for each component (row) the first month in which it is not on one.
        learned: the cycles that became known.
    """

    periods: Array
    numbers: Whole
    counts: Whole
    left: Array
    learned: Learned


def _walked_apart(known: _Known, part: _Part) -> _Walked:
    """Return what binds in some of the draws, and leave the solver as it was."""
    solver = known.solver.copy_for(known.solver.loop)
    return _walked(solver, known.months, part)


def _walked(solver: SampledSolver, months: Months, part: _Part) -> _Walked:
    uncertain, before = part.uncertain, solver.knowledge
    count, nodes = uncertain.count, len(uncertain.loop.nodes)
    shape = (months.count, count)
    periods, numbers = np.empty(shape), np.empty(shape, dtype=np.intp)
    counts = np.empty((months.count, nodes), dtype=np.intp)
    left = np.full(uncertain.days.shape, np.inf)
    together = max(1, CHUNK // count)
    for start in range(0, months.count, together):
        steps = range(start, min(start + together, months.count))
        solved = _solve(uncertain, solver, part.course, [months.years[step] for step in steps])
        for place, step in enumerate(steps):
            columns = slice(place * count, (place + 1) * count)
            critical = solved.is_critical[:, columns]
            periods[step], numbers[step] = solved.periods[columns], solved.cycles[columns]
            counts[step] = critical.sum(axis=1)
            left[~critical & np.isinf(left)] = step
    return _Walked(periods, numbers, counts, left, solver.learned(before))


def _solve(
    uncertain: SampledLoop, solver: SampledSolver, course: Course, years: Sequence[float]
) -> SolvedDraws:
    days = [course.days(uncertain, ahead) for ahead in years]
    lags = np.tile(uncertain.lags, (1, len(years)))
    delays = np.tile(uncertain.delays, (1, len(years)))
    return SampledTimes(solver, np.concatenate(days, axis=1), lags, delays).solved


def _kinds(solver: SampledSolver, numbers: Whole) -> tuple[tuple[tuple[str, ...], ...], Whole]:
    """Return the cycles met and their numbers, those through the same components taken as one."""
    known: dict[tuple[str, ...], int] = {}
    table = np.full(len(solver.cycles) + 1, -1, dtype=np.intp)
    for number in np.unique(numbers[numbers >= 0]):
        table[number] = known.setdefault(solver.nodes_of(int(number)), len(known))
    return tuple(known), table[numbers]


@record(slots=False)
class Start:
    """Where looking ahead begins; a single column stands for the central estimate.

    Attributes:
        uncertain: the loop now.
        solver: of it.
        before: periods without AI.
        final: what binds when every component of which anything is known takes only its floor.
    """

    uncertain: SampledLoop
    solver: SampledSolver
    before: Array
    final: SolvedDraws


@record(slots=False)
class LookAhead:
    """One way of looking ahead.

    Attributes:
        start: where it begins.
        course: how the days change.
        walk: what binds in every month.
    """

    start: Start
    course: Course
    walk: Walk

    @property
    def uncertain(self) -> SampledLoop:
        """The loop now."""
        return self.start.uncertain

    @property
    def solver(self) -> SampledSolver:
        """The solver of the loop."""
        return self.start.solver

    def interval(self, values: Array) -> Interval:
        """Return percentiles over the draws; the central value alone without draws."""
        return self.intervals(values[np.newaxis])[0]

    def intervals(self, table: Array) -> list[Interval]:
        """Return the same for each row of a table."""
        if self.uncertain.count == 1:
            return [Interval(float(row[0])) for row in table]
        return intervals_of_draws(table)[0]

    def pace(self, periods: Array) -> Array:
        """Return period without AI / period."""
        return ratio(self.start.before, periods)

    def days_at(self, step: int) -> Array:
        """Return the days of all components (rows) in a month."""
        return self.course.days(self.uncertain, self.walk.months.years[step])


def look_ahead(start: Start, course: Course, months: Months) -> LookAhead:
    """Return the way ahead by one course."""
    return LookAhead(start, course, walk(start.uncertain, start.solver, course, months))


def known_speedups(loop: CentralLoop) -> Truth:
    """Return for which components any acceleration is known; the others do not grow."""
    return np.array([item.speedup is not None for item in loop.components], dtype=bool)


def central_start(study: Study, loop: CentralLoop) -> Start:
    """Return the start at the central estimate."""
    none = np.zeros((0, 1))
    solver = SampledSolver(loop)
    # What waits now is in the delays, and stays as long as rates go on.
    drawn = loop_draws(study, loop, Draws(0, 1, 0.0, (), np.zeros((1, 1)), none), solver)
    return start_from(drawn.uncertain, solver)


def start_from(uncertain: SampledLoop, solver: SampledSolver) -> Start:
    """Return the start of a loop whose numbers are drawn."""

    def solve(days: Array) -> SolvedDraws:
        return SampledTimes(solver, days, uncertain.lags, uncertain.delays).solved

    known = known_speedups(uncertain.loop)[:, np.newaxis]
    return Start(
        uncertain,
        solver,
        solve(uncertain.baseline_days).periods,
        solve(np.where(known, uncertain.floor_days, uncertain.days)),
    )


#: A look further ahead than so many years is refused.
MOST_YEARS = 50


@record
class Months:
    """Consecutive months, the first one being now.

    Attributes:
        first: year times 12 plus month, counted from 0.
        count: how many, 1 or more.
    """

    first: int
    count: int

    def name(self, step: int) -> str:
        """Return a month as it is written.

        >>> Months(2026 * 12 + 10, 3).name(2)
        '2027-01'
        """
        year, month = divmod(self.first + step, 12)
        return f"{year:04}-{month + 1:02}"

    @property
    def years(self) -> tuple[float, ...]:
        """How many years from now each of them is."""
        return tuple(step / 12 for step in range(self.count))

    @property
    def year_ends(self) -> tuple[int, ...]:
        """The steps to now, to each December a quarter or more ahead and to the last month."""
        ends = [step for step in range(3, self.count) if (self.first + step) % 12 == 11]
        return tuple(sorted({0, *ends, self.count - 1}))


def months_until(as_of: str | None, horizon: str) -> Months:
    """Return the months from the date of the evidence to a horizon.

    Args:
        as_of: the day of the evidence.
        horizon: a year, a month or a day; a year means its last month.

    Raises:
        UsageError: the map has no date, the horizon is none, or it lies before the evidence or
            too far away.
    """
    if as_of is None:
        raise UsageError(
            "Nothing on this map is dated, so there is no now to start from. Say when it is with "
            "--as-of, for example --as-of 2026-06."
        )
    start, end = period_of(as_of), period_of(horizon)
    if start is None or end is None:
        raise UsageError(f"{horizon!r} is not a date. Write 2032 or 2032-06.")
    first = start.last.year * 12 + start.last.month - 1
    last = end.last.year * 12 + end.last.month - 1
    if last <= first:
        raise UsageError(
            f"The horizon {horizon} does not lie after the evidence, which is of {as_of}. "
            f"Choose {start.last.year + 1} or later."
        )
    if last - first > MOST_YEARS * 12:
        raise UsageError(
            f"The horizon {horizon} is more than {MOST_YEARS} years ahead. Rates of growth of "
            f"today say nothing about it. Choose {start.last.year + MOST_YEARS} or earlier."
        )
    return Months(first, last - first + 1)


def quantile_month(months: Months, steps: Sequence[float], share: float) -> str | None:
    """Return the month by which a share of draws has come to pass.

    Args:
        months: the months.
        steps: the step at which each draw does; infinite if it does not before the end.
        share: 0 to 1.

    Returns:
        ``None`` if by the end fewer have.

    >>> quantile_month(Months(2026 * 12, 12), [1.0, 4.0, float("inf")], 0.5)
    '2026-05'
    """
    ordered = sorted(steps)
    if not ordered:
        return None
    step = ordered[max(0, math.ceil(share * len(ordered)) - 1)]
    return None if step == float("inf") else months.name(int(step))
