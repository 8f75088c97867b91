"""What may be said of a thing, and what a property expects: by the vocabulary and the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from graph.files import shipped_ontology
from graph.ontology.inputs import SHAPES
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.records import record
from graph.turtle.document import Literal
from graph.turtle.reading import read_turtle
from graph.vocabulary import OWL, RDFS, SH, XSD

_PROPERTY_TYPES = frozenset(
    OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


class Terms(Protocol):
    """A map with its vocabulary, as far as the contract asks it."""

    @property
    def statements(self) -> Statements:
        """What the files say."""

    def with_superclasses(self, classes: Sequence[str]) -> frozenset[str]:
        """Return classes with all that they are below."""


@record
class Bound:
    """One end of the numbers that a property may have.

    Attributes:
        value: as written.
        itself: whether the end is allowed too.
    """

    value: str
    itself: bool


@dataclass
class Expected:
    """What a property expects on things of some classes.

    Attributes:
        property: its IRI.
        classes: the classes of its values; empty if they are no things, or any.
        members: its values, where they are a closed list of things.
        texts: likewise, of a closed list of texts.
        datatype: of its values, where they are texts or numbers of one kind.
        required: whether the thing is incomplete without it.
        single: whether it may be said once only.
        advice: what to write, in a sentence, if the shapes say so.
        needed: whether a map is wrong without it, and not only incomplete.
        title: what the shapes call it, if they do.
        description: what the shapes say it is, if they do.
        least: the least number allowed, if there is one.
        most: the greatest number allowed, if there is one.
    """

    property: str
    classes: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    datatype: str | None = None
    required: bool = False
    single: bool = False
    advice: str | None = None
    needed: bool = False
    title: str | None = None
    description: str | None = None
    least: Bound | None = None
    most: Bound | None = None


def read_shapes(paths: Sequence[Path] = ()) -> Statements:
    """Return the contract of a map: its own if it brings one, else that which ships with loopmap.

    Args:
        paths: files and folders of the map; without any, the shipped contract is read.
    """
    folders = (path if path.is_dir() else path.parent for path in paths)
    own = (folder / SHAPES for folder in folders)
    path = next((one for one in own if one.is_file()), shipped_ontology() / SHAPES)
    return Statements((read_turtle(path.read_text(encoding="utf-8"), str(path)),))


class Contract:
    """What the shapes and the vocabulary of a map say of each class."""

    def __init__(self, state: Terms, shapes: Statements) -> None:
        self._state = state
        self._shapes = shapes
        self._known: dict[frozenset[str], Mapping[str, Expected]] = {}

    def of(self, classes: Sequence[str]) -> Mapping[str, Expected]:
        """Return what may be said of things of some classes, by property.

        Args:
            classes: IRIs, as said of the thing; what these are below is found here.

        Returns:
            Nothing for a thing without a class.
        """
        above = self._state.with_superclasses(classes)
        if above not in self._known:
            self._known[above] = self._worked_out(above)
        return self._known[above]

    def any_thing(self, property_: str) -> Expected:
        """Return what a property expects by the vocabulary alone, whatever it stands on."""
        expected = Expected(property_)
        self._from_vocabulary(expected)
        return expected

    def _worked_out(self, above: frozenset[str]) -> Mapping[str, Expected]:
        found: dict[str, Expected] = {}
        for name, domains in self._domains.items():
            if above & domains:
                found[name] = Expected(name)
        for shape in self._property_shapes(above):
            for path in self._shapes.of(shape, SH + "path"):
                # A path that is no single property stands in square brackets.
                if not str(path.value).startswith("_:"):
                    name = str(path.value)
                    self._from_shape(found.setdefault(name, Expected(name)), shape)
        for expected in found.values():
            self._from_vocabulary(expected)
        return found

    @cached_property
    def _domains(self) -> Mapping[str, frozenset[str]]:
        statements = self._state.statements
        return {
            subject: frozenset(self._classes_of(statements, subject, RDFS + "domain"))
            for subject, said in statements.by_subject.items()
            if any(str(one.value) in _PROPERTY_TYPES for one in said.get(TYPE, ()))
        }

    def _property_shapes(self, above: frozenset[str]) -> Iterator[str]:
        for target in self._shapes.with_predicate(SH + "targetClass"):
            if str(target.value) in above:
                for shape in self._shapes.of(str(target.triple.subject), SH + "property"):
                    yield str(shape.value)

    def _from_shape(self, expected: Expected, shape: str) -> None:
        shapes = self._shapes
        some = any(_is_one_or_more(v.value) for v in shapes.of(shape, SH + "minCount"))
        expected.required |= some
        expected.needed |= some and SH + "Warning" not in set(shapes.iris(shape, SH + "severity"))
        expected.single |= any(
            isinstance(v.value, Literal) and v.value.lexical == "1"
            for v in shapes.of(shape, SH + "maxCount")
        )
        expected.classes += map(str, shapes.iris(shape, SH + "class"))
        for listed in shapes.of(shape, SH + "or"):
            for one in shapes.items(str(listed.value)):
                expected.classes += map(str, shapes.iris(str(one.value), SH + "class"))
        for listed in shapes.of(shape, SH + "in"):
            values = [one.value for one in shapes.items(str(listed.value))]
            expected.members += (str(one) for one in values if not isinstance(one, Literal))
            expected.texts += (one.lexical for one in values if isinstance(one, Literal))
        for kind in shapes.iris(shape, SH + "datatype"):
            expected.datatype = str(kind)
        for named in shapes.iris(shape, SH + "node"):
            expected.datatype = expected.datatype or self._first_datatype(named)
        expected.advice = expected.advice or self._text(shape, "message")
        expected.title = expected.title or self._text(shape, "name")
        expected.description = expected.description or self._text(shape, "description")
        expected.least = expected.least or self._bound(shape, "min")
        expected.most = expected.most or self._bound(shape, "max")

    def _text(self, shape: str, name: str) -> str | None:
        found = (one.value for one in self._shapes.of(shape, SH + name))
        return next((one.lexical for one in found if isinstance(one, Literal)), None)

    def _bound(self, shape: str, end: str) -> Bound | None:
        for name, itself in ((f"{end}Inclusive", True), (f"{end}Exclusive", False)):
            if (value := self._text(shape, name)) is not None:
                return Bound(value, itself)
        return None

    def _first_datatype(self, shape: str) -> str | None:
        kinds: list[str] = []
        for listed in self._shapes.of(shape, SH + "or"):
            for one in self._shapes.items(str(listed.value)):
                kinds += map(str, self._shapes.iris(str(one.value), SH + "datatype"))
        # Where whole numbers and others are let in, a number is meant.
        return XSD + "decimal" if XSD + "decimal" in kinds else next(iter(kinds), None)

    def _from_vocabulary(self, expected: Expected) -> None:
        statements, name = self._state.statements, expected.property
        types = set(statements.iris(name, TYPE))
        expected.single |= OWL + "FunctionalProperty" in types
        for range_ in self._classes_of(statements, name, RDFS + "range"):
            if range_.startswith(XSD):
                expected.datatype = expected.datatype or range_
            elif not expected.classes:
                expected.classes.append(range_)

    def _classes_of(self, statements: Statements, name: str, property_: str) -> Iterator[str]:
        for one in statements.of(name, property_):
            union = statements.of(str(one.value), OWL + "unionOf")
            narrowed = statements.of(str(one.value), OWL + "onDatatype")
            for listed in union:
                yield from (str(item.value) for item in statements.items(str(listed.value)))
            yield from (str(item.value) for item in narrowed)
            if not union and not narrowed:
                yield str(one.value)


def _is_one_or_more(value: object) -> bool:
    return isinstance(value, Literal) and value.lexical.isdigit() and int(value.lexical) > 0
