"""Intervals and probabilities for the answer to "what blocks the loop"."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from graph.estimates import Interval
from graph.evidence.following import Key
from graph.loop.comparison import standard_error
from graph.loop.conditioning import GAP_METRIC, Conditioning
from graph.loop.names import name_of_cycle
from graph.loop.paired_draws import drawn_once
from graph.loop.sampled import (
    LoopDraws,
    conditioning_of,
    interval_of_draws,
    intervals_of_draws,
    ratio,
)
from graph.loop.sampled_variance import assumed_variance_share
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.questions.critical_path.answer import (
    Ceiling,
    ComponentResult,
    Conditioned,
    CriticalPath,
    LikelyCycle,
    MovedNumber,
    PartWaiting,
    SeenGap,
)
from graph.questions.critical_path.standing import is_accelerated
from graph.records import record
from graph.vocabulary import MetricName

#: A cycle is said to be the one that binds if it is critical in so many of the draws.
_NAMED_FROM = 0.5

#: So many standard errors leave out one case in ten, half of them on each side.
_IN_NINE_OF_TEN = 1.645

#: Cycles that are told with their probabilities.
_CYCLES = 8

#: Numbers that are told to have moved.
_MOVED = 8


def with_draws(central: CriticalPath, study: Study, draws: int, seed: int) -> CriticalPath:
    """Return the answer with its intervals and probabilities filled in.

    The intervals are the 5th, 50th and 95th percentile of the draws. What binds is said by the
    draws: parts by how often they are critical, a cycle only if it is in half of them; the ranking
    is by the mean blocking share. Structure (what takes over, slack, the certificate) stays that of
    the central estimate.

    Args:
        central: the answer at the central estimate.
        study: what it was asked of.
        draws: how many, 1 or more.
        seed: of the draws.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    drawn = drawn_once(study, draws, seed)
    weighed = conditioning_of(study, draws, seed)
    shares = {item.nodes: item.probability for item in drawn.cycle_shares}
    with np.errstate(divide="ignore"):
        log_pace = np.log(drawn.pace)
    answer = replace(
        central,
        seed=seed,
        draws=draws,
        effective_draws=weighed.effective_number if weighed else None,
        period_days=interval_of_draws(drawn.period_days),
        pace=interval_of_draws(drawn.pace),
        baseline_period_days=interval_of_draws(drawn.baseline_period_days),
        ceiling=_ceiling(central.ceiling, study, drawn),
        critical_cycle_probability=shares.get(central.critical_cycle, 0.0),
        runner_up_cycles=tuple(
            replace(item, probability=shares.get(item.cycle, 0.0))
            for item in central.runner_up_cycles
        ),
        components=_components(central.components, drawn, _Stated(study, weighed is not None)),
        assumed_variance_share=assumed_variance_share(drawn.draws, study, log_pace),
        capability_correlation=drawn.draws.capability_correlation,
        binding_cycle=_binding(drawn, weighed.effective_number if weighed else draws),
        likely_cycles=tuple(
            LikelyCycle(item.nodes, name_of_cycle(study.model, item.nodes), item.probability)
            for item in drawn.cycle_shares[:_CYCLES]
        ),
        competing_cycle_count=len(drawn.cycle_shares),
        conditioning=_conditioned(weighed, study, drawn) if weighed else None,
        waiting=_waiting(central.waiting, drawn),
        critical_cycle_days=_days_around(central.critical_cycle, drawn),
    )
    study.of_evidence(SolverCache).keep(drawn.solver, draws)
    return answer


def _waiting(central: tuple[PartWaiting, ...], drawn: LoopDraws) -> tuple[PartWaiting, ...]:
    queued = drawn.loop.waiting.queues if drawn.loop.waiting else ()
    ids = [drawn.loop.nodes[queue.node] for queue in queued]
    days = dict(zip(ids, drawn.waiting_days, strict=True))
    loads = dict(zip(ids, drawn.loads, strict=True))
    return tuple(
        replace(
            item,
            waiting_days=interval_of_draws(days[item.id]),
            waiting_days_before=None,
            load=None if (load := loads[item.id]) is None else interval_of_draws(load),
            without_end=bool(np.isinf(days[item.id]).any()),
        )
        for item in central
    )


def _days_around(cycle: tuple[str, ...], drawn: LoopDraws) -> Interval:
    around, waited = set(cycle), drawn.waited
    at = [at for at, name in enumerate(drawn.loop.nodes) if name in around]
    work = drawn.uncertain.days[at].sum(axis=0)
    return interval_of_draws(sum((waited[name] for name in around & waited.keys()), work))


def _binding(drawn: LoopDraws, runs: float) -> tuple[str, ...] | None:
    """Return the cycle that is critical in half of the draws or more; none of two that tie.

    They tie if other draws could well put the second first.
    """
    if not drawn.cycle_shares:
        return None
    first, *others = drawn.cycle_shares[:2]
    second = others[0].probability if others else 0.0
    noise = _IN_NINE_OF_TEN * math.sqrt((first.probability + second) / runs)
    clear = first.probability - second > noise
    return first.nodes if first.probability >= _NAMED_FROM and clear else None


def _conditioned(weighed: Conditioning, study: Study, drawn: LoopDraws) -> Conditioned:
    metric = study.model.metrics.get(GAP_METRIC)
    return Conditioned(
        generation=metric.definition if metric else None,
        gaps=tuple(
            SeenGap(report.observation_id, report.when.value, report.days)
            for report in weighed.reports
        ),
        points=weighed.points,
        prior_period_days=weighed.prior_period_days,
        prior_pace=weighed.prior_pace,
        moved=_moved(study, drawn),
    )


def _moved(study: Study, drawn: LoopDraws) -> tuple[MovedNumber, ...]:
    """Return the numbers that weighing moved furthest, by the means of their scores."""
    scores = np.array([drawn.draws.scores(row).mean() for row in range(len(drawn.draws.numbers))])
    furthest = np.argsort(-np.abs(scores), kind="stable")[:_MOVED]
    found = []
    for row in furthest.tolist():
        item = drawn.draws.numbers[row]
        values = drawn.draws.values(study, item.subject, item.metric)
        if values is None or study.supposed(item.subject, item.metric) is not None:
            continue
        found.append(
            MovedNumber(
                item.subject,
                item.metric,
                study.model.label(item.subject),
                item.estimate.unit,
                item.estimate.interval,
                interval_of_draws(values),
                float(scores[row]),
            )
        )
    return tuple(found)


def _ceiling(central: Ceiling | None, study: Study, drawn: LoopDraws) -> Ceiling | None:
    if central is None:
        return None
    nodes = [
        index for index, item in enumerate(drawn.loop.components) if is_accelerated(study, item.id)
    ]
    periods = drawn.ceiling_period_days(nodes)
    pace = ratio(drawn.baseline_period_days, periods)
    return replace(central, pace=interval_of_draws(pace), period_days=interval_of_draws(periods))


@record(slots=False)
class _Stated:
    """Which medians over the draws are known without drawing: those of numbers drawn as they are.

    The median of finitely many draws is off by their noise, so that a stated 3 came back as 3.0005.
    Draws that were weighed have moved, and what follows from other numbers has no median of its
    own.

    Attributes:
        study: what is asked.
        weighed: whether the draws were weighed by what was seen of the loop.
    """

    study: Study
    weighed: bool

    def alone(self, identifier: str, metric: MetricName) -> bool:
        """Return whether a number is drawn from its own estimate, nothing else moving it."""
        return not self.weighed and self.study.formula(Key(identifier, metric)) is None

    def interval(self, drawn: Interval, known: Interval, *key: str) -> Interval:
        """Return the interval of a number that is drawn as its estimate says, without noise.

        Args:
            drawn: what the draws give.
            known: the central number.
            key: whose number it is, and which.
        """
        said = self.study.estimate(*key)
        if said is None or said.low is None or said.high is None:
            return replace(drawn, median=known.median, noise=None)
        return Interval(known.median, said.low, said.high)


def _components(
    central: tuple[ComponentResult, ...], drawn: LoopDraws, stated: _Stated
) -> tuple[ComponentResult, ...]:
    uncertain, index = drawn.uncertain, drawn.loop.index
    criticality = drawn.criticality
    blocking = drawn.blocking_shares.mean(axis=1).tolist()
    errors = [standard_error(row) for row in drawn.blocking_shares]
    days, baseline, accelerations = intervals_of_draws(
        uncertain.days,
        uncertain.baseline_days,
        ratio(uncertain.baseline_days, uncertain.days),
    )
    rows = []
    for item in central:
        row = index[item.id]
        once = drawn.loop.components[row].visits == 1
        own = once and stated.alone(item.id, MetricName.BASELINE_DAYS)
        # With a floor a part may take that instead, so that its speed-up is not all that counts.
        free = item.floor_days == 0 and stated.alone(item.id, MetricName.SPEEDUP)
        speed = item.acceleration
        if speed is not None and free:
            accelerations[row] = stated.interval(
                accelerations[row], speed, item.id, MetricName.SPEEDUP
            )
        of_days = item.id, MetricName.BASELINE_DAYS
        rows.append(
            replace(
                item,
                days=stated.interval(days[row], item.days, *of_days)
                if own and speed is None
                else days[row],
                baseline_days=stated.interval(baseline[row], item.baseline_days, *of_days)
                if own
                else baseline[row],
                acceleration=None if speed is None else accelerations[row],
                criticality=criticality[item.id],
                expected_blocking_share=blocking[row],
                blocking_share_error=errors[row],
            )
        )
    return tuple(sorted(rows, key=_by_mean_blocking))


def _by_mean_blocking(item: ComponentResult) -> tuple[float, float, float, str]:
    return (
        -(item.expected_blocking_share or 0.0),
        -(item.criticality or 0.0),
        -item.days.median,
        item.id,
    )
