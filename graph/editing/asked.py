"""What a form asks for a new thing, read from the shapes and the vocabulary of its map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from graph.editing.map_text import read_map_text
from graph.editing.paragraphs import dated, english, number, plain
from graph.errors import UsageError
from graph.ontology.contract import Bound, Contract, Expected, read_shapes
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.records import record
from graph.turtle.document import Iri, Literal, Term
from graph.vocabulary import DCTERMS, LOOP, RDF, RDFS, SKOS, XSD, word

_TEXT = RDF + "langString"
_LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
_DATES = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth"))
_WHOLE = frozenset(XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger"))
_NUMBERS = _WHOLE | {XSD + name for name in ("decimal", "double", "float")}
_NO_THINGS = frozenset({_TEXT, RDFS + "Literal", RDFS + "Resource"})


@record
class Option:
    """One value that can be chosen.

    Attributes:
        label: what people call it.
        term: as it is written.
    """

    label: str
    term: Term


@record
class Asked:
    """One property that may be said of a new thing.

    Attributes:
        iri: of the property.
        title: what people call it.
        help: what it is and what to write.
        needed: whether a map is wrong without it.
        single: whether it is said once at most.
        datatype: of its values, if they are of one kind.
        options: what can be chosen, by its word; ``None`` for a text or number of one's own.
        least: the least number allowed, if there is one.
        most: the greatest number allowed, if there is one.
    """

    iri: str
    title: str
    help: str
    needed: bool
    single: bool
    datatype: str | None
    options: Mapping[str, Option] | None
    least: Bound | None
    most: Bound | None

    def term(self, answer: str) -> Term:
        """Return an answer as it is written in a file.

        Args:
            answer: as typed, or the word of an option.

        Raises:
            UsageError: it is none of the options, no number, or out of bounds.
        """
        if self.options is not None:
            if answer in self.options:
                return self.options[answer].term
            near = did_you_mean(nearest(answer, self.options))
            raise UsageError(f"{self.title}: there is no '{answer}'. {near}".rstrip())
        if self._is_number:
            return self._number(answer)
        if self.datatype in _DATES:
            return dated(answer)
        return english(answer) if self.datatype in (None, _TEXT) else plain(answer)

    @property
    def _is_number(self) -> bool:
        return self.datatype in _NUMBERS or bool(self.least or self.most)

    def _number(self, answer: str) -> Term:
        try:
            found = number(answer)
            value = float(found.lexical)
        except ValueError:
            raise UsageError(
                f"{self.title} is '{answer}', which is no number. Write it with a point: 2.5"
            ) from None
        whole = self.datatype in _WHOLE
        too_low = self.least is not None and _beyond(float(self.least.value) - value, self.least)
        too_high = self.most is not None and _beyond(value - float(self.most.value), self.most)
        if too_low or too_high or (whole and value != int(value)):
            raise UsageError(f"{self.title} is {answer}. Write {self.bounds}.")
        return found

    @property
    def bounds(self) -> str:
        """The numbers that it may have, in words; empty if it is none."""
        if not self._is_number:
            return ""
        said = ["a whole number" if self.datatype in _WHOLE else "a number"]
        if self.least:
            said.append(f"{'of at least' if self.least.itself else 'above'} {self.least.value}")
        if self.most:
            said.append(f"{'of at most' if self.most.itself else 'below'} {self.most.value}")
        return f"{said[0]} {' and '.join(said[1:])}".rstrip()


def _beyond(difference: float, end: Bound) -> bool:
    return difference > 0 or (difference == 0 and not end.itself)


@record(slots=False)
class Vocabulary:
    """What the files of a map say of classes and things."""

    statements: Statements

    def with_superclasses(self, classes: Sequence[str]) -> frozenset[str]:
        """Return classes with all that they are below."""
        return self.statements.with_superclasses(classes)

    def text(self, iri: str, properties: Iterable[str]) -> str | None:
        """Return the first text of a thing among some properties."""
        for name in properties:
            for one in self.statements.of(iri, name):
                if isinstance(one.value, Literal):
                    return one.value.lexical
        return None

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The things of each class, those of the classes below it among them."""
        found: dict[str, list[str]] = {}
        for subject in self.statements.by_subject:
            direct = [str(one) for one in self.statements.iris(subject, TYPE)]
            for name in self.with_superclasses(direct) if not subject.startswith("_:") else ():
                found.setdefault(name, []).append(subject)
        return {name: tuple(subjects) for name, subjects in found.items()}


def asked_of(paths: Sequence[Path], classes: Iterable[str]) -> Mapping[str, Mapping[str, Asked]]:
    """Return what may be said of new things, by the map's own shapes and vocabulary.

    Args:
        paths: files and folders of the map.
        classes: words of the vocabulary, such as ``Component``.

    Returns:
        By class, then by the IRI of the property, in the order of the shapes.
    """
    vocabulary = Vocabulary(read_map_text(paths).said.context.statements)
    contract = Contract(vocabulary, read_shapes(paths))
    return {
        name: {
            property_: _asked(vocabulary, expected)
            for property_, expected in contract.of((LOOP + name,)).items()
            if property_ != TYPE
        }
        for name in classes
    }


def _asked(vocabulary: Vocabulary, expected: Expected) -> Asked:
    name = expected.property
    title = (
        expected.title
        or vocabulary.text(name, _LABELS)
        or word(re.split("[#/]", name)[-1]).replace("-", " ")
    )
    said = (
        expected.description or vocabulary.text(name, (RDFS + "comment", SKOS + "definition")),
        expected.advice,
    )
    things = [one for one in expected.classes if one not in _NO_THINGS]
    is_text = expected.datatype is None and _TEXT in expected.classes
    return Asked(
        name,
        title[:1].upper() + title[1:],
        " ".join(one for one in said if one),
        expected.needed,
        expected.single,
        _TEXT if is_text else expected.datatype,
        _options(vocabulary, expected, things),
        expected.least,
        expected.most,
    )


def _options(
    vocabulary: Vocabulary, expected: Expected, things: Sequence[str]
) -> Mapping[str, Option] | None:
    if expected.datatype == XSD + "boolean":
        return {one: Option(one, Literal(one, XSD + "boolean")) for one in ("true", "false")}
    if expected.texts:
        return {one: Option(one, plain(one)) for one in expected.texts}
    if expected.members:
        return {
            word(one): Option(vocabulary.text(one, _LABELS) or word(one), Iri(one))
            for one in expected.members
        }
    if not things:
        return None
    members = dict.fromkeys(one for name in things for one in vocabulary.members.get(name, ()))
    found = {
        word(one): Option(vocabulary.text(one, _LABELS) or word(one), Iri(one)) for one in members
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].label.casefold()))
