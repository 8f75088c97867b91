"""Which bottleneck falls next, when, and what takes over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.cycles.breakpoints import Breakpoint, breakpoints
from graph.cycles.critical_graph import hard_blockers
from graph.errors import UsageError
from graph.estimates import NORMAL_95, Interval
from graph.loop.answer import heading
from graph.loop.growth_rates import LEAST_SPREAD, START, CommonRate
from graph.loop.sample import CAPABILITY_CORRELATION
from graph.loop.study import Study
from graph.questions.critical_path.solved_loop import SolvedLoop, solve_loop
from graph.questions.next.answer import FamilyGrowth, SpeedupBreakpoint, WhatFallsNext
from graph.questions.next.outlook import final_blocker, school_outlook
from graph.questions.next.schools import AUTOMATION, BOTH, RATES, Ways, refuse_unknown_school
from graph.questions.next.scored import VALUES_TO_TELL, school_scores
from graph.questions.next.target_plan import target_plan
from graph.questions.next.walk import months_until

#: The last month looked at unless another is asked for.
DEFAULT_HORIZON = "2032"

#: What looking ahead supposes.
ASSUMPTIONS = (
    "Each AI speed-up grows by the same factor every year until the part takes only its minimum "
    "time.",
    f"All AI speed-ups were 1 on {START}, before the first coding assistants were sold.",
    "The growth of a part is drawn towards that of its family, and this towards an overall one; "
    f"both differ around it by {LEAST_SPREAD:g} a year at least, on the scale of ln.",
    "A rate that comes out below 0 counts as 0: what AI has sped up does not slow down again.",
    f"Any two speed-ups, and any two rates, correlate by {CAPABILITY_CORRELATION:g}, because "
    "all depend on how able the models of the day are.",
    "Days without AI, minimum times, waits, delays and capacities stay as they are.",
    "A part of which no AI speed-up is known stays at 1.",
)

#: What it supposes besides that automation spreads.
SPREAD_ASSUMPTIONS = (
    "Where automation spreads, ln(F / (1 - F)) rises along a straight line, F being the share "
    "of the work that AI leads, fitted to its dated index. The index speaks alike of all parts it "
    "speaks of, and is that of one lab.",
    "Of a part that takes d days now, (d - minimum) (1 - F) / (1 - F now) are left above its "
    "minimum time: what AI leads takes none of the calendar, so that this is the most that the "
    "spread can give.",
    "Parts of which the index does not speak go on at their measured rates in either school.",
)


def what_falls_next(
    study: Study,
    *,
    horizon: str = DEFAULT_HORIZON,
    target: float | None = None,
    school: str = BOTH,
    draws: int = 0,
    seed: int = 0,
) -> WhatFallsNext:
    """Return which bottleneck falls next, when, and what takes over.

    Two schools on the same draws: rates go on, each acceleration growing at the rate estimated from
    its dated evidence; automation spreads, the share of the work that AI leads following its dated
    index. Each goes towards the ceilings, days without AI / floor; whenever another cycle becomes
    the slowest, the bottleneck falls.

    Args:
        study: the map, the standpoint and what is supposed.
        horizon: the last month, ``2032`` or ``2032-06``.
        target: a pace against no AI to find the fewest changes for, if wanted.
        school: ``rates``, ``automation`` or ``both``. The fields directly in the answer are by
            ``rates`` whatever is chosen.
        draws: for probabilities and intervals; 0 gives the central estimate alone.
        seed: of the draws.

    Raises:
        UsageError: the horizon, the target or the school makes no sense; the message says what
            does.
        LoopmapError: nothing closes a loop, or a cycle can never start.
    """
    refuse_unknown_school(school)
    months = months_until(study.estimates.as_of, horizon)
    model, solved = study.model, solve_loop(study)
    ways = Ways(study, solved.loop, months, draws, seed)
    central, drawn = ways.central_rates, ways.drawn_rates
    plan = None if target is None else target_plan(model, central, target)
    if plan is not None and drawn is not None:
        reached = drawn.pace(drawn.walk.periods) >= plan.pace
        first = np.where(reached.any(axis=0), reached.argmax(axis=0), np.inf)
        plan = replace(plan, arrival=drawn.walk.fall(first))
    rates = ways.rates
    by_rates = school_outlook(model, ways.school_of_rates, rates, central, drawn)
    by_spread = ways.by_spread() if school != RATES else None
    if school == AUTOMATION and by_spread is None:
        raise UsageError(f"{ways.why_no_spread()} Choose --school rates.")
    chosen = (by_rates if school != AUTOMATION else None, by_spread)
    return WhatFallsNext(
        *heading(study, draws=draws, seed=seed),
        capability_correlation=CAPABILITY_CORRELATION,
        horizon=months.name(months.count - 1),
        present=by_rates.present,
        reigns=by_rates.reigns,
        timeline=by_rates.timeline,
        components=by_rates.components,
        breakpoints=_breakpoints(solved),
        target=plan,
        final=final_blocker(model, central, drawn),
        growth_priors=tuple(
            _prior(family, common)
            for family, common in (("all", rates.overall), *rates.by_family.items())
        ),
        assumptions=ASSUMPTIONS + (SPREAD_ASSUMPTIONS if by_spread else ()),
        unknown_components=tuple(
            item.id for item in solved.loop.components if item.speedup is None
        ),
        suppositions=tuple(map(str, study.suppositions)),
        series=by_rates.series,
        school=school,
        schools=tuple(item for item in chosen if item is not None),
        automation_index=ways.automation_index() if by_spread else None,
        no_automation=ways.why_no_spread() if school != RATES and by_spread is None else None,
        school_scores=study.of_evidence(school_scores),
        values_to_tell=VALUES_TO_TELL,
    )


def _prior(family: str, common: CommonRate) -> FamilyGrowth:
    reach = NORMAL_95 * common.deviation
    interval = Interval(common.rate, common.rate - reach, common.rate + reach)
    return FamilyGrowth(family, interval, common.spread, common.count)


def _breakpoints(solved: SolvedLoop) -> tuple[SpeedupBreakpoint, ...]:
    """Return what takes over if parts of the present bottleneck get faster.

    First each component that alone can speed up the loop, up to where something else binds; then
    all components of the critical cycle together, to the end.
    """
    graph, ratio = solved.now.graph, solved.ratio
    floors = [item.floor_days for item in solved.loop.components]
    found = []
    for node in hard_blockers(graph, ratio):
        first = breakpoints(graph, ratio, [node], floors).breakpoints[:1]
        found += [_record((graph.nodes[node],), step) for step in first]
    found.sort(key=lambda item: (item.at_speedup, item.faster))
    if len(ratio.nodes) > 1:
        together = [solved.loop.index[name] for name in ratio.nodes]
        path = breakpoints(graph, ratio, together, floors)
        found += [_record(path.group, step) for step in path.breakpoints]
    return tuple(found)


def _record(faster: tuple[str, ...], step: Breakpoint) -> SpeedupBreakpoint:
    return SpeedupBreakpoint(
        faster=faster,
        at_speedup=float(step.speedup),
        takes_over=step.nodes,
        newcomers=step.newcomers,
        at_floor=step.at_floor,
        period_days=float(step.period),
    )
