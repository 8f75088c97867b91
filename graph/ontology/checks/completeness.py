"""What things lack that a reader of the map needs, and what they say twice."""

from __future__ import annotations

import re

from graph.errors import Severity
from graph.ontology.literals import written
from graph.ontology.names import one_of, prefixed
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Statement, Statements, is_written_by_command
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.records import record
from graph.turtle.document import Iri, Literal
from graph.vocabulary import DCTERMS, OWL, QUDT, RDFS, SKOS, SOSA, SOURCE


@record
class Requirement:
    """A property that every thing of a kind has to have.

    Attributes:
        role: the kind of thing.
        predicate: IRI of the property.
        code: name of the rule.
        remedy: what to write.
        severity: how bad it is to leave it out.
        unless: IRI of another property that makes it unnecessary, if there is one.
    """

    role: Role
    predicate: str
    code: str
    remedy: str
    severity: Severity = Severity.ADVICE
    unless: str | None = None


def _definition(role: Role, name: str, what: str) -> Requirement:
    remedy = f"Say in one sentence (skos:definition) {what}."
    return Requirement(role, SKOS + "definition", f"{name}-definition", remedy)


REQUIREMENTS = (
    _definition(Role.COMPONENT, "component", "what counts as this work"),
    Requirement(
        Role.DEPENDENCY,
        RDFS + "comment",
        "dependency-reason",
        "Say in one line (rdfs:comment) why this dependency is there.",
    ),
    _definition(Role.RESOURCE, "resource", "what the resource is"),
    _definition(Role.DRIVER, "driver", "what the driver counts"),
    _definition(Role.STOCK, "stock", "what accumulates in the stock"),
    Requirement(
        Role.LOOP,
        Property.THROUGH,
        "feedback-loop-through",
        "Name the components that the loop passes through (loop:through), one or more.",
        Severity.ERROR,
    ),
    Requirement(
        Role.EVIDENCE,
        Property.AS_OF,
        "evidence-dated",
        'Say what time the number is of, such as loop:asOf "2026-08"^^xsd:gYearMonth.',
    ),
    Requirement(
        Role.SOURCE,
        DCTERMS + "publisher",
        "source-publisher",
        "Say who published the source (dcterms:publisher).",
        Severity.ERROR,
        unless=Property.SOURCE_KIND,
    ),
    Requirement(
        Role.SOURCE,
        DCTERMS + "issued",
        "source-dated",
        'Say when the source was published, such as dcterms:issued "2026-06-17"^^xsd:date.',
        Severity.ERROR,
    ),
    Requirement(
        Role.SOURCE,
        Property.ADDRESS,
        "source-found",
        "Say where the source can be found (loop:address), or what kind of source it is if it is "
        'no published document: loop:sourceKind "tracker" ;',
        Severity.ERROR,
        unless=Property.SOURCE_KIND,
    ),
    _definition(Role.METRIC, "metric", "what exactly is measured"),
    Requirement(
        Role.METRIC,
        SKOS + "notation",
        "metric-notation",
        "Give the metric's word (skos:notation) once: its name in small letters with hyphens, "
        "such as pass-time.",
        Severity.ERROR,
    ),
    Requirement(
        Role.METRIC,
        QUDT + "hasUnit",
        "metric-unit",
        "Give the metric's unit (qudt:hasUnit) once, such as unit:DAY.",
        Severity.ERROR,
    ),
    _definition(Role.GRADE, "grade", "which studies belong to the grade"),
    Requirement(
        Role.THRESHOLD,
        RDFS + "label",
        "threshold-label",
        'Give the threshold a label that people read, such as "probability for accelerated"@en.',
    ),
    _definition(Role.SCENARIO, "scenario", "what the scenario supposes"),
    Requirement(
        Role.SCENARIO,
        Property.SUPPOSES,
        "scenario-supposes",
        "Suppose at least one number (loop:supposes), each a loop:Supposition.",
        Severity.ERROR,
    ),
    Requirement(
        Role.SUPPOSITION,
        Property.REASONING,
        "supposition-reasoning",
        "Say why this number is worth supposing (loop:reasoning).",
    ),
    _definition(Role.DOMAIN, "domain", "what belongs to the domain"),
    _definition(Role.CHANNEL, "feedback-channel", "how the channel gives its verdict"),
    _definition(Role.SKILL, "skill", "what the skill is"),
)
#: Kinds of thing that need no name of their own: what is supposed within a scenario, and words.
_NAMELESS = (
    Role.SUPPOSITION,
    Role.KIND,
    Role.BOUND,
    Role.READING,
    Role.PHASE,
    Role.AUTOMATION_LEVEL,
    Role.UNCLEAR,
)
_OBSERVATION = tuple(
    SOSA + name for name in ("hasFeatureOfInterest", "observedProperty", "hasSimpleResult")
)
#: Properties of other vocabularies that a thing of some kind has once; of its own words the
#: vocabulary says so itself (owl:FunctionalProperty).
SINGLE = {
    Role.EVIDENCE: (*_OBSERVATION, SOURCE, Property.AS_OF),
    Role.SUPPOSITION: _OBSERVATION,
    Role.SOURCE: (DCTERMS + "title", DCTERMS + "issued", DCTERMS + "modified"),
    Role.METRIC: (SKOS + "notation", QUDT + "hasUnit"),
}
_NOTATION = re.compile(r"[a-z][a-z0-9-]*")


def check_completeness(context: Context, own: Statements) -> None:
    """Note what things lack that a reader of the map needs, and what they say twice.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; things that only the vocabulary speaks of are left out.
    """
    for role in Role:
        for thing in _own(context, own, role) if role not in _NAMELESS else ():
            thing.named()
    for requirement in REQUIREMENTS:
        for thing in _own(context, own, requirement.role):
            predicate = requirement.predicate
            if requirement.unless and thing.said(requirement.unless):
                continue
            if requirement.severity is Severity.ADVICE and _is_written_by_command(thing):
                continue
            if not thing.said(predicate) and not context.findings.has(thing.name, predicate):
                thing.complain(
                    requirement.code,
                    f"{prefixed(predicate)} is missing.",
                    requirement.remedy,
                    predicate=predicate,
                    severity=requirement.severity,
                )
    _check_single(context, own)
    for thing in _own(context, own, Role.METRIC):
        _check_notation(thing)
        _check_unit(thing)
    for thing in _own(context, own, Role.SCENARIO):
        for statement in thing.said(Property.SUPPOSES):
            _check_supposition(thing, statement)


def _is_written_by_command(thing: Thing) -> bool:
    """What stands in for a number of any time, and is written anew, is dated by nobody."""
    return thing.mark is not None and is_written_by_command(thing.mark.document)


def _own(context: Context, own: Statements, role: Role) -> list[Thing]:
    """Return the person's things of a kind; where that is in doubt, nothing is asked of them."""
    return [
        thing
        for thing in context.things(role)
        if thing.name in own.by_subject and not context.findings.has(thing.name, TYPE)
    ]


def _check_single(context: Context, own: Statements) -> None:
    statements = context.statements
    functional = {
        subject
        for subject, said in statements.by_subject.items()
        if OWL + "FunctionalProperty" in {one.value for one in said.get(TYPE, ())}
    }
    for subject in own.by_subject:
        role = context.roles.by_subject.get(subject, Role.UNCLEAR)
        for predicate, found in statements.by_subject[subject].items():
            if len(found) < 2 or context.findings.has(subject, predicate):
                continue
            if predicate in functional or predicate in SINGLE.get(role, ()):
                thing = Thing(context, subject, role)
                thing.only(predicate)


def _check_notation(thing: Thing) -> None:
    for statement in thing.said(SKOS + "notation"):
        value = statement.value
        if isinstance(value, Literal) and _NOTATION.fullmatch(value.lexical):
            continue
        better = f'"{thing.id}"' if _NOTATION.fullmatch(thing.id) else '"pass-time"'
        thing.complain(
            "metric-notation",
            f"skos:notation is {written(value)}; "
            "it must be the metric's name in small letters with hyphens.",
            f"Write {better}.",
            about=statement,
        )


def _check_unit(thing: Thing) -> None:
    for statement in thing.said(QUDT + "hasUnit"):
        if not isinstance(statement.value, Iri):
            thing.complain(
                "metric-unit",
                f"qudt:hasUnit is {written(statement.value)}; it must be the name of a unit.",
                "Write a unit of QUDT, such as unit:DAY.",
                about=statement,
            )


def _check_supposition(thing: Thing, statement: Statement) -> None:
    role = thing.context.roles.by_subject.get(str(statement.value))
    if role in (Role.SUPPOSITION, Role.UNCLEAR) or isinstance(statement.value, Literal):
        return
    thing.complain(
        "reference-of-wrong-kind",
        f"loop:supposes is {written(statement.value)}, which is not a supposition"
        + (f" but {one_of([role])}." if role else "."),
        "Write loop:supposes [ a loop:Supposition ; ... ] or the name of one.",
        about=statement,
    )
