"""The map as frozen values: what the files say, checked, and nothing that is computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from graph.errors import Place, Problem
from graph.map_words import MapWords
from graph.observations import (
    Grade,
    Metric,
    Notion,
    Observation,
    ScoreRule,
    Setting,
    Source,
)
from graph.records import record
from graph.vocabulary import Bound, Family, Kind, MetricName

__all__ = [
    "Alternative",
    "Column",
    "Component",
    "Dependency",
    "Domain",
    "Driver",
    "FeedbackChannel",
    "Grade",
    "LoopModel",
    "Metric",
    "NamedLoop",
    "Notion",
    "Observation",
    "Resource",
    "Scenario",
    "ScoreRule",
    "Setting",
    "Skill",
    "Source",
    "Stock",
    "Supposition",
]


@record
class Component:
    """A piece of work that every round of the loop passes through.

    Attributes:
        id: the local name on the map, else the whole IRI.
        label: what people call it.
        family: which of the six families it belongs to; ``None`` if it stands in a column of the
            map's own instead.
        definition: one sentence on what counts as this work, if given.
        phases: the phases of AI research and development it belongs to, as words.
        skills: ids of the skills it exercises.
        domains: ids of the domains it belongs to.
        notes: facts about it that are not numbers.
        place: where it is defined.
        rounds_of: ids of the drivers that multiply its days per round.
        side_by_side: ids of the drivers that divide them.
        column: id of the map's own column that it stands in, if it has one.
    """

    id: str
    label: str
    family: Family | None
    definition: str | None = None
    phases: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    place: Place | None = None
    rounds_of: tuple[str, ...] = ()
    side_by_side: tuple[str, ...] = ()
    column: str | None = None

    @property
    def group(self) -> str:
        """Its column, else its family: the word under which tables and pooling group it.

        >>> Component("review", "Review", Family.REVIEW).group
        'review'
        >>> Component("review", "Review", None, column="checking").group
        'checking'
        """
        return self.column or (self.family.value if self.family else "")


@record
class Column:
    """One of a map's own groups of components, in place of the families.

    Attributes:
        id: the local name on the map, else the whole IRI.
        label: what people call it.
        rank: its place from the left, 1 being first; ``None`` if nothing is said.
        place: where it is defined.
    """

    id: str
    label: str
    rank: int | None = None
    place: Place | None = None


@record
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
        lead_time_of: ids of the components whose days without AI make up its lead time.
        ordered_at_rate: id of the driver with the generations a year that its lag reckons with;
            ``None`` if its lag is told directly.
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
    lead_time_of: tuple[str, ...] = ()
    ordered_at_rate: str | None = None


@record
class Alternative:
    """A group of dependencies into one component of which the earliest suffices."""

    id: str
    label: str
    dependency_ids: tuple[str, ...]
    reason: str | None = None
    place: Place | None = None


@record
class Described:
    """What has a label, a definition if one is given, and a place where it is defined."""

    id: str
    label: str
    definition: str | None = None
    place: Place | None = None


@record
class Resource(Described):
    """Something scarce that several components use."""


@record
class Driver(Described):
    """A shared cause: one number that the days of several parts, or several lags, follow from."""


@record
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


@record
class NamedLoop:
    """A feedback loop that people have a name for: the components it passes through."""

    id: str
    label: str
    component_ids: tuple[str, ...]
    definition: str | None = None
    place: Place | None = None


@record
class Skill(Described):
    """A mechanism that is learned in one domain and may carry over to others."""


@record
class FeedbackChannel(Described):
    """How a domain talks back: a repeatable way to get a verdict on an attempt."""


@record
class Domain:
    """A field of work that may or may not talk back as code does.

    Attributes:
        id: the local name on the map, else the whole IRI.
        label: what people call it.
        definition: one sentence, if given.
        skills: ids of the skills that work in it exercises.
        channels: ids of the ways in which it talks back.
        serves: ids of the components that gain when it becomes code-like.
        origin: essay, implied, added or reference (code, the yardstick).
        place: where it is defined.
        trajectory: ids of the results on one benchmark that show how fast AI gets better at it.
    """

    id: str
    label: str
    definition: str | None = None
    skills: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    origin: str | None = None
    place: Place | None = None
    trajectory: tuple[str, ...] = ()


@record
class Supposition:
    """One number that is supposed: of a thing, a metric, a value in the metric's unit."""

    subject: str
    metric: str
    value: float

    def __str__(self) -> str:
        """Return it as ``--set`` takes it; reading that gives back the very number.

        >>> str(Supposition("code-review", "speedup", 3.0)), str(Supposition("a", "lag", 0.1 + 0.2))
        ('code-review.speedup=3', 'a.lag=0.30000000000000004')
        """
        short = f"{self.value:g}"
        exact = short if float(short) == self.value else repr(self.value)
        return f"{self.subject}.{self.metric}={exact}"


@record
class Scenario:
    """A named set of suppositions."""

    id: str
    label: str
    suppositions: tuple[Supposition, ...]
    definition: str | None = None
    place: Place | None = None


_USUAL_WORDS = MapWords()


@record(slots=False)
class LoopModel:
    """Everything the files say, keyed by id and sorted by it.

    Attributes:
        digest: SHA-256 over the files, so that an answer can name what it was computed from.
        files: the files read, in the order of reading.
        notices: what is odd but did not stop the reading.
        columns: groups of components of the map's own, from left to right.
        maps: what the map says of itself, by its name; one or none.
    """

    components: Mapping[str, Component]
    dependencies: Mapping[str, Dependency]
    observations: Mapping[str, Observation]
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
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
    columns: Mapping[str, Column] = field(default_factory=dict)
    maps: Mapping[str, MapWords] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the map in a line; its content would fill a book."""
        return (
            f"LoopModel({len(self.components):,} components, {len(self.dependencies):,} "
            f"dependencies, {len(self.observations):,} observations, digest {self.digest[:12]!r})"
        )

    @property
    def words(self) -> MapWords:
        """What the map is called, and what it calls a round."""
        return next(iter(self.maps.values()), _USUAL_WORDS)

    @cached_property
    def observations_by_subject(self) -> Mapping[str, tuple[Observation, ...]]:
        """The observations about each thing, in the order of their ids."""
        by_subject: dict[str, list[Observation]] = {}
        for observation in self.observations.values():
            by_subject.setdefault(observation.subject, []).append(observation)
        return {subject: tuple(found) for subject, found in by_subject.items()}

    @cached_property
    def observations_by_number(self) -> Mapping[tuple[str, str], tuple[Observation, ...]]:
        """The observations of each number, by thing and metric, in the order of their ids."""
        by_number: dict[tuple[str, str], list[Observation]] = {}
        for observation in self.observations.values():
            by_number.setdefault((observation.subject, observation.metric), []).append(observation)
        return {number: tuple(found) for number, found in by_number.items()}

    @cached_property
    def metrics_told(self) -> frozenset[str]:
        """The metrics of which there is an observation, whatever it is about."""
        return frozenset(item.metric for item in self.observations.values())

    @cached_property
    def told_as_now(self) -> frozenset[str]:
        """The components whose days without AI follow from their days now (pass time).

        They have a pass time, count no rounds, and nothing states their days without AI.
        """
        found: dict[str, set[str]] = {MetricName.PASS_TIME: set(), MetricName.BASELINE_DAYS: set()}
        for item in self.observations.values():
            usable = not item.retracted and item.replaced_by is None and item.bound is Bound.EXACT
            if usable and item.metric in found:
                found[item.metric].add(item.subject)
        counting = {key for key, item in self.components.items() if item.rounds_of}
        told = found[MetricName.PASS_TIME] & self.components.keys()
        return frozenset(told - found[MetricName.BASELINE_DAYS] - counting)

    def group_label(self, component: Component) -> str:
        """Return what people call the column of a component, else the word of its family."""
        column = self.columns.get(component.column or "")
        return column.label if column else component.group

    def label(self, identifier: str) -> str:
        """Return what people call a component, dependency or other thing; its id if unnamed."""
        groups = (
            self.components,
            self.dependencies,
            self.resources,
            self.loops,
            self.domains,
            self.stocks,
            self.drivers,
        )
        for group in groups:
            found = group.get(identifier)
            if found is not None:
                return found.label or identifier
        return identifier
