"""Which uncertain numbers make the pace uncertain, and which one is most worth measuring."""

from __future__ import annotations

import numpy as np

from graph.errors import NO_TIME, UsageError
from graph.estimates import Interval
from graph.loop.answer import Answer, heading
from graph.loop.comparison import NOISE_ERRORS
from graph.loop.sample import Array, DrawnRows, UncertainNumber, rows_of
from graph.loop.sampled import LoopDraws, draw_loop, interval_of_draws
from graph.loop.sampled_variance import assumed_variance_share
from graph.loop.study import Study
from graph.questions.part import Part
from graph.questions.sensitivity.value_of_information import (
    Decision,
    doubling_decision,
    information_value,
)
from graph.records import record
from graph.statistics.sobol_index import first_order, linear_part, rank_correlation
from graph.vocabulary import MetricName

#: Fewer draws than this say nothing about variance.
LEAST_DRAWS = 64

#: Shares of variance need more draws than medians do.
DEFAULT_DRAWS = 8192


@record
class NumberSensitivity:
    """What one uncertain number does to the pace, and what knowing it would be worth.

    Attributes:
        subject: id of the component or dependency.
        label: what people call it.
        metric: as a word.
        value: the number as drawn.
        unit: its unit.
        basis: the best kind of evidence behind it.
        assumed_share: the part of its weight that is assumption, 0 to 1.
        first_order: share of the variance of ln pace that goes away, on average, once the number
            is known; for a speed-up that includes what it tells about the common factor.
        first_order_error: standard error of that.
        own_part: the same without the common factor.
        rank_correlation: Spearman's, between number and pace.
        information_value: by how much the pace would be higher, on average, if the number were
            known before deciding what to make twice as fast.
        information_error: standard error of that.
        changes_decision: probability that knowing it leads to another decision.
    """

    subject: str
    label: str
    metric: str
    value: Interval
    unit: str
    basis: str
    assumed_share: float
    first_order: float
    first_order_error: float
    own_part: float
    rank_correlation: float
    information_value: float
    information_error: float
    changes_decision: float


@record
class DecisionOption(Part):
    """One component that could be made twice as fast next.

    Attributes:
        pace: the pace then.
        mean_pace: its mean, by which one decides.
        probability_best: share of the draws in which no other component would do better.
    """

    pace: Interval
    mean_pace: float
    probability_best: float


@record
class Sensitivity(Answer):
    """Where the uncertainty of the pace comes from.

    Attributes:
        pace: with its interval.
        mean_pace: the mean over the draws.
        capability_correlation: between any two speed-ups; an assumption.
        common_factor: first-order index of how able the models are, which all speed-ups share.
        unexplained: share of the variance that no number explains alone: numbers acting together.
        assumed_variance_share: share of the variance that comes from assumptions; ``None`` if the
            pace does not vary.
        perfect_information: what knowing everything before deciding would be worth, as pace.
        most_worth_measuring: ``subject.metric`` of the number with the greatest information
            value beyond its noise; ``None`` if there is none.
        options: the decision: what could be made twice as fast, the best on average first.
        numbers: every uncertain number, the largest first-order index first.
        suppositions: what is supposed, as written.
    """

    pace: Interval
    mean_pace: float
    capability_correlation: float
    common_factor: float
    unexplained: float
    assumed_variance_share: float | None
    perfect_information: float
    most_worth_measuring: str | None
    options: tuple[DecisionOption, ...]
    numbers: tuple[NumberSensitivity, ...]
    suppositions: tuple[str, ...] = ()


def sensitivity(study: Study, *, draws: int = DEFAULT_DRAWS, seed: int = 0) -> Sensitivity:
    """Return where the pace's uncertainty comes from and what is most worth measuring.

    Args:
        study: the map, the standpoint and what is supposed; what is supposed is not uncertain.
        draws: ``LEAST_DRAWS`` or more.
        seed: of the draws.

    Raises:
        UsageError: too few draws, or the loop takes no time at all in some draw.
    """
    if draws < LEAST_DRAWS:
        raise UsageError(
            f"Where uncertainty comes from cannot be told from {draws} draws; "
            f"take {LEAST_DRAWS} or more."
        )
    drawn = draw_loop(study, draws, seed)
    usable = np.isfinite(drawn.pace) & (drawn.pace > 0)
    if not usable.any():
        raise UsageError(NO_TIME)
    if not usable.all():
        raise UsageError("In some draws the loop takes no time at all, so its pace has no bounds.")
    indices = _Indices(drawn)
    decision = doubling_decision(drawn)
    numbers = tuple(
        _number(study, drawn, indices, decision, row)
        for row, item in enumerate(drawn.draws.numbers)
        if study.supposed(item.subject, item.metric) is None
    )
    numbers = tuple(sorted(numbers, key=_by_size))
    return Sensitivity(
        *heading(study, draws=draws, seed=seed),
        pace=interval_of_draws(drawn.pace),
        mean_pace=float(drawn.pace.mean()),
        capability_correlation=drawn.draws.capability_correlation,
        common_factor=indices.common,
        unexplained=max(0.0, 1 - indices.common - sum(row.own_part for row in numbers)),
        assumed_variance_share=assumed_variance_share(drawn.draws, study, indices.answer),
        perfect_information=decision.perfect_information if decision.options else 0.0,
        most_worth_measuring=_most_worth(numbers),
        options=_options(study, decision),
        numbers=numbers,
        suppositions=tuple(map(str, study.suppositions)),
    )


class _Indices:
    """The first-order indices of ln pace."""

    def __init__(self, drawn: LoopDraws) -> None:
        self._draws = drawn.draws
        self.answer: Array = np.log(drawn.pace)
        self.variance = float(self.answer.var())
        scores = np.vstack([self._draws.common_scores[np.newaxis], self._draws.own_or_joint_scores])
        self._linear = linear_part(scores, self.answer)

    @property
    def common(self) -> float:
        """The index of the factor that all speed-ups share."""
        return self._of(self._draws.common_scores, float(self._linear.slopes[0]))[0]

    def own(self, row: int) -> float:
        """The index of a number, its share in the common factor left out."""
        score = self._draws.own_or_joint_scores[row]
        return self._of(score, float(self._linear.slopes[row + 1]))[0]

    def whole(self, row: int) -> tuple[float, float]:
        """The index of a number as it is learned, with its standard error."""
        own = float(self._linear.slopes[row + 1])
        rho = self._draws.capability_correlation
        joint = self._draws.joint
        if joint and row in joint.place:
            return self._of(self._draws.scores(row), own)
        if self._draws.numbers[row].metric != MetricName.SPEEDUP or not rho:
            return self._of(self._draws.own_scores[row], own)
        slope = rho**0.5 * float(self._linear.slopes[0]) + (1 - rho) ** 0.5 * own
        return self._of(self._draws.scores(row), slope)

    def _of(self, score: Array, slope: float) -> tuple[float, float]:
        if self.variance == 0:
            return 0.0, 0.0
        found = first_order(score, slope, self._linear.rest, self.variance)
        return found.index, found.standard_error


def _number(
    study: Study, drawn: LoopDraws, indices: _Indices, decision: Decision, row: int
) -> NumberSensitivity:
    item: UncertainNumber = drawn.draws.numbers[row]
    score = drawn.draws.scores(row)
    values = drawn.draws.values(study, item.subject, item.metric)
    index, error = indices.whole(row)
    worth = information_value(decision, score) if decision.options else None
    return NumberSensitivity(
        subject=item.subject,
        label=study.model.label(item.subject),
        metric=item.metric,
        value=item.estimate.interval if values is None else interval_of_draws(values),
        unit=item.estimate.unit,
        basis=item.estimate.basis.value,
        assumed_share=item.estimate.assumed_share,
        first_order=index,
        first_order_error=error,
        own_part=indices.own(row),
        rank_correlation=rank_correlation(score, drawn.pace),
        information_value=worth.value if worth else 0.0,
        information_error=worth.standard_error if worth else 0.0,
        changes_decision=worth.changes_decision if worth else 0.0,
    )


def _by_size(row: NumberSensitivity) -> tuple[float, float, str, str]:
    return (-row.first_order, -row.information_value, row.subject, row.metric)


def _most_worth(numbers: tuple[NumberSensitivity, ...]) -> str | None:
    certain = [
        row
        for row in numbers
        if row.information_value > 0
        and row.information_value > NOISE_ERRORS * row.information_error
    ]
    best = max(certain, key=lambda row: row.information_value, default=None)
    return f"{best.subject}.{best.metric}" if best else None


def _options(study: Study, decision: Decision) -> tuple[DecisionOption, ...]:
    if not decision.options:
        return ()
    rows = [
        DecisionOption(
            identifier,
            study.model.label(identifier),
            interval_of_draws(values),
            float(values.mean()),
            float(probability),
        )
        for identifier, values, probability in zip(
            decision.options, decision.values, decision.probability_best, strict=True
        )
    ]
    return tuple(sorted(rows, key=lambda row: (-row.mean_pace, row.id)))


def drawn_numbers(study: Study, *, draws: int, seed: int) -> DrawnRows:
    """Return every uncertain number with period and pace, a line a draw."""
    drawn = draw_loop(study, draws, seed)
    table: dict[str, Array] = {"draw": np.arange(draws, dtype=np.float64)}
    for item in drawn.draws.numbers:
        values = drawn.draws.values(study, item.subject, item.metric)
        if values is not None and values.size == draws:
            table[f"{item.subject}.{item.metric}"] = values
    table["period_days"], table["pace"] = drawn.period_days, drawn.pace
    return rows_of(table)
