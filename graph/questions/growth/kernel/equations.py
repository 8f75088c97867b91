"""The loop as equations: growth rates of the stocks, and the elasticities behind R_loop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.accelerations import (
    AccelerationRule,
    ResourcePath,
    acceleration_rule,
    labour_share,
    matched,
    nested,
    resource_path,
)
from graph.questions.growth.kernel.inputs import (
    CeilingRule,
    GrowthInput,
    GrowthReference,
    ResourceNest,
)
from graph.questions.growth.kernel.power_mean import Floats, bottleneck_shares, log_power_mean
from graph.records import record


@record(slots=False)
class Gains:
    """The local elasticities of one state.

    Attributes:
        feedback: L, shape (draws, stocks, stocks): d ln(growth of m)/d ln(stock n), alone.
        free_feedback: the same as if no resource were scarce.
        difficulty: beta, shape (draws, stocks), with what a ceiling adds.
        free_difficulty: beta alone.
        component_shares: b, shape (draws, stocks, components).
        elasticities: eta, shape (draws, components, stocks).
    """

    feedback: Floats
    free_feedback: Floats
    difficulty: Floats
    free_difficulty: Floats
    component_shares: Floats
    elasticities: Floats


@record(slots=False)
class Loop:
    """The equations of one input; made by :func:`loop_of`, sliced with ``take_rows``."""

    accelerations: AccelerationRule
    exponents: Floats
    weights: tuple[Floats, ...]
    log_growth: Floats
    parallel: Floats
    difficulty: Floats
    log_ceilings: Floats
    has_ceiling: bool
    returns_fall: bool
    resource_exponents: Floats | None
    resources: ResourcePath | None
    nests: tuple[ResourceNest, ...]
    log_pace_start: Floats
    recursion: bool

    def log_stocks(self, height: Floats) -> Floats:
        """Return ln S from the height y = -ln(1 - ln S/ln S_max); y = ln S without a ceiling.

        In y a ceiling is never reached and never makes the equations stiff.
        """
        if not self.has_ceiling:
            return height
        finite, top = self.tops()
        return np.where(finite, -top * np.expm1(-height), height)

    def height_of(self, log_stocks: Floats) -> Floats:
        """Return the height y that belongs to ln S; ``inf`` at a ceiling and beyond."""
        if not self.has_ceiling:
            return log_stocks
        finite, top = self.tops()
        with np.errstate(divide="ignore"):
            below = -np.log1p(-np.minimum(log_stocks / top, 1.0))
        return np.where(finite, below, log_stocks)

    def corners(self, draws: int) -> Floats | None:
        """Return the heights at which an acceleration bends, shape (draws, stocks, corners).

        Those of the curves that accelerations are read off; stocks with fewer corners than others
        have ``inf`` in the rest. ``None`` without a curve.
        """
        tables = self.accelerations.tables
        if not tables:
            return None
        most = sum(table.log_stocks.shape[1] for table in tables)
        found = np.full((draws, len(self.weights), most), np.inf)
        begin = 0
        for table in tables:
            end = begin + table.log_stocks.shape[1]
            found[:, table.stock, begin:end] = table.log_stocks
            begin = end
        return np.moveaxis(self.height_of(np.moveaxis(found, -1, 0)), 0, -1)

    def tops(self) -> tuple[NDArray[np.bool_], Floats]:
        """Return which stocks have a ceiling, and ln S_max (1 without one)."""
        finite = np.isfinite(self.log_ceilings)
        return finite, np.where(finite, self.log_ceilings, 1.0)

    def log_resources(self, times: Floats) -> Floats | None:
        """Return ln C at the times (shape (draws,)), shape (draws, resources)."""
        return None if self.resources is None else self.resources.at(times)

    def log_accelerations(self, height: Floats, times: Floats) -> Floats:
        """Return ln a, shape (draws, components)."""
        return self.accelerations.at(self._acting(height), self.log_resources(times))

    def log_odds(self, height: Floats, times: Floats) -> Floats | None:
        """Return logit of the automation shares, shape (draws, components), or ``None``."""
        return self.accelerations.log_odds_at(self._acting(height), self.log_resources(times))

    def log_pace(self, log_accelerations: Floats) -> Floats:
        """Return ln A of every stock, shape (draws, stocks), before it is set against the start."""
        paces = [log_power_mean(log_accelerations, w, self.exponents) for w in self.weights]
        return paces[0][:, None] if len(paces) == 1 else np.stack(paces, axis=-1)

    def lift(self, log_accelerations: Floats) -> Floats:
        """Return ln A^lambda against the start, shape (draws, stocks)."""
        return self.parallel * (self.log_pace(log_accelerations) - self.log_pace_start)

    def effort_of(self, lift: Floats, times: Floats) -> Floats:
        """Return ln(g A^lambda C^zeta), shape (draws, stocks): growth before difficulty.

        Taken from ln A^lambda, which may stand still while C grows.
        """
        levels = self.log_resources(times)
        if levels is None:
            return np.asarray(self.log_growth + lift)
        for nest in self.nests:
            lift = np.broadcast_to(lift, np.broadcast_shapes(lift.shape, (len(levels), 1))).copy()
            lift[:, nest.stock] = nested(nest, lift[:, nest.stock], levels)
        if self.resource_exponents is not None:
            lift = lift + matched(self.resource_exponents, levels)
        return np.asarray(self.log_growth + lift)

    def height_rate(self, height: Floats, times: Floats) -> Floats:
        """Return dy/dt, shape (draws, stocks)."""
        effort = self.effort_of(self.lift(self.log_accelerations(height, times)), times)
        return np.exp(effort - self.drag(height) + self._stretch(height))

    def growth_rates(self, height: Floats, times: Floats) -> Floats:
        """Return d ln S / dt, shape (draws, stocks)."""
        return self.growth_under(self.log_accelerations(height, times), height, times)

    def growth_under(self, log_accelerations: Floats, height: Floats, times: Floats) -> Floats:
        """Return d ln S / dt if the components run at the given accelerations."""
        rates = self.effort_of(self.lift(log_accelerations), times) - self.drag(height)
        if self.has_ceiling and not self.returns_fall:
            rates = rates + np.log(self.ceiling_left(height))
        return np.exp(rates)

    def drag(self, height: Floats) -> Floats:
        """Return how much difficulty has taken from ln growth, shape (draws, stocks)."""
        if not self.has_ceiling:
            return self.difficulty * height
        climbed = self.log_stocks(height)
        if self.returns_fall:
            finite, top = self.tops()
            climbed = np.where(finite, top * height, height)
        return np.asarray(self.difficulty * climbed)

    def gains(self, height: Floats, times: Floats) -> Gains:
        """Return the local elasticities at a state."""
        levels, acting = self.log_resources(times), self._acting(height)
        log_a = self.accelerations.at(acting, levels)
        eta = self.accelerations.elasticities_at(acting, levels)
        if not self.recursion:
            eta = np.zeros_like(eta)
        shares = np.stack(
            [bottleneck_shares(log_a, w, self.exponents) for w in self.weights], axis=1
        )
        free = np.asarray(self.parallel[..., None] * np.einsum("dmi,din->dmn", shares, eta))
        held = free.copy()
        if levels is not None:
            lift = self.lift(log_a)
            for nest in self.nests:
                held[:, nest.stock] *= labour_share(nest, lift[:, nest.stock], levels)[:, None]
        beta = np.broadcast_to(self.difficulty, height.shape)
        return Gains(held, free, beta + self._ceiling_drag(height), beta, shares, eta)

    def ceiling_left(self, height: Floats) -> Floats:
        """Return 1 - ln S / ln S_max, shape (draws, stocks); 1 without a ceiling."""
        return np.where(np.isfinite(self.log_ceilings), np.exp(-height), 1.0)

    def _acting(self, height: Floats) -> Floats:
        return self.log_stocks(height) if self.recursion else np.zeros_like(height)

    def _stretch(self, height: Floats) -> Floats | float:
        if not self.has_ceiling:
            return 0.0
        finite, top = self.tops()
        return np.where(finite, (height if self.returns_fall else 0.0) - np.log(top), 0.0)

    def _ceiling_drag(self, height: Floats) -> Floats | float:
        if not self.has_ceiling:
            return 0.0
        finite, top = self.tops()
        if self.returns_fall:
            return np.where(finite, self.difficulty * np.expm1(height), 0.0)
        return np.where(finite, np.exp(height) / top, 0.0)


def loop_of(growth: GrowthInput) -> Loop:
    """Return the equations of an input, with growth rates measured as the input says."""
    stocks = growth.stocks
    draws, count = growth.draws, len(stocks.names)
    ceilings = stocks.log_ceilings
    limits = np.full((1, count), np.inf) if ceilings is None else ceilings
    with np.errstate(divide="ignore"):
        log_growth = np.log(stocks.growth_rates)
    loop = Loop(
        accelerations=acceleration_rule(growth.components),
        exponents=growth.exponents,
        weights=tuple(np.ascontiguousarray(stocks.weights[:, m]) for m in range(count)),
        log_growth=log_growth,
        parallel=stocks.parallel_exponents,
        difficulty=stocks.difficulties,
        log_ceilings=limits,
        has_ceiling=bool(np.isfinite(limits).any()),
        returns_fall=stocks.ceiling_rule is CeilingRule.RETURNS,
        resource_exponents=stocks.resource_exponents,
        resources=resource_path(growth.resources) if growth.resources else None,
        nests=growth.nests,
        log_pace_start=np.zeros((1, count)),
        recursion=growth.recursion,
    )
    if stocks.growth_reference is GrowthReference.WITHOUT_AI:
        return loop
    start = loop.log_pace(loop.log_accelerations(np.zeros((draws, count)), np.zeros(draws)))
    return replace(loop, log_pace_start=start)
