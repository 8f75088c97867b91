"""New things of the map: every paragraph each of them needs, and what is left to reason about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.editing.map_text import MapText
from graph.editing.paragraphs import (
    LEFT_TO_DO,
    Paragraph,
    Properties,
    dated,
    english,
    number,
    plain,
    said,
)
from graph.editing.set_value import (
    ABOUT,
    MEASURED,
    VALUE,
    Grounds,
    metric_of,
    terms_of,
    typed_number,
)
from graph.errors import UsageError
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.turtle.document import Iri, Literal, Term
from graph.vocabulary import DCTERMS, LOOP, RDFS, SKOS, Family, Kind, word

LABEL, COMMENT, DEFINITION = RDFS + "label", RDFS + "comment", SKOS + "definition"


def left(what: str) -> Literal:
    """Return a text that says what a person still has to write."""
    return english(f"{LEFT_TO_DO}{what}")


def _text(given: str | None, what: str) -> Literal:
    return english(given) if given else left(what)


class Writer:
    """Puts new things into a map, each where its like stands.

    Attributes:
        text: the map.
        today: the date that assumptions are of.
        file: where everything goes, if the person said so.
        names: the things written, in order.
    """

    def __init__(self, text: MapText, today: str, file: str | None = None) -> None:
        self.text, self.today = text, today
        self.file = text.new_path(file) if file else None
        self.names: list[str] = []

    # Where things go

    def write(self, subject: Iri, properties: Properties, home: Path) -> None:
        """Note a paragraph for a file, unless the person named another."""
        path = self.file or home
        paragraph = Paragraph(subject, properties)
        prefixes = self.text.prefixes_for(path, paragraph.namespaces)
        self.text.append(path, paragraph.text(prefixes), paragraph.namespaces)
        self.names.append(word(subject))

    def home(self, usual: str, predicate: str, *values: str) -> Path:
        """Return the file where most things of a kind stand.

        Args:
            usual: the file's name if there are none yet.
            predicate: a property, of which they have one of the values.
            values: as IRIs.
        """
        found = Counter(
            path
            for path, document in self.text.documents.items()
            for triple in document.triples
            if triple.predicate == predicate and triple.object in values
        )
        if found:
            return max(found, key=lambda path: (found[path], str(path)))
        if len(self.text.documents) == 1:
            return next(iter(self.text.documents))
        return self.text.new_path(self.text.root / usual)

    def direct(self, *metrics: str) -> bool:
        """Return whether the map writes numbers on things, and not as observations."""
        values = {LOOP + name for name in metrics}
        return not any(
            triple.predicate == MEASURED and triple.object in values
            for document in self.text.documents.values()
            for triple in document.triples
        )

    def term(self, kind: str, name: str, known: Iterable[str]) -> Iri:
        """Return a word of the vocabulary by its name in small letters.

        Raises:
            UsageError: there is no such word.
        """
        words = {word(LOOP + one): LOOP + one for one in known}
        if name.strip().lower() in words:
            return Iri(words[name.strip().lower()])
        near = did_you_mean(nearest(name, words)) or f"Known: {', '.join(sorted(words))}."
        raise UsageError(f"There is no {kind} '{name}'. {near}".rstrip())

    def label_of(self, iri: str) -> str:
        """Return what people call a thing."""
        found = self.text.said.context.statements.of(iri, LABEL)
        values = [one.value.lexical for one in found if isinstance(one.value, Literal)]
        return values[0] if values else word(iri).replace("-", " ")


@dataclass(frozen=True, slots=True)
class NewComponent:
    """A piece of work: what it is, how long it takes, who waits for whom.

    Attributes:
        name: its id.
        family: one of the six families.
        days: calendar days per generation without AI, or per round, as typed.
        rounds_of: the driver that counts its rounds, if it counts any.
        after: what it waits for.
        before: what waits for it.
        phase: the phase it belongs to.
        label: what people call it.
        definition: what counts as this work.
        grounds: interval and reasoning of the days.
    """

    name: str
    family: str
    days: str
    rounds_of: str | None
    after: tuple[str, ...]
    before: tuple[str, ...]
    phase: str | None
    label: str | None
    definition: str | None
    grounds: Grounds


def new_component(writer: Writer, item: NewComponent) -> None:
    """Note the paragraphs of a component: itself, its days, its dependencies.

    Raises:
        UsageError: a name is taken or unknown, or a number is none.
    """
    text = writer.text
    subject = text.free_iri(item.name)
    family = writer.term("family", item.family, (one.value.capitalize() for one in Family))
    days = typed_number(item.days, "--days")
    direct = writer.direct("BaselineDays", "DaysPerRound")
    rounds = text.iri_of(item.rounds_of, Role.DRIVER) if item.rounds_of else None
    metric = LOOP + ("DaysPerRound" if rounds else "BaselineDays")
    phases = (name.removeprefix(LOOP) for name in text.said.context.roles.of(Role.PHASE))
    written = LOOP + ("daysPerRound" if rounds else "baselineDays")
    writer.write(
        subject,
        said(
            (TYPE, family),
            (Property.ROUNDS_OF, rounds),
            (LABEL, english(item.label or item.name.replace("-", " ").capitalize())),
            (DEFINITION, _text(item.definition, "say in one sentence what counts as this work.")),
            (Property.PHASE, writer.term("phase", item.phase, phases) if item.phase else None),
            (written, days if direct else None),
        ),
        writer.home(f"components/{item.family}.ttl", TYPE, family),
    )
    if not direct:
        name = f"{item.name}-{'days-per-round' if rounds else 'baseline-days'}"
        _assumption(writer, name, subject, metric, days, item.grounds, "why these days")
    for other in item.after:
        _dependency(writer, text.iri_of(other, Role.COMPONENT, Role.RESOURCE), subject)
    for other in item.before:
        _dependency(writer, subject, text.iri_of(other, Role.COMPONENT))


def _assumption(
    writer: Writer,
    name: str,
    subject: Iri,
    metric: str,
    value: Term,
    grounds: Grounds,
    question: str,
) -> None:
    """Note an observation of ours, or of a source if one is named."""
    sourced = bool(grounds.source)
    terms = dict(terms_of(writer.text, grounds))
    if Property.LOW in terms or Property.HIGH in terms:
        terms.setdefault(Property.INTERVAL_LEVEL, number("0.9"))
    terms.setdefault(Property.AS_OF, dated(writer.today[:7]))
    if not sourced:
        terms.setdefault(Property.GRADE, Iri(LOOP + "OurAssumption"))
        terms.setdefault(Property.REASONING, left(f"say {question}, and why no less and no more."))
    order = [predicate for predicate, _ in _ORDER]
    writer.write(
        writer.text.free_iri(name),
        said(
            (TYPE, Iri(LOOP + "Evidence")),
            (LABEL, _label_of_number(writer, subject, metric, grounds) if sourced else None),
            (ABOUT, subject),
            (MEASURED, Iri(metric)),
            (VALUE, value),
            *sorted(terms.items(), key=lambda pair: order.index(pair[0])),
        ),
        writer.home(f"evidence/{word(metric)}.ttl", MEASURED, metric),
    )


_ORDER = tuple((getattr(Property, name, name), name) for name in (
    "LOW", "HIGH", "INTERVAL_LEVEL", "AS_OF", "SETTING", "NOTION", "GRADE",
    "http://www.w3.org/ns/prov#hadPrimarySource", "QUOTE", "REASONING",
))  # fmt: skip


def _label_of_number(writer: Writer, subject: Iri, metric: str, grounds: Grounds) -> Literal:
    source = writer.text.iri_of(grounds.source or "", Role.SOURCE)
    titles = writer.text.said.context.statements.of(source, DCTERMS + "title")
    title = titles[0].value.lexical if titles and isinstance(titles[0].value, Literal) else source
    return english(f"{writer.label_of(subject)}: {writer.label_of(metric)} ({title})")


def _dependency(writer: Writer, source: Iri, target: Iri) -> None:
    name = f"{word(source)}-gates-{word(target)}"
    writer.write(
        writer.text.free_iri(name),
        said(
            (TYPE, Iri(LOOP + "Dependency")),
            (Property.FROM, source),
            (Property.TO, target),
            (Property.KIND, Iri(LOOP + "Gates")),
            (COMMENT, left(f"say why {word(target)} waits for {word(source)}.")),
        ),
        writer.home("dependencies.ttl", TYPE, LOOP + "Dependency"),
    )


@dataclass(frozen=True, slots=True)
class NewDependency:
    """One edge of the loop.

    Attributes:
        source: what is waited for.
        target: what waits.
        kind: one of the four kinds.
        lag: how many generations back the input may come from, as typed.
        reason: why it is there.
        name: its id; made of the others if none is given.
        grounds: interval and reasoning of a lag above 1.
    """

    source: str
    target: str
    kind: str
    lag: str | None
    reason: str | None
    name: str | None
    grounds: Grounds


def new_dependency(writer: Writer, item: NewDependency) -> None:
    """Note the paragraphs of a dependency: itself, and of a lag above 1 its evidence.

    Raises:
        UsageError: a name is taken or unknown, or a number is none.
    """
    text = writer.text
    source = text.iri_of(item.source, Role.COMPONENT, Role.RESOURCE)
    target = text.iri_of(item.target, Role.COMPONENT)
    kind = writer.term("kind", item.kind, (one.value.capitalize() for one in Kind))
    name = item.name or f"{word(source)}-{word(kind)}-{word(target)}"
    lag = typed_number(item.lag, "--lag") if item.lag else None
    subject = text.free_iri(name)
    question = f"say why {word(target)} needs {word(source)}."
    writer.write(
        subject,
        said(
            (TYPE, Iri(LOOP + "Dependency")),
            (Property.FROM, source),
            (Property.TO, target),
            (Property.KIND, kind),
            (LOOP + "lag", lag),
            (COMMENT, _text(item.reason, question)),
        ),
        writer.home("dependencies.ttl", TYPE, LOOP + "Dependency"),
    )
    if lag is not None and float(lag.lexical) > 1 and not writer.direct("Lag"):
        _assumption(writer, f"{name}-lag", subject, LOOP + "Lag", lag, item.grounds, "why this lag")


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """One number about one thing.

    Attributes:
        target: ``THING.metric``.
        value: as typed.
        name: its id; made of the others if none is given.
        grounds: interval, source and the rest.
    """

    target: str
    value: str
    name: str | None
    grounds: Grounds


def new_evidence(writer: Writer, item: NewEvidence) -> None:
    """Note the paragraph of an observation.

    Raises:
        UsageError: a name is taken or unknown, or a number is none.
    """
    thing, stop, metric_word = item.target.rpartition(".")
    if not stop:
        raise UsageError(f"'{item.target}' is not of the form THING.metric, as in coding.speedup.")
    if item.grounds.source and not item.grounds.grade:
        raise UsageError("Say the design of the study too: --grade telemetry, --grade survey, ...")
    subject, metric = writer.text.iri_of(thing), metric_of(writer.text, metric_word)
    behind = f"-{item.grounds.source}" if item.grounds.source else ""
    name = item.name or f"{word(subject)}-{word(metric)}{behind}"
    value = typed_number(item.value, "VALUE")
    _assumption(writer, name, subject, metric, value, item.grounds, "why this number")


@dataclass(frozen=True, slots=True)
class NewSource:
    """A document that numbers come from.

    Attributes:
        name: its id.
        title: of the document.
        publisher: who published it.
        issued: date, month or year.
        address: where it can be found.
        creator: who wrote it.
    """

    name: str
    title: str
    publisher: str
    issued: str
    address: str
    creator: tuple[str, ...]


def new_source(writer: Writer, item: NewSource) -> None:
    """Note the paragraph of a source."""
    writer.write(
        writer.text.free_iri(item.name),
        said(
            (TYPE, Iri(LOOP + "Source")),
            (DCTERMS + "title", english(item.title)),
            (DCTERMS + "creator", tuple(map(plain, item.creator))),
            (DCTERMS + "publisher", plain(item.publisher)),
            (DCTERMS + "issued", dated(item.issued)),
            (Property.ADDRESS, plain(item.address)),
        ),
        writer.home("sources.ttl", TYPE, LOOP + "Source"),
    )


@dataclass(frozen=True, slots=True)
class NewDomain:
    """A field of work, with as many of its scores as are known.

    Attributes:
        name: its id.
        label: what people call it.
        definition: what belongs to it.
        exercises: skills.
        channels: ways in which it talks back.
        serves: components that gain from it.
        scores: ``property=score``, such as ``executable=3``.
        rating: the source of the scores.
    """

    name: str
    label: str | None
    definition: str | None
    exercises: tuple[str, ...]
    channels: tuple[str, ...]
    serves: tuple[str, ...]
    scores: tuple[str, ...]
    rating: str | None


def new_domain(writer: Writer, item: NewDomain) -> tuple[str, ...]:
    """Note the paragraphs of a domain: itself, and each score given.

    Returns:
        What the person should know besides.
    """
    text = writer.text
    subject = text.free_iri(item.name)
    label = item.label or item.name.replace("-", " ").capitalize()
    skills = tuple(text.iri_of(one, Role.SKILL) for one in item.exercises)
    channels = tuple(text.iri_of(one, Role.CHANNEL) for one in item.channels)
    parts = tuple(text.iri_of(one, Role.COMPONENT) for one in item.serves)
    writer.write(
        subject,
        said(
            (TYPE, Iri(LOOP + "Domain")),
            (LABEL, english(label)),
            (DEFINITION, _text(item.definition, "say in one sentence what belongs to the domain.")),
            (Property.NAMED_IN, plain("added")),
            (Property.EXERCISES, skills),
            (Property.CHANNEL, channels),
            (Property.SERVES, parts),
        ),
        writer.home("domains.ttl", TYPE, LOOP + "Domain"),
    )
    scored = [_score(writer, subject, item, one) for one in item.scores]
    properties = {
        word(str(triple.subject))
        for document in (*text.documents.values(), *text.vocabulary)
        for triple in document.triples
        if triple.predicate == TYPE and triple.object == LOOP + "FeedbackProperty"
    }
    lacking = sorted(properties - set(scored))
    return (f"It has no score yet for: {', '.join(lacking)}.",) if lacking else ()


def _score(writer: Writer, subject: Iri, item: NewDomain, written: str) -> str:
    name, equals, value = written.partition("=")
    if not equals:
        raise UsageError(f"'{written}' is not of the form PROPERTY=SCORE, as in executable=3.")
    metric = metric_of(writer.text, name)
    source = writer.text.iri_of(item.rating, Role.SOURCE) if item.rating else None
    grade = Iri(LOOP + ("SingleRaterJudgement" if source else "OurAssumption"))
    writer.write(
        writer.text.free_iri(f"{item.name}-{word(metric)}"),
        said(
            (TYPE, Iri(LOOP + "Evidence")),
            (ABOUT, subject),
            (MEASURED, metric),
            (VALUE, typed_number(value, f"--score {name}")),
            (Property.AS_OF, dated(writer.today)),
            (Property.GRADE, grade),
            ("http://www.w3.org/ns/prov#hadPrimarySource", source),
            (Property.REASONING, left("say why this score, and why no less and no more.")),
        ),
        writer.home("evidence/domain-scores.ttl", MEASURED, metric),
    )
    return word(metric)


@dataclass(frozen=True, slots=True)
class NewLoop:
    """A feedback loop that people have a name for.

    Attributes:
        name: its id.
        through: the components it passes through, in order.
        label: what people call it.
        definition: what comes round in it.
    """

    name: str
    through: tuple[str, ...]
    label: str | None
    definition: str | None


def new_loop(writer: Writer, item: NewLoop) -> tuple[str, ...]:
    """Note the paragraphs of a named loop: itself, and each dependency that a step still lacks.

    Returns:
        What the person should know besides.
    """
    text = writer.text
    parts = tuple(text.iri_of(one, Role.COMPONENT) for one in item.through)
    writer.write(
        text.free_iri(item.name),
        said(
            (TYPE, Iri(LOOP + "FeedbackLoop")),
            (LABEL, english(item.label or item.name.replace("-", " ").capitalize())),
            (DEFINITION, _text(item.definition, "say what comes round in this loop.")),
            (Property.THROUGH, parts),
        ),
        writer.home("loops.ttl", TYPE, LOOP + "FeedbackLoop"),
    )
    joined = {(one.source, one.target) for one in text.said.model.dependencies.values()}
    missing = [
        f"{word(one)} {word(other)}"
        for one, other in zip(parts, (*parts[1:], parts[0]), strict=True)
        if (word(one), word(other)) not in joined
    ]
    return tuple(
        f"No dependency of the map makes this step: loopmap new dependency {step}"
        for step in missing
    )


@dataclass(frozen=True, slots=True)
class Supposed:
    """One number of a scenario.

    Attributes:
        thing: its id.
        metric: the metric's word.
        value: the number.
    """

    thing: str
    metric: str
    value: str


@dataclass(frozen=True, slots=True)
class NewScenario:
    """A named set of supposed numbers.

    Attributes:
        name: its id.
        supposed: the numbers; one or more.
        label: what people call it.
        definition: what it supposes.
    """

    name: str
    supposed: Sequence[Supposed]
    label: str | None
    definition: str | None


def new_scenario(writer: Writer, item: NewScenario) -> None:
    """Note the paragraphs of a scenario, in a file of its own where the map has several.

    Raises:
        UsageError: nothing is supposed, or a name is taken or unknown.
    """
    if not item.supposed:
        raise UsageError("A scenario supposes at least one number: --set code-review.speedup=3.")
    text = writer.text
    home = text.root / "scenarios" / f"{item.name}.ttl"
    path = next(iter(text.documents)) if len(text.documents) == 1 else text.new_path(home)
    numbers = []
    for one in item.supposed:
        subject, metric = text.iri_of(one.thing), metric_of(text, one.metric)
        name = f"{item.name}-{word(subject)}-{word(metric)}"
        numbers.append((text.free_iri(name), subject, metric, typed_number(one.value, one.metric)))
    writer.write(
        text.free_iri(item.name),
        said(
            (TYPE, Iri(LOOP + "Scenario")),
            (LABEL, english(item.label or item.name.replace("-", " ").capitalize())),
            (DEFINITION, _text(item.definition, "say in one sentence what is supposed.")),
            (Property.SUPPOSES, tuple(name for name, *_ in numbers)),
        ),
        path,
    )
    for iri, subject, metric, value in numbers:
        writer.write(
            iri,
            said(
                (TYPE, Iri(LOOP + "Supposition")),
                (ABOUT, subject),
                (MEASURED, metric),
                (VALUE, value),
                (Property.REASONING, left("say why this number is worth supposing.")),
            ),
            path,
        )
