"""The answer to "what blocks the loop": its field names are the keys of the JSON."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.loop.outside_pace import OutsideEstimate
from graph.questions.part import FamilyPart, Part
from graph.records import record


class Absorption(StrEnum):
    """How much of a component's acceleration the loop uses."""

    NOT_SHOWN = "not shown accelerated"
    LOAD_BEARING = "load-bearing"
    PARTLY = "partly absorbed"
    FULLY = "fully absorbed"


@record
class NextBottleneck:
    """What binds once a component is fast enough.

    Attributes:
        at_speedup: how much faster than today the component must become for that.
        takes_over: ids of the cycle that binds from there.
        period_days: the period from there.
    """

    at_speedup: float
    takes_over: tuple[str, ...]
    period_days: float


@record
class TiedCycle:
    """One of several cycles that bind alike.

    Attributes:
        cycle: ids in order.
        dependencies: ids of the dependencies along it; a capacity has the id of its component.
        shares: of each component in its days, in the same order as ``cycle``, 0 to 1.
    """

    cycle: tuple[str, ...]
    dependencies: tuple[str, ...]
    shares: tuple[float, ...]


@record
class RunnerUp:
    """A cycle that nearly binds.

    Attributes:
        cycle: ids in order.
        period_days: its own days per round.
        margin_days: how much shorter it is than the critical cycle.
        probability: how often it is the critical one over the draws; ``None`` without draws.
    """

    cycle: tuple[str, ...]
    period_days: float
    margin_days: float
    probability: float | None = None


@record
class Ceiling:
    """The pace if everything that is accelerated now took only its floor.

    Attributes:
        pace: against no AI.
        critical_cycle: what binds then.
        period_days: the period then.
    """

    pace: Interval | None
    critical_cycle: tuple[str, ...]
    period_days: Interval


@record
class CertificateRecord:
    """A proof that anyone can check by hand.

    ``potentials[v] >= potentials[u] + days[u] + delay - period * lag`` holds on every dependency,
    with equality around the critical cycle.

    Attributes:
        period: the period as an exact fraction or decimal.
        potentials: start of each component in round 0; in round k it starts k periods later.
        days: the days of each component that the proof speaks of.
    """

    period: str
    potentials: dict[str, str]
    days: dict[str, str]


@record
class ComponentResult(FamilyPart):
    """Where one component stands in the loop.

    Attributes:
        status: unknown, slowed, unproven, accelerated or autonomous.
        absorption: how much of its acceleration the loop uses.
        acceleration: days without AI / days now; ``None`` if nothing is known.
        useful_speedup: the part of it that the loop uses; ``None`` if nothing is known.
        system_gain: how much longer the period would be without this acceleration, as a share.
        baseline_days: days without AI.
        days: days now.
        floor_days: what no intelligence shortens.
        elasticity: share of the critical cycle's days.
        blocking_share: by how much the period falls if the component took only its floor.
        days_gained_at_double_speed: days the period falls if it were twice as fast.
        permanent_slack_days: how much slower it may become for good; ``None`` if on no cycle.
        one_off_float_days: a single delay that does not reach the critical cycle, likewise.
        criticality: probability of being on a critical cycle; ``None`` without draws.
        next_bottleneck: what binds once it is faster; ``None`` if it blocks nothing.
        evidence_count: observations that carry weight in its numbers.
        source_count: different sources of its acceleration.
        assumed: share of the uncertainty of its days that is assumption, 0 to 1.
        expected_blocking_share: mean of the blocking share over the draws; ``None`` without.
        blocking_share_error: standard error of that mean; ``None`` without, or for one draw.
    """

    status: str
    absorption: Absorption
    acceleration: Interval | None
    useful_speedup: float | None
    system_gain: float | None
    baseline_days: Interval
    days: Interval
    floor_days: float
    elasticity: float
    blocking_share: float
    days_gained_at_double_speed: float
    permanent_slack_days: float | None
    one_off_float_days: float | None
    criticality: float | None
    next_bottleneck: NextBottleneck | None
    evidence_count: int
    source_count: int
    assumed: float
    expected_blocking_share: float | None = None
    blocking_share_error: float | None = None

    @property
    def blocks(self) -> float:
        """The blocking share to tell: the mean over the draws, without them the central one."""
        drawn = self.expected_blocking_share
        return self.blocking_share if drawn is None else drawn


@record
class ComponentPeriod:
    """The period of one strongly connected part of the loop.

    Attributes:
        components: ids of those in it.
        period_days: days per generation that this part alone allows.
    """

    components: tuple[str, ...]
    period_days: float


@record
class LikelyCycle:
    """A cycle with how often it is the critical one over the draws.

    Attributes:
        cycle: ids in order.
        name: what people call this loop, if they have a name for it.
        probability: share of the draws.
    """

    cycle: tuple[str, ...]
    name: str | None
    probability: float


@record
class MovedNumber:
    """A number that the gaps between releases speak of.

    Attributes:
        subject: id of the component, dependency or driver.
        metric: as a word.
        label: of the thing.
        unit: of the number, as a word.
        before: the number before weighing.
        after: after it.
        deviations: by how many of its deviations before the weighing its mean moved.
    """

    subject: str
    metric: str
    label: str
    unit: str
    before: Interval
    after: Interval
    deviations: float


@record
class SeenGap:
    """An observed gap between releases, as a report on a period.

    Attributes:
        observation_id: which one.
        period: of which period it speaks: now, or without AI.
        days: with its own error and that of the definition of a generation.
    """

    observation_id: str
    period: str
    days: Interval


@record
class Conditioned:
    """What was seen of the period, and what that changed.

    Attributes:
        generation: what counts as a generation, as the ontology defines it.
        gaps: the gaps between releases; they are fitted, and so no evidence that the map is right.
        points: how many points were drawn and weighed.
        prior_period_days: the period before.
        prior_pace: the pace before.
        moved: the numbers that moved furthest.
    """

    generation: str | None
    gaps: tuple[SeenGap, ...]
    points: int
    prior_period_days: Interval
    prior_pace: Interval
    moved: tuple[MovedNumber, ...]


@record
class PartWaiting(Part):
    """How long work waits at a part before it is taken up, beside the days of work.

    Attributes:
        waiting_days: of the calendar per round, now.
        waiting_days_before: the same without AI; ``None`` with intervals over draws.
        load: share of their time in which those who work there are at work now; ``None`` where
            nothing tells it, so that the waiting stays what it is.
        servers: how many are at work side by side; ``None`` if nothing limits them.
        told_by: the metric that tells of the waiting.
        without_end: whether more arrives than can be done, at a part that the loop itself does
            not wait for.
    """

    waiting_days: Interval
    waiting_days_before: float | None
    load: Interval | None
    servers: float | None
    told_by: str
    without_end: bool


@record
class CriticalPath(Answer):
    """What blocks the loop, and what it would give to speed it up.

    Attributes:
        period_days: days per generation of models now.
        pace: period without AI / period now.
        baseline_period_days: days per generation without AI.
        ceiling: if everything accelerated now took only its floor; ``None`` if nothing is.
        critical_cycle: ids in order, at the central estimate.
        critical_cycle_name: what people call this loop, if they have a name for it.
        critical_cycle_lag: how many generations pass around it at once.
        critical_cycle_delay_days: days of waiting between its components.
        critical_cycle_before: what bound without AI.
        critical_cycle_probability: how often it is the critical one; ``None`` without draws.
        runner_up_cycles: what nearly binds, nearest first.
        joint_blockers: the smallest set of components that every critical cycle passes through.
        latency_days: one pass, dependencies of lag 0 alone.
        latency_path: ids along it.
        parts: the strongly connected parts with their own periods, slowest first.
        alternatives_taken: for each group of alternatives the dependency taken.
        certificate: the proof, if asked for.
        components: where every component stands, the strongest blocker first.
        unknown_components: ids that ran at 1.0 for want of evidence.
        assumed_variance_share: share of the pace's variance that is assumption; ``None`` without
            draws.
        suppositions: what is supposed, as written.
        outside_estimates: what others say of the whole loop's pace, beside the map's own; no
            input to it.
        central_period_days: the period if every number takes its central value. The median over
            draws lies above it, since a loop is as slow as the slowest of many uncertain cycles.
        central_pace: the pace likewise.
        capability_correlation: between what is uncertain about any two speed-ups that stand alone,
            on the log scale; ``None`` without draws.
        binding_cycle: ids of the cycle that is critical in half of the draws or more; ``None`` if
            none is, if two are in half each, or without draws.
        likely_cycles: the cycles that are critical most often, with their probabilities.
        competing_cycle_count: how many cycles are critical in some draw; ``None`` without draws.
        conditioning: what was seen of the period; ``None`` if nothing was, or without draws.
        critical_dependencies: ids of the dependencies on the critical cycle, in its order, at the
            central estimate; of parallel ones those that bind.
        critical_cycles: cycles that bind alike at the central estimate, the critical cycle first,
            with each part's share of its days; 12 at most. Together they meet every dependency
            that lies on some critical cycle.
        waiting: where work waits before it is taken up, the longest first.
        critical_cycle_days: work in the components of the critical cycle at the central estimate
            and the waiting for them, added up.
    """

    period_days: Interval
    pace: Interval
    baseline_period_days: Interval
    ceiling: Ceiling | None
    critical_cycle: tuple[str, ...]
    critical_cycle_name: str | None
    critical_cycle_lag: float
    critical_cycle_delay_days: float
    critical_cycle_before: tuple[str, ...]
    critical_cycle_probability: float | None
    runner_up_cycles: tuple[RunnerUp, ...]
    joint_blockers: tuple[str, ...]
    latency_days: float
    latency_path: tuple[str, ...]
    parts: tuple[ComponentPeriod, ...]
    alternatives_taken: dict[str, str]
    certificate: CertificateRecord | None
    components: tuple[ComponentResult, ...]
    unknown_components: tuple[str, ...]
    assumed_variance_share: float | None
    suppositions: tuple[str, ...] = ()
    outside_estimates: tuple[OutsideEstimate, ...] = ()
    central_period_days: float | None = None
    central_pace: float | None = None
    capability_correlation: float | None = None
    binding_cycle: tuple[str, ...] | None = None
    likely_cycles: tuple[LikelyCycle, ...] = ()
    competing_cycle_count: int | None = None
    conditioning: Conditioned | None = None
    critical_dependencies: tuple[str, ...] = ()
    critical_cycles: tuple[TiedCycle, ...] = ()
    waiting: tuple[PartWaiting, ...] = ()
    critical_cycle_days: Interval | None = None

    @property
    def days_around(self) -> Interval:
        """Days of the critical cycle: work and waiting added up, in the interval of that sum.

        The middle is the sum of the single middles, so that shares of it come to one.
        """
        around = set(self.critical_cycle)
        whole = sum(one.days.median for one in self.components if one.id in around)
        whole += sum(one.waiting_days.median for one in self.waiting if one.id in around)
        drawn = self.critical_cycle_days
        if drawn is None or drawn.low is None or drawn.high is None:
            return Interval(whole)
        return Interval(whole, min(drawn.low, whole), max(drawn.high, whole))

    @property
    def overlaps(self) -> bool:
        """Whether one round takes longer than from one round to the next, as work waits in it."""
        around = set(self.critical_cycle)
        return self.critical_cycle_lag > 1 and any(one.id in around for one in self.waiting)

    @property
    def longest_wait(self) -> PartWaiting | None:
        """The waiting on the critical cycle that takes more days than any work on it.

        ``None`` if some work takes as many, or nothing waits.
        """
        around = set(self.critical_cycle)
        work = max((one.days.median for one in self.components if one.id in around), default=0.0)
        waits = [one for one in self.waiting if one.id in around and not one.without_end]
        top = max(waits, key=lambda one: one.waiting_days.median, default=None)
        return top if top is not None and top.waiting_days.median > work else None

    def component(self, identifier: str) -> ComponentResult:
        """Return one component, by its id."""
        return next(item for item in self.components if item.id == identifier)

    def by_id(self) -> dict[str, ComponentResult]:
        """Return all components by their ids, for whoever asks for many."""
        return {item.id: item for item in self.components}


def decimal_or_fraction(value: Fraction) -> str:
    """Return an exact number as a decimal if it ends as one, else as ``p/q``.

    >>> decimal_or_fraction(Fraction(-17, 2)), decimal_or_fraction(Fraction(10, 3))
    ('-8.5', '10/3')
    """
    denominator = value.denominator
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = value.denominator.bit_length()
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text
