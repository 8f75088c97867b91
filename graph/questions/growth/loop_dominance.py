"""Which loop drives the leading stock when: loop scores along the central run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graph.model import LoopModel
from graph.questions.growth.answer import LoopDrive
from graph.questions.growth.kernel.equations import Loop as Equations
from graph.questions.growth.kernel.equations import loop_of
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.power_mean import Floats, log_power_mean
from graph.records import record

#: The value of every stock and variable at one time.
Values = Mapping[str, float]


@record(slots=False)
class Variable:
    """A quantity that follows at once from others.

    Attributes:
        name: its name.
        inputs: the names it is computed from.
        rule: from the values of the inputs to its own.
    """

    name: str
    inputs: tuple[str, ...]
    rule: Callable[[Values], float]


@record(slots=False)
class StockLevel:
    """A quantity that its flows fill and drain.

    Attributes:
        name: its name.
        initial: its value at the start.
        inflows: variables that add to it, per unit of time.
        outflows: variables that take from it.
    """

    name: str
    initial: float
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()


@record(slots=False)
class StockFlowModel:
    """Stocks, and variables in an order in which each follows from those before it."""

    stocks: tuple[StockLevel, ...]
    variables: tuple[Variable, ...]


@record(slots=False)
class Loop:
    """A feedback loop: names in order; the last acts on the first."""

    name: str
    path: tuple[str, ...]


@record(slots=False)
class LoopScores:
    """The scores of every loop; the one labelled t belongs to the step from t to t + dt.

    Attributes:
        times: shape (times,).
        loops: the names, in the order of the last axis.
        scores: raw loop scores, shape (times, loops); they blow up where a stock turns, so show
            the relative ones.
        relative: each score over the sum of all sizes, -1 to 1; 0 while nothing moves.
    """

    times: Floats
    loops: tuple[str, ...]
    scores: Floats
    relative: Floats


def link_scores(variable: Variable, before: Values, after: Values) -> dict[str, float]:
    """Return the part that each input had in a variable's change.

    The partial change takes the new value of one input and the old value of the others; the score
    is |partial change / change| with the sign of the partial change over the input's change.

    Returns:
        One score per input; 0 where the input or the variable did not change.

    >>> z = Variable("z", ("x", "y"), lambda v: 2 * v["x"] + v["y"])
    >>> link_scores(z, {"x": 5.0, "y": 4.0}, {"x": 7.0, "y": 5.0})
    {'x': 0.8, 'y': 0.2}
    """
    old = variable.rule(before)
    change = variable.rule(after) - old
    scores = dict.fromkeys(variable.inputs, 0.0)
    for name in variable.inputs:
        moved = after[name] - before[name]
        partial = variable.rule({**before, name: after[name]}) - old
        if change and moved and partial:
            sign = 1.0 if (partial > 0.0) == (moved > 0.0) else -1.0
            scores[name] = sign * abs(partial / change)
    return scores


def loop_scores(
    model: StockFlowModel, loops: tuple[Loop, ...], start: float, stop: float, dt: float
) -> LoopScores:
    """Return the scores of the loops along an Euler run, from *start* to *stop* in steps of *dt*.

    The loops share their stocks, for the relative scores to mean something. At the first time every
    score is 0: no earlier step shows how the flows change; the last time has a score too.

    Raises:
        ValueError: a loop names a link that the model does not have, or dt is not above 0.
    """
    if dt <= 0.0:
        raise ValueError("The step must be above 0.")
    links = [_links(model, loop) for loop in loops]
    steps = round((stop - start) / dt)
    run = _euler(model, steps + 1, dt)
    scores = np.zeros((steps + 1, len(loops)))
    for index in range(1, steps + 1):
        found = _step_scores(model, run[index - 1], run[index], run[index + 1])
        scores[index] = [np.prod([found[link] for link in path]) for path in links]
    total = np.abs(scores).sum(axis=1, keepdims=True)
    relative = np.asarray(scores / np.where(total == 0.0, 1.0, total))
    times = np.asarray(start + dt * np.arange(steps + 1), float)
    return LoopScores(times, tuple(loop.name for loop in loops), scores, relative)


def _links(model: StockFlowModel, loop: Loop) -> list[tuple[str, str]]:
    known = {(name, v.name) for v in model.variables for name in v.inputs}
    known |= {(flow, s.name) for s in model.stocks for flow in (*s.inflows, *s.outflows)}
    links = list(zip(loop.path, (*loop.path[1:], loop.path[0]), strict=True))
    for source, target in links:
        if (source, target) not in known:
            raise ValueError(
                f"The loop {loop.name} goes from {source} to {target}, which nothing links."
            )
    return links


def _euler(model: StockFlowModel, steps: int, dt: float) -> list[dict[str, float]]:
    levels = {stock.name: stock.initial for stock in model.stocks}
    run = []
    for _ in range(steps + 1):
        values = dict(levels)
        for variable in model.variables:
            values[variable.name] = variable.rule(values)
        run.append(values)
        levels = {s.name: values[s.name] + dt * _net(s, values) for s in model.stocks}
    return run


def _net(stock: StockLevel, values: Values) -> float:
    gained = sum(values[flow] for flow in stock.inflows)
    return gained - sum(values[flow] for flow in stock.outflows)


def _step_scores(
    model: StockFlowModel, earlier: Values, now: Values, later: Values
) -> dict[tuple[str, str], float]:
    found = {}
    for variable in model.variables:
        for name, score in link_scores(variable, now, later).items():
            found[name, variable.name] = score
    # The stock's step from now to later was made by the flows of now: their change is the one
    # since the step before.
    for stock in model.stocks:
        change = _net(stock, now) - _net(stock, earlier)
        for sign, flows in ((1.0, stock.inflows), (-1.0, stock.outflows)):
            for flow in flows:
                part = abs((now[flow] - earlier[flow]) / change) if change else 0.0
                found[flow, stock.name] = sign * part
    return found


#: What holds growth back in every stock.
DIFFICULTY = "difficulty rises as the stock grows"

#: What the score of a component goes under if no named loop passes through it.
_NO_NAME = "no named loop"

#: Steps of the run.
_STEPS = 40


@record(slots=False)
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

    def acting(self, part: int) -> tuple[str, ...]:
        couplings = self.equations.accelerations.elasticities
        return tuple(self.names[item.source] for item in couplings if item.gains[0, part])

    def feeds(self, stock: int) -> list[int]:
        return [int(part) for part in np.flatnonzero(self.equations.weights[stock][0] > 0.0)]

    def growth(self, stock: int) -> Callable[[Values], float]:
        """Return ln of growth before difficulty from accelerations and time."""
        columns = self.feeds(stock)
        parts = [f"speed:{self.parts[part]}" for part in columns]
        weights = self.equations.weights[stock][:1, columns]
        exponent = self.equations.exponents[:1]
        begin = float(self.equations.log_pace_start[0, stock])
        parallel = float(self.equations.parallel[0, stock])

        def rule(values: Values) -> float:
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
        if name in central.acting(part)
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
        Variable(f"speed:{part}", central.acting(index), central.log_acceleration(index))
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


def _flow(effort: str, drag: str) -> Callable[[Values], float]:
    return lambda values: float(np.exp(min(values[effort] + values[drag], 700.0)))
