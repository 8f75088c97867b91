"""Everything that is wrong in some files, found in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from graph.errors import Problem, Severity
from graph.ontology.checks.credibility import check_credibility
from graph.ontology.checks.doubles import check_doubles, lint_names
from graph.ontology.checks.prefixes import mend_prefixes
from graph.ontology.checks.slips import check_slips, lint_commas
from graph.ontology.checks.unfinished import check_unfinished
from graph.ontology.literals import ill_typed, written
from graph.ontology.map_of_file import MapOfFile, map_of_file
from graph.ontology.names import one_of, prefixed
from graph.ontology.reading import (
    KeptDocuments,
    Reading,
    build_model,
    collect_documents,
    context_of,
)
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Findings, Statement, Statements
from graph.ontology.terms import Property, lint_reused_terms, lint_unread
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri, Literal
from graph.vocabulary import DCTERMS, OWL, PROV, QUDT, RDFS, SKOS, SOSA, word

#: Larger files are refused: a million lines of Turtle take gigabytes and minutes to check.
MOST_BYTES = 16_000_000


@dataclass(frozen=True)
class CheckResult:
    """What was checked, and what was found.

    Attributes:
        problems: errors, warnings and advice, in the order of reading the files.
        file_count: how many files were given; the shipped vocabulary does not count.
        triple_count: how many statements they hold.
        subject_count: how many things those are about.
        unreadable: whether a file could not be read or is not Turtle; then only that is told.
    """

    problems: tuple[Problem, ...]
    file_count: int
    triple_count: int
    subject_count: int
    unreadable: bool = False

    def of_file(self, file: str) -> tuple[Problem, ...]:
        """Return the problems that stand in one file.

        Args:
            file: as the places of problems call it.
        """
        return tuple(one for one in self.problems if one.place and one.place.file == file)


def check(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> CheckResult:
    """Return every problem in some files: what reading finds, slips in words, what is missing.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.

    Returns:
        All problems. Of files that are not Turtle, or cannot be read, only that is told: what the
        rest means depends on them.
    """
    return check_reading(collect_documents(paths, stdin=stdin, most_bytes=MOST_BYTES))


def check_syntax(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> CheckResult:
    """Return what keeps some files from being Turtle; what they mean is not asked.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
    """
    reading = collect_documents(paths, stdin=stdin, with_vocabulary=False, most_bytes=MOST_BYTES)
    triples = [triple for document in reading.documents for triple in document.triples]
    return CheckResult(
        tuple(sorted(reading.problems, key=lambda problem: problem.sort_key)),
        len(reading.documents),
        len(triples),
        len({triple.subject for triple in triples}),
        bool(reading.problems),
    )


def check_in_map(
    file: str | Path, text: str | None = None, *, kept: KeptDocuments | None = None
) -> CheckInMap:
    """Return every problem in the map that a file belongs to, with the file read as a part of it.

    Args:
        file: path of the Turtle file; places in it are called by this path, as given.
        text: what the file holds, if that is not what stands on the disk (unsaved in an editor).
        kept: documents from before, so that only what changed is read again.

    Returns:
        The map by the rule of :mod:`graph.ontology.map_of_file`, and the problems of all its
        files; ``of_file`` gives those of this one.

    >>> text = "@prefix : <https://w3id.org/loopmap/map/> . :a a :b"
    >>> [one.code for one in check_in_map("new.ttl", text).of_file]
    ['syntax-missing-dot']
    """
    found = map_of_file(file, text)
    label = str(file)
    reading = collect_documents(
        found.paths, unsaved={label: text}, kept=kept, most_bytes=MOST_BYTES
    )
    return CheckInMap(found, label, check_reading(reading), reading)


@dataclass(frozen=True)
class CheckInMap:
    """What is wrong in a map, with one of its files in view.

    Attributes:
        map: the map that the file belongs to.
        file: the file, as places of problems call it.
        result: the problems of the whole map.
        reading: the documents of the map, for what goes on from there.
    """

    map: MapOfFile
    file: str
    result: CheckResult
    reading: Reading

    @property
    def of_file(self) -> tuple[Problem, ...]:
        """The problems that stand in the file."""
        return self.result.of_file(self.file)


def check_reading(reading: Reading) -> CheckResult:
    """Return every problem in documents that were read."""
    own = Statements(reading.documents)
    problems = reading.problems or (*reading.notices, *find_faults(reading).problems)
    return CheckResult(
        tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        len(reading.documents),
        own.triple_count,
        len(own.by_subject),
        bool(reading.problems),
    )


def find_faults(reading: Reading, today: str | None = None) -> Findings:
    """Return everything that is wrong in some documents, beside the vocabulary they need.

    Args:
        reading: what was read.
        today: the date beyond which nothing can have been observed; that of the clock if ``None``.
    """
    findings = Findings()
    documents = mend_prefixes(reading.documents, findings)
    own = Statements(documents)
    statements = Statements((*documents, *reading.vocabulary))
    # Causes before consequences: what they explain is not told again.
    lint_names(statements, findings)
    lint_commas(documents, findings)
    lint_reused_terms(own, findings)
    context = context_of(statements, findings)
    model = build_model(context)
    lint_literals(own, findings)
    written = {str(one.value) for one in statements.with_predicate(Property.WRITTEN_AS)}
    lint_unread(own, written, findings)
    check_completeness(context, own)
    check_slips(context, own, model, today or date.today().isoformat())
    check_credibility(context, own, model)
    check_unfinished(own, findings)
    check_doubles(context, own, model)
    return findings


@dataclass(frozen=True, slots=True)
class Requirement:
    """A property that every thing of a kind has to have.

    Attributes:
        role: the kind of thing.
        predicate: IRI of the property.
        code: name of the rule.
        remedy: what to write.
        severity: how bad it is to leave it out.
    """

    role: Role
    predicate: str
    code: str
    remedy: str
    severity: Severity = Severity.ADVICE


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
        "Say where the source can be found (loop:address).",
        Severity.ERROR,
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
    Role.EVIDENCE: (*_OBSERVATION, PROV + "hadPrimarySource", Property.AS_OF),
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


def lint_literals(statements: Statements, findings: Findings) -> None:
    """Note literals that do not stand for a value of their own datatype, whoever reads them."""
    for subject, said in statements.by_subject.items():
        for predicate, found in said.items():
            for statement in found:
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
