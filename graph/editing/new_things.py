"""New parts of the loop and what numbers rest on: components, dependencies, numbers, sources."""

from __future__ import annotations

from graph.editing.paragraphs import dated, english, plain, said
from graph.editing.set_value import Grounds, metric_of, typed_number
from graph.editing.writer import (
    COMMENT,
    DEFINITION,
    LABEL,
    Writer,
    left,
    text_or_left,
    write_number,
)
from graph.errors import UsageError
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.records import record
from graph.turtle.document import Iri
from graph.vocabulary import DCTERMS, LOOP, Family, Kind, word


@record
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
            (
                DEFINITION,
                text_or_left(item.definition, "say in one sentence what counts as this work."),
            ),
            (Property.PHASE, writer.term("phase", item.phase, phases) if item.phase else None),
            (written, days if direct else None),
        ),
        writer.home(f"components/{item.family}.ttl", TYPE, family),
    )
    if not direct:
        name = f"{item.name}-{'days-per-round' if rounds else 'baseline-days'}"
        write_number(writer, name, subject, metric, days, item.grounds, "why these days")
    for other in item.after:
        _dependency(writer, text.iri_of(other, Role.COMPONENT, Role.RESOURCE), subject)
    for other in item.before:
        _dependency(writer, subject, text.iri_of(other, Role.COMPONENT))


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


@record
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
            (COMMENT, text_or_left(item.reason, question)),
        ),
        writer.home("dependencies.ttl", TYPE, LOOP + "Dependency"),
    )
    if lag is not None and float(lag.lexical) > 1 and not writer.direct("Lag"):
        write_number(
            writer, f"{name}-lag", subject, LOOP + "Lag", lag, item.grounds, "why this lag"
        )


@record
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
    write_number(writer, name, subject, metric, value, item.grounds, "why this number")


@record
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
