"""What R_loop and each stock are made of, down to quote and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.loop.study import Study
from graph.model import Dependency
from graph.number_words import interval_of
from graph.questions.evidence.provenance import Provenance, provenance_of
from graph.questions.explain.answer import Explanation, Fact, LookupKind, Term
from graph.questions.explain.parts import links_to, numbers_of, related
from graph.questions.growth.answer import SchoolAnswer, Takeoff
from graph.questions.growth.compute import prepare, takeoff
from graph.questions.growth.kernel.next_generation import feedback_at_start
from graph.questions.growth.kernel_input import growth_input, schools
from graph.questions.growth.numbers import (
    SUBSTITUTION,
    WHOLE_LOOP,
    GrowthMetric,
    feedback_edges,
    runnable_stocks,
)
from graph.vocabulary import MetricName

#: How the formula writes each number of a stock.
_SYMBOLS = {
    GrowthMetric.RETURNS: "lambda",
    GrowthMetric.DIFFICULTY: "beta",
    GrowthMetric.INPUT_SHARE: "w",
    GrowthMetric.INPUT_RETURNS: "zeta",
    GrowthMetric.GROWTH_RATE: "g",
    GrowthMetric.INPUT_GROWTH: "d ln C/dt",
    GrowthMetric.STAFF_GROWTH: "d ln L/dt",
    GrowthMetric.CEILING: "S_max",
}

#: R_loop is that of the start, so nothing needs to be run for long.
_HORIZON = 1.0


def explain_loop_ratio(study: Study, bare: Explanation) -> Explanation:
    """Return what R_loop is made of: stocks, edges, lambda, beta, eta and labour's share.

    The same draws as those of the question of growth give the same R_loop.

    Raises:
        LoopmapError: there is no loop, or it can never start.
    """
    result = takeoff(study, draws=bare.draws or 0, seed=bare.seed or 0, horizon=_HORIZON)
    if not result.schools:
        why = "no stock has a growth rate, returns, a difficulty and a part that feeds it"
        return replace(bare, facts=(Fact("Why unknown", why),))
    first = result.schools[0]
    names = [stock.id for stock in runnable_stocks(study)]
    edges = [item for item in feedback_edges(study) if item.stock in names]
    metrics = (GrowthMetric.RETURNS, GrowthMetric.DIFFICULTY, GrowthMetric.INPUT_SHARE)
    numbers = [
        *_of_stocks(study, names, metrics),
        provenance_of(study, WHOLE_LOOP, SUBSTITUTION, leave_out=False),
        *_of_edges(study, edges),
    ]
    return replace(
        bare,
        facts=(
            *_formula(),
            *_readings(result),
            *_matrix(study, bare.seed or 0),
            *_shares(study, result.leading_stock or names[0]),
        ),
        related=links_to(study.model, "made of the stock", LookupKind.STOCK, names),
        numbers=tuple(numbers),
        value=first.loop_ratio,
        terms=(*_of_schools(study), *_terms(study, numbers, first)),
    )


def explain_stock(study: Study, bare: Explanation) -> Explanation:
    """Return what a stock is made of: what feeds it, what carries it back, and its numbers."""
    model, stock = study.model, study.model.stocks[bare.id]
    edges = [item for item in feedback_edges(study) if item.stock == bare.id]
    facts = [Fact("Law", "d ln S/dt = g A^lambda C^zeta S^-beta, A the pace of what feeds it")]
    school = _school_of(study, bare.id)
    if school is not None:
        facts += _shares(study, bare.id)
    else:
        facts.append(Fact("Runs", "no: it lacks a number or what feeds it, or the map has no loop"))
    known = (str(metric) for metric in GrowthMetric if _known(study, bare.id, str(metric)))
    numbers = numbers_of(study, bare.id, tuple(known))
    back = list(_of_edges(study, edges))
    return replace(
        bare,
        facts=tuple(facts),
        related=(
            *links_to(model, "fed by", LookupKind.COMPONENT, stock.fed_by),
            *(
                related(model, "acts back on", LookupKind.COMPONENT, edge.target, edge.id)
                for edge in edges
            ),
        ),
        numbers=numbers,
        terms=_terms(study, [*numbers, *back], school),
    )


def _school_of(study: Study, stock: str) -> SchoolAnswer | None:
    """Return what the first school says, at the central estimate; ``None`` if it cannot run."""
    if stock not in {item.id for item in runnable_stocks(study)}:
        return None
    try:
        return takeoff(study, draws=0, horizon=_HORIZON).schools[0]
    except LoopmapError:
        return None


def _known(study: Study, subject: str, metric: str) -> bool:
    return any(
        item.metric == metric for item in study.model.observations_by_subject.get(subject, ())
    )


def _of_stocks(
    study: Study, names: Iterable[str], metrics: tuple[GrowthMetric, ...]
) -> Iterator[Provenance]:
    for name in names:
        for metric in metrics:
            if _known(study, name, str(metric)):
                yield provenance_of(study, name, str(metric), leave_out=False)


def _of_edges(study: Study, edges: Iterable[Dependency]) -> Iterator[Provenance]:
    for edge in edges:
        yield provenance_of(study, edge.id, str(MetricName.ELASTICITY), leave_out=False)


def _terms(
    study: Study, numbers: Iterable[Provenance], school: SchoolAnswer | None
) -> tuple[Term, ...]:
    shares = {item.id: item.share for item in school.edges} if school else {}
    terms = [_term(study, item, shares if school else None) for item in numbers]
    return tuple(sorted(terms, key=lambda term: (term.symbol == "eta", -(term.share or 0.0))))


def _term(study: Study, item: Provenance, shares: dict[str, float] | None) -> Term:
    eta = item.metric == MetricName.ELASTICITY
    heavy = [row for row in item.observations if row.weight]
    if not item.pooled:
        heavy = [row for row in item.observations if row.reason_excluded is None]
    estimate = study.estimate(item.subject, item.metric)
    symbols = {str(metric): symbol for metric, symbol in _SYMBOLS.items()}
    return Term(
        symbol="eta" if eta else symbols.get(item.metric, "sigma"),
        subject=item.subject,
        subject_label=_label(study, item),
        metric=item.metric,
        value=estimate.interval if estimate else None,
        share=shares.get(item.subject, 0.0) if eta and shares is not None else None,
        basis=estimate.basis.value if estimate else None,
        sources=tuple(dict.fromkeys(row.source_title or "our view" for row in heavy)),
        places=tuple(row.place for row in heavy if row.place),
    )


def _label(study: Study, item: Provenance) -> str:
    edge = study.model.dependencies.get(item.subject)
    if edge is None:
        return item.subject_label
    label = study.model.label
    return edge.label or f"{label(edge.source)} improves {label(edge.target)}"


def _of_schools(study: Study) -> Iterator[Term]:
    """Return how easily work stands in for compute, as either school has it."""
    for school in schools(study):
        if school.observation_id is None:
            continue
        said = study.model.observations[school.observation_id]
        number = provenance_of(study, said.subject, said.metric, leave_out=False)
        (row,) = (row for row in number.observations if row.id == said.id)
        yield Term(
            symbol="sigma",
            subject=said.subject,
            subject_label=f"{study.model.label(said.subject)}: {school.name}",
            metric=said.metric,
            value=Interval(said.value, said.low, said.high),
            share=None,
            basis=row.basis,
            sources=(row.source_title or "our view",),
            places=(row.place,) if row.place else (),
        )


def _formula() -> tuple[Fact, ...]:
    return (
        Fact(
            "Formula",
            "return of progress = greatest eigenvalue of K, a row and a column for each thing that "
            "builds up",
        ),
        Fact(
            "Entries",
            "K_mn = lambda_m/beta_m * labour's share of effort * sum over parts of b_im eta_in",
        ),
        Fact(
            "Shares",
            "b_im: part i's share in the pace of stock m, by its days without AI and its "
            "AI speed-up; eta_in: the strength of the dependencies that carry stock n to part i",
        ),
    )


def _readings(result: Takeoff) -> Iterator[Fact]:
    for school in result.schools:
        for item in school.readings:
            ratio = interval_of(item.loop_ratio)
            name = f"return, {school.school}"
            yield Fact(
                name, f"{ratio}, {item.reading.value}; sum of b eta {interval_of(item.slope)}"
            )


def _matrix(study: Study, seed: int) -> Iterator[Fact]:
    """Return the entries of K that are not 0, at the central estimate."""
    prepared = prepare(study, 0, seed)
    labels = study.model.label
    for school in schools(study):
        growth = growth_input(prepared, school, generation_time=None)
        matrix = feedback_at_start(growth).generation.matrix[0]
        entries = [
            f"{labels(onto)} from {labels(of)} {matrix[row, column]:.3g}"
            for row, onto in enumerate(growth.stocks.names)
            for column, of in enumerate(growth.stocks.names)
            if matrix[row, column] > 0.0
        ]
        yield Fact(f"K, {school.name}", "; ".join(entries) or "all entries are 0")


def _shares(study: Study, name: str) -> Iterator[Fact]:
    """Return each feeding part's share in the pace of a stock, and its elasticity, central."""
    prepared = prepare(study, 0, 0)
    growth = growth_input(prepared, schools(study)[0], generation_time=None)
    row = growth.stocks.names.index(name)
    gains = feedback_at_start(growth).gains
    shares, labels = gains.component_shares[0, row], study.model.label
    order = np.argsort(-shares)
    parts = growth.components.names
    said = [f"{labels(parts[part])} {shares[part]:.0%}" for part in order if shares[part] > 0.0]
    yield Fact(f"b, share in the pace of {labels(name)}", "; ".join(said).replace("%", " %"))
    sums = [
        f"{labels(of)} {float(shares @ gains.elasticities[0, :, column]):.3g}"
        for column, of in enumerate(growth.stocks.names)
        if float(shares @ gains.elasticities[0, :, column]) > 0.0
    ]
    yield Fact("sum of b eta", "; ".join(f"from {item}" for item in sums) or "0")
