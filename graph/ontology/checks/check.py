"""Everything that is wrong in some files, found in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TextIO

from graph.errors import Place, Problem, Severity
from graph.model import LoopModel
from graph.ontology.checks.addresses import check_addresses
from graph.ontology.checks.causes import gather_causes
from graph.ontology.checks.completeness import check_completeness
from graph.ontology.checks.credibility import check_credibility
from graph.ontology.checks.customs import check_customs
from graph.ontology.checks.dates import check_dates
from graph.ontology.checks.declared import check_declared
from graph.ontology.checks.doubles import check_doubles, lint_names
from graph.ontology.checks.fitting import check_fitting, lint_dependency_names
from graph.ontology.checks.intervals import check_intervals
from graph.ontology.checks.named import check_names
from graph.ontology.checks.named_loops import check_named_loops
from graph.ontology.checks.prefixes import mend_prefixes
from graph.ontology.checks.related import check_related
from graph.ontology.checks.shapes import check_shapes, is_shapes, read_shapes
from graph.ontology.checks.slips import check_slips, lint_commas
from graph.ontology.checks.speedups import check_speedups
from graph.ontology.checks.superseded import check_superseded
from graph.ontology.checks.supposed import check_supposed
from graph.ontology.checks.texts import check_texts
from graph.ontology.checks.tidiness import check_tidiness
from graph.ontology.checks.unfinished import check_unfinished
from graph.ontology.checks.units import check_units
from graph.ontology.literals import ill_typed
from graph.ontology.map_of_file import MapOfFile, map_of_file
from graph.ontology.names import prefixed
from graph.ontology.reading import (
    VOCABULARY,
    KeptDocuments,
    Reading,
    build_model,
    collect_documents,
    context_of,
)
from graph.ontology.reused_terms import lint_reused_terms
from graph.ontology.roles import Roles
from graph.ontology.statements import Findings, Statements
from graph.ontology.terms import Property, lint_terms, lint_unread
from graph.records import record
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle


@record(slots=False)
class Examined:
    """What came out of a look at all statements, kept so that nobody has to look again.

    Attributes:
        findings: everything that is wrong.
        statements: all of them, as they were meant.
        roles: what each subject is.
        model: what they say as records; ``None`` while an error stands in the way.
    """

    findings: Findings
    statements: Statements
    roles: Roles
    model: LoopModel | None


@record(slots=False)
class CheckResult:
    """What was checked, and what was found.

    Attributes:
        problems: errors, warnings and advice, in the order of reading the files.
        file_count: how many files were given; the shipped vocabulary does not count.
        triple_count: how many statements they hold.
        subject_count: how many things those are about.
        unreadable: whether a file could not be read or is not Turtle; what the others mean is then
            not asked.
        examined: what the statements came to; ``None`` if they were not asked for their meaning.
    """

    problems: tuple[Problem, ...]
    file_count: int
    triple_count: int
    subject_count: int
    unreadable: bool = False
    examined: Examined | None = field(default=None, repr=False, compare=False)

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
        All problems. Of files that are not Turtle, or cannot be read, only that is told; of the
        others then only what their own text shows, since what they mean depends on them.
    """
    data = tuple(path for path in paths if not is_shapes(path))
    # Shapes that are named alone speak of the terms of the map they lie in.
    within = data or _around(paths)
    reading = collect_documents(within, stdin=stdin)
    result = check_reading(reading) if data else CheckResult((), 0, 0, 0)
    return _with_shapes(result, read_shapes(paths), reading)


def _around(paths: Sequence[str | Path]) -> tuple[Path, ...]:
    found = [map_of_file(path) for path in paths]
    return tuple(path for one in found if one.root is not None for path in one.paths)


def _with_shapes(result: CheckResult, shapes: Sequence[Document], reading: Reading) -> CheckResult:
    """Return what was found, with what is wrong in files of shapes."""
    found = [one for shape in shapes for one in check_shapes(shape, reading.all_documents)]
    said = Statements(shapes)
    return CheckResult(
        tuple(sorted((*result.problems, *found), key=lambda problem: problem.sort_key)),
        result.file_count + len(shapes),
        result.triple_count + said.triple_count,
        result.subject_count + len(said.by_subject),
        result.unreadable or any(shape.problems for shape in shapes),
    )


def check_syntax(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> CheckResult:
    """Return what keeps some files from being Turtle; what they mean is not asked.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
    """
    data = tuple(path for path in paths if not is_shapes(path))
    reading = collect_documents(data, stdin=stdin, with_vocabulary=False)
    shapes = read_shapes(paths)
    documents = (*reading.documents, *shapes)
    problems = (*reading.problems, *(one for shape in shapes for one in shape.problems))
    triples = [triple for document in documents for triple in document.triples]
    return CheckResult(
        tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        len(documents),
        len(triples),
        len({triple.subject for triple in triples}),
        bool(problems),
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
    # The same text is read once, whoever asks first.
    kept = kept or KeptDocuments()
    found = map_of_file(file, text, kept.read)
    label = str(file)
    if is_shapes(file):
        reading = collect_documents(found.paths if found.root else (), kept=kept)
        shapes = read_shapes((file,)) if text is None else (read_turtle(text, label),)
        return CheckInMap(
            found, label, _with_shapes(check_reading(reading), shapes, reading), reading
        )
    reading = collect_documents(found.paths, unsaved={label: text}, kept=kept)
    return CheckInMap(found, label, check_reading(reading), reading)


@record(slots=False)
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
    examined = None
    if reading.problems:
        problems = (*reading.problems, *_unread_beside(reading), *lint_readable(reading))
    else:
        examined = examine(reading)
        problems = (*reading.notices, *examined.findings.problems)
    subjects = {triple[0] for document in reading.documents for triple in document.triples}
    return CheckResult(
        tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        len(reading.documents),
        sum(len(document.triples) for document in reading.documents),
        len(subjects),
        bool(reading.problems),
        examined,
    )


def _unread_beside(reading: Reading) -> list[Problem]:
    """Return for each sound file that only its text was checked, because another is broken."""
    broken = next((one for one in reading.problems if one.place), None)
    if broken is None:
        return []
    files = {one.place.file for one in reading.problems if one.place}
    return [
        Problem(
            "map-unreadable",
            f"another file of its map cannot be read ({broken.place}), so that only the text of "
            "this file was checked, not what it means.",
            f"Correct that one first: {broken.message}",
            place=Place(document.file, 0),
            severity=Severity.WARNING,
        )
        for document in reading.documents
        if document.file not in files
    ]


def lint_readable(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong in the text of files that can be read, where others beside them cannot.

    What they mean depends on the others and is not asked. Nothing is said of a word that a broken
    file speaks of: it may well be declared there.

    Args:
        reading: what was read, with problems.
    """
    broken = [document for document in reading.documents if document.problems]
    lost = " ".join(document.text for document in broken)
    findings = Findings()
    documents = mend_prefixes([one for one in reading.documents if not one.problems], findings)
    own = Statements(documents)
    everything = Statements((*documents, *broken, *reading.vocabulary))
    lint_commas(documents, findings)
    lint_reused_terms(own, findings)
    if all(term in everything.by_subject for term in VOCABULARY.values()):
        lint_terms(everything, findings)
    lint_literals(own, findings)
    check_unfinished(own, findings)
    files = {document.file for document in documents}
    return tuple(
        one
        for one in findings.problems
        if one.place and one.place.file in files and not (_word_at(one) and _word_at(one) in lost)
    )


def _word_at(problem: Problem) -> str:
    """Return the word of the vocabulary that a finding is about; nothing for any other finding."""
    if problem.code != "unknown-term" or problem.place is None:
        return ""
    start = problem.place.column - 1
    return (problem.source_line or "")[start : start + problem.length]


def examine(reading: Reading, today: str | None = None) -> Examined:
    """Return everything that is wrong in some documents, with what was made of them on the way.

    Args:
        reading: what was read, without problems.
        today: the date beyond which nothing can have been observed; that of the clock if ``None``.
    """
    findings = Findings()
    documents = mend_prefixes(reading.documents, findings)
    own = Statements(documents)
    statements = own.and_more(reading.vocabulary) if reading.vocabulary else own
    # Causes before consequences: what they explain is not told again.
    lint_names(statements, findings)
    lint_commas(documents, findings)
    lint_reused_terms(own, findings)
    check_declared(own, statements, findings)
    context = context_of(statements, findings)
    lint_dependency_names(context, own)
    model = build_model(context)
    usable, notices = not findings.errors, (*reading.notices, *findings.warnings)
    lint_literals(own, findings)
    written = {str(one.value) for one in statements.with_predicate(Property.WRITTEN_AS)}
    lint_unread(own, written, findings)
    check_completeness(context, own)
    check_dates(context, own, model, today or date.today().isoformat())
    check_slips(context, own, model)
    check_units(context, own, model)
    check_intervals(context, own, model)
    check_speedups(context, own, model)
    check_credibility(context, own, model)
    check_unfinished(own, findings)
    check_texts(own, documents, findings)
    check_doubles(context, own, model)
    check_fitting(context, own)
    check_names(context, own, model)
    check_addresses(context, own)
    check_named_loops(context, own, model)
    check_related(context, own, model)
    check_superseded(context, own, model)
    check_supposed(context, own, model)
    check_customs(context, own, model)
    check_tidiness(context, own, model, documents)
    gather_causes(context, own)
    files = tuple(document.file for document in reading.documents)
    named = replace(model, digest=reading.digest, files=files, notices=notices)
    return Examined(findings, statements, context.roles, named if usable else None)


def lint_literals(statements: Statements, findings: Findings) -> None:
    """Note literals that do not stand for a value of their own datatype, whoever reads them."""
    for said in statements.by_subject.values():
        for predicate, found in said.items():
            for statement in found:
                misfit = ill_typed(statement.value)
                if misfit is not None:
                    findings.about(
                        statement,
                        misfit.code,
                        f"{prefixed(predicate)}: {misfit.message}",
                        misfit.remedy,
                    )
