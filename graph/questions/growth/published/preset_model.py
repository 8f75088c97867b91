"""A published model as data: what its preset file says, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.errors import Place
from graph.questions.growth.published.distributions import Correlation, Distribution, DrawPlan
from graph.questions.growth.published.formulas import Formula


@dataclass(frozen=True)
class PresetSource:
    """Where a number was published.

    Attributes:
        title: of the document.
        address: where it is.
        read: "read" (the document itself), "quoted" (another that quotes it) or "recalled".
        note: anything the reader should know.
        quote: at most 25 words.
    """

    title: str
    address: str
    read: str
    note: str | None = None
    quote: str | None = None


@dataclass(frozen=True)
class PresetRun:
    """Time: where it starts, how long it runs, in which steps; or how many doublings."""

    start: float = 0.0
    length: Formula | None = None
    step: float = 0.05
    every: int = 1
    doublings: int = 0
    recursion: bool = True


@dataclass(frozen=True)
class PresetTable:
    """An acceleration read off a curve: values of a stock and the accelerations there."""

    stock: str
    levels: tuple[Formula, ...]
    accelerations: tuple[Formula, ...]


@dataclass(frozen=True)
class PresetComponent:
    """One piece of work, every number a formula."""

    acceleration: Formula
    elasticity: dict[str, Formula]
    ceiling: Formula | None
    share: Formula | None
    share_gain: dict[str, Formula]
    speed: Formula
    speed_elasticity: dict[str, Formula]
    uplift: Formula
    checking: Formula
    floor: Formula
    highest_share: float
    tables: tuple[PresetTable, ...]


@dataclass(frozen=True)
class PresetNest:
    """A resource that a stock needs beside its components."""

    resource: str
    weight: Formula
    exponent: Formula
    resource_exponent: Formula


@dataclass(frozen=True)
class PresetStock:
    """One stock, every number a formula."""

    growth: Formula
    parallel: Formula
    difficulty: Formula
    ceiling: Formula | None
    ceiling_rule: str
    weights: dict[str, Formula]
    resources: dict[str, Formula]
    nest: PresetNest | None
    growth_measured: str


@dataclass(frozen=True)
class PresetPhase:
    """A stretch of outside growth: times *factor* each unit of time, perhaps changing by unit.

    Attributes:
        length: in units of time; ``None`` for the last, which never ends.
        factor: growth per unit of time; of the first unit, if it changes.
        factor_to: of the last unit, if it changes; it changes by equal amounts.
    """

    length: float | None
    factor: Formula
    factor_to: Formula | None = None


@dataclass(frozen=True)
class PresetGeneration:
    """How long improvements take to arrive."""

    kind: str = "at-once"
    length: Formula | None = None
    floor: Formula | None = None
    elasticity: dict[str, Formula] = field(default_factory=dict)
    together: str = "in-sequence"


@dataclass(frozen=True)
class PresetEvent:
    """Something that may happen: a value is reached, growth runs away, doublings crowd together.

    Attributes:
        kind: "reaches", "runs-away" or "window".
        value: what is watched.
        reaches: the value it has to reach.
        direction: "up" or "down".
        doublings: how many in a row (window).
        within: in how much time (window).
        missed: the date given to draws in which it never happens.
    """

    kind: str
    value: Formula | None = None
    reaches: Formula | None = None
    direction: str = "up"
    doublings: Formula | None = None
    within: Formula | None = None
    missed: float = float("inf")


@dataclass(frozen=True)
class PresetMeasure:
    """One published number, and how ours is found.

    Attributes:
        what: in words.
        published: the number.
        tolerance: how far ours may be off.
        case: name of the case, or ``None`` for the plain inputs.
        value: a formula, or ``None`` if an event is measured.
        event: name of the event.
        at: time, generation or doubling at which the formula is read; 0 is the start.
        moment: "time", "generation" or "doubling".
        quantile: over the draws, 0 to 1.
        probability: whether the share of draws with the event is meant.
        before: only events up to this date count for the probability.
        source: the number's own source, if it is not the file's.
        place: where it stands in the file.
    """

    what: str
    published: float
    tolerance: float
    case: str | None
    value: Formula | None
    event: str | None
    at: float
    moment: str
    quantile: float
    probability: bool
    before: float
    source: PresetSource
    place: Place


@dataclass(frozen=True)
class Preset:
    """One file."""

    name: str
    title: str
    about: str
    time_unit: str
    source: PresetSource
    run: PresetRun
    draws: DrawPlan
    inputs: dict[str, Distribution]
    correlations: tuple[Correlation, ...]
    derived: dict[str, Formula]
    cases: dict[str, dict[str, Formula]]
    exponent: Formula
    resources: dict[str, tuple[PresetPhase, ...]]
    components: dict[str, PresetComponent]
    stocks: dict[str, PresetStock]
    generation: PresetGeneration
    events: dict[str, PresetEvent]
    measures: tuple[PresetMeasure, ...]
