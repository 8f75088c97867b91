"""A published model as data: what its preset file says, read and checked."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from graph.errors import Place
from graph.questions.growth.kernel.inputs import CeilingRule, GrowthReference
from graph.questions.growth.published.distributions import Correlation, Distribution, DrawPlan
from graph.questions.growth.published.formulas import Formula, read_formula
from graph.records import record

_ZERO, _ONE, _ENDLESS = read_formula(0.0), read_formula(1.0), read_formula(float("inf"))


@record(slots=False)
class PresetSource:
    """Where a number was published.

    Attributes:
        title: of the document.
        address: where it is.
        read: "read" (the document itself), "quoted" (another that quotes it) or "recalled".
        note: anything the reader should know.
        quote: at most 25 words.
    """

    title: str = ""
    address: str = ""
    read: Literal["read", "quoted", "recalled"] = "quoted"
    note: str | None = None
    quote: str | None = None


@record(slots=False)
class PresetRun:
    """Time: where it starts, how long it runs, in which steps; or how many doublings."""

    start: float = 0.0
    length: Formula | None = None
    step: float = 0.05
    every: int = 1
    doublings: int = 0
    recursion: bool = True


@record(slots=False)
class PresetAggregation:
    """The exponent of the power mean over components."""

    exponent: Formula


@record(slots=False)
class PresetCurve:
    """An acceleration read off a curve: values of a stock and the accelerations there."""

    stock: str
    levels: tuple[Formula, ...]
    accelerations: tuple[Formula, ...]


@record(slots=False)
class PresetComponent:
    """One piece of work, every number a formula."""

    acceleration: Formula = _ONE
    elasticity: dict[str, Formula] = field(default_factory=dict)
    ceiling: Formula | None = None
    share: Formula | None = None
    share_gain: dict[str, Formula] = field(default_factory=dict)
    speed: Formula = _ENDLESS
    speed_elasticity: dict[str, Formula] = field(default_factory=dict)
    uplift: Formula = _ONE
    checking: Formula = _ZERO
    floor: Formula = _ZERO
    highest_share: float = 1.0
    curve: tuple[PresetCurve, ...] = ()


@record(slots=False)
class PresetNest:
    """A resource that a stock needs beside its components."""

    resource: str
    weight: Formula
    exponent: Formula
    resource_exponent: Formula = _ONE


@record(slots=False)
class PresetStock:
    """One stock, every number a formula; it has either a growth or a doubling time."""

    difficulty: Formula
    growth: Formula | None = None
    doubling_time: Formula | None = None
    parallel: Formula = _ONE
    ceiling: Formula | None = None
    ceiling_rule: CeilingRule = CeilingRule.GROWTH
    weights: dict[str, Formula] = field(default_factory=dict)
    resources: dict[str, Formula] = field(default_factory=dict)
    nest: PresetNest | None = None
    growth_measured: GrowthReference = GrowthReference.START

    @property
    def growth_rate(self) -> Formula:
        """Growth of the logarithm per unit of time."""
        if self.doubling_time is not None:
            return read_formula(f"log(2) / ({self.doubling_time.text})")
        return self.growth or _ZERO


@record(slots=False)
class PresetPhase:
    """A stretch of outside growth: times *factor* each unit of time, perhaps changing by unit.

    Attributes:
        factor: growth per unit of time; of the first unit, if it changes.
        length: in units of time; ``None`` for the last, which never ends.
        factor_to: of the last unit, if it changes; it changes by equal amounts.
    """

    factor: Formula
    length: float | None = None
    factor_to: Formula | None = None


@record(slots=False)
class PresetResource:
    """What grows from outside, in phases or at one growth of the logarithm; else it stands still.

    Attributes:
        phases: one after the other.
        growth: if it is always the same.
    """

    phases: tuple[PresetPhase, ...] = ()
    growth: Formula | None = None

    @property
    def stretches(self) -> tuple[PresetPhase, ...]:
        """The phases, a steady growth as one that never ends."""
        if self.growth is None:
            return self.phases
        return (PresetPhase(read_formula(f"exp({self.growth.text})")),)


@record(slots=False)
class PresetGeneration:
    """How long improvements take to arrive."""

    kind: Literal["at-once", "fixed", "shrinking"] = "at-once"
    length: Formula | None = None
    floor: Formula | None = None
    elasticity: dict[str, Formula] = field(default_factory=dict)
    together: Literal["in-sequence", "side-by-side"] = "in-sequence"


@record(slots=False)
class PresetEvent:
    """Something that may happen: a value is reached, growth runs away, doublings crowd together.

    Attributes:
        kind: which of the three.
        value: what is watched.
        reaches: the value it has to reach.
        direction: from which side.
        doublings: how many in a row (window).
        within: in how much time (window).
        missed: the date given to draws in which it never happens.
    """

    kind: Literal["reaches", "runs-away", "window"] = "reaches"
    value: Formula | None = None
    reaches: Formula | None = None
    direction: Literal["up", "down"] = "up"
    doublings: Formula | None = None
    within: Formula | None = None
    missed: float = float("inf")


@record(slots=False)
class PresetMeasure:
    """One published number, and how ours is found.

    Attributes:
        what: in words.
        published: the number.
        tolerance: how far ours may be off.
        place: where it stands in the file.
        case: name of the case, or ``None`` for the plain inputs.
        value: a formula, or ``None`` if an event is measured.
        event: name of the event.
        at_time: time at which the formula is read; the start if no moment is named.
        at_generation: generation, instead of a time.
        at_doubling: doubling, instead of a time.
        quantile: over the draws, 0 to 1.
        probability: whether the share of draws with the event is meant.
        before: only events up to this date count for the probability.
        source: the number's own source, if it is not the file's.
    """

    what: str
    published: float
    tolerance: float
    place: Place
    case: str | None = None
    value: Formula | None = None
    event: str | None = None
    at_time: float | None = None
    at_generation: float | None = None
    at_doubling: float | None = None
    quantile: float = 0.5
    probability: bool = False
    before: float = float("inf")
    source: PresetSource | None = None


@record(slots=False)
class Preset:
    """One file; the fields are its tables."""

    name: str
    title: str
    source: PresetSource
    about: str = ""
    time_unit: str = "years"
    run: PresetRun = PresetRun()
    draws: DrawPlan = field(default_factory=DrawPlan)
    inputs: dict[str, Distribution] = field(default_factory=dict)
    correlations: tuple[Correlation, ...] = ()
    derived: dict[str, Formula] = field(default_factory=dict)
    cases: dict[str, dict[str, Formula]] = field(default_factory=dict)
    aggregation: PresetAggregation = PresetAggregation(read_formula(-1.0))
    resources: dict[str, PresetResource] = field(default_factory=dict)
    components: dict[str, PresetComponent] = field(default_factory=dict)
    stocks: dict[str, PresetStock] = field(default_factory=dict)
    generation: PresetGeneration = PresetGeneration()
    events: dict[str, PresetEvent] = field(default_factory=dict)
    published: tuple[PresetMeasure, ...] = ()
