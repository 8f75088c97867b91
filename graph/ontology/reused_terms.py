"""Words of vocabularies that others keep: which there are, and which are slips for them."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.names import nearest, prefixed, slips_for
from graph.ontology.roles import TYPE
from graph.ontology.statements import Findings, Said, Statement, Statements
from graph.turtle.document import Iri
from graph.vocabulary import (
    CITO,
    DCTERMS,
    LOOP,
    MAP,
    OWL,
    PROV,
    QUDT,
    RDF,
    RDFS,
    RESULT,
    SH,
    SKOS,
    SOSA,
    SOURCE,
    XSD,
)

#: Vocabularies of others whose words are known one by one, with those that most maps use: of them
#: nobody has to ask the whole lists, which takes longer than to read a small map.
_REUSED = {
    RDF: "type first rest nil",
    RDFS: "label comment domain range subClassOf isDefinedBy Datatype Class",
    OWL: (
        "Ontology Class unionOf inverseOf members versionInfo onDatatype withRestrictions "
        "AllDisjointClasses DatatypeProperty ObjectProperty AnnotationProperty "
        "FunctionalProperty SymmetricProperty"
    ),
    XSD: (
        "boolean decimal double float integer string date gYear gYearMonth anyURI minInclusive "
        "maxInclusive minExclusive maxExclusive"
    ),
    SKOS: "definition notation altLabel",
    SOSA: "hasFeatureOfInterest observedProperty hasSimpleResult",
    PROV: "hadPrimarySource wasDerivedFrom",
    DCTERMS: "title publisher issued modified creator isReplacedBy",
    CITO: "disputes confirms",
    QUDT: "Unit hasUnit",
    SH: (
        "NodeShape PropertyShape IRI IRIOrLiteral Warning alternativePath and class datatype "
        "hasValue in inversePath lessThanOrEquals maxCount maxExclusive maxInclusive message "
        "minCount minExclusive minInclusive node nodeKind not or path pattern property "
        "qualifiedMinCount qualifiedValueShape severity targetClass targetSubjectsOf uniqueLang "
        "xone"
    ),
}
_USUAL = frozenset(
    address + name for address, names in _REUSED.items() for name in ("", *names.split())
)


def lint_reused_terms(statements: Statements, findings: Findings) -> None:
    """Note words of reused vocabularies that do not exist while one very like them does.

    A word is left alone if the files declare it, or if nothing is like it: the lists at hand may
    be older than the vocabulary.
    """
    suspects: dict[str, str] = {}
    used = (statements.predicates | statements.objects) - statements.by_subject.keys() - _USUAL
    doubtful = [name for name in used if name.startswith(tuple(_REUSED))]
    known = _known_words() if doubtful else {}
    for name in doubtful:
        suggestion = _suggestion(name, known)
        if suggestion:
            suspects[name] = suggestion
    if not suspects:
        return
    for said in statements.by_subject.values():
        for predicate, found in said.items():
            for statement in found:
                if predicate in suspects and not _said_as_well(said, predicate):
                    if _is_word(predicate, known) and not _stands_in_place(said, predicate):
                        continue
                    _note_reused(findings, statement, predicate, suspects[predicate], known)
                if isinstance(statement.value, Iri) and statement.value in suspects:
                    _note_reused(
                        findings, statement, statement.value, suspects[statement.value], known
                    )


#: Words that people look for in the wrong vocabulary, by their local names, with the right one.
HOMES = {
    **dict.fromkeys(("label", "comment", "subClassOf", "domain", "range", "seeAlso"), RDFS),
    **dict.fromkeys(("definition", "prefLabel", "altLabel", "notation", "note"), SKOS),
    **dict.fromkeys(("title", "publisher", "issued", "modified", "creator"), DCTERMS),
    **dict.fromkeys(("hasFeatureOfInterest", "observedProperty", "hasSimpleResult"), SOSA),
    **dict.fromkeys(("hadPrimarySource", "wasDerivedFrom"), PROV),
    "isReplacedBy": DCTERMS,
}
#: Words that a reader of Dublin Core or of other vocabularies looks for, and what they are here.
_MEANT = {
    SKOS + "prefLabel": RDFS + "label",
    RDFS + "type": RDF + "type",
    XSD + "bool": XSD + "boolean",
    **dict.fromkeys((XSD + name for name in ("str", "text", "varchar")), XSD + "string"),
    **dict.fromkeys((XSD + name for name in ("number", "numeric", "real")), XSD + "decimal"),
    **dict.fromkeys((XSD + name for name in ("timestamp", "datetime")), XSD + "dateTime"),
    **dict.fromkeys((XSD + name for name in ("uri", "url", "URI", "iri")), XSD + "anyURI"),
    SH + "Warn": SH + "Warning",
    SH + "Error": SH + "Violation",
    SH + "Advice": SH + "Info",
    **dict.fromkeys(
        (
            DCTERMS + name
            for name in ["published", "date", "created", "available", "datePublished", "year"]
        ),
        DCTERMS + "issued",
    ),
    **dict.fromkeys((DCTERMS + name for name in ("updated", "lastModified")), DCTERMS + "modified"),
    **dict.fromkeys((DCTERMS + name for name in ("author", "authors")), DCTERMS + "creator"),
    **dict.fromkeys((DCTERMS + name for name in ("name", "heading")), DCTERMS + "title"),
    **dict.fromkeys((DCTERMS + name for name in ("replacedBy",)), DCTERMS + "isReplacedBy"),
    **dict.fromkeys((RDFS + name for name in ("name", "title")), RDFS + "label"),
    **dict.fromkeys((RDFS + name for name in ("description", "note")), RDFS + "comment"),
    **dict.fromkeys((SKOS + name for name in ("description", "comment")), SKOS + "definition"),
    **dict.fromkeys((SOSA + name for name in ("hasResult", "hasValue")), RESULT),
    **dict.fromkeys((PROV + name for name in ("primarySource", "source")), SOURCE),
}


#: Words of vocabularies of which the library for RDF has no list, as far as they are like ours.
_LISTED = {
    CITO: (
        "agreesWith cites citesAsEvidence confirms corrects credits critiques disagreesWith "
        "discusses disputes extends isConfirmedBy isDisputedBy qualifies refutes repliesTo "
        "reviews supports updates"
    ),
    QUDT: "QuantityKind QuantityValue Unit hasQuantityKind hasUnit numericValue unit",
}
#: What a map can be read without.
_SPARED = frozenset({RDFS + "label", DCTERMS + "issued"})


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
        SH: namespace.SH,
    }
    listed = {address: frozenset(names.split()) for address, names in _LISTED.items()}
    return listed | {
        address: frozenset(str(name)[len(address) :] for name in dir(one))
        for address, one in lists.items()
    }


def _suggestion(name: str, known: dict[str, frozenset[str]]) -> str | None:
    from difflib import SequenceMatcher

    if name in _MEANT:
        return _MEANT[name]
    for address, words in known.items():
        local = name[len(address) :]
        if not name.startswith(address) or not local or local in words:
            continue
        if local in HOMES:
            return HOMES[local] + local
        near = nearest(local, words, count=1)
        for other in near:
            pair = SequenceMatcher(None, local.lower(), other.lower(), autojunk=False)
            if pair.ratio() >= 0.8 or slips_for(local, other):
                return address + other
    return None


def _said_as_well(said: Said, name: str) -> bool:
    """Return whether a thing has the word that is read here beside one that is not."""
    return name in _MEANT and _MEANT[name] in said


def _is_word(name: str, known: dict[str, frozenset[str]]) -> bool:
    """Return whether a vocabulary has a word, whoever reads it."""
    return any(
        name.startswith(address) and name[len(address) :] in words
        for address, words in known.items()
    )


def _stands_in_place(said: Said, name: str) -> bool:
    """Return whether a thing has a word of others where one that is read here belongs."""
    classes = [str(one.value) for one in said.get(TYPE, ())]
    if _MEANT[name] == DCTERMS + "issued":
        # Whatever else has a date of its own kind: only of sources it is asked when they appeared.
        return LOOP + "Source" in classes
    return any(one.startswith((LOOP, MAP)) for one in classes)


def _note_reused(
    findings: Findings,
    statement: Statement,
    name: str,
    suggestion: str,
    known: dict[str, frozenset[str]],
) -> None:
    subject = statement.triple.subject
    is_predicate = statement.triple.predicate == name
    # A number that is not read is lost, which a label or a date is not.
    lost = is_predicate and (suggestion not in _SPARED or not _is_word(name, known))
    findings.about(
        statement,
        "unknown-reused-term",
        f"loopmap reads {prefixed(suggestion)}; {prefixed(name)} is read by nothing here."
        if name in _MEANT
        else f"there is no {prefixed(name)}.",
        f"Did you mean {prefixed(suggestion)}?",
        of_predicate=is_predicate,
        severity=Severity.ERROR if lost else Severity.WARNING,
        meant=suggestion,
    )
    # What it was meant to be is not missing.
    findings.tell(subject, suggestion)
    if statement.triple.predicate == TYPE:
        findings.tell(subject, TYPE)
