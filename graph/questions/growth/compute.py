"""What happens when AI improves the rest of the machinery: does the loop sustain itself?"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np

from graph.errors import UsageError
from graph.estimates import Interval
from graph.evidence.dates import DAYS_PER_YEAR
from graph.loop.answer import heading
from graph.loop.sampled import LoopDraws, draw_loop, loop_draws, ratio
from graph.loop.study import Study
from graph.questions.critical_path.solved_loop import solve_loop
from graph.questions.growth.answer import (
    PublishedRatio,
    RegimeShare,
    SchoolAnswer,
    SeriesPoint,
    Takeoff,
    verdict_of,
)
from graph.questions.growth.automation_index import LedShare, led_share
from graph.questions.growth.critical_cycle_path import bottleneck_dates, critical_stretches
from graph.questions.growth.kernel_input import Prepared, elasticity_table, schools
from graph.questions.growth.loop_dominance import loop_drives
from graph.questions.growth.numbers import (
    WHOLE_LOOP,
    draw_growth,
    estimates,
    growth_lints,
    outcome_lints,
    runnable_stocks,
)
from graph.questions.growth.readings import labour_share, loop_ratio_readings, spread
from graph.questions.growth.substitution import (
    Plan,
    SchoolRun,
    component_carriers,
    edge_carriers,
    run_school,
    series,
    stock_results,
)

#: Longest run; nothing can be said about later.
LONGEST_HORIZON = 100.0

#: What stands in the place of a school where no stock can run.
NO_STOCK = "nothing builds up"

#: What models of the whole loop say, as words, and whether they speak of today.
_PUBLISHED = {"published-loop-ratio": False, "published-loop-ratio-today": True}


def takeoff(
    study: Study,
    *,
    draws: int = 1024,
    seed: int = 0,
    horizon: float = 10.0,
    continuous: bool = False,
    recursion: bool = True,
    feedback: float = 1.0,
) -> Takeoff:
    """Return whether the loop sustains itself, how fast it gets, and what stops it.

    Stocks grow by ``d ln S/dt = g A^lambda C^zeta S^-beta`` and act on components when a generation
    completes, which takes the loop's period of that moment and draw. ``R_loop > 1`` feeds itself.

    With 0 draws there is the central estimate alone. The horizon is in years, above 0, at most 100;
    *continuous* lets improvements act at once, for comparison; without *recursion* stocks do not
    act back on the parts at all; all elasticities are supposed to be *feedback* times stronger, 0
    or more. Without a stock that can run the answer is the static pace for ever, no school, and
    lints that say why.

    Raises:
        UsageError: the horizon or the feedback makes no sense.
        LoopmapError: there is no loop, or it can never start.
    """
    if not 0.0 < horizon <= LONGEST_HORIZON:
        raise UsageError(f"The horizon must be above 0 and at most {LONGEST_HORIZON:g} years.")
    if not 0.0 <= feedback < float("inf"):
        raise UsageError("The feedback must be a finite number of 0 or more.")
    solve_loop(study)
    plan = Plan(horizon, continuous, recursion)
    prepared = prepare(study, draws, seed, feedback)
    central = prepare(study, 0, seed, feedback) if draws else prepared
    runs: list[SchoolRun] = []
    if runnable_stocks(study):
        runs = [run_school(prepared, school, plan) for school in schools(study)]
    middles = runs if central is prepared else [run_school(central, it.school, plan) for it in runs]
    led = led_share(study)
    answers = tuple(_answer(run, middle, led) for run, middle in zip(runs, middles, strict=True))
    of, drawn = prepared.interval, prepared.drawn
    floors = drawn.periods(drawn.uncertain.floor_days)
    known = estimates(study).values()
    assumed = sum(item.assumed_share == 1.0 for item in known)
    return Takeoff(
        *heading(study, draws=draws, seed=drawn.draws.seed),
        horizon_years=horizon,
        continuous=continuous,
        recursion=recursion,
        feedback=feedback,
        leading_stock=middles[0].growth.stocks.names[middles[0].leading] if middles else None,
        generation_days=of(drawn.period_days),
        floor_days=of(floors),
        has_floor=float((floors > 0.0).mean()),
        schools=answers,
        series=tuple(chain(*map(series, runs))) if runs else _nothing(prepared, plan),
        published=_published(study),
        lints=growth_lints(study) + outcome_lints(answers),
        assumed_share=assumed / len(known) if known else 0.0,
        automation=led.answer() if led else None,
        suppositions=tuple(map(str, study.suppositions)),
    )


def _nothing(prepared: Prepared, plan: Plan) -> tuple[SeriesPoint, ...]:
    """Return the course of a loop in which nothing builds up: the static pace for ever."""
    pace = prepared.interval(prepared.drawn.pace)
    days, none = prepared.interval(prepared.drawn.period_days), prepared.interval(np.zeros(1))
    return tuple(
        SeriesPoint(NO_STOCK, float(year), pace, pace, days, none, None, None, None)
        for year in plan.grid.times
    )


def prepare(study: Study, draws: int, seed: int, feedback: float = 1.0) -> Prepared:
    """Return a study with its draws; with 0 draws a single one in which all is central.

    Every elasticity is multiplied by *feedback*, 0 or more.
    """
    drawn = draw_loop(study, max(draws, 1), seed)
    if draws == 0:
        drawn = _central(study, drawn)
    numbers = draw_growth(study, draws, seed, feedback)
    table = elasticity_table(study, drawn.uncertain, numbers)
    return Prepared(study, drawn, numbers, table, sure=draws == 0, feedback=feedback)


def _central(study: Study, drawn: LoopDraws) -> LoopDraws:
    scores = replace(
        drawn.draws,
        count=1,
        table=np.zeros((1 + len(drawn.draws.numbers), 1)),
    )
    return loop_draws(study, drawn.loop, scores, drawn.solver)


def _answer(run: SchoolRun, central: SchoolRun, led: LedShare | None) -> SchoolAnswer:
    of, model = run.prepared.interval, run.prepared.study.model
    ratios, horizon, lead = run.run.loop_ratios, float(run.run.times[-1]), central.leading
    sustains = float((ratios[0] > 1.0).mean())
    # Loop scores are shown early, in the middle and at the end.
    looks = tuple(dict.fromkeys((min(1.0, horizon), horizon / 2.0, horizon)))
    ends = run.run.regime_counts()
    total = run.prepared.numbers.count
    before, floors = run.prepared.drawn.baseline_period_days, run.period.floor_years
    paces = run.pace_at(run.run.times[[0, -1]])
    return SchoolAnswer(
        school=run.school.name,
        substitution=run.school.substitution,
        observation_id=run.school.observation_id,
        verdict=verdict_of(sustains),
        probability_sustains=sustains,
        probability_ever=float((ratios > 1.0).any(axis=0).mean()),
        loop_ratio=of(ratios[0]),
        loop_ratio_at_end=of(ratios[-1]),
        loop_ratio_if_inputs_were_free=of(run.feedback.free_ratio),
        loop_gain=of(run.feedback.gains.feedback[:, lead, lead]),
        difficulty=of(run.feedback.gains.difficulty[:, lead]),
        needed_factor=of(ratio(np.ones_like(ratios[0]), ratios[0])),
        pace_now=of(paces[0]),
        pace_at_end=of(paces[1]),
        highest_pace=of(ratio(before, floors * DAYS_PER_YEAR)),
        regimes=tuple(RegimeShare(kind.value, count / total) for kind, count in ends.items()),
        ran_away=float(run.run.ran_away.mean()),
        unresolved=float(run.run.unresolved.mean()),
        stocks=stock_results(run, central),
        edges=edge_carriers(run),
        components=component_carriers(run),
        takeovers=bottleneck_dates(model, run.period, run.course, horizon),
        critical_cycles=critical_stretches(model, central.period, central.course, central.run),
        drives=loop_drives(model, central.growth, lead, looks),
        labour_share=of(labour_share(run, lead)),
        readings=loop_ratio_readings(run, lead, led),
        spread=spread(run, lead, led),
    )


def _published(study: Study) -> tuple[PublishedRatio, ...]:
    model = study.model
    said = [
        item
        for item in model.observations_by_subject.get(WHOLE_LOOP, ())
        if item.metric in _PUBLISHED and study.estimates.refusal(item.id) is None
    ]
    return tuple(
        PublishedRatio(
            item.id,
            item.value,
            model.sources[item.source].title if item.source else None,
            item.caveat,
            Interval(item.value, item.low, item.high),
            _PUBLISHED[item.metric],
        )
        for item in sorted(said, key=lambda item: (not _PUBLISHED[item.metric], item.value))
    )
