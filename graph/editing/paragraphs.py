"""Paragraphs of Turtle for new things, laid out as the shipped files are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.records import record
from graph.turtle.document import Iri, Literal, Term
from graph.turtle.spelling import number_from, number_of, spell
from graph.vocabulary import PREFIXES, RDF, XSD


@record
class Paragraph:
    """What is to be said of one new thing.

    Attributes:
        subject: its name.
        said: properties with their values, in the order in which they are written.
    """

    subject: Iri
    said: tuple[tuple[str, tuple[Term, ...]], ...]

    @property
    def namespaces(self) -> set[str]:
        """The usual namespaces that it needs."""
        terms = [self.subject, *(Iri(predicate) for predicate, _ in self.said)]
        for _, values in self.said:
            terms += [Iri(one.datatype) if isinstance(one, Literal) else Iri(one) for one in values]
        found = set()
        for namespace in PREFIXES.values():
            if any(term.startswith(namespace) for term in terms if _needs_prefix(term)):
                found.add(namespace)
        return found

    def text(self, prefixes: Mapping[str, str]) -> str:
        """Return it as Turtle.

        Args:
            prefixes: prefix to namespace, for its names.
        """
        lines = []
        for predicate, values in self.said:
            verb = "a" if predicate == RDF + "type" else spell(Iri(predicate), prefixes)
            lines.append(f"{verb} {' , '.join(spell(value, prefixes) for value in values)}")
        return f"{spell(self.subject, prefixes)} " + " ;\n    ".join(lines) + " .\n"


def _needs_prefix(term: str) -> bool:
    bare = ("string", "integer", "decimal", "double", "boolean")
    return term != RDF + "type" and term not in {XSD + name for name in bare} | {RDF + "langString"}


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(text, RDF + "langString", "en")


def plain(text: str) -> Literal:
    """Return a text without a language."""
    return Literal(text, XSD + "string")


def number(value: float | str) -> Literal:
    """Return a number, written as it was typed if it was.

    Raises:
        ValueError: the text is no number.
    """
    if not isinstance(value, str):
        return number_of(value)
    found = number_from(value.strip())
    if found is None:
        raise ValueError(value)
    return found


def dated(text: str) -> Literal:
    """Return a date, month or year.

    >>> dated("2026-08").datatype.endswith("gYearMonth")
    True
    """
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Literal(text, XSD + kinds.get(len(text), "date"))


#: Properties with their values, in order.
Properties = tuple[tuple[str, tuple[Term, ...]], ...]


def said(*pairs: tuple[str, Iterable[Term] | Term | None]) -> Properties:
    """Return properties with their values, those without a value left out."""
    found: list[tuple[str, tuple[Term, ...]]] = []
    for predicate, value in pairs:
        if value is None:
            continue
        values: Sequence[Term] = (
            (value,) if isinstance(value, Iri | Literal) else tuple(value)  # type: ignore[arg-type]
        )
        if values:
            found.append((predicate, tuple(values)))
    return tuple(found)
