"""What a careful editor tidies: advice on labels, files and words that nothing is lost without.

It waits until there is no error: a word misspelt in one place leaves another one unused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import Severity
from graph.model import LoopModel
from graph.ontology.checks.prefixes import declared_at
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import (
    Findings,
    Mark,
    Statement,
    Statements,
    is_written_by_command,
)
from graph.ontology.things import Context, Thing
from graph.turtle.document import Document, Iri, Literal
from graph.vocabulary import DCTERMS, LOOP, RDFS, SKOS, Kind, word

#: A file of so many lines is hard to find one's way in, and to compare with an older one.
MOST_LINES = 2000
_WAITS_ONLY = "it waits for others, and nothing waits for it"
_WAITED_FOR_ONLY = "others wait for it, and it waits for nothing"
_DEFINITION = SKOS + "definition"
#: What is told apart by its text: the property, and what to write.
_TELLING_TEXTS = (
    (RDFS + "label", "Give this one a label that tells the two apart."),
    (DCTERMS + "title", "Give this one a title that tells the two apart."),
    (_DEFINITION, "Say of this one what sets it apart from the other."),
)
#: What calls a thing as a label does.
_LIKEWISE = {RDFS + "label": (SKOS + "altLabel",)}


def check_tidiness(
    context: Context, own: Statements, model: LoopModel, documents: Sequence[Document]
) -> None:
    """Note, as advice, what makes a map hard to read: nothing of it changes an answer.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
        documents: the files of the person.
    """
    if context.findings.errors:
        return
    for document in documents:
        _note_unused_prefixes(document, context.findings)
        _note_length(document, context.findings)
        _note_told_twice(document, context.findings)
    for role in Role:
        if role not in (Role.UNCLEAR, Role.SUPPOSITION):
            _note_same_texts(context, own, role)
    _note_unused_metrics(context, own, model)
    _note_one_way_parts(context, own, model)


def _note_unused_prefixes(document: Document, findings: Findings) -> None:
    for prefix in document.prefixes:
        name = re.escape(prefix)
        used = re.search(rf"(?<![^\s;,.(\[)\]^}}{{])(?<!prefix ){name}:(?!\s+<)", document.text)
        wanted = rf"(?<![\w-]){name}:\w"
        if used is None and not any(
            one.problem.place is not None
            and one.problem.place.file == document.file
            and re.search(wanted, one.problem.remedy)
            for one in findings.findings
        ):
            # What is to be written here needs it.
            findings.add(
                "prefix-unused",
                f"`{prefix}:` is declared, and nothing in this file is written with it.",
                "Take the line away.",
                at=Mark(document, declared_at(document, prefix)),
                severity=Severity.ADVICE,
            )


def _note_length(document: Document, findings: Findings) -> None:
    lines = document.text.count("\n")
    if lines >= MOST_LINES and not is_written_by_command(document):
        findings.add(
            "many-lines",
            f"this file has {lines:,} lines, and {MOST_LINES:,} are many to find one's way in.",
            "Move some of its paragraphs to a file of their own: a map is all files of its folder.",
            at=Mark(document, 0),
            severity=Severity.ADVICE,
        )


def _note_told_twice(document: Document, findings: Findings) -> None:
    """Note a statement that stands twice in one paragraph: the second says nothing."""
    block, seen = -1, dict[tuple[str, object], int]()
    for subject, predicate, value, subject_at, predicate_at, value_at in document.triples:
        if type(subject) is not Iri:
            continue
        if subject_at != block:
            block, seen = subject_at, {}
        first = seen.setdefault((predicate, value), value_at)
        if first != value_at:
            findings.add(
                "statement-twice",
                f"{prefixed(predicate)} says the same here and at {document.place(first)}.",
                "Take one of the two away, or name the other thing that was meant.",
                subject=word(subject),
                at=Mark(document, predicate_at),
                focus=str(subject),
                predicate=str(predicate),
                severity=Severity.ADVICE,
            )


def _note_same_texts(context: Context, own: Statements, role: Role) -> None:
    """Note things of one kind that a reader cannot tell apart by what they are called."""
    for predicate, remedy in _TELLING_TEXTS:
        seen: dict[Literal, Statement] = {}
        said = [
            statement
            for name in context.roles.of(role)
            if name in own.by_subject and not context.findings.excused(name)
            for said_by in (predicate, *_LIKEWISE.get(predicate, ()))
            for statement in own.of(name, said_by)
        ]
        for statement in sorted(said, key=lambda one: one.place):
            text = statement.value
            if not isinstance(text, Literal):
                continue
            first = seen.setdefault(text, statement)
            if first.triple.subject != statement.triple.subject:
                if _fits_name(statement, text) > _fits_name(first, text):
                    first, statement = statement, first
                Thing(context, statement.triple.subject, role).complain(
                    "definition-twice" if predicate == _DEFINITION else "label-twice",
                    f"{prefixed(statement.triple.predicate)} says the same of "
                    f"{prefixed(first.triple.subject)} "
                    f"at {first.place}.",
                    remedy,
                    about=statement,
                    severity=Severity.ADVICE,
                )


def _fits_name(statement: Statement, text: Literal) -> int:
    """Return how many words of a text stand in the name of what it is said of."""
    words = set(re.findall(r"[a-z0-9]+", text.lexical.lower()))
    return len(words & set(word(statement.triple.subject).split("-")))


def _note_unused_metrics(context: Context, own: Statements, model: LoopModel) -> None:
    used = {one.metric for one in model.observations.values()}
    used |= {one.metric for case in model.scenarios.values() for one in case.suppositions}
    used |= {metric.rule.metric for metric in model.metrics.values() if metric.rule}
    for thing in context.things(Role.METRIC):
        # The vocabulary offers its words to every map, whether one uses them or not.
        if thing.name not in own.by_subject or thing.name.startswith(LOOP):
            continue
        if thing.id not in used:
            thing.complain(
                "metric-unused",
                "no number of the map is of this metric.",
                "Take it away, or give the number that it is for.",
                severity=Severity.ADVICE,
            )


def _note_one_way_parts(context: Context, own: Statements, model: LoopModel) -> None:
    """Note parts that wait and are never waited for, or the other way round."""
    gates = [
        one
        for one in model.dependencies.values()
        if one.kind is Kind.GATES and one.source in model.components
    ]
    heads, tails = {one.target for one in gates}, {one.source for one in gates}
    if not heads & tails:
        # There is no loop at all, which is told as such.
        return
    for thing in context.things(Role.COMPONENT):
        if thing.name in own.by_subject and (thing.id in heads) != (thing.id in tails):
            waits = thing.id in heads
            said = _WAITS_ONLY if waits else _WAITED_FOR_ONLY
            thing.complain(
                "component-one-way",
                f"{said}, so that it is in no loop.",
                f"Say what {'waits for it' if waits else 'it waits for'}, with a loop:lag if that "
                "is in a later generation.",
                severity=Severity.ADVICE,
            )
