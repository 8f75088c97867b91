"""Intervals and probabilities for the answer to "what blocks the loop"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.loop.sampled import (
    LoopDraws,
    draw_loop,
    interval_of_draws,
    intervals_of_draws,
    ratio,
)
from graph.loop.sampled_solver import SolverCache
from graph.loop.sampled_variance import assumed_variance_share
from graph.loop.study import Study
from graph.questions.critical_path.answer import (
    Ceiling,
    ComponentResult,
    CriticalPath,
)
from graph.questions.critical_path.compute import is_accelerated


def with_draws(central: CriticalPath, study: Study, draws: int, seed: int) -> CriticalPath:
    """Return the answer with its intervals and probabilities filled in.

    The intervals are the 5th, 50th and 95th percentile of the draws. What is said of a cycle or a
    component by name (who binds, what takes over, blocking shares) stays that of the central
    estimate; ``criticality`` says how sure that is.

    Args:
        central: the answer at the central estimate.
        study: what it was asked of.
        draws: how many, 1 or more.
        seed: of the draws.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    drawn = draw_loop(study, draws, seed)
    shares = {item.nodes: item.probability for item in drawn.cycle_shares}
    with np.errstate(divide="ignore"):
        log_pace = np.log(drawn.pace)
    answer = replace(
        central,
        seed=seed,
        draws=draws,
        period_days=interval_of_draws(drawn.period_days),
        pace=interval_of_draws(drawn.pace),
        baseline_period_days=interval_of_draws(drawn.baseline_period_days),
        ceiling=_ceiling(central.ceiling, study, drawn),
        critical_cycle_probability=shares.get(central.critical_cycle, 0.0),
        runner_up_cycles=tuple(
            replace(item, probability=shares.get(item.cycle, 0.0))
            for item in central.runner_up_cycles
        ),
        components=_components(central.components, drawn),
        assumed_variance_share=assumed_variance_share(drawn.draws, study, log_pace),
        capability_correlation=drawn.draws.capability_correlation,
    )
    study.of_evidence(SolverCache).keep(drawn.solver, draws)
    return answer


def _ceiling(central: Ceiling | None, study: Study, drawn: LoopDraws) -> Ceiling | None:
    if central is None:
        return None
    nodes = [
        index for index, item in enumerate(drawn.loop.components) if is_accelerated(study, item.id)
    ]
    periods = drawn.ceiling_period_days(nodes)
    pace = ratio(drawn.baseline_period_days, periods)
    return replace(central, pace=interval_of_draws(pace), period_days=interval_of_draws(periods))


def _components(
    central: tuple[ComponentResult, ...], drawn: LoopDraws
) -> tuple[ComponentResult, ...]:
    uncertain, index = drawn.uncertain, drawn.loop.index
    criticality = drawn.criticality
    blocking = drawn.blocking_shares.mean(axis=1).tolist()
    days = intervals_of_draws(uncertain.days)
    baseline = intervals_of_draws(uncertain.baseline_days)
    accelerations = intervals_of_draws(ratio(uncertain.baseline_days, uncertain.days))
    return tuple(
        replace(
            item,
            days=days[index[item.id]],
            baseline_days=baseline[index[item.id]],
            acceleration=None if item.acceleration is None else accelerations[index[item.id]],
            criticality=criticality[item.id],
            expected_blocking_share=blocking[index[item.id]],
        )
        for item in central
    )
