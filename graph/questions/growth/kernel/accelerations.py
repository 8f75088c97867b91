"""How fast components are, given stocks and resources, and how a scarce resource holds growth."""

from __future__ import annotations

import numpy as np

from graph.questions.growth.kernel.inputs import (
    AccelerationTable,
    AutomationShares,
    Components,
    ResourceNest,
    Resources,
)
from graph.questions.growth.kernel.power_mean import Floats, bottleneck_shares, log_power_mean
from graph.records import record


@record(slots=False)
class Coupling:
    """How one stock or resource acts on the components: a column of gains that is not all zero."""

    source: int
    gains: Floats


@record(slots=False)
class ShareRule:
    """Automation shares, rearranged without cancellation: d = least + excess (1 - f)."""

    log_odds: Floats
    least: Floats
    excess: Floats
    quick: Floats
    stock_gains: tuple[Coupling, ...]
    resource_gains: tuple[Coupling, ...]
    speed_gains: tuple[Coupling, ...]
    highest_log_odds: float

    def log_odds_at(self, log_stocks: Floats, log_resources: Floats | None) -> Floats:
        """Return logit f, shape (draws, components)."""
        odds = _summed(self.log_odds, self.stock_gains, log_stocks)
        if log_resources is not None:
            odds = _summed(odds, self.resource_gains, log_resources)
        return odds if self.highest_log_odds == np.inf else np.minimum(odds, self.highest_log_odds)

    def log_accelerations(self, log_odds: Floats, log_stocks: Floats) -> Floats:
        """Return -ln d, shape (draws, components); ``inf`` where nothing is left to do."""
        least, excess = self.least, self.excess
        if self.speed_gains:
            saved = self.quick - self._quick_at(log_stocks)
            least, excess = least - saved, excess + saved
        return np.asarray(-np.log(least + excess / (1.0 + np.exp(log_odds))))

    def elasticities(self, log_odds: Floats, log_stocks: Floats) -> list[Floats]:
        """Return d(-ln d)/d ln S, one array of shape (draws, components) per stock."""
        human = 1.0 / (1.0 + np.exp(log_odds))
        automated = 1.0 / (1.0 + np.exp(-log_odds))
        quick = self._quick_at(log_stocks)
        day = np.exp(-self.log_accelerations(log_odds, log_stocks))
        excess = self.excess + self.quick - quick
        slope = np.where(log_odds >= self.highest_log_odds, 0.0, human * automated * excess / day)
        rise = [np.zeros_like(day) for _ in range(log_stocks.shape[-1])]
        for coupling in self.stock_gains:
            rise[coupling.source] = rise[coupling.source] + coupling.gains * slope
        for coupling in self.speed_gains:
            gain = coupling.gains * quick * automated / day
            rise[coupling.source] = rise[coupling.source] + gain
        return [np.nan_to_num(part, nan=0.0) for part in rise]

    def _quick_at(self, log_stocks: Floats) -> Floats:
        if not self.speed_gains:
            return self.quick
        growth = _summed(np.zeros((1, 1)), self.speed_gains, log_stocks)
        return np.asarray(self.quick * np.exp(-growth))


@record(slots=False)
class AccelerationRule:
    """ln a of every component as a function of the stocks and the resources."""

    log_accelerations: Floats
    elasticities: tuple[Coupling, ...]
    log_ceilings: Floats | None
    shares: ShareRule | None
    tables: tuple[AccelerationTable, ...]

    def log_odds_at(self, log_stocks: Floats, log_resources: Floats | None) -> Floats | None:
        """Return logit f, shape (draws, components), or ``None`` if no shares were given."""
        return self.shares.log_odds_at(log_stocks, log_resources) if self.shares else None

    def at(self, log_stocks: Floats, log_resources: Floats | None) -> Floats:
        """Return ln a, shape (draws, components)."""
        result = self._without_ceiling(log_stocks, log_resources)
        return result if self.log_ceilings is None else np.minimum(result, self.log_ceilings)

    def elasticities_at(self, log_stocks: Floats, log_resources: Floats | None) -> Floats:
        """Return eta_in = d ln a_i / d ln S_n, shape (draws, components, stocks)."""
        now = self._without_ceiling(log_stocks, log_resources)
        columns = [np.zeros_like(now) for _ in range(log_stocks.shape[-1])]
        for coupling in self.elasticities:
            columns[coupling.source] = columns[coupling.source] + coupling.gains
        if self.shares:
            odds = self.shares.log_odds_at(log_stocks, log_resources)
            for index, rise in enumerate(self.shares.elasticities(odds, log_stocks)):
                columns[index] = columns[index] + rise
        for table in self.tables:
            columns[table.stock][:, table.component] += _table_slope(table, log_stocks)
        result = np.stack(columns, axis=-1)
        if self.log_ceilings is None:
            return result
        return np.where((now >= self.log_ceilings)[..., None], 0.0, result)

    def _without_ceiling(self, log_stocks: Floats, log_resources: Floats | None) -> Floats:
        result = _summed(self.log_accelerations, self.elasticities, log_stocks)
        if self.shares:
            odds = self.shares.log_odds_at(log_stocks, log_resources)
            result = result + self.shares.log_accelerations(odds, log_stocks)
        if len(result) < len(log_stocks):
            result = np.broadcast_to(result, (len(log_stocks), result.shape[-1]))
        if self.tables:
            result = result.copy()
            for table in self.tables:
                result[:, table.component] += _table_value(table, log_stocks)
        return result


def acceleration_rule(components: Components) -> AccelerationRule:
    """Return the rule by which the components' accelerations follow from the stocks."""
    return AccelerationRule(
        components.log_accelerations,
        _couplings(components.elasticities),
        components.log_ceilings,
        _share_rule(components.shares) if components.shares else None,
        components.tables,
    )


def _share_rule(shares: AutomationShares) -> ShareRule:
    zero, one = np.zeros((1, 1)), np.ones((1, 1))
    floor = zero if shares.floor_shares is None else shares.floor_shares
    uplift = one if shares.human_uplifts is None else shares.human_uplifts
    checking = zero if shares.checking_costs is None else shares.checking_costs
    touch = 1.0 - floor
    quick = touch / shares.speeds
    with np.errstate(divide="ignore"):
        highest = np.log(shares.highest_share) - np.log1p(-shares.highest_share)
    return ShareRule(
        log_odds=shares.log_odds,
        least=floor + touch * checking + quick,
        excess=touch / uplift - touch * checking - quick,
        quick=quick,
        stock_gains=_couplings(shares.stock_gains),
        resource_gains=_couplings(shares.resource_gains),
        speed_gains=_couplings(shares.speed_elasticities),
        highest_log_odds=float(highest),
    )


def _couplings(gains: Floats | None) -> tuple[Coupling, ...]:
    if gains is None:
        return ()
    return tuple(
        Coupling(source, np.ascontiguousarray(gains[..., source]))
        for source in range(gains.shape[-1])
        if np.any(gains[..., source] != 0.0)
    )


def _summed(start: Floats, couplings: tuple[Coupling, ...], log_levels: Floats) -> Floats:
    for coupling in couplings:
        start = start + coupling.gains * log_levels[:, coupling.source, None]
    return start


def _segment(table: AccelerationTable, level: Floats) -> tuple[Floats, ...]:
    draws, corners = len(level), table.log_stocks.shape[1]
    knots = np.broadcast_to(table.log_stocks, (draws, corners))
    values = np.broadcast_to(table.log_accelerations, (draws, corners))
    left = np.clip((knots <= level[:, None]).sum(axis=1) - 1, 0, corners - 2)
    row = np.arange(draws)
    return knots[row, left], knots[row, left + 1], values[row, left], values[row, left + 1]


def _table_value(table: AccelerationTable, log_stocks: Floats) -> Floats:
    level = log_stocks[:, table.stock]
    start, end, low, high = _segment(table, level)
    part = np.clip((level - start) / (end - start), 0.0, 1.0)
    return np.asarray(low + part * (high - low))


def _table_slope(table: AccelerationTable, log_stocks: Floats) -> Floats:
    level = log_stocks[:, table.stock]
    start, end, low, high = _segment(table, level)
    inside = (level >= start) & (level < end)
    return np.asarray(np.where(inside, (high - low) / (end - start), 0.0))


@record(slots=False)
class ResourcePath:
    """ln C of every resource: straight between corners, straight after the last.

    Attributes:
        corners: times, shape (1, corners).
        log_values: shape (draws, resources, corners).
        rates: d ln C / dt after each corner, shape (draws, resources, corners).
    """

    corners: Floats
    log_values: Floats
    rates: Floats

    def at(self, times: Floats) -> Floats:
        """Return ln C, shape (draws, resources), at one time per draw."""
        corners = self.corners[0]
        last = np.maximum(np.searchsorted(corners, times, side="right") - 1, 0)
        since = (times - corners[last])[:, None]
        row = np.arange(len(times)) if len(self.log_values) > 1 else np.zeros(len(times), np.intp)
        return np.asarray(self.log_values[row, :, last] + self.rates[row, :, last] * since)


def resource_path(resources: Resources) -> ResourcePath:
    """Return the path of the resources, with the rate in every stretch."""
    draws = max(len(resources.log_values), len(resources.final_rates))
    values = np.broadcast_to(resources.log_values, (draws, *resources.log_values.shape[1:]))
    final = np.broadcast_to(resources.final_rates, (draws, resources.final_rates.shape[1]))
    between = np.diff(values, axis=-1) / np.diff(resources.times)
    rates = np.concatenate([between, final[..., None]], axis=-1)
    return ResourcePath(resources.times[None, :], values, rates)


def matched(exponents: Floats, levels: Floats) -> Floats:
    """Return sum of zeta_mk ln C_k, shape (draws, stocks)."""
    return np.asarray((exponents * levels[:, None, :]).sum(axis=-1))


def nested(nest: ResourceNest, lift: Floats, levels: Floats) -> Floats:
    """Return ln of ((1-w) A^(lambda rho) + w C^(zeta rho))^(1/rho), shape (draws,)."""
    both, weights = _pair(nest, lift, levels)
    return log_power_mean(both, weights, nest.exponents)


def labour_share(nest: ResourceNest, lift: Floats, levels: Floats) -> Floats:
    """Return the elasticity of the nest to A^lambda, shape (draws,): 0 if only C counts."""
    both, weights = _pair(nest, lift, levels)
    return bottleneck_shares(both, weights, nest.exponents)[:, 0]


def _pair(nest: ResourceNest, lift: Floats, levels: Floats) -> tuple[Floats, Floats]:
    held = nest.resource_exponents * levels[:, nest.resource]
    weights = np.stack([1.0 - nest.resource_weights, nest.resource_weights], axis=-1)
    return np.stack([np.broadcast_to(lift, held.shape), held], axis=-1), weights
