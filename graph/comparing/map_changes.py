"""What was changed between two maps, by thing and property: it knows neither files nor triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum, StrEnum

from graph.model import LoopModel, Supposition
from graph.observations import Observation, ScoreRule
from graph.records import record


class Act(StrEnum):
    """What was done to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@record
class Quantity:
    """A number as somebody wrote it.

    Attributes:
        value: in the unit.
        unit: as a word.
        low: lower end of its own interval, if one is given.
        high: upper end, likewise.
        interval_level: the level of that interval, 0 to 1; ``None`` without one.
        bound: ``exact``, ``lower-bound`` or ``upper-bound``.
    """

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    interval_level: float | None = None
    bound: str = "exact"


#: What a property says: a number with its unit, words, names, or nothing.
Told = Quantity | str | float | bool | tuple[str, ...] | None


@record
class PropertyChange:
    """One property of a thing before and after.

    Attributes:
        property: in words.
        before: ``None`` where nothing was said.
        after: likewise.
        note: on what a number rests, in words; empty for all else.
    """

    property: str
    before: Told
    after: Told
    note: str = ""


@record
class ThingChange:
    """What was done to one thing of the map.

    Attributes:
        kind: component, dependency, evidence, source, ...
        id: its id.
        label: what people call it.
        act: what was done.
        about: label of the thing that a piece of evidence is about; ``None`` for all else.
        properties: what was changed; of a thing that was added or removed, what it says.
        reasoning_kept: what stands beside a number that was changed and was left as it was:
            ``reasoning`` or ``quote``; empty if no number was changed, or nothing stands beside it.
    """

    kind: str
    id: str
    label: str
    act: Act
    about: str | None
    properties: tuple[PropertyChange, ...]
    reasoning_kept: tuple[str, ...] = ()


#: The records of a map, and what people call one of each, in the order of telling.
KINDS: tuple[tuple[str, str], ...] = (
    ("maps", "map"),
    ("columns", "column"),
    ("components", "component"),
    ("dependencies", "dependency"),
    ("alternatives", "alternative"),
    ("drivers", "driver"),
    ("resources", "resource"),
    ("stocks", "stock"),
    ("loops", "named loop"),
    ("domains", "domain"),
    ("skills", "skill"),
    ("channels", "feedback channel"),
    ("observations", "evidence"),
    ("sources", "source"),
    ("scenarios", "scenario"),
    ("metrics", "metric"),
    ("grades", "grade"),
    ("settings", "setting"),
    ("notions", "notion"),
    ("thresholds", "threshold"),
)

#: Fields of a record that are no property of the thing.
_NO_PROPERTY = frozenset({"id", "place", "direct"})

#: Fields of an observation that together are its number.
_OF_THE_NUMBER = frozenset({"value", "low", "high", "interval_level", "bound", "metric", "subject"})

#: Of whom a field is called otherwise than its name says.
_WORDS = {
    ("Dependency", "source"): "from",
    ("Dependency", "target"): "to",
    ("NamedLoop", "component_ids"): "through",
    ("Alternative", "dependency_ids"): "alternatives",
    ("Observation", "read_as"): "read",
    ("Source", "issued"): "date",
    ("Source", "modified"): "edition read",
}

#: What says why a number is what it is.
_REASONING = ("reasoning", "quote")


def changes_between(before: LoopModel, after: LoopModel) -> tuple[ThingChange, ...]:
    """Return what was done to each thing, kind by kind, in the order of their ids.

    Numbers that are written on a thing itself are told with it. Places in files, and the order in
    which things are written, are no difference.

    Args:
        before: the one map.
        after: the other.

    Returns:
        Nothing if the two maps say the same.
    """
    found = [change for name, kind in KINDS for change in _of_kind(before, after, name, kind)]
    numbers = _direct_numbers(before, after)
    told: list[ThingChange] = []
    for change in found:
        own = numbers.pop(change.id, ()) if change.kind not in ("evidence", "source") else ()
        told.append(_with(change, own))
    for subject, own in sorted(numbers.items()):
        kind, label = _called(after, subject) or _called(before, subject) or ("thing", subject)
        told.append(ThingChange(kind, subject, label, Act.CHANGED, None, own))
    order = {kind: place for place, (_, kind) in enumerate(KINDS)}
    return tuple(sorted(told, key=lambda item: (order.get(item.kind, len(order)), item.id)))


def _with(change: ThingChange, own: tuple[PropertyChange, ...]) -> ThingChange:
    properties = change.properties + own
    return ThingChange(
        change.kind,
        change.id,
        change.label,
        change.act,
        change.about,
        properties,
        change.reasoning_kept,
    )


def _called(model: LoopModel, identifier: str) -> tuple[str, str] | None:
    for name, kind in KINDS:
        if identifier in getattr(model, name):
            return kind, label_of(model, identifier, getattr(model, name)[identifier])
    return None


def _of_kind(before: LoopModel, after: LoopModel, name: str, kind: str) -> Iterator[ThingChange]:
    was: Mapping[str, object] = getattr(before, name)
    now: Mapping[str, object] = getattr(after, name)
    for identifier in sorted(was.keys() | now.keys()):
        old, new = was.get(identifier), now.get(identifier)
        if old == new or any(isinstance(one, Observation) and one.direct for one in (old, new)):
            continue
        model = before if new is None else after
        record = old if new is None else new
        properties = tuple(_properties(before, after, old, new))
        if not properties and old is not None and new is not None:
            continue
        yield ThingChange(
            kind=kind,
            id=identifier,
            label=label_of(model, identifier, record),
            act=Act.ADDED if old is None else Act.REMOVED if new is None else Act.CHANGED,
            about=model.label(record.subject) if isinstance(record, Observation) else None,
            properties=properties,
            reasoning_kept=_kept(old, new),
        )


def label_of(model: LoopModel, identifier: str, record: object) -> str:
    """Return what people call a thing: its label or title, or the ends that it joins."""
    if isinstance(record, Observation):
        return identifier
    found = getattr(record, "label", None) or getattr(record, "title", None)
    if found is None and hasattr(record, "target"):
        source, target = record.source, record.target  # type: ignore[attr-defined]
        return f"{model.label(source)} to {model.label(target)}"
    return str(found or identifier)


def _properties(
    before: LoopModel, after: LoopModel, old: object, new: object
) -> Iterator[PropertyChange]:
    one = new if old is None else old
    if isinstance(one, float):
        yield PropertyChange("value", _plain(old), _plain(new))
        return
    if isinstance(one, Observation):
        yield from _number(before, after, old, new)
    for field in fields(one):  # type: ignore[arg-type]
        if field.name in _NO_PROPERTY or (
            isinstance(one, Observation) and field.name in _OF_THE_NUMBER
        ):
            continue
        was, now = (None if item is None else getattr(item, field.name) for item in (old, new))
        told = _told(before, was), _told(after, now)
        if told[0] != told[1] and not (field.name == "label" and None in (old, new)):
            yield PropertyChange(_word(one, field.name), *told)


def _number(
    before: LoopModel, after: LoopModel, old: object, new: object
) -> Iterator[PropertyChange]:
    sides = [(model, item) for model, item in ((before, old), (after, new)) if item is not None]
    told = [
        None if not isinstance(item, Observation) else _quantity(model, item)
        for model, item in ((before, old), (after, new))
    ]
    model, newest = sides[-1]
    if not isinstance(newest, Observation):
        return
    for name in ("subject", "metric"):
        was, now = (getattr(item, name, None) for item in (old, new))
        if old is not None and new is not None and was != now:
            yield PropertyChange("about" if name == "subject" else name, was, now)
    if told[0] != told[1]:
        yield PropertyChange(_metric(model, newest.metric), told[0], told[1], _grade(model, newest))


def _quantity(model: LoopModel, item: Observation) -> Quantity:
    metric = model.metrics.get(item.metric)
    ranged = item.low is not None or item.high is not None
    return Quantity(
        value=item.value,
        unit=metric.unit if metric else "",
        low=item.low,
        high=item.high,
        interval_level=item.interval_level if ranged else None,
        bound=str(item.bound),
    )


def _metric(model: LoopModel, metric: str) -> str:
    found = model.metrics.get(metric)
    return found.label if found else metric


def _grade(model: LoopModel, item: Observation) -> str:
    if item.exact:
        return "exact"
    found = model.grades.get(item.grade)
    return found.label if found else item.grade


def _direct_numbers(before: LoopModel, after: LoopModel) -> dict[str, tuple[PropertyChange, ...]]:
    found: dict[str, tuple[PropertyChange, ...]] = {}
    was, now = before.observations, after.observations
    for identifier in sorted(was.keys() | now.keys()):
        old, new = was.get(identifier), now.get(identifier)
        newest = new or old
        if newest is None or not newest.direct:
            continue
        for change in _number(before, after, old, new):
            found[newest.subject] = (*found.get(newest.subject, ()), change)
    return found


def _kept(old: object, new: object) -> tuple[str, ...]:
    """Return what stood beside a number before it was changed and stands there unchanged."""
    if not isinstance(old, Observation) or not isinstance(new, Observation):
        return ()
    sides = [(item.value, item.low, item.high, item.bound) for item in (old, new)]
    if sides[0] == sides[1]:
        return ()
    beside = [name for name in _REASONING if getattr(old, name) or getattr(new, name)]
    # Whoever rewrites one of them has looked at the number anew.
    if any(getattr(old, name) != getattr(new, name) for name in beside):
        return ()
    return tuple(beside)


def _word(record: object, field: str) -> str:
    return _WORDS.get((type(record).__name__, field), field.replace("_", " "))


def _told(model: LoopModel, value: object) -> Told:
    if isinstance(value, tuple):
        return tuple(_name(model, item) for item in value) or None
    if isinstance(value, ScoreRule):
        cuts = ", ".join(f"{cut:g}" for cut in value.cuts)
        return f"{value.metric} at {cuts}" + (f" ({value.reason})" if value.reason else "")
    if isinstance(value, str) and not isinstance(value, Enum):
        return model.label(value)
    return _plain(value)


def _name(model: LoopModel, item: object) -> str:
    if isinstance(item, Supposition):
        return str(item)
    return model.label(item) if isinstance(item, str) else str(item)


def _plain(value: object) -> Told:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | float | str):
        return value
    return float(value) if isinstance(value, int) else str(value)
