"""Things that have another name in the newer of two maps, and are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from graph.comparing.map_changes import KINDS, Act, PropertyChange, ThingChange, label_of
from graph.model import LoopModel
from graph.observations import Observation

#: Fields that are words of a person, and name nothing.
_TEXTS = frozenset(
    {"label", "title", "definition", "reason", "notes", "unit", "reasoning", "quote", "caveat",
     "sample_size", "publisher", "authors", "issued", "modified", "address", "as_of", "rater",
     "lab", "origin", "anchors", "phases"}
)  # fmt: skip
_NOT_COMPARED = frozenset({"id", "place"})
#: A thing that is gone and one that came are the same if so much of what they say is equal ...
_EQUAL = 0.75
#: ... and so many properties at least.
_PROPERTIES = 2


def renames_between(before: LoopModel, after: LoopModel) -> dict[str, str]:
    """Return the old names of things that the newer map calls otherwise, with the new ones.

    A thing is the same if it is gone, another one came, and nearly all of what they say is equal;
    of several that are alike none is taken.

    Args:
        before: the one map.
        after: the other.
    """
    found: dict[str, str] = {}
    for name, _ in KINDS:
        was, now = _records(before, name), _records(after, name)
        gone = {key: _with_names(one, found) for key, one in was.items() if key not in now}
        came = {key: one for key, one in now.items() if key not in was}
        for old, record in gone.items():
            alike = [key for key, one in came.items() if _alike(record, one)]
            if len(alike) == 1 and alike[0] not in found.values():
                found[old] = alike[0]
    return found


def _records(model: LoopModel, name: str) -> dict[str, Any]:
    """Return the records of a kind; numbers that are written on a thing go with it."""
    held: Mapping[str, Any] = getattr(model, name)
    return {
        key: one
        for key, one in held.items()
        if is_dataclass(one) and not (isinstance(one, Observation) and one.direct)
    }


def _alike(one: Any, other: Any) -> bool:
    pairs = [
        (getattr(one, field.name), getattr(other, field.name))
        for field in fields(one)
        if field.name not in _NOT_COMPARED
    ]
    said = [(left, right) for left, right in pairs if left or right]
    equal = sum(bool(left == right) for left, right in said)
    return equal >= _PROPERTIES and equal >= _EQUAL * len(said)


def renamed(model: LoopModel, names: Mapping[str, str]) -> LoopModel:
    """Return a map in which things have other names, wherever they are named.

    Args:
        model: the map.
        names: old name to new name; the map itself is returned if there is none.
    """
    if not names:
        return model
    held: dict[str, Any] = {
        name: dict(sorted(_renamed_records(getattr(model, name), names))) for name, _ in KINDS
    }
    return replace(model, **held)


def under_new_names(before: LoopModel, after: LoopModel) -> LoopModel:
    """Return the map before, in which what was renamed has the names of the map after."""
    return renamed(before, renames_between(before, after))


def _renamed_records(
    records: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    for key, record in records.items():
        new = _with_names(record, names)
        if isinstance(record, Observation) and record.direct:
            # Such a number has the name of its thing, and the metric behind it.
            new = replace(new, id=f"{new.subject}.{record.metric}")
        yield (new.id if is_dataclass(new) and hasattr(new, "id") else names.get(key, key)), new


def _with_names(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Enum) or not names:
        return value
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_with_names(one, names) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: new
            for field in fields(value)
            if field.name not in _TEXTS and field.name != "place"
            for old in (getattr(value, field.name),)
            if (new := _with_names(old, names)) != old
        }
        return replace(value, **changed) if changed else value
    return value


def rename_changes(after: LoopModel, names: Mapping[str, str]) -> tuple[ThingChange, ...]:
    """Return renames as changes of the map, in the order of their kinds.

    Args:
        after: the newer map.
        names: old name to new name.
    """
    old_of = {new: old for old, new in names.items()}
    found = []
    for name, kind in KINDS:
        for key, record in getattr(after, name).items():
            if key in old_of:
                about = after.label(record.subject) if isinstance(record, Observation) else None
                change = PropertyChange("name", old_of[key], key)
                label = label_of(after, key, record)
                found.append(ThingChange(kind, key, label, Act.RENAMED, about, (change,)))
    return tuple(found)
