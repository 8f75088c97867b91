"""From a preset to the input of the kernel: draw, compute, and put the arrays together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.questions.growth.kernel.generation_time import FixedTime, GenerationTime, ShrinkingTime
from graph.questions.growth.kernel.inputs import (
    AccelerationTable,
    AutomationShares,
    CeilingRule,
    Components,
    GrowthInput,
    ResourceNest,
    Resources,
    Stocks,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.distributions import draw
from graph.questions.growth.published.formulas import Formula, Names
from graph.questions.growth.published.preset_model import (
    Preset,
    PresetComponent,
    PresetResource,
    PresetStock,
)

#: The component of a stock for which a preset names none.
WORK = "work"


def inputs_of(preset: Preset, case: str | None = None) -> dict[str, Floats]:
    """Return the draws of every input and derived name, shape (draws,), under a case.

    A case replaces inputs or derived names; all else keeps its draws (common random numbers).

    Raises:
        FormulaError: a formula cannot be computed.
        CorrelationError: the inputs' correlations contradict each other.
    """
    drawn: dict[str, Floats] = draw(preset.inputs, preset.draws, preset.correlations)
    changes = preset.cases.get(case, {}) if case else {}
    for name, formula in changes.items():
        if name in preset.inputs:
            drawn[name] = _column(formula, drawn, preset.draws.count)
    for name, formula in preset.derived.items():
        drawn[name] = _column(changes.get(name, formula), drawn, preset.draws.count)
    return drawn


def growth_input(preset: Preset, names: Names) -> GrowthInput | None:
    """Return the kernel's input for drawn names; ``None`` if the preset has no stock."""
    if not preset.stocks:
        return None
    build = _Build(preset, names)
    return GrowthInput(
        draws=preset.draws.count,
        stocks=build.stocks(),
        components=build.components(),
        exponents=build.column(preset.aggregation.exponent),
        resources=build.resources() if preset.resources else None,
        nests=build.nests(),
        generation_time=build.generation_time(),
        recursion=preset.run.recursion,
    )


class _Build:
    """The preset's formulas as arrays over draws."""

    def __init__(self, preset: Preset, names: Names) -> None:
        self.preset, self.names = preset, names
        self.parts: list[str] = list(preset.components) or [WORK]

    def column(self, formula: Formula) -> Floats:
        return _column(formula, self.names, self.preset.draws.count)

    def table(self, formulas: Iterable[Formula]) -> Floats:
        return np.stack([self.column(formula) for formula in formulas], axis=-1)

    def matrix(self, rows: Iterable[dict[str, Formula]], columns: Iterable[str]) -> Floats:
        zero, names = np.zeros(self.preset.draws.count), list(columns)
        return np.stack(
            [
                np.stack([self.column(row[name]) if name in row else zero for name in names], -1)
                if names
                else np.zeros((len(zero), 0))
                for row in rows
            ],
            axis=1,
        )

    def stocks(self) -> Stocks:
        stocks = list(self.preset.stocks.values())
        rules = {stock.ceiling_rule for stock in stocks if stock.ceiling is not None}
        references = {stock.growth_measured for stock in stocks}
        if len(rules) > 1 or len(references) > 1:
            raise ValueError("All stocks need the same ceiling_rule and growth_measured.")
        resources = self.preset.resources
        weights = self.matrix((stock.weights for stock in stocks), self.parts)
        for index, stock in enumerate(stocks):
            if not stock.weights:
                weights[:, index] = 1.0 / len(self.parts)
        return Stocks(
            names=tuple(self.preset.stocks),
            growth_rates=self.table(stock.growth_rate for stock in stocks),
            parallel_exponents=self.table(stock.parallel for stock in stocks),
            difficulties=self.table(stock.difficulty for stock in stocks),
            weights=weights,
            log_ceilings=self._ceilings(stocks) if rules else None,
            ceiling_rule=rules.pop() if rules else CeilingRule.GROWTH,
            resource_exponents=self.matrix((s.resources for s in stocks), resources)
            if resources
            else None,
            growth_reference=references.pop(),
        )

    def components(self) -> Components:
        parts = list(self.preset.components.values())
        stocks = list(self.preset.stocks)
        if not parts:
            return Components((WORK,), np.zeros((1, 1)), np.zeros((1, 1, len(stocks))))
        with np.errstate(divide="ignore"):
            start = np.log(self.table(part.acceleration for part in parts))
        return Components(
            names=tuple(self.preset.components),
            log_accelerations=start,
            elasticities=self.matrix((part.elasticity for part in parts), stocks),
            log_ceilings=self._ceilings(parts) if any(p.ceiling for p in parts) else None,
            shares=self._shares(parts) if any(part.share for part in parts) else None,
            tables=tuple(
                AccelerationTable(
                    index,
                    stocks.index(curve.stock),
                    np.log(self.table(curve.levels)),
                    np.log(self.table(curve.accelerations)),
                )
                for index, part in enumerate(parts)
                for curve in part.curve
            ),
        )

    def _ceilings(self, items: Iterable[PresetStock | PresetComponent]) -> Floats:
        endless = np.full(self.preset.draws.count, np.inf)
        ceilings = [item.ceiling for item in items]
        return np.stack([endless if c is None else np.log(self.column(c)) for c in ceilings], -1)

    def _shares(self, parts: list[PresetComponent]) -> AutomationShares:
        stocks, resources = list(self.preset.stocks), list(self.preset.resources)
        none = np.zeros(self.preset.draws.count)
        shares = np.stack([none if p.share is None else self.column(p.share) for p in parts], -1)
        with np.errstate(divide="ignore"):
            log_odds = np.log(shares) - np.log1p(-shares)
        gains = [part.share_gain for part in parts]
        return AutomationShares(
            log_odds=log_odds,
            stock_gains=self.matrix(gains, stocks),
            speeds=self.table(part.speed for part in parts),
            resource_gains=self.matrix(gains, resources) if resources else None,
            speed_elasticities=self.matrix((part.speed_elasticity for part in parts), stocks),
            human_uplifts=self.table(part.uplift for part in parts),
            checking_costs=self.table(part.checking for part in parts),
            floor_shares=self.table(part.floor for part in parts),
            highest_share=min(part.highest_share for part in parts),
        )

    def resources(self) -> Resources:
        names = list(self.preset.resources)
        paths = [self._path(self.preset.resources[name]) for name in names]
        corners = np.unique(np.concatenate([times for times, _, _ in paths]))
        draws = self.preset.draws.count
        values = np.empty((draws, len(names), len(corners)))
        for index, (times, levels, final) in enumerate(paths):
            for row in range(draws):
                values[row, index] = np.interp(corners, times, levels[row])
            beyond = np.maximum(corners - times[-1], 0.0)
            values[:, index] += final[:, None] * beyond
        finals = np.stack([final for _, _, final in paths], axis=-1)
        return Resources(tuple(names), corners, values, finals)

    def _path(self, resource: PresetResource) -> tuple[Floats, Floats, Floats]:
        draws = self.preset.draws.count
        times, levels, final = [0.0], [np.zeros(draws)], np.zeros(draws)
        for phase in resource.stretches:
            first = self.column(phase.factor)
            if phase.length is None:
                final = np.log(first)
                break
            if phase.factor_to is None:
                times.append(times[-1] + phase.length)
                levels.append(levels[-1] + np.log(first) * phase.length)
                continue
            last, count = self.column(phase.factor_to), int(phase.length)
            for unit in range(count):
                part = unit / (count - 1) if count > 1 else 0.0
                times.append(times[-1] + 1.0)
                levels.append(levels[-1] + np.log(first + part * (last - first)))
        return np.array(times), np.stack(levels, axis=-1), final

    def nests(self) -> tuple[ResourceNest, ...]:
        resources = list(self.preset.resources)
        return tuple(
            ResourceNest(
                index,
                resources.index(stock.nest.resource),
                self.column(stock.nest.weight),
                self.column(stock.nest.exponent),
                self.column(stock.nest.resource_exponent),
            )
            for index, stock in enumerate(self.preset.stocks.values())
            if stock.nest
        )

    def generation_time(self) -> GenerationTime | None:
        plan = self.preset.generation
        if plan.length is None or plan.kind == "at-once":
            return None
        if plan.kind == "fixed":
            return FixedTime(self.column(plan.length))
        floor = np.zeros(1) if plan.floor is None else self.column(plan.floor)
        gains = self.matrix([plan.elasticity], self.preset.stocks)[:, 0]
        return ShrinkingTime(floor, self.column(plan.length), gains, plan.together == "in-sequence")


def _column(formula: Formula, names: Names, draws: int) -> Floats:
    return np.broadcast_to(np.asarray(formula.value(names), float), (draws,)).copy()
