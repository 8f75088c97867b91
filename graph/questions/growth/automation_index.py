"""How fast the share of the work that AI leads has risen, from dated observations."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.special import expit

from graph.estimates import NORMAL_95, Basis, Interval
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.scaled import ScaledObservation, scale_observation
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.model import Grade, Observation
from graph.questions.growth.answer import AutomationIndex
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.numbers import WHOLE_LOOP
from graph.records import record
from graph.statistics.sobol import normal_scores
from graph.statistics.trend import Point, Trend, fit_trend
from graph.vocabulary import Bound

#: The share of person-time in tasks that AI leads (level AL4 or above), as a word.
LED_SHARE = "autonomy-share"

#: Keeps these draws apart from those of the loop's times and of the other numbers of growth.
_STREAM = 8


@record(slots=False)
class LedShare:
    """The dated share of the work that AI leads, as a line on the logit scale.

    Attributes:
        observations: the points of the line, the first first.
        line: logit of the share over years.
        level: logit of the share at the last date, the usual bias of its grade taken off.
        deviation: standard deviation of that.
        at_least: whether the first point is only a limit, so that the rise is at least this.
    """

    observations: tuple[Observation, ...]
    line: Trend
    level: float
    deviation: float
    at_least: bool

    def answer(self) -> AutomationIndex:
        """Return it as the answer shows it."""
        reach = NORMAL_95 * self.line.deviation
        ends = (self.level + sign * NORMAL_95 * self.deviation for sign in (0.0, -1.0, 1.0))
        middle, low, high = (float(expit(end)) for end in ends)
        first, last = self.observations[0], self.observations[-1]
        return AutomationIndex(
            first_date=first.as_of,
            first_share=first.value,
            first_is_limit=self.at_least,
            last_date=last.as_of,
            last_share=last.value,
            share_now=Interval(middle, low, high),
            rise_per_year=Interval(
                self.line.change, self.line.change - reach, self.line.change + reach
            ),
            observation_ids=tuple(item.id for item in self.observations),
        )

    def draws(self, count: int, seed: int) -> tuple[Floats, Floats]:
        """Return draws of the share now (0 to 1) and of the rise of its logit per year (0 or more).

        Without draws (0) the middle of both, once. The same seed gives the same draws, which are
        independent of those of the loop's times and of the other numbers of growth.
        """
        if not count:
            return np.array([float(expit(self.level))]), np.array([max(self.line.change, 0.0)])
        order = np.random.default_rng([seed, _STREAM]).permutation(count)
        levels, rises = normal_scores(2, count, seed)[:, order]
        share = np.asarray(expit(self.level + self.deviation * levels))
        return share, np.maximum(self.line.change + self.line.deviation * rises, 0.0)


def led_share(study: Study) -> LedShare | None:
    """Return the dated share of the work that AI leads; ``None`` without two dates.

    Weighted least squares of logit f on the date, over the observations of the first setting that
    has two dates or more. Limits are points only where there are fewer than two values: "less than
    1 % in February" then makes the rise a least one.
    """
    observed = study.of_evidence(Observed)
    metric = study.model.metrics.get(LED_SHARE)
    if metric is None:
        return None
    series = _series(observed)
    if not series:
        return None
    scaled = [scale_observation(item, metric, _grade(study, item), 0.0) for _, item in series]
    line = fit_trend(
        [
            Point(day.toordinal() / DAYS_PER_YEAR, item.mean or 0.0, item.variance)
            for (day, _), item in zip(series, scaled, strict=True)
        ]
    )
    if line is None:
        return None
    last: ScaledObservation = scaled[-1]
    observations = tuple(item for _, item in series)
    return LedShare(
        observations,
        line,
        level=last.mean or 0.0,
        deviation=last.variance**0.5,
        at_least=observations[0].bound is Bound.UPPER,
    )


def _series(observed: Observed) -> list[tuple[date, Observation]]:
    dated = [
        (day, item)
        for item in observed.of(WHOLE_LOOP)
        if item.metric == LED_SHARE
        and item.bound is not Bound.LOWER
        and 0.0 < item.value < 1.0
        and (day := observed.day_of(item))
    ]
    dated.sort(key=lambda entry: (entry[0], entry[1].id))
    for setting in observed.chain:
        here = [entry for entry in dated if observed.setting_of(entry[1]) == setting]
        values = [entry for entry in here if entry[1].bound is Bound.EXACT]
        limits = [entry for entry in here if values and entry[0] < values[0][0]]
        for series in (values, limits[-1:] + values):
            if len({day for day, _ in series}) > 1:
                return series
    return []


def _grade(study: Study, item: Observation) -> Grade:
    return study.model.grades.get(item.grade) or Grade(item.grade, item.grade, Basis.JUDGED)
