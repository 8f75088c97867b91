"""All statements of all files, by subject and property; and what was found wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.errors import Place, Problem, Severity
from graph.turtle.document import Blank, Document, Iri, Term, Triple
from graph.turtle.tokens import length_at
from graph.vocabulary import RDF, RDFS, word

_FIRST, _REST = RDF + "first", RDF + "rest"


#: Folders in which commands keep what they write: imports, and measurements with what stands in.
_WRITTEN_BY_COMMANDS = frozenset({"imported", "measured"})


def is_written_by_command(document: Document) -> bool:
    """Return whether a command writes a document anew, so that nobody can mend it by hand."""
    folders = document.file.replace("\\", "/").split("/")[:-1]
    return not _WRITTEN_BY_COMMANDS.isdisjoint(folders)


class Mark(NamedTuple):
    """A point in the text of a document."""

    document: Document
    offset: int


class Statement(NamedTuple):
    """A triple and the document it stands in."""

    triple: Triple
    document: Document

    @property
    def value(self) -> Term:
        """What is said."""
        return self.triple.object

    @property
    def at_subject(self) -> Mark:
        """Where its subject stands."""
        return Mark(self.document, self.triple.subject_at)

    @property
    def at_predicate(self) -> Mark:
        """Where its property stands."""
        return Mark(self.document, self.triple.predicate_at)

    @property
    def at_value(self) -> Mark:
        """Where its value stands."""
        return Mark(self.document, self.triple.object_at)

    @property
    def place(self) -> Place:
        """File, line and column of the value."""
        return self.document.place(self.triple.object_at)


Said = dict[str, list[Statement]]


class Statements:
    """The statements of several documents, indexed.

    Attributes:
        documents: what was read, in order; their blank nodes are told apart by document.
        by_subject: subject to property to statements.
        predicates: every property used.
        objects: every IRI used as a value.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self.by_subject: dict[str, Said] = {}
        self.predicates: set[str] = set()
        self.objects: set[str] = set()
        self.triple_count = 0
        for number, document in enumerate(self.documents):
            self._add(number, document)

    def with_superclasses(self, classes: Sequence[str]) -> frozenset[str]:
        """Return classes with all that they are below, also where some are below each other."""
        seen: set[str] = set()
        waiting = list(classes)
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += map(str, self.iris(current, RDFS + "subClassOf"))
        return frozenset(seen)

    def and_more(self, documents: Sequence[Document]) -> Statements:
        """Return these statements and those of further documents together.

        Args:
            documents: which are not among those at hand.
        """
        both = Statements(())
        both.documents = (*self.documents, *documents)
        both.by_subject = dict(self.by_subject)
        both.predicates, both.objects = set(self.predicates), set(self.objects)
        both.triple_count = self.triple_count
        for subject in {triple[0] for document in documents for triple in document.triples}:
            if subject in both.by_subject:
                said = both.by_subject[subject]
                both.by_subject[subject] = {name: [*found] for name, found in said.items()}
        for number, document in enumerate(documents, len(self.documents)):
            both._add(number, document)
        return both

    def _add(self, number: int, document: Document) -> None:
        by_subject, objects, new = self.by_subject, self.objects, tuple.__new__
        before: Iri | Blank = Iri()
        said = Said()
        for triple in document.triples:
            subject, predicate, value, _, _, _ = triple
            kind = type(value)
            if type(subject) is Blank or kind is Blank:
                triple = _with_own_blanks(triple, number)
                subject = triple[0]
            if kind is Iri:
                objects.add(value)  # type: ignore[arg-type]
            if subject is not before:
                # What is said of a subject mostly stands together.
                said = by_subject.setdefault(subject, {})
                before = subject
            statement = new(Statement, (triple, document))
            found = said.get(predicate)
            if found is None:
                said[predicate] = [statement]
            else:
                found.append(statement)
        self.predicates.update({triple[1] for triple in document.triples})
        self.triple_count += len(document.triples)

    def of(self, subject: str, predicate: str) -> Sequence[Statement]:
        """Return what is said of a subject with a property; nothing if nothing is."""
        return self.by_subject.get(subject, {}).get(predicate, ())

    def iris(self, subject: str, predicate: str) -> Iterable[Iri]:
        """Return those values of a property that are IRIs."""
        return (
            found.value for found in self.of(subject, predicate) if isinstance(found.value, Iri)
        )

    def values_of(self, predicate: str) -> set[Term]:
        """Return every value of a property once."""
        said = self.by_subject.values()
        return {statement[0][2] for one in said for statement in one.get(predicate, ())}

    def items(self, head: str) -> Iterator[Statement]:
        """Return the statements that name the items of an RDF list, in order."""
        seen: set[str] = set()
        while head not in seen:
            seen.add(head)
            yield from self.of(head, _FIRST)
            rest = self.of(head, _REST)
            head = str(rest[0].value) if rest else head

    def with_predicate(self, predicate: str) -> Iterable[Statement]:
        """Return every statement made with a property (a walk over all subjects, if it is used)."""
        if predicate not in self.predicates:
            return
        for said in self.by_subject.values():
            yield from said.get(predicate, ())


def _with_own_blanks(triple: Triple, number: int) -> Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, Blank):
        subject = Blank(f"_:{number}.{subject}")
    if isinstance(value, Blank):
        value = Blank(f"_:{number}.{value}")
    return triple._replace(subject=subject, object=value)


def called(subject: str) -> str | None:
    """Return what people call a subject; ``None`` for one without a name."""
    return None if subject.startswith("_:") else word(subject)


class Finding(NamedTuple):
    """A problem, with what it is about as IRIs, where it is about one.

    Attributes:
        problem: as it is told.
        focus: the subject it is about.
        predicate: the property.
        value: the thing that is named wrongly.
        meant: the thing that was probably meant.
    """

    problem: Problem
    focus: str | None
    predicate: str | None
    value: str | None = None
    meant: str | None = None


class Findings:
    """Gathers problems; of several about one and the same value only the first is kept."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._in_order: tuple[Finding, ...] | None = None
        self._marked_values: set[tuple[str, int]] = set()
        self._told: set[tuple[str, str]] = set()
        self._excused: set[str] = set()

    def add(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        subject: str | None = None,
        at: Mark | None = None,
        severity: Severity = Severity.ERROR,
        focus: str | None = None,
        predicate: str | None = None,
        about_value: bool = False,
        meant: str | None = None,
        value: str | None = None,
    ) -> None:
        """Keep a problem, unless it is about a value that has one already.

        Args:
            code: name of the rule.
            message: what is wrong.
            remedy: what to write instead.
            subject: what people call the thing it is about.
            at: where it stands.
            severity: how bad it is.
            focus: IRI of the thing it is about.
            predicate: IRI of the property it is about.
            about_value: whether it is about the one value, or property, that stands there.
            meant: IRI of what was probably meant by the word that stands there.
            value: IRI of the thing that is named there.
        """
        if at is not None and about_value:
            key = (at.document.file, at.offset)
            if key in self._marked_values:
                return
            self._marked_values.add(key)
        place = at.document.place(at.offset) if at else None
        line = at.document.line(place.line) if at and place else None
        length = length_at(at.document.text, at.offset) if at else 1
        better = at.document.name_of(meant) if at and meant else None
        problem = Problem(code, message, remedy, subject, place, line, severity, length, better)
        self._findings.append(Finding(problem, focus, predicate, value, meant))
        self._in_order = None
        if focus is not None and predicate is not None:
            self._told.add((focus, predicate))

    def about(
        self,
        statement: Statement,
        code: str,
        message: str,
        remedy: str,
        *,
        of_predicate: bool = False,
        severity: Severity = Severity.ERROR,
        predicate: str | None = None,
        meant: str | None = None,
        value: str | None = None,
    ) -> None:
        """Keep a problem with the value of a statement, unless that has one already.

        Args:
            statement: whose value it is.
            code: name of the rule.
            message: what is wrong.
            remedy: what to write instead.
            of_predicate: whether the problem is with its property and not with its value.
            severity: how bad it is.
            predicate: IRI of the property it is about, if that is not the one that stands there.
            meant: IRI of what was probably meant by the word that stands there.
            value: IRI of the thing that is named there.
        """
        subject = statement.triple.subject
        self.add(
            code,
            message,
            remedy,
            subject=called(subject),
            at=statement.at_predicate if of_predicate else statement.at_value,
            severity=severity,
            focus=str(subject),
            predicate=predicate or str(statement.triple.predicate),
            about_value=True,
            meant=meant,
            value=value,
        )

    def drop(self, found: Iterable[Finding]) -> None:
        """Take findings away that are told otherwise."""
        gone = {id(one) for one in found}
        self._findings = [one for one in self._findings if id(one) not in gone]
        self._in_order = None

    def add_again(self, found: Finding, more: str, severity: Severity | None = None) -> None:
        """Keep a finding with more words behind its message, and as bad as is said."""
        problem = replace(
            found.problem,
            message=f"{found.problem.message}{more}",
            severity=severity or found.problem.severity,
        )
        self._findings.append(found._replace(problem=problem))
        self._in_order = None

    def tell(self, focus: str, *predicates: str) -> None:
        """Count these properties of a subject as told: a problem asks whether they are meant."""
        self._told.update((focus, predicate) for predicate in predicates)

    def excuse(self, focus: str) -> None:
        """Tell no second values of a subject: that there are two of it is told already."""
        self._excused.add(focus)

    def excused(self, focus: str) -> bool:
        """Return whether it is told already that a subject stands for two things."""
        return focus in self._excused

    def has(self, focus: str, predicate: str) -> bool:
        """Return whether a problem is known about this property of this subject.

        What is missing is not told where a misspelt or unusable value has been told already.
        """
        return (focus, predicate) in self._told

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the order of reading the files."""
        if self._in_order is None:
            found = sorted(self._findings, key=lambda finding: finding.problem.sort_key)
            self._in_order = tuple(found)
        return self._in_order

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems alone, in the order of reading the files."""
        return tuple(finding.problem for finding in self.findings)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the answer."""
        found = (one.problem for one in self._findings)
        errors = (one for one in found if one.severity is Severity.ERROR)
        return tuple(sorted(errors, key=lambda problem: problem.sort_key))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that stand beside the answer, and advice."""
        return tuple(found for found in self.problems if found.severity is not Severity.ERROR)
