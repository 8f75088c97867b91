"""The numbers of growth as drawn, and what is idle or doubtful in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

import numpy as np

from graph.estimates import Estimate, Scale
from graph.loop.sample import spread
from graph.loop.study import Study
from graph.model import Dependency, LoopModel, Stock
from graph.questions.growth.answer import GrowthLint, SchoolAnswer
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record
from graph.statistics.sobol import normal_scores
from graph.vocabulary import Kind, MetricName

#: Correlation of what is uncertain about any two elasticities: whether models of the day act back
#: strongly or weakly is one thing, and all parts depend on it. An assumption.
ELASTICITY_CORRELATION = 0.5

#: Correlation between a stock's returns and its difficulty: both are measured in the unit of the
#: same stock, so that whoever finds one large finds the other large too. An assumption.
RETURNS_CORRELATION = 0.8

#: Keeps these draws apart from those of the loop's times, which come from the same points.
_STREAM = 7


class GrowthMetric(StrEnum):
    """The numbers that a stock brings, as words."""

    GROWTH_RATE = "growth-rate"
    RETURNS = "returns-to-effort"
    DIFFICULTY = "rising-difficulty"
    CEILING = "stock-ceiling"
    INPUT_RETURNS = "returns-to-inputs"
    INPUT_GROWTH = "input-growth-rate"
    INPUT_SHARE = "input-share"
    STAFF_GROWTH = "staff-growth-rate"


#: Without these a stock cannot run.
NEEDED = (GrowthMetric.GROWTH_RATE, GrowthMetric.RETURNS, GrowthMetric.DIFFICULTY)

#: How easily one kind of work, or one input, stands in for another, as a word.
SUBSTITUTION = "substitution-elasticity"

#: The subject of estimates of everything together.
WHOLE_LOOP = "whole-loop"


@record(slots=False)
class GrowthNumbers:
    """Draws of the numbers of growth.

    Attributes:
        count: how many draws.
        table: subject and metric to one value per draw; missing where nothing is known.
    """

    count: int
    table: dict[tuple[str, str], Floats]

    def get(self, subject: str, metric: str) -> Floats | None:
        """Return the draws of one number, shape (count,); ``None`` if nothing is known."""
        return self.table.get((subject, str(metric)))


def feedback_edges(study: Study) -> tuple[Dependency, ...]:
    """Return the dependencies that carry a stock back to a component, sorted by id."""
    known = study.model.dependencies.values()
    edges = [item for item in known if item.kind is Kind.IMPROVES and item.stock]
    return tuple(sorted(edges, key=lambda item: item.id))


def runnable_stocks(study: Study) -> tuple[Stock, ...]:
    """Return the stocks that have a growth rate, returns, a difficulty and a part that feeds them.

    The others are told by the lints; nothing is assumed about them.
    """
    model = study.model
    return tuple(
        stock
        for stock in model.stocks.values()
        if any(part in model.components for part in stock.fed_by)
        and all(study.estimate(stock.id, metric) is not None for metric in NEEDED)
    )


def draw_growth(study: Study, count: int, seed: int, feedback: float = 1.0) -> GrowthNumbers:
    """Return joint draws of the numbers of growth; without draws (0) their central values, once.

    Elasticities share one factor, returns and difficulty of a stock another. An elasticity, a
    return or a share that would fall below 0 is 0. Every elasticity is multiplied by *feedback*, 0
    or more. Draws of the loop's times with the same seed (0 or more) are independent of these.
    """
    numbers = estimates(study)
    groups = sorted({group for group in map(_group, numbers) if group is not None})
    scores = np.zeros((len(numbers) + len(groups), 1))
    if count:
        order = np.random.default_rng([seed, _STREAM]).permutation(count)
        scores = normal_scores(len(scores), count, seed)[:, order]
    table = {}
    for row, (key, estimate) in enumerate(numbers.items()):
        group = _group(key)
        own = scores[row]
        if group is not None:
            rho = ELASTICITY_CORRELATION if group == "" else RETURNS_CORRELATION
            shared = scores[len(numbers) + groups.index(group)]
            own = np.sqrt(rho) * shared + np.sqrt(1.0 - rho) * own
        table[key] = _values(estimate, own, key[1]) * (feedback if group == "" else 1.0)
    return GrowthNumbers(max(count, 1), table)


def _values(estimate: Estimate, scores: Floats, metric: str) -> Floats:
    nothing = estimate.median == 0.0 and estimate.scale is not Scale.IDENTITY
    if estimate.deviation == 0.0 or nothing:
        return np.full(scores.shape, float(estimate.median))
    values = spread(estimate, scores)
    may_fall = metric in (GrowthMetric.INPUT_GROWTH, GrowthMetric.STAFF_GROWTH)
    return values if may_fall else np.maximum(values, 0.0)


def estimates(study: Study) -> dict[tuple[str, str], Estimate]:
    """Return every number of growth that something is known of, by subject and metric."""
    wanted = [
        (stock.id, str(metric)) for stock in runnable_stocks(study) for metric in GrowthMetric
    ]
    wanted += [(edge.id, str(MetricName.ELASTICITY)) for edge in feedback_edges(study)]
    wanted.append((WHOLE_LOOP, SUBSTITUTION))
    found = {key: study.estimate(*key) for key in wanted}
    return {key: estimate for key, estimate in found.items() if estimate is not None}


def _group(key: tuple[str, str]) -> str | None:
    """Return what a number shares a factor with: "" all elasticities, an id that stock's."""
    subject, metric = key
    if metric == MetricName.ELASTICITY:
        return ""
    return subject if metric in (GrowthMetric.RETURNS, GrowthMetric.DIFFICULTY) else None


#: More draws than this that the steps could not follow are told.
_CENSORED = 0.05


def growth_lints(study: Study) -> tuple[GrowthLint, ...]:
    """Return what is idle or doubtful in the stocks and the dependencies that feed back.

    Stocks that nothing feeds or that lack a number come first, then assumptions that stand in two
    places and dependencies that can never matter.
    """
    # What is wrong with a stock explains what is wrong with the dependencies that it works through.
    return (*_stocks(study), *_defaults(study.model), *_edges(study))


def outcome_lints(answers: Iterable[SchoolAnswer]) -> tuple[GrowthLint, ...]:
    """Return the kinds of growth that no draw of any school reaches, and draws not followed."""
    schools = tuple(answers)
    shares: dict[str, float] = {}
    for answer in schools:
        for regime in answer.regimes:
            shares[regime.regime] = shares.get(regime.regime, 0.0) + regime.share
    found = []
    never = [regime for regime, share in shares.items() if share == 0.0]
    if never:
        message = f"No run ends in any of these outcomes: {'; '.join(never)}."
        remedy = "Nothing to do if the numbers rule them out; else look for too narrow intervals."
        found.append(GrowthLint("outcome-not-reached", None, message, remedy))
    lost = max((answer.unresolved for answer in schools), default=0.0)
    if lost > _CENSORED:
        message = f"{lost:.0%} of the runs could not be followed to the end."
        found.append(GrowthLint("censored", None, message, "Shorten the horizon."))
    return tuple(found)


def _stocks(study: Study) -> Iterator[GrowthLint]:
    for stock in study.model.stocks.values():
        if not any(part in study.model.components for part in stock.fed_by):
            yield GrowthLint(
                "stock-not-fed",
                stock.id,
                f"Nothing feeds the stock {stock.label}, so it is left out.",
                "Name the components whose work adds to it with loop:fedBy.",
            )
        missing = [metric for metric in NEEDED if study.estimate(stock.id, metric) is None]
        if missing:
            yield GrowthLint(
                "stock-without-number",
                stock.id,
                f"Nothing is known of {' and '.join(missing)} of the stock {stock.label}, so it is "
                "left out.",
                "Give the number as evidence or as an assumption with its reasoning.",
            )
        carried = [edge for edge in _improving(study.model) if edge.stock == stock.id]
        if not carried:
            yield GrowthLint(
                "stock-acts-on-nothing",
                stock.id,
                f"No dependency carries the stock {stock.label} back to a component.",
                "Say loop:accumulatesIn on the dependencies that it works through.",
            )


def _edges(study: Study) -> Iterator[GrowthLint]:
    running = {stock.id for stock in runnable_stocks(study)}
    for edge in _improving(study.model):
        if why := _idle(study, edge, running):
            message = f"It can never matter: {why[0]}."
            yield GrowthLint("edge-never-matters", edge.id, message, why[1])


def _idle(study: Study, edge: Dependency, running: set[str]) -> tuple[str, str] | None:
    if study.supposed(edge.id, MetricName.ELASTICITY) == 0.0:
        return None  # Somebody wants to know what the map is like without it.
    if edge.stock is None:
        return "no stock is named in which its gain builds up", "Say loop:accumulatesIn."
    if edge.stock not in running:
        return f"its stock {edge.stock} cannot run", "See what is said of the stock."
    elasticity = study.estimate(edge.id, MetricName.ELASTICITY)
    if elasticity is None:
        return "nothing is known of its elasticity", "Give its elasticity as evidence."
    if elasticity.median == 0.0 and elasticity.deviation == 0.0:
        return "its elasticity is 0", "Leave it out, or give its elasticity an interval."
    baseline = study.estimate(edge.target, MetricName.BASELINE_DAYS)
    floor = study.estimate(edge.target, MetricName.FLOOR_DAYS)
    if baseline is None:
        return f"{edge.target} takes no part in the loop", "Give it baseline days."
    if floor is not None and floor.median >= baseline.median:
        return f"{edge.target} is at its minimum time without AI already", "Check its floor days."
    return None


def _improving(model: LoopModel) -> list[Dependency]:
    return [item for item in model.dependencies.values() if item.kind is Kind.IMPROVES]


def _defaults(model: LoopModel) -> Iterator[GrowthLint]:
    growth = {str(metric) for metric in GrowthMetric} | {str(MetricName.ELASTICITY)}
    homes = Counter(
        (item.subject, item.metric)
        for item in model.observations.values()
        if item.metric in growth and item.source is None and not item.retracted
    )
    for (subject, metric), count in homes.items():
        if count > 1:
            yield GrowthLint(
                "default-in-two-places",
                subject,
                f"Its {metric} is assumed in {count} places.",
                "Keep one, so that nobody changes one and forgets the other.",
            )
