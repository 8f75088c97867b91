"""The answer to question 5, whether the loop sustains itself: its names are the JSON keys."""

from __future__ import annotations

from enum import StrEnum

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.records import record


class Verdict(StrEnum):
    """Whether the loop sustains itself, as the draws have it."""

    SUSTAINS = "sustains itself"
    DOES_NOT = "does not sustain itself"
    UNDECIDED = "undecided"


#: A verdict is given if so large a share of the draws agrees.
SURE = 0.9


def verdict_of(share: float) -> Verdict:
    """Return the verdict of the share of draws with R_loop above 1, 0 to 1.

    >>> verdict_of(0.95).value, verdict_of(0.5).value
    ('sustains itself', 'undecided')
    """
    if share >= SURE:
        return Verdict.SUSTAINS
    return Verdict.DOES_NOT if share <= 1.0 - SURE else Verdict.UNDECIDED


@record
class RegimeShare:
    """How many draws end in one kind of growth.

    Attributes:
        regime: in words.
        share: of all draws; over all regimes they sum to 1.
    """

    regime: str
    share: float


@record
class SeriesPoint:
    """The loop at one time.

    Attributes:
        school: which side of the dispute about work and compute.
        year: years from the start.
        pace: against no AI, with improvements acting back.
        pace_without_recursion: the same if nothing acts back.
        generation_days: days per generation of models.
        loop_ratio: R_loop then.
        leading_growth: growth of the leading stock then, ln per year; ``None`` without a stock.
        leading_level: how many times its level at the start.
        leading_level_without_recursion: the same if nothing acts back.
    """

    school: str
    year: float
    pace: Interval
    pace_without_recursion: Interval
    generation_days: Interval
    loop_ratio: Interval
    leading_growth: Interval | None
    leading_level: Interval | None
    leading_level_without_recursion: Interval | None


@record
class Carrier:
    """A stock, a dependency or a component that the feedback runs through.

    Attributes:
        id: its id.
        label: what people call it.
        share: the part of R_loop that runs through it, over all draws; parts sum to 1.
        strength: its elasticity; for a component the share that it has in the pace of the stock it
            feeds (the greatest if there are several).
    """

    id: str
    label: str
    share: float
    strength: Interval


@record
class StockResult:
    """One stock at the start and at the end.

    Attributes:
        id: its id.
        label: what people call it.
        growth_now: ln per year at the start.
        growth_at_end: the same at the horizon.
        level_at_end: how many times the level at the start.
        improvement_counts: left Perron vector of the central loop: where one per cent more of
            growth counts; all stocks sum to 1.
        grows_along: right Perron vector: in which proportion stocks grow together.
    """

    id: str
    label: str
    growth_now: Interval
    growth_at_end: Interval
    level_at_end: Interval
    improvement_counts: float
    grows_along: float


@record
class BottleneckDate:
    """When a component gets onto the critical cycle, and when it leaves it.

    Attributes:
        id: its id.
        label: what people call it.
        critical_now: share of draws in which it is on the critical cycle at the start.
        critical_at_end: the same at the horizon.
        takes_over: share of the other draws in which it gets there before the horizon; ``None``
            if it is there in all draws from the start.
        takes_over_year: years from the start, over the draws in which it does.
        falls: share of the draws with it on the cycle at the start in which it leaves; ``None`` if
            there are none.
        falls_year: years from the start, over the draws in which it does.
    """

    id: str
    label: str
    critical_now: float
    critical_at_end: float
    takes_over: float | None
    takes_over_year: Interval | None
    falls: float | None
    falls_year: Interval | None


@record
class CriticalStretch:
    """What binds from some time on, at the central estimate.

    Attributes:
        year: years from the start.
        cycle: ids in order.
        name: what people call the loop, if they have a name for it.
        generation_days: days per generation then.
    """

    year: float
    cycle: tuple[str, ...]
    name: str | None
    generation_days: float


@record
class LoopDrive:
    """How far a loop drives the leading stock at some time, at the central estimate.

    Attributes:
        year: years from the start.
        loop: what people call it.
        score: relative loop score, -1 to 1; below 0 for a loop that holds growth back.
    """

    year: float
    loop: str
    score: float


class Reading(StrEnum):
    """How strongly models that get better act back on the parts, read in three ways."""

    #: Constant elasticities: what the parts gained so far.
    SO_FAR = "constant: what parts gained so far"
    #: The slope of today, from the dated share of the work that AI leads.
    AT_THE_MARGIN = "at the margin: the share that AI leads"
    #: Work rises in proportion to the stock: what published ratios speak of.
    ALL_BY_AI = "if AI did all of the work"


@record
class RatioReading:
    """R_loop now in one of the three readings.

    Attributes:
        reading: which.
        verdict: whether the loop sustains itself, read so.
        slope: sum of b eta over the parts of the leading stock: by how many per cent their pace
            rises when that stock has risen by one per cent.
        loop_ratio: R_loop.
        loop_ratio_if_inputs_were_free: R_loop if no input were scarce.
        probability_sustains: share of draws with R_loop above 1.
        loop_ratio_if_share_kept_its_pace: R_loop with v f/(1 - f) in the place of v f, as if the
            share itself, not its odds, went on growing at the rate v; of the margin alone.
    """

    reading: Reading
    verdict: Verdict
    slope: Interval
    loop_ratio: Interval
    loop_ratio_if_inputs_were_free: Interval
    probability_sustains: float
    loop_ratio_if_share_kept_its_pace: Interval | None


@record
class SpreadPoint:
    """R_loop at the margin once AI leads some share of the work.

    Attributes:
        share: of the work, 0 to 1.
        loop_ratio: R_loop then.
        at_their_floor: share of the leading stock's pace that hangs on parts at their floor, which
            no more automation can speed up.
    """

    share: float
    loop_ratio: Interval
    at_their_floor: Interval


@record
class AutomationIndex:
    """The dated share of the work that AI leads.

    Attributes:
        first_date: of the first observation.
        first_share: as its source has it, 0 to 1.
        first_is_limit: whether that is only "at most", so that the rise is at least this.
        last_date: of the last one.
        last_share: as its source has it.
        share_now: the last one, with the usual bias of its grade taken off.
        rise_per_year: of the logit of the share.
        observation_ids: the first first.
    """

    first_date: str | None
    first_share: float
    first_is_limit: bool
    last_date: str | None
    last_share: float
    share_now: Interval
    rise_per_year: Interval
    observation_ids: tuple[str, ...]


@record
class SchoolAnswer:
    """The answer of one side of the dispute whether work can stand in for compute.

    Attributes:
        school: in words.
        substitution: sigma between work and compute.
        observation_id: where it is said; ``None`` if nothing is said.
        verdict: whether the loop sustains itself.
        probability_sustains: share of draws with R_loop above 1 at the start.
        probability_ever: share of draws in which it is above 1 at some time shown.
        loop_ratio: R_loop at the start.
        loop_ratio_at_end: R_loop at the horizon.
        loop_ratio_if_inputs_were_free: R_loop at the start if no input were scarce.
        loop_gain: gamma: by how many per cent the leading stock's growth rises when it has risen by
            one per cent, the sum over parts of elasticity times responsiveness, at the start.
        difficulty: beta: by how many per cent the same makes growth harder; gamma above beta
            sustains a stock alone.
        needed_factor: how many times stronger all feedback would have to be for R_loop = 1.
        pace_now: against no AI.
        pace_at_end: the same at the horizon.
        highest_pace: the same with every component at its floor.
        regimes: the kinds of growth.
        ran_away: share of draws that ran away in finite time.
        unresolved: share of draws that the steps could not follow.
        stocks: every stock.
        edges: dependencies by what they carry, strongest first.
        components: components likewise.
        takeovers: when components get onto the critical cycle.
        critical_cycles: what binds when, at the central estimate.
        drives: which loop drives the leading stock when.
        labour_share: part of the effort behind the leading stock that is work, now.
        readings: R_loop read in three ways; that at the margin is missing where no share is dated,
            and all are without recursion.
        spread: R_loop at the margin as automation spreads.
    """

    school: str
    substitution: float
    observation_id: str | None
    verdict: Verdict
    probability_sustains: float
    probability_ever: float
    loop_ratio: Interval
    loop_ratio_at_end: Interval
    loop_ratio_if_inputs_were_free: Interval
    loop_gain: Interval
    difficulty: Interval
    needed_factor: Interval
    pace_now: Interval
    pace_at_end: Interval
    highest_pace: Interval
    regimes: tuple[RegimeShare, ...]
    ran_away: float
    unresolved: float
    stocks: tuple[StockResult, ...]
    edges: tuple[Carrier, ...]
    components: tuple[Carrier, ...]
    takeovers: tuple[BottleneckDate, ...]
    critical_cycles: tuple[CriticalStretch, ...]
    drives: tuple[LoopDrive, ...]
    labour_share: Interval
    readings: tuple[RatioReading, ...]
    spread: tuple[SpreadPoint, ...]


@record
class PublishedRatio:
    """What a model of the whole loop says, beside the map's own answer; no input to it.

    Attributes:
        observation_id: which observation.
        value: R_loop as its source has it.
        source: title of the source.
        caveat: what to keep in mind.
        range: as its source has it; without ends if none is given.
        of_today: whether it speaks of today; else of a time when AI does all of the work.
    """

    observation_id: str
    value: float
    source: str | None
    caveat: str | None
    range: Interval
    of_today: bool


@record
class GrowthLint:
    """Something in the model of growth that is idle or doubtful.

    Attributes:
        code: which kind, a short word.
        subject: id of the thing; ``None`` if it is about the whole.
        message: one sentence.
        remedy: what to do.
    """

    code: str
    subject: str | None
    message: str
    remedy: str


@record
class Takeoff(Answer):
    """What happens when AI improves the rest of the machinery.

    Attributes:
        horizon_years: how far the run goes.
        continuous: whether improvements act at once, not when a generation completes.
        recursion: whether stocks act back on the parts at all.
        feedback: how many times stronger all elasticities are supposed to be.
        leading_stock: id of the stock that the feedback hangs on most; ``None`` if no stock runs.
        generation_days: days per generation at the start.
        floor_days: days per generation with every component at its floor.
        has_floor: share of draws in which that is above 0.
        schools: both sides of the dispute about work and compute; none if no stock runs.
        series: the course of either, for charts.
        published: what models of the whole loop say.
        lints: what is idle or doubtful in the model of growth.
        assumed_share: share of the numbers of growth that are assumptions.
        automation: the dated share of the work that AI leads; ``None`` without two dates.
        suppositions: what is supposed, as written.
    """

    horizon_years: float
    continuous: bool
    recursion: bool
    feedback: float
    leading_stock: str | None
    generation_days: Interval
    floor_days: Interval
    has_floor: float
    schools: tuple[SchoolAnswer, ...]
    series: tuple[SeriesPoint, ...]
    published: tuple[PublishedRatio, ...]
    lints: tuple[GrowthLint, ...]
    assumed_share: float
    automation: AutomationIndex | None = None
    suppositions: tuple[str, ...] = ()
