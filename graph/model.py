"""The map as frozen values: what the files say, checked, and nothing that is computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.errors import Place, Problem
from graph.estimates import Basis, Scale
from graph.vocabulary import Bound, Family, Kind


@dataclass(frozen=True, slots=True)
class Component:
    """A piece of work that every generation of models passes through.

    Attributes:
        id: the local name on the map, else the whole IRI.
        label: what people call it.
        family: which of the six families it belongs to.
        definition: one sentence on what counts as this work, if given.
        phases: the phases of AI research and development it belongs to, as words.
        skills: ids of the skills it exercises.
        domains: ids of the domains it belongs to.
        notes: facts about it that are not numbers.
        place: where it is defined.
    """

    id: str
    label: str
    family: Family
    definition: str | None = None
    phases: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Dependency:
    """One edge of the loop, named so that evidence and readers can point at it.

    Attributes:
        id: the local name on the map, else the whole IRI.
        source: id of the component (or resource) at the start.
        target: id of the component that depends on it.
        kind: what the edge means; only ``Kind.GATES`` enters the critical cycle.
        label: what people call it, if given.
        reason: one line on why it is there, if given.
        resources: ids of the scarce resources it draws on.
        stock: id of the stock in which the gain that it carries builds up, if given.
        place: where it is defined.
    """

    id: str
    source: str
    target: str
    kind: Kind
    label: str | None = None
    reason: str | None = None
    resources: tuple[str, ...] = ()
    stock: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A group of dependencies into one component of which the earliest suffices."""

    id: str
    label: str
    dependency_ids: tuple[str, ...]
    reason: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something scarce that several components use."""

    id: str
    label: str
    definition: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Something that builds up from generation to generation and speeds up later work.

    Attributes:
        id: the local name on the map, else the whole IRI.
        label: what people call it.
        definition: one sentence, if given.
        fed_by: ids of the components whose work adds to it.
        place: where it is defined.
    """

    id: str
    label: str
    definition: str | None = None
    fed_by: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a number or a statement comes from."""

    id: str
    title: str
    publisher: str | None = None
    issued: str | None = None
    address: str | None = None
    authors: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured.

    Attributes:
        id: its name as a word (``baseline-days``).
        label: what people call it.
        unit: the unit as a word ("days", "ratio", "share").
        scale: the scale on which it is pooled and drawn.
        half_life_years: after how long an observation counts half; ``None`` if it does not age.
        definition: one sentence.
        overstated: whether the bias of a grade applies to it: reports of it tend to flatter.
    """

    id: str
    label: str
    unit: str
    scale: Scale = Scale.LOG
    half_life_years: float | None = None
    definition: str | None = None
    overstated: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """A study design, with what the pooling makes of it.

    Attributes:
        id: its name as a word (``randomised-trial``).
        label: what people call it.
        basis: what kind of evidence it is.
        bias: how far such reports lie above the truth on the metric's scale (0 if unbiased).
        bias_deviation: standard deviation of that bias on the metric's scale.
        default_deviation: standard deviation of a report that gives no interval, on that scale.
        rank: 1 for the strongest design.
    """

    id: str
    label: str
    basis: Basis
    bias: float = 0.0
    bias_deviation: float = 0.0
    default_deviation: float = 0.5
    rank: int = 99


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose loop an observation is about.

    Attributes:
        id: its name as a word (``frontier-lab``).
        label: what people call it.
        borrows_from: the setting whose evidence stands in where this one has none, if any.
        transfer_deviation: the spread added to borrowed evidence, on the metric's scale.
    """

    id: str
    label: str
    borrows_from: str | None = None
    transfer_deviation: float = 0.0


@dataclass(frozen=True, slots=True)
class Notion:
    """One of the meanings of "acceleration", which are never averaged together.

    Attributes:
        id: its name as a word (``serial-speed``).
        label: what people call it.
        rank: its place in the order of preference for a component's acceleration;
            ``None`` if it never stands for one (value, volume).
    """

    id: str
    label: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One number about one thing, from one source.

    Attributes:
        id: the local name on the map, else the whole IRI.
        subject: id of the component, dependency, resource, domain or loop it is about.
        metric: the metric's name as a word.
        value: in the metric's unit.
        low: lower end of the source's own interval, if given.
        high: upper end, if given.
        interval_level: the level of that interval, 0 to 1 (0.9, 0.95).
        sample_size: as the source words it, if given.
        as_of: what the number is of: ``2026``, ``2026-08`` or ``2026-08-15``.
        settings: whose loop it is about; empty if it holds for all.
        grade: the study design's name as a word.
        bound: whether it is the value or a limit to it.
        source: id of the source; ``None`` for an assumption of ours.
        notion: the notion of acceleration, for speed-ups.
        quote: the source's own words, at most 25 of them.
        caveat: what to keep in mind.
        reasoning: why we assume it, for assumptions.
        read_as: how the source was read: ``read``, ``quoted`` or ``recalled``.
        replaced_by: id of the observation that supersedes this one.
        retracted: whether its source withdrew it.
        same_fact_as: ids of observations that report the same underlying fact.
        disputes: ids of observations it contradicts.
        derived_from: ids of observations it was worked out from.
        direct: whether it was written on the subject itself (``loop:baselineDays 12``).
        exact: whether the number is taken without uncertainty.
        place: where it is written.
    """

    id: str
    subject: str
    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    interval_level: float = 0.9
    sample_size: str | None = None
    as_of: str | None = None
    settings: tuple[str, ...] = ()
    grade: str = "our-assumption"
    bound: Bound = Bound.EXACT
    source: str | None = None
    notion: str | None = None
    quote: str | None = None
    caveat: str | None = None
    reasoning: str | None = None
    read_as: str | None = None
    replaced_by: str | None = None
    retracted: bool = False
    same_fact_as: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    direct: bool = False
    exact: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class NamedLoop:
    """A feedback loop that people have a name for: the components it passes through."""

    id: str
    label: str
    component_ids: tuple[str, ...]
    definition: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """A mechanism that is learned in one domain and may carry over to others."""

    id: str
    label: str
    definition: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class FeedbackChannel:
    """How a domain talks back: a repeatable way to get a verdict on an attempt."""

    id: str
    label: str
    definition: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of work that may or may not talk back as code does."""

    id: str
    label: str
    definition: str | None = None
    skills: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    origin: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Supposition:
    """One number that is supposed: of a thing, a metric, a value in the metric's unit."""

    subject: str
    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of suppositions."""

    id: str
    label: str
    suppositions: tuple[Supposition, ...]
    definition: str | None = None
    place: Place | None = None


@dataclass(frozen=True)
class LoopModel:
    """Everything the files say, keyed by id and sorted by it.

    Attributes:
        digest: SHA-256 over the files, so that an answer can name what it was computed from.
        files: the files read, in the order of reading.
        notices: what is odd but did not stop the reading.
    """

    components: Mapping[str, Component]
    dependencies: Mapping[str, Dependency]
    observations: Mapping[str, Observation]
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    grades: Mapping[str, Grade] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    notions: Mapping[str, Notion] = field(default_factory=dict)
    loops: Mapping[str, NamedLoop] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    channels: Mapping[str, FeedbackChannel] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    digest: str = ""
    files: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()

    @cached_property
    def observations_by_subject(self) -> Mapping[str, tuple[Observation, ...]]:
        """The observations about each thing, in the order of their ids."""
        by_subject: dict[str, list[Observation]] = {}
        for observation in self.observations.values():
            by_subject.setdefault(observation.subject, []).append(observation)
        return {subject: tuple(found) for subject, found in by_subject.items()}

    def label(self, identifier: str) -> str:
        """Return what people call a component, dependency or other thing; its id if unnamed."""
        for group in (self.components, self.dependencies, self.resources, self.loops, self.domains):
            found = group.get(identifier)
            if found is not None:
                return found.label or identifier
        return identifier
