"""The two schools of going on: rates go on, or automation spreads."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from graph.cycles.batch.columns import Array
from graph.errors import UsageError
from graph.evidence.dates import Calendar
from graph.loop.automation_spread import (
    FEWEST_VALUES,
    AutomationSpread,
    automation_spread,
    indexed_share,
)
from graph.loop.central import CentralLoop
from graph.loop.growth_rates import START, GrowthRates, growth_rates
from graph.loop.sampled import LoopDraws, draw_loop
from graph.loop.study import Study
from graph.questions.next.answer import AutomationIndex, SchoolOutlook
from graph.questions.next.courses import (
    AutomationSpreads,
    RatesGoOn,
    central_lines,
    drawn_rates,
    spread_from,
)
from graph.questions.next.outlook import School, school_outlook
from graph.questions.next.walk import (
    LookAhead,
    Months,
    Start,
    central_start,
    known_speedups,
    look_ahead,
    start_from,
)

RATES = "rates"
AUTOMATION = "automation"
BOTH = "both"

#: Rows of scores that the spread takes after those of the rates: of its change and of its height.
_SPREAD_ROWS = 2


def refuse_unknown_school(school: str) -> None:
    """Refuse a school that there is not.

    Raises:
        UsageError: it is none of the three words.
    """
    if school not in (RATES, AUTOMATION, BOTH):
        raise UsageError(
            f"There is no school {school!r}. Choose {RATES} (rates go on), {AUTOMATION} "
            f"(automation spreads) or {BOTH}."
        )


class Ways:
    """The ways ahead of one study, by either school, on the same draws.

    Args:
        study: the map, the standpoint and what is supposed.
        loop: its loop at the central estimate.
        months: now and the months to come.
        draws: how many; 0 for none.
        seed: of them.

    Attributes:
        rates: the measured rates.
    """

    def __init__(
        self, study: Study, loop: CentralLoop, months: Months, draws: int, seed: int
    ) -> None:
        self._study, self._loop, self._months = study, loop, months
        self._draws, self._seed = draws, seed
        self.rates: GrowthRates = growth_rates(study)

    @property
    def school_of_rates(self) -> School:
        """The school by which rates go on."""
        first, last = START.year, self._now.year
        years = f"{first}" if first == last else f"{first}\N{EN DASH}{last % 100:02}"
        if Calendar(self._study.model).oldest_known_day is None:
            # Nothing is said of years for which nothing is dated.
            supposed = "if speed-ups go on as fast as they came since they are taken to have begun"
            return School(RATES, "rates go on", f"{supposed}, for nothing here is dated")
        return School(RATES, "rates go on", f"if rates stay as in {years}")

    def _school_of_spread(self, spread: AutomationSpread) -> School:
        first, last = _month(spread.first), _month(spread.last)
        return School(
            AUTOMATION,
            "automation spreads",
            f"if automation spreads as its index did from {first} to {last}",
        )

    @property
    def _now(self) -> date:
        # Looking ahead is refused before this where nothing is dated.
        return date.fromisoformat(self._study.estimates.as_of or START.isoformat())

    @cached_property
    def _drawn(self) -> LoopDraws:
        further = len(self._study.model.components) + 1 + _SPREAD_ROWS
        return draw_loop(self._study, self._draws, self._seed, further=further)

    @cached_property
    def _central_start(self) -> Start:
        return central_start(self._study, self._loop)

    @cached_property
    def _drawn_start(self) -> Start:
        return start_from(self._drawn.uncertain, self._drawn.solver)

    @cached_property
    def _central_course(self) -> RatesGoOn:
        means = [max(0.0, self.rates.by_component[node].rate) for node in self._loop.nodes]
        return RatesGoOn((np.array(means) * known_speedups(self._loop))[:, np.newaxis])

    @cached_property
    def _drawn_course(self) -> RatesGoOn:
        nodes, draws = self._drawn.loop.nodes, self._drawn.draws
        scores = self.rate_scores()
        known = known_speedups(self._drawn.loop)
        grown = drawn_rates(self.rates, known, nodes, scores, draws.capability_correlation)
        return RatesGoOn(grown)

    @cached_property
    def central_rates(self) -> LookAhead:
        """The way ahead at the central estimate if rates go on."""
        return look_ahead(self._central_start, self._central_course, self._months)

    @cached_property
    def drawn_rates(self) -> LookAhead | None:
        """The same over the draws; ``None`` without. Any two rates correlate as speed-ups do."""
        if not self._draws:
            return None
        return look_ahead(self._drawn_start, self._drawn_course, self._months)

    @cached_property
    def _spread(self) -> AutomationSpread | None:
        return automation_spread(self._study)

    @cached_property
    def _indexed(self) -> dict[str, float]:
        known = zip(self._loop.nodes, known_speedups(self._loop), strict=True)
        shares = ((node, indexed_share(self._study, node)) for node, grows in known if grows)
        return {node: share for node, share in shares if share}

    @property
    def _shares(self) -> Array:
        return np.array([self._indexed.get(node, 0.0) for node in self._loop.nodes])

    def rate_scores(self) -> Array:
        """Return the standard normal scores of the rates: a common row, then one a component."""
        return self._drawn.draws.further_scores[: len(self._drawn.loop.nodes) + 1]

    def drawn_spread(self) -> AutomationSpreads | None:
        """Return how automation spreads over the draws; ``None`` without draws or an index.

        Height and slope of the curve are drawn from scores of their own, after those of the rates.
        """
        if self._spread is None or not self._draws:
            return None
        scores = self._drawn.draws.further_scores[-_SPREAD_ROWS:]
        lines = self._spread.belief.drawn(scores[0], scores[1])
        return spread_from(self._now, lines, self._shares, self._drawn_course)

    def why_no_spread(self) -> str:
        """Return why the school by which automation spreads says nothing here."""
        if self._spread is None:
            return (
                "That automation spreads cannot be said here: fewer than "
                f"{FEWEST_VALUES} dated values of the share of the work that AI leads are known "
                "from this standpoint."
            )
        return (
            "That automation spreads cannot be said here: no part with a known AI speed-up has an "
            "indexed share (loop:IndexedShare)."
        )

    def by_spread(self) -> SchoolOutlook | None:
        """Return what the school says by which automation spreads; ``None`` if it cannot."""
        spread = self._spread
        if spread is None or not self._indexed:
            return None
        lines = central_lines(spread)
        course = spread_from(self._now, lines, self._shares, self._central_course)
        central = look_ahead(self._central_start, course, self._months)
        over_draws = self.drawn_spread()
        drawn = None
        if over_draws is not None:
            drawn = look_ahead(self._drawn_start, over_draws, self._months)
        school = self._school_of_spread(spread)
        return school_outlook(self._study.model, school, self.rates, central, drawn)

    def automation_index(self) -> AutomationIndex | None:
        """Return the index behind that school; ``None`` if there is none."""
        spread = self._spread
        if spread is None:
            return None
        return AutomationIndex(
            first=_month(spread.first),
            last=_month(spread.last),
            value_count=spread.values,
            limit_count=spread.limits,
            share_at_last=spread.share_at(spread.last),
            share_now=spread.share_at(self._now),
            slope_per_year=spread.slope,
            half_led=self._half_led(spread),
            indexed_components=tuple(self._indexed),
        )

    def _half_led(self, spread: AutomationSpread) -> str | None:
        lines = central_lines(spread)
        course = spread_from(self._now, lines, np.zeros(1), self._central_course)
        position, change = float(course.positions[0]), float(course.changes[0])
        years = self._months.years
        reached = [step for step, ahead in enumerate(years) if position + change * ahead >= 0]
        return self._months.name(reached[0]) if reached else None


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
