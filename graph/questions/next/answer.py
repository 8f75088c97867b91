"""The answer to "which bottleneck falls next": its field names are the keys of the JSON."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.questions.part import FamilyPart, Part
from graph.records import record


@record
class Fall:
    """When something stops binding.

    Attributes:
        median: the month by which it has in half of the draws; ``None`` if not before the horizon.
        low: the month by which it has in 5 % of them; ``None`` likewise.
        high: the month by which it has in 95 % of them; ``None`` likewise.
        never_share: share of the draws in which it does not before the horizon.
        draw_count: how many draws this is counted over.
    """

    median: str | None
    low: str | None
    high: str | None
    never_share: float
    draw_count: int


@record
class Successor:
    """A cycle that takes over.

    Attributes:
        cycle: ids in order.
        name: what people call this loop, if they have a name for it.
        newcomers: its components that were not on the cycle before.
        probability: share of the draws in which the present one falls.
    """

    cycle: tuple[str, ...]
    name: str | None
    newcomers: tuple[str, ...]
    probability: float


@record
class PresentBottleneck:
    """What binds now.

    Attributes:
        cycle: ids in order, at the central estimate.
        name: what people call this loop, if they have a name for it.
        probability: share of the draws in which it is the critical one now; ``None`` without.
        central_fall: the month in which it stops binding at the central estimate; ``None`` if it
            does not before the horizon.
        fall: the same over the draws in which it binds now; ``None`` without such draws.
        successors: what takes over, the most frequent first.
        any_fall: when whatever binds now, in each draw its own, stops binding.
        joining: share of those falls at which each component joins the critical cycle, by id, the
            most likely first.
    """

    cycle: tuple[str, ...]
    name: str | None
    probability: float | None
    central_fall: str | None
    fall: Fall | None
    successors: tuple[Successor, ...]
    any_fall: Fall | None
    joining: dict[str, float]


@record
class Reign:
    """A stretch of time in which one cycle binds, at the central estimate.

    Attributes:
        start: its first month.
        end: its last month before the horizon.
        cycle: ids in order.
        name: what people call this loop, if they have a name for it.
        newcomers: components that were not on the cycle before it.
        period_days: days per generation at the start.
        pace: against no AI, at the start.
        margin_days: by how much the nearest other cycle was faster at the start; ``None`` if
            there is none.
    """

    start: str
    end: str
    cycle: tuple[str, ...]
    name: str | None
    newcomers: tuple[str, ...]
    period_days: float
    pace: float
    margin_days: float | None


@record
class MonthAhead:
    """What holds in one month.

    Attributes:
        month: as ``2027-03``.
        period_days: days per generation.
        pace: against no AI.
        binding: probability of being on a critical cycle, by component id, those above 0; without
            draws 1 for each component on the critical cycle.
    """

    month: str
    period_days: Interval
    pace: Interval
    binding: dict[str, float]


@record
class ComponentOutlook(FamilyPart):
    """One component on its way to the horizon.

    Attributes:
        binding_now: probability of being on a critical cycle now; ``None`` without draws.
        binding_at_horizon: the same at the horizon.
        fall: when it stops being on one, over the draws in which it is now; ``None`` without any.
        growth_rate: of ln acceleration per year, with its interval; ``None`` if nothing is known,
            so that it stays at 1.
        own_growth_rate: from its own dates alone.
        date_count: how many dates that rests on.
        acceleration_now: days without AI / days now, at the central estimate.
        acceleration_at_horizon: the same at the horizon.
        acceleration_ceiling: days without AI / floor; infinite without a floor.
    """

    binding_now: float | None
    binding_at_horizon: float | None
    fall: Fall | None
    growth_rate: Interval | None
    own_growth_rate: float | None
    date_count: int
    acceleration_now: float
    acceleration_at_horizon: float
    acceleration_ceiling: float


@record
class SpeedupBreakpoint:
    """What binds once something is so much faster than today.

    Attributes:
        faster: ids of the components that get faster together.
        at_speedup: how much faster; ``1 / at_speedup`` of today's days.
        takes_over: ids of the cycle that binds from there.
        newcomers: those that were not on the cycle before.
        at_floor: ids that reach their floor just there.
        period_days: from there.
    """

    faster: tuple[str, ...]
    at_speedup: float
    takes_over: tuple[str, ...]
    newcomers: tuple[str, ...]
    at_floor: tuple[str, ...]
    period_days: float


@record
class TargetStep(Part):
    """One change on the way to a target.

    Attributes:
        from_days: its days now.
        to_days: its floor.
        pace: of the loop once this and all steps before are done.
        critical_cycle: what binds then.
    """

    from_days: float
    to_days: float
    pace: float
    critical_cycle: tuple[str, ...]


@record
class TargetPlan:
    """The fewest changes that reach a pace.

    Attributes:
        pace: the target, against no AI.
        period_days: the period that it asks for.
        reached_now: whether it is reached already.
        steps: the changes, each time the one that helps most.
        fewest: whether no smaller set does it; if not, it was chosen greedily.
        arrival: when growth alone reaches it; ``None`` without draws.
    """

    pace: float
    period_days: float
    reached_now: bool
    steps: tuple[TargetStep, ...]
    fewest: bool
    arrival: Fall | None


@record
class FinalBlocker:
    """What binds when everything that AI is known to speed up takes only its floor.

    Attributes:
        cycle: ids in order, at the central estimate.
        name: what people call this loop, if they have a name for it.
        period_days: days per generation then.
        pace: against no AI.
        probability: share of the draws in which this cycle is the one; ``None`` without draws.
        binding: probability of being on the last cycle, by component id, the most likely first.
    """

    cycle: tuple[str, ...]
    name: str | None
    period_days: Interval
    pace: Interval
    probability: float | None
    binding: dict[str, float]


@record
class FamilyGrowth:
    """What the components of one family have in common: the prior of each.

    Attributes:
        family: its name; ``all`` for what the families have in common.
        rate_per_year: of ln acceleration, with its interval.
        spread: standard deviation of the members around it.
        count: how many members it was estimated from.
    """

    family: str
    rate_per_year: Interval
    spread: float
    count: int


@record
class SchoolOutlook:
    """What one school says of the way ahead.

    Attributes:
        name: the word by which it is chosen: ``rates`` or ``automation``.
        label: what people call it.
        condition: under which all of this holds, beginning with "if".
        present: what binds now, and when it falls.
        reigns: what binds one after the other, at the central estimate.
        timeline: now, every December and the horizon.
        components: the most likely to bind now first.
        series: every month, for plots.
    """

    name: str
    label: str
    condition: str
    present: PresentBottleneck
    reigns: tuple[Reign, ...]
    timeline: tuple[MonthAhead, ...]
    components: tuple[ComponentOutlook, ...]
    series: tuple[MonthAhead, ...]


@record
class AutomationIndex:
    """The dated index of the share of the work that AI leads, as one school carries it on.

    Attributes:
        first: the month of its first value or limit.
        last: of its last.
        value_count: how many values the curve was fitted to.
        limit_count: how many limits ("under 1 %") narrowed it.
        share_at_last: the share that AI leads at the last value, by the curve.
        share_now: the same at the date of the evidence.
        slope_per_year: change of its logit per year.
        half_led: the month by which AI leads half of the work, by the central curve; ``None`` if
            it does not before the horizon.
        indexed_components: ids of the components of whose work it speaks.
    """

    first: str
    last: str
    value_count: int
    limit_count: int
    share_at_last: Interval
    share_now: Interval
    slope_per_year: Interval
    half_led: str | None
    indexed_components: tuple[str, ...]


@record
class SchoolScore:
    """How the forecasts of one way of going on did on one series.

    Attributes:
        forecast_count: forecasts scored.
        score: mean continuous ranked probability score on the logarithm; lower is better.
        covered: how many values lay inside the 90 % interval of their forecast.
    """

    forecast_count: int
    score: float
    covered: int


@record
class SeriesScore:
    """The two schools on one dated series, each fitted only on what was dated before an origin.

    Attributes:
        series: of what.
        unit: of the scores.
        origins: the dates from which was forecast.
        value_count: different values forecast; one value may be forecast from several origins.
        rates: the school by which rates go on; ``None`` if it says nothing of the series.
        automation: the school by which automation spreads; ``None`` likewise.
        no_change: the mean error of forecasting no change; ``None`` without forecasts.
        better: the name of the school with the lower score; ``None`` if there are too few values
            to tell, or one says nothing.
        remark: what is to be kept in mind.
    """

    series: str
    unit: str
    origins: tuple[str, ...]
    value_count: int
    rates: SchoolScore | None
    automation: SchoolScore | None
    no_change: float | None
    better: str | None
    remark: str


@record
class WhatFallsNext(Answer):
    """Which bottleneck falls next.

    What stands directly in the answer is by the school by which rates go on; ``schools`` has it and
    the other side by side.

    Attributes:
        capability_correlation: between any two speed-ups, and between any two growth rates.
        horizon: the last month looked at.
        present: what binds now, and when it falls.
        reigns: what binds one after the other, at the central estimate.
        timeline: now, every December and the horizon.
        components: the most likely to bind now first.
        breakpoints: what takes over if the parts of the present bottleneck get faster.
        target: the way to the pace asked for; ``None`` if none was.
        final: what binds in the end.
        growth_priors: what the growth rates were shrunk towards.
        assumptions: what all this supposes, in words.
        unknown_components: ids that stay at 1.0 for want of evidence.
        suppositions: what was supposed.
        series: every month, for plots.
        school: which schools were asked for: ``rates``, ``automation`` or ``both``.
        schools: what they say, on the same draws.
        automation_index: the index that the second carries on; ``None`` if the map has none.
        no_automation: why the second school says nothing; ``None`` if it does or was not asked.
        school_scores: how the schools would have forecast what came, series by series.
        values_to_tell: with fewer different values of a series, none is called the better.
    """

    capability_correlation: float
    horizon: str
    present: PresentBottleneck
    reigns: tuple[Reign, ...]
    timeline: tuple[MonthAhead, ...]
    components: tuple[ComponentOutlook, ...]
    breakpoints: tuple[SpeedupBreakpoint, ...]
    target: TargetPlan | None
    final: FinalBlocker
    growth_priors: tuple[FamilyGrowth, ...]
    assumptions: tuple[str, ...]
    unknown_components: tuple[str, ...]
    suppositions: tuple[str, ...]
    series: tuple[MonthAhead, ...]
    school: str
    schools: tuple[SchoolOutlook, ...]
    automation_index: AutomationIndex | None
    no_automation: str | None
    school_scores: tuple[SeriesScore, ...]
    values_to_tell: int

    @property
    def no_years(self) -> str | None:
        """Why nothing is said of the years to come; ``None`` if something is.

        On a map of one's own a rate takes a speed-up on two dates; on a map of generations of
        models the rates of its families stand for parts without.
        """
        if self.words.of_models or any(one.date_count > 1 for one in self.components):
            return None
        return "No speed-up here is known on two dates, so nothing is said of the years to come."
