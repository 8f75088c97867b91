"""Finding what a person means by a name: an id or a label, and the nearest three if neither."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from graph.errors import UsageError
from graph.model import Component, Dependency, Driver, LoopModel


class SubjectKind(StrEnum):
    """What a name may mean, as messages call it."""

    COMPONENT = "component"
    DEPENDENCY = "dependency"
    DRIVER = "driver"


def find_subject(model: LoopModel, name: str, kind: SubjectKind = SubjectKind.COMPONENT) -> str:
    """Return the id of the component, dependency or driver that a name means.

    Args:
        model: the map.
        name: an id or a label; upper and lower case do not matter for labels.
        kind: what is meant.

    Raises:
        UsageError: nothing has that name, and the message offers the nearest three; or several
            things have it as their label.
    """
    groups: dict[SubjectKind, Mapping[str, Component | Dependency | Driver]] = {
        SubjectKind.COMPONENT: model.components,
        SubjectKind.DEPENDENCY: model.dependencies,
        SubjectKind.DRIVER: model.drivers,
    }
    group = groups[kind]
    wanted = name.strip()
    if wanted in group:
        return wanted
    by_label: dict[str, list[str]] = {}
    for item in group.values():
        by_label.setdefault((item.label or item.id).casefold(), []).append(item.id)
    found = by_label.get(wanted.casefold(), [])
    if len(found) > 1:
        raise UsageError(f"'{name}' may mean {' or '.join(found)}. Use one of these ids.")
    if found:
        return found[0]
    raise UsageError(f"There is no {kind} '{name}' on the map.{nearest(wanted, group, by_label)}")


def nearest(wanted: str, *groups: Mapping[str, object]) -> str:
    """Return a sentence with the three nearest names, or nothing if none is near."""
    from difflib import get_close_matches

    candidates = list(dict.fromkeys(key for group in groups for key in group))
    close = get_close_matches(wanted, candidates, n=3, cutoff=0.4)
    return f" Did you mean {' or '.join(close)}?" if close else ""


#: How much of the union of two loops must be common for the name of one to stand for the other.
_ALIKE = 0.6


def name_of_cycle(model: LoopModel, cycle: tuple[str, ...]) -> str | None:
    """Return the label of the named loop that passes through the same components.

    Among loops that are merely alike (at least three fifths of all components of both in common)
    the one most alike is taken; ``None`` if none is.
    """
    members = set(cycle)
    best: tuple[float, str] | None = None
    for loop in model.loops.values():
        through = set(loop.component_ids)
        if not through:
            continue
        alike = len(members & through) / len(members | through)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = (alike, loop.label)
    return best[1] if best else None
