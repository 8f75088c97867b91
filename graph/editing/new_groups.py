"""New fields of work, named loops and scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from graph.editing.paragraphs import dated, english, plain, said
from graph.editing.set_value import metric_of, typed_number
from graph.editing.writer import DEFINITION, LABEL, Writer, left, text_or_left
from graph.errors import UsageError
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.records import record
from graph.turtle.document import Iri
from graph.vocabulary import ABOUT, LOOP, MEASURED, RESULT, SOURCE, word


@record
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
            (
                DEFINITION,
                text_or_left(item.definition, "say what belongs to the domain."),
            ),
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
            (RESULT, typed_number(value, f"--score {name}")),
            (Property.AS_OF, dated(writer.today)),
            (Property.GRADE, grade),
            (SOURCE, source),
            (Property.REASONING, left("say why this score, and why no less and no more.")),
        ),
        writer.shortest_home("evidence/domain-scores.ttl", MEASURED, metric),
    )
    return word(metric)


@record
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
    """Note the paragraph of a named loop.

    Returns:
        Each dependency that a step of it still lacks.

    Raises:
        UsageError: it passes through fewer than two components, or a name is taken or unknown.
    """
    text = writer.text
    parts = tuple(text.iri_of(one, Role.COMPONENT) for one in item.through)
    if len(parts) < 2:
        raise UsageError("A loop passes through two components or more: repeat --through.")
    writer.write(
        text.free_iri(item.name),
        said(
            (TYPE, Iri(LOOP + "FeedbackLoop")),
            (LABEL, english(item.label or item.name.replace("-", " ").capitalize())),
            (DEFINITION, text_or_left(item.definition, "say what comes round in this loop.")),
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


@record
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


def supposed_from(assignment: str) -> Supposed:
    """Return the number that ``NAME.metric=VALUE`` supposes.

    Raises:
        UsageError: it is not of that form.

    >>> supposed_from("code-review.speedup=3").metric
    'speedup'
    """
    target, equals, value = assignment.rpartition("=")
    thing, stop, metric = target.rpartition(".")
    if not equals or not stop:
        raise UsageError(f"'{assignment}' is not of the form NAME.metric=VALUE.")
    return Supposed(thing, metric, value.strip())


@record
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
            (DEFINITION, text_or_left(item.definition, "say in one sentence what is supposed.")),
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
                (RESULT, value),
                (Property.REASONING, left("say why this number is worth supposing.")),
            ),
            path,
        )
