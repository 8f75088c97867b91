"""Texts that somebody still has to write."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.names import prefixed
from graph.ontology.statements import Findings, Statements
from graph.ontology.things import Thing
from graph.turtle.document import Literal

#: How such a text begins, whoever wrote it.
_MARK = "TODO"
#: How it begins where a command left it to a person.
LEFT_TO_DO = f"{_MARK}: "


def check_unfinished(own: Statements, findings: Findings) -> None:
    """Note every text that begins with ``TODO``: what ``loopmap new`` leaves to be reasoned.

    Args:
        own: the statements of the person.
        findings: where problems go.
    """
    for said in own.by_subject.values():
        for predicate, statements in said.items():
            for statement in statements:
                value = statement.value
                if not isinstance(value, Literal) or not _is_left(value):
                    continue
                what = value.lexical.strip().removeprefix(_MARK).strip(" :") or "write this text"
                findings.about(
                    statement,
                    "left-to-do",
                    f"{prefixed(predicate)} is still to be written.",
                    f"{what[:1].upper()}{what[1:]}",
                    severity=Severity.WARNING,
                )


def is_unfinished(thing: Thing) -> bool:
    """Return whether a text of a thing is still to be written: what it lacks is told by that."""
    said = thing.context.statements.by_subject.get(thing.name, {})
    return any(
        isinstance(one.value, Literal) and _is_left(one.value)
        for statements in said.values()
        for one in statements
    )


def _is_left(text: Literal) -> bool:
    return text.lexical.lstrip().startswith(_MARK)
