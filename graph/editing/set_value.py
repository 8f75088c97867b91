"""One number of the map becomes another, with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from graph.editing.map_text import MapText
from graph.editing.paragraphs import dated, english, number
from graph.errors import UsageError
from graph.ontology.checks.unfinished import LEFT_TO_DO
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.roles import Role
from graph.ontology.terms import Property
from graph.records import record
from graph.turtle.document import Iri, Literal, Term
from graph.turtle.spelling import spell
from graph.vocabulary import ABOUT, DCTERMS, MEASURED, METRIC_ALIASES, RESULT, SOURCE, word

#: Kinds of thing that carry one number.
NUMBERED = (Role.EVIDENCE, Role.SUPPOSITION)


@record
class Grounds:
    """What is said of a number besides the number; ``None`` for what stays as it is.

    Attributes:
        low: lower end of its interval, as typed.
        high: upper end, as typed.
        level: what the interval covers, as typed.
        reasoning: why it is so.
        source: name of its source.
        grade: name of the design of the study.
        as_of: date, month or year.
        setting: name of the setting.
        notion: name of the notion of acceleration.
        quote: the source's own words.
    """

    low: str | None = None
    high: str | None = None
    level: str | None = None
    reasoning: str | None = None
    source: str | None = None
    grade: str | None = None
    as_of: str | None = None
    setting: str | None = None
    notion: str | None = None
    quote: str | None = None

    @staticmethod
    def among(values: Mapping[str, str | None]) -> Grounds:
        """Return those of some values, by their names here."""
        return Grounds(**{one.name: values.get(one.name) for one in fields(Grounds)})

    def given(self) -> bool:
        """Return whether anything is said."""
        return any(getattr(self, one.name) is not None for one in fields(self))


def typed_number(text: str, what: str) -> Literal:
    """Return a number as typed.

    Raises:
        UsageError: it is none.
    """
    try:
        return number(text)
    except ValueError:
        raise UsageError(
            f"{what} is '{text}', which is no number. Write it with a point: 2.5"
        ) from None


def terms_of(text: MapText, grounds: Grounds) -> list[tuple[str, Term]]:
    """Return what is said of a number as properties with values, in the order of the files."""
    found: list[tuple[str, Term | None]] = [
        (Property.LOW, _number(grounds.low, "--low")),
        (Property.HIGH, _number(grounds.high, "--high")),
        (Property.INTERVAL_LEVEL, _number(grounds.level, "--level")),
        (Property.AS_OF, dated(grounds.as_of) if grounds.as_of else None),
        (Property.SETTING, _named(text, grounds.setting, Role.SETTING)),
        (Property.NOTION, _named(text, grounds.notion, Role.NOTION)),
        (Property.GRADE, _named(text, grounds.grade, Role.GRADE)),
        (SOURCE, _named(text, grounds.source, Role.SOURCE)),
        (Property.QUOTE, english(grounds.quote) if grounds.quote else None),
        (Property.REASONING, english(grounds.reasoning) if grounds.reasoning else None),
    ]
    return [(predicate, term) for predicate, term in found if term]


def _number(typed: str | None, what: str) -> Literal | None:
    return None if typed is None else typed_number(typed, what)


def _named(text: MapText, name: str | None, role: Role) -> Iri | None:
    return text.iri_of(name, role) if name else None


def metric_of(text: MapText, name: str) -> Iri:
    """Return the metric of a word.

    Raises:
        UsageError: there is none of that name.
    """
    wanted = METRIC_ALIASES.get(name.strip(), name.strip())
    metrics = {word(iri): iri for iri in text.said.context.roles.of(Role.METRIC)}
    if wanted in metrics:
        return Iri(metrics[wanted])
    near = did_you_mean(nearest(wanted, metrics))
    raise UsageError(f"There is no metric '{name}'. {near}".rstrip())


@record
class Target:
    """Where a number stands.

    Attributes:
        subject: the observation, or the thing itself if the number is written on it.
        predicate: the property whose value is the number.
    """

    subject: str
    predicate: str


def targets(text: MapText, thing: Iri, metric: Iri) -> list[Target]:
    """Return where a thing's number of a metric stands: on it, or in observations in force."""
    statements, roles = text.said.context.statements, text.said.context.roles
    found = []
    for written in statements.of(metric, Property.WRITTEN_AS):
        if statements.of(thing, str(written.value)):
            found.append(Target(thing, str(written.value)))
    for subject in roles.of(Role.EVIDENCE):
        values = statements.by_subject[subject]
        about = {one.value for one in values.get(ABOUT, ())}
        measured = {one.value for one in values.get(MEASURED, ())}
        stale = DCTERMS + "isReplacedBy" in values or any(
            getattr(one.value, "lexical", "") == "true"
            for one in values.get(Property.RETRACTED, ())
        )
        if thing in about and metric in measured and not stale:
            found.append(Target(subject, RESULT))
    return found


def set_value(text: MapText, target: str, value: str, grounds: Grounds) -> tuple[str, ...]:
    """Note the change of one number in a map.

    Args:
        text: the map.
        target: ``THING.metric``, or the name of an observation or supposition.
        value: the new number, as typed.
        grounds: what is said of it besides.

    Returns:
        What the person should know besides.

    Raises:
        UsageError: no number or several are meant, or the interval does not hold the value.
    """
    found = _target(text, target)
    new = typed_number(value, "VALUE")
    terms = terms_of(text, grounds)
    if found.predicate != RESULT and terms:
        raise UsageError(
            f"{target} is written directly on {word(found.subject)}, where it has no interval and "
            "no source. Leave these options out, or write an observation: loopmap new evidence."
        )
    if found.predicate == RESULT:
        _refuse_outside(text, found.subject, new, dict(terms), target)
    put(text, found.subject, found.predicate, new)
    for predicate, term in terms:
        put(text, found.subject, predicate, term)
    return _notes(text, found, grounds)


def _target(text: MapText, target: str) -> Target:
    name, stop, metric_word = target.rpartition(".")
    if not stop:
        return Target(text.iri_of(target, *NUMBERED), RESULT)
    thing, metric = text.iri_of(name), metric_of(text, metric_word)
    found = targets(text, thing, metric)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(word(one.subject) for one in found)
        raise UsageError(
            f"{len(found)} numbers stand behind {target}: {names}. Name the one that changes: "
            f"loopmap set {word(found[0].subject)} VALUE."
        )
    raise UsageError(
        f"The map has no number for {target} yet. Write one: loopmap new evidence {target} VALUE."
    )


def _refuse_outside(
    text: MapText, subject: str, new: Literal, terms: dict[str, Term], target: str
) -> None:
    ends = []
    for predicate in (Property.LOW, Property.HIGH):
        term = terms.get(predicate)
        if term is None:
            said = text.said.context.statements.of(subject, predicate)
            term = said[0].value if said else None
        ends.append(float(term.lexical) if isinstance(term, Literal) else None)
    low, high = ends
    number_ = float(new.lexical)
    if (low is not None and number_ < low) or (high is not None and number_ > high):
        raise UsageError(
            f"{target}: {new.lexical} lies outside the interval from {low} to {high}. Give the new "
            "interval too: --low and --high."
        )


def put(text: MapText, subject: str, predicate: str, term: Term) -> None:
    """Note that a property gets a value: in place of the one it has, or beside the others said.

    Raises:
        UsageError: it has several values now.
    """
    held = [
        (path, index)
        for path in text.documents
        for index in text.index_of(subject, predicate, path)
    ]
    if len(held) > 1:
        raise UsageError(f"{word(subject)} has several values for {word(predicate)}; edit by hand.")
    path = held[0][0] if held else text.path_of(subject)
    editor = text.editor(path)
    written = spell(term, editor.prefixes)
    if held:
        text.change(path, editor.set_value(held[0][1], term, written))
    else:
        text.change(path, editor.add(Iri(subject), Iri(predicate), term, written))


def _notes(text: MapText, found: Target, grounds: Grounds) -> tuple[str, ...]:
    if found.predicate != RESULT or grounds.reasoning or grounds.source:
        return ()
    said = text.said.context.statements.of(found.subject, Property.REASONING)
    if not said or not isinstance(said[0].value, Literal):
        return ()
    if said[0].value.lexical.startswith(LEFT_TO_DO):
        return ()
    return (
        f'Its reasoning is still the old one: "{said[0].value.lexical}" '
        'Does it hold? If not: --reasoning "...".',
    )
