"""Words used in the vocabulary's namespace that the vocabulary does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.ontology.findings import Findings, Mark
from graph.ontology.names import did_you_mean, nearest, prefixed
from graph.ontology.ranges import DIRECT_ROLES
from graph.ontology.roles import CLASS_ROLES, TYPE
from graph.ontology.statements import Statement, Statements
from graph.vocabulary import LOOP, OWL, RDF, RDFS, word

_READ_NAMES = """
    phase needsSkill inDomain from to kind uses accumulatesIn memberOf member low high
    intervalLevel sampleSize asOf setting grade bound notion quote caveat reasoning readAs
    retracted sameFactAs address readAt unitWord scale halfLifeYears overstated basis bias
    biasDeviation defaultDeviation rank borrowsFrom transferDeviation value exercises channel
    serves namedIn supposes through fedBy writtenAs
"""
#: Properties that the reading itself uses, for a file that brings no vocabulary along.
READ_PROPERTIES = frozenset(_READ_NAMES.split()) | frozenset(DIRECT_ROLES)
_CLASS_TYPES = frozenset({OWL + "Class", RDFS + "Class"})
_PROPERTY_TYPES = frozenset(
    {OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    | {RDF + "Property"}
)


@dataclass(frozen=True)
class Terms:
    """The words of the vocabulary's namespace.

    Attributes:
        classes: IRIs of the classes.
        properties: IRIs of the properties.
        others: IRIs of everything else that is defined in the namespace.
        complete: whether the vocabulary itself was read, so that every word is known.
    """

    classes: frozenset[str]
    properties: frozenset[str]
    others: frozenset[str]
    complete: bool


def declared_terms(statements: Statements) -> Terms:
    """Return the words that the files declare, with those that the reading itself knows."""
    classes = {LOOP + name for name in CLASS_ROLES}
    properties = {LOOP + name for name in READ_PROPERTIES}
    others: set[str] = set()
    complete = False
    for subject, said in statements.by_subject.items():
        if not subject.startswith(LOOP):
            continue
        types = {str(statement.value) for statement in said.get(TYPE, ())}
        if types & _CLASS_TYPES:
            classes.add(subject)
            complete = complete or subject == LOOP + "Component"
        elif types & _PROPERTY_TYPES:
            properties.add(subject)
        elif types:
            others.add(subject)
    return Terms(frozenset(classes), frozenset(properties), frozenset(others), complete)


def lint_terms(statements: Statements, findings: Findings) -> Terms:
    """Return the declared words, after noting every use of one that is not declared."""
    terms = declared_terms(statements)
    unknown_properties = {
        name for name in statements.predicates if name.startswith(LOOP)
    } - terms.properties
    known = terms.classes | terms.properties | terms.others
    unknown_values = {name for name in statements.objects if name.startswith(LOOP)} - known
    if unknown_properties or unknown_values:
        _note_uses(statements, findings, terms, unknown_properties, unknown_values)
    return terms


def _note_uses(
    statements: Statements,
    findings: Findings,
    terms: Terms,
    unknown_properties: Collection[str],
    unknown_values: Collection[str],
) -> None:
    for said in statements.by_subject.values():
        for predicate, found in said.items():
            if predicate in unknown_properties:
                for statement in found:
                    _note(findings, statement, predicate, "property", terms.properties)
            for statement in found:
                value = statement.value
                if isinstance(value, str) and value in unknown_values:
                    if predicate == TYPE:
                        _note(findings, statement, value, "class", terms.classes)
                    elif terms.complete:
                        _note(findings, statement, value, "term", terms.others)


def _note(
    findings: Findings, statement: Statement, name: str, what: str, known: Iterable[str]
) -> None:
    at: Mark = statement.at_predicate if what == "property" else statement.at_value
    subject = statement.triple.subject
    near = nearest(name[len(LOOP) :], (one[len(LOOP) :] for one in known))
    findings.add(
        "unknown-term",
        f"the vocabulary has no {what} {prefixed(name)}.",
        f"{did_you_mean(tuple('loop:' + one for one in near))}ontology/README.md lists every term.",
        subject=word(subject),
        at=at,
        focus=str(subject),
        predicate=str(statement.triple.predicate),
        about_value=True,
    )
    if what == "property":
        findings.cover(str(subject), *(LOOP + one for one in near))
