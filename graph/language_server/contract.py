"""What may be said of a thing, and what a property expects: by the vocabulary and the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.files import shipped_ontology
from graph.language_server.map_state import MapState
from graph.ontology.inputs import SHAPES
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.turtle.document import Literal
from graph.turtle.reading import read_turtle
from graph.vocabulary import OWL, RDFS, SH, XSD

_PROPERTY_TYPES = frozenset(
    OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


@dataclass
class Expected:
    """What a property expects on things of some classes.

    Attributes:
        property: its IRI.
        classes: the classes of its values; empty if they are no things, or any.
        members: its values, where they are a closed list.
        datatype: of its values, where they are texts or numbers of one kind.
        required: whether the thing is incomplete without it.
        single: whether it may be said once only.
        advice: what to write, in a sentence, if the shapes say so.
    """

    property: str
    classes: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    datatype: str | None = None
    required: bool = False
    single: bool = False
    advice: str | None = None


def read_shapes() -> Statements:
    """Return the published contract as it ships with loopmap."""
    path = shipped_ontology() / SHAPES
    return Statements((read_turtle(path.read_text(encoding="utf-8"), str(path)),))


class Contract:
    """What the shapes and the vocabulary of a map say of each class."""

    def __init__(self, state: MapState, shapes: Statements) -> None:
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
        expected.required |= any(
            _is_one_or_more(v.value) for v in shapes.of(shape, SH + "minCount")
        )
        expected.single |= any(
            isinstance(v.value, Literal) and v.value.lexical == "1"
            for v in shapes.of(shape, SH + "maxCount")
        )
        expected.classes += map(str, shapes.iris(shape, SH + "class"))
        for listed in shapes.of(shape, SH + "or"):
            for one in shapes.items(str(listed.value)):
                expected.classes += map(str, shapes.iris(str(one.value), SH + "class"))
        for listed in shapes.of(shape, SH + "in"):
            expected.members += (str(one.value) for one in shapes.items(str(listed.value)))
        for kind in shapes.iris(shape, SH + "datatype"):
            expected.datatype = str(kind)
        for said in shapes.of(shape, SH + "message"):
            if expected.advice is None and isinstance(said.value, Literal):
                expected.advice = said.value.lexical

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
