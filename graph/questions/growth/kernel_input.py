"""The map as the growth kernel wants it: arrays of draws, in the loop's order of components."""

from __future__ import annotations

import numpy as np

from graph.estimates import Interval
from graph.loop.sampled import LoopDraws, interval_of_draws
from graph.loop.sampled_loop import SampledLoop
from graph.loop.study import Study
from graph.model import Stock
from graph.questions.growth.kernel.generation_time import GenerationTime
from graph.questions.growth.kernel.inputs import (
    Components,
    GrowthInput,
    ResourceNest,
    Resources,
    Stocks,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.numbers import (
    SUBSTITUTION,
    WHOLE_LOOP,
    GrowthMetric,
    GrowthNumbers,
    feedback_edges,
    runnable_stocks,
)
from graph.records import record
from graph.vocabulary import MetricName

#: Exponent of the power mean over parts where no substitution is known: times add up (Amdahl).
_TIMES_ADD_UP = -1.0


@record(slots=False)
class School:
    """One side of the dispute whether work can stand in for compute.

    Attributes:
        name: in words.
        substitution: sigma, 0 or more: 0 not at all, 1 in proportion, above 1 readily.
        observation_id: where it is said; ``None`` if nothing is said and 1 is taken.
    """

    name: str
    substitution: float
    observation_id: str | None

    @property
    def exponent(self) -> float:
        """Rho = (sigma - 1) / sigma, minus infinity at 0.

        >>> School("", 2.0, None).exponent, School("", 0.0, None).exponent
        (0.5, -inf)
        """
        if self.substitution <= 0.0:
            return float("-inf")
        return (self.substitution - 1.0) / self.substitution


def schools(study: Study) -> tuple[School, ...]:
    """Return the two ends of what is said about work and compute, easiest substitution first.

    Returns:
        One school if all agree; one of proportion (1) if nothing is said.
    """
    said = [
        item
        for item in study.model.observations.values()
        if item.metric == SUBSTITUTION
        and item.subject not in study.model.loops
        and study.estimates.refusal(item.id) is None
    ]
    if not said:
        return (School("in proportion (nothing is said)", 1.0, None),)
    said.sort(key=lambda item: (-item.value, item.id))
    ends = (said[0], said[-1]) if said[0].value > said[-1].value else (said[0],)
    return tuple(School(_name(item.value), item.value, item.id) for item in ends)


def _name(substitution: float) -> str:
    if substitution > 1.0:
        return "work readily replaces compute"
    return "work hardly replaces compute" if substitution < 1.0 else "work replaces compute"


@record(slots=False)
class Prepared:
    """A study with its draws, of the loop's times and of the numbers of growth.

    Attributes:
        study: the map, the standpoint and what is supposed.
        drawn: the loop.
        numbers: the numbers of growth.
        elasticities: eta, shape (draws, components, stocks).
        sure: whether there is one draw only, the central one, so that nothing has an interval.
        feedback: by how many times all improvements are supposed to act back more strongly.
    """

    study: Study
    drawn: LoopDraws
    numbers: GrowthNumbers
    elasticities: Floats
    sure: bool
    feedback: float = 1.0

    def interval(self, values: Floats) -> Interval:
        """Return the middle of the draws with their 5th and 95th percentile."""
        flat = np.broadcast_to(values, (self.numbers.count,))
        if self.sure:
            return Interval(float(flat[0]))
        if np.isfinite(flat).all():
            return interval_of_draws(flat)
        low, middle, high = np.quantile(flat, (0.05, 0.5, 0.95), method="inverted_cdf")
        return Interval(float(middle), float(low), float(high))


def growth_input(
    prepared: Prepared,
    school: School,
    *,
    generation_time: GenerationTime | None,
    recursion: bool = True,
) -> GrowthInput:
    """Return the stocks and components of a study, ready to be run.

    A stock's pace is the power mean of the accelerations of its parts, weighted by their days
    without AI. Effort is ``((1 - w) (A L)^(lambda rho) + w C^(zeta rho))^(1/rho)``.

    Without a generation time improvements act at once; without recursion stocks do not act back.

    Raises:
        ValueError: there is no stock that can run.
    """
    study, numbers, loop = prepared.study, prepared.numbers, prepared.drawn.uncertain
    stocks = runnable_stocks(study)
    if not stocks:
        raise ValueError("There is no stock that can run.")
    resources, exponents, nests = _outside(stocks, numbers, school.exponent)
    parts = feeding_parts(study, loop)
    sigma = numbers.get(WHOLE_LOOP, SUBSTITUTION)
    return GrowthInput(
        draws=loop.count,
        stocks=Stocks(
            names=tuple(stock.id for stock in stocks),
            growth_rates=_of_stocks(stocks, numbers, GrowthMetric.GROWTH_RATE),
            parallel_exponents=_of_stocks(stocks, numbers, GrowthMetric.RETURNS),
            difficulties=_of_stocks(stocks, numbers, GrowthMetric.DIFFICULTY),
            weights=_weights(stocks, loop, parts),
            log_ceilings=_log_ceilings(stocks, numbers),
            resource_exponents=exponents,
        ),
        components=_components(loop, parts, prepared.elasticities),
        # q = sigma - 1 is the power mean of a CES whose work moves to where it helps.
        exponents=np.full(numbers.count, _TIMES_ADD_UP) if sigma is None else sigma - 1.0,
        resources=resources,
        nests=nests,
        generation_time=generation_time,
        recursion=recursion,
    )


def edge_elasticities(study: Study, numbers: GrowthNumbers) -> dict[str, Floats]:
    """Return eta of each dependency that carries a stock back, by id; unknown ones are absent."""
    found = {edge.id: numbers.get(edge.id, MetricName.ELASTICITY) for edge in feedback_edges(study)}
    return {identifier: eta for identifier, eta in found.items() if eta is not None}


def elasticity_table(study: Study, loop: SampledLoop, numbers: GrowthNumbers) -> Floats:
    """Return eta of every component and runnable stock, shape (draws, components, stocks).

    Dependencies that carry the same stock to the same component add up.
    """
    place = {stock.id: index for index, stock in enumerate(runnable_stocks(study))}
    eta = np.zeros((loop.count, len(loop.loop.nodes), len(place)))
    known = edge_elasticities(study, numbers)
    for edge in feedback_edges(study):
        if edge.id in known and edge.target in loop.loop.index and edge.stock in place:
            eta[:, loop.loop.index[edge.target], place[edge.stock]] += known[edge.id]
    return eta


def feeding_parts(study: Study, loop: SampledLoop) -> tuple[int, ...]:
    """Return the components that feed some runnable stock, by their place in the loop."""
    fed_by = {part for stock in runnable_stocks(study) for part in stock.fed_by}
    return tuple(loop.loop.index[part] for part in loop.loop.nodes if part in fed_by)


def _components(loop: SampledLoop, parts: tuple[int, ...], elasticities: Floats) -> Components:
    rows = list(parts)
    baseline, floor = loop.baseline_days[rows], loop.floor_days[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        ceilings = np.log(baseline) - np.log(floor)
    ceilings = np.where(baseline > 0.0, ceilings, 0.0)
    names = tuple(loop.loop.nodes[row] for row in rows)
    return Components(names, np.log(loop.speedups[rows]).T, elasticities[:, rows], ceilings.T)


def _weights(stocks: tuple[Stock, ...], loop: SampledLoop, parts: tuple[int, ...]) -> Floats:
    weights = np.zeros((loop.count, len(stocks), len(parts)))
    place = {loop.loop.nodes[part]: column for column, part in enumerate(parts)}
    for row, stock in enumerate(stocks):
        columns = [place[part] for part in stock.fed_by if part in place]
        days = loop.baseline_days[[parts[column] for column in columns]].T
        total = days.sum(axis=1, keepdims=True)
        equal = 1.0 / max(len(columns), 1)
        safe = np.where(total > 0, total, 1)
        weights[:, row, columns] = np.where(total > 0.0, days / safe, equal)
    return weights


def _of_stocks(stocks: tuple[Stock, ...], numbers: GrowthNumbers, metric: str) -> Floats:
    return np.stack([numbers.table[stock.id, str(metric)] for stock in stocks], axis=-1)


def _log_ceilings(stocks: tuple[Stock, ...], numbers: GrowthNumbers) -> Floats | None:
    tops = [numbers.get(stock.id, GrowthMetric.CEILING) for stock in stocks]
    free = np.full(numbers.count, np.inf)
    limits = [free if top is None else np.log(np.maximum(top, 1.0)) for top in tops]
    return None if all(top is None for top in tops) else np.stack(limits, axis=-1)


def _outside(
    stocks: tuple[Stock, ...], numbers: GrowthNumbers, exponent: float
) -> tuple[Resources | None, Floats | None, tuple[ResourceNest, ...]]:
    """Return what grows from outside: staff multiplies a stock, bought inputs count per head.

    ``(A L)^lambda`` beside ``C^zeta`` is ``L^lambda`` times ``A^lambda`` beside
    ``C^zeta L^-lambda``, for any elasticity of substitution.

    Returns:
        The resources, their exponents by stock, and the nests; all empty if nothing does.
    """
    rates: dict[str, Floats] = {}
    nests: list[ResourceNest] = []
    exponents = np.zeros((numbers.count, len(stocks), 2 * len(stocks)))
    for row, stock in enumerate(stocks):
        returns = numbers.table[stock.id, str(GrowthMetric.RETURNS)]
        staff = numbers.get(stock.id, GrowthMetric.STAFF_GROWTH)
        if staff is not None:
            exponents[:, row, len(rates)] = returns
            rates[f"staff:{stock.id}"] = staff
        growth = numbers.get(stock.id, GrowthMetric.INPUT_GROWTH)
        yields = numbers.get(stock.id, GrowthMetric.INPUT_RETURNS)
        share = numbers.get(stock.id, GrowthMetric.INPUT_SHARE)
        if growth is not None and yields is not None and share is not None:
            rho = np.full(numbers.count, exponent)
            nests.append(ResourceNest(row, len(rates), share, rho, np.ones(numbers.count)))
            rates[f"inputs:{stock.id}"] = yields * growth - (
                0.0 if staff is None else returns * staff
            )
    if not rates:
        return None, None, ()
    still, final = np.zeros((1, len(rates), 1)), np.stack([*rates.values()], axis=-1)
    resources = Resources(tuple(rates), np.zeros(1), still, final)
    return resources, np.ascontiguousarray(exponents[..., : len(rates)]), tuple(nests)
