"""What the stages of a source are on the map: work in a part, waiting for it, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an item does in a stage."""

    WORK = "work"
    WAITING = "waiting"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a source's stage is on the map.

    Attributes:
        name: the source's own word.
        part: id of the part that works on the item, or for which it waits; ``None`` if left out.
        role: whether the part is at work on it, or it waits for the part.
    """

    name: str
    part: str | None
    role: Role
