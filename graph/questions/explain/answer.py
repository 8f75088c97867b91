"""What can be asked about, and what the answer to "what stands behind this?" holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum

from graph.errors import UsageError
from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.loop.outside_pace import OutsideEstimate
from graph.loop.variance import Contribution
from graph.model import (
    Alternative,
    Component,
    Dependency,
    Domain,
    Driver,
    LoopModel,
    NamedLoop,
    Resource,
    Skill,
    Stock,
)
from graph.questions.evidence.influence import SourceInfluence
from graph.questions.evidence.provenance import ObservationRow, Provenance, short_place
from graph.records import record

_Named = Component | Dependency | Alternative | Resource | Driver | Domain | NamedLoop | Skill


class LookupKind(StrEnum):
    """What a name can mean, in the order in which it is looked up."""

    ANSWER = "answer"
    COMPONENT = "component"
    DEPENDENCY = "dependency"
    ALTERNATIVE = "alternative"
    RESOURCE = "resource"
    DRIVER = "driver"
    DOMAIN = "domain"
    LOOP = "loop"
    STOCK = "stock"
    SKILL = "skill"
    METRIC = "metric"
    SOURCE = "source"
    OBSERVATION = "observation"


@record
class LookupEntry:
    """Something on the map that has a name.

    Attributes:
        kind: what it is.
        id: its id.
        label: what people call it.
        definition: one sentence, if given.
        place: file and line, if written in one.
    """

    kind: LookupKind
    id: str
    label: str
    definition: str | None = None
    place: str | None = None


#: What R_loop is called among the answers; ``r_loop`` means the same.
LOOP_RATIO = "r-loop"

#: The answers that come with an interval over the draws.
DRAWN = frozenset({"pace", LOOP_RATIO})

#: The answers that can be explained, and what they mean.
ANSWERS = {
    "period": "Days per {round} now: the days around the slowest loop, shared by the {rounds} that "
    "are under way on it at once.",
    "pace": "Period without AI / period now.",
    "ceiling": "The pace if everything that AI speeds up now took only its minimum time.",
    LOOP_RATIO: "By how many per cent progress comes back as progress when it has risen by one per "
    "cent; above 1 growth feeds itself.",
}


def look_up(model: LoopModel, name: str) -> LookupEntry:
    """Return what a name means: an answer, or the id or label of something on the map.

    Ids come before labels; upper and lower case do not matter. A name that several things have
    means the first kind in the order of ``LookupKind``; ``KIND:NAME`` picks another.

    Args:
        model: the map.
        name: such as ``pace``, ``code-review``, ``Code review`` or ``domain:law``.

    Raises:
        UsageError: nothing has that name; the message offers the nearest three.
    """
    wanted = name.strip().casefold()
    if wanted.replace("_", "-") in ANSWERS:
        wanted = wanted.replace("_", "-")
    kind, colon, rest = wanted.partition(":")
    every = tuple(_entries(model))
    if colon and kind in set(LookupKind):
        wanted = rest.strip()
        every = tuple(entry for entry in every if entry.kind == kind)
    by_id = (entry for entry in every if entry.id.casefold() == wanted)
    by_label = (entry for entry in every if entry.label.casefold() == wanted)
    found = next(by_id, None) or next(by_label, None)
    if found is not None:
        return found
    raise UsageError(f"There is nothing called '{name}' on the map.{_nearest(wanted, every)}")


def _nearest(wanted: str, every: tuple[LookupEntry, ...]) -> str:
    spellings: dict[str, str] = {}
    # There are so many observations that they would crowd out what is more often meant.
    for entry in [item for item in every if item.kind is not LookupKind.OBSERVATION] or every:
        spellings.setdefault(entry.id.casefold(), entry.id)
        spellings.setdefault(entry.label.casefold(), entry.id)
    close = get_close_matches(wanted, spellings, n=6, cutoff=0.4)
    names = list(dict.fromkeys(spellings[spelling] for spelling in close))[:3]
    return f" Did you mean {' or '.join(names)}?" if names else ""


def _entries(model: LoopModel) -> Iterator[LookupEntry]:
    for name, meaning in ANSWERS.items():
        said = meaning.replace("{rounds}", model.words.rounds)
        said = said.replace("{round}", model.words.round_in_full)
        yield LookupEntry(LookupKind.ANSWER, name, name, said)
    by_kind: tuple[tuple[LookupKind, Mapping[str, _Named | Stock]], ...] = (
        (LookupKind.COMPONENT, model.components),
        (LookupKind.DEPENDENCY, model.dependencies),
        (LookupKind.ALTERNATIVE, model.alternatives),
        (LookupKind.RESOURCE, model.resources),
        (LookupKind.DRIVER, model.drivers),
        (LookupKind.DOMAIN, model.domains),
        (LookupKind.LOOP, model.loops),
        (LookupKind.STOCK, model.stocks),
        (LookupKind.SKILL, model.skills),
    )
    for kind, found in by_kind:
        for item in found.values():
            place = short_place(item.place)
            what = item.reason if isinstance(item, Dependency | Alternative) else item.definition
            yield LookupEntry(kind, item.id, item.label or item.id, what, place)
    for metric in model.metrics.values():
        yield LookupEntry(LookupKind.METRIC, metric.id, metric.label, metric.definition)
    for source in model.sources.values():
        yield LookupEntry(
            LookupKind.SOURCE, source.id, source.title, place=short_place(source.place)
        )
    for seen in model.observations.values():
        yield LookupEntry(LookupKind.OBSERVATION, seen.id, seen.id, place=short_place(seen.place))


@record
class Fact:
    """A name and what there is to say.

    Attributes:
        name: of what is said.
        text: what there is to say, in words.
    """

    name: str
    text: str


@record
class Related:
    """Another thing on the map, and what it has to do with this one.

    Attributes:
        relation: what it has to do with this one, in words.
        kind: what it is, as a word.
        id: its id.
        label: what people call it.
    """

    relation: str
    kind: str
    id: str
    label: str


@record
class Term:
    """One number that R_loop, or a stock's growth, is made of.

    Attributes:
        symbol: as the formula has it: lambda, beta, eta, w, g ...
        subject: id of the stock or dependency.
        subject_label: what people call it.
        metric: the metric as a word.
        value: the number; ``None`` if nothing is known.
        share: part of R_loop that runs through a dependency, 0 to 1; ``None`` for all else.
        basis: the best kind of evidence it rests on; ``None`` if nothing is known.
        sources: titles of the documents that carry weight, or "our assumption".
        places: file and line of each observation that carries weight.
    """

    symbol: str
    subject: str
    subject_label: str
    metric: str
    value: Interval | None
    share: float | None
    basis: str | None
    sources: tuple[str, ...]
    places: tuple[str, ...]


@record
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
        terms: of R_loop or a stock: the numbers that it is made of, the heaviest dependency first.
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
    numbers: tuple[Provenance, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    sources: tuple[SourceInfluence, ...] = ()
    outside: tuple[OutsideEstimate, ...] = ()
    terms: tuple[Term, ...] = ()
    suppositions: tuple[str, ...] = ()

    @property
    def observations(self) -> tuple[ObservationRow, ...]:
        """The observations behind all its numbers, in one list."""
        return tuple(found for number in self.numbers for found in number.observations)
