"""What the shapes find, led back to file, line and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import Severity
from graph.ontology.findings import Findings, Mark
from graph.ontology.names import prefixed
from graph.ontology.rdflib_graph import graph_of, graph_of_statements, rdflib_term
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.turtle.document import Document
from graph.vocabulary import LOOP, PREFIXES, RDFS, SH, word

_NAMED_TERM = re.compile(r"\b([a-z]+):([A-Za-z]\w*)")

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


#: Shapes that look for what reading has looked for already, and that take most of the time.
TOLD_BY_READING = frozenset(
    LOOP + name
    for name in (
        "ComponentShape-family",
        "EvidenceShape-level",
        "EvidenceShape-source",
        "EvidenceShape-reasoning",
        "EvidenceShape-meaning",
        "EvidenceShape-share",
        "EvidenceShape-positive",
        "NumberShape",
        "DateShape",
    )
)


@dataclass(frozen=True)
class Result:
    """One result of the shapes.

    Attributes:
        focus: the subject, as a name of the statements.
        path: the property, if it is a plain one.
        value: the value at fault, if there is one.
        severity: error for violations, else warning.
        messages: what the shape says, in its own words.
        component: which kind of rule it is, such as ``MaxCountConstraintComponent``.
        shape: the name of the shape, or an empty text if it has none.
    """

    focus: str
    path: str | None
    value: Node | None
    severity: Severity
    messages: tuple[str, ...]
    component: str
    shape: str


def check_shapes(
    statements: Statements,
    shapes: Iterable[Document],
    findings: Findings,
    own_files: Sequence[Document],
) -> None:
    """Add to the findings what the shapes find and the reading did not.

    Args:
        statements: all statements, with the vocabulary.
        shapes: the documents that hold the shapes.
        findings: what is known already, and where new problems go.
        own_files: the documents of the person; results about others are left out.
    """
    files = {document.file for document in own_files}
    seen: set[tuple[str, str | None, str]] = set()
    for result in _results(statements, shapes, files):
        text = " ".join(result.messages)
        key = (result.focus, result.path, text)
        if key in seen or _is_told(result, findings):
            continue
        seen.add(key)
        at = _mark(statements, result)
        if at is not None and at.document.file in files:
            _note(findings, result, at)


def _is_told(result: Result, findings: Findings) -> bool:
    """Return whether a problem is known about the same property, or the same thing as a whole."""
    if findings.has(result.focus, TYPE):
        return True  # What it is is not clear, so no shape can say what it lacks.
    if result.value is not None and findings.has_error(str(result.value)):
        return True  # The shape only sees that what is named is not what it should be.
    if result.path is not None:
        return findings.has(result.focus, result.path)
    named = [
        PREFIXES[prefix] + local
        for prefix, local in _NAMED_TERM.findall(" ".join(result.messages))
        if local[0].islower() and prefix in PREFIXES
    ]
    if named:
        return any(findings.has(result.focus, name) for name in named)
    return findings.has_error(result.focus)


def _note(findings: Findings, result: Result, at: Mark) -> None:
    findings.add(
        _code(result),
        _message(result),
        " ".join(result.messages) or "ontology/README.md lists what each thing needs.",
        subject=None if result.focus.startswith("_:") else word(result.focus),
        at=at,
        severity=result.severity,
        focus=result.focus,
        predicate=result.path,
    )


def _message(result: Result) -> str:
    if result.path is None:
        return "this is not as it should be."
    if result.component.startswith("MinCount"):
        return f"{prefixed(result.path)} is missing."
    if result.component.startswith("MaxCount"):
        return f"{prefixed(result.path)} has too many values."
    return f"{prefixed(result.path)} is not as it should be."


def _code(result: Result) -> str:
    if result.shape.startswith(LOOP):
        return word(result.shape.replace("Shape-", "-").removesuffix("Shape"))
    return word(LOOP + result.component.removesuffix("ConstraintComponent"))


def _results(
    statements: Statements, shapes: Iterable[Document], files: Collection[str]
) -> list[Result]:
    import pyshacl
    from rdflib import RDF, URIRef

    rules = graph_of(shapes)
    _drop_idle_rules(rules, _classes_used(statements, files))
    _, report, _ = pyshacl.validate(
        graph_of_statements(statements),
        shacl_graph=rules,
        inplace=True,
        advanced=False,
        do_owl_imports=False,
    )
    found = [
        _result(report, node) for node in report.subjects(RDF.type, URIRef(SH + "ValidationResult"))
    ]
    return sorted(found, key=lambda one: (one.focus, one.path or "", one.messages, str(one.value)))


def _classes_used(statements: Statements, files: Collection[str]) -> set[str]:
    """Return the classes of all things in some files, and the classes above those."""
    waiting = {
        str(statement.value)
        for said in statements.by_subject.values()
        for statement in said.get(TYPE, ())
        if statement.document.file in files
    }
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting.update(set(statements.iris(name, RDFS + "subClassOf")) - found)
    return found


def _drop_idle_rules(rules: rdflib.Graph, classes: Collection[str]) -> None:
    # Most of the time would go into shapes for the vocabulary's own lists, whose results are not
    # wanted, and into shapes that cannot find anything new.
    from rdflib import URIRef

    target, nested = URIRef(SH + "targetClass"), URIRef(SH + "node")
    for shape, name in list(rules.subject_objects(target)):
        if str(name) not in classes or str(shape) in TOLD_BY_READING:
            rules.remove((shape, target, name))
    for told in sorted(TOLD_BY_READING):
        rules.remove((None, nested, URIRef(told)))


def _result(report: rdflib.Graph, node: Node) -> Result:
    from rdflib import BNode, URIRef

    def value(term: str) -> Node | None:
        return report.value(node, URIRef(SH + term))

    focus, path, shape = value("focusNode"), value("resultPath"), value("sourceShape")
    return Result(
        f"_:{focus}" if isinstance(focus, BNode) else str(focus),
        str(path) if isinstance(path, URIRef) else None,
        value("value"),
        Severity.ERROR if str(value("resultSeverity")) == SH + "Violation" else Severity.ADVICE,
        tuple(sorted(str(one) for one in report.objects(node, URIRef(SH + "resultMessage")))),
        str(value("sourceConstraintComponent")).removeprefix(SH),
        str(shape) if isinstance(shape, URIRef) else "",
    )


def _mark(statements: Statements, result: Result) -> Mark | None:
    said = statements.by_subject.get(result.focus)
    if not said:
        return None
    found = said.get(result.path, []) if result.path else []
    for statement in found:
        if result.value is not None and rdflib_term(statement.value) == result.value:
            return statement.at_value
    if len(found) > 1 and result.component.startswith("MaxCount"):
        return found[1].at_value
    if found:
        return found[0].at_predicate
    return next(iter(said.values()))[0].at_subject
