"""R_loop read in three ways: what parts gained so far, today's slope, and AI doing all the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graph.questions.growth.answer import RatioReading, Reading, SpreadPoint, verdict_of
from graph.questions.growth.automation_index import LedShare
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.next_generation import Feedback, feedback_at_start
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.numbers import GrowthMetric
from graph.questions.growth.substitution import SchoolRun

#: Shares of the work led by AI at which R_loop is shown, besides that of today.
SHARES_AHEAD = (0.5, 0.75, 0.9, 0.99)


def loop_ratio_readings(
    run: SchoolRun, lead: int, led: LedShare | None
) -> tuple[RatioReading, ...]:
    """Return R_loop now, with the leading stock's elasticities read in up to three ways.

    *So far*: the constant eta of the map, from what each part gained while models got better. *At
    the margin*: where AI leads the share f of the work at no time of its own, a part is
    a = 1/(1 - f) times as fast; with logit f rising by v per unit of ln S that gives
    ``eta = d ln a/d ln S = f/(1 - f) (1 - f) v = v f``. Work that AI does at a finite speed, or
    that people check, gives less. *All by AI*: work rises in proportion to the stock, sum of
    b eta = 1, and no part is held by a floor, so that R_loop is lambda/beta times labour's share:
    what published ratios speak of. Elasticities of other stocks (tools, data, chips) stay.

    Args:
        run: one school.
        lead: index of the leading stock.
        led: the dated share of the work that AI leads; ``None`` leaves out the margin.

    Returns:
        None at all without recursion.
    """
    if not run.plan.recursion:
        return ()
    found = [_reading(run, Reading.SO_FAR, run.feedback, lead)]
    if led is not None:
        share, gain = _share_and_gain(run, lead, led)
        now = feedback_at_start(with_slope(run.growth, lead, gain * share))
        kept = feedback_at_start(with_slope(run.growth, lead, gain * share / (1.0 - share)))
        found.append(_reading(run, Reading.AT_THE_MARGIN, now, lead, kept))
    found.append(_reading(run, Reading.ALL_BY_AI, _all_by_ai(run.growth, lead), lead))
    return tuple(found)


def labour_share(run: SchoolRun, lead: int) -> Floats:
    """Return the part of the effort behind the leading stock that is work, shape (draws,).

    The elasticity of effort to work at the start: 1 where nothing else is needed.
    """
    growth = replace(run.growth, recursion=True)
    found = _all_by_ai(growth, lead).gains
    return np.asarray(found.feedback[:, lead, lead] / found.free_feedback[:, lead, lead])


def spread(run: SchoolRun, lead: int, led: LedShare | None) -> tuple[SpreadPoint, ...]:
    """Return R_loop at the margin as AI comes to lead more of the work, until floors bind.

    At the share f a part is (1 - f0)/(1 - f) times as fast as today, up to its ceiling d0/u, where
    its eta is 0; f0 is the share of today. Inputs from outside are taken to keep pace.

    Returns:
        Today first; nothing without a dated share or without recursion.
    """
    if led is None or not run.plan.recursion:
        return ()
    return tuple(_spread_points(run, lead, led))


def with_slope(growth: GrowthInput, lead: int, eta: Floats) -> GrowthInput:
    """Return the same loop in which the leading stock acts on every part alike.

    Args:
        growth: the loop.
        lead: index of the leading stock.
        eta: d ln a/d ln S, shape (draws,), 0 or more.
    """
    table = np.array(np.broadcast_to(growth.components.elasticities, _shape(growth)))
    table[:, :, lead] = eta[:, None]
    return replace(growth, components=replace(growth.components, elasticities=table))


def _shape(growth: GrowthInput) -> tuple[int, int, int]:
    return growth.draws, len(growth.components.names), len(growth.stocks.names)


def _all_by_ai(growth: GrowthInput, lead: int) -> Feedback:
    table = np.zeros(_shape(growth))
    table[:, :, lead] = 1.0
    parts = replace(growth.components, elasticities=table, log_ceilings=None)
    return feedback_at_start(replace(growth, components=parts))


def _share_and_gain(run: SchoolRun, lead: int, led: LedShare) -> tuple[Floats, Floats]:
    """Return f and v, shape (draws,).

    v is the rise of logit f per year over that of what models can do: of the leading stock and of
    the compute put into it, since both make models better alike. Where neither grows it is 0.
    """
    numbers, name = run.prepared.numbers, run.growth.stocks.names[lead]
    draws = 0 if run.prepared.sure else numbers.count
    share, rise = led.draws(draws, run.prepared.drawn.draws.seed)
    better = numbers.table[name, str(GrowthMetric.GROWTH_RATE)]
    inputs = numbers.get(name, GrowthMetric.INPUT_GROWTH)
    if inputs is not None:
        better = better + np.maximum(inputs, 0.0)
    gain = np.divide(rise, better, out=np.zeros_like(better), where=better > 0.0)
    return share, gain * run.prepared.feedback


def _reading(
    run: SchoolRun, reading: Reading, found: Feedback, lead: int, kept: Feedback | None = None
) -> RatioReading:
    of, ratios = run.prepared.interval, found.generation.loop_ratio
    above = float((ratios > 1.0).mean())
    slopes = np.einsum("di,di->d", found.gains.component_shares[:, lead], _eta(found, lead))
    return RatioReading(
        reading=reading,
        verdict=verdict_of(above),
        slope=of(slopes),
        loop_ratio=of(ratios),
        loop_ratio_if_inputs_were_free=of(found.free_ratio),
        probability_sustains=above,
        loop_ratio_if_share_kept_its_pace=None if kept is None else of(kept.generation.loop_ratio),
    )


def _eta(found: Feedback, lead: int) -> Floats:
    return np.asarray(found.gains.elasticities[:, :, lead])


def _spread_points(run: SchoolRun, lead: int, led: LedShare) -> Iterator[SpreadPoint]:
    share, gain = _share_and_gain(run, lead, led)
    parts, of = run.growth.components, run.prepared.interval
    middle = float(np.median(share))
    for then in (middle, *(step for step in SHARES_AHEAD if step > middle)):
        reached = share if then == middle else np.full_like(share, then)
        faster = np.maximum(np.log1p(-share) - np.log1p(-reached), 0.0)
        moved = replace(parts, log_accelerations=parts.log_accelerations + faster[:, None])
        grown = with_slope(replace(run.growth, components=moved), lead, gain * reached)
        found = feedback_at_start(grown)
        floored = (_eta(found, lead) == 0.0) & (gain > 0.0)[:, None]
        held = np.einsum("di,di->d", found.gains.component_shares[:, lead], floored)
        yield SpreadPoint(then, of(found.generation.loop_ratio), of(held))
