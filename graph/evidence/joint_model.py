"""All speed-ups of a map estimated together: one linear normal model for every part.

On the metric's scale, an observation of a part in a setting, of a notion, by a grade, from a source
and aged a years is

    y = part - trend * a + (setting - setting asked about) + part's own offset between settings
        + notion + bias of the grade + bias of the study + source + error

    part ~ N(family, part_deviation^2), family ~ N(mean, family_deviation^2), mean ~ N(m0, s0^2)

A part that we have judged ourselves has no family: what we judge of it is one more report, and what
we judge of other parts does not speak of it, since whoever judged knew them all.

All on the right except the error is shared by some observations, which is how they speak of each
other. Everything is normal with reasoned means and deviations (``joint_prior``), so that the answer
is a closed form; three deviations are integrated over a grid (``statistics/linear_gaussian``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cached_property

import numpy as np

from graph.evidence.joint_prior import JointPrior
from graph.model import Grade
from graph.observations import Observation
from graph.records import record
from graph.statistics.bounds import Limit, sites_of
from graph.statistics.linear_gaussian import (
    Array,
    FreeScale,
    LinearGaussian,
    Loadings,
    Normal,
    Posterior,
    Rows,
)
from graph.statistics.tiled_matrices import applied, product, solved
from graph.vocabulary import Bound

#: Median of the half-normal distribution of scale 1: where limits are looked at.
_HALF_NORMAL_MEDIAN = 0.6744897501960817

#: Deviation of a judged part before the judgement: wide enough to say nothing.
_OPEN_DEVIATION = 3.0

#: A limit that says less than this part of its own precision is left out.
_LEAST_PRECISION = 1e-9


@record
class JointReport:
    """One observation as the model takes it in.

    Attributes:
        observation: what was observed.
        position: its value on the metric's scale, as written.
        deviation: of its own error there, above 0.
        grade: its design.
        notion: the notion it is of.
        age_years: 0 or more.
        assumed: whether it is a judgement of ours.
        bias: whether the grade's bias applies.
    """

    observation: Observation
    position: float
    deviation: float
    grade: Grade
    notion: str
    age_years: float
    assumed: bool
    bias: bool

    @property
    def is_limit(self) -> bool:
        """Whether it says only "at least" or "at most"."""
        return self.observation.bound is not Bound.EXACT

    @property
    def study(self) -> str:
        """What it shares an error with: its source, else itself."""
        return self.observation.source or self.observation.id


class JointModel:
    """The estimates of all parts from reports about any of them.

    Args:
        reports: at least one; of observations that tell the same fact only one.
        families: the family of every part to be estimated; a part without one has its own.
        prior: what ties the reports together.
        setting: id of the setting asked about.

    Attributes:
        parts: ids, in the order of the rows of ``targets``.
        reports: in the order of the columns of the weights.
    """

    def __init__(
        self,
        reports: Sequence[JointReport],
        families: Mapping[str, str],
        prior: JointPrior,
        setting: str,
    ) -> None:
        self.parts = tuple(sorted(families))
        self.row = {part: row for row, part in enumerate(self.parts)}
        self.reports = tuple(sorted(reports, key=lambda item: item.observation.id))
        self._columns = _Columns(self.reports, self.parts, families, prior, setting)
        self._prior = prior

    def problem(self) -> LinearGaussian:
        """Return the model in numbers, a limit standing for a report of that value."""
        return self._columns.problem()

    def with_limits(self) -> LinearGaussian:
        """Return the same with each limit replaced by the normal report that says as much."""
        problem = self.problem()
        limits = [row for row, item in enumerate(self.reports) if item.is_limit]
        return _with_limits(problem, self.reports, limits) if limits else problem

    @cached_property
    def _problem(self) -> LinearGaussian:
        return self.with_limits()

    @cached_property
    def posterior(self) -> Posterior:
        """What the reports say of the parts."""
        return Posterior(self._problem)

    @cached_property
    def targets(self) -> Normal:
        """Means and covariance of the parts, on the metric's scale."""
        return self.posterior.targets

    def mean(self, part: str) -> float:
        """Return a part's mean on the metric's scale."""
        return float(self.targets.means[self.row[part]])

    def deviation(self, part: str) -> float:
        """Return a part's standard deviation on the metric's scale."""
        return self._deviations[self.row[part]]

    @cached_property
    def _deviations(self) -> list[float]:
        found: list[float] = self.targets.deviations.tolist()
        return found

    def weights(self, part: str) -> dict[str, float]:
        """Return by how much a part's mean moves if an observation moves by 1, by its id.

        What is missing to a sum of 1 is the prior's.
        """
        row = self.posterior.weights[self.row[part]].tolist()
        return dict(zip(self._names, row, strict=True))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(report.observation.id for report in self.reports)

    @cached_property
    def freed_of_offsets(self) -> dict[str, float]:
        """Each observation's place on the scale less every offset and bias that is known, by id."""
        expected = self._problem.expected.tolist()
        return {
            report.observation.id: report.position - offset + self._prior.mean.value
            for report, offset in zip(self.reports, expected, strict=True)
        }

    @property
    def source_deviation(self) -> float:
        """Deviation between sources beyond their own errors, as the reports have it."""
        return self.posterior.deviations[0]

    def without_source(self, source: str) -> Normal:
        """Return what the parts would be if a source had never been published."""
        return self.posterior.without(self._rows_of(source))

    def predicted(self, source: str) -> Normal:
        """Return what all other sources say that the reports of one would be."""
        return self.posterior.predicted(self._rows_of(source))

    def reports_of(self, source: str) -> tuple[JointReport, ...]:
        """Return the reports of a source in the order of ``predicted``."""
        return tuple(self.reports[row] for row in self._rows_of(source))

    def _rows_of(self, source: str) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        rows = [row for row, item in enumerate(self.reports) if item.observation.source == source]
        return np.array(rows, dtype=np.intp)


class _Columns:
    """The effects that reports share, gathered column by column."""

    def __init__(
        self,
        reports: Sequence[JointReport],
        parts: Sequence[str],
        families: Mapping[str, str],
        prior: JointPrior,
        setting: str,
    ) -> None:
        self._reports = reports
        self._parts = parts
        self._families = families
        self._prior = prior
        self._setting = setting
        self._known: dict[Hashable, Array]
        self._judged = {item.observation.subject for item in reports if item.assumed}
        self._expected = np.array([self._expectation(item) for item in reports])

    def problem(self) -> LinearGaussian:
        """Return the model in numbers."""
        self._known = {}
        for row, report in enumerate(self._reports):
            self._of_settings(row, report)
            self._of_grade(row, report)
            self._of_notion_and_age(row, report)
        return LinearGaussian(
            target_means=np.full(len(self._parts), self._prior.mean.value),
            expected=self._expected,
            values=np.array([item.position for item in self._reports]),
            error_variances=np.array([item.deviation**2 for item in self._reports]),
            known=self._known_loadings(),
            free=(self._between_sources(), self._between_parts(), self._between_families()),
        )

    def _expectation(self, report: JointReport) -> float:
        prior = self._prior
        studied = report.observation.study_bias or 0.0
        return (
            prior.mean.value
            - prior.yearly_trend.value * report.age_years
            + sum(share * prior.settings[s].value for s, share in self._shares(report).items())
            + prior.notions[report.notion].value
            + (report.grade.bias if report.bias else 0.0)
            + studied
        )

    def _shares(self, report: JointReport) -> dict[str, float]:
        """Return how much of each setting's offset a report holds above the setting asked about."""
        settings = report.observation.settings
        if not settings:
            return {}
        shares = {name: 1 / len(settings) for name in settings}
        shares[self._setting] = shares.get(self._setting, 0.0) - 1
        return {name: x for name, x in shares.items() if x and name in self._prior.settings}

    def _add(self, key: Hashable, row: int, loading: float) -> None:
        if loading:
            column = self._known.setdefault(key, np.zeros(len(self._reports)))
            column[row] += loading

    def _of_settings(self, row: int, report: JointReport) -> None:
        for name, share in self._shares(report).items():
            self._add(("setting", name), row, share * self._prior.settings[name].deviation)
        settings = report.observation.settings
        if settings and self._setting not in settings:
            key = ("part", report.observation.subject, settings)
            self._add(key, row, self._prior.part_setting_deviation)

    def _of_grade(self, row: int, report: JointReport) -> None:
        if report.assumed:
            self._add("judgement", row, self._prior.judgement_deviation * report.position)
        if report.bias:
            shared = self._prior.shared_bias_share
            deviation = report.grade.bias_deviation
            self._add(("grade", report.grade.id), row, math.sqrt(shared) * deviation)
            key = ("bias", report.study, report.grade.id)
            self._add(key, row, math.sqrt(1 - shared) * deviation)
        if report.observation.study_bias_deviation:
            self._add(("study", report.study), row, report.observation.study_bias_deviation)

    def _of_notion_and_age(self, row: int, report: JointReport) -> None:
        self._add(("notion", report.notion), row, self._prior.notions[report.notion].deviation)
        self._add("trend", row, -self._prior.yearly_trend.deviation * report.age_years)

    def _known_loadings(self) -> Loadings:
        subjects = [item.observation.subject for item in self._reports]
        mean = self._prior.mean.deviation
        family = [mean * (part not in self._judged) for part in self._parts]
        reported = [mean * (part not in self._judged) for part in subjects]
        own = _indicators(self._only(self._judged, self._parts), self._only(self._judged, subjects))
        of_parts = [np.array(family)[:, None], _OPEN_DEVIATION * own.targets]
        of_reports = [np.array(reported)[:, None], _OPEN_DEVIATION * own.observations]
        if self._known:
            shared = np.stack(list(self._known.values()), axis=1)
            of_parts.append(np.zeros((len(self._parts), shared.shape[1])))
            of_reports.append(shared)
        return Loadings(np.concatenate(of_parts, axis=1), np.concatenate(of_reports, axis=1))

    @staticmethod
    def _only(kept: Collection[str], names: Sequence[str]) -> list[str | None]:
        return [name if name in kept else None for name in names]

    def _between_sources(self) -> FreeScale:
        studies = [None if item.assumed else item.study for item in self._reports]
        nobody: list[str | None] = [None] * len(self._parts)
        return FreeScale(_indicators(nobody, studies), self._prior.source_deviation)

    def _between_parts(self) -> FreeScale:
        families = set(self._parts) - self._judged
        subjects = [item.observation.subject for item in self._reports]
        loadings = _indicators(self._only(families, self._parts), self._only(families, subjects))
        return FreeScale(loadings, self._prior.part_deviation)

    def _between_families(self) -> FreeScale:
        families = {part: self._families[part] for part in self._parts if part not in self._judged}
        subjects = [item.observation.subject for item in self._reports]
        loadings = _indicators(
            [families.get(part) for part in self._parts],
            [families.get(part) for part in subjects],
        )
        return FreeScale(loadings, self._prior.family_deviation)


def _indicators(targets: Sequence[str | None], reports: Sequence[str | None]) -> Loadings:
    """Return a column per name: 1 where it occurs."""
    names = sorted({name for name in (*targets, *reports) if name is not None})
    column = {name: number for number, name in enumerate(names)}

    def table(found: Sequence[str | None]) -> Array:
        loadings = np.zeros((len(found), len(names)))
        for row, name in enumerate(found):
            if name is not None:
                loadings[row, column[name]] = 1.0
        return loadings

    return Loadings(table(targets), table(reports))


def _with_limits(
    problem: LinearGaussian, reports: Sequence[JointReport], limits: Sequence[int]
) -> LinearGaussian:
    """Return the problem with each limit replaced by the normal report that says the same.

    What a limit says depends on what is believed without it: moments are matched at the medians
    of the unknown deviations. A limit that is met from far away gets an endless error.
    """
    is_value = np.ones(len(reports), dtype=bool)
    is_value[limits] = False
    of_values = np.array([row for row, kept in enumerate(is_value.tolist()) if kept])
    believed = _at_limits(problem, of_values, np.array(limits))
    told = [
        Limit(
            reports[row].position - float(problem.expected[row]),
            float(problem.error_variances[row]),
            reports[row].observation.bound is Bound.LOWER,
        )
        for row in limits
    ]
    sites = sites_of(believed.means.tolist(), believed.covariance, told)
    values, errors = problem.values.copy(), problem.error_variances.copy()
    for row, site in zip(limits, sites, strict=True):
        says = site.precision * problem.error_variances[row] > _LEAST_PRECISION
        values[row] = problem.expected[row] + (site.shift / site.precision if says else 0.0)
        errors[row] = 1 / site.precision if says else 1 / _LEAST_PRECISION
    return LinearGaussian(
        problem.target_means, problem.expected, values, errors, problem.known, problem.free
    )


def _at_limits(problem: LinearGaussian, values: Rows, limits: Rows) -> Normal:
    """Return what the values say of what the limits are about, above its expectation."""
    columns = [problem.known.observations] + [
        _HALF_NORMAL_MEDIAN * item.scale * item.loadings.observations for item in problem.free
    ]
    loadings = np.concatenate(columns, axis=1)
    at_values, at_limits = loadings[values], loadings[limits]
    observed = product(at_values, at_values.T) + np.diag(problem.error_variances[values])
    crossed = product(at_values, at_limits.T)
    gains = solved(observed, crossed).T
    surprise = (problem.values - problem.expected)[values]
    return Normal(
        applied(gains, surprise), product(at_limits, at_limits.T) - product(gains, crossed)
    )
