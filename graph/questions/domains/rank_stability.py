"""Ranks of all domains: over draws, or at the central scores where nothing is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.estimates import Estimate, Interval
from graph.model import Metric
from graph.questions.domains.acceptability import (
    Acceptability,
    DrawPlan,
    acceptability,
    expected_ranks_with,
    positions,
)
from graph.questions.domains.answer import Lift
from graph.questions.domains.closeness import closeness
from graph.questions.domains.scores import ScoreTable

#: Closeness that differs by less is the same.
_SAME = 1e-12


@dataclass(frozen=True)
class Ranking:
    """The domains in order.

    Attributes:
        table: the scores.
        plan: how ranks are counted; with 0 draws only the central scores speak.
    """

    table: ScoreTable
    plan: DrawPlan

    @cached_property
    def drawn(self) -> Acceptability | None:
        """The ranks over the draws; ``None`` without draws."""
        return acceptability(self.table, self.plan) if self.plan.draws else None

    @property
    def weights(self) -> tuple[float, ...]:
        """The fixed weights, else equal ones: the middle of all that are possible."""
        return self.plan.weights or (1.0,) * len(self.table.properties)

    def central(self, domain: str, missing: float | None = None) -> float | None:
        """Return the closeness at the central scores.

        Args:
            domain: its id.
            missing: what to take for a missing score, as a share of its scale; without it a
                domain with missing scores has no central closeness.
        """
        cells = self.table.central(domain)
        if missing is None and None in cells:
            return None
        filled = [
            top * (missing or 0.0) if score is None else score
            for score, top in zip(cells, self.table.tops, strict=True)
        ]
        return closeness(filled, self.table.tops, self.weights, self.plan.exponent)

    @cached_property
    def places(self) -> dict[str, int | None]:
        """The place of each by expected rank, else by central closeness; ``None`` if open."""
        if self.drawn is not None:
            order = zip(self.table.domains, positions(self.drawn.expected_ranks), strict=True)
            return {name: place if any(self.table.row(name)) else None for name, place in order}
        return {name: self._sure_place(name) for name in self.table.domains}

    def _sure_place(self, domain: str) -> int | None:
        """Return the place among the domains that have all their scores; ``None`` without them."""
        own = self.central(domain)
        if own is None:
            return None
        others = (self.central(name) for name in self.table.domains)
        return 1 + sum(other > own + _SAME for other in others if other is not None)

    def central_place(self, domain: str, missing: float) -> int:
        """Return the place at the central scores, missing ones taken as a share of their scale.

        Those of the others are taken from the other end: 1 gives the best place there can be,
        0 the worst.
        """
        own = self.central(domain, missing) or 0.0
        names = (name for name in self.table.domains if name != domain)
        others = (self.central(name, 1 - missing) or 0.0 for name in names)
        return 1 + sum(other > own + _SAME for other in others)

    def rank_range(self, domain: str) -> Interval | None:
        """Return the ranks it takes: percentiles of the draws, else the best and worst possible."""
        if self.drawn is None:
            best, worst = self.central_place(domain, 1.0), self.central_place(domain, 0.0)
            return Interval((best + worst) / 2, best, worst)
        shares = self.drawn.shares[self.table.domains.index(domain)]
        total = np.cumsum(shares)
        low, middle, high = (
            1.0 + int(np.searchsorted(total, q - 1e-12)) for q in (0.05, 0.5, 0.95)
        )
        return Interval(middle, low, high)

    def closeness_range(self, domain: str) -> Interval | None:
        """Return the closeness: central, else the draws' median, with the draws' percentiles."""
        central = self.central(domain)
        if self.drawn is None:
            return None if central is None else Interval(central)
        values = self.drawn.closeness[self.table.domains.index(domain)]
        low, middle, high = (float(value) for value in np.quantile(values, [0.05, 0.5, 0.95]))
        # Noise stops at the ends of the scale, so a central value there is an end of the draws.
        middle = middle if central is None else central
        return Interval(middle, min(low, middle), max(high, middle))

    def at_least(self, domain: str, reference: str) -> float | None:
        """Return how often a domain is at least as close to code as the reference."""
        if self.drawn is None:
            return None
        rows = [self.table.domains.index(name) for name in (domain, reference)]
        own, yardstick = self.drawn.closeness[rows]
        return 1.0 if domain == reference else float((own >= yardstick).mean())

    def lift(self, domain: str, columns: Sequence[int]) -> Lift:
        """Return what it does to raise some scores by one step; no score is raised above its top.

        Args:
            domain: one with all its scores.
            columns: which properties.
        """
        index, tops = self.table.domains.index(domain), self.table.tops
        row = tuple(
            _one_more(cell, tops[column]) if column in columns else cell
            for column, cell in enumerate(self.table.cells[index])
        )
        cells = (*self.table.cells[:index], row, *self.table.cells[index + 1 :])
        richer = replace(self, table=replace(self.table, cells=cells))
        names = [self.table.properties[column] for column in columns]
        place, expected = self._place_in(richer, domain)
        return Lift(
            tuple(item.id for item in names),
            tuple(
                anchor_at(item, cell.median if (cell := row[column]) else None) or ""
                for item, column in zip(names, columns, strict=True)
            ),
            richer.central(domain) or 0.0,
            expected,
            place,
        )

    def _place_in(self, richer: Ranking, domain: str) -> tuple[int, float | None]:
        if self.drawn is None:
            return richer.central_place(domain, 0.0), None
        order = expected_ranks_with(self.drawn, richer.table, domain, self.plan)
        index = self.table.domains.index(domain)
        return positions(order)[index], float(order[index])


def anchor_at(metric: Metric, score: float | None) -> str | None:
    """Return what the nearest step of a scale means; ``None`` without a score."""
    if score is None:
        return None
    return metric.anchors[max(0, min(len(metric.anchors) - 1, round(score)))]


def _one_more(cell: Estimate | None, top: int) -> Estimate | None:
    return replace(cell, median=min(float(top), cell.median + 1)) if cell else None


def is_usable_exponent(value: float) -> bool:
    """Return whether a power mean exists: a finite exponent, or minus infinity for the weakest."""
    return math.isfinite(value) or value == -math.inf
