"""Words of other vocabularies that look like slips of the pen."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.findings import Findings
from graph.ontology.literals import ill_typed
from graph.ontology.names import nearest, prefixed
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statement, Statements
from graph.turtle.document import Iri, Literal
from graph.vocabulary import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, SOSA, XSD, word


def lint_reused_terms(statements: Statements, findings: Findings) -> None:
    """Note words of reused vocabularies that do not exist while one very like them does.

    A word is left alone if the files declare it, or if nothing is like it: the lists at hand may
    be older than the vocabulary.
    """
    known = _known_words()
    suspects: dict[str, str] = {}
    used = statements.predicates | statements.objects
    for name in used - statements.by_subject.keys():
        suggestion = _suggestion(name, known)
        if suggestion:
            suspects[name] = suggestion
    if not suspects:
        return
    for said in statements.by_subject.values():
        for predicate, found in said.items():
            for statement in found:
                if predicate in suspects:
                    _note(findings, statement, predicate, suspects[predicate])
                if isinstance(statement.value, Iri) and statement.value in suspects:
                    _note(findings, statement, statement.value, suspects[statement.value])


def lint_literals(statements: Statements, findings: Findings) -> None:
    """Note literals that do not stand for a value of their own datatype, whoever reads them."""
    for subject, said in statements.by_subject.items():
        for predicate, found in said.items():
            for statement in found:
                if not isinstance(statement.value, Literal):
                    continue
                misfit = ill_typed(statement.value)
                if misfit is not None:
                    findings.add(
                        misfit.code,
                        f"{prefixed(predicate)}: {misfit.message}",
                        misfit.remedy,
                        subject=None if subject.startswith("_:") else word(subject),
                        at=statement.at_value,
                        focus=subject,
                        predicate=predicate,
                        about_value=True,
                    )


def _known_words() -> dict[str, frozenset[str]]:
    from rdflib import namespace

    lists = {
        RDF: namespace.RDF,
        RDFS: namespace.RDFS,
        OWL: namespace.OWL,
        XSD: namespace.XSD,
        SKOS: namespace.SKOS,
        SOSA: namespace.SOSA,
        PROV: namespace.PROV,
        DCTERMS: namespace.DCTERMS,
    }
    return {
        address: frozenset(str(name)[len(address) :] for name in dir(one))
        for address, one in lists.items()
    }


def _suggestion(name: str, known: dict[str, frozenset[str]]) -> str | None:
    for address, words in known.items():
        local = name[len(address) :]
        if not name.startswith(address) or not local or local in words:
            continue
        near = nearest(local, words, count=1)
        if near and _alike(local, near[0]):
            return prefixed(address + near[0])
    return None


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() >= 0.8


def _note(findings: Findings, statement: Statement, name: str, suggestion: str) -> None:
    subject = statement.triple.subject
    is_predicate = statement.triple.predicate == name
    findings.add(
        "unknown-reused-term",
        f"there is no {prefixed(name)}.",
        f"Did you mean {suggestion}?",
        subject=None if subject.startswith("_:") else word(subject),
        at=statement.at_predicate if is_predicate else statement.at_value,
        severity=Severity.WARNING,
        focus=subject,
        predicate=TYPE if statement.triple.predicate == TYPE else str(statement.triple.predicate),
        about_value=True,
    )
