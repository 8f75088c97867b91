"""The answer of one side of the dispute whether work can stand in for compute."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.evidence.dates import DAYS_PER_YEAR
from graph.loop.sampled import ratio
from graph.questions.growth.answer import Carrier, SeriesPoint, StockResult
from graph.questions.growth.critical_cycle_path import Course, LoopPeriod
from graph.questions.growth.kernel.generation_time import FixedTime
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.next_generation import Feedback, feedback_at_start
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.kernel.run import Grid, GrowthRun, simulate
from graph.questions.growth.kernel_input import Prepared, School, edge_elasticities, growth_input
from graph.questions.growth.numbers import feedback_edges
from graph.records import record

#: Points of the series per year, for runs up to a few years and for longer ones.
_POINTS_SHORT, _POINTS_LONG = 2, 1

#: Years up to which a run is short.
_SHORT = 5.0


@record(slots=False)
class Plan:
    """How to run.

    Attributes:
        horizon: years, above 0.
        continuous: improvements act at once.
        recursion: stocks act back on the parts.
    """

    horizon: float
    continuous: bool = False
    recursion: bool = True

    @property
    def grid(self) -> Grid:
        """The times of the series; steps in between are chosen by the kernel."""
        often = _POINTS_SHORT if self.horizon <= _SHORT else _POINTS_LONG
        points = max(2, round(self.horizon * often))
        return Grid(self.horizon, self.horizon / points)


@record(slots=False)
class SchoolRun:
    """One school run through time, with and without anything acting back.

    Attributes:
        prepared: what it was run on.
        school: which.
        plan: how it was run.
        growth: the input of the kernel.
        feedback: who carries the feedback at the start.
        run: as asked for.
        still: the same with nothing acting back.
        period: what timed the generations.
        course: the period over time.
    """

    prepared: Prepared
    school: School
    plan: Plan
    growth: GrowthInput
    feedback: Feedback
    run: GrowthRun
    still: GrowthRun
    period: LoopPeriod
    course: Course

    @property
    def leading(self) -> int:
        """Index of the stock that the feedback hangs on most; the fastest if there is none."""
        vectors = (self.feedback.generation.left * self.feedback.generation.right).mean(axis=0)
        if self.feedback.generation.loop_ratio.max() > 0.0:
            return int(vectors.argmax())
        return int(self.run.growth_rates[0].mean(axis=0).argmax())

    def pace_at(self, times: Floats) -> Floats:
        """Return the pace against no AI, shape (times, draws)."""
        before = self.prepared.drawn.baseline_period_days
        days = self.course.at(np.asarray(times)).days
        return np.array([ratio(before, row) for row in days])


def run_school(prepared: Prepared, school: School, plan: Plan) -> SchoolRun:
    """Return one school run to the horizon, each draw with its own numbers."""
    eta = prepared.elasticities if plan.recursion else np.zeros_like(prepared.elasticities)
    period = LoopPeriod(prepared.drawn, eta)
    steady = FixedTime(prepared.drawn.period_days / DAYS_PER_YEAR)
    timed, still = (None, None) if plan.continuous else (period, steady)
    growth = growth_input(prepared, school, generation_time=timed, recursion=plan.recursion)
    quiet = growth_input(prepared, school, generation_time=still, recursion=False)
    run = simulate(growth, plan.grid)
    return SchoolRun(
        prepared=prepared,
        school=school,
        plan=plan,
        growth=growth,
        feedback=feedback_at_start(growth),
        run=run,
        still=simulate(quiet, plan.grid),
        period=period,
        course=period.course_at_once(run) if plan.continuous else period.course(run),
    )


def series(school_run: SchoolRun) -> tuple[SeriesPoint, ...]:
    """Return the course of the loop, a point per time."""
    run, still, of = school_run.run, school_run.still, school_run.prepared.interval
    paces, lead = school_run.pace_at(run.times), school_run.leading
    days = school_run.course.at(run.times).days
    return tuple(
        SeriesPoint(
            school=school_run.school.name,
            year=float(year),
            pace=of(paces[row]),
            pace_without_recursion=of(paces[0]),
            generation_days=of(days[row]),
            loop_ratio=of(run.loop_ratios[row]),
            leading_growth=of(run.growth_rates[row, :, lead]),
            leading_level=of(level(run.log_stocks[row, :, lead])),
            leading_level_without_recursion=of(level(still.log_stocks[row, :, lead])),
        )
        for row, year in enumerate(run.times)
    )


def level(log_stock: Floats) -> Floats:
    """Return S; infinite where it is too large for a number."""
    with np.errstate(over="ignore"):
        return np.exp(log_stock)


def stock_results(school_run: SchoolRun, central: SchoolRun) -> tuple[StockResult, ...]:
    """Return every stock at both ends of the run, with the Perron vectors of the central loop."""
    run, of = school_run.run, school_run.prepared.interval
    model, vectors = school_run.prepared.study.model, central.feedback.generation
    return tuple(
        StockResult(
            id=name,
            label=model.stocks[name].label,
            growth_now=of(run.growth_rates[0, :, row]),
            growth_at_end=of(run.growth_rates[-1, :, row]),
            level_at_end=of(level(run.log_stocks[-1, :, row])),
            improvement_counts=float(vectors.left[0, row]),
            grows_along=float(vectors.right[0, row]),
        )
        for row, name in enumerate(school_run.growth.stocks.names)
    )


def component_carriers(school_run: SchoolRun) -> tuple[Carrier, ...]:
    """Return the components that the feedback runs through, strongest first."""
    shares = school_run.feedback.part_shares.sum(axis=1)
    pace = school_run.feedback.gains.component_shares.max(axis=1)
    of, model = school_run.prepared.interval, school_run.prepared.study.model
    return _strongest(
        Carrier(name, model.label(name), float(shares[row]), of(pace[:, row]))
        for row, name in enumerate(school_run.growth.components.names)
    )


def edge_carriers(school_run: SchoolRun) -> tuple[Carrier, ...]:
    """Return the dependencies that the feedback runs through, strongest first."""
    prepared, shares = school_run.prepared, school_run.feedback.part_shares
    parts = {name: row for row, name in enumerate(school_run.growth.components.names)}
    stocks = {name: row for row, name in enumerate(school_run.growth.stocks.names)}
    known = edge_elasticities(prepared.study, prepared.numbers)
    nodes, model = prepared.drawn.loop.index, prepared.study.model
    found = []
    for edge in feedback_edges(prepared.study):
        if edge.id not in known or edge.target not in parts or edge.stock not in stocks:
            continue
        eta, column = known[edge.id], stocks[edge.stock]
        whole = prepared.elasticities[:, nodes[edge.target], column].sum()
        part = float(eta.sum() / whole) if whole > 0.0 else 0.0
        share = float(shares[parts[edge.target], column]) * part
        label = edge.label or f"{model.label(edge.source)} improves {model.label(edge.target)}"
        found.append(Carrier(edge.id, label, share, prepared.interval(eta)))
    return _strongest(found)


def _strongest(carriers: Iterable[Carrier]) -> tuple[Carrier, ...]:
    kept = [item for item in carriers if item.share > 0.0]
    return tuple(sorted(kept, key=lambda item: (-item.share, item.id)))
