"""The answer to "what stands behind this?": its field names are the keys of the JSON."""

from __future__ import annotations

from dataclasses import dataclass

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.loop.outside_pace import OutsideEstimate
from graph.loop.variance import Contribution
from graph.questions.evidence.influence import SourceInfluence
from graph.questions.evidence.provenance import Grounds, Testimony


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what there is to say."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing on the map, and what it has to do with this one."""

    relation: str
    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Explanation(Answer):
    """Everything the map says of one thing.

    Attributes:
        kind: what it is: answer, component, dependency, source ...
        id: its id.
        label: what people call it.
        definition: one sentence, if given.
        place: file and line where it stands.
        value: of an answer; ``None`` for all else, and where there is no answer.
        facts: what is known of it besides numbers.
        related: what it is connected with.
        numbers: everything behind each of its numbers.
        contributions: of the pace: what each uncertain number does to it.
        sources: of an answer or a source: what leaving it out does.
        outside: of the pace: what others say.
        suppositions: what is supposed.
    """

    kind: str
    id: str
    label: str
    definition: str | None
    place: str | None
    value: Interval | None = None
    facts: tuple[Fact, ...] = ()
    related: tuple[Related, ...] = ()
    numbers: tuple[Grounds, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    sources: tuple[SourceInfluence, ...] = ()
    outside: tuple[OutsideEstimate, ...] = ()
    suppositions: tuple[str, ...] = ()

    @property
    def observations(self) -> tuple[Testimony, ...]:
        """The observations behind all its numbers, in one list."""
        return tuple(found for number in self.numbers for found in number.observations)
