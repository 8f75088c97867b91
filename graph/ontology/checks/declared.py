"""Declarations of a vocabulary that deny themselves: links to values, values that are things."""

from __future__ import annotations

from graph.ontology.names import prefixed
from graph.ontology.roles import TYPE
from graph.ontology.statements import Findings, Statement, Statements
from graph.turtle.document import Iri, Literal
from graph.vocabulary import LOOP, OWL, RDFS, SH, XSD

_INTEGER = XSD + "integer"
#: Words of shapes whose value is a whole number.
_COUNTS = tuple(
    SH + name
    for name in (
        "minCount",
        "maxCount",
        "minLength",
        "maxLength",
        "qualifiedMinCount",
        "qualifiedMaxCount",
    )
)


def check_declared(own: Statements, everything: Statements, findings: Findings) -> None:
    """Note properties that are declared for what they cannot have.

    Args:
        own: the statements of the person.
        everything: these and the vocabulary, which says what is nothing else.
        findings: where problems go.
    """
    for typed in own.with_predicate(TYPE):
        if typed.value == OWL + "ObjectProperty":
            _note_range(everything, findings, typed, of_values=True)
        elif typed.value == OWL + "DatatypeProperty":
            _note_range(everything, findings, typed, of_values=False)
    _note_domains(own, everything, findings)


def check_counts(shapes: Statements, findings: Findings) -> None:
    """Note counts in shapes that are no whole numbers.

    Args:
        shapes: what the shapes say.
        findings: where problems go.
    """
    for predicate in _COUNTS:
        for one in shapes.with_predicate(predicate):
            value = one.value
            if isinstance(value, Literal) and value.datatype == _INTEGER:
                continue
            written = value.lexical if isinstance(value, Literal) else prefixed(str(value))
            digits = written if written.isdigit() else "1"
            findings.about(
                one,
                "shape-count",
                f'{prefixed(predicate)} is "{written}", and a count is a whole number without '
                "quotes.",
                f"Write {digits}.",
            )


def _note_range(
    everything: Statements, findings: Findings, typed: Statement, *, of_values: bool
) -> None:
    name = str(typed.triple.subject)
    for one in everything.of(name, RDFS + "range"):
        value = str(one.value)
        is_value = value.startswith(XSD) or any(
            kind == RDFS + "Datatype" for kind in everything.iris(value, TYPE)
        )
        is_thing = value.startswith(LOOP) and OWL + "Class" in list(everything.iris(value, TYPE))
        if not (is_value if of_values else is_thing):
            continue
        right = "DatatypeProperty" if of_values else "ObjectProperty"
        what = ("things", "values such as a number") if of_values else ("values", "things")
        findings.about(
            typed,
            "range-of-other-kind",
            f"it is declared for {what[0]} ({prefixed(str(typed.value))}), and its rdfs:range is "
            f"{what[1]}.",
            f"Write owl:{right}, or correct rdfs:range.",
        )
        return


def _note_domains(own: Statements, everything: Statements, findings: Findings) -> None:
    apart = [
        {str(one.value) for one in everything.items(str(members.value))}
        for members in everything.with_predicate(OWL + "members")
    ]
    seen: dict[str, Statement] = {}
    for one in own.with_predicate(RDFS + "domain"):
        name, value = str(one.triple.subject), one.value
        first = seen.setdefault(name, one)
        if first is one or not isinstance(value, Iri):
            continue
        if any({str(first.value), str(value)} <= classes for classes in apart):
            findings.about(
                one,
                "domains-disjoint",
                f"two domains mean that what has it is both at once, and nothing is both "
                f"{prefixed(str(first.value))} and {prefixed(str(value))}.",
                f"Write one domain: [ owl:unionOf ( {prefixed(str(first.value))} "
                f"{prefixed(str(value))} ) ].",
            )
