"""All statements of all files, by subject and property."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.errors import Place
from graph.ontology.findings import Mark
from graph.turtle.document import Blank, Document, Iri, Term, Triple
from graph.vocabulary import RDF

_FIRST, _REST = RDF + "first", RDF + "rest"


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

    def _add(self, number: int, document: Document) -> None:
        by_subject, objects = self.by_subject, self.objects
        for triple in document.triples:
            subject, predicate, value = triple[0], triple[1], triple[2]
            kind = type(value)
            if type(subject) is Blank or kind is Blank:
                triple = _with_own_blanks(triple, number)
                subject = triple[0]
            elif kind is Iri:
                objects.add(value)  # type: ignore[arg-type]
            said = by_subject.get(subject)
            if said is None:
                said = by_subject[subject] = {}
            statement = Statement(triple, document)
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

    def items(self, head: str) -> Iterator[Statement]:
        """Return the statements that name the items of an RDF list, in order."""
        seen: set[str] = set()
        while head not in seen:
            seen.add(head)
            yield from self.of(head, _FIRST)
            rest = self.of(head, _REST)
            head = str(rest[0].value) if rest else head

    def with_predicate(self, predicate: str) -> Iterable[Statement]:
        """Return every statement made with a property (a walk over all subjects)."""
        for said in self.by_subject.values():
            yield from said.get(predicate, ())


def _with_own_blanks(triple: Triple, number: int) -> Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, Blank):
        subject = Blank(f"_:{number}.{subject}")
    if isinstance(value, Blank):
        value = Blank(f"_:{number}.{value}")
    return triple._replace(subject=subject, object=value)
