"""The forms of the page 'Build': what each act asks for, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field as dataclass_field
from dataclasses import replace
from functools import partial
from typing import Protocol

from graph.editing import new_groups, new_things
from graph.editing.asked import Asked
from graph.editing.map_text import MapText
from graph.editing.paragraphs import Properties, said
from graph.editing.proposals import Act, Noted, written_by
from graph.editing.rename import rename
from graph.editing.set_value import Grounds, set_value
from graph.editing.writer import COMMENT, DEFINITION, LABEL
from graph.model import LoopModel
from graph.ontology.terms import Property
from graph.records import record
from graph.vocabulary import ABOUT, DCTERMS, LOOP, MEASURED, RESULT, SOURCE, Family, Kind

#: What a reader typed or chose, by the name of the field; empty texts are left out.
Given = Mapping[str, str]


@record
class Field:
    """One thing that a form asks for.

    Attributes:
        name: of the field.
        title: what stands above it.
        help: what to write, in one sentence.
        needed: whether nothing can be proposed without it.
        options: what can be chosen, by id, with labels; ``None`` for a text of one's own.
        several: whether more than one may be chosen.
        iri: of the property that it is about, by which the shapes of the map speak of it too.
        filled: whether the act writes something sensible where it is left out.
    """

    name: str
    title: str
    help: str = ""
    needed: bool = False
    options: Callable[[LoopModel], Mapping[str, str]] | None = None
    several: bool = False
    iri: str = ""
    filled: bool = False

    def with_shape(self, asked: Asked | None) -> Field:
        """Return the field with what the shapes say of its property."""
        if asked is None:
            return self
        said_of_it = " ".join(one for one in (self.help, asked.help) if one)
        options = self.options or (None if asked.options is None else lambda _: _shown(asked))
        needed = self.needed or (asked.needed and not self.filled)
        return replace(self, help=said_of_it, needed=needed, options=options)


class MakeAct(Protocol):
    """Makes the act of the answers to a form."""

    def __call__(self, given: Given, further: Properties = ..., /) -> Act:
        """Return it; ``further`` is said of the new thing besides."""


def _shown(asked: Asked) -> dict[str, str]:
    return {key: option.label for key, option in (asked.options or {}).items()}


def _field_of(asked: Asked) -> Field:
    options = None if asked.options is None else lambda _: _shown(asked)
    help_ = " ".join(one for one in (asked.help, asked.bounds and f"{asked.bounds}.") if one)
    several = options is not None and not asked.single
    return Field(asked.iri, asked.title, help_, asked.needed, options, several)


def _values(asked: Asked, answer: str) -> list[str]:
    return answer.split(SEPARATOR) if asked.options is not None and not asked.single else [answer]


@record
class Form:
    """One act that can be done on the screen.

    Attributes:
        name: the word for it in widgets.
        title: what the button says.
        says: what it does, in one sentence.
        fields: what it asks for, in order.
        act: makes the act of the answers.
        called: what the journal calls it.
        about: the class of what it adds, by which the shapes say what else can be asked.
        asked: what the shapes say of that class, by the IRI of the property.
    """

    name: str
    title: str
    says: str
    fields: tuple[Field, ...]
    act: MakeAct
    called: Callable[[Given], str]
    about: str = ""
    asked: Mapping[str, Asked] = dataclass_field(default_factory=dict)

    def act_of(self, given: Given) -> Act:
        """Return the act of some answers.

        Raises:
            UsageError: what the shapes ask for was answered with something that they do not allow.
        """
        found = [
            (name, tuple(map(self.asked[name].term, _values(self.asked[name], answer))))
            for name, answer in given.items()
            if name in self.asked
        ]
        return self.act(given, said(*found))

    def with_shapes(self, asked: Mapping[str, Asked]) -> Form:
        """Return the form with what the shapes of the map say of its fields, and ask besides.

        Args:
            asked: what may be said of the class that it adds.
        """
        known = {field.iri for field in self.fields}
        further = (_field_of(item) for iri, item in asked.items() if iri not in known)
        fields = (field.with_shape(asked.get(field.iri)) for field in self.fields)
        return replace(self, fields=(*fields, *further), asked=asked)


#: Joins several chosen ids in one answer.
SEPARATOR = " "


def _several(given: Given, name: str) -> tuple[str, ...]:
    return tuple(given.get(name, "").split(SEPARATOR)) if given.get(name) else ()


def _labels(things: Mapping[str, object]) -> dict[str, str]:
    labels = {key: str(getattr(item, "label", key)) for key, item in things.items()}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def _words(words: type[Family] | type[Kind]) -> Mapping[str, str]:
    return {item.value: item.value for item in words}


def _things(model: LoopModel) -> Mapping[str, str]:
    groups = (model.components, model.dependencies, model.domains, model.loops)
    named = {key: model.label(key) for group in groups for key in group}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _sources(model: LoopModel) -> Mapping[str, str]:
    titles = {key: item.title for key, item in model.sources.items()}
    return dict(sorted(titles.items(), key=lambda pair: pair[1].casefold()))


def _parts(model: LoopModel) -> Mapping[str, str]:
    return _labels(model.components)


def _metrics(model: LoopModel) -> Mapping[str, str]:
    return {key: f"{item.label} ({item.unit})" for key, item in sorted(model.metrics.items())}


_THING = Field("thing", "Of what", "", True, _things, iri=ABOUT)
_METRIC = Field("metric", "Which number", "", True, _metrics, iri=MEASURED)
_VALUE = Field("value", "Value", "A number, with a full stop before decimals.", True, iri=RESULT)
_NUMBER_GROUNDS = (
    Field("low", "Lower end", "9 of 10 times it is above this.", iri=Property.LOW),
    Field("high", "Upper end", "9 of 10 times it is below this.", iri=Property.HIGH),
    Field(
        "reasoning",
        "Reasoning",
        "Why it is so: what it follows from, step by step.",
        iri=Property.REASONING,
    ),
)
_NAMED = (
    Field("label", "Label", "What people call it.", iri=LABEL),
    Field("definition", "Definition", "What counts as it, in one sentence.", iri=DEFINITION),
)
_NAME = Field("name", "Name", "Small letters, digits and hyphens, such as prompt-review.", True)


def _component(given: Given, further: Properties = ()) -> Act:
    item = new_things.NewComponent(
        name=given["name"],
        family=given["family"],
        days=given["days"],
        rounds_of=None,
        after=_several(given, "after"),
        before=_several(given, "before"),
        phase=given.get("phase"),
        label=given.get("label"),
        definition=given.get("definition"),
        grounds=Grounds.among(given),
    )
    return written_by(partial(new_things.new_component, item=item), further)


def _dependency(given: Given, further: Properties = ()) -> Act:
    item = new_things.NewDependency(
        given["source"],
        given["target"],
        given.get("kind", Kind.GATES.value),
        given.get("lag"),
        given.get("reason"),
        None,
        Grounds.among(given),
    )
    return written_by(partial(new_things.new_dependency, item=item), further)


def _evidence(given: Given, further: Properties = ()) -> Act:
    target = f"{given['thing']}.{given['metric']}"
    item = new_things.NewEvidence(target, given["value"], None, Grounds.among(given))
    return written_by(partial(new_things.new_evidence, item=item), further)


def _source(given: Given, further: Properties = ()) -> Act:
    item = new_things.NewSource(
        given["name"],
        given["title"],
        given["publisher"],
        given["issued"],
        given["address"],
        (given["creator"],) if "creator" in given else (),
    )
    return written_by(partial(new_things.new_source, item=item), further)


def _number(given: Given, _further: Properties = ()) -> Act:
    target = f"{given['thing']}.{given['metric']}"

    def act(text: MapText) -> Noted:
        return Noted(set_value(text, target, given["value"], Grounds.among(given)))

    return act


def _name(given: Given, _further: Properties = ()) -> Act:
    def act(text: MapText) -> Noted:
        renamed = rename(text, given["thing"], given["name"])
        return Noted(renamed.notes, renamed.tables)

    return act


def _scenario(given: Given, further: Properties = ()) -> Act:
    supposed = tuple(new_groups.supposed_from(item) for item in _several(given, "supposed"))
    item = new_groups.NewScenario(
        given["name"], supposed, given.get("label"), given.get("definition")
    )
    return written_by(partial(new_groups.new_scenario, item=item), further)


#: The acts in the order in which they are offered.
FORMS: tuple[Form, ...] = (
    Form(
        "number",
        "Change a number",
        "The number is changed where it stands; the rest of the file stays as it is.",
        (_THING, _METRIC, _VALUE, *_NUMBER_GROUNDS),
        _number,
        lambda given: f"set {given['thing']}.{given['metric']} {given['value']}",
    ),
    Form(
        "component",
        "Add a part",
        "A piece of work that every round passes through, its days, and who waits for whom.",
        (
            _NAME,
            Field("family", "Family", "", True, lambda _: _words(Family)),
            Field(
                "days",
                "Days without AI",
                "Days of calendar in each round.",
                True,
                iri=LOOP + "baselineDays",
            ),
            Field(
                "after", "Waits for", "What must have ended before it begins.", True, _parts, True
            ),
            Field(
                "before", "Is waited for by", "What begins when it has ended.", True, _parts, True
            ),
            Field("phase", "Phase", iri=Property.PHASE),
            *_NAMED,
            *_NUMBER_GROUNDS,
        ),
        _component,
        lambda given: f"new component {given['name']}",
        "Component",
    ),
    Form(
        "dependency",
        "Add a dependency",
        "One part waits for another, makes it faster, or checks it.",
        (
            Field("source", "From", "What is waited for.", True, _parts, iri=Property.FROM),
            Field("target", "To", "What waits.", True, _parts, iri=Property.TO),
            Field(
                "kind",
                "Kind",
                "gates: it waits. The others do not hold it up.",
                True,
                iri=Property.KIND,
            ),
            Field(
                "lag",
                "Lag",
                "How many rounds back the input may come from; 0 if nothing.",
                iri=LOOP + "lag",
            ),
            Field("reason", "Reason", "Why it is there.", iri=COMMENT),
            *_NUMBER_GROUNDS,
        ),
        _dependency,
        lambda given: f"new dependency {given['source']} {given['target']}",
        "Dependency",
    ),
    Form(
        "evidence",
        "Add a number from a source",
        "An observation: what was found, by whom, when, and how. It stands beside the others.",
        (
            _THING,
            _METRIC,
            _VALUE,
            Field("low", "Lower end", "Of the interval that the source gives.", iri=Property.LOW),
            Field("high", "Upper end", "Of the interval that the source gives.", iri=Property.HIGH),
            Field(
                "level",
                "Level",
                "What the interval covers, such as 0.9.",
                iri=Property.INTERVAL_LEVEL,
            ),
            Field(
                "source",
                "Source",
                "Add it first if it is not here; none for your own view.",
                False,
                _sources,
                iri=SOURCE,
            ),
            Field(
                "grade",
                "Design of the study",
                "How the number came about.",
                iri=Property.GRADE,
                filled=True,
            ),
            Field(
                "as_of",
                "As of",
                "The time it is of: 2026, 2026-08 or 2026-08-15.",
                iri=Property.AS_OF,
                filled=True,
            ),
            Field(
                "setting",
                "Setting",
                "Whose loop it is about.",
                iri=Property.SETTING,
            ),
            Field(
                "notion",
                "Notion",
                "Which acceleration is meant.",
                iri=Property.NOTION,
            ),
            Field(
                "quote", "Quote", "The source's own words, at most 25 of them.", iri=Property.QUOTE
            ),
            Field(
                "reasoning",
                "Reasoning",
                "How the number follows from what the source says.",
                iri=Property.REASONING,
            ),
        ),
        _evidence,
        lambda given: f"new evidence {given['thing']}.{given['metric']} {given['value']}",
        "Evidence",
    ),
    Form(
        "source",
        "Add a source",
        "A document that numbers come from.",
        (
            _NAME,
            Field("title", "Title", "", True, iri=DCTERMS + "title"),
            Field("publisher", "Publisher", "", True, iri=DCTERMS + "publisher"),
            Field("issued", "Issued", "2026, 2026-08 or 2026-08-15.", True, iri=DCTERMS + "issued"),
            Field("address", "Address", "Where it can be found.", True, iri=Property.ADDRESS),
            Field("creator", "Written by", iri=DCTERMS + "creator"),
        ),
        _source,
        lambda given: f"new source {given['name']}",
        "Source",
    ),
    Form(
        "scenario",
        "Save what is set by hand",
        "The numbers that you set become a scenario that everybody with this map can choose.",
        (
            _NAME,
            *_NAMED,
            Field("supposed", "Numbers", "", True, iri=Property.SUPPOSES),
        ),
        _scenario,
        lambda given: f"new scenario {given['name']}",
        "Scenario",
    ),
    Form(
        "rename",
        "Rename",
        "Another name for a thing, in every file that names it.",
        (_THING, _NAME),
        _name,
        lambda given: f"rename {given['thing']} {given['name']}",
    ),
)
