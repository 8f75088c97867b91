"""Which loop drives the leading stock when: loop scores along the central run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.model import LoopModel
from graph.questions.growth.answer import LoopDrive
from graph.questions.growth.kernel.equations import Loop as Equations
from graph.questions.growth.kernel.equations import loop_of
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.loop_scores import (
    Loop,
    StockFlowModel,
    StockLevel,
    Values,
    Variable,
    loop_scores,
)

#: What holds growth back in every stock.
DIFFICULTY = "difficulty rises as the stock grows"

#: What the score of a component goes under if no named loop passes through it.
_NO_NAME = "no named loop"

#: Steps of the run.
_STEPS = 40


@dataclass(frozen=True)
class _Central:
    """The equations of the first draw as plain functions of numbers."""

    equations: Equations
    names: tuple[str, ...]
    parts: tuple[str, ...]

    def log_acceleration(self, part: int) -> Callable[[Values], float]:
        rule = self.equations.accelerations
        start = float(rule.log_accelerations[0, part])
        top = np.inf if rule.log_ceilings is None else float(rule.log_ceilings[0, part])
        slopes = [
            (self.names[item.source], float(item.gains[0, part])) for item in rule.elasticities
        ]
        if not self.equations.recursion:
            slopes = []
        return lambda values: min(top, start + sum(slope * values[name] for name, slope in slopes))

    def feeds(self, stock: int) -> list[int]:
        return [int(part) for part in np.flatnonzero(self.equations.weights[stock][0] > 0.0)]

    def growth(self, stock: int) -> Callable[[Values], float]:
        """Return ln of growth before difficulty from accelerations and time."""
        parts = [f"speed:{self.parts[part]}" for part in self.feeds(stock)]
        columns = self.feeds(stock)
        weights = self.equations.weights[stock][:1, columns]
        exponent = self.equations.exponents[:1]
        begin = float(self.equations.log_pace_start[0, stock])
        parallel = float(self.equations.parallel[0, stock])

        def rule(values: Values) -> float:
            from graph.questions.growth.kernel.power_mean import log_power_mean

            speeds = np.array([[values[name] for name in parts]])
            pace = float(log_power_mean(speeds, weights, exponent)[0])
            lift = np.zeros((1, len(self.names)))
            lift[0, stock] = parallel * (pace - begin)
            effort = self.equations.effort_of(lift, np.array([values["time"]]))
            return float(effort[0, stock])

        return rule

    def drag(self, stock: int) -> Callable[[Values], float]:
        beta, name = float(self.equations.difficulty[0, stock]), self.names[stock]
        return lambda values: -beta * values[name]


def loop_drives(
    model: LoopModel, growth: GrowthInput, leading: int, years: tuple[float, ...]
) -> tuple[LoopDrive, ...]:
    """Return relative loop scores of the leading stock at some years, at the central estimate.

    The loops are those from the stock through one component back to it, and the one by which
    difficulty rises; improvements act at once here. The score of a named loop is the sum over the
    components that it passes through, so named loops that share components share scores.

    Args:
        model: for the named loops.
        growth: the input of the central draw.
        leading: index of the stock.
        years: times at which to look, rising, above 0.
    """
    central = _Central(loop_of(growth), growth.stocks.names, growth.components.names)
    name = central.names[leading]
    paths = {
        part: (name, f"speed:{central.parts[part]}", f"effort:{name}", f"growth:{name}")
        for part in central.feeds(leading)
        if _acts_on(central, leading, part)
    }
    loops = [Loop(central.parts[part], path) for part, path in paths.items()]
    loops.append(Loop(DIFFICULTY, (name, f"drag:{name}", f"growth:{name}")))
    scores = loop_scores(_model(central), tuple(loops), 0.0, max(years), max(years) / _STEPS)
    found: list[LoopDrive] = []
    for year in years:
        row = scores.relative[int(np.abs(scores.times - year).argmin())]
        by_part = dict(zip(scores.loops, map(float, row), strict=True))
        found += _named(model, year, by_part)
    return tuple(found)


def _acts_on(central: _Central, stock: int, part: int) -> bool:
    couplings = central.equations.accelerations.elasticities
    return any(item.source == stock and item.gains[0, part] for item in couplings)


def _named(model: LoopModel, year: float, by_part: dict[str, float]) -> list[LoopDrive]:
    rows = [LoopDrive(year, DIFFICULTY, by_part[DIFFICULTY])]
    parts = {part: score for part, score in by_part.items() if part != DIFFICULTY}
    named: set[str] = set()
    for loop in model.loops.values():
        through = [part for part in loop.component_ids if part in parts]
        named.update(through)
        if through:
            rows.append(LoopDrive(year, loop.label, sum(parts[part] for part in through)))
    rest = sum(score for part, score in parts.items() if part not in named)
    if rest:
        rows.append(LoopDrive(year, _NO_NAME, rest))
    return sorted(rows, key=lambda row: (-abs(row.score), row.loop))


def _model(central: _Central) -> StockFlowModel:
    levels = [StockLevel("time", 0.0, inflows=("one",))]
    variables = [Variable("one", (), lambda _: 1.0)]
    variables += [
        Variable(f"speed:{part}", _acting(central, index), central.log_acceleration(index))
        for index, part in enumerate(central.parts)
    ]
    for index, name in enumerate(central.names):
        speeds = tuple(f"speed:{central.parts[part]}" for part in central.feeds(index))
        effort, drag, flow = f"effort:{name}", f"drag:{name}", f"growth:{name}"
        variables.append(Variable(effort, (*speeds, "time"), central.growth(index)))
        variables.append(Variable(drag, (name,), central.drag(index)))
        variables.append(Variable(flow, (effort, drag), _flow(effort, drag)))
        levels.append(StockLevel(name, 0.0, inflows=(flow,)))
    return StockFlowModel(tuple(levels), tuple(variables))


def _acting(central: _Central, part: int) -> tuple[str, ...]:
    couplings = central.equations.accelerations.elasticities
    return tuple(central.names[item.source] for item in couplings if item.gains[0, part])


def _flow(effort: str, drag: str) -> Callable[[Values], float]:
    return lambda values: float(np.exp(min(values[effort] + values[drag], 700.0)))
