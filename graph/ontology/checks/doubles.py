"""What is told twice: one name for two things, one dependency or observation under two names."""

from __future__ import annotations

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.names import prefixed
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Findings, Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri, Literal
from graph.vocabulary import ABOUT, CITO, DCTERMS, MEASURED, RDFS, SKOS, word

#: What a dependency may be told twice with.
_WORDS = frozenset({RDFS + "label", RDFS + "comment", TYPE})


def lint_names(statements: Statements, findings: Findings) -> None:
    """Note names that two blocks give to a thing, each with a class of its own.

    Told at the later block; what follows from it, value by value, is not told as well.

    Args:
        statements: all statements.
        findings: where problems go.
    """
    for subject, said in statements.by_subject.items():
        typed = said.get(TYPE, ())
        if len(typed) < 2 or subject.startswith("_:"):
            continue
        blocks: dict[tuple[str, int], Statement] = {}
        for statement in typed:
            key = (statement.document.file, statement.triple.subject_at)
            blocks.setdefault(key, statement)
        if len(blocks) < 2:
            continue
        wanted = _wanted_classes(statements, subject)
        first, *others = sorted(
            blocks.values(), key=lambda one: (str(one.value) not in wanted, *_newer(one))
        )
        findings.excuse(subject)
        for other in others:
            mark = other.at_subject
            place = first.document.place(first.triple.subject_at)
            findings.add(
                "name-used-twice",
                f"this name is given to a thing here and at {place}.",
                "Give the new thing another name, a name of its own; keep one of the two if they "
                "are the same.",
                subject=word(subject),
                at=mark,
                focus=subject,
                predicate=TYPE,
            )


def _wanted_classes(statements: Statements, subject: str) -> set[str]:
    """Return what those who name a thing take it for."""
    naming = {
        predicate
        for said in statements.by_subject.values()
        for predicate, found in said.items()
        if any(one.value == subject and isinstance(one.value, Iri) for one in found)
    }
    return {str(one.value) for name in naming for one in statements.of(name, RDFS + "range")}


def check_doubles(context: Context, own: Statements, model: LoopModel) -> None:
    """Note dependencies and observations that are told twice under two names.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    _check_dependencies(context, own, model)
    _check_observations(context, own, model)
    _check_sources(context, own, model)
    _check_notations(context, own)
    _check_suppositions(context, own)


def _check_suppositions(context: Context, own: Statements) -> None:
    """Note numbers that one scenario supposes twice: only one of the two can be meant."""
    things = {thing.name: thing for thing in context.things(Role.SUPPOSITION)}
    for scenario in context.things(Role.SCENARIO):
        seen: dict[object, Thing] = {}
        for statement in scenario.said(Property.SUPPOSES):
            thing = things.get(str(statement.value))
            if thing is None or thing.name not in own.by_subject:
                continue
            key = tuple(tuple(one.value for one in thing.said(name)) for name in (ABOUT, MEASURED))
            first = seen.setdefault(key, thing)
            if first is not thing and all(key):
                first, later = _in_order(first, thing)
                later.complain(
                    "supposed-twice",
                    f"{prefixed(first.name)} at {first.place} supposes the same number in the "
                    "same scenario.",
                    "Take one of the two away, or name the part and the metric that is meant.",
                    severity=Severity.WARNING,
                )


def _check_sources(context: Context, own: Statements, model: LoopModel) -> None:
    """Note documents that stand there under two names: the same page, published the same day."""
    seen: dict[tuple[str, str | None], Thing] = {}
    for thing in context.things(Role.SOURCE):
        source = model.sources.get(thing.id)
        if source is None or not source.address or thing.name not in own.by_subject:
            continue
        if source.page_unknown or thing.flag(Property.WHOLE_SITE):
            continue
        first = seen.setdefault((source.address.rstrip("/"), source.title), thing)
        if first is not thing:
            first, thing = _in_order(first, thing)
            context.findings.excuse(thing.name)
            thing.complain(
                "source-twice",
                f"{prefixed(first.name)} at {first.place} is the same document: title and address "
                "are equal.",
                f"Name {prefixed(first.name)} wherever this one is named, and take this one away.",
                severity=Severity.WARNING,
            )


def _check_notations(context: Context, own: Statements) -> None:
    """Note metrics that share their word, so that the word means neither."""
    seen: dict[object, Thing] = {}
    for thing in context.things(Role.METRIC):
        for statement in thing.said(SKOS + "notation"):
            first = seen.setdefault(statement.value, thing)
            if first is thing or not {first.name, thing.name} & own.by_subject.keys():
                continue
            # The one whose name it is keeps the word.
            mine = isinstance(statement.value, Literal) and statement.value.lexical == thing.id
            other, first = (first, thing) if mine else (thing, first)
            other.complain(
                "notation-twice",
                f"skos:notation is the word of {prefixed(first.name)} too, so that it means "
                "neither.",
                f'Write "{other.id}".',
                about=other.said(SKOS + "notation")[0],
            )


def _check_dependencies(context: Context, own: Statements, model: LoopModel) -> None:
    grouped = {name for group in model.alternatives.values() for name in group.dependency_ids}
    observed = {one.subject for one in model.observations.values() if not one.direct}
    seen: dict[object, list[tuple[Thing, frozenset[object]]]] = {}
    for thing in context.things(Role.DEPENDENCY):
        if thing.name not in own.by_subject or thing.id in grouped:
            continue
        said = own.by_subject[thing.name]
        if Property.FROM not in said or Property.TO not in said:
            continue
        told = frozenset(
            (predicate, statement.value)
            for predicate, found in said.items()
            if predicate not in _WORDS
            for statement in found
        )
        ends = tuple(
            tuple(one.value for one in said.get(name, ()))
            for name in (Property.FROM, Property.TO, Property.KIND)
        )
        like = seen.setdefault(ends, [])
        twin = next((one for one, other in like if _says_no_more(told, other)), None)
        like.append((thing, told))
        if twin is not None and not {twin.id, thing.id} <= observed:
            first, thing = _in_order(twin, thing)
            context.findings.excuse(thing.name)
            thing.complain(
                "dependency-twice",
                f"{prefixed(first.name)} at {first.place} is the same dependency: it has the same "
                "ends and kind, and neither says what tells them apart.",
                "Take one of the two away, or say what tells them apart, such as loop:lag.",
                severity=Severity.WARNING,
            )


def _says_no_more(one: frozenset[object], other: frozenset[object]) -> bool:
    """Return whether one of two dependencies says nothing that the other does not."""
    return one <= other or other <= one


def _check_observations(context: Context, own: Statements, model: LoopModel) -> None:
    seen: dict[object, Thing] = {}
    for thing, found in own_numbers(context, own, model):
        if found.as_of is None or found.replaced_by is not None or found.retracted:
            # It counts no more, so that nothing counts twice.
            continue
        key: tuple[object, ...] = (
            found.subject,
            found.metric,
            found.value,
            found.as_of,
            found.source,
            found.settings,
            found.grade,
            found.notion,
            found.bound,
            found.rater,
            found.lab,
        )
        metric = model.metrics.get(found.metric)
        if metric is not None and metric.anchors:
            # Two scores of one rater and day cannot both be meant, whatever they are.
            key = ("score", *key[:2], *key[3:])
        first = seen.setdefault(key, thing)
        if first is not thing and not _linked(own, first, thing):
            first, thing = _in_order(first, thing)
            context.findings.excuse(thing.name)
            number = _numbered(first, found, model)
            thing.complain(
                "observation-twice",
                f"{prefixed(first.name)} at {first.place} gives {number} of the same thing "
                "with the same date and source, so it counts twice.",
                "Take one of the two away, or link them with loop:sameFactAs.",
                severity=Severity.WARNING,
            )


def _numbered(first: Thing, second: Observation, model: LoopModel) -> str:
    same = model.observations[first.id].value == second.value
    return "the same number" if same else "another number"


def _linked(own: Statements, one: Thing, other: Thing) -> bool:
    links = (Property.SAME_FACT_AS, DCTERMS + "isReplacedBy", CITO + "confirms", CITO + "disputes")
    pairs = ((one.name, other.name), (other.name, one.name))
    return any(Iri(goal) in own.iris(start, link) for start, goal in pairs for link in links)


def _in_order(one: Thing, other: Thing) -> tuple[Thing, Thing]:
    """Return two things, that which was probably written first first."""
    first, second = sorted((one, other), key=lambda thing: _newer(thing.said(TYPE)[0]))
    return first, second


def _newer(typed: Statement) -> tuple[bool, str, int]:
    """Return by what the older of two paragraphs sorts first.

    What is new is mostly put at the end of a file; else the order of the files counts.
    """
    document, at = typed.document, typed.triple.subject_at
    named = (one[3] for one in reversed(document.triples) if type(one[0]) is Iri)
    return next(named, -1) == at, document.file, at
