"""The forms of the page 'Build': what each act asks for, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from graph.editing import new_groups, new_things
from graph.editing.map_text import MapText
from graph.editing.proposals import Act, Noted, written_by
from graph.editing.rename import rename
from graph.editing.set_value import Grounds, set_value
from graph.model import LoopModel
from graph.vocabulary import Family, Kind

#: What a reader typed or chose, by the name of the field; empty texts are left out.
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for.

    Attributes:
        name: of the field.
        title: what stands above it.
        help: what to write, in one sentence.
        needed: whether nothing can be proposed without it.
        options: what can be chosen, by id, with labels; ``None`` for a text of one's own.
        several: whether more than one may be chosen.
    """

    name: str
    title: str
    help: str = ""
    needed: bool = False
    options: Callable[[LoopModel], Mapping[str, str]] | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One act that can be done on the screen.

    Attributes:
        name: the word for it in widgets.
        title: what the button says.
        says: what it does, in one sentence.
        fields: what it asks for, in order.
        act: makes the act of the answers.
        called: what the journal calls it.
    """

    name: str
    title: str
    says: str
    fields: tuple[Field, ...]
    act: Callable[[Given], Act]
    called: Callable[[Given], str]


#: Joins several chosen ids in one answer.
SEPARATOR = " "


def _several(given: Given, name: str) -> tuple[str, ...]:
    return tuple(given.get(name, "").split(SEPARATOR)) if given.get(name) else ()


def _grounds(given: Given) -> Grounds:
    names = ("low", "high", "level", "reasoning", "source", "grade", "as_of", "setting", "notion")
    return Grounds(**{name: given.get(name) for name in (*names, "quote")})


def _labels(things: Mapping[str, object]) -> dict[str, str]:
    labels = {key: str(getattr(item, "label", key)) for key, item in things.items()}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def _words(words: type[Family] | type[Kind]) -> Mapping[str, str]:
    return {item.value: item.value for item in words}


def _things(model: LoopModel) -> Mapping[str, str]:
    groups = (model.components, model.dependencies, model.domains, model.loops)
    named = {key: model.label(key) for group in groups for key in group}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _phases(model: LoopModel) -> Mapping[str, str]:
    found = sorted({phase for item in model.components.values() for phase in item.phases})
    return {phase: phase for phase in found}


def _sources(model: LoopModel) -> Mapping[str, str]:
    titles = {key: item.title for key, item in model.sources.items()}
    return dict(sorted(titles.items(), key=lambda pair: pair[1].casefold()))


def _grades(model: LoopModel) -> Mapping[str, str]:
    return _labels(model.grades)


def _parts(model: LoopModel) -> Mapping[str, str]:
    return _labels(model.components)


def _metrics(model: LoopModel) -> Mapping[str, str]:
    return {key: f"{item.label} ({item.unit})" for key, item in sorted(model.metrics.items())}


_THING = Field("thing", "Of what", "", True, _things)
_METRIC = Field("metric", "Which number", "", True, _metrics)
_VALUE = Field("value", "Value", "A number, with a full stop before decimals.", True)
_NUMBER_GROUNDS = (
    Field("low", "Lower end", "9 of 10 times it is above this."),
    Field("high", "Upper end", "9 of 10 times it is below this."),
    Field("reasoning", "Reasoning", "Why it is so: what it follows from, step by step."),
)
_NAMED = (
    Field("label", "Label", "What people call it."),
    Field("definition", "Definition", "What counts as it, in one sentence."),
)
_NAME = Field("name", "Name", "Small letters, digits and hyphens, such as prompt-review.", True)


def _component(given: Given) -> Act:
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
        grounds=_grounds(given),
    )
    return written_by(partial(new_things.new_component, item=item))


def _dependency(given: Given) -> Act:
    item = new_things.NewDependency(
        given["source"],
        given["target"],
        given.get("kind", Kind.GATES.value),
        given.get("lag"),
        given.get("reason"),
        None,
        _grounds(given),
    )
    return written_by(partial(new_things.new_dependency, item=item))


def _evidence(given: Given) -> Act:
    target = f"{given['thing']}.{given['metric']}"
    item = new_things.NewEvidence(target, given["value"], None, _grounds(given))
    return written_by(partial(new_things.new_evidence, item=item))


def _source(given: Given) -> Act:
    item = new_things.NewSource(
        given["name"],
        given["title"],
        given["publisher"],
        given["issued"],
        given["address"],
        (given["creator"],) if "creator" in given else (),
    )
    return written_by(partial(new_things.new_source, item=item))


def _number(given: Given) -> Act:
    target = f"{given['thing']}.{given['metric']}"

    def act(text: MapText) -> Noted:
        return Noted(set_value(text, target, given["value"], _grounds(given)))

    return act


def _name(given: Given) -> Act:
    def act(text: MapText) -> Noted:
        renamed = rename(text, given["thing"], given["name"])
        return Noted(renamed.notes, renamed.tables)

    return act


def _scenario(given: Given) -> Act:
    supposed = tuple(new_groups.supposed_from(item) for item in _several(given, "supposed"))
    item = new_groups.NewScenario(
        given["name"], supposed, given.get("label"), given.get("definition")
    )
    return written_by(partial(new_groups.new_scenario, item=item))


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
            Field("days", "Days without AI", "Days of calendar in each round.", True),
            Field(
                "after", "Waits for", "What must have ended before it begins.", True, _parts, True
            ),
            Field(
                "before", "Is waited for by", "What begins when it has ended.", True, _parts, True
            ),
            Field("phase", "Phase", "", False, _phases),
            *_NAMED,
            *_NUMBER_GROUNDS,
        ),
        _component,
        lambda given: f"new component {given['name']}",
    ),
    Form(
        "dependency",
        "Add a dependency",
        "One part waits for another, makes it faster, or checks it.",
        (
            Field("source", "From", "What is waited for.", True, _parts),
            Field("target", "To", "What waits.", True, _parts),
            Field(
                "kind",
                "Kind",
                "gates: it waits. The others do not hold it up.",
                True,
                lambda _: _words(Kind),
            ),
            Field("lag", "Lag", "How many rounds back the input may come from; 0 if nothing."),
            Field("reason", "Reason", "Why it is there."),
            *_NUMBER_GROUNDS,
        ),
        _dependency,
        lambda given: f"new dependency {given['source']} {given['target']}",
    ),
    Form(
        "evidence",
        "Add a number from a source",
        "An observation: what was found, by whom, when, and how. It stands beside the others.",
        (
            _THING,
            _METRIC,
            _VALUE,
            Field("low", "Lower end", "Of the interval that the source gives."),
            Field("high", "Upper end", "Of the interval that the source gives."),
            Field("level", "Level", "What the interval covers, such as 0.9."),
            Field(
                "source",
                "Source",
                "Add it first if it is not here; none for your own view.",
                False,
                _sources,
            ),
            Field("grade", "Design of the study", "How the number came about.", False, _grades),
            Field("as_of", "As of", "The time it is of: 2026, 2026-08 or 2026-08-15."),
            Field(
                "setting",
                "Setting",
                "Whose loop it is about.",
                False,
                lambda model: _labels(model.settings),
            ),
            Field(
                "notion",
                "Notion",
                "Which acceleration is meant.",
                False,
                lambda model: _labels(model.notions),
            ),
            Field("quote", "Quote", "The source's own words, at most 25 of them."),
            Field("reasoning", "Reasoning", "How the number follows from what the source says."),
        ),
        _evidence,
        lambda given: f"new evidence {given['thing']}.{given['metric']} {given['value']}",
    ),
    Form(
        "source",
        "Add a source",
        "A document that numbers come from.",
        (
            _NAME,
            Field("title", "Title", "", True),
            Field("publisher", "Publisher", "", True),
            Field("issued", "Issued", "2026, 2026-08 or 2026-08-15.", True),
            Field("address", "Address", "Where it can be found.", True),
            Field("creator", "Written by"),
        ),
        _source,
        lambda given: f"new source {given['name']}",
    ),
    Form(
        "scenario",
        "Save what is set by hand",
        "The numbers that you set become a scenario that everybody with this map can choose.",
        (
            _NAME,
            *_NAMED,
            Field("supposed", "Numbers", "", True),
        ),
        _scenario,
        lambda given: f"new scenario {given['name']}",
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
