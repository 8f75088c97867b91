"""What is idle or doubtful in the model of growth: told beside the answer, never an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graph.loop.study import Study
from graph.model import Dependency, LoopModel
from graph.questions.growth.answer import GrowthLint, SchoolAnswer
from graph.questions.growth.numbers import NEEDED, GrowthMetric, runnable_stocks
from graph.vocabulary import Kind, MetricName

#: More draws than this that the steps could not follow are told.
_CENSORED = 0.05


def growth_lints(study: Study) -> tuple[GrowthLint, ...]:
    """Return what is idle or doubtful in the stocks and the dependencies that feed back.

    Returns:
        Stocks that nothing feeds or that lack a number, dependencies that can never matter, and
        assumptions that stand in two places; stocks first.
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
        message = f"No draw ends in any of these outcomes: {'; '.join(never)}."
        remedy = "Nothing to do if the numbers rule them out; else look for too narrow intervals."
        found.append(GrowthLint("outcome-not-reached", None, message, remedy))
    lost = max((answer.unresolved for answer in schools), default=0.0)
    if lost > _CENSORED:
        message = f"{lost:.0%} of the draws could not be followed to the end."
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
        why = _idle(study, edge, running)
        if why is not None:
            yield GrowthLint(
                "edge-never-matters", edge.id, f"It can never matter: {why[0]}.", why[1]
            )


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
        return f"{edge.target} is at its floor without AI already", "Check its floor days."
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
