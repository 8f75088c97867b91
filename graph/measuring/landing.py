"""What measurements land on: the parts and dependencies of a map that measuring needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from graph.model import LoopModel
from graph.records import record
from graph.vocabulary import Family, Kind


@record
class Part:
    """A part of the map.

    Attributes:
        id: its name on the map.
        label: what people call it.
        family: one of the six families; ``None`` if it stands in a column of the map's own.
    """

    id: str
    label: str
    family: Family | None = None


@record
class Edge:
    """A dependency of the map.

    Attributes:
        id: its name on the map.
        source: id of the part at its start.
        target: id of the part that depends on it.
        kind: what it means.
        closes: whether it comes from an earlier round, and so closes a loop.
    """

    id: str
    source: str
    target: str
    kind: Kind
    closes: bool


@record
class Landing:
    """The parts and dependencies that measurements can be about.

    Attributes:
        parts: by id.
        edges: all dependencies.
        stated: numbers that the map's files state as exact, by subject and metric. Evidence does
            not replace these: a person changes them.
    """

    parts: Mapping[str, Part]
    edges: tuple[Edge, ...] = field(default=())
    stated: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def label(self, part: str) -> str:
        """What people call a part; its id if the map does not have it."""
        return self.parts[part].label if part in self.parts else part

    def sends_back(self, source: str, target: str) -> Edge | None:
        """The dependency on which it stands how much of one part is done again for another."""
        found = [one for one in self.edges if (one.source, one.target) == (source, target)]
        return next((one for one in found if one.kind is Kind.VERIFIES), next(iter(found), None))

    def closing(self) -> tuple[Edge, ...]:
        """The dependencies that close the loop: work waits for an earlier round."""
        return tuple(one for one in self.edges if one.closes and one.kind is Kind.GATES)


def landing_of(model: LoopModel) -> Landing:
    """Return what measurements can be about on a map."""
    lags = {one.subject: one.value for one in model.observations.values() if one.metric == "lag"}
    parts = {one.id: Part(one.id, one.label, one.family) for one in model.components.values()}
    edges = tuple(
        Edge(one.id, one.source, one.target, one.kind, lags.get(one.id, 0) > 0)
        for one in model.dependencies.values()
    )
    stated = {
        (one.subject, one.metric): one.value
        for one in model.observations.values()
        if one.direct and one.exact
    }
    return Landing(parts, edges, stated)
