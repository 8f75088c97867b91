"""The loop month by month, as its accelerations grow, for all draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import CHUNK, Array, Truth, Whole
from graph.loop.growth_rates import GrowthRates
from graph.loop.sampled_solver import DrawSolver
from graph.loop.sampled_times import DrawnTimes, SolvedDraws
from graph.loop.uncertain_loop import UncertainLoop
from graph.questions.next.answer import Fall
from graph.questions.next.months import Months, quantile_month


def drawn_rates(
    rates: GrowthRates, known: Truth, nodes: tuple[str, ...], scores: Array, correlation: float
) -> Array:
    """Return growth rates per year, a row per component and a column per draw; 0 at least.

    Args:
        rates: normal, each with its deviation.
        known: for which components anything is known; the others do not grow.
        nodes: ids of the components.
        scores: standard normal scores, first a common row, then one per component.
        correlation: between any two rates, 0 to 1.
    """
    means = np.array([rates.by_component[node].rate for node in nodes])
    deviations = np.array([rates.by_component[node].deviation for node in nodes])
    mixed = np.sqrt(correlation) * scores[0] + np.sqrt(1 - correlation) * scores[1:]
    grown: Array = np.maximum(means[:, np.newaxis] + deviations[:, np.newaxis] * mixed, 0.0)
    return grown * known[:, np.newaxis]


def central_rates(rates: GrowthRates, known: Truth, nodes: tuple[str, ...]) -> Array:
    """Return the central rates in one column; 0 at least."""
    means = np.array([max(0.0, rates.by_component[node].rate) for node in nodes])
    found: Array = (means * known)[:, np.newaxis]
    return found


@dataclass(frozen=True)
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


def walk(
    uncertain: UncertainLoop,
    solver: DrawSolver,
    rates: Array,
    months: Months,
) -> Walk:
    """Return what binds in every month.

    ``ln S(t) = ln S(now) + rate * t`` and ``d(t) = max(u, d0 / S(t))``, draw by draw; everything
    else stays.

    Args:
        uncertain: the loop as it is now.
        solver: of the same loop.
        rates: of ln S per year, one row per component.
        months: the months; the first is now.
    """
    shape = (months.count, uncertain.count)
    periods, numbers = np.empty(shape), np.empty(shape, dtype=np.intp)
    binding = np.empty((months.count, len(uncertain.loop.nodes)))
    left = np.full(uncertain.days.shape, np.inf)
    count = uncertain.count
    together = max(1, CHUNK // count)
    for start in range(0, months.count, together):
        steps = range(start, min(start + together, months.count))
        solved = _solve(uncertain, solver, rates, [months.years[step] for step in steps])
        for place, step in enumerate(steps):
            part = slice(place * count, (place + 1) * count)
            critical = solved.is_critical[:, part]
            periods[step], numbers[step] = solved.periods[part], solved.cycles[part]
            binding[step] = critical.mean(axis=1)
            left[~critical & np.isinf(left)] = step
    cycles, kinds = _kinds(solver, numbers)
    return Walk(months, uncertain.loop.nodes, cycles, periods, kinds, binding, left)


def days_after(uncertain: UncertainLoop, rates: Array, years: float) -> Array:
    """Return the days of all components (rows) so many years from now."""
    return uncertain.with_speedups(uncertain.speedups * np.exp(rates * years)).days


def _solve(
    uncertain: UncertainLoop, solver: DrawSolver, rates: Array, years: Sequence[float]
) -> SolvedDraws:
    days = [days_after(uncertain, rates, ahead) for ahead in years]
    lags = np.tile(uncertain.lags, (1, len(years)))
    delays = np.tile(uncertain.delays, (1, len(years)))
    return DrawnTimes(solver, np.concatenate(days, axis=1), lags, delays).solved


def _kinds(solver: DrawSolver, numbers: Whole) -> tuple[tuple[tuple[str, ...], ...], Whole]:
    """Return the cycles met and their numbers, those through the same components taken as one."""
    known: dict[tuple[str, ...], int] = {}
    table = np.full(len(solver.cycles) + 1, -1, dtype=np.intp)
    for number in np.unique(numbers[numbers >= 0]):
        table[number] = known.setdefault(solver.nodes_of(int(number)), len(known))
    return tuple(known), table[numbers]
