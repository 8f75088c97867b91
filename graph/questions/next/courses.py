"""How the days of the components change from month to month, by each of the two schools."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Array, Truth
from graph.loop.automation_spread import AutomationSpread, years_of_day
from graph.loop.days import days_when_led, unled_ratio
from graph.loop.growth_rates import GrowthRates
from graph.loop.sampled_loop import SampledLoop
from graph.records import record
from graph.statistics.trend_belief import DrawnLines


class Course(Protocol):
    """One way in which a loop goes on from now."""

    def days(self, uncertain: SampledLoop, years: float) -> Array:
        """Return the days of all components (rows) so many years from now."""
        ...

    def columns(self, chosen: slice) -> Course:
        """Return the course of some of the draws."""
        ...


@record(slots=False)
class RatesGoOn:
    """Each log-acceleration goes on at its measured rate: ``ln S(t) = ln S(now) + rate t``.

    Attributes:
        rates: of ln S per year, a row per component.
    """

    rates: Array

    def days(self, uncertain: SampledLoop, years: float) -> Array:
        """Return ``max(u, d0 / S(t))``."""
        return uncertain.with_speedups(uncertain.speedups * np.exp(self.rates * years)).days

    def columns(self, chosen: slice) -> RatesGoOn:
        """Return the rates of some of the draws."""
        return RatesGoOn(self.rates[:, chosen])


@record(slots=False)
class AutomationSpreads:
    """The share of the work that AI leads follows its dated index, logistic in time.

    Attributes:
        elsewhere: how the work goes on of which the index does not speak.
        indexed: share of each component's work (row) of which it does, 0 to 1; 0 too where no
            acceleration is known.
        positions: logit of the share that AI leads now, per draw.
        changes: of that logit per year, 0 or more.
    """

    elsewhere: RatesGoOn
    indexed: Array
    positions: Array
    changes: Array

    def days(self, uncertain: SampledLoop, years: float) -> Array:
        """Return ``w d(F) + (1 - w) max(u, d0 / S(t))``.

        With w the indexed share and d(F) the days when AI leads the share F
        (:func:`~graph.loop.days.days_when_led`).
        """
        unled = unled_ratio(self.positions, self.positions + self.changes * years)
        led = days_when_led(uncertain.days, uncertain.floor_days, unled)
        mixed: Array = self.indexed * led
        mixed += (1 - self.indexed) * self.elsewhere.days(uncertain, years)
        return mixed

    def columns(self, chosen: slice) -> AutomationSpreads:
        """Return how it spreads in some of the draws."""
        elsewhere = self.elsewhere.columns(chosen)
        return AutomationSpreads(
            elsewhere, self.indexed, self.positions[chosen], self.changes[chosen]
        )


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


def spread_from(
    now: date, lines: DrawnLines, indexed: NDArray[np.float64], elsewhere: RatesGoOn
) -> AutomationSpreads:
    """Return the course by which automation spreads from a day on.

    Args:
        now: the day from which the course is counted.
        lines: of the logit of the share that AI leads.
        indexed: share of each component's work of which the index speaks.
        elsewhere: how the rest goes on.
    """
    positions = lines.heights + lines.changes * (years_of_day(now) - lines.middle)
    return AutomationSpreads(
        elsewhere, indexed[:, np.newaxis], positions, np.maximum(lines.changes, 0.0)
    )


def central_lines(spread: AutomationSpread) -> DrawnLines:
    """Return the likeliest line alone, as if it were drawn once."""
    none = np.zeros(1)
    return spread.belief.drawn(none, none)
