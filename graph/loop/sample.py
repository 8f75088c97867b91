"""Every uncertain number of the loop drawn many times, jointly and reproducibly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.errors import UsageError
from graph.estimates import NORMAL_95, Estimate, Scale
from graph.evidence.following import Key
from graph.loop.inputs import input_keys
from graph.loop.points import ChosenPoints, Repeats, ScoresCache, moved_rows
from graph.loop.study import Study
from graph.records import record
from graph.statistics.scales import to_scale
from graph.statistics.tiled_matrices import product, triangular_factor
from graph.vocabulary import MetricName

#: Correlation, on the log scale, of what is uncertain about any two speed-ups that stand alone: how
#: able the models of the day are is one thing, and all speed-ups depend on it. An assumption.
#: Speed-ups that are estimated together come with the correlation that the evidence gives them.
CAPABILITY_CORRELATION = 0.5

#: Scores that are kept at once: 400 megabytes, and a few times that while they are made.
MOST_SCORES = 50_000_000

#: Keeps the correlation of numbers that are all but the same invertible.
_JITTER = 1e-9

#: The largest logarithm that is turned back into a number.
_LARGEST_EXPONENT = 700.0

Array = NDArray[np.float64]


@record
class UncertainNumber:
    """One number that is drawn.

    Attributes:
        subject: id of the component or dependency.
        metric: the metric as a word.
        estimate: its median, scale and deviation; the deviation is above 0.
    """

    subject: str
    metric: str
    estimate: Estimate


@record(slots=False)
class JointScores:
    """How the scores of numbers that are estimated together hang together.

    Attributes:
        rows: of those numbers.
        factor: lower triangular; times independent scores it gives theirs.
    """

    rows: tuple[int, ...]
    factor: Array

    @cached_property
    def place(self) -> dict[int, int]:
        """Row of the number to row of the factor."""
        return {row: place for place, row in enumerate(self.rows)}


@record(slots=False)
class Draws:
    """Joint draws of all uncertain numbers.

    Attributes:
        seed: what they were drawn from.
        count: how many draws.
        capability_correlation: between any two speed-ups that stand alone, on their scale.
        numbers: what is drawn.
        table: the independent standard normal scores that numbers are made of: in the first row
            those of the factor that all speed-ups share, then a row per number.
        further_scores: more of them, if asked for, for numbers that a study does not hold.
        joint: how speed-ups that are estimated together hang together; ``None`` without any.
        repeats: which draws are the same as others; ``None`` if none is.
    """

    seed: int
    count: int
    capability_correlation: float
    numbers: tuple[UncertainNumber, ...]
    table: Array
    further_scores: Array
    joint: JointScores | None = None
    repeats: Repeats | None = None

    @cached_property
    def row(self) -> dict[tuple[str, str], int]:
        """Subject and metric to the row of the scores."""
        return {(item.subject, item.metric): row for row, item in enumerate(self.numbers)}

    def scores(self, row: int) -> Array:
        """Return the standard normal scores of one number, with what it shares in them."""
        if self.joint and row in self.joint.place:
            together: Array = self.joint_scores[self.joint.place[row]]
            return together
        own: Array = self.own_scores[row]
        if self.numbers[row].metric != MetricName.SPEEDUP or not self.capability_correlation:
            return own
        rho = self.capability_correlation
        shared: Array = np.sqrt(rho) * self.common_scores + np.sqrt(1 - rho) * own
        return shared

    @property
    def own_scores(self) -> Array:
        """Those of the numbers, one row each."""
        return self.table[1:]

    @property
    def common_scores(self) -> Array:
        """Those of the factor that all speed-ups share."""
        found: Array = self.table[0]
        return found

    def shifted(self, shift: Array) -> Draws:
        """Return the draws with the rows of ``table`` moved by so much each."""
        return replace(self, table=moved_rows(self.table, shift))

    @cached_property
    def own_or_joint_scores(self) -> Array:
        """The scores of every number without the factor that stand-alone speed-ups share."""
        return self.own_or_joint(slice(0, len(self.numbers)))

    def own_or_joint(self, rows: slice) -> Array:
        """Return the same of some numbers."""
        if self.joint is None:
            return self.own_scores[rows]
        scores = self.own_scores[rows].copy()
        for row, place in self.joint.place.items():
            if rows.start <= row < rows.stop:
                scores[row - rows.start] = self.joint_scores[place]
        return scores

    @cached_property
    def joint_scores(self) -> Array:
        """The scores of the speed-ups that are estimated together, in their order."""
        joint = self.joint or JointScores((), np.zeros((0, 0)))
        return product(joint.factor, self.own_scores[list(joint.rows)])

    def values(self, study: Study, subject: str, metric: str) -> Array | None:
        """Return the draws of a number as a study sees it, in its unit.

        A number that follows from others is worked out from their draws, so that what has a cause
        in common moves together.

        Returns:
            One value per draw; a single value if the number is exact or supposed; ``None`` if
            nothing is known.
        """
        key = Key(subject, str(metric))
        formula = study.formula(key)
        if formula is not None:
            evidence = study.without_suppositions()
            return formula.value(
                lambda item: self._known_values(study, item),
                lambda item: self._known_values(evidence, item),
            )
        estimate = study.estimate(subject, metric)
        if estimate is None:
            return None
        row = self.row.get(key)
        if row is None or estimate.deviation == 0:
            return np.array([float(estimate.median)])
        if key.metric == MetricName.FLOOR_DAYS:
            return self._floor_days(study, subject, estimate, self.scores(row))
        return spread(estimate, self.scores(row))

    def _known_values(self, study: Study, key: Key) -> Array:
        values = self.values(study, *key)
        return np.array([np.nan]) if values is None else values

    def _floor_days(self, study: Study, subject: str, floor: Estimate, scores: Array) -> Array:
        """Return the draws of a floor told in days: a share of the baseline, never above it."""
        whole = study.estimate(subject, MetricName.BASELINE_DAYS)
        share = floor_share(floor, whole) if whole else None
        if share is None:
            return spread(floor, scores)
        drawn = spread(share, scores) if share.deviation else np.array([1.0])
        return drawn * self._known_values(study, Key(subject, MetricName.BASELINE_DAYS))


def spread(estimate: Estimate, scores: Array) -> Array:
    """Return the values of an estimate at standard normal scores.

    ``x = g^-1(g(median) + deviation * score)`` with g the scale: log-normal, logit-normal or
    normal. The deviation towards smaller numbers and that towards greater ones may differ.

    >>> from graph.estimates import Basis
    >>> two = Estimate(2.0, 1.0, 4.0, "ratio", Scale.LOG, 1.0, Basis.ASSUMED)
    >>> spread(two, np.array([0.0])).tolist()
    [2.0]
    """
    step: Array = _deviations(estimate, scores) * scores
    if estimate.scale is Scale.IDENTITY:
        return estimate.median + step
    if estimate.scale is Scale.LOG:
        grown: Array = estimate.median * np.exp(np.minimum(step, _LARGEST_EXPONENT))
        return grown
    centre = to_scale(estimate.scale, estimate.median) or 0.0
    share: Array = 1 / (1 + np.exp(np.minimum(-(centre + step), _LARGEST_EXPONENT)))
    return share


def _deviations(estimate: Estimate, scores: Array) -> Array | float:
    if estimate.deviation_below is None and estimate.deviation_above is None:
        return estimate.deviation
    return np.where(scores < 0, estimate.spread_below, estimate.spread_above)


def floor_share(floor: Estimate, whole: Estimate) -> Estimate | None:
    """Return floor days as a share of the baseline days, uncertain on the logit scale.

    Towards greater shares the deviation is that of ln floor over 1 - share, by first order; towards
    smaller ones it is such that the 5th percentile is that of the floor over the baseline.

    Args:
        floor: above 0.
        whole: the baseline days.

    Returns:
        A share of exactly 1 for a floor that is the whole, or more; ``None`` without a baseline
        above 0.

    >>> from graph.estimates import Basis
    >>> floor = Estimate(2.0, 1.0, 4.0, "days", Scale.LOG, 0.25, Basis.ASSUMED)
    >>> whole = Estimate(4.0, 2.0, 8.0, "days", Scale.LOG, 0.4, Basis.ASSUMED)
    >>> share = floor_share(floor, whole)
    >>> share.median, share.spread_above
    (0.5, 0.5)
    """
    if whole.median <= 0:
        return None
    share = floor.median / whole.median
    if share >= 1:
        return replace(floor, median=1.0, scale=Scale.LOGIT, unit="share", deviation=0.0)
    log_low = math.log(share) - NORMAL_95 * floor.spread_below
    low = math.exp(log_low)
    logit, logit_low = math.log(share) - math.log1p(-share), log_low - math.log1p(-low)
    below = (logit - logit_low) / NORMAL_95
    above = floor.spread_above / (1 - share)
    return replace(
        floor,
        median=share,
        low=low,
        high=None,
        unit="share",
        scale=Scale.LOGIT,
        deviation=(below + above) / 2,
        deviation_below=below,
        deviation_above=above,
    )


def draw(
    study: Study,
    count: int,
    seed: int,
    capability_correlation: float = CAPABILITY_CORRELATION,
    further: int = 0,
    chosen: ChosenPoints | None = None,
) -> Draws:
    """Return joint draws of the uncertain numbers of a study.

    Scrambled Sobol points through a Gaussian copula: speed-ups that are estimated together have the
    correlation of their estimates, those that stand alone share one factor, and all other numbers
    are independent. What is supposed has no influence on how the rest is drawn, so that a
    study and the same study with a supposition see the same draws.

    Args:
        study: the map and the standpoint.
        count: 1 or more.
        seed: 0 or more.
        capability_correlation: 0 to 1.
        further: rows of further scores; they leave the others as they are.
        chosen: which of so many points stand for the draws; without it each for itself.

    Raises:
        UsageError: so many draws would not fit into memory; the message says how many do.
    """
    numbers = study.of_evidence(uncertain_numbers)
    known = len(numbers) + 1
    most = MOST_SCORES // (known + further)
    if count > most:
        raise UsageError(
            f"{count:,} draws of {len(numbers):,} uncertain numbers are too many for the memory. "
            f"Take {most:,} or fewer."
        )
    places = study.without_suppositions().kept_draws.places
    first_further = len(places) + 1 if places else known
    scores = study.of_evidence(ScoresCache).scores(first_further + further, count, seed, chosen)
    return Draws(
        seed,
        scores.shape[1],
        capability_correlation,
        numbers,
        scores[:known],
        scores[first_further:],
        study.of_evidence(_joint_scores),
        chosen.repeats if chosen else None,
    )


def _joint_scores(study: Study) -> JointScores | None:
    """Return the correlation of the speed-ups that are estimated together, as a factor."""
    numbers = study.of_evidence(uncertain_numbers)
    rows = tuple(
        row
        for row, item in enumerate(numbers)
        if item.metric == MetricName.SPEEDUP
        and (pool := study.estimates.pool(item.subject, item.metric))
        and pool.is_joint
    )
    kept = study.kept_draws
    if rows and kept.joint_rows == rows:
        return JointScores(rows, np.array(kept.joint_factor))
    # What is kept is there at once; what estimates them takes longer to load.
    joint = study.estimates.joint(MetricName.SPEEDUP) if rows else None
    if joint is None:
        return None
    solved = joint.solved
    places = [solved.row[numbers[row].subject] for row in rows]
    covariance = solved.targets.covariance[np.ix_(places, places)]
    deviations = np.sqrt(np.diagonal(covariance))
    correlation = covariance / deviations[:, None] / deviations[None, :]
    factor = triangular_factor(correlation + _JITTER * np.eye(len(rows)))
    kept.joint_rows, kept.joint_factor = rows, tuple(map(tuple, factor.tolist()))
    return JointScores(rows, factor)


def uncertain_numbers(study: Study) -> tuple[UncertainNumber, ...]:
    """Return what is drawn: the numbers of the evidence that are not exact, by their places."""
    found = ((key, study.estimates.get(*key)) for key in input_keys(study))
    numbers = tuple(
        UncertainNumber(key.subject, key.metric, estimate)
        for key, estimate in found
        if estimate is not None and _is_drawn(estimate)
    )
    places = study.kept_draws.places
    if not places:
        return numbers
    return tuple(sorted(numbers, key=lambda item: places[item.subject, item.metric]))


def _is_drawn(estimate: Estimate) -> bool:
    if estimate.deviation == 0:
        return False
    # A value of exactly 0 stays 0: on these scales nothing lies around it.
    return estimate.scale is Scale.IDENTITY or estimate.median > 0


@record(slots=False)
class DrawnRows:
    """A table with a line a draw.

    Attributes:
        columns: the heads.
        lines: the values.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[float, ...], ...]


def rows_of(table: Mapping[str, Array]) -> DrawnRows:
    """Return columns of equal length as lines.

    >>> import numpy as np
    >>> rows_of({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}).lines
    ((1.0, 3.0), (2.0, 4.0))
    """
    columns = [values.tolist() for values in table.values()]
    return DrawnRows(tuple(table), tuple(zip(*columns, strict=True)))
